package complete

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
)

// The facts are those of the Service Authorization Reference, and of "AWS global condition context keys".
func TestExplain(t *testing.T) {
	tests := []struct{ name, text, token, says string }{
		{"an action", `{"Statement": [{"Action": "s3:Get|Object"}]}`, `"s3:GetObject"`, "GetObject: Read, on accesspointobject, object"},
		{"an action in another letter case", `{"Statement": {"Action": ["S3:get|object"]}}`, `"S3:getobject"`, "GetObject: Read"},
		{"an action without resources", `{"Statement": {"Action": "s3:ListAllMy|Buckets"}}`, `"s3:ListAllMyBuckets"`, "it needs the resource *"},
		{"an action that reads data", `{"Statement": {"Action": "ssm:Get|Parameter"}}`, `"ssm:GetParameter"`, "Read, on parameter. It reads what is stored"},
		{"an action that gives out credentials", `{"Statement": {"Action": "iam:Create|AccessKey"}}`, `"iam:CreateAccessKey"`, "Write, on user. It gives out credentials"},
		{"a wildcard", `{"Statement": {"NotAction": "sts:|*"}}`, `"sts:*"`, "actions of sts"},
		{"a global key", `{"Statement": {"Condition": {"StringEquals": {"aws:|PrincipalOrgPaths": "x"}}}}`, `"aws:PrincipalOrgPaths"`, "global key, String, several values"},
		{"a service's key", `{"Statement": {"Condition": {"StringEquals": {"s3:|prefix": "x"}}}}`, `"s3:prefix"`, "key of s3, String, one value"},
		{"nothing of an unknown action", `{"Statement": {"Action": "s3:No|Such"}}`, "", ""},
		{"nothing of an unknown service", `{"Statement": {"Action": "nothing:|*"}}`, "", ""},
		{"nothing of an unknown key", `{"Statement": {"Condition": {"StringEquals": {"s3:no|such": "x"}}}}`, "", ""},
		{"nothing of a resource", `{"Statement": {"Resource": "|*"}}`, "", ""},
		{"nothing outside of a string", `{"Statement": {|"Resource": "*"}}`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			at := strings.IndexByte(test.text, '|')
			text := test.text[:at] + test.text[at+1:]
			note, ok := Explain(Question{Text: text, Type: policy.Identity, Offset: at, Catalog: data.Catalog()})
			if ok != (test.says != "") || ok && (text[note.Span.From:note.Span.To] != test.token || !strings.Contains(note.Text, test.says)) {
				t.Errorf("got %q at %q, %v, want %q", note.Text, text[note.Span.From:note.Span.To], ok, test.says)
			}
		})
	}
}

func TestExplainCountsWhatAWildcardCovers(t *testing.T) {
	text := `{"Statement": {"Action": "sts:Assume*"}}`
	note, _ := Explain(Question{Text: text, Offset: strings.Index(text, "Ass"), Catalog: data.Catalog()})
	if want := []string{"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot"}; !slices.Equal(note.Names, want) || note.Covered != len(want) {
		t.Errorf("got %v and %d, want %v", note.Names, note.Covered, want)
	}
	text = `{"Statement": {"Action": "ec2:*"}}`
	note, _ = Explain(Question{Text: text, Offset: strings.Index(text, "ec2"), Catalog: data.Catalog()})
	if len(note.Names) != mostListed || note.Covered < 700 {
		t.Errorf("got %d names of %d", len(note.Names), note.Covered)
	}
}
