package iamapi

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/iam"
)

// account is a world that calls change one after another.
type account struct {
	t     *testing.T
	world *iam.World
	as    Credentials
	now   string
	calls int
}

const id = "111122223333"

func newAccount(t *testing.T) *account {
	root, _ := RootCredentials(id)
	return &account{t: t, world: &iam.World{Accounts: []*iam.Account{{ID: id, Partition: "aws"}}}, as: root, now: "2026-01-31T12:00:00Z"}
}

// answer holds what the tests read of a reply.
type answer struct {
	XMLName    xml.Name
	Code       string   `xml:"Error>Code"`
	Message    string   `xml:"Error>Message"`
	Key        string   `xml:"CreateAccessKeyResult>AccessKey>AccessKeyId"`
	Session    string   `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
	Token      string   `xml:"AssumeRoleResult>Credentials>SessionToken"`
	Arn        string   `xml:"GetCallerIdentityResult>Arn"`
	Users      []string `xml:"ListUsersResult>Users>member>UserName"`
	Truncated  bool     `xml:"ListUsersResult>IsTruncated"`
	Marker     string   `xml:"ListUsersResult>Marker"`
	Document   string   `xml:"GetRoleResult>Role>AssumeRolePolicyDocument"`
	Decoded    string   `xml:"DecodeAuthorizationMessageResult>DecodedMessage"`
	Subject    string   `xml:"AssumeRoleWithWebIdentityResult>SubjectFromWebIdentityToken"`
	RequestID  string   `xml:"ResponseMetadata>RequestId"`
	ErrorID    string   `xml:"RequestId"`
	Evaluation []string `xml:"SimulateCustomPolicyResult>EvaluationResults>member>EvalDecision"`
	Status     int      `xml:"-"`
	Encoded    string   `xml:"-"`
	Body       string   `xml:"-"`
}

// call sends a form: the operation, then names and values. Operations of STS begin with sts:.
func (a *account) call(operation string, pairs ...string) answer {
	a.t.Helper()
	a.calls++
	name, isSTS := strings.CutPrefix(operation, "sts:")
	form := url.Values{"Action": {name}, "Version": {"2010-05-08"}}
	if isSTS {
		form.Set("Version", "2011-06-15")
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := &Request{Surroundings: Surroundings{World: a.world, Now: a.now, Seed: strconv.Itoa(a.calls), Managed: data.Library()}, Form: form, SecurityToken: a.as.SessionToken}
	if a.as.AccessKeyID != "" {
		r.Authorization = "AWS4-HMAC-SHA256 Credential=" + a.as.AccessKeyID + "/20260131/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00"
	}
	reply := Serve(r)
	a.world = reply.World
	var got answer
	if err := xml.Unmarshal([]byte(reply.Body), &got); err != nil {
		a.t.Fatalf("%s: %v\n%s", operation, err, reply.Body)
	}
	got.Status, got.Encoded, got.Body = reply.Status, reply.Encoded, reply.Body
	if got.RequestID+got.ErrorID != reply.RequestID {
		a.t.Errorf("%s: the request's id is %q in the body, %q beside it", operation, got.RequestID+got.ErrorID, reply.RequestID)
	}
	return got
}

// must is call for calls that the test builds on.
func (a *account) must(operation string, pairs ...string) answer {
	a.t.Helper()
	got := a.call(operation, pairs...)
	if got.Status != 200 {
		a.t.Fatalf("%s %v: %d %s: %s", operation, pairs, got.Status, got.Code, got.Message)
	}
	return got
}

const (
	trustAna = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ana"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`
	allowAll = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
)

// withAna makes user ana with an access key, and role r, which trusts her.
func withAna(t *testing.T) *account {
	a := newAccount(t)
	a.must("CreateUser", "UserName", "ana")
	key := a.must("CreateAccessKey", "UserName", "ana").Key
	a.must("CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", trustAna)
	a.as = Credentials{AccessKeyID: key}
	return a
}

// AWS General Reference, "Signature Version 4": the published example of a signed ListUsers.
func TestPublishedSignature(t *testing.T) {
	header := map[string]string{"content-type": "application/x-www-form-urlencoded; charset=utf-8", "host": "iam.amazonaws.com", "x-amz-date": "20150830T123600Z"}
	s := &Signed{Method: "GET", Path: "/", Query: url.Values{"Action": {"ListUsers"}, "Version": {"2010-05-08"}}, Header: func(name string) []string { return []string{header[name]} }}
	a, ok := readAuthorization("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
	if !ok {
		t.Fatal("the header was not read")
	}
	const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	if err := a.verify(s, secret, "2015-08-30T12:40:00Z"); err != nil {
		t.Errorf("refused: %s", err.Message)
	}
	const words = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
	without, scoped := a, a
	without.headers, scoped.date = []string{"content-type", "x-amz-date"}, "20150829"
	for what, c := range map[string]struct {
		a           authorization
		secret, now string
		message     string
	}{
		"another secret":      {a, secret + "x", "2015-08-30T12:40:00Z", words},
		"a quarter after":     {a, secret, "2015-08-30T12:51:00Z", ""},
		"more than a quarter": {a, secret, "2015-08-30T12:51:01Z", "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)"},
		"five minutes ahead":  {a, secret, "2015-08-30T12:31:00Z", ""},
		"more than five":      {a, secret, "2015-08-30T12:30:59Z", "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)"},
		"no host":             {without, secret, "2015-08-30T12:40:00Z", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."},
		"another day's scope": {scoped, secret, "2015-08-30T12:40:00Z", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'."},
	} {
		err := c.a.verify(s, c.secret, c.now)
		if err == nil && c.message != "" || err != nil && (err.Message != c.message || err.Code != "SignatureDoesNotMatch" || err.Status != 403) {
			t.Errorf("%s: %+v", what, err)
		}
	}
	header["x-amz-date"] = "201"
	if err := a.verify(s, secret, "2015-08-30T12:40:00Z"); err == nil || err.Code != "IncompleteSignature" || err.Status != 400 {
		t.Errorf("a date that is none: %+v", err)
	}
}

func TestRefusals(t *testing.T) {
	root, _ := RootCredentials(id)
	for _, c := range []struct {
		what, operation string
		as              Credentials
		pairs           []string
		status          int
		code, message   string
	}{
		{"no credentials", "ListUsers", Credentials{}, nil, 403, "MissingAuthenticationToken", ""},
		{"an unknown key", "ListUsers", Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE"}, nil, 403, "InvalidClientTokenId", ""},
		{"a forged token", "ListUsers", Credentials{AccessKeyID: "ASIAIOSFODNN7EXAMPLE", SessionToken: "AAAA"}, nil, 403, "InvalidClientTokenId", ""},
		{"an unknown operation", "Fly", root, nil, 400, "InvalidAction", "Could not find operation Fly for version 2010-05-08"},
		{"another version", "ListUsers", root, []string{"Version", "2020-01-01"}, 400, "InvalidAction", "Could not find operation ListUsers for version 2020-01-01"},
		{"nothing of what is required", "AttachRolePolicy", root, nil, 400, "ValidationError", "2 validation errors detected: Value at 'roleName' failed to satisfy constraint: Member must not be null; Value at 'policyArn' failed to satisfy constraint: Member must not be null"},
		{"a session name of STS", "sts:AssumeRole", root, []string{"RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "Session1:2"}, 400, "ValidationError", `1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`},
		{"a page of none", "ListUsers", root, []string{"MaxItems", "0"}, 400, "ValidationError", ""},
		{"a marker of nobody's", "ListUsers", root, []string{"Marker", "x"}, 400, "ValidationError", "Invalid Marker."},
		{"a message of nobody's", "sts:DecodeAuthorizationMessage", root, []string{"EncodedMessage", "x"}, 400, "InvalidAuthorizationMessageException", ""},
	} {
		a := newAccount(t)
		a.as = c.as
		got := a.call(c.operation, c.pairs...)
		if got.Status != c.status || got.Code != c.code || c.message != "" && got.Message != c.message {
			t.Errorf("%s: %d %s: %s", c.what, got.Status, got.Code, got.Message)
		}
	}
}

func TestDeniedCallsSayWhy(t *testing.T) {
	a := withAna(t)
	denied := a.call("CreateUser", "UserName", "bob")
	if denied.Status != 403 || denied.Code != "AccessDenied" || !strings.Contains(denied.Message, "because no identity-based policy allows the iam:CreateUser action") {
		t.Errorf("%+v", denied)
	}
	a.as, _ = RootCredentials(id)
	if got := a.must("sts:DecodeAuthorizationMessage", "EncodedMessage", denied.Encoded).Decoded; !strings.Contains(got, `"action":"iam:CreateUser"`) || !strings.Contains(got, `"allowed":false`) {
		t.Error(got)
	}
}

func TestPagesHoldEverythingOnce(t *testing.T) {
	a := newAccount(t)
	for i := range 250 {
		a.must("CreateUser", "UserName", "u"+strconv.Itoa(i))
	}
	for _, size := range []int{1, 2, 99, 1000} {
		seen := map[string]bool{}
		for marker, more := "", true; more; {
			pairs := []string{"MaxItems", strconv.Itoa(size)}
			if marker != "" {
				pairs = append(pairs, "Marker", marker)
			}
			got := a.must("ListUsers", pairs...)
			for _, name := range got.Users {
				if seen[name] {
					t.Fatalf("pages of %d: %s stands on two", size, name)
				}
				seen[name] = true
			}
			marker, more = got.Marker, got.Truncated
		}
		if len(seen) != 250 {
			t.Errorf("pages of %d hold %d users", size, len(seen))
		}
	}
}

func TestDocumentsArePercentEncoded(t *testing.T) {
	a := withAna(t)
	a.as, _ = RootCredentials(id)
	got := a.must("GetRole", "RoleName", "r").Document
	if plain, err := url.PathUnescape(got); err != nil || plain != trustAna || strings.ContainsAny(got, `{" +`) {
		t.Errorf("%s, %v", got, err)
	}
}

// EV-72: a session lasts as long as it says, and no longer than its role or its user.
func TestSessionsEnd(t *testing.T) {
	a := withAna(t)
	made := a.must("sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1", "DurationSeconds", "900")
	a.as = Credentials{AccessKeyID: made.Session, SessionToken: made.Token}
	if got := a.must("sts:GetCallerIdentity").Arn; got != "arn:aws:sts::111122223333:assumed-role/r/s1" {
		t.Error(got)
	}
	a.now = "2026-01-31T12:14:59Z"
	a.must("sts:GetCallerIdentity")
	a.now = "2026-01-31T12:15:00Z"
	if got := a.call("sts:GetCallerIdentity"); got.Code != "ExpiredToken" || got.Status != 403 {
		t.Errorf("%+v", got)
	}
	a.now = "2026-01-31T12:01:00Z"
	session := a.as
	a.as, _ = RootCredentials(id)
	a.must("DeleteRole", "RoleName", "r")
	a.must("CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", trustAna)
	a.as = session
	if got := a.call("sts:GetCallerIdentity"); got.Code != "InvalidClientTokenId" {
		t.Errorf("a session of the role before: %+v", got)
	}
}

// EV-72, EV-73, EV-76: what AssumeRole refuses though the policies allow it.
func TestSessionRules(t *testing.T) {
	const role = "arn:aws:iam::111122223333:role/r"
	for what, c := range map[string]struct {
		pairs         []string
		code, message string
	}{
		"above the role's maximum":                                 {[]string{"DurationSeconds", "3601"}, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."},
		"a transitive key of no tag":                               {[]string{"TransitiveTagKeys.member.1", "k"}, "InvalidParameterValue", "The specified transitive tag key must be included in the requested tags."},
		"a role that is not there":                                 {[]string{"RoleArn", role + "x"}, "AccessDenied", "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: " + role + "x"},
		"a source identity, which the trust policy does not allow": {[]string{"SourceIdentity", "ana"}, "AccessDenied", ""},
		"a session policy that is no JSON":                         {[]string{"Policy", "x"}, "MalformedPolicyDocument", "This policy contains invalid Json"},
	} {
		a := withAna(t)
		got := a.call("sts:AssumeRole", append([]string{"RoleArn", role, "RoleSessionName", "s1"}, c.pairs...)...)
		if got.Code != c.code || c.message != "" && got.Message != c.message {
			t.Errorf("%s: %s: %s", what, got.Code, got.Message)
		}
	}
}

// EV-74: a session policy limits the session, not the call that makes it.
func TestSessionPoliciesLimitSessions(t *testing.T) {
	a := withAna(t)
	ana := a.as
	a.as, _ = RootCredentials(id)
	a.must("PutRolePolicy", "RoleName", "r", "PolicyName", "all", "PolicyDocument", allowAll)
	for policy, status := range map[string]int{"": 200, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`: 403} {
		a.as = ana
		pairs := []string{"RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1"}
		if policy != "" {
			pairs = append(pairs, "Policy", policy)
		}
		made := a.must("sts:AssumeRole", pairs...)
		a.as = Credentials{AccessKeyID: made.Session, SessionToken: made.Token}
		if got := a.call("ListUsers"); got.Status != status {
			t.Errorf("session policy %q: %+v", policy, got)
		}
	}
}

// The trust policy decides on the claims of a token, unsigned as the call is.
func TestWebIdentity(t *testing.T) {
	a := newAccount(t)
	a.must("CreateRole", "RoleName", "ci", "AssumeRolePolicyDocument", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/ci.example.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"ci.example.com:sub":"repo:main"}}}]}`)
	a.as = Credentials{}
	for subject, status := range map[string]int{"repo:main": 200, "repo:other": 403} {
		got := a.call("sts:AssumeRoleWithWebIdentity", "RoleArn", "arn:aws:iam::111122223333:role/ci", "RoleSessionName", "build", "WebIdentityToken", `{"iss":"https://ci.example.com","sub":"`+subject+`","aud":"sts.amazonaws.com"}`)
		if got.Status != status || status == 200 && got.Subject != subject {
			t.Errorf("%s: %+v", subject, got)
		}
	}
}

func TestSimulation(t *testing.T) {
	got := newAccount(t).must("SimulateCustomPolicy", "PolicyInputList.member.1", allowAll, "ActionNames.member.1", "s3:GetObject", "ActionNames.member.2", "iam:CreateUser").Evaluation
	if len(got) != 2 || got[0] != "allowed" || got[1] != "allowed" {
		t.Error(got)
	}
}

// OrderedOrganizationPolicyInputList: SCPs from the root down to the account.
func TestSimulationWithSCPs(t *testing.T) {
	const levels, of, only = "OrderedOrganizationPolicyInputList.member.", ".ServiceControlPolicyInputList.member.1", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`
	got := newAccount(t).must("SimulateCustomPolicy", "PolicyInputList.member.1", allowAll, "ActionNames.member.1", "s3:GetObject", "ActionNames.member.2", "iam:CreateUser",
		levels+"1"+of, allowAll, levels+"2"+of, only, levels+"3"+of, allowAll)
	if want := []string{"allowed", "implicitDeny"}; !slices.Equal(got.Evaluation, want) {
		t.Errorf("%v, not %v", got.Evaluation, want)
	}
	if !strings.Contains(got.Body, "<AllowedByOrganizations>false</AllowedByOrganizations>") {
		t.Error(got.Body)
	}
}
