package condition

import (
	"encoding/base64"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/glob"
)

// state says whether an operand can be compared at all.
type state uint8

const (
	readable state = iota
	unreadable
	unresolved
)

// Operand is one policy value, compiled for its base operator.
type Operand struct {
	state   state
	text    string // for strings, lower-cased if case is ignored; the bytes of BinaryEquals
	pattern glob.Pattern
	arn     arn.Pattern
	number  number
	instant instant
	network network
	truth   bool
}

// Unresolved is a policy value with a variable that has no value: it equals
// and resembles nothing (CO-45).
func Unresolved(text string) Operand { return Operand{state: unresolved, text: text} }

// Readable reports whether the value can be read as the operator's type (D.5).
// A value with an unresolved variable is not judged: it counts as readable.
func (o Operand) Readable() bool { return o.state != unreadable }

// Compile reads a policy value whose variables are resolved.
func (b Base) Compile(p glob.Pattern) Operand {
	o, text, ok := Operand{}, p.String(), true
	switch bases[b].family {
	case exact:
		o.text = text
	case ignoringCase:
		o.text = lower(text)
	case like:
		o.pattern = p
	case numeric:
		o.number, ok = readNumber(text)
	case date:
		o.instant, ok = readInstant(text)
	case boolean, null:
		o.truth = isTrue(text)
	case binary:
		o.text, ok = readBinary(text)
	case address:
		var problem string
		o.network, problem = readNetwork(text)
		ok = problem == ""
	case arnLike:
		o.arn, ok = arn.Compile(p)
	}
	if !ok {
		o.state = unreadable
	}
	return o
}

// isTrue: only `true`, in any letter case, is true (CO-16, CO-27).
func isTrue(s string) bool { return sameLetters(s, "true") }

// readBinary reads strict base64 (CO-31). Go's decoder would pass over line breaks.
func readBinary(s string) (string, bool) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(s)
	return string(bytes), err == nil && !strings.ContainsAny(s, "\r\n")
}

// Problem says in words why IAM refuses to store text as a value of this
// operator (GR-51), "" if it does not. The words complete a sentence that
// begins with the text. A text with a policy variable is not judged.
func (b Base) Problem(text string) string {
	if b.Variables() && strings.Contains(text, "${") {
		return ""
	}
	f := bases[b].family
	if f == address {
		_, problem := readNetwork(text)
		return problem
	}
	p := glob.Exact(text)
	if b.Wildcards() {
		p = glob.Parse(text)
	}
	if b.Compile(p).Readable() {
		return ""
	}
	return problems[f]
}

// problems says why a value is unreadable. The families that are not listed
// can read every text; address says it more precisely itself.
var problems = map[family]string{
	numeric: "is no number: write digits, with a sign, a decimal point or an exponent if need be",
	date:    "is no date: write it as 2026-01-31T23:59:59Z, or as seconds since 1970",
	binary:  "is no base64: write letters, digits, + and /, padded with = to a multiple of four",
	arnLike: "is no ARN: write six fields, arn:partition:service:region:account:resource; each may hold wildcards",
}
