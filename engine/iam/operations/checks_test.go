package operations_test

import (
	"fmt"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// What IAM's page of the Service Authorization Reference says that calls are
// asked on: the entity that is there, with its path, else the one that would be made.
func TestChecks(t *testing.T) {
	const iam = "arn:aws:iam::111111111111:"
	s := newSession(t)
	s.does("CreateUser", `{"UserName":"ana","Path":"/x/"}`)
	s.does("CreateRole", `{"RoleName":"web","Path":"/y/","AssumeRolePolicyDocument":`+trust+`}`)
	s.does("CreateInstanceProfile", `{"InstanceProfileName":"ip","Path":"/z/"}`)
	for _, c := range []struct{ operation, parameters, want string }{
		{"CreateUser", `{"UserName":"ben","Path":"/n/","PermissionsBoundary":"` + administrator + `","Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}`,
			"[{iam:CreateUser " + iam + "user/n/ben [{iam:PermissionsBoundary [" + administrator + "] false false} {aws:RequestTag/a [1] false false} {aws:RequestTag/b [2] false false} {aws:TagKeys [a b] true false}]}]"},
		{"DeleteUser", `{"UserName":"ANA"}`, "[{iam:DeleteUser " + iam + "user/x/ana []}]"},
		{"DeleteUser", `{"UserName":"nobody"}`, "[{iam:DeleteUser " + iam + "user/nobody []}]"},
		{"UntagUser", `{"UserName":"ana","TagKeys":["a"]}`, "[{iam:UntagUser " + iam + "user/x/ana [{aws:TagKeys [a] true false}]}]"},
		{"AttachRolePolicy", `{"RoleName":"web","PolicyArn":"` + administrator + `"}`, "[{iam:AttachRolePolicy " + iam + "role/y/web [{iam:PolicyARN [" + administrator + "] false false}]}]"},
		{"GetPolicy", `{"PolicyArn":"` + administrator + `"}`, "[{iam:GetPolicy " + administrator + " []}]"},
		{"AddRoleToInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"web"}`,
			"[{iam:AddRoleToInstanceProfile " + iam + "instance-profile/z/ip []} {iam:PassRole " + iam + "role/y/web [{iam:PassedToService [ec2.amazonaws.com] false false}]}]"},
		{"CreateServiceLinkedRole", `{"AWSServiceName":"eks.amazonaws.com"}`,
			"[{iam:CreateServiceLinkedRole " + iam + "role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForEks [{iam:AWSServiceName [eks.amazonaws.com] false false}]}]"},
		{"ListUsers", `{}`, "[{iam:ListUsers * []}]"},
		{"GetAccountSummary", `{}`, "[{iam:GetAccountSummary * []}]"},
	} {
		s.want(fmt.Sprint(operations.Checks(s.world, s.call(c.operation, c.parameters))), c.want)
	}
}
