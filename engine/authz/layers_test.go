package authz_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
)

// verdictOf is what one policy type says of the only request of a scenario.
type verdictOf struct {
	state authz.State
	why   authz.Why
}

func said(trace *authz.Trace, t policy.Type) verdictOf {
	l := layerOf(trace, t)
	return verdictOf{l.State, l.Why}
}

// OUT-2: each policy type's own verdict, and whether it was needed (EV-32 to EV-34, EV-42).
func TestVerdictOfEachType(t *testing.T) {
	const (
		none, noAllow, found, denied, bypassed = authz.NonePresent, authz.NoAllow, authz.AllowFound, authz.DenyFound, authz.Bypassed
		plain, byResource, byIdentity          = authz.NoReason, authz.GrantedByResource, authz.GrantedByIdentity
	)
	account := allow(aws(accountA))
	put := allow(everyone, object{"Action": "s3:PutObject"})
	for name, c := range map[string]struct {
		caller
		of   policy.Type
		want verdictOf
	}{
		"identity, no policy and nothing grants":                       {caller{userARN, nil, nil, nil, nil}, policy.Identity, verdictOf{none, plain}},
		"identity, another action":                                     {caller{userARN, nil, other, nil, nil}, policy.Identity, verdictOf{noAllow, plain}},
		"identity, a deny":                                             {caller{userARN, nil, deny(), nil, nil}, policy.Identity, verdictOf{denied, plain}},
		"identity, an allow beside the bucket's":                       {caller{userARN, allow(aws(userARN)), allow(), nil, nil}, policy.Identity, verdictOf{found, plain}},
		"identity, none: the bucket grants":                            {caller{userARN, allow(aws(userARN)), nil, nil, nil}, policy.Identity, verdictOf{bypassed, byResource}},
		"identity, another action: the bucket grants":                  {caller{userARN, allow(aws(userARN)), other, nil, nil}, policy.Identity, verdictOf{bypassed, byResource}},
		"identity, another action: the role is granted":                {caller{session, allow(aws(roleARN)), other, nil, nil}, policy.Identity, verdictOf{bypassed, byResource}},
		"identity, another action: the account is named":               {caller{userARN, account, other, nil, nil}, policy.Identity, verdictOf{noAllow, plain}},
		"identity, none: the account is named":                         {caller{userARN, account, nil, nil, nil}, policy.Identity, verdictOf{none, plain}},
		"identity, root":                                               {caller{rootARN, nil, nil, nil, nil}, policy.Identity, verdictOf{found, authz.RootImplicit}},
		"boundary, another action: the bucket grants":                  {caller{userARN, allow(aws(userARN)), nil, other, nil}, policy.Boundary, verdictOf{bypassed, byResource}},
		"boundary, another action":                                     {caller{userARN, nil, allow(), other, nil}, policy.Boundary, verdictOf{noAllow, plain}},
		"boundary, none: the bucket grants":                            {caller{userARN, allow(aws(userARN)), nil, nil, nil}, policy.Boundary, verdictOf{none, authz.NoBoundary}},
		"boundary, the grant to a role is limited":                     {caller{session, allow(aws(roleARN)), nil, other, nil}, policy.Boundary, verdictOf{noAllow, plain}},
		"session policy, another action: the bucket grants":            {caller{session, allow(aws(session)), nil, nil, other}, policy.Session, verdictOf{bypassed, byResource}},
		"session policy, none for a federated user: the bucket grants": {caller{fedUser, allow(aws(fedUser)), nil, nil, nil}, policy.Session, verdictOf{bypassed, byResource}},
		"session policy, none: the bucket grants":                      {caller{session, allow(aws(session)), nil, nil, nil}, policy.Session, verdictOf{none, authz.NoSessionPolicy}},
		"bucket, no policy":                                            {caller{userARN, nil, allow(), nil, nil}, policy.Resource, verdictOf{none, authz.NoResourcePolicy}},
		"bucket, another action: identity grants":                      {caller{userARN, put, allow(), nil, nil}, policy.Resource, verdictOf{bypassed, byIdentity}},
		"bucket, another action, and nothing grants":                   {caller{userARN, put, other, nil, nil}, policy.Resource, verdictOf{noAllow, plain}},
		"bucket, it names the account":                                 {caller{userARN, account, other, nil, nil}, policy.Resource, verdictOf{noAllow, authz.DelegatesOnly}},
		"bucket, it names the account, and identity grants":            {caller{userARN, account, allow(), nil, nil}, policy.Resource, verdictOf{noAllow, authz.DelegatesOnly}},
		"bucket, it names the user":                                    {caller{userARN, allow(aws(userARN)), allow(), nil, nil}, policy.Resource, verdictOf{found, plain}},
		"bucket, it names account and user":                            {caller{userARN, allow(aws(accountA, userARN)), nil, nil, nil}, policy.Resource, verdictOf{found, plain}},
		"bucket, it names the role":                                    {caller{session, allow(aws(roleARN)), nil, nil, nil}, policy.Resource, verdictOf{found, plain}},
		"bucket, it denies though it names the account":                {caller{userARN, document(statement("Allow", aws(accountA)), statement("Deny", everyone)), allow(), nil, nil}, policy.Resource, verdictOf{denied, plain}},
		"bucket, it names everyone":                                    {caller{"anonymous", allow(everyone), nil, nil, nil}, policy.Resource, verdictOf{found, plain}},
		"bucket, no grant to an anonymous caller":                      {caller{"anonymous", put, nil, nil, nil}, policy.Resource, verdictOf{noAllow, plain}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := said(decide(t, c.scenario()), c.of); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// OUT-2 across accounts: neither side makes up for the other (EV-43).
func TestVerdictsAcrossAccounts(t *testing.T) {
	foreign := func(bucketPolicy, identity object) *authz.Trace {
		return decide(t, object{
			"accounts": object{
				accountA: object{"resources": object{bucket: object{"policy": bucketPolicy}}},
				accountB: object{"users": object{"bo": object{"inlinePolicies": object{"p": identity}}}},
			},
			"requests": list{object{"principal": foreignUser, "action": "s3:GetObject", "resource": key}},
		})
	}
	for name, c := range map[string]struct {
		bucket, identity object
		of               policy.Type
		want             verdictOf
	}{
		"both allow: the bucket":               {allow(aws(foreignUser)), allow(), policy.Resource, verdictOf{authz.AllowFound, authz.NoReason}},
		"both allow: identity":                 {allow(aws(foreignUser)), allow(), policy.Identity, verdictOf{authz.AllowFound, authz.NoReason}},
		"naming the account is enough":         {allow(aws(accountB)), allow(), policy.Resource, verdictOf{authz.AllowFound, authz.NoReason}},
		"identity is needed beside the bucket": {allow(aws(foreignUser)), other, policy.Identity, verdictOf{authz.NoAllow, authz.NoReason}},
		"the bucket is needed beside identity": {allow(aws(userARN)), allow(), policy.Resource, verdictOf{authz.NoAllow, authz.NoReason}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := said(foreign(c.bucket, c.identity), c.of); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// OUT-2, OUT-3: the statements that decided are marked, each in its own policy.
func TestDecidingStatementsAreMarked(t *testing.T) {
	const asked, refused, another = "Asked", "Refused", "Another"
	sid := func(name string) object { return object{"Sid": name} }
	for name, c := range map[string]struct {
		identity, bucket object
		want             string
	}{
		"an allow, not its neighbor":         {document(statement("Allow", object{"Action": "s3:PutObject"}, sid(another)), statement("Allow", sid(asked))), nil, asked},
		"a deny, not the allow":              {document(statement("Allow", sid(asked)), statement("Deny", sid(refused))), nil, refused},
		"a deny of the bucket":               {document(statement("Allow", sid(asked))), document(statement("Deny", everyone, sid(refused))), refused},
		"a grant of the bucket and identity": {document(statement("Allow", sid(asked))), document(statement("Allow", aws(userARN), sid(another))), another + asked},
		"nothing allows":                     {document(statement("Allow", object{"Action": "s3:PutObject"}, sid(another))), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, caller{principal: userARN, identity: c.identity, resource: c.bucket}.scenario())
			got := ""
			for _, l := range trace.Layers {
				for _, p := range l.Policies {
					for _, s := range p.Statements {
						if s.Decides {
							got += s.Statement.Sid
						}
					}
				}
			}
			if got != c.want {
				t.Errorf("marked %q, want %q", got, c.want)
			}
		})
	}
}

// OUT-2: each policy says whether it allows and denies.
func TestPoliciesSayWhatTheyDo(t *testing.T) {
	both := document(statement("Allow"), statement("Deny"), statement("Allow", object{"Action": "s3:PutObject"}))
	for name, c := range map[string]struct {
		identity       object
		allows, denies bool
	}{
		"allow": {allow(), true, false}, "deny": {deny(), false, true}, "both": {both, true, true}, "another action": {other, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := layerOf(decide(t, caller{principal: userARN, identity: c.identity}.scenario()), policy.Identity).Policies[0]
			if p.Allows != c.allows || p.Denies != c.denies {
				t.Errorf("allows %v, denies %v; want %v, %v", p.Allows, p.Denies, c.allows, c.denies)
			}
		})
	}
}
