package syntax

import (
	"strings"
)

// builder turns sound text into values. What the scanner has made sound is
// strict JSON, so nothing can be wrong here.
type builder struct {
	sound    soundText
	at       int
	sizes    []int // the number of children of each container, in the order in which they open
	reporter *reporter
}

func (b *builder) document() Value { return b.value() }

// value calls itself as deep as the text is nested: at most MaxDepth levels.
func (b *builder) value() Value {
	b.space()
	from := b.at
	v := Value{}
	switch b.sound.text[from] {
	case '{':
		v.Kind, v.Members = Object, b.members()
	case '[':
		v.Kind, v.Items = Array, b.items()
	case '"':
		v.Kind, v.Text = String, b.string()
	case 't', 'f':
		v.Kind, v.Text = Bool, b.word()
	case 'n':
		v.Kind, v.Text = Null, b.word()
	default:
		v.Kind, v.Text = Number, b.word()
	}
	v.Span = b.sound.span(from, b.at)
	if b.sound.invented[from] {
		return Value{Span: Span{v.Span.From, max(v.Span.From, v.Span.To)}}
	}
	return v
}

// space goes on to the next token.
func (b *builder) space() {
	for ; b.at < len(b.sound.text); b.at++ {
		if c := b.sound.text[b.at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return
		}
	}
}

// word reads a number, Boolean or null.
func (b *builder) word() string {
	rest := b.sound.text[b.at:]
	end := strings.IndexAny(rest, " \t\r\n,]}")
	if end < 0 {
		end = len(rest)
	}
	b.at += end
	return rest[:end]
}

// string reads a string and its escapes.
func (b *builder) string() string {
	from, text := b.at+1, b.sound.text
	escaped := false
	at := from
	for ; text[at] != '"'; at++ {
		if text[at] == '\\' {
			escaped = true
			at++
		}
	}
	b.at = at + 1
	if escaped {
		return unescape(text[from:at])
	}
	return text[from:at]
}

func unescape(raw string) string {
	var text strings.Builder
	text.Grow(len(raw)) // no escape is shorter than what it stands for
	for raw != "" {
		plain := strings.IndexByte(raw, '\\')
		if plain < 0 {
			plain = len(raw)
		}
		text.WriteString(raw[:plain])
		raw = raw[plain:]
		if r, size := readEscape(raw); size > 0 {
			text.WriteRune(r)
			raw = raw[size:]
		}
	}
	return text.String()
}

// size takes the size of the next container.
func (b *builder) size() int {
	size := b.sizes[0]
	b.sizes = b.sizes[1:]
	return size
}

// children reads what stands between the brackets of a container.
func (b *builder) children(read func()) {
	for b.at++; ; {
		b.space()
		switch b.sound.text[b.at] {
		case ',':
			b.at++
		case '}', ']':
			b.at++
			return
		default:
			read()
		}
	}
}

func (b *builder) items() []Value {
	items := make([]Value, 0, b.size())
	b.children(func() { items = append(items, b.value()) })
	return items
}

func (b *builder) members() []Member {
	members := make([]Member, 0, b.size())
	b.children(func() {
		from := b.at
		name := b.string()
		span := b.sound.span(from, b.at)
		b.space()
		b.at++ // the colon
		v := b.value()
		if !b.sound.invented[from] {
			members = append(members, Member{name, span, v})
		}
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
