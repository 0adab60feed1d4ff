package intake_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// Outputs that come in another order, twice, or about what is not known yet ("AWS CLI Command Reference", aws organizations).
func TestOrganizationOutputsInAnyOrder(t *testing.T) {
	r := taken(t, `$ aws organizations describe-organization
{"Organization": {"Id": "o-exampleorgid", "MasterAccountId": "111111111111", "FeatureSet": "CONSOLIDATED_BILLING"}}
$ aws organizations list-organizational-units-for-parent
{"OrganizationalUnits": [{"Id": "ou-ab12-22222222", "Name": "Prod"}, {"Id": "x", "Name": "No unit"}]}
$ aws organizations describe-organizational-unit --organizational-unit-id ou-ab12-11111111
{"OrganizationalUnit": {"Id": "ou-ab12-11111111", "Name": "Workloads"}}
$ aws organizations list-organizational-units-for-parent --parent-id ou-ab12-11111111
{"OrganizationalUnits": [{"Id": "ou-ab12-22222222", "Name": "Prod"}]}
$ aws organizations list-organizational-units-for-parent --parent-id ou-ab12-22222222
{"OrganizationalUnits": [{"Id": "ou-ab12-33333333", "Name": "Shop"}]}
$ aws organizations list-organizational-units-for-parent --parent-id ou-ab12-22222222
{"OrganizationalUnits": [{"Id": "ou-ab12-33333333", "Name": "Store"}]}
$ aws organizations list-accounts-for-parent --parent-id ou-ab12-33333333
{"Accounts": [{"Id": "222222222222", "Name": "Shop"}, {"Id": "none", "Name": "No account"}]}
$ aws organizations list-accounts
{"Accounts": [{"Id": "222222222222", "Name": "Shop"}]}
$ aws organizations describe-account --account-id 444444444444
{"Account": {"Id": "444444444444", "Name": "Logs"}}
$ aws organizations list-policies-for-target --target-id 333333333333 --filter SERVICE_CONTROL_POLICY
{"Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY"}]}
$ aws organizations list-policies-for-target --target-id ou-ab12-99999999 --filter RESOURCE_CONTROL_POLICY
{"Policies": [{"Id": "p-RCPFullAWSAccess", "Name": "RCPFullAWSAccess", "Type": "RESOURCE_CONTROL_POLICY"}]}
`, "")
	const prod = "organization|root|organizationalUnits|Workloads|organizationalUnits|Prod|"
	holds(t, r.Scenario, map[string]string{
		prod + "id": `"ou-ab12-22222222"`,
		prod + "organizationalUnits|Store|accounts|222222222222":      `{}`,
		prod + "organizationalUnits|Shop":                             `null`,
		"organization|root|organizationalUnits|Prod":                  `null`,
		"organization|root|accounts|222222222222":                     `null`,
		"organization|root|accounts|444444444444":                     `{}`,
		"organization|root|accounts|333333333333|scps":                `["FullAWSAccess"]`,
		"organization|root|organizationalUnits|ou-ab12-99999999|rcps": `["RCPFullAWSAccess"]`,
		"accounts|444444444444|name":                                  `"Logs"`,
	})
	leftOut(t, r, "consolidated billing only")
	for _, text := range []string{`{"Organization": {"Id": "o-x"}}`, `{"Roots": []}`, `{"Targets": [{"Name": "x"}]}`} {
		if r, refusal := intake.Read(text, intake.Options{}); refusal == nil {
			t.Errorf("%s becomes %s", text, r.Scenario)
		}
	}
}

// A command may print a list of what it prints alone otherwise (--query).
func TestAListBehindItsCommand(t *testing.T) {
	r := taken(t, "$ aws iam get-account-authorization-details --query [@]\n[{\"UserDetailList\": [{\"UserName\": \"dana\", \"Arn\": \""+dana+"\"}]}]", "")
	holds(t, r.Scenario, map[string]string{"accounts|111122223333|users|dana": `{}`})
}

// What a plan says of inline policies, queues, topics and the policies of an organization, and what it gets from other resources.
func TestTerraformReferences(t *testing.T) {
	const empty = `"{\"Statement\":[]}"`
	r := taken(t, `{"terraform_version": "1.9.0", "planned_values": {"root_module": {
 "resources": [
  {"address": "aws_iam_user.ana", "mode": "managed", "type": "aws_iam_user", "name": "ana", "values": {"name": "ana"}},
  {"address": "aws_iam_user_policy.own", "mode": "managed", "type": "aws_iam_user_policy", "name": "own", "values": {"name": "own", "policy": `+empty+`}},
  {"address": "aws_iam_group.a", "mode": "managed", "type": "aws_iam_group", "name": "a", "values": {"name": "A"}},
  {"address": "aws_iam_user_group_membership.m", "mode": "managed", "type": "aws_iam_user_group_membership", "name": "m", "values": {"user": "ana"}},
  {"address": "aws_iam_policy.team", "mode": "managed", "type": "aws_iam_policy", "name": "team", "values": {"name": "Team", "policy": `+empty+`}},
  {"address": "aws_iam_user_policy_attachment.t", "mode": "managed", "type": "aws_iam_user_policy_attachment", "name": "t", "values": {"user": "ana"}},
  {"address": "aws_s3_bucket.docs", "mode": "managed", "type": "aws_s3_bucket", "name": "docs", "values": {"bucket": "docs"}},
  {"address": "aws_s3_bucket_policy.docs", "mode": "managed", "type": "aws_s3_bucket_policy", "name": "docs", "values": {"policy": `+empty+`}},
  {"address": "aws_sns_topic_policy.t", "mode": "managed", "type": "aws_sns_topic_policy", "name": "t", "values": {"arn": "arn:aws:sns:eu-west-1:111122223333:t", "policy": `+empty+`}},
  {"address": "aws_sqs_queue_policy.q", "mode": "managed", "type": "aws_sqs_queue_policy", "name": "q", "values": {"queue_url": "jobs", "policy": `+empty+`}},
  {"address": "aws_organizations_policy.guard", "mode": "managed", "type": "aws_organizations_policy", "name": "guard", "values": {"name": "Guard", "type": "SERVICE_CONTROL_POLICY", "content": `+empty+`}},
  {"address": "aws_organizations_policy_attachment.guard", "mode": "managed", "type": "aws_organizations_policy_attachment", "name": "guard", "values": {"target_id": "r-ab12"}},
  {"address": "", "mode": "managed", "type": "aws_iam_group", "values": {}}
 ], "child_modules": [{"resources": [
  {"address": "module.jobs.aws_iam_role.run", "mode": "managed", "type": "aws_iam_role", "name": "run", "values": {"name": "Run", "assume_role_policy": `+empty+`}},
  {"address": "module.jobs.aws_iam_role_policy.own", "mode": "managed", "type": "aws_iam_role_policy", "name": "own", "values": {"name": "own", "policy": `+empty+`}}
 ]}]}},
 "configuration": {"root_module": {"resources": [
  {"address": "aws_iam_user_policy.own", "expressions": {"user": {"references": ["aws_iam_user.ana.name", "aws_iam_user.ana"]}, "name": {"references": ["aws_iam_user.ana.name"]}}},
  {"address": "aws_iam_user_group_membership.m", "expressions": {"groups": {"references": ["aws_iam_group.a.id", "aws_iam_group.a"]}}},
  {"address": "aws_iam_user_policy_attachment.t", "expressions": {"policy_arn": {"references": ["aws_iam_policy.team.arn", "aws_iam_policy.team"]}}},
  {"address": "aws_s3_bucket_policy.docs", "expressions": {"bucket": {"references": ["aws_s3_bucket.docs.arn", "aws_s3_bucket.docs"]}}},
  {"address": "aws_organizations_policy_attachment.guard", "expressions": {"policy_id": {"references": ["aws_organizations_policy.guard.id", "aws_organizations_policy.guard"]}}}
 ], "module_calls": {"jobs": {"module": {"resources": [
  {"address": "aws_iam_role_policy.own", "expressions": {"role": {"references": ["aws_iam_role.run.id", "aws_iam_role.run"]}}}
 ]}}}}}}`, "")
	const account = "accounts|111122223333|"
	holds(t, r.Scenario, map[string]string{
		account + "users|ana|inlinePolicies|own":                          `{"Statement":[]}`,
		account + "users|ana|groups":                                      `["A"]`,
		account + "users|ana|attachedPolicies":                            `["Team"]`,
		account + "roles|Run|inlinePolicies|own":                          `{"Statement":[]}`,
		account + "resources|arn:aws:s3:::docs|policy":                    `{"Statement":[]}`,
		account + "resources|arn:aws:sns:eu-west-1:111122223333:t|policy": `{"Statement":[]}`,
		"organization|serviceControlPolicies|Guard":                       `{"Statement":[]}`,
		"organization|root|scps":                                          `["FullAWSAccess","Guard"]`,
	})
	leftOut(t, r, "Policies whose resource is not told: aws_sqs_queue_policy.q")
	if r, refusal := intake.Read(`{"planned_values": {"root_module": {"resources": [{"mode": "managed", "type": "aws_vpc", "values": {}}]}}}`, intake.Options{}); refusal == nil {
		t.Errorf("a plan without IAM becomes %s", r.Scenario)
	}
}

// Intrinsic functions and pseudo parameters, and what only CloudFormation knows (AWS CloudFormation User Guide).
func TestTemplateFunctions(t *testing.T) {
	arns := []string{"Queue", "Topic", "Key", "Table", "Function", "Secret", "Other"}
	var resources strings.Builder
	for _, name := range arns {
		resources.WriteString(`{"Fn::GetAtt": ["` + name + `", "Arn"]}, `)
	}
	r := taken(t, `{"Resources": {
  "Run": {"Type": "AWS::IAM::Role", "Condition": "Later", "Properties": {"Policies": [{"PolicyName": "own", "PolicyDocument": {"Statement": [{"Resource": [`+resources.String()+`
    {"Fn::Sub": "${AWS::Region} ${AWS::URLSuffix} ${AWS::StackName} ${Queue.Arn} ${Nothing} ${Queue.QueueName}"},
    {"Fn::If": ["Big", "arn:big", "arn:small"]}, {"Fn::If": "odd"}, {"Fn::Sub": "open ${end"}]}]}}]}},
  "Queue": {"Type": "AWS::SQS::Queue"}, "Topic": {"Type": "AWS::SNS::Topic"}, "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": []}}},
  "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}}, "Function": {"Type": "AWS::Lambda::Function"}, "Secret": {"Type": "AWS::SecretsManager::Secret"}, "Other": {"Type": "AWS::EC2::VPC"},
  "QueuePolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}, "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"], "PolicyDocument": {"Statement": []}}},
  "Guard": {"Type": "AWS::Organizations::Policy", "Properties": {"Name": "Guard", "Type": "SERVICE_CONTROL_POLICY", "Content": {"Statement": []}, "TargetIds": ["r-ab12", "222222222222"]}},
  "Loose": {"Type": "AWS::Organizations::Policy", "Properties": {"Name": "Loose", "Type": "RESOURCE_CONTROL_POLICY", "Content": {"Statement": []}}},
  "Tags": {"Type": "AWS::Organizations::Policy", "Properties": {"Name": "Tags", "Type": "TAG_POLICY", "Content": {}}}
 }}`, "")
	const list = "accounts|111122223333|roles|Run|inlinePolicies|own|Statement|0|Resource|"
	const here = ":us-east-1:111122223333:"
	holds(t, r.Scenario, map[string]string{
		list + "0": `"arn:aws:sqs` + here + `Queue"`, list + "1": `"arn:aws:sns` + here + `Topic"`, list + "2": `"arn:aws:kms` + here + `key/Key"`,
		list + "3": `"arn:aws:dynamodb` + here + `table/orders"`, list + "4": `"arn:aws:lambda` + here + `function:Function"`, list + "5": `"arn:aws:secretsmanager` + here + `secret:Secret"`,
		list + "6": `"UNKNOWN-Other-Arn"`, list + "7": `"us-east-1 amazonaws.com stack arn:aws:sqs` + here + `Queue UNKNOWN-Nothing UNKNOWN-Queue-QueueName"`, list + "8": `"arn:big"`, list + "9": `"UNKNOWN-Fn--If"`,
		"accounts|111122223333|roles|Run|trustPolicy":                                    `""`,
		"accounts|111122223333|resources|arn:aws:kms" + here + "key/Key|policy":          `{"Statement":[]}`,
		"accounts|111122223333|resources|arn:aws:sqs" + here + "Queue|policy":            `{"Statement":[]}`,
		"accounts|111122223333|resources|arn:aws:sqs:eu-west-1:111122223333:jobs|policy": `{"Statement":[]}`,
		"organization|root|scps":                       `["FullAWSAccess","Guard"]`,
		"organization|root|accounts|222222222222|scps": `["FullAWSAccess","Guard"]`,
		"organization|resourceControlPolicies|Loose":   `{"Statement":[]}`,
		"organization|serviceControlPolicies|Tags":     `null`,
	})
	leftOut(t, r, "Policies whose text is not told: Run", "Conditions are not decided", "only under a condition", "What Loose is attached to is not told", "Policies that decide no request: Tags")
}
