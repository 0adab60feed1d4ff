package clients

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// files are what the command lines name with file://.
var files = map[string]string{
	"trust.json":  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + cliAccount + `:user/Bob"},"Action":"sts:AssumeRole"}]}`,
	"policy.json": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":["arn:aws:s3:::my-bucket/shared/*"]}]}`,
	"login.json":  `{"UserName":"Bob","Password":"&1-3a6u:RA0djs","PasswordResetRequired":true}`,
}

// dated is a condition on the date, as in the AWS CLI's examples of the simulator.
const dated = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}`

// lines are what the hands-on tutorials of IAM do, in order. What the CLI must print is the output of AWS's own example of the
// command (AWS CLI Command Reference), with the names used here; an asterisk stands for any id or time.
var lines = []struct{ as, line, prints, refuses string }{
	{"root", `sts get-caller-identity`, `{"UserId": "ACCOUNT", "Account": "ACCOUNT", "Arn": "arn:aws:iam::ACCOUNT:root"}`, ""},
	{"root", `iam create-user --user-name Bob`, `{"User": {"UserName": "Bob", "Path": "/", "CreateDate": "*", "UserId": "*", "Arn": "arn:aws:iam::ACCOUNT:user/Bob"}}`, ""},
	{"root", `iam wait user-exists --user-name Bob`, ``, ""},
	{"root", `iam attach-user-policy --user-name Bob --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess`, ``, ""},
	{"root", `iam list-attached-user-policies --user-name Bob`, `{"AttachedPolicies": [{"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]}`, ""},
	{"root", `iam create-group --group-name DeveloperGroup`, `{"Group": {"Path": "/", "CreateDate": "*", "GroupId": "*", "Arn": "arn:aws:iam::ACCOUNT:group/DeveloperGroup", "GroupName": "DeveloperGroup"}}`, ""},
	{"root", `iam add-user-to-group --user-name Bob --group-name DeveloperGroup`, ``, ""},
	{"root", `iam list-groups-for-user --user-name Bob`, `{"Groups": [{"Path": "/", "CreateDate": "*", "GroupId": "*", "Arn": "arn:aws:iam::ACCOUNT:group/DeveloperGroup", "GroupName": "DeveloperGroup"}]}`, ""},
	{"root", `iam delete-user --user-name Bob`, ``, `DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must `},
	{"root", `iam create-login-profile --cli-input-json file://login.json`, `{"LoginProfile": {"UserName": "Bob", "CreateDate": "*", "PasswordResetRequired": true}}`, ""},
	{"root", `iam create-access-key --user-name Bob`, `{"AccessKey": {"UserName": "Bob", "Status": "Active", "CreateDate": "*", "SecretAccessKey": "*", "AccessKeyId": "*"}}`, ""},
	{"Bob", `sts get-caller-identity`, `{"UserId": "*", "Account": "ACCOUNT", "Arn": "arn:aws:iam::ACCOUNT:user/Bob"}`, ""},
	{"Bob", `iam create-user --user-name Eve`, ``, `AccessDenied) when calling the CreateUser operation: User: arn:aws:iam::ACCOUNT:user/Bob is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::ACCOUNT:user/Eve because no identity-based policy allows the iam:CreateUser action`},
	{"thief", `sts get-caller-identity`, ``, `SignatureDoesNotMatch) when calling the GetCallerIdentity operation: The request signature we calculated does not match the signature you provided.`},
	{"root", `iam simulate-principal-policy --policy-source-arn arn:aws:iam::ACCOUNT:user/Bob --action-names s3:GetObject s3:PutObject --query EvaluationResults[].[EvalActionName,EvalDecision]`, `[["s3:GetObject", "allowed"], ["s3:PutObject", "implicitDeny"]]`, ""},
	{"root", `iam create-role --role-name Test-Role --assume-role-policy-document file://trust.json`,
		`{"Role": {"AssumeRolePolicyDocument": ` + files["trust.json"] + `, "RoleId": "*", "CreateDate": "*", "RoleName": "Test-Role", "Path": "/", "Arn": "arn:aws:iam::ACCOUNT:role/Test-Role"}}`, ""},
	{"root", `iam attach-role-policy --role-name Test-Role --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess`, ``, ""},
	{"Bob", `sts assume-role --role-arn arn:aws:iam::ACCOUNT:role/Test-Role --role-session-name s3-access-example`,
		`{"AssumedRoleUser": {"AssumedRoleId": "*", "Arn": "arn:aws:sts::ACCOUNT:assumed-role/Test-Role/s3-access-example"}, "Credentials": {"SecretAccessKey": "*", "SessionToken": "*", "Expiration": "*", "AccessKeyId": "*"}}`, ""},
	{"session", `sts get-caller-identity`, `{"UserId": "*", "Account": "ACCOUNT", "Arn": "arn:aws:sts::ACCOUNT:assumed-role/Test-Role/s3-access-example"}`, ""},
	{"session", `iam list-users --query Users[].UserName`, `["Bob"]`, ""},
	{"session", `iam delete-user --user-name Bob`, ``, `AccessDenied) when calling the DeleteUser operation`},
	{"root", `iam create-policy --policy-name my-policy --policy-document file://policy.json`,
		`{"Policy": {"PolicyName": "my-policy", "CreateDate": "*", "AttachmentCount": 0, "IsAttachable": true, "PolicyId": "*", "DefaultVersionId": "v1", "Path": "/", "Arn": "arn:aws:iam::ACCOUNT:policy/my-policy", "UpdateDate": "*"}}`, ""},
	{"root", `iam get-policy-version --policy-arn arn:aws:iam::ACCOUNT:policy/my-policy --version-id v1`, `{"PolicyVersion": {"CreateDate": "*", "VersionId": "v1", "Document": ` + files["policy.json"] + `, "IsDefaultVersion": true}}`, ""},
	{"root", `iam simulate-custom-policy --policy-input-list ` + dated + ` --action-names dynamodb:CreateBackup --context-entries ContextKeyName='aws:CurrentTime',ContextKeyValues='2019-04-25T11:00:00Z',ContextKeyType=date`,
		`{"EvaluationResults": [{"EvalActionName": "dynamodb:CreateBackup", "EvalResourceName": "*", "EvalDecision": "allowed", "MatchedStatements": [{"SourcePolicyId": "PolicyInputList.1", "StartPosition": {"Line": 1, "Column": 38}, "EndPosition": {"Line": 1, "Column": 167}}], "MissingContextValues": []}]}`, ""},
	{"root", `iam simulate-custom-policy --policy-input-list ` + dated + ` --action-names dynamodb:CreateBackup --context-entries ContextKeyName='aws:CurrentTime',ContextKeyValues='2014-04-25T11:00:00Z',ContextKeyType=date`,
		`{"EvaluationResults": [{"EvalActionName": "dynamodb:CreateBackup", "EvalResourceName": "*", "EvalDecision": "implicitDeny", "MatchedStatements": [], "MissingContextValues": []}]}`, ""},
	{"root", `iam get-context-keys-for-custom-policy --policy-input-list ` + dated, `{"ContextKeyNames": ["aws:CurrentTime"]}`, ""},
	{"root", `iam generate-organizations-access-report --entity-path o-a1b2c3d4e5/r-f6g7h8i9j0example`, ``, `InvalidAction) when calling the GenerateOrganizationsAccessReport operation`},
}

// commandLine is a shell with the AWS CLI in it.
type commandLine struct {
	folder string
	// as are the credentials of who calls, as environment variables.
	as map[string][]string
}

func keys(id, secret, token string) []string {
	return []string{"AWS_ACCESS_KEY_ID=" + id, "AWS_SECRET_ACCESS_KEY=" + secret, "AWS_SESSION_TOKEN=" + token}
}

// call runs a command line, and gives what it prints and its exit status.
func (c *commandLine) call(t *testing.T, as, line string) (out, refusal string, status int) {
	t.Helper()
	aws := exec.CommandContext(t.Context(), api.aws, append([]string{"--endpoint-url", api.address, "--output", "json"}, strings.Fields(line)...)...)
	aws.Dir = c.folder
	aws.Env = append([]string{"HOME=" + c.folder, "PATH=" + os.Getenv("PATH"), "AWS_REGION=us-east-1", "AWS_PAGER="}, c.as[as]...)
	var printed, complained bytes.Buffer
	aws.Stdout, aws.Stderr = &printed, &complained
	var exit *exec.ExitError
	if err := aws.Run(); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return printed.String(), complained.String(), status
}

// remember keeps the credentials that a call has answered with.
func (c *commandLine) remember(out string) {
	var made struct {
		AccessKey, Credentials *struct{ AccessKeyID, SecretAccessKey, SessionToken string }
	}
	if json.Unmarshal([]byte(out), &made) != nil {
		return
	}
	if k := made.AccessKey; k != nil {
		c.as["Bob"], c.as["thief"] = keys(k.AccessKeyID, k.SecretAccessKey, ""), keys(k.AccessKeyID, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "")
	}
	if k := made.Credentials; k != nil {
		c.as["session"] = keys(k.AccessKeyID, k.SecretAccessKey, k.SessionToken)
	}
}

// The real AWS CLI goes through the tutorials.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	key := api.keys[cliAccount]
	c := &commandLine{t.TempDir(), map[string][]string{"root": keys(key, api.secrets[key], "")}}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(c.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	named := strings.NewReplacer("ACCOUNT", cliAccount)
	for i, l := range lines {
		words := strings.Fields(l.line)
		t.Run(fmt.Sprintf("%02d %s %s as %s", i, words[0], words[1], l.as), func(t *testing.T) {
			api.watch(t)
			out, refusal, status := c.call(t, l.as, named.Replace(l.line))
			c.remember(out)
			if l.refuses != "" {
				if !strings.Contains(refusal, "An error occurred ("+named.Replace(l.refuses)) || status != 254 {
					t.Errorf("status %d: %s", status, refusal)
				}
				return
			}
			if status != 0 {
				t.Fatalf("status %d: %s", status, refusal)
			}
			prints(t, out, named.Replace(l.prints))
		})
	}
}

func prints(t *testing.T, out, want string) {
	t.Helper()
	if want == "" && out == "" {
		return
	}
	var got, shown any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := json.Unmarshal([]byte(want), &shown); err != nil {
		t.Fatal(err)
	}
	if !shows(got, shown) {
		t.Errorf("it prints\n%s\nnot\n%s", out, want)
	}
}

// idOrTime is what an asterisk stands for; the resource of a simulation is one, too.
var idOrTime = regexp.MustCompile(`^([\w/+=:.@-]{16,}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00|\*)$`)

// shows says whether an output has everything that an example shows. AWS has added members since most examples were written:
// which there may be is for the model to say.
func shows(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		for name, value := range want {
			ok = ok && shows(object[name], value)
		}
		return ok
	case []any:
		list, ok := got.([]any)
		ok = ok && len(list) == len(want)
		for i := 0; ok && i < len(want); i++ {
			ok = shows(list[i], want[i])
		}
		return ok
	case string:
		text, ok := got.(string)
		return ok && (text == want || want == "*" && idOrTime.MatchString(text))
	}
	return reflect.DeepEqual(got, want)
}

// The comparison itself notices what is different.
func TestShows(t *testing.T) {
	example := `{"User": {"UserName": "Bob", "UserId": "*", "Tags": ["a"], "Count": 1}}`
	for text, ok := range map[string]bool{
		`{"User": {"UserName": "Bob", "UserId": "AIDAIOSFODNN7EXAMPLE", "Tags": ["a"], "Count": 1, "More": 2}}`: true,
		`{"User": {"UserName": "Rob", "UserId": "AIDAIOSFODNN7EXAMPLE", "Tags": ["a"], "Count": 1}}`:            false,
		`{"User": {"UserName": "Bob", "UserId": "AIDA", "Tags": ["a"], "Count": 1}}`:                            false,
		`{"User": {"UserName": "Bob", "Tags": ["a"], "Count": 1}}`:                                              false,
		`{"User": {"UserName": "Bob", "UserId": "AIDAIOSFODNN7EXAMPLE", "Tags": ["a", "b"], "Count": 1}}`:       false,
		`{"User": {"UserName": "Bob", "UserId": "AIDAIOSFODNN7EXAMPLE", "Tags": ["a"], "Count": "1"}}`:          false,
	} {
		var got, want any
		if json.Unmarshal([]byte(text), &got) != nil || json.Unmarshal([]byte(example), &want) != nil || shows(got, want) != ok {
			t.Errorf("%s: not %v", text, ok)
		}
	}
}
