package simulate_test

import (
	"embed"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/simulate"
)

//go:embed testdata/observed/*.json
var observed embed.FS

// load reads a set of recorded answers, and fails where it has lost rows.
func load[Row any](t *testing.T, name string, count int) []Row {
	t.Helper()
	text, err := observed.ReadFile("testdata/observed/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	if err := json.Unmarshal(text, &rows); err != nil || len(rows) != count {
		t.Fatalf("%s: %d rows (%v), want %d", name, len(rows), err, count)
	}
	return rows
}

func texts(documents ...json.RawMessage) []string {
	var all []string
	for _, d := range documents {
		if len(d) > 0 {
			all = append(all, string(d))
		}
	}
	return all
}

// one simulates one action on one resource.
func one(t *testing.T, call simulate.Call) simulate.Result {
	t.Helper()
	results, err := simulate.Custom(call)
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	return results[0]
}

// GK-52: MissingContextValues as AWS gives them, whatever the order.
func TestMissingContextAsRecorded(t *testing.T) {
	type row struct {
		ID               string
		Policies         []json.RawMessage
		Boundary         json.RawMessage
		Action, Resource string
		Context          map[string]string
		Decision         string
		Missing          []string
	}
	for _, row := range load[row](t, "missing-context.json", 22) {
		t.Run(row.ID, func(t *testing.T) {
			call := simulate.Call{Policies: texts(row.Policies...), Boundaries: texts(row.Boundary), Actions: []string{row.Action}, Resources: []string{row.Resource}}
			for key, value := range row.Context {
				call.Context = append(call.Context, simulate.Entry{Key: key, Type: "string", Values: []string{value}})
			}
			got := one(t, call)
			slices.Sort(row.Missing)
			if got.Decision.String() != row.Decision || !slices.Equal(got.Missing, row.Missing) {
				t.Errorf("%v, missing %q; AWS says %s, %q", got.Decision, got.Missing, row.Decision, row.Missing)
			}
		})
	}
}

// GR-8, GR-37: GetContextKeysForCustomPolicy reads more laxly than the API
// that stores policies.
func TestContextKeysAsRecorded(t *testing.T) {
	type row struct {
		ID        string
		Documents []json.RawMessage
		Accepted  bool
		Keys      []string
	}
	for _, row := range load[row](t, "context-keys.json", 11) {
		t.Run(row.ID, func(t *testing.T) {
			got, err := simulate.ContextKeys(texts(row.Documents...))
			if (err == nil) != row.Accepted || !slices.Equal(got, row.Keys) {
				t.Errorf("%q, %v; AWS says %v, %q", got, err, row.Accepted, row.Keys)
			}
		})
	}
}

// RC-7: context entries are checked by their type.
func TestContextEntriesAsRecorded(t *testing.T) {
	type row struct {
		ID, Type string
		Values   []string
		Accepted bool
	}
	allow := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	for _, row := range load[row](t, "context-entries.json", 17) {
		t.Run(row.ID, func(t *testing.T) {
			call := simulate.Call{Policies: []string{allow}, Actions: []string{"s3:GetObject"}, Context: []simulate.Entry{{Key: "app:key", Type: row.Type, Values: row.Values}}}
			if _, err := simulate.Custom(call); (err == nil) != row.Accepted {
				t.Errorf("%s %q: %v, accepted by AWS: %v", row.Type, row.Values, err, row.Accepted)
			}
		})
	}
}

// CO-18, CO-21: typed context entries against operators; string operators see
// numbers and dates as the simulator rewrites them.
func TestTypedContextAsRecorded(t *testing.T) {
	type row struct {
		ID, Operator, Key, KeyType string
		Policy, Context            []string
		Matched                    bool
	}
	for _, row := range load[row](t, "typed-context.json", 19) {
		t.Run(row.ID, func(t *testing.T) {
			condition, _ := json.Marshal(map[string]any{row.Operator: map[string]any{row.Key: row.Policy}})
			document := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":` + string(condition) + `}}`
			got := one(t, simulate.Call{Policies: []string{document}, Actions: []string{"s3:GetObject"}, Context: []simulate.Entry{{Key: row.Key, Type: row.KeyType, Values: row.Context}}})
			if matched := got.Decision.String() == "allowed"; matched != row.Matched {
				t.Errorf("%s %q against %s %q: %v, AWS says %v", row.Operator, row.Policy, row.KeyType, row.Context, matched, row.Matched)
			}
		})
	}
}

// OUT-9: where replies say that statements stand.
func TestStatementPositionsAsRecorded(t *testing.T) {
	type row struct {
		ID, Document string
		Statements   []struct {
			Index      int
			Start, End [2]int
		}
	}
	for _, row := range load[row](t, "statement-positions.json", 3) {
		t.Run(row.ID, func(t *testing.T) {
			got := one(t, simulate.Call{Policies: []string{row.Document}, Actions: []string{"s3:GetObject"}})
			if len(got.Matched) != len(row.Statements) {
				t.Fatalf("%d statements, AWS gives %d", len(got.Matched), len(row.Statements))
			}
			for i, s := range row.Statements {
				start, end := [2]int{got.Matched[i].Start.Line, got.Matched[i].Start.Column}, [2]int{got.Matched[i].End.Line, got.Matched[i].End.Column}
				if start != s.Start || end != s.End {
					t.Errorf("statement %d: %v to %v, AWS says %v to %v", s.Index, start, end, s.Start, s.End)
				}
			}
		})
	}
}

// reply is the part of a recorded reply that is compared; the recording hides
// partition and policy name.
type reply struct {
	EvalActionName, EvalDecision, EvalResourceName string
	MatchedStatements                              []struct {
		SourcePolicyType           string
		StartPosition, EndPosition simulate.Position
	}
	MissingContextValues        []string
	OrganizationsDecisionDetail struct{ AllowedByOrganizations bool }
	ResourceSpecificResults     []struct{ EvalResourceDecision, EvalResourceName string }
}

// OUT-8: whole replies of SimulatePrincipalPolicy for a user, a group and a role.
func TestRepliesAsRecorded(t *testing.T) {
	text, _ := observed.ReadFile("testdata/observed/simulate-replies.json")
	var recorded struct {
		PolicyDocument string
		Simulate       map[string]struct {
			Content struct {
				Response struct{ EvaluationResults []reply }
			} `json:"recorded-content"`
		}
	}
	if err := json.Unmarshal(text, &recorded); err != nil || len(recorded.Simulate) != 3 {
		t.Fatalf("%d replies, %v", len(recorded.Simulate), err)
	}
	for name, r := range recorded.Simulate {
		kind := name[strings.IndexByte(name, '[')+1 : len(name)-1]
		t.Run(kind, func(t *testing.T) {
			source, world := simulated(kind, recorded.PolicyDocument)
			results, err := simulate.Principal(world, source, simulate.Call{Actions: []string{"s3:PutObject", "s3:GetObjectVersion"}, Resources: []string{"arn:aws:s3:::bucket"}})
			if err != nil || len(results) != len(r.Content.Response.EvaluationResults) {
				t.Fatalf("%d results, %v", len(results), err)
			}
			for i, want := range r.Content.Response.EvaluationResults {
				compare(t, results[i], want)
			}
		})
	}
}

// simulated is a world with one identity that has the policy attached.
func simulated(kind, document string) (source string, world *iam.World) {
	source = "arn:aws:iam::111122223333:" + kind + "/tester"
	attached := &iam.Policy{Name: "policy", Document: policy.Parse(document, policy.Identity)}
	identity := iam.Identity{Name: "tester", ARN: source, Attached: []*iam.Policy{attached}}
	account := &iam.Account{ID: "111122223333"}
	switch kind {
	case "user":
		account.Users = []*iam.User{{Identity: identity}}
	case "group":
		account.Groups = []*iam.Group{{Identity: identity}}
	case "role":
		account.Roles = []*iam.Role{{Identity: identity}}
	}
	return source, &iam.World{Accounts: []*iam.Account{account}}
}

func compare(t *testing.T, got simulate.Result, want reply) {
	t.Helper()
	resource := strings.Replace(want.EvalResourceName, "<partition>", "aws", 1)
	if got.Action != want.EvalActionName || got.Decision.String() != want.EvalDecision || got.Resource != resource || got.AllowedByOrganizations != want.OrganizationsDecisionDetail.AllowedByOrganizations || !slices.Equal(got.Missing, want.MissingContextValues) {
		t.Errorf("got %+v, AWS says %+v", got, want)
	}
	if len(got.Matched) != len(want.MatchedStatements) || len(got.Specific) != len(want.ResourceSpecificResults) {
		t.Fatalf("got %+v, AWS says %+v", got, want)
	}
	for i, s := range want.MatchedStatements {
		if m := got.Matched[i]; m.SourcePolicyType != s.SourcePolicyType || m.Start != s.StartPosition || m.End != s.EndPosition {
			t.Errorf("got %+v, AWS says %+v", m, s)
		}
	}
	for i, s := range want.ResourceSpecificResults {
		if got.Specific[i].Decision.String() != s.EvalResourceDecision || got.Specific[i].Resource != resource {
			t.Errorf("got %+v, AWS says %+v", got.Specific[i], s)
		}
	}
}
