package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// call is a request that AWS has decided, as a message or an event tells it.
type call struct {
	principal, action, resource string
	// role is the ARN of a session's role, where it is known with its path.
	role, federatedBy, sourceIdentity string
	resourceAccount                   string
	context                           []fact
	at, endpoint                      string
	// expect is AWS's decision in the scenario's words, and why its own words.
	expect, why string
	// blamed is the policy type that AWS names, in the words of
	// explain.PolicyType; explicit says that it denies, policyARN which one.
	blamed    string
	explicit  bool
	policyARN string
}

type fact struct{ key, value string }

// ours are the account numbers of AWS's documentation, which stand in for those
// that a text does not tell.
var ours = [...]string{"111122223333", "444455556666", "123456789012"}

// another gives a number that neither of two accounts has.
func another(taken ...string) string {
	free := slices.DeleteFunc(slices.Clone(ours[:]), func(id string) bool { return slices.Contains(taken, id) })
	return free[0]
}

// add puts a call into the scenario: who asks, what is asked for, what AWS
// blames, and the request with what AWS decided.
func (w *work) add(c *call) {
	w.calls++
	w.understood("Principal", c.principal)
	w.understood("Action", c.action)
	w.understood("Resource", c.resource)
	w.identity(c)
	w.blame(c)
	w.request(c)
	w.ask(c)
}

// settle fills in what a text leaves open: a resource that it does not name,
// account numbers that it hides, and the owner of the resource.
func (w *work) settle(c *call) {
	if c.resource == "" {
		c.resource = "*"
	}
	c.principal = w.unhide(c.principal)
	c.resource = w.unhide(c.resource)
	if told := accountOf(c.resource); told != "" {
		c.resourceAccount = told
	}
	if c.resourceAccount == "" {
		c.resourceAccount = w.ownerFor(c)
	}
}

func accountOf(s string) string {
	a, _ := arn.Parse(s)
	return a.Account
}

// ownerFor is the account of a resource that the text does not tell: the
// caller's, but for a resource whose policy has to allow it and does not, as
// that is so across accounts.
func (w *work) ownerFor(c *call) string {
	mine := accountOf(c.principal)
	if c.blamed != "resource-based policy" || c.explicit || c.resource == "*" {
		return mine
	}
	if id := w.lister(c.resource); id != "" {
		return id
	}
	other := another(mine)
	w.leaveOut("The text does not tell the account of " + c.resource + "; " + other + " stands in, as a resource-based policy has to allow across accounts.")
	return other
}

func (w *work) unhide(s string) string {
	a, ok := arn.Parse(s)
	if !ok || a.Account == "" || a.Account == "aws" || arn.IsAccountID(a.Account) {
		return s
	}
	w.leaveOut("The text hides an account number (" + a.Account + "); " + ours[0] + " stands in for it.")
	a.Account = ours[0]
	return a.String()
}

// entity is a user or role that makes or owns something.
type entity struct{ account, kind, path, name string }

// entityOf reads the user or role behind a principal's ARN.
func entityOf(principal string) (entity, bool) {
	a, ok := arn.Parse(principal)
	kind, rest, _ := strings.Cut(a.Resource, "/")
	if !ok || !arn.IsAccountID(a.Account) {
		return entity{}, false
	}
	e := entity{account: a.Account, kind: kind + "s", path: "/", name: rest}
	switch kind {
	case "user", "role":
		if i := strings.LastIndexByte(rest, '/'); i >= 0 {
			e.path, e.name = "/"+rest[:i+1], rest[i+1:]
		}
	case "assumed-role":
		e.kind = "roles"
		e.name, _, _ = strings.Cut(rest, "/")
		if strings.HasPrefix(e.name, "AWSReservedSSO_") {
			e.path = "/aws-reserved/sso.amazonaws.com/"
		}
	default:
		return entity{account: a.Account}, false
	}
	return e, true
}

// lister is the account that lists a resource, or the one that it belongs to.
func (w *work) lister(resource string) string {
	for _, id := range names(w.accounts()) {
		if has(member(w.owned(id), "resources"), owner(resource)) {
			return id
		}
	}
	return ""
}

// identity adds the account, user or role of the caller where the scenario lacks it.
func (w *work) identity(c *call) {
	for _, who := range []string{c.role, c.principal, c.federatedBy} {
		e, isEntity := entityOf(who)
		if isEntity {
			w.entity(e)
		} else if e.account != "" {
			w.owned(e.account)
		}
	}
	if arn.IsAccountID(c.resourceAccount) {
		w.owned(c.resourceAccount)
	}
}

func (w *work) accounts() *value { return object(w.root, "accounts") }

// owned is an account of the scenario, which is made where it lacks.
func (w *work) owned(account string) *value { return object(w.accounts(), account) }

// entity is a user or role of the scenario, which is made where it lacks.
func (w *work) entity(e entity) *value {
	made := object(object(w.owned(e.account), e.kind), e.name)
	if e.path != "/" {
		setText(made, "path", e.path)
	}
	return made
}

// request appends the request.
func (w *work) request(c *call) {
	r := &value{}
	setText(r, "principal", c.principal)
	setText(r, "action", c.action)
	setText(r, "resource", c.resource)
	if a, _ := arn.Parse(c.resource); a.Account == "" && c.resource != "*" && c.resourceAccount != accountOf(c.principal) {
		setText(r, "resourceAccount", c.resourceAccount)
	}
	session := &value{}
	setText(session, "federatedBy", c.federatedBy)
	setText(session, "sourceIdentity", c.sourceIdentity)
	if c.blamed == "session policy" {
		push(child(session, "policies"), c.standIn(policy.Session))
	}
	if len(session.Members) > 0 {
		set(r, "session", session)
	}
	for _, f := range c.context {
		setText(child(r, "context"), f.key, f.value)
		w.understood(f.key, f.value)
	}
	setText(r, "at", c.at)
	setText(r, "vpcEndpoint", c.endpoint)
	setText(r, "expect", c.expect)
	setText(r, "why", c.why)
	w.append(r)
}

func (w *work) append(request *value) {
	list := child(w.root, "requests")
	if w.Request < 0 {
		w.Request = len(list.Items)
	}
	push(list, request)
}

// push appends a value to a list.
func push(list, v *value) {
	list.Kind = syntax.Array
	list.Items = append(list.Items, *v)
}
