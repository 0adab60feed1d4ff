package iamapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Credentials say who calls: an access key, with a session token where it is
// a temporary one. None stands for an unsigned call.
type Credentials struct {
	AccessKeyID, SessionToken string
	// User is the ARN of a user who calls without an access key, as the page's console lets one choose.
	User string
}

// rootPrefix and an account id make the access key that the root user of every
// listed account has beside those in the scenario.
const rootPrefix = "AKIAROOT"

// RootCredentials are those of an account's root user, with their secret.
func RootCredentials(account string) (c Credentials, secret string) {
	id := rootPrefix + account
	return Credentials{AccessKeyID: id}, operations.Secret(id)
}

// caller is who calls.
type caller struct {
	iam.Principal
	session iam.Session
	// context are the keys that the credentials bring along.
	context []authz.Supplied
	// temporary says that the credentials are a session's.
	temporary bool
}

// withDevice says whether an MFA device was used for the credentials.
func (c *caller) withDevice() bool {
	for _, k := range c.context {
		if k.Key == "aws:MultiFactorAuthPresent" {
			return k.Values[0] == "true"
		}
	}
	return false
}

func badToken() *Error {
	return &Error{Code: "InvalidClientTokenId", Message: "The security token included in the request is invalid.", Status: 403}
}

// caller tells who has the credentials.
func (d *door) caller(c Credentials) (*caller, *Error) {
	if c.SessionToken != "" {
		return d.sessionCaller(c)
	}
	if c.User != "" {
		return d.userCaller(c.User)
	}
	if account, ok := strings.CutPrefix(c.AccessKeyID, rootPrefix); ok && d.World.Account(account) != nil {
		return rootCaller(d.World.Account(account)), nil
	}
	for _, a := range d.World.Accounts {
		if active(a.Root.AccessKeys, c.AccessKeyID) {
			return rootCaller(a), nil
		}
		for _, u := range a.Users {
			if active(u.AccessKeys, c.AccessKeyID) {
				return &caller{Principal: iam.Principal{Kind: iam.UserPrincipal, ARN: u.ARN, AccountID: a.ID, Partition: a.Partition, User: u}}, nil
			}
		}
	}
	return nil, badToken()
}

func (d *door) userCaller(arn string) (*caller, *Error) {
	p, fault := d.World.Principal(arn)
	if fault != iam.NoFault || p.Kind != iam.UserPrincipal {
		return nil, badToken()
	}
	return &caller{Principal: p}, nil
}

func rootCaller(a *iam.Account) *caller {
	return &caller{Principal: iam.Principal{Kind: iam.RootUser, ARN: "arn:" + a.Partition + ":iam::" + a.ID + ":root", AccountID: a.ID, Partition: a.Partition}}
}

func active(keys []iam.AccessKey, id string) bool {
	for _, k := range keys {
		if k.ID == id && k.Active {
			return true
		}
	}
	return false
}

// token is a session, as its session token carries it. Nobody can read sessions off
// a world, so nothing has to be kept anywhere.
type token struct {
	AccessKeyID string `json:"key"`
	// Principal is who the session is: a role session, a federated user, or the user or
	// root user who asked for a session token.
	Principal string `json:"principal"`
	// UniqueID is the role's or user's, so that the session ends with it.
	UniqueID string `json:"id,omitempty"`
	// Maker is the user who made a federated user.
	Maker          string     `json:"maker,omitempty"`
	Tags           [][]string `json:"tags,omitempty"`
	Transitive     []string   `json:"transitive,omitempty"`
	SourceIdentity string     `json:"sourceIdentity,omitempty"`
	Policy         string     `json:"policy,omitempty"`
	PolicyARNs     []string   `json:"policyArns,omitempty"`
	// Context are the claims of a federated login, and whether a device was used.
	Context [][]string `json:"context,omitempty"`
	Issued  string     `json:"issued"`
	Expires string     `json:"expires"`
}

var sealKey = []byte("verdict: session tokens of simulated accounts")

func seal(text []byte) []byte {
	h := hmac.New(sha256.New, sealKey)
	h.Write(text)
	return h.Sum(nil)
}

// sealed writes a text so that only whoever has the key can have written it.
func sealed(text []byte) string {
	return base64.StdEncoding.EncodeToString(append(seal(text), text...))
}

func unsealed(text string) (string, bool) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) < sha256.Size || !hmac.Equal(b[:sha256.Size], seal(b[sha256.Size:])) {
		return "", false
	}
	return string(b[sha256.Size:]), true
}

func (d *door) sessionCaller(c Credentials) (*caller, *Error) {
	text, ok := unsealed(c.SessionToken)
	if !ok {
		return nil, badToken()
	}
	t := readToken(text)
	if t.AccessKeyID != c.AccessKeyID {
		return nil, badToken()
	}
	if t.Expires <= d.Now {
		// IAM and STS answer 403 with this code (a reply of IAM in cfn-sphere/cfn-sphere issue 55, of STS in pulumi/pulumi-aws issue 2560);
		// the model's ExpiredTokenException, with 400, is about tokens of web identities (aws/aws-sdk-java-v2 issue 1649).
		return nil, &Error{Code: "ExpiredToken", Message: "The security token included in the request is expired", Status: 403}
	}
	p, fault := d.World.Principal(t.Principal)
	if fault != iam.NoFault || t.UniqueID != identityOf(&p) {
		return nil, badToken()
	}
	if t.Maker != "" {
		maker, fault := d.World.Principal(t.Maker)
		if fault != iam.NoFault {
			return nil, badToken()
		}
		p.User = maker.User
	}
	return d.opened(&t, p), nil
}

func identityOf(p *iam.Principal) string {
	switch {
	case p.Role != nil:
		return p.Role.UniqueID
	case p.User != nil:
		return p.User.UniqueID
	}
	return ""
}

// opened is the caller that a token stands for. Session policies that are managed count with their current version (EV-74).
func (d *door) opened(t *token, p iam.Principal) *caller {
	c := &caller{Principal: p, temporary: true, context: []authz.Supplied{{Key: "aws:TokenIssueTime", Values: []string{t.Issued}}}}
	c.session = iam.Session{Transitive: t.Transitive, SourceIdentity: t.SourceIdentity}
	for _, tag := range t.Tags {
		c.session.Tags = append(c.session.Tags, iam.Tag{Key: tag[0], Value: tag[1]})
	}
	for _, entry := range t.Context {
		c.context = append(c.context, authz.Supplied{Key: entry[0], Values: entry[1:], List: len(entry) > 2})
	}
	if t.Policy != "" {
		c.session.Policies = append(c.session.Policies, &iam.Policy{Name: "session policy", Document: policy.Parse(t.Policy, policy.Session)})
	}
	for _, arn := range t.PolicyARNs {
		// A policy that is gone leaves one that allows nothing: the session stays limited.
		text, _ := d.managed(arn)
		c.session.Policies = append(c.session.Policies, &iam.Policy{Name: arn, ARN: arn, Document: policy.Parse(text, policy.Session)})
	}
	return c
}

// managed gives the document of a managed policy of an account or of AWS.
func (d *door) managed(name string) (string, bool) {
	if a, ok := arn.Parse(name); ok {
		if account := d.World.Account(a.Account); account != nil {
			for _, p := range account.Policies {
				if p.ARN == name {
					return p.Document.Text, true
				}
			}
		}
	}
	_, text, known := d.Managed.Policy(name)
	return text, known
}

func readToken(text string) token {
	v, _ := syntax.ParseEnvelope(text)
	t := token{
		AccessKeyID: textOf(&v, "key"), Principal: textOf(&v, "principal"), UniqueID: textOf(&v, "id"), Maker: textOf(&v, "maker"),
		Transitive: textsOf(&v, "transitive"), SourceIdentity: textOf(&v, "sourceIdentity"), Policy: textOf(&v, "policy"),
		PolicyARNs: textsOf(&v, "policyArns"), Issued: textOf(&v, "issued"), Expires: textOf(&v, "expires"),
	}
	t.Tags, t.Context = rows(&v, "tags"), rows(&v, "context")
	return t
}

// rows reads a list of lists of texts.
func rows(v *syntax.Value, name string) [][]string {
	var all [][]string
	if m, ok := v.Find(name); ok {
		for i := range m.Value.Items {
			var row []string
			for _, item := range m.Value.Items[i].Items {
				row = append(row, item.Text)
			}
			all = append(all, row)
		}
	}
	return all
}

// credentials are those of a new session, as STS gives them.
func (d *door) credentials(t *token, seconds int) syntax.Member {
	t.AccessKeyID = iam.UniqueID("ASIA", d.Seed)[:20]
	t.Issued, t.Expires = d.Now, d.clock().Add(time.Duration(seconds)*time.Second).UTC().Format(time.RFC3339)
	return syntax.Member{Name: "Credentials", Value: *object(
		stringMember("AccessKeyId", t.AccessKeyID), stringMember("SecretAccessKey", operations.Secret(t.AccessKeyID)),
		stringMember("SessionToken", sealed(syntax.Marshal(t))), stringMember("Expiration", t.Expires))}
}

func (d *door) clock() time.Time {
	at, _ := time.Parse(time.RFC3339, d.Now) // whoever calls gives RFC 3339
	return at
}

func number(n int) syntax.Value { return syntax.Value{Kind: syntax.Number, Text: strconv.Itoa(n)} }
