package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
)

const details = "aws iam get-account-authorization-details"

// ask lists what else the decision may rest on, each with the read-only command
// that prints it.
func (w *work) ask(c *call) {
	caller, _ := arn.Parse(c.principal)
	asked, isARN := arn.Parse(c.resource)
	if arn.IsAccountID(caller.Account) {
		w.next("Users, roles and policies of account "+caller.Account, details)
	}
	switch {
	case isARN && asked.Service == "iam":
		if asked.Account != caller.Account {
			w.next("Users, roles and policies of account "+asked.Account+", the resource’s", details)
		}
	case isARN:
		w.askResource(c.resource, asked)
	}
	w.askOrganization(c, caller.Account)
	if c.endpoint != "" && c.endpoint != someEndpoint {
		w.next("The policy of the VPC endpoint", "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids "+shell(c.endpoint))
	} else if c.endpoint != "" {
		w.next("The policies of the VPC endpoints", "aws ec2 describe-vpc-endpoints")
	}
}

// askResource asks for the policy of a resource, where its service has such.
func (w *work) askResource(resource string, a arn.ARN) {
	name := a.Resource[strings.LastIndexAny(a.Resource, "/:")+1:]
	command := ""
	switch a.Service {
	case "s3":
		bucket, _, _ := strings.Cut(a.Resource, "/")
		command = "aws s3api get-bucket-policy --bucket " + shell(bucket)
	case "kms":
		command = "aws kms get-key-policy --policy-name default --key-id " + shell(resource)
	case "lambda":
		command = "aws lambda get-policy --function-name " + shell(resource)
	case "sns":
		command = "aws sns get-topic-attributes --topic-arn " + shell(resource)
	case "sqs":
		command = "aws sqs get-queue-attributes --attribute-names Policy QueueArn --queue-url " + shell("https://sqs."+a.Region+".amazonaws.com/"+a.Account+"/"+name)
	case "secretsmanager":
		command = "aws secretsmanager get-resource-policy --secret-id " + shell(resource)
	default:
		return
	}
	w.next("The policy of the resource", command)
}

// askOrganization asks for the policies of the organization that apply.
func (w *work) askOrganization(c *call, caller string) {
	if i := strings.LastIndex(c.policyARN, "/p-"); i >= 0 {
		w.next("The policy that AWS names", "aws organizations describe-policy --policy-id "+shell(c.policyARN[i+1:]))
		return
	}
	for _, of := range []struct{ blamed, target, filter string }{
		{"service control policy", caller, "SERVICE_CONTROL_POLICY"},
		{"resource control policy", c.resourceAccount, "RESOURCE_CONTROL_POLICY"},
	} {
		if c.blamed == of.blamed && arn.IsAccountID(of.target) {
			w.next("Which "+strings.Replace(of.blamed, "policy", "policies", 1)+" apply; then, for each of their ids, aws organizations describe-policy", "aws organizations list-policies-for-target --target-id "+of.target+" --filter "+of.filter)
		}
	}
}

// shell quotes a text for a POSIX shell, where that must be.
func shell(s string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=+@", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
