package validate

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Empty lists and objects, and set operators that an empty list or Null settles.
var emptyChecks = []Check{
	{Code: "EMPTY_ARRAY_PRINCIPAL", Severity: syntax.Suggestion, Types: principal, AWS: true},
	{Code: "EMPTY_OBJECT_PRINCIPAL", Types: principal, AWS: true},
	{Code: "EMPTY_OBJECT_CONDITION", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "EMPTY_SID_VALUE", Severity: syntax.Suggestion, Types: every, AWS: true},
	// AWS lists these four as suggestions; what an empty list does to access is seldom what its author means.
	{Code: "EMPTY_ARRAY_CONDITION_FORALLVALUES", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "EMPTY_ARRAY_CONDITION_FORANYVALUE", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "EMPTY_ARRAY_CONDITION_IFEXISTS", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "NULL_WITH_QUALIFIER", Severity: syntax.Warning, Types: every, AWS: true},
}

func empties(l *linter, s *statement) {
	if sid, ok := s.tree.Find("Sid"); ok && sid.Value.Kind == syntax.String && sid.Value.Text == "" {
		l.report("EMPTY_SID_VALUE", sid.Value.Span, "This Sid is empty and names nothing. Remove it, or write a name.", edits("Remove Sid", without(s.tree, sid)))
	}
	if m := s.principal.member; m != nil && m.Value.Kind == syntax.Object {
		l.emptyPrincipals(m)
	}
	if m := s.condition; m != nil && m.Value.Kind == syntax.Object {
		l.emptyBlocks(s, m)
	}
}

func (l *linter) emptyPrincipals(m *syntax.Member) {
	for i := range m.Value.Members {
		kind := &m.Value.Members[i]
		if kind.Value.Kind == syntax.Array && len(kind.Value.Items) == 0 {
			fix := syntax.Fix{}
			if len(m.Value.Members) > 1 {
				fix = edits("Remove "+kind.Name, without(&m.Value, kind))
			}
			l.report("EMPTY_ARRAY_PRINCIPAL", kind.Value.Span, "This list names nobody. Add a principal, or remove "+kind.Name+".", fix)
		}
	}
}

func (l *linter) emptyBlocks(s *statement, m *syntax.Member) {
	if len(m.Value.Members) == 0 {
		l.report("EMPTY_OBJECT_CONDITION", m.Value.Span, "This Condition is empty, so it asks for nothing. Remove it, or add an operator.", edits("Remove Condition", without(s.tree, m)))
		return
	}
	for i := range m.Value.Members {
		block := &m.Value.Members[i]
		if block.Value.Kind == syntax.Object && len(block.Value.Members) == 0 {
			edit := without(&m.Value, block)
			if len(m.Value.Members) == 1 {
				edit = without(s.tree, m)
			}
			l.report("EMPTY_OBJECT_CONDITION", block.Value.Span, block.Name+" tests no key, so it asks for nothing. Remove it, or add a key.", edits("Remove "+block.Name, edit))
		}
	}
}

// emptyConditions looks at empty lists of values, and at Null with a set operator.
func emptyConditions(l *linter, s *statement, c *clause) {
	if c.Base == condition.Null && c.Set != condition.NoSet {
		_, bare, _ := strings.Cut(c.block.Name, ":")
		outcome := "always true"
		if c.Set == condition.ForAnyValue {
			outcome = "always false"
		}
		l.report("NULL_WITH_QUALIFIER", c.block.NameSpan, c.block.Name+" is "+outcome+" where it should test whether "+c.key.Name+" is there. Write Null.", l.underOperator(s, c, bare))
		return
	}
	if c.key.Value.Kind != syntax.Array || len(c.key.Value.Items) > 0 {
		return
	}
	absent := edits("Test with Null", dropClause(s, c))
	if fix := l.nullInstead(s, c, "true"); len(fix.Edits) > 0 {
		absent = fix
	}
	switch {
	case c.Set == condition.ForAllValues:
		l.report("EMPTY_ARRAY_CONDITION_FORALLVALUES", c.key.Value.Span, "With an empty list, "+c.block.Name+" holds only where "+c.key.Name+" is absent. Add a value, or test that with Null.", absent)
	case c.Set == condition.ForAnyValue:
		l.report("EMPTY_ARRAY_CONDITION_FORANYVALUE", c.key.Value.Span, "With an empty list, "+c.block.Name+" never holds, so the statement does nothing. Add a value.")
	case c.IfExists:
		l.report("EMPTY_ARRAY_CONDITION_IFEXISTS", c.key.Value.Span, "With an empty list, "+c.block.Name+" holds only where "+c.key.Name+" is absent. Add a value, or test that with Null.", absent)
	}
}

// nullInstead tests the presence of the key in place of the clause, if the
// statement does not test it already.
func (l *linter) nullInstead(s *statement, c *clause, value string) syntax.Fix {
	title := "Test with Null " + value
	pair := literal(c.key.Name) + ": " + literal(value)
	null, has := s.condition.Value.Find("Null")
	switch {
	case has && hasKey(&null.Value, c.name):
		return edits(title, dropClause(s, c))
	case has:
		return edits(title, dropFromBlocks(s, c), l.with(&null.Value, pair))
	case len(c.block.Value.Members) == 1:
		return edits(title, syntax.Edit{Span: whole(c.block), Text: `"Null": {` + pair + "}"})
	}
	return edits(title, without(&c.block.Value, c.key), insert(c.block.NameSpan.From, `"Null": {`+pair+"},"+l.space(c.block.NameSpan.From)))
}

func hasKey(block *syntax.Value, name string) bool {
	for i := range block.Members {
		if strings.EqualFold(block.Members[i].Name, name) {
			return true
		}
	}
	return false
}
