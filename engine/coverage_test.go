package engine_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
)

type coverageReply struct {
	OK    bool
	Value struct {
		Reached     [][]int
		Next, Sweep int
	}
	Error struct{ Code string }
}

func askCoverage(t *testing.T, e *engine.Engine, members map[string]any) coverageReply {
	t.Helper()
	call := map[string]any{"method": "coverage", "now": "2026-09-01T12:00:00Z"}
	for name, value := range members {
		call[name] = value
	}
	text, _ := json.Marshal(call)
	var r coverageReply
	if err := json.Unmarshal(e.Call(text), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// An Allow that a Deny beats matched but did not decide (EV-1); a statement about another action was not reached.
func TestCoverage(t *testing.T) {
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"},{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`
	ask := func(action string) string {
		return `{"principal":"arn:aws:iam::111122223333:user/ana","action":"` + action + `","resource":"arn:aws:s3:::b/k"}`
	}
	scenario := `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":` + policy + `}}}}},"requests":[` +
		ask("s3:DeleteObject") + "," + ask("s3:GetObject") + "," + ask("sqs:SendMessage") + `,{"principal":"nobody","action":"s3:GetObject"}]}`
	e := engine.New()
	got := askCoverage(t, e, map[string]any{"scenario": scenario, "from": 0, "count": 3})
	want := [][]int{{0, 0, 0, 0, 1, 1}, {0, 0, 1}, {}}
	if !got.OK || got.Value.Next != 3 || fmt.Sprint(got.Value.Reached) != fmt.Sprint(want) {
		t.Fatalf("got %+v, want %v", got, want)
	}
	rest := askCoverage(t, e, map[string]any{"sweep": got.Value.Sweep, "from": 3, "count": 3})
	if rest.Value.Next != -1 || fmt.Sprint(rest.Value.Reached) != "[[]]" {
		t.Errorf("a request that cannot be decided reaches nothing: got %+v", rest)
	}
	if bad := askCoverage(t, e, map[string]any{"sweep": got.Value.Sweep, "from": 5, "count": 1}); bad.Error.Code != "usage" {
		t.Errorf("a slice behind the end: got %+v", bad)
	}
	if bad := askCoverage(t, e, map[string]any{"scenario": `{"version":`, "from": 0, "count": 1}); bad.Error.Code != "malformed" {
		t.Errorf("a broken scenario: got %+v", bad)
	}
}

// In random worlds the statements that decided are those that the decision names.
func TestCoverageNamesWhatDecided(t *testing.T) {
	for seed := range uint64(40) {
		text, _ := json.Marshal(worlds.Draw(rand.New(rand.NewPCG(seed, 9)), 20))
		e := engine.New()
		var decided struct {
			Value struct {
				Requests []struct {
					DecidedBy []struct {
						Document  int
						Statement *struct{ Index int }
					}
				}
			}
		}
		if err := json.Unmarshal(e.Call(decideCall(string(text))), &decided); err != nil {
			t.Fatal(err)
		}
		got := askCoverage(t, e, map[string]any{"scenario": string(text), "from": 0, "count": 20})
		for i, r := range decided.Value.Requests {
			for _, by := range r.DecidedBy {
				if by.Statement == nil || by.Document < 0 {
					continue
				}
				if !slices.ContainsFunc(triples(got.Value.Reached[i]), func(s [3]int) bool { return s == [3]int{by.Document, by.Statement.Index, 1} }) {
					t.Fatalf("world %d, request %d: %v lacks statement %d of document %d", seed, i, got.Value.Reached[i], by.Statement.Index, by.Document)
				}
			}
		}
	}
}

func triples(flat []int) [][3]int {
	var out [][3]int
	for i := 0; i+2 < len(flat); i += 3 {
		out = append(out, [3]int(flat[i:i+3]))
	}
	return out
}
