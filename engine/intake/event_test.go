package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

const iamUser = `{"type":"IAMUser","principalId":"AIDAJ45Q7YFFAREXAMPLE","arn":"` + dana + `","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"dana"}`

// eventOf is a CloudTrail event of a denied GetObject, in the form of "CloudTrail
// record contents", by the caller, with more members.
func eventOf(identity, more string) string {
	return `{"eventVersion":"1.11","userIdentity":` + identity + `,"eventTime":"2026-09-01T10:20:30Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-1",` +
		`"sourceIPAddress":"203.0.113.7","userAgent":"[aws-cli/2.32.10]","errorCode":"AccessDenied","errorMessage":"Access Denied","requestParameters":{"bucketName":"payroll","key":"jan.csv","x":1},` +
		`"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::payroll/jan.csv"},{"accountId":"444455556666","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::payroll"}],"recipientAccountId":"111122223333"` + more + `}`
}

func TestAnEventBecomesARequest(t *testing.T) {
	r := taken(t, eventOf(iamUser, `,"tlsDetails":{"tlsVersion":"TLSv1.3"},"vpcEndpointId":"vpce-0abc"`), "")
	if r.Kind != intake.Event {
		t.Errorf("%+v", r)
	}
	holds(t, r.Scenario, map[string]string{
		"title": `"What CloudTrail recorded"`,
		"requests|0": `{"action":"s3:GetObject","at":"2026-09-01T10:20:30Z","context":{"aws:RequestedRegion":"eu-west-1","aws:SecureTransport":"true","aws:SourceIp":"203.0.113.7","aws:UserAgent":"aws-cli/2.32.10"},` +
			`"expect":"denied","principal":"` + dana + `","resource":"arn:aws:s3:::payroll/jan.csv","resourceAccount":"444455556666","vpcEndpoint":"vpce-0abc","why":"AWS answered: Access Denied."}`,
		"accounts|444455556666": `{}`,
	})
	leftOut(t, r, "Parameters of the request: x")
}

// Every type of "CloudTrail userIdentity element".
func TestEveryTypeOfUserIdentity(t *testing.T) {
	session := func(issuer string) string {
		return `"sessionContext":{"sessionIssuer":` + issuer + `,"sourceIdentity":"dana@example.com","attributes":{"mfaAuthenticated":"true","creationDate":"2026-09-01T10:00:00Z"}}`
	}
	for name, c := range map[string]struct {
		identity string
		want     map[string]string
	}{
		"IAMUser": {iamUser, map[string]string{"requests|0|principal": `"` + dana + `"`}},
		"Root":    {`{"type":"Root","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"}`, map[string]string{"requests|0|principal": `"arn:aws:iam::111122223333:root"`}},
		"AssumedRole": {`{"type":"AssumedRole","principalId":"AROA1:ci","arn":"` + ci + `",` + session(`{"type":"Role","arn":"arn:aws:iam::111122223333:role/jobs/Reports"}`) + `}`, map[string]string{
			"requests|0|principal": `"` + ci + `"`, "accounts|111122223333|roles|Reports|path": `"/jobs/"`, "requests|0|session": `{"sourceIdentity":"dana@example.com"}`, "requests|0|context|aws:MultiFactorAuthPresent": `"true"`}},
		"Role":          {`{"type":"Role","arn":"arn:aws:iam::111122223333:role/Reports"}`, map[string]string{"requests|0|principal": `"arn:aws:iam::111122223333:role/Reports"`, "accounts|111122223333|roles|Reports": `{}`}},
		"FederatedUser": {`{"type":"FederatedUser","arn":"arn:aws:sts::111122223333:federated-user/fred",` + session(`{"type":"IAMUser","arn":"`+dana+`"}`) + `}`, map[string]string{"requests|0|principal": `"arn:aws:sts::111122223333:federated-user/fred"`, "requests|0|session|federatedBy": `"` + dana + `"`, "accounts|111122223333|users|dana": `{}`}},
		"AWSService":    {`{"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"}`, map[string]string{"requests|0|principal": `"cloudtrail.amazonaws.com"`}},
		"AWSAccount": {`{"type":"AWSAccount","principalId":"AIDAQRSTUVWXYZEXAMPLE","accountId":"999988887777"}`, map[string]string{
			"requests|0|principal": `"arn:aws:iam::999988887777:user/replace-me"`}},
		"AWSAccount, a session": {`{"type":"AWSAccount","principalId":"AROA1:ci","accountId":"999988887777"}`, map[string]string{
			"requests|0|principal": `"arn:aws:sts::999988887777:assumed-role/replace-me/ci"`}},
		"AWSAccount, anonymous": {`{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}`, map[string]string{"requests|0|principal": `"anonymous"`}},
		"WebIdentityUser":       {`{"type":"WebIdentityUser","principalId":"accounts.google.com:app:user","userName":"user","identityProvider":"accounts.google.com"}`, map[string]string{"requests|0|principal": `"accounts.google.com"`}},
		"called by a service": {`{"type":"AssumedRole","arn":"` + ci + `","invokedBy":"cloudformation.amazonaws.com"}`, map[string]string{
			"requests|0|context|aws:ViaAWSService": `"true"`}},
	} {
		t.Run(name, func(t *testing.T) { holds(t, taken(t, eventOf(c.identity, ""), "").Scenario, c.want) })
	}
	saml := strings.NewReplacer(`"requestParameters":{`, `"requestParameters":{"principalArn":"arn:aws:iam::111122223333:saml-provider/Okta",`).Replace(eventOf(`{"type":"SAMLUser","principalId":"x:dana","userName":"dana","identityProvider":"x"}`, ""))
	holds(t, taken(t, saml, "").Scenario, map[string]string{"requests|0|principal": `"arn:aws:iam::111122223333:saml-provider/Okta"`})
	for _, identity := range []string{`{"type":"IdentityCenterUser","onBehalfOf":{"userId":"1"}}`, `{"type":"Directory"}`, `{"type":"Unknown"}`, `{"type":"AWSAccount"}`} {
		r := taken(t, eventOf(identity, ""), "")
		holds(t, r.Scenario, map[string]string{"requests": "[]"})
		leftOut(t, r, "s3:GetObject")
	}
}

func TestWhatAnEventIsAbout(t *testing.T) {
	for name, c := range map[string]struct{ source, event, parameters, action, resource string }{
		"a bucket":             {"s3", "ListObjects", `{"bucketName":"payroll"}`, "s3:ListBucket", "arn:aws:s3:::payroll"},
		"an object":            {"s3", "HeadObject", `{"bucketName":"payroll","key":"k"}`, "s3:GetObject", "arn:aws:s3:::payroll/k"},
		"a table":              {"dynamodb", "GetItem", `{"tableName":"orders"}`, "dynamodb:GetItem", table},
		"an ARN among others":  {"sts", "AssumeRole", `{"roleSessionName":"s","roleArn":"arn:aws:iam::444455556666:role/r"}`, "sts:AssumeRole", "arn:aws:iam::444455556666:role/r"},
		"a function":           {"lambda", "GetFunction20150331v2", `{"functionName":"f"}`, "lambda:GetFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f"},
		"an invocation":        {"lambda", "Invoke", `{"functionName":"arn:aws:lambda:eu-west-1:111122223333:function:f"}`, "lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f"},
		"an IAM user":          {"iam", "DeleteUser", `{"userName":"bob"}`, "iam:DeleteUser", "arn:aws:iam::111122223333:user/bob"},
		"another service name": {"monitoring", "PutMetricData", `{"namespace":"x"}`, "cloudwatch:PutMetricData", "*"},
		"nothing":              {"ec2", "DescribeInstances", `null`, "ec2:DescribeInstances", "*"},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"userIdentity":` + iamUser + `,"eventSource":"` + c.source + `.amazonaws.com","eventName":"` + c.event + `","awsRegion":"eu-west-1","sourceIPAddress":"cloudformation.amazonaws.com","errorCode":"Client.UnauthorizedOperation","requestParameters":` + c.parameters + `,"recipientAccountId":"111122223333"}`
			r := taken(t, text, "")
			holds(t, r.Scenario, map[string]string{"requests|0|action": `"` + c.action + `"`, "requests|0|resource": `"` + c.resource + `"`, "requests|0|context": `{"aws:RequestedRegion":"eu-west-1"}`})
			if c.resource == "*" {
				leftOut(t, r, "does not tell the resource’s ARN")
			}
		})
	}
}

// The message inside an event is the better witness, and its cause is AWS's.
func TestTheMessageOfAnEventCounts(t *testing.T) {
	text := strings.NewReplacer(`"resources":[`, `"resources":[{"accountId":"999988887777","ARN":"arn:aws:s3:::another"},`, "Access Denied", "User: "+dana+" is not authorized to perform: s3:GetObjectVersion on resource: \\\"arn:aws:s3:::payroll/jan.csv\\\" with an explicit deny in a resource-based policy").Replace(eventOf(iamUser, ""))
	holds(t, taken(t, text, "").Scenario, map[string]string{
		"requests|0|action": `"s3:GetObjectVersion"`, "requests|0|expect": `"explicitDeny"`, "requests|0|resourceAccount": `"444455556666"`,
		"accounts|444455556666|resources|arn:aws:s3:::payroll|policy|Statement|0|Effect": `"Deny"`})
}

func TestManyEvents(t *testing.T) {
	denied, fine := eventOf(iamUser, ""), strings.Replace(eventOf(iamUser, ""), `"errorCode":"AccessDenied","errorMessage":"Access Denied",`, "", 1)
	other := strings.Replace(fine, "GetObject", "PutObject", 1)
	quoted, _ := json.Marshal(denied)
	for name, c := range map[string]struct {
		text string
		want map[string]string
		left []string
	}{
		"a log file":            {`{"Records":[` + fine + "," + denied + "," + denied + `]}`, map[string]string{"requests|0|expect": `"denied"`, "requests|1": "null"}, []string{"1 further events that were not denied"}},
		"lookup-events":         {`{"Events":[{"EventId":"1","EventName":"GetObject","CloudTrailEvent":` + string(quoted) + `}]}`, map[string]string{"requests|0|expect": `"denied"`}, nil},
		"Amazon EventBridge":    {`{"detail-type":"AWS API Call via CloudTrail","detail":` + denied + `}`, map[string]string{"requests|0|expect": `"denied"`}, nil},
		"JSON Lines":            {fine + "\n" + other, map[string]string{"requests|0|expect": `"allowed"`, "requests|1|action": `"s3:PutObject"`}, nil},
		"a list of events":      {"[" + fine + "," + other + "]", map[string]string{"requests|1|expect": `"allowed"`}, nil},
		"one that failed else":  {strings.Replace(denied, `"AccessDenied"`, `"NoSuchKey"`, 1), map[string]string{"requests": "[]"}, []string{"s3:GetObject (NoSuchKey)"}},
		"one that is no action": {strings.Replace(denied, `"eventName":"GetObject"`, `"eventName":"a b"`, 1), map[string]string{"requests": "[]"}, []string{"no API calls: s3:a b"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := taken(t, c.text, "")
			holds(t, r.Scenario, c.want)
			leftOut(t, r, c.left...)
		})
	}
}
