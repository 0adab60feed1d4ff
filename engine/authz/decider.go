package authz

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Decider decides many requests against one world, fast: it records nothing
// but the decision, stops at the first Deny, looks only at statements that may
// match, and keeps its memory from one request to the next. Its decisions are
// those of Evaluate. It is not safe for use by several goroutines at once.
type Decider struct {
	e evaluation
	// context is lent to the evaluation where a statement asks for a key.
	context requestContext
	// actions are those that were read before, by their text.
	actions map[string]policy.Action
	// swept is the request that Action was asked about last, and shared what its
	// context has in common with that of the next action.
	swept  *Request
	shared sharing
}

// sharing is all that the context depends on but the request: the owner of the
// resource and the service; of the services that have actions with keys of
// their own, the action.
type sharing struct{ owner, about string }

// maxActions bounds how many actions a Decider remembers.
const maxActions = 1024

// NewDecider makes a Decider for a world that does not change.
func NewDecider(world *iam.World) *Decider {
	d := &Decider{actions: map[string]policy.Action{}}
	d.e.world, d.e.spare = world, &d.context
	return d
}

// Decide gives the decision on a request.
func (d *Decider) Decide(request *Request) Decision {
	d.swept = nil
	d.e.reset(request, d.action(request.Action))
	d.e.context = nil
	return d.e.decide().decision
}

// DecideWithout gives the decision on a request as it were if the statements did not stand in their policies. What makes a
// bucket's policy public is not looked at again.
func (d *Decider) DecideWithout(request *Request, statements ...*policy.Statement) Decision {
	d.e.without = statements
	decision := d.Decide(request)
	d.e.without = nil
	return decision
}

func (d *Decider) action(text string) policy.Action {
	action, known := d.actions[text]
	if !known {
		if len(d.actions) == maxActions {
			clear(d.actions)
		}
		action, _ = policy.ParseAction(text)
		d.actions[text] = action
	}
	return action
}

// Action gives the decision on a request as if it had another action. It is not
// sound where the text is no action. While the same request is asked for many
// actions, it must not change.
func (d *Decider) Action(request *Request, text string) (decision Decision, sound bool) {
	action, sound := policy.ParseAction(text)
	if !sound {
		return ImplicitDeny, false
	}
	d.e.reset(request, action)
	shared := sharing{d.e.resourceAccount, action.Service}
	switch action.Service {
	case "iam", "kms", "sts":
		shared.about = action.String()
	}
	if request != d.swept || shared != d.shared {
		d.e.context = nil
	}
	d.swept, d.shared = request, shared
	return d.e.decide().decision, true
}

// reset makes an evaluation that records nothing ready for another request. Its
// context stays.
func (e *evaluation) reset(request *Request, action policy.Action) {
	e.request, e.action = request, action
	e.open()
}

// quickly is run without a record: of each policy it looks at the statements
// that may match the action, and stops at a Deny.
func (e *evaluation) quickly(l *layer, policies []attachment) (allowed bool) {
	for _, a := range policies {
		named, others := a.policy.Document.About(e.action.Service)
		for _, statements := range [...][]*policy.Statement{named, others} {
			for _, s := range statements {
				// Where something allows, another Allow adds nothing but how it names the caller.
				if allowed && s.Effect == policy.Allow && s.Principal == nil || !e.matches(a, s, l) {
					continue
				}
				if s.Effect == policy.Deny {
					l.deny = true
					return allowed
				}
				allowed = true
			}
		}
	}
	return allowed
}

// matches is statement without a record (EL-1).
func (e *evaluation) matches(a attachment, s *policy.Statement, l *layer) bool {
	if (s.Action.Match(e.action) >= 0) == s.Action.Not || !e.covers(a, s) || e.without != nil && slices.Contains(e.without, s) {
		return false
	}
	var kinds Kinds
	if s.Principal != nil {
		part := e.principal(s)
		if kinds = part.Kinds; a.policy.Grant {
			kinds = granted(kinds)
		}
		if !part.Matched {
			return false
		}
	}
	outcome := e.meets(s)
	if outcome == condition.False || outcome == condition.Error && s.Effect == policy.Allow {
		return false
	}
	if s.Effect == policy.Allow {
		l.kinds |= kinds
	}
	return true
}

// covers is resourcePart without a record.
func (e *evaluation) covers(a attachment, s *policy.Statement) bool {
	if s.Resource == nil {
		part, has := e.resourcePart(a, s)
		return !has || part.Matched
	}
	for i := range s.Resource.Values {
		if s.Resource.Values[i].Covers(&e.fields, e.binding) {
			return !s.Resource.Not
		}
	}
	return s.Resource.Not
}

// binding is lookup without a record.
func (e *evaluation) binding(name string) (string, policy.Binding) { return e.keys().lookup(name) }

// meets is conditions without a record (CO-1, CO-33).
func (e *evaluation) meets(s *policy.Statement) condition.Outcome {
	outcome := condition.True
	for i := range s.Conditions {
		c := &s.Conditions[i]
		result := c.Operator.Evaluate(c.Operands(e.binding), e.keys().values(c))
		switch {
		case result.Outcome == condition.Error:
			return condition.Error
		case result.Outcome == condition.False:
			outcome = condition.False
		}
	}
	return outcome
}
