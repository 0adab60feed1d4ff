package authz_test

import (
	"fmt"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// A Decider, which keeps what it may from one question to the next, decides as Evaluate does.
func TestDeciderForgetsWhatChanges(t *testing.T) {
	when := func(key, value string) object { return object{"Condition": object{"StringEquals": object{key: value}}} }
	policy := document(
		statement("Allow", object{"Action": "s3:*"}, when("aws:username", "ana")),
		statement("Allow", object{"Action": "iam:*"}, when("iam:ResourceTag/team", "red")),
		statement("Allow", object{"Action": "kms:*"}, when("kms:CallerAccount", accountA)),
	)
	red := object{"inlinePolicies": object{"p": policy}, "tags": object{"team": "red"}}
	blue := object{"inlinePolicies": object{"p": policy}, "tags": object{"team": "blue"}}
	ask := func(principal, action, resource string) object {
		return object{"principal": principal, "action": action, "resource": resource}
	}
	bo := "arn:aws:iam::111111111111:user/bo"
	s := read(t, object{
		"accounts": object{accountA: object{"users": object{"ana": red, "bo": blue}}},
		"requests": list{ask(userARN, "s3:GetObject", "*"), ask(bo, "s3:GetObject", "*"), ask(userARN, "iam:GetUser", userARN), ask(userARN, "iam:GetUser", bo)},
	})
	decider := authz.NewDecider(s.World)
	for _, action := range []string{"s3:GetObject", "iam:GetUser", "iam:PassRole", "kms:ListKeys", "ec2:RunInstances", "s3:PutObject"} {
		for i := range s.Requests {
			asked := s.Requests[i].Asked[0]
			asked.Action = action
			want := authz.Evaluate(s.World, &asked).Decision
			if got, sound := decider.Action(&s.Requests[i].Asked[0], action); got != want || !sound {
				t.Errorf("request %d as %s: %s, want %s", i, action, got, want)
			}
			if got := decider.Decide(&asked); got != want {
				t.Errorf("request %d with %s: %s, want %s", i, action, got, want)
			}
		}
	}
	for i := range s.Requests {
		for _, action := range []string{"s3:GetObject", "iam:GetUser", "iam:PassRole", "kms:ListKeys", "s3:PutObject"} {
			asked := s.Requests[i].Asked[0]
			asked.Action = action
			if got, _ := decider.Action(&s.Requests[i].Asked[0], action); got != authz.Evaluate(s.World, &asked).Decision {
				t.Errorf("request %d as %s after another action: %s", i, action, got)
			}
		}
	}
	if _, sound := decider.Action(&s.Requests[0].Asked[0], "no action"); sound {
		t.Error("a text that is no action is decided on")
	}
}

// A Decider remembers many actions, and forgets them when there are too many.
func TestDeciderWithManyActions(t *testing.T) {
	s := read(t, caller{principal: userARN, identity: allow(object{"Action": "s3:Get1*"})}.scenario())
	decider := authz.NewDecider(s.World)
	for round := range 2 {
		for i := range 1500 {
			request := s.Requests[0].Asked[0]
			request.Action = fmt.Sprintf("s3:Get%d", i)
			want := request.Action[:len("s3:Get")+1] == "s3:Get1"
			if got := decider.Decide(&request) == authz.Allowed; got != want {
				t.Fatalf("round %d, %s: %v, want %v", round, request.Action, got, want)
			}
		}
	}
}
