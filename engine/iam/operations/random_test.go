package operations_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// draw makes random calls with few names, so that they meet.
type draw struct {
	*rand.Rand
	world *iam.World
}

func (d draw) of(all ...string) string { return all[d.IntN(len(all))] }

// name is one of a few, now and then in capitals.
func (d draw) name(prefix string, many int) string {
	name := prefix + strconv.Itoa(d.IntN(many))
	if d.IntN(20) == 0 {
		return strings.ToUpper(name)
	}
	return name
}

// value draws a parameter by its name.
func (d draw) value(parameter string) string {
	a := d.world.Accounts[0]
	switch parameter {
	case "UserName", "NewUserName":
		if d.IntN(10) == 0 { // who has little, and so can be deleted
			return quoted(d.name("v", 20))
		}
		return quoted(d.name("u", 7))
	case "GroupName", "NewGroupName":
		return quoted(d.name("g", 14))
	case "RoleName":
		if d.IntN(20) == 0 {
			return `"AWSServiceRoleForBatch"`
		}
		return quoted(d.name("r", 5))
	case "PolicyName":
		return quoted(d.name("p", 14))
	case "InstanceProfileName":
		return quoted(d.name("i", 4))
	case "Path", "NewPath":
		return quoted(d.of("/", "/", "/a/", "/a/b/"))
	case "PolicyArn", "PermissionsBoundary":
		if len(a.Policies) > 0 && d.IntN(5) > 0 {
			return quoted(a.Policies[d.IntN(len(a.Policies))].ARN)
		}
		return quoted(d.of(administrator, own+"p0", own+"a/p1", "nothing", own+"none"))
	case "VersionId":
		return quoted("v" + strconv.Itoa(1+d.IntN(9)))
	case "SetAsDefault", "PasswordResetRequired", "RequireSymbols":
		return d.of("true", "false")
	case "PolicyDocument":
		return quoted(d.document())
	case "AssumeRolePolicyDocument":
		return d.of(trust, trust, trust, other)
	case "Tags":
		return fmt.Sprintf(`[{"Key":%s,"Value":"%d"},{"Key":"Fixed","Value":""}]`, quoted(d.name("k", 60)), d.IntN(9))
	case "TagKeys":
		return `[` + quoted(d.name("k", 60)) + `]`
	case "Description":
		return quoted(d.of("d", "é"))
	case "AccessKeyId":
		return quoted(d.key(a))
	case "Status":
		return quoted(d.of("Active", "Inactive"))
	case "Password":
		return quoted(d.of("Abcdefgh1", "short"))
	case "MaxSessionDuration":
		return d.of("3600", "7200")
	case "MinimumPasswordLength":
		return d.of("6", "9")
	case "AccountAlias":
		return quoted(d.of("one", "two"))
	case "AWSServiceName":
		return quoted(d.of("batch.amazonaws.com", "eks.amazonaws.com"))
	}
	return d.credentialValue(parameter)
}

// document is a policy of any size up to beyond what a user may have inline.
func (d draw) document() string {
	sid := strings.Repeat("x", d.IntN(900))
	action := d.of("s3:GetObject", "ec2:*", "iam:PassRole", "nothing")
	return `{"Version":"2012-10-17","Statement":[{"Sid":"` + sid + `","Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`
}

func (d draw) key(a *iam.Account) string {
	for _, u := range a.Users {
		for _, k := range u.AccessKeys {
			if d.IntN(2) == 0 {
				return k.ID
			}
		}
	}
	return "AKIAIOSFODNN7EXAMPLE"
}

// calls are the operations that change something: the parameters that they need,
// and behind the bar those that they may have.
var calls = strings.Split(strings.TrimSpace(credentialCalls+`
CreateUser UserName | Path PermissionsBoundary Tags
UpdateUser UserName | NewUserName NewPath
DeleteUser UserName |
CreateGroup GroupName | Path
UpdateGroup GroupName | NewGroupName NewPath
DeleteGroup GroupName |
AddUserToGroup UserName GroupName |
AddUserToGroup UserName GroupName |
AddUserToGroup UserName GroupName |
RemoveUserFromGroup UserName GroupName |
CreateRole RoleName AssumeRolePolicyDocument | Path PermissionsBoundary Tags Description MaxSessionDuration
UpdateRole RoleName | Description MaxSessionDuration
DeleteRole RoleName |
CreateServiceLinkedRole AWSServiceName |
CreatePolicy PolicyName PolicyDocument | Path Tags Description
CreatePolicy PolicyName PolicyDocument | Path Tags Description
DeletePolicy PolicyArn |
DeletePolicy PolicyArn |
DeletePolicy PolicyArn |
CreatePolicyVersion PolicyArn PolicyDocument | SetAsDefault
CreatePolicyVersion PolicyArn PolicyDocument | SetAsDefault
SetDefaultPolicyVersion PolicyArn VersionId |
DeletePolicyVersion PolicyArn VersionId |
AttachUserPolicy UserName PolicyArn |
AttachUserPolicy UserName PolicyArn |
DetachUserPolicy UserName PolicyArn |
AttachGroupPolicy GroupName PolicyArn |
DetachGroupPolicy GroupName PolicyArn |
AttachRolePolicy RoleName PolicyArn |
DetachRolePolicy RoleName PolicyArn |
PutUserPolicy UserName PolicyName PolicyDocument |
DeleteUserPolicy UserName PolicyName |
PutGroupPolicy GroupName PolicyName PolicyDocument |
DeleteGroupPolicy GroupName PolicyName |
PutRolePolicy RoleName PolicyName PolicyDocument |
DeleteRolePolicy RoleName PolicyName |
PutUserPermissionsBoundary UserName PermissionsBoundary |
PutUserPermissionsBoundary UserName PermissionsBoundary |
PutUserPermissionsBoundary UserName PermissionsBoundary |
DeleteUserPermissionsBoundary UserName |
PutRolePermissionsBoundary RoleName PermissionsBoundary |
DeleteRolePermissionsBoundary RoleName |
TagUser UserName Tags |
UntagUser UserName TagKeys |
TagRole RoleName Tags |
UntagRole RoleName TagKeys |
TagPolicy PolicyArn Tags |
UntagPolicy PolicyArn TagKeys |
TagInstanceProfile InstanceProfileName Tags |
UntagInstanceProfile InstanceProfileName TagKeys |
CreateAccessKey UserName |
UpdateAccessKey UserName AccessKeyId Status |
DeleteAccessKey UserName AccessKeyId |
CreateInstanceProfile InstanceProfileName | Path Tags
DeleteInstanceProfile InstanceProfileName |
AddRoleToInstanceProfile InstanceProfileName RoleName |
RemoveRoleFromInstanceProfile InstanceProfileName RoleName |
CreateLoginProfile UserName Password | PasswordResetRequired
UpdateLoginProfile UserName | Password PasswordResetRequired
DeleteLoginProfile UserName |
UpdateAccountPasswordPolicy | MinimumPasswordLength RequireSymbols
DeleteAccountPasswordPolicy |
CreateAccountAlias AccountAlias |
DeleteAccountAlias AccountAlias |
`), "\n")

func (d draw) call(number int) *operations.Call {
	required, optional, _ := strings.Cut(d.of(calls...), "|")
	words := strings.Fields(required)
	for _, word := range strings.Fields(optional) {
		if d.IntN(3) == 0 {
			words = append(words, word)
		}
	}
	var members []string
	for _, word := range words[1:] {
		members = append(members, quoted(word)+":"+d.value(word))
	}
	parameters, _ := syntax.Parse("{" + strings.Join(members, ",") + "}")
	return &operations.Call{
		Operation: words[0], Account: account, Parameters: &parameters, Managed: catalog.Library{catalog.Core}, Seed: strconv.Itoa(number),
		Caller: iam.Principal{Kind: iam.RootUser, AccountID: account, Partition: "aws", ARN: "arn:aws:iam::" + account + ":root"},
		Now:    fmt.Sprintf("2026-03-01T%02d:%02d:%02dZ", number/3600%24, number/60%60, number%60),
	}
}

// IM-1 to IM-35: whatever calls are carried out, the account holds together, comes back out of the scenario's
// text, and out of what GetAccountAuthorizationDetails exports.
func TestRandomCalls(t *testing.T) {
	const seed = 20260301
	total, every := 100_000, 500
	if testing.Short() || runtime.GOOS == "js" {
		total = 3000
	}
	text := `{"version": 1, "accounts": {"` + account + `": {}}}`
	d := draw{rand.New(rand.NewPCG(seed, seed)), read(t, text)}
	c, saved, done, refused := &checker{gone: map[string]bool{}}, d.world, map[string]int{}, map[string]int{}
	for number := range total {
		call := d.call(number)
		next, _, err := operations.Run(d.world, call)
		if err == nil {
			done[call.Operation]++
		} else {
			refused[err.Code]++
		}
		d.world = next
		for _, problem := range c.problems(d.world.Accounts[0]) {
			t.Fatalf("call %d, %s: %s", number, call.Operation, problem)
		}
		if number%every == every-1 {
			text = written(t, text, saved, d.world)
			saved = d.world
			exported(t, d.world)
		}
	}
	for _, code := range []string{"NoSuchEntity", "EntityAlreadyExists", "DeleteConflict", "LimitExceeded", "MalformedPolicyDocument", "UnmodifiableEntity", "PasswordPolicyViolation"} {
		if refused[code] == 0 {
			t.Errorf("nothing was refused with %s", code)
		}
	}
	for _, line := range calls {
		if name := strings.Fields(line)[0]; done[name] == 0 && total == 100_000 {
			t.Errorf("%s never succeeded", name)
		}
	}
}

// written changes the text of the scenario, which must then say what the world says.
func written(t *testing.T, text string, before, after *iam.World) string {
	t.Helper()
	next, err := scenario.Apply(text, scenario.Changes(before, after))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := plain(read(t, next)), plain(after); !reflect.DeepEqual(got, want) {
		t.Fatalf("the scenario says\n%+v\nthe world says\n%+v", got, want)
	}
	return next
}

// inJSON writes a result as JSON.
func inJSON(v *syntax.Value) string {
	var parts []string
	switch v.Kind {
	case syntax.Object:
		for _, m := range v.Members {
			parts = append(parts, quoted(m.Name)+":"+inJSON(&m.Value))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case syntax.Array:
		for i := range v.Items {
			parts = append(parts, inJSON(&v.Items[i]))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case syntax.String:
		return quoted(v.Text)
	}
	return v.Text
}
