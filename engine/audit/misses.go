package audit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeMisses is the code of a Deny that misses a request because the request has no key that it tests (CO-11, CO-15, CO-28).
const CodeMisses = "DENY_MISSES_ABSENT_KEY"

// missingDenies looks for requests of the scenario that are allowed past a Deny whose only unmet conditions test keys that the
// request does not carry. Tests for which an absent key is as good as another value are left alone: who has no tag has not the
// one that is denied.
func missingDenies(a *auditor) {
	for _, r := range a.Requests {
		for i := range r.Asked {
			q := &r.Asked[i]
			if !a.spend(1) {
				return
			}
			if a.decider.Decide(q) != authz.Allowed || !a.spend(2*traceWork) {
				continue
			}
			for _, l := range authz.Evaluate(a.World, q).Layers {
				for _, p := range l.Policies {
					for j := range p.Statements {
						a.missed(r, q, p.Policy, &p.Statements[j])
					}
				}
			}
		}
	}
}

// missed looks at one statement that an allowed request met, and decides again with the keys that it wants.
func (a *auditor) missed(r *scenario.Request, q *authz.Request, p *iam.Policy, s *authz.StatementTrace) {
	absent := absentTests(s)
	if s.Statement.Effect != policy.Deny || len(absent) == 0 {
		return
	}
	again := *q
	again.Context = slices.Clone(q.Context)
	for _, c := range absent {
		again.Context = slices.DeleteFunc(again.Context, func(s authz.Supplied) bool { return strings.EqualFold(s.Key, c.Key) })
		again.Context = append(again.Context, authz.Supplied{Key: c.Key, Values: []string{meeting(c)}})
	}
	if a.decider.Decide(&again) != authz.ExplicitDeny {
		return
	}
	for i := range s.Statement.Conditions {
		c := &s.Statement.Conditions[i]
		if slices.ContainsFunc(absent, func(t *authz.ConditionTrace) bool { return t.Key == c.Key && t.Operator == c.Operator }) {
			a.statement(p, a.miss(r, p, s.Statement, c))
		}
	}
}

// absentTests are the conditions that keep a Deny from matching, if each of them tests an absent key and would rather not let
// it pass; otherwise there are none.
func absentTests(s *authz.StatementTrace) []*authz.ConditionTrace {
	var absent []*authz.ConditionTrace
	for i := range s.Parts {
		part := &s.Parts[i]
		switch {
		case part.Matched:
		case part.Condition == nil || part.Condition.Present || !wary(part.Condition):
			return nil
		default:
			absent = append(absent, part.Condition)
		}
	}
	return absent
}

// wary tells the tests whose author did not think of a request without the key: that a Boolean is false, the size of a number,
// and that one of several values is none of a list. The keys of new tags are no such list, as a request without any has none
// to deny; whether a connection is secure every request to AWS tells.
func wary(c *authz.ConditionTrace) bool {
	key := strings.ToLower(c.Key)
	if key == "aws:tagkeys" || key == "aws:securetransport" || len(c.PolicyValues) == 0 {
		return false
	}
	switch c.Operator.Base {
	case condition.Bool:
		return strings.EqualFold(c.PolicyValues[0], "false")
	case condition.NumericLessThan, condition.NumericLessThanEquals, condition.NumericGreaterThan, condition.NumericGreaterThanEquals:
		return c.Operator.Set != condition.ForAllValues
	}
	return c.Operator.Set == condition.ForAnyValue && c.Operator.Base.Negated()
}

// meeting gives a value with which a wary test holds.
func meeting(c *authz.ConditionTrace) string {
	const most = "9000000000000000000"
	switch c.Operator.Base {
	case condition.Bool:
		return c.PolicyValues[0]
	case condition.NumericLessThan, condition.NumericLessThanEquals:
		return "-" + most
	case condition.NumericGreaterThan, condition.NumericGreaterThanEquals:
		return most
	}
	return "none-of-" + strings.NewReplacer("*", "", "?", "").Replace(strings.Join(c.PolicyValues, "-"))
}

// miss says which request walks past, and what would stop it.
func (a *auditor) miss(r *scenario.Request, p *iam.Policy, s *policy.Statement, c *policy.Condition) syntax.Diagnostic {
	better := c.Operator
	better.IfExists = true
	return syntax.Diagnostic{Span: c.Span, Severity: syntax.Warning, Code: CodeMisses,
		Message: "Request " + strconv.Itoa(r.Index+1) + " carries no " + c.Key + ", for which " + c.Operator.String() + " is false: this Deny misses it, and it is allowed. Write " + better.String() + ".",
		Fixes:   renamed(p.Document.Text, s.Index, c.Operator.String(), better.String()),
	}
}

// renamed writes another operator, where it has one key and the other is not there yet.
func renamed(text string, statement int, from, to string) []syntax.Fix {
	all := statementsIn(text)
	if statement >= len(all) {
		return nil
	}
	conditions, ok := all[statement].Find("Condition")
	if !ok {
		return nil
	}
	block, ok := conditions.Value.Find(from)
	if _, taken := conditions.Value.Find(to); !ok || taken || len(block.Value.Members) != 1 {
		return nil
	}
	return []syntax.Fix{{Title: "Write " + to, Edits: []syntax.Edit{{Span: block.NameSpan, Text: syntax.Quote(to)}}}}
}
