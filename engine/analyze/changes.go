// Package analyze answers questions about a scenario that take more than one
// decision: which single edits would change a decision.
package analyze

import (
	"slices"
	"sort"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Change is a single edit of a scenario that flips a decision.
type Change struct {
	Verb Verb
	// Value is what is added, taken away or set: an action, an ARN, a policy's
	// name, a context key's value.
	Value string
	// Element is the element of a statement, or the context key, that is edited.
	Element string
	// Policy and Statement are those edited, or nil.
	Policy    *iam.Policy
	Statement *policy.Statement
	// Target is the ARN or node that a policy is attached to or taken from.
	Target string
	// Document is the policy document in whose own text Span and Text stand; it
	// is nil for an edit of the scenario's text.
	Document *scenario.Document
	Span     syntax.Span
	Text     string
	// Decision is the one after the edit.
	Decision authz.Decision
}

// Verb says what a change does.
type Verb uint8

// The verbs.
const (
	AddValue Verb = iota
	RemoveValue
	DropCondition
	AddStatement
	DenyStatement
	RemoveStatement
	SpareCaller
	SetKey
	RemoveKey
	Attach
	Detach
	RemoveInlinePolicy
	JoinGroup
	RemoveBoundary
	AddInlinePolicy
	AddResourcePolicy
	UnblockPublicAccess
)

// Limits on how many changes are given, and on how many are tried for them: no
// more than can be tried by reading so many bytes and deciding so many checks
// again, and one at least.
const (
	maxChanges = 5
	maxTried   = 60
	maxRead    = 1 << 20
	maxDecided = 4000 // checks
)

// Changes gives up to five single edits that flip the decision on a request,
// from denied to allowed or back, the smallest first. Each has been confirmed by
// reading the edited scenario and deciding again.
func Changes(s *scenario.Scenario, r *scenario.Request) []Change {
	if r.Broken() {
		return nil
	}
	outcome := s.Explain(r)
	f := newFinder(s, r)
	f.denied = slices.DeleteFunc(slices.Clone(outcome.Traces), func(t *authz.Trace) bool { return t.Decision == authz.Allowed })
	for _, t := range outcome.Traces {
		if t.Decision == outcome.Decision {
			f.propose(t)
		}
	}
	sort.SliceStable(f.found, func(i, j int) bool { return size(f.found[i]) < size(f.found[j]) })
	var confirmed []Change
	for _, found := range f.found[:min(len(f.found), f.tries())] {
		c := *found
		if len(confirmed) == maxChanges {
			break
		}
		after, ok := f.after(c)
		if ok && (after == authz.Allowed) != (outcome.Decision == authz.Allowed) {
			c.Decision = after
			confirmed = append(confirmed, c)
		}
	}
	return confirmed
}

// tries is how many edits are worth trying in a scenario of this size.
func (f *finder) tries() int {
	return max(1, min(maxTried, maxRead/(len(f.text)+1), maxDecided/len(f.r.Asked)))
}

func size(c *Change) int { return splice{c.Span, c.Text}.size() }

// after decides the request in the edited scenario.
func (f *finder) after(c Change) (authz.Decision, bool) {
	text, options := f.text, f.s.Options
	edit := splice{c.Span, c.Text}
	switch d := c.Document; {
	case d == nil:
		text = edit.apply(text)
	case d.File != "":
		options.File = replacing(options.File, d.File, edit.apply(d.Policy.Document.Text))
	default:
		text = f.rewritten(d, edit.apply(d.Policy.Document.Text)).apply(text)
	}
	edited, refusals := scenario.Read(syntax.NewSource(f.s.Source.Name(), text), options)
	if refusals != nil || len(edited.Requests) <= f.r.Index || edited.Requests[f.r.Index].Broken() {
		return authz.ImplicitDeny, false
	}
	o := edited.Decide(edited.Requests[f.r.Index])
	return o.Decision, true
}

// replacing reads one file as the new text, and the others as before.
func replacing(read func(string) (*syntax.Source, error), path, text string) func(string) (*syntax.Source, error) {
	return func(asked string) (*syntax.Source, error) {
		if asked == path {
			return syntax.NewSource(path, text), nil
		}
		return read(asked)
	}
}

// rewritten puts the new text of a document in its place in the scenario: as
// it is, or as the raw text of a string.
func (f *finder) rewritten(d *scenario.Document, text string) splice {
	v := f.at(d.Path...)
	if v.Kind == syntax.String {
		return splice{v.Span, encode(text)}
	}
	return splice{v.Span, text}
}
