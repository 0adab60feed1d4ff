package authz_test

import (
	"slices"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// asking is a request of user ana, who is allowed what the statement allows.
func asking(statement object, request object) object {
	return object{
		"accounts": object{accountA: object{
			"users":     object{"ana": object{"tags": object{"team": "red"}, "inlinePolicies": object{"p": document(statement)}}},
			"roles":     object{"ops": object{"tags": object{"team": "red"}}},
			"resources": object{bucket: object{}},
		}},
		"requests": list{with(object{"principal": userARN, "action": "s3:GetObject", "resource": key}, request)},
	}
}

// CO-33: a policy value that is no ARN, against a real ARN, is an error that
// stays in its statement: an Allow allows nothing, a Deny denies. Another key
// that is false does not hide it.
func TestConditionErrors(t *testing.T) {
	noARN := object{"ArnLike": object{"aws:PrincipalArn": "no-arn"}}
	also := object{"ArnLike": object{"aws:PrincipalArn": "no-arn"}, "StringEquals": object{"aws:username": "somebody"}}
	cases := map[string]struct {
		statements list
		want       string
	}{
		"an Allow allows nothing":         {list{statement("Allow", object{"Condition": noARN})}, "implicitDeny identity"},
		"a Deny denies":                   {list{statement("Allow"), statement("Deny", object{"Condition": noARN})}, "explicitDeny"},
		"another statement is unaffected": {list{statement("Allow"), statement("Allow", object{"Condition": noARN})}, "allowed"},
		"a Deny with a false key denies":  {list{statement("Allow"), statement("Deny", object{"Condition": also})}, "explicitDeny"},
		"a Deny for another action":       {list{statement("Allow"), statement("Deny", object{"Condition": noARN, "Action": "s3:PutObject"})}, "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := caller{principal: userARN, identity: document(c.statements...)}.scenario()
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A decision that rests on the clock says so, unless the request fixes the time.
func TestClockIsAnAssumption(t *testing.T) {
	before := statement("Allow", object{"Condition": object{"DateLessThan": object{"aws:CurrentTime": "2030-01-01T00:00:00Z"}}})
	for name, c := range map[string]struct {
		statement, request object
		assumed            bool
		want               string
	}{
		"the caller's clock":       {before, object{}, true, "allowed"},
		"a time of its own":        {before, object{"at": "2026-01-01T00:00:00Z"}, false, "allowed"},
		"a time of its own, later": {before, object{"at": "2031-01-01T00:00:00Z"}, false, "implicitDeny identity"},
		"a time given as a key":    {before, object{"context": object{"aws:CurrentTime": "2026-01-01T00:00:00Z"}}, false, "allowed"},
		"no statement asks for it": {statement("Allow"), object{}, false, "allowed"},
		"asked for another action": {with(before, object{"Action": "s3:PutObject"}), object{}, false, "implicitDeny identity"},
		"asked for as the Epoch":   {statement("Allow", object{"Condition": object{"NumericGreaterThan": object{"aws:EpochTime": "1"}}}), object{}, true, "allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, asking(c.statement, c.request))
			assumed := slices.ContainsFunc(trace.Notes, func(n authz.Note) bool { return n.Code == authz.ClockUsed })
			if got := outcome(trace); got != c.want || assumed != c.assumed {
				t.Errorf("got %s, clock assumed: %v; want %s, %v", got, assumed, c.want, c.assumed)
			}
		})
	}
}

// Keys that follow from the world (tables B.2 and B.3) and what keeps them away.
func TestDerivedKeys(t *testing.T) {
	equals := func(key, value string) object {
		return object{"Action": "*", "Condition": object{"StringEquals": object{key: value}}}
	}
	role := object{"resource": roleARN}
	for name, c := range map[string]struct {
		condition, request object
		want               string
	}{
		"GK-3 the user's tag":                     {equals("aws:PrincipalTag/team", "red"), object{}, "allowed"},
		"RC-5 key names ignore letter case":       {equals("AWS:principaltag/TEAM", "red"), object{}, "allowed"},
		"GK-6 the user's name":                    {equals("aws:username", "ana"), object{}, "allowed"},
		"GK-32 the role's tag":                    {equals("aws:ResourceTag/team", "red"), with(role, object{"action": "iam:GetRole"}), "allowed"},
		"GK-49 the role's tag, as IAM's own key":  {equals("iam:ResourceTag/team", "red"), with(role, object{"action": "iam:GetRole"}), "allowed"},
		"EV-85 PassRole sees no tags of the role": {equals("aws:ResourceTag/team", "red"), with(role, object{"action": "iam:PassRole"}), "implicitDeny identity"},
		"GK-35 the Region of the ARN":             {equals("aws:RequestedRegion", "eu-west-1"), object{"action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-west-1:111111111111:q"}, "allowed"},
		"GK-35 IAM is in us-east-1":               {equals("aws:RequestedRegion", "us-east-1"), object{"action": "iam:ListUsers", "resource": "*"}, "allowed"},
		"a supplied key wins":                     {equals("aws:username", "bob"), object{"context": object{"aws:username": "bob"}}, "allowed"},
		"null takes a derived key away":           {equals("aws:username", "ana"), object{"context": object{"aws:username": nil}}, "implicitDeny identity"},
		"CO-43 a list is no variable, no default": {equals("aws:username", "${aws:TagKeys, 'ana'}"), object{"context": object{"aws:TagKeys": list{"ana"}}}, "implicitDeny identity"},
		"CO-48 an absent key takes the default":   {equals("aws:username", "${aws:TagKeys, 'ana'}"), object{}, "allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, asking(statement("Allow", c.condition), c.request))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// GR-43: KMS stores a key policy's statement without Resource, and ignores it.
func TestKeyPolicyWithoutResource(t *testing.T) {
	s := asking(statement("Allow", object{"Action": "kms:*"}), object{"action": "kms:Decrypt", "resource": keyARN})
	resources := s["accounts"].(object)[accountA].(object)["resources"].(object)
	resources[keyARN] = object{"policy": allow(aws(userARN), object{"Action": "kms:*", "Resource": nil})}
	if got := outcome(decide(t, s)); got != "implicitDeny resource" {
		t.Errorf("got %s", got)
	}
}
