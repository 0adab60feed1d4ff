// Package condition evaluates the condition operators of the IAM policy
// language (section D of the rules). It knows no context keys and resolves no
// policy variables: callers hand it texts.
package condition

import "strings"

// Set is the set operator before a base operator.
type Set uint8

// The set operators.
const (
	NoSet Set = iota
	ForAllValues
	ForAnyValue
)

// Base is a condition operator without set operator and `IfExists`.
type Base uint8

// The base operators, in the order of AWS's documentation.
const (
	StringEquals Base = iota
	StringNotEquals
	StringEqualsIgnoreCase
	StringNotEqualsIgnoreCase
	StringLike
	StringNotLike
	NumericEquals
	NumericNotEquals
	NumericLessThan
	NumericLessThanEquals
	NumericGreaterThan
	NumericGreaterThanEquals
	DateEquals
	DateNotEquals
	DateLessThan
	DateLessThanEquals
	DateGreaterThan
	DateGreaterThanEquals
	Bool
	BinaryEquals
	IpAddress
	NotIpAddress
	ArnEquals
	ArnNotEquals
	ArnLike
	ArnNotLike
	Null
)

// family says how values are read and compared.
type family uint8

const (
	exact family = iota
	ignoringCase
	like
	numeric
	date
	boolean
	binary
	address
	arnLike
	null
)

// order is a set of the results of cmp.Compare with which an operator is content.
type order uint8

const (
	less order = 1 << iota
	equal
	greater
)

// bases says what each base operator is. A negated operator holds the order of
// its positive twin.
var bases = [...]struct {
	name    string
	family  family
	negated bool
	order   order
}{
	StringEquals:              {"StringEquals", exact, false, equal},
	StringNotEquals:           {"StringNotEquals", exact, true, equal},
	StringEqualsIgnoreCase:    {"StringEqualsIgnoreCase", ignoringCase, false, equal},
	StringNotEqualsIgnoreCase: {"StringNotEqualsIgnoreCase", ignoringCase, true, equal},
	StringLike:                {"StringLike", like, false, equal},
	StringNotLike:             {"StringNotLike", like, true, equal},
	NumericEquals:             {"NumericEquals", numeric, false, equal},
	NumericNotEquals:          {"NumericNotEquals", numeric, true, equal},
	NumericLessThan:           {"NumericLessThan", numeric, false, less},
	NumericLessThanEquals:     {"NumericLessThanEquals", numeric, false, less | equal},
	NumericGreaterThan:        {"NumericGreaterThan", numeric, false, greater},
	NumericGreaterThanEquals:  {"NumericGreaterThanEquals", numeric, false, greater | equal},
	DateEquals:                {"DateEquals", date, false, equal},
	DateNotEquals:             {"DateNotEquals", date, true, equal},
	DateLessThan:              {"DateLessThan", date, false, less},
	DateLessThanEquals:        {"DateLessThanEquals", date, false, less | equal},
	DateGreaterThan:           {"DateGreaterThan", date, false, greater},
	DateGreaterThanEquals:     {"DateGreaterThanEquals", date, false, greater | equal},
	Bool:                      {"Bool", boolean, false, equal},
	BinaryEquals:              {"BinaryEquals", binary, false, equal},
	IpAddress:                 {"IpAddress", address, false, equal},
	NotIpAddress:              {"NotIpAddress", address, true, equal},
	ArnEquals:                 {"ArnEquals", arnLike, false, equal},
	ArnNotEquals:              {"ArnNotEquals", arnLike, true, equal},
	ArnLike:                   {"ArnLike", arnLike, false, equal},
	ArnNotLike:                {"ArnNotLike", arnLike, true, equal},
	Null:                      {"Null", null, false, equal},
}

// String returns the documented spelling.
func (b Base) String() string { return bases[b].name }

// Negated reports whether the operator is true where none of its values match.
func (b Base) Negated() bool { return bases[b].negated }

// Wildcards reports whether `*` and `?` in a policy value are wildcards (D.2).
func (b Base) Wildcards() bool {
	f := bases[b].family
	return f == like || f == arnLike
}

// Variables reports whether policy variables are replaced in a policy value.
// That is so for Bool too, although AWS's pages disagree (CO-47).
func (b Base) Variables() bool {
	f := bases[b].family
	return f == exact || f == ignoringCase || b.Wildcards() || f == boolean
}

// contentWith reports whether the operator, negation aside, holds for the
// result of comparing a request value with a policy value.
func (b Base) contentWith(comparison int) bool {
	result := [...]order{less, equal, greater}[comparison+1]
	return bases[b].order&result != 0
}

// Operator is a condition operator.
type Operator struct {
	Set      Set
	Base     Base
	IfExists bool
}

const ifExists = "IfExists"

// prefixes are the set operators as they are written.
var prefixes = [...]string{NoSet: "", ForAllValues: "ForAllValues:", ForAnyValue: "ForAnyValue:"}

// String returns the documented spelling.
func (o Operator) String() string {
	name := prefixes[o.Set] + o.Base.String()
	if o.IfExists {
		name += ifExists
	}
	return name
}

// ParseOperator reads an operator in any letter case (CO-4, CO-5). The
// documented spelling is canonical.
func ParseOperator(name string) (op Operator, canonical string, ok bool) {
	for _, set := range [...]Set{ForAnyValue, ForAllValues} {
		if rest, found := cutPrefix(name, prefixes[set]); found {
			op.Set, name = set, rest
			break
		}
	}
	for b := range Base(len(bases)) {
		rest, found := cutPrefix(name, b.String())
		if !found || rest != "" && (!sameLetters(rest, ifExists) || b == Null) {
			continue
		}
		op.Base, op.IfExists = b, rest != ""
		return op, op.String(), true
	}
	return Operator{}, "", false
}

// cutPrefix is strings.CutPrefix in any letter case.
func cutPrefix(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !sameLetters(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// sameLetters compares with an ASCII text, ignoring case. The lengths keep out
// other letters that fold to ASCII ones, such as the Kelvin sign.
func sameLetters(s, ascii string) bool { return len(s) == len(ascii) && strings.EqualFold(s, ascii) }

// Operators lists the documented names of every operator, the plain ones first.
func Operators() []string {
	var names []string
	for set := range Set(len(prefixes)) {
		for b := range Base(len(bases)) {
			names = append(names, Operator{Set: set, Base: b}.String())
			if b != Null {
				names = append(names, Operator{Set: set, Base: b, IfExists: true}.String())
			}
		}
	}
	return names
}
