package complete

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// place is where the caret stands in a policy document: the members and items that lead to it, and the text that is typed there.
type place struct {
	// path holds the values from the document to the one at the caret, outermost first.
	path []step
	// naming says that the caret stands where an object takes a member's name, not in a value.
	naming bool
	// token is what a completion replaces: a string with its quotes, or the empty place at the caret.
	token syntax.Span
	// typed is the text of the string at the caret, up to the caret.
	typed string
	// quoted says that the caret stands in a string.
	quoted bool
	// named says that the name at the caret has its value already.
	named bool
}

// step is one value on the way to the caret, with the name of the member that it is in; items of lists have none.
type step struct {
	name  string
	value *syntax.Value
}

// find finds the place of the byte offset in a document.
func find(text string, root *syntax.Value, offset int) (place, bool) {
	p := place{path: []step{{"", root}}}
	for value := root; ; {
		switch value.Kind {
		case syntax.Object:
			next, ok := p.member(text, value, offset)
			if !ok {
				return p, p.quoted || within(value.Span, text, offset) && begins(text, offset, '{')
			}
			value = next
		case syntax.Array:
			next, ok := p.item(text, value, offset)
			if !ok {
				return p, within(value.Span, text, offset) && begins(text, offset, '[')
			}
			value = next
		case syntax.String:
			return p, p.inString(text, value.Span, offset)
		case syntax.Missing:
			p.token = syntax.Span{From: offset, To: offset}
			return p, true
		case syntax.Null, syntax.Bool, syntax.Number:
			return p, false
		}
	}
}

// within says whether the offset stands between the brackets of a container; one that nobody closed goes on to the end.
func within(span syntax.Span, text string, offset int) bool {
	closed := span.To > span.From+1 && strings.IndexByte("]}", text[span.To-1]) >= 0
	return offset > span.From && (offset < span.To || !closed)
}

// begins says whether something new can begin at the offset: behind the bracket that opens, or behind a comma.
func begins(text string, offset int, opening byte) bool {
	before := strings.TrimRight(text[:offset], " \t\r\n")
	return before != "" && (before[len(before)-1] == opening || before[len(before)-1] == ',')
}

// member goes on to the member's value at the offset. Where the offset stands in a name or between members it stays, with what a name would replace.
func (p *place) member(text string, object *syntax.Value, offset int) (*syntax.Value, bool) {
	for i := range object.Members {
		m := &object.Members[i]
		if m.NameSpan.From < offset && (offset < m.NameSpan.To || offset == m.NameSpan.To && unclosed(text, m.NameSpan)) {
			p.naming, p.named = true, m.Value.Kind != syntax.Missing
			return nil, p.inString(text, m.NameSpan, offset) && false
		}
		if p.holds(text, m, offset) {
			p.path = append(p.path, step{m.Name, &m.Value})
			return &m.Value, true
		}
	}
	p.naming, p.token = true, syntax.Span{From: offset, To: offset}
	return nil, false
}

// holds says whether the offset stands in the member's value, or behind its colon where it has none.
func (p *place) holds(text string, m *syntax.Member, offset int) bool {
	if m.Value.Kind != syntax.Missing {
		return m.Value.Span.From < offset && (offset < m.Value.Span.To || open(text, &m.Value))
	}
	if offset < m.NameSpan.To {
		return false
	}
	between := text[m.NameSpan.To:offset]
	return strings.Contains(between, ":") && strings.Trim(between, ": \t\r\n") == ""
}

// open says whether a value is a container or string that nobody closed.
func open(text string, v *syntax.Value) bool {
	last := text[max(v.Span.From, v.Span.To-1)]
	switch v.Kind {
	case syntax.Object:
		return last != '}'
	case syntax.Array:
		return last != ']'
	case syntax.String:
		return unclosed(text, v.Span)
	case syntax.Missing, syntax.Null, syntax.Bool, syntax.Number:
	}
	return false
}

// unclosed says whether the string there lacks its quote at the end.
func unclosed(text string, s syntax.Span) bool {
	return s.To == s.From+1 || text[s.To-1] != '"'
}

func (p *place) item(text string, list *syntax.Value, offset int) (*syntax.Value, bool) {
	for i := range list.Items {
		v := &list.Items[i]
		if v.Span.From < offset && (offset < v.Span.To || open(text, v)) {
			p.path = append(p.path, step{"", v})
			return v, true
		}
	}
	p.token = syntax.Span{From: offset, To: offset}
	return nil, false
}

// inString takes up the string at the caret. It ends with its line where nobody closed it.
func (p *place) inString(text string, span syntax.Span, offset int) bool {
	to := span.To
	if line := strings.IndexByte(text[span.From:to], '\n'); line >= 0 {
		to = span.From + line
	}
	if offset > to || offset <= span.From {
		return false
	}
	p.token, p.quoted, p.typed = syntax.Span{From: span.From, To: to}, true, text[span.From+1:offset]
	return true
}

// names are the members' names from the document to the caret, without those of items.
func (p *place) names() []string {
	var names []string
	for _, s := range p.path {
		if s.name != "" {
			names = append(names, s.name)
		}
	}
	return names
}

// statement is the statement that the caret stands in, or nothing.
func (p *place) statement() *syntax.Value {
	for i, s := range p.path {
		if s.name != "Statement" {
			continue
		}
		if s.value.Kind == syntax.Object {
			return s.value
		}
		if i+1 < len(p.path) && p.path[i+1].value.Kind == syntax.Object {
			return p.path[i+1].value
		}
	}
	return nil
}

// container is the innermost value that holds others at the caret.
func (p *place) container() *syntax.Value {
	for i := len(p.path) - 1; i >= 0; i-- {
		if kind := p.path[i].value.Kind; kind == syntax.Object || kind == syntax.Array {
			return p.path[i].value
		}
	}
	return p.path[0].value
}
