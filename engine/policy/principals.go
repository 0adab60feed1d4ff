package policy

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// PrincipalKind is what a value of a Principal element denotes (GR-25).
type PrincipalKind uint8

// The kinds of principal values.
const (
	PrincipalEveryone PrincipalKind = iota
	PrincipalAccount
	PrincipalUser
	PrincipalRole
	PrincipalRoleSession
	PrincipalFederatedUser
	PrincipalService
	PrincipalFederated
	PrincipalCanonicalUser
	PrincipalUniqueID
)

// Principals is a Principal or NotPrincipal element.
type Principals struct {
	Span   syntax.Span
	Not    bool
	Values []PrincipalValue
}

// PrincipalValue is one principal that a statement names.
type PrincipalValue struct {
	Raw  string
	Span syntax.Span
	Kind PrincipalKind
	// Account is the account that an AWS principal belongs to.
	Account string
}

var principalKeys = []string{"AWS", "Service", "Federated", "CanonicalUser"}

func parsePrincipalValue(key, raw string, span syntax.Span) (PrincipalValue, *fault) {
	p := PrincipalValue{Raw: raw, Span: span}
	if strings.Contains(raw, "${") {
		return p, &fault{"VARIABLE_UNSUPPORTED_IN_ELEMENT", "Policy variables have no place in a principal. Test the key in a Condition instead."}
	}
	if raw == "*" && key == "AWS" {
		return p, nil
	}
	if strings.ContainsAny(raw, "*?") {
		return p, &fault{"UNSUPPORTED_WILDCARD_IN_PRINCIPAL", quote(raw) + " holds a wildcard, which principals do not take. Name the account and test aws:PrincipalArn with ArnLike."}
	}
	switch key {
	case "AWS":
		return awsPrincipal(p)
	case "Service":
		return servicePrincipal(p)
	case "Federated":
		return federatedPrincipal(p)
	}
	p.Kind = PrincipalCanonicalUser
	if !IsCanonicalUserID(raw) {
		return p, &fault{"INVALID_PRINCIPAL_FORMAT", quote(raw) + " is not a canonical user ID. Write its 64 hexadecimal digits."}
	}
	return p, nil
}

func servicePrincipal(p PrincipalValue) (PrincipalValue, *fault) {
	p.Kind = PrincipalService
	if !strings.Contains(p.Raw, ".amazonaws.com") && !strings.HasSuffix(p.Raw, ".amazon.com") && !strings.HasSuffix(p.Raw, ".aws.internal") {
		return p, &fault{"INVALID_SERVICE_PRINCIPAL_FORMAT", quote(p.Raw) + " is not a service principal. Write name.amazonaws.com."}
	}
	return p, nil
}

func federatedPrincipal(p PrincipalValue) (PrincipalValue, *fault) {
	p.Kind = PrincipalFederated
	a, ok := arn.Parse(p.Raw)
	if !ok && (strings.HasPrefix(p.Raw, "arn:") || !strings.Contains(p.Raw, ".")) {
		return p, &fault{"INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", quote(p.Raw) + " is not an identity provider. Write the provider's ARN or a domain such as accounts.google.com."}
	}
	p.Account = a.Account
	return p, nil
}

// awsPrincipal reads an account id, an IAM or STS ARN, or a unique id.
func awsPrincipal(p PrincipalValue) (PrincipalValue, *fault) {
	switch {
	case arn.IsAccountID(p.Raw):
		p.Kind, p.Account = PrincipalAccount, p.Raw
		return p, nil
	case isUniqueID(p.Raw):
		p.Kind = PrincipalUniqueID
		return p, nil
	}
	a, ok := arn.Parse(p.Raw)
	if !ok || a.Service != "iam" && a.Service != "sts" {
		return p, &fault{"INVALID_PRINCIPAL_FORMAT", quote(p.Raw) + " is not a principal. Write an account ID or the ARN of an account, user, role or session."}
	}
	if !arn.IsAccountID(a.Account) {
		return p, &fault{"INVALID_ARN_ACCOUNT", "The account in " + quote(p.Raw) + " is not an account ID. Write 12 digits."}
	}
	p.Account = a.Account
	return arnPrincipal(p, a)
}

func arnPrincipal(p PrincipalValue, a arn.ARN) (PrincipalValue, *fault) {
	kind, _, _ := strings.Cut(a.Resource, "/")
	switch {
	case a.Service == "iam" && a.Resource == "root":
		p.Kind = PrincipalAccount
	case a.Service == "iam" && kind == "user":
		p.Kind = PrincipalUser
	case a.Service == "iam" && kind == "role":
		p.Kind = PrincipalRole
	case a.Service == "sts" && kind == "assumed-role":
		p.Kind = PrincipalRoleSession
	case a.Service == "sts" && kind == "federated-user":
		p.Kind = PrincipalFederatedUser
	case kind == "group":
		return p, &fault{"INVALID_PRINCIPAL_FORMAT", "A user group cannot be a principal. Name its users, or the account."}
	default:
		return p, &fault{"INVALID_PRINCIPAL_FORMAT", quote(p.Raw) + " is not a principal. Name an account, user, role, role session or federated user."}
	}
	return p, nil
}

// isUniqueID tells the unique ids that stand for a user or role that was
// named when the policy was saved (PM-18).
func isUniqueID(s string) bool {
	return len(s) >= 16 && (strings.HasPrefix(s, "AIDA") || strings.HasPrefix(s, "AROA")) && !strings.ContainsAny(s, ":/")
}

// IsCanonicalUserID tells the 64 hexadecimal digits by which Amazon S3 knows an account.
func IsCanonicalUserID(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}
