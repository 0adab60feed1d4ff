package condition_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/condition"
)

func TestNumbers(t *testing.T) {
	// Each group is one number, written in several ways; the groups ascend.
	groups := [][]string{
		{"-1e100"},
		{"-2", "-2.0", "-02", "-0.2e1"},
		{"-1.5"},
		{"-1e-99"},
		{"0", "-0", "+0", "0.0", "000", "0e5", "0.", ".0"},
		{"1e-99999"},
		{"0.001", "1e-3", "1E-3", ".001"},
		{"1", "01", "+1", "1.", "1e0", "1.000", "0.1e1", "10e-1", "1e+0"},
		{"1.5"},
		{"3600", "3600.0", "3.6e3"},
		{"9007199254740992"},
		{"9007199254740993", "9007199254740993.0"},
		{"1e100", "10e99"},
		{"1e9999"},
		{"1e9999999999", "1e0000000000000000000009999999999"},
		{"1e99999999999999999", "10e99999999999999998"},
	}
	for i, group := range groups {
		for j, other := range groups {
			for _, a := range group {
				for _, b := range other {
					for name, want := range map[string]bool{"NumericEquals": i == j, "NumericLessThan": i < j, "NumericGreaterThan": i > j} {
						if got := one(t, name, a, b); got.Outcome == condition.True != want {
							t.Errorf("CO-22: %s %s against %s: %+v, want %v", name, b, a, got, want)
						}
					}
				}
			}
		}
	}
}

func TestNoNumbers(t *testing.T) {
	for _, text := range []string{
		"", " ", "1 ", " 1", "1 2", "NaN", "Infinity", "-Infinity", "0x10", "1e", "1e+", "e1", ".", "+", "-", "--1", "+-1", "1.2.3", "1,5", "1_000",
		"٣", "1e1.5", "1e99999999999999999999", ".e1", "1f", "true",
	} {
		if compile(condition.NumericEquals, text).Readable() {
			t.Errorf("CO-22: %q is read as a number", text)
		}
	}
}

func TestDates(t *testing.T) {
	// Each group is one instant; the groups ascend.
	groups := [][]string{
		{"-0001-06-01"},
		{"01T"},
		{"-292275054"}, // seconds, hence 1960 (CO-24)
		{"1969-12-31T23:59:59Z", "-1"},
		{"1970-01-01T00:00:00Z", "0", "+0", "1970", "1970-01", "1970-01-01", "1970-01-01T00:00Z", "00000"},
		{"2024-02-29", "2024-02-29T00:00:00"},
		{"2024-03-01"},
		{"2030-01-01T00:00:00Z", "1893456000", "+1893456000", "2030", "2030-01-01T01:00:00+01:00", "2029-12-31T19:00:00-05:00",
			"2030-01-01T00:00:00.0001Z", "2030-01-01T05:30+05:30", "2030-01-01T05:30:00+0530", "2030-01-01t00:00:00z", "2030-1-1T0:0:0",
			"2030-01-01T23:00+23", "2030-01-01T00", "2030-01-01T", "2030-01-01T01+01:00"},
		{"2030-01-01T00:00:00.123Z", "2030-01-01T00:00:00.1231Z", "2030-01-01T00:00:00.1239Z", "2030-01-01T00:00:00.123999999"},
		{"2030-01-01T00:00:00.2Z", "2030-01-01T00:00:00.200Z"},
		{"2030-01-01T00:00:01Z", "1893456001"},
		{"9999-12-31T23:59:59Z"},
		{"999999999" + "-12-31"},
		{"9223372036854775807"},
	}
	for i, group := range groups {
		for j, other := range groups {
			for _, a := range group {
				for _, b := range other {
					for name, want := range map[string]bool{"DateEquals": i == j, "DateLessThan": i < j, "DateGreaterThanEquals": i >= j} {
						if got := one(t, name, a, b); got.Outcome == condition.True != want {
							t.Errorf("CO-23: %s %s against %s: %+v, want %v", name, b, a, got, want)
						}
					}
				}
			}
		}
	}
}

// CO-23, CO-24: dates and epoch seconds, for callers that reckon with them.
func TestMilliseconds(t *testing.T) {
	for text, want := range map[string]int64{
		"1970-01-01T00:00:00Z": 0, "1970-01-01T00:00:01.5Z": 1500, "1969-12-31T23:59:59Z": -1000, "12345": 12_345_000, "-1": -1000,
		"1970-01-01T01:00:00.0019+01:00": 1, "1969-12-31T22:30:00-01:30": 0, "1970-01-01T05:45+05:45": 0, "1969-12-31T21:00-0300": 0,
	} {
		if got, ok := condition.Milliseconds(text); !ok || got != want {
			t.Errorf("%s: %d %v, want %d", text, got, ok, want)
		}
	}
	if _, ok := condition.Milliseconds("yesterday"); ok {
		t.Error("yesterday is read as a date")
	}
}

// CO-23: a time of day without a zone, which means UTC, is told from other dates.
func TestZoneless(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-01-01T12:00:00": true, "2026-01-01t12:00": true, "2026-01-01T12:00:00Z": false, "2026-01-01T12:00:00z": false,
		"2026-01-01T12:00:00+01:00": false, "2026-01-01T12:00:00-01:00": false, "2026-01-01": false, "2026-01-01T": false, "1767225600": false, "": false,
	} {
		if got := condition.DateLessThan.Zoneless(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		if condition.StringEquals.Zoneless(text) || condition.NumericEquals.Zoneless(text) {
			t.Errorf("%q is a date for an operator that reads none", text)
		}
	}
}

func TestNoDates(t *testing.T) {
	for _, text := range []string{
		"", "no", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-01-00", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
		"2026-01-01T00:00:60Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00 Z", " 2026", "2026-01-01Z", "2026-01-01T00:00:00.Z",
		"2026-01-01T00:00:00+1", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00+01:", "2026-01-01T00:00:00ZZ",
		"2026-01-01T00:00:00+01:000", "2026-", "2026-01-", "2026-01-01T00:", "9223372036854775808", "1.5", "2026-01-01T*", "234-13", "--1", "+", "1234567890-01-01",
		"2026-01-01T00:00:00.1999999999Z", "2016-12-13t2:00:00.593194+1", "2026-01-01T25:00+01:00", "2026-13-01T00:00-01:00", "2016-12-13t2:00:00.1999999999+10:59", "٢٠٢٦",
	} {
		if compile(condition.DateEquals, text).Readable() {
			t.Errorf("CO-23: %q is read as a date", text)
		}
	}
}

// Every day of some years is held against the standard library.
func TestDatesAgreeWithTheCalendar(t *testing.T) {
	for _, year := range []int{1, 1900, 1970, 2000, 2023, 2024} {
		for day := time.Date(year, 1, 1, 12, 34, 56, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
			if got := one(t, "DateEquals", day.Format(time.RFC3339), fmt.Sprintf("%+d", day.Unix())); got.Outcome != condition.True {
				t.Errorf("%s is not %d", day.Format(time.RFC3339), day.Unix())
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ rule, request, policy, want string }{
		{"CO-29 inside", "203.0.113.9", "203.0.113.0/24", "T"},
		{"CO-29 outside", "203.0.114.9", "203.0.113.0/24", "F"},
		{"CO-29 one address", "203.0.113.9", "203.0.113.9", "T"},
		{"CO-29 IPv4 host bits", "192.0.2.1", "192.0.2.5/24", "T"},
		{"CO-29 IPv6", "2001:db8::ffff", "2001:DB8::/32", "T"},
		{"CO-29 one IPv6 address", "2001:db8::1", "2001:db8::1", "T"},
		{"CO-29 one IPv6 address", "2001:db8::2", "2001:db8::1", "F"},
		{"CO-29 IPv6 host bits", "2001:db8::5", "2001:db8::5/64", "F"},
		{"CO-29 IPv6 host bits", "2001:db8::1", "2001:db8::1/0", "F"},
		{"CO-29 prefix too long", "192.0.2.0", "192.0.2.0/33", "F"},
		{"CO-29 prefix too long", "2001:db8::", "2001:db8::/129", "F"},
		{"CO-29 families", "192.0.2.1", "::/0", "F"},
		{"CO-29 families", "2001:db8::1", "0.0.0.0/0", "F"},
		{"CO-29 everything", "192.0.2.1", "0.0.0.0/0", "T"},
		{"GR-51 prefix", "192.0.2.1", "192.0.2.0/024", "T"},
		{"GR-51 prefix", "192.0.2.1", "192.0.2.0/+24", "T"},
		{"GR-51 prefix", "192.0.2.1", "192.0.2.0/-1", "F"},
		{"GR-51 prefix", "192.0.2.1", "192.0.2.0/", "F"},
		{"GR-51 prefix", "192.0.2.1", "192.0.2.0/99999999999999999999", "F"},
		{"CO-30 any spelling", "2001:0DB8:0:0:0:0:0:1", "2001:db8::1", "T"},
		{"CO-30 :: for one group", "2001:db8:1:2:3:4:5::", "2001:db8:1:2:3:4:5:0", "T"},
		{"CO-30 other spellings", "2001:db8:::1", "2001:db8::1", "T"},
		{"CO-30 other spellings", "2001:db8::1:", "2001:db8::1", "T"},
		{"CO-30 other spellings", ":::", "::", "T"},
		{"CO-30 mapped request", "::ffff:192.0.2.1", "192.0.2.0/24", "T"},
		{"CO-30 mapped request", "::ffff:c000:201", "192.0.2.0/24", "T"},
		{"CO-30 mapped request", "0:0:0:0:0:ffff:192.0.2.1", "192.0.2.0/24", "T"},
		{"CO-30 mapped policy", "::ffff:192.0.2.1", "::ffff:c000:200/120", "F"},
		{"CO-30 mapped policy", "192.0.2.1", "::ffff:192.0.2.1", "F"},
		{"CO-30 leading zeros", "192.000.2.010", "192.0.2.10", "T"},
		{"CO-30 leading zeros", "192.0.2.10", "192.000.002.010/32", "T"},
	} {
		want := outcomes[c.want]
		if got := one(t, "IpAddress", c.request, c.policy); got.Outcome != want {
			t.Errorf("%s: IpAddress %q against %q: %+v, want %s", c.rule, c.policy, c.request, got, c.want)
		}
		if got := one(t, "NotIpAddress", c.request, c.policy); got.Outcome == want {
			t.Errorf("%s: NotIpAddress %q against %q: %+v, want the contrary of %s", c.rule, c.policy, c.request, got, c.want)
		}
	}
}

func TestNoAddresses(t *testing.T) {
	for _, text := range []string{
		"", "192.0.513", "3221225985", "192.0.2.1/32", "::192.0.2.1", "2001:db8::192.0.2.1", "2001:db8::::1", "2001::db8::1", "192.0.2", "192.0.2.1.5",
		"192.0.2.256", "192.0.2.-1", "192.0.2.0001", "192..2.1", " 192.0.2.1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "::12345", "::g",
		"fe80::1%eth0", "::ffff:192.0.2", "::ffff:192.0.2.256", ":", "a:192.0.2.1", "::ffff:1:192.0.2.1",
	} {
		for _, name := range []string{"IpAddress", "NotIpAddress"} {
			if got := one(t, name, text, "0.0.0.0/0", "::/0"); got.Outcome != condition.False || got.Reason != condition.UnreadableRequestValue {
				t.Errorf("CO-30, CO-34: %s reads %q as an address: %+v", name, text, got)
			}
		}
	}
}

func TestIgnoringCase(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ABC", "abc", true},
		{"É", "é", true},
		{"ß", "SS", false},
		{"ß", "ẞ", true},
		{"s", "ſ", false},
		{"K", "\u212a", true},
		{"i", "İ", false},
		{"i\u0307", "İ", true},
		{"I", "ı", false},
		{"é", "e\u0301", false},
		{"𐐀", "𐐨", false},
		{"𐐀", "𐐀", true},
		{"ΟΣ", "ος", true},
		{"ΟΣ", "οσ", false},
		{"Σ", "σ", true},
		{"Σ", "ς", false},
		{"ΟΣΟ", "οσο", true},
		{"ΟΣ ΟΣ", "ος ος", true},
		{"ΟΣ'Α", "οσ'α", true},
		{"Ο Σ", "ο σ", true},
		{"Ο Σ", "ο ς", false},
		{"ʰΣ", "ʰς", true},
		{"Ο'Σ", "ο'ς", true},
		{"ΟΣ'", "ος'", true},
		{"1Σ", "1σ", true},
		{"𐐀Σ", "𐐀ς", true},
		{"ΟΣ𐐀", "οσ𐐀", true},
		{"'Σ", "'σ", true},
	} {
		if got := one(t, "StringEqualsIgnoreCase", c.a, c.b).Outcome == condition.True; got != c.want {
			t.Errorf("CO-21: %q equals %q ignoring case: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestProblem(t *testing.T) {
	for _, c := range []struct{ operator, text, want string }{
		{"StringEquals", "", ""}, {"StringLike", "*", ""}, {"Bool", "perhaps", ""}, {"Null", "yes", ""},
		{"NumericEquals", "01", ""}, {"NumericEquals", "NaN", "no number"}, {"NumericLessThan", "${aws:EpochTime}", "no number"},
		{"DateEquals", "not-a-date", "no date"}, {"DateGreaterThan", "sdfdsf", "no date"}, {"DateLessThanEquals", "234-13", "no date"},
		{"DateLessThanEquals", "2016-12-13t2:00:00.593194+1", "no date"}, {"DateLessThanEquals", "2016-12-13t2:00:00.1999999999+10:59", "no date"},
		{"DateLessThan", "9223372036854775808", "no date"},
		{"DateGreaterThan", "01T", ""}, {"DateLessThanEquals", "2016-12-13T21:20:37.593194+00:00", ""},
		{"DateLessThanEquals", "2016-12-13t2:00:00.593194+23", ""}, {"DateLessThan", "-292275054", ""},
		{"BinaryEquals", "no-binary", "no base64"}, {"BinaryEquals", "YQ==", ""},
		{"ArnLike", "not-an-arn", "no ARN"}, {"ArnEquals", "arn:aws:s3:::b/*", ""}, {"ArnLike", "${aws:RequestTag/pattern}", ""},
		{"IpAddress", "192.0.2.0/31", ""}, {"IpAddress", "192.0.2.0/0", ""}, {"IpAddress", "192.000.002.1", ""}, {"IpAddress", "192.0.2.0/+24", ""},
		{"IpAddress", "::ffff:c000:200/120", ""}, {"IpAddress", "::/0", ""}, {"IpAddress", "2001:db8::1/128", ""}, {"IpAddress", "2001:db8::/64", ""},
		{"IpAddress", "2001:db8::4/127", ""},
		{"IpAddress", "::ffff:192.0.2.1", "with dots"}, {"NotIpAddress", "2001:db8::5/64", "clear the bits behind /64"},
		{"IpAddress", "2001:db8::1/0", "clear the bits behind /0"}, {"IpAddress", "2001:db8::192.0.2.0/120", "no IP address"},
		{"IpAddress", "2001:db8::/129", "from 0 to 128"}, {"IpAddress", "192.0.2.0/33", "from 0 to 32"}, {"IpAddress", "*", "no IP address"},
	} {
		base := operator(t, c.operator).Base
		got := base.Problem(c.text)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("GR-51: %s %q: %q, want %q", c.operator, c.text, got, c.want)
		}
		if !strings.Contains(c.text, "${") && compile(base, c.text).Readable() != (got == "") {
			t.Errorf("%s %q: Readable and Problem disagree", c.operator, c.text)
		}
	}
}

// No operator may fail or hang on any text, negated operators must be the
// contrary of their twins wherever both sides are readable, and IfExists may
// only matter where the key is absent (CO-13).
func FuzzEvaluate(f *testing.F) {
	for _, s := range []string{
		"", "x", "1e9999999999", "-0.5", "2026-01-01T00:00:00.1Z", "01T", "2001:db8:::1", "::ffff:192.0.2.1", "192.0.2.0/24", "arn:aws:s3:::b/*",
		"YQ==", "ΟΣ", "İ𐐀", "true", "\xff", "*?*",
	} {
		f.Add(s, s)
		f.Add(s, "1")
		f.Add("192.0.2.1", s)
	}
	f.Fuzz(func(t *testing.T, request, policy string) {
		for _, d := range documented {
			operand := []condition.Operand{compile(d.base, policy)}
			values := condition.Values{Present: true, Items: []string{request}}
			plain := condition.Operator{Base: d.base}.Evaluate(operand, values)
			if got := (condition.Operator{Base: d.base, IfExists: true}).Evaluate(operand, values); got != plain {
				t.Errorf("%s %q against %q: %+v, with IfExists %+v", d.name, policy, request, plain, got)
			}
			twin := d.base - 1
			if !d.negated || plain.Reason == condition.UnreadableRequestValue || plain.Outcome == condition.Error {
				continue
			}
			positive := condition.Operator{Base: twin}.Evaluate([]condition.Operand{compile(twin, policy)}, values)
			if positive.Outcome == plain.Outcome {
				t.Errorf("%s and %s %q against %q are both %v", d.name, twin, policy, request, plain.Outcome)
			}
		}
	})
}

func FuzzParseOperator(f *testing.F) {
	f.Add("ForAnyValue:StringEqualsIfExists")
	f.Add("nullifexists")
	f.Fuzz(func(t *testing.T, name string) {
		op, canonical, ok := condition.ParseOperator(name)
		if ok && (!strings.EqualFold(canonical, name) || op.String() != canonical) {
			t.Errorf("ParseOperator(%q) = %v, %q", name, op, canonical)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	for _, c := range []struct{ operator, request, policy string }{
		{"StringEquals", "eu-central-1", "us-east-1"},
		{"StringEqualsIgnoreCase", "Team-Α", "team-α"},
		{"StringLike", "home/ana/reports/x", "home/*/reports/*"},
		{"NumericLessThan", "3599.5", "3600"},
		{"DateGreaterThan", "2026-01-01T00:00:00Z", "2025-06-01T00:00:00Z"},
		{"IpAddress", "2001:db8::1", "2001:db8::/32"},
		{"ArnLike", "arn:aws:iam::111122223333:role/R", "arn:aws:iam::*:role/*"},
	} {
		b.Run(c.operator, func(b *testing.B) {
			op := operator(b, c.operator)
			list := operands(op.Base, []string{c.policy})
			values := condition.Values{Present: true, Items: []string{c.request}}
			for b.Loop() {
				op.Evaluate(list, values)
			}
		})
	}
	long := strings.Repeat("9", 1<<20)
	b.Run("a million digits", func(b *testing.B) {
		op := operator(b, "NumericEquals")
		list := operands(op.Base, []string{long})
		for b.Loop() {
			op.Evaluate(list, condition.Values{Present: true, Items: []string{long}})
		}
	})
}
