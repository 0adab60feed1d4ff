// Package validate finds what is wrong, risky or needless in a policy document.
// The codes are those of IAM Access Analyzer where it has one. Each family of
// checks has a file; each check says its code, severity and policy types in the
// table at the head of its family.
package validate

import (
	"cmp"
	"slices"
	"sort"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Options settle what a document alone does not say.
type Options struct {
	// On chooses the checks; nil means those that are on by default.
	On func(*Check) bool
	// Facts are what the catalog knows of actions and keys; without it the checks
	// that need it are silent.
	Facts *catalog.Catalog
	// Resource is the ARN of the resource that a resource-based policy is
	// attached to. Where it is unknown, checks that compare the policy with it are silent.
	Resource string
}

// Lint gives the parser's diagnostics and the findings of the checks, sorted by place.
func Lint(d *policy.Document, o Options) []syntax.Diagnostic {
	if o.On == nil {
		o.On = func(c *Check) bool { return !c.Off }
	}
	l := &linter{doc: d, options: o, places: map[syntax.Span]bool{}, forms: map[string][]arnFields{}, uses: map[string][]use{}}
	l.read()
	for _, d := range d.Diagnostics {
		l.keep(l.mend(d))
	}
	l.run()
	sort.SliceStable(l.found, func(i, j int) bool {
		a, b := &l.found[i], &l.found[j]
		return cmp.Or(a.Span.From-b.Span.From, int(a.Severity)-int(b.Severity), cmp.Compare(a.Code, b.Code)) < 0
	})
	return l.found
}

type linter struct {
	doc        *policy.Document
	options    Options
	root       syntax.Value
	statements []statement
	found      []syntax.Diagnostic
	places     map[syntax.Span]bool   // of what is found
	forms      map[string][]arnFields // of ARNs, by service
	uses       map[string][]use       // that patterns cover
}

// run asks every family. Statements that cannot be evaluated match nothing, and
// their faults are told already.
func (l *linter) run() {
	for _, family := range documentFamilies {
		family(l)
	}
	for i := range l.statements {
		s := &l.statements[i]
		for _, family := range statementFamilies {
			family(l, s)
		}
		for j := range s.clauses {
			for _, family := range clauseFamilies {
				family(l, s, &s.clauses[j])
			}
		}
		l.hush(s)
	}
}

// hush takes suggestions back about a statement that allows everything: that is what there is to say of it.
func (l *linter) hush(s *statement) {
	if s.Effect != policy.Allow || !s.full() {
		return
	}
	l.found = slices.DeleteFunc(l.found, func(d syntax.Diagnostic) bool {
		return d.Severity == syntax.Suggestion && s.tree.Span.From < d.Span.From && d.Span.To <= s.tree.Span.To
	})
}

// report records a finding, if its check is on and looks at this policy type.
func (l *linter) report(code string, span syntax.Span, message string, fixes ...syntax.Fix) {
	l.reportAs(find(code).Severity, code, span, message, fixes...)
}

// reportAs is report with another severity than the check's own.
func (l *linter) reportAs(severity syntax.Severity, code string, span syntax.Span, message string, fixes ...syntax.Fix) {
	c := find(code)
	if !c.Types.has(l.doc.Type) || !l.options.On(c) {
		return
	}
	if l.doc.Malformed {
		fixes = nil // a place in broken text may be between what is there
	}
	fixes = slices.DeleteFunc(fixes, func(f syntax.Fix) bool { return len(f.Edits) == 0 })
	l.keep(syntax.Diagnostic{Span: span, Severity: severity, Code: code, Message: message, Fixes: fixes})
}

func (l *linter) keep(d syntax.Diagnostic) {
	l.found = append(l.found, d)
	l.places[d.Span] = true
}

// reportedIn says whether something is wrong within a place already.
func (l *linter) reportedIn(span syntax.Span) bool {
	return slices.ContainsFunc(l.found, func(d syntax.Diagnostic) bool {
		return span.From <= d.Span.From && d.Span.To <= span.To && d.Severity <= syntax.Warning
	})
}

// reported says whether something is wrong at a place already.
func (l *linter) reported(span syntax.Span) bool {
	return l.places[span]
}
