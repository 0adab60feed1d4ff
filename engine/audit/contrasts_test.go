package audit

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// document writes out a policy of statements.
func document(statements string) string {
	return `{"Version": "2012-10-17", "Statement": [` + statements + `]}`
}

func world(accounts, more string) string {
	return `{"version": 1, "accounts": {` + accounts + `}` + more + `}`
}

// ana is an account with one user who has an inline policy of these statements.
func ana(statements, more string) string {
	return `"111122223333": {"users": {"ana": {"inlinePolicies": {"p": ` + document(statements) + `}` + more + `}}}`
}

func asks(requests ...string) string { return `, "requests": [` + strings.Join(requests, ", ") + `]` }

const (
	anaARN   = "arn:aws:iam::111122223333:user/ana"
	getsA    = `{"principal": "` + anaARN + `", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/a"}`
	allowGet = `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}`
	allowAll = `{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}`
	denyGet  = `{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}`
)

// organization has the account 111122223333 as a member below these service control policies.
func organization(scps string) string {
	return `, "organization": {"id": "o-abcdefghij", "managementAccount": "999999999999", "serviceControlPolicies": {"guard": ` + document(scps) +
		`}, "root": {"id": "r-ab12", "scps": ["FullAWSAccess", "guard"], "accounts": {"111122223333": {"scps": ["FullAWSAccess"]}}}}`
}

// Each pair of cases differs in what decides whether there is something to tell; the rules are those of the specification of evaluation.
func TestContrasts(t *testing.T) {
	const (
		bucket  = "arn:aws:s3:::b"
		partner = `"444455556666": {"resources": {"` + bucket + `": {"policy": `
	)
	inBucket := func(principal, more string) string {
		return partner + document(`{"Effect": "Allow", "Principal": {"AWS": "`+principal+`"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"`+more+`}`) + `}}}`
	}
	role := func(statements string) string {
		return `, "roles": {"R": {"trustPolicy": ` + document(statements) + `}}}`
	}
	withRole := func(statements, user string) string {
		return `"111122223333": {"users": {"ana": {"inlinePolicies": {"p": ` + document(user) + `}}}` + role(statements)
	}
	const (
		trustsAccount = `{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"`
		trustsAna     = `{"Effect": "Allow", "Principal": {"AWS": "` + anaARN + `"}, "Action": "sts:AssumeRole"}`
		mayAssume     = `{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}`
		noMFA         = `{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {`
	)
	tests := []struct {
		name, text string
		want       []string
	}{
		// A statement that changes nothing: an Allow adds to others (EV-1), a Deny outweighs (EV-6).
		{"an Allow beside a broader one", world(ana(allowGet+", "+allowAll, ""), asks(getsA)), []string{CodeIdle}},
		{"the broader one where something needs it", world(ana(allowGet+", "+allowAll, ""), asks(getsA, strings.Replace(getsA, "Get", "Put", 1))), []string{CodeIdle}},
		{"an Allow that is needed", world(ana(allowGet, ""), asks(getsA)), nil},
		{"an Allow beside a Deny may be needed once that is gone", world(ana(allowGet+", "+denyGet, ""), asks(getsA)), nil},
		{"a Deny of what nobody allows", world(ana(denyGet, ""), asks(getsA)), []string{CodeIdle}},
		{"the same, where the explicit deny is expected", world(ana(denyGet, ""), asks(getsA[:len(getsA)-1]+`, "expect": "explicitDeny"}`)), nil},
		{"a statement that a request expects to decide", world(ana(allowGet+", "+allowAll, ""), asks(getsA[:len(getsA)-1]+`, "decidedBy": [{"policy": "p"}]}`)), nil},
		{"a statement that no request is about", world(ana(allowGet+`, {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}`, ""), asks(getsA)), nil},
		{"no requests", world(ana(allowGet+", "+allowAll, ""), ""), nil},

		// A grant that is cut off: SCPs must allow at every level (EV-12), and their Deny counts (EV-6).
		{"a Deny of an SCP", world(ana(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`, ""), organization(denyGet)), []string{CodeCutOff}},
		{"a Deny of an SCP for other actions", world(ana(allowGet, ""), organization(`{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}`)), nil},
		{"a Deny of an SCP for some of the resources", world(ana(allowGet, ""), organization(`{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/secret/*"}`)), nil},
		{"a Deny of an SCP for some of those that a pattern stands for", world(ana(allowGet, ""), organization(`{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a*"}`)), nil},
		{"a Deny of an SCP that hangs on a key of the request", world(ana(allowGet, ""), organization(`{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-11111111"}}}`)), nil},
		{"an SCP in the management account's organization does not reach the management account (EV-13)", strings.Replace(world(ana(allowGet, ""), organization(denyGet)), "999999999999", "111122223333", 1), nil},
		{"a wildcard that a limit narrows is meant so", world(ana(allowAll, ""), organization(denyGet)), nil},
		{"a request that an SCP denies", world(ana(allowAll, ""), organization(denyGet)+asks(getsA)), []string{CodeCutOff}},
		{"a request that is expected to be denied", world(ana(allowAll, ""), organization(denyGet)+asks(getsA[:len(getsA)-1]+`, "expect": "denied"}`)), nil},
		{"a request that something else denies as well", world(ana(allowAll+", "+denyGet, ""), organization(denyGet)+asks(getsA)), []string{CodeIdle}},
		{"a session policy", world(`"111122223333": {"roles": {"R": {"inlinePolicies": {"p": `+document(allowAll)+`}}}}`, asks(`{"principal": "arn:aws:sts::111122223333:assumed-role/R/s", "session": {"policies": [`+document(`{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}`)+`]}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/a"}`)), []string{CodeCutOff}},

		// Between accounts both sides must allow (EV-43).
		{"a bucket's policy alone", world(ana(``, "")+", "+inBucket(anaARN, ""), ""), []string{CodeHalf}},
		{"both halves", world(ana(allowGet, "")+", "+inBucket(anaARN, ""), ""), nil},
		{"an account that is let in, and nobody of it may", world(ana(`{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}`, "")+", "+inBucket("arn:aws:iam::111122223333:root", ""), ""), []string{CodeHalf}},
		{"an account that the scenario does not hold", world(inBucket("arn:aws:iam::111122223333:root", ""), ""), nil},
		{"a condition on a key that the request does not carry", world(ana(``, "")+", "+inBucket(anaARN, `, "Condition": {"Bool": {"aws:SecureTransport": "true"}}`), ""), nil},
		{"a limit that would keep from it as well", world(`"111122223333": {"policies": {"edge": `+document(`{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}`)+`}, "users": {"ana": {"permissionsBoundary": "edge"}}}, `+inBucket(anaARN, ""), ""), nil},
		{"a half that hangs on a key of the request", world(ana(allowGet[:len(allowGet)-1]+`, "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-11111111"}}}`, "")+", "+inBucket(anaARN, ""), ""), nil},
		{"the same account needs no second half (EV-32)", world(`"111122223333": {"users": {"ana": {}}, "resources": {"arn:aws:s3:::b": {"policy": `+document(`{"Effect": "Allow", "Principal": {"AWS": "`+anaARN+`"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}`)+`}}}`, ""), nil},
		{"a user's policy alone", world(ana(allowGet, "")+`, "444455556666": {"resources": {"`+bucket+`": {}}}`, ""), []string{CodeHalf}},
		{"a user's policy for a bucket that the scenario does not hold", world(ana(allowGet, "")+`, "444455556666": {}`, ""), nil},
		{"a user's policy for part of what the bucket lets out", world(ana(`{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}`, "")+", "+inBucket(anaARN, ""), ""), nil},
		{"a role of another account that does not trust", world(ana(mayAssume[:len(mayAssume)-4]+`"arn:aws:iam::444455556666:role/R"}`, "")+`, "444455556666": {`+role(`{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}`)[2:], ""), []string{CodeHalf}},
		{"a role that trusts somebody of another account who may not", world(ana(``, "")+`, "444455556666": {`+role(trustsAna)[2:], ""), []string{CodeHalf}},

		// A Deny that misses: an absent key makes a positive test false (CO-11, CO-28), and ForAnyValue (CO-15).
		{"Bool false", world(ana(allowGet+", "+noMFA+`"Bool": {"aws:MultiFactorAuthPresent": "false"}}}`, ""), asks(getsA)), []string{CodeMisses}},
		{"Bool true is right without the key", world(ana(allowGet+", "+noMFA+`"Bool": {"aws:ViaAWSService": "true"}}}`, ""), asks(getsA)), nil},
		{"Bool true denies whoever brings the key", world(ana(allowGet+", "+noMFA+`"Bool": {"aws:MultiFactorAuthPresent": "true"}}}`, ""), asks(getsA)), nil},
		{"BoolIfExists holds without the key (CO-13)", world(ana(allowGet+", "+noMFA+`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}`, ""), asks(getsA)), nil},
		{"the key is there", world(ana(allowGet+", "+noMFA+`"Bool": {"aws:MultiFactorAuthPresent": "false"}}}`, ""), asks(getsA[:len(getsA)-1]+`, "context": {"aws:MultiFactorAuthPresent": "true"}}`)), nil},
		{"another condition fails as well", world(ana(allowGet+", "+noMFA+`"Bool": {"aws:MultiFactorAuthPresent": "false"}, "StringEquals": {"aws:username": "bob"}}}`, ""), asks(getsA)), nil},
		{"who has no tag has not the one that is denied", world(ana(allowGet+", "+noMFA+`"StringEquals": {"aws:PrincipalTag/team": "guests"}}}`, ""), asks(getsA)), nil},
		{"a number", world(ana(allowGet+", "+noMFA+`"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}}`, ""), asks(getsA)), []string{CodeMisses}},
		{"none of several values", world(ana(allowGet+", "+noMFA+`"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": ["o-abcdefghij/*"]}}}`, ""), asks(getsA)), []string{CodeMisses}},
		{"a request that is denied anyway", world(ana(noMFA+`"Bool": {"aws:MultiFactorAuthPresent": "false"}}}`, ""), asks(getsA)), nil},

		// A trust policy that nobody can use: naming the account leaves it to the account's policies (EV-57).
		{"the account, and nobody may", world(withRole(trustsAccount+"}", allowGet), ""), []string{CodeUnusable}},
		{"the account, and somebody may", world(withRole(trustsAccount+"}", mayAssume), ""), nil},
		{"an account without users and roles of its own may have some", world(strings.Replace(withRole(trustsAccount+"}", allowGet), "111122223333:root", "444455556666:root", 1), ""), []string{CodeCrossAccount}},
		{"the user by name needs no more (EV-57)", world(withRole(trustsAna, allowGet), ""), nil},
		{"a user who does not exist", world(withRole(strings.Replace(trustsAna, "user/ana", "user/bob", 1), mayAssume), ""), []string{CodeUnusable}},
		{"a key that somebody may bring", world(withRole(trustsAccount+`, "Condition": {"StringEquals": {"sts:ExternalId": "x1"}}}`, mayAssume), ""), nil},
		{"a service", world(withRole(trustsAccount+`}, {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}`, allowGet), ""), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found := everything(read(t, test.text))
			if !slices.Equal(codes(found), test.want) {
				t.Errorf("got %+v, want %v", found, test.want)
			}
		})
	}
}

// What the scenario does not say is not told: it neither has no MFA device nor an old key.
func TestPractices(t *testing.T) {
	user := func(members string) string { return `"users": {"ana": {` + members + `}}` }
	key := func(members string) string { return user(`"accessKeys": {"AKIAIOSFODNN7EXAMPLE": {` + members + `}}`) }
	const attached = `"attachedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]`
	tests := []struct {
		name, members string
		want          []string
	}{
		{"a lesson's user with a policy", user(attached), nil},
		{"a user with a policy, where the account tells of its root user", `"rootUser": {"accessKeys": {}}, ` + user(attached), []string{codeDirect}},
		{"a password, and nothing said of MFA devices", user(`"loginProfile": {}`), nil},
		{"a password and no MFA device", user(`"loginProfile": {}, "mfaDevices": []`), []string{codeUserMFA}},
		{"no MFA device, and no password either", user(`"mfaDevices": []`), nil},
		{"a root user of whose MFA devices nothing is said", `"rootUser": {}`, nil},
		{"a root user without MFA and with a key", `"rootUser": {"mfaDevices": [], "accessKeys": {"AKIAIOSFODNN7EXAMPLE": {}}}`, []string{codeRootKey, codeRootMFA}},
		{"a key of 90 days", key(`"created": "2025-11-02T12:00:00Z"`), nil},
		{"a key of 91 days", key(`"created": "2025-11-01T12:00:00Z"`), []string{codeOldKey}},
		{"an inactive one", key(`"status": "Inactive", "created": "2025-11-01T12:00:00Z"`), nil},
		{"a key of which no time is said", key(``), nil},
		{"an old key that was used just now", key(`"created": "2025-11-01T12:00:00Z", "lastUsed": "2026-01-30T12:00:00Z"`), []string{codeOldKey}},
		{"an old key that is idle is told once", key(`"created": "2020-01-01T12:00:00Z", "lastUsed": "2020-01-30T12:00:00Z"`), []string{codeUnused}},
		{"an idle password", user(`"loginProfile": {}, "passwordLastUsed": "2025-01-30T12:00:00Z"`), []string{codeUnused}},
		{"an empty password policy", `"passwordPolicy": {}`, []string{codePasswords}},
		{"a password policy that remembers 23 passwords", `"passwordPolicy": {"MinimumPasswordLength": 14, "RequireUppercaseCharacters": true, "RequireLowercaseCharacters": true, "RequireNumbers": true, "RequireSymbols": true, "PasswordReusePrevention": 23}`, []string{codePasswords}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if found := everything(read(t, world(`"111122223333": {`+test.members+`}`, ""))); !slices.Equal(codes(found), test.want) {
				t.Errorf("got %+v, want %v", found, test.want)
			}
		})
	}
}

// In a policy, a fix for one key is written only where it takes no other key with it.
func TestFixOfAMiss(t *testing.T) {
	text := document(`{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false"}}}`)
	if fixes := renamed(text, 0, "Bool", "BoolIfExists"); fixes != nil {
		t.Errorf("%+v", fixes)
	}
	if fixes := renamed(strings.Replace(text, `, "aws:ViaAWSService": "false"`, "", 1), 0, "Bool", "BoolIfExists"); len(fixes) != 1 {
		t.Errorf("%+v", fixes)
	}
}

// What the findings about statements say of the gallery, and why that is right: elsewhere they are silent.
func TestGallery(t *testing.T) {
	want := map[string][]string{
		// Two users who have one half each are its lesson.
		"cross-account-needs-both-halves.json": {CodeHalf, CodeHalf},
		// So is the Deny with Bool that a request with access keys walks past.
		"mfa-bool-or-boolifexists.json": {CodeMisses},
	}
	files, _ := filepath.Glob("../../scenarios/*.json")
	if len(files) < 40 {
		t.Fatalf("%d scenarios", len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, code := range codes(everything(read(t, string(text)))) {
			if code != CodeEscalation {
				got = append(got, code)
			}
		}
		if !slices.Equal(got, want[filepath.Base(file)]) {
			t.Errorf("%s: got %v, want %v", file, got, want[filepath.Base(file)])
		}
	}
}

// large is a scenario in which every family has more to do than it may.
func large() string {
	var users, requests, statements []string
	for i := range 40 {
		statements = append(statements, strings.Replace(allowGet, "b/*", "b"+strings.Repeat("x", i)+"/*", 1))
	}
	for i := range 600 {
		name := "u" + strings.Repeat("i", i/26) + string(rune('a'+i%26))
		users = append(users, `"`+name+`": {"permissionsBoundary": "edge", "attachedPolicies": ["shared"]}`)
		requests = append(requests, strings.NewReplacer("user/ana", "user/"+name).Replace(getsA))
	}
	return world(`"111122223333": {"policies": {"edge": `+document(`{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}`)+`, "shared": `+document(strings.Join(statements, ", "))+`}, "users": {`+strings.Join(users, ", ")+`}}`, asks(requests...))
}

// A family that cannot look at everything says so, and an audit of a large scenario ends soon.
func TestLargeScenario(t *testing.T) {
	s := read(t, large())
	start := time.Now()
	found := everything(s)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, code := range []string{CodeIdle, CodeCutOff} {
		if !slices.ContainsFunc(found, func(d syntax.Diagnostic) bool {
			return d.Code == code && strings.Contains(d.Message, "not all of it was looked at")
		}) {
			t.Errorf("%s does not say that it has not looked at everything", code)
		}
	}
}

func BenchmarkLarge(b *testing.B) {
	s, _ := scenario.Read(syntax.NewSource("s", large()), scenario.Options{Now: authz.Clock{RFC3339: "2026-01-31T12:00:00Z", Epoch: 1769860800}, Parse: policy.Parse})
	for b.Loop() {
		Audit(s)
	}
}
