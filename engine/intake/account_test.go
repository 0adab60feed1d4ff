package intake_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// accountPage is a page of get-account-authorization-details, in the form of
// the example of the AWS CLI Command Reference.
const accountPage = `{
  "UserDetailList": [{
    "Path": "/ops/", "UserName": "dana", "UserId": "AIDADANAEXAMPLE00000", "Arn": "arn:aws:iam::111122223333:user/ops/dana", "CreateDate": "2026-01-01T00:00:00Z",
    "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": ` + reads + `}],
    "GroupList": ["Staff"],
    "AttachedManagedPolicies": [{"PolicyName": "Team", "PolicyArn": "arn:aws:iam::111122223333:policy/teams/Team"}, {"PolicyName": "Rare", "PolicyArn": "arn:aws:iam::aws:policy/RareAccess"}],
    "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    "Tags": [{"Key": "team", "Value": "blue"}]
  }],
  "GroupDetailList": [{"Path": "/", "GroupName": "Staff", "Arn": "arn:aws:iam::111122223333:group/Staff", "GroupPolicyList": [], "AttachedManagedPolicies": [{"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]}],
  "RoleDetailList": [{
    "Path": "/", "RoleName": "Reports", "RoleId": "AROAREPORTSEXAMPLE00", "Arn": "arn:aws:iam::111122223333:role/Reports", "RoleLastUsed": {"LastUsedDate": "2026-02-03T04:05:06+00:00", "Region": "us-east-1"},
    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
    "InstanceProfileList": [{"InstanceProfileName": "ReportsProfile", "Path": "/p/", "InstanceProfileId": "AIPAREPORTSEXAMPLE00", "CreateDate": "2026-01-02T01:00:00+01:00", "Tags": [{"Key": "a", "Value": "1"}]}, {}], "RolePolicyList": [], "AttachedManagedPolicies": []
  }],
  "Policies": [
    {"PolicyName": "Team", "Arn": "arn:aws:iam::111122223333:policy/teams/Team", "Path": "/teams/", "PolicyId": "ANPATEAMEXAMPLE00000", "Description": "Blue", "CreateDate": "2026-01-01T00:00:00Z", "UpdateDate": "last week", "DefaultVersionId": "v2", "PolicyVersionList": [
      {"Document": {"Version": "2012-10-17", "Statement": []}, "VersionId": "v2", "IsDefaultVersion": true, "CreateDate": "2026-01-05T00:00:00Z"}, {"Document": {"Version": "2012-10-17"}, "VersionId": "v1", "IsDefaultVersion": false}]},
    {"PolicyName": "RareAccess", "Arn": "arn:aws:iam::aws:policy/RareAccess", "Path": "/", "PolicyVersionList": [{"Document": ` + reads + `, "VersionId": "v1", "IsDefaultVersion": true}]},
    {"PolicyName": "UnusedAccess", "Arn": "arn:aws:iam::aws:policy/UnusedAccess", "Path": "/", "PolicyVersionList": [{"Document": {}, "VersionId": "v1", "IsDefaultVersion": true}]},
    {"PolicyName": "AmazonS3ReadOnlyAccess", "Arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "Path": "/", "PolicyVersionList": [{"Document": {}, "VersionId": "v3", "IsDefaultVersion": true}]},
    {"PolicyName": "Headless", "Arn": "arn:aws:iam::111122223333:policy/Headless", "PolicyVersionList": []}
  ],
  "IsTruncated": true, "Marker": "EXAMPLE"
}`

func TestAccountDetails(t *testing.T) {
	r := taken(t, accountPage, "")
	if r.Kind != intake.Account {
		t.Errorf("%+v", r)
	}
	holds(t, r.Scenario, map[string]string{
		"title":                                                       `"Account 111122223333"`,
		"accounts|111122223333|users|dana|path":                       `"/ops/"`,
		"accounts|111122223333|users|dana|groups":                     `["Staff"]`,
		"accounts|111122223333|users|dana|attachedPolicies":           `["Team","RareAccess"]`,
		"accounts|111122223333|users|dana|permissionsBoundary":        `"arn:aws:iam::aws:policy/ReadOnlyAccess"`,
		"accounts|111122223333|users|dana|tags":                       `{"team":"blue"}`,
		"accounts|111122223333|users|dana|inlinePolicies|own|Version": `"2012-10-17"`,
		"accounts|111122223333|groups|Staff":                          `{"attachedPolicies":["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}`,
		"accounts|111122223333|roles|Reports|trustPolicy|Version":     `"2012-10-17"`,
		"accounts|111122223333|users|dana|id":                         `"AIDADANAEXAMPLE00000"`,
		"accounts|111122223333|users|dana|created":                    `"2026-01-01T00:00:00Z"`,
		"accounts|111122223333|roles|Reports|id":                      `"AROAREPORTSEXAMPLE00"`,
		"accounts|111122223333|roles|Reports|lastUsed":                `"2026-02-03T04:05:06Z"`,
		"accounts|111122223333|instanceProfiles|ReportsProfile":       `{"created":"2026-01-02T00:00:00Z","id":"AIPAREPORTSEXAMPLE00","path":"/p/","role":"Reports","tags":{"a":"1"}}`,
		"accounts|111122223333|policies|Team|id":                      `"ANPATEAMEXAMPLE00000"`,
		"accounts|111122223333|policies|Team|description":             `"Blue"`,
		"accounts|111122223333|policies|Team|created":                 `"2026-01-01T00:00:00Z"`,
		"accounts|111122223333|policies|Team|updated":                 "null",
		"accounts|111122223333|policies|Team|defaultVersion":          `"v2"`,
		"accounts|111122223333|policies|Team|versions":                `{"v1":{"document":{"Version":"2012-10-17"}},"v2":{"created":"2026-01-05T00:00:00Z"}}`,
		"accounts|111122223333|policies|Team|path":                    `"/teams/"`,
		"accounts|111122223333|policies|Team|document|Version":        `"2012-10-17"`,
		"accounts|111122223333|policies|RareAccess|Version":           `"2012-10-17"`,
		"accounts|111122223333|policies|UnusedAccess":                 "null",
		"accounts|111122223333|policies|AmazonS3ReadOnlyAccess":       "null",
	})
	if want := (intake.Fact{Label: "Users", Value: "dana"}); !slices.Contains(r.Understood, want) {
		t.Errorf("%q", r.Understood)
	}
	leftOut(t, r, "Instance profiles without a name: Reports", "Headless", "before its last page")
}

// A scenario has at most 8 MiB: versions that are not the default one are the first to go.
func TestVersionsMayNotFit(t *testing.T) {
	var all []string
	long := `{"Version":"2012-10-17","Statement":[{"Sid":"` + strings.Repeat("x", 30_000) + `","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`
	for i := range 150 {
		all = append(all, fmt.Sprintf(`{"PolicyName":"p%d","Arn":"arn:aws:iam::111122223333:policy/p%d","DefaultVersionId":"v2","PolicyVersionList":[
			{"VersionId":"v2","IsDefaultVersion":true,"Document":%s,"CreateDate":"2026-01-01T00:00:00Z"},{"VersionId":"v1","IsDefaultVersion":false,"Document":%s}]}`, i, i, long, long))
	}
	few := taken(t, `{"Policies":[`+strings.Join(all[:50], ",")+`]}`, "")
	holds(t, few.Scenario, map[string]string{"accounts|111122223333|policies|p0|versions|v1|document|Version": `"2012-10-17"`})
	many := taken(t, `{"Policies":[`+strings.Join(all, ",")+`]}`, "")
	holds(t, many.Scenario, map[string]string{
		"accounts|111122223333|policies|p149|versions":         `{"v2":{"created":"2026-01-01T00:00:00Z"}}`,
		"accounts|111122223333|policies|p149|document|Version": `"2012-10-17"`,
	})
	leftOut(t, many, "would be too large")
}

func TestPagesFollowEachOtherAndReplaceStandIns(t *testing.T) {
	denied := taken(t, "User: "+ci+" is not authorized to perform: s3:PutObject with an explicit deny in an identity-based policy", "").Scenario
	page := func(member, name string) string {
		return `{"` + member + `DetailList":[{"` + member + `Name":"` + name + `","Arn":"arn:aws-cn:iam::111122223333:` + strings.ToLower(member) + `/` + name + `"}]}`
	}
	r := taken(t, page("User", "bob")+"\n"+page("Role", "Reports")+"\n"+`{"UserDetailList":[{"UserName":"nowhere","Arn":"x"}]}`, denied)
	holds(t, r.Scenario, map[string]string{
		"title":                               `"Why was this denied?"`,
		"accounts|111122223333|users|bob":     `{}`,
		"accounts|111122223333|roles|Reports": `{}`,
		"accounts|111122223333|partition":     `"aws-cn"`,
		"requests|0|action":                   `"s3:PutObject"`,
	})
	leftOut(t, r, "Entries without an ARN or a name: User")
	many := `{"UserDetailList":[` + strings.Repeat(`{"UserName":"x"},`, 6) + `{}]}`
	leftOut(t, taken(t, many, ""), "User, User, User, User, User and 2 more")
}

// The IAM API sends documents percent-encoded.
func TestPercentEncodedDocuments(t *testing.T) {
	for name, c := range map[string]struct{ document, want string }{
		"encoded":       {url.PathEscape(reads), `"2012-10-17"`},
		"JSON in JSON":  {reads, `"2012-10-17"`},
		"broken":        {"%7B%", `null`},
		"not a percent": {"%7B%zz", `null`},
	} {
		t.Run(name, func(t *testing.T) {
			quoted, _ := json.Marshal(c.document)
			r := taken(t, `{"UserDetailList":[{"UserName":"dana","Arn":"`+dana+`","UserPolicyList":[{"PolicyName":"own","PolicyDocument":`+string(quoted)+`}]}]}`, "")
			holds(t, r.Scenario, map[string]string{"accounts|111122223333|users|dana|inlinePolicies|own|Version": c.want})
		})
	}
}

func TestWhatTheAWSCLIPrintsAboutOnePolicy(t *testing.T) {
	quoted, _ := json.Marshal(reads)
	resource := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`
	quotedResource, _ := json.Marshal(resource)
	blamed := "User: " + dana + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k"
	scp := taken(t, blamed+" with an explicit deny in a service control policy: arn:aws:organizations::444455556666:policy/o-exampleorg1/service_control_policy/p-12345678", "").Scenario
	endpoint := taken(t, blamed+" with an explicit deny in a VPC endpoint policy", "").Scenario
	inline := taken(t, blamed+" with an explicit deny in an identity-based policy", "").Scenario
	for name, c := range map[string]struct {
		text, into string
		want       map[string]string
	}{
		"get-user-policy": {`{"UserName":"dana","PolicyName":"own","PolicyDocument":` + reads + `}`, inline, map[string]string{
			"accounts|111122223333|users|dana|inlinePolicies|own|Version": `"2012-10-17"`, "accounts|111122223333|users|dana|inlinePolicies|replace-me": "null"}},
		"get-role-policy, alone": {`{"RoleName":"Ops","PolicyName":"own","PolicyDocument":` + reads + `}`, "", map[string]string{
			"title": `"Policy own of Ops"`, "accounts|111122223333|roles|Ops|inlinePolicies|own|Version": `"2012-10-17"`}},
		"get-policy-version": {`{"PolicyVersion":{"VersionId":"v1","IsDefaultVersion":true,"Document":` + reads + `}}`, "", map[string]string{
			"accounts|111122223333|users|alice|inlinePolicies|pasted|Version": `"2012-10-17"`}},
		"get-role": {`{"Role":{"Path":"/jobs/","RoleName":"Reports","Arn":"arn:aws:iam::111122223333:role/jobs/Reports","AssumeRolePolicyDocument":` + resource + `,"PermissionsBoundary":{"PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/Cap"}}}`, "", map[string]string{
			"accounts|111122223333|roles|Reports|path": `"/jobs/"`, "accounts|111122223333|roles|Reports|permissionsBoundary": `"Cap"`, "accounts|111122223333|roles|Reports|trustPolicy|Version": `"2012-10-17"`}},
		"s3api get-bucket-policy": {`{"Policy":` + string(quotedResource) + `}`, inline, map[string]string{
			"accounts|111122223333|resources|arn:aws:s3:::b|policy|Version": `"2012-10-17"`}},
		"s3api get-bucket-policy, broken": {`{"Policy":"{\"Statement\":[{\"Principal\":\"*\",\"Resource\":\"*\"]}"}`, inline, map[string]string{
			"accounts|111122223333|resources|arn:aws:s3:::b|policy": `"{\"Statement\":[{\"Principal\":\"*\",\"Resource\":\"*\"]}"`}},
		"secretsmanager": {`{"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:s","Name":"s","ResourcePolicy":` + string(quoted) + `}`, "", map[string]string{
			"accounts|111122223333|resources|arn:aws:secretsmanager:us-east-1:111122223333:secret:s|policy|Version": `"2012-10-17"`}},
		"sqs": {`{"Attributes":{"Policy":` + string(quotedResource) + `,"QueueArn":"arn:aws:sqs:us-east-1:444455556666:q"}}`, "", map[string]string{
			"accounts|444455556666|resources|arn:aws:sqs:us-east-1:444455556666:q|policy|Version": `"2012-10-17"`}},
		"describe-policy": {`{"Policy":{"PolicySummary":{"Id":"p-12345678","Name":"NoPayroll","Type":"SERVICE_CONTROL_POLICY"},"Content":` + string(quoted) + `}}`, scp, map[string]string{
			"organization|serviceControlPolicies|p-12345678|Statement|0|Effect": `"Allow"`, "organization|root|accounts|111122223333|scps": `["FullAWSAccess","p-12345678"]`}},
		"describe-policy, an RCP": {`{"Policy":{"PolicySummary":{"Name":"Perimeter","Type":"RESOURCE_CONTROL_POLICY"},"Content":` + string(quotedResource) + `}}`, inline, map[string]string{
			"organization|resourceControlPolicies|Perimeter|Version": `"2012-10-17"`, "organization|root|rcps": `["RCPFullAWSAccess","Perimeter"]`}},
		"describe-vpc-endpoints": {`{"VpcEndpoints":[{"VpcEndpointId":"vpce-0123456789abcdef0","ServiceName":"com.amazonaws.eu-west-1.s3","OwnerId":"111122223333","PolicyDocument":` + string(quotedResource) + `}]}`, endpoint, map[string]string{
			"accounts|111122223333|resources|arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0|policy|Version": `"2012-10-17"`,
			"accounts|111122223333|resources|arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0":                "null"}},
		"describe-vpc-endpoints, without an owner": {`{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","PolicyDocument":` + string(quotedResource) + `}]}`, "", map[string]string{
			"accounts|111122223333|resources|arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1|policy|Version": `"2012-10-17"`}},
	} {
		t.Run(name, func(t *testing.T) { holds(t, taken(t, c.text, c.into).Scenario, c.want) })
	}
	for _, text := range []string{`{"Policy":{"PolicySummary":{"Type":"TAG_POLICY"},"Content":"{}"}}`, `{"Role":{"Arn":"arn:aws:iam::111122223333:user/x"}}`, `{"Attributes":{}}`, `{"VpcEndpoints":[]}`, `{"PolicyVersion":{"Document":"x"}}`} {
		if r, refusal := intake.Read(text, intake.Options{}); refusal == nil {
			t.Errorf("%s becomes %s", text, r.Scenario)
		}
	}
}

// What is no value in a document stays so, for the engine to say what is wrong with it.
func TestNullInADocumentStaysNull(t *testing.T) {
	r := taken(t, `{"UserDetailList":[{"Arn":"`+dana+`","UserName":"dana","UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Statement":null}}]}]}`, "")
	holds(t, r.Scenario, map[string]string{"accounts|111122223333|users|dana|inlinePolicies|p": `{"Statement":null}`})
}
