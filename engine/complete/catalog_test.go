package complete

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
)

// askWithCatalog gives the items at the | of a text, by label.
func askWithCatalog(t *testing.T, text string, kind policy.Type) map[string]Item {
	t.Helper()
	at := strings.IndexByte(text, '|')
	items := map[string]Item{}
	for _, item := range At(Question{Text: text[:at] + text[at+1:], Type: kind, Offset: at, World: world, Catalog: data.Catalog()}).Items {
		if _, twice := items[item.Label]; twice {
			t.Errorf("%s is offered twice", item.Label)
		}
		items[item.Label] = item
	}
	return items
}

// The facts are those of the Service Authorization Reference.
func TestActions(t *testing.T) {
	services := askWithCatalog(t, `{"Statement": [{"Action": ["|"]}]}`, policy.Identity)
	if services["s3:"].Kind != Service || services["*"].Kind != Action || len(services) < 457 {
		t.Errorf("got %d items, %+v", len(services), services["s3:"])
	}
	covered := askWithCatalog(t, `{"Statement": [{"Action": "|"}]}`, policy.RCP)
	if _, all := covered["*"]; all || covered["s3:"].Kind != Service || covered["ec2:"].Label != "" {
		t.Error("a resource control policy names one of the services that it covers")
	}
	actions := askWithCatalog(t, `{"Statement": [{"Action": "s3:Get|"}]}`, policy.Identity)
	if got := actions["s3:GetObject"]; got.Detail != "Read" || got.Insert != `"s3:GetObject"` {
		t.Errorf("got %+v", got)
	}
	if got := actions["s3:PutBucketPolicy"].Detail; got != "Permissions management" {
		t.Errorf("got %s", got)
	}
	if got := askWithCatalog(t, `{"Statement": [{"Action": "nothing:|"}]}`, policy.Identity); len(got) != 0 {
		t.Errorf("got %v for a service that there is not", got)
	}
}

// What differs in an ARN is a field to fill in, not ${…}, which would be a policy variable.
func TestResourceTemplates(t *testing.T) {
	items := askWithCatalog(t, `{"Statement": [{"Action": ["s3:ListBucket", "sqs:SendMessage"], "Resource": "|"}]}`, policy.Identity)
	if got := items["arn:aws:s3:::${BucketName}"]; got.Detail != "bucket" || !got.Fields || got.Insert != `"arn:aws:s3:::#{BucketName}"` {
		t.Errorf("got %+v", got)
	}
	if got := items["arn:aws:sqs:*:111122223333:${QueueName}"]; got.Insert != `"arn:aws:sqs:*:111122223333:#{QueueName}"` {
		t.Errorf("got %+v", got)
	}
	if got := items["arn:aws:s3:::payroll"]; got.Detail != "in the scenario" {
		t.Errorf("got %+v", got)
	}
	for label := range items {
		if strings.Contains(label, ":ec2:") {
			t.Errorf("%s is of no action of the statement", label)
		}
	}
}

func TestConditionKeys(t *testing.T) {
	at := func(operator string) []string {
		text := `{"Statement": [{"Action": "s3:ListBucket", "Condition": {"` + operator + `": {"|"}}}]}`
		i := strings.IndexByte(text, '|')
		return labels(At(Question{Text: text[:i] + text[i+1:], Type: policy.Identity, Offset: i, Catalog: data.Catalog()}))
	}
	keys := at("StringLike")
	for _, want := range []string{"s3:prefix", "aws:PrincipalTag/", "aws:SourceIp"} {
		if !slices.Contains(keys, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if slices.Contains(keys, "sqs:nothing") || slices.Contains(keys, "ec2:InstanceType") {
		t.Error("a key of another service is offered")
	}
	if numeric := at("NumericLessThan"); slices.Index(numeric, "s3:max-keys") > slices.Index(numeric, "s3:prefix") {
		t.Error("keys of the operator's type come first")
	}
}
