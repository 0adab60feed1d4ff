package complete

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// ask gives what can be written at the | of a text, and the text that an item would replace.
func ask(t *testing.T, text string, kind policy.Type) (List, string) {
	t.Helper()
	at := strings.IndexByte(text, '|')
	text = text[:at] + text[at+1:]
	list := At(Question{Text: text, Type: kind, Offset: at, World: world})
	return list, text[list.Span.From:list.Span.To]
}

var world = &iam.World{
	Accounts: []*iam.Account{{
		ID: "111122223333", Name: "Payroll", Partition: "aws",
		Users: []*iam.User{{Identity: iam.Identity{Name: "alice", ARN: "arn:aws:iam::111122223333:user/alice"}}},
		Roles: []*iam.Role{{Identity: iam.Identity{Name: "app", ARN: "arn:aws:iam::111122223333:role/app"}}},
	}},
	Resources: []*iam.Resource{{ARN: "arn:aws:s3:::payroll"}},
}

func labels(list List) []string {
	var all []string
	for _, item := range list.Items {
		all = append(all, item.Label)
	}
	return all
}

func inserts(list List) string {
	var all []string
	for _, item := range list.Items {
		all = append(all, item.Insert)
	}
	return strings.Join(all, " ")
}

// The elements of each policy type are those of table A.6 of the evaluation rules.
func TestElements(t *testing.T) {
	tests := []struct {
		name, text string
		kind       policy.Type
		want       string
	}{
		{"of an empty document", `{|}`, policy.Identity, "Version Id Statement"},
		{"that are not there yet", `{"Version": "2012-10-17", |}`, policy.Identity, "Id Statement"},
		{"of a name that is typed", `{"Version": "2012-10-17", "St|"}`, policy.Identity, "Id Statement"},
		{"of a name that nobody closed", `{"St|`, policy.Identity, "Version Id Statement"},
		{"of the name at the caret too", `{"Ver|sion": "2012-10-17"}`, policy.Identity, "Version Id Statement"},
		{"of a statement", `{"Statement": [{|}]}`, policy.Identity, "Sid Effect Action NotAction Resource NotResource Condition"},
		{"of a statement that is not in a list", `{"Statement": {|}}`, policy.Identity, "Sid Effect Action NotAction Resource NotResource Condition"},
		{"of a statement that has some", `{"Statement": [{"Effect": "Allow", "Action": "s3:*", |}]}`, policy.Identity, "Sid Resource NotResource Condition"},
		{"of a statement, behind the quotation mark that begins a name", `{"Statement": [{"Effect": "Allow", "|`, policy.Identity, "Sid Action NotAction Resource NotResource Condition"},
		{"of a trust policy", `{"Statement": [{|}]}`, policy.Trust, "Sid Effect Principal Action NotAction Condition"},
		{"of a bucket policy", `{"Statement": [{|}]}`, policy.Resource, "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition"},
		{"of a resource control policy", `{"Statement": [{|}]}`, policy.RCP, "Sid Effect Principal Action Resource NotResource Condition"},
		{"that end at the end of the text", "{\"Statement\": [{\"Effect\": \"Allow\",\n|", policy.Identity, "Sid Action NotAction Resource NotResource Condition"},
		{"of a Principal", `{"Statement": [{"Principal": {|}}]}`, policy.Trust, "AWS Service Federated"},
		{"none in a list of statements", `{"Statement": [|]}`, policy.Identity, ""},
		{"none in front of the document", `|{}`, policy.Identity, ""},
		{"none behind the document", `{}|`, policy.Identity, ""},
		{"none behind a value", `{"Statement": [{"Effect": "Allow"|}]}`, policy.Identity, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, _ := ask(t, test.text, test.kind)
			if got := strings.Join(labels(list), " "); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	tests := []struct {
		name, text string
		kind       policy.Type
		token      string
		want       string
	}{
		{"of Version", `{"Version": "20|"}`, policy.Identity, `"20"`, `"2012-10-17" "2008-10-17"`},
		{"of Effect without quotes", `{"Statement": [{"Effect": |}]}`, policy.Identity, "", `"Allow" "Deny"`},
		{"of Effect in a string", `{"Statement": [{"Effect": "A|llow"}]}`, policy.Identity, `"Allow"`, `"Allow" "Deny"`},
		{"of Effect in a string that nobody closed", "{\"Statement\": [{\"Effect\": \"A|\n}]}", policy.Identity, `"A`, `"Allow" "Deny"`},
		{"of Effect in a resource control policy", `{"Statement": [{"Effect": "|"}]}`, policy.RCP, `""`, `"Deny"`},
		{"of a Boolean key", `{"Statement": [{"Condition": {"Bool": {"aws:SecureTransport": "|"}}}]}`, policy.Identity, `""`, `"true" "false"`},
		{"of Null", `{"Statement": [{"Condition": {"Null": {"aws:TagKeys": "|"}}}]}`, policy.Identity, `""`, `"true" "false"`},
		{"of a key with accounts", `{"Statement": [{"Condition": {"StringEquals": {"aws:SourceAccount": ["|"]}}}]}`, policy.Resource, `""`, `"111122223333"`},
		{"of a principal", `{"Statement": [{"Principal": {"AWS": "a|"}}]}`, policy.Trust, `"a"`,
			`"arn:aws:iam::111122223333:root" "arn:aws:iam::111122223333:role/app" "arn:aws:iam::111122223333:user/alice" "*"`},
		{"of Principal itself", `{"Statement": [{"Principal": |}]}`, policy.Resource, "", `"*"`},
		{"of a resource", `{"Statement": [{"Resource": ["|"]}]}`, policy.Identity, `""`, `"*" "arn:aws:s3:::payroll" "arn:aws:s3:::payroll/*"`},
		{"of a trust policy's Action", `{"Statement": [{"Action": "sts:|"}]}`, policy.Trust, `"sts:"`,
			`"sts:AssumeRole" "sts:AssumeRoleWithSAML" "sts:AssumeRoleWithWebIdentity" "sts:SetContext" "sts:SetSourceIdentity" "sts:TagSession"`},
		{"of Sid: none", `{"Statement": [{"Sid": "|"}]}`, policy.Identity, `""`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, token := ask(t, test.text, test.kind)
			if got := inserts(list); token != test.token && len(list.Items) > 0 || got != test.want {
				t.Errorf("got %s in place of %s, want %s in place of %s", got, token, test.want, test.token)
			}
		})
	}
}

// A new member gets its colon and the beginning of its value; one that has its value keeps it.
func TestNames(t *testing.T) {
	list, token := ask(t, `{"St|"}`, policy.Identity)
	if want := `"Statement": [`; token != `"St"` || !slices.ContainsFunc(list.Items, func(i Item) bool { return i.Fields && strings.HasPrefix(i.Insert, want) }) {
		t.Errorf("got %q in place of %s, want one that begins with %s", inserts(list), token, want)
	}
	list, _ = ask(t, `{"Stat|": []}`, policy.Identity)
	if got := inserts(list); got != `"Version" "Id" "Statement"` {
		t.Errorf("got %s, want the name alone", got)
	}
}

func TestOperators(t *testing.T) {
	list, _ := ask(t, `{"Statement": [{"Condition": {"Str|"}}]}`, policy.Identity)
	for _, want := range []string{"StringEquals", "ForAnyValue:StringLike", "BoolIfExists", "Null"} {
		if !slices.Contains(labels(list), want) {
			t.Errorf("%s is missing", want)
		}
	}
	if slices.Contains(labels(list), "NullIfExists") {
		t.Error("NullIfExists is no operator")
	}
}

// Policy variables stand in resources and in values of conditions ("IAM policy elements: Variables and tags").
func TestVariables(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"in a resource", `{"Statement": [{"Resource": "arn:aws:s3:::b/${aws:|"}]}`, true},
		{"in a condition's value", `{"Statement": [{"Condition": {"StringLike": {"s3:prefix": ["${|"]}}}]}`, true},
		{"not behind its end", `{"Statement": [{"Resource": "arn:aws:s3:::b/${aws:username}|"}]}`, false},
		{"not in an action", `{"Statement": [{"Action": "s3:${|"}]}`, false},
		{"not in a principal", `{"Statement": [{"Principal": {"AWS": "${|"}}]}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, _ := ask(t, test.text, policy.Resource)
			has := slices.ContainsFunc(list.Items, func(i Item) bool { return i.Kind == Variable && strings.HasSuffix(i.Label, "${aws:username}") })
			if has != test.want {
				t.Errorf("got %v, want %v", has, test.want)
			}
		})
	}
}

// FuzzAt looks for texts and places that end the engine, or a token that does not hold the caret.
func FuzzAt(f *testing.F) {
	f.Add(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get", "Resource": ["*"]}]}`, 60, uint8(0))
	f.Add(`{"Statement": {"Condition": {"StringEquals": {"aws:`, 50, uint8(3))
	f.Add("{\"Statement\": [{\"Action\": \"s3:\n", 28, uint8(2))
	f.Fuzz(func(t *testing.T, text string, offset int, kind uint8) {
		if offset < 0 || offset > len(text) {
			return
		}
		list := At(Question{Text: text, Type: policy.Types[int(kind)%len(policy.Types)], Offset: offset, World: world})
		if len(list.Items) > 0 && (list.Span.From > offset || offset > list.Span.To || list.Span.To > len(text)) {
			t.Errorf("%q at %d replaces %v", text, offset, list.Span)
		}
	})
}
