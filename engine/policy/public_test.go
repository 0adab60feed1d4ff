package policy_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
)

// EV-95: which bucket policies Amazon S3 counts as public ("Blocking public
// access to your Amazon S3 storage", The meaning of "public").
func TestPublic(t *testing.T) {
	const everyone = `"Principal":"*"`
	allow := func(rest string) string {
		return `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",` + rest + `}`
	}
	held := func(operator, key, value string) string {
		return allow(everyone + `,"Condition":{"` + operator + `":{"` + key + `":` + value + `}}`)
	}
	source := func(network string) string { return held("IpAddress", "aws:SourceIp", network) }
	for name, c := range map[string]struct {
		statements     string
		public, judged bool
	}{
		"everyone":                                {allow(everyone), true, false},
		"everyone as AWS, among others":           {allow(`"Principal":{"AWS":["111122223333","*"]}`), true, false},
		"everyone but one account":                {allow(`"NotPrincipal":{"AWS":"111122223333"}`), true, false},
		"one account":                             {allow(`"Principal":{"AWS":"111122223333"}`), false, false},
		"everyone is denied":                      {`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`, false, false},
		"a statement that AWS does not read":      {`{"Effect":"allow","Principal":"*","Action":"s3:*","Resource":"*"}`, false, false},
		"no principal in a policy that needs one": {`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`, false, false},
		"held to an organization":                 {held("StringEquals", "aws:PrincipalOrgID", `"o-abc"`), false, true},
		"held, the key in another letter case":    {held("StringEquals", "AWS:principalORGid", `"o-abc"`), false, true},
		"held to a role by its ARN":               {held("ArnLike", "aws:PrincipalArn", `"arn:aws:iam::111122223333:role/R"`), false, true},
		"held to either of two VPCs":              {held("StringEquals", "aws:SourceVpc", `["vpc-1","vpc-2"]`), false, true},
		"one of the values is a pattern":          {held("StringLike", "aws:SourceVpc", `["vpc-1","vpc-*"]`), true, true},
		"a question mark":                         {held("StringLike", "aws:SourceVpc", `"vpc-?"`), true, true},
		"a variable":                              {held("StringEquals", "aws:SourceVpc", `"${aws:PrincipalTag/vpc}"`), true, true},
		"a negated operator":                      {held("StringNotEquals", "aws:SourceVpc", `"vpc-1"`), true, true},
		"where the key exists":                    {held("StringEqualsIfExists", "aws:SourceVpc", `"vpc-1"`), true, true},
		"for all values, hence for none":          {held("ForAllValues:StringEquals", "aws:SourceVpc", `"vpc-1"`), true, true},
		"for any value":                           {held("ForAnyValue:StringEquals", "aws:SourceVpc", `"vpc-1"`), false, true},
		"an empty list of values":                 {held("StringEquals", "aws:SourceVpc", `[]`), true, true},
		"a key that is not on the list":           {held("StringEquals", "s3:x-amz-acl", `"private"`), true, true},
		"one condition of two holds it":           {allow(everyone + `,"Condition":{"StringEquals":{"s3:x-amz-acl":"private","aws:SourceVpc":"vpc-1"}}`), false, true},
		"held, and a second statement is not":     {held("StringEquals", "aws:SourceVpc", `"vpc-1"`) + "," + held("StringLike", "aws:SourceVpc", `"*"`), true, true},
		"not held, and a second statement is":     {held("StringLike", "aws:SourceVpc", `"*"`) + "," + held("StringEquals", "aws:SourceVpc", `"vpc-1"`), true, true},
		"held to one address":                     {source(`"192.0.2.1"`), false, true},
		"held to one address of IPv6":             {source(`"2001:db8::1"`), false, true},
		"an IPv4 network of /8":                   {source(`"10.0.0.0/8"`), false, true},
		"a broader one":                           {source(`"10.0.0.0/7"`), true, true},
		"an IPv6 network of /32":                  {source(`"2001:db8::/32"`), false, true},
		"a broader one of IPv6":                   {source(`"2001:db8::/31"`), true, true},
		"a network without a length":              {source(`"192.0.2.0/"`), true, true},
		"an IPv6 network without a length":        {source(`"2001:db8::/"`), true, true},
		"an address compared as a string":         {held("StringEquals", "aws:SourceIp", `"192.0.2.1"`), true, true},
		"everything but an address":               {held("NotIpAddress", "aws:SourceIp", `"192.0.2.1"`), true, true},
		"another key compared with an address":    {held("IpAddress", "aws:VpcSourceIp", `"192.0.2.1"`), true, true},
	} {
		t.Run(name, func(t *testing.T) {
			public, judged := policy.Parse(in(c.statements), policy.Resource).Public()
			if public != c.public || judged != c.judged {
				t.Errorf("public %v, judged %v; want %v, %v", public, judged, c.public, c.judged)
			}
		})
	}
}
