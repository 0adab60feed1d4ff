package clients

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// lasts checks how long a session lasts; a call takes a second at most.
func lasts(t *testing.T, c *types.Credentials, want time.Duration) {
	t.Helper()
	if got := time.Until(*c.Expiration); got > want || got < want-5*time.Second {
		t.Errorf("the session lasts %v, not %v", got, want)
	}
}

func (c *caller) arn(t *testing.T) string {
	t.Helper()
	return *must(t, c.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{}).Arn
}

// role makes a role that may list users, and gives its ARN.
func (c *caller) role(t *testing.T, name string, trusts *string) *string {
	t.Helper()
	made := must(t, c.CreateRole, &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: trusts}).Role
	must(t, c.PutRolePolicy, &iam.PutRolePolicyInput{RoleName: &name, PolicyName: aws.String("list"), PolicyDocument: allow("iam:ListUsers")})
	return made.Arn
}

func TestAssumedRoles(t *testing.T) {
	c := root(t, sessionsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("ana")})
	role := c.role(t, "reader", trust("AWS", *arn(sessionsAccount, "user/ana"), "sts:AssumeRole"))
	ana := c.user(t, "ana")
	assume := &sts.AssumeRoleInput{RoleArn: role, RoleSessionName: aws.String("s1"), DurationSeconds: aws.Int32(900)}
	equal(t, "what the root user gets", code(t, c.sts.AssumeRole, assume), "AccessDenied")
	made := must(t, ana.sts.AssumeRole, assume)
	lasts(t, made.Credentials, 15*time.Minute)
	as := session(made.Credentials)
	equal(t, "who calls", as.arn(t), "arn:aws:sts::"+sessionsAccount+":assumed-role/reader/s1")
	equal(t, "who was made", *made.AssumedRoleUser.Arn, as.arn(t))
	must(t, as.ListUsers, &iam.ListUsersInput{})
	equal(t, "what no policy allows", code(t, as.ListRoles, &iam.ListRolesInput{}), "AccessDenied")
	equal(t, "what sessions cannot call", code(t, as.sts.GetSessionToken, &sts.GetSessionTokenInput{}), "AccessDenied")

	assume.DurationSeconds = aws.Int32(7200)
	equal(t, "a session longer than its role allows", code(t, ana.sts.AssumeRole, assume), "ValidationError")
	assume.DurationSeconds, assume.Policy = nil, allow("s3:*")
	limited := must(t, ana.sts.AssumeRole, assume)
	lasts(t, limited.Credentials, time.Hour)
	equal(t, "what a session policy does not allow", code(t, session(limited.Credentials).ListUsers, &iam.ListUsersInput{}), "AccessDenied")
	assume.Policy = aws.String(`{"Version":`)
	refused[*types.MalformedPolicyDocumentException](t, ana.sts.AssumeRole, assume)

	must(t, c.DeleteRolePolicy, &iam.DeleteRolePolicyInput{RoleName: aws.String("reader"), PolicyName: aws.String("list")})
	equal(t, "what is allowed no more", code(t, as.ListUsers, &iam.ListUsersInput{}), "AccessDenied")
	must(t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: aws.String("reader")})
	equal(t, "a session whose role is gone", code(t, as.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{}), "InvalidClientTokenId")
}

// The example of "Chaining roles with session tags" in the IAM User Guide: tags pass on where they are transitive.
func TestChainedSessions(t *testing.T) {
	c := root(t, sessionsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("eve")})
	first := c.role(t, "first", aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"`+*arn(sessionsAccount, "user/eve")+`"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`))
	second := c.role(t, "second", aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"`+*first+`"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{"aws:PrincipalTag/Star":"1"}}}]}`))
	one := must(t, c.user(t, "eve").sts.AssumeRole, &sts.AssumeRoleInput{
		RoleArn: first, RoleSessionName: aws.String("one"), Tags: []types.Tag{{Key: aws.String("Star"), Value: aws.String("1")}}, TransitiveTagKeys: []string{"Star"},
	})
	chain := &sts.AssumeRoleInput{RoleArn: second, RoleSessionName: aws.String("two")}
	equal(t, "who calls in the end", session(must(t, session(one.Credentials).sts.AssumeRole, chain).Credentials).arn(t), "arn:aws:sts::"+sessionsAccount+":assumed-role/second/two")
	chain.DurationSeconds = aws.Int32(3601)
	equal(t, "a chained session of more than an hour", code(t, session(one.Credentials).sts.AssumeRole, chain), "ValidationError")
}

func TestMFASessions(t *testing.T) {
	c := root(t, sessionsAccount)
	guarded := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`)
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: aws.String("mia"), PolicyName: aws.String("guarded"), PolicyDocument: guarded})
	mia := c.user(t, "mia")
	equal(t, "a call with a long-term key", code(t, mia.ListUsers, &iam.ListUsersInput{}), "AccessDenied")
	made := must(t, mia.sts.GetSessionToken, &sts.GetSessionTokenInput{SerialNumber: aws.String(device), TokenCode: aws.String("123456")})
	lasts(t, made.Credentials, 12*time.Hour)
	with := session(made.Credentials)
	must(t, with.ListUsers, &iam.ListUsersInput{})
	equal(t, "who calls", with.arn(t), *arn(sessionsAccount, "user/mia"))
	without := session(must(t, mia.sts.GetSessionToken, &sts.GetSessionTokenInput{}).Credentials)
	equal(t, "a call of IAM without MFA", code(t, without.ListUsers, &iam.ListUsersInput{}), "InvalidClientTokenId")
	equal(t, "a device of another's", code(t, mia.sts.GetSessionToken, &sts.GetSessionTokenInput{SerialNumber: aws.String(device + "2"), TokenCode: aws.String("123456")}), "AccessDenied")
}

func TestFederatedUsers(t *testing.T) {
	c := root(t, sessionsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("fay")})
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: aws.String("fay"), PolicyName: aws.String("federate"), PolicyDocument: allow("sts:GetFederationToken")})
	made := must(t, c.user(t, "fay").sts.GetFederationToken, &sts.GetFederationTokenInput{Name: aws.String("bob"), Policy: allow("s3:*"), DurationSeconds: aws.Int32(3600)})
	lasts(t, made.Credentials, time.Hour)
	equal(t, "the federated user", *made.FederatedUser.Arn, "arn:aws:sts::"+sessionsAccount+":federated-user/bob")
	bob := session(made.Credentials)
	equal(t, "who calls", bob.arn(t), *made.FederatedUser.Arn)
	equal(t, "a call of IAM", code(t, bob.ListUsers, &iam.ListUsersInput{}), "InvalidClientTokenId")
}

// Claims are taken as given; the trust policy decides on them.
func TestWebIdentities(t *testing.T) {
	c := root(t, sessionsAccount)
	provider := *arn(sessionsAccount, "oidc-provider/ci.example.com")
	role := c.role(t, "ci", aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"`+provider+`"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"ci.example.com:sub":"repo:main"}}}]}`))
	token := func(subject string) *string {
		encode := base64.RawURLEncoding.EncodeToString
		return aws.String(encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(`{"iss":"https://ci.example.com","sub":"`+subject+`","aud":"sts.amazonaws.com"}`)) + "." + encode([]byte("signature")))
	}
	unsigned := as(aws.AnonymousCredentials{})
	in := &sts.AssumeRoleWithWebIdentityInput{RoleArn: role, RoleSessionName: aws.String("build"), WebIdentityToken: token("repo:main")}
	made := must(t, unsigned.sts.AssumeRoleWithWebIdentity, in)
	equal(t, "the subject", *made.SubjectFromWebIdentityToken, "repo:main")
	equal(t, "the audience", *made.Audience, "sts.amazonaws.com")
	must(t, session(made.Credentials).ListUsers, &iam.ListUsersInput{})
	in.WebIdentityToken = token("repo:other")
	equal(t, "another subject", code(t, unsigned.sts.AssumeRoleWithWebIdentity, in), "AccessDenied")
	in.WebIdentityToken = aws.String("no token")
	refused[*types.InvalidIdentityTokenException](t, unsigned.sts.AssumeRoleWithWebIdentity, in)
}

func TestSAML(t *testing.T) {
	c := root(t, sessionsAccount)
	provider := arn(sessionsAccount, "saml-provider/idp")
	role := c.role(t, "sso", aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"`+*provider+`"},"Action":"sts:AssumeRoleWithSAML","Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}`))
	assertion := func(audience string) *string {
		return aws.String(base64.StdEncoding.EncodeToString([]byte(`<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"><Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Issuer>https://idp.example.com</Issuer>` +
			`<Subject><NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient">ana-42</NameID><SubjectConfirmation><SubjectConfirmationData Recipient="` + audience + `"/></SubjectConfirmation></Subject>` +
			`<AttributeStatement><Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName"><AttributeValue>ana@example.com</AttributeValue></Attribute></AttributeStatement></Assertion></p:Response>`)))
	}
	unsigned := as(aws.AnonymousCredentials{})
	in := &sts.AssumeRoleWithSAMLInput{RoleArn: role, PrincipalArn: provider, SAMLAssertion: assertion("https://signin.aws.amazon.com/saml")}
	made := must(t, unsigned.sts.AssumeRoleWithSAML, in)
	equal(t, "the subject", *made.Subject, "ana-42")
	equal(t, "the subject's type", *made.SubjectType, "transient")
	equal(t, "who calls", session(made.Credentials).arn(t), "arn:aws:sts::"+sessionsAccount+":assumed-role/sso/ana@example.com")
	in.SAMLAssertion = assertion("https://other.example.com/saml")
	equal(t, "another audience", code(t, unsigned.sts.AssumeRoleWithSAML, in), "AccessDenied")
}

// What is no good as credentials.
func TestCredentials(t *testing.T) {
	c := root(t, errorsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("kim")})
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: aws.String("kim"), PolicyName: aws.String("all"), PolicyDocument: allow("*")})
	key := must(t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: aws.String("kim")}).AccessKey
	with := func(secret, token string) *caller {
		return as(credentials.NewStaticCredentialsProvider(*key.AccessKeyId, secret, token))
	}
	who := &sts.GetCallerIdentityInput{}
	equal(t, "who calls", with(*key.SecretAccessKey, "").arn(t), *arn(errorsAccount, "user/kim"))
	equal(t, "another secret", code(t, with("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "").sts.GetCallerIdentity, who), "SignatureDoesNotMatch")
	equal(t, "a token of nobody's", code(t, with(*key.SecretAccessKey, "AAAA").sts.GetCallerIdentity, who), "InvalidClientTokenId")
	equal(t, "no credentials", code(t, as(aws.AnonymousCredentials{}).sts.GetCallerIdentity, who), "MissingAuthenticationToken")
	must(t, c.UpdateAccessKey, &iam.UpdateAccessKeyInput{UserName: aws.String("kim"), AccessKeyId: key.AccessKeyId, Status: "Inactive"})
	equal(t, "an inactive key", code(t, with(*key.SecretAccessKey, "").sts.GetCallerIdentity, who), "InvalidClientTokenId")
}
