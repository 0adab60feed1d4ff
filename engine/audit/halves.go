package audit

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeHalf is the code of a grant between accounts of which one half is missing (EV-43).
const CodeHalf = "CROSS_ACCOUNT_HALF_MISSING"

// missingHalves looks for grants from one account of the scenario to another of which one half is there and the other is not:
// the policy on the resource or role lets somebody in whose own policies do not, or the other way round. A grant counts as
// whole if one of its actions is allowed on one resource for one principal.
func missingHalves(a *auditor) {
	for _, r := range a.World.Resources {
		if r.Policy != nil && !r.BlockPublicAccess && authz.TakesPolicy(r.ARN) {
			a.lettingIn(r.Policy, r.ARN, r.Account)
		}
	}
	for _, account := range a.World.Accounts {
		for _, r := range account.Roles {
			if r.Trust != nil {
				a.lettingIn(r.Trust, r.ARN, account.ID)
			}
		}
	}
	for i := range a.identities {
		a.reachingOut(&a.identities[i])
	}
}

// lettingIn looks at the policy of a resource or role for principals of other accounts that it lets in.
func (a *auditor) lettingIn(p *iam.Policy, on, owner string) {
	for _, s := range sound(p) {
		if s.Effect != policy.Allow || s.Principal == nil || s.Principal.Not || s.Action.Not {
			continue
		}
		for i := range s.Principal.Values {
			v := &s.Principal.Values[i]
			callers := a.callers(v, owner)
			if len(callers) > 0 && a.half(callers, s, on, policy.Identity) {
				a.statement(p, syntax.Diagnostic{Span: v.Span, Severity: syntax.Warning, Code: CodeHalf, Message: "Half of this grant is missing: " + whose(v) + " allows this on " + on + ". Between accounts both sides must allow it."})
			}
		}
	}
}

// whose names the policies in which the other half is missing.
func whose(v *policy.PrincipalValue) string {
	if v.Kind == policy.PrincipalAccount {
		return "no policy of a user or role of account " + v.Account
	}
	return "no identity-based policy of " + v.Raw
}

// callers are the users and roles of another account of the scenario that a principal element names.
func (a *auditor) callers(v *policy.PrincipalValue, owner string) []*identity {
	var all []*identity
	for i := range a.identities {
		who := &a.identities[i]
		named := v.Raw == who.ARN || v.Kind == policy.PrincipalAccount && v.Account == who.account.ID
		if named && who.account.ID != owner && len(all) < mostTargets {
			all = append(all, who)
		}
	}
	return all
}

// half says whether nothing but the policy type is missing, for each caller and each action that the statement names in full.
// Where more is missing, or keys that somebody asks for, it is not known.
func (a *auditor) half(callers []*identity, s *policy.Statement, on string, missing policy.Type) bool {
	asked := false
	for _, who := range callers {
		principal, fault := a.World.Principal(who.ARN)
		for _, action := range fullActions(s) {
			for _, resource := range targetsOf(s, on, who, action) {
				if fault != iam.NoFault || !a.spend(1+traceWork) {
					return false
				}
				t := a.trace(&authz.Request{Principal: principal, Action: action, Resource: resource, Clock: a.Options.Now})
				if !lacks(t, missing) {
					return false
				}
				asked = true
			}
		}
	}
	return asked
}

// lacks says whether a request is denied for want of the policy type's Allow alone.
func lacks(t *authz.Trace, missing policy.Type) bool {
	return t.Decision == authz.ImplicitDeny && len(t.MissingContext) == 0 && !slices.ContainsFunc(t.Missing, func(m authz.Missing) bool {
		return m.Type != missing || m.Beyond != authz.InPolicies
	})
}

// targetsOf are resources that a statement on a resource or role is about, the ones that the caller's own policies name among
// them.
func targetsOf(s *policy.Statement, on string, who *identity, action string) []string {
	if s.Resource == nil {
		return []string{on}
	}
	var all []string
	if !s.Resource.Not {
		for i := range s.Resource.Values {
			if r := &s.Resource.Values[i]; !r.HasVariables() {
				all = append(all, onResource(filled.Replace(r.Raw), on))
			}
		}
	}
	for _, r := range named(*who, action) {
		if governs(on, r) && coveredBy(s, r) {
			all = append(all, r)
		}
	}
	return all[:min(len(all), mostTargets)]
}

// onResource gives the resource itself where a pattern is about everything.
func onResource(filled, on string) string {
	if governs(on, filled) {
		return filled
	}
	return on
}

// governs says whether the policy of one resource is that of another: of a bucket for its objects.
func governs(on, resource string) bool { return resource == on || strings.HasPrefix(resource, on+"/") }

func coveredBy(s *policy.Statement, resource string) bool {
	for i := range s.Resource.Values {
		if r := &s.Resource.Values[i]; !r.HasVariables() && r.Match(resource, nil).Matched {
			return !s.Resource.Not
		}
	}
	return s.Resource.Not
}

// reachingOut looks at the policies of a user or role for resources and roles of other accounts of the scenario.
func (a *auditor) reachingOut(who *identity) {
	for _, p := range who.policies() {
		if a.document(p) == nil {
			continue
		}
		for _, s := range sound(p) {
			if s.Effect != policy.Allow || s.Action.Not || s.Resource == nil || s.Resource.Not {
				continue
			}
			for i := range s.Resource.Values {
				a.reaching(who, p, s, &s.Resource.Values[i])
			}
		}
	}
}

// reaching looks at one resource that a statement names.
func (a *auditor) reaching(who *identity, p *iam.Policy, s *policy.Statement, r *policy.ResourcePattern) {
	resource := filled.Replace(r.Raw)
	owner, side := a.other(resource)
	if r.HasVariables() || owner == nil || owner.account == who.account.ID {
		return
	}
	principal, fault := a.World.Principal(who.ARN)
	asked := false
	for _, action := range fullActions(s) {
		for _, on := range append(owner.named(action, r), resource) {
			if fault != iam.NoFault || !a.spend(1+traceWork) {
				return
			}
			if !lacks(a.trace(&authz.Request{Principal: principal, Action: action, Resource: on, Clock: a.Options.Now}), side) {
				return
			}
			asked = true
		}
	}
	if asked {
		a.statement(p, syntax.Diagnostic{Span: r.Span, Severity: syntax.Warning, Code: CodeHalf, Message: "Half of this grant is missing: the " + sideNames[side] + " of " + owner.arn + " in account " + owner.account + " does not let " + who.ARN + " in. Between accounts both sides must allow it."})
	}
}

var sideNames = [...]string{policy.Resource: "resource-based policy", policy.Trust: "trust policy"}

// owned is a resource or role that the scenario holds, with the policy that stands on it.
type owned struct {
	arn, account string
	policy       *iam.Policy
}

// other finds the resource or role of the scenario that a resource belongs to.
func (a *auditor) other(resource string) (*owned, policy.Type) {
	for _, account := range a.World.Accounts {
		for _, r := range account.Roles {
			if r.ARN == resource {
				return &owned{r.ARN, account.ID, r.Trust}, policy.Trust
			}
		}
	}
	if r := a.World.Resource(resource); r != nil && authz.TakesPolicy(r.ARN) {
		return &owned{r.ARN, r.Account, r.Policy}, policy.Resource
	}
	return nil, 0
}

// named are resources that the policy on a resource allows an action on, as far as the caller's pattern covers them.
func (o *owned) named(action string, pattern *policy.ResourcePattern) []string {
	if o.policy == nil {
		return nil
	}
	parsed, _ := policy.ParseAction(action)
	var all []string
	for _, s := range sound(o.policy) {
		if s.Effect != policy.Allow || s.Resource == nil || s.Resource.Not || (s.Action.Match(parsed) >= 0) == s.Action.Not {
			continue
		}
		for i := range s.Resource.Values {
			if r := filled.Replace(s.Resource.Values[i].Raw); governs(o.arn, r) && !s.Resource.Values[i].HasVariables() && pattern.Match(r, nil).Matched {
				all = append(all, r)
			}
		}
	}
	return all[:min(len(all), mostTargets)]
}
