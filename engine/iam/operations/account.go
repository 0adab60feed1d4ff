package operations

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var accountOperations = map[string]operation{
	"CreateAccountAlias":             {run: createAccountAlias},
	"DeleteAccountAlias":             {run: deleteAccountAlias},
	"ListAccountAliases":             {run: listAccountAliases, reads: true},
	"GetAccountSummary":              {run: getAccountSummary, reads: true},
	"GetAccountAuthorizationDetails": {run: getAccountAuthorizationDetails, reads: true},
}

// createAccountAlias gives the account an alias in the place of the one that it
// has; no other account may have it (IM-6).
func createAccountAlias(r *run) (*syntax.Value, *Error) {
	alias := r.text("AccountAlias")
	for _, a := range r.world.Accounts {
		if a.Alias == alias {
			return nil, &Error{"EntityAlreadyExists", "The account alias " + alias + " already exists."}
		}
	}
	r.account.Alias = alias
	return nil, nil
}

func deleteAccountAlias(r *run) (*syntax.Value, *Error) {
	if r.account.Alias != r.text("AccountAlias") {
		return nil, &Error{"NoSuchEntity", "The account alias " + r.text("AccountAlias") + " cannot be found."}
	}
	r.account.Alias = ""
	return nil, nil
}

func listAccountAliases(r *run) (*syntax.Value, *Error) {
	var all []string
	if r.account.Alias != "" {
		all = append(all, r.account.Alias)
	}
	return page(list("AccountAliases", all, func(alias string) *syntax.Value {
		v := text(alias)
		return &v
	})), nil
}

// summary are the counts of an account, its quotas beside them: those that the API Reference names, which says nothing of roles.
var summary = []struct {
	name  string
	count func(*iam.Account) int
}{
	{"Users", func(a *iam.Account) int { return len(a.Users) }},
	{"UsersQuota", quota("UsersPerAccount")},
	{"Groups", func(a *iam.Account) int { return len(a.Groups) }},
	{"GroupsQuota", quota("GroupsPerAccount")},
	{"Policies", func(a *iam.Account) int { return len(a.Policies) }},
	{"PoliciesQuota", quota("PoliciesPerAccount")},
	{"PolicySizeQuota", quota("PolicySize")},
	{"PolicyVersionsInUse", versionsInUse},
	{"VersionsPerPolicyQuota", quota("VersionsPerPolicy")},
	{"AccessKeysPerUserQuota", quota("AccessKeysPerUser")},
	{"GroupsPerUserQuota", quota("GroupsPerUser")},
	{"AttachedPoliciesPerUserQuota", quota("PoliciesPerUser")},
	{"AttachedPoliciesPerGroupQuota", quota("PoliciesPerGroup")},
	{"AttachedPoliciesPerRoleQuota", quota("PoliciesPerRole")},
	{"UserPolicySizeQuota", quota("UserPolicySize")},
	{"GroupPolicySizeQuota", quota("GroupPolicySize")},
	{"MFADevicesInUse", devicesInUse},
	{"MFADevices", func(a *iam.Account) int { return devicesInUse(a) + len((&run{account: a}).unassigned()) }},
	{"ServerCertificates", func(a *iam.Account) int { return len(a.ServerCertificates) }},
	{"ServerCertificatesQuota", quota("ServerCertificatesPerAccount")},
	{"SigningCertificatesPerUserQuota", quota("CertificatesPerUser")},
	{"AccountMFAEnabled", func(a *iam.Account) int { return min(len(a.Root.MFADevices), 1) }},
	{"AccountAccessKeysPresent", func(a *iam.Account) int { return min(len(a.Root.AccessKeys), 1) }},
}

func quota(name string) func(*iam.Account) int {
	return func(*iam.Account) int { return quotas[name] }
}

func versionsInUse(a *iam.Account) int {
	n := 0
	for _, p := range a.Policies {
		if p.Managed != nil {
			n += len(p.Managed.Versions)
		}
	}
	return n
}

func devicesInUse(a *iam.Account) int {
	n := len(a.Root.MFADevices)
	for _, u := range a.Users {
		n += len(u.MFADevices)
	}
	return n
}

func getAccountSummary(r *run) (*syntax.Value, *Error) {
	counts := make([]syntax.Member, len(summary))
	for i, s := range summary {
		counts[i] = integer(s.name, s.count(r.account))
	}
	return object(member("SummaryMap", object(counts...))), nil
}

// details are the lists of GetAccountAuthorizationDetails and the filters that ask for each.
var details = []struct {
	name    string
	filters []string
	list    func(*run, string) syntax.Member
}{
	{"UserDetailList", []string{"User"}, func(r *run, name string) syntax.Member { return list(name, r.account.Users, userDetail) }},
	{"GroupDetailList", []string{"Group"}, func(r *run, name string) syntax.Member { return list(name, r.account.Groups, groupDetail) }},
	{"RoleDetailList", []string{"Role"}, func(r *run, name string) syntax.Member { return list(name, r.account.Roles, r.roleDetail) }},
	{"Policies", []string{"LocalManagedPolicy", "AWSManagedPolicy"}, (*run).policyDetails},
}

func getAccountAuthorizationDetails(r *run) (*syntax.Value, *Error) {
	filter := r.texts("Filter")
	lists := make([]syntax.Member, len(details))
	for i, d := range details {
		lists[i] = list(d.name, []string{}, func(string) *syntax.Value { return nil })
		if len(filter) == 0 || slices.ContainsFunc(d.filters, func(f string) bool { return slices.Contains(filter, f) }) {
			lists[i] = d.list(r, d.name)
		}
	}
	return page(lists...), nil
}

// policiesOf are the inline and attached policies of a user, group or role.
func policiesOf(i *iam.Identity, word string) []syntax.Member {
	return []syntax.Member{
		list(word+"PolicyList", i.Inline, func(p *iam.Policy) *syntax.Value {
			return record("PolicyName", p.Name, "PolicyDocument", p.Document.Text)
		}),
		list("AttachedManagedPolicies", i.Attached, attached),
	}
}

func userDetail(u *iam.User) *syntax.Value {
	f := append([]syntax.Member{str("Path", u.Path), str("UserName", u.Name), str("UserId", u.UniqueID), str("Arn", u.ARN), date("CreateDate", u.Created)}, policiesOf(&u.Identity, "User")...)
	names := list("GroupList", u.Groups, func(g *iam.Group) *syntax.Value {
		name := text(g.Name)
		return &name
	})
	return object(append(f, names, boundary(u.Boundary), tags(u.Tags))...)
}

func groupDetail(g *iam.Group) *syntax.Value {
	return object(append(groupValue(g).Members, policiesOf(&g.Identity, "Group")...)...)
}

func (r *run) roleDetail(role *iam.Role) *syntax.Value {
	f := append([]syntax.Member{str("Path", role.Path), str("RoleName", role.Name), str("RoleId", role.UniqueID), str("Arn", role.ARN), date("CreateDate", role.Created)}, policiesOf(&role.Identity, "Role")...)
	if role.Trust != nil {
		f = append(f, str("AssumeRolePolicyDocument", role.Trust.Document.Text))
	}
	used := record("LastUsedDate", role.LastUsed)
	return object(append(f, list("InstanceProfileList", r.profilesOf(role), profileValue), boundary(role.Boundary), tags(role.Tags), member("RoleLastUsed", used))...)
}

func (r *run) policyDetails(name string) syntax.Member {
	var all []*iam.Policy
	filter := r.texts("Filter")
	if len(filter) == 0 || slices.Contains(filter, "LocalManagedPolicy") {
		all = slices.Clone(r.account.Policies)
	}
	if len(filter) == 0 || slices.Contains(filter, "AWSManagedPolicy") {
		all = append(all, r.foreign()...)
	}
	uses := r.uses()
	return list(name, all, func(p *iam.Policy) *syntax.Value { return r.policyDetail(p, uses[p.ARN]) })
}

func (r *run) policyDetail(p *iam.Policy, used use) *syntax.Value {
	m := r.information(p)
	versions := list("PolicyVersionList", m.Versions, func(v iam.Version) *syntax.Value {
		return object(append(versionValue(&m)(v).Members, str("Document", v.Document))...)
	})
	return object(append(r.policyValue(p, used).Members, str("Description", m.Description), versions)...)
}
