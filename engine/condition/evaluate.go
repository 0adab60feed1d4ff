package condition

import (
	"github.com/verdict-iam/verdict/engine/arn"
)

// Values are the request's values for one context key.
type Values struct {
	Present     bool
	Multivalued bool // by the kind of the key, never by the number of values (CO-18)
	Items       []string
}

// Outcome is what a comparison comes to.
type Outcome uint8

// The outcomes.
const (
	False Outcome = iota
	True
	Error // the comparison cannot be made: an Allow does not allow, a Deny denies (CO-33)
)

func outcome(truth bool) Outcome {
	if truth {
		return True
	}
	return False
}

// Reason says why a comparison came to its Outcome.
type Reason uint8

// The reasons.
const (
	Matched                Reason = iota // true: a value matches
	NoValueMatched                       // false: no value matches
	ExcludedValueMatched                 // false: a value matches, and the operator is negated
	NoExcludedValueMatched               // true: no value matches, and the operator is negated
	AbsentKey                            // false: the request has no value for the key
	AbsentKeyPasses                      // true: the request has no value for the key
	SetOperatorMissing                   // false: a multivalued key without set operator (CO-18)
	UnreadableRequestValue               // the request's value is not of the operator's type (CO-34)
	UnreadablePolicyValue                // no policy value is of the operator's type (CO-34)
	UnresolvedVariable                   // no policy value has its variables resolved (CO-45)
	PolicyValueNotARN                    // error: a policy value is no ARN (CO-33)
	NullTest                             // the operator asks for presence (CO-16)
)

// Result is an Outcome and what settled it. Operand and Value are the indexes
// of the policy value and the request value that did, -1 if no single one.
type Result struct {
	Outcome Outcome
	Reason  Reason
	Operand int
	Value   int
}

func settled(truth bool, reason Reason) Result { return Result{outcome(truth), reason, -1, -1} }

// Evaluate compares the request's values with the policy's (D.8).
func (o Operator) Evaluate(operands []Operand, v Values) Result {
	absent := !v.Present || len(v.Items) == 0
	switch {
	case o.Base == Null:
		return testNull(operands, absent)
	case absent:
		return o.absent()
	case o.Set == NoSet && (v.Multivalued || len(v.Items) > 1):
		return settled(false, SetOperatorMissing)
	case o.Set == NoSet || len(v.Items) == 1:
		return o.Base.one(operands, v.Items, 0)
	case o.Set == ForAllValues:
		return o.Base.forAll(operands, v.Items)
	}
	return o.Base.forAny(operands, v.Items)
}

// testNull is true if a policy value says of the key's absence what is so (CO-16).
func testNull(operands []Operand, absent bool) Result {
	for i := range operands {
		if operands[i].state == readable && operands[i].truth == absent {
			return Result{True, NullTest, i, -1}
		}
	}
	return settled(false, NullTest)
}

// absent is CO-11 to CO-15.
func (o Operator) absent() Result {
	passes := o.IfExists || o.Set == ForAllValues || o.Set == NoSet && o.Base.Negated()
	if passes {
		return settled(true, AbsentKeyPasses)
	}
	return settled(false, AbsentKey)
}

// forAll stops at the first value that does not satisfy the operator (CO-17).
func (b Base) forAll(operands []Operand, items []string) Result {
	for i := range items {
		if r := b.one(operands, items, i); r.Outcome != True {
			return r
		}
	}
	if b.Negated() {
		return settled(true, NoExcludedValueMatched)
	}
	return settled(true, Matched)
}

// forAny stops at the first value that satisfies the operator, or ends in an error (CO-17).
func (b Base) forAny(operands []Operand, items []string) Result {
	for i := range items {
		if r := b.one(operands, items, i); r.Outcome != False {
			return r
		}
	}
	if b.Negated() {
		return settled(false, ExcludedValueMatched)
	}
	return settled(false, NoValueMatched)
}

// one compares one request value with the policy values, in their order (CO-2).
func (b Base) one(operands []Operand, items []string, at int) Result {
	v := value{ok: true, text: items[at]}
	if b.read(&v); !v.ok {
		return Result{outcome(b.Negated() && b.passesUnreadable()), UnreadableRequestValue, -1, at}
	}
	for i := range operands {
		operand := &operands[i]
		switch {
		case operand.state == unreadable && bases[b].family == arnLike:
			return Result{Error, PolicyValueNotARN, i, at}
		case operand.state != readable || !b.hits(&v, operand):
		case b.Negated():
			return Result{False, ExcludedValueMatched, i, at}
		default:
			return Result{True, Matched, i, at}
		}
	}
	return b.noHit(operands, at)
}

// passesUnreadable reports whether the negated operator is true for a request
// value that it cannot read: so it is for numbers and dates, not for ARNs and
// addresses (CO-33, CO-34).
func (b Base) passesUnreadable() bool {
	return bases[b].family == numeric || bases[b].family == date
}

// noHit names the reason that no policy value could have hit, if there is one.
func (b Base) noHit(operands []Operand, at int) Result {
	r := Result{False, NoValueMatched, -1, at}
	if b.Negated() {
		r.Outcome, r.Reason = True, NoExcludedValueMatched
	}
	for i := range operands {
		if operands[i].state == readable {
			return r
		}
	}
	if len(operands) > 0 {
		r.Operand, r.Reason = 0, UnreadablePolicyValue
		if operands[0].state == unresolved {
			r.Reason = UnresolvedVariable
		}
	}
	return r
}

// value is a request value, read as the operator's type.
type value struct {
	ok      bool
	text    string
	number  number
	instant instant
	address ip
	truth   bool
}

// read reads the value's text.
func (b Base) read(v *value) {
	text := v.text
	switch bases[b].family {
	case exact, like:
	case ignoringCase:
		v.text = lower(text)
	case numeric:
		v.number, v.ok = readNumber(text)
	case date:
		v.instant, v.ok = readInstant(text)
	case boolean, null:
		v.truth = isTrue(text)
	case binary:
		v.text, v.ok = readBinary(text)
	case address:
		v.address, v.ok = readAddress(text)
		v.address = v.address.unmapped()
	case arnLike:
		v.ok = arn.HasForm(text)
	}
}

// hits compares, negation aside.
func (b Base) hits(v *value, o *Operand) bool {
	switch bases[b].family {
	case exact, ignoringCase, binary:
		return v.text == o.text
	case like:
		return o.pattern.Match(v.text)
	case numeric:
		return b.contentWith(v.number.compare(o.number))
	case date:
		return b.contentWith(v.instant.compare(o.instant))
	case boolean, null:
		return v.truth == o.truth
	case address:
		return o.network.contains(v.address)
	case arnLike:
	}
	return o.arn.Match(v.text)
}
