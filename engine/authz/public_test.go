package authz_test

import "testing"

// EV-69, EV-95 and EV-96: S3 Block Public Access on a bucket of account A. The caller
// bo of account B may read by its own policy.
func TestBlockPublicAccess(t *testing.T) {
	held := func(condition object) object { return allow(everyone, object{"Condition": condition}) }
	cases := map[string]struct {
		principal string
		policy    object
		blocked   bool
		want      string
	}{
		"anonymous, public policy":                    {"anonymous", allow(everyone), true, "implicitDeny blockPublicAccess"},
		"anonymous, public policy, nothing blocked":   {"anonymous", allow(everyone), false, "allowed"},
		"another account, public policy":              {foreignUser, allow(everyone), true, "implicitDeny blockPublicAccess"},
		"another account that the policy names":       {foreignUser, allow(aws(accountB)), true, "allowed"},
		"the owner's account, public policy":          {userARN, allow(everyone), true, "allowed"},
		"a service, public policy":                    {"logs.amazonaws.com", allow(everyone), true, "allowed"},
		"held to an account":                          {foreignUser, held(object{"StringEquals": object{"aws:PrincipalAccount": accountB}}), true, "allowed"},
		"held to a pattern of accounts":               {foreignUser, held(object{"StringLike": object{"aws:PrincipalAccount": "2*"}}), true, "implicitDeny blockPublicAccess"},
		"held where the key exists":                   {foreignUser, held(object{"StringEqualsIfExists": object{"aws:PrincipalAccount": accountB}}), true, "implicitDeny blockPublicAccess"},
		"held by a key that does not count":           {foreignUser, held(object{"StringEquals": object{"aws:PrincipalType": "User"}}), true, "implicitDeny blockPublicAccess"},
		"held to a network, seen from inside":         {foreignUser, held(object{"IpAddress": object{"aws:SourceIp": "192.0.2.0/24"}}), true, "allowed"},
		"held to half of all addresses":               {foreignUser, held(object{"IpAddress": object{"aws:SourceIp": "128.0.0.0/1"}}), true, "implicitDeny blockPublicAccess"},
		"one statement is held, another is not":       {foreignUser, document(statement("Allow", everyone), statement("Allow", aws(accountB))), true, "implicitDeny blockPublicAccess"},
		"a Deny for everyone does not make it public": {foreignUser, document(statement("Deny", everyone, object{"Action": "s3:PutObject"}), statement("Allow", aws(accountB))), true, "allowed"},
		"an explicit deny comes first":                {foreignUser, document(statement("Allow", everyone), statement("Deny", everyone)), true, "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			reader := object{"inlinePolicies": object{"Read": allow()}}
			s := object{
				"accounts": object{
					accountA: object{"users": object{"ana": reader}, "resources": object{bucket: object{"policy": c.policy, "settings": object{"blockPublicAccess": c.blocked}}}},
					accountB: object{"users": object{"bo": reader}},
				},
				"requests": list{object{"principal": c.principal, "action": "s3:GetObject", "resource": key, "context": object{"aws:SourceIp": "192.0.2.7"}}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
