package validate_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// The issue codes of "IAM Access Analyzer policy check reference", September 2026.
//
//go:embed testdata/analyzer-codes.txt
var analyzerCodes string

// obsolete is the one code that no policy can have any more: service control
// policies take wildcards anywhere in an action (GR-44).
const obsolete = "SCP_SYNTAX_ERROR_ACTION_WILDCARD"

func TestEveryCodeOfAccessAnalyzer(t *testing.T) {
	codes := strings.Fields(analyzerCodes)
	for _, code := range codes {
		if has := slices.ContainsFunc(validate.Checks(), func(c validate.Check) bool { return c.Code == code && c.AWS }); has == (code == obsolete) {
			t.Errorf("%s: there is a check of AWS's: %v", code, has)
		}
	}
	for _, c := range validate.Checks() {
		if c.AWS && !slices.Contains(codes, c.Code) {
			t.Errorf("%s is no code of AWS's", c.Code)
		}
	}
}

// beyondExamples are codes of texts that nobody wants to read, which the tests of the reader make.
var beyondExamples = []string{syntax.CodeInvalidUTF8, syntax.CodeTooDeep, syntax.CodeTooLarge, syntax.CodeTooMany}

func TestEveryCheckHasAnExample(t *testing.T) {
	shown := map[string]bool{}
	for _, e := range examples.All() {
		if shown[e.Code] {
			t.Errorf("%s has two examples", e.Code)
		}
		shown[e.Code] = true
	}
	checks, summaries := validate.Checks(), examples.Summaries()
	if len(summaries) != len(checks) {
		t.Errorf("%d checks have %d summaries", len(checks), len(summaries))
	}
	for i, c := range checks {
		if shown[c.Code] == slices.Contains(beyondExamples, c.Code) {
			t.Errorf("%s has an example: %v", c.Code, shown[c.Code])
		}
		if i > 0 && checks[i-1].Code >= c.Code {
			t.Errorf("%s stands after %s", c.Code, checks[i-1].Code)
		}
		if !strings.HasSuffix(summaries[c.Code], ".") || c.Types == 0 || len(c.Types.List()) == 0 {
			t.Errorf("%s says too little", c.Code)
		}
		delete(shown, c.Code)
	}
	for code := range shown {
		t.Errorf("%s is no check", code)
	}
}

// Whatever stands in a text, as any policy type, the checks find an end, inside of the text.
func FuzzLint(f *testing.F) {
	for _, e := range examples.OfPolicies() {
		if len(e.Fires) < 1000 {
			f.Add(e.Fires, uint8(e.Type))
		}
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		d := policy.Parse(text, policy.Types[int(kind)%len(policy.Types)])
		for _, found := range validate.Lint(d, validate.Options{Facts: facts, On: all}) {
			inside(t, text, found)
		}
	})
}

// known are all checks by their codes.
var known = func() map[string]*validate.Check {
	byCode := map[string]*validate.Check{}
	for _, c := range validate.Checks() {
		byCode[c.Code] = &c
	}
	return byCode
}()

// inside holds a finding to a check of the list, to its severities, and to places in the text.
func inside(t *testing.T, text string, d syntax.Diagnostic) {
	t.Helper()
	if check := known[d.Code]; check == nil {
		t.Errorf("%s is in no list of checks", d.Code)
	} else if !slices.Contains(check.Severities(), d.Severity) {
		t.Errorf("%s is not known to be of severity %s: %q in %q", d.Code, d.Severity, d.Message, text)
	}
	spans := []syntax.Span{d.Span}
	for _, fix := range d.Fixes {
		for _, e := range fix.Edits {
			spans = append(spans, e.Span)
		}
	}
	for _, s := range spans {
		if s.From < 0 || s.From > s.To || s.To > len(text) {
			t.Errorf("%s leaves the text: %+v in %q", d.Code, d, text)
		}
	}
}

// A check of several severities has the other one here.
func TestOtherSeverities(t *testing.T) {
	shown := map[string]bool{"MISSING_VERSION": true, "INVALID_POLICY_ELEMENT": true} // of the document, below
	for code, c := range map[string]struct {
		text     string
		kind     policy.Type
		severity syntax.Severity
	}{
		"MISSING_VERSION":        {`{"Statement": []}`, policy.SCP, syntax.Error},
		"INVALID_POLICY_ELEMENT": {`{"Version": "2012-10-17", "Id": "x", "Statement": []}`, policy.Identity, syntax.Warning},
	} {
		if found := validate.Lint(policy.Parse(c.text, c.kind), validate.Options{}); !hasSeverity(found, code, c.severity) {
			t.Errorf("%s: no finding of severity %s in %+v", code, c.severity, found)
		}
	}
	for code, c := range map[string]struct {
		kind       policy.Type
		statements string
		severity   syntax.Severity
	}{
		"INVALID_ACTION":                           {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}`, syntax.Warning},
		"INVALID_SERVICE_IN_ACTION":                {policy.Identity, `{"Effect": "Allow", "Action": "s33:GetObject", "Resource": "*"}`, syntax.Warning},
		"INVALID_ARN_RESOURCE":                     {policy.Identity, `{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:tab/x"}`, syntax.Warning},
		"INVALID_ARN_ACCOUNT":                      {policy.Identity, `{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:1111:t"}`, syntax.Warning},
		"UNSUPPORTED_ACTION_IN_POLICY":             {policy.Resource, `{"Effect": "Allow", "Principal": "*", "Action": "sqs:ListQueues", "Resource": "*"}`, syntax.Warning},
		"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL": {policy.Trust, `{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/id.example.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}`, syntax.SecurityWarning},
		"MISSING_QUALIFIER":                        {policy.Identity, `{"Effect": "Allow", "Action": "route53:ChangeResourceRecordSets", "Resource": "*", "Condition": {"StringEquals": {"route53:ChangeResourceRecordSetsActions": "CREATE"}}}`, syntax.Warning},
		"IFEXISTS_WEAKENS":                         {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"BoolIfExists": {"aws:SecureTransport": "true"}}}`, syntax.Suggestion},
		"INVALID_SERVICE_PRINCIPAL_FORMAT":         {policy.Identity, `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3"}}}`, syntax.Warning},
		"INVALID_CONDITION_OPERATOR":               {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"stringequals": {"aws:PrincipalTag/a": "b"}}}`, syntax.Warning},
		"TYPE_MISMATCH_NUMBER":                     {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "many"}}}`, syntax.Warning},
		"TYPE_MISMATCH_DATE":                       {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"DateEquals": {"aws:CurrentTime": "soon"}}}`, syntax.Warning},
		"TYPE_MISMATCH_IP_RANGE":                   {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "here"}}}`, syntax.Warning},
		"INVALID_VARIABLE_FOR_OPERATOR":            {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "${aws:PrincipalTag/a}"}}}`, syntax.Warning},
		"INVALID_ARN_PREFIX":                       {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"ArnEquals": {"aws:PrincipalArn": "bob"}}}`, syntax.Warning},
		"MISSING_ARN_FIELD":                        {policy.Session, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam"}}}`, syntax.Warning},
	} {
		found := validate.Lint(policy.Parse(in(c.statements), c.kind), validate.Options{Facts: facts, Resource: "arn:aws:sqs:us-east-1:111122223333:jobs"})
		if !hasSeverity(found, code, c.severity) {
			t.Errorf("%s: no finding of severity %s in %+v", code, c.severity, found)
		}
		shown[code] = true
	}
	for _, c := range validate.Checks() {
		if (len(c.Also) > 0) != shown[c.Code] || len(c.Also) > 1 {
			t.Errorf("%s can be %v, too; the table shows it: %v", c.Code, c.Also, shown[c.Code])
		}
	}
}

func hasSeverity(found []syntax.Diagnostic, code string, severity syntax.Severity) bool {
	return slices.ContainsFunc(found, func(d syntax.Diagnostic) bool { return d.Code == code && d.Severity == severity })
}

// A text that is still being typed is looked at at each letter.
func TestPrefixesOfExamples(t *testing.T) {
	for _, e := range examples.OfPolicies() {
		for to := 0; to <= len(e.Fires) && len(e.Fires) < 1000; to += 3 {
			for _, kind := range policy.Types {
				for _, d := range validate.Lint(policy.Parse(e.Fires[:to], kind), validate.Options{Facts: facts, On: all}) {
					inside(t, e.Fires[:to], d)
				}
			}
		}
	}
}
