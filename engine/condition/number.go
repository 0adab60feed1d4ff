package condition

import (
	"cmp"
	"strconv"
	"strings"
)

// number is an exact decimal: 0.DIGITS × 10^scale. The digits neither begin
// nor end with 0; zero has none. Nothing is ever multiplied out, so that
// 1e999999999 costs no more than 1.
type number struct {
	negative bool
	digits   string
	scale    int64
}

// maxExponentDigits keeps scales far inside an int64.
const maxExponentDigits = 17

// readNumber reads an optional sign, digits with an optional point, and an
// optional exponent (CO-22).
func readNumber(s string) (number, bool) {
	var n number
	n.negative, s = cutSign(s)
	mantissa, exponent, ok := cutExponent(s)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if !ok || whole+fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return number{}, false
	}
	significant := strings.TrimLeft(whole+fraction, "0")
	n.scale = exponent + int64(len(whole)-(len(whole+fraction)-len(significant)))
	n.digits = strings.TrimRight(significant, "0")
	if n.digits == "" {
		return number{}, true
	}
	return n, true
}

func cutSign(s string) (negative bool, rest string) {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[0] == '-', s[1:]
	}
	return false, s
}

func cutExponent(s string) (mantissa string, exponent int64, ok bool) {
	i := strings.IndexAny(s, "eE")
	if i == -1 {
		return s, 0, true
	}
	negative, power := cutSign(s[i+1:])
	if power == "" || !allDigits(power) {
		return "", 0, false
	}
	power = strings.TrimLeft(power, "0")
	if len(power) > maxExponentDigits {
		return "", 0, false
	}
	exponent, _ = strconv.ParseInt("0"+power, 10, 64)
	if negative {
		exponent = -exponent
	}
	return s[:i], exponent, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func (n number) compare(m number) int {
	switch {
	case n.sign() != m.sign():
		return cmp.Compare(n.sign(), m.sign())
	case n.negative:
		return m.compareSize(n)
	}
	return n.compareSize(m)
}

func (n number) sign() int {
	switch {
	case n.digits == "":
		return 0
	case n.negative:
		return -1
	}
	return 1
}

func (n number) compareSize(m number) int {
	return cmp.Or(cmp.Compare(n.scale, m.scale), strings.Compare(n.digits, m.digits))
}
