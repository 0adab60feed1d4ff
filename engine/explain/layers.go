package explain

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Layer says in a few words why a policy type said what it said.
func Layer(l *authz.Layer) string {
	if why := why(l); why != "" {
		return why
	}
	switch l.State {
	case authz.DenyFound:
		return "a statement denies"
	case authz.AllowFound:
		return "a statement allows"
	case authz.NoAllow:
		return "no statement allows"
	case authz.NonePresent:
		return "no policy"
	case authz.NotApplicable, authz.Bypassed:
	}
	return ""
}

func why(l *authz.Layer) string {
	switch l.Why {
	case authz.NoReason:
	case authz.NoOrganization:
		return "the scenario has no organization"
	case authz.OutsideOrganization:
		return "the account is not in the organization"
	case authz.ManagementAccount:
		return "the management account is not affected"
	case authz.ServiceLinkedRole:
		return "service-linked roles are not affected"
	case authz.ServiceCaller:
		return "AWS services are not affected"
	case authz.AnonymousCaller:
		return "an anonymous caller has none"
	case authz.FederatedCaller:
		return "a federated caller has none"
	case authz.RootCaller:
		return "the root user has none"
	case authz.RootImplicit:
		return "the root user has every permission"
	case authz.ServiceNotCovered:
		return "resource control policies do not cover this action"
	case authz.NoResource:
		return "the action names no resource"
	case authz.NoBoundary:
		return "no permissions boundary is set"
	case authz.NoSessionPolicy:
		return "no session policy was passed"
	case authz.SessionPolicyNeeded:
		return "a federated user has no permissions without one"
	case authz.TaskPolicy:
		return "the task policy does not deny it"
	case authz.NoEndpoint:
		return "not through a VPC endpoint"
	case authz.DefaultEndpointPolicy:
		return "the default policy allows everything"
	case authz.DefaultKeyPolicy:
		return "the default key policy gives the account everything"
	case authz.NoResourcePolicy:
		return "the resource has no policy here"
	case authz.NoPolicyTaken:
		return "resources of this service take no resource-based policies"
	case authz.NotAssuming:
		return "no role is assumed"
	case authz.GrantedByResource:
		return "not needed: the " + PolicyType(policy.Resource) + " names the caller"
	case authz.GrantedByIdentity:
		return "not needed: an identity-based policy allows"
	case authz.DelegatesOnly:
		return "it names the account, which leaves the grant to identity-based policies"
	case authz.UnlistedAccount:
		return "the scenario does not list the caller's policies"
	case authz.RoleUnlisted:
		return "the scenario does not list the role"
	}
	return ""
}

// Note puts a note into words.
func Note(n authz.Note) string {
	switch n.Code {
	case authz.ClockUsed:
		return "The decision rests on the clock, taken as " + n.Subject + "."
	case authz.OwnerAssumed:
		return n.Subject + " names no account and is not listed; it is taken to belong to the caller's account."
	case authz.RootRight:
		return "The root user has every permission in its account, without a policy."
	case authz.NoPermissionNeeded:
		return n.Subject + " needs no permission, and no policy can deny it."
	case authz.KeyPolicyAssumed:
		return n.Subject + " has no key policy here; the default key policy is taken."
	case authz.EndpointPolicyAssumed:
		return n.Subject + " has no policy here; the default policy, which allows everything, is taken."
	case authz.TagPassedAgain:
		return "AWS STS refuses the call whatever the policies say: the session inherited the transitive tag " + n.Subject + ", which cannot be passed again."
	case authz.SourceIdentityChanged:
		return "AWS STS refuses the call whatever the policies say: the session's source identity " + n.Subject + " cannot change."
	case authz.InvalidExternalID:
		return "AWS STS refuses the call whatever the policies say: an external ID has 2 to 1,224 characters, letters, digits and +=,.@:/-_ only."
	case authz.DurationTooLong:
		return "AWS STS refuses the call whatever the policies say: this session may last " + n.Subject + " seconds at most."
	case authz.MFAGuarded:
		return "IAM asks for more than the policies: a user who has an MFA device must be signed in with it to call " + n.Subject + " on itself."
	case authz.ServiceRefuses:
		return "The service refuses the call whatever the policies say: " + n.Subject + " belongs to AWS."
	case authz.LockOutProtection:
		return "The root user of the bucket's owner may always change the bucket policy, whatever it denies."
	case authz.ConditionError:
		return "Statement " + Statement(n.Statement) + " of policy " + short(n.Policy.Name) + " compares with a value that is no ARN: an Allow then allows nothing, and a Deny denies."
	case authz.Inferred:
		return inferred(n.Subject)
	case authz.UnreadableValue:
		return "The request's value of " + n.Subject + " is none that " + n.Detail + " can read, so the two are not compared."
	case authz.ListWithoutSet:
		return n.Subject + " holds a list, and " + n.Detail + " needs ForAllValues or ForAnyValue before it: without one it is false."
	case authz.TooManyValues:
		return n.Subject + " is single-valued, but the request gives several values: " + n.Detail + " is then false."
	case authz.BrokenStatement:
		return "Statement " + Statement(n.Statement) + " of policy " + short(n.Policy.Name) + " is not evaluated: " + n.Statement.Fault
	case authz.BrokenPolicy:
		return "Policy " + short(n.Policy.Name) + " is not evaluated: no statement in it can be read."
	case authz.UnknownSetting:
		return "The setting " + n.Subject + " is not evaluated."
	case authz.CanonicalUser:
		return "The canonical user " + n.Subject + " is not matched with an account."
	case authz.IdentityUnlisted:
		return "The scenario does not list " + n.Subject + ", so its identity-based policies are not known and are taken to be none."
	case authz.AccessPoint:
		return "Access points are not evaluated: the policies of " + n.Subject + " and of its bucket both have to allow, and only what stands on this ARN was looked at."
	case authz.PolicyNotTaken:
		return "The policy of " + n.Subject + " is not evaluated: resources of this service take no resource-based policies."
	case authz.DelegatedAdministrator:
		return "Whether account " + n.Subject + " is the organization's delegated administrator for IAM is not known and is taken to be no."
	case authz.ResourceUnlisted:
		return "The scenario does not list " + n.Subject + ", so its policy is not known and is taken to be none."
	}
	return ""
}
