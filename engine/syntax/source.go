package syntax

import "unicode/utf8"

// Position is a place as people count it: lines from 1, columns from 0, in
// characters. Lines end at LF, CR or CRLF.
type Position struct{ Line, Column int }

// Source is a named text that turns offsets into positions.
type Source struct {
	name, text string
	marks      []mark
	width      width      // of its characters
	outer      *Source    // the source in which the text stands as a string literal, if it does
	literal    Span       // the literal in outer, with its quotes
	decoded    *soundText // from the text to the literal
}

// mark remembers a place, so that the text is never counted from its beginning.
type mark struct {
	offset, utf16 int
	at            Position
}

// markEvery is the distance between marks in bytes.
const markEvery = 1 << 7

// NewSource names a text.
func NewSource(name, text string) *Source {
	return &Source{name: name, text: text}
}

// width says how many bytes the characters of a text have.
type width uint8

const (
	unseen  width = iota // nobody has asked yet: most texts are never asked
	oneByte              // each is one byte and one code unit
	several              // some has more, or it stands otherwise in a text around it
)

// ascii says whether every character is one byte and one code unit.
func (s *Source) ascii() bool {
	if s.width == unseen {
		if s.width = several; isASCII(s.text) {
			s.width = oneByte
		}
	}
	return s.width == oneByte
}

// mark sets the marks when a place is first asked for: most texts are never asked.
func (s *Source) mark() {
	m := mark{at: Position{Line: 1}}
	s.marks = append(s.marks, m)
	for m.offset < len(s.text) {
		m = m.next(s.text)
		if m.offset-s.marks[len(s.marks)-1].offset >= markEvery {
			s.marks = append(s.marks, m)
		}
	}
}

// next steps over one character.
func (m mark) next(text string) mark {
	r, size := utf8.DecodeRuneInString(text[m.offset:])
	m.offset += size
	m.utf16 += utf16Len(r)
	m.at.Column++
	crlf := r == '\r' && m.offset < len(text) && text[m.offset] == '\n'
	if r == '\n' || r == '\r' && !crlf {
		m.at = Position{Line: m.at.Line + 1}
	}
	return m
}

func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Name returns the name of the source.
func (s *Source) Name() string { return s.name }

// Text returns the text of the source; of an embedded one, decoded.
func (s *Source) Text() string { return s.text }

// Position returns the line and column of a byte offset. Offsets outside the
// text count as its ends. Those of an embedded source are places in the
// outermost text.
func (s *Source) Position(offset int) Position { return s.find(offset).at }

// UTF16 returns a byte offset as a count of UTF-16 code units, as editors in
// JavaScript count; of an embedded source, in the outermost text.
func (s *Source) UTF16(offset int) int {
	if s.ascii() {
		return min(max(offset, 0), len(s.text))
	}
	return s.find(offset).utf16
}

// Byte is the reverse of UTF16: the byte offset of a count of code units. A count within a character is that character's
// beginning; counts outside the text are its ends. It knows sources that are not embedded.
func (s *Source) Byte(utf16 int) int {
	if s.ascii() {
		return min(max(utf16, 0), len(s.text))
	}
	var m mark
	for m.offset < len(s.text) {
		after := m.next(s.text)
		if after.utf16 > utf16 {
			break
		}
		m = after
	}
	return m.offset
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (s *Source) find(offset int) mark {
	offset = min(max(offset, 0), len(s.text))
	if s.outer == nil {
		return s.count(offset)
	}
	if s.decoded == nil {
		s.decode()
	}
	if offset == len(s.text) {
		return s.outer.find(s.literal.From + s.decoded.end(offset))
	}
	return s.outer.find(s.literal.From + s.decoded.start(offset))
}

// count goes from the last mark before offset to the character that holds it.
func (s *Source) count(offset int) mark {
	if s.marks == nil {
		s.mark()
	}
	low, high := 0, len(s.marks)
	for high-low > 1 {
		if middle := (low + high) / 2; s.marks[middle].offset <= offset {
			low = middle
		} else {
			high = middle
		}
	}
	m := s.marks[low]
	for m.offset < offset {
		after := m.next(s.text)
		if after.offset > offset {
			break
		}
		m = after
	}
	return m
}

// Embedded returns the source of the text that stands in s as a JSON string
// literal: a policy inside a string of a scenario file, say.
func (s *Source) Embedded(name, text string, literal Span) *Source {
	return &Source{name: name, text: text, width: several, outer: s, literal: literal}
}

// decode finds the text in its literal when a place in it is first asked for: most are never asked.
func (s *Source) decode() {
	decoded := decode(s.outer.text[s.literal.From:s.literal.To])
	s.decoded = &decoded
}

// decode reads a string literal with its quotes.
func decode(literal string) soundText {
	if literal == "" {
		return soundText{}
	}
	edits := []edit{{from: 0, to: 1}}
	end := max(len(literal)-1, 1)
	for i := 1; i < end; {
		r, size := readEscape(literal[i:end])
		switch {
		case size == 0:
			i++
			continue
		case r == loneSurrogate:
			r = utf8.RuneError
		}
		edits = append(edits, edit{from: i, to: i + size, text: string(r)})
		i += size
	}
	return apply(literal, append(edits, edit{from: end, to: len(literal)}))
}
