package audit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeCutOff is the code of a grant that a boundary, an SCP, an RCP or a session policy cuts off.
const CodeCutOff = "GRANT_CUT_OFF"

// capTypes are the policy types that grant nothing and limit what others grant, as messages name them.
var capTypes = [len(policy.Types)]string{
	policy.Boundary: "permissions boundary", policy.Session: "session policy", policy.SCP: "service control policy", policy.RCP: "resource control policy",
}

// cutOffGrants looks for Allow statements whose grant comes to nothing for somebody: the engine denies, and nothing but a cap
// keeps it from allowing. It asks for the actions that statements of users and roles name in full, and for the scenario's own
// requests, unless they expect to be denied.
func cutOffGrants(a *auditor) {
	for _, who := range a.identities {
		principal, fault := a.World.Principal(who.ARN)
		if fault != iam.NoFault || who.boundary == nil && !a.World.Organization.Member(who.account.ID) {
			continue
		}
		for _, p := range who.policies() {
			if a.document(p) == nil {
				continue
			}
			for _, s := range sound(p) {
				a.cutOffFor(&who, principal, p, s)
			}
		}
	}
	for _, r := range a.Requests {
		if !strings.Contains(strings.ToLower(r.Expect), "den") {
			a.cutOffRequests(r)
		}
	}
}

// cutOff gathers actions that one cap cuts off.
type cutOff struct {
	cap     string
	actions []string
}

// cutOffFor asks for each action that a statement names in full, on a resource that it names.
func (a *auditor) cutOffFor(who *identity, principal iam.Principal, p *iam.Policy, s *policy.Statement) {
	if s.Effect != policy.Allow || s.Action.Not || s.Resource == nil || s.Resource.Not {
		return
	}
	var lost []cutOff
	for _, action := range fullActions(s) {
		for i := range s.Resource.Values {
			r := &s.Resource.Values[i]
			if r.HasVariables() {
				continue
			}
			q := authz.Request{Principal: principal, Action: action, Resource: filled.Replace(r.Raw), Clock: a.Options.Now}
			if v, capped := a.capOn(&q); capped && v.certain(&q, strings.ContainsAny(r.Raw, "*?")) {
				lost = with(lost, v.String(), action)
			}
		}
	}
	for _, l := range lost {
		a.tellCutOff(p, s, who.ARN, l)
	}
}

// with adds an action to those that a cap cuts off.
func with(all []cutOff, cap, action string) []cutOff {
	for i := range all {
		if all[i].cap == cap {
			if !slices.Contains(all[i].actions, action) {
				all[i].actions = append(all[i].actions, action)
			}
			return all
		}
	}
	return append(all, cutOff{cap, []string{action}})
}

func (a *auditor) tellCutOff(p *iam.Policy, s *policy.Statement, whom string, l cutOff) {
	names := strings.Join(l.actions[:min(len(l.actions), mostNamed)], ", ")
	if len(l.actions) > mostNamed {
		names += " and others"
	}
	a.statement(p, syntax.Diagnostic{Span: s.Action.Span, Severity: syntax.Suggestion, Code: CodeCutOff,
		Message: "This does not reach " + whom + " for " + names + ": " + l.cap + "."})
}

// verdict is what a cap says to a request that nothing else keeps from being allowed.
type verdict struct {
	trace *authz.Trace
	// deny is the statement that denies; where there is none, the caps of these types and nodes allow nothing.
	deny    *authz.Ref
	missing []authz.Missing
}

// capOn asks the engine whether caps alone keep a request from being allowed. A Deny counts if the request is allowed when it
// is decided again without it.
func (a *auditor) capOn(q *authz.Request) (verdict, bool) {
	if !a.spend(1) || a.decider.Decide(q) == authz.Allowed || !a.spend(traceWork) {
		return verdict{}, false
	}
	t := a.trace(q)
	if t.Decision == authz.ExplicitDeny {
		var without []*policy.Statement
		for _, by := range t.DecidedBy {
			without = append(without, by.Statement)
		}
		onlyCaps := !slices.ContainsFunc(t.DecidedBy, func(r authz.Ref) bool { return capTypes[r.Type] == "" })
		return verdict{trace: t, deny: &t.DecidedBy[0]}, onlyCaps && a.decider.DecideWithout(q, without...) == authz.Allowed
	}
	return verdict{trace: t, missing: t.Missing}, !slices.ContainsFunc(t.Missing, func(m authz.Missing) bool {
		return m.Beyond != authz.InPolicies || capTypes[m.Type] == ""
	})
}

// certain says whether the verdict holds for every request of the kind: no key is missing that somebody asks for, and where the
// resource stands for many, the cap keeps from all of them.
func (v *verdict) certain(q *authz.Request, standsForMany bool) bool {
	switch {
	case len(v.trace.MissingContext) > 0:
		return false
	case !standsForMany:
		return true
	case v.deny != nil:
		return everywhere(v.deny.Statement)
	}
	return slices.ContainsFunc(v.missing, func(m authz.Missing) bool { return !v.names(m, q) })
}

// everywhere says whether a statement is about every resource.
func everywhere(s *policy.Statement) bool {
	if s.Resource == nil {
		return true
	}
	for i := range s.Resource.Values {
		if s.Resource.Values[i].Raw == "*" {
			return !s.Resource.Not
		}
	}
	return false
}

// names says whether a cap that allows nothing here allows the action on some resource or other.
func (v *verdict) names(m authz.Missing, q *authz.Request) bool {
	action, _ := policy.ParseAction(q.Action)
	for _, p := range v.policies(m) {
		for _, s := range sound(p.Policy) {
			if s.Effect == policy.Allow && (s.Action.Match(action) >= 0) != s.Action.Not {
				return true
			}
		}
	}
	return false
}

// policies are those of a cap that allows nothing.
func (v *verdict) policies(m authz.Missing) []authz.PolicyTrace {
	var all []authz.PolicyTrace
	for _, l := range v.trace.Layers {
		for _, p := range l.Policies {
			if l.Type == m.Type && (m.Node == "" || p.AttachedTo == m.Node) {
				all = append(all, p)
			}
		}
	}
	return all
}

// String names the cap, and the statement where there is one.
func (v *verdict) String() string {
	if d := v.deny; d != nil {
		return statementName(d.Statement) + " of the " + capTypes[d.Type] + " " + d.Policy.Name + " (attached to " + d.AttachedTo + ") denies it"
	}
	m := v.missing[0]
	switch policies := v.policies(m); {
	case m.Node != "":
		return "no " + capTypes[m.Type] + " of " + m.Node + " allows it"
	case len(policies) == 1:
		return "the " + capTypes[m.Type] + " " + policies[0].Policy.Name + " does not allow it"
	}
	return "no " + capTypes[m.Type] + " allows it"
}

// statementName names a statement by its Sid, or by its place as people count.
func statementName(s *policy.Statement) string {
	if s.Sid != "" {
		return "the statement " + s.Sid
	}
	return "statement " + strconv.Itoa(s.Index+1)
}

// cutOffRequests looks at what the scenario itself asks for.
func (a *auditor) cutOffRequests(r *scenario.Request) {
	for i := range r.Asked {
		q := &r.Asked[i]
		v, capped := a.capOn(q)
		if !capped {
			continue
		}
		for _, l := range authz.Evaluate(a.World, q).Layers {
			for _, p := range l.Policies {
				for _, s := range p.Statements {
					if s.Matched && s.Statement.Effect == policy.Allow && (l.Type == policy.Identity || l.Type == policy.Resource) {
						a.tellCutOff(p.Policy, s.Statement, q.Principal.ARN, cutOff{v.String(), []string{q.Action}})
					}
				}
			}
		}
	}
}

// fullActions are the actions that a statement names in full.
func fullActions(s *policy.Statement) []string {
	var all []string
	for i := range s.Action.Values {
		if raw := s.Action.Values[i].Raw; !strings.ContainsAny(raw, "*?") {
			all = append(all, raw)
		}
	}
	return all
}
