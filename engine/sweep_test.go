package engine_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/scenarios"
)

type sweepReply struct {
	OK    bool
	Value struct {
		Decisions string
		Next      int
		Sweep     int
	}
	Error struct{ Code, Message string }
}

// sweep asks the engine for a sweep of a scenario, with members of its own.
func sweep(t *testing.T, e *engine.Engine, scenario string, members map[string]any) sweepReply {
	t.Helper()
	call := map[string]any{"method": "sweep", "scenario": scenario, "now": "2026-09-01T12:00:00Z"}
	for name, value := range members {
		call[name] = value
	}
	text, _ := json.Marshal(call)
	var r sweepReply
	if err := json.Unmarshal(e.Call(text), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// oneByOne decides a scenario request by request, as letters.
func oneByOne(t *testing.T, scenario string) string {
	t.Helper()
	var r struct{ Value decidedScenario }
	if err := json.Unmarshal(engine.New().Call(decideCall(scenario)), &r); err != nil {
		t.Fatal(err)
	}
	letters := map[string]string{"allowed": "a", "explicitDeny": "e", "implicitDeny": "i", "error": "?"}
	all := ""
	for _, one := range r.Value.Requests {
		all += letters[one.Decision]
	}
	return all
}

// A sweep says of each request what asking for it alone says, in random worlds, in one slice and in slices of three.
func TestSweepEqualsAskingAlone(t *testing.T) {
	for seed := range uint64(60) {
		text, _ := json.Marshal(worlds.Draw(rand.New(rand.NewPCG(seed, 7)), 25))
		want, e := oneByOne(t, string(text)), engine.New()
		if got := sweep(t, e, string(text), map[string]any{"from": 0, "count": 1000}); got.Value.Decisions != want || got.Value.Next != -1 {
			t.Fatalf("world %d: the sweep says %s, asking alone %s", seed, got.Value.Decisions, want)
		}
		slices := ""
		for from := 0; from >= 0; {
			got := sweep(t, e, string(text), map[string]any{"from": from, "count": 3})
			slices, from = slices+got.Value.Decisions, got.Value.Next
		}
		if slices != want {
			t.Fatalf("world %d: in slices %s, asking alone %s", seed, slices, want)
		}
	}
}

// A sweep over actions says of each action what the request with that action alone says.
func TestSweepOverActionsEqualsAskingAlone(t *testing.T) {
	actions := []string{"s3:GetObject", "S3:PUTOBJECT", "sts:AssumeRole", "kms:Decrypt", "iam:PassRole", "sqs:SendMessage", "organizations:DescribeOrganization", "sts:GetCallerIdentity", "made-up:Action"}
	for seed := range uint64(40) {
		world := worlds.Draw(rand.New(rand.NewPCG(seed, 8)), 1)
		text, _ := json.Marshal(world)
		base := world["requests"].([]any)[0].(map[string]any)
		var requests []any
		for _, action := range actions {
			one := map[string]any{}
			for name, value := range base {
				one[name] = value
			}
			one["action"] = action
			requests = append(requests, one)
		}
		world["requests"] = requests
		alone, _ := json.Marshal(world)
		want := oneByOne(t, string(alone))
		if got := sweep(t, engine.New(), string(text), map[string]any{"request": 0, "actions": actions}); got.Value.Decisions != want {
			t.Errorf("world %d: the sweep says %s, asking alone %s", seed, got.Value.Decisions, want)
		}
	}
}

// What cannot be decided has a letter of its own, and a sweep that cannot be made is refused.
func TestSweepOfWhatCannotBeDecided(t *testing.T) {
	broken := `{"version":1,"requests":[{"principal":"nobody","action":"s3:GetObject"},{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject"}]}`
	compound := `{"version":1,"accounts":{"111122223333":{"users":{"ana":{}}}},"requests":[{"principal":"arn:aws:iam::111122223333:user/ana","checks":[{"action":"s3:GetObject","resource":"arn:aws:s3:::b/k"},{"action":"s3:PutObject","resource":"arn:aws:s3:::c/k"}]}]}`
	cases := []struct {
		name, scenario string
		members        map[string]any
		decisions      string
		code           string
	}{
		{"a broken request", broken, map[string]any{"from": 0, "count": 2}, "?i", ""},
		{"a broken request for many actions", broken, map[string]any{"request": 0, "actions": []string{"s3:GetObject"}}, "?", ""},
		{"actions that are none", broken, map[string]any{"request": 1, "actions": []string{"s3:Get*", "GetObject", "", "s3:GetObject"}}, "???i", ""},
		{"no actions", broken, map[string]any{"request": 1, "actions": []string{}}, "", ""},
		{"a request with checks of its own", compound, map[string]any{"request": 0, "actions": []string{"s3:GetObject"}}, "?", ""},
		{"the slice behind the last request", broken, map[string]any{"from": 2, "count": 5}, "", ""},
		{"a slice that begins behind the end", broken, map[string]any{"from": 3, "count": 5}, "", "usage"},
		{"a slice that begins before the start", broken, map[string]any{"from": -1, "count": 5}, "", "usage"},
		{"an empty slice", broken, map[string]any{"from": 0, "count": 0}, "", "usage"},
		{"a request that is not there", broken, map[string]any{"request": 2, "actions": []string{"s3:GetObject"}}, "", "usage"},
		{"no request", broken, map[string]any{"actions": []string{"s3:GetObject"}}, "", "usage"},
		{"a scenario that is none", `{"version":1`, map[string]any{"from": 0, "count": 5}, "", "malformed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := sweep(t, engine.New(), c.scenario, c.members)
			if got.Value.Decisions != c.decisions || got.Error.Code != c.code {
				t.Errorf("got %q, error %q %s", got.Value.Decisions, got.Error.Code, got.Error.Message)
			}
		})
	}
}

// The engine keeps the scenario that it swept last, and notices another one and another time.
func TestSweepNoticesAnotherScenario(t *testing.T) {
	e := engine.New()
	allowed := oneStatement
	denied := strings.Replace(oneStatement, `"Effect":"Allow"`, `"Effect":"Deny"`, 1)
	soon := strings.Replace(oneStatement, `"Resource":"arn:aws:s3:::bucket/*"`, `"Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-10-01"}}`, 1)
	later := map[string]any{"from": 0, "count": 1, "now": "2026-11-01T12:00:00Z"}
	now := map[string]any{"from": 0, "count": 1}
	for i, c := range []struct {
		scenario string
		members  map[string]any
		want     string
	}{{allowed, now, "a"}, {denied, now, "e"}, {allowed, now, "a"}, {soon, now, "a"}, {soon, later, "i"}, {soon, now, "a"}} {
		if got := sweep(t, e, c.scenario, c.members).Value.Decisions; got != c.want {
			t.Errorf("step %d: got %s, want %s", i, got, c.want)
		}
	}
}

// Later slices name the scenario by its number; a number that is not that of the last one is refused.
func TestSweepByNumber(t *testing.T) {
	e := engine.New()
	later := func(number any) map[string]any {
		return map[string]any{"scenario": "", "sweep": number, "request": 0, "actions": []string{"s3:GetObject"}}
	}
	for _, number := range []any{0, 1, -1, "one"} {
		if got := sweep(t, e, "", later(number)); got.Error.Code != "usage" {
			t.Errorf("number %v before the first sweep: %q, error %q", number, got.Value.Decisions, got.Error.Code)
		}
	}
	first := sweep(t, e, oneStatement, map[string]any{"from": 0, "count": 1}).Value.Sweep
	if got := sweep(t, e, "", later(first)); got.Value.Decisions != "a" || got.Value.Sweep != first {
		t.Errorf("the next slice: %+v", got)
	}
	denied := strings.Replace(oneStatement, `"Effect":"Allow"`, `"Effect":"Deny"`, 1)
	second := sweep(t, e, denied, map[string]any{"from": 0, "count": 1}).Value.Sweep
	if got := sweep(t, e, "", later(first)); got.Error.Code != "usage" {
		t.Errorf("the number of another sweep: %+v", got)
	}
	if got := sweep(t, e, "", later(second)); got.Value.Decisions != "e" {
		t.Errorf("the second sweep: %+v", got)
	}
}

// A slice has at most 50,000 actions, and none is left out in silence.
func TestSweepOfManyActions(t *testing.T) {
	actions := make([]string, 50_001)
	for i := range actions {
		actions[i] = "s3:GetObject"
	}
	if got := sweep(t, engine.New(), scenarios.Default, map[string]any{"request": 0, "actions": actions[1:]}); len(got.Value.Decisions) != 50_000 {
		t.Errorf("%d decisions, error %s", len(got.Value.Decisions), got.Error.Code)
	}
	if got := sweep(t, engine.New(), scenarios.Default, map[string]any{"request": 0, "actions": actions}); got.Error.Code != "limit" {
		t.Errorf("one more: %d decisions", len(got.Value.Decisions))
	}
}
