package operations_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/syntax"
)

const account = "111111111111"

// session runs calls one after another, as an administrator of the account.
type session struct {
	*testing.T
	world  *iam.World
	caller iam.Principal
	calls  int
}

func newSession(t *testing.T) *session {
	w := &iam.World{Accounts: []*iam.Account{{ID: account, Partition: "aws"}}}
	return &session{T: t, world: w, caller: iam.Principal{Kind: iam.RoleSession, AccountID: account, Partition: "aws", ARN: "arn:aws:sts::" + account + ":assumed-role/admin/ana"}}
}

func (s *session) call(operation, parameters string) *operations.Call {
	if u := s.world.Account(account).User("bea"); u != nil {
		parameters = ids(u).Replace(parameters)
	}
	p, problems := syntax.Parse(parameters)
	if len(problems) > 0 {
		s.Fatalf("%s %s: %v", operation, parameters, problems)
	}
	s.calls++
	return &operations.Call{
		Operation: operation, Account: account, Caller: s.caller, Parameters: &p,
		Now: "2026-03-01T10:00:00Z", Seed: strconv.Itoa(s.calls), Managed: catalog.Library{catalog.Core},
	}
}

// ids puts the ids of what a user has in the place of their words.
func ids(u *iam.User) *strings.Replacer {
	var pairs []string
	for _, k := range u.AccessKeys {
		pairs = append(pairs, "{key}", k.ID)
	}
	for _, c := range u.SigningCertificates {
		pairs = append(pairs, "{certificate}", c.ID)
	}
	for _, k := range u.SSHPublicKeys {
		pairs = append(pairs, "{public key}", k.ID)
	}
	for _, c := range u.ServiceCredentials {
		pairs = append(pairs, "{credential}", c.ID)
	}
	return strings.NewReplacer(pairs...)
}

// does carries a call out that must succeed.
func (s *session) does(operation, parameters string) *syntax.Value {
	s.Helper()
	next, result, err := operations.Run(s.world, s.call(operation, parameters))
	if err != nil {
		s.Fatalf("%s %s: %s: %s", operation, parameters, err.Code, err.Message)
	}
	s.world = next
	return result
}

// fails carries a call out that must be refused with these words.
func (s *session) fails(operation, parameters, code, message string) {
	s.Helper()
	next, _, err := operations.Run(s.world, s.call(operation, parameters))
	if err == nil {
		s.Errorf("%s %s succeeds, want %s: %s", operation, parameters, code, message)
		return
	}
	if next != s.world || err.Code != code || err.Message != message {
		s.Errorf("%s %s:\n got %s: %s\nwant %s: %s", operation, parameters, err.Code, err.Message, code, message)
	}
}

// tries carries a call out, whatever comes of it.
func (s *session) tries(operation, parameters string) {
	s.Helper()
	s.world, _, _ = operations.Run(s.world, s.call(operation, parameters))
}

// at gives the text at a path of a result: member names and indexes.
func at(v *syntax.Value, path ...any) string {
	for _, step := range path {
		switch step := step.(type) {
		case int:
			if step >= len(v.Items) {
				return "(nothing)"
			}
			v = &v.Items[step]
		case string:
			m, ok := v.Find(step)
			if !ok {
				return "(nothing)"
			}
			v = &m.Value
		}
	}
	return v.Text
}

func (s *session) want(got, want string) {
	s.Helper()
	if got != want {
		s.Errorf("got %q, want %q", got, want)
	}
}

// IM-1, IM-2, IM-3: one name, whatever its letter case and path.
func TestUsersHaveOneName(t *testing.T) {
	s := newSession(t)
	made := s.does("CreateUser", `{"UserName":"Bob","Path":"/sales/","Tags":[{"Key":"team","Value":"a"}]}`)
	s.want(at(made, "User", "Arn"), "arn:aws:iam::111111111111:user/sales/Bob")
	s.want(at(made, "User", "CreateDate"), "2026-03-01T10:00:00Z")
	s.want(at(made, "User", "UserId")[:4], "AIDA")
	s.fails("CreateUser", `{"UserName":"BOB"}`, "EntityAlreadyExists", "User with name BOB already exists.")
	s.want(at(s.does("GetUser", `{"UserName":"bob"}`), "User", "Tags", 0, "Value"), "a")
	s.want(at(s.does("ListUsers", `{"PathPrefix":"/sales/"}`), "Users", 0, "UserName"), "Bob")
	s.want(at(s.does("ListUsers", `{"PathPrefix":"/other/"}`), "Users", 0, "UserName"), "(nothing)")
	s.fails("GetUser", `{"UserName":"nonexistent-user"}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found.")
}
