package validate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

var facts = data.Catalog()

// lint runs the checks that are on by default, and the one that the example shows.
func lint(text string, e examples.Example) []syntax.Diagnostic {
	return validate.Lint(policy.Parse(text, e.Type), validate.Options{
		Facts:    facts,
		Resource: e.Resource,
		On:       func(c *validate.Check) bool { return !c.Off || c.Code == e.Code },
	})
}

func codes(diagnostics []syntax.Diagnostic) []string {
	var all []string
	for _, d := range diagnostics {
		if !slices.Contains(all, d.Code) {
			all = append(all, d.Code)
		}
	}
	slices.Sort(all)
	return all
}

// The firing example has the finding, at the marked place and nothing else; the quiet one has it not.
func TestExamples(t *testing.T) {
	for _, e := range examples.OfPolicies() {
		t.Run(e.Code, func(t *testing.T) {
			found := lint(e.Fires, e)
			want := slices.Sorted(slices.Values(append(slices.Clone(e.Also), e.Code)))
			if got := codes(found); !slices.Equal(got, want) {
				t.Errorf("found %v, want %v in\n%s\n%+v", got, want, e.Fires, found)
			}
			at := slices.ContainsFunc(found, func(d syntax.Diagnostic) bool { return d.Code == e.Code && d.Span == e.At })
			if !at {
				t.Errorf("not at %q: %+v", e.Fires[e.At.From:e.At.To], found)
			}
			if quiet := codes(lint(e.Quiet, e)); len(quiet) > 0 {
				t.Errorf("quiet example has %v:\n%s\n%+v", quiet, e.Quiet, lint(e.Quiet, e))
			}
			if e.Doc == "" {
				t.Error("there is no explanation")
			}
		})
	}
}

// The preferred fix leaves a policy that can be read, without the finding and
// without a new error; so it does where characters of four bytes stand before it.
func TestFixes(t *testing.T) {
	for _, e := range examples.OfPolicies() {
		t.Run(e.Code, func(t *testing.T) {
			checkFixes(t, e.Fires, e)
			if emoji := strings.Replace(e.Fires, "\n", "\n\n", 1); strings.HasPrefix(emoji, "{") && e.Type == policy.Resource {
				checkFixes(t, strings.Replace(emoji, "{", `{"Id": "🦊🦊",`, 1), e)
			}
		})
	}
}

func checkFixes(t *testing.T, text string, e examples.Example) {
	t.Helper()
	before := codes(lint(text, e))
	fixed := text
	for range 10 {
		next, changed := applyFirst(fixed, lint(fixed, e), e.Code)
		if !changed {
			break
		}
		fixed = next
	}
	if fixed == text {
		return // the check has no fix
	}
	after := lint(fixed, e)
	if slices.Contains(codes(after), e.Code) {
		t.Errorf("the fix leaves the finding:\n%s", fixed)
	}
	for _, d := range after {
		if d.Severity == syntax.Error && !slices.Contains(before, d.Code) {
			t.Errorf("the fix makes %s: %s\n%s", d.Code, d.Message, fixed)
		}
	}
	if slices.Equal(before, []string{"JSON_SYNTAX_ERROR"}) {
		return
	}
	if _, problems := syntax.Parse(fixed); len(problems) > 0 {
		t.Errorf("the fix breaks the JSON: %v\n%s", problems, fixed)
	}
}

// applyFirst carries out the preferred fix of the first finding of the code.
func applyFirst(text string, found []syntax.Diagnostic, code string) (string, bool) {
	for _, d := range found {
		if d.Code == code && len(d.Fixes) > 0 {
			return apply(text, d.Fixes[0]), true
		}
	}
	return text, false
}

func apply(text string, fix syntax.Fix) string {
	edits := slices.Clone(fix.Edits)
	slices.SortStableFunc(edits, func(a, b syntax.Edit) int { return b.Span.From - a.Span.From })
	for _, e := range edits {
		text = text[:e.Span.From] + e.Text + text[e.Span.To:]
	}
	return text
}
