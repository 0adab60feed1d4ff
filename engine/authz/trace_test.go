package authz_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
)

// MR-6: the decision on several requests is the most restrictive one.
func TestStricter(t *testing.T) {
	ascending := []authz.Decision{authz.Allowed, authz.ImplicitDeny, authz.ExplicitDeny}
	for i, a := range ascending {
		for j, b := range ascending {
			if got, want := authz.Stricter(a, b), ascending[max(i, j)]; got != want {
				t.Errorf("%s and %s: %s, want %s", a, b, got, want)
			}
		}
	}
}

// OUT-4: a trace holds every part of every statement, whatever failed before it.
func TestTracesHoldEveryPart(t *testing.T) {
	conditions := object{"StringEquals": object{"aws:username": "ana"}, "StringLike": object{"aws:username": "b*"}}
	s := caller{principal: userARN, resource: allow(aws(roleARN), object{"Action": "s3:PutObject", "Resource": bucket, "Condition": conditions})}
	parts := layerOf(decide(t, s.scenario()), policy.Resource).Policies[0].Statements[0].Parts
	want := []struct {
		element authz.Element
		matched bool
	}{{authz.ActionElement, false}, {authz.ResourceElement, false}, {authz.PrincipalElement, false}, {authz.ConditionElement, true}, {authz.ConditionElement, false}}
	if len(parts) != len(want) {
		t.Fatalf("%d parts, want %d", len(parts), len(want))
	}
	for i, w := range want {
		if parts[i].Element != w.element || parts[i].Matched != w.matched {
			t.Errorf("part %d: element %d, matched %v; want %d, %v", i, parts[i].Element, parts[i].Matched, w.element, w.matched)
		}
	}
	if c := parts[4].Condition; c == nil || c.Key != "aws:username" || c.PolicyValues[0] != "b*" || c.RequestValues[0] != "ana" {
		t.Errorf("the condition's values: %+v", c)
	}
}

// OUT-5: a near miss fails in exactly one part.
func TestNearMisses(t *testing.T) {
	put, elsewhere := object{"Action": "s3:PutObject"}, object{"Resource": bucket}
	somebody := object{"Condition": object{"StringEquals": object{"aws:username": "bo"}}}
	for name, c := range map[string]struct {
		statement object
		want      bool
	}{
		"it matches":               {statement("Allow"), false},
		"another action":           {statement("Allow", put), true},
		"another resource":         {statement("Allow", elsewhere), true},
		"another condition":        {statement("Allow", somebody), true},
		"action and resource":      {statement("Allow", put, elsewhere), false},
		"all three":                {statement("Allow", put, elsewhere, somebody), false},
		"a Deny, one part":         {statement("Deny", put), true},
		"a broken statement":       {statement("allow", put), false},
		"an operator that is none": {statement("Allow", object{"Condition": object{"StringIs": object{"aws:username": "ana"}}}), false},
	} {
		t.Run(name, func(t *testing.T) {
			st := layerOf(decide(t, asking(c.statement, object{})), policy.Identity).Policies[0].Statements[0]
			if got := st.NearMiss(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// What was left out is told from what was assumed.
func TestNotesOfWhatWasLeftOut(t *testing.T) {
	for code, want := range map[authz.NoteCode]bool{
		authz.ClockUsed: false, authz.Inferred: false, authz.TooManyValues: false,
		authz.BrokenStatement: true, authz.UnknownSetting: true, authz.PolicyNotTaken: true,
	} {
		if got := code.NotEvaluated(); got != want {
			t.Errorf("%d: %v, want %v", code, got, want)
		}
	}
}
