package condition_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/condition"
)

func operator(t testing.TB, name string) condition.Operator {
	t.Helper()
	op, _, ok := condition.ParseOperator(name)
	if !ok {
		t.Fatalf("no operator %q", name)
	}
	return op
}

func operands(base condition.Base, texts []string) []condition.Operand {
	var list []condition.Operand
	for _, text := range texts {
		list = append(list, compile(base, text))
	}
	return list
}

// one evaluates an operator on a single-valued key.
func one(t testing.TB, name string, request string, policy ...string) condition.Result {
	t.Helper()
	op := operator(t, name)
	return op.Evaluate(operands(op.Base, policy), condition.Values{Present: true, Items: []string{request}})
}

var outcomes = map[string]condition.Outcome{"F": condition.False, "T": condition.True, "E": condition.Error}

// The truth table of section D.3 (CO-11, CO-12, CO-13, CO-14, CO-15, CO-16). The policy value is x. Two
// values make a multivalued key (CO-18); the last two columns are single
// values of a key that is multivalued by its kind.
func TestTruthTable(t *testing.T) {
	columns := []condition.Values{
		{},
		{Present: true, Items: []string{}},
		{Present: true, Items: []string{"x"}},
		{Present: true, Items: []string{"y"}},
		{Present: true, Multivalued: true, Items: []string{"x", "y"}},
		{Present: true, Multivalued: true, Items: []string{"y", "z"}},
		{Present: true, Multivalued: true, Items: []string{"x"}},
		{Present: true, Multivalued: true, Items: []string{"y"}},
	}
	for row, want := range map[string]string{
		"StringEquals":                         "F F T F F F F F",
		"StringNotEquals":                      "T T F T F F F F",
		"StringEqualsIfExists":                 "T T T F F F F F",
		"StringNotEqualsIfExists":              "T T F T F F F F",
		"ForAllValues:StringEquals":            "T T T F F F T F",
		"ForAnyValue:StringEquals":             "F F T F T F T F",
		"ForAllValues:StringNotEquals":         "T T F T F T F T",
		"ForAnyValue:StringNotEquals":          "F F F T T T F T",
		"ForAnyValue:StringEqualsIfExists":     "T T T F T F T F",
		"ForAllValues:StringEqualsIfExists":    "T T T F F F T F",
		"ForAnyValue:StringNotEqualsIfExists":  "T T F T T T F T",
		"ForAllValues:StringNotEqualsIfExists": "T T F T F T F T",
	} {
		op := operator(t, row)
		for i, cell := range strings.Fields(want) {
			if got := op.Evaluate(operands(op.Base, []string{"x"}), columns[i]); got.Outcome != outcomes[cell] {
				t.Errorf("%s against %+v: %+v, want %s", row, columns[i], got, cell)
			}
		}
	}
}

func TestNull(t *testing.T) {
	absent, none := condition.Values{}, condition.Values{Present: true, Multivalued: true}
	empty, some := condition.Values{Present: true, Items: []string{""}}, condition.Values{Present: true, Multivalued: true, Items: []string{"a", "b"}}
	for _, c := range []struct {
		policy []string
		values condition.Values
		want   string
	}{
		{[]string{"true"}, absent, "T"}, {[]string{"true"}, none, "T"}, {[]string{"true"}, empty, "F"}, {[]string{"true"}, some, "F"},
		{[]string{"false"}, absent, "F"}, {[]string{"false"}, none, "F"}, {[]string{"false"}, empty, "T"}, {[]string{"false"}, some, "T"},
		{[]string{"TrUe"}, absent, "T"}, {[]string{"yes"}, some, "T"}, {[]string{"1"}, absent, "F"}, {[]string{" true"}, absent, "F"},
		{[]string{"false", "true"}, absent, "T"}, {[]string{"false", "true"}, some, "T"},
		{nil, absent, "F"}, {nil, some, "F"},
	} {
		for _, name := range []string{"Null", "ForAllValues:Null", "ForAnyValue:Null"} {
			op := operator(t, name)
			got := op.Evaluate(operands(op.Base, c.policy), c.values)
			if got.Outcome != outcomes[c.want] || got.Reason != condition.NullTest {
				t.Errorf("CO-16: %s %q against %+v: %+v, want %s", name, c.policy, c.values, got, c.want)
			}
		}
	}
	unresolved := []condition.Operand{condition.Unresolved("${aws:username}")}
	if got := operator(t, "Null").Evaluate(unresolved, some); got.Outcome != condition.False {
		t.Errorf("an unresolved value is neither true nor false: %+v", got)
	}
}

// The examples of section D.4.
func TestMultivaluedExamples(t *testing.T) {
	tags := condition.Values{Present: true, Multivalued: true, Items: []string{"env", "team"}}
	for _, c := range []struct {
		rule, operator string
		policy         []string
		values         condition.Values
		want           string
	}{
		{"CO-17", "ForAllValues:StringEquals", []string{"env", "team", "cost"}, tags, "T"},
		{"CO-17", "ForAllValues:StringEquals", []string{"env"}, tags, "F"},
		{"CO-17", "ForAnyValue:StringEquals", []string{"env"}, tags, "T"},
		{"CO-17", "ForAnyValue:StringNotEquals", []string{"env"}, tags, "T"},
		{"CO-17", "ForAnyValue:StringNotEquals", []string{"env", "team"}, tags, "F"},
		{"CO-17", "ForAllValues:StringNotEquals", []string{"cost"}, tags, "T"},
		{"CO-18", "StringEquals", []string{"env"}, tags, "F"},
		{"CO-18", "StringNotEquals", []string{"cost"}, tags, "F"},
		{"CO-18", "StringNotEquals", []string{"cost"}, condition.Values{Multivalued: true}, "T"},
		{"CO-14", "ForAllValues:StringEquals", []string{"env"}, condition.Values{Multivalued: true}, "T"},
		{"CO-14", "ForAllValues:StringEquals", []string{"x"}, condition.Values{Present: true, Items: []string{""}}, "F"},
		{"CO-51", "ForAllValues:StringEquals", []string{"ENV", "Team"}, tags, "F"},
		{"CO-51", "ForAllValues:StringEqualsIgnoreCase", []string{"ENV", "Team"}, tags, "T"},
	} {
		op := operator(t, c.operator)
		if got := op.Evaluate(operands(op.Base, c.policy), c.values); got.Outcome != outcomes[c.want] {
			t.Errorf("%s: %s %q against %+v: %+v, want %s", c.rule, c.operator, c.policy, c.values, got, c.want)
		}
	}
}

// Each row is one request value against the policy values.
func TestSingleValues(t *testing.T) {
	for _, c := range []struct {
		rule, operator string
		request        string
		policy         []string
		want           string
	}{
		{"CO-2", "StringEquals", "b", []string{"a", "b"}, "T"},
		{"CO-2", "StringNotEquals", "b", []string{"a", "b"}, "F"},
		{"CO-2", "StringNotEquals", "c", []string{"a", "b"}, "T"},
		{"GR-11", "StringEquals", "a", nil, "F"},
		{"GR-11", "StringNotEquals", "a", nil, "T"},
		{"GR-12", "StringEquals", "a", []string{"a "}, "F"},
		{"CO-8", "StringEquals", "abc", []string{"a*"}, "F"},
		{"CO-8", "StringEquals", "a*", []string{"a*"}, "T"},
		{"CO-9", "StringLike", "abc", []string{"a*"}, "T"},
		{"CO-9", "StringLike", "a*", []string{"abc"}, "F"},
		{"CO-9", "StringNotLike", "abc", []string{"x", "a?c"}, "F"},
		{"EL-3", "StringLike", "a𐐀", []string{"a?"}, "F"},
		{"EL-3", "StringLike", "a𐐀", []string{"a??"}, "T"},
		{"CO-10", "NumericLessThan", "9", []string{"10"}, "T"},
		{"CO-10", "NumericLessThan", "10", []string{"10"}, "F"},
		{"CO-10", "NumericLessThan", "15", []string{"10", "20"}, "T"},
		{"CO-10", "NumericLessThanEquals", "10", []string{"10.0"}, "T"},
		{"CO-10", "NumericLessThanEquals", "10.1", []string{"10"}, "F"},
		{"CO-10", "NumericGreaterThan", "10", []string{"9.99"}, "T"},
		{"CO-10", "NumericGreaterThan", "10", []string{"10"}, "F"},
		{"CO-10", "NumericGreaterThanEquals", "10", []string{"10"}, "T"},
		{"CO-10", "NumericGreaterThanEquals", "9", []string{"10"}, "F"},
		{"CO-10", "DateLessThan", "2026-01-01", []string{"2026-01-02"}, "T"},
		{"CO-10", "DateLessThanEquals", "2026-01-02", []string{"2026-01-02"}, "T"},
		{"CO-10", "DateGreaterThan", "2026-01-02", []string{"2026-01-02"}, "F"},
		{"CO-10", "DateGreaterThanEquals", "2026-01-02T00:00:00Z", []string{"2026-01-02"}, "T"},
		{"CO-27", "Bool", "true", []string{"TRUE"}, "T"},
		{"CO-27", "Bool", "", []string{"false"}, "T"},
		{"CO-27", "Bool", "yes", []string{"false"}, "T"},
		{"CO-27", "Bool", "1", []string{"true"}, "F"},
		{"CO-27", "Bool", " true ", []string{"true"}, "F"},
		{"CO-27", "Bool", "false", []string{"yes"}, "T"},
		{"GR-39", "Bool", "true", []string{"false", "true"}, "T"},
		{"CO-31", "BinaryEquals", "YQ==", []string{"YQ=="}, "T"},
		{"CO-31", "BinaryEquals", "YQ==", []string{"YWE="}, "F"},
		{"CO-31", "BinaryEquals", "YQ", []string{"YQ=="}, "F"},
		{"CO-31", "BinaryEquals", "YR==", []string{"YQ=="}, "F"},
		{"CO-31", "BinaryEquals", " YQ== ", []string{"YQ=="}, "F"},
		{"CO-31", "BinaryEquals", "YQ==\n", []string{"YQ=="}, "F"},
		{"CO-31", "BinaryEquals", "_-8=", []string{"/+8="}, "F"},
		{"CO-31", "BinaryEquals", "", []string{""}, "T"},
		{"CO-7", "ArnEquals", "arn:aws:s3:::b/x", []string{"arn:aws:s3:::b/*"}, "T"},
		{"CO-7", "ArnNotEquals", "arn:aws:s3:::b/x", []string{"arn:aws:s3:::b/*"}, "F"},
		{"CO-32", "ArnLike", "arn:aws:someservice:us-east-2:111122223333:finance/doc.txt", []string{"arn:aws:someservice:*:111122223333:finance/*"}, "T"},
		{"CO-32", "ArnLike", "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
			[]string{"arn:aws:someservice:*:111122223333:finance/*"}, "F"},
		{"CO-32", "StringLike", "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
			[]string{"arn:aws:someservice:*:111122223333:finance/*"}, "T"},
		{"CO-32", "ArnLike", "arn:aws:iam::1:role/Admin", []string{"arn:aws:iam::1:role/admin"}, "F"},
	} {
		if got := one(t, c.operator, c.request, c.policy...); got.Outcome != outcomes[c.want] {
			t.Errorf("%s: %s %q against %q: %+v, want %s", c.rule, c.operator, c.policy, c.request, got, c.want)
		}
	}
}

func TestARNErrors(t *testing.T) {
	const good, other, bad = "arn:aws:iam::1:user/*", "arn:aws:iam::1:role/*", "not-an-arn"
	const request = "arn:aws:iam::1:user/ana"
	for _, c := range []struct {
		name, operator, request string
		policy                  []string
		want                    string
		reason                  condition.Reason
		operand                 int
	}{
		{"request is no ARN", "ArnLike", bad, []string{good}, "F", condition.UnreadableRequestValue, -1},
		{"request is no ARN, negated", "ArnNotLike", bad, []string{good}, "F", condition.UnreadableRequestValue, -1},
		{"request is a short ARN", "ArnNotEquals", "arn:aws:s3::b", []string{good}, "F", condition.UnreadableRequestValue, -1},
		{"both are no ARNs", "ArnNotLike", bad, []string{bad}, "F", condition.UnreadableRequestValue, -1},
		{"policy is no ARN", "ArnLike", request, []string{bad}, "E", condition.PolicyValueNotARN, 0},
		{"policy is no ARN, negated", "ArnNotEquals", request, []string{bad}, "E", condition.PolicyValueNotARN, 0},
		{"policy is a star", "ArnLike", request, []string{"*"}, "E", condition.PolicyValueNotARN, 0},
		{"match before the bad value", "ArnLike", request, []string{good, bad}, "T", condition.Matched, 0},
		{"match before the bad value, negated", "ArnNotLike", request, []string{good, bad}, "F", condition.ExcludedValueMatched, 0},
		{"bad value before the match", "ArnLike", request, []string{bad, good}, "E", condition.PolicyValueNotARN, 0},
		{"no match, bad value last", "ArnLike", request, []string{other, bad}, "E", condition.PolicyValueNotARN, 1},
	} {
		got := one(t, c.operator, c.request, c.policy...)
		if got.Outcome != outcomes[c.want] || got.Reason != c.reason || got.Operand != c.operand {
			t.Errorf("CO-33 %s: %+v, want %s, reason %v, operand %d", c.name, got, c.want, c.reason, c.operand)
		}
	}
	several := condition.Values{Present: true, Multivalued: true, Items: []string{bad, request}}
	for name, want := range map[string]condition.Outcome{
		"ForAllValues:ArnLike": condition.False, "ForAnyValue:ArnLike": condition.Error, "ForAnyValue:ArnNotLike": condition.Error,
	} {
		op := operator(t, name)
		if got := op.Evaluate(operands(op.Base, []string{bad}), several); got.Outcome != want {
			t.Errorf("CO-33 %s in order: %+v, want %v", name, got, want)
		}
	}
}

// The table of CO-34, and its rule that the request value comes first.
func TestTypeMismatch(t *testing.T) {
	for _, c := range []struct{ operator, request, policy, want string }{
		{"NumericEquals", "no", "1", "F"}, {"NumericNotEquals", "no", "1", "T"}, {"NumericLessThan", "no", "1", "F"},
		{"NumericEquals", "1", "no", "F"}, {"NumericNotEquals", "1", "no", "T"}, {"NumericGreaterThan", "1", "no", "F"},
		{"NumericEquals", "no", "no", "F"}, {"NumericNotEquals", "no", "no", "T"},
		{"DateEquals", "no", "2026", "F"}, {"DateNotEquals", "no", "2026", "T"},
		{"DateEquals", "2026", "no", "F"}, {"DateNotEquals", "2026", "no", "T"}, {"DateNotEquals", "no", "no", "T"},
		{"IpAddress", "no", "192.0.2.0/24", "F"}, {"NotIpAddress", "no", "192.0.2.0/24", "F"},
		{"IpAddress", "192.0.2.1", "no", "F"}, {"NotIpAddress", "192.0.2.1", "no", "T"},
		{"IpAddress", "no", "no", "F"}, {"NotIpAddress", "no", "no", "F"},
		{"BinaryEquals", "no!", "YQ==", "F"}, {"BinaryEquals", "YQ==", "no!", "F"}, {"BinaryEquals", "no!", "no!", "F"},
	} {
		if got := one(t, c.operator, c.request, c.policy); got.Outcome != outcomes[c.want] {
			t.Errorf("CO-34: %s %q against %q: %+v, want %s", c.operator, c.policy, c.request, got, c.want)
		}
	}
	op := operator(t, "ForAnyValue:NumericNotEquals")
	values := condition.Values{Present: true, Multivalued: true, Items: []string{"no-number", "1"}}
	if got := op.Evaluate(operands(op.Base, []string{"1"}), values); got.Outcome != condition.True {
		t.Errorf("CO-34: each value under a set operator is judged by itself: %+v", got)
	}
}

// The table of MFA combinations in section D.5 (CO-28, GK-13), as far as the condition goes.
func TestMFACombinations(t *testing.T) {
	columns := []condition.Values{{}, {Present: true, Items: []string{"false"}}, {Present: true, Items: []string{"true"}}}
	for _, c := range []struct{ operator, policy, want string }{
		{"Bool", "false", "F T F"}, {"BoolIfExists", "false", "T T F"}, {"Null", "true", "T F F"},
		{"Bool", "true", "F F T"}, {"BoolIfExists", "true", "T F T"}, {"Null", "false", "F T T"},
	} {
		op := operator(t, c.operator)
		for i, cell := range strings.Fields(c.want) {
			if got := op.Evaluate(operands(op.Base, []string{c.policy}), columns[i]); got.Outcome != outcomes[cell] {
				t.Errorf("CO-28: %s %s against %+v: %+v, want %s", c.operator, c.policy, columns[i], got, cell)
			}
		}
	}
}

func TestUnresolvedVariables(t *testing.T) {
	null := condition.Unresolved("${aws:PrincipalTag/team}")
	for _, c := range []struct {
		operator string
		operands []condition.Operand
		want     string
		reason   condition.Reason
		operand  int
	}{
		{"StringEquals", []condition.Operand{null}, "F", condition.UnresolvedVariable, 0},
		{"StringNotEquals", []condition.Operand{null}, "T", condition.UnresolvedVariable, 0},
		{"StringLike", []condition.Operand{null}, "F", condition.UnresolvedVariable, 0},
		{"Bool", []condition.Operand{null}, "F", condition.UnresolvedVariable, 0},
		{"ArnNotLike", []condition.Operand{null}, "T", condition.UnresolvedVariable, 0},
		{"StringEquals", []condition.Operand{null, compile(condition.StringEquals, "arn:aws:s3:::b")}, "T", condition.Matched, 1},
		{"StringNotEquals", []condition.Operand{null, compile(condition.StringNotEquals, "arn:aws:s3:::b")}, "F", condition.ExcludedValueMatched, 1},
		{"StringEquals", []condition.Operand{null, compile(condition.StringEquals, "b")}, "F", condition.NoValueMatched, -1},
	} {
		got := operator(t, c.operator).Evaluate(c.operands, condition.Values{Present: true, Items: []string{"arn:aws:s3:::b"}})
		if got.Outcome != outcomes[c.want] || got.Reason != c.reason || got.Operand != c.operand {
			t.Errorf("CO-45: %s: %+v, want %s, reason %v, operand %d", c.operator, got, c.want, c.reason, c.operand)
		}
	}
	if !null.Readable() {
		t.Error("an unresolved value has no literal that could be unreadable")
	}
}

func TestResultsNameWhatSettledThem(t *testing.T) {
	several := condition.Values{Present: true, Multivalued: true, Items: []string{"a", "b"}}
	single := condition.Values{Present: true, Items: []string{"a"}}
	for _, c := range []struct {
		operator string
		policy   []string
		values   condition.Values
		want     condition.Result
	}{
		{"StringEquals", []string{"x", "a"}, single, condition.Result{Outcome: condition.True, Reason: condition.Matched, Operand: 1, Value: 0}},
		{"StringEquals", []string{"x"}, single, condition.Result{Outcome: condition.False, Reason: condition.NoValueMatched, Operand: -1, Value: 0}},
		{"StringNotEquals", []string{"x"}, single, condition.Result{Outcome: condition.True, Reason: condition.NoExcludedValueMatched, Operand: -1, Value: 0}},
		{"StringNotEquals", []string{"x", "a"}, single, condition.Result{Outcome: condition.False, Reason: condition.ExcludedValueMatched, Operand: 1, Value: 0}},
		{"StringEquals", []string{"a"}, several, condition.Result{Outcome: condition.False, Reason: condition.SetOperatorMissing, Operand: -1, Value: -1}},
		{"StringEquals", []string{"a"}, condition.Values{}, condition.Result{Outcome: condition.False, Reason: condition.AbsentKey, Operand: -1, Value: -1}},
		{"StringNotEquals", []string{"a"}, condition.Values{}, condition.Result{Outcome: condition.True, Reason: condition.AbsentKeyPasses, Operand: -1, Value: -1}},
		{"ForAnyValue:StringEquals", []string{"x", "b"}, several, condition.Result{Outcome: condition.True, Reason: condition.Matched, Operand: 1, Value: 1}},
		{"ForAnyValue:StringEquals", []string{"x"}, several, condition.Result{Outcome: condition.False, Reason: condition.NoValueMatched, Operand: -1, Value: -1}},
		{"ForAnyValue:StringNotEquals", []string{"a", "b"}, several, condition.Result{Outcome: condition.False, Reason: condition.ExcludedValueMatched, Operand: -1, Value: -1}},
		{"ForAllValues:StringEquals", []string{"a", "b"}, several, condition.Result{Outcome: condition.True, Reason: condition.Matched, Operand: -1, Value: -1}},
		{"ForAllValues:StringEquals", []string{"a"}, several, condition.Result{Outcome: condition.False, Reason: condition.NoValueMatched, Operand: -1, Value: 1}},
		{"ForAllValues:StringNotEquals", []string{"x"}, several, condition.Result{Outcome: condition.True, Reason: condition.NoExcludedValueMatched, Operand: -1, Value: -1}},
		{"NumericEquals", []string{"no"}, condition.Values{Present: true, Items: []string{"1"}},
			condition.Result{Outcome: condition.False, Reason: condition.UnreadablePolicyValue, Operand: 0, Value: 0}},
		{"NumericNotEquals", []string{"1"}, condition.Values{Present: true, Items: []string{"no"}},
			condition.Result{Outcome: condition.True, Reason: condition.UnreadableRequestValue, Operand: -1, Value: 0}},
		{"Null", []string{"true", "false"}, single, condition.Result{Outcome: condition.True, Reason: condition.NullTest, Operand: 1, Value: -1}},
	} {
		op := operator(t, c.operator)
		if got := op.Evaluate(operands(op.Base, c.policy), c.values); got != c.want {
			t.Errorf("%s %q against %+v: %+v, want %+v", c.operator, c.policy, c.values, got, c.want)
		}
	}
}

// RC-6, and the truth table of D.3: several values without a set operator are false, for negated operators too.
func TestTwoValuesOfASingleValuedKey(t *testing.T) {
	values := condition.Values{Present: true, Items: []string{"a", "b"}}
	for name, want := range map[string]condition.Outcome{
		"StringEquals": condition.False, "StringNotEquals": condition.False, "StringNotEqualsIfExists": condition.False, "ForAnyValue:StringEquals": condition.True, "ForAllValues:StringEquals": condition.False,
	} {
		op := operator(t, name)
		if got := op.Evaluate(operands(op.Base, []string{"b"}), values); got.Outcome != want {
			t.Errorf("%s: %+v, want %v", name, got, want)
		}
	}
}
