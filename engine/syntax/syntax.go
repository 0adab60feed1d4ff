// Package syntax reads JSON text into values that know where they stand, says
// where and why a text is broken, recovers and goes on.
package syntax

import "github.com/tidwall/gjson"

// Limits of a text.
const (
	MaxDepth = 100
	MaxSize  = 1 << 20
)

// Span is a range of byte offsets.
type Span struct{ From, To int }

// Kind says what a Value is.
type Kind uint8

// The kinds of values.
const (
	Missing Kind = iota // nothing stands where a value should
	Null
	Bool
	Number
	String
	Array
	Object
)

// Value is a JSON value and its place. Text is the decoded text of a String
// and the literal as written of a Number, Bool or Null.
type Value struct {
	Kind    Kind
	Span    Span
	Text    string
	Items   []Value
	Members []Member
}

// Member is a name and value of an Object.
type Member struct {
	Name     string
	NameSpan Span
	Value    Value
}

// Find returns the first member of that name.
func (v Value) Find(name string) (Member, bool) { return Member{}, false }

// Severity ranks a Diagnostic, in the words of IAM Access Analyzer.
type Severity uint8

// The severities.
const (
	Error Severity = iota
	SecurityWarning
	Warning
	Suggestion
)

// String returns the name that AWS uses.
func (s Severity) String() string { return "" }

// Diagnostic says what is wrong with a text, where, and what to do.
type Diagnostic struct {
	Span     Span
	Severity Severity
	Code     string
	Message  string
	Related  []Related
	Fixes    []Fix
}

// Related is a further place that a Diagnostic speaks of.
type Related struct {
	Span    Span
	Message string
}

// Fix is a change that would settle a Diagnostic.
type Fix struct {
	Title string
	Edits []Edit
}

// Edit replaces the text at Span.
type Edit struct {
	Span Span
	Text string
}

// Parse reads a JSON text.
func Parse(text string) (Value, []Diagnostic) {
	gjson.Parse(text)
	return Value{}, nil
}

// Position is a place as people count it: lines from 1, columns from 0, in characters.
type Position struct{ Line, Column int }

// Source is a named text that turns offsets into positions.
type Source struct{ name, text string }

// NewSource names a text.
func NewSource(name, text string) *Source { return &Source{name, text} }

// Name returns the name of the source.
func (s *Source) Name() string { return s.name }

// Text returns the text of the source.
func (s *Source) Text() string { return s.text }

// Position returns the line and column of a byte offset.
func (s *Source) Position(offset int) Position { return Position{} }

// UTF16 returns a byte offset as a count of UTF-16 code units.
func (s *Source) UTF16(offset int) int { return 0 }

// Embedded returns the source of the text that a JSON string literal of s holds.
func (s *Source) Embedded(name string, literal Span) *Source { return &Source{name, s.text} }
