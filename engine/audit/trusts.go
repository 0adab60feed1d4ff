package audit

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeUnusable is the code of a trust policy that nobody of the scenario can use.
const CodeUnusable = "TRUST_POLICY_UNUSABLE"

// CodeCrossAccount is the code of a trust policy that lets in an account which the scenario does not know.
const CodeCrossAccount = "CROSS_ACCOUNT_TRUST"

// crossAccountTrusts looks for trust policies that let in, on no condition, an account that is neither in the scenario nor in its
// organization: whoever that account lets call sts:AssumeRole has the role.
func crossAccountTrusts(a *auditor) {
	for _, account := range a.World.Accounts {
		for _, r := range account.Roles {
			if r.Trust != nil && a.document(r.Trust) != nil && !r.ServiceLinked() {
				a.outsiders(r)
			}
		}
	}
}

func (a *auditor) outsiders(r *iam.Role) {
	for _, s := range sound(r.Trust) {
		if s.Effect != policy.Allow || s.Principal == nil || s.Principal.Not || len(s.Conditions) > 0 {
			continue
		}
		for i := range s.Principal.Values {
			if v := &s.Principal.Values[i]; v.Account != "" && a.spend(1) && a.World.Account(v.Account) == nil && !a.World.Organization.Has(v.Account) {
				a.statement(r.Trust, syntax.Diagnostic{Span: v.Span, Severity: syntax.Suggestion, Code: CodeCrossAccount,
					Message: "Account " + v.Account + ", which is neither in this scenario nor in its organization, can assume " + r.Name + ". Make sure that it is the one you mean; where it is a third party's, ask for an external ID with a condition on sts:ExternalId."})
			}
		}
	}
}

// unusableTrusts looks for roles that none of the scenario's users, roles and root users can assume, although the trust policy
// is about them alone: it names no service, provider or account that the scenario does not hold.
func unusableTrusts(a *auditor) {
	for _, account := range a.World.Accounts {
		for _, r := range account.Roles {
			if r.Trust == nil || a.document(r.Trust) == nil || r.ServiceLinked() || !a.modelled(r.Trust) {
				continue
			}
			if !a.toldHalf(r.Trust) && a.unusable(r) {
				a.statement(r.Trust, syntax.Diagnostic{Span: firstAllow(r.Trust), Severity: syntax.Warning, Code: CodeUnusable,
					Message: "No user or role of this scenario can assume " + r.Name + ": those that this lets in do not exist here, or no policy of theirs allows sts:AssumeRole on " + r.ARN + "."})
			}
		}
	}
}

// toldHalf says whether the reason is told already.
func (a *auditor) toldHalf(trust *iam.Policy) bool {
	return slices.ContainsFunc(a.found.Documents[a.document(trust)], func(d syntax.Diagnostic) bool { return d.Code == CodeHalf })
}

func firstAllow(p *iam.Policy) syntax.Span {
	for _, s := range sound(p) {
		if s.Effect == policy.Allow {
			return s.Principal.Span
		}
	}
	return syntax.Span{}
}

// modelled says whether all that a trust policy lets in belongs to accounts whose users and roles the scenario holds.
func (a *auditor) modelled(trust *iam.Policy) bool {
	allows := 0
	for _, s := range sound(trust) {
		if s.Effect != policy.Allow {
			continue
		}
		allows++
		if s.Principal == nil || s.Principal.Not || len(s.Principal.Values) == 0 {
			return false
		}
		for i := range s.Principal.Values {
			if !a.holds(&s.Principal.Values[i]) {
				return false
			}
		}
	}
	return allows > 0
}

// holds says whether a principal value names an account that the scenario holds with its users or roles, or one of those.
func (a *auditor) holds(v *policy.PrincipalValue) bool {
	switch v.Kind {
	case policy.PrincipalAccount:
		return a.populated(v.Account)
	case policy.PrincipalUser, policy.PrincipalRole:
		return a.populated(strings.Split(v.Raw, ":")[4])
	}
	return false
}

// populated says whether the scenario holds users or roles of an account.
func (a *auditor) populated(account string) bool {
	for i := range a.identities {
		if a.identities[i].account.ID == account {
			return true
		}
	}
	return false
}

// unusable asks for everybody. Whoever is let in but for a key that the request does not carry may bring it.
func (a *auditor) unusable(r *iam.Role) bool {
	for i := range a.Requests {
		for j := range a.Requests[i].Asked {
			q := &a.Requests[i].Asked[j]
			if q.Resource == r.ARN && a.spend(1) && a.decider.Decide(q) == authz.Allowed {
				return false
			}
		}
	}
	for i := range a.identities {
		who := &a.identities[i]
		principal, fault := a.World.Principal(who.ARN)
		q := authz.Request{Principal: principal, Action: "sts:AssumeRole", Resource: r.ARN, Clock: a.Options.Now}
		if who.ARN == r.ARN {
			continue
		}
		if fault != iam.NoFault || !a.spend(1) {
			return false
		}
		if a.decider.Decide(&q) == authz.Allowed || a.mayBring(&q) {
			return false
		}
	}
	return true
}

// mayBring says whether somebody asked for a key that the request does not carry.
func (a *auditor) mayBring(q *authz.Request) bool {
	return !a.spend(traceWork) || len(a.trace(q).MissingContext) > 0
}
