package operations

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
)

// kind is a kind of entities: its word, the parameter that names one, how ARNs
// name it and how its unique ids begin (H.1).
type kind struct{ word, parameter, arn, prefix string }

var (
	users    = kind{"User", "UserName", "user", "AIDA"}
	groups   = kind{"Group", "GroupName", "group", "AGPA"}
	roles    = kind{"Role", "RoleName", "role", "AROA"}
	profiles = kind{"InstanceProfile", "InstanceProfileName", "instance-profile", "AIPA"}
	policies = kind{"Policy", "PolicyName", "policy", "ANPA"}

	devices            = kind{"MFADevice", "VirtualMFADeviceName", "mfa", ""}
	oidcProviders      = kind{"OpenIDConnectProvider", "Url", "oidc-provider", ""}
	samlProviders      = kind{"SAMLProvider", "Name", "saml-provider", ""}
	serverCertificates = kind{"ServerCertificate", "ServerCertificateName", "server-certificate", "ASCA"}
)

// arn is that of an entity of the account (IM-3).
func (r *run) arn(k kind, path, name string) string {
	return "arn:" + r.account.Partition + ":iam::" + r.account.ID + ":" + k.arn + path + name
}

// path is where a call puts what it creates.
func (r *run) path() string { return r.textOr("Path", "/") }

// created makes the identity of a user, group or role that a call creates (IM-5).
func (r *run) created(k kind) iam.Identity {
	name := r.text(k.parameter)
	return iam.Identity{Name: name, Path: r.path(), ARN: r.arn(k, r.path(), name), UniqueID: r.id(k.prefix), Created: r.Now}
}

// id makes a unique id.
func (r *run) id(prefix string) string { return iam.UniqueID(prefix, r.Seed) }

// creates gives the ARN that a call which creates an entity would give it.
func creates(k kind) func(*run) string {
	return func(r *run) string { return r.arn(k, r.path(), r.text(k.parameter)) }
}

// sorted puts an entity among the others, which stand by name.
func sorted[T any](all []T, one T, name func(T) string) []T {
	at := len(all)
	for at > 0 && name(all[at-1]) > name(one) {
		at--
	}
	all = append(all, one)
	copy(all[at+1:], all[at:])
	all[at] = one
	return all
}

func userName(u *iam.User) string               { return u.Name }
func groupName(g *iam.Group) string             { return g.Name }
func roleName(r *iam.Role) string               { return r.Name }
func policyName(p *iam.Policy) string           { return p.Name }
func profileName(p *iam.InstanceProfile) string { return p.Name }

// without gives the entities but for one.
func without[T comparable](all []T, one T) []T {
	kept := make([]T, 0, len(all))
	for _, other := range all {
		if other != one {
			kept = append(kept, other)
		}
	}
	return kept
}

// under gives the entities whose path begins with what PathPrefix says.
func under[T any](r *run, all []T, path func(T) string) []T {
	var found []T
	for _, one := range all {
		if strings.HasPrefix(path(one), r.text("PathPrefix")) {
			found = append(found, one)
		}
	}
	return found
}

func notFound(word, name string) *Error {
	return &Error{"NoSuchEntity", "The " + word + " with name " + name + " cannot be found."}
}

func exists(k kind, name string) *Error {
	return &Error{"EntityAlreadyExists", k.word + " with name " + name + " already exists."}
}

func invalid(message string) *Error { return &Error{"ValidationError", message} }

func (r *run) user() (*iam.User, *Error) {
	if u := r.account.User(r.text("UserName")); u != nil {
		return u, nil
	}
	return nil, notFound("user", r.text("UserName"))
}

// callingUser gives the user that UserName names, or who calls.
func (r *run) callingUser() (*iam.User, *Error) {
	if r.has("UserName") {
		return r.user()
	}
	if u := r.callerUser(); u != nil {
		return u, nil
	}
	return nil, invalid("Must specify userName when calling with non-User credentials")
}

// callerUser gives the user who calls, as the account has it now, or nil.
func (r *run) callerUser() *iam.User {
	if r.Caller.Kind != iam.UserPrincipal || r.Caller.AccountID != r.account.ID {
		return nil
	}
	return r.account.User(r.Caller.ARN[strings.LastIndexByte(r.Caller.ARN, '/')+1:])
}

func (r *run) group() (*iam.Group, *Error) {
	if g := r.account.Group(r.text("GroupName")); g != nil {
		return g, nil
	}
	return nil, notFound("group", r.text("GroupName"))
}

func (r *run) role() (*iam.Role, *Error) {
	if role := r.account.Role(r.text("RoleName")); role != nil {
		return role, nil
	}
	return nil, notFound("role", r.text("RoleName"))
}

// identity gives the user, group or role that a call names.
func (r *run) identity(k kind) (*iam.Identity, *Error) {
	switch k {
	case users:
		u, err := r.user()
		if err != nil {
			return nil, err
		}
		return &u.Identity, nil
	case groups:
		g, err := r.group()
		if err != nil {
			return nil, err
		}
		return &g.Identity, nil
	}
	role, err := r.role()
	if err != nil {
		return nil, err
	}
	return &role.Identity, nil
}

// named gives the ARN of the user, group or role that a call names, whether
// there is one or not.
func named(k kind) func(*run) string {
	return func(r *run) string {
		if i, err := r.identity(k); err == nil {
			return i.ARN
		}
		return creates(k)(r)
	}
}
