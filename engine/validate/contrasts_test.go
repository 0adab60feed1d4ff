package validate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
)

func in(statements string) string {
	return `{"Version": "2012-10-17", "Statement": [` + statements + `]}`
}

// What is near to a finding and none, and what is one in another shape.
func TestContrasts(t *testing.T) {
	const (
		read  = `"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"`
		topic = `"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:t", "Principal": `
	)
	when := func(block string) string { return `{` + read + `, "Condition": {` + block + `}}` }
	for name, c := range map[string]struct {
		kind       policy.Type
		statements string
		code       string
		fires      bool
	}{
		"PassRole on a star, held to a service":            {policy.Identity, `{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}`, "PASS_ROLE_WITH_STAR_IN_RESOURCE", false},
		"PassRole on every role of an account":             {policy.Identity, `{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/*"}`, "PASS_ROLE_WITH_STAR_IN_RESOURCE", true},
		"PassRole on roles with a common beginning":        {policy.Identity, `{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/ec2-*"}`, "PASS_ROLE_WITH_STAR_IN_RESOURCE", false},
		"PassRole named in a NotAction":                    {policy.Identity, `{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}`, "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", false},
		"PassRole denied":                                  {policy.Identity, `{"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}`, "PASS_ROLE_WITH_STAR_IN_RESOURCE", false},
		"a session of a role in another account":           {policy.Trust, `{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/Build", "arn:aws:sts::444455556666:assumed-role/Build/run"]}, "Action": "sts:AssumeRole"}`, "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", false},
		"a session of a role with a path":                  {policy.Trust, `{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/ci/Build", "arn:aws:sts::111122223333:assumed-role/Build/run"]}, "Action": "sts:AssumeRole"}`, "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", true},
		"an action in another letter case":                 {policy.Identity, `{"Effect": "Allow", "Action": ["s3:GetObject", "S3:getobject"], "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}`, "REDUNDANT_ACTION", true},
		"an action with another beginning":                 {policy.Identity, `{"Effect": "Allow", "Action": ["s3:Get*Acl", "s3:GetObject"], "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}`, "REDUNDANT_ACTION", false},
		"a resource in another letter case":                {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/A*", "arn:aws:s3:::amzn-s3-demo-bucket/a1"]}`, "REDUNDANT_RESOURCE", false},
		"a statement of another condition":                 {policy.Identity, when(`"Bool": {"aws:SecureTransport": "true"}`) + `, ` + when(`"Bool": {"aws:ViaAWSService": "true"}`), "REDUNDANT_STATEMENT", false},
		"a statement that one without condition covers":    {policy.Identity, `{` + read + `}, ` + when(`"Bool": {"aws:ViaAWSService": "true"}`), "REDUNDANT_STATEMENT", true},
		"a statement with the same in other white space":   {policy.Identity, `{` + read + `}, {` + strings.ReplaceAll(read, ": ", ":") + `}`, "REDUNDANT_STATEMENT", true},
		"a Deny beside an Allow":                           {policy.Identity, `{` + read + `}, {` + strings.Replace(read, "Allow", "Deny", 1) + `}`, "REDUNDANT_STATEMENT", false},
		"an address range of one":                          {policy.Identity, when(`"IpAddress": {"aws:SourceIp": "203.0.113.7/32"}`), "IMPROVE_IP_RANGE", false},
		"an address behind the private range":              {policy.Identity, when(`"IpAddress": {"aws:SourceIp": "172.32.0.1"}`), "PRIVATE_IP_ADDRESS", false},
		"a unique local address":                           {policy.Identity, when(`"IpAddress": {"aws:SourceIp": "fd00::1"}`), "PRIVATE_IP_ADDRESS", true},
		"a private address of a VPC":                       {policy.Identity, when(`"IpAddress": {"aws:VpcSourceIp": "10.0.0.1"}`), "PRIVATE_IP_ADDRESS", false},
		"a star that is escaped":                           {policy.Identity, when(`"StringEquals": {"aws:PrincipalTag/x": "a${*}"}`), "WILDCARD_WITHOUT_LIKE_OPERATOR", false},
		"a question mark":                                  {policy.Identity, when(`"StringNotEquals": {"aws:PrincipalTag/x": "a?"}`), "WILDCARD_WITHOUT_LIKE_OPERATOR", true},
		"a year":                                           {policy.Identity, when(`"DateLessThan": {"aws:CurrentTime": "2030"}`), "INVALID_DATE_VALUE", false},
		"Null false as a guard of ForAllValues":            {policy.Identity, when(`"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:TagKeys": "false"}`), "FORALLVALUES_ALLOW_NO_NULL_GUARD", false},
		"Null on a list":                                   {policy.Identity, when(`"Null": {"aws:TagKeys": "true"}`), "MISSING_QUALIFIER", false},
		"a list that nobody takes for one":                 {policy.Identity, when(`"StringEquals": {"aws:PrincipalOrgPaths": "o-a/*"}`), "MISSING_QUALIFIER", true},
		"a Deny for MFA of sessions and long-term keys":    {policy.Identity, `{"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}, "Null": {"aws:MultiFactorAuthPresent": "false"}}}`, "BAD_PATTERN_FOR_MFA", false},
		"an Allow for MFA that lets others pass":           {policy.Identity, when(`"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}`), "BAD_PATTERN_FOR_MFA", true},
		"a service beside an account":                      {policy.Resource, `{` + topic + `{"Service": "s3.amazonaws.com", "AWS": "111122223333"}}`, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", false},
		"a service held to an organization":                {policy.Resource, `{` + topic + `{"Service": "s3.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceOrgID": "o-exampleorgid"}}}`, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", false},
		"a web identity for AssumeRole":                    {policy.Trust, `{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRoleWithWebIdentity"}`, "MISMATCHED_ACTION_FOR_PRINCIPAL", true},
		"two kinds of principals and of actions":           {policy.Trust, `{"Effect": "Allow", "Principal": {"AWS": "111122223333", "Federated": "arn:aws:iam::111122223333:saml-provider/C"}, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]}`, "MISMATCHED_ACTION_FOR_PRINCIPAL", false},
		"a key that an action need not carry":              {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEqualsIfExists": {"s3:prefix": "a"}}}`, "MISSING_ACTION_FOR_CONDITION_KEY", false},
		"a negated key that an action does not carry":      {policy.Identity, `{"Effect": "Deny", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringNotEquals": {"s3:prefix": "a"}}}`, "MISSING_ACTION_FOR_CONDITION_KEY", false},
		"a key that no action need carry":                  {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEqualsIfExists": {"s3:prefix": "a"}}}`, "CONDITION_NEVER_PRESENT", true},
		"a key that is asked to be absent":                 {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"Null": {"s3:prefix": "true"}}}`, "CONDITION_NEVER_PRESENT", true},
		"tags in requests for what takes none":             {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}}`, "CONDITION_NEVER_PRESENT", true},
		"a global key":                                     {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1a2b3c4d"}}}`, "CONDITION_NEVER_PRESENT", false},
		"a key that must be there":                         {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEquals": {"s3:prefix": "a"}}}`, "CONDITION_NEVER_PRESENT", false},
		"a key that one action of a pattern carries":       {policy.Identity, `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"StringEqualsIfExists": {"s3:prefix": "a"}}}`, "CONDITION_NEVER_PRESENT", false},
		"one of many values differs, of none none does":    {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}}`, "MISSING_ACTION_FOR_CONDITION_KEY", true},
		"IfExists on what every request carries":           {policy.Identity, when(`"DateLessThanIfExists": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}`), "IFEXISTS_WEAKENS", true},
		"an Allow for sessions without MFA":                {policy.Identity, when(`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`), "BAD_PATTERN_FOR_MFA", true},
		"a Deny for access keys alone":                     {policy.Identity, `{"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}}}`, "BAD_PATTERN_FOR_MFA", true},
		"a Deny for access keys beside one for sessions":   {policy.Identity, `{"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}}}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}`, "BAD_PATTERN_FOR_MFA", false},
		"a service of AWS KMS without its Region":          {policy.Identity, `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.amazonaws.com"}}}`, "INVALID_SERVICE_PRINCIPAL_FORMAT", true},
		"a service of AWS KMS in a Region":                 {policy.Identity, `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}}`, "INVALID_SERVICE_PRINCIPAL_FORMAT", false},
		"who may have objects deleted and may not delete":  {policy.Identity, `{"Effect": "Allow", "Action": "s3:PutLifecycleConfiguration", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket"}`, "RESOURCE_POLICY_PRIVILEGE_ESCALATION", true},
		"an action beside every action":                    {policy.Identity, `{"Effect": "Allow", "Action": ["*", "s3:GetObject"], "Resource": "*"}`, "REDUNDANT_ACTION", false},
		"an action beside every action of a bucket":        {policy.Identity, `{"Effect": "Allow", "Action": ["*", "s3:GetObject"], "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}`, "REDUNDANT_ACTION", true},
		"an action that nobody knows":                      {policy.Identity, `{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}`, "INVALID_ACTION", true},
		"a pattern that covers nothing":                    {policy.Identity, `{"Effect": "Allow", "Action": "s3:Fetch*", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}`, "INVALID_ACTION", true},
		"a service that nobody knows":                      {policy.Identity, `{"Effect": "Allow", "Action": "s33:GetObject", "Resource": "*"}`, "INVALID_SERVICE_IN_ACTION", true},
		"an image of AWS, whose ARN has no account":        {policy.Identity, `{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:us-east-1::image/ami-1"}`, "MISSING_ARN_ACCOUNT", false},
		"a policy of AWS, whose account is aws":            {policy.Identity, `{"Effect": "Allow", "Action": "iam:GetPolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess"}`, "INVALID_ARN_ACCOUNT", false},
		"an RCP that spares services":                      {policy.RCP, `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/R"}, "Bool": {"aws:PrincipalIsAWSService": "false"}}}`, "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", false},
		"a trust policy of 2,048 characters, spaces aside": {policy.Trust, `{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"` + strings.Repeat(" ", 2048) + `}`, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", false},
		"a session policy counts its spaces":               {policy.Session, `{` + read + strings.Repeat(" ", 2048) + `}`, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", true},
		"tags that a Deny asks for with IfExists":          {policy.Identity, `{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/env": "prod"}}}`, "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", false},
		"the prefix that may be listed":                    {policy.Identity, `{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringNotLike": {"s3:prefix": "public/*"}}}`, "S3_PREFIX_IN_NEGATIVE_CONTEXT", false},
		"the account as a resource of IAM":                 {policy.Identity, `{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:root"}`, "INVALID_ARN_RESOURCE", false},
		"who may edit a bucket's policy and may not read":  {policy.Identity, `{"Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::b"}, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}`, "RESOURCE_POLICY_PRIVILEGE_ESCALATION", true},
	} {
		t.Run(name, func(t *testing.T) {
			found := validate.Lint(policy.Parse(in(c.statements), c.kind), validate.Options{Facts: facts})
			if fires := slices.Contains(codes(found), c.code); fires != c.fires {
				t.Errorf("%s: %v, want %v\n%+v", c.code, fires, c.fires, found)
			}
		})
	}
}

// Reviews ask for what actions open; the access levels are those of the Service Authorization Reference.
func TestExposures(t *testing.T) {
	for name, c := range map[string]struct {
		action string
		want   []string
	}{
		"credentials":                   {"sts:GetSessionToken", []string{"CREDENTIALS_EXPOSURE"}},
		"a password of an instance":     {"EC2:getpassworddata", []string{"CREDENTIALS_EXPOSURE"}},
		"an object":                     {"s3:GetObject", []string{"DATA_EXFIL"}},
		"parameters":                    {"ssm:GetParametersByPath", []string{"DATA_EXFIL"}},
		"a copy of a snapshot":          {"rds:CopyDBSnapshot", []string{"DATA_EXFIL", "INFRA_MODIFICATION"}},
		"permissions management":        {"s3:PutBucketPolicy", []string{"RESOURCE_EXPOSURE"}},
		"writing":                       {"ec2:TerminateInstances", []string{"INFRA_MODIFICATION"}},
		"a list":                        {"s3:ListBucket", nil},
		"tags":                          {"ec2:CreateTags", nil},
		"a name that goes on":           {"s3:GetObjectAcl", nil},
		"a pattern that covers several": {"sqs:*", []string{"DATA_EXFIL", "INFRA_MODIFICATION", "RESOURCE_EXPOSURE"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := in(`{"Effect": "Allow", "Action": "` + c.action + `", "Resource": "*"}`)
			found := validate.Lint(policy.Parse(text, policy.Identity), validate.Options{Facts: facts, On: func(c *validate.Check) bool { return strings.Contains(exposing, c.Code) }})
			if got := codes(found); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

const exposing = "CREDENTIALS_EXPOSURE DATA_EXFIL RESOURCE_EXPOSURE INFRA_MODIFICATION"

// What the preferred fix makes of a policy, to the letter.
func TestFixesToTheLetter(t *testing.T) {
	for code, c := range map[string]struct{ before, after string }{
		"INVALID_DATE_VALUE": {
			`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"DateLessThan": {"aws:CurrentTime": "951782399"}}}`,
			`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"DateLessThan": {"aws:CurrentTime": "2000-02-28T23:59:59Z"}}}`,
		},
		"ACTION_NEEDS_STAR": {
			"\n  {\n    \"Effect\": \"Allow\",\n    \"Action\": [\"s3:ListBucket\", \"s3:ListAllMyBuckets\"],\n    \"Resource\": \"arn:aws:s3:::amzn-s3-demo-bucket\"\n  }",
			"\n  {\n    \"Effect\": \"Allow\",\n    \"Action\": [\"s3:ListBucket\"],\n    \"Resource\": \"arn:aws:s3:::amzn-s3-demo-bucket\"\n  },\n  {\n    \"Effect\": \"Allow\",\n    \"Action\": \"s3:ListAllMyBuckets\",\n    \"Resource\": \"*\"\n  }",
		},
		"REDUNDANT_ACTION": {
			`{"Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "*"}`,
			`{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "*"}`,
		},
		"FORALLVALUES_ALLOW_NO_NULL_GUARD": {
			"{\n  \"Effect\": \"Allow\", \"Action\": \"ec2:CreateTags\", \"Resource\": \"*\",\n  \"Condition\": {\n    \"ForAllValues:StringEquals\": {\"aws:TagKeys\": \"a\"}\n  }\n}",
			"{\n  \"Effect\": \"Allow\", \"Action\": \"ec2:CreateTags\", \"Resource\": \"*\",\n  \"Condition\": {\n    \"ForAllValues:StringEquals\": {\"aws:TagKeys\": \"a\"},\n    \"Null\": {\"aws:TagKeys\": \"false\"}\n  }\n}",
		},
		"WILDCARD_WITHOUT_LIKE_OPERATOR": {
			`{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "a/*", "s3:delimiter": "/"}}}`,
			`{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringLike": {"s3:prefix": "a/*"}, "StringEquals": {"s3:delimiter": "/"}}}`,
		},
		"EMPTY_OBJECT_CONDITION": {
			`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"Bool": {}}}`,
			`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`,
		},
		"MISSING_RESOURCE": {
			"{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:GetObject\"\n}",
			"{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:GetObject\",\n  \"Resource\": \"*\"\n}",
		},
		"UNSUPPORTED_PRINCIPAL": {
			`{"Principal": "*", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`,
			`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`,
		},
	} {
		found := validate.Lint(policy.Parse(in(c.before), policy.Identity), validate.Options{Facts: facts})
		i := slices.IndexFunc(found, func(d syntax.Diagnostic) bool { return d.Code == code && len(d.Fixes) > 0 })
		if i < 0 {
			t.Errorf("%s has no fix: %+v", code, found)
			continue
		}
		if got := apply(in(c.before), found[i].Fixes[0]); got != in(c.after) {
			t.Errorf("%s makes\n%s\nnot\n%s", code, got, in(c.after))
		}
	}
}

// White space counts in a service control policy, and that within strings is no white space.
func TestAnSCPWithoutItsWhiteSpace(t *testing.T) {
	const sound = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/a \"b":" c "}}}]}`
	text := strings.Replace(sound, "[", "[ \n"+strings.Repeat("\t", 5120), 1)
	found := validate.Lint(policy.Parse(text, policy.SCP), validate.Options{})
	if len(found) != 1 || found[0].Code != "POLICY_SIZE_EXCEEDS_SCP_QUOTA" || len(found[0].Fixes) != 1 || apply(text, found[0].Fixes[0]) != sound {
		t.Errorf("%+v", found)
	}
}

// A policy is held to the resource that it is attached to.
func TestAttachedPolicies(t *testing.T) {
	for _, c := range []struct {
		resource, action, on string
		codes                []string
	}{
		{"arn:aws:s3:::amzn-s3-demo-bucket", "s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket/*", nil},
		{"arn:aws:s3:::amzn-s3-demo-bucket", "s3:ListAllMyBuckets", "arn:aws:s3:::amzn-s3-demo-bucket", []string{"UNSUPPORTED_ACTION_IN_POLICY"}},
		{"arn:aws:s3:::amzn-s3-demo-bucket", "sqs:SendMessage", "arn:aws:s3:::amzn-s3-demo-bucket", []string{"UNSUPPORTED_ACTION_IN_POLICY"}},
		{"arn:aws:s3:::amzn-s3-demo-bucket", "s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket2/*", []string{"UNSUPPORTED_RESOURCE_ARN_IN_POLICY"}},
		{"arn:aws:sqs:us-east-1:111122223333:jobs", "sqs:SendMessage", "arn:aws:sqs:*:*:jobs", nil},
		{"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "kms:Decrypt", "*", nil},
		{"arn:aws:lambda:us-east-1:111122223333:function:f", "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f:live", nil},
	} {
		text := in(`{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "` + c.action + `", "Resource": "` + c.on + `"}`)
		found := validate.Lint(policy.Parse(text, policy.Resource), validate.Options{Facts: facts, Resource: c.resource})
		if got := codes(found); !slices.Equal(got, c.codes) {
			t.Errorf("%s on %s in the policy of %s: %v, want %v", c.action, c.on, c.resource, got, c.codes)
		}
	}
}
