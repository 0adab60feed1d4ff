package operations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// IM-35, H.8: the last that fits is taken, and one more refused.
func TestQuotas(t *testing.T) {
	const create, group, attach = "CreatePolicy", "AddUserToGroup", "AttachUserPolicy"
	setup := func(s *session) {
		s.does("CreateUser", `{"UserName":"ana"}`)
		s.does("CreateGroup", `{"GroupName":"devs"}`)
		s.does("CreateRole", `{"RoleName":"web","AssumeRolePolicyDocument":`+trust+`}`)
		for i := range 11 {
			s.does("CreateGroup", fmt.Sprintf(`{"GroupName":"g%d"}`, i))
			s.does(create, fmt.Sprintf(`{"PolicyName":"p%d","PolicyDocument":%s}`, i, document))
		}
	}
	for name, c := range map[string]struct {
		operation, parameters string
		fits                  int
		message               string
	}{
		"groups of a user (IM-11)": {group, `{"UserName":"ana","GroupName":"g%d"}`, 10, "Cannot exceed quota for GroupsPerUser: 10"},
		"policies of a user":       {attach, `{"UserName":"ana","PolicyArn":"` + own + `p%d"}`, 10, "Cannot exceed quota for PoliciesPerUser: 10"},
		"policies of a group":      {"AttachGroupPolicy", `{"GroupName":"devs","PolicyArn":"` + own + `p%d"}`, 10, "Cannot exceed quota for PoliciesPerGroup: 10"},
		"policies of a role":       {"AttachRolePolicy", `{"RoleName":"web","PolicyArn":"` + own + `p%d"}`, 10, "Cannot exceed quota for PoliciesPerRole: 10"},
		"tags of a role (IM-33)":   {"TagRole", `{"RoleName":"web","Tags":[{"Key":"k%d","Value":""}]}`, 50, "The number of tags has reached the maximum limit."},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			setup(s)
			for i := range c.fits {
				s.does(c.operation, fmt.Sprintf(c.parameters, i))
			}
			s.does(c.operation, fmt.Sprintf(c.parameters, 0)) // once more changes nothing
			s.fails(c.operation, fmt.Sprintf(c.parameters, c.fits), "LimitExceeded", c.message)
		})
	}
}

// A.7, GR-49: sizes count characters but for white space.
func TestSizesOfDocuments(t *testing.T) {
	of := func(size int) string {
		const around = `{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"*"}}`
		return quoted(strings.Repeat(" \n", 500) + strings.Replace(around, `"Sid":""`, `"Sid":"`+strings.Repeat("x", size-len(around))+`"`, 1))
	}
	s := newSession(t)
	s.does("CreateUser", `{"UserName":"ana"}`)
	s.does("CreateGroup", `{"GroupName":"devs"}`)
	s.does("CreateRole", `{"RoleName":"web","AssumeRolePolicyDocument":`+trust+`}`)
	s.does("CreatePolicy", `{"PolicyName":"P","PolicyDocument":`+of(6144)+`}`)
	s.fails("CreatePolicy", `{"PolicyName":"Q","PolicyDocument":`+of(6145)+`}`, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
	s.does("PutUserPolicy", `{"UserName":"ana","PolicyName":"a","PolicyDocument":`+of(1024)+`}`)
	s.does("PutUserPolicy", `{"UserName":"ana","PolicyName":"b","PolicyDocument":`+of(1024)+`}`)
	s.fails("PutUserPolicy", `{"UserName":"ana","PolicyName":"b","PolicyDocument":`+of(1025)+`}`, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user ana")
	s.does("PutGroupPolicy", `{"GroupName":"devs","PolicyName":"a","PolicyDocument":`+of(5120)+`}`)
	s.fails("PutGroupPolicy", `{"GroupName":"devs","PolicyName":"a","PolicyDocument":`+of(5121)+`}`, "LimitExceeded", "Maximum policy size of 5120 bytes exceeded for group devs")
	s.does("PutRolePolicy", `{"RoleName":"web","PolicyName":"a","PolicyDocument":`+of(10240)+`}`)
	s.fails("PutRolePolicy", `{"RoleName":"web","PolicyName":"a","PolicyDocument":`+of(10241)+`}`, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role web")
}

// H.8: an account has at most 300 groups.
func TestAccountsAreFull(t *testing.T) {
	s := newSession(t)
	for i := range 300 {
		s.does("CreateGroup", fmt.Sprintf(`{"GroupName":"g%d"}`, i))
	}
	s.fails("CreateGroup", `{"GroupName":"more"}`, "LimitExceeded", "Cannot exceed quota for GroupsPerAccount: 300")
}

// IM-13: the number of a deleted version is not used again, also where the scenario was written in between.
func TestVersionNumbersAreNotUsedAgain(t *testing.T) {
	s := newSession(t)
	s.does("CreatePolicy", `{"PolicyName":"P","PolicyDocument":`+document+`}`)
	arn := `"PolicyArn":"` + own + `P"`
	s.does("CreatePolicyVersion", `{`+arn+`,"PolicyDocument":`+other+`}`)
	s.does("DeletePolicyVersion", `{`+arn+`,"VersionId":"v2"}`)
	s.want(at(s.does("CreatePolicyVersion", `{`+arn+`,"PolicyDocument":`+other+`,"SetAsDefault":true}`), "PolicyVersion", "VersionId"), "v3")
	s.want(s.world.Account(account).Policies[0].Document.Text, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`)
	s.want(at(s.does("GetPolicy", `{`+arn+`}`), "Policy", "DefaultVersionId"), "v3")
}

// IM-4: who is renamed keeps the unique id, groups and policies; the ARN changes.
func TestRenamedUsersAndGroups(t *testing.T) {
	s := newSession(t)
	id := at(s.does("CreateUser", `{"UserName":"ana"}`), "User", "UserId")
	s.does("CreateGroup", `{"GroupName":"devs"}`)
	s.does("AddUserToGroup", `{"UserName":"ana","GroupName":"devs"}`)
	s.does("UpdateUser", `{"UserName":"ana","NewUserName":"zoe","NewPath":"/p/"}`)
	s.does("UpdateGroup", `{"GroupName":"devs","NewGroupName":"makers"}`)
	u := s.does("GetUser", `{"UserName":"zoe"}`)
	s.want(at(u, "User", "UserId"), id)
	s.want(at(u, "User", "Arn"), "arn:aws:iam::111111111111:user/p/zoe")
	s.want(at(s.does("ListGroupsForUser", `{"UserName":"zoe"}`), "Groups", 0, "GroupName"), "makers")
}

// IM-16, IM-17, IM-18: a boundary keeps its policy, but not its user; an inline policy keeps its first spelling.
func TestBoundariesAndInlinePolicies(t *testing.T) {
	s := newSession(t)
	s.does("CreatePolicy", `{"PolicyName":"P","PolicyDocument":`+document+`}`)
	s.does("CreateUser", `{"UserName":"ana","PermissionsBoundary":"`+own+`P"}`)
	s.fails("DeletePolicy", `{"PolicyArn":"`+own+`P"}`, "DeleteConflict", "Cannot delete a policy attached to entities.")
	s.does("PutUserPolicy", `{"UserName":"ana","PolicyName":"Own","PolicyDocument":`+document+`}`)
	s.does("PutUserPolicy", `{"UserName":"ana","PolicyName":"OWN","PolicyDocument":`+other+`}`)
	s.want(at(s.does("ListUserPolicies", `{"UserName":"ana"}`), "PolicyNames", 0), "Own")
	s.want(at(s.does("ListUserPolicies", `{"UserName":"ana"}`), "PolicyNames", 1), "(nothing)")
	s.does("DeleteUserPolicy", `{"UserName":"ana","PolicyName":"own"}`)
	s.does("DeleteUser", `{"UserName":"ana"}`)
	s.does("DeletePolicy", `{"PolicyArn":"`+own+`P"}`)
}

// Without UserName, the calling user is meant, and the root user has keys of its own (IM-21).
func TestCallsAboutOneself(t *testing.T) {
	s := newSession(t)
	s.does("CreateUser", `{"UserName":"ana"}`)
	s.fails("CreateAccessKey", `{}`, "ValidationError", "Must specify userName when calling with non-User credentials")
	s.caller = iam.Principal{Kind: iam.UserPrincipal, AccountID: account, Partition: "aws", ARN: "arn:aws:iam::" + account + ":user/ana"}
	key := s.does("CreateAccessKey", `{}`)
	s.want(at(key, "AccessKey", "UserName"), "ana")
	s.want(at(key, "AccessKey", "SecretAccessKey"), operations.Secret(at(key, "AccessKey", "AccessKeyId")))
	s.want(at(s.does("GetUser", `{}`), "User", "UserName"), "ana")
	s.caller = iam.Principal{Kind: iam.RootUser, AccountID: account, Partition: "aws", ARN: "arn:aws:iam::" + account + ":root"}
	s.does("CreateAccessKey", `{}`)
	s.want(at(s.does("GetAccountSummary", `{}`), "SummaryMap", "AccountAccessKeysPresent"), "1")
	s.want(at(s.does("GetUser", `{}`), "User", "Arn"), "arn:aws:iam::111111111111:root")
}

// IM-26: AWS's own policy wants 8 characters of three kinds; IM-25: the account's says what it wants.
func TestPasswords(t *testing.T) {
	const refused = "Password does not conform to the account password policy."
	s := newSession(t)
	s.does("CreateUser", `{"UserName":"ana"}`)
	s.fails("CreateLoginProfile", `{"UserName":"ana","Password":"Abcdef1"}`, "PasswordPolicyViolation", refused)
	s.fails("CreateLoginProfile", `{"UserName":"ana","Password":"abcdefg1"}`, "PasswordPolicyViolation", refused)
	s.does("CreateLoginProfile", `{"UserName":"ana","Password":"Abcdefg1"}`)
	s.fails("DeleteUser", `{"UserName":"ana"}`, "DeleteConflict", "Cannot delete entity, must delete login profile first.")
	s.does("UpdateAccountPasswordPolicy", `{"RequireSymbols":true}`)
	s.want(at(s.does("GetAccountPasswordPolicy", `{}`), "PasswordPolicy", "MinimumPasswordLength"), "6")
	s.fails("UpdateLoginProfile", `{"UserName":"ana","Password":"Abcdefg1"}`, "PasswordPolicyViolation", refused)
	s.does("UpdateLoginProfile", `{"UserName":"ana","Password":"abcde!"}`)
}
