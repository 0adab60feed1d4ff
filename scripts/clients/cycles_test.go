package clients

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"

var (
	team    = []types.Tag{{Key: aws.String("team"), Value: aws.String("red + blue = 1/2")}}
	teamKey = []string{"team"}
)

// Everything that can be made is made, read, listed, changed, and deleted again.
func TestLifeCycles(t *testing.T) {
	c := root(t, cyclesAccount)
	for name, cycle := range map[string]func(*testing.T, *caller){
		"users": userCycle, "groups": groupCycle, "roles": roleCycle, "policies": policyCycle, "attached policies": attachedCycle,
		"inline policies": inlineCycle, "boundaries": boundaryCycle, "access keys": keyCycle, "instance profiles": profileCycle,
		"the account": accountCycle, "passwords": passwordCycle,
	} {
		t.Run(name, func(t *testing.T) {
			api.watch(t)
			cycle(t, c)
		})
	}
}

func userCycle(t *testing.T, c *caller) {
	name := aws.String("ana")
	made := must(t, c.CreateUser, &iam.CreateUserInput{UserName: name, Path: aws.String("/team/"), Tags: team}).User
	equal(t, "the ARN", *made.Arn, *arn(cyclesAccount, "user/team/ana"))
	equal(t, "the id's beginning", (*made.UserId)[:4], "AIDA")
	refused[*types.EntityAlreadyExistsException](t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("ANA")})
	must(t, c.TagUser, &iam.TagUserInput{UserName: name, Tags: []types.Tag{{Key: aws.String("Team"), Value: aws.String("")}}})
	tags := must(t, c.ListUserTags, &iam.ListUserTagsInput{UserName: name}).Tags
	if len(tags) != 1 || *tags[0].Key != "Team" || *tags[0].Value != "" {
		t.Errorf("a key in another case is the same key: %v", tags)
	}
	must(t, c.UntagUser, &iam.UntagUserInput{UserName: name, TagKeys: teamKey})
	must(t, c.UpdateUser, &iam.UpdateUserInput{UserName: name, NewUserName: aws.String("eve"), NewPath: aws.String("/")})
	refused[*types.NoSuchEntityException](t, c.GetUser, &iam.GetUserInput{UserName: name})
	got := must(t, c.GetUser, &iam.GetUserInput{UserName: aws.String("eve")}).User
	equal(t, "the ARN of a renamed user", *got.Arn, *arn(cyclesAccount, "user/eve"))
	equal(t, "the id of a renamed user", *got.UserId, *made.UserId)
	equal(t, "the number of tags", len(got.Tags), 0)
	if !got.CreateDate.Equal(*made.CreateDate) {
		t.Errorf("%v, not %v", got.CreateDate, made.CreateDate)
	}
	equal(t, "the number of users", len(must(t, c.ListUsers, &iam.ListUsersInput{}).Users), 1)
	equal(t, "the number of users of another path", len(must(t, c.ListUsers, &iam.ListUsersInput{PathPrefix: aws.String("/team/")}).Users), 0)
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: aws.String("eve")})
	refused[*types.NoSuchEntityException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: aws.String("eve")})
}

func groupCycle(t *testing.T, c *caller) {
	group, user := aws.String("devs"), aws.String("gus")
	made := must(t, c.CreateGroup, &iam.CreateGroupInput{GroupName: group}).Group
	equal(t, "the id's beginning", (*made.GroupId)[:4], "AGPA")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	must(t, c.AddUserToGroup, &iam.AddUserToGroupInput{GroupName: group, UserName: user})
	got := must(t, c.GetGroup, &iam.GetGroupInput{GroupName: group})
	if len(got.Users) != 1 || *got.Users[0].UserName != "gus" || *got.Group.Arn != *arn(cyclesAccount, "group/devs") {
		t.Errorf("%v, %v", got.Users, *got.Group.Arn)
	}
	refused[*types.DeleteConflictException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
	refused[*types.DeleteConflictException](t, c.DeleteGroup, &iam.DeleteGroupInput{GroupName: group})
	must(t, c.UpdateGroup, &iam.UpdateGroupInput{GroupName: group, NewGroupName: aws.String("builders")})
	of := must(t, c.ListGroupsForUser, &iam.ListGroupsForUserInput{UserName: user}).Groups
	if len(of) != 1 || *of[0].GroupName != "builders" {
		t.Errorf("%v", of)
	}
	must(t, c.RemoveUserFromGroup, &iam.RemoveUserFromGroupInput{GroupName: aws.String("builders"), UserName: user})
	equal(t, "the number of groups", len(must(t, c.ListGroups, &iam.ListGroupsInput{}).Groups), 1)
	must(t, c.DeleteGroup, &iam.DeleteGroupInput{GroupName: aws.String("builders")})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}

func roleCycle(t *testing.T, c *caller) {
	name, document := aws.String("app"), trust("Service", "ec2.amazonaws.com", "sts:AssumeRole")
	made := must(t, c.CreateRole, &iam.CreateRoleInput{RoleName: name, AssumeRolePolicyDocument: document, Description: aws.String("runs it"), Tags: team}).Role
	equal(t, "the id's beginning", (*made.RoleId)[:4], "AROA")
	equal(t, "the longest session", *made.MaxSessionDuration, 3600)
	equal(t, "the trust policy", decoded(t, made.AssumeRolePolicyDocument), *document)
	must(t, c.UpdateRole, &iam.UpdateRoleInput{RoleName: name, Description: aws.String("<runs> & stops"), MaxSessionDuration: aws.Int32(43200)})
	other := trust("Service", "lambda.amazonaws.com", "sts:AssumeRole")
	must(t, c.UpdateAssumeRolePolicy, &iam.UpdateAssumeRolePolicyInput{RoleName: name, PolicyDocument: other})
	must(t, c.TagRole, &iam.TagRoleInput{RoleName: name, Tags: []types.Tag{{Key: aws.String("stage"), Value: aws.String("test")}}})
	must(t, c.UntagRole, &iam.UntagRoleInput{RoleName: name, TagKeys: teamKey})
	got := must(t, c.GetRole, &iam.GetRoleInput{RoleName: name}).Role
	equal(t, "the description", *got.Description, "<runs> & stops")
	equal(t, "the longest session", *got.MaxSessionDuration, 43200)
	equal(t, "the trust policy", decoded(t, got.AssumeRolePolicyDocument), *other)
	tags := must(t, c.ListRoleTags, &iam.ListRoleTagsInput{RoleName: name}).Tags
	if len(tags) != 1 || *tags[0].Key != "stage" {
		t.Errorf("%v", tags)
	}
	linked := must(t, c.CreateServiceLinkedRole, &iam.CreateServiceLinkedRoleInput{AWSServiceName: aws.String("ecs.amazonaws.com")}).Role
	equal(t, "the path of a service-linked role", *linked.Path, "/aws-service-role/ecs.amazonaws.com/")
	refused[*types.UnmodifiableEntityException](t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: linked.RoleName})
	equal(t, "the number of roles", len(must(t, c.ListRoles, &iam.ListRolesInput{}).Roles), 2)
	must(t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: name})
	refused[*types.NoSuchEntityException](t, c.GetRole, &iam.GetRoleInput{RoleName: name})
}

func policyCycle(t *testing.T, c *caller) {
	made := must(t, c.CreatePolicy, &iam.CreatePolicyInput{PolicyName: aws.String("deploy"), PolicyDocument: allow("s3:*"), Tags: team}).Policy
	equal(t, "the ARN", *made.Arn, *arn(cyclesAccount, "policy/deploy"))
	equal(t, "the default version", *made.DefaultVersionId, "v1")
	equal(t, "the number of attachments", *made.AttachmentCount, 0)
	for range 4 {
		must(t, c.CreatePolicyVersion, &iam.CreatePolicyVersionInput{PolicyArn: made.Arn, PolicyDocument: allow("s3:Get*")})
	}
	refused[*types.LimitExceededException](t, c.CreatePolicyVersion, &iam.CreatePolicyVersionInput{PolicyArn: made.Arn, PolicyDocument: allow("s3:*")})
	refused[*types.DeleteConflictException](t, c.DeletePolicyVersion, &iam.DeletePolicyVersionInput{PolicyArn: made.Arn, VersionId: aws.String("v1")})
	must(t, c.SetDefaultPolicyVersion, &iam.SetDefaultPolicyVersionInput{PolicyArn: made.Arn, VersionId: aws.String("v5")})
	must(t, c.DeletePolicyVersion, &iam.DeletePolicyVersionInput{PolicyArn: made.Arn, VersionId: aws.String("v1")})
	sixth := must(t, c.CreatePolicyVersion, &iam.CreatePolicyVersionInput{PolicyArn: made.Arn, PolicyDocument: allow("s3:List*"), SetAsDefault: true}).PolicyVersion
	equal(t, "the version after five, one of them deleted", *sixth.VersionId, "v6")
	version := must(t, c.GetPolicyVersion, &iam.GetPolicyVersionInput{PolicyArn: made.Arn, VersionId: aws.String("v6")}).PolicyVersion
	equal(t, "the document", decoded(t, version.Document), *allow("s3:List*"))
	equal(t, "whether it is the default", version.IsDefaultVersion, true)
	for _, v := range must(t, c.ListPolicyVersions, &iam.ListPolicyVersionsInput{PolicyArn: made.Arn}).Versions {
		if v.IsDefaultVersion {
			continue
		}
		must(t, c.DeletePolicyVersion, &iam.DeletePolicyVersionInput{PolicyArn: made.Arn, VersionId: v.VersionId})
	}
	must(t, c.TagPolicy, &iam.TagPolicyInput{PolicyArn: made.Arn, Tags: []types.Tag{{Key: aws.String("stage"), Value: aws.String("test")}}})
	must(t, c.UntagPolicy, &iam.UntagPolicyInput{PolicyArn: made.Arn, TagKeys: teamKey})
	equal(t, "the number of tags", len(must(t, c.ListPolicyTags, &iam.ListPolicyTagsInput{PolicyArn: made.Arn}).Tags), 1)
	equal(t, "the default version", *must(t, c.GetPolicy, &iam.GetPolicyInput{PolicyArn: made.Arn}).Policy.DefaultVersionId, "v6")
	local := must(t, c.ListPolicies, &iam.ListPoliciesInput{Scope: types.PolicyScopeTypeLocal}).Policies
	if len(local) != 1 || *local[0].PolicyName != "deploy" {
		t.Errorf("%v", local)
	}
	must(t, c.DeletePolicy, &iam.DeletePolicyInput{PolicyArn: made.Arn})
	refused[*types.NoSuchEntityException](t, c.GetPolicy, &iam.GetPolicyInput{PolicyArn: made.Arn})
	refused[*types.MalformedPolicyDocumentException](t, c.CreatePolicy, &iam.CreatePolicyInput{PolicyName: aws.String("broken"), PolicyDocument: aws.String("{")})
	equal(t, "what deleting an AWS managed policy answers", code(t, c.DeletePolicy, &iam.DeletePolicyInput{PolicyArn: aws.String(readOnly)}), "AccessDenied")
}

// three makes a user, a group and a role of the same name, and deletes them at the end.
func three(t *testing.T, c *caller, name string) {
	t.Helper()
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: &name})
	must(t, c.CreateGroup, &iam.CreateGroupInput{GroupName: &name})
	must(t, c.CreateRole, &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: trust("AWS", *arn(cyclesAccount, "root"), "sts:AssumeRole")})
}

func (c *caller) deleteThree(t *testing.T, name string) {
	t.Helper()
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: &name})
	must(t, c.DeleteGroup, &iam.DeleteGroupInput{GroupName: &name})
	must(t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: &name})
}

func attachedCycle(t *testing.T, c *caller) {
	name, policy := "att", aws.String(readOnly)
	three(t, c, name)
	for range 2 { // attaching again changes nothing
		must(t, c.AttachUserPolicy, &iam.AttachUserPolicyInput{UserName: &name, PolicyArn: policy})
		must(t, c.AttachGroupPolicy, &iam.AttachGroupPolicyInput{GroupName: &name, PolicyArn: policy})
		must(t, c.AttachRolePolicy, &iam.AttachRolePolicyInput{RoleName: &name, PolicyArn: policy})
	}
	for of, attached := range map[string][]types.AttachedPolicy{
		"the user":  must(t, c.ListAttachedUserPolicies, &iam.ListAttachedUserPoliciesInput{UserName: &name}).AttachedPolicies,
		"the group": must(t, c.ListAttachedGroupPolicies, &iam.ListAttachedGroupPoliciesInput{GroupName: &name}).AttachedPolicies,
		"the role":  must(t, c.ListAttachedRolePolicies, &iam.ListAttachedRolePoliciesInput{RoleName: &name}).AttachedPolicies,
	} {
		if len(attached) != 1 || *attached[0].PolicyArn != readOnly || *attached[0].PolicyName != "AmazonS3ReadOnlyAccess" {
			t.Errorf("%s: %v", of, attached)
		}
	}
	entities := must(t, c.ListEntitiesForPolicy, &iam.ListEntitiesForPolicyInput{PolicyArn: policy})
	if len(entities.PolicyUsers) != 1 || len(entities.PolicyGroups) != 1 || len(entities.PolicyRoles) != 1 {
		t.Errorf("%+v", entities)
	}
	equal(t, "the number of attachments", *must(t, c.GetPolicy, &iam.GetPolicyInput{PolicyArn: policy}).Policy.AttachmentCount, 3)
	granting := must(t, c.ListPoliciesGrantingServiceAccess, &iam.ListPoliciesGrantingServiceAccessInput{Arn: arn(cyclesAccount, "user/att"), ServiceNamespaces: []string{"s3", "ec2"}}).PoliciesGrantingServiceAccess
	if len(granting) != 2 || len(granting[0].Policies) != 1 || *granting[0].Policies[0].PolicyArn != readOnly || len(granting[1].Policies) != 0 {
		t.Errorf("%+v", granting)
	}
	service := aws.String("arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy")
	refused[*types.PolicyNotAttachableException](t, c.AttachRolePolicy, &iam.AttachRolePolicyInput{RoleName: &name, PolicyArn: service})
	refused[*types.DeleteConflictException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: &name})
	must(t, c.DetachUserPolicy, &iam.DetachUserPolicyInput{UserName: &name, PolicyArn: policy})
	must(t, c.DetachGroupPolicy, &iam.DetachGroupPolicyInput{GroupName: &name, PolicyArn: policy})
	must(t, c.DetachRolePolicy, &iam.DetachRolePolicyInput{RoleName: &name, PolicyArn: policy})
	refused[*types.NoSuchEntityException](t, c.DetachUserPolicy, &iam.DetachUserPolicyInput{UserName: &name, PolicyArn: policy})
	c.deleteThree(t, name)
}

func inlineCycle(t *testing.T, c *caller) {
	name, policy := "inl", aws.String("p")
	document := aws.String(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/a+b %20é"}]}`)
	three(t, c, name)
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: &name, PolicyName: policy, PolicyDocument: document})
	must(t, c.PutGroupPolicy, &iam.PutGroupPolicyInput{GroupName: &name, PolicyName: policy, PolicyDocument: document})
	must(t, c.PutRolePolicy, &iam.PutRolePolicyInput{RoleName: &name, PolicyName: policy, PolicyDocument: document})
	equal(t, "the user's", decoded(t, must(t, c.GetUserPolicy, &iam.GetUserPolicyInput{UserName: &name, PolicyName: policy}).PolicyDocument), *document)
	equal(t, "the group's", decoded(t, must(t, c.GetGroupPolicy, &iam.GetGroupPolicyInput{GroupName: &name, PolicyName: policy}).PolicyDocument), *document)
	equal(t, "the role's", decoded(t, must(t, c.GetRolePolicy, &iam.GetRolePolicyInput{RoleName: &name, PolicyName: policy}).PolicyDocument), *document)
	for of, names := range map[string][]string{
		"the user":  must(t, c.ListUserPolicies, &iam.ListUserPoliciesInput{UserName: &name}).PolicyNames,
		"the group": must(t, c.ListGroupPolicies, &iam.ListGroupPoliciesInput{GroupName: &name}).PolicyNames,
		"the role":  must(t, c.ListRolePolicies, &iam.ListRolePoliciesInput{RoleName: &name}).PolicyNames,
	} {
		if !slices.Equal(names, []string{"p"}) {
			t.Errorf("%s: %v", of, names)
		}
	}
	refused[*types.DeleteConflictException](t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: &name})
	must(t, c.DeleteUserPolicy, &iam.DeleteUserPolicyInput{UserName: &name, PolicyName: policy})
	must(t, c.DeleteGroupPolicy, &iam.DeleteGroupPolicyInput{GroupName: &name, PolicyName: policy})
	must(t, c.DeleteRolePolicy, &iam.DeleteRolePolicyInput{RoleName: &name, PolicyName: policy})
	refused[*types.NoSuchEntityException](t, c.GetRolePolicy, &iam.GetRolePolicyInput{RoleName: &name, PolicyName: policy})
	c.deleteThree(t, name)
}

func boundaryCycle(t *testing.T, c *caller) {
	name, policy := "bou", aws.String(readOnly)
	three(t, c, name)
	must(t, c.PutUserPermissionsBoundary, &iam.PutUserPermissionsBoundaryInput{UserName: &name, PermissionsBoundary: policy})
	must(t, c.PutRolePermissionsBoundary, &iam.PutRolePermissionsBoundaryInput{RoleName: &name, PermissionsBoundary: policy})
	for of, boundary := range map[string]*types.AttachedPermissionsBoundary{
		"the user": must(t, c.GetUser, &iam.GetUserInput{UserName: &name}).User.PermissionsBoundary,
		"the role": must(t, c.GetRole, &iam.GetRoleInput{RoleName: &name}).Role.PermissionsBoundary,
	} {
		if boundary == nil || *boundary.PermissionsBoundaryArn != readOnly {
			t.Errorf("%s: %v", of, boundary)
		}
	}
	must(t, c.DeleteUserPermissionsBoundary, &iam.DeleteUserPermissionsBoundaryInput{UserName: &name})
	must(t, c.DeleteRolePermissionsBoundary, &iam.DeleteRolePermissionsBoundaryInput{RoleName: &name})
	if boundary := must(t, c.GetUser, &iam.GetUserInput{UserName: &name}).User.PermissionsBoundary; boundary != nil {
		t.Errorf("%v", boundary)
	}
	c.deleteThree(t, name)
}

func keyCycle(t *testing.T, c *caller) {
	name := aws.String("kay")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: name})
	key := must(t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: name}).AccessKey
	equal(t, "the status of a new key", key.Status, types.StatusTypeActive)
	must(t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: name})
	refused[*types.LimitExceededException](t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: name})
	must(t, c.UpdateAccessKey, &iam.UpdateAccessKeyInput{UserName: name, AccessKeyId: key.AccessKeyId, Status: types.StatusTypeInactive})
	listed := must(t, c.ListAccessKeys, &iam.ListAccessKeysInput{UserName: name}).AccessKeyMetadata
	status := map[string]types.StatusType{}
	for _, k := range listed {
		status[*k.AccessKeyId] = k.Status
	}
	equal(t, "the status of the key", status[*key.AccessKeyId], types.StatusTypeInactive)
	refused[*types.DeleteConflictException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: name})
	for _, k := range listed {
		must(t, c.DeleteAccessKey, &iam.DeleteAccessKeyInput{UserName: name, AccessKeyId: k.AccessKeyId})
	}
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: name})
}

func profileCycle(t *testing.T, c *caller) {
	name, role := aws.String("web"), aws.String("webrole")
	made := must(t, c.CreateInstanceProfile, &iam.CreateInstanceProfileInput{InstanceProfileName: name, Tags: team}).InstanceProfile
	equal(t, "the id's beginning", (*made.InstanceProfileId)[:4], "AIPA")
	must(t, c.CreateRole, &iam.CreateRoleInput{RoleName: role, AssumeRolePolicyDocument: trust("Service", "ec2.amazonaws.com", "sts:AssumeRole")})
	must(t, c.AddRoleToInstanceProfile, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: name, RoleName: role})
	refused[*types.LimitExceededException](t, c.AddRoleToInstanceProfile, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: name, RoleName: role})
	got := must(t, c.GetInstanceProfile, &iam.GetInstanceProfileInput{InstanceProfileName: name}).InstanceProfile
	if len(got.Roles) != 1 || *got.Roles[0].RoleName != "webrole" {
		t.Errorf("%v", got.Roles)
	}
	equal(t, "the number of profiles with the role", len(must(t, c.ListInstanceProfilesForRole, &iam.ListInstanceProfilesForRoleInput{RoleName: role}).InstanceProfiles), 1)
	refused[*types.DeleteConflictException](t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: role})
	refused[*types.DeleteConflictException](t, c.DeleteInstanceProfile, &iam.DeleteInstanceProfileInput{InstanceProfileName: name})
	must(t, c.TagInstanceProfile, &iam.TagInstanceProfileInput{InstanceProfileName: name, Tags: []types.Tag{{Key: aws.String("stage"), Value: aws.String("test")}}})
	must(t, c.UntagInstanceProfile, &iam.UntagInstanceProfileInput{InstanceProfileName: name, TagKeys: teamKey})
	equal(t, "the number of tags", len(must(t, c.ListInstanceProfileTags, &iam.ListInstanceProfileTagsInput{InstanceProfileName: name}).Tags), 1)
	must(t, c.RemoveRoleFromInstanceProfile, &iam.RemoveRoleFromInstanceProfileInput{InstanceProfileName: name, RoleName: role})
	equal(t, "the number of instance profiles", len(must(t, c.ListInstanceProfiles, &iam.ListInstanceProfilesInput{}).InstanceProfiles), 1)
	must(t, c.DeleteInstanceProfile, &iam.DeleteInstanceProfileInput{InstanceProfileName: name})
	must(t, c.DeleteRole, &iam.DeleteRoleInput{RoleName: role})
}

func accountCycle(t *testing.T, c *caller) {
	must(t, c.CreateAccountAlias, &iam.CreateAccountAliasInput{AccountAlias: aws.String("our-first-account")})
	if found := must(t, c.ListAccountAliases, &iam.ListAccountAliasesInput{}).AccountAliases; !slices.Equal(found, []string{"our-first-account"}) {
		t.Errorf("%v", found)
	}
	must(t, c.DeleteAccountAlias, &iam.DeleteAccountAliasInput{AccountAlias: aws.String("our-first-account")})
	name := "sum"
	three(t, c, name)
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: &name, PolicyName: aws.String("p"), PolicyDocument: allow("s3:*")})
	summary := must(t, c.GetAccountSummary, &iam.GetAccountSummaryInput{}).SummaryMap
	equal(t, "the users in the summary", summary["Users"], 1)
	equal(t, "the quota of versions of a policy", summary["VersionsPerPolicyQuota"], 5)
	details := must(t, c.GetAccountAuthorizationDetails, &iam.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{types.EntityTypeUser, types.EntityTypeGroup}})
	if len(details.UserDetailList) != 1 || len(details.GroupDetailList) != 1 || len(details.RoleDetailList) != 0 {
		t.Fatalf("%+v", details)
	}
	equal(t, "the inline policy in the details", decoded(t, details.UserDetailList[0].UserPolicyList[0].PolicyDocument), *allow("s3:*"))
	must(t, c.DeleteUserPolicy, &iam.DeleteUserPolicyInput{UserName: &name, PolicyName: aws.String("p")})
	c.deleteThree(t, name)
}

func passwordCycle(t *testing.T, c *caller) {
	refused[*types.NoSuchEntityException](t, c.GetAccountPasswordPolicy, &iam.GetAccountPasswordPolicyInput{})
	must(t, c.UpdateAccountPasswordPolicy, &iam.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(12), RequireSymbols: true, MaxPasswordAge: aws.Int32(90)})
	policy := must(t, c.GetAccountPasswordPolicy, &iam.GetAccountPasswordPolicyInput{}).PasswordPolicy
	if *policy.MinimumPasswordLength != 12 || !policy.RequireSymbols || policy.RequireNumbers || !policy.ExpirePasswords || *policy.MaxPasswordAge != 90 {
		t.Errorf("%+v", policy)
	}
	name := aws.String("pam")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: name})
	refused[*types.PasswordPolicyViolationException](t, c.CreateLoginProfile, &iam.CreateLoginProfileInput{UserName: name, Password: aws.String("longbutplain")})
	must(t, c.CreateLoginProfile, &iam.CreateLoginProfileInput{UserName: name, Password: aws.String("long & with symbols"), PasswordResetRequired: true})
	equal(t, "whether the password is to be reset", must(t, c.GetLoginProfile, &iam.GetLoginProfileInput{UserName: name}).LoginProfile.PasswordResetRequired, true)
	must(t, c.UpdateLoginProfile, &iam.UpdateLoginProfileInput{UserName: name, PasswordResetRequired: aws.Bool(false)})
	must(t, c.DeleteLoginProfile, &iam.DeleteLoginProfileInput{UserName: name})
	refused[*types.NoSuchEntityException](t, c.GetLoginProfile, &iam.GetLoginProfileInput{UserName: name})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: name})
	must(t, c.DeleteAccountPasswordPolicy, &iam.DeleteAccountPasswordPolicyInput{})
}
