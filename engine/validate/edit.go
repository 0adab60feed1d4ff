package validate

import (
	"sort"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// literal writes a text as a JSON string.
func literal(text string) string { return syntax.Quote(text) }

func quote(text string) string { return `"` + text + `"` }

// write replaces a value or name by a string.
func write(span syntax.Span, text string) syntax.Fix {
	return edits("Write "+text, syntax.Edit{Span: span, Text: literal(text)})
}

func edits(title string, list ...syntax.Edit) syntax.Fix {
	return syntax.Fix{Title: title, Edits: list}
}

// replaced writes a piece of a string anew.
func replaced(v *syntax.Value, from, to int, text string) syntax.Fix {
	return write(v.Span, v.Text[:from]+text+v.Text[to:])
}

// take removes the child at i of a list or object together with one comma.
func take(children []syntax.Span, i int) syntax.Edit {
	switch {
	case i > 0:
		return syntax.Edit{Span: syntax.Span{From: children[i-1].To, To: children[i].To}}
	case len(children) > 1:
		return syntax.Edit{Span: syntax.Span{From: children[0].From, To: children[1].From}}
	}
	return syntax.Edit{Span: children[0]}
}

// without removes a member of an object.
func without(object *syntax.Value, m *syntax.Member) syntax.Edit {
	var children []syntax.Span
	at := 0
	for i := range object.Members {
		if object.Members[i].NameSpan == m.NameSpan {
			at = i
		}
		children = append(children, whole(&object.Members[i]))
	}
	return take(children, at)
}

// withoutItem removes a value of a list. A list that would be empty, or a value
// outside of one, has no such edit.
func withoutItem(list, item *syntax.Value) (syntax.Edit, bool) {
	items := list.Items
	at := sort.Search(len(items), func(i int) bool { return items[i].Span.From >= item.Span.From })
	if len(items) < 2 || at == len(items) || items[at].Span != item.Span {
		return syntax.Edit{}, false
	}
	if at == 0 {
		return take([]syntax.Span{items[0].Span, items[1].Span}, 0), true
	}
	return take([]syntax.Span{items[at-1].Span, items[at].Span}, 1), true
}

// drop is the fix that removes a value of a list, if it is not the only one.
func drop(title string, list, item *syntax.Value) syntax.Fix {
	if edit, ok := withoutItem(list, item); ok {
		return edits(title, edit)
	}
	return syntax.Fix{}
}

// whole is the place of a member: its name and value.
func whole(m *syntax.Member) syntax.Span {
	return syntax.Span{From: m.NameSpan.From, To: max(m.NameSpan.To, m.Value.Span.To)}
}

// with adds a member at the end of an object, on a line of its own if the last one has one.
func (l *linter) with(object *syntax.Value, member string) syntax.Edit {
	n := len(object.Members)
	if n == 0 {
		return insert(object.Span.From+1, member)
	}
	last := whole(&object.Members[n-1])
	return insert(last.To, ","+l.space(last.From)+member)
}

// text gives the text between two places; in broken text the later one may stand first.
func (l *linter) text(from, to int) string { return l.doc.Text[from:max(from, to)] }

// space is the white space in front of a place.
func (l *linter) space(at int) string {
	before := l.doc.Text[:at]
	space := before[len(strings.TrimRight(before, " \t\r\n")):]
	if space == "" && strings.HasSuffix(before, ",") {
		return ""
	}
	if space == "" && strings.Contains(l.doc.Text, ", ") {
		return " "
	}
	return space
}

func insert(at int, text string) syntax.Edit {
	return syntax.Edit{Span: syntax.Span{From: at, To: at}, Text: text}
}

// demand adds a condition to a statement: to the operator's block if there is
// one, to the Condition if there is one, or as a new Condition.
func (l *linter) demand(s *statement, operator, key, value string) syntax.Fix {
	title := "Add " + operator + " " + key
	pair := literal(key) + ": " + literal(value)
	if s.condition == nil {
		return edits(title, l.with(s.tree, `"Condition": {`+literal(operator)+": {"+pair+"}}"))
	}
	if s.condition.Value.Kind != syntax.Object {
		return syntax.Fix{}
	}
	if block, ok := s.condition.Value.Find(operator); ok {
		return edits(title, l.with(&block.Value, pair))
	}
	return edits(title, l.with(&s.condition.Value, literal(operator)+": {"+pair+"}"))
}

// dropClause removes a key from its condition, and the block that would be empty.
func dropClause(s *statement, c *clause) syntax.Edit {
	switch {
	case len(c.block.Value.Members) > 1:
		return without(&c.block.Value, c.key)
	case len(s.condition.Value.Members) > 1:
		return without(&s.condition.Value, c.block)
	}
	return without(s.tree, s.condition)
}

// underOperator moves a key to another operator.
func (l *linter) underOperator(s *statement, c *clause, operator string) syntax.Fix {
	title := "Write " + operator
	if len(c.block.Value.Members) == 1 {
		if _, taken := s.condition.Value.Find(operator); !taken {
			return edits(title, syntax.Edit{Span: c.block.NameSpan, Text: literal(operator)})
		}
	}
	pair := l.text(c.key.NameSpan.From, c.key.Value.Span.To)
	if block, ok := s.condition.Value.Find(operator); ok {
		if _, taken := block.Value.Find(c.key.Name); taken {
			return syntax.Fix{}
		}
		return edits(title, dropFromBlocks(s, c), l.with(&block.Value, pair))
	}
	return edits(title, without(&c.block.Value, c.key), insert(c.block.NameSpan.From, literal(operator)+": {"+pair+"},"+l.space(c.block.NameSpan.From)))
}

func dropFromBlocks(s *statement, c *clause) syntax.Edit {
	if len(c.block.Value.Members) > 1 {
		return without(&c.block.Value, c.key)
	}
	return without(&s.condition.Value, c.block)
}

// retest is the fix that tests a key, alone under its operator, with another operator for another value.
func (l *linter) retest(s *statement, c *clause, operator, value string) syntax.Fix {
	_, taken := s.condition.Value.Find(operator)
	if len(c.block.Value.Members) > 1 || taken && operator != c.block.Name {
		return syntax.Fix{}
	}
	return edits("Test with "+operator+" "+value, syntax.Edit{Span: c.key.Value.Span, Text: literal(value)}, syntax.Edit{Span: c.block.NameSpan, Text: literal(operator)})
}
