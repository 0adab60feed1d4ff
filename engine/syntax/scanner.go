package syntax

import (
	"strconv"
	"strings"
)

// state says what the grammar expects next.
type state uint8

const (
	wantDocument state = iota
	wantFirstItem
	wantItem
	wantItemEnd
	wantFirstName
	wantName
	wantColon
	wantMember // the value of a member
	wantMemberEnd
	done
)

// frame is an array or object that is open.
type frame struct {
	open byte
	at   Span
}

func (f frame) closer() string {
	if f.open == '{' {
		return "}"
	}
	return "]"
}

// scanner checks the grammar of a text with a stack of its own, and mends it.
type scanner struct {
	lexer
	state   state
	stack   []frame
	objects int  // how many frames are objects
	values  int  // how many children there are in all
	name    Span // the last name
	comma   Span // the last comma
	end     int  // the end of the last token that counts
	stopped bool
}

// scan reads a whole text.
func scan(text string) *scanner {
	s := &scanner{lexer: lexer{text: text}}
	for !s.stopped {
		kept, told := len(s.edits), len(s.diagnostics)
		t := s.next(s.state == wantMember || s.state == wantFirstItem || s.state == wantItem)
		if s.state == done && t.kind != endOfText {
			s.edits, s.diagnostics = s.edits[:kept], s.diagnostics[:told]
			s.trailing(t)
			break
		}
		for !s.take(t) {
		}
	}
	return s
}

func (s *scanner) mend() soundText { return apply(s.text, s.edits) }

// take moves on by one token. It returns false if something was mended and the
// token is to be looked at again.
func (s *scanner) take(t token) bool {
	switch {
	case t.kind == endOfText:
		s.finish()
		return true
	case s.state == wantFirstName || s.state == wantName:
		return s.takeName(t)
	case s.state == wantColon:
		return s.takeColon(t)
	case s.state == wantItemEnd || s.state == wantMemberEnd:
		return s.takeEnd(t)
	}
	return s.takeValue(t)
}

// drop takes a token out of the text.
func (s *scanner) drop(t token, d Diagnostic) bool {
	s.report(d)
	s.remove(t.Span)
	return true
}

func (s *scanner) takeValue(t token) bool {
	switch t.kind {
	case '{', '[':
		s.push(t)
	case stringToken, atomToken:
		s.accept(t.To)
	case wordToken:
		s.mendWord(t)
		s.accept(t.To)
	default:
		return s.takeNoValue(t)
	}
	return true
}

// takeNoValue takes a token that stands where a value should.
func (s *scanner) takeNoValue(t token) bool {
	switch {
	case t.kind == ':':
		return s.drop(t, extra(t.Span, "colon"))
	case s.state == wantMember:
		s.report(missingValue(s.name))
		s.invent(s.end, "null")
		s.state = wantMemberEnd
		return false
	case t.kind == ',':
		return s.drop(t, extra(t.Span, "comma"))
	case s.state == wantItem && t.kind == ']':
		s.drop(token{Span: s.comma}, trailingComma(s.comma))
		s.state = wantItemEnd
		return false
	}
	return s.close(t)
}

func (s *scanner) takeName(t token) bool {
	switch t.kind {
	case stringToken:
		s.acceptName(t)
	case wordToken:
		s.report(unquotedName(t.Span, s.text[t.From:t.To]))
		s.replace(t.From, t.To, quote(s.text[t.From:t.To]))
		s.acceptName(t)
	case ',':
		return s.drop(t, extra(t.Span, "comma"))
	case '}':
		if s.state == wantName {
			s.drop(token{Span: s.comma}, trailingComma(s.comma))
		}
		return s.close(t)
	case ']':
		return s.close(t)
	default:
		return s.inventName(t)
	}
	return true
}

// inventName gives a name to a value that has none, so that the grammar holds.
func (s *scanner) inventName(t token) bool {
	s.report(missingName(t.Span))
	s.invent(t.From, `""`)
	s.name, s.end, s.state = t.Span, t.From, wantColon
	if t.kind == ':' {
		return false
	}
	s.insert(t.From, ":")
	s.state = wantMember
	return false
}

func (s *scanner) takeColon(t token) bool {
	switch {
	case t.kind == ':':
		s.end, s.state = t.To, wantMember
		return true
	case t.kind == ',' || t.kind == '}' || t.kind == ']' || t.kind == stringToken && s.colonFollows():
		s.report(missingValue(s.name))
		s.insert(s.end, ":")
		s.invent(s.end, "null")
		s.state = wantMemberEnd
	default:
		s.report(missingColon(s.name))
		s.insert(s.end, ":")
		s.state = wantMember
	}
	return false
}

// colonFollows reports whether the string that was just read is a name.
func (s *scanner) colonFollows() bool {
	return strings.HasPrefix(strings.TrimLeft(s.text[s.pos:], " \t\r\n"), ":")
}

func (s *scanner) takeEnd(t token) bool {
	switch t.kind {
	case ',':
		s.comma, s.end = t.Span, t.To
		s.state = wantName
		if s.top().open == '[' {
			s.state = wantItem
		}
		return true
	case '}', ']':
		return s.close(t)
	case ':':
		return s.drop(t, extra(t.Span, "colon"))
	}
	s.report(missingComma(t.Span, s.end))
	s.insert(s.end, ",")
	s.state = wantName
	if s.top().open == '[' {
		s.state = wantItem
	}
	return false
}

func (s *scanner) top() frame { return s.stack[len(s.stack)-1] }

func (s *scanner) push(t token) {
	if len(s.stack) == MaxDepth {
		s.report(tooDeep(t.Span))
		s.edit(edit{from: t.From, to: len(s.text), text: "null", invented: true})
		s.accept(len(s.text))
		s.stopped = true
		s.finish()
		return
	}
	s.count()
	s.stack = append(s.stack, frame{byte(t.kind), t.Span})
	s.end, s.state = t.To, wantFirstItem
	if t.kind == '{' {
		s.objects++
		s.state = wantFirstName
	}
}

// count adds a child to the container that is open.
func (s *scanner) count() {
	if len(s.stack) > 0 {
		s.values++
	}
}

// accept ends a value that is no container.
func (s *scanner) accept(end int) {
	s.count()
	s.valueEnded(end)
}

func (s *scanner) valueEnded(end int) {
	s.end = end
	switch {
	case len(s.stack) == 0:
		s.state = done
	case s.top().open == '{':
		s.state = wantMemberEnd
	default:
		s.state = wantItemEnd
	}
}

func (s *scanner) acceptName(t token) {
	s.name, s.end, s.state = t.Span, t.To, wantColon
}

// close takes a closing bracket.
func (s *scanner) close(t token) bool {
	what := string(rune(t.kind))
	switch {
	case t.kind == '}' && s.objects == 0, t.kind == ']' && s.objects == len(s.stack):
		return s.drop(t, closesNothing(t.Span, what))
	case (t.kind == '}') == (s.top().open == '{'):
		s.pop(t.To)
		return true
	}
	s.report(unclosed(t.Span, s.stack[len(s.stack)-1:], s.end))
	s.closeTop(s.end)
	return false
}

func (s *scanner) pop(end int) {
	if s.top().open == '{' {
		s.objects--
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.valueEnded(end)
}

// closeTop writes what the open container still lacks.
func (s *scanner) closeTop(at int) {
	switch s.state {
	case wantItem, wantName:
		s.remove(s.comma)
	case wantColon:
		s.insert(at, ":")
		s.invent(at, "null")
	case wantMember:
		s.invent(at, "null")
	case wantDocument, wantFirstItem, wantItemEnd, wantFirstName, wantMemberEnd, done:
	}
	s.insert(at, s.top().closer())
	s.pop(s.end)
}

// finish closes all that is open when the text ends.
func (s *scanner) finish() {
	if s.state == wantDocument {
		s.report(empty(s.text))
		s.invent(len(s.text), "null")
	}
	if len(s.stack) > 0 && !s.stopped {
		s.report(unclosed(Span{s.end, s.end}, s.stack, len(s.text)))
	}
	s.stopped = true
	for len(s.stack) > 0 {
		s.closeTop(len(s.text))
	}
}

// trailing takes out all that follows the document, comments included.
func (s *scanner) trailing(t token) {
	at := Span{t.From, len(s.text)}
	if t.kind == '}' || t.kind == ']' {
		s.report(closesNothing(t.Span, string(rune(t.kind))))
	} else {
		s.report(trailingText(at))
	}
	s.remove(Span{s.end, len(s.text)})
}

// mendWord turns a word that stands for a value into JSON.
func (s *scanner) mendWord(t token) {
	word := s.text[t.From:t.To]
	literal, known := foreignLiterals[word]
	switch {
	case known && literal == "":
		s.report(fault(t.Span, "JSON has no "+word+". Write a number, or null."))
		s.edit(edit{from: t.From, to: t.To, text: "null", invented: true})
	case known:
		s.report(fault(t.Span, "JSON writes "+word+" in small letters: "+literal+".", replacement(t.Span, literal)))
		s.replace(t.From, t.To, literal)
	default:
		s.report(badWord(t.Span, word))
		s.replace(t.From, t.To, quote(word))
	}
}

// foreignLiterals are other languages' words for values, "" if JSON has no such value.
var foreignLiterals = map[string]string{
	"True": "true", "TRUE": "true", "False": "false", "FALSE": "false",
	"None": "null", "nil": "null", "Null": "null", "NULL": "null", "undefined": "null",
	"NaN": "", "Infinity": "", "-Infinity": "", "+Infinity": "",
}

func badWord(at Span, word string) Diagnostic {
	fix := replacement(at, quote(word))
	switch {
	case isNumber(word):
		return coded(at, CodeLongNumber, "This number has more than "+strconv.Itoa(MaxNumber)+" characters. Shorten it, or put it in double quotes.", fix)
	case digits(strings.TrimLeft(word, "+-.")) > 0:
		return fault(at, "This is no number of JSON: no leading zeros or +, digits on both sides of the point. Correct it, or put it in double quotes.", fix)
	}
	return fault(at, "This text has no quotes. Put it in double quotes.", fix)
}

func unquotedName(at Span, word string) Diagnostic {
	return fault(at, "This name has no quotes. Put it in double quotes.", replacement(at, quote(word)))
}

// quote puts a word, which holds neither quotes nor backslashes, in double quotes.
func quote(word string) string { return `"` + word + `"` }
