package syntax

import (
	"strings"
	"unicode/utf8"
)

// builder reads strict JSON into values, in one pass. It gives up where a text is
// anything else: then the scanner says what is wrong, and makes it sound.
type builder struct {
	sound  soundText
	at     int
	depth  int
	values int // how many items and members there are in all
	// members and items are those of the objects and arrays that are open.
	members []Member
	items   []Value
	*reporter
}

// build reads a text that may be JSON; false where it is not.
func build(sound soundText, told *reporter) (v Value, ok bool) {
	// Most texts are policies, which need no more than what stands on the stack.
	var members [12]Member
	var items [4]Value
	b := builder{sound: sound, reporter: told, members: members[:0], items: items[:0]}
	ok = b.value(&v)
	b.space()
	return v, ok && b.at == len(sound.text)
}

// value calls itself as deep as the text is nested: at most MaxDepth levels.
func (b *builder) value(v *Value) (ok bool) {
	b.space()
	from := b.at
	switch b.next() {
	case '{':
		v.Kind, v.Members = Object, b.object()
		ok = v.Members != nil
	case '[':
		v.Kind, v.Items = Array, b.array()
		ok = v.Items != nil
	case '"':
		v.Kind = String
		v.Text, ok = b.string()
	default:
		v.Kind, v.Text = b.word()
		ok = v.Kind != Missing
	}
	v.Span = Span{from, b.at}
	if ok && b.sound.pieces != nil {
		b.place(v)
	}
	return ok
}

// place finds a value in the text that its author wrote.
func (b *builder) place(v *Value) {
	from := v.Span.From
	v.Span = b.sound.span(from, v.Span.To)
	if b.sound.invented[from] {
		*v = Value{Span: Span{v.Span.From, max(v.Span.From, v.Span.To)}}
	}
}

// next is the byte that comes next, or 0 at the end, which no text that is JSON has anywhere.
func (b *builder) next() byte {
	if b.at == len(b.sound.text) {
		return 0
	}
	return b.sound.text[b.at]
}

// space goes on to the next token.
func (b *builder) space() {
	text, at := b.sound.text, b.at
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	b.at = at
}

// word reads a number, Boolean or null; its kind is Missing where it is none.
func (b *builder) word() (Kind, string) {
	text, at := b.sound.text, b.at
	for at < len(text) && text[at] > ' ' && text[at] != ',' && text[at] != ']' && text[at] != '}' {
		at++
	}
	word := text[b.at:at]
	b.at = at
	switch {
	case word == "true" || word == "false":
		return Bool, word
	case word == "null":
		return Null, word
	case isNumber(word) && len(word) <= MaxNumber:
		return Number, word
	}
	return Missing, word
}

// string reads a string and its escapes.
func (b *builder) string() (string, bool) {
	text, at := b.sound.text, b.at+1
	from, escaped := at, false
	for at < len(text) {
		switch c := text[at]; {
		case c == '"':
			b.at = at + 1
			if escaped {
				return unescape(text[from:at]), true
			}
			return text[from:at], true
		case c == '\\':
			r, size := readEscape(text[at:])
			if size == 0 || r == loneSurrogate {
				return "", false
			}
			escaped = true
			at += size
		case c < ' ':
			return "", false
		case c < utf8.RuneSelf:
			at++
		default:
			r, size := utf8.DecodeRuneInString(text[at:])
			if r == utf8.RuneError && size == 1 {
				return "", false
			}
			at += size
		}
	}
	return "", false
}

// unescape reads the escapes of a sound string.
func unescape(raw string) string {
	text := make([]byte, 0, len(raw)) // no escape is shorter than what it stands for
	for {
		plain := strings.IndexByte(raw, '\\')
		if plain < 0 {
			return string(append(text, raw...))
		}
		text = append(text, raw[:plain]...)
		r, size := readEscape(raw[plain:])
		text = utf8.AppendRune(text, r)
		raw = raw[plain+size:]
	}
}

// enters goes into an object or array, unless there are too many levels; more says whether it has children.
func (b *builder) enters(closer byte) (more, ok bool) {
	b.depth++
	b.at++
	b.space()
	if b.next() == closer {
		b.at++
		b.depth--
		return false, b.depth < MaxDepth
	}
	return true, b.depth <= MaxDepth
}

// goesOn passes over what stands behind a child: more says whether another one follows.
func (b *builder) goesOn(closer byte) (more, ok bool) {
	b.values++
	b.space()
	switch b.next() {
	case ',':
		b.at++
		return true, b.values <= MaxValues
	case closer:
		b.at++
		b.depth--
		return false, b.values <= MaxValues
	}
	return false, false
}

// array reads the items of an array; nil where it is none.
func (b *builder) array() []Value {
	first := len(b.items)
	more, ok := b.enters(']')
	for ok && more {
		var v Value
		if !b.value(&v) {
			return nil
		}
		b.items = append(b.items, v)
		more, ok = b.goesOn(']')
	}
	if !ok {
		return nil
	}
	items := make([]Value, len(b.items)-first)
	copy(items, b.items[first:])
	b.items = b.items[:first]
	return items
}

// object reads the members of an object; nil where it is none.
func (b *builder) object() []Member {
	first := len(b.members)
	more, ok := b.enters('}')
	for ok && more {
		if !b.member() {
			return nil
		}
		more, ok = b.goesOn('}')
	}
	if !ok {
		return nil
	}
	members := make([]Member, len(b.members)-first)
	copy(members, b.members[first:])
	b.members = b.members[:first]
	b.reportDuplicates(members)
	return members
}

func (b *builder) member() bool {
	var m Member
	b.space()
	from, ok := b.at, b.next() == '"'
	if ok {
		m.Name, ok = b.string()
	}
	m.NameSpan = Span{from, b.at}
	b.space()
	if !ok || b.next() != ':' {
		return false
	}
	b.at++
	if !b.value(&m.Value) {
		return false
	}
	if b.sound.pieces != nil {
		m.NameSpan = b.sound.span(from, m.NameSpan.To)
	}
	if !b.sound.invented[from] {
		b.members = append(b.members, m)
	}
	return true
}

// few are so many members that each is compared with each faster than they are counted by name.
const few = 16

func (b *builder) reportDuplicates(members []Member) {
	if len(members) > few {
		b.reportManyDuplicates(members)
		return
	}
	for i := 1; i < len(members); i++ {
		for j := range i {
			if members[i].Name == members[j].Name && !b.full() {
				b.report(duplicate(members[i].Name, members[j].NameSpan, members[i].NameSpan))
				break
			}
		}
	}
}

func (b *builder) reportManyDuplicates(members []Member) {
	first := make(map[string]Span, len(members))
	for i := range members {
		m := &members[i]
		if at, seen := first[m.Name]; !seen {
			first[m.Name] = m.NameSpan
		} else if !b.full() {
			b.report(duplicate(m.Name, at, m.NameSpan))
		}
	}
}
