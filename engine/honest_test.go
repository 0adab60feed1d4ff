package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/scenarios"
)

// verdicts are the statements of each policy type in a world where every type
// has a say: a role session asks for an object through a VPC endpoint, or
// assumes a role.
type verdicts map[string]string

func (v verdicts) text(assuming bool) string {
	statement := func(effect, more string) string {
		return `{"Effect":"` + effect + `",` + more + `"Action":["s3:*","sts:*"],"Resource":"*"}`
	}
	document := func(policyType string) string {
		more, text := "", ""
		switch policyType {
		case "resource", "vpce", "rcp", "trust":
			more = `"Principal":"*",`
		}
		switch v[policyType] {
		case "denies":
			text = statement("Allow", more) + "," + statement("Deny", more)
		case "silent":
			text = strings.ReplaceAll(statement("Allow", more), `["s3:*","sts:*"]`, `"ec2:*"`)
		default:
			text = statement("Allow", more)
		}
		if policyType == "rcp" {
			text = statement(map[string]string{"denies": "Deny"}[v[policyType]], more)
			text = strings.Replace(text, `""`, `"Deny"`, 1)
			if v[policyType] != "denies" {
				text = strings.ReplaceAll(text, `["s3:*","sts:*"]`, `"kms:*"`)
			}
		}
		if policyType == "trust" {
			text = strings.ReplaceAll(strings.ReplaceAll(text, `,"Resource":"*"`, ""), `["s3:*","sts:*"]`, `"sts:AssumeRole"`)
		}
		return `{"Version":"2012-10-17","Statement":[` + text + `]}`
	}
	asks := `"action":"s3:GetObject","resource":"arn:aws:s3:::b/k"`
	if assuming {
		asks = `"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/target"`
	}
	return `{"version":1,
		"organization":{"id":"o-exampleorg1","managementAccount":"444455556666","serviceControlPolicies":{"S":` + document("scp") + `},"resourceControlPolicies":{"R":` + document("rcp") + `},
			"root":{"id":"r-ab12","accounts":{"111122223333":{"scps":["S"],"rcps":["RCPFullAWSAccess","R"]}}}},
		"accounts":{"111122223333":{"policies":{"B":` + document("boundary") + `},
			"roles":{"ops":{"permissionsBoundary":"B","inlinePolicies":{"p":` + document("identity") + `}},"target":{"trustPolicy":` + document("trust") + `}},
			"resources":{"arn:aws:s3:::b":{"policy":` + document("resource") + `},"arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1":{"policy":` + document("vpce") + `}}}},
		"requests":[{"principal":"arn:aws:sts::111122223333:assumed-role/ops/s","vpcEndpoint":"vpce-1","session":{"policies":[` + document("session") + `]},` + asks + `}]}`
}

// rungs lists what each policy type says, in the order of the report.
func rungs(a answer) []string {
	var all []string
	for _, r := range a.Value.Trace.Checks[0].Rungs {
		all = append(all, r.PolicyType+" "+r.Verdict)
	}
	return all
}

// OUT-2: every policy type gives its own verdict, whichever of them denies.
func TestEveryVerdictAfterADeny(t *testing.T) {
	for _, assuming := range []bool{false, true} {
		types := []string{"rcp", "scp", "vpce", "resource", "identity", "boundary", "session"}
		if assuming {
			types[3] = "trust"
		}
		for _, denying := range types {
			t.Run(fmt.Sprint(denying, " ", assuming), func(t *testing.T) {
				a := call(t, decideCall(verdicts{denying: "denies"}.text(assuming)))
				want := make([]string, len(types))
				for i, other := range types {
					want[i] = other + " allows"
					if other == denying {
						want[i] = other + " denies"
					}
				}
				if got := rungs(a); a.Value.Requests[0].Decision != "explicitDeny" || !slices.Equal(got, want) {
					t.Errorf("%s: got %q, want %q", a.Value.Requests[0].Decision, got, want)
				}
				if r := a.Value.Requests[0]; len(r.DecidedBy) != 1 || len(r.Missing) != 0 {
					t.Errorf("decided by %d statements, missing %q", len(r.DecidedBy), r.Missing)
				}
			})
		}
	}
}

// OUT-2, EV-6: every Deny of every type decides, and what is silent besides says so.
func TestSeveralDenies(t *testing.T) {
	a := call(t, decideCall(verdicts{"scp": "denies", "identity": "denies", "boundary": "silent", "session": "silent", "vpce": "silent"}.text(false)))
	want := []string{"rcp allows", "scp denies", "vpce noAllow", "resource allows", "identity denies", "boundary noAllow", "session noAllow"}
	if got := rungs(a); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if r := a.Value.Requests[0]; r.Decision != "explicitDeny" || len(r.DecidedBy) != 2 {
		t.Errorf("%s by %d statements", r.Decision, len(r.DecidedBy))
	}
}

// OUT-6: each policy type that had to allow and did not is missing.
func TestEveryTypeCanBeMissing(t *testing.T) {
	for _, c := range []struct {
		policyType string
		assuming   bool
		want       []string
	}{
		{"scp", false, []string{"scp:111122223333"}},
		{"vpce", false, []string{"vpce"}},
		{"trust", true, []string{"trust"}},
	} {
		t.Run(c.policyType, func(t *testing.T) {
			r := call(t, decideCall(verdicts{c.policyType: "silent"}.text(c.assuming))).Value.Requests[0]
			if r.Decision != "implicitDeny" || !slices.Equal(r.Missing, c.want) {
				t.Errorf("%s, missing %q, want %q", r.Decision, r.Missing, c.want)
			}
		})
	}
	closed := verdicts{"resource": "silent", "identity": "silent", "boundary": "silent", "session": "silent"}
	r := call(t, decideCall(closed.text(false))).Value.Requests[0]
	if want := []string{"identity", "boundary", "session"}; !slices.Equal(r.Missing, want) {
		t.Errorf("missing %q, want %q", r.Missing, want)
	}
}

// Nothing is skipped silently: whatever the engine does not know is reported at
// its place, or named among what was not evaluated (GR-5, GR-47, CO-4).
func TestUnknownSettingsAndMembers(t *testing.T) {
	sound := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`
	condition := func(block string) string {
		return strings.Replace(sound, `"Resource"`, `"Condition":`+block+`,"Resource"`, 1)
	}
	bucket := func(settings string) string {
		return strings.Replace(scenarioWith(sound, get), `"arn:aws:s3:::b":{}`, `"arn:aws:s3:::b":{"settings":`+settings+`}`, 1)
	}
	for name, c := range map[string]struct{ scenario, where, word string }{
		"an operator":                 {scenarioWith(condition(`{"StringsEqual":{"aws:username":"ana"}}`), get), "notEvaluated", "StringsEqual"},
		"an operator's suffix":        {scenarioWith(condition(`{"NullIfExists":{"aws:username":"true"}}`), get), "notEvaluated", "Null"},
		"an operator's letter case":   {scenarioWith(condition(`{"STRINGEQUALS":{"aws:username":"ana"}}`), get), "document", "INVALID_CONDITION_OPERATOR"},
		"an element":                  {scenarioWith(strings.Replace(sound, `"Effect"`, `"Note":"x","Effect"`, 1), get), "notEvaluated", "Note"},
		"an element of the document":  {scenarioWith(strings.Replace(sound, `"Version"`, `"Owner":"x","Version"`, 1), get), "document", "INVALID_POLICY_ELEMENT"},
		"an element's letter case":    {scenarioWith(strings.Replace(sound, `"Effect"`, `"effect"`, 1), get), "notEvaluated", "effect"},
		"a policy without statements": {scenarioWith(`{"Version":"2012-10-17"}`, get), "notEvaluated", "no statement"},
		"a policy that is no JSON":    {scenarioWith(`"{\"Version\""`, get), "notEvaluated", "no statement"},
		"a setting":                   {bucket(`{"objectLock":true}`), "notEvaluated", "objectLock"},
		"a setting's letter case":     {bucket(`{"BlockPublicAccess":true}`), "notEvaluated", "BlockPublicAccess"},
		"a member of the scenario":    {strings.Replace(scenarioWith(sound, get), `"version"`, `"titel":"x","version"`, 1), "scenario", "UNKNOWN_MEMBER"},
		"a member of a request":       {scenarioWith(sound, strings.Replace(get, `"action"`, `"ressource":"x","action"`, 1)), "scenario", "UNKNOWN_MEMBER"},
		"a boundary of a group":       {strings.Replace(scenarioWith(sound, get), `"users"`, `"groups":{"g":{"permissionsBoundary":"x"}},"users"`, 1), "scenario", "UNKNOWN_MEMBER"},
		"a boundary within a user":    {strings.Replace(scenarioWith(sound, get), `"ana":{`, `"ana":{"permissionsBoundary":"x",`, 1), "notEvaluated", "no such policy"},
		"an account and an ARN":       {scenarioWith(sound, strings.Replace(strings.Replace(get, "arn:aws:s3:::b/k", "arn:aws:sqs:eu-west-1:111122223333:q", 1), `"action"`, `"resourceAccount":"444455556666","action"`, 1)), "request", "ACCOUNT_MISMATCH"},
		"a list for one value":        {scenarioWith(condition(`{"StringEquals":{"a:b":"x"}}`), strings.Replace(get, `"action"`, `"context":{"a:b":["x"]},"action"`, 1)), "assumptions", "a:b"},
		"an operator with nothing":    {scenarioWith(condition(`{"Lookalike":{}}`), get), "assumptions", "GR-37"},
	} {
		t.Run(name, func(t *testing.T) {
			a := call(t, decideCall(c.scenario))
			if !a.OK {
				t.Fatalf("%+v", a.Error)
			}
			r := a.Value.Requests[0]
			said := map[string][]string{"notEvaluated": r.NotEvaluated, "assumptions": r.Assumptions}
			for _, d := range a.Value.Diagnostics {
				said["scenario"] = append(said["scenario"], d.Code)
			}
			for _, d := range r.Diagnostics {
				said["request"] = append(said["request"], d.Code)
			}
			for _, document := range a.Value.Documents {
				for _, d := range document.Diagnostics {
					said["document"] = append(said["document"], d.Code)
				}
			}
			if !slices.ContainsFunc(said[c.where], func(s string) bool { return strings.Contains(s, c.word) }) {
				t.Errorf("%s does not name %s: %q", c.where, c.word, said)
			}
		})
	}
}

// notes are requests whose decision needs the note, by its code. Those without
// a scenario have a test of their own in authz.
var notes = map[authz.NoteCode]string{
	authz.ClockUsed:             asksFor(`"Condition":{"DateLessThan":{"aws:CurrentTime":"2030-01-01"}},`, get),
	authz.OwnerAssumed:          asksFor("", strings.Replace(get, ":::b/k", ":::elsewhere/k", 1)),
	authz.RootRight:             asksFor("", strings.Replace(get, ":user/ana", ":root", 1)),
	authz.NoPermissionNeeded:    asksFor("", strings.Replace(strings.Replace(get, "s3:GetObject", "sts:GetCallerIdentity", 1), "arn:aws:s3:::b/k", "*", 1)),
	authz.KeyPolicyAssumed:      asksFor("", strings.Replace(strings.Replace(get, "s3:GetObject", "kms:Decrypt", 1), "arn:aws:s3:::b/k", "arn:aws:kms:eu-west-1:111122223333:key/k", 1)),
	authz.EndpointPolicyAssumed: strings.Replace(asksFor("", strings.Replace(get, `"action"`, `"vpcEndpoint":"vpce-1","action"`, 1)), `"arn:aws:s3:::b":{}`, `"arn:aws:s3:::b":{},"arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1":{}`, 1),
	authz.LockOutProtection:     strings.Replace(asksFor("", strings.NewReplacer(":user/ana", ":root", "GetObject", "PutBucketPolicy", "b/k", "b").Replace(get)), `"arn:aws:s3:::b":{}`, `"arn:aws:s3:::b":{"policy":{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b"}}}`, 1),
	authz.ConditionError:        scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"ana"}}}}`, get),
	authz.Inferred:              asksFor(`"Condition":{"Lookalike":{}},`, get),
	authz.UnreadableValue:       asksFor(`"Condition":{"NumericEquals":{"a:b":"1"}},`, strings.Replace(get, `"action"`, `"context":{"a:b":"x"},"action"`, 1)),
	authz.ListWithoutSet:        asksFor(`"Condition":{"StringEquals":{"a:b":"1"}},`, strings.Replace(get, `"action"`, `"context":{"a:b":["x"]},"action"`, 1)),
	authz.BrokenStatement:       asksFor(`"Note":"x",`, get),
	authz.BrokenPolicy:          scenarioWith(`{"Version":"2012-10-17"}`, get),
	authz.UnknownSetting:        strings.Replace(asksFor("", get), `"arn:aws:s3:::b":{}`, `"arn:aws:s3:::b":{"settings":{"x":1}}`, 1),
	authz.CanonicalUser:         strings.Replace(asksFor("", get), `"arn:aws:s3:::b":{}`, `"arn:aws:s3:::b":{"policy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"CanonicalUser":"`+strings.Repeat("0f", 32)+`"},"Action":"s3:*","Resource":"*"}}}`, 1),
	authz.IdentityUnlisted:      asksFor("", strings.Replace(get, "111122223333", "444455556666", 1)),
	authz.ResourceUnlisted:      asksFor("", strings.Replace(get, "arn:aws:s3:::b/k", "arn:aws:sqs:eu-west-1:444455556666:q", 1)),
	authz.TooManyValues:         asksFor(`"Condition":{"StringEquals":{"aws:PrincipalType":"User"}},`, strings.Replace(get, `"action"`, `"context":{"aws:PrincipalType":["User","Account"]},"action"`, 1)),
	authz.PolicyNotTaken: strings.Replace(asksFor("", strings.NewReplacer("s3:GetObject", "ec2:StartInstances", "arn:aws:s3:::b/k", "arn:aws:ec2:eu-west-1:111122223333:instance/i").Replace(get)),
		`"arn:aws:s3:::b":{}`, `"arn:aws:ec2:eu-west-1:111122223333:instance/i":{"policy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}}`, 1),
	authz.AccessPoint:    asksFor("", strings.Replace(get, "arn:aws:s3:::b/k", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k", 1)),
	authz.ServiceRefuses: asksFor("", strings.NewReplacer("s3:GetObject", "iam:DeletePolicy", "arn:aws:s3:::b/k", "arn:aws:iam::aws:policy/ReadOnlyAccess").Replace(get)),
	authz.MFAGuarded:     asksFor("", strings.NewReplacer("s3:GetObject", "iam:EnableMFADevice", "arn:aws:s3:::b/k", "arn:aws:iam::111122223333:user/ana").Replace(get)),
	// scenario: TestSessionDurations
	authz.DurationTooLong: "",
	// authz: TestRefusedCalls, TestAssumeRoot
	authz.TagPassedAgain: "", authz.SourceIdentityChanged: "", authz.InvalidExternalID: "", authz.DelegatedAdministrator: "",
}

// asksFor is ana's request under a statement that allows all, with more members.
func asksFor(more, request string) string {
	return scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Allow",`+more+`"Action":"*","Resource":"*"}}`, request)
}

// OUT-2: what a decision assumed and what it left out is named, each in its list.
func TestNotes(t *testing.T) {
	sample := authz.Note{Subject: "x", Policy: &iam.Policy{}, Statement: &policy.Statement{}}
	for code := authz.NoteCode(0); ; code++ {
		sample.Code = code
		if explain.Note(sample) == "" {
			break
		}
		text, known := notes[code]
		if !known {
			t.Errorf("note %d (%s) has no request that needs it", code, explain.Note(sample))
		}
		if text == "" {
			continue
		}
		s := read(t, scenarios.DefaultName, text)
		o := s.Decide(s.Requests[0])
		i := slices.IndexFunc(o.Notes(), func(n authz.Note) bool { return n.Code == code })
		if i < 0 {
			t.Errorf("note %d (%s) is missing: %v", code, explain.Note(sample), words(&o))
			continue
		}
		said := explain.Note(o.Notes()[i])
		_, assumptions, notEvaluated := explain.Findings(o.Missing(), o.Notes())
		if slices.Contains(notEvaluated, said) != code.NotEvaluated() || slices.Contains(assumptions, said) == code.NotEvaluated() {
			t.Errorf("%q stands in the wrong list", said)
		}
	}
}

func words(o *scenario.Outcome) []string {
	var all []string
	for _, n := range o.Notes() {
		all = append(all, explain.Note(n))
	}
	return all
}
