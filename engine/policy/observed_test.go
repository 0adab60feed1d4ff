package policy_test

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

//go:embed testdata/observed/create-policy-grammar.json
var createPolicy []byte

//go:embed testdata/observed/policy-grammar.json
var grammar []byte

//go:embed testdata/observed/resource-match.json
var resourceMatch []byte

// refused says whether AWS would not store the document. CreatePolicy wants
// Version 2012-10-17 (GR-14).
func refused(d *policy.Document, managed bool) bool {
	for _, problem := range d.Diagnostics {
		if problem.Severity == syntax.Error {
			return true
		}
	}
	return managed && d.Version != policy.Version2012
}

// beyondGrammar are recorded refusals that no rule about documents explains yet.
var beyondGrammar = map[string]string{
	"organizations-resource-policy-PutResourcePolicy-action-createaccount-ce9dec25": "the delegation policy of AWS Organizations has a grammar of its own (EV-69): not every action can be delegated",
	"organizations-resource-policy-PutResourcePolicy-action-other-service-1f1d90dd": "the same: actions of other services",
	"organizations-resource-policy-PutResourcePolicy-not-action-ef41c278":           "the same: NotAction",
	"organizations-resource-policy-PutResourcePolicy-not-resource-f5008d3e":         "the same: NotResource",
}

func TestCreatePolicyAsRecorded(t *testing.T) {
	var rows []struct {
		ID, Document string
		Accepted     bool
		Error        []string
	}
	if err := json.Unmarshal(createPolicy, &rows); err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	for _, row := range rows {
		d := policy.Parse(row.Document, policy.Identity)
		if refused(d, true) == row.Accepted {
			t.Errorf("%s: accepted by AWS: %v %q\n%s\n%v", row.ID, row.Accepted, row.Error, row.Document, codes(d))
		}
	}
}

var recordedTypes = map[string]policy.Type{"identity": policy.Identity, "trust": policy.Trust, "rcp": policy.RCP, "session": policy.Session, "organizations-delegation": policy.Resource}

func TestGrammarAsRecorded(t *testing.T) {
	var rows []struct {
		ID, PolicyType, API, Error string
		Document                   json.RawMessage
		Accepted                   bool
	}
	if err := json.Unmarshal(grammar, &rows); err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	for _, row := range rows {
		text := string(row.Document)
		var raw string
		if json.Unmarshal(row.Document, &raw) == nil {
			text = raw
		}
		d := policy.Parse(text, recordedTypes[row.PolicyType])
		if agrees := refused(d, false) != row.Accepted; agrees != (beyondGrammar[row.ID] == "") {
			t.Errorf("%s: accepted by AWS: %v %q\n%s\n%v", row.ID, row.Accepted, row.Error, text, codes(d))
		}
	}
}

func TestResourceMatchAsRecorded(t *testing.T) {
	var rows []struct {
		ID, Element, Pattern, Resource string
		Matched                        bool
	}
	if err := json.Unmarshal(resourceMatch, &rows); err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	for _, row := range rows {
		pattern, _ := json.Marshal(row.Pattern)
		d := policy.Parse(in(`{"Effect":"Allow","Action":"*","`+row.Element+`":`+string(pattern)+`}`), policy.Identity)
		element := d.Statements[0].Resource
		m := element.Values[0].Match(row.Resource, func(string) (string, policy.Binding) { return "", policy.Absent })
		if got := m.Matched != element.Not; got != row.Matched {
			t.Errorf("%s: %s %s on %s: %v, want %v", row.ID, row.Element, row.Pattern, row.Resource, got, row.Matched)
		}
	}
}
