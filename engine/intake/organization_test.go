package intake_test

import (
	"slices"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// The outputs are laid out as in the examples of the AWS CLI Command Reference for aws organizations, with their command lines.
const organizationSession = `$ aws organizations describe-organization
{"Organization": {"Id": "o-exampleorgid", "Arn": "arn:aws:organizations::111111111111:organization/o-exampleorgid", "FeatureSet": "ALL",
 "MasterAccountArn": "arn:aws:organizations::111111111111:account/o-exampleorgid/111111111111", "MasterAccountId": "111111111111", "MasterAccountEmail": "bill@example.com"}}
$ aws organizations list-roots
{"Roots": [{"Id": "r-ab12", "Arn": "arn:aws:organizations::111111111111:root/o-exampleorgid/r-ab12", "Name": "Root", "PolicyTypes": [{"Status": "ENABLED", "Type": "SERVICE_CONTROL_POLICY"}]}]}
$ aws organizations list-organizational-units-for-parent --parent-id r-ab12
{"OrganizationalUnits": [{"Id": "ou-ab12-11111111", "Arn": "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-11111111", "Name": "Workloads"}]}
$ aws organizations list-organizational-units-for-parent \
    --parent-id=ou-ab12-11111111
{"OrganizationalUnits": [{"Id": "ou-ab12-22222222", "Arn": "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-22222222", "Name": "Prod"}]}
$ aws organizations list-accounts
{"Accounts": [{"Id": "111111111111", "Arn": "arn:aws:organizations::111111111111:account/o-exampleorgid/111111111111", "Name": "Management", "Status": "ACTIVE"},
 {"Id": "222222222222", "Arn": "arn:aws:organizations::111111111111:account/o-exampleorgid/222222222222", "Name": "Shop", "Status": "ACTIVE"}]}
$ aws organizations list-accounts-for-parent --parent-id ou-ab12-22222222
{"Accounts": [{"Id": "222222222222", "Arn": "arn:aws:organizations::111111111111:account/o-exampleorgid/222222222222", "Name": "Shop", "Status": "ACTIVE"}]}
$ aws organizations list-policies-for-target --target-id ou-ab12-22222222 --filter SERVICE_CONTROL_POLICY
{"Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": true},
 {"Id": "p-examplepolicyid111", "Name": "NoLeave", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false}]}
$ aws organizations describe-policy --policy-id p-examplepolicyid111
{"Policy": {"PolicySummary": {"Id": "p-examplepolicyid111", "Name": "NoLeave", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false},
 "Content": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}]}"}}
$ aws organizations list-targets-for-policy --policy-id p-examplepolicyid111
{"Targets": [{"TargetId": "222222222222", "Arn": "arn:aws:organizations::111111111111:account/o-exampleorgid/222222222222", "Name": "Shop", "Type": "ACCOUNT"}]}
`

func TestOrganizationOutputs(t *testing.T) {
	r := taken(t, organizationSession, "")
	const prod = "organization|root|organizationalUnits|Workloads|organizationalUnits|Prod|"
	holds(t, r.Scenario, map[string]string{
		"organization|id":                                    `"o-exampleorgid"`,
		"organization|managementAccount":                     `"111111111111"`,
		"organization|root|id":                               `"r-ab12"`,
		"organization|root|accounts":                         `{"111111111111":{}}`,
		"organization|root|organizationalUnits|Workloads|id": `"ou-ab12-11111111"`,
		prod + "id":                         `"ou-ab12-22222222"`,
		prod + "scps":                       `["FullAWSAccess","NoLeave"]`,
		prod + "accounts|222222222222|scps": `["FullAWSAccess","NoLeave"]`,
		"organization|serviceControlPolicies|NoLeave|Version": `"2012-10-17"`,
		"organization|root|scps":                              `null`, // describing an attached policy does not attach it once more
		"accounts|222222222222|name":                          `"Shop"`,
	})
	if want := (intake.Fact{Label: "Accounts", Value: "111111111111, 222222222222"}); !slices.Contains(r.Understood, want) {
		t.Errorf("%q", r.Understood)
	}
}

// Outputs without their command lines do not say what they are about, and that is said.
func TestOrganizationOutputsAlone(t *testing.T) {
	r := taken(t, `{"OrganizationalUnits": [{"Id": "ou-ab12-11111111", "Name": "Workloads"}]}
{"Policies": [{"Id": "p-1", "Name": "NoLeave", "Type": "SERVICE_CONTROL_POLICY"}, {"Id": "p-2", "Name": "Tags", "Type": "TAG_POLICY"}]}
{"Targets": [{"TargetId": "r-ab12", "Name": "Root", "Type": "ROOT"}]}`, "")
	holds(t, r.Scenario, map[string]string{"organization|root|organizationalUnits|Workloads|id": `"ou-ab12-11111111"`, "organization|root|scps": "null"})
	leftOut(t, r, "Where in the organization the organizational units stand", "attached to is not in this output", "Which policy has these targets", "Policies that decide no request: Tags")
	if len(r.Next) == 0 || r.Next[0].Command != "aws organizations describe-policy --policy-id p-1" {
		t.Errorf("to paste next: %+v", r.Next)
	}
}

// The command line tells which resource a policy belongs to, where the output does not.
func TestPoliciesOfResourcesWithTheirCommand(t *testing.T) {
	const quoted = `{"Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}]}"}`
	for name, c := range map[string]struct{ command, resource string }{
		"a bucket":   {"aws s3api get-bucket-policy --bucket team-docs --output json", "accounts|111122223333|resources|arn:aws:s3:::team-docs|policy|Version"},
		"a key":      {"PS1> aws kms get-key-policy --policy-name default --key-id 'arn:aws:kms:eu-west-1:444455556666:key/k'", "accounts|444455556666|resources|arn:aws:kms:eu-west-1:444455556666:key/k|policy|Version"},
		"a function": {"ana@host:~$ aws lambda get-policy --function-name arn:aws:lambda:eu-west-1:444455556666:function:f", "accounts|444455556666|resources|arn:aws:lambda:eu-west-1:444455556666:function:f|policy|Version"},
	} {
		t.Run(name, func(t *testing.T) {
			holds(t, taken(t, c.command+"\n"+quoted, "").Scenario, map[string]string{c.resource: `"2012-10-17"`})
		})
	}
}
