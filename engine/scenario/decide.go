package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
)

// Outcome is the decision on a request of a scenario: one trace for each of
// its resources, and the strictest of their decisions (MR-6).
type Outcome struct {
	Request  *Request
	Decision authz.Decision
	// Traces is empty where the request cannot be decided.
	Traces []*authz.Trace
}

// Decide decides a request of the scenario; its traces leave out the
// statements that had no say.
func (s *Scenario) Decide(r *Request) Outcome { return s.decide(r, authz.Decide) }

// Explain decides a request of the scenario with everything in its traces.
func (s *Scenario) Explain(r *Request) Outcome { return s.decide(r, authz.Evaluate) }

func (s *Scenario) decide(r *Request, how func(*iam.World, *authz.Request) *authz.Trace) Outcome {
	o := Outcome{Request: r, Decision: authz.Allowed}
	for i := range r.Asked {
		t := how(s.World, &r.Asked[i])
		o.Traces = append(o.Traces, t)
		o.Decision = authz.Stricter(o.Decision, t.Decision)
	}
	if r.Broken() {
		o.Decision = authz.ImplicitDeny
	}
	return o
}

// Word gives the decision's word, or "error" for a request that cannot be decided.
func (o *Outcome) Word() string {
	if o.Request.Broken() {
		return "error"
	}
	return o.Decision.String()
}

// Settling gives the first trace whose decision is that of the whole request.
func (o *Outcome) Settling() *authz.Trace {
	if all := o.settling(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// DecidedBy are the statements behind the decision, each once.
func (o *Outcome) DecidedBy() []authz.Ref {
	return distinct(o.settling(), func(t *authz.Trace) []authz.Ref { return t.DecidedBy })
}

// Missing is what had to allow and did not, each once.
func (o *Outcome) Missing() []authz.Missing {
	return distinct(o.settling(), func(t *authz.Trace) []authz.Missing { return t.Missing })
}

// Notes are what the decision assumed or left out, each once.
func (o *Outcome) Notes() []authz.Note {
	return distinct(o.Traces, func(t *authz.Trace) []authz.Note { return t.Notes })
}

// MissingContext are the keys that statements asked for and the request lacks.
func (o *Outcome) MissingContext() []string {
	return distinct(o.Traces, func(t *authz.Trace) []string { return t.MissingContext })
}

// settling are the traces whose decision is that of the whole request.
func (o *Outcome) settling() []*authz.Trace {
	return slices.DeleteFunc(slices.Clone(o.Traces), func(t *authz.Trace) bool { return t.Decision != o.Decision })
}

// distinct gathers what the traces hold, each once, in their order.
func distinct[T comparable](traces []*authz.Trace, of func(*authz.Trace) []T) []T {
	var all []T
	seen := map[T]bool{}
	for _, t := range traces {
		for _, one := range of(t) {
			if !seen[one] {
				seen[one] = true
				all = append(all, one)
			}
		}
	}
	return all
}

// Expects says whether the request asserts anything.
func (r *Request) Expects() bool { return r.Expect != "" || len(r.DecidedBy) > 0 }

// Failures says, a line each, what is not as the request expects.
func (o *Outcome) Failures() []string {
	var failures []string
	if got, want := o.Word(), o.Request.Expect; want != "" && !meets(got, want) {
		failures = append(failures, "expected "+want+", got "+got)
	}
	decided := o.DecidedBy()
	for i := range o.Request.DecidedBy {
		e := &o.Request.DecidedBy[i]
		if !slices.ContainsFunc(decided, e.matches) {
			failures = append(failures, "expected "+e.String()+" among the statements that decided")
		}
	}
	return failures
}

func meets(got, want string) bool {
	return got == want || want == "denied" && (got == "explicitDeny" || got == "implicitDeny")
}

func (e *Expected) matches(r authz.Ref) bool {
	return (e.PolicyType == "" || e.PolicyType == r.Type.String()) &&
		(e.Policy == "" || e.Policy == r.Policy.Name) &&
		(e.AttachedTo == "" || e.AttachedTo == r.AttachedTo) &&
		(e.Effect == "" || e.Effect == r.Statement.Effect.String()) &&
		(e.Sid == nil || *e.Sid == r.Statement.Sid) &&
		(e.Index == nil || *e.Index == r.Statement.Index)
}

// String names the statement as far as the expectation does.
func (e *Expected) String() string {
	parts := []string{"a statement"}
	if e.Sid != nil {
		parts = []string{"statement " + strconv.Quote(*e.Sid)}
	} else if e.Index != nil {
		parts = []string{"statement " + strconv.Itoa(*e.Index)}
	}
	for _, p := range []struct{ word, value string }{{"of policy", e.Policy}, {"of type", e.PolicyType}, {"on", e.AttachedTo}, {"with effect", e.Effect}} {
		if p.value != "" {
			parts = append(parts, p.word, p.value)
		}
	}
	return strings.Join(parts, " ")
}

// DocumentOf gives the place of a policy's document, or nil for one that does not exist.
func (s *Scenario) DocumentOf(p *iam.Policy) *Document {
	if p.Ref < 0 {
		return nil
	}
	return s.Documents[p.Ref]
}

// Consulted are the documents that took part in a decision, AWS managed
// policies left out, in the order of the scenario's documents.
func (s *Scenario) Consulted(o *Outcome) []*Document {
	took := map[*Document]bool{}
	for _, t := range o.Traces {
		for i := range t.Layers {
			for _, p := range t.Layers[i].Policies {
				took[s.DocumentOf(p.Policy)] = true
			}
		}
	}
	var all []*Document
	for _, d := range s.Documents {
		if took[d] && d.Path != nil {
			all = append(all, d)
		}
	}
	return all
}
