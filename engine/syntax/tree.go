package syntax

import (
	"strings"

	"github.com/tidwall/gjson"
)

// builder turns sound text into values.
type builder struct {
	sound    soundText
	sizes    []int // the number of children of each container, in the order in which they open
	reporter *reporter
}

func (b *builder) document() Value {
	return b.value(gjson.Parse(b.sound.text))
}

// value calls itself as deep as the text is nested: at most MaxDepth levels.
func (b *builder) value(r gjson.Result) Value {
	v := Value{Span: b.span(r)}
	switch {
	case b.sound.invented[r.Index]:
		v.Span.To = max(v.Span.From, v.Span.To)
	case r.IsObject():
		v.Kind = Object
		v.Members = b.members(r)
	case r.IsArray():
		v.Kind = Array
		v.Items = b.items(r)
	default:
		v.Kind, v.Text = scalar(r)
	}
	return v
}

// span returns the place of r in the original text. What gjson gives as the
// raw text of a whole document may end in white space.
func (b *builder) span(r gjson.Result) Span {
	return b.sound.span(r.Index, r.Index+len(strings.TrimRight(r.Raw, " \t\r\n")))
}

func scalar(r gjson.Result) (Kind, string) {
	switch r.Type {
	case gjson.String:
		return String, r.Str
	case gjson.Number:
		return Number, r.Raw
	case gjson.True, gjson.False:
		return Bool, r.Raw
	case gjson.Null, gjson.JSON:
	}
	return Null, r.Raw
}

// size takes the size of the next container.
func (b *builder) size() int {
	size := b.sizes[0]
	b.sizes = b.sizes[1:]
	return size
}

func (b *builder) items(r gjson.Result) []Value {
	items := make([]Value, 0, b.size())
	r.ForEach(func(_, item gjson.Result) bool {
		items = append(items, b.value(item))
		return true
	})
	return items
}

func (b *builder) members(r gjson.Result) []Member {
	members := make([]Member, 0, b.size())
	r.ForEach(func(name, value gjson.Result) bool {
		v := b.value(value)
		if !b.sound.invented[name.Index] {
			members = append(members, Member{name.Str, b.span(name), v})
		}
		return true
	})
	b.reportDuplicates(members)
	return members
}

func (b *builder) reportDuplicates(members []Member) {
	if len(members) < 2 || b.reporter.full() {
		return
	}
	first := make(map[string]Span, len(members))
	for _, m := range members {
		if at, seen := first[m.Name]; seen && !b.reporter.full() {
			b.reporter.report(duplicate(m.Name, at, m.NameSpan))
		} else if !seen {
			first[m.Name] = m.NameSpan
		}
	}
}
