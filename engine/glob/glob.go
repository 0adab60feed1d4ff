// Package glob matches texts against patterns with the wildcards `*` and `?`
// of the IAM policy language (EL-3 to EL-6), and compares such patterns.
package glob

import "strings"

// Kind says what a Token stands for.
type Kind uint8

// The kinds of tokens.
const (
	Literal Kind = iota // a text that stands for itself
	Any                 // `*`: any run of characters, the empty one included
	One                 // `?`: exactly one UTF-16 code unit
)

// Token is one piece of a Pattern. Text is the text of a Literal.
type Token struct {
	Kind Kind
	Text string
}

// Pattern is a text with wildcards, cut into tokens. Any order of tokens is
// sound, so that callers may put values between the pieces of a pattern.
type Pattern []Token

// Parse reads s with its wildcards live. A run of stars becomes one.
func Parse(s string) Pattern {
	var p Pattern
	for s != "" {
		i := strings.IndexAny(s, "*?")
		if i < 0 {
			return append(p, Token{Literal, s})
		}
		if i > 0 {
			p = append(p, Token{Literal, s[:i]})
		}
		p = p.wildcard(s[i])
		s = s[i+1:]
	}
	return p
}

func (p Pattern) wildcard(c byte) Pattern {
	switch {
	case c == '?':
		return append(p, Token{Kind: One})
	case len(p) > 0 && p[len(p)-1].Kind == Any:
		return p
	}
	return append(p, Token{Kind: Any})
}

// Exact returns the pattern in which every character of s stands for itself.
func Exact(s string) Pattern {
	if s == "" {
		return nil
	}
	return Pattern{{Literal, s}}
}

// Match reports whether the pattern covers the whole of s. Both are UTF-8;
// broken UTF-8 is answered too, but may count otherwise than by characters.
func (p Pattern) Match(s string) bool {
	switch { // the commonest patterns: nothing, a text, `*`, a text with `*` behind it
	case len(p) == 0:
		return s == ""
	case p[0].Kind == Literal && len(p) == 1:
		return s == p[0].Text
	case p[0].Kind == Any && len(p) == 1:
		return true
	case p[0].Kind == Literal && !strings.HasPrefix(s, p[0].Text):
		return false
	case len(p) == 2 && p[0].Kind == Literal && p[1].Kind == Any:
		return true
	}
	return p.walk(s)
}

// walk is Match for any pattern. It walks both texts with two pointers. On a
// mismatch it lets the last star take one code unit more; earlier stars need
// never be tried again.
func (p Pattern) walk(s string) bool {
	at, pos := 0, 0
	star, mark := -1, 0
	for at < len(p) || pos < len(s) {
		if at < len(p) && p[at].Kind == Any {
			star, at = at, at+1
			mark = p.skip(at, s, pos)
			pos = mark
			continue
		}
		if at < len(p) {
			if end := p[at].step(s, pos); end >= 0 {
				at, pos = at+1, end
				continue
			}
			// The rest of s is too short for this token, and shorter for every later try.
			if pos == len(s) {
				return false
			}
		}
		if star < 0 || mark >= len(s) {
			return false
		}
		at = star + 1
		mark = p.skip(at, s, next(s, mark))
		pos = mark
	}
	return true
}

// skip returns the first place from pos on where the token at could begin,
// len(s) if there is none.
func (p Pattern) skip(at int, s string, pos int) int {
	if at == len(p) {
		return len(s)
	}
	if p[at].Kind != Literal {
		return pos
	}
	if i := strings.Index(s[pos:], p[at].Text); i >= 0 {
		return pos + i
	}
	return len(s)
}

// step returns the place behind the token's match at pos, -1 if it matches not.
func (t Token) step(s string, pos int) int {
	switch {
	case t.Kind == Literal && strings.HasPrefix(s[pos:], t.Text):
		return pos + len(t.Text)
	case t.Kind == One && pos < len(s):
		return next(s, pos)
	}
	return -1
}

// next returns the place one UTF-16 code unit behind pos. A character beyond
// U+FFFF has two units and four bytes: the place between its units is its
// third byte, where no literal can begin.
func next(s string, pos int) int {
	switch c := s[pos]; {
	case c < 0x80:
		return pos + 1
	case c >= 0xE0 && c < 0xF0:
		return min(pos+3, len(s))
	}
	return min(pos+2, len(s))
}

// String returns the pattern as it would be written, wildcards as `*` and `?`.
func (p Pattern) String() string {
	var b strings.Builder
	for _, t := range p {
		switch t.Kind {
		case Literal:
			b.WriteString(t.Text)
		case Any:
			b.WriteByte('*')
		case One:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// IsLiteral returns the one text that p matches, if it holds no wildcard.
func (p Pattern) IsLiteral() (string, bool) {
	for _, t := range p {
		if t.Kind != Literal {
			return "", false
		}
	}
	return p.String(), true
}

// Split cuts p at the first n-1 separators that stand in Literal tokens, so
// that it returns at most n patterns. A wildcard never stands for a separator.
func (p Pattern) Split(sep byte, n int) []Pattern {
	parts := make([]Pattern, 0, n)
	var part Pattern
	for _, t := range p {
		for t.Kind == Literal && len(parts) < n-1 {
			i := strings.IndexByte(t.Text, sep)
			if i < 0 {
				break
			}
			if i > 0 {
				part = append(part, Token{Kind: Literal, Text: t.Text[:i]})
			}
			parts = append(parts, part)
			part, t.Text = nil, t.Text[i+1:]
		}
		if t.Kind != Literal || t.Text != "" {
			part = append(part, t)
		}
	}
	return append(parts, part)
}
