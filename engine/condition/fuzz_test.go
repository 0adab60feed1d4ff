package condition_test

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/condition"
)

// The fuzz targets of the value parsers compare them with readers of the standard library, on what both of them know.

func holds(t testing.TB, operator, request, policy string) bool {
	return one(t, operator, request, policy).Outcome == condition.True
}

// readable says whether an operator can read a text as a policy's value.
func readable(t testing.TB, name, text string) bool {
	return compile(operator(t, name).Base, text).Readable()
}

// decimal is CO-22, with exponents that big.Rat can take.
var decimal = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$`)

var longExponent = regexp.MustCompile(`[eE][+-]?\d{4}`)

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1", "01", "+1", "1.", ".5", "-0", "1e2", "1E-2", "1e0999", "9007199254740993", "NaN", "0x10", " 1", "", "1e", "--1"} {
		f.Add(s, "1")
		f.Add("100", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if longExponent.MatchString(a) || longExponent.MatchString(b) {
			return
		}
		for _, s := range []string{a, b} {
			if got := readable(t, "NumericEquals", s); got != decimal.MatchString(s) {
				t.Fatalf("%q is read as a number: %v", s, got)
			}
		}
		if !decimal.MatchString(a) || !decimal.MatchString(b) {
			return
		}
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		ordered(t, "Numeric", a, b, x.Cmp(y))
	})
}

// ordered checks all comparisons of a family of ordered operators.
func ordered(t *testing.T, family, a, b string, order int) {
	for name, want := range map[string]bool{
		"Equals": order == 0, "NotEquals": order != 0, "LessThan": order < 0, "LessThanEquals": order <= 0, "GreaterThan": order > 0, "GreaterThanEquals": order >= 0,
	} {
		if got := holds(t, family+name, a, b); got != want {
			t.Errorf("%s%s %q against %q: %v", family, name, a, b, got)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026", "2026-09", "2026-09-01", "2026-09-01T12:00Z", "2026-09-01T12:00:00.1239Z", "2026-09-01T14:00:00+02:00", "1788264000", "-1", "02026", "2026-02-30", "T", ""} {
		f.Add(s, "2026-09-01T12:00:00Z")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, errA := time.Parse(time.RFC3339, a)
		y, errB := time.Parse(time.RFC3339, b)
		if errA == nil && errB == nil && !strings.Contains(a+b, ",") { // Go takes a comma before fractions
			ordered(t, "Date", a, b, x.Truncate(time.Millisecond).Compare(y.Truncate(time.Millisecond)))
			return
		}
		are := readable(t, "DateEquals", a) && readable(t, "DateEquals", b)
		relations := 0
		for _, name := range []string{"DateLessThan", "DateEquals", "DateGreaterThan"} {
			if holds(t, name, a, b) {
				relations++
			}
		}
		if are != (relations == 1) || relations > 1 {
			t.Errorf("%q and %q are in %d relations, dates: %v", a, b, relations, are)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"192.0.2.0/24", "192.0.2.5/24", "0.0.0.0/0", "2001:db8::/32", "2001:db8::5/64", "::/0", "::ffff:192.0.2.1", "2001:db8:::1", "192.000.002.1", "1.2.3", "::1%eth0", ""} {
		f.Add("192.0.2.1", s)
		f.Add("2001:db8::1", s)
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, request, policy string) {
		address, err := netip.ParseAddr(request)
		network, problem := netip.ParsePrefix(policy)
		mixed := strings.Contains(request, ":") && strings.Contains(request, ".") || strings.Contains(policy, ":") && strings.Contains(policy, ".")
		if err != nil || problem != nil || mixed || address.Zone() != "" || network.Addr().Is4In6() {
			if holds(t, "IpAddress", request, policy) && holds(t, "NotIpAddress", request, policy) {
				t.Errorf("%q is both in and out of %q", request, policy)
			}
			return
		}
		hostBits := network.Addr().Is6() && network.Masked() != network // CO-29
		want := !hostBits && network.Masked().Contains(address.Unmap())
		if got := holds(t, "IpAddress", request, policy); got != want || holds(t, "NotIpAddress", request, policy) == want {
			t.Errorf("%q in %q: %v", request, policy, got)
		}
	})
}

func FuzzBase64(f *testing.F) {
	for _, s := range []string{"YQ==", "YQ", "YR==", " YQ==", "YQ==\n", "YWI=", "", "===="} {
		f.Add(s, "YQ==")
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, errA := base64.StdEncoding.Strict().DecodeString(a)
		y, errB := base64.StdEncoding.Strict().DecodeString(b)
		want := errA == nil && errB == nil && string(x) == string(y) && !strings.ContainsAny(a+b, "\r\n")
		if got := holds(t, "BinaryEquals", a, b); got != want {
			t.Errorf("BinaryEquals %q against %q: %v", a, b, got)
		}
	})
}

func FuzzBool(f *testing.F) {
	for _, s := range []string{"true", "TRUE", "false", "yes", "", " true", "trué", "ſ"} {
		f.Add(s, "true")
		f.Add("false", s)
	}
	isTrue := regexp.MustCompile(`^[tT][rR][uU][eE]$`).MatchString
	f.Fuzz(func(t *testing.T, a, b string) {
		if got := holds(t, "Bool", a, b); got != (isTrue(a) == isTrue(b)) {
			t.Errorf("Bool %q against %q: %v", a, b, got)
		}
	})
}

func FuzzARNOperand(f *testing.F) {
	for _, s := range []string{"arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:*:iam::*:user/?", "arn:aws:s3", "*", "arn:aws:iam::1:role/a:b", "ARN:a:b:c:d:e", ""} {
		f.Add("arn:aws:s3:::b", s)
		f.Add("arn:aws:iam::1:role/a:b", s)
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, request, policy string) {
		like, unlike := one(t, "ArnLike", request, policy).Outcome, one(t, "ArnNotLike", request, policy).Outcome
		of, patterns := strings.SplitN(request, ":", 6), strings.SplitN(policy, ":", 6)
		switch {
		case len(of) < 6 || of[0] != "arn": // CO-33
			if like != condition.False || unlike != condition.False {
				t.Errorf("%q is no ARN: %v, negated %v", request, like, unlike)
			}
		case len(patterns) < 6 || patterns[0] != "arn":
			if like != condition.Error || unlike != condition.Error {
				t.Errorf("%q is no ARN: %v, negated %v", policy, like, unlike)
			}
		default:
			want := true
			for i := range of {
				want = want && covers(patterns[i], of[i])
			}
			if ascii(request+policy) && (like == condition.True) != want || (like == condition.True) == (unlike == condition.True) {
				t.Errorf("ArnLike %q against %q: %v, negated %v", request, policy, like, unlike)
			}
		}
	})
}

func ascii(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }

// covers compares ASCII texts by the table that textbooks have.
func covers(pattern, s string) bool {
	reach := make([]bool, len(s)+1)
	reach[0] = true
	for _, p := range []byte(pattern) {
		next := make([]bool, len(s)+1)
		for i := range next {
			next[i] = p == '*' && (reach[i] || i > 0 && next[i-1]) || p != '*' && i > 0 && reach[i-1] && (p == '?' || p == s[i-1])
		}
		reach = next
	}
	return reach[len(s)]
}
