package authz

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
)

// inferences are the rules that AWS's documentation leaves open, as far as they
// were applied in the statement at hand. They become notes where the
// statement's match, or its failure, rests on them.
type inferences struct {
	applied []inference
	open    int // where those of the part at hand begin
	// wild, nested and blank say that a variable of the value at hand was filled
	// in with a `*` or `?`, with a `${`, or with nothing.
	wild, nested, blank bool
}

type inference struct {
	rule    string
	outcome condition.Outcome // of the part, or of the condition key
}

// rests records that the part at hand applies an inferred rule.
func (e *evaluation) rests(rule string) {
	if e.record > nothing && e.relevant {
		e.inferred.applied = append(e.inferred.applied, inference{rule, condition.True})
	}
}

// restsIf is rests where the rule applies.
func (e *evaluation) restsIf(applies bool, rule string) {
	if applies {
		e.rests(rule)
	}
}

// filledIn looks at the value of a variable.
func (i *inferences) filledIn(value string, binding policy.Binding) {
	bound := binding == policy.Bound
	i.wild = i.wild || bound && strings.ContainsAny(value, "*?")
	i.nested = i.nested || bound && strings.Contains(value, "${")
	i.blank = i.blank || bound && value == ""
}

// next begins another value.
func (i *inferences) next() { i.wild, i.nested, i.blank = false, false, false }

// close ends a part or a condition key with its outcome.
func (i *inferences) close(outcome condition.Outcome) {
	for j := i.open; j < len(i.applied); j++ {
		i.applied[j].outcome = outcome
	}
	i.open = len(i.applied)
}

// drop forgets the rules of the part at hand: another value settled it.
func (i *inferences) drop() { i.applied = i.applied[:i.open] }

// infer notes the rules that the statement's outcome rests on: for a match all,
// for a failure those of the parts that failed.
func (e *evaluation) infer(outcome condition.Outcome, matched bool) {
	for _, i := range e.inferred.applied {
		if i.outcome == outcome || matched && i.outcome == condition.True {
			e.note(Inferred, i.rule)
		}
	}
	e.inferred.applied, e.inferred.open = e.inferred.applied[:0], 0
}

// ownerKeys follow from the account that owns the resource.
var ownerKeys = map[string]bool{"aws:resourceaccount": true, "aws:resourceorgid": true, "aws:resourceorgpaths": true}

// inferOwner: the owner of `*` is taken to be the caller's account.
func (e *evaluation) inferOwner(key string) {
	if e.request.Resource != "*" || e.request.ResourceAccount != "" || e.action.Service == "organizations" || !ownerKeys[strings.ToLower(key)] {
		return
	}
	entry := e.keys().find(key)
	e.restsIf(entry == nil && e.world.Organization != nil || entry != nil && entry.Origin == Derived, "RC-4")
}

// inferPrincipal: whom a Deny reaches by an account, by the user of a federated
// session, or by a NotPrincipal that lists part of a chain.
func (e *evaluation) inferPrincipal(s *policy.Statement, part *Part) {
	if s.Effect != policy.Deny || !part.Matched {
		return
	}
	e.restsIf(part.Chain == ChainIncomplete, "PM-14")
	e.restsIf(part.Kinds&^(AsAccount|AsRoot) == 0, "PM-6")
	e.restsIf(part.Kinds == AsUserOfFederated, "PM-7")
}

// inferCompanion: inherited tags alone make a call need sts:TagSession.
func (e *evaluation) inferCompanion(d Decision) {
	if d == Allowed || e.action.String() != "sts:tagsession" || len(e.request.Session.Inherited()) == 0 {
		return
	}
	for _, s := range e.request.Context {
		if strings.HasPrefix(strings.ToLower(s.Key), "aws:requesttag/") {
			return
		}
	}
	e.note(Inferred, "EV-77")
}

// inferValue looks at how one value's variables were filled in.
func (e *evaluation) inferValue(a attachment, t *policy.Text) {
	if !t.HasVariables() {
		return
	}
	e.restsIf(a.policy.Document.Type == policy.RCP, "CO-49")
	for _, v := range t.Variables() {
		if v.HasDefault && e.inferred.blank {
			e.rests("CO-48")
		}
	}
}

func (e *evaluation) inferCondition(a attachment, c *policy.Condition, t *ConditionTrace) {
	r, base := t.Result, c.Operator.Base
	e.restsIf(c.OddCase, "CO-5")
	e.restsIf(r.Reason == condition.AbsentKeyPasses && c.Operator.Set == condition.ForAnyValue, "CO-15")
	absent := !t.Present || len(t.RequestValues) == 0
	e.restsIf(len(c.Values) == 0 && (base == condition.Null || !absent && r.Reason != condition.SetOperatorMissing), "GR-11")
	if absent || base == condition.Null || r.Reason == condition.SetOperatorMissing {
		return
	}
	unmatched := r.Reason == condition.NoValueMatched || r.Reason == condition.NoExcludedValueMatched
	e.restsIf(unmatched && (base.Wildcards() && e.inferred.wild || e.inferred.nested), "CO-44")
	e.restsIf(dated(base) && (hasYear(t.PolicyValues) || hasYear(t.RequestValues)), "CO-24")
	e.restsIf(r.Reason == condition.PolicyValueNotARN && likeARN(t.PolicyValues[max(r.Operand, 0)]), "CO-33")
	e.restsIf(r.Reason == condition.UnreadableRequestValue && base.Wildcards() && likeARN(t.RequestValues[max(r.Value, 0)]), "CO-33")
	for i := range c.Values {
		e.inferValue(a, &c.Values[i].Text)
	}
}

// likeARN tells the texts that are no ARN and of which no answer of AWS is known.
func likeARN(text string) bool { return text == "*" || strings.HasPrefix(text, "arn:") }

func dated(b condition.Base) bool {
	return condition.DateEquals <= b && b <= condition.DateGreaterThanEquals
}

// hasYear tells four digits, which could be a year or seconds since 1970.
func hasYear(texts []string) bool {
	for _, t := range texts {
		if len(t) == 4 && strings.Trim(t, "0123456789") == "" {
			return true
		}
	}
	return false
}
