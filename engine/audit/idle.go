package audit

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeIdle is the code of a statement that can change no decision of the scenario.
const CodeIdle = "STATEMENT_CHANGES_NOTHING"

// matched is a statement with the requests of the scenario that it matches.
type matched struct {
	policy    *iam.Policy
	statement *policy.Statement
	requests  []*scenario.Request
}

// idleStatements looks for statements that requests of the scenario match and that change the decision on none, by deciding
// them again without the statement. A statement that no request matches is no fault of the policy, and not told; nor is an
// Allow whose request is denied for another reason: it may be needed once that is mended.
func idleStatements(a *auditor) {
	before := map[*scenario.Request]authz.Decision{}
	var gone []*policy.Statement // of two that do the same one stays
	all := a.matchedStatements(before)
	slices.SortStableFunc(all, narrowFirst)
	for _, s := range all {
		if a.wanted(s) || !a.spend(len(s.requests)) {
			continue
		}
		if after := a.without(s.requests, append(gone, s.statement)); slices.EqualFunc(s.requests, after, func(r *scenario.Request, d authz.Decision) bool { return unchanged(s, r, before[r], d) }) {
			gone = append(gone, s.statement)
			a.statement(s.policy, syntax.Diagnostic{Span: s.statement.Span, Severity: syntax.Suggestion, Code: CodeIdle, Message: idle(s), Fixes: removal(s)})
		}
	}
}

// narrowFirst puts statements that name their actions in full before others, and those that few requests match first.
func narrowFirst(a, b *matched) int {
	named := func(s *matched) int { return len(s.statement.Action.Values) - len(fullActions(s.statement)) }
	return cmp.Or(min(named(a), 1)-min(named(b), 1), len(a.requests)-len(b.requests))
}

// matchedStatements gathers the statements that the scenario's requests match, and how each request is decided.
func (a *auditor) matchedStatements(before map[*scenario.Request]authz.Decision) []*matched {
	var all []*matched
	at := map[*policy.Statement]*matched{}
	for _, r := range a.Requests {
		if r.Broken() || !a.spend(2*traceWork*len(r.Asked)) {
			continue
		}
		outcome := a.Explain(r)
		before[r] = outcome.Decision
		eachMatch(&outcome, func(p *iam.Policy, s *policy.Statement) {
			if at[s] == nil {
				at[s] = &matched{p, s, nil}
				all = append(all, at[s])
			}
			if !slices.Contains(at[s].requests, r) {
				at[s].requests = append(at[s].requests, r)
			}
		})
	}
	return all
}

// eachMatch hands over the statements that match a request.
func eachMatch(o *scenario.Outcome, visit func(*iam.Policy, *policy.Statement)) {
	for _, t := range o.Traces {
		for _, l := range t.Layers {
			for _, p := range l.Policies {
				for _, s := range p.Statements {
					if s.Matched {
						visit(p.Policy, s.Statement)
					}
				}
			}
		}
	}
}

// wanted says that a request expects the statement among those that decide, or that it cannot be judged, as it may be what
// makes the policy of a bucket that blocks public access public.
func (a *auditor) wanted(s *matched) bool {
	for _, r := range s.requests {
		for i := range r.DecidedBy {
			e := &r.DecidedBy[i]
			if (e.Policy == "" || e.Policy == s.policy.Name) && (e.Sid == nil || *e.Sid == s.statement.Sid) && (e.Index == nil || *e.Index == s.statement.Index) {
				return true
			}
		}
	}
	return slices.ContainsFunc(a.World.Resources, func(r *iam.Resource) bool { return r.BlockPublicAccess && r.Policy == s.policy })
}

// without decides requests without some statements.
func (a *auditor) without(requests []*scenario.Request, gone []*policy.Statement) []authz.Decision {
	var after []authz.Decision
	for _, r := range requests {
		decision := authz.Allowed
		for i := range r.Asked {
			decision = authz.Stricter(decision, a.decider.DecideWithout(&r.Asked[i], gone...))
		}
		after = append(after, decision)
	}
	return after
}

// unchanged says whether the statement made no difference to a request: to an Allow, that the request is allowed all the same;
// to a Deny, that it is denied all the same, unless the scenario expects an explicit deny.
func unchanged(s *matched, r *scenario.Request, before, after authz.Decision) bool {
	if s.statement.Effect == policy.Allow {
		return before == authz.Allowed && after == authz.Allowed
	}
	return before == after || after != authz.Allowed && r.Expect != authz.ExplicitDeny.String()
}

// idle says that a statement changes nothing, and why.
func idle(s *matched) string {
	word := "allowed"
	if s.statement.Effect == policy.Deny {
		word = "denied"
	}
	if n := len(s.requests); n > 1 {
		return "The " + strconv.Itoa(n) + " requests of this scenario that it matches are all " + word + " without it, too."
	}
	return "The one request of this scenario that it matches is " + word + " without it, too."
}

// removal is the fix that takes an Allow out of its policy. A Deny may be meant for grants to come, and the last statement
// cannot go.
func removal(s *matched) []syntax.Fix {
	root, _ := syntax.Parse(s.policy.Document.Text)
	list, ok := root.Find("Statement")
	i := s.statement.Index
	if !ok || s.statement.Effect != policy.Allow || len(list.Value.Items) < 2 || i >= len(list.Value.Items) {
		return nil
	}
	items := list.Value.Items
	gone := syntax.Span{From: items[i].Span.From, To: items[min(i+1, len(items)-1)].Span.From}
	if i > 0 {
		gone = syntax.Span{From: items[i-1].Span.To, To: items[i].Span.To}
	}
	return []syntax.Fix{{Title: "Remove the statement", Edits: []syntax.Edit{{Span: gone}}}}
}
