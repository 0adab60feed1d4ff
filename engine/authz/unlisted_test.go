package authz_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
)

// What a scenario does not hold is named, not passed over: callers.
func TestCallersThatAreNotListed(t *testing.T) {
	for name, c := range map[string]struct {
		principal string
		want      bool
	}{
		"a user of an account that is not listed":    {"arn:aws:iam::333333333333:user/zoe", true},
		"a session of an account that is not listed": {"arn:aws:sts::333333333333:assumed-role/ops/s", true},
		"a user that is listed":                      {userARN, false},
		"a session of a role that is listed":         {session, false},
		"a root user needs no policies":              {"arn:aws:iam::333333333333:root", false},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, asking(statement("Allow"), object{"principal": c.principal}))
			if got := hasNote(trace, authz.IdentityUnlisted, c.principal); got != c.want {
				t.Errorf("noted %v, want %v", got, c.want)
			}
			if got := layerOf(trace, policy.Identity).Why == authz.UnlistedAccount; got != c.want {
				t.Errorf("the verdict of identity-based policies says so: %v, want %v", got, c.want)
			}
		})
	}
}

// What a scenario does not hold is named, not passed over: resources of other accounts.
func TestResourcesThatAreNotListed(t *testing.T) {
	const queue = "arn:aws:sqs:eu-west-1:"
	listed := queue + accountB + ":listed"
	for name, c := range map[string]struct {
		resource string
		want     bool
	}{
		"of another account":             {queue + accountB + ":q", true},
		"of another account, but listed": {listed, false},
		"of the caller's account":        {queue + accountA + ":q", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow", object{"Action": "sqs:*"}), object{"action": "sqs:SendMessage", "resource": c.resource})
			s["accounts"].(object)[accountB] = object{"resources": object{listed: object{}}}
			if got := hasNote(decide(t, s), authz.ResourceUnlisted, c.resource); got != c.want {
				t.Errorf("noted %v, want %v", got, c.want)
			}
		})
	}
}

// EV-61, EV-63: a key whose policy the scenario does not hold has the default one, which delegates to the account.
func TestDefaultKeyPolicies(t *testing.T) {
	may := object{"inlinePolicies": object{"p": allow(object{"Action": "kms:*"})}}
	for name, c := range map[string]struct {
		principal, want string
		verdict         verdictOf
	}{
		"a user of the account": {userARN, "allowed", verdictOf{authz.AllowFound, authz.DefaultKeyPolicy}},
		"its root user":         {rootARN, "allowed", verdictOf{authz.AllowFound, authz.DefaultKeyPolicy}},
		"a user of another":     {foreignUser, "implicitDeny resource", verdictOf{authz.NoAllow, authz.DefaultKeyPolicy}},
		"an anonymous caller":   {"anonymous", "implicitDeny resource", verdictOf{authz.NoAllow, authz.DefaultKeyPolicy}},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"accounts": object{accountA: object{"users": object{"ana": may}}, accountB: object{"users": object{"bo": may}}},
				"requests": list{object{"principal": c.principal, "action": "kms:Decrypt", "resource": keyARN}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := said(trace, policy.Resource); trace.Decision == authz.Allowed && got != c.verdict {
				t.Errorf("the key policy says %+v, want %+v", got, c.verdict)
			}
		})
	}
}

// EV-67: grants allow beside the key policy and change nothing about its denies.
func TestGrantsBesideTheKeyPolicy(t *testing.T) {
	grant := object{"GranteePrincipal": userARN, "Operations": list{"Decrypt"}}
	of := func(effect, action string) object {
		return document(statement(effect, everyone, object{"Action": action}))
	}
	for name, c := range map[string]struct {
		key, grant object
		want       authz.State
	}{
		"the key policy denies":    {of("Deny", "kms:Decrypt"), grant, authz.DenyFound},
		"the key policy is silent": {of("Allow", "kms:Encrypt"), grant, authz.AllowFound},
		"and so is the grant":      {of("Allow", "kms:Encrypt"), with(grant, object{"Operations": list{"Encrypt"}}), authz.NoAllow},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"accounts": object{accountA: object{"users": object{"ana": object{}}, "resources": object{keyARN: object{"policy": c.key, "settings": object{"grants": list{c.grant}}}}}},
				"requests": list{object{"principal": userARN, "action": "kms:Decrypt", "resource": keyARN}},
			})
			if got := layerOf(trace, policy.Resource).State; got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// EV-56, EV-61: only assuming a role and calling KMS on a key need the policy of what they are called on.
func TestOnlyRolesAndKeysMustAllow(t *testing.T) {
	for name, c := range map[string]struct{ action, resource, want string }{
		"assuming a role":                     {"sts:AssumeRole", roleARN, "implicitDeny trust"},
		"another call of AWS STS on a role":   {"sts:DecodeAuthorizationMessage", roleARN, "allowed"},
		"another service's call of that name": {"madeup:AssumeRole", roleARN, "allowed"},
		"assuming what is no role":            {"sts:AssumeRole", userARN, "allowed"},
		"using a KMS key":                     {"kms:Decrypt", keyARN, "implicitDeny resource"},
		"another service's call on a KMS key": {"tag:TagResources", keyARN, "allowed"},
		"using the key of another service":    {"payment-cryptography:DecryptData", "arn:aws:payment-cryptography:eu-west-1:111111111111:key/1", "allowed"},
		"a KMS key store":                     {"kms:ConnectCustomKeyStore", "*", "allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow", object{"Action": "*"}), object{"action": c.action, "resource": c.resource})
			account := s["accounts"].(object)[accountA].(object)
			account["resources"] = object{keyARN: object{"policy": allow(aws(roleARN), object{"Action": "kms:*"})}}
			account["roles"] = object{"ops": object{"trustPolicy": allow(aws(roleARN), object{"Action": "sts:AssumeRole", "Resource": nil})}}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// PM-3, PM-11: another user than the one who made the federated session, and another provider, are not named.
func TestOthersAreNotNamed(t *testing.T) {
	other := "arn:aws:iam::111111111111:user/bo"
	s := caller{principal: fedUser, resource: allow(aws(other)), session: allow()}.scenario()
	s["accounts"].(object)[accountA].(object)["users"].(object)["bo"] = object{}
	if got := outcome(decide(t, s)); got != "implicitDeny identity" {
		t.Errorf("another user: got %s, want implicitDeny identity", got)
	}
	trust := allow(object{"Principal": object{"Federated": "accounts.google.com"}}, object{"Action": "sts:AssumeRoleWithWebIdentity", "Resource": nil})
	s = object{
		"accounts": object{accountA: object{"roles": object{"ops": object{"trustPolicy": trust}}}},
		"requests": list{object{"principal": "www.amazon.com", "action": "sts:AssumeRoleWithWebIdentity", "resource": roleARN}},
	}
	if got := outcome(decide(t, s)); got != "implicitDeny trust" {
		t.Errorf("another provider: got %s, want implicitDeny trust", got)
	}
}

// EV-49: a service is exempt where it assumes its linked role, not where it asks for something else about it.
func TestOnlyAssumingIsExempt(t *testing.T) {
	const service = "ec2.amazonaws.com"
	role := "arn:aws:iam::111111111111:role/aws-service-role/" + service + "/AWSServiceRoleForX"
	for action, want := range map[string]authz.Why{"sts:AssumeRole": authz.ServiceLinkedRole, "iam:GetRole": authz.ServiceNotCovered} {
		trace := decide(t, object{
			"organization": member(deny(everyone, object{"Action": "sts:*"})), "accounts": object{accountA: object{}},
			"requests": list{object{"principal": service, "action": action, "resource": role}},
		})
		if got := layerOf(trace, policy.RCP).Why; got != want {
			t.Errorf("%s: %d, want %d", action, got, want)
		}
	}
}
