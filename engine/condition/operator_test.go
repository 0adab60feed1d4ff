package condition_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/condition"
)

// documented are the operators of AWS's page, with what table D.2 says of each.
var documented = []struct {
	base                          condition.Base
	name                          string
	negated, wildcards, variables bool
}{
	{condition.StringEquals, "StringEquals", false, false, true},
	{condition.StringNotEquals, "StringNotEquals", true, false, true},
	{condition.StringEqualsIgnoreCase, "StringEqualsIgnoreCase", false, false, true},
	{condition.StringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase", true, false, true},
	{condition.StringLike, "StringLike", false, true, true},
	{condition.StringNotLike, "StringNotLike", true, true, true},
	{condition.NumericEquals, "NumericEquals", false, false, false},
	{condition.NumericNotEquals, "NumericNotEquals", true, false, false},
	{condition.NumericLessThan, "NumericLessThan", false, false, false},
	{condition.NumericLessThanEquals, "NumericLessThanEquals", false, false, false},
	{condition.NumericGreaterThan, "NumericGreaterThan", false, false, false},
	{condition.NumericGreaterThanEquals, "NumericGreaterThanEquals", false, false, false},
	{condition.DateEquals, "DateEquals", false, false, false},
	{condition.DateNotEquals, "DateNotEquals", true, false, false},
	{condition.DateLessThan, "DateLessThan", false, false, false},
	{condition.DateLessThanEquals, "DateLessThanEquals", false, false, false},
	{condition.DateGreaterThan, "DateGreaterThan", false, false, false},
	{condition.DateGreaterThanEquals, "DateGreaterThanEquals", false, false, false},
	{condition.Bool, "Bool", false, false, true},
	{condition.BinaryEquals, "BinaryEquals", false, false, false},
	{condition.IpAddress, "IpAddress", false, false, false},
	{condition.NotIpAddress, "NotIpAddress", true, false, false},
	{condition.ArnEquals, "ArnEquals", false, true, true},
	{condition.ArnNotEquals, "ArnNotEquals", true, true, true},
	{condition.ArnLike, "ArnLike", false, true, true},
	{condition.ArnNotLike, "ArnNotLike", true, true, true},
	{condition.Null, "Null", false, false, false},
}

func TestBaseOperators(t *testing.T) {
	for _, d := range documented {
		if got := d.base.String(); got != d.name {
			t.Errorf("String() = %q, want %q", got, d.name)
		}
		if d.base.Negated() != d.negated || d.base.Wildcards() != d.wildcards || d.base.Variables() != d.variables {
			t.Errorf("%s: negated %v, wildcards %v, variables %v; want %v, %v, %v (D.2, CO-47)", d.name,
				d.base.Negated(), d.base.Wildcards(), d.base.Variables(), d.negated, d.wildcards, d.variables)
		}
	}
}

func TestParseOperator(t *testing.T) {
	sets := map[string]condition.Set{"": condition.NoSet, "ForAllValues:": condition.ForAllValues, "ForAnyValue:": condition.ForAnyValue}
	for prefix, set := range sets {
		for _, d := range documented {
			for _, suffix := range []string{"", "IfExists"} {
				if d.base == condition.Null && suffix != "" {
					continue
				}
				name := prefix + d.name + suffix
				want := condition.Operator{Set: set, Base: d.base, IfExists: suffix != ""}
				for _, written := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
					got, canonical, ok := condition.ParseOperator(written)
					if got != want || canonical != name || !ok {
						t.Errorf("ParseOperator(%q) = %+v, %q, %v, want %q (CO-4, CO-5)", written, got, canonical, ok, name)
					}
				}
				if want.String() != name {
					t.Errorf("%+v.String() = %q, want %q", want, want.String(), name)
				}
			}
		}
	}
}

func TestParseOperatorRefuses(t *testing.T) {
	for _, name := range []string{
		"", "Equals", "StringEqual", "StringEquals ", " StringEquals", "NullIfExists", "ForAllValues:NullIfExists", "StringEqualsIfExistsIfExists",
		"ForAnyValue:ForAllValues:StringEquals", "ForAnyValues:StringEquals", "IfExists", "ForAllValues:", "StringLi\u212ae", "\u017ftringEquals",
	} {
		if op, canonical, ok := condition.ParseOperator(name); ok || canonical != "" || op != (condition.Operator{}) {
			t.Errorf("ParseOperator(%q) = %v, %q, %v, want a refusal (CO-4)", name, op, canonical, ok)
		}
	}
}

func TestOperatorsAreTheirOwnNames(t *testing.T) {
	names := condition.Operators()
	if len(names) != 3*2*26+3 {
		t.Errorf("%d operators: 26 with and without IfExists, and Null, each with three set operators", len(names))
	}
	for _, name := range names {
		if op, canonical, ok := condition.ParseOperator(name); !ok || canonical != name || op.String() != name {
			t.Errorf("ParseOperator(%q) = %v, %q, %v", name, op, canonical, ok)
		}
	}
}
