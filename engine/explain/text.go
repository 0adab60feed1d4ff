package explain

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
)

// Place is where a statement or a part of one stands: a byte offset in a
// policy's document.
type Place struct {
	Policy *iam.Policy
	Offset int
}

// Text writes a trace for the terminal: the decision, then every policy type
// with its policies, statements and the parts that kept a statement from
// matching. place says where something stands.
func Text(t *authz.Trace, place func(Place) string) string {
	var b strings.Builder
	b.WriteString(Decision(t.Decision) + ": " + Sentence(t) + "\n")
	for i := range t.Layers {
		l := &t.Layers[i]
		b.WriteString(mark(l.State) + " " + PolicyType(l.Type) + ": " + Layer(l) + "\n")
		for j := range l.Policies {
			policyText(&b, t, &l.Policies[j], place)
		}
	}
	for _, key := range t.MissingContext {
		b.WriteString("? the request has no " + key + "\n")
	}
	for _, n := range t.Notes {
		b.WriteString("! " + Note(n) + "\n")
	}
	return b.String()
}

func mark(s authz.State) string {
	switch s {
	case authz.AllowFound:
		return "+"
	case authz.DenyFound:
		return "x"
	case authz.NoAllow, authz.NonePresent:
		return "-"
	case authz.NotApplicable, authz.Bypassed:
	}
	return " "
}

func policyText(b *strings.Builder, t *authz.Trace, p *authz.PolicyTrace, place func(Place) string) {
	b.WriteString("    " + p.Policy.Name + on(authz.Ref{Policy: p.Policy, AttachedTo: p.AttachedTo}) + "\n")
	for i := range p.Statements {
		s := &p.Statements[i]
		at := place(Place{p.Policy, s.Statement.Span.From})
		near := ""
		if s.NearMiss() {
			near = " All else matches."
		}
		b.WriteString("      " + at + ": " + s.Statement.Effect.String() + " " + Statement(s.Statement) + ": " + Reason(t, s) + near + "\n")
	}
}
