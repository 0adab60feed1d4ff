//go:build !js

package operations_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// What AWS answered to CreatePolicy, word for word (GR-1 to GR-51).
func TestCreatePolicyAnswersAsRecorded(t *testing.T) {
	raw, err := os.ReadFile("../../policy/testdata/observed/create-policy-grammar.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		ID, Document string
		Accepted     bool
		Error        []string
	}
	if err := json.Unmarshal(raw, &rows); err != nil || len(rows) < 100 {
		t.Fatal(err)
	}
	s := newSession(t)
	for _, row := range rows {
		got := ""
		if _, _, err := operations.Run(s.world, s.call("CreatePolicy", `{"PolicyName":"P","PolicyDocument":`+quoted(row.Document)+`}`)); err != nil {
			got = err.Code + ": " + err.Message
		}
		if want := placed(strings.Join(row.Error, ": ")); got != want {
			t.Errorf("%s: %s\n got %s\nwant %s", row.ID, row.Document, got, want)
		}
	}
}

// placed undoes what the recording put in the place of the partition and region.
func placed(message string) string {
	return strings.NewReplacer("<partition>", "aws", "<region>", "us-east-1").Replace(message)
}
