package audit

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// targets are what a leg may act on: what the scenario holds, and where that holds nothing of the kind, what the
// identity's policies name.
func (a *auditor) targets(who identity, p *path, l leg, role *iam.Role) []string {
	switch l.on {
	case self:
		if strings.Contains(l.action, "User") == (who.kind == "users") {
			return []string{who.ARN}
		}
		return nil
	case ownGroup:
		return arns(who.groups, nil)
	case otherGroup:
		return a.otherGroups(who)
	case ownPolicy:
		return customerManaged(who.policies())
	case otherUser:
		return others(who, who.account.Users, func(u *iam.User) string { return u.ARN })
	case otherRole:
		return []string{role.ARN}
	case rolePolicy:
		return customerManaged(role.Attached)
	case passed:
		return a.passable(who, p)
	case openedRole, something:
	}
	return append(named(who, l.action), "*")
}

func arns(groups, without []*iam.Group) []string {
	var all []string
	for _, g := range groups {
		if !slices.Contains(without, g) {
			all = append(all, g.ARN)
		}
	}
	return all
}

func (a *auditor) otherGroups(who identity) []string {
	if who.kind != "users" {
		return nil
	}
	return arns(who.account.Groups, who.groups)
}

// customerManaged are the ARNs of policies that the account can change; those of AWS nobody can.
func customerManaged(policies []*iam.Policy) []string {
	var all []string
	for _, p := range policies {
		if p.ARN != "" && !strings.Contains(p.ARN, ":iam::aws:") {
			all = append(all, p.ARN)
		}
	}
	return all
}

// otherRoles are the roles that the identity could turn into: not itself, and none that belongs to a service, which nobody can change.
func otherRoles(who identity) []*iam.Role {
	var all []*iam.Role
	for _, r := range who.account.Roles {
		if r.ARN != who.ARN && !r.ServiceLinked() {
			all = append(all, r)
		}
	}
	return all
}

func others[T any](who identity, all []T, arn func(T) string) []string {
	var list []string
	for _, one := range all {
		if arn(one) != who.ARN {
			list = append(list, arn(one))
		}
	}
	return list
}

// passable are the roles that the service of the path can assume, but for the identity itself.
func (a *auditor) passable(who identity, p *path) []string {
	all := a.trusting(who.account, p.service)
	if at := slices.Index(all, who.ARN); at >= 0 {
		return slices.Concat(all[:at], all[at+1:])
	}
	return all
}

// trusting are the roles of an account that a service can assume: asked once, as many identities want to know.
func (a *auditor) trusting(account *iam.Account, service string) []string {
	key := account.ID + " " + service
	if known, ok := a.trusted[key]; ok {
		return known
	}
	var all []string
	for _, r := range account.Roles {
		principal := iam.Principal{Kind: iam.ServicePrincipal, ARN: service}
		if a.decider.Decide(&authz.Request{Principal: principal, Action: "sts:AssumeRole", Resource: r.ARN, Clock: a.Options.Now}) == authz.Allowed {
			all = append(all, r.ARN)
		}
	}
	a.trusted[key] = all
	return all
}

// named are resources that the identity's policies allow the action on, their wildcards filled in.
func named(who identity, action string) []string {
	parsed, _ := policy.ParseAction(action)
	var all []string
	for _, p := range who.policies() {
		for i := range p.Document.Statements {
			s := &p.Document.Statements[i]
			if s.Effect != policy.Allow || s.Resource == nil || s.Resource.Not || (s.Action.Match(parsed) >= 0) == s.Action.Not {
				continue
			}
			for _, r := range s.Resource.Values {
				if r.Raw != "*" && !r.HasVariables() {
					all = append(all, filled.Replace(r.Raw))
				}
			}
		}
	}
	return all
}

// filled writes something for the wildcards of a pattern.
var filled = strings.NewReplacer("*", "any", "?", "a")
