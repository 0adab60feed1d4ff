package validate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
)

type recorded struct {
	ID, PolicyType string
	Document       json.RawMessage
	Accepted       bool
}

func recordings(t *testing.T, file string) []recorded {
	t.Helper()
	data, err := os.ReadFile("../policy/testdata/observed/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var rows []recorded
	if err := json.Unmarshal(data, &rows); err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	return rows
}

var recordedTypes = map[string]policy.Type{"": policy.Identity, "identity": policy.Identity, "trust": policy.Trust, "rcp": policy.RCP, "session": policy.Session}

// What AWS refused to store has an error whose code is that of a check of this
// policy type. What IAM stored has none of the errors that IAM would refuse for.
func TestRecordedGrammar(t *testing.T) {
	for _, file := range []string{"create-policy-grammar.json", "policy-grammar.json"} {
		for _, row := range recordings(t, file) {
			kind, known := recordedTypes[row.PolicyType]
			text := string(row.Document)
			if raw := ""; json.Unmarshal(row.Document, &raw) == nil {
				text = raw
			}
			if known {
				checkRecorded(t, row, policy.Parse(text, kind))
			}
		}
	}
}

func checkRecorded(t *testing.T, row recorded, d *policy.Document) {
	t.Helper()
	explained := false
	for _, found := range validate.Lint(d, validate.Options{Facts: facts}) {
		i := slices.IndexFunc(validate.Checks(), func(c validate.Check) bool { return c.Code == found.Code })
		if i < 0 || !slices.Contains(validate.Checks()[i].Types.List(), d.Type) {
			t.Errorf("%s: %s is no check of %s", row.ID, found.Code, d.Type)
		}
		// Only CreatePolicy refuses older versions, so that these are warnings.
		explained = explained || found.Severity == syntax.Error || found.Code == "MISSING_VERSION" || found.Code == "OLD_VERSION"
	}
	if !explained && !row.Accepted {
		t.Errorf("%s: AWS refused it, and nothing says why", row.ID)
	}
}

// unsound are AWS managed policies with an error, and why they have it.
var unsound = map[string]string{
	"arn:aws:iam::aws:policy/AmazonDevOpsGuruOrganizationsAccess MISSING_ARN_FIELD": "its ARN for AWS Organizations ends behind the fifth colon",
}

// beyond are checks that may fire more often, and why.
var beyond = map[string]string{
	"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA": "the quota is for the policies of customers; AWS's are not held to it",
}

// AWS's own policies are sound, but for what is known. A check that fires on more
// than a fifth of them is off by default, and one that fires on more than a twentieth suggests.
func TestManagedPolicies(t *testing.T) {
	arns, fired := append(catalog.ManagedPolicies(), data.Managed().ARNs()...), map[string]int{}
	for _, arn := range arns {
		text, _ := data.ManagedPolicy(arn)
		found := validate.Lint(policy.Parse(text, policy.Identity), validate.Options{Facts: facts, On: all})
		for _, code := range codes(found) {
			fired[code]++
		}
		for _, d := range found {
			if inside(t, text, d); d.Severity == syntax.Error && unsound[arn+" "+d.Code] == "" {
				t.Errorf("%s: %s at %s: %s", arn, d.Code, text[d.Span.From:d.Span.To], d.Message)
			}
		}
	}
	if len(arns) < 1594 {
		t.Errorf("only %d policies", len(arns))
	}
	for _, c := range validate.Checks() {
		rate := float64(fired[c.Code]) / float64(len(arns))
		if loud := rate > 0.2 || rate > 0.05 && c.Severity != syntax.Suggestion; loud && !c.Off && beyond[c.Code] == "" {
			t.Errorf("%s fires on %.1f %% of the policies", c.Code, 100*rate)
		}
	}
}

// all turns every check on.
func all(*validate.Check) bool { return true }

// Policies in the manner of AWS's guides, of every service that people write
// policies for, earn suggestions at most.
func TestSoundPolicies(t *testing.T) {
	files, err := filepath.Glob("testdata/sound/*.json")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		kind, _, _ := strings.Cut(filepath.Base(file), "-")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(policy.Types[:], func(p policy.Type) bool { return p.String() == kind })
		for _, d := range validate.Lint(policy.Parse(string(text), policy.Types[i]), validate.Options{Facts: facts}) {
			if d.Severity != syntax.Suggestion {
				t.Errorf("%s: %s at %s: %s", file, d.Code, text[d.Span.From:d.Span.To], d.Message)
			}
		}
	}
}
