// Package audit finds what only the world of a scenario shows, by asking the engine: who can get more permissions than it was
// given, and which statements do not do what they seem to. Each family of findings has a file.
package audit

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Findings are what an audit finds.
type Findings struct {
	// Members are about members of the scenario, at their places in its text.
	Members []scenario.Diagnostic
	// Documents are about policy documents, at places in their own texts.
	Documents map[*scenario.Document][]syntax.Diagnostic
}

// Audit looks at the world of a scenario. AWS managed policies, which nobody can change, it does not blame.
func Audit(s *scenario.Scenario) *Findings {
	root, _ := syntax.Parse(s.Source.Text())
	a := &auditor{Scenario: s, root: &root, decider: authz.NewDecider(s.World), identities: identities(s.World), trusted: map[string][]string{}}
	a.found.Documents = map[*scenario.Document][]syntax.Diagnostic{}
	escalations(a)
	practices(a)
	for _, f := range families {
		a.left = mostWork
		if f.find(a); a.left < 0 {
			a.member([]string{"accounts"}, syntax.Suggestion, f.code, "The scenario is large, so not all of it was looked at for this.")
		}
	}
	return &a.found
}

// families are the findings that share a bound of their work.
var families = [...]struct {
	code string
	find func(*auditor)
}{
	{CodeIdle, idleStatements},
	{CodeCutOff, cutOffGrants},
	{CodeHalf, missingHalves},
	{CodeMisses, missingDenies},
	{CodeUnusable, unusableTrusts},
	{CodeCrossAccount, crossAccountTrusts},
}

// The bounds of the work: so many users and roles are looked at, so many targets tried, and so much work is done by each
// family; a decision is a piece of it, a trace as much as some of them.
const (
	mostPrincipals = 300
	mostTargets    = 20
	mostNamed      = 5
	mostWork       = 3_000
	traceWork      = 4
)

// auditor is one audit.
type auditor struct {
	*scenario.Scenario
	root       *syntax.Value // the scenario's text, read
	decider    *authz.Decider
	identities []identity
	// trusted are the roles that services can assume, by account and service, as far as they were asked for.
	trusted map[string][]string
	found   Findings
	// left is how much work the family may still do; less than nothing where it had to stop.
	left int
}

// spend says whether there is work left for it. The family that hears no has not looked at everything.
func (a *auditor) spend(work int) bool {
	if a.left >= 0 {
		a.left -= work
	}
	return a.left >= 0
}

// trace decides a request, with what decided and what was missing.
func (a *auditor) trace(r *authz.Request) *authz.Trace { return authz.Decide(a.World, r) }

// member reports what is about a member of the scenario.
func (a *auditor) member(path []string, severity syntax.Severity, code, message string) {
	a.found.Members = append(a.found.Members, scenario.Diagnostic{Path: path, Diagnostic: syntax.Diagnostic{
		Span: nameAt(a.root, path), Severity: severity, Code: code, Message: message,
	}})
}

// statement reports what is about a statement of a policy, once.
func (a *auditor) statement(p *iam.Policy, d syntax.Diagnostic) {
	document := a.document(p)
	told := func(other syntax.Diagnostic) bool {
		return other.Span == d.Span && other.Code == d.Code && other.Message == d.Message
	}
	if all := a.found.Documents[document]; document != nil && !slices.ContainsFunc(all, told) {
		a.found.Documents[document] = append(all, d)
	}
}

// document gives the place of a policy that the scenario's author can change, or nil.
func (a *auditor) document(p *iam.Policy) *scenario.Document {
	if d := a.DocumentOf(p); d != nil && d.Path != nil {
		return d
	}
	return nil
}

// nameAt is the place of the member's name that a path leads to, or the beginning of the text.
func nameAt(v *syntax.Value, path []string) syntax.Span {
	var at syntax.Span
	for _, step := range path {
		m, ok := v.Find(step)
		if !ok {
			return syntax.Span{}
		}
		v, at = &m.Value, m.NameSpan
	}
	return at
}

// identity is a user or role, and what paths act on beside it.
type identity struct {
	*iam.Identity
	account  *iam.Account
	kind     string // users or roles, as scenarios name them
	groups   []*iam.Group
	boundary *iam.Policy
}

func identities(w *iam.World) []identity {
	var all []identity
	for _, account := range w.Accounts {
		for _, u := range account.Users {
			all = append(all, identity{&u.Identity, account, "users", u.Groups, u.Boundary})
		}
		for _, r := range account.Roles {
			if !r.ServiceLinked() {
				all = append(all, identity{&r.Identity, account, "roles", nil, r.Boundary})
			}
		}
	}
	return all
}

// path leads to the identity in the scenario.
func (i *identity) path() []string { return []string{"accounts", i.account.ID, i.kind, i.Name} }

// policies are those that speak for the identity: its own and its groups'.
func (i *identity) policies() []*iam.Policy {
	all := slices.Concat(i.Inline, i.Attached)
	for _, g := range i.groups {
		all = append(all, slices.Concat(g.Inline, g.Attached)...)
	}
	return all
}

// sound are the statements of a policy that are evaluated.
func sound(p *iam.Policy) []*policy.Statement {
	var all []*policy.Statement
	for i := range p.Document.Statements {
		if s := &p.Document.Statements[i]; s.Sound() {
			all = append(all, s)
		}
	}
	return all
}
