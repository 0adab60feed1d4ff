package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

const head = `{"Version":"2012-10-17","Statement":[`

func in(statements string) string { return head + statements + `]}` }

// padded is a policy of so many characters, with white space at its end.
func padded(characters int) string {
	text := in(`{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}`)
	return text + strings.Repeat(" ", characters-len(text))
}

// codes lists the diagnostics of a document as severity:CODE.
func codes(d *policy.Document) []string {
	var all []string
	for _, problem := range d.Diagnostics {
		all = append(all, problem.Severity.String()+":"+problem.Code)
	}
	return all
}

// The examples of table A.8 and the rules behind them. Codes are those of "IAM
// Access Analyzer policy check reference" where it has one.
func TestGrammar(t *testing.T) {
	const (
		allow  = `{"Effect":"Allow","Action":"s3:*","Resource":"*"`
		bucket = `{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":`
		trust  = `{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"`
		rcp    = `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`
	)
	cases := []struct {
		rule  string
		t     policy.Type
		text  string
		codes string
		sound int // statements that can be evaluated
	}{
		{"A.8-1 GR-3 GR-14 one statement, no version", policy.Identity, `{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`, "warning:MISSING_VERSION", 1},
		{"A.8-2 GR-4 no statement", policy.Identity, `{"Version":"2012-10-17"}`, "error:MISSING_STATEMENT", 0},
		{"GR-4 an empty list", policy.Identity, `{"Version":"2012-10-17","Statement":[]}`, "error:MISSING_STATEMENT", 0},
		{"A.8-3 GR-13 a version that is none", policy.Identity, `{"Version":"2020-01-01","Statement":[` + allow + `}]}`, "error:INVALID_VERSION", 1},
		{"A.8-4 GR-23 effect in lower case", policy.Identity, in(`{"Effect":"allow","Action":"s3:*","Resource":"*"}`), "error:INVALID_EFFECT", 0},
		{"GR-23 no effect", policy.Identity, in(`{"Action":"s3:*","Resource":"*"}`), "error:MISSING_EFFECT", 0},
		{"A.8-5 GR-7 the same element twice", policy.Identity, in(`{"Effect":"Allow","Effect":"Deny","Action":"s3:*","Resource":"*"}`), "error:DUPLICATE_MEMBER", 0},
		{"A.8-6 GR-5 Action and NotAction", policy.Identity, in(allow + `,"NotAction":"s3:Get*"}`), "error:UNSUPPORTED_ELEMENT_COMBINATION", 0},
		{"GR-5 no action", policy.Identity, in(`{"Effect":"Allow","Resource":"*"}`), "error:MISSING_ACTION", 0},
		{"GR-5 no resource", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*"}`), "error:MISSING_RESOURCE", 0},
		{"GR-6 element names are case sensitive", policy.Identity, in(allow + `,"condition":{}}`), "error:INVALID_POLICY_ELEMENT", 0},
		{"A.8-7 GR-41 a principal in an identity-based policy", policy.Identity, in(bucket + `"*"}`), "error:UNSUPPORTED_PRINCIPAL", 0},
		{"GR-41 a principal in an SCP", policy.SCP, in(bucket + `"*"}`), "error:SCP_SYNTAX_ERROR_PRINCIPAL", 0},
		{"A.8-8 GR-20 a Sid with a space", policy.Identity, in(allow + `,"Sid":"My statement"}`), "error:UNSUPPORTED_SID", 1},
		{"GR-20 the same in a bucket policy", policy.Resource, in(bucket + `"*","Sid":"My statement"}`), "", 1},
		{"A.8-9 GR-21 a Sid twice", policy.Identity, in(allow + `,"Sid":"A"},` + allow + `,"Sid":"A"}`), "error:UNIQUE_SIDS_REQUIRED", 2},
		{"GR-21 the empty Sid may repeat", policy.Identity, in(allow + `,"Sid":""},` + allow + `,"Sid":""}`), "", 2},
		{"GR-21 a Sid twice in a bucket policy", policy.Resource, in(bucket + `"*","Sid":"A"},` + bucket + `"*","Sid":"A"}`), "warning:UNIQUE_SIDS_RECOMMENDED", 2},
		{"GR-49 an SCP of 5,120 characters", policy.SCP, padded(5120), "", 1},
		{"GR-49 an SCP of one more, white space counts", policy.SCP, padded(5121), "error:POLICY_SIZE_EXCEEDS_SCP_QUOTA", 1},
		{"GR-49 other policies have other limits", policy.Identity, padded(5121), "", 1},
		{"GR-49 characters are counted, not bytes", policy.SCP, strings.Replace(padded(5120), "bucket", "bückét", 1), "", 1},
		{"CO-23 a time of day without a zone", policy.Identity, in(allow + `,"Condition":{"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00"}}}`), "suggestion:DATE_WITHOUT_ZONE", 1},
		{"CO-23 a time of day with a zone", policy.Identity, in(allow + `,"Condition":{"DateLessThan":{"aws:CurrentTime":["2030-01-01t00:00z","2030-01-01T00:00-05:00","2030-01-01T00:00+05"]}}}`), "", 1},
		{"CO-23 a date without a time of day", policy.Identity, in(allow + `,"Condition":{"DateLessThan":{"aws:CurrentTime":["2030-01-01","2030","1893456000"]}}}`), "", 1},
		{"CO-23 text that only looks like a time", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:CurrentTime":"2030-01-01T00:00"}}}`), "", 1},
		{"A.8-10 GR-32 an action without service", policy.Identity, in(`{"Effect":"Allow","Action":"GetObject","Resource":"*"}`), "error:INVALID_ACTION", 0},
		{"GR-32 a second colon", policy.Identity, in(`{"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"}`), "error:INVALID_ACTION", 0},
		{"GR-32 *:* means *", policy.Identity, in(`{"Effect":"Allow","Action":"*:*","Resource":"*"}`), "", 1},
		{"GR-33 a wildcard in the service", policy.Identity, in(`{"Effect":"Allow","Action":"s*:Get*","Resource":"*"}`), "error:INVALID_SERVICE_IN_ACTION", 0},
		{"A.8-11 GR-35 no ARN", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"my-bucket"}`), "error:INVALID_ARN_PREFIX", 0},
		{"A.8-12 RE-5 a wildcard for the service", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:*:::x"}`), "error:INVALID_ARN_RESOURCE", 0},
		{"A.8-13 RE-6 a wildcard for the partition", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:*:s3:::x"}`), "", 1},
		{"GR-35 no service", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws"}`), "error:MISSING_ARN_FIELD", 0},
		{"A.8-31 RE-11 a short ARN is completed", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:fdsasf"}`), "", 1},
		{"A.8-14 GR-10 a Boolean literal", policy.Identity, in(allow + `,"Condition":{"Bool":{"aws:SecureTransport":false}}}`), "", 1},
		{"A.8-15 CO-4 NullIfExists", policy.Identity, in(allow + `,"Condition":{"NullIfExists":{"aws:username":"true"}}}`), "error:NULL_WITH_IF_EXISTS", 0},
		{"CO-4 an unknown operator", policy.Identity, in(allow + `,"Condition":{"StringEqual":{"aws:username":"a"}}}`), "error:INVALID_CONDITION_OPERATOR", 0},
		{"GR-37 an unknown operator with nothing under it", policy.Identity, in(allow + `,"Condition":{"StringEqual":{}}}`), "", 1},
		{"GR-37 an empty condition", policy.Identity, in(allow + `,"Condition":{}}`), "", 1},
		{"CO-5 an operator in another letter case", policy.Identity, in(allow + `,"Condition":{"stringequals":{"aws:username":"a"}}}`), "warning:INVALID_CONDITION_OPERATOR", 1},
		{"A.8-16 GR-8 keys that differ in case", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:username":"a","AWS:UserName":"b"}}}`), "error:DUPLICATE_KEYS_WITH_DIFFERENT_CASE", 1},
		{"GR-38 a key without prefix", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"username":"a"}}}`), "warning:INVALID_CONDITION_KEY_FORMAT", 1},
		{"GR-38 a tag key without its tag", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:RequestTag/":"a"}}}`), "error:MISSING_TAG_KEY_IN_CONDITION", 0},
		{"GR-39 two values for Bool", policy.Identity, in(allow + `,"Condition":{"Bool":{"aws:SecureTransport":["true","false"]}}}`), "error:INVALID_CONDITION_MULTIPLE_BOOLEAN", 1},
		{"GR-40 mixed types", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:username":["a",1]}}}`), "error:INVALID_CONDITION_DATA_TYPE", 1},
		{"GR-10 null as a value", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:username":null}}}`), "error:DATA_TYPE_MISMATCH", 0},
		{"A.8-17 GR-42 a resource in a trust policy", policy.Trust, in(trust + `,"Resource":"*"}`), "error:ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", 0},
		{"A.8-27 GR-42 sts:* in a trust policy", policy.Trust, in(`{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:*"}`), "error:UNSUPPORTED_ACTION_IN_POLICY", 1},
		{"GR-42 sts:TagSession alone", policy.Trust, in(`{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:TagSession"}`), "", 1},
		{"GR-29 everyone in a trust policy", policy.Trust, in(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`), "securityWarning:ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", 1},
		{"A.8-18 GR-26 a wildcard in a principal", policy.Resource, in(bucket + `{"AWS":"arn:aws:iam::111122223333:role/*"}}`), "error:UNSUPPORTED_WILDCARD_IN_PRINCIPAL", 0},
		{"GR-26 a wildcard for a service", policy.Resource, in(bucket + `{"Service":"*"}}`), "error:UNSUPPORTED_WILDCARD_IN_PRINCIPAL", 0},
		{"A.8-19 GR-31 federated in a bucket policy", policy.Resource, in(bucket + `{"Federated":"arn:aws:iam::111122223333:saml-provider/X"}}`), "error:FEDERATED_PRINCIPAL_NOT_SUPPORTED", 0},
		{"A.8-20 GR-30 NotPrincipal with Allow", policy.Resource, in(`{"Effect":"Allow","Action":"s3:*","Resource":"*","NotPrincipal":{"AWS":"111122223333"}}`), "error:ALLOW_WITH_NOT_PRINCIPAL", 1},
		{"GR-24 a bare string", policy.Resource, in(bucket + `"111122223333"}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		{"GR-24 an unknown kind of principal", policy.Resource, in(bucket + `{"Aws":"111122223333"}}`), "error:INVALID_PRINCIPAL_KEY", 0},
		{"GR-27 a group", policy.Resource, in(bucket + `{"AWS":"arn:aws:iam::111122223333:group/Devs"}}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		{"GR-28 an account of eleven digits", policy.Resource, in(bucket + `{"AWS":"arn:aws:iam::11112222333:root"}}`), "error:INVALID_ARN_ACCOUNT", 0},
		{"GR-43 a bucket policy needs no resource", policy.Resource, in(`{"Effect":"Allow","Principal":"*","Action":"s3:*"}`), "", 1},
		{"GR-5 a bucket policy needs a principal", policy.Resource, in(allow + `}`), "error:MISSING_PRINCIPAL", 0},
		{"A.8-21 GR-44 an SCP's Allow with a condition", policy.SCP, in(allow + `,"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}`), "", 1},
		{"A.8-22 GR-44 a wildcard inside an SCP's action", policy.SCP, in(`{"Effect":"Allow","Action":"iam:*Role","Resource":"*"}`), "", 1},
		{"GR-16 an SCP of 2008", policy.SCP, `{"Version":"2008-10-17","Statement":[` + allow + `}]}`, "error:INVALID_VERSION", 1},
		{"A.8-23 GR-45 * in an RCP", policy.RCP, in(`{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}`), "error:RCP_SYNTAX_ERROR_ACTION", 0},
		{"A.8-24 GR-45 Allow in an RCP", policy.RCP, in(`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}`), "error:RCP_SYNTAX_ERROR_ALLOW", 0},
		{"A.8-25 GR-45 everyone as AWS in an RCP", policy.RCP, in(`{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"*"}`), "", 1},
		{"A.8-25 GR-45 everyone as a list in an RCP", policy.RCP, in(`{"Effect":"Deny","Principal":{"AWS":["*"]},"Action":"s3:*","Resource":"*"}`), "error:RCP_SYNTAX_ERROR_PRINCIPAL", 0},
		{"GR-45 NotAction in an RCP", policy.RCP, in(`{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}`), "error:RCP_SYNTAX_ERROR_NOTACTION", 0},
		{"GR-45 a sound RCP", policy.RCP, in(rcp + `}`), "", 1},
		{"A.8-29 GR-51 host bits of an IPv6 network", policy.Identity, in(allow + `,"Condition":{"IpAddress":{"aws:SourceIp":"2001:db8::5/64"}}}`), "error:TYPE_MISMATCH_IP_RANGE", 1},
		{"A.8-29 GR-51 host bits of an IPv4 network", policy.Identity, in(allow + `,"Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.5/24"}}}`), "", 1},
		{"GR-51 a session policy is read laxly", policy.Session, in(allow + `,"Condition":{"NumericEquals":{"s3:max-keys":"ten"}}}`), "warning:TYPE_MISMATCH_NUMBER", 1},
		{"A.8-30 GR-11 an empty list of values", policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:username":[]}}}`), "suggestion:EMPTY_ARRAY_CONDITION", 1},
		{"GR-11 an empty list of actions", policy.Identity, in(`{"Effect":"Allow","Action":[],"Resource":"*"}`), "error:EMPTY_ARRAY_ACTION", 1},
		{"CO-41 a variable without its brace", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username"}`), "error:MISSING_BRACE_IN_VARIABLE", 0},
		{"CO-41 an empty variable", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${}"}`), "error:EMPTY_VARIABLE", 0},
		{"CO-41 a space in a variable", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws: username}"}`), "error:UNSUPPORTED_SPACE_IN_VARIABLE", 0},
		{"CO-41 a default without quotes", policy.Identity, in(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username, x}"}`), "error:MISSING_QUOTE_IN_VARIABLE", 0},
		{"GR-36 a variable in an action", policy.Identity, in(`{"Effect":"Allow","Action":"s3:${aws:username}","Resource":"*"}`), "error:VARIABLE_UNSUPPORTED_IN_ELEMENT", 0},
		{"GR-15 a variable in a document of 2008", policy.Identity, `{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}]}`, "warning:VARIABLE_UNSUPPORTED_IN_VERSION", 1},
		{"GR-18 an Id in an identity-based policy", policy.Identity, `{"Version":"2012-10-17","Id":"x","Statement":[` + allow + `}]}`, "warning:INVALID_POLICY_ELEMENT", 1},
		{"GR-18 an Id in an SCP", policy.SCP, `{"Version":"2012-10-17","Id":"x","Statement":[` + allow + `}]}`, "error:INVALID_POLICY_ELEMENT", 1},
		{"GR-1 a document that is no object", policy.Identity, `[]`, "error:JSON_SYNTAX_ERROR", 0},
		{"GR-5 a statement that is no object", policy.Identity, in(`"Allow"`), "error:DATA_TYPE_MISMATCH", 0},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			d := policy.Parse(c.text, c.t)
			if got := strings.Join(codes(d), " "); got != c.codes {
				t.Errorf("diagnostics %q, want %q", got, c.codes)
			}
			sound := 0
			for i := range d.Statements {
				if d.Statements[i].Sound() {
					sound++
				}
			}
			if sound != c.sound {
				t.Errorf("%d sound statements, want %d", sound, c.sound)
			}
		})
	}
}

// A broken statement leaves the others alone, and a half-typed document yields
// its good parts.
func TestGoodPartsSurvive(t *testing.T) {
	good := `{"Sid":"Good","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	for _, text := range []string{
		in(good + `,{"Effect":"Deny"`),
		in(good + `,`),
		head + good,
		head + good + `,{"Sid":"Half","Effect":"De`,
		in(good + `,{"Effect":"Deny","Action":`),
	} {
		d := policy.Parse(text, policy.Identity)
		if len(d.Diagnostics) == 0 {
			t.Errorf("%s: no diagnostics", text)
		}
		if len(d.Statements) == 0 || !d.Statements[0].Sound() || d.Statements[0].Sid != "Good" {
			t.Errorf("%s: the first statement is lost: %v", text, codes(d))
		}
		for i := range d.Statements[min(1, len(d.Statements)):] {
			if d.Statements[i+1].Sound() {
				t.Errorf("%s: statement %d counts as sound", text, i+1)
			}
		}
	}
}

// Every span of a statement holds the text that it is said to hold.
func TestSpans(t *testing.T) {
	text := "{\n \"Version\": \"2012-10-17\",\n \"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"111122223333\", \"arn:aws:iam::111122223333:user/é\"]},\n \"NotAction\": [\"s3:Get*\", \"s3:Put*\"], \"Resource\": \"arn:aws:s3:::b/*\", \"Condition\": {\"StringLike\": {\"aws:username\": \"a*\"}}}}"
	d := policy.Parse(text, policy.Resource)
	s := &d.Statements[0]
	at := func(span syntax.Span) string { return text[span.From:span.To] }
	for _, c := range []struct{ got, want string }{
		{at(s.Span)[:20], `{"Effect": "Allow", `},
		{at(s.Action.Span), `"NotAction": ["s3:Get*", "s3:Put*"]`},
		{at(s.Action.Values[1].Span), `"s3:Put*"`},
		{at(s.Principal.Values[1].Span), `"arn:aws:iam::111122223333:user/é"`},
		{at(s.Resource.Values[0].Span), `"arn:aws:s3:::b/*"`},
		{at(s.Conditions[0].Span), `"aws:username": "a*"`},
	} {
		if c.got != c.want {
			t.Errorf("span holds %s, want %s", c.got, c.want)
		}
	}
}

// No prefix of a document panics, and nothing in it that looks sound is made up.
func TestPrefixes(t *testing.T) {
	whole := in(`{"Sid":"A","Effect":"Allow","Action":["s3:Get*"],"Resource":"arn:aws:s3:::b/${aws:username, 'x'}","Condition":{"StringLike":{"aws:username":["a*"]}}}`)
	for n := range len(whole) {
		d := policy.Parse(whole[:n], policy.Identity)
		if len(d.Diagnostics) == 0 {
			t.Fatalf("prefix of %d bytes has no diagnostics", n)
		}
	}
}

func TestMessagesNameTheValue(t *testing.T) {
	d := policy.Parse(in(`{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericEquals":{"s3:max-keys":"ten"}}}`), policy.Identity)
	if len(d.Diagnostics) != 1 || !strings.HasPrefix(d.Diagnostics[0].Message, `"ten" is no number`) {
		t.Errorf("%+v", d.Diagnostics)
	}
}

func TestMessagesSayWhatToDo(t *testing.T) {
	d := policy.Parse(in(`{"Efect":"Allow","Action":"s3:*","Resource":"*"}`), policy.Identity)
	if len(d.Diagnostics) != 2 {
		t.Fatalf("diagnostics: %v", codes(d))
	}
	i := slices.IndexFunc(d.Diagnostics, func(p syntax.Diagnostic) bool { return p.Code == "INVALID_POLICY_ELEMENT" })
	unknown := d.Diagnostics[i]
	if !strings.Contains(unknown.Message, "Did you mean Effect?") {
		t.Errorf("message: %s", unknown.Message)
	}
	if got := fmt.Sprint(unknown.Fixes); !strings.Contains(got, `"Effect"`) {
		t.Errorf("fixes: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(in(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`), uint8(0))
	f.Add(in(`{"Effect":"Allow","Principal":{"AWS":"*"},"NotAction":"s3:*","Resource":["${a, 'b'}"]}`), uint8(1))
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		d := policy.Parse(text, policy.Types[int(kind)%len(policy.Types)])
		for i := range d.Statements {
			s := &d.Statements[i]
			if s.Span.From < 0 || s.Span.To > len(text) || s.Span.From > s.Span.To {
				t.Errorf("span %v outside of the text", s.Span)
			}
			if s.Sound() && s.Effect == policy.NoEffect {
				t.Errorf("a sound statement without effect: %s", text)
			}
		}
	})
}
