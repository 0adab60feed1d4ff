package scenario_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

func notes(t *testing.T, text string) string {
	t.Helper()
	s := readScenario(t, text)
	for _, d := range s.Requests[0].Diagnostics {
		t.Fatalf("%s %s", d.Code, d.Message)
	}
	o := s.Decide(s.Requests[0])
	var subjects []string
	for _, n := range o.Notes() {
		if n.Code == authz.DurationTooLong || n.Code == authz.MFAGuarded {
			subjects = append(subjects, n.Subject)
		}
	}
	return strings.Join(subjects, " ")
}

func durations(role, request string) string {
	trust := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}`
	return `{"version": 1, "accounts": {"111122223333": {"users": {"ana": {}}, "roles": {"First": {}, "Web": {` + role + `"trustPolicy": ` + trust + `}}}},
		"requests": [{"operation": "sts:AssumeRole", ` + request + `}]}`
}

// EV-72, EV-73 (AWS STS API Reference, "AssumeRole"): up to the role's maximum, an hour by default, and never more than
// an hour from another role's session; the session of an EC2 instance does not count as chaining.
func TestSessionDurations(t *testing.T) {
	const user, long = `"principal": "arn:aws:iam::111122223333:user/ana", `, `"maxSessionDuration": 7200, `
	const chained, instance = `"principal": "arn:aws:iam::111122223333:role/First", `, `"principal": "arn:aws:sts::111122223333:assumed-role/First/i-0abc", `
	with := func(seconds string) string {
		return `"with": {"role": "arn:aws:iam::111122223333:role/Web", "durationSeconds": ` + seconds + `}`
	}
	cases := map[string]struct{ role, request, want string }{
		"the default maximum":               {"", user + with("3600"), ""},
		"above the default maximum":         {"", user + with("3601"), "3600"},
		"the role's maximum":                {long, user + with("7200"), ""},
		"above the role's maximum":          {long, user + with("7201"), "7200"},
		"an hour in a chain":                {long, chained + with("3600"), ""},
		"more than an hour in a chain":      {long, chained + with("3601"), "3600"},
		"more than an hour on an instance":  {long, instance + with("7200"), ""},
		"as long as the default, not asked": {long, chained + `"with": {"role": "arn:aws:iam::111122223333:role/Web"}`, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := notes(t, durations(c.role, c.request)); got != c.want {
				t.Errorf("refused with at most %q, want %q", got, c.want)
			}
		})
	}
}

// EV-72: no session lasts less than 15 minutes or more than 12 hours.
func TestImpossibleDurations(t *testing.T) {
	for _, seconds := range []string{"899", "43201", "900.5"} {
		s := readScenario(t, durations("", `"principal": "arn:aws:iam::111122223333:user/ana", "with": {"role": "arn:aws:iam::111122223333:role/Web", "durationSeconds": `+seconds+`}`))
		if d := s.Requests[0].Diagnostics; len(d) != 1 || d[0].Code != "INVALID_DURATION" {
			t.Errorf("%s seconds: got %v", seconds, d)
		}
	}
}

// EV-98: IAM guards a user's own MFA devices beside the policies.
func TestOwnMFADevices(t *testing.T) {
	cases := map[string]struct{ action, resource, want string }{
		"enabling one's own":     {"iam:EnableMFADevice", "user/ana", "iam:EnableMFADevice"},
		"deactivating one's own": {"iam:DeactivateMFADevice", "user/ana", "iam:DeactivateMFADevice"},
		"another user's":         {"iam:EnableMFADevice", "user/ben", ""},
		"resyncing one's own":    {"iam:ResyncMFADevice", "user/ana", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			text := ops(allowing("iam:*"), `"action": "`+c.action+`", "resource": "arn:aws:iam::111122223333:`+c.resource+`"`)
			if got := notes(t, text); got != c.want {
				t.Errorf("guarded: %q, want %q", got, c.want)
			}
		})
	}
}

// EV-97: BlockPublicPolicy refuses a public policy when it is saved, so a scenario that has both says so.
func TestPublicPolicyThatCouldNotBeSaved(t *testing.T) {
	bucket := func(principal string) string {
		return `{"version": 1, "accounts": {"111122223333": {"resources": {"arn:aws:s3:::b": {"settings": {"blockPublicAccess": true},
			"policy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": ` + principal + `, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}}}}}}}`
	}
	for principal, want := range map[string]bool{`"*"`: true, `{"AWS": "444455556666"}`: false} {
		warned := false
		for _, d := range readScenario(t, bucket(principal)).Diagnostics {
			warned = warned || d.Code == "PUBLIC_POLICY"
		}
		if warned != want {
			t.Errorf("Principal %s: warned %v, want %v", principal, warned, want)
		}
	}
}

// MR-5: the other permissions that a call depends on are not evaluated unless the request lists them.
func TestDependentActionsAreNotAsked(t *testing.T) {
	s := readScenario(t, ops(allowing("s3:GetObject"), `"action": "s3:GetObject", "resource": "arn:aws:s3:::a/k"`))
	o := s.Decide(s.Requests[0])
	if len(o.Traces) != 1 || o.Decision != authz.Allowed {
		t.Errorf("%d checks, %s: want s3:GetObject alone to be decided", len(o.Traces), o.Word())
	}
}

// GK-40: the request's tags give aws:TagKeys, which ForAllValues then sees.
func TestTagKeysFollowFromTags(t *testing.T) {
	only := `{"Effect": "Allow", "Action": "ec2:CreateVolume", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["env"]}}}`
	cases := map[string]struct{ context, want string }{
		"a tag that is listed":      {`{"aws:RequestTag/env": "x"}`, "allowed"},
		"a tag that is not":         {`{"aws:RequestTag/owner": "x"}`, "implicitDeny"},
		"no tags, the classic trap": {`{}`, "allowed"},
		"keys that are given":       {`{"aws:RequestTag/owner": "x", "aws:TagKeys": ["env"]}`, "allowed"},
		"keys that are taken away":  {`{"aws:RequestTag/owner": "x", "aws:TagKeys": null}`, "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := readScenario(t, ops(only, `"action": "ec2:CreateVolume", "context": `+c.context))
			if o := s.Decide(s.Requests[0]); o.Word() != c.want {
				t.Errorf("got %s, want %s", o.Word(), c.want)
			}
		})
	}
}
