package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func (r *reader) accounts(n node) {
	type pair struct {
		account *iam.Account
		members object
	}
	var all []pair
	for _, entry := range n.each() {
		if !arn.IsAccountID(entry.name) {
			entry.atName().refuse("INVALID_ACCOUNT_ID", strconv.Quote(entry.name)+" is not an account ID. Write 12 digits.")
			continue
		}
		m := entry.members("name", "partition", "canonicalUserId", "policies", "groups", "users", "roles", "resources", "alias", "instanceProfiles", "rootUser", "passwordPolicy",
			"oidcProviders", "samlProviders", "serverCertificates", "virtualMFADevices", "credentialReport")
		a := &iam.Account{ID: entry.name, Name: m.at("name").text(), Partition: "aws"}
		if p := m.at("partition").text(); p != "" {
			a.Partition = p
		}
		r.canonicalUser(a, m.at("canonicalUserId"))
		a.Alias = m.at("alias").alias()
		a.PasswordPolicy = m.at("passwordPolicy").passwordPolicy()
		a.Root = r.rootUser(m.at("rootUser"))
		r.federation(a, m)
		r.scenario.World.Accounts = append(r.scenario.World.Accounts, a)
		all = append(all, pair{a, m})
	}
	for _, p := range all {
		r.policies(p.account, p.members.at("policies"))
	}
	for _, p := range all {
		r.groups(p.account, p.members.at("groups"))
		r.users(p.account, p.members.at("users"))
		r.roles(p.account, p.members.at("roles"))
		r.instanceProfiles(p.account, p.members.at("instanceProfiles"))
		r.resources(p.account, p.members.at("resources"))
	}
	slices.SortFunc(r.scenario.World.Resources, func(a, b *iam.Resource) int { return strings.Compare(a.ARN, b.ARN) })
}

// canonicalUser reads the id that Amazon S3 knows the account by.
func (r *reader) canonicalUser(a *iam.Account, n node) {
	a.CanonicalUserID = n.text()
	if !n.absent() && !policy.IsCanonicalUserID(a.CanonicalUserID) {
		n.report("INVALID_CANONICAL_USER", strconv.Quote(a.CanonicalUserID)+" is not a canonical user ID. Write 64 hexadecimal digits.")
	}
}

// entityARN makes the ARN of an IAM entity (IM-3).
func entityARN(a *iam.Account, kind, path, name string) string {
	return "arn:" + a.Partition + ":iam::" + a.ID + ":" + kind + path + name
}

// entityPath reads a path, which is `/` where it is left out.
func (n node) entityPath() string {
	path := n.text()
	switch {
	case path == "":
		return "/"
	case !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/"):
		n.report("INVALID_PATH", "The path "+strconv.Quote(path)+" must begin and end with a slash.")
		return "/" + strings.Trim(path, "/") + "/"
	}
	return path
}

// policies reads the customer managed policies: a document, or one with what the
// account knows beside it.
func (r *reader) policies(a *iam.Account, n node) {
	for _, entry := range n.each() {
		document, members := entry.node, object{}
		if wrapped, ok := entry.Find("document"); ok {
			members = entry.members("path", "document", "description", "tags", "id", "created", "updated", "versions", "defaultVersion", "lastVersion")
			document = entry.child("document", &wrapped.Value)
		}
		p := r.document(document, policy.Identity, entry.name)
		p.Managed = r.managed(members, p)
		p.ARN = entityARN(a, "policy", p.Managed.Path, entry.name)
		p.Managed.UniqueID = unique(p.Managed.UniqueID, "ANPA", p.ARN)
		a.Policies = append(a.Policies, r.know(p.ARN, r.know(inAccount(a, p.Name), p)))
	}
}

// identity reads what users, groups and roles have in common.
func (r *reader) identity(a *iam.Account, kind, prefix string, entry *named, m object) iam.Identity {
	path := m.at("path").entityPath()
	i := iam.Identity{Name: entry.name, Path: path, ARN: entityARN(a, kind, path, entry.name)}
	i.UniqueID = unique(m.at("id").uniqueID(), prefix, i.ARN)
	i.Created = m.at("created").date()
	for _, inline := range m.at("inlinePolicies").each() {
		p := r.document(inline.node, policy.Identity, inline.name)
		r.use(p, policy.Identity, i.ARN)
		i.Inline = append(i.Inline, p)
	}
	for _, reference := range m.at("attachedPolicies").items() {
		p := r.reference(a, reference)
		r.use(p, policy.Identity, i.ARN)
		i.Attached = append(i.Attached, p)
	}
	slices.SortFunc(i.Attached, func(x, y *iam.Policy) int { return strings.Compare(x.Name, y.Name) })
	return i
}

func (r *reader) groups(a *iam.Account, n node) {
	for _, entry := range n.each() {
		m := entry.members("path", "attachedPolicies", "inlinePolicies", "id", "created")
		a.Groups = append(a.Groups, &iam.Group{Identity: r.identity(a, "group", "AGPA", entry, m)})
	}
}

func (r *reader) users(a *iam.Account, n node) {
	for _, entry := range n.each() {
		m := entry.members("path", "groups", "attachedPolicies", "inlinePolicies", "permissionsBoundary", "tags",
			"id", "created", "accessKeys", "mfaDevices", "loginProfile", "passwordLastUsed",
			"signingCertificates", "sshPublicKeys", "serviceSpecificCredentials")
		u := &iam.User{Identity: r.identity(a, "user", "AIDA", entry, m), Tags: r.uniqueTags(m.at("tags"))}
		u.Credentials = credentials(m)
		u.LoginProfile, u.PasswordLastUsed = m.at("loginProfile").loginProfile(), m.at("passwordLastUsed").date()
		u.SigningCertificates, u.SSHPublicKeys = m.at("signingCertificates").uploads(), m.at("sshPublicKeys").uploads()
		u.ServiceCredentials = m.at("serviceSpecificCredentials").serviceCredentials()
		u.Groups = r.membership(a, m.at("groups"))
		u.Boundary = r.boundary(a, m.at("permissionsBoundary"), u.ARN)
		a.Users = append(a.Users, u)
	}
}

func (r *reader) membership(a *iam.Account, n node) []*iam.Group {
	var groups []*iam.Group
	for _, reference := range n.items() {
		name := reference.text()
		g := a.Group(name)
		if g == nil {
			reference.report("NO_SUCH_GROUP", "Account "+a.ID+" has no group "+strconv.Quote(name)+"."+didYouMean(name, names(a.Groups, func(g *iam.Group) string { return g.Name })))
			g = &iam.Group{Identity: iam.Identity{Name: name, ARN: entityARN(a, "group", "/", name), Attached: []*iam.Policy{r.absent(name, "there is no such group")}}}
		}
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(x, y *iam.Group) int { return strings.Compare(x.Name, y.Name) })
	return groups
}

func (r *reader) roles(a *iam.Account, n node) {
	for _, entry := range n.each() {
		m := entry.members("path", "trustPolicy", "attachedPolicies", "inlinePolicies", "permissionsBoundary", "tags", "maxSessionDuration",
			"id", "created", "description", "lastUsed")
		role := &iam.Role{Identity: r.identity(a, "role", "AROA", entry, m), Tags: r.uniqueTags(m.at("tags"))}
		role.Description, role.LastUsed = m.at("description").text(), m.at("lastUsed").date()
		role.Boundary = r.boundary(a, m.at("permissionsBoundary"), role.ARN)
		if longest := m.at("maxSessionDuration"); !longest.absent() {
			role.MaxSession = longest.seconds(3600)
		}
		if trust := m.at("trustPolicy"); !trust.absent() {
			role.Trust = r.document(trust, policy.Trust, role.ARN)
			r.use(role.Trust, policy.Trust, role.ARN)
		}
		a.Roles = append(a.Roles, role)
	}
}

func (r *reader) boundary(a *iam.Account, reference node, to string) *iam.Policy {
	if reference.absent() {
		return nil
	}
	p := r.reference(a, reference)
	r.use(p, policy.Boundary, to)
	return p
}

func (r *reader) tags(n node) []iam.Tag {
	var tags []iam.Tag
	for _, entry := range n.each() {
		tags = append(tags, iam.Tag{Key: entry.name, Value: entry.text()})
	}
	return tags
}

// uniqueTags reads tags whose keys ignore letter case: those of users, roles
// and sessions (RC-8, CO-52). A key that another repeats is left out.
func (r *reader) uniqueTags(n node) []iam.Tag {
	tags := r.tags(n)
	for i := len(tags) - 1; i > 0; i-- {
		if first := slices.IndexFunc(tags, sameKey(tags[i])); first < i {
			n.report("DUPLICATE_TAG_KEY", "The tag key "+tags[i].Key+" repeats "+tags[first].Key+" in another letter case, which AWS refuses here. Keep one.")
			tags = slices.Delete(tags, i, i+1)
		}
	}
	return tags
}

// resourceTags reads the tags of a resource; a condition key cannot tell those
// that differ in letter case alone (RC-8).
func (r *reader) resourceTags(n node) []iam.Tag {
	tags := r.tags(n)
	for i := range tags {
		if first := slices.IndexFunc(tags, sameKey(tags[i])); first < i {
			n.warn("DUPLICATE_TAG_KEY", "The tag keys "+tags[first].Key+" and "+tags[i].Key+" differ in letter case alone. AWS does not say which a condition sees; here it is the one in the condition's own letters, else the first.")
		}
	}
	return tags
}

func sameKey(tag iam.Tag) func(iam.Tag) bool {
	return func(other iam.Tag) bool { return strings.EqualFold(tag.Key, other.Key) }
}

func (r *reader) resources(a *iam.Account, n node) {
	for _, entry := range n.each() {
		m := entry.members("policy", "tags", "settings")
		res := &iam.Resource{ARN: entry.name, Account: a.ID, Tags: r.resourceTags(m.at("tags"))}
		r.checkResource(a, entry)
		if p := m.at("policy"); !p.absent() {
			t := policy.Resource
			if strings.Contains(entry.name, ":vpc-endpoint/") {
				t = policy.Endpoint
			}
			if !authz.TakesPolicy(res.ARN) {
				p.warn("POLICY_NOT_SUPPORTED", "Resources such as "+res.ARN+" take no resource-based policy, so this one is not evaluated.")
			}
			res.Policy = r.document(p, t, res.ARN)
			r.use(res.Policy, t, res.ARN)
		}
		r.settings(res, m.at("settings"))
		if public, _ := publicPolicy(res); public {
			m.at("policy").warn("PUBLIC_POLICY", "Amazon S3 refuses to save this policy while BlockPublicPolicy is on: it is public. Name the principals, or hold them by a condition.")
		}
		r.scenario.World.Resources = append(r.scenario.World.Resources, res)
	}
}

// publicPolicy says whether a bucket that blocks public access has a public policy (EV-95).
func publicPolicy(res *iam.Resource) (public, judged bool) {
	if !res.BlockPublicAccess || res.Policy == nil {
		return false, false
	}
	return res.Policy.Document.Public()
}

// settings reads the switches of the service that change decisions.
func (r *reader) settings(res *iam.Resource, n node) {
	for _, s := range n.each() {
		switch {
		case s.name == "blockPublicAccess" && strings.Contains(res.ARN, ":s3:::"):
			res.BlockPublicAccess = s.is(syntax.Bool) && s.Text == "true"
			continue
		case s.name == "grants" && isKey(res.ARN):
			res.Grants = r.grants(s.node, res)
			continue
		}
		s.atName().warn("UNKNOWN_SETTING", "The setting "+strconv.Quote(s.name)+" of "+res.ARN+" is not evaluated."+didYouMean(s.name, []string{"blockPublicAccess", "grants"}))
		res.UnknownSettings = append(res.UnknownSettings, s.name)
	}
}

// checkResource reports a resource whose ARN cannot be read or names another account.
func (r *reader) checkResource(a *iam.Account, entry *named) {
	parsed, ok := arn.Parse(entry.name)
	switch {
	case !ok:
		entry.atName().report("INVALID_ARN", strconv.Quote(entry.name)+" is not an ARN. Write arn:partition:service:region:account:resource.")
	case arn.IsAccountID(parsed.Account) && parsed.Account != a.ID:
		entry.atName().report("ACCOUNT_MISMATCH", "The ARN "+strconv.Quote(entry.name)+" names account "+parsed.Account+" but stands under account "+a.ID+". Move it to its account.")
	}
}

func names[T any](all []T, name func(T) string) []string {
	var found []string
	for _, one := range all {
		found = append(found, name(one))
	}
	return found
}
