package analyze

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// splice is one replacement in a text: the span gives way to the new text.
type splice struct {
	span syntax.Span
	text string
}

// size is how many bytes the replacement touches.
func (s splice) size() int { return s.span.To - s.span.From + len(s.text) }

func (s splice) apply(text string) string { return text[:s.span.From] + s.text + text[s.span.To:] }

// children gives the spans of an array's items or an object's members.
func children(v *syntax.Value) []syntax.Span {
	var spans []syntax.Span
	for i := range v.Items {
		spans = append(spans, v.Items[i].Span)
	}
	for i := range v.Members {
		spans = append(spans, syntax.Span{From: v.Members[i].NameSpan.From, To: v.Members[i].Value.Span.To})
	}
	return spans
}

// without takes a child out of an array or object, with its comma.
func without(v *syntax.Value, i int) splice {
	all := children(v)
	switch {
	case i > 0:
		return splice{span: syntax.Span{From: all[i-1].To, To: all[i].To}}
	case len(all) > 1:
		return splice{span: syntax.Span{From: all[0].From, To: all[1].From}}
	}
	return splice{span: all[0]}
}

// withChild adds a child behind the last one, on a line of its own where that has one.
func withChild(text string, v *syntax.Value, child string) splice {
	all := children(v)
	if len(all) == 0 {
		return splice{syntax.Span{From: v.Span.From + 1, To: v.Span.From + 1}, child}
	}
	last := all[len(all)-1]
	space := text[v.Span.From+1 : last.From]
	if len(all) > 1 {
		_, space, _ = strings.Cut(text[all[len(all)-2].To:last.From], ",")
	}
	if space == "" {
		space = " "
	}
	return splice{syntax.Span{From: last.To, To: last.To}, "," + space + indented(child, space)}
}

// indented moves the further lines of a child to the indentation of the first.
func indented(child, space string) string {
	at := strings.LastIndexByte(space, '\n')
	if at < 0 {
		return oneLine(child)
	}
	return strings.ReplaceAll(child, "\n", space[at:])
}

// oneLine writes JSON text that encode has laid out on one line.
func oneLine(child string) string {
	lines := strings.Split(child, "\n")
	for i := range lines {
		lines[i] = strings.TrimLeft(lines[i], " ")
	}
	return strings.Join(lines, " ")
}

// withItem adds an item to a list that may be written as a single value.
func withItem(text string, v *syntax.Value, item string) splice {
	if v.Kind == syntax.Array {
		return withChild(text, v, item)
	}
	return splice{v.Span, "[" + text[v.Span.From:v.Span.To] + ", " + item + "]"}
}

// withMember sets a member of an object.
func withMember(text string, object *syntax.Value, name string, value any) splice {
	if m, ok := object.Find(name); ok {
		return splice{m.Value.Span, encode(value)}
	}
	return withChild(text, object, encode(name)+": "+encode(value))
}

func memberIndex(object *syntax.Value, name string) int {
	return slices.IndexFunc(object.Members, func(m syntax.Member) bool { return m.Name == name })
}

// encode writes a value as JSON over several lines, as people read it. It is
// given strings, lists, objects and documents only, which JSON can hold.
func encode(value any) string {
	return string(syntax.MarshalIndent(value))
}
