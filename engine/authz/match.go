package authz

import (
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// attachment is a policy as it applies to the request.
type attachment struct {
	policy *iam.Policy
	to     string
}

// statement compares a statement with the request (EL-1). Where everything
// is recorded all parts are compared; else the first that fails ends it.
func (e *evaluation) statement(a attachment, s *policy.Statement) StatementTrace {
	t := StatementTrace{Statement: s}
	if !s.Sound() {
		e.noteBroken(a, s)
		return t
	}
	failed := false
	e.relevant = true
	add := func(p Part) bool {
		failed = failed || !p.Matched
		if e.record == everything {
			t.Parts = append(t.Parts, p)
		}
		if p.Element == ConditionElement {
			return false
		}
		e.element(p.Matched)
		return failed && e.record < everything
	}
	if add(e.actionPart(s)) {
		return t
	}
	if part, has := e.resourcePart(a, s); has && add(part) {
		return t
	}
	if s.Principal != nil {
		part := e.principal(s)
		if a.policy.Grant {
			part.Kinds = granted(part.Kinds)
		}
		t.Kinds = part.Kinds
		if add(part) {
			return t
		}
	}
	matched := !failed
	conditions := e.conditions(a, s, add)
	t.Matched = matched && (conditions == condition.True || conditions == condition.Error && s.Effect == policy.Deny)
	if t.Matched && conditions == condition.Error {
		e.noteOnce(Note{Code: ConditionError, Policy: a.policy, Statement: s})
	}
	e.infer(conditions, t.Matched)
	return t
}

// element ends an element: what comes after one that fails does not count.
func (e *evaluation) element(matched bool) {
	if matched {
		e.inferred.close(condition.True)
		return
	}
	e.inferred.close(condition.False)
	e.infer(condition.False, false)
	e.relevant = false
}

func (e *evaluation) actionPart(s *policy.Statement) Part {
	part := Part{Element: ActionElement, Not: s.Action.Not, Span: s.Action.Span}
	i := s.Action.Match(e.action)
	if i >= 0 {
		part.Span, part.Value = s.Action.Values[i].Span, s.Action.Values[i].Raw
	}
	part.Matched = (i >= 0) != s.Action.Not
	e.restsIf(len(s.Action.Values) == 0, "GR-11")
	return part
}

// resourcePart compares Resource or NotResource. A trust policy has none
// (RE-17); without the element a resource-based policy covers the very
// resource that it is attached to (RE-16), but for KMS, which ignores such a
// statement (GR-43).
func (e *evaluation) resourcePart(a attachment, s *policy.Statement) (Part, bool) {
	part := Part{Element: ResourceElement, Span: s.Span}
	switch {
	case s.Resource != nil:
		e.resources(a, s.Resource, &part)
	case a.policy.Document.Type == policy.Trust:
		return part, false
	case a.policy.Document.Type == policy.Resource:
		part.Value = a.to
		part.Matched = a.to == e.request.Resource && e.action.Service != "kms"
		e.restsIf(a.to != e.request.Resource, "RE-16")
	}
	return part, true
}

func (e *evaluation) resources(a attachment, element *policy.Resources, part *Part) {
	part.Not, part.Span = element.Not, element.Span
	part.Matched = element.Not
	for i := range element.Values {
		v := &element.Values[i]
		e.inferred.next()
		m := v.Match(e.request.Resource, e.lookup)
		e.inferValue(a, &v.Text)
		if m.Unresolved != "" && part.Unresolved == "" {
			part.Unresolved = m.Unresolved
		}
		if m.Matched {
			part.Span, part.Value, part.Unresolved = v.Span, m.Resolved, ""
			part.Matched = !element.Not
			e.inferred.drop()
			e.inferValue(a, &v.Text)
			e.restsIf(v.Completed, "RE-11")
			e.restsIf(v.TypeWildcard, "RE-7")
			return
		}
		e.restsIf(e.inferred.wild, "RE-8")
		e.restsIf(e.inferred.nested, "CO-44")
		if len(element.Values) == 1 {
			part.Value = m.Resolved
		}
	}
	e.restsIf(len(element.Values) == 0, "GR-11")
	e.restsIf(element.Not && e.request.Resource == "*", "RE-14")
}

// conditions compares every key of the Condition block (CO-1). An error
// outweighs everything (CO-33), so that neither order nor other keys can turn
// it into an Allow.
func (e *evaluation) conditions(a attachment, s *policy.Statement, add func(Part) bool) condition.Outcome {
	outcome := condition.True
	e.restsIf(s.EmptyOperator, "GR-37")
	e.inferred.close(condition.True)
	for i := range s.Conditions {
		c := &s.Conditions[i]
		result, trace := e.condition(a, c)
		e.inferred.close(result.Outcome)
		switch {
		case result.Outcome == condition.Error:
			outcome = condition.Error
		case result.Outcome == condition.False && outcome == condition.True:
			outcome = condition.False
		}
		if e.record == everything {
			add(Part{Element: ConditionElement, Matched: result.Outcome == condition.True, Span: c.Span, Condition: trace})
		}
	}
	return outcome
}

func (e *evaluation) condition(a attachment, c *policy.Condition) (condition.Result, *ConditionTrace) {
	values := e.keys().values(c)
	e.inferred.next()
	operands := make([]condition.Operand, len(c.Values))
	texts := make([]string, len(c.Values))
	for i := range c.Values {
		operands[i], texts[i], _ = c.Values[i].Operand(c.Operator.Base, e.lookup)
	}
	e.consulted(c.Key, values.Present)
	result := c.Operator.Evaluate(operands, values)
	trace := ConditionTrace{Operator: c.Operator, Key: c.Key, PolicyValues: texts, RequestValues: values.Items, Present: values.Present, Result: result}
	if e.relevant {
		e.noteValue(c, result)
		if len(values.Items) > 1 && !values.Multivalued && c.Operator.Set == condition.NoSet && c.Operator.Base != condition.Null {
			e.noteOnce(Note{Code: TooManyValues, Subject: c.Key, Detail: c.Operator.String()})
		}
		e.inferCondition(a, c, &trace)
	}
	if e.record < everything {
		return result, nil
	}
	kept := trace
	return result, &kept
}

// noteValue names a request value that the operator cannot take (CO-18, CO-34).
func (e *evaluation) noteValue(c *policy.Condition, result condition.Result) {
	if result.Reason == condition.UnreadableRequestValue {
		e.noteOnce(Note{Code: UnreadableValue, Subject: c.Key, Detail: c.Operator.String()})
	}
	if result.Reason == condition.SetOperatorMissing {
		e.noteOnce(Note{Code: ListWithoutSet, Subject: c.Key, Detail: c.Operator.String()})
	}
}
