package engine_test

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/glob"
)

// peerFaults holds a scenario for each of the 35 behaviors in which the
// strongest other simulator is wrong or silent. What AWS does stands in each as
// its expectations, and the page that says so as its description. `make peers`
// asks the other simulator the same.
//
//go:embed testdata/peers/*.json
var peerFaults embed.FS

// decidedScenario is what the tests below read of the engine's answer.
type decidedScenario struct {
	Title       string
	Diagnostics []codedDiagnostic
	Documents   []struct{ Diagnostics []codedDiagnostic }
	Requests    []struct {
		Name, Decision, Sentence               string
		DecidedBy                              []any
		Missing, NotEvaluated, Failures        []string
		Diagnostics                            []codedDiagnostic
		Met                                    *bool
		Resources, MissingContext, Assumptions []string
	}
}

type codedDiagnostic struct{ Code, Message string }

// codes lists the codes of all diagnostics of the scenario, its requests and its documents.
func (d *decidedScenario) codes() []string {
	all := slices.Clone(d.Diagnostics)
	for _, r := range d.Requests {
		all = append(all, r.Diagnostics...)
	}
	for _, document := range d.Documents {
		all = append(all, document.Diagnostics...)
	}
	codes := make([]string, len(all))
	for i, one := range all {
		codes[i] = one.Code
	}
	return codes
}

// fault decides the scenario of a fault by its number.
func fault(t *testing.T, number int) *decidedScenario {
	t.Helper()
	files, err := fs.Glob(peerFaults, fmt.Sprintf("testdata/peers/%02d-*.json", number))
	if err != nil || len(files) != 1 {
		t.Fatalf("fault %d has the scenarios %v", number, files)
	}
	text, _ := peerFaults.ReadFile(files[0])
	var answer struct {
		OK    bool
		Value decidedScenario
	}
	if err := json.Unmarshal(engine.New().Call(decideCall(string(text))), &answer); err != nil || !answer.OK {
		t.Fatal(files[0], "is refused", err)
	}
	return &answer.Value
}

const peerFaultCount = 35

// Every expectation of every scenario holds, and every denial of any of them names a reason (faults 1 to 35).
func TestNoFaultOfAPeer(t *testing.T) {
	for number := 1; number <= peerFaultCount; number++ {
		d := fault(t, number)
		t.Run(fmt.Sprintf("%d: %s", number, d.Title), func(t *testing.T) {
			for i, r := range d.Requests {
				for _, failure := range r.Failures {
					t.Errorf("request %d: %s", i, failure)
				}
				if r.Decision == "explicitDeny" && len(r.DecidedBy) == 0 || r.Decision == "implicitDeny" && len(r.Missing) == 0 || r.Sentence == "" {
					t.Errorf("request %d: %s without a reason", i, r.Decision)
				}
			}
		})
	}
}

// Where AWS refuses something, or nobody can know, the engine says so (faults 3, 6, 9, 18, 21, 33).
func TestFaultsOfAPeerAreNamed(t *testing.T) {
	cases := []struct {
		name   string
		number int
		codes  []string
	}{
		{"3: a misspelt condition operator", 3, []string{"INVALID_CONDITION_OPERATOR"}},
		{"6: an action that a trust policy does not govern", 6, []string{"UNSUPPORTED_ACTION_IN_POLICY"}},
		{"9: an account that the ARN contradicts", 9, []string{"ACCOUNT_MISMATCH"}},
		{"18: an RCP for a service that RCPs do not cover", 18, []string{"RCP_SYNTAX_ERROR_ACTION"}},
		{"21: a date-time without a zone", 21, []string{"DATE_WITHOUT_ZONE"}},
		{"33: what AWS refuses to save", 33, []string{"UNIQUE_SIDS_REQUIRED", "UNSUPPORTED_SID", "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "POLICY_SIZE_EXCEEDS_SCP_QUOTA"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			codes := fault(t, c.number).codes()
			for _, want := range c.codes {
				if !slices.Contains(codes, want) {
					t.Errorf("%s is not among %v", want, codes)
				}
			}
		})
	}
}

// What is left out of a decision, or cannot be so, stands in it (faults 3, 6, 32, 33).
func TestFaultsOfAPeerAreNotSkipped(t *testing.T) {
	cases := []struct {
		name            string
		number, request int
		says            string
	}{
		{"3: the statement with the misspelt operator", 3, 0, "StringEqual"},
		{"6: the policy on an EC2 instance", 6, 1, "take no resource-based policies"},
		{"32: two values for a single-valued key", 32, 0, "is single-valued"},
		{"33: the statement with a wildcard in its principal", 33, 0, "holds a wildcard"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := fault(t, c.number).Requests[c.request]
			said := append(r.NotEvaluated, r.Assumptions...)
			if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, c.says) }) {
				t.Errorf("%q does not stand in %q", c.says, said)
			}
		})
	}
}

// 9: a request whose account contradicts its ARN is not decided.
func TestContradictionIsNotDecided(t *testing.T) {
	if got := fault(t, 9).Requests[0].Decision; got != "error" {
		t.Error(got)
	}
}

// 21: the decision on a date-time without zone is that of UTC. Nothing in the engine asks for the machine's zone.
func TestDateWithoutZoneIsUTC(t *testing.T) {
	if got := fault(t, 21).Requests[0].Decision; got != "allowed" {
		t.Error(got)
	}
}

// 34: a pattern of thousands of wildcards against a text that it nearly matches is settled. An algorithm that goes back
// over earlier stars would need longer than the age of the universe.
func TestManyWildcardsEnd(t *testing.T) {
	text := strings.Repeat("a", 100_000)
	for _, pattern := range []string{strings.Repeat("a*", 5_000) + "b", strings.Repeat("*a?", 5_000) + "b", strings.Repeat("*", 5_000) + "b"} {
		if glob.Parse(pattern).Match(text) {
			t.Errorf("%.10s… matches", pattern)
		}
		if !glob.Parse(pattern).Match(text + "b") {
			t.Errorf("%.10s… does not match", pattern)
		}
	}
}
