package reference

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
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
func (e *evaluation) conditions(block any, variables bool) outcome {
	result := passed
	operators, _ := block.(object)
	for operator, tested := range operators {
		keys, _ := tested.(object)
		for key, v := range keys {
			switch e.condition(operator, key, values(v), variables) {
			case failed:
				result = min(result, failed)
			case errored:
				return errored
			}
		}
	}
	return result
}

var negated = []string{"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"}

// condition is evalOne of D.8.
func (e *evaluation) condition(operator, key string, policy []any, variables bool) outcome {
	base, forAll := strings.CutPrefix(operator, "ForAllValues:")
	base, forAny := strings.CutPrefix(base, "ForAnyValue:")
	base, ifExists := strings.CutSuffix(base, "IfExists")
	value, _ := e.value(key)
	if base == "Null" {
		return when(slices.ContainsFunc(policy, func(p any) bool { return strings.EqualFold(text(p), "true") == (len(value.all) == 0) }))
	}
	switch {
	case len(value.all) == 0:
		return when(ifExists || forAll || !forAny && slices.Contains(negated, base))
	case !forAll && !forAny && value.multi: // CO-18
		return failed
	}
	result := failed
	for _, v := range value.all {
		result = e.one(base, v, policy, variables)
		if result == errored || forAll && result == failed || forAny && result == passed {
			return result
		}
	}
	return result
}

// one compares one value of the request with the policy's list (CO-2).
func (e *evaluation) one(base, v string, policy []any, variables bool) outcome {
	isARN, isIP := strings.HasPrefix(base, "Arn"), strings.HasSuffix(base, "IpAddress")
	if isARN && (strings.Count(v, ":") < 5 || !strings.HasPrefix(v, "arn:")) || isIP && !address(v).IsValid() {
		return failed
	}
	not := slices.Contains(negated, base)
	for _, p := range policy {
		switch e.compare(strings.Replace(base, "Not", "", 1), v, text(p), variables) {
		case passed:
			return when(!not)
		case errored:
			return errored
		}
	}
	return when(not)
}

// compare is a positive operator on one value of each side.
func (e *evaluation) compare(base, v, p string, variables bool) outcome {
	switch {
	case strings.HasPrefix(base, "Arn"):
		return e.compareARN(v, p, variables)
	case strings.HasPrefix(base, "String"), base == "Bool":
		tokens, resolved := e.tokens(p, variables, base == "StringLike")
		return when(resolved && compareText(base, v, tokens))
	case strings.HasPrefix(base, "Numeric"):
		a, ok := number(v)
		b, ok2 := number(p)
		return when(ok && ok2 && ordered(base, a.Cmp(b)))
	case strings.HasPrefix(base, "Date"):
		a, ok := date(v)
		b, ok2 := date(p)
		return when(ok && ok2 && ordered(base, a.Compare(b)))
	case base == "IpAddress":
		network := network(p)
		return when(network.IsValid() && network.Contains(address(v)))
	case base == "BinaryEquals":
		a, err := base64.StdEncoding.Strict().DecodeString(v)
		b, err2 := base64.StdEncoding.Strict().DecodeString(p)
		return when(err == nil && err2 == nil && string(a) == string(b))
	}
	return failed
}

func (e *evaluation) compareARN(v, p string, variables bool) outcome {
	tokens, resolved := e.tokens(p, variables, true)
	if !resolved {
		return failed
	}
	cut := cutTokens(tokens)
	if len(cut) < 6 || !slices.Equal(cut[0], literal("arn")) {
		return errored
	}
	return when(matchFields(cut, v))
}

func compareText(base, v string, p []int32) bool {
	if base == "StringLike" {
		return glob(p, units(v))
	}
	var spelled []rune
	for _, t := range p {
		spelled = append(spelled, rune(t))
	}
	wanted := string(spelled)
	switch base {
	case "Bool":
		return strings.EqualFold(v, "true") == strings.EqualFold(wanted, "true")
	case "StringEqualsIgnoreCase":
		return strings.ToLower(v) == strings.ToLower(wanted)
	}
	return v == wanted
}

// ordered reads the comparison from the operator's name.
func ordered(base string, sign int) bool {
	switch {
	case strings.HasSuffix(base, "LessThan"):
		return sign < 0
	case strings.HasSuffix(base, "LessThanEquals"):
		return sign <= 0
	case strings.HasSuffix(base, "GreaterThan"):
		return sign > 0
	case strings.HasSuffix(base, "GreaterThanEquals"):
		return sign >= 0
	}
	return sign == 0
}

// number reads CO-22: sign, digits, fraction, exponent, and nothing else that big.Rat knows.
func number(s string) (*big.Rat, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || !strings.ContainsAny(s[:1], "0123456789+-") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// date reads CO-23 and CO-24.
func date(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) != 4 {
		return time.Unix(n, 0), true
	}
	for _, layout := range []string{"2006", "2006-01", "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Truncate(time.Millisecond), true
		}
	}
	return time.Time{}, false
}

// address reads an address of the request: an IPv4-mapped one is that IPv4 address (CO-30).
func address(s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap()
}

// network reads a policy's network (CO-29): IPv4 host bits are ignored, an IPv6 network with host bits contains nothing.
func network(s string) netip.Prefix {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen())
	}
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Addr().Is6() && p.Masked() != p {
		return netip.Prefix{}
	}
	return p.Masked()
}
