package iamapi

import (
	"encoding/base64"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// assumption is a role that is being assumed.
type assumption struct {
	role    *iam.Role
	account arn.ARN
	name    string // of the session
	source  string // the source identity that is passed
	passed  *passed
	session iam.Session // the caller's own, with what the call passes
	claims  [][]string  // of a federated login
	action  string
	context []authz.Supplied
}

func (d *door) assumeRole() (*syntax.Value, *Error) {
	a, err := d.assumption(d.text("RoleSessionName"), d.text("SourceIdentity"))
	if err != nil {
		return nil, err
	}
	mfa, err := d.device()
	if err != nil {
		return nil, err
	}
	if mfa {
		a.context = append(a.context, supplied("aws:MultiFactorAuthPresent", "true"), supplied("aws:MultiFactorAuthAge", "0"))
	}
	if id := d.text("ExternalId"); id != "" {
		a.context = append(a.context, supplied("sts:ExternalId", id))
	}
	return d.assume(a)
}

// assumption reads the role that a call names, and what it passes.
func (d *door) assumption(name, source string) (*assumption, *Error) {
	text := d.text("RoleArn")
	parsed, ok := arn.Parse(text)
	if !ok || parsed.Resource == "" || !arn.IsAccountID(parsed.Account) || parsed.Service != "iam" {
		return nil, invalid(text + " is invalid")
	}
	p, err := d.passed()
	if err != nil {
		return nil, err
	}
	a := &assumption{account: parsed, name: name, source: source, passed: p, action: "sts:" + d.Operation}
	if account := d.World.Account(parsed.Account); account != nil {
		if role := account.Role(text[strings.LastIndexByte(text, '/')+1:]); role != nil && role.ARN == text {
			a.role = role
		}
	}
	a.context = append(p.tagContext(), supplied("sts:RoleSessionName", name))
	if source != "" {
		a.context = append(a.context, supplied("sts:SourceIdentity", source))
	}
	return a, nil
}

// assume asks for every permission (EV-77), then makes the session.
func (d *door) assume(a *assumption) (*syntax.Value, *Error) {
	if d.who.Kind == iam.RootUser {
		return nil, &Error{Code: "AccessDenied", Message: "Roles may not be assumed by root accounts.", Status: 403}
	}
	if a.role == nil {
		return nil, d.noRole(a)
	}
	if set := d.who.session.SourceIdentity; set != "" && a.source != "" && a.source != set {
		return nil, &Error{Code: "AccessDenied", Message: "The source identity of the calling session is " + set + " and cannot change.", Status: 403}
	}
	for _, action := range a.actions(&d.who.session) {
		if err := d.allowed(action, a.role.ARN, a.context...); err != nil {
			return nil, err
		}
	}
	seconds, err := d.sessionSeconds(a)
	if err != nil {
		return nil, err
	}
	return d.newSession(a, seconds), nil
}

// noRole answers for a role that does not exist as for one that nobody may assume.
func (d *door) noRole(a *assumption) *Error {
	message := "Not authorized to perform " + a.action
	if d.who.ARN != "" {
		message = "User: " + d.who.ARN + " is not authorized to perform: " + a.action + " on resource: " + d.text("RoleArn")
	}
	return &Error{Code: "AccessDenied", Message: message, Status: 403}
}

func (a *assumption) actions(calling *iam.Session) []string {
	all := []string{a.action}
	if len(a.passed.tags) > 0 || len(calling.Inherited()) > 0 {
		all = append(all, "sts:TagSession")
	}
	if a.source != "" || calling.SourceIdentity != "" {
		all = append(all, "sts:SetSourceIdentity")
	}
	return all
}

// sessionSeconds is how long the session lasts (EV-72, EV-73).
func (d *door) sessionSeconds(a *assumption) (int, *Error) {
	seconds := d.seconds(min(hour, a.role.LongestSession()))
	if d.who.Kind == iam.RoleSession && seconds > hour {
		return 0, invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	}
	if seconds > a.role.LongestSession() {
		return 0, invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return seconds, nil
}

func (d *door) newSession(a *assumption, seconds int) *syntax.Value {
	session := d.who.session.Chain(iam.Session{Tags: a.passed.tags, Transitive: a.passed.transitive, SourceIdentity: a.source})
	made := iam.SessionARN(a.account.Partition, a.account.Account, a.role.Name, a.name)
	t := &token{
		Principal: made, UniqueID: a.role.UniqueID, Tags: pairs(session.Tags), Transitive: session.Transitive, SourceIdentity: session.SourceIdentity,
		Policy: a.passed.policy, PolicyARNs: a.passed.arns, Context: a.claims,
	}
	members := []syntax.Member{d.credentials(t, seconds), {Name: "AssumedRoleUser", Value: *object(stringMember("AssumedRoleId", a.role.UniqueID+":"+a.name), stringMember("Arn", made))}}
	members = append(members, a.passed.packed()...)
	if session.SourceIdentity != "" {
		members = append(members, stringMember("SourceIdentity", session.SourceIdentity))
	}
	return object(members...)
}

func badIdentity(message string) *Error {
	return &Error{Code: "InvalidIdentityToken", Message: message, Status: 400}
}

// assumeRoleWithWebIdentity takes the claims of the token as they are: the token
// is a JSON Web Token, or just the JSON object of its claims. Nothing is verified.
func (d *door) assumeRoleWithWebIdentity() (*syntax.Value, *Error) {
	claims, ok := readClaims(d.text("WebIdentityToken"))
	if !ok {
		return nil, badIdentity("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
	}
	issuer := d.text("ProviderId")
	if issuer == "" {
		issuer = strings.TrimPrefix(textOf(claims, "iss"), "https://")
	}
	subject, audience := textOf(claims, "sub"), textOf(claims, "aud")
	if issuer == "" || subject == "" {
		return nil, badIdentity("Missing a required claim: iss and sub")
	}
	role, _ := arn.Parse(d.text("RoleArn"))
	provider := issuer
	if p, fault := d.World.Principal(issuer); fault != iam.NoFault || p.Kind != iam.FederatedPrincipal {
		provider = "arn:" + role.Partition + ":iam::" + role.Account + ":oidc-provider/" + issuer
	}
	return d.federated(provider, d.text("RoleSessionName"), "", [][]string{{issuer + ":sub", subject}, {issuer + ":aud", audience}},
		stringMember("SubjectFromWebIdentityToken", subject), stringMember("Audience", audience), stringMember("Provider", provider))
}

func readClaims(text string) (*syntax.Value, bool) {
	if parts := strings.Split(text, "."); len(parts) == 3 && !strings.HasPrefix(text, "{") {
		b, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			return nil, false
		}
		text = string(b)
	}
	v, problems := syntax.Parse(text)
	return &v, len(problems) == 0 && v.Kind == syntax.Object
}

// federated assumes a role for a provider's user.
func (d *door) federated(provider, name, source string, claims [][]string, more ...syntax.Member) (*syntax.Value, *Error) {
	p, _ := d.World.Principal(provider)
	p.Kind, p.ARN = iam.FederatedPrincipal, provider
	d.who.Principal = p
	a, err := d.assumption(name, source)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		if c[1] != "" {
			a.claims = append(a.claims, c)
			a.context = append(a.context, authz.Supplied{Key: c[0], Values: c[1:]})
		}
	}
	a.claims = append(a.claims, []string{"aws:FederatedProvider", provider})
	result, err := d.assume(a)
	if err != nil {
		return nil, err
	}
	for _, m := range more {
		if m.Value.Text != "" {
			result.Members = append(result.Members, m)
		}
	}
	return result, nil
}

func (d *door) assumeRoleWithSAML() (*syntax.Value, *Error) {
	text, err := base64.StdEncoding.DecodeString(d.text("SAMLAssertion"))
	s, ok := readAssertion(text)
	if err != nil || !ok {
		return nil, badIdentity("Invalid base64 SAMLResponse (Service: AWSSecurityTokenService; Status Code: 400; Error Code: InvalidIdentityToken)")
	}
	name := s.attribute("RoleSessionName")
	if len(name) < 2 {
		return nil, badIdentity("RoleSessionName is required in AuthnResponse (Service: AWSSecurityTokenService; Status Code: 400; Error Code: InvalidIdentityToken)")
	}
	kind := s.format[strings.LastIndexByte(s.format, ':')+1:]
	subject := strings.TrimSpace(s.subject)
	return d.federated(d.text("PrincipalArn"), name, s.attribute("SourceIdentity"),
		[][]string{{"saml:sub", subject}, {"saml:sub_type", kind}, {"saml:iss", s.issuer}, {"saml:aud", s.recipient}},
		stringMember("Subject", subject), stringMember("SubjectType", kind), stringMember("Issuer", s.issuer), stringMember("Audience", s.recipient))
}
