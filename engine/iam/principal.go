package iam

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
)

// PrincipalKind is the kind of caller (table B.2).
type PrincipalKind uint8

// The kinds of callers. A role itself never calls; its sessions do (RC-9).
const (
	UserPrincipal PrincipalKind = iota
	RoleSession
	FederatedUser
	RootUser
	ServicePrincipal
	FederatedPrincipal
	Anonymous
)

// Principal is who makes a request.
type Principal struct {
	Kind PrincipalKind
	// ARN is what messages print: a user's, session's or root user's ARN, a
	// provider's ARN, or a service's name. It is empty for anonymous callers.
	ARN string
	// AccountID is empty for services, federated providers and anonymous callers.
	AccountID string
	Partition string
	// SessionName is that of a role session or federated user.
	SessionName string
	// User is the calling user, or the user who made the federated session.
	// Role is the role of a session. Both are nil where the world lists none.
	User *User
	Role *Role
}

// Fault is what is wrong with a principal string.
type Fault uint8

// The faults of principal strings.
const (
	NoFault Fault = iota
	NotPrincipal
	UnknownUser
	UnknownRole
	GroupPrincipal
)

// DefaultSessionName is the session name made up where a request names a role.
const DefaultSessionName = "session"

// Principal reads a principal string as scenario files write it. Users and
// roles of accounts that the world lists must exist there.
func (w *World) Principal(text string) (Principal, Fault) {
	if text == "anonymous" {
		return Principal{Kind: Anonymous}, NoFault
	}
	a, isARN := arn.Parse(text)
	if !isARN {
		return named(text)
	}
	p := Principal{ARN: text, AccountID: a.Account, Partition: a.Partition}
	kind, name, _ := strings.Cut(a.Resource, "/")
	if !arn.IsAccountID(a.Account) {
		return p, NotPrincipal
	}
	switch a.Service + ":" + kind {
	case "iam:root":
		p.Kind = RootUser
		return p, NoFault
	case "iam:user":
		return w.user(p, name)
	case "iam:role":
		return w.role(p, a, name)
	case "sts:assumed-role":
		return w.session(p, name)
	case "sts:federated-user":
		p.Kind, p.SessionName = FederatedUser, name
		return p, NoFault
	case "iam:saml-provider", "iam:oidc-provider":
		return Principal{Kind: FederatedPrincipal, ARN: text, Partition: a.Partition}, NoFault
	case "iam:group":
		return p, GroupPrincipal
	}
	return p, NotPrincipal
}

var builtInProviders = [...]string{"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}

// named reads a principal that is no ARN: a service or a built-in provider.
func named(text string) (Principal, Fault) {
	for _, provider := range builtInProviders {
		if text == provider {
			return Principal{Kind: FederatedPrincipal, ARN: text, Partition: "aws"}, NoFault
		}
	}
	host, _ := strings.CutSuffix(text, ".cn")
	if !strings.HasSuffix(host, ".amazonaws.com") || strings.ContainsAny(text, " */:") {
		return Principal{}, NotPrincipal
	}
	return Principal{Kind: ServicePrincipal, ARN: text}, NoFault
}

func (w *World) user(p Principal, pathAndName string) (Principal, Fault) {
	p.Kind = UserPrincipal
	account := w.Account(p.AccountID)
	if account == nil {
		return p, NoFault
	}
	p.User = account.User(base(pathAndName))
	if p.User == nil || p.User.ARN != p.ARN {
		return p, UnknownUser
	}
	return p, NoFault
}

// role makes up a session of the role.
func (w *World) role(p Principal, a arn.ARN, pathAndName string) (Principal, Fault) {
	p.Kind, p.SessionName = RoleSession, DefaultSessionName
	p.ARN = SessionARN(a.Partition, a.Account, base(pathAndName), p.SessionName)
	account := w.Account(p.AccountID)
	if account == nil {
		p.Role = &Role{Identity: Identity{Name: base(pathAndName), Path: strings.TrimSuffix("/"+pathAndName, base(pathAndName)), ARN: a.String(), UniqueID: UniqueID("AROA", a.String())}}
		return p, NoFault
	}
	p.Role = account.Role(base(pathAndName))
	if p.Role == nil || p.Role.ARN != a.String() {
		return p, UnknownRole
	}
	return p, NoFault
}

func (w *World) session(p Principal, roleAndSession string) (Principal, Fault) {
	p.Kind = RoleSession
	name, session, ok := strings.Cut(roleAndSession, "/")
	if !ok || session == "" {
		return p, NotPrincipal
	}
	p.SessionName = session
	account := w.Account(p.AccountID)
	if account == nil {
		role := "arn:" + p.Partition + ":iam::" + p.AccountID + ":role/" + name
		p.Role = &Role{Identity: Identity{Name: name, Path: "/", ARN: role, UniqueID: UniqueID("AROA", role)}}
		return p, NoFault
	}
	if p.Role = account.Role(name); p.Role == nil {
		return p, UnknownRole
	}
	return p, NoFault
}

// SessionARN is the ARN of a role session, which carries no path (RC-9).
func SessionARN(partition, account, role, session string) string {
	return "arn:" + partition + ":sts::" + account + ":assumed-role/" + role + "/" + session
}

func base(pathAndName string) string {
	return pathAndName[strings.LastIndexByte(pathAndName, '/')+1:]
}
