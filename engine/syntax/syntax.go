// Package syntax reads JSON text into values that know where they stand. It
// says where and why a text is broken, mends it and goes on, so that the sound
// parts of a half-written document can still be worked with.
//
// A text that is strict JSON is read in one pass. Of any other a scanner checks
// grammar, nesting, size, UTF-8, escapes and numbers without recursion, and lists
// the edits that make it sound; then the sound text is read, never the raw one.
package syntax

import (
	"sort"
	"strings"
)

// Limits of a text.
const (
	MaxDepth  = 100     // levels of arrays and objects, the document's own included
	MaxSize   = 8 << 20 // bytes: an account of thousands of policies fits in
	MaxValues = 1 << 20 // values, each of which takes a hundred bytes of memory
	MaxNumber = 64      // characters of a number
)

// maxDiagnostics bounds what Parse reports: nobody reads more.
const maxDiagnostics = 20

// Span is a range of byte offsets: From is the first, To the one behind the last.
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

// Value is a JSON value and its place in the text.
type Value struct {
	Kind    Kind
	Span    Span
	Text    string   // the decoded text of a String; a Number, Bool or Null as written
	Items   []Value  // of an Array
	Members []Member // of an Object, in order; a name may occur twice
}

// Member is a name and value of an Object.
type Member struct {
	Name     string
	NameSpan Span // with its quotes
	Value    Value
}

// Find returns the first member of that name, in these very letters.
func (v *Value) Find(name string) (*Member, bool) {
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i], true
		}
	}
	return nil, false
}

// Each gives the items of an Array, or a value that is none as the only one: policies write one value with or without a list (GR-9).
func (v *Value) Each() []*Value {
	if v.Kind != Array {
		return []*Value{v}
	}
	items := make([]*Value, len(v.Items))
	for i := range v.Items {
		items[i] = &v.Items[i]
	}
	return items
}

// Parse reads a JSON text. It never fails: what is broken is told in the
// diagnostics, sorted by place, and what is sound is in the value.
func Parse(text string) (Value, []Diagnostic) {
	if len(text) > MaxSize {
		return Value{Span: Span{0, len(text)}}, []Diagnostic{tooLarge(text)}
	}
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return Value{Span: Span{0, len(text)}}, []Diagnostic{utf16Text()}
	}
	return ParseEnvelope(text)
}

// ParseEnvelope is Parse for a text that carries other texts as its strings, and
// so may be larger than any of them. Its caller bounds its size.
func ParseEnvelope(text string) (Value, []Diagnostic) {
	var told reporter
	if v, ok := build(soundText{text: text}, &told); ok {
		return v, told.sorted()
	}
	s := scan(text)
	if s.values > MaxValues {
		return Value{Span: Span{0, len(text)}}, []Diagnostic{tooManyValues(text)}
	}
	v, _ := build(s.mend(), &s.reporter)
	return v, s.sorted()
}

// reporter collects diagnostics.
type reporter struct {
	diagnostics []Diagnostic
}

// full reports whether there are enough diagnostics: more than the maximum, so
// that sorted can choose and tell that there are more.
func (r *reporter) full() bool { return len(r.diagnostics) >= 2*maxDiagnostics }

// report adds d, unless there are enough or the last one speaks of the same
// place: one mistake is told once.
func (r *reporter) report(d Diagnostic) {
	if n := len(r.diagnostics); r.full() || n > 0 && r.diagnostics[n-1].Span.From == d.Span.From {
		return
	}
	r.diagnostics = append(r.diagnostics, d)
}

// sorted returns the first diagnostics by place.
func (r *reporter) sorted() []Diagnostic {
	sort.SliceStable(r.diagnostics, func(i, j int) bool { return r.diagnostics[i].Span.From < r.diagnostics[j].Span.From })
	if len(r.diagnostics) <= maxDiagnostics {
		return r.diagnostics
	}
	rest := tooMany(r.diagnostics[maxDiagnostics].Span)
	return append(r.diagnostics[:maxDiagnostics:maxDiagnostics], rest)
}
