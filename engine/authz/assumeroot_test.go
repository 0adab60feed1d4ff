package authz_test

import "testing"

const memberRoot = "arn:aws:iam::222222222222:root"

// organization has A as its management account and B as a member.
func organization(scp object) object {
	return object{
		"id": "o-exampleorg1", "managementAccount": accountA, "serviceControlPolicies": object{"Scp": scp},
		"root": object{"id": "r-ab12", "accounts": object{accountA: object{}, accountB: object{"scps": list{"FullAWSAccess", "Scp"}}}},
	}
}

// EV-53: the management account's principals take a member's root user where their policies allow it.
func TestAssumeRoot(t *testing.T) {
	may := object{"inlinePolicies": object{"p": allow(object{"Action": "sts:AssumeRoot"})}}
	cases := map[string]struct {
		principal, resource string
		user                object
		want                string
	}{
		"the management account's user":   {userARN, memberRoot, may, "allowed"},
		"without permission":              {userARN, memberRoot, object{}, "implicitDeny identity"},
		"onto the management account":     {userARN, rootARN, may, "implicitDeny credentialRestriction"},
		"onto an account outside":         {userARN, "arn:aws:iam::333333333333:root", may, "implicitDeny credentialRestriction"},
		"with root credentials":           {rootARN, memberRoot, may, "implicitDeny credentialRestriction"},
		"from a member, delegated or not": {"arn:aws:iam::222222222222:user/ben", memberRoot, may, "implicitDeny credentialRestriction"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"organization": organization(deny(object{"Action": "ec2:*"})),
				"accounts":     object{accountA: object{"users": object{"ana": c.user}}, accountB: object{"users": object{"ben": may}}},
				"requests":     list{object{"principal": c.principal, "action": "sts:AssumeRoot", "resource": c.resource}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-53, EV-34, EV-52: a session of AssumeRoot is the root user, held to its task
// policy. AWS's task policies hold only Deny statements.
func TestAssumeRootSessions(t *testing.T) {
	unlock := object{"policies": list{"arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}}
	locked := deny(object{"Action": "s3:*", "Resource": list{bucket, key}, "Principal": "*"})
	cases := map[string]struct {
		session          object
		action, resource string
		scp              object
		want             string
	}{
		"the task":                          {unlock, "s3:DeleteBucketPolicy", bucket, deny(object{"Action": "ec2:*"}), "allowed"},
		"beside the task":                   {unlock, "s3:GetObject", key, deny(object{"Action": "ec2:*"}), "explicitDeny"},
		"the task in another service":       {unlock, "sqs:SetQueueAttributes", "arn:aws:sqs:eu-west-1:222222222222:q", deny(object{"Action": "ec2:*"}), "explicitDeny"},
		"the member's SCPs apply":           {unlock, "s3:DeleteBucketPolicy", bucket, deny(object{"Action": "s3:DeleteBucketPolicy"}), "explicitDeny"},
		"an SCP that tests aws:AssumedRoot": {unlock, "s3:DeleteBucketPolicy", bucket, deny(object{"Action": "*", "Condition": object{"Bool": object{"aws:AssumedRoot": "true"}}}), "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"organization": organization(c.scp),
				"accounts":     object{accountB: object{"resources": object{bucket: object{"policy": locked}}}},
				"requests":     list{object{"principal": memberRoot, "session": c.session, "action": c.action, "resource": c.resource}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-53, GK-17: the key aws:AssumedRoot tells such a session from the root user.
func TestAssumedRootKey(t *testing.T) {
	scp := deny(object{"Action": "*", "Condition": object{"Null": object{"aws:AssumedRoot": "true"}}})
	trace := decide(t, object{
		"organization": organization(scp),
		"accounts":     object{accountB: object{}},
		"requests":     list{object{"principal": memberRoot, "action": "s3:ListAllMyBuckets"}},
	})
	if got := outcome(trace); got != "explicitDeny" {
		t.Errorf("got %s, want explicitDeny", got)
	}
}

// PM-3: a canonical user ID names the account that it belongs to.
func TestCanonicalUsers(t *testing.T) {
	const id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
	bucketPolicy := allow(object{"Principal": object{"CanonicalUser": id}})
	may := object{"inlinePolicies": object{"p": allow()}}
	cases := map[string]struct {
		principal string
		canonical object
		want      string
	}{
		"a user of the account":            {userARN, object{"canonicalUserId": id}, "allowed"},
		"its root user":                    {rootARN, object{"canonicalUserId": id}, "allowed"},
		"a user of another account":        {"arn:aws:iam::333333333333:user/cat", object{"canonicalUserId": id}, "implicitDeny resource identity"},
		"nobody knows whose the number is": {userARN, object{}, "implicitDeny resource"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"accounts": object{
					accountA: with(object{"users": object{"ana": may}}, c.canonical),
					accountB: object{"resources": object{bucket: object{"policy": bucketPolicy}}},
				},
				"requests": list{object{"principal": c.principal, "action": "s3:GetObject", "resource": key}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
