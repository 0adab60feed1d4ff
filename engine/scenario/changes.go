package scenario

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Change sets a member of the scenario to a value, or removes it where Value is nil.
type Change struct {
	Path  []string
	Value *syntax.Value
}

// Changes says what differs between two worlds as changes of the scenario's
// text, each as small as can be, so that what did not change keeps its author's writing.
func Changes(before, after *iam.World) []Change {
	var all []Change
	for _, a := range after.Accounts {
		old := before.Account(a.ID)
		if old == a {
			continue
		}
		if old == nil {
			old = &iam.Account{Partition: "aws"}
		}
		all = append(all, differences([]string{"accounts", a.ID}, written(old), written(a))...)
	}
	return all
}

// differences compares objects member by member, down to what is set as a whole.
func differences(path []string, before, after *syntax.Value) []Change {
	var all []Change
	for _, m := range before.Members {
		if _, stays := after.Find(m.Name); !stays {
			all = append(all, Change{Path: append(slices.Clone(path), m.Name)})
		}
	}
	for i := range after.Members {
		m := &after.Members[i]
		at := append(slices.Clone(path), m.Name)
		old, known := before.Find(m.Name)
		switch {
		case known && same(&old.Value, &m.Value):
		case known && m.Value.Kind == syntax.Object && old.Value.Kind == syntax.Object && !whole(at):
			all = append(all, differences(at, &old.Value, &m.Value)...)
		default:
			all = append(all, Change{at, &m.Value})
		}
	}
	return all
}

// whole says of a member that holds a policy document: it is never changed in parts, since it may stand
// in a string or file. Paths are accounts, id, kind, name, member and what is in that.
func whole(path []string) bool {
	if len(path) == 5 {
		return path[4] == "document" || path[4] == "trustPolicy"
	}
	return len(path) == 6 && (path[4] == "inlinePolicies" || path[4] == "versions")
}

// same compares values, the order of an object's members aside.
func same(a, b *syntax.Value) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return false
	}
	for i := range a.Items {
		if !same(&a.Items[i], &b.Items[i]) {
			return false
		}
	}
	for i := range a.Members {
		other, ok := b.Find(a.Members[i].Name)
		if !ok || !same(&a.Members[i].Value, &other.Value) {
			return false
		}
	}
	return true
}

// fields collects the members of an object that say something.
type fields []syntax.Member

func (f *fields) set(name string, v syntax.Value) {
	*f = append(*f, syntax.Member{Name: name, Value: v})
}

func (f *fields) text(name, s string) {
	if s != "" {
		f.set(name, syntax.Value{Kind: syntax.String, Text: s})
	}
}

func (f *fields) number(name string, n int) {
	if n != 0 {
		f.set(name, syntax.Value{Kind: syntax.Number, Text: strconv.Itoa(n)})
	}
}

func (f *fields) truth(name string, b bool) {
	if b {
		f.set(name, syntax.Value{Kind: syntax.Bool, Text: "true"})
	}
}

func (f *fields) texts(name string, all []string) {
	if len(all) == 0 {
		return
	}
	v := syntax.Value{Kind: syntax.Array}
	for _, s := range all {
		v.Items = append(v.Items, syntax.Value{Kind: syntax.String, Text: s})
	}
	f.set(name, v)
}

// object sets an object that has members.
func (f *fields) object(name string, members fields) {
	if len(members) > 0 {
		f.set(name, members.value())
	}
}

func (f fields) value() syntax.Value { return syntax.Value{Kind: syntax.Object, Members: f} }

func (f *fields) document(name, text string) { f.set(name, documentValue(text)) }

// documentValue is a policy document as a scenario holds it: JSON, or its text where that is broken.
func documentValue(text string) syntax.Value {
	v, problems := syntax.Parse(text)
	if len(problems) > 0 || v.Kind != syntax.Object {
		return syntax.Value{Kind: syntax.String, Text: text}
	}
	return placeless(v)
}

// placeless takes the places away: they are not in the scenario's text.
func placeless(v syntax.Value) syntax.Value {
	v.Span = syntax.Span{}
	items, members := v.Items, v.Members
	v.Items, v.Members = nil, nil
	for _, item := range items {
		v.Items = append(v.Items, placeless(item))
	}
	for _, m := range members {
		v.Members = append(v.Members, syntax.Member{Name: m.Name, Value: placeless(m.Value)})
	}
	return v
}

// written is what a scenario says of an account's identities and policies.
func written(a *iam.Account) *syntax.Value {
	var f, policies, groups, users, roles, profiles fields
	f.text("alias", a.Alias)
	if a.Partition != "aws" {
		f.text("partition", a.Partition)
	}
	for _, p := range a.Policies {
		policies.set(p.Name, writtenPolicy(p))
	}
	for _, g := range a.Groups {
		groups.set(g.Name, writtenIdentity(&g.Identity, "AGPA").value())
	}
	for _, u := range a.Users {
		users.set(u.Name, writtenUser(u))
	}
	for _, r := range a.Roles {
		roles.set(r.Name, writtenRole(r))
	}
	for _, p := range a.InstanceProfiles {
		profiles.set(p.Name, writtenProfile(p))
	}
	f.object("policies", policies)
	f.object("groups", groups)
	f.object("users", users)
	f.object("roles", roles)
	f.object("instanceProfiles", profiles)
	f.object("rootUser", writtenCredentials(a.Root))
	f.federation(a)
	if a.PasswordPolicy != nil {
		f.set("passwordPolicy", writtenPasswords(a.PasswordPolicy))
	}
	v := f.value()
	return &v
}

// name writes the path and a unique id that is not the one made up for the ARN.
func (f *fields) name(path, arn, prefix, id, created string) {
	if path != "/" {
		f.text("path", path)
	}
	if id != iam.UniqueID(prefix, arn) {
		f.text("id", id)
	}
	f.text("created", created)
}

func (f *fields) tags(all []iam.Tag) {
	var tags fields
	for _, t := range all {
		tags.set(t.Key, syntax.Value{Kind: syntax.String, Text: t.Value})
	}
	f.object("tags", tags)
}

// referenceTo is how an entity of an account refers to a policy: by name where
// it is the account's own.
func referenceTo(p *iam.Policy, entity string) string {
	account, _, _ := strings.Cut(strings.TrimPrefix(entity, "arn:"), ":iam::")
	_, rest, _ := strings.Cut(entity, ":iam::")
	id, _, _ := strings.Cut(rest, ":")
	if strings.HasPrefix(p.ARN, "arn:"+account+":iam::"+id+":") {
		return p.Name
	}
	return cmp.Or(p.ARN, p.Name)
}

func writtenIdentity(i *iam.Identity, prefix string) fields {
	var f, inline fields
	f.name(i.Path, i.ARN, prefix, i.UniqueID, i.Created)
	var attached []string
	for _, p := range i.Attached {
		attached = append(attached, referenceTo(p, i.ARN))
	}
	f.texts("attachedPolicies", attached)
	for _, p := range i.Inline {
		inline.document(p.Name, p.Document.Text)
	}
	f.object("inlinePolicies", inline)
	return f
}

func (f *fields) boundary(p *iam.Policy, entity string) {
	if p != nil {
		f.text("permissionsBoundary", referenceTo(p, entity))
	}
}

func writtenUser(u *iam.User) syntax.Value {
	f := writtenIdentity(&u.Identity, "AIDA")
	var groups []string
	for _, g := range u.Groups {
		groups = append(groups, g.Name)
	}
	f.texts("groups", groups)
	f.boundary(u.Boundary, u.ARN)
	f.tags(u.Tags)
	f = append(f, writtenCredentials(u.Credentials)...)
	if u.LoginProfile != nil {
		var login fields
		login.text("created", u.LoginProfile.Created)
		login.truth("passwordResetRequired", u.LoginProfile.ResetRequired)
		f.set("loginProfile", login.value())
	}
	f.text("passwordLastUsed", u.PasswordLastUsed)
	f.uploads("signingCertificates", u.SigningCertificates)
	f.uploads("sshPublicKeys", u.SSHPublicKeys)
	f.serviceCredentials(u.ServiceCredentials)
	return f.value()
}

func writtenRole(r *iam.Role) syntax.Value {
	f := writtenIdentity(&r.Identity, "AROA")
	f.text("description", r.Description)
	if r.Trust != nil {
		f.document("trustPolicy", r.Trust.Document.Text)
	}
	f.boundary(r.Boundary, r.ARN)
	f.number("maxSessionDuration", r.MaxSession)
	f.tags(r.Tags)
	f.text("lastUsed", r.LastUsed)
	return f.value()
}

func writtenProfile(p *iam.InstanceProfile) syntax.Value {
	var f fields
	f.name(p.Path, p.ARN, "AIPA", p.UniqueID, p.Created)
	if p.Role != nil {
		f.text("role", p.Role.Name)
	}
	f.tags(p.Tags)
	return f.value()
}

func writtenCredentials(c iam.Credentials) fields {
	var f, all fields
	for _, k := range c.AccessKeys {
		var key fields
		key.status(k.Active)
		key.text("created", k.Created)
		key.text("lastUsed", k.LastUsed)
		all.set(k.ID, key.value())
	}
	f.object("accessKeys", all)
	f.texts("mfaDevices", c.MFADevices)
	return f
}

func writtenPolicy(p *iam.Policy) syntax.Value {
	var f, versions fields
	m := p.Managed
	if m == nil {
		m = &iam.Managed{Path: "/", UniqueID: iam.UniqueID("ANPA", p.ARN), Default: "v1", Versions: []iam.Version{{ID: "v1"}}}
	}
	f.name(m.Path, p.ARN, "ANPA", m.UniqueID, m.Created)
	f.text("updated", m.Updated)
	f.text("description", m.Description)
	f.tags(m.Tags)
	f.document("document", p.Document.Text)
	for _, v := range m.Versions {
		var version fields
		if v.ID != m.Default {
			version.document("document", v.Document)
		}
		version.text("created", v.Created)
		versions.object(v.ID, version)
	}
	f.object("versions", versions)
	if m.Default != "v1" {
		f.text("defaultVersion", m.Default)
	}
	if m.Latest > m.Versions[len(m.Versions)-1].Number() {
		f.text("lastVersion", "v"+strconv.Itoa(m.Latest))
	}
	return f.value()
}

func writtenPasswords(p *iam.PasswordPolicy) syntax.Value {
	var f fields
	f.number("MinimumPasswordLength", p.MinimumLength)
	f.truth("RequireSymbols", p.Symbols)
	f.truth("RequireNumbers", p.Numbers)
	f.truth("RequireUppercaseCharacters", p.Uppercase)
	f.truth("RequireLowercaseCharacters", p.Lowercase)
	f.truth("AllowUsersToChangePassword", p.AllowUsersToChange)
	f.number("MaxPasswordAge", p.MaxAge)
	f.number("PasswordReusePrevention", p.ReusePrevention)
	f.truth("HardExpiry", p.HardExpiry)
	return f.value()
}
