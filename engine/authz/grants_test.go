package authz_test

import "testing"

const kmsKey = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// keyWith is account A with a KMS key whose policy names nobody that asks, a user, a role and the given grants.
func keyWith(keyPolicy object, grants ...any) object {
	return object{accountA: object{
		"users":     object{"ana": object{}},
		"roles":     object{"ops": object{}},
		"resources": object{kmsKey: object{"policy": keyPolicy, "settings": object{"grants": grants}}},
	}}
}

func onKey(action string) object {
	return object{"Action": action, "Resource": "*", "Principal": object{"AWS": "arn:aws:iam::111111111111:role/ops"}}
}

// EV-62, EV-64, EV-67: a grant lets its grantee do the granted operations,
// without any policy, past boundary and session policy, and never past a Deny.
func TestGrants(t *testing.T) {
	closed := allow(onKey("kms:ScheduleKeyDeletion"))
	grant := func(grantee string, more ...object) object {
		return with(object{"GranteePrincipal": grantee, "Operations": list{"Decrypt", "DescribeKey"}}, more...)
	}
	invoice := object{"kms:EncryptionContext:Dept": "invoices"}
	equals := object{"Constraints": object{"EncryptionContextEquals": object{"Dept": "invoices"}}}
	subset := object{"Constraints": object{"EncryptionContextSubset": object{"dept": "invoices"}}}
	cases := map[string]struct {
		grant, request object
		want           string
	}{
		"no grant":                                 {grant("arn:aws:iam::111111111111:user/ben"), object{}, "implicitDeny resource"},
		"to the user":                              {grant(userARN), object{}, "allowed"},
		"to the role, from its session":            {grant(roleARN), object{"principal": session}, "allowed"},
		"to the session":                           {grant(session), object{"principal": session}, "allowed"},
		"past a session policy":                    {grant(roleARN), object{"principal": session, "session": object{"policies": list{other}}}, "allowed"},
		"to the account leaves it to IAM policies": {grant(rootARN), object{}, "implicitDeny identity"},
		"another operation":                        {grant(userARN), object{"action": "kms:Encrypt"}, "implicitDeny resource"},
		"equal context":                            {grant(userARN, equals), object{"context": invoice}, "allowed"},
		"equal context, key in another case":       {grant(userARN, equals), object{"context": object{"kms:EncryptionContext:dept": "invoices"}}, "allowed"},
		"equal context, value in another case":     {grant(userARN, equals), object{"context": object{"kms:EncryptionContext:Dept": "Invoices"}}, "implicitDeny resource"},
		"equal context, one pair too many":         {grant(userARN, equals), object{"context": with(invoice, object{"kms:EncryptionContext:Team": "x"})}, "implicitDeny resource"},
		"context within a subset":                  {grant(userARN, subset), object{"context": with(invoice, object{"kms:EncryptionContext:Team": "x"})}, "allowed"},
		"no context":                               {grant(userARN, subset), object{}, "implicitDeny resource"},
		"constraints leave DescribeKey alone":      {grant(userARN, equals), object{"action": "kms:DescribeKey"}, "allowed"},
		"to another account's role":                {grant("arn:aws:iam::222222222222:role/far"), object{"principal": "arn:aws:iam::222222222222:role/far"}, "allowed"},
		"a variable is plain text":                 {grant(userARN, object{"Constraints": object{"EncryptionContextEquals": object{"Dept": "${aws:username}"}}}), object{"context": object{"kms:EncryptionContext:Dept": "ana"}}, "implicitDeny resource"},
		"both constraints, one value":              {grant(userARN, object{"Constraints": object{"EncryptionContextEquals": object{"Dept": "invoices"}, "EncryptionContextSubset": object{"Dept": "other"}}}), object{"context": invoice}, "implicitDeny resource"},
		"a constraint that nobody knows":           {grant(userARN, object{"Constraints": object{"SourceArn": "x"}}), object{}, "implicitDeny resource"},
		"to everyone, which no grant can be":       {grant("*"), object{}, "implicitDeny resource"},
		"constraints on signing, which take none":  {with(grant(userARN, equals), object{"Operations": list{"Sign"}}), object{"action": "kms:Sign"}, "implicitDeny resource"},
		"who may retire it":                        {grant("arn:aws:iam::111111111111:user/ben", object{"RetiringPrincipal": userARN}), object{"action": "kms:RetireGrant"}, "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			request := with(object{"principal": userARN, "action": "kms:Decrypt", "resource": kmsKey}, c.request)
			trace := decide(t, object{"accounts": keyWith(closed, c.grant), "requests": list{request}})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-64: "Explicit denies in key or IAM policies override grants."
func TestDenyOverridesGrant(t *testing.T) {
	keyPolicy := deny(object{"Action": "kms:Decrypt", "Resource": "*", "Principal": "*"})
	accounts := keyWith(keyPolicy, object{"GranteePrincipal": userARN, "Operations": list{"Decrypt"}})
	trace := decide(t, object{"accounts": accounts, "requests": list{object{"principal": userARN, "action": "kms:Decrypt", "resource": kmsKey}}})
	if got := outcome(trace); got != "explicitDeny" {
		t.Errorf("got %s, want explicitDeny", got)
	}
}

// EV-67: the grant is what decided, and says so.
func TestGrantIsNamed(t *testing.T) {
	accounts := keyWith(allow(onKey("kms:*")), object{"GranteePrincipal": userARN, "Operations": list{"Decrypt"}, "Name": "for-ana"})
	trace := decide(t, object{"accounts": accounts, "requests": list{object{"principal": userARN, "action": "kms:Decrypt", "resource": kmsKey}}})
	if len(trace.DecidedBy) != 1 || trace.DecidedBy[0].Policy.Name != "for-ana" || !trace.DecidedBy[0].Policy.Grant {
		t.Errorf("decided by %v, want the grant for-ana alone", trace.DecidedBy)
	}
}
