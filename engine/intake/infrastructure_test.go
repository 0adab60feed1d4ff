package intake_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// A plan as "JSON Output Format" of Terraform's documentation lays it out: what is not known before the plan is applied is absent
// from planned_values, and configuration says what it refers to.
const plan = `{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {
 "resources": [
  {"address": "aws_iam_group.devs", "mode": "managed", "type": "aws_iam_group", "name": "devs", "values": {"name": "Developers", "path": "/"}},
  {"address": "aws_iam_user.ana", "mode": "managed", "type": "aws_iam_user", "name": "ana", "values": {"name": "ana", "path": "/team/", "tags": {"team": "blue"}, "permissions_boundary": "arn:aws:iam::aws:policy/PowerUserAccess"}},
  {"address": "aws_iam_user_group_membership.ana", "mode": "managed", "type": "aws_iam_user_group_membership", "name": "ana", "values": {"user": "ana", "groups": ["Developers"]}},
  {"address": "aws_iam_policy.team", "mode": "managed", "type": "aws_iam_policy", "name": "team", "values": {"name": "Team", "path": "/", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"}},
  {"address": "aws_iam_group_policy_attachment.team", "mode": "managed", "type": "aws_iam_group_policy_attachment", "name": "team", "values": {"group": "Developers"}},
  {"address": "aws_iam_role_policy.late", "mode": "managed", "type": "aws_iam_role_policy", "name": "late", "values": {"name": "late"}},
  {"address": "aws_s3_bucket.docs", "mode": "managed", "type": "aws_s3_bucket", "name": "docs", "values": {"bucket": "team-docs"}},
  {"address": "aws_s3_bucket_policy.docs", "mode": "managed", "type": "aws_s3_bucket_policy", "name": "docs", "values": {"policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}},
  {"address": "data.aws_iam_policy_document.d", "mode": "data", "type": "aws_iam_policy_document", "name": "d", "values": {}}
 ],
 "child_modules": [{"address": "module.jobs", "resources": [
  {"address": "module.jobs.aws_iam_role.run", "mode": "managed", "type": "aws_iam_role", "name": "run", "values": {"name": "Run", "path": "/", "max_session_duration": 7200, "assume_role_policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
   "inline_policy": [{"name": "own", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}]}}
 ]}]}},
 "configuration": {"root_module": {"resources": [
  {"address": "aws_iam_group_policy_attachment.team", "type": "aws_iam_group_policy_attachment", "expressions": {"policy_arn": {"references": ["aws_iam_policy.team.arn", "aws_iam_policy.team"]}}},
  {"address": "aws_iam_role_policy.late", "type": "aws_iam_role_policy", "expressions": {"role": {"references": ["module.jobs.role", "module.jobs"]}}},
  {"address": "aws_s3_bucket_policy.docs", "type": "aws_s3_bucket_policy", "expressions": {"bucket": {"references": ["aws_s3_bucket.docs.id", "aws_s3_bucket.docs"]}}}
 ]}}}`

func TestTerraformPlan(t *testing.T) {
	r := taken(t, plan, "")
	if r.Kind != intake.Infrastructure {
		t.Errorf("taken as %s", r.Kind)
	}
	const account = "accounts|111122223333|"
	holds(t, r.Scenario, map[string]string{
		account + "groups|Developers|attachedPolicies":              `["Team"]`,
		account + "users|ana|path":                                  `"/team/"`,
		account + "users|ana|groups":                                `["Developers"]`,
		account + "users|ana|tags":                                  `{"team":"blue"}`,
		account + "users|ana|permissionsBoundary":                   `"arn:aws:iam::aws:policy/PowerUserAccess"`,
		account + "policies|Team|Version":                           `"2012-10-17"`,
		account + "roles|Run|trustPolicy|Version":                   `"2012-10-17"`,
		account + "roles|Run|maxSessionDuration":                    `7200`,
		account + "roles|Run|inlinePolicies|own|Version":            `"2012-10-17"`,
		account + "resources|arn:aws:s3:::team-docs|policy|Version": `"2012-10-17"`,
	})
	leftOut(t, r, "Which account this is for is not told", "Attachments whose policy or identity is not told: aws_iam_role_policy.late", "aws_s3_bucket (1)")
}

// A state has ARNs, which tell the account.
func TestTerraformState(t *testing.T) {
	r := taken(t, `{"format_version": "1.0", "values": {"root_module": {"resources": [
  {"address": "aws_iam_role.a[0]", "mode": "managed", "type": "aws_iam_role", "name": "a", "values": {"name": "A", "arn": "arn:aws:iam::444455556666:role/A", "assume_role_policy": "{\"Statement\":[]}"}},
  {"address": "aws_sqs_queue_policy.q", "mode": "managed", "type": "aws_sqs_queue_policy", "name": "q", "values": {"queue_url": "https://sqs.eu-west-1.amazonaws.com/444455556666/jobs", "policy": "{\"Statement\":[]}"}}]}}}`, "")
	holds(t, r.Scenario, map[string]string{
		"accounts|444455556666|roles|A|trustPolicy":                                      `{"Statement":[]}`,
		"accounts|444455556666|resources|arn:aws:sqs:eu-west-1:444455556666:jobs|policy": `{"Statement":[]}`,
	})
}

// After the sections on AWS::IAM::Role, AWS::IAM::ManagedPolicy, AWS::S3::BucketPolicy and the intrinsic functions of the AWS CloudFormation User Guide.
const template = `{"AWSTemplateFormatVersion": "2010-09-09", "Description": "A job that reads a bucket",
 "Parameters": {"Stage": {"Type": "String", "Default": "dev"}, "Caller": {"Type": "String"}},
 "Resources": {
  "Docs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "docs-${Stage}-${AWS::AccountId}"}}},
  "Run": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Run", "Path": "/jobs/",
   "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
   "ManagedPolicyArns": [{"Ref": "Read"}, {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess"}, {"Ref": "AWS::NoValue"}],
   "Policies": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
     "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["Docs", "Arn"]}, "/${!aws:username}/*"]]}}]}}]}},
  "Read": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": []}, "Groups": [{"Ref": "Staff"}]}},
  "Staff": {"Type": "AWS::IAM::Group", "Properties": {}},
  "Ana": {"Type": "AWS::IAM::User", "Properties": {"UserName": "ana", "Groups": [{"Ref": "Staff"}]}},
  "DocsPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Docs"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": "Run.Arn"}}, "Action": "s3:GetObject", "Resource": {"Fn::Sub": ["${B}/*", {"B": {"Fn::GetAtt": ["Docs", "Arn"]}}]}},
    {"Effect": "Allow", "Principal": {"AWS": {"Ref": "Caller"}}, "Action": "s3:ListBucket", "Resource": {"Fn::ImportValue": "other"}}]}}}
 }}`

func TestCloudFormationTemplate(t *testing.T) {
	r := taken(t, template, "")
	const account, bucket = "accounts|111122223333|", "accounts|111122223333|resources|arn:aws:s3:::docs-dev-111122223333|policy|Statement|"
	holds(t, r.Scenario, map[string]string{
		"description":                          `"A job that reads a bucket"`,
		account + "roles|Run|path":             `"/jobs/"`,
		account + "roles|Run|attachedPolicies": `["Read","arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]`,
		account + "roles|Run|inlinePolicies|own|Statement|0|Resource": `"arn:aws:s3:::docs-dev-111122223333/${!aws:username}/*"`,
		account + "groups|Staff|attachedPolicies":                     `["Read"]`,
		account + "users|ana|groups":                                  `["Staff"]`,
		bucket + "0|Principal|AWS":                                    `"arn:aws:iam::111122223333:role/jobs/Run"`,
		bucket + "0|Resource":                                         `"arn:aws:s3:::docs-dev-111122223333/*"`,
		bucket + "1|Principal|AWS":                                    `"UNKNOWN-Caller"`,
	})
	leftOut(t, r, "Caller in DocsPolicy", "Fn::ImportValue in DocsPolicy", "AWS::S3::Bucket (1)")
}

// ${!Name} is how Fn::Sub writes ${Name}, as policies need it for their variables.
func TestSubstitutionKeepsPolicyVariables(t *testing.T) {
	r := taken(t, `{"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Resource": {"Fn::Sub": "arn:aws:s3:::b/${!aws:username}/*"}}]}}}}}`, "")
	holds(t, r.Scenario, map[string]string{"accounts|111122223333|policies|P|Statement|0|Resource": `"arn:aws:s3:::b/${aws:username}/*"`})
}

// Names that refer to each other in a circle end.
func TestNamesInACircle(t *testing.T) {
	r := taken(t, `{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "B"}, "AssumeRolePolicyDocument": {}}}, "B": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "A"}, "AssumeRolePolicyDocument": {}}}}}`, "")
	if r.Kind != intake.Infrastructure {
		t.Errorf("taken as %s", r.Kind)
	}
}
