package operations

import (
	"cmp"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var policyOperations = map[string]operation{
	"CreatePolicy":                      {run: createPolicy, on: creates(policies)},
	"GetPolicy":                         {run: getPolicy, reads: true, on: policyARN},
	"ListPolicies":                      {run: listPolicies, reads: true},
	"DeletePolicy":                      {run: deletePolicy, on: policyARN},
	"ListEntitiesForPolicy":             {run: listEntitiesForPolicy, reads: true, on: policyARN},
	"ListPoliciesGrantingServiceAccess": {run: listPoliciesGrantingServiceAccess, reads: true, on: accessedARN},
}

// managed finds a managed policy by its ARN: one of the account or of AWS, or nil.
func (r *run) managed(policyARN string) *iam.Policy {
	for _, p := range r.account.Policies {
		if p.ARN == policyARN {
			return p
		}
	}
	_, text, ok := r.Managed.Policy(policyARN)
	if !ok {
		return nil
	}
	return &iam.Policy{Name: policyARN, ARN: policyARN, Document: policy.Parse(text, policy.Identity), Ref: -1}
}

// isPolicyARN says whether a text is the ARN of a managed policy.
func isPolicyARN(text string) bool {
	a, ok := arn.Parse(text)
	return ok && a.Service == "iam" && strings.HasPrefix(a.Resource, "policy/")
}

// newBoundary gives the permissions boundary that a call sets, or nil.
func (r *run) newBoundary() (*iam.Policy, *Error) {
	limit := r.text("PermissionsBoundary")
	if limit == "" {
		return nil, nil
	}
	if !isPolicyARN(limit) {
		return nil, &Error{"InvalidInput", "ARN " + limit + " is not valid."}
	}
	if p := r.managed(limit); p != nil {
		return p, nil
	}
	return nil, &Error{"NoSuchEntity", "Scope ARN: " + limit + " does not exist or is not attachable."}
}

func policyARN(r *run) string { return r.text("PolicyArn") }

// information is what is known of a managed policy; of one of AWS's it is made up of the ARN, but for the version.
func (r *run) information(p *iam.Policy) iam.Managed {
	if p.Managed != nil {
		return *p.Managed
	}
	version, text, known := r.Managed.Policy(p.ARN)
	if !known {
		version, text = "v1", p.Document.Text
	}
	return iam.Managed{Path: pathOf(p), UniqueID: iam.UniqueID("ANPA", p.ARN), Default: version, Versions: []iam.Version{{ID: version, Document: text}}}
}

// policyValue is a policy as lists give it.
func (r *run) policyValue(p *iam.Policy, used use) *syntax.Value {
	m := r.information(p)
	times := record("CreateDate", dated(m.Created), "UpdateDate", dated(cmp.Or(m.Updated, m.Created)))
	return and(record("PolicyName", nameOf(p), "PolicyId", m.UniqueID, "Arn", p.ARN, "Path", m.Path, "DefaultVersionId", m.Default),
		append(times.Members, integer("AttachmentCount", used.attachments), integer("PermissionsBoundaryUsageCount", used.boundaries), boolean("IsAttachable", true))...)
}

// wholePolicy has the description and tags, too, which lists leave out.
func (r *run) wholePolicy(p *iam.Policy) *syntax.Value {
	m := r.information(p)
	return object(append(r.policyValue(p, r.uses()[p.ARN]).Members, str("Description", m.Description), tags(m.Tags))...)
}

// use counts the entities that a policy is attached to, and those that it bounds.
type use struct{ attachments, boundaries int }

// uses counts for all policies at once, by their ARNs.
func (r *run) uses() map[string]use {
	all := map[string]use{}
	for _, e := range r.entities() {
		for _, p := range e.identity.Attached {
			counted := all[p.ARN]
			counted.attachments++
			all[p.ARN] = counted
		}
		if e.boundary != nil {
			counted := all[e.boundary.ARN]
			counted.boundaries++
			all[e.boundary.ARN] = counted
		}
	}
	return all
}

// entity is a user, group or role with its boundary.
type entity struct {
	kind     kind
	identity *iam.Identity
	boundary *iam.Policy
}

func (r *run) entities() []entity {
	var all []entity
	for _, u := range r.account.Users {
		all = append(all, entity{users, &u.Identity, u.Boundary})
	}
	for _, g := range r.account.Groups {
		all = append(all, entity{groups, &g.Identity, nil})
	}
	for _, role := range r.account.Roles {
		all = append(all, entity{roles, &role.Identity, role.Boundary})
	}
	return all
}

func createPolicy(r *run) (*syntax.Value, *Error) {
	name := r.text("PolicyName")
	given, badTags := r.newTags()
	d, malformed := r.document("PolicyDocument", true)
	if r.account.Policy(name) != nil {
		return nil, &Error{"EntityAlreadyExists", "A policy called " + name + " already exists. Duplicate names are not allowed."}
	}
	if err := cmp.Or(badTags, malformed, exceeds("PolicySize", size(r.text("PolicyDocument")))); err != nil {
		return nil, err
	}
	p := &iam.Policy{Name: name, ARN: creates(policies)(r), Document: d, Ref: -1}
	p.Managed = &iam.Managed{
		Path: r.path(), Description: r.text("Description"), UniqueID: r.id("ANPA"), Created: r.Now, Updated: r.Now, Tags: given,
		Versions: []iam.Version{{ID: "v1", Document: d.Text, Created: r.Now}}, Default: "v1", Latest: 1,
	}
	r.account.Policies = sorted(r.account.Policies, p, policyName)
	return object(member("Policy", r.wholePolicy(p))), exceeds("PoliciesPerAccount", len(r.account.Policies))
}

// known gives the managed policy that a call names.
func (r *run) known() (*iam.Policy, *Error) {
	if !isPolicyARN(r.text("PolicyArn")) {
		return nil, invalid("ARN " + r.text("PolicyArn") + " is not valid.")
	}
	if p := r.managed(r.text("PolicyArn")); p != nil {
		return p, nil
	}
	return nil, noPolicy(r.text("PolicyArn"))
}

// own gives the customer managed policy that a call changes: those of AWS nobody
// changes (IM-15).
func (r *run) own(what string) (*iam.Policy, *Error) {
	if a, _ := arn.Parse(r.text("PolicyArn")); isPolicyARN(r.text("PolicyArn")) && a.Account != r.account.ID {
		return nil, &Error{"AccessDenied", "Cannot " + what + " outside your own account."}
	}
	return r.known()
}

func getPolicy(r *run) (*syntax.Value, *Error) {
	p, err := r.known()
	if err != nil {
		return nil, err
	}
	return object(member("Policy", r.wholePolicy(p))), nil
}

// listPolicies lists the account's own policies, and those of AWS.
func listPolicies(r *run) (*syntax.Value, *Error) {
	var all []*iam.Policy
	if r.text("Scope") != "AWS" {
		all = slices.Clone(r.account.Policies)
	}
	if r.text("Scope") != "Local" {
		all = append(all, r.ofAWS()...)
	}
	uses, usage := r.uses(), r.text("PolicyUsageFilter")
	all = slices.DeleteFunc(all, func(p *iam.Policy) bool {
		used := uses[p.ARN]
		return r.flag("OnlyAttached") && used.attachments == 0 || usage == "PermissionsPolicy" && used.attachments == 0 || usage == "PermissionsBoundary" && used.boundaries == 0
	})
	return page(list("Policies", under(r, all, pathOf), func(p *iam.Policy) *syntax.Value { return r.policyValue(p, uses[p.ARN]) })), nil
}

// ofAWS gives all AWS managed policies that are known, and the others that the account uses, by ARN.
func (r *run) ofAWS() []*iam.Policy {
	all := r.foreign()
	used := len(all)
	for _, name := range r.Managed.ARNs() {
		name = "arn:" + r.account.Partition + strings.TrimPrefix(name, "arn:aws")
		if !slices.ContainsFunc(all[:used], withARN(name)) {
			all = append(all, &iam.Policy{Name: name, ARN: name})
		}
	}
	slices.SortFunc(all, byARN)
	return all
}

func byARN(a, b *iam.Policy) int { return strings.Compare(a.ARN, b.ARN) }

// foreign gives the AWS managed policies that the account uses, by ARN.
func (r *run) foreign() []*iam.Policy {
	var all []*iam.Policy
	for _, e := range r.entities() {
		for _, p := range append(slices.Clone(e.identity.Attached), e.boundary) {
			if p != nil && p.Managed == nil && p.ARN != "" && !slices.ContainsFunc(all, withARN(p.ARN)) {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, byARN)
	return all
}

// deletePolicy wants a policy to be unused, and its other versions to be gone (IM-14, IM-16).
func deletePolicy(r *run) (*syntax.Value, *Error) {
	p, err := r.own("delete policies")
	if err != nil {
		return nil, err
	}
	if used := r.uses()[p.ARN]; used != (use{}) {
		return nil, &Error{"DeleteConflict", "Cannot delete a policy attached to entities."}
	}
	if len(p.Managed.Versions) > 1 {
		return nil, &Error{"DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."}
	}
	r.account.Policies = without(r.account.Policies, p)
	return nil, nil
}

// listEntitiesForPolicy lists what a policy is attached to or bounds.
func listEntitiesForPolicy(r *run) (*syntax.Value, *Error) {
	p, err := r.known()
	if err != nil {
		return nil, notAttachable(r.text("PolicyArn"))
	}
	found := map[kind][]entity{}
	for _, e := range r.entities() {
		permits := slices.ContainsFunc(e.identity.Attached, withARN(p.ARN)) && r.text("PolicyUsageFilter") != "PermissionsBoundary"
		bounds := e.boundary != nil && e.boundary.ARN == p.ARN && r.text("PolicyUsageFilter") != "PermissionsPolicy"
		if (permits || bounds) && r.filtered(e) {
			found[e.kind] = append(found[e.kind], e)
		}
	}
	lists := make([]syntax.Member, 0, 3)
	for _, k := range []kind{groups, users, roles} {
		lists = append(lists, list("Policy"+k.word+"s", found[k], func(e entity) *syntax.Value {
			return record(k.word+"Name", e.identity.Name, k.word+"Id", e.identity.UniqueID)
		}))
	}
	return page(lists...), nil
}

// filtered says whether EntityFilter and PathPrefix take an entity in.
func (r *run) filtered(e entity) bool {
	filter := r.textOr("EntityFilter", e.kind.word)
	return filter == e.kind.word && strings.HasPrefix(e.identity.Path, r.text("PathPrefix"))
}
