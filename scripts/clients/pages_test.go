package clients

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// pager is a paginator of the client's.
type pager[O any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*iam.Options)) (*O, error)
}

// listing is a list that comes in pages, and what is to be in it.
type listing struct {
	pages func(t *testing.T, c *caller, size int32) [][]string
	want  []string
}

// pages reads a list to its end.
func pages[O, E any](open func(*caller, *int32) pager[O], members func(*O) (all []E, truncated bool), name func(E) string) func(*testing.T, *caller, int32) [][]string {
	return func(t *testing.T, c *caller, size int32) (read [][]string) {
		t.Helper()
		for p := open(c, &size); p.HasMorePages(); {
			out, err := p.NextPage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			all, truncated := members(out)
			equal(t, "IsTruncated", truncated, p.HasMorePages())
			var names []string
			for _, one := range all {
				names = append(names, name(one))
			}
			read = append(read, names)
		}
		return read
	}
}

// once checks that pages of a size hold everything exactly once, and that all but the last are full.
func (l *listing) once(t *testing.T, c *caller, size int32) {
	t.Helper()
	read := l.pages(t, c, size)
	for i, page := range read {
		if len(page) > int(size) || len(page) < int(size) && i < len(read)-1 {
			t.Errorf("page %d of size %d holds %d", i, size, len(page))
		}
	}
	got := slices.Sorted(slices.Values(slices.Concat(read...)))
	if want := slices.Sorted(slices.Values(l.want)); !slices.Equal(got, want) {
		t.Errorf("pages of size %d hold %d, not %d, or others", size, len(got), len(want))
	}
}

func checkPages(t *testing.T, c *caller, listings map[string]listing) {
	for _, name := range slices.Sorted(maps.Keys(listings)) {
		t.Run(name, func(t *testing.T) {
			api.watch(t)
			l := listings[name]
			for _, size := range []int32{1, 2, 99, 1000} {
				l.once(t, c, size)
			}
		})
	}
}

// made makes n things and gives their names.
func made(n int, prefix string, create func(name string)) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%s%04d", prefix, i))
		create(names[i])
	}
	return names
}

// More than a thousand users and policies: pages of every size hold each exactly once.
func TestPagesOfManyEntities(t *testing.T) {
	t.Parallel()
	c := root(t, pagesAccount)
	userNames := made(1100, "u", func(name string) { must(t, c.CreateUser, &iam.CreateUserInput{UserName: &name}) })
	policyNames := made(1100, "p", func(name string) {
		must(t, c.CreatePolicy, &iam.CreatePolicyInput{PolicyName: &name, PolicyDocument: allow("s3:Get*")})
	})
	checkPages(t, c, map[string]listing{
		"users": {want: userNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListUsersOutput] {
				return iam.NewListUsersPaginator(c, &iam.ListUsersInput{MaxItems: size})
			},
			func(o *iam.ListUsersOutput) ([]types.User, bool) { return o.Users, o.IsTruncated },
			func(u types.User) string { return *u.UserName })},
		"policies": {want: policyNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListPoliciesOutput] {
				return iam.NewListPoliciesPaginator(c, &iam.ListPoliciesInput{MaxItems: size, Scope: types.PolicyScopeTypeLocal})
			},
			func(o *iam.ListPoliciesOutput) ([]types.Policy, bool) { return o.Policies, o.IsTruncated },
			func(p types.Policy) string { return *p.PolicyName })},
	})
}

func itself(name string) string { return name }

// What belongs to one user, role or policy comes in pages as well.
func TestPagesOfFewEntities(t *testing.T) {
	c := root(t, detailsAccount)
	userNames := made(12, "u", func(name string) { must(t, c.CreateUser, &iam.CreateUserInput{UserName: &name}) })
	user := &userNames[0]
	groupNames := made(10, "g", func(name string) {
		must(t, c.CreateGroup, &iam.CreateGroupInput{GroupName: &name})
		must(t, c.AddUserToGroup, &iam.AddUserToGroupInput{GroupName: &name, UserName: user})
	})
	for i := range userNames[1:] {
		must(t, c.AddUserToGroup, &iam.AddUserToGroupInput{GroupName: &groupNames[0], UserName: &userNames[i+1]})
	}
	policyNames := made(10, "p", func(name string) {
		policy := must(t, c.CreatePolicy, &iam.CreatePolicyInput{PolicyName: &name, PolicyDocument: allow("s3:Get*")}).Policy
		must(t, c.AttachUserPolicy, &iam.AttachUserPolicyInput{UserName: user, PolicyArn: policy.Arn})
	})
	policy := arn(detailsAccount, "policy/"+policyNames[0])
	for _, name := range userNames[1:] {
		must(t, c.AttachUserPolicy, &iam.AttachUserPolicyInput{UserName: &name, PolicyArn: policy})
	}
	inlineNames := made(7, "i", func(name string) {
		must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: user, PolicyName: &name, PolicyDocument: allow("s3:Get*")})
	})
	roleNames := made(9, "r", func(name string) {
		must(t, c.CreateRole, &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: trust("Service", "ec2.amazonaws.com", "sts:AssumeRole")})
	})
	profileNames := made(8, "ip", func(name string) {
		must(t, c.CreateInstanceProfile, &iam.CreateInstanceProfileInput{InstanceProfileName: &name})
		must(t, c.AddRoleToInstanceProfile, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: &name, RoleName: &roleNames[0]})
	})
	keys := made(50, "key", func(name string) {
		must(t, c.TagUser, &iam.TagUserInput{UserName: user, Tags: []types.Tag{{Key: &name, Value: aws.String("")}}})
	})
	for range 4 {
		must(t, c.CreatePolicyVersion, &iam.CreatePolicyVersionInput{PolicyArn: policy, PolicyDocument: allow("s3:Get*")})
	}
	var actions []string
	for i := range 120 {
		actions = append(actions, fmt.Sprintf("s3:Get%d", i))
	}
	checkPages(t, c, map[string]listing{
		"groups": {want: groupNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListGroupsOutput] {
				return iam.NewListGroupsPaginator(c, &iam.ListGroupsInput{MaxItems: size})
			},
			func(o *iam.ListGroupsOutput) ([]types.Group, bool) { return o.Groups, o.IsTruncated },
			func(g types.Group) string { return *g.GroupName })},
		"groups of a user": {want: groupNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListGroupsForUserOutput] {
				return iam.NewListGroupsForUserPaginator(c, &iam.ListGroupsForUserInput{UserName: user, MaxItems: size})
			},
			func(o *iam.ListGroupsForUserOutput) ([]types.Group, bool) { return o.Groups, o.IsTruncated },
			func(g types.Group) string { return *g.GroupName })},
		"users of a group": {want: userNames, pages: pages(
			func(c *caller, size *int32) pager[iam.GetGroupOutput] {
				return iam.NewGetGroupPaginator(c, &iam.GetGroupInput{GroupName: &groupNames[0], MaxItems: size})
			},
			func(o *iam.GetGroupOutput) ([]types.User, bool) { return o.Users, o.IsTruncated },
			func(u types.User) string { return *u.UserName })},
		"attached policies": {want: policyNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListAttachedUserPoliciesOutput] {
				return iam.NewListAttachedUserPoliciesPaginator(c, &iam.ListAttachedUserPoliciesInput{UserName: user, MaxItems: size})
			},
			func(o *iam.ListAttachedUserPoliciesOutput) ([]types.AttachedPolicy, bool) {
				return o.AttachedPolicies, o.IsTruncated
			},
			func(p types.AttachedPolicy) string { return *p.PolicyName })},
		"entities of a policy": {want: userNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListEntitiesForPolicyOutput] {
				return iam.NewListEntitiesForPolicyPaginator(c, &iam.ListEntitiesForPolicyInput{PolicyArn: policy, MaxItems: size})
			},
			func(o *iam.ListEntitiesForPolicyOutput) ([]types.PolicyUser, bool) {
				return o.PolicyUsers, o.IsTruncated
			},
			func(u types.PolicyUser) string { return *u.UserName })},
		"inline policies": {want: inlineNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListUserPoliciesOutput] {
				return iam.NewListUserPoliciesPaginator(c, &iam.ListUserPoliciesInput{UserName: user, MaxItems: size})
			},
			func(o *iam.ListUserPoliciesOutput) ([]string, bool) { return o.PolicyNames, o.IsTruncated }, itself)},
		"roles": {want: roleNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListRolesOutput] {
				return iam.NewListRolesPaginator(c, &iam.ListRolesInput{MaxItems: size})
			},
			func(o *iam.ListRolesOutput) ([]types.Role, bool) { return o.Roles, o.IsTruncated },
			func(r types.Role) string { return *r.RoleName })},
		"instance profiles": {want: profileNames, pages: pages(
			func(c *caller, size *int32) pager[iam.ListInstanceProfilesForRoleOutput] {
				return iam.NewListInstanceProfilesForRolePaginator(c, &iam.ListInstanceProfilesForRoleInput{RoleName: &roleNames[0], MaxItems: size})
			},
			func(o *iam.ListInstanceProfilesForRoleOutput) ([]types.InstanceProfile, bool) {
				return o.InstanceProfiles, o.IsTruncated
			},
			func(p types.InstanceProfile) string { return *p.InstanceProfileName })},
		"tags": {want: keys, pages: pages(
			func(c *caller, size *int32) pager[iam.ListUserTagsOutput] {
				return iam.NewListUserTagsPaginator(c, &iam.ListUserTagsInput{UserName: user, MaxItems: size})
			},
			func(o *iam.ListUserTagsOutput) ([]types.Tag, bool) { return o.Tags, o.IsTruncated },
			func(tag types.Tag) string { return *tag.Key })},
		"versions": {want: []string{"v1", "v2", "v3", "v4", "v5"}, pages: pages(
			func(c *caller, size *int32) pager[iam.ListPolicyVersionsOutput] {
				return iam.NewListPolicyVersionsPaginator(c, &iam.ListPolicyVersionsInput{PolicyArn: policy, MaxItems: size})
			},
			func(o *iam.ListPolicyVersionsOutput) ([]types.PolicyVersion, bool) { return o.Versions, o.IsTruncated },
			func(v types.PolicyVersion) string { return *v.VersionId })},
		"authorization details": {want: slices.Concat(userNames, groupNames, roleNames, policyNames), pages: pages(
			func(c *caller, size *int32) pager[iam.GetAccountAuthorizationDetailsOutput] {
				return iam.NewGetAccountAuthorizationDetailsPaginator(c, &iam.GetAccountAuthorizationDetailsInput{MaxItems: size})
			},
			detailNames, itself)},
		"simulated actions": {want: actions, pages: pages(
			func(c *caller, size *int32) pager[iam.SimulateCustomPolicyOutput] {
				return iam.NewSimulateCustomPolicyPaginator(c, &iam.SimulateCustomPolicyInput{PolicyInputList: []string{*allow("s3:Get1*")}, ActionNames: actions, MaxItems: size})
			},
			func(o *iam.SimulateCustomPolicyOutput) ([]types.EvaluationResult, bool) {
				return o.EvaluationResults, o.IsTruncated
			},
			func(r types.EvaluationResult) string { return *r.EvalActionName })},
	})
}

func detailNames(o *iam.GetAccountAuthorizationDetailsOutput) (all []string, truncated bool) {
	for _, u := range o.UserDetailList {
		all = append(all, *u.UserName)
	}
	for _, g := range o.GroupDetailList {
		all = append(all, *g.GroupName)
	}
	for _, r := range o.RoleDetailList {
		all = append(all, *r.RoleName)
	}
	for _, p := range o.Policies {
		all = append(all, *p.PolicyName)
	}
	return all, o.IsTruncated
}
