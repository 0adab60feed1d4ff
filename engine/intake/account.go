package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// lists are the parts of a page: the member, and how entries name themselves and
// their inline policies.
var lists = [...]struct{ list, member, word, name, policies string }{
	{"GroupDetailList", "groups", "Group", "GroupName", "GroupPolicyList"},
	{"UserDetailList", "users", "User", "UserName", "UserPolicyList"},
	{"RoleDetailList", "roles", "Role", "RoleName", "RolePolicyList"},
}

// account takes in a page of what aws iam get-account-authorization-details
// prints. An entity that the scenario has is replaced: AWS knows best.
func (w *work) account(v *value) {
	w.Kind = Account
	for i := range member(v, "Policies").Items {
		w.managed(&member(v, "Policies").Items[i])
	}
	for l := range lists {
		of := &lists[l]
		entries := member(v, of.list).Items
		for i := range entries {
			w.described(&entries[i], of.member, of.word, text(&entries[i], of.name), of.policies)
		}
	}
	if has(v, "Marker") || has(v, "NextToken") {
		w.leaveOut("The output ends before its last page. Paste the other pages, too.")
	}
}

// accountIn is the account of an ARN; the first that is told names the scenario.
func (w *work) accountIn(s string) string {
	a, _ := arn.Parse(s)
	if !arn.IsAccountID(a.Account) {
		return ""
	}
	w.title("Account " + a.Account)
	if owned := w.owned(a.Account); a.Partition != "aws" {
		setText(owned, "partition", a.Partition)
	}
	return a.Account
}

// described takes in a user, group or role.
func (w *work) described(v *value, member, word, name, policies string) {
	id := w.accountIn(text(v, "Arn"))
	if !w.room() {
		return
	}
	if id == "" || name == "" {
		w.left.add("Entries without an ARN or a name", word)
		return
	}
	made := roomy()
	setPath(made, text(v, "Path"))
	if trust := get(v, "AssumeRolePolicyDocument"); trust != &none {
		set(made, "trustPolicy", document(trust))
	}
	for _, group := range w.parts(v, "GroupList") {
		addTo(child(made, "groups"), group.Text)
	}
	for _, attached := range w.parts(v, "AttachedManagedPolicies") {
		addTo(child(made, "attachedPolicies"), reference(id, text(attached, "PolicyArn")))
	}
	for _, inline := range w.parts(v, policies) {
		set(child(made, "inlinePolicies"), text(inline, "PolicyName"), document(get(inline, "PolicyDocument")))
	}
	setText(made, "permissionsBoundary", reference(id, text(v, "PermissionsBoundary/PermissionsBoundaryArn")))
	w.tagged(made, v)
	about(made, v, word+"Id")
	for _, profile := range w.parts(v, "InstanceProfileList") {
		w.profile(id, name, profile)
	}
	w.enter(id, member, name, made)
	w.took.add(word+"s", name)
}

// enter sets a member of an account's list. It keeps where each stands: to look through thousands for each of thousands takes seconds.
func (w *work) enter(account, list, name string, made *value) {
	entries := object(w.owned(account), list)
	at := w.entered[account+list]
	if at == nil || len(at) != len(entries.Members) { // not before, or something else was taken in meanwhile
		at = map[string]int{}
		for i := range entries.Members {
			at[entries.Members[i].Name] = i
		}
		w.entered[account+list] = at
	}
	i, known := at[name]
	if !known {
		i, at[name] = len(entries.Members), len(entries.Members)
		entries.Members = append(entries.Members, syntax.Member{Name: name})
	}
	entries.Members[i].Value = *made
}

func (w *work) tagged(made, v *value) {
	for _, tag := range w.parts(v, "Tags") {
		set(child(made, "tags"), text(tag, "Key"), str(text(tag, "Value")))
	}
}

// profile takes in an instance profile that holds a role.
func (w *work) profile(account, role string, v *value) {
	name := text(v, "InstanceProfileName")
	switch {
	case !w.room():
		return
	case name == "":
		w.left.add("Instance profiles without a name", role)
		return
	}
	made := &value{}
	setPath(made, text(v, "Path"))
	setText(made, "role", role)
	w.tagged(made, v)
	about(made, v, "InstanceProfileId")
	w.enter(account, "instanceProfiles", name, made)
	w.took.add("Instance profiles", name)
}

// roomy is an object with room for what most entities hold: to grow by one member at a time is to copy them all.
func roomy() *value { return &value{Kind: syntax.Object, Members: make([]syntax.Member, 0, 8)} }

func setPath(made *value, path string) {
	if path != "/" {
		setText(made, "path", path)
	}
}

// about sets what decides nothing: the unique id, times and the description.
func about(made, v *value, id string) {
	setText(made, "description", text(v, "Description"))
	setText(made, "id", text(v, id))
	for _, at := range [...][2]string{{"created", "CreateDate"}, {"updated", "UpdateDate"}, {"lastUsed", "RoleLastUsed/LastUsedDate"}, {"passwordLastUsed", "PasswordLastUsed"}} {
		setText(made, at[0], moment(text(v, at[1])))
	}
}

// moment writes a time as scenarios hold it; what is none becomes nothing.
func moment(s string) string {
	if s == "" {
		return ""
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// each gives the items of the list at a path.
func each(v *value, path string) []*value {
	list := get(v, path)
	all := make([]*value, len(list.Items))
	for i := range all {
		all[i] = &list.Items[i]
	}
	return all
}

// reference is how a scenario names a policy: by its name where the account
// itself has it.
func reference(account, policyARN string) string {
	if accountOf(policyARN) == account {
		return nameOf(policyARN)
	}
	return policyARN
}

// managed takes in a managed policy with its versions. An AWS managed one that
// ships with the engine is known already; another stands among the account's own,
// with its default version alone.
func (w *work) managed(v *value) {
	if !w.room() {
		return
	}
	policyARN, name := text(v, "Arn"), text(v, "PolicyName")
	made := roomy()
	setPath(made, text(v, "Path"))
	about(made, v, "PolicyId")
	current := w.versions(made, v)
	account := accountOf(policyARN)
	_, shipped := catalog.ManagedPolicy(policyARN)
	switch {
	case current == &none || name == "" || account == "":
		w.left.add("Policies without an ARN or a default version", name)
	case account != "aws":
		set(made, "document", document(current))
		w.own(w.accountIn(policyARN), name, made)
	case !shipped:
		w.foreign = append(w.foreign, foreign{policyARN, document(current)})
	}
}

// versions sets the versions of a managed policy, and gives the document of the default one.
func (w *work) versions(made, v *value) *value {
	current := &none
	for _, version := range w.parts(v, "PolicyVersionList") {
		id, at := text(version, "VersionId"), moment(text(version, "CreateDate"))
		isDefault := get(version, "IsDefaultVersion").Text == "true"
		switch {
		case !isDefault:
			set(child(child(made, "versions"), id), "document", document(get(version, "Document")))
		case id != "v1":
			setText(made, "defaultVersion", id)
		}
		if isDefault {
			current = get(version, "Document")
		}
		if at != "" {
			setText(child(child(made, "versions"), id), "created", at)
		}
	}
	return current
}

// forget takes the versions away that are not the default one; false where there are none.
func (w *work) forget() bool {
	some := false
	for i := range w.accounts().Members {
		policies := member(&w.accounts().Members[i].Value, "policies").Members
		for j := range policies {
			versions := member(&policies[j].Value, "versions")
			before := len(versions.Members)
			versions.Members = slices.DeleteFunc(versions.Members, func(m syntax.Member) bool { return has(&m.Value, "document") })
			some = some || len(versions.Members) < before
		}
	}
	return some
}

// own sets a customer managed policy, whose document stands alone where nothing else is known.
func (w *work) own(account, name string, made *value) {
	if len(made.Members) == 1 {
		made = member(made, "document")
	}
	w.enter(account, "policies", name, made)
	w.took.add("Policies", name)
}

// foreign is an AWS managed policy that does not ship with the engine.
type foreign struct {
	arn      string
	document *value
}

// settleForeign puts the AWS managed policies that do not ship with the engine
// among the account's own, where its identities refer to them.
func (w *work) settleForeign() {
	to := map[string]string{}
	for _, f := range w.foreign {
		to[f.arn] = nameOf(f.arn)
	}
	if len(to) == 0 {
		return
	}
	for _, account := range names(w.accounts()) {
		renamed := map[string]bool{}
		rename(w.owned(account), to, renamed)
		for _, f := range w.foreign {
			if name := nameOf(f.arn); renamed[f.arn] {
				set(object(w.owned(account), "policies"), name, f.document)
				w.took.add("AWS managed policies, among the account’s own", name)
			}
		}
	}
}

// rename replaces the strings of a value that are one of the texts, and notes
// which. The nesting is bounded.
func rename(v *value, to map[string]string, renamed map[string]bool) {
	if name, known := to[v.Text]; known && v.Kind == syntax.String {
		renamed[v.Text] = true
		v.Text = name
	}
	for i := range v.Items {
		rename(&v.Items[i], to, renamed)
	}
	for i := range v.Members {
		rename(&v.Members[i].Value, to, renamed)
	}
}

// document reads a policy document: an object, JSON in a string, or that
// percent-encoded, as the IAM API sends it (RFC 3986).
func document(v *value) *value {
	if v.Kind != syntax.String {
		return v
	}
	s := v.Text
	if strings.HasPrefix(s, "%7B") {
		s = percentDecoded(s)
	}
	parsed, problems := syntax.Parse(s)
	if len(problems) > 0 || parsed.Kind != syntax.Object {
		return str(s)
	}
	return &parsed
}

// percentDecoded undoes %XX; what is none stays as it is.
func percentDecoded(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, i = byte(n), i+2
			}
		}
		b = append(b, c)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
