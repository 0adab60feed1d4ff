package authz_test

import "testing"

// caller is what a case of the same-account tables gives the caller.
type caller struct {
	principal string
	resource  object // the bucket's policy
	identity  object
	boundary  object
	session   object
}

// scenario puts the user ana, the role ops and the bucket into one account.
func (c caller) scenario() object {
	entity := object{}
	policies := object{}
	if c.identity != nil {
		entity["inlinePolicies"] = object{"identity": c.identity}
	}
	if c.boundary != nil {
		policies["boundary"] = c.boundary
		entity["permissionsBoundary"] = "boundary"
	}
	request := object{"principal": c.principal, "action": "s3:GetObject", "resource": key}
	passed := object{}
	if c.session != nil {
		passed["policies"] = list{c.session}
	}
	if c.principal == fedUser {
		passed["federatedBy"] = userARN
	}
	if len(passed) > 0 {
		request["session"] = passed
	}
	resources := object{bucket: object{}}
	if c.resource != nil {
		resources[bucket] = object{"policy": c.resource}
	}
	return object{
		"accounts": object{accountA: object{"policies": policies, "users": object{"ana": entity}, "roles": object{"ops": entity}, "resources": resources}},
		"requests": list{request},
	}
}

// The documented table EV-35 and the rows derived from it, EV-36, by EV-33 and EV-34. "ENF: how
// AWS enforcement code logic evaluates requests".
func TestSameAccountGrants(t *testing.T) {
	yes, no := allow(), other
	cases := map[string]struct {
		caller
		want string
	}{
		"EV-35 2: role session, bucket names the role, nothing else allows":   {caller{session, allow(aws(roleARN)), no, no, no}, "implicitDeny boundary session"},
		"EV-35 3: role session, bucket names the session":                     {caller{session, allow(aws(session)), no, no, no}, "allowed"},
		"EV-35 4: user, bucket names the user":                                {caller{userARN, allow(aws(userARN)), no, no, nil}, "allowed"},
		"EV-35 5: federated user, bucket names the user who federated":        {caller{fedUser, allow(aws(userARN)), no, no, no}, "implicitDeny boundary session"},
		"EV-35 6: federated user, bucket names the federated user":            {caller{fedUser, allow(aws(fedUser)), no, no, no}, "allowed"},
		"EV-35 7: root user, bucket names the account":                        {caller{rootARN, allow(aws(rootARN)), nil, nil, nil}, "allowed"},
		"EV-36 9: role session, bucket names the role, no ceilings":           {caller{session, allow(aws(roleARN)), no, nil, nil}, "allowed"},
		"EV-36 10: as 9 with a session policy that lacks it":                  {caller{session, allow(aws(roleARN)), no, yes, no}, "implicitDeny session"},
		"EV-36 11: as 9 with a boundary that lacks it":                        {caller{session, allow(aws(roleARN)), no, no, yes}, "implicitDeny boundary"},
		"EV-36 12: naming the account only delegates":                         {caller{session, allow(aws(rootARN)), no, nil, nil}, "implicitDeny identity"},
		"EV-36 13: naming the account, identity policy allows":                {caller{session, allow(aws(rootARN)), yes, nil, nil}, "allowed"},
		"EV-36 14: identity policy alone":                                     {caller{session, nil, yes, nil, nil}, "allowed"},
		"EV-36 15: boundary lacks what the identity policy allows":            {caller{session, nil, yes, no, nil}, "implicitDeny boundary"},
		"EV-36 16: session policy lacks what the identity policy allows":      {caller{session, nil, yes, yes, no}, "implicitDeny session"},
		"EV-36 17: bucket names everyone":                                     {caller{session, allow(everyone), no, no, no}, "allowed"},
		"EV-36 18: a boundary's Deny stands against a session grant":          {caller{session, allow(aws(session)), no, deny(), nil}, "explicitDeny"},
		"EV-36 19: user, boundary lacks it":                                   {caller{userARN, nil, yes, no, nil}, "implicitDeny boundary"},
		"EV-36 20: user, bucket names the account":                            {caller{userARN, allow(aws(rootARN)), no, nil, nil}, "implicitDeny identity"},
		"EV-36 21, EV-38: federated user without a session policy":            {caller{fedUser, nil, yes, nil, nil}, "implicitDeny session"},
		"EV-36 22: federated user, both allow":                                {caller{fedUser, nil, yes, nil, yes}, "allowed"},
		"EV-36 23: federated user, only the session policy allows":            {caller{fedUser, nil, no, nil, yes}, "implicitDeny identity"},
		"EV-5: nothing allows":                                                {caller{userARN, nil, nil, nil, nil}, "implicitDeny identity"},
		"EV-5: nothing allows, and the boundary neither":                      {caller{userARN, nil, no, no, nil}, "implicitDeny identity boundary"},
		"EV-6: a Deny outweighs every Allow":                                  {caller{userARN, allow(aws(userARN)), document(statement("Allow"), statement("Deny")), nil, nil}, "explicitDeny"},
		"EV-8: the resource's Deny counts":                                    {caller{userARN, deny(everyone), yes, nil, nil}, "explicitDeny"},
		"EV-8: the session policy's Deny counts":                              {caller{session, allow(aws(session)), yes, nil, deny()}, "explicitDeny"},
		"EV-40: a boundary alone grants nothing":                              {caller{userARN, nil, nil, yes, nil}, "implicitDeny identity"},
		"EV-50: the root user needs no policy":                                {caller{rootARN, nil, nil, nil, nil}, "allowed"},
		"EV-50: a bucket's Deny binds the root user":                          {caller{rootARN, deny(everyone), nil, nil, nil}, "explicitDeny"},
		"EV-54: a service that the bucket names":                              {caller{"logs.amazonaws.com", allow(object{"Principal": object{"Service": "logs.amazonaws.com"}}), nil, nil, nil}, "allowed"},
		"EV-54: a service that the bucket does not name":                      {caller{"logs.amazonaws.com", allow(aws(userARN)), nil, nil, nil}, "implicitDeny resource"},
		"PM-9: another spelling of the service does not match":                {caller{"logs.eu-south-1.amazonaws.com", allow(object{"Principal": object{"Service": "logs.amazonaws.com"}}), nil, nil, nil}, "implicitDeny resource"},
		"EV-55: anonymous, bucket names everyone":                             {caller{"anonymous", allow(everyone), nil, nil, nil}, "allowed"},
		"EV-55: anonymous, bucket names an account":                           {caller{"anonymous", allow(aws(accountA)), nil, nil, nil}, "implicitDeny resource"},
		"PM-7: a Deny that names the user binds the federated session":        {caller{fedUser, deny(aws(userARN)), yes, nil, yes}, "explicitDeny"},
		"PM-7: a Deny that names another session does not bind":               {caller{session, deny(aws("arn:aws:sts::111111111111:assumed-role/ops/s2")), yes, nil, nil}, "allowed"},
		"PM-6: a Deny that names the account binds everybody in it":           {caller{userARN, deny(aws(accountA)), yes, nil, nil}, "explicitDeny"},
		"PM-8: principal ARNs are case sensitive":                             {caller{userARN, allow(aws("arn:aws:iam::111111111111:user/Ana")), nil, nil, nil}, "implicitDeny identity"},
		"PM-14: NotPrincipal with user and account excludes the user":         {caller{userARN, deny(object{"NotPrincipal": object{"AWS": list{userARN, rootARN}}}), yes, nil, nil}, "allowed"},
		"PM-14: NotPrincipal with the user alone denies it":                   {caller{userARN, deny(object{"NotPrincipal": object{"AWS": userARN}}), yes, nil, nil}, "explicitDeny"},
		"PM-14: NotPrincipal with session, role and account excludes":         {caller{session, deny(object{"NotPrincipal": object{"AWS": list{session, roleARN, rootARN}}}), yes, nil, nil}, "allowed"},
		"PM-14: NotPrincipal with the session alone denies it":                {caller{session, deny(object{"NotPrincipal": object{"AWS": session}}), yes, nil, nil}, "explicitDeny"},
		"PM-14: NotPrincipal without the session denies it":                   {caller{session, deny(object{"NotPrincipal": object{"AWS": list{roleARN, rootARN}}}), yes, nil, nil}, "explicitDeny"},
		"PM-15: NotPrincipal always denies a caller with a boundary":          {caller{userARN, deny(object{"NotPrincipal": object{"AWS": list{userARN, rootARN}}}), yes, yes, nil}, "explicitDeny"},
		"RE-16: without Resource a statement covers the bucket, not its keys": {caller{userARN, allow(aws(userARN), object{"Resource": nil}), nil, nil, nil}, "implicitDeny identity"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, c.scenario())); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-52: S3 keeps the bucket owner's root user from being locked out.
func TestLockOutProtection(t *testing.T) {
	s := caller{principal: rootARN, resource: deny(everyone, object{"Action": "s3:*"})}.scenario()
	request := s["requests"].(list)[0].(object)
	request["action"], request["resource"] = "s3:PutBucketPolicy", bucket
	if got := outcome(decide(t, s)); got != "allowed" {
		t.Errorf("PutBucketPolicy: got %s, want allowed", got)
	}
	request["action"] = "s3:PutBucketAcl"
	if got := outcome(decide(t, s)); got != "explicitDeny" {
		t.Errorf("PutBucketAcl: got %s, want explicitDeny", got)
	}
}
