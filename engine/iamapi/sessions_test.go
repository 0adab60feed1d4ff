package iamapi

import (
	"encoding/base64"
	"strings"
	"testing"
)

// within gives the text of the first element of a name in a reply.
func within(body, element string) string {
	_, rest, _ := strings.Cut(body, "<"+element+">")
	text, _, _ := strings.Cut(rest, "</"+element+">")
	return text
}

// session makes a call that succeeds, and calls with the credentials that it answers with from then on.
func (a *account) session(operation string, pairs ...string) answer {
	a.t.Helper()
	made := a.must(operation, pairs...)
	a.as = Credentials{AccessKeyID: within(made.Body, "AccessKeyId"), SessionToken: within(made.Body, "SessionToken")}
	return made
}

// answers fails a test where a call is not answered with a code ("" for success).
func (a *account) answers(code, operation string, pairs ...string) {
	a.t.Helper()
	if got := a.call(operation, pairs...); got.Code != code {
		a.t.Errorf("%s answers %q, not %q: %s", operation, got.Code, code, got.Message)
	}
}

const mfa = "arn:aws:iam::111122223333:mfa/ana"

// guarded lets ana do everything, if she has used her device.
const guarded = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`

func withDevice(t *testing.T, document string) *account {
	a := withAna(t)
	ana := a.as
	a.as, _ = RootCredentials(id)
	a.must("PutUserPolicy", "UserName", "ana", "PolicyName", "assume", "PolicyDocument", document)
	a.world.Account(id).User("ana").MFADevices = []string{mfa}
	a.as = ana
	return a
}

// EV-81, GK-13: the credentials of GetSessionToken say whether a device was used; long-term keys say nothing.
func TestSessionTokensCarryMFA(t *testing.T) {
	a := withDevice(t, guarded)
	a.answers("AccessDenied", "ListUsers")
	a.answers("AccessDenied", "sts:GetSessionToken", "SerialNumber", mfa+"x", "TokenCode", "123456")
	made := a.session("sts:GetSessionToken", "SerialNumber", mfa, "TokenCode", "123456", "DurationSeconds", "900")
	if at := within(made.Body, "Expiration"); at != "2026-01-31T12:15:00Z" {
		t.Errorf("the session ends at %s", at)
	}
	a.answers("", "ListUsers")
	if got := a.must("sts:GetCallerIdentity").Arn; got != "arn:aws:iam::111122223333:user/ana" {
		t.Error(got)
	}
	a.now = "2026-01-31T12:15:00Z"
	a.answers("ExpiredToken", "ListUsers")
}

// EV-71: without MFA, the credentials of GetSessionToken cannot call IAM, and of STS two operations alone. IAM then answers
// that it does not know the token (99designs/aws-vault issues 15 and 1056, aws/aws-sdk-js issue 460).
func TestSessionTokensCannotCallIAM(t *testing.T) {
	a := withDevice(t, allowAll)
	a.answers("", "ListUsers")
	a.session("sts:GetSessionToken")
	a.answers("InvalidClientTokenId", "ListUsers")
	a.answers("", "sts:GetCallerIdentity")
	a.answers("", "sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1")
	for _, operation := range []string{"sts:GetSessionToken", "sts:GetFederationToken Name bob", "sts:DecodeAuthorizationMessage EncodedMessage x"} {
		f := strings.Fields(operation)
		a.answers("AccessDenied", f[0], f[1:]...)
	}
}

// EV-81: a device in the call counts for the trust policy, and not for the session.
func TestAssumingARoleWithMFA(t *testing.T) {
	a := withDevice(t, allowAll)
	ana := a.as
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ana"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`
	a.as, _ = RootCredentials(id)
	a.must("UpdateAssumeRolePolicy", "RoleName", "r", "PolicyDocument", trust)
	a.must("PutRolePolicy", "RoleName", "r", "PolicyName", "guarded", "PolicyDocument", guarded)
	a.as = ana
	assume := []string{"RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1"}
	a.answers("AccessDenied", "sts:AssumeRole", assume...)
	a.session("sts:AssumeRole", append(assume, "SerialNumber", mfa, "TokenCode", "123456")...)
	a.answers("AccessDenied", "ListUsers")
}

// EV-71, in AWS's words.
func TestRootUsersAssumeNoRoles(t *testing.T) {
	a := withAna(t)
	a.as, _ = RootCredentials(id)
	got := a.call("sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1")
	if got.Code != "AccessDenied" || got.Status != 403 || got.Message != "Roles may not be assumed by root accounts." {
		t.Errorf("%d %s: %s", got.Status, got.Code, got.Message)
	}
}

// EV-80, EV-71, EV-34: who is made by GetFederationToken, and what he can call.
func TestFederationTokens(t *testing.T) {
	a := withAna(t)
	ana := a.as
	a.answers("AccessDenied", "sts:GetFederationToken", "Name", "bob")
	a.as, _ = RootCredentials(id)
	a.must("PutUserPolicy", "UserName", "ana", "PolicyName", "federate", "PolicyDocument", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:GetFederationToken","iam:*"],"Resource":["arn:aws:sts::111122223333:federated-user/bob","arn:aws:iam::*"]}]}`)
	a.as = ana
	a.answers("AccessDenied", "sts:GetFederationToken", "Name", "eve")
	a.answers("AccessDenied", "sts:GetFederationToken", "Name", "bob", "Tags.member.1.Key", "team", "Tags.member.1.Value", "red")
	made := a.session("sts:GetFederationToken", "Name", "bob", "Policy", allowAll)
	if got := within(made.Body, "FederatedUserId"); got != id+":bob" {
		t.Error(got)
	}
	if at := within(made.Body, "Expiration"); at != "2026-02-01T00:00:00Z" {
		t.Errorf("without a duration a session lasts 12 hours, this one until %s", at)
	}
	if got := a.must("sts:GetCallerIdentity").Arn; got != "arn:aws:sts::111122223333:federated-user/bob" {
		t.Error(got)
	}
	a.answers("InvalidClientTokenId", "ListUsers")
	a.answers("AccessDenied", "sts:GetSessionToken")
	a.answers("AccessDenied", "sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1")
}

// assertionOf is the part of a SAML response that counts.
func assertionOf(audience, name string) string {
	return base64.StdEncoding.EncodeToString([]byte(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Issuer>https://idp.example.com</Issuer>` +
		`<Subject><NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ana-42</NameID><SubjectConfirmation><SubjectConfirmationData Recipient="` + audience + `"/></SubjectConfirmation></Subject>` +
		`<AttributeStatement><Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName"><AttributeValue>` + name + `</AttributeValue></Attribute></AttributeStatement></Assertion></samlp:Response>`))
}

// The trust policy decides on what the assertion says, unsigned as the call is (IAM User Guide, "Create a role for SAML 2.0 federation").
func TestSAML(t *testing.T) {
	const (
		provider = "arn:aws:iam::111122223333:saml-provider/idp"
		role     = "arn:aws:iam::111122223333:role/sso"
		signIn   = "https://signin.aws.amazon.com/saml"
	)
	a := newAccount(t)
	a.must("CreateRole", "RoleName", "sso", "AssumeRolePolicyDocument", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"`+provider+`"},"Action":"sts:AssumeRoleWithSAML","Condition":{"StringEquals":{"SAML:aud":"`+signIn+`"}}}]}`)
	a.as = Credentials{}
	a.answers("AccessDenied", "sts:AssumeRoleWithSAML", "RoleArn", role, "PrincipalArn", provider, "SAMLAssertion", assertionOf("https://other.example.com", "ana@example.com"))
	a.answers("AccessDenied", "sts:AssumeRoleWithSAML", "RoleArn", role, "PrincipalArn", provider+"2", "SAMLAssertion", assertionOf(signIn, "ana@example.com"))
	a.answers("InvalidIdentityToken", "sts:AssumeRoleWithSAML", "RoleArn", role, "PrincipalArn", provider, "SAMLAssertion", "bm8gYXNzZXJ0aW9u")
	made := a.session("sts:AssumeRoleWithSAML", "RoleArn", role, "PrincipalArn", provider, "SAMLAssertion", assertionOf(signIn, "ana@example.com"))
	for element, want := range map[string]string{"Subject": "ana-42", "SubjectType": "persistent", "Issuer": "https://idp.example.com", "Audience": signIn, "Arn": "arn:aws:sts::111122223333:assumed-role/sso/ana@example.com"} {
		if got := within(made.Body, element); got != want {
			t.Errorf("%s is %q, not %q", element, got, want)
		}
	}
	if got := a.must("sts:GetCallerIdentity").Arn; got != "arn:aws:sts::111122223333:assumed-role/sso/ana@example.com" {
		t.Error(got)
	}
}
