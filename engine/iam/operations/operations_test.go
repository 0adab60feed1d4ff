package operations_test

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// The operations of IAM that Verdict answers, but for simulation.
func TestNames(t *testing.T) {
	if n := len(operations.Names()); n != 144 {
		t.Errorf("%d operations, want 144: %v", n, operations.Names())
	}
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

const (
	document      = `"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"`
	other         = `"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"`
	trust         = `"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"`
	own           = "arn:aws:iam::111111111111:policy/"
	administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
)

// step is a call of the story, and how it is refused where it is.
type step struct{ operation, parameters, code, message string }

// story calls every operation, and most refusals that were recorded from AWS, in
// its words. What stands in the recordings as <user-name:1> and the like has a name here.
var story = []step{
	{"CreateUser", `{"UserName":"ana","Tags":[{"Key":"Team","Value":"a"}]}`, "", ""},
	{"CreateUser", `{"UserName":"ana"}`, "EntityAlreadyExists", "User with name ana already exists."},
	{"CreateUser", `{"UserName":"ben","Path":"/x/","PermissionsBoundary":"` + administrator + `"}`, "", ""},
	{"GetUser", `{"UserName":"ben"}`, "", ""},
	{"ListUsers", `{}`, "", ""},
	{"UpdateUser", `{"UserName":"nonexistent-user"}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found."},
	{"UpdateUser", `{"UserName":"ben","NewUserName":"ana"}`, "EntityAlreadyExists", "User with name ana already exists."},
	{"UpdateUser", `{"UserName":"ben","NewUserName":"bea","NewPath":"/y/"}`, "", ""},
	{"GetUser", `{"UserName":"ben"}`, "NoSuchEntity", "The user with name ben cannot be found."},
	{"TagUser", `{"UserName":"ana","Tags":[{"Key":"team","Value":"b"},{"Key":"Cost","Value":"1"}]}`, "", ""},
	{"TagUser", `{"UserName":"nonexistent-user","Tags":[]}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found."},
	{"ListUserTags", `{"UserName":"ana"}`, "", ""},
	{"UntagUser", `{"UserName":"ana","TagKeys":["COST"]}`, "", ""},

	{"CreateGroup", `{"GroupName":"devs"}`, "", ""},
	{"CreateGroup", `{"GroupName":"DEVS"}`, "EntityAlreadyExists", "Group with name DEVS already exists."},
	{"CreateGroup", `{"GroupName":"ops","Path":"/o/"}`, "", ""},
	{"GetGroup", `{"GroupName":"non-existent-group"}`, "NoSuchEntity", "The group with name non-existent-group cannot be found."},
	{"AddUserToGroup", `{"GroupName":"devs","UserName":"non-existent-user"}`, "NoSuchEntity", "The user with name non-existent-user cannot be found."},
	{"AddUserToGroup", `{"GroupName":"non-existent-group","UserName":"ana"}`, "NoSuchEntity", "The group with name non-existent-group cannot be found."},
	{"AddUserToGroup", `{"GroupName":"devs","UserName":"ana"}`, "", ""},
	{"UpdateGroup", `{"GroupName":"devs","NewGroupName":"ops"}`, "EntityAlreadyExists", "Group with name ops already exists."},
	{"UpdateGroup", `{"GroupName":"nonexisting","NewGroupName":"x"}`, "NoSuchEntity", "The group with name nonexisting cannot be found."},
	{"UpdateGroup", `{"GroupName":"devs","NewGroupName":"developers"}`, "", ""},
	{"GetGroup", `{"GroupName":"developers"}`, "", ""},
	{"ListGroups", `{}`, "", ""},
	{"ListGroupsForUser", `{"UserName":"ana"}`, "", ""},
	{"DeleteGroup", `{"GroupName":"developers"}`, "DeleteConflict", "Cannot delete entity, must remove users from group first."},
	{"DeleteUser", `{"UserName":"ana"}`, "DeleteConflict", "Cannot delete entity, must remove users from group first."},

	{"CreatePolicy", `{"PolicyName":"P","Path":"/p/","Description":"read","PolicyDocument":` + document + `,"Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreatePolicy", `{"PolicyName":"p","PolicyDocument":` + document + `}`, "EntityAlreadyExists", "A policy called p already exists. Duplicate names are not allowed."},
	{"CreatePolicy", `{"PolicyName":"Q","PolicyDocument":` + document + `,"Tags":[{"Key":"a","Value":"1"},{"Key":"A","Value":"1"}]}`, "InvalidInput", "Duplicate tag keys found."},
	{"GetPolicy", `{"PolicyArn":"` + own + `p/P"}`, "", ""},
	{"GetPolicy", `{"PolicyArn":"` + administrator + `"}`, "", ""},
	{"ListPolicies", `{}`, "", ""},
	{"TagPolicy", `{"PolicyArn":"` + own + `p/P","Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"TagPolicy", `{"PolicyArn":"` + own + `NotAPolicy","Tags":[]}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/NotAPolicy was not found."},
	{"ListPolicyTags", `{"PolicyArn":"` + own + `p/P"}`, "", ""},
	{"UntagPolicy", `{"PolicyArn":"` + own + `p/P","TagKeys":["a"]}`, "", ""},
	{"CreatePolicyVersion", `{"PolicyArn":"` + own + `p/P","PolicyDocument":` + other + `}`, "", ""},
	{"CreatePolicyVersion", `{"PolicyArn":"` + own + `p/P","PolicyDocument":` + other + `,"SetAsDefault":true}`, "", ""},
	{"CreatePolicyVersion", `{"PolicyArn":"` + own + `p/P","PolicyDocument":` + document + `}`, "", ""},
	{"CreatePolicyVersion", `{"PolicyArn":"` + own + `p/P","PolicyDocument":` + document + `}`, "", ""},
	{"CreatePolicyVersion", `{"PolicyArn":"` + own + `p/P","PolicyDocument":` + document + `}`, "LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v3"}`, "DeleteConflict", "Cannot delete the default version of a policy."},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v9"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/p/P version v9 does not exist or is not attachable."},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v5"}`, "", ""},
	{"DeletePolicyVersion", `{"PolicyArn":"` + administrator + `","VersionId":"v1"}`, "AccessDenied", "Cannot delete policy versions for policies outside your own account."},
	{"SetDefaultPolicyVersion", `{"PolicyArn":"` + administrator + `","VersionId":"v1"}`, "AccessDenied", "Cannot update policies outside your own account."},
	{"SetDefaultPolicyVersion", `{"PolicyArn":"` + own + `TestNonExistingPolicy","VersionId":"v1"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/TestNonExistingPolicy version v1 does not exist or is not attachable."},
	{"SetDefaultPolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v1"}`, "", ""},
	{"GetPolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v3"}`, "", ""},
	{"GetPolicyVersion", `{"PolicyArn":"` + own + `TestNonExistingPolicy","VersionId":"v1"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/TestNonExistingPolicy version v1 does not exist or is not attachable."},
	{"GetPolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v9"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/p/P version v9 does not exist or is not attachable."},
	{"ListPolicyVersions", `{"PolicyArn":"` + own + `p/P"}`, "", ""},

	{"AttachUserPolicy", `{"UserName":"ana","PolicyArn":"longpolicynamebutnoarn"}`, "ValidationError", "ARN longpolicynamebutnoarn is not valid."},
	{"AttachUserPolicy", `{"UserName":"ana","PolicyArn":"` + own + `nonexistent"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/nonexistent does not exist or is not attachable."},
	{"AttachUserPolicy", `{"UserName":"ana","PolicyArn":"` + own + `p/P"}`, "", ""},
	{"AttachGroupPolicy", `{"GroupName":"developers","PolicyArn":"` + administrator + `"}`, "", ""},
	{"ListAttachedUserPolicies", `{"UserName":"ana"}`, "", ""},
	{"ListAttachedGroupPolicies", `{"GroupName":"developers"}`, "", ""},
	{"ListEntitiesForPolicy", `{"PolicyArn":"` + own + `p/P"}`, "", ""},
	{"ListEntitiesForPolicy", `{"PolicyArn":"` + own + `NonExistentPolicy"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/NonExistentPolicy does not exist or is not attachable."},
	{"DeletePolicy", `{"PolicyArn":"` + own + `p/P"}`, "DeleteConflict", "Cannot delete a policy attached to entities."},
	{"DeletePolicy", `{"PolicyArn":"` + administrator + `"}`, "AccessDenied", "Cannot delete policies outside your own account."},
	{"DeletePolicy", `{"PolicyArn":"` + own + `non-existent-policy"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/non-existent-policy was not found."},
	{"DetachGroupPolicy", `{"GroupName":"developers","PolicyArn":"` + own + `p/P"}`, "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/p/P was not found."},
	{"PutUserPolicy", `{"UserName":"ana","PolicyName":"in","PolicyDocument":` + document + `}`, "", ""},
	{"PutUserPolicy", `{"UserName":"ana","PolicyName":"bad","PolicyDocument":"{"}`, "MalformedPolicyDocument", "Syntax errors in policy."},
	{"GetUserPolicy", `{"UserName":"ana","PolicyName":"IN"}`, "", ""},
	{"ListUserPolicies", `{"UserName":"ana"}`, "", ""},
	{"PutGroupPolicy", `{"GroupName":"developers","PolicyName":"in","PolicyDocument":` + document + `}`, "", ""},
	{"GetGroupPolicy", `{"GroupName":"developers","PolicyName":"in"}`, "", ""},
	{"GetGroupPolicy", `{"GroupName":"developers","PolicyName":"none"}`, "NoSuchEntity", "The group policy with name none cannot be found."},
	{"ListGroupPolicies", `{"GroupName":"developers"}`, "", ""},
	{"DeleteGroupPolicy", `{"GroupName":"developers","PolicyName":"in"}`, "", ""},
	{"DetachGroupPolicy", `{"GroupName":"developers","PolicyArn":"` + administrator + `"}`, "", ""},
	{"PutUserPermissionsBoundary", `{"UserName":"ana","PermissionsBoundary":"` + own + `p/P"}`, "", ""},
	{"ListPoliciesGrantingServiceAccess", `{"Arn":"arn:aws:iam::111111111111:user/ana","ServiceNamespaces":["s3","ec2"]}`, "", ""},

	{"CreateRole", `{"RoleName":"web","Description":"d","MaxSessionDuration":7200,"AssumeRolePolicyDocument":` + trust + `,"Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreateRole", `{"RoleName":"web","AssumeRolePolicyDocument":` + trust + `}`, "EntityAlreadyExists", "Role with name web already exists."},
	{"CreateRole", `{"RoleName":"r2","AssumeRolePolicyDocument":"{x"}`, "MalformedPolicyDocument", "This policy contains invalid Json"},
	{"CreateRole", `{"RoleName":"r2","AssumeRolePolicyDocument":` + trust + `,"Tags":[{"Key":"a","Value":"1"},{"Key":"A","Value":"1"}]}`, "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."},
	{"CreateRole", `{"RoleName":"r2","AssumeRolePolicyDocument":` + trust + `,"PermissionsBoundary":"arn:aws:iam::111111111111:not_a_policy/invalid"}`, "InvalidInput", "ARN arn:aws:iam::111111111111:not_a_policy/invalid is not valid."},
	{"CreateRole", `{"RoleName":"r2","AssumeRolePolicyDocument":` + trust + `,"PermissionsBoundary":"` + own + `nonexistent-policy"}`, "NoSuchEntity", "Scope ARN: arn:aws:iam::111111111111:policy/nonexistent-policy does not exist or is not attachable."},
	{"GetRole", `{"RoleName":"web"}`, "", ""},
	{"GetRole", `{"RoleName":"test-nonexistent-role"}`, "NoSuchEntity", "The role with name test-nonexistent-role cannot be found."},
	{"ListRoles", `{}`, "", ""},
	{"UpdateRole", `{"RoleName":"web","Description":"e"}`, "", ""},
	{"UpdateAssumeRolePolicy", `{"RoleName":"web","PolicyDocument":` + trust + `}`, "", ""},
	{"UpdateAssumeRolePolicy", `{"RoleName":"web","PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"s3:GetObject\"}]}"}`, "MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions."},
	{"UpdateAssumeRolePolicy", `{"RoleName":"web","PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}]}"}`, "MalformedPolicyDocument", "Has prohibited field Resource"},
	{"TagRole", `{"RoleName":"web","Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"ListRoleTags", `{"RoleName":"web"}`, "", ""},
	{"UntagRole", `{"RoleName":"web","TagKeys":["a"]}`, "", ""},
	{"AttachRolePolicy", `{"RoleName":"web","PolicyArn":"` + administrator + `"}`, "", ""},
	{"AttachRolePolicy", `{"RoleName":"web","PolicyArn":"arn:aws:iam::aws:policy/aws-service-role/Nonexistent"}`, "NoSuchEntity", "Policy arn:aws:iam::aws:policy/aws-service-role/Nonexistent does not exist or is not attachable."},
	{"ListAttachedRolePolicies", `{"RoleName":"web"}`, "", ""},
	{"PutRolePolicy", `{"RoleName":"web","PolicyName":"in","PolicyDocument":` + document + `}`, "", ""},
	{"GetRolePolicy", `{"RoleName":"web","PolicyName":"in"}`, "", ""},
	{"GetRolePolicy", `{"RoleName":"web","PolicyName":"non-existent-policy"}`, "NoSuchEntity", "The role policy with name non-existent-policy cannot be found."},
	{"ListRolePolicies", `{"RoleName":"web"}`, "", ""},
	{"PutRolePermissionsBoundary", `{"RoleName":"web","PermissionsBoundary":"` + administrator + `"}`, "", ""},
	{"PutRolePermissionsBoundary", `{"RoleName":"nonexistent-role","PermissionsBoundary":"` + administrator + `"}`, "NoSuchEntity", "The role with name nonexistent-role cannot be found."},
	{"CreateServiceLinkedRole", `{"AWSServiceName":"batch.amazonaws.com"}`, "", ""},
	{"CreateServiceLinkedRole", `{"AWSServiceName":"eks.amazonaws.com","CustomSuffix":"x"}`, "InvalidInput", "Custom suffix is not allowed for eks.amazonaws.com"},
	{"CreateServiceLinkedRole", `{"AWSServiceName":"batch.amazonaws.com"}`, "InvalidInput", "Service role name AWSServiceRoleForBatch has been taken in this account, please try a different suffix."},

	{"CreateInstanceProfile", `{"InstanceProfileName":"ip","Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreateInstanceProfile", `{"InstanceProfileName":"ip"}`, "EntityAlreadyExists", "Instance Profile ip already exists."},
	{"GetInstanceProfile", `{"InstanceProfileName":"nonexistent-profile"}`, "NoSuchEntity", "Instance Profile nonexistent-profile cannot be found."},
	{"RemoveRoleFromInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"web"}`, "NoSuchEntity", "Role web in Instance Profile ip cannot be found."},
	{"AddRoleToInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"nonexistent-role"}`, "NoSuchEntity", "The role with name nonexistent-role cannot be found."},
	{"AddRoleToInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"web"}`, "", ""},
	{"AddRoleToInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"AWSServiceRoleForBatch"}`, "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"},
	{"GetInstanceProfile", `{"InstanceProfileName":"ip"}`, "", ""},
	{"ListInstanceProfiles", `{}`, "", ""},
	{"ListInstanceProfilesForRole", `{"RoleName":"web"}`, "", ""},
	{"TagInstanceProfile", `{"InstanceProfileName":"ip","Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"ListInstanceProfileTags", `{"InstanceProfileName":"ip"}`, "", ""},
	{"UntagInstanceProfile", `{"InstanceProfileName":"ip","TagKeys":["a"]}`, "", ""},
	{"DeleteInstanceProfile", `{"InstanceProfileName":"ip"}`, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first."},
	{"DeleteRole", `{"RoleName":"web"}`, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first."},

	{"CreateAccessKey", `{"UserName":"bea"}`, "", ""},
	{"CreateAccessKey", `{"UserName":"bea"}`, "", ""},
	{"CreateAccessKey", `{"UserName":"bea"}`, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"},
	{"CreateAccessKey", `{"UserName":"nonexistent-user"}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found."},
	{"ListAccessKeys", `{"UserName":"bea"}`, "", ""},
	{"UpdateAccessKey", `{"UserName":"bea","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Inactive"}`, "NoSuchEntity", "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found."},
	{"DeleteAccessKey", `{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"}`, "ValidationError", "Must specify userName when calling with non-User credentials"},

	{"GetAccountPasswordPolicy", `{}`, "NoSuchEntity", "The Password Policy with domain name 111111111111 cannot be found."},
	{"DeleteAccountPasswordPolicy", `{}`, "NoSuchEntity", "The account policy with name PasswordPolicy cannot be found."},
	{"UpdateAccountPasswordPolicy", `{"MinimumPasswordLength":10,"RequireNumbers":true,"MaxPasswordAge":90}`, "", ""},
	{"GetAccountPasswordPolicy", `{}`, "", ""},
	{"CreateLoginProfile", `{"UserName":"nonexistent-user","Password":"x"}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found."},
	{"CreateLoginProfile", `{"UserName":"bea","Password":"Abcdefghi1!","PasswordResetRequired":true}`, "", ""},
	{"CreateLoginProfile", `{"UserName":"bea","Password":"Abcdefghi1!"}`, "EntityAlreadyExists", "Login Profile for user bea already exists."},
	{"GetLoginProfile", `{"UserName":"bea"}`, "", ""},
	{"UpdateLoginProfile", `{"UserName":"bea","PasswordResetRequired":false}`, "", ""},
	{"DeleteLoginProfile", `{"UserName":"bea"}`, "", ""},
	{"DeleteLoginProfile", `{"UserName":"bea"}`, "NoSuchEntity", "Login Profile for User bea cannot be found."},
	{"DeleteAccountPasswordPolicy", `{}`, "", ""},

	{"CreateAccountAlias", `{"AccountAlias":"example"}`, "", ""},
	{"ListAccountAliases", `{}`, "", ""},
	{"GetAccountSummary", `{}`, "", ""},
	{"GetAccountAuthorizationDetails", `{}`, "", ""},
	{"DeleteAccountAlias", `{"AccountAlias":"example"}`, "", ""},

	{"RemoveRoleFromInstanceProfile", `{"InstanceProfileName":"ip","RoleName":"web"}`, "", ""},
	{"DeleteInstanceProfile", `{"InstanceProfileName":"ip"}`, "", ""},
	{"DeleteRole", `{"RoleName":"web"}`, "DeleteConflict", "Cannot delete entity, must detach all policies first."},
	{"DetachRolePolicy", `{"RoleName":"web","PolicyArn":"` + administrator + `"}`, "", ""},
	{"DetachRolePolicy", `{"RoleName":"web","PolicyArn":"arn:aws:iam::aws:policy/Nonexistent"}`, "NoSuchEntity", "Policy arn:aws:iam::aws:policy/Nonexistent was not found."},
	{"DeleteRole", `{"RoleName":"web"}`, "DeleteConflict", "Cannot delete entity, must delete policies first."},
	{"DeleteRolePolicy", `{"RoleName":"web","PolicyName":"in"}`, "", ""},
	{"DeleteRolePermissionsBoundary", `{"RoleName":"web"}`, "", ""},
	{"DeleteRole", `{"RoleName":"web"}`, "", ""},
	{"DeleteRole", `{"RoleName":"AWSServiceRoleForBatch"}`, "UnmodifiableEntity", "Cannot perform the operation on the protected role 'AWSServiceRoleForBatch' - this role is only modifiable by AWS"},
	{"DeleteUserPermissionsBoundary", `{"UserName":"ana"}`, "", ""},
	{"RemoveUserFromGroup", `{"GroupName":"developers","UserName":"ana"}`, "", ""},
	{"RemoveUserFromGroup", `{"GroupName":"developers","UserName":"ana"}`, "", ""},
	{"DeleteGroup", `{"GroupName":"developers"}`, "", ""},
	{"DeleteUser", `{"UserName":"ana"}`, "DeleteConflict", "Cannot delete entity, must detach all policies first."},
	{"DetachUserPolicy", `{"UserName":"ana","PolicyArn":"` + own + `p/P"}`, "", ""},
	{"DeleteUser", `{"UserName":"ana"}`, "DeleteConflict", "Cannot delete entity, must delete policies first."},
	{"DeleteUserPolicy", `{"UserName":"ana","PolicyName":"in"}`, "", ""},
	{"DeleteUser", `{"UserName":"ana"}`, "", ""},
	{"UpdateAccessKey", `{"UserName":"bea","AccessKeyId":"{key}","Status":"Inactive"}`, "", ""},
	{"DeleteUser", `{"UserName":"bea"}`, "DeleteConflict", "Cannot delete entity, must delete access keys first."},
	{"DeleteAccessKey", `{"UserName":"bea","AccessKeyId":"{key}"}`, "", ""},
	{"DeletePolicy", `{"PolicyArn":"` + own + `p/P"}`, "DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v2"}`, "", ""},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v3"}`, "", ""},
	{"DeletePolicyVersion", `{"PolicyArn":"` + own + `p/P","VersionId":"v4"}`, "", ""},
	{"DeletePolicy", `{"PolicyArn":"` + own + `p/P"}`, "", ""},
}
