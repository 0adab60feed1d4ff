package condition_test

import (
	_ "embed"
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/glob"
)

// The recordings are embedded, because the tests also run where there are no files.
var (
	//go:embed testdata/observed/conditions.json
	conditionsJSON []byte
	//go:embed testdata/observed/typed-context.json
	typedContextJSON []byte
)

// observation is one recorded answer of AWS.
type observation struct {
	ID, Operator, Key, KeyType, Via string
	Policy                          []string
	Context                         []string // nil: the key is absent
	Also                            map[string][]string
	Matched, MatchedInDeny          bool
}

func load(t *testing.T, file []byte) []observation {
	t.Helper()
	var rows []observation
	if err := json.Unmarshal(file, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func (o observation) want() condition.Outcome {
	switch {
	case o.MatchedInDeny && !o.Matched:
		return condition.Error
	case o.Matched:
		return condition.True
	}
	return condition.False
}

func (o observation) values() condition.Values {
	return condition.Values{Present: o.Context != nil, Multivalued: strings.HasSuffix(o.KeyType, "List"), Items: o.Context}
}

// operand resolves a value that is one whole variable, as far as the recordings
// need it: multivalued keys, of which aws:TagKeys is the only one there, stay
// unresolved, default or not (CO-43).
func (o observation) operand(base condition.Base, text string) condition.Operand {
	key, isVariable := strings.CutPrefix(text, "${")
	if !isVariable {
		return compile(base, text)
	}
	key = strings.TrimSuffix(key, "}")
	if values := o.Also[key]; len(values) == 1 && key != "aws:TagKeys" {
		return base.Compile(glob.Exact(values[0]))
	}
	return condition.Unresolved(text)
}

func compile(base condition.Base, text string) condition.Operand {
	if base.Wildcards() {
		return base.Compile(glob.Parse(text))
	}
	return base.Compile(glob.Exact(text))
}

func (o observation) evaluate(t *testing.T) condition.Outcome {
	t.Helper()
	op, canonical, ok := condition.ParseOperator(o.Operator)
	if !ok || canonical != o.Operator {
		t.Fatalf("ParseOperator(%q) = %v, %q, %v", o.Operator, op, canonical, ok)
	}
	var operands []condition.Operand
	for _, text := range o.Policy {
		operands = append(operands, o.operand(op.Base, text))
	}
	return op.Evaluate(operands, o.values()).Outcome
}

// What AWS answered settles CO-12, CO-14, CO-15, CO-16, CO-18, CO-19, CO-21, CO-22, CO-23, CO-27, CO-29, CO-30, CO-31,
// CO-33, CO-34, CO-43 and CO-45.
func TestObservedConditions(t *testing.T) {
	rows := load(t, conditionsJSON)
	if len(rows) != 244 {
		t.Errorf("%d rows, want 244", len(rows))
	}
	for _, row := range rows {
		t.Run(row.ID, func(t *testing.T) {
			if got := row.evaluate(t); got != row.want() {
				t.Errorf("%s %q against %q (%v): %v, AWS (%s) says %v", row.Operator, row.Policy, row.Context, row.Also, got, row.Via, row.want())
			}
		})
	}
}

// simulatorOnly are the rows in which the simulator differs from this package,
// and why: it rewrites typed context entries before string operators see them.
// In a live call a context value is the text that the service sends.
var simulatorOnly = map[string]string{
	"simulation-inputs-StringEquals-b50550fc":             "a numeric entry loses its leading zero but keeps its fraction: 01.00 becomes 1.00",
	"simulation-inputs-StringEquals-8128e6d8":             "a date entry of epoch seconds becomes ISO 8601 with milliseconds",
	"simulation-inputs-StringEquals-f227c330":             "a date entry of epoch seconds becomes ISO 8601 with milliseconds",
	"simulation-inputs-StringEquals-6ed9fd7e":             "a date entry is cut to milliseconds",
	"simulation-inputs-ForAnyValue-StringEquals-61426e7b": "a numeric entry loses its leading zero",
}

func TestObservedTypedContext(t *testing.T) {
	rows := load(t, typedContextJSON)
	if len(rows) != 19 {
		t.Errorf("%d rows, want 19", len(rows))
	}
	differing := 0
	for _, row := range rows {
		got := row.evaluate(t)
		reason, expected := simulatorOnly[row.ID]
		if differs := got != row.want(); differs != expected {
			t.Errorf("%s: %s %q against %q (%s): %v, the simulator says %v; expected to differ: %v %s",
				row.ID, row.Operator, row.Policy, row.Context, row.KeyType, got, row.want(), expected, reason)
		}
		if expected {
			differing++
		}
	}
	if differing != len(simulatorOnly) {
		t.Errorf("%d of %d expected differences occur", differing, len(simulatorOnly))
	}
}
