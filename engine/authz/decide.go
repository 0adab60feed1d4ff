package authz

import (
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// verdict is what the decision procedure comes to.
type verdict struct {
	decision  Decision
	decidedBy []Ref
	missing   []Missing
}

// order is the order in which policy types are reported (EV-4).
var order = [...]policy.Type{policy.RCP, policy.SCP, policy.Endpoint, policy.Trust, policy.Resource, policy.Identity, policy.Boundary, policy.Session}

// decide runs the procedure of section E.2. Without a record a Deny ends it,
// where nothing comes before a Deny.
func (e *evaluation) decide() verdict {
	hasty := e.record == nothing && !e.needsNoPermission() && !e.restrictedCredentials()
	for _, t := range order {
		e.evaluate(t)
		if hasty && e.layer(t).deny && !(t == policy.Resource && e.lockOutProtected()) {
			return verdict{decision: ExplicitDeny}
		}
	}
	if e.needsNoPermission() {
		e.note(NoPermissionNeeded, e.request.Action)
		return verdict{decision: Allowed}
	}
	if e.restrictedCredentials() {
		return verdict{missing: []Missing{{Beyond: CredentialRestriction}}}
	}
	if !hasty {
		if denies := e.denies(); denies.decision == ExplicitDeny {
			return denies
		}
	}
	v := e.ceilings()
	if e.publicBlocked() {
		v.missing = append(v.missing, Missing{Beyond: BlockPublicAccess})
	}
	e.grants(&v)
	if len(v.missing) > 0 {
		return verdict{missing: v.missing}
	}
	v.decision = Allowed
	if len(v.decidedBy) == 0 {
		e.note(RootRight, e.request.Principal.ARN)
	}
	v.decidedBy = inOrder(v.decidedBy)
	return v
}

// evaluate settles what a policy type says. The trust policy and the
// resource-based policy are settled together.
func (e *evaluation) evaluate(t policy.Type) {
	switch t {
	case policy.RCP:
		e.resourceControl()
	case policy.SCP:
		e.serviceControl()
	case policy.Endpoint:
		e.endpoint()
	case policy.Trust:
		e.resourceBased()
	case policy.Resource:
	case policy.Identity:
		e.identity()
	case policy.Boundary:
		e.boundaries()
	case policy.Session:
		e.sessions()
	}
}

// inOrder sorts statements by the order of their policy types.
func inOrder(refs []Ref) []Ref {
	sorted := make([]Ref, 0, len(refs))
	for _, t := range order {
		for _, r := range refs {
			if r.Type == t {
				sorted = append(sorted, r)
			}
		}
	}
	return sorted
}

// denies collects every matching Deny of every applicable policy (EV-6, EV-8).
func (e *evaluation) denies() verdict {
	v := verdict{}
	for _, t := range order {
		l := e.layer(t)
		if !l.deny || t == policy.Resource && e.lockOutProtected() {
			continue
		}
		v.decision = ExplicitDeny
		v.decidedBy = append(v.decidedBy, l.denies...)
	}
	return v
}

// lockOutActions are what the root user of a bucket's owner may always do to
// the bucket's policy, whatever that policy denies (EV-52).
var lockOutActions = map[string]bool{"s3:getbucketpolicy": true, "s3:putbucketpolicy": true, "s3:deletebucketpolicy": true}

func (e *evaluation) lockOutProtected() bool {
	protected := e.request.Principal.Kind == iam.RootUser && e.sameAccount() && lockOutActions[e.action.String()]
	if protected {
		e.note(LockOutProtection, e.request.Resource)
	}
	return protected
}

// ceilings checks what must allow whoever grants: RCPs, SCPs and the VPC endpoint's policy.
func (e *evaluation) ceilings() verdict {
	v := verdict{}
	if e.record == nothing {
		v.missing = e.unkept[:0]
	}
	for _, t := range order[:2] { // RCPs and SCPs
		l := e.layer(t)
		for _, node := range l.silent {
			v.missing = append(v.missing, Missing{Type: t, Node: node})
		}
		v.decidedBy = append(v.decidedBy, l.allows...)
	}
	if l := e.layer(policy.Endpoint); l.applies && !l.allow {
		v.missing = append(v.missing, Missing{Type: policy.Endpoint})
	}
	v.decidedBy = append(v.decidedBy, e.layer(policy.Endpoint).allows...)
	return v
}

// publicBlocked says that S3 Block Public Access keeps the caller out: the
// bucket's policy is public, and only AWS services and the owner's account get
// through (EV-96).
func (e *evaluation) publicBlocked() bool {
	r := e.resource
	if r == nil || !r.BlockPublicAccess || r.Policy == nil || e.action.Service != "s3" {
		return false
	}
	if e.request.Principal.Kind == iam.ServicePrincipal || e.request.Principal.AccountID == r.Account {
		return false
	}
	public, judged := r.Policy.Document.Public()
	if judged {
		e.note(Inferred, "EV-95")
	}
	return public
}

// grants checks the side of the resource and the side of the caller.
func (e *evaluation) grants(v *verdict) {
	side := e.resourceSide()
	switch {
	case e.strangeProvider():
		v.missing = append(v.missing, Missing{Type: side.Type})
	case e.request.Principal.AccountID == "":
		e.resourceMust(v, side) // services, federated providers, anonymous callers (EV-54, EV-55, EV-60)
	case e.otherPartition():
		v.missing = append(v.missing, Missing{Beyond: Partition})
	case e.assumesRoot():
		e.rootSession(v)
	case !e.sameAccount() && side.kinds.Any(AsGrantee):
		e.resourceMust(v, side) // EV-67: a grant reaches principals of other accounts
	case !e.sameAccount() && !e.openToMembers():
		e.resourceMust(v, side) // EV-43
		e.principalSide(v, true)
	case e.mandatory():
		e.mandatoryGrant(v, side)
	default:
		e.eitherGrants(v, side)
	}
}

// assumesRoot tells a call that asks for a session of a member's root user.
func (e *evaluation) assumesRoot() bool {
	return e.action.String() == "sts:assumeroot" && e.target.Service == "iam" && e.target.Resource == "root"
}

// rootSession decides on sts:AssumeRoot: principals of the management account
// may take the root user of a member, if their policies allow (EV-53). Whether
// another account is the delegated administrator for IAM is not known here.
func (e *evaluation) rootSession(v *verdict) {
	org := e.world.Organization
	switch caller := e.request.Principal.AccountID; {
	case org == nil || !org.Member(e.resourceAccount):
		v.missing = append(v.missing, Missing{Beyond: CredentialRestriction})
	case caller != org.ManagementAccount:
		e.note(DelegatedAdministrator, caller)
		v.missing = append(v.missing, Missing{Beyond: CredentialRestriction})
	default:
		e.principalSide(v, true)
	}
}

// resourceSide is the layer of the policy that stands on the resource: a trust
// policy where a role is assumed.
func (e *evaluation) resourceSide() *layer {
	if e.assumes() {
		return e.layer(policy.Trust)
	}
	return e.layer(policy.Resource)
}

// resourceMust asks the resource's policy to name the caller in any way.
func (e *evaluation) resourceMust(v *verdict, side *layer) {
	if side.kinds == 0 {
		v.missing = append(v.missing, Missing{Type: side.Type})
	}
	v.decidedBy = append(v.decidedBy, side.allows...)
}

// principalSide asks identity-based policies, where they are needed, the
// boundary and the session policies to allow (EV-42).
func (e *evaluation) principalSide(v *verdict, identityNeeded bool) {
	identity := e.layer(policy.Identity)
	if identityNeeded && !identity.allow {
		v.missing = append(v.missing, Missing{Type: policy.Identity})
	}
	v.decidedBy = append(v.decidedBy, identity.allows...)
	for _, t := range []policy.Type{policy.Boundary, policy.Session} {
		l := e.layer(t)
		if l.applies && !l.allow {
			v.missing = append(v.missing, Missing{Type: t})
		}
		v.decidedBy = append(v.decidedBy, l.allows...)
	}
}

// mandatory tells the resources whose policy must allow even within the
// account: roles that are assumed and KMS keys (EV-56, EV-61).
func (e *evaluation) mandatory() bool { return e.assumes() || e.onKey() }

// mandatoryGrant decides for those within the account (EV-57, EV-62): naming
// the caller is enough, naming the account delegates to identity-based policies.
func (e *evaluation) mandatoryGrant(v *verdict, side *layer) {
	e.resourceMust(v, side)
	switch {
	case side.kinds.Any(direct):
		v.decidedBy = append(v.decidedBy, e.layer(policy.Identity).allows...)
	default:
		e.principalSide(v, side.kinds.Any(AsAccount) && !side.kinds.Any(limited))
	}
}

// eitherGrants decides for other resources within the account: either side may
// grant, and what the resource's grant is worth depends on how it names the
// caller (EV-32 to EV-34).
func (e *evaluation) eitherGrants(v *verdict, side *layer) {
	for _, r := range side.allows {
		if r.kinds.Any(direct | limited) {
			v.decidedBy = append(v.decidedBy, r)
		}
	}
	if side.kinds.Any(direct) {
		v.decidedBy = append(v.decidedBy, e.layer(policy.Identity).allows...)
		return
	}
	e.principalSide(v, !side.kinds.Any(limited))
}

func (e *evaluation) sameAccount() bool {
	return e.request.Principal.AccountID == e.resourceAccount
}

// otherPartition tells a resource of another partition than the caller's (EV-47).
func (e *evaluation) otherPartition() bool {
	return e.target.Partition != "" && e.target.Partition != e.request.Principal.Partition
}

// needsNoPermission tells the calls that policies cannot stop (EV-70).
func (e *evaluation) needsNoPermission() bool {
	kind := e.request.Principal.Kind
	switch e.action.String() {
	case "sts:getcalleridentity":
		return kind != iam.Anonymous && kind != iam.FederatedPrincipal
	case "sts:getsessiontoken":
		return kind == iam.UserPrincipal || kind == iam.RootUser
	}
	return false
}

// restrictedCredentials tells the calls that a kind of credentials cannot make (EV-71).
func (e *evaluation) restrictedCredentials() bool {
	action := e.action.String()
	kind := e.request.Principal.Kind
	if action == "sts:assumerolewithsaml" || action == "sts:assumerolewithwebidentity" {
		return kind != iam.FederatedPrincipal // these calls are not signed: a provider's user makes them (RC-10)
	}
	switch kind {
	case iam.RoleSession:
		return action == "sts:getfederationtoken" || action == "sts:getsessiontoken"
	case iam.FederatedUser:
		return e.action.Service == "iam" || e.action.Service == "sts"
	case iam.RootUser:
		return action == "sts:assumerole" || action == "sts:assumeroot"
	case iam.Anonymous:
		return e.action.Service == "sts"
	case iam.UserPrincipal, iam.ServicePrincipal, iam.FederatedPrincipal:
	}
	return false
}
