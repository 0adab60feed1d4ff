package scenario

import "github.com/verdict-iam/verdict/engine/syntax"

// Ignored is a check whose findings are not to be reported, and why.
type Ignored struct {
	Code, Reason string
	// Span is the code's place in the text that says so.
	Span syntax.Span
}

// ignored reads which checks are ignored: their codes, each with its reason.
func (r *reader) ignored(n node) {
	for _, m := range n.each() {
		r.scenario.Ignored = append(r.scenario.Ignored, Ignored{Code: m.name, Reason: m.text(), Span: m.span})
	}
}
