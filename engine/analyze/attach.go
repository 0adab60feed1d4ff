package analyze

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// maxOffered bounds how many policies or groups are proposed to attach.
const maxOffered = 10

// entity finds where the scenario writes a user, group or role.
func (f *finder) entity(arn string) []string {
	for _, a := range f.s.World.Accounts {
		for _, u := range a.Users {
			if u.ARN == arn {
				return []string{"accounts", a.ID, "users", u.Name}
			}
		}
		for _, g := range a.Groups {
			if g.ARN == arn {
				return []string{"accounts", a.ID, "groups", g.Name}
			}
		}
		for _, r := range a.Roles {
			if r.ARN == arn {
				return []string{"accounts", a.ID, "roles", r.Name}
			}
		}
	}
	return nil
}

// node finds where the scenario writes the root, an organizational unit or an account of the organization.
func (f *finder) node(id string) *syntax.Value {
	return unit(f.at("organization", "root"), id)
}

// unit is bounded by the depth of nesting that the scenario reader allows.
func unit(v *syntax.Value, id string) *syntax.Value {
	if own, ok := v.Find("id"); ok && own.Value.Text == id {
		return v
	}
	if account := find(v, []string{"accounts", id}); account.Kind == syntax.Object {
		return account
	}
	units := find(v, []string{"organizationalUnits"})
	for i := range units.Members {
		if below := unit(&units.Members[i].Value, id); below.Kind != syntax.Missing {
			return below
		}
	}
	return &syntax.Value{}
}

// detach takes a policy from where it is attached.
func (f *finder) detach(r authz.Ref) {
	c := Change{Verb: Detach, Policy: r.Policy, Value: r.Policy.Name, Target: r.AttachedTo}
	switch r.Type {
	case policy.Identity:
		f.detachIdentity(c)
	case policy.Boundary:
		f.removeBoundary(r.AttachedTo)
	case policy.SCP:
		f.takeReference(find(f.node(r.AttachedTo), []string{"scps"}), c, 2)
	case policy.RCP:
		f.takeReference(find(f.node(r.AttachedTo), []string{"rcps"}), c, 2)
	case policy.Session:
		f.takeReference(f.at("requests", strconv.Itoa(f.r.Index), "session", "policies"), c, 1)
	case policy.Resource, policy.Trust, policy.Endpoint:
	}
}

func (f *finder) detachIdentity(c Change) {
	path := f.entity(c.Target)
	if path == nil {
		return
	}
	entity := f.at(path...)
	if inline := find(entity, []string{"inlinePolicies"}); memberIndex(inline, c.Policy.Name) >= 0 && c.Policy.ARN == "" {
		c.Verb = RemoveInlinePolicy
		f.add(c, nil, without(inline, memberIndex(inline, c.Policy.Name)))
		return
	}
	f.takeReference(find(entity, []string{"attachedPolicies"}), c, 1)
}

// takeReference takes the policy out of a list of references that keeps a least number.
func (f *finder) takeReference(list *syntax.Value, c Change, least int) {
	for i := range list.Items {
		if text := list.Items[i].Text; len(list.Items) >= least && (text == c.Policy.Name || text == c.Policy.ARN && text != "") {
			f.add(c, nil, without(list, i))
		}
	}
}

func (f *finder) removeBoundary(target string) {
	path := f.entity(target)
	if path == nil {
		return
	}
	entity := f.at(path...)
	if i := memberIndex(entity, "permissionsBoundary"); i >= 0 {
		f.add(Change{Verb: RemoveBoundary, Target: target, Value: entity.Members[i].Value.Text}, nil, without(entity, i))
	}
}

// attach proposes a policy where one has to allow: one that exists, or a new one.
func (f *finder) attach(t *authz.Trace, m authz.Missing) {
	p := &t.Request.Principal
	switch m.Type {
	case policy.Identity:
		f.attachIdentity(t, p)
	case policy.Boundary:
		f.removeBoundary(entityOf(p))
	case policy.SCP:
		f.attachControl(m.Node)
	case policy.Session:
		session := f.at("requests", strconv.Itoa(f.r.Index), "session")
		if i := memberIndex(session, "policies"); i >= 0 {
			f.add(Change{Verb: Detach, Target: p.ARN, Value: "the session policies"}, nil, without(session, i))
		}
	case policy.Resource:
		f.attachResource(t)
	case policy.RCP, policy.Trust, policy.Endpoint:
	}
}

func entityOf(p *iam.Principal) string {
	switch {
	case p.User != nil:
		return p.User.ARN
	case p.Role != nil:
		return p.Role.ARN
	}
	return ""
}

func (f *finder) attachIdentity(t *authz.Trace, p *iam.Principal) {
	target := entityOf(p)
	path := f.entity(target)
	account := f.s.World.Account(p.AccountID)
	if path == nil || account == nil {
		return
	}
	entity := f.at(path...)
	if entity.Kind != syntax.Object {
		return
	}
	offered := 0
	for _, q := range account.Policies {
		if offered == maxOffered {
			break
		}
		if !isBoundary(q, account) {
			offered++
			f.addReference(entity, "attachedPolicies", Change{Verb: Attach, Policy: q, Value: q.Name, Target: target})
		}
	}
	if p.User != nil {
		for _, g := range account.Groups[:min(len(account.Groups), maxOffered)] {
			f.addReference(entity, "groups", Change{Verb: JoinGroup, Value: g.Name, Target: target})
		}
	}
	f.addInline(t, entity, target)
}

// isBoundary says whether a policy is the most that somebody of the account may have: to grant all of it is what nobody means.
func isBoundary(q *iam.Policy, of *iam.Account) bool {
	return slices.ContainsFunc(of.Users, func(u *iam.User) bool { return u.Boundary == q }) ||
		slices.ContainsFunc(of.Roles, func(r *iam.Role) bool { return r.Boundary == q })
}

// addReference adds a name to a list of references that does not hold it yet.
func (f *finder) addReference(of *syntax.Value, member string, c Change) {
	list := find(of, []string{member})
	switch {
	case list.Kind == syntax.Missing:
		f.add(c, nil, withMember(f.text, of, member, []string{c.Value}))
	case list.Kind == syntax.Array && !slices.ContainsFunc(list.Items, func(v syntax.Value) bool { return v.Text == c.Value }):
		f.add(c, nil, withChild(f.text, list, encode(c.Value)))
	}
}

func (f *finder) addInline(t *authz.Trace, entity *syntax.Value, target string) {
	name := "Allow" + strings.ReplaceAll(strings.ReplaceAll(t.Request.Action, ":", ""), "-", "")
	inline := find(entity, []string{"inlinePolicies"})
	c := Change{Verb: AddInlinePolicy, Value: name, Target: target}
	document := f.newDocument(t, policy.Identity)
	switch {
	case inline.Kind == syntax.Missing:
		f.add(c, nil, withMember(f.text, entity, "inlinePolicies", map[string]any{name: document}))
	case memberIndex(inline, name) < 0:
		f.add(c, nil, withMember(f.text, inline, name, document))
	}
}

// attachControl proposes the SCPs of the organization at a node where none allows.
func (f *finder) attachControl(node string) {
	of := f.node(node)
	names := []string{"FullAWSAccess"}
	written := f.at("organization", "serviceControlPolicies")
	for i := range written.Members[:min(len(written.Members), maxOffered)] {
		names = append(names, written.Members[i].Name)
	}
	for _, name := range names {
		if of.Kind == syntax.Object {
			f.addReference(of, "scps", Change{Verb: Attach, Value: name, Target: node})
		}
	}
}

// attachResource gives a resource that has no policy one for just this request.
func (f *finder) attachResource(t *authz.Trace) {
	r := f.s.World.Resource(t.Request.Resource)
	document := f.newDocument(t, policy.Resource)
	if r != nil {
		if of := f.at("accounts", r.Account, "resources", r.ARN); r.Policy == nil && of.Kind == syntax.Object {
			f.add(Change{Verb: AddResourcePolicy, Target: r.ARN}, nil, withMember(f.text, of, "policy", document))
		}
		return
	}
	account := f.at("accounts", t.ResourceAccount)
	if account.Kind != syntax.Object || t.Request.Resource == "*" {
		return
	}
	owner := t.Request.Resource
	if strings.Contains(owner, ":s3:::") {
		owner, _, _ = strings.Cut(owner, "/")
	}
	entry := map[string]any{"policy": document}
	c := Change{Verb: AddResourcePolicy, Target: owner}
	if resources := find(account, []string{"resources"}); resources.Kind == syntax.Object {
		f.add(c, nil, withMember(f.text, resources, owner, entry))
		return
	}
	f.add(c, nil, withMember(f.text, account, "resources", map[string]any{owner: entry}))
}

// unblock turns S3 Block Public Access off.
func (f *finder) unblock(t *authz.Trace) {
	r := f.s.World.Resource(t.Request.Resource)
	if r == nil {
		return
	}
	settings := f.at("accounts", r.Account, "resources", r.ARN, "settings")
	if i := memberIndex(settings, "blockPublicAccess"); i >= 0 {
		f.add(Change{Verb: UnblockPublicAccess, Target: r.ARN}, nil, splice{settings.Members[i].Value.Span, "false"})
	}
}
