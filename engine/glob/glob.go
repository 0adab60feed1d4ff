// Package glob matches texts against patterns with the wildcards `*` and `?`
// of the IAM policy language, in linear memory and without regular expressions.
package glob

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

// Pattern is a text with wildcards, cut into tokens.
type Pattern []Token

// Parse reads s with its wildcards live.
func Parse(s string) Pattern { return Pattern{{Kind: Literal, Text: s}} }

// Exact reads s as a text in which every character stands for itself.
func Exact(s string) Pattern { return Pattern{{Kind: Literal, Text: s}} }

// Match reports whether the pattern covers the whole of s.
func (p Pattern) Match(s string) bool { return false }

// String returns the pattern as it would be written, wildcards as `*` and `?`.
func (p Pattern) String() string { return "" }

// IsLiteral returns the one text that p matches, if it holds no wildcard.
func (p Pattern) IsLiteral() (string, bool) { return "", false }

// Split cuts p at the first n-1 separators that stand in Literal tokens.
func (p Pattern) Split(sep byte, n int) []Pattern { return nil }
