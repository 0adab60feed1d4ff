package policy_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
)

// Rules of section A beyond table A.8 ("Grammar of the IAM JSON policy language"
// and the pages on each element).
func TestGrammarRules(t *testing.T) {
	const (
		allow  = `{"Effect":"Allow","Action":"s3:*","Resource":"*"`
		bucket = `{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":`
		rcp    = `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`
	)
	for name, c := range map[string]struct {
		t     policy.Type
		text  string
		codes string
		sound int
	}{
		"GR-2 the order of elements does not matter":  {policy.Identity, `{"Statement":[` + allow + `}],"Version":"2012-10-17"}`, "", 1},
		"GR-2 another top-level element":              {policy.Identity, `{"Version":"2012-10-17","Statement":[` + allow + `}],"Comment":"x"}`, "error:INVALID_POLICY_ELEMENT", 1},
		"GR-9 one value for a list":                   {policy.Resource, in(`{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:Get*","Resource":"arn:aws:s3:::b","Condition":{"StringEquals":{"aws:username":"a"}}}`), "", 1},
		"GR-9 lists":                                  {policy.Resource, in(`{"Effect":"Allow","Principal":{"AWS":["111122223333"]},"Action":["s3:Get*"],"Resource":["arn:aws:s3:::b"],"Condition":{"StringEquals":{"aws:username":["a"]}}}`), "", 1},
		"GR-17 a policy version is no language":       {policy.Identity, `{"Version":"v2","Statement":[` + allow + `}]}`, "error:INVALID_VERSION", 1},
		"GR-19 no Sid":                                {policy.Identity, in(allow + `}`), "", 1},
		"GR-22 an RCP's Sid":                          {policy.RCP, in(rcp + `,"Sid":"No1"}`), "", 1},
		"GR-22 an RCP's Sid with a space":             {policy.RCP, in(rcp + `,"Sid":"No 1"}`), "error:UNSUPPORTED_SID", 1},
		"GR-22 an SCP's Sid with a hyphen":            {policy.SCP, in(allow + `,"Sid":"No-1"}`), "error:UNSUPPORTED_SID", 1},
		"GR-34 an action that no service has":         {policy.Identity, in(`{"Effect":"Allow","Action":"madeup:Thing","Resource":"*"}`), "", 1},
		"GR-46 a session policy with a principal":     {policy.Session, in(bucket + `"*"}`), "error:UNSUPPORTED_PRINCIPAL", 0},
		"GR-46 a session policy with an Id":           {policy.Session, `{"Version":"2012-10-17","Id":"x","Statement":[` + allow + `}]}`, "error:INVALID_POLICY_ELEMENT", 1},
		"GR-46 a session policy with broken base64":   {policy.Session, in(allow + `,"Condition":{"BinaryEquals":{"a:b":"YQ"}}}`), "error:TYPE_MISMATCH_STRING", 1},
		"GR-47 a boundary is an identity document":    {policy.Boundary, in(bucket + `"*"}`), "error:UNSUPPORTED_PRINCIPAL", 0},
		"GR-14 a resource policy of 2008":             {policy.Resource, `{"Version":"2008-10-17","Statement":[` + bucket + `"*"}]}`, "", 1},
		"GR-16 an RCP without Version":                {policy.RCP, `{"Statement":[` + rcp + `}]}`, "warning:MISSING_VERSION", 1},
		"GR-36 a variable in a condition key":         {policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:${x}":"a"}}}`), "error:VARIABLE_UNSUPPORTED_IN_ELEMENT", 0},
		"GR-36 a variable in a principal":             {policy.Resource, in(bucket + `{"AWS":"arn:aws:iam::111122223333:user/${aws:username}"}}`), "error:VARIABLE_UNSUPPORTED_IN_ELEMENT", 0},
		"GR-12 a space in an action matches nothing":  {policy.Identity, in(`{"Effect":"Allow","Action":"s3:Get Object","Resource":"*"}`), "", 1},
		"GR-24 an object that names nobody":           {policy.Resource, in(bucket + `{}}`), "error:EMPTY_OBJECT_PRINCIPAL", 0},
		"GR-24 a key that is like no kind":            {policy.Resource, in(bucket + `{"Everyone":"*"}}`), "error:INVALID_PRINCIPAL_KEY", 0},
		"GR-25 a canonical user ID that is too short": {policy.Resource, in(bucket + `{"CanonicalUser":"0f0f"}}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		"GR-25 a service without its domain":          {policy.Resource, in(bucket + `{"Service":"lambda"}}`), "error:INVALID_SERVICE_PRINCIPAL_FORMAT", 0},
		"GR-25 a provider that is no domain":          {policy.Trust, in(`{"Effect":"Allow","Principal":{"Federated":"google"},"Action":"sts:AssumeRoleWithSAML"}`), "error:INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", 0},
		"GR-25 a provider whose ARN is cut off":       {policy.Trust, in(`{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam.x"},"Action":"sts:AssumeRoleWithSAML"}`), "error:INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", 0},
		"GR-25 a bare user name":                      {policy.Resource, in(bucket + `{"AWS":"ana"}}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		"GR-25 the ARN of a function":                 {policy.Resource, in(bucket + `{"AWS":"arn:aws:lambda:us-east-1:111122223333:function:f"}}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		"GR-25 the ARN of a policy":                   {policy.Resource, in(bucket + `{"AWS":"arn:aws:iam::111122223333:policy/P"}}`), "error:INVALID_PRINCIPAL_FORMAT", 0},
		"GR-30 NotPrincipal in a trust policy":        {policy.Trust, in(`{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}`), "error:ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", 0},
		"GR-30 NotPrincipal in an RCP":                {policy.RCP, in(`{"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"}`), "error:RCP_SYNTAX_ERROR_PRINCIPAL", 0},
		"GR-45 an account in an RCP":                  {policy.RCP, in(`{"Effect":"Deny","Principal":"111122223333","Action":"s3:*","Resource":"*"}`), "error:DATA_TYPE_MISMATCH", 0},
		"CO-41 a condition value without its brace":   {policy.Identity, in(allow + `,"Condition":{"StringEquals":{"aws:username":"${aws:userid"}}}`), "error:MISSING_BRACE_IN_VARIABLE", 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := policy.Parse(c.text, c.t)
			sound := 0
			for i := range d.Statements {
				if d.Statements[i].Sound() {
					sound++
				}
			}
			if got := strings.Join(codes(d), " "); got != c.codes || sound != c.sound {
				t.Errorf("diagnostics %q, %d sound; want %q, %d", got, sound, c.codes, c.sound)
			}
		})
	}
}

// GR-12: white space within a string is significant.
func TestWhiteSpaceCounts(t *testing.T) {
	d := policy.Parse(in(`{"Effect":"Allow","Action":["s3:Get Object"," s3:GetObject","s3:GetObject "],"Resource":["arn:aws:s3:::b ","arn: aws:s3:::b"]}`), policy.Identity)
	action, _ := policy.ParseAction("s3:GetObject")
	for i := range d.Statements[0].Action.Values {
		if d.Statements[0].Action.Values[i].Match(action) {
			t.Errorf("%q matches", d.Statements[0].Action.Values[i].Raw)
		}
	}
	for i := range d.Statements[0].Resource.Values {
		if v := &d.Statements[0].Resource.Values[i]; v.Match("arn:aws:s3:::b", nil).Matched {
			t.Errorf("%q matches", v.Raw)
		}
	}
}

// GR-25: what each form of a principal denotes.
func TestPrincipalForms(t *testing.T) {
	for value, want := range map[string]policy.PrincipalKind{
		`"*"`:                    policy.PrincipalEveryone,
		`{"AWS":"*"}`:            policy.PrincipalEveryone,
		`{"AWS":"111122223333"}`: policy.PrincipalAccount,
		`{"AWS":"arn:aws:iam::111122223333:root"}`:                              policy.PrincipalAccount,
		`{"AWS":"arn:aws-cn:iam::111122223333:user/path/name"}`:                 policy.PrincipalUser,
		`{"AWS":"arn:aws:iam::111122223333:role/path/name"}`:                    policy.PrincipalRole,
		`{"AWS":"arn:aws:sts::111122223333:assumed-role/R/s"}`:                  policy.PrincipalRoleSession,
		`{"AWS":"arn:aws:sts::111122223333:federated-user/F"}`:                  policy.PrincipalFederatedUser,
		`{"AWS":"AIDAQQQQQQQQQQQQQQQQQ"}`:                                       policy.PrincipalUniqueID,
		`{"Service":"lambda.amazonaws.com"}`:                                    policy.PrincipalService,
		`{"Service":"s3.ap-east-1.amazonaws.com"}`:                              policy.PrincipalService,
		`{"Service":"ec2.amazonaws.com.cn"}`:                                    policy.PrincipalService,
		`{"Federated":"arn:aws:iam::111122223333:saml-provider/X"}`:             policy.PrincipalFederated,
		`{"Federated":"arn:aws:iam::111122223333:oidc-provider/example.com/x"}`: policy.PrincipalFederated,
		`{"Federated":"accounts.google.com"}`:                                   policy.PrincipalFederated,
		`{"CanonicalUser":"` + strings.Repeat("0f", 32) + `"}`:                  policy.PrincipalCanonicalUser,
	} {
		kind := policy.Resource
		text := in(`{"Effect":"Allow","Principal":` + value + `,"Action":"s3:GetObject","Resource":"*"}`)
		if strings.Contains(value, "Federated") {
			kind, text = policy.Trust, in(`{"Effect":"Allow","Principal":`+value+`,"Action":"sts:AssumeRoleWithSAML"}`)
		}
		s := policy.Parse(text, kind).Statements[0]
		if !s.Sound() || s.Principal.Values[0].Kind != want {
			t.Errorf("%s: %+v %s, want kind %d", value, s.Principal.Values, s.Fault, want)
		}
	}
}

// GR-50: trust policies for shared OIDC providers must pin the caller down.
// EV-31: what the pinned trust policies and RCPs may name is data.
func TestSharedProviders(t *testing.T) {
	const github = "token.actions.githubusercontent.com"
	trust := func(provider, condition string) string {
		return in(`{"Effect":"Allow","Principal":{"Federated":"` + provider + `"},"Action":"sts:AssumeRoleWithWebIdentity"` + condition + `}`)
	}
	hub := "arn:aws:iam::111122223333:oidc-provider/" + github
	when := func(operator, key, value string) string {
		return `,"Condition":{"` + operator + `":{"` + key + `":` + value + `}}`
	}
	for name, c := range map[string]struct {
		provider, condition string
		refused             bool
	}{
		"A.8-28 a repository":             {hub, when("StringLike", github+":sub", `"repo:o/r:*"`), false},
		"A.8-28 everyone on GitHub":       {hub, when("StringLike", github+":sub", `"*"`), true},
		"no condition":                    {hub, "", true},
		"the workflow":                    {hub, when("StringEquals", github+":job_workflow_ref", `"o/r/.github/workflows/x.yml@main"`), false},
		"another claim":                   {hub, when("StringEquals", github+":aud", `"sts.amazonaws.com"`), true},
		"IfExists does not count":         {hub, when("StringEqualsIfExists", github+":sub", `"repo:o/r:x"`), true},
		"a negated operator neither":      {hub, when("StringNotEquals", github+":sub", `"repo:o/r:x"`), true},
		"one refused value spoils":        {hub, when("StringLike", github+":sub", `["repo:o/r:x","*"]`), true},
		"Google by audience":              {"accounts.google.com", when("StringEquals", "accounts.google.com:aud", `"app"`), false},
		"Google by pattern":               {"accounts.google.com", when("StringLike", "accounts.google.com:aud", `"app"`), true},
		"Amazon in another letter case":   {"www.amazon.com", when("StringEquals", "www.Amazon.com:app_id", `"app"`), true},
		"Cognito by audience":             {"cognito-identity.amazonaws.com", when("StringEquals", "cognito-identity.amazonaws.com:aud", `"pool"`), false},
		"a provider that nobody shares":   {"arn:aws:iam::111122223333:oidc-provider/example.com", "", false},
		"a nested issuer is not checked":  {"arn:aws:iam::111122223333:oidc-provider/gitlab.com/private", "", false},
		"but GitHub's is":                 {hub + "/octo", "", true},
		"another issuer that begins like": {"arn:aws:iam::111122223333:oidc-provider/gitlab.com", when("StringLike", "gitlab.com:sub", `"*"`), true},
	} {
		t.Run(name, func(t *testing.T) {
			d := policy.Parse(trust(c.provider, c.condition), policy.Trust)
			if got := refused(d, false); got != c.refused {
				t.Errorf("refused: %v, want %v; %v", got, c.refused, codes(d))
			}
		})
	}
}

// EV-31: the services that support RCPs, after "Resource control policies
// (RCPs)", AWS Organizations User Guide, September 2026.
func TestServicesOfRCPs(t *testing.T) {
	covered := strings.Fields(`aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data
		codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub
		dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor
		notifications opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin sqs
		sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray`)
	for _, service := range covered {
		if !policy.CoveredByRCPs(service) {
			t.Errorf("%s is covered by RCPs", service)
		}
	}
	for _, service := range []string{"ec2", "iam", "lambda", "organizations", "sns", "s3express", ""} {
		if policy.CoveredByRCPs(service) {
			t.Errorf("%s is not covered by RCPs", service)
		}
	}
}
