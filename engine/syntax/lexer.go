package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// tokenKind is the byte that begins a bracket, comma or colon, or one of the constants.
type tokenKind byte

const (
	endOfText   tokenKind = 0
	stringToken tokenKind = '"'
	atomToken   tokenKind = '1' // a number, true, false or null
	wordToken   tokenKind = 'w' // anything else that is written without quotes
)

type token struct {
	kind tokenKind
	Span
}

// lexer cuts a text into tokens. What it cannot read it reports, mends with
// edits and passes over.
type lexer struct {
	reporter
	text     string
	pos      int
	edits    []edit
	mistakes int
}

// maxMistakes is where mending ends: a text with more was never meant as JSON.
const maxMistakes = 1000

// report notes a mistake. After too many of them the text counts as ended.
func (l *lexer) report(d Diagnostic) {
	l.reporter.report(d)
	if l.mistakes++; l.mistakes == maxMistakes {
		l.text = l.text[:l.pos]
	}
}

// edit notes a change; removals that touch each other become one.
func (l *lexer) edit(e edit) {
	if n := len(l.edits); n > 0 && e.text == "" && l.edits[n-1].text == "" && l.edits[n-1].to == e.from {
		l.edits[n-1].to = e.to
		return
	}
	l.edits = append(l.edits, e)
}

func (l *lexer) insert(at int, text string) { l.edit(edit{from: at, to: at, text: text}) }
func (l *lexer) invent(at int, text string) {
	l.edit(edit{from: at, to: at, text: text, invented: true})
}
func (l *lexer) remove(at Span)                    { l.edit(edit{from: at.From, to: at.To}) }
func (l *lexer) replace(from, to int, text string) { l.edit(edit{from: from, to: to, text: text}) }

// next returns the next token. A word may hold colons where a value is
// expected (`s3:GetObject`), not where a name is.
func (l *lexer) next(valueExpected bool) token {
	for l.pos < len(l.text) {
		from := l.pos
		switch c := l.text[from]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			l.pos++
		case c == '"':
			l.quoted('"', 1, `"`)
			return token{stringToken, Span{from, l.pos}}
		case c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']':
			l.pos++
			return token{tokenKind(c), Span{from, l.pos}}
		case c == '#' || strings.HasPrefix(l.text[from:], "//") || strings.HasPrefix(l.text[from:], "/*"):
			l.comment()
		default:
			if t, ok := l.longToken(valueExpected); ok {
				return t
			}
		}
	}
	return token{endOfText, Span{l.pos, l.pos}}
}

// longToken reads a string or word, or passes over what is neither.
func (l *lexer) longToken(valueExpected bool) (token, bool) {
	from := l.pos
	r, size := utf8.DecodeRuneInString(l.text[from:])
	if quotes := closers(r); quotes != "" {
		l.quoted(r, size, quotes)
		return token{stringToken, Span{from, l.pos}}, true
	}
	l.word(valueExpected)
	if l.pos == from {
		l.junk()
		return token{}, false
	}
	kind := wordToken
	if w := l.text[from:l.pos]; w == "true" || w == "false" || w == "null" || isNumber(w) && len(w) <= MaxNumber {
		kind = atomToken
	}
	return token{kind, Span{from, l.pos}}, true
}

// word passes over a run of characters that need no quotes in other languages.
func (l *lexer) word(valueExpected bool) {
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		switch {
		case r <= ' ' || r == '\\' || r == 0x7F || closers(r) != "" || isInvisible(r):
			return
		case r == utf8.RuneError && size == 1:
			return
		case r == ':' && valueExpected && l.colonInside():
		case r < 0x80 && strings.IndexByte("{}[],:", byte(r)) >= 0:
			return
		}
		l.pos += size
	}
}

// colonInside reports whether the colon at pos stands between two letters or stars of a word.
func (l *lexer) colonInside() bool {
	return l.pos+1 < len(l.text) && strings.IndexByte(" \t\r\n\"'{}[],:\\", l.text[l.pos+1]) < 0
}

func (l *lexer) comment() {
	from := l.pos
	rest := l.text[from:]
	end, skip := strings.IndexAny(rest, "\r\n"), 0
	if strings.HasPrefix(rest, "/*") {
		end, skip = strings.Index(rest[2:], "*/"), 4
	}
	if end < 0 {
		end, skip = len(rest), 0
	}
	l.pos = from + end + skip
	at := Span{from, l.pos}
	l.report(fault(at, "JSON has no comments. Remove this.", removal(at)))
	l.remove(at)
}

// junk passes over characters that can begin no token.
func (l *lexer) junk() {
	from := l.pos
	r, size := utf8.DecodeRuneInString(l.text[from:])
	l.pos += size
	at := Span{from, l.pos}
	switch {
	case r == utf8.RuneError && size == 1:
		l.report(invalidUTF8(at))
	case r == 0xFEFF && from == 0:
		l.report(fault(at, "The document begins with a byte order mark. Save it as UTF-8 without one.", removal(at)))
	case isInvisible(r):
		l.report(fault(at, "An invisible character ("+codePoint(r)+") stands here. Remove it or write a plain space.",
			replacement(at, " ")))
	default:
		l.report(fault(at, "The character "+strconv.QuoteRune(r)+" cannot stand here. Remove it.", removal(at)))
	}
	l.remove(at)
}

// codePoint names a character as Unicode does.
func codePoint(r rune) string {
	digits := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return "U+" + strings.Repeat("0", max(0, 4-len(digits))) + digits
}

func invalidUTF8(at Span) Diagnostic {
	return coded(at, CodeInvalidUTF8, "These bytes are no UTF-8. Save the document as UTF-8.")
}

// quoted reads a string that begins with the quote r at pos.
func (l *lexer) quoted(r rune, size int, quotes string) {
	from := l.pos
	l.pos += size
	if r != '"' {
		l.replace(from, l.pos, `"`)
	}
	end, closed := l.body(quotes)
	at := Span{from, l.pos}
	switch {
	case !closed:
		l.report(unclosedString(at, end))
		l.insert(end, `"`)
	case r != '"':
		l.replace(end, l.pos, `"`)
		l.report(wrongQuotes(at, r, end))
	}
}

func wrongQuotes(at Span, quote rune, end int) Diagnostic {
	message := "These are typographic quotes. JSON strings stand between straight double quotes."
	if quote == '\'' {
		message = "This string stands in single quotes. JSON strings stand between double quotes."
	}
	return fault(at, message, Fix{Title: "Write double quotes", Edits: []Edit{
		{Span{at.From, at.From + utf8.RuneLen(quote)}, `"`}, {Span{end, at.To}, `"`}}})
}

// plain are the bytes that mean nothing but themselves in a string, whatever quotes it stands in: most of every text.
var plain = func() (table [256]bool) {
	for c := ' '; c < 0x7F; c++ {
		table[c] = closers(c) == "" && c != '\\'
	}
	return table
}()

// body reads a string's characters up to its closing quote, and returns where
// they end. A string that is not closed ends with its line.
func (l *lexer) body(quotes string) (end int, closed bool) {
	for l.pos < len(l.text) {
		if plain[l.text[l.pos]] {
			l.pos++
			continue
		}
		from := l.pos
		r, size := utf8.DecodeRuneInString(l.text[from:])
		switch {
		case strings.ContainsRune(quotes, r) && r != utf8.RuneError:
			l.pos += size
			return from, true
		case r == '\n' || r == '\r':
			return l.cutLine(), false
		case r == '\\':
			l.escape()
		case r == '"':
			l.pos++
			l.replace(from, l.pos, `\"`)
		case r < ' ':
			l.control(r)
		case r == utf8.RuneError && size == 1:
			l.invalidRun()
		default:
			l.pos += size
		}
	}
	return l.pos, false
}

// cutLine leaves a comma at the end of the line to the grammar: it was hardly
// meant to be part of the string.
func (l *lexer) cutLine() int {
	if before := strings.TrimRight(l.text[:l.pos], " \t"); strings.HasSuffix(before, ",") && l.untouched(len(before)-1) {
		l.pos = len(before) - 1
	}
	return l.pos
}

// untouched reports whether no edit reaches beyond the place.
func (l *lexer) untouched(place int) bool {
	n := len(l.edits)
	return n == 0 || l.edits[n-1].to <= place
}

func (l *lexer) escape() {
	from := l.pos
	r, size := readEscape(l.text[from:])
	l.pos += max(size, 1)
	at := Span{from, l.pos}
	switch {
	case r == loneSurrogate:
		l.report(coded(at, CodeSurrogate, "This escape is half of a character beyond U+FFFF. Write both halves, or the character itself."))
		l.replace(from, l.pos, `\ufffd`)
	case size > 0:
	case strings.HasPrefix(l.text[l.pos:], "'"):
		l.pos++
		l.report(fault(Span{from, l.pos}, `An apostrophe needs no backslash in JSON. Write ' alone.`, removal(at)))
		l.remove(at)
	default:
		l.report(fault(at, `This backslash begins no escape of JSON. Write \\ for a backslash.`, replacement(at, `\\`)))
		l.replace(from, l.pos, `\\`)
	}
}

func (l *lexer) control(r rune) {
	at := Span{l.pos, l.pos + 1}
	l.pos++
	written := escapeOf(r, 1)
	l.report(fault(at, "A control character ("+codePoint(r)+") stands in a string. Write "+written+".", replacement(at, written)))
	l.replace(at.From, at.To, written)
}

// invalidRun passes over a run of bytes that are no UTF-8.
func (l *lexer) invalidRun() {
	from := l.pos
	for l.pos < len(l.text) {
		if r, size := utf8.DecodeRuneInString(l.text[l.pos:]); r != utf8.RuneError || size != 1 {
			break
		}
		l.pos++
	}
	l.report(invalidUTF8(Span{from, l.pos}))
	l.replace(from, l.pos, `\ufffd`)
}
