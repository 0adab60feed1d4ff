package audit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// escalating audits a scenario with these members of the account 111122223333, on the last day of January 2026.
func escalating(t *testing.T, members string) []scenario.Diagnostic {
	t.Helper()
	text := `{"version": 1, "accounts": {"111122223333": {` + members + `}}}`
	s, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{
		Now: authz.Clock{RFC3339: "2026-01-31T12:00:00Z", Epoch: 1769860800}, Parse: policy.Parse, Managed: data.ManagedPolicy,
	})
	if refusals != nil || len(s.Diagnostics) > 0 {
		t.Fatalf("%v %v", refusals, s.Diagnostics)
	}
	found := Audit(s).Members
	for _, d := range found {
		if name := text[d.Span.From:d.Span.To]; name != `"`+d.Path[3]+`"` || d.Code != CodeEscalation || d.Severity != syntax.SecurityWarning {
			t.Errorf("%+v stands at %q", d, name)
		}
	}
	return found
}

// user is one user with inline policies of these statements, and one customer managed policy, fn2-own, attached.
func user(policies ...string) string {
	var inline []string
	for i, statements := range policies {
		inline = append(inline, fmt.Sprintf(`"p%d": {"Version": "2012-10-17", "Statement": [%s]}`, i, statements))
	}
	return `"policies": {"fn2-own": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}},
		"users": {"ana": {"attachedPolicies": ["fn2-own"], "inlinePolicies": {` + strings.Join(inline, ", ") + `}}},
		"roles": {"machine": {"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}`
}

const newVersion = `{"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*"%s}`

// The nine probes of iam-vulnerable, which lists of action names get wrong: four that they miss, five that they flag.
func TestProbes(t *testing.T) {
	allow := fmt.Sprintf(newVersion, "")
	tests := []struct {
		name, members string
		found         bool
	}{
		{"fn1: the permissions stand in two policies", user(`{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}`, `{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}`), true},
		{"fn2: the resource is a pattern that covers a policy of its own", user(`{"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "arn:aws:iam::111122223333:policy/fn2-*"}`), true},
		{"fn3: the condition holds today", user(fmt.Sprintf(newVersion, `, "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}`)), true},
		{"fn4: NotAction allows it", user(`{"Effect": "Allow", "NotAction": "ec2:*", "Resource": "arn:aws:iam::111122223333:policy/*"}`), true},
		{"fp1: a Deny of the same policy", user(allow + `, {"Effect": "Deny", "Action": "iam:CreatePolicyVersion", "Resource": "*"}`), false},
		{"fp2: a Deny of another policy", user(allow, `{"Effect": "Deny", "Action": "iam:CreatePolicyVersion", "Resource": "*"}`), false},
		{"fp3: a Deny of all of IAM", user(allow, `{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}`), false},
		{"fp4: the resource is AWS's own", user(`{"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "arn:aws:iam::aws:policy/AdministratorAccess"}`), false},
		{"fp5: the condition held long ago", user(fmt.Sprintf(newVersion, `, "Condition": {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}`)), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if found := escalating(t, test.members); (len(found) == 1) != test.found {
				t.Errorf("got %v", found)
			}
		})
	}
}

func TestEscalations(t *testing.T) {
	inline := func(actions, resource string) string {
		return `{"inlinePolicies": {"p": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ` + actions + `, "Resource": "` + resource + `"}]}}`
	}
	trusting := func(principal string) string {
		return `{"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ` + principal + `, "Action": "sts:AssumeRole"}]}}`
	}
	trusts := func(user string) string { return trusting(`{"AWS": "arn:aws:iam::111122223333:user/` + user + `"}`) }
	serves := func(service string) string { return trusting(`{"Service": "` + service + `"}`) }
	tests := []struct {
		name, members string
		says          []string // of each finding, in order
	}{
		{"nobody of an empty account", ``, nil},
		{"an administrator has nothing to gain", `"users": {"root": {"attachedPolicies": ["arn:aws:iam::aws:policy/AdministratorAccess"]}}`, nil},
		{"a reader can do nothing of the kind", `"users": {"ana": {"attachedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}}`, nil},
		{"full access to IAM is enough", `"users": {"ana": {"attachedPolicies": ["arn:aws:iam::aws:policy/IAMFullAccess"]}}`, []string{"attaches any policy to itself (iam:AttachUserPolicy on arn:aws:iam::111122223333:user/ana)"}},
		{"a user's inline policy", `"users": {"ana": ` + inline(`"iam:PutUserPolicy"`, "arn:aws:iam::111122223333:user/${aws:username}") + `}}`, []string{"writes an inline policy of its own (iam:PutUserPolicy on arn:aws:iam::111122223333:user/ana)"}},
		{"a role's inline policy", `"roles": {"app": ` + inline(`"iam:PutRolePolicy"`, "*") + `}}`, []string{"iam:PutRolePolicy on arn:aws:iam::111122223333:role/app"}},
		{"a user's permission is of no use to a role", `"roles": {"app": ` + inline(`"iam:PutUserPolicy"`, "*") + `}}`, nil},
		{"the policy of a group", `"groups": {"dev": {}}, "users": {"ana": {"groups": ["dev"], ` + inline(`"iam:PutGroupPolicy"`, "*")[1:] + `}}`, []string{"its group (iam:PutGroupPolicy on arn:aws:iam::111122223333:group/dev)"}},
		{"another group", `"groups": {"dev": {}, "ops": {}}, "users": {"ana": {"groups": ["dev"], ` + inline(`"iam:AddUserToGroup"`, "*")[1:] + `}}`, []string{"joins another group (iam:AddUserToGroup on arn:aws:iam::111122223333:group/ops)"}},
		{"another user's key", `"users": {"ana": ` + inline(`"iam:CreateAccessKey"`, "*") + `}, "bob": {}}`, []string{"iam:CreateAccessKey on arn:aws:iam::111122223333:user/bob"}},
		{"one's own key is no gain", `"users": {"ana": ` + inline(`"iam:CreateAccessKey"`, "*") + `}}`, nil},
		{"a permissions boundary keeps from it", `"policies": {"edge": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}}, "users": {"ana": {"permissionsBoundary": "edge", ` + inline(`"iam:PutUserPolicy"`, "*")[1:] + `}}`, nil},
		{"a role that no service trusts cannot be passed", `"roles": {"other": {}}, "users": {"ana": ` + inline(`["iam:PassRole", "ec2:RunInstances"]`, "*") + `}}`, nil},
		{"the code of a function that runs with a role", `"users": {"ana": ` + inline(`"lambda:UpdateFunctionCode"`, "*") + `}}, "roles": {"fn": {"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}`, []string{"changes the code of a function (lambda:UpdateFunctionCode on *)"}},
		{"the code of a function, where no role lets functions in", user(`{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}`), nil},
		{"a session on an instance with a role", user(`{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"}`), []string{"ssm:StartSession on arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"}},
		{"an instance can be stopped and not started", user(`{"Effect": "Allow", "Action": ["ec2:ModifyInstanceAttribute", "ec2:StopInstances"], "Resource": "*"}`), nil},
		{"another role's trust policy, rewritten, lets anybody in whom no Deny keeps out", `"roles": {"boss": ` + trusts("other") + `}, "users": {"ana": ` + inline(`"iam:UpdateAssumeRolePolicy"`, "*") + `}, "other": {}}`, []string{"lets itself into another role (iam:UpdateAssumeRolePolicy on arn:aws:iam::111122223333:role/boss, sts:AssumeRole on arn:aws:iam::111122223333:role/boss)"}},
		{"a Deny of the trust policy goes with it", `"roles": {"boss": {"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:username": "ana"}}}]}}}, "users": {"ana": ` + inline(`"iam:UpdateAssumeRolePolicy"`, "*") + `}}`, []string{"lets itself into another role (iam:UpdateAssumeRolePolicy on arn:aws:iam::111122223333:role/boss, sts:AssumeRole on arn:aws:iam::111122223333:role/boss)."}},
		{"a Deny of one's own stays", `"roles": {"boss": ` + trusts("other") + `}, "users": {"ana": {"inlinePolicies": {"p": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:UpdateAssumeRolePolicy", "Resource": "*"}, {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}}}, "other": {}}`, nil},
		{"a service-linked role stays as it is", `"roles": {"AWSServiceRoleForSupport": {"path": "/aws-service-role/support.amazonaws.com/"}}, "users": {"ana": ` + inline(`"iam:UpdateAssumeRolePolicy"`, "*") + `}}`, nil},
		{"of several roles the one that it can assume counts", `"roles": {"a": ` + trusts("other") + `, "b": ` + trusts("ana") + `}, "users": {"ana": ` + inline(`"iam:AttachRolePolicy"`, "*") + `}, "other": {}}`, []string{"iam:AttachRolePolicy on arn:aws:iam::111122223333:role/b, sts:AssumeRole on arn:aws:iam::111122223333:role/b"}},
		{"the policy of a role that it assumes", `"policies": {"work": {"Version": "2012-10-17", "Statement": []}}, "roles": {"b": {"attachedPolicies": ["work"], ` + trusts("ana")[1:] + `}, "users": {"ana": ` + inline(`"iam:CreatePolicyVersion"`, "arn:aws:iam::111122223333:policy/work") + `}}`, []string{"writes a new version of a policy of a role that it assumes (sts:AssumeRole on arn:aws:iam::111122223333:role/b, iam:CreatePolicyVersion on arn:aws:iam::111122223333:policy/work)"}},
		{"a code interpreter with a role", `"users": {"ana": ` + inline(`["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"]`, "*") + `}}, "roles": {"ci": ` + serves("bedrock-agentcore.amazonaws.com") + `}`, []string{"runs code in a code interpreter"}},
		{"commands as a notebook starts", `"users": {"ana": ` + inline(`["sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StopNotebookInstance", "sagemaker:UpdateNotebookInstance", "sagemaker:StartNotebookInstance"]`, "*") + `}}, "roles": {"nb": ` + serves("sagemaker.amazonaws.com") + `}`, []string{"has a notebook run commands of its own as it starts"}},
		{"half of a way is none", user(`{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}`), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found := escalating(t, test.members)
			if len(found) != len(test.says) {
				t.Fatalf("got %v", found)
			}
			for i, says := range test.says {
				if !strings.Contains(found[i].Message, says) {
					t.Errorf("got %s\nwant %s", found[i].Message, says)
				}
			}
		})
	}
}

// A condition that gates a way is named.
func TestGates(t *testing.T) {
	found := escalating(t, user(fmt.Sprintf(newVersion, `, "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}`)))
	if len(found) != 1 || !strings.Contains(found[0].Message, "while the conditions on aws:CurrentTime hold") {
		t.Errorf("got %v", found)
	}
}

// A service that one account's role lets in is of no use in another account.
func TestServicesCountByAccount(t *testing.T) {
	const account = `"%s": {"users": {"ana": {"inlinePolicies": {"p": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}]}}}}%s}`
	const role = `, "roles": {"fn": {"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}`
	text := `{"version": 1, "accounts": {` + fmt.Sprintf(account, "111122223333", role) + `, ` + fmt.Sprintf(account, "444455556666", "") + `}}`
	s, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Parse: policy.Parse, Managed: data.ManagedPolicy})
	if refusals != nil {
		t.Fatal(refusals)
	}
	if found := Audit(s).Members; len(found) != 1 || found[0].Path[1] != "111122223333" {
		t.Errorf("got %v", found)
	}
}

// Every path takes a permission at least, and names a service where it passes a role.
func TestPaths(t *testing.T) {
	for _, p := range paths {
		passes := len(p.legs) > 0 && p.legs[0] == leg{"iam:PassRole", passed}
		if len(p.legs) == 0 || passes && p.service == "" || p.existing() && passes {
			t.Errorf("%+v", p)
		}
		for _, l := range p.legs {
			prefix, name, _ := strings.Cut(l.action, ":")
			service, ok := data.Catalog().Service(prefix)
			if !ok {
				t.Fatalf("there is no service %s", prefix)
			}
			if _, ok := service.Action(name); !ok {
				t.Errorf("there is no action %s", l.action)
			}
		}
	}
}

// What is not looked at is said.
func TestBound(t *testing.T) {
	var users []string
	for i := range mostPrincipals + 2 {
		users = append(users, fmt.Sprintf(`"u%03d": {}`, i))
	}
	text := `{"version": 1, "accounts": {"111122223333": {"users": {` + strings.Join(users, ",") + `}}}}`
	s, _ := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Parse: policy.Parse, Managed: data.ManagedPolicy})
	found := Audit(s).Members
	if len(found) != 1 || found[0].Severity != syntax.Suggestion || !strings.Contains(found[0].Message, "2 of the 302 users and roles were not looked at") {
		t.Errorf("got %v", found)
	}
}

// BenchmarkEscalations is a company of a thousand users.
func BenchmarkEscalations(b *testing.B) {
	var users []string
	for i := range 1000 {
		users = append(users, fmt.Sprintf(`"u%d": {"attachedPolicies": ["arn:aws:iam::aws:policy/PowerUserAccess"]}`, i))
	}
	text := `{"version": 1, "accounts": {"111122223333": {"users": {` + strings.Join(users, ",") + `}}}}`
	s, _ := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Now: authz.Clock{RFC3339: "2026-01-31T12:00:00Z", Epoch: 1769860800}, Parse: policy.Parse, Managed: data.ManagedPolicy})
	for b.Loop() {
		Audit(s)
	}
}
