package audit

import (
	"sort"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// read reads a scenario on the last day of January 2026.
func read(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{
		Now: authz.Clock{RFC3339: "2026-01-31T12:00:00Z", Epoch: 1769860800}, Parse: policy.Parse, Managed: data.ManagedPolicy,
	})
	if refusals != nil || len(s.Diagnostics) > 0 {
		t.Fatalf("%v %v", refusals, s.Diagnostics)
	}
	return s
}

// everything lists all findings with places in the scenario's text; its documents stand in it as objects.
func everything(s *scenario.Scenario) []syntax.Diagnostic {
	found := Audit(s)
	var all []syntax.Diagnostic
	for _, d := range found.Members {
		all = append(all, d.Diagnostic)
	}
	for _, d := range s.Documents {
		for _, f := range found.Documents[d] {
			all = append(all, f.Moved(d.Base))
		}
	}
	return all
}

func codes(all []syntax.Diagnostic) []string {
	var codes []string
	for _, d := range all {
		codes = append(codes, d.Code)
	}
	sort.Strings(codes)
	return codes
}

// The firing example has the finding at the marked place and nothing else, with the severity of its check; its fix takes the
// finding away and leaves a scenario that can be read; the quiet one has nothing.
func TestExamples(t *testing.T) {
	severities := map[string]syntax.Severity{}
	for _, c := range validate.Checks() {
		severities[c.Code] = c.Severity
	}
	for _, e := range examples.OfScenarios() {
		t.Run(e.Code, func(t *testing.T) {
			found := everything(read(t, e.Fires))
			if len(found) != 1 || found[0].Code != e.Code || found[0].Span != e.At || found[0].Severity != severities[e.Code] {
				t.Fatalf("%q is not what is found: %+v", e.Fires[e.At.From:e.At.To], found)
			}
			if quiet := everything(read(t, e.Quiet)); len(quiet) > 0 {
				t.Errorf("the quiet example has %+v", quiet)
			}
			for _, fix := range found[0].Fixes {
				text := e.Fires
				for _, edit := range fix.Edits {
					text = text[:edit.Span.From] + edit.Text + text[edit.Span.To:]
				}
				if left := everything(read(t, text)); len(left) > 0 {
					t.Errorf("%s leaves %+v in\n%s", fix.Title, left, text)
				}
			}
		})
	}
}
