package audit

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Who owns the account that a trust policy lets in decides, and whether a condition holds it ("The confused deputy problem").
func TestCrossAccountTrust(t *testing.T) {
	trusting := func(principal, condition string) string {
		return `"111122223333": {"roles": {"R": {"trustPolicy": ` + document(`{"Effect": "Allow", "Principal": `+principal+`, "Action": "sts:AssumeRole"`+condition+`}`) + `}}}`
	}
	const outsider = `{"AWS": "arn:aws:iam::999988887777:root"}`
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"an account that nobody knows":   {world(trusting(outsider, ""), ""), 1},
		"two of them, one as a bare id":  {world(trusting(`{"AWS": ["999988887777", "arn:aws:iam::999988887778:role/ci"]}`, ""), ""), 2},
		"an external ID":                 {world(trusting(outsider, `, "Condition": {"StringEquals": {"sts:ExternalId": "x"}}`), ""), 0},
		"an account of the scenario":     {world(trusting(outsider, "")+`, "999988887777": {}`, ""), 0},
		"an account of the organization": {world(trusting(outsider, ""), `, "organization": {"id": "o-abcdefghij", "managementAccount": "999999999999", "root": {"id": "r-ab12", "accounts": {"999988887777": {}}}}`), 0},
		"the role's own account":         {world(trusting(`{"AWS": "arn:aws:iam::111122223333:root"}`, ""), ""), 0},
		"a service":                      {world(trusting(`{"Service": "ec2.amazonaws.com"}`, ""), ""), 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, refusals := scenario.Read(syntax.NewSource("scenario", c.text), scenario.Options{Parse: policy.Parse, Managed: func(string) (string, bool) { return "", false }})
			if refusals != nil {
				t.Fatal(refusals)
			}
			found := 0
			for d, all := range Audit(s).Documents {
				for _, one := range all {
					if one.Code != CodeCrossAccount {
						continue
					}
					found++
					if at := d.Policy.Document.Text[one.Span.From:one.Span.To]; !strings.Contains(at, "99998888777") {
						t.Errorf("%s stands at %s", one.Message, at)
					}
				}
			}
			if found != c.want {
				t.Errorf("got %d, want %d", found, c.want)
			}
		})
	}
}
