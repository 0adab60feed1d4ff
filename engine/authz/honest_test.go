package authz_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

func hasNote(t *authz.Trace, code authz.NoteCode, subject string) bool {
	for _, n := range t.Notes {
		if n.Code == code && n.Subject == subject {
			return true
		}
	}
	return false
}

// RC-6: a single-valued key has one value; a request that gives it two says so in the result.
func TestTwoValuesForASingleValuedKey(t *testing.T) {
	policy := allow(object{"Condition": object{"StringEquals": object{"aws:PrincipalAccount": accountA}}})
	accounts := object{accountA: object{"users": object{"ana": object{"inlinePolicies": object{"p": policy}}}}}
	trace := decide(t, object{"accounts": accounts, "requests": list{object{
		"principal": userARN, "action": "s3:GetObject", "resource": key, "context": object{"aws:PrincipalAccount": list{accountB, accountA}},
	}}})
	if !hasNote(trace, authz.TooManyValues, "aws:PrincipalAccount") {
		t.Errorf("notes %v, want the key to be named", trace.Notes)
	}
}

// "AWS services that work with IAM": EC2 instances and IAM users take no resource-based policy, so one that is written
// there decides nothing and is named.
func TestPoliciesWhereNoneCanStand(t *testing.T) {
	cases := map[string]struct{ resource, action, want string }{
		"an EC2 instance":           {"arn:aws:ec2:eu-west-1:111111111111:instance/i-1", "ec2:StartInstances", "implicitDeny identity"},
		"a role, beside its trust":  {roleARN, "iam:GetRole", "implicitDeny identity"},
		"a queue, which takes them": {"arn:aws:sqs:eu-west-1:111111111111:q", "sqs:SendMessage", "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			policy := allow(aws(userARN), object{"Action": c.action})
			trace := decide(t, object{
				"accounts": object{accountA: object{"users": object{"ana": object{}}, "resources": object{c.resource: object{"policy": policy}}}},
				"requests": list{object{"principal": userARN, "action": c.action, "resource": c.resource}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if noted := hasNote(trace, authz.PolicyNotTaken, c.resource); noted != (c.want != "allowed") {
				t.Errorf("named among what was not evaluated: %v", noted)
			}
		})
	}
}

// GK-52, item "derived context with origins": every key of the context says where it comes from.
func TestOriginsOfContext(t *testing.T) {
	policy := allow(object{"Condition": object{"StringEquals": object{"aws:SourceVpce": "vpce-1", "aws:username": "ana", "aws:RequestedRegion": "eu-west-1"}}})
	accounts := object{accountA: object{"users": object{"ana": object{"inlinePolicies": object{"p": policy}}}}}
	trace := decide(t, object{"accounts": accounts, "requests": list{object{
		"principal": userARN, "action": "s3:GetObject", "resource": key,
		"context": object{"aws:RequestedRegion": "eu-west-1", "aws:PrincipalType": nil},
	}}})
	want := map[string]authz.Origin{"aws:username": authz.Derived, "aws:RequestedRegion": authz.FromRequest, "aws:PrincipalType": authz.Removed, "aws:SourceVpce": authz.Lacking}
	for _, e := range trace.Context {
		if origin, asked := want[e.Key]; asked && origin != e.Origin {
			t.Errorf("%s: origin %d, want %d", e.Key, e.Origin, origin)
		}
		delete(want, e.Key)
	}
	if len(want) > 0 {
		t.Errorf("no entries for %v", want)
	}
}

// EV-86, GK-32: keys that follow from the resource: the boundary that a user has, the tags of an EC2 instance.
func TestKeysOfTheResource(t *testing.T) {
	const x = "arn:aws:iam::111111111111:policy/X"
	instance := "arn:aws:ec2:eu-west-1:111111111111:instance/i-1"
	only := allow(object{"Action": list{"iam:*", "other:*"}, "Condition": object{"StringEquals": object{"iam:PermissionsBoundary": x}}})
	tagged := allow(object{"Action": "ec2:*", "Condition": object{"StringEquals": object{"ec2:ResourceTag/team": "red"}}})
	cases := map[string]struct{ action, resource, want string }{
		"attaching to a user with the boundary": {"iam:AttachUserPolicy", "arn:aws:iam::111111111111:user/bound", "allowed"},
		"attaching to a user without one":       {"iam:AttachUserPolicy", "arn:aws:iam::111111111111:user/free", "implicitDeny identity"},
		"putting on a role with the boundary":   {"iam:PutRolePolicy", "arn:aws:iam::111111111111:role/bound", "allowed"},
		"reading a user with the boundary":      {"iam:GetUser", "arn:aws:iam::111111111111:user/bound", "implicitDeny identity"},
		"setting a boundary that nobody names":  {"iam:PutUserPermissionsBoundary", "arn:aws:iam::111111111111:user/bound", "implicitDeny identity"},
		"another service's action of that name": {"other:AttachUserPolicy", "arn:aws:iam::111111111111:user/bound", "implicitDeny identity"},
		"stopping the team's instance":          {"ec2:StopInstances", instance, "allowed"},
		"stopping another's":                    {"ec2:StopInstances", instance + "2", "implicitDeny identity"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"accounts": object{accountA: object{
					"policies":  object{"X": allow()},
					"users":     object{"ana": object{"inlinePolicies": object{"iam": only, "ec2": tagged}}, "bound": object{"permissionsBoundary": "X"}, "free": object{}},
					"roles":     object{"bound": object{"permissionsBoundary": "X"}},
					"resources": object{instance: object{"tags": object{"team": "red"}}},
				}},
				"requests": list{object{"principal": userARN, "action": c.action, "resource": c.resource}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
