package engine_test

import (
	"encoding/json"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/scenarios"
)

// FuzzCall looks for a scenario that the engine cannot answer, whose spans lie
// outside its text, or on which Allows and Evaluate differ.
func FuzzCall(f *testing.F) {
	f.Add(scenarios.Default)
	f.Add(oneStatement)
	f.Add(scenarioWith(`"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","`, get))
	f.Add(scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"s3:*","NotResource":"${a, 'b'}","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":"*"}}}}`, get))
	f.Fuzz(func(t *testing.T, text string) {
		var a answer
		if err := json.Unmarshal(engine.New().Call(decideCall(text)), &a); err != nil {
			t.Fatal(err)
		}
		for _, d := range a.Error.Diagnostics {
			if d.From < 0 || d.To < d.From || d.To > len(text) || d.Message == "" {
				t.Errorf("a refusal at %d to %d of %d: %q", d.From, d.To, len(text), d.Message)
			}
		}
		s, refusals := scenario.Read(syntax.NewSource("f", text), scenario.Options{Now: scenario.ClockAt(noon), Parse: policy.Parse, Managed: func(string) (string, bool) { return "", false }})
		if refusals != nil {
			return
		}
		for _, r := range s.Requests {
			for i := range r.Asked {
				if allows := authz.Allows(s.World, &r.Asked[i]); allows != (authz.Evaluate(s.World, &r.Asked[i]).Decision == authz.Allowed) {
					t.Errorf("Allows says %v, Evaluate does not", allows)
				}
			}
		}
	})
}
