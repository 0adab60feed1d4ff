package reference

import (
	"math/big"
	"slices"
	"strings"
)

// outcome is that of a condition; an error spreads to its statement (CO-33).
type outcome int

const (
	failed outcome = iota
	passed
	errored
)

func when(ok bool) outcome {
	if ok {
		return passed
	}
	return failed
}

// conditions is evalBlock of D.8.
func (e *evaluation) conditions(block []test) outcome {
	result := passed
	for i := range block {
		if o := e.condition(&block[i]); o == errored || result == passed {
			result = o
		}
		if result == errored {
			return errored
		}
	}
	return result
}

// condition is evalOne of D.8.
func (e *evaluation) condition(t *test) outcome {
	v, _ := e.value(t.key)
	absent := len(v.all) == 0
	switch {
	case t.base == "Null": // CO-16
		return when(slices.ContainsFunc(t.policyValues, func(p pattern) bool { return strings.EqualFold(p.text, "true") == absent }))
	case absent: // CO-11 to CO-15
		return when(t.ifExists || t.all || !t.any && strings.Contains(t.base, "Not"))
	case !t.all && !t.any && (v.list || len(v.all) > 1): // CO-18
		return failed
	}
	result := failed
	for _, one := range v.all { // CO-17
		result = e.one(t, one)
		if result == errored || t.all && result == failed || t.any && result == passed {
			return result
		}
	}
	return result
}

// one is that of D.8: a value of the request against the policy's list (CO-2, CO-33).
func (e *evaluation) one(t *test, v string) outcome {
	c := comparisons[positive(t.base)]
	if c.readable != nil && !c.readable(v) {
		return failed
	}
	hit := failed
	for _, p := range t.policyValues {
		if units, resolved := e.resolve(p); resolved && hit == failed {
			hit = c.compare(v, units)
		}
	}
	if hit == errored {
		return errored
	}
	return when((hit == passed) != strings.Contains(t.base, "Not"))
}

func positive(base string) string { return strings.Replace(base, "Not", "", 1) }

// comparison is a row of table D.2, for an operator that is not negated.
type comparison struct {
	variables, wild bool
	readable        func(v string) bool // a value of the request that is not fails even the negated operator (CO-34)
	compare         func(v string, policy []int32) outcome
}

// comparisons is table D.2; the ordered operators of numbers and dates are added below.
var comparisons = map[string]comparison{
	"StringEquals":           {variables: true, compare: func(v string, p []int32) outcome { return when(slices.Equal(literal(v), p)) }},
	"StringEqualsIgnoreCase": {variables: true, compare: func(v string, p []int32) outcome { return when(strings.ToLower(v) == strings.ToLower(spell(p))) }},
	"StringLike":             {variables: true, wild: true, compare: func(v string, p []int32) outcome { return when(glob(p, literal(v))) }},
	"Bool":                   {variables: true, compare: func(v string, p []int32) outcome { return when(isTrue(v) == isTrue(spell(p))) }}, // CO-27, CO-47
	"BinaryEquals":           {compare: func(v string, p []int32) outcome { return when(decoded(v) != "" && decoded(v) == decoded(spell(p))) }},
	"IpAddress":              {readable: func(v string) bool { return address(v).IsValid() }, compare: func(v string, p []int32) outcome { return when(network(spell(p)).Contains(address(v))) }},
	"ArnEquals":              {variables: true, wild: true, readable: isARN, compare: likeARN},
	"ArnLike":                {variables: true, wild: true, readable: isARN, compare: likeARN},
}

func init() {
	for suffix, signs := range map[string][]int{"Equals": {0}, "LessThan": {-1}, "LessThanEquals": {-1, 0}, "GreaterThan": {1}, "GreaterThanEquals": {0, 1}} {
		for family, read := range map[string]func(string) (*big.Rat, bool){"Numeric": number, "Date": date} {
			comparisons[family+suffix] = comparison{compare: func(v string, p []int32) outcome {
				a, ok := read(v)
				b, ok2 := read(spell(p))
				return when(ok && ok2 && slices.Contains(signs, a.Cmp(b)))
			}}
		}
	}
}

func isARN(v string) bool { return strings.Count(v, ":") >= 5 && strings.HasPrefix(v, "arn:") }

// likeARN follows CO-32 and CO-33.
func likeARN(v string, p []int32) outcome {
	cut := cutFields(p)
	if cut[5] == nil || !slices.Equal(cut[0], literal("arn")) {
		return errored
	}
	return when(matchFields(cut, cutFields(literal(v))))
}
