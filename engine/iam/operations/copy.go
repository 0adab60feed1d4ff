package operations

import (
	"cmp"
	"slices"

	"github.com/verdict-iam/verdict/engine/iam"
)

// with gives the world with another account in the place of the one with its id.
func with(w *iam.World, a *iam.Account) *iam.World {
	next := *w
	i, found := slices.BinarySearchFunc(w.Accounts, a.ID, func(b *iam.Account, id string) int { return cmp.Compare(b.ID, id) })
	next.Accounts = slices.Clone(w.Accounts)
	if found {
		next.Accounts[i] = a
	} else {
		next.Accounts = slices.Insert(next.Accounts, i, a)
	}
	return &next
}

// copier copies an account, so that operations may change the copy. What refers
// to an entity of the account refers to its copy.
type copier struct {
	policies map[*iam.Policy]*iam.Policy
	groups   map[*iam.Group]*iam.Group
	roles    map[*iam.Role]*iam.Role
}

// copied copies an account down to what operations change in place: entities
// and lists. Documents and inline policies are replaced whole, and so shared.
func copied(a *iam.Account) *iam.Account {
	c := copier{map[*iam.Policy]*iam.Policy{}, map[*iam.Group]*iam.Group{}, map[*iam.Role]*iam.Role{}}
	next := *a
	next.Root = credentials(a.Root)
	next.Policies = each(a.Policies, c.policy)
	next.Groups = each(a.Groups, c.group)
	next.Roles = each(a.Roles, c.role)
	next.Users = each(a.Users, c.user)
	next.InstanceProfiles = each(a.InstanceProfiles, c.profile)
	next.OIDCProviders = each(a.OIDCProviders, oidcCopy)
	next.SAMLProviders = each(a.SAMLProviders, tagCopy(func(one *iam.SAMLProvider) *[]iam.Tag { return &one.Tags }))
	next.ServerCertificates = each(a.ServerCertificates, tagCopy(func(one *iam.ServerCertificate) *[]iam.Tag { return &one.Tags }))
	next.MFADevices = each(a.MFADevices, tagCopy(func(one *iam.VirtualMFADevice) *[]iam.Tag { return &one.Tags }))
	return &next
}

func each[T any](all []*T, copy func(*T) *T) []*T {
	next := make([]*T, len(all))
	for i, one := range all {
		next[i] = copy(one)
	}
	return next
}

// remembered gives the copy of what may be referred to, or itself where the
// account does not hold it.
func remembered[T any](copies map[*T]*T) func(*T) *T {
	return func(one *T) *T {
		if copy, ok := copies[one]; ok {
			return copy
		}
		return one
	}
}

func (c *copier) policy(p *iam.Policy) *iam.Policy {
	next := *p
	if p.Managed != nil {
		managed := *p.Managed
		managed.Tags, managed.Versions = slices.Clone(managed.Tags), slices.Clone(managed.Versions)
		next.Managed = &managed
	}
	c.policies[p] = &next
	return &next
}

func (c *copier) identity(i iam.Identity) iam.Identity {
	i.Inline = slices.Clone(i.Inline)
	i.Attached = each(i.Attached, remembered(c.policies))
	return i
}

func (c *copier) group(g *iam.Group) *iam.Group {
	c.groups[g] = &iam.Group{Identity: c.identity(g.Identity)}
	return c.groups[g]
}

func (c *copier) role(r *iam.Role) *iam.Role {
	next := *r
	next.Identity, next.Tags = c.identity(r.Identity), slices.Clone(r.Tags)
	next.Boundary = remembered(c.policies)(r.Boundary)
	c.roles[r] = &next
	return &next
}

func (c *copier) user(u *iam.User) *iam.User {
	next := *u
	next.Identity, next.Tags, next.Credentials = c.identity(u.Identity), slices.Clone(u.Tags), credentials(u.Credentials)
	next.SigningCertificates, next.SSHPublicKeys, next.ServiceCredentials = slices.Clone(u.SigningCertificates), slices.Clone(u.SSHPublicKeys), slices.Clone(u.ServiceCredentials)
	next.Boundary = remembered(c.policies)(u.Boundary)
	next.Groups = each(u.Groups, remembered(c.groups))
	return &next
}

func (c *copier) profile(p *iam.InstanceProfile) *iam.InstanceProfile {
	next := *p
	next.Role, next.Tags = remembered(c.roles)(p.Role), slices.Clone(p.Tags)
	return &next
}

func credentials(c iam.Credentials) iam.Credentials {
	return iam.Credentials{AccessKeys: slices.Clone(c.AccessKeys), MFADevices: slices.Clone(c.MFADevices)}
}

func oidcCopy(p *iam.OIDCProvider) *iam.OIDCProvider {
	next := *p
	next.ClientIDs, next.Thumbprints, next.Tags = slices.Clone(p.ClientIDs), slices.Clone(p.Thumbprints), slices.Clone(p.Tags)
	return &next
}

// tagCopy copies what has nothing but its tags that is changed in place.
func tagCopy[T any](tagsOf func(*T) *[]iam.Tag) func(*T) *T {
	return func(one *T) *T {
		next := *one
		all := tagsOf(&next)
		*all = slices.Clone(*all)
		return &next
	}
}
