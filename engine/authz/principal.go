package authz

import (
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Kinds is a set of the ways in which a statement names the caller (PM-1).
type Kinds uint16

// The kinds of principal matches.
const (
	AsSession Kinds = 1 << iota
	AsUser
	AsRole
	AsUserOfFederated
	AsRoot
	AsAccount
	AsService
	AsFederated
	AsEveryone
	AsGrantee // by a KMS grant (EV-67)
)

// direct are the kinds that grant within the account whatever boundary and
// session policy leave out; limited those that these limit (EV-33, EV-34, EV-62).
const (
	direct  = AsSession | AsUser | AsEveryone | AsRoot | AsGrantee
	limited = AsRole | AsUserOfFederated
)

// Any says whether one of the kinds is in the set.
func (k Kinds) Any(of Kinds) bool { return k&of != 0 }

// named gives the way in which one principal value names the caller (PM-3).
func (e *evaluation) named(v *policy.PrincipalValue) Kinds {
	p := &e.request.Principal
	switch v.Kind {
	case policy.PrincipalEveryone:
		return AsEveryone
	case policy.PrincipalAccount:
		return e.namedByAccount(v.Account)
	case policy.PrincipalUser:
		return e.namedByUser(func(u *iam.User) bool { return u.ARN == v.Raw }, v.Raw)
	case policy.PrincipalRole:
		if p.Kind == iam.RoleSession && p.Role.ARN == v.Raw {
			return AsRole
		}
	case policy.PrincipalRoleSession, policy.PrincipalFederatedUser:
		if (p.Kind == iam.RoleSession || p.Kind == iam.FederatedUser) && p.ARN == v.Raw {
			return AsSession
		}
	case policy.PrincipalService:
		if p.Kind == iam.ServicePrincipal && p.ARN == v.Raw {
			return AsService
		}
	case policy.PrincipalFederated:
		return e.namedByProvider(v)
	case policy.PrincipalCanonicalUser:
		return e.namedByCanonicalUser(v)
	case policy.PrincipalUniqueID:
		if p.Kind == iam.RoleSession && p.Role.UniqueID == v.Raw {
			return AsRole
		}
		return e.namedByUser(func(u *iam.User) bool { return u.UniqueID == v.Raw }, "")
	}
	return 0
}

// namedByCanonicalUser tells the account that Amazon S3 knows by the id (PM-3).
func (e *evaluation) namedByCanonicalUser(v *policy.PrincipalValue) Kinds {
	for _, account := range e.world.Accounts {
		if account.CanonicalUserID == v.Raw {
			return e.namedByAccount(account.ID)
		}
	}
	if e.relevant {
		e.note(CanonicalUser, v.Raw)
	}
	return 0
}

// granted turns the ways in which a KMS grant names the caller into that of its
// grantee. A grant to an account leaves the rest to the account's policies.
func granted(kinds Kinds) Kinds {
	if kinds.Any(direct | limited) {
		return AsGrantee
	}
	return kinds
}

func (e *evaluation) namedByAccount(account string) Kinds {
	p := &e.request.Principal
	switch {
	case p.AccountID == "" || p.AccountID != account:
		return 0
	case p.Kind == iam.RootUser:
		return AsRoot
	}
	return AsAccount
}

// namedByUser tells a calling user, or the user who made a federated session.
func (e *evaluation) namedByUser(is func(*iam.User) bool, raw string) Kinds {
	p := &e.request.Principal
	switch p.Kind {
	case iam.UserPrincipal:
		if p.User != nil && is(p.User) || p.User == nil && p.ARN == raw {
			return AsUser
		}
	case iam.FederatedUser:
		if p.User != nil && is(p.User) {
			return AsUserOfFederated
		}
	case iam.RoleSession, iam.RootUser, iam.ServicePrincipal, iam.FederatedPrincipal, iam.Anonymous:
	}
	return 0
}

// namedByProvider matches federated principals in the calls of AssumeRoleWith… only (PM-11).
func (e *evaluation) namedByProvider(v *policy.PrincipalValue) Kinds {
	if e.request.Principal.Kind != iam.FederatedPrincipal || e.request.Principal.ARN != v.Raw || e.strangeProvider() {
		return 0
	}
	switch e.action.String() {
	case "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity":
		return AsFederated
	}
	return 0
}

// principal compares a Principal or NotPrincipal element with the caller.
func (e *evaluation) principal(s *policy.Statement) Part {
	element := s.Principal
	part := Part{Element: PrincipalElement, Not: element.Not, Span: element.Span}
	if element.Not {
		e.notPrincipal(s, &part)
		e.inferPrincipal(s, &part)
		return part
	}
	for i := range element.Values {
		kinds := e.named(&element.Values[i])
		if kinds != 0 && part.Kinds == 0 {
			part.Span, part.Value = element.Values[i].Span, element.Values[i].Raw
		}
		part.Kinds |= kinds
	}
	part.Matched = part.Kinds != 0
	e.inferPrincipal(s, &part)
	return part
}

// notPrincipal matches everyone but the callers whose whole chain is listed
// (PM-14), and every caller with a boundary (PM-15). With Allow, which AWS
// refuses, a single listed link excludes (PM-16).
func (e *evaluation) notPrincipal(s *policy.Statement, part *Part) {
	var listed Kinds
	for i := range s.Principal.Values {
		listed |= e.named(&s.Principal.Values[i])
	}
	part.Kinds = AsEveryone
	chain := e.chain()
	switch {
	case s.Effect == policy.Deny && e.boundary() != nil:
		part.Matched, part.Chain = true, ChainBoundary
	case listed.Any(AsEveryone) || chain != 0 && listed&chain == chain || s.Effect == policy.Allow && listed != 0:
		part.Matched, part.Chain, part.Kinds = false, ChainListed, 0
	default:
		part.Matched = true
		if listed != 0 {
			part.Chain = ChainIncomplete
		}
	}
}

// chain gives the links of the caller's identity that a NotPrincipal element must list.
func (e *evaluation) chain() Kinds {
	switch e.request.Principal.Kind {
	case iam.UserPrincipal:
		return AsAccount | AsUser
	case iam.RoleSession:
		return AsAccount | AsRole | AsSession
	case iam.FederatedUser:
		return AsAccount | AsUserOfFederated | AsSession
	case iam.RootUser:
		return AsRoot
	case iam.ServicePrincipal:
		return AsService
	case iam.FederatedPrincipal, iam.Anonymous: // no sound statement lists these (GR-30, GR-31)
	}
	return 0
}
