package scenario

import "github.com/verdict-iam/verdict/engine/authz"

// Sweep decides many questions about one scenario fast, each by its decision
// alone. Its decisions are those of Decide. It is not safe for use by several
// goroutines at once.
type Sweep struct{ decider *authz.Decider }

// NewSweep makes a sweep of the scenario, which must not change meanwhile.
func (s *Scenario) NewSweep() *Sweep { return &Sweep{authz.NewDecider(s.World)} }

// Request decides a request. It is undecided where the request is broken.
func (w *Sweep) Request(r *Request) (decision authz.Decision, decided bool) {
	decision = authz.Allowed
	for i := range r.Asked {
		decision = authz.Stricter(decision, w.decider.Decide(&r.Asked[i]))
	}
	return decision, !r.Broken()
}

// Action decides a request as if it asked for another action on the same
// resources. It is undecided where the request is broken, asks for several
// permissions (MR-3), or the text is no action.
func (w *Sweep) Action(r *Request, action string) (decision authz.Decision, decided bool) {
	if r.Compound || r.Broken() {
		return authz.ImplicitDeny, false
	}
	decision = authz.Allowed
	for i := range r.Asked {
		one, sound := w.decider.Action(&r.Asked[i], action)
		if !sound {
			return authz.ImplicitDeny, false
		}
		decision = authz.Stricter(decision, one)
	}
	return decision, true
}
