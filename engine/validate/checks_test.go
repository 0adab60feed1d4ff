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

// known are the codes of all checks.
var known = func() map[string]bool {
	codes := map[string]bool{}
	for _, c := range validate.Checks() {
		codes[c.Code] = true
	}
	return codes
}()

// inside holds a finding to a code of the list and to places in the text.
func inside(t *testing.T, text string, d syntax.Diagnostic) {
	t.Helper()
	if !known[d.Code] {
		t.Errorf("%s is in no list of checks", d.Code)
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
