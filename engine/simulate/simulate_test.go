package simulate_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/simulate"
)

func in(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

const (
	allow  = `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	deny   = `{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}`
	other  = `{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`
	object = "arn:aws:s3:::sim/a"
	tester = "arn:aws:iam::123456789012:user/simulation/tester"
)

// open is a resource policy for the principal.
func open(principal string) string {
	return in(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::sim/*","Principal":{"AWS":"` + principal + `"}}`)
}

// sources writes the statements of a result as type:id, sorted.
func sources(r simulate.Result) string {
	var all []string
	for _, m := range r.Matched {
		all = append(all, m.SourcePolicyType+":"+m.SourcePolicyID)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// OUT-3, OUT-8: which statements a reply lists, and how it names their policies.
func TestMatchedStatementsOfCustomPolicies(t *testing.T) {
	for name, c := range map[string]struct {
		call           simulate.Call
		decision, want string
	}{
		"every allowing statement": {simulate.Call{Policies: []string{in(allow), in(other), in(allow)}},
			"allowed", "IAM Policy:PolicyInputList.1 IAM Policy:PolicyInputList.3"},
		"of an explicit deny the deny statements": {simulate.Call{Policies: []string{in(allow), in(deny)}},
			"explicitDeny", "IAM Policy:PolicyInputList.2"},
		"identity and boundary denies side by side": {simulate.Call{Policies: []string{in(deny)}, Boundaries: []string{in(deny)}},
			"explicitDeny", "IAM Policy:PolicyInputList.1 Permissions Boundary Policy:PermissionsBoundaryPolicyInputList.1"},
		"of a boundary that allows nothing none": {simulate.Call{Policies: []string{in(allow)}, Boundaries: []string{in(other)}}, "implicitDeny", ""},
		"of a boundary that allows none either":  {simulate.Call{Policies: []string{in(allow)}, Boundaries: []string{in(allow)}}, "allowed", "IAM Policy:PolicyInputList.1"},
		"the resource policy has no number": {simulate.Call{Policies: []string{in(allow)}, ResourcePolicy: open(tester), Caller: tester, ResourceOwner: "arn:aws:iam::123456789012:root", Resources: []string{object}},
			"allowed", "IAM Policy:PolicyInputList.1 Resource Policy:ResourcePolicy"},
		"across accounts both sides are listed": {simulate.Call{Policies: []string{in(allow)}, ResourcePolicy: open(tester), Caller: tester, ResourceOwner: "999999999999", Resources: []string{object}},
			"allowed", "IAM Policy:PolicyInputList.1 Resource Policy:ResourcePolicy"},
		"the caller owns what names no owner": {simulate.Call{ResourcePolicy: open(tester), Caller: tester, Resources: []string{object}},
			"allowed", "Resource Policy:ResourcePolicy"},
		"an ARN with an account is that account's": {simulate.Call{ResourcePolicy: strings.Replace(open(tester), "arn:aws:s3:::sim/*", "arn:aws:sqs:*:*:*", 1), Caller: tester, ResourceOwner: "123456789012", Resources: []string{"arn:aws:sqs:eu-west-1:999999999999:q"}},
			"implicitDeny", ""},
		"across accounts the resource's side is not enough": {simulate.Call{ResourcePolicy: open(tester), Caller: tester, ResourceOwner: "999999999999", Resources: []string{object}}, "implicitDeny", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.call.Actions = []string{"s3:GetObject"}
			got := one(t, c.call)
			if got.Decision.String() != c.decision || sources(got) != c.want {
				t.Errorf("%v %q, want %s %q", got.Decision, sources(got), c.decision, c.want)
			}
		})
	}
}

// OUT-8, MR-6: the strictest decision is the reply's own, its statements are the union.
func TestSeveralResources(t *testing.T) {
	document := in(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::sim/a"}`, `{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::sim/b"}`)
	got := one(t, simulate.Call{Policies: []string{document}, Actions: []string{"s3:GetObject"}, Resources: []string{object, "arn:aws:s3:::sim/b", "arn:aws:s3:::sim/c"}})
	var each []string
	for _, r := range got.Specific {
		each = append(each, r.Decision.String())
	}
	if want := []string{"allowed", "explicitDeny", "implicitDeny"}; !slices.Equal(each, want) {
		t.Errorf("each resource: %q, want %q", each, want)
	}
	if got.Decision.String() != "explicitDeny" || len(got.Matched) != 2 || got.Resource != "" {
		t.Errorf("%v on %q with %d statements, want explicitDeny with 2", got.Decision, got.Resource, len(got.Matched))
	}
}

// OUT-8: an SCP appears as AllowedByOrganizations alone, and no statement is listed.
func TestOrganizationsDecision(t *testing.T) {
	for name, scp := range map[string]string{"implicit": in(other), "explicit": in(deny)} {
		t.Run(name, func(t *testing.T) {
			source, world := simulated("user", in(allow))
			node := iam.Node{ID: "111122223333", SCPs: []*iam.Policy{{Name: "Scp", Document: policy.Parse(scp, policy.SCP)}}}
			full := &iam.Policy{Name: "FullAWSAccess", Document: policy.Parse(in(`{"Effect":"Allow","Action":"*","Resource":"*"}`), policy.SCP)}
			world.Organization = &iam.Organization{ID: "o-1", ManagementAccount: "999999999999", Root: &iam.Unit{Node: iam.Node{ID: "r-1", SCPs: []*iam.Policy{full}}, Accounts: []*iam.Node{&node}}}
			results, err := simulate.Principal(world, source, simulate.Call{Actions: []string{"s3:GetObject"}})
			if err != nil || results[0].AllowedByOrganizations || len(results[0].Matched) != 0 || results[0].Decision.String() == "allowed" {
				t.Errorf("%+v, %v", results, err)
			}
		})
	}
}

// SimulateCustomPolicy, OrderedOrganizationPolicyInputList (IAM API Reference): each level, from the root down to the account, must
// allow (EV-12); context keys of SCPs are supplied like others, and never reported as missing.
func TestOrderedLevels(t *testing.T) {
	full := in(`{"Effect":"Allow","Action":"*","Resource":"*"}`)
	fromOffice := in(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/site":"office"}}}`)
	office := []simulate.Entry{{Key: "aws:PrincipalTag/site", Type: "string", Values: []string{"office"}}}
	for name, c := range map[string]struct {
		levels   [][]string
		context  []simulate.Entry
		decision string
		allows   bool
	}{
		"every level allows":                   {[][]string{{full}, {full}, {full}}, nil, "allowed", true},
		"a unit between allows something else": {[][]string{{full}, {in(other)}, {full}}, nil, "implicitDeny", false},
		"two SCPs of a level count together":   {[][]string{{full}, {in(other), full}, {full}}, nil, "allowed", true},
		"the account has none":                 {[][]string{{full}, {}}, nil, "implicitDeny", false},
		"the root denies":                      {[][]string{{full, in(deny)}, {full}}, nil, "explicitDeny", false},
		"the account denies":                   {[][]string{{full}, {full, in(deny)}}, nil, "explicitDeny", false},
		"a condition that is met":              {[][]string{{full}, {fromOffice}}, office, "allowed", true},
		"a condition whose key is missing":     {[][]string{{full}, {fromOffice}}, nil, "implicitDeny", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, simulate.Call{Policies: []string{in(allow)}, Levels: c.levels, Actions: []string{"s3:GetObject"}, Context: c.context})
			if got.Decision.String() != c.decision || got.AllowedByOrganizations != c.allows || len(got.Missing) != 0 || !c.allows && len(got.Matched) != 0 {
				t.Errorf("%+v", got)
			}
		})
	}
	for name, levels := range map[string][][]string{"no JSON": {{full}, {"{"}}, "no account below the root": {{full}}} {
		var refusal *simulate.Refusal
		if _, err := simulate.Custom(simulate.Call{Policies: []string{in(allow)}, Levels: levels, Actions: []string{"s3:GetObject"}}); !errors.As(err, &refusal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// OUT-7, OUT-8: how replies name the policies that a user and its groups have.
func TestSourcesOfStoredPolicies(t *testing.T) {
	source, world := simulated("user", in(allow))
	user := world.Accounts[0].Users[0]
	named := func(name string) *iam.Policy {
		return &iam.Policy{Name: name, Document: policy.Parse(in(allow), policy.Identity)}
	}
	user.Inline = []*iam.Policy{named("Inline")}
	user.Groups = []*iam.Group{{Identity: iam.Identity{Name: "team", ARN: "arn:aws:iam::111122223333:group/team", Inline: []*iam.Policy{named("GroupInline")}, Attached: []*iam.Policy{named("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")}}}}
	results, err := simulate.Principal(world, source, simulate.Call{Actions: []string{"s3:GetObject"}, Policies: []string{in(allow)}})
	if err != nil {
		t.Fatal(err)
	}
	want := "IAM Policy:PolicyInputList.1 IAM Policy:ViewOnlyAccess IAM Policy:group_team_GroupInline IAM Policy:policy IAM Policy:user_tester_Inline"
	if got := sources(results[0]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(user.Inline) != 1 {
		t.Error("the simulation changed the world")
	}
}

// What the simulator refuses with InvalidInput.
func TestRefusals(t *testing.T) {
	get := []string{"s3:GetObject"}
	for name, c := range map[string]struct {
		call      simulate.Call
		parameter string
	}{
		"an action without a colon":           {simulate.Call{Actions: []string{"GetObject"}}, "ActionNames"},
		"two boundaries":                      {simulate.Call{Actions: get, Boundaries: []string{in(allow), in(allow)}}, "PermissionsBoundaryPolicyInputList"},
		"a resource policy without resources": {simulate.Call{Actions: get, Caller: tester, ResourcePolicy: open("*")}, "ResourceArns"},
		"a resource policy and *":             {simulate.Call{Actions: get, Caller: tester, ResourcePolicy: open("*"), Resources: []string{"*"}}, "ResourceArns"},
		"a resource policy for *":             {simulate.Call{Actions: get, Caller: tester, ResourcePolicy: strings.Replace(open("*"), "arn:aws:s3:::sim/*", "*", 1), Resources: []string{object}}, "ResourcePolicy"},
		"a policy that is no JSON":            {simulate.Call{Actions: get, Policies: []string{"{"}}, "PolicyInputList"},
		"an operator that is none":            {simulate.Call{Actions: get, Boundaries: []string{strings.Replace(in(allow), `"Action"`, `"Condition":{"NullIfExists":{"aws:username":"true"}},"Action"`, 1)}}, "PermissionsBoundaryPolicyInputList"},
		"a resource policy that is no JSON":   {simulate.Call{Actions: get, ResourcePolicy: "["}, "ResourcePolicy"},
		"a caller that is no user":            {simulate.Call{Actions: get, Caller: "arn:aws:iam::123456789012:role/r"}, "CallerArn"},
		"a context entry of no type":          {simulate.Call{Actions: get, Context: []simulate.Entry{{Key: "a:b", Type: "text", Values: []string{"x"}}}}, "ContextKeyType"},
		"a network for an address":            {simulate.Call{Actions: get, Context: []simulate.Entry{{Key: "a:b", Type: "ip", Values: []string{"192.0.2.0/24"}}}}, "ContextKeyValues"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := simulate.Custom(c.call)
			var refusal *simulate.Refusal
			if !errors.As(err, &refusal) || refusal.Parameter != c.parameter || !strings.HasPrefix(refusal.Error(), "InvalidInput: "+c.parameter) {
				t.Errorf("got %v, want a refusal of %s", err, c.parameter)
			}
		})
	}
	_, world := simulated("user", in(allow))
	for _, source := range []string{"arn:aws:iam::111122223333:user/nobody", "arn:aws:iam::999999999999:user/tester", "arn:aws:iam::111122223333:policy/p", "tester"} {
		if _, err := simulate.Principal(world, source, simulate.Call{Actions: get}); err == nil {
			t.Errorf("%s is simulated", source)
		}
	}
}

// The keys that follow from a caller need not be supplied; without a caller
// they are missing (GK-52).
func TestKeysOfTheCaller(t *testing.T) {
	document := in(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"tester"}}}`)
	get := []string{"s3:GetObject"}
	with := one(t, simulate.Call{Policies: []string{document}, Actions: get, Caller: tester})
	without := one(t, simulate.Call{Policies: []string{document}, Actions: get})
	if with.Decision.String() != "allowed" || without.Decision.String() != "implicitDeny" || !slices.Equal(without.Missing, []string{"aws:username"}) {
		t.Errorf("with a caller %v, without %v missing %q", with.Decision, without.Decision, without.Missing)
	}
}

// quirks says of each recorded peculiarity of the simulator which test shows
// that this package has it too, or why it has not.
var quirks = map[string]struct {
	check func(t *testing.T)
	not   string
}{
	"simulation-same-account-root-principal-identity-boundary-implicit": {not: "PM-4: in a live call a grant to the account only delegates, and who trusts an allowed here would be misled"},
	"simulation-wrong-resource-type-allow-all":                          {not: "which actions take which resource types is the catalog's knowledge; deciding needs no catalog"},
	"simulation-not-ip-address-with-invalid-network":                    {not: "CO-29, CO-34: live authorization says true"},
	"simulation-action-without-colon":                                   {check: TestRefusals},
	"simulation-resource-policy-needs-arn":                              {check: TestRefusals},
	"simulation-two-boundaries":                                         {check: TestRefusals},
	"simulation-several-resources-aggregate":                            {check: TestSeveralResources},
	"simulation-group-as-caller":                                        {check: TestGroupAsCaller},
}

// A group makes no requests (IM-10), but the simulator lets it.
func TestGroupAsCaller(t *testing.T) {
	source, world := simulated("group", in(other))
	results, err := simulate.Principal(world, source, simulate.Call{Actions: []string{"s3:GetObject"}, Resources: []string{object}, ResourcePolicy: open("*"), ResourceOwner: "111122223333"})
	if err != nil || results[0].Decision.String() != "allowed" {
		t.Errorf("%+v, %v", results, err)
	}
}

func TestQuirksAsRecorded(t *testing.T) {
	rows := load[struct{ ID, What, Result string }](t, "simulator-quirks.json", len(quirks))
	for _, row := range rows {
		q, known := quirks[row.ID]
		if !known || (q.check == nil) == (q.not == "") {
			t.Errorf("%s: neither shown by a test nor listed with a reason: %s", row.ID, row.What)
		}
	}
}

// What is not reproduced is what a live call does.
func TestQuirksNotReproduced(t *testing.T) {
	rows := load[struct {
		ID    string
		Input json.RawMessage
	}](t, "simulator-quirks.json", len(quirks))
	i := slices.IndexFunc(rows, func(r struct {
		ID    string
		Input json.RawMessage
	}) bool {
		return strings.Contains(r.ID, "root-principal")
	})
	var input struct {
		Policies                 []json.RawMessage
		Boundary, ResourcePolicy json.RawMessage
		Caller, Action, Resource string
	}
	if err := json.Unmarshal(rows[i].Input, &input); err != nil {
		t.Fatal(err)
	}
	got := one(t, simulate.Call{Policies: texts(input.Policies...), Boundaries: texts(input.Boundary), ResourcePolicy: string(input.ResourcePolicy), Caller: input.Caller, Actions: []string{input.Action}, Resources: []string{input.Resource}})
	if got.Decision.String() != "implicitDeny" {
		t.Errorf("got %v; a grant to the account is no grant past a boundary (PM-4)", got.Decision)
	}
}
