package iamapi

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var stsOperations = map[string]func(*door) (*syntax.Value, *Error){
	"AssumeRole":                 (*door).assumeRole,
	"AssumeRoleWithSAML":         (*door).assumeRoleWithSAML,
	"AssumeRoleWithWebIdentity":  (*door).assumeRoleWithWebIdentity,
	"GetCallerIdentity":          (*door).getCallerIdentity,
	"GetSessionToken":            (*door).getSessionToken,
	"GetFederationToken":         (*door).getFederationToken,
	"DecodeAuthorizationMessage": (*door).decodeAuthorizationMessage,
}

// getCallerIdentity needs no permission, and no policy can deny it.
func (d *door) getCallerIdentity() (*syntax.Value, *Error) {
	return object(stringMember("UserId", userID(&d.who.Principal)), stringMember("Account", d.who.AccountID), stringMember("Arn", d.who.ARN)), nil
}

func userID(p *iam.Principal) string {
	switch p.Kind {
	case iam.RoleSession:
		return p.Role.UniqueID + ":" + p.SessionName
	case iam.FederatedUser:
		return p.AccountID + ":" + p.SessionName
	case iam.UserPrincipal:
		return p.User.UniqueID
	case iam.RootUser, iam.ServicePrincipal, iam.FederatedPrincipal, iam.Anonymous:
	}
	return p.AccountID
}

const (
	halfDay = 43_200
	hour    = 3_600
)

// longTerm refuses sessions of roles, and gives how long the new one lasts (EV-71, EV-72).
func (d *door) longTerm() (seconds int, err *Error) {
	if d.who.temporary {
		return 0, &Error{Code: "AccessDenied", Message: "Cannot call " + d.Operation + " with session credentials", Status: 403}
	}
	seconds = d.seconds(halfDay)
	if d.who.Kind == iam.RootUser {
		seconds = min(seconds, hour)
	}
	return seconds, nil
}

func (d *door) seconds(otherwise int) int {
	if n, err := strconv.Atoi(d.text("DurationSeconds")); err == nil {
		return n
	}
	return otherwise
}

// getSessionToken needs no permission. The session is the user, with what a device adds (EV-81).
func (d *door) getSessionToken() (*syntax.Value, *Error) {
	seconds, err := d.longTerm()
	if err != nil {
		return nil, err
	}
	t := &token{Principal: d.who.ARN, UniqueID: identityOf(&d.who.Principal)}
	if mfa, err := d.device(); err != nil {
		return nil, err
	} else if mfa {
		t.Context = [][]string{{"aws:MultiFactorAuthPresent", "true"}}
	}
	return object(d.credentials(t, seconds)), nil
}

// device says whether a call names a device of the caller's; its code is not verified.
func (d *door) device() (bool, *Error) {
	serial := d.text("SerialNumber")
	if serial == "" && d.text("TokenCode") == "" {
		return false, nil
	}
	var devices []string
	if u := d.who.User; u != nil {
		devices = u.MFADevices
	} else if a := d.World.Account(d.who.AccountID); a != nil && d.who.Kind == iam.RootUser {
		devices = a.Root.MFADevices
	}
	for _, one := range devices {
		if one == serial && d.text("TokenCode") != "" {
			return true, nil
		}
	}
	return false, &Error{Code: "AccessDenied", Message: "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.", Status: 403}
}

// getFederationToken asks on the ARN of the new federated user (EV-80).
func (d *door) getFederationToken() (*syntax.Value, *Error) {
	seconds, err := d.longTerm()
	if err != nil {
		return nil, err
	}
	passed, err := d.passed()
	if err != nil {
		return nil, err
	}
	name := d.text("Name")
	federated := "arn:" + d.who.Partition + ":sts::" + d.who.AccountID + ":federated-user/" + name
	if err := d.allowed("sts:GetFederationToken", federated, passed.tagContext()...); err != nil {
		return nil, err
	}
	if len(passed.tags) > 0 {
		if err := d.allowed("sts:TagSession", federated, passed.tagContext()...); err != nil {
			return nil, err
		}
	}
	t := &token{Principal: federated, Maker: d.who.ARN, Policy: passed.policy, PolicyARNs: passed.arns, Tags: pairs(passed.tags)}
	members := []syntax.Member{d.credentials(t, seconds), {Name: "FederatedUser", Value: *object(stringMember("FederatedUserId", d.who.AccountID+":"+name), stringMember("Arn", federated))}}
	return object(append(members, passed.packed()...)...), nil
}

// decodeAuthorizationMessage reads the messages of this package; those of AWS only AWS can read (OUT-15).
func (d *door) decodeAuthorizationMessage() (*syntax.Value, *Error) {
	if err := d.allowed("sts:DecodeAuthorizationMessage", "*"); err != nil {
		return nil, err
	}
	text, ok := unsealed(d.text("EncodedMessage"))
	if !ok || !strings.HasPrefix(text, `{"allowed"`) {
		return nil, &Error{Code: "InvalidAuthorizationMessageException", Message: "Message is not valid", Status: 400}
	}
	return object(stringMember("DecodedMessage", text)), nil
}

// passed are what a call gives a session along.
type passed struct {
	tags       []iam.Tag
	transitive []string
	policy     string
	arns       []string
}

func (d *door) passed() (*passed, *Error) {
	p := &passed{transitive: d.texts("TransitiveTagKeys"), policy: d.text("Policy")}
	if m, ok := d.Parameters.Find("PolicyArns"); ok {
		for i := range m.Value.Items {
			p.arns = append(p.arns, textOf(&m.Value.Items[i], "arn"))
		}
	}
	if m, ok := d.Parameters.Find("Tags"); ok {
		for i := range m.Value.Items {
			p.tags = append(p.tags, iam.Tag{Key: textOf(&m.Value.Items[i], "Key"), Value: textOf(&m.Value.Items[i], "Value")})
		}
	}
	if err := d.soundTags(p); err != nil {
		return nil, err
	}
	return p, d.soundPolicies(p)
}

func badParameter(message string) *Error {
	return &Error{Code: "InvalidParameterValue", Message: message, Status: 400}
}

// soundTags checks what the model cannot say of session tags (EV-76).
func (d *door) soundTags(p *passed) *Error {
	seen := map[string]bool{}
	for _, t := range p.tags {
		key := strings.ToLower(t.Key)
		if seen[key] {
			return badParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		seen[key] = true
	}
	for _, key := range p.transitive {
		if !seen[strings.ToLower(key)] {
			return badParameter("The specified transitive tag key must be included in the requested tags.")
		}
	}
	for _, t := range p.tags {
		if !d.who.session.Passable(t.Key) {
			return badParameter("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
		}
	}
	return nil
}

func malformed(message string) *Error {
	return &Error{Code: "MalformedPolicyDocument", Message: message, Status: 400}
}

func (d *door) soundPolicies(p *passed) *Error {
	if p.policy != "" {
		for _, problem := range policy.Parse(p.policy, policy.Session).Diagnostics {
			if problem.Severity == syntax.Error && problem.Code == syntax.CodeSyntax {
				return malformed("This policy contains invalid Json")
			} else if problem.Severity == syntax.Error {
				return malformed("Syntax errors in policy.")
			}
		}
	}
	for _, name := range p.arns {
		a, ok := arn.Parse(name)
		if _, known := d.managed(name); !ok || !known {
			return malformed("The policy " + name + " does not exist.")
		} else if a.Account != "aws" && a.Account != d.sessionAccount() {
			return malformed("The policy " + name + " is of another account.")
		}
	}
	return nil
}

// sessionAccount is whose managed policies can be session policies (EV-74).
func (d *door) sessionAccount() string {
	if a, ok := arn.Parse(d.text("RoleArn")); ok {
		return a.Account
	}
	return d.who.AccountID
}

func (p *passed) tagContext() []authz.Supplied {
	var all []authz.Supplied
	keys := []string{}
	for _, t := range p.tags {
		all, keys = append(all, supplied("aws:RequestTag/"+t.Key, t.Value)), append(keys, t.Key)
	}
	if len(keys) > 0 {
		all = append(all, authz.Supplied{Key: "aws:TagKeys", Values: keys, List: true})
	}
	if len(p.transitive) > 0 {
		all = append(all, authz.Supplied{Key: "sts:TransitiveTagKeys", Values: p.transitive, List: true})
	}
	return all
}

// packed says how much of the room for policies and tags is used. AWS packs them in a way of its own; this counts characters.
func (p *passed) packed() []syntax.Member {
	n := len(p.policy)
	for _, t := range p.tags {
		n += len(t.Key) + len(t.Value)
	}
	for _, a := range p.arns {
		n += len(a)
	}
	if n == 0 {
		return nil
	}
	return []syntax.Member{{Name: "PackedPolicySize", Value: number(min(100, 1+n*100/2048))}}
}

func pairs(tags []iam.Tag) [][]string {
	var all [][]string
	for _, t := range tags {
		all = append(all, []string{t.Key, t.Value})
	}
	return all
}
