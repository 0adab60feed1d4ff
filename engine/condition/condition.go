// Package condition evaluates the condition operators of the IAM policy language.
package condition

import "github.com/verdict-iam/verdict/engine/glob"

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

// The base operators.
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

// String returns the documented spelling.
func (b Base) String() string { return "" }

// Negated reports whether the operator is true where its values do not match.
func (b Base) Negated() bool { return false }

// Wildcards reports whether `*` and `?` in a policy value are wildcards.
func (b Base) Wildcards() bool { return false }

// Variables reports whether policy variables are replaced in a policy value (CO-47).
func (b Base) Variables() bool { return false }

// Compile reads a policy value whose variables are resolved.
func (b Base) Compile(p glob.Pattern) Operand { return Operand{} }

// Problem says why AWS would refuse to store the policy value text (GR-51), "" if it would not.
func (b Base) Problem(text string) string { return "" }

// Operator is a condition operator.
type Operator struct {
	Set      Set
	Base     Base
	IfExists bool
}

// ParseOperator reads an operator in any letter case (CO-4, CO-5).
func ParseOperator(name string) (op Operator, canonical string, ok bool) {
	return Operator{}, "", false
}

// Suggest returns the documented operator nearest to name, "" if none is near.
func Suggest(name string) string { return "" }

// String returns the documented spelling.
func (o Operator) String() string { return "" }

// Operand is one policy value, compiled for its base operator.
type Operand struct{}

// Unresolved is a policy value with a variable that has no value (CO-45).
func Unresolved(text string) Operand { return Operand{} }

// Readable reports whether the value can be read as the operator's type (D.5).
func (o Operand) Readable() bool { return false }

// Values are the request's values for one context key.
type Values struct {
	Present     bool
	Multivalued bool
	Items       []string
}

// Outcome is what a comparison comes to.
type Outcome uint8

// The outcomes.
const (
	False Outcome = iota
	True
	Error // the comparison cannot be made (CO-33)
)

// Reason says why a comparison came to its Outcome.
type Reason uint8

// The reasons.
const (
	Matched Reason = iota
	NoValueMatched
	ExcludedValueMatched
	NoExcludedValueMatched
	AbsentKey
	AbsentKeyPasses
	SetOperatorMissing
	UnreadableRequestValue
	UnreadablePolicyValue
	UnresolvedVariable
	PolicyValueNotARN
	NullTest
)

// Result is an Outcome and what settled it. Operand and Value are indexes, -1 if none.
type Result struct {
	Outcome Outcome
	Reason  Reason
	Operand int
	Value   int
}

// Evaluate compares the request's values with the policy's (D.8).
func (o Operator) Evaluate(operands []Operand, v Values) Result { return Result{} }
