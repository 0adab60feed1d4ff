package audit

import (
	"slices"
	"sort"
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
	sort.SliceStable(all, func(i, j int) bool { return narrower(all[i], all[j]) })
	for _, s := range all {
		if a.wanted(s) || !a.spend(len(s.requests)) {
			continue
		}
		if a.idle(s, append(gone, s.statement), before) {
			gone = append(gone, s.statement)
			a.statement(s.policy, syntax.Diagnostic{Span: s.statement.Span, Severity: syntax.Suggestion, Code: CodeIdle, Message: whyIdle(s), Fixes: removal(s)})
		}
	}
}

// narrower puts statements that name their actions in full before others, and those that few requests match first.
func narrower(a, b *matched) bool {
	if full := inFull(a.statement); full != inFull(b.statement) {
		return full
	}
	return len(a.requests) < len(b.requests)
}

func inFull(s *policy.Statement) bool { return len(fullActions(s)) == len(s.Action.Values) }

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

// idle says whether every request that the statement matches comes out the same without some statements, it among them.
func (a *auditor) idle(s *matched, gone []*policy.Statement, before map[*scenario.Request]authz.Decision) bool {
	for _, r := range s.requests {
		after := authz.Allowed
		for i := range r.Asked {
			after = authz.Stricter(after, a.decider.DecideWithout(&r.Asked[i], gone...))
		}
		if !unchanged(s, r, before[r], after) {
			return false
		}
	}
	return true
}

// unchanged says whether the statement made no difference to a request: to an Allow, that the request is allowed all the same;
// to a Deny, that it is denied all the same, unless the scenario expects an explicit deny.
func unchanged(s *matched, r *scenario.Request, before, after authz.Decision) bool {
	if s.statement.Effect == policy.Allow {
		return before == authz.Allowed && after == authz.Allowed
	}
	return before == after || after != authz.Allowed && r.Expect != authz.ExplicitDeny.String()
}

// whyIdle says that a statement changes nothing, and why.
func whyIdle(s *matched) string {
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
	items := statementsIn(s.policy.Document.Text)
	i := s.statement.Index
	if s.statement.Effect != policy.Allow || len(items) < 2 || i >= len(items) {
		return nil
	}
	gone := syntax.Span{From: items[i].Span.From, To: items[min(i+1, len(items)-1)].Span.From}
	if i > 0 {
		gone = syntax.Span{From: items[i-1].Span.To, To: items[i].Span.To}
	}
	return []syntax.Fix{{Title: "Remove the statement", Edits: []syntax.Edit{{Span: gone}}}}
}

// statementsIn are the statements of a policy as they are written.
func statementsIn(text string) []*syntax.Value {
	root, _ := syntax.Parse(text)
	list, ok := root.Find("Statement")
	if !ok {
		return nil
	}
	return list.Value.Each()
}
