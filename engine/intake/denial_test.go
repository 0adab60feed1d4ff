package intake_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

const (
	cliLine      = "\nAn error occurred (AccessDeniedException) when calling the Query operation: " + plain + "\n"
	encodedReply = `{"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[]},"failures":{"items":[]},"context":{"principal":{"id":"AROA1EXAMPLE:ci","arn":"` + ci + `"},"action":"ec2:RunInstances","resource":"arn:aws:ec2:us-east-1:111122223333:instance/*","conditions":{"items":[{"key":"ec2:InstanceType","values":{"items":[{"value":"m5.large"}]}},{"key":"aws:Region","values":{"items":[{"value":"us-east-1"}]}},{"key":"ec2:Many","values":{"items":[{"value":"a"},{"value":"b"}]}}]}}}`
)

// OUT-10, OUT-16, OUT-21: the same denial, as command line and SDKs print it.
func TestADenialIsReadHoweverItIsWrapped(t *testing.T) {
	for name, text := range map[string]string{
		"the message":          plain,
		"AWS CLI":              cliLine,
		"Windows line ends":    strings.ReplaceAll(cliLine, "\n", "\r\n"),
		"wrapped by a console": strings.ReplaceAll(cliLine, " to perform", "\nto perform"),
		"boto3, a traceback":   "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    table.query()\nbotocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the Query operation: " + plain + "\n\nDuring handling of the above exception, another exception occurred",
		"boto3, the response":  "{'Error': {'Message': '" + plain + "', 'Code': 'AccessDeniedException'}, 'ResponseMetadata': {'HTTPStatusCode': 400}}",
		"Java":                 "software.amazon.awssdk.services.dynamodb.model.DynamoDbException: " + plain + " (Service: DynamoDb, Status Code: 400, Request ID: 1A2B) (SDK Attempt Count: 1)\n\tat software.amazon.awssdk.core.internal.http(A.java:1)",
		"JavaScript, a stack":  "AccessDeniedException: " + plain + "\n    at throwDefaultError (/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:867:20)",
		"JavaScript, as JSON":  `{"name":"AccessDeniedException","$fault":"client","$metadata":{"httpStatusCode":400},"__type":"com.amazon.coral.service#AccessDeniedException","message":"` + plain + `"}`,
		"Go":                   "operation error DynamoDB: Query, https response error StatusCode: 400, RequestID: 1A2B, api error AccessDeniedException: " + plain,
		"the service's XML":    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>" + plain + "</Message></Error></ErrorResponse>",
		"a JSON log line":      `{"level":"error","error":{"cause":["x",{"errorMessage":"` + plain + `"}]}}`,
		"JSON within a text":   `ERROR response={"Code":"AccessDenied","Message":"` + plain + `","Type":"Sender"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := taken(t, text, "")
			if r.Kind != intake.Denial || r.Request != 0 {
				t.Errorf("%+v", r)
			}
			holds(t, r.Scenario, map[string]string{
				"requests|0": `{"action":"dynamodb:Query","expect":"implicitDeny","principal":"` + ci + `","resource":"` + table + `","why":"AWS answered: no identity-based policy allows it."}`,
				"requests|1": "null",
				"accounts|111122223333|roles|Reports|path": "null",
			})
		})
	}
}

func TestWhatAMessageLeavesOpen(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string
		left []string
	}{
		"no cause": {"User: " + dana + " is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/app/Audit", map[string]string{
			"requests|0|expect": `"denied"`, "requests|0|resource": `"arn:aws:iam::444455556666:role/app/Audit"`, "accounts|444455556666": `{}`, "accounts|111122223333|users|dana": `{}`}, nil},
		"no resource": {"User: " + dana + " is not authorized to perform: sqs:listqueues because no identity-based policy allows the sqs:listqueues action", map[string]string{
			"requests|0|resource": `"*"`}, nil},
		"IAM's short names": {"User: " + dana + " is not authorized to perform: iam:GetRole on resource: role Ops because no identity-based policy allows the iam:GetRole action", map[string]string{
			"requests|0|resource": `"arn:aws:iam::111122223333:role/Ops"`}, nil},
		"a resource that is no ARN": {"User: " + dana + " is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE", map[string]string{
			"requests|0|resource": `"*"`}, []string{"“access key AKIAIOSFODNN7EXAMPLE”, which is no ARN"}},
		"another cause": {`User: ` + dana + ` is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::b" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access`, map[string]string{
			"requests|0|expect": `"denied"`, "requests|0|why": `"AWS answered: public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."`}, nil},
		"an older SCP message": {"User: " + dana + " is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in a service control policy", map[string]string{
			"requests|0|expect": `"denied"`, "organization|managementAccount": `"444455556666"`}, nil},
		"a policy type that is none": {"User: " + dana + " is not authorized to perform: s3:ListAllMyBuckets because no house rule allows the s3:ListAllMyBuckets action", map[string]string{
			"requests|0|expect": `"implicitDeny"`}, []string{"“house rule”"}},
		"a deny through another policy": {"User: " + dana + " is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in a VPC endpoint policy transitively through a service control policy", map[string]string{
			"requests|0|vpcEndpoint": `"vpce-0123456789abcdef0"`}, []string{"through a service control policy"}},
		"hidden accounts": {"User: arn:aws:iam::XXXXXXXXXXXX:user/dana is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-west-1:XXXXXXXXXXXX:table/orders", map[string]string{
			"requests|0|principal": `"` + dana + `"`, "requests|0|resource": `"` + table + `"`}, []string{"hides an account number (XXXXXXXXXXXX)"}},
		"nobody is named": {"An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity", map[string]string{
			"requests|0|principal": `"arn:aws:iam::111122223333:oidc-provider/replace-me"`}, []string{"does not say who asked"}},
		"nobody is named, SAML": {"Not authorized to perform sts:AssumeRoleWithSAML", map[string]string{
			"requests|0|principal": `"arn:aws:iam::111122223333:saml-provider/replace-me"`}, nil},
		"Amazon S3 says nothing": {"An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied", map[string]string{
			"requests|0|action": `"s3:ListBucket"`, "requests|0|principal": `"arn:aws:iam::111122223333:user/replace-me"`}, []string{"Amazon S3 is taken"}},
		"Amazon S3 says nothing to Go": {"operation error S3: HeadObject, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Access Denied", map[string]string{
			"requests|0|action": `"s3:GetObject"`}, nil},
		"Amazon EC2 encodes it": {"An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: AbC-12_x", map[string]string{
			"requests|0|action": `"ec2:RunInstances"`}, []string{"AWS STS alone"}},
		"a role of IAM Identity Center": {strings.ReplaceAll(plain, "Reports", "AWSReservedSSO_Admin_0123456789abcdef"), map[string]string{
			"accounts|111122223333|roles|AWSReservedSSO_Admin_0123456789abcdef|path": `"/aws-reserved/sso.amazonaws.com/"`}, nil},
		"a service": {"User: ec2.amazonaws.com is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1 because no identity-based policy allows the kms:Decrypt action", map[string]string{
			"requests|0|principal": `"ec2.amazonaws.com"`, "accounts": `{"111122223333":{}}`}, nil},
		"a service and its boundary, SCP and endpoint": {"User: ec2.amazonaws.com is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1 because no permissions boundary allows the kms:Decrypt action\n" +
			"User: ec2.amazonaws.com is not authorized to perform: kms:Encrypt because no service control policy allows the kms:Encrypt action\n" +
			"User: ec2.amazonaws.com is not authorized to perform: kms:Sign because no session policy allows the kms:Sign action\n" +
			"User: ec2.amazonaws.com is not authorized to perform: kms:Verify on resource: arn:aws:kms:us-east-1:111122223333:key/1 with an explicit deny in a VPC endpoint policy", map[string]string{
			"organization": "null", "requests|3|action": `"kms:Verify"`,
			"accounts|111122223333|resources|arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0|policy|Statement|0|Effect": `"Deny"`}, nil},
		"an AWS managed policy": {"User: " + dana + " is not authorized to perform: ec2:RunInstances with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll", map[string]string{
			"accounts|111122223333|users|dana|attachedPolicies": `["arn:aws:iam::aws:policy/AWSDenyAll"]`}, nil},
		"a management account that is the caller's and the next": {"User: arn:aws:iam::444455556666:user/a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1 because no service control policy allows the kms:Decrypt action", map[string]string{
			"organization|managementAccount": `"123456789012"`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := taken(t, c.text, "")
			holds(t, r.Scenario, c.want)
			leftOut(t, r, c.left...)
		})
	}
}

func TestALogOfDenialsBecomesRequests(t *testing.T) {
	other := strings.ReplaceAll(plain, "Query", "Scan")
	denied := func(action string) string {
		return "User: " + ci + " is not authorized to perform: dynamodb:" + action + " with an explicit deny in an identity-based policy"
	}
	log := "12:00 ERROR " + plain + "\n12:01 INFO retry\n12:02 ERROR " + plain + "\n12:03 ERROR " + other + "\nnot authorized to perform: nonsense\nUser: x said: " + denied("PutItem") + " " + denied("DeleteItem") + " " + strings.Replace(denied("DeleteItem"), "Reports/ci", "Reports/cd", 1)
	r := taken(t, log, "")
	holds(t, r.Scenario, map[string]string{
		"requests|0|action": `"dynamodb:Query"`, "requests|1|action": `"dynamodb:Scan"`, "requests|2|action": `"dynamodb:PutItem"`, "requests|3|action": `"dynamodb:DeleteItem"`, "requests|4|action": `"dynamodb:DeleteItem"`, "requests|5": "null",
		"accounts|111122223333|roles|Reports|inlinePolicies|replace-me|Statement|1|Action": `"dynamodb:PutItem"`,
		"accounts|111122223333|roles|Reports|inlinePolicies|replace-me|Statement|2|Action": `"dynamodb:DeleteItem"`,
		"accounts|111122223333|roles|Reports|inlinePolicies|replace-me|Statement|3":        "null",
	})
	var many strings.Builder
	for i := range 60 {
		many.WriteString(strings.ReplaceAll(plain, "Query", "Query"+strings.Repeat("x", i)) + "\n")
	}
	r = taken(t, many.String(), "")
	leftOut(t, r, "more than 50 calls")
	if n := strings.Count(r.Scenario, `"principal"`); n != 50 {
		t.Errorf("%d requests", n)
	}
}

func TestADenialGoesIntoTheScenarioThatIsThere(t *testing.T) {
	r := taken(t, plain, world)
	if r.Request != 1 {
		t.Errorf("the request is number %d", r.Request)
	}
	holds(t, r.Scenario, map[string]string{"title": `"Mine"`, "requests|1|action": `"dynamodb:Query"`, "accounts|111122223333|users|dana": `{}`})
	owned := `{"version":1,"accounts":{"999988887777":{"resources":{"arn:aws:s3:::b":{"policy":{"Statement":[{"Sid":"True"}]}}}}}}`
	foreign := "User: " + dana + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no resource-based policy allows the s3:GetObject action"
	holds(t, taken(t, foreign, owned).Scenario, map[string]string{
		"requests|0|resourceAccount": `"999988887777"`, "accounts|999988887777|resources|arn:aws:s3:::b|policy|Statement|0|Sid": `"True"`})
}

func TestWhatAWSSTSDecodes(t *testing.T) {
	r := taken(t, encodedReply, "")
	holds(t, r.Scenario, map[string]string{
		"requests|0": `{"action":"ec2:RunInstances","context":{"ec2:InstanceType":"m5.large"},"expect":"explicitDeny","principal":"` + ci + `","resource":"arn:aws:ec2:us-east-1:111122223333:instance/*","why":"AWS answered: an explicit deny."}`})
	holds(t, taken(t, strings.Replace(encodedReply, `"explicitDeny":true`, `"explicitDeny":false`, 1), "").Scenario, map[string]string{"requests|0|expect": `"implicitDeny"`})
	holds(t, taken(t, strings.Replace(strings.Replace(encodedReply, `"explicitDeny":true`, `"explicitDeny":false`, 1), `"allowed":false`, `"allowed":true`, 1), "").Scenario, map[string]string{"requests|0|expect": `"allowed"`})
}

// What is asked for next is read-only, and names just what is missing.
func TestWhatToPasteNext(t *testing.T) {
	denied := func(action, resource, cause string) string {
		return "User: " + dana + " is not authorized to perform: " + action + " on resource: " + resource + cause
	}
	for name, c := range map[string]struct {
		text     string
		commands []string
	}{
		"an S3 object":        {denied("s3:GetObject", "arn:aws:s3:::it's/k", ""), []string{"aws iam get-account-authorization-details", `aws s3api get-bucket-policy --bucket 'it'\''s'`}},
		"a key":               {denied("kms:Decrypt", "arn:aws:kms:us-east-1:444455556666:key/1", ""), []string{"aws kms get-key-policy --policy-name default --key-id arn:aws:kms:us-east-1:444455556666:key/1"}},
		"a function":          {denied("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:444455556666:function:f", ""), []string{"aws lambda get-policy --function-name arn:aws:lambda:us-east-1:444455556666:function:f"}},
		"a topic":             {denied("sns:Publish", "arn:aws:sns:us-east-1:444455556666:t", ""), []string{"aws sns get-topic-attributes --topic-arn arn:aws:sns:us-east-1:444455556666:t"}},
		"a queue":             {denied("sqs:SendMessage", "arn:aws:sqs:us-east-1:444455556666:q", ""), []string{"aws sqs get-queue-attributes --attribute-names Policy QueueArn --queue-url https://sqs.us-east-1.amazonaws.com/444455556666/q"}},
		"a secret":            {denied("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:444455556666:secret:s-a1", ""), []string{"aws secretsmanager get-resource-policy --secret-id arn:aws:secretsmanager:us-east-1:444455556666:secret:s-a1"}},
		"another's role":      {denied("sts:AssumeRole", "arn:aws:iam::444455556666:role/r", ""), []string{"aws iam get-account-authorization-details", "aws iam get-account-authorization-details"}},
		"an SCP by its ARN":   {denied("s3:GetObject", "arn:aws:s3:::b/k", " with an explicit deny in a service control policy: arn:aws:organizations::444455556666:policy/o-exampleorg1/service_control_policy/p-12345678"), []string{"aws organizations describe-policy --policy-id p-12345678"}},
		"an SCP":              {denied("s3:GetObject", "arn:aws:s3:::b/k", " with an explicit deny in a service control policy"), []string{"aws organizations list-policies-for-target --target-id 111122223333 --filter SERVICE_CONTROL_POLICY"}},
		"an RCP":              {denied("kms:Decrypt", "arn:aws:kms:us-east-1:444455556666:key/1", " with an explicit deny in a resource control policy"), []string{"aws organizations list-policies-for-target --target-id 444455556666 --filter RESOURCE_CONTROL_POLICY"}},
		"an endpoint":         {denied("s3:GetObject", "arn:aws:s3:::b/k", " because no VPC endpoint policy allows the s3:GetObject action"), []string{"aws ec2 describe-vpc-endpoints"}},
		"an encoded message":  {"An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. User: " + dana + " is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: AbC", []string{"aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message AbC"}},
		"a known endpoint":    {eventOf(iamUser, `,"vpcEndpointId":"vpce-0abc"`), []string{"aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-0abc"}},
		"an anonymous caller": {eventOf(`{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}`, ""), []string{"aws s3api get-bucket-policy --bucket payroll"}},
	} {
		t.Run(name, func(t *testing.T) {
			var commands []string
			for _, step := range taken(t, c.text, "").Next {
				commands = append(commands, step.Command)
			}
			for _, command := range c.commands {
				if !strings.Contains(strings.Join(commands, "\n"), command) {
					t.Errorf("%s is not among %q", command, commands)
				}
			}
			if name == "another's role" && len(commands) != 2 {
				t.Errorf("%q", commands)
			}
		})
	}
}
