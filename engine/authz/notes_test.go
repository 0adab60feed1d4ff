package authz_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// RC-4: the owner of a resource that nothing tells is taken to be the caller's account, and the result says so.
func TestOwnersThatAreAssumed(t *testing.T) {
	const queue, unknown = "arn:aws:sqs:eu-west-1:111111111111:q", "arn:aws:s3:::unknown/key"
	for name, c := range map[string]struct {
		principal, resource string
		want                bool
	}{
		"a bucket that the scenario does not hold": {userARN, unknown, true},
		"a bucket that it holds":                   {userARN, key, false},
		"an ARN that names its account":            {userARN, queue, false},
		"no resource":                              {userARN, "*", false},
		"an anonymous caller has no account":       {"anonymous", unknown, false},
		"a service has none either":                {"logs.amazonaws.com", unknown, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow"), object{"principal": c.principal, "resource": c.resource})
			if got := hasNote(decide(t, s), authz.OwnerAssumed, c.resource); got != c.want {
				t.Errorf("noted %v, want %v", got, c.want)
			}
		})
	}
}

// EV-50: what a root user may do without any policy rests on being root, and the result says so.
func TestTheRightOfTheRootUser(t *testing.T) {
	for name, c := range map[string]struct {
		principal string
		bucket    object
		want      bool
	}{
		"root, no policy":                 {rootARN, nil, true},
		"root, named by the bucket":       {rootARN, allow(aws(rootARN)), false},
		"a user with a policy":            {userARN, nil, false},
		"an anonymous caller, everyone's": {"anonymous", allow(everyone), false},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, caller{principal: c.principal, resource: c.bucket, identity: allow()}.scenario())
			if got := hasNote(trace, authz.RootRight, c.principal); got != c.want || trace.Decision != authz.Allowed {
				t.Errorf("%s, noted %v, want %v", outcome(trace), got, c.want)
			}
		})
	}
}

// EV-52: only the root user of the owner gets past a bucket policy that locks everybody out.
func TestLockOut(t *testing.T) {
	foreignRoot := "arn:aws:iam::222222222222:root"
	for name, c := range map[string]struct{ principal, action, want string }{
		"the owner's root user":        {rootARN, "s3:DeleteBucketPolicy", "allowed"},
		"and another action":           {rootARN, "s3:ListBucket", "explicitDeny"},
		"a user of the owner":          {userARN, "s3:DeleteBucketPolicy", "explicitDeny"},
		"the root user of another one": {foreignRoot, "s3:DeleteBucketPolicy", "explicitDeny"},
	} {
		t.Run(name, func(t *testing.T) {
			may := object{"inlinePolicies": object{"p": allow(object{"Action": "s3:*"})}}
			s := object{
				"accounts": object{
					accountA: object{"users": object{"ana": may}, "resources": object{bucket: object{"policy": deny(everyone, object{"Action": "s3:*"})}}},
					accountB: object{},
				},
				"requests": list{object{"principal": c.principal, "action": c.action, "resource": bucket}},
			}
			trace := decide(t, s)
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := hasNote(trace, authz.LockOutProtection, bucket); got != (c.want == "allowed") {
				t.Errorf("noted %v", got)
			}
		})
	}
}

// EV-53 is about sts:AssumeRoot alone: other calls on a root user are decided like any.
func TestOtherCallsOnARootUser(t *testing.T) {
	s := asking(statement("Allow", object{"Action": "iam:*"}), object{"action": "iam:GetAccountSummary", "resource": rootARN})
	if got := outcome(decide(t, s)); got != "allowed" {
		t.Errorf("got %s, want allowed", got)
	}
}

// PM-2, EV-33: a second statement that names the account takes nothing from the first, which names the user.
func TestStatementsNameTogether(t *testing.T) {
	user, account := statement("Allow", aws(userARN)), statement("Allow", aws(accountA))
	for name, policy := range map[string]object{"user first": document(user, account), "account first": document(account, user)} {
		if got := outcome(decide(t, caller{principal: userARN, resource: policy}.scenario())); got != "allowed" {
			t.Errorf("%s: got %s, want allowed", name, got)
		}
	}
}

// EV-55, RC-4: roles of accounts that the scenario does not hold cannot be looked into, and the result says so.
func TestRolesThatAreNotListed(t *testing.T) {
	for name, role := range map[string]string{
		"an account that is not listed": "arn:aws:iam::333333333333:role/ops",
		"a role that is not listed":     "arn:aws:iam::111111111111:role/other",
	} {
		trace := decide(t, asking(statement("Allow", object{"Action": "sts:*"}), object{"action": "sts:AssumeRole", "resource": role}))
		if got := outcome(trace); got != "implicitDeny trust" || !hasNote(trace, authz.ResourceUnlisted, role) {
			t.Errorf("%s: %s, notes %v", name, got, trace.Notes)
		}
	}
}

// AWS KMS Developer Guide, "AWS KMS condition keys": the caller's account, and the keys of the encryption context.
func TestKeysOfKMS(t *testing.T) {
	const callerAccount, contextKeys = "kms:CallerAccount", "kms:EncryptionContextKeys"
	for name, c := range map[string]struct {
		principal, action string
		context           object
		key, want         string
	}{
		"the caller's account":              {userARN, "kms:Decrypt", object{}, callerAccount, accountA},
		"a caller without account":          {"anonymous", "kms:Decrypt", object{}, callerAccount, ""},
		"the account that is given":         {userARN, "kms:Decrypt", object{callerAccount: accountB}, callerAccount, accountB},
		"another service":                   {userARN, "s3:GetObject", object{}, callerAccount, ""},
		"the keys of an encryption context": {userARN, "kms:Decrypt", object{"kms:EncryptionContext:Dept": "x", "kms:ViaService": "s3"}, contextKeys, "Dept"},
		"no encryption context":             {userARN, "kms:Decrypt", object{"kms:ViaService": "s3"}, contextKeys, ""},
		"the keys that are given":           {userARN, "kms:Decrypt", object{"kms:EncryptionContext:Dept": "x", contextKeys: list{"Team"}}, contextKeys, "Team"},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow", object{"Action": "*"}), object{"principal": c.principal, "action": c.action, "resource": keyARN, "context": c.context})
			if got := valueOf(decide(t, s), c.key); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// GK-32: the tags are those of the very user or role that is asked for, not of another of the same name.
func TestTagsOfIdentities(t *testing.T) {
	const user, role = "arn:aws:iam::111111111111:user/", "arn:aws:iam::111111111111:role/"
	for name, c := range map[string]struct{ resource, want string }{
		"a user":                        {user + "team/eve", "u"},
		"a role of the same name":       {role + "eve", "r"},
		"a user under another path":     {user + "eve", ""},
		"a role under another path":     {role + "team/eve", ""},
		"a user that is not there":      {user + "zoe", ""},
		"a group of the same name":      {"arn:aws:iam::111111111111:group/eve", ""},
		"an account that is not listed": {"arn:aws:iam::333333333333:user/team/eve", ""},
		"an instance of the same name":  {"arn:aws:ec2:eu-west-1:111111111111:user/team/eve", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := object{
				"accounts": object{accountA: object{
					"users": object{"ana": object{}, "eve": object{"path": "/team/", "tags": object{"is": "u"}}},
					"roles": object{"eve": object{"tags": object{"is": "r"}}},
				}},
				"requests": list{object{"principal": userARN, "action": "iam:Get", "resource": c.resource}},
			}
			if got := valueOf(decide(t, s), "aws:ResourceTag/is"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// GK-6: the name of a user is the end of its ARN, whether the scenario holds the user or not.
func TestNamesOfUsers(t *testing.T) {
	s := asking(statement("Allow"), object{"principal": "arn:aws:iam::333333333333:user/team/zoe"})
	if got := valueOf(decide(t, s), "aws:username"); got != "zoe" {
		t.Errorf("got %q, want zoe", got)
	}
}

// GK-51, RC-8: a value that is given takes the place of all tags whose keys differ in letter case alone, and of nothing else.
func TestGivenTagReplacesAlikes(t *testing.T) {
	condition := object{"StringEquals": object{"aws:ResourceTag/team": "x", "aws:ResourceTag/TEAM": "x", "aws:ResourceTag/cost": "1", "aws:username": "ana"}}
	s := asking(statement("Allow", object{"Condition": condition}), object{"resource": bucket, "context": object{"aws:ResourceTag/team": "x"}})
	s["accounts"].(object)[accountA].(object)["resources"] = object{bucket: object{"tags": object{"team": "1", "TEAM": "2", "cost": "1"}}}
	if got := outcome(decide(t, s)); got != "allowed" {
		t.Errorf("got %s, want allowed", got)
	}
}
