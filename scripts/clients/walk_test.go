package clients

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// belief is what an account must look like, by what the calls before did.
type belief struct {
	users, groups map[string]bool
	members       map[[2]string]bool // group, user
	attached      map[[2]string]bool // user, policy
}

// outcome is how a call must end.
type outcome string

const (
	succeeds outcome = "success"
	missing  outcome = "NoSuchEntity"
	exists   outcome = "EntityAlreadyExists"
	conflict outcome = "DeleteConflict"
	limit    outcome = "LimitExceeded"
)

func outcomeOf(err error) outcome {
	var (
		noSuch *types.NoSuchEntityException
		taken  *types.EntityAlreadyExistsException
		in     *types.DeleteConflictException
		most   *types.LimitExceededException
	)
	switch {
	case err == nil:
		return succeeds
	case errors.As(err, &noSuch):
		return missing
	case errors.As(err, &taken):
		return exists
	case errors.As(err, &in):
		return conflict
	case errors.As(err, &most):
		return limit
	}
	return outcome(err.Error())
}

func countOf(pairs map[[2]string]bool, at int, name string) (n int) {
	for pair := range pairs {
		if pair[at] == name {
			n++
		}
	}
	return n
}

// step makes one random call, and tells how it must end.
type step func(t *testing.T, c *caller, b *belief, user, group, policy string) (error, outcome)

var steps = []step{
	func(t *testing.T, c *caller, b *belief, user, _, _ string) (error, outcome) {
		_, err := c.CreateUser(t.Context(), &iam.CreateUserInput{UserName: &user})
		if b.users[user] {
			return err, exists
		}
		b.users[user] = true
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, user, _, _ string) (error, outcome) {
		_, err := c.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: &user})
		switch {
		case !b.users[user]:
			return err, missing
		case countOf(b.members, 1, user)+countOf(b.attached, 0, user) > 0:
			return err, conflict
		}
		delete(b.users, user)
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, _, group, _ string) (error, outcome) {
		_, err := c.CreateGroup(t.Context(), &iam.CreateGroupInput{GroupName: &group})
		if b.groups[group] {
			return err, exists
		}
		b.groups[group] = true
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, _, group, _ string) (error, outcome) {
		_, err := c.DeleteGroup(t.Context(), &iam.DeleteGroupInput{GroupName: &group})
		switch {
		case !b.groups[group]:
			return err, missing
		case countOf(b.members, 0, group) > 0:
			return err, conflict
		}
		delete(b.groups, group)
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, user, group, _ string) (error, outcome) {
		_, err := c.AddUserToGroup(t.Context(), &iam.AddUserToGroupInput{GroupName: &group, UserName: &user})
		switch {
		case !b.users[user] || !b.groups[group]:
			return err, missing
		case !b.members[[2]string{group, user}] && countOf(b.members, 1, user) == 10:
			return err, limit
		}
		b.members[[2]string{group, user}] = true
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, user, group, _ string) (error, outcome) {
		_, err := c.RemoveUserFromGroup(t.Context(), &iam.RemoveUserFromGroupInput{GroupName: &group, UserName: &user})
		if !b.users[user] || !b.groups[group] {
			return err, missing
		}
		delete(b.members, [2]string{group, user})
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, user, _, policy string) (error, outcome) {
		_, err := c.AttachUserPolicy(t.Context(), &iam.AttachUserPolicyInput{UserName: &user, PolicyArn: &policy})
		switch {
		case !b.users[user]:
			return err, missing
		case !b.attached[[2]string{user, policy}] && countOf(b.attached, 0, user) == 10:
			return err, limit
		}
		b.attached[[2]string{user, policy}] = true
		return err, succeeds
	},
	func(t *testing.T, c *caller, b *belief, user, _, policy string) (error, outcome) {
		_, err := c.DetachUserPolicy(t.Context(), &iam.DetachUserPolicyInput{UserName: &user, PolicyArn: &policy})
		if !b.attached[[2]string{user, policy}] {
			return err, missing
		}
		delete(b.attached, [2]string{user, policy})
		return err, succeeds
	},
}

// A thousand and a half random calls end as what the calls before did demands, and the lists show what must be there.
func TestRandomCalls(t *testing.T) {
	c := root(t, walkAccount)
	random := rand.New(rand.NewPCG(1, 2026))
	b := &belief{map[string]bool{}, map[string]bool{}, map[[2]string]bool{}, map[[2]string]bool{}}
	var policies []string
	for i := range 12 {
		policies = append(policies, *must(t, c.CreatePolicy, &iam.CreatePolicyInput{PolicyName: aws.String(fmt.Sprintf("p%d", i)), PolicyDocument: allow("s3:Get*")}).Policy.Arn)
	}
	ends := map[outcome]int{}
	for i := range 1500 {
		user, group, policy := fmt.Sprintf("u%d", random.IntN(4)), fmt.Sprintf("g%d", random.IntN(12)), policies[random.IntN(12)]
		at := random.IntN(len(steps) + 8)
		if at >= len(steps) { // to come upon quotas, more is added than is taken away
			at = []int{4, 6}[at%2]
		}
		err, want := steps[at](t, c, b, user, group, policy)
		if got := outcomeOf(err); got != want {
			t.Fatalf("call %d, step %d of %s, %s, %s: %s, not %s", i, at, user, group, policy, got, want)
		}
		ends[want]++
		if i%10 == 0 {
			b.compare(t, c)
		}
	}
	for _, want := range []outcome{succeeds, missing, exists, conflict, limit} {
		if ends[want] < 5 {
			t.Errorf("only %d calls ended in %s", ends[want], want)
		}
	}
}

// compare looks at the lists.
func (b *belief) compare(t *testing.T, c *caller) {
	t.Helper()
	var users []string
	members, attached := map[[2]string]bool{}, map[[2]string]bool{}
	for _, u := range must(t, c.ListUsers, &iam.ListUsersInput{}).Users {
		users = append(users, *u.UserName)
		for _, p := range must(t, c.ListAttachedUserPolicies, &iam.ListAttachedUserPoliciesInput{UserName: u.UserName}).AttachedPolicies {
			attached[[2]string{*u.UserName, *p.PolicyArn}] = true
		}
		for _, g := range must(t, c.ListGroupsForUser, &iam.ListGroupsForUserInput{UserName: u.UserName}).Groups {
			members[[2]string{*g.GroupName, *u.UserName}] = true
		}
	}
	if !slices.Equal(users, slices.Sorted(maps.Keys(b.users))) || !maps.Equal(members, b.members) || !maps.Equal(attached, b.attached) {
		t.Fatalf("the account has\n%v %v %v, not\n%v %v %v", users, members, attached, b.users, b.members, b.attached)
	}
}
