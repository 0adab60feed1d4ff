package authz_test

import "testing"

const (
	foreignUser = "arn:aws:iam::222222222222:user/bo"
	foreignRole = "arn:aws:iam::222222222222:role/guest"
	keyARN      = "arn:aws:kms:eu-west-1:111111111111:key/1111"
)

// across is a request by user bo of account B on the bucket of account A, in an
// organization whose root holds both.
type across struct {
	identity, boundary, resource, scp, rcp object
}

func (c across) scenario() object {
	user := object{}
	if c.identity != nil {
		user["inlinePolicies"] = object{"identity": c.identity}
	}
	policies := object{}
	if c.boundary != nil {
		policies["boundary"] = c.boundary
		user["permissionsBoundary"] = "boundary"
	}
	resource := object{}
	if c.resource != nil {
		resource["policy"] = c.resource
	}
	callerNode, ownerNode := object{}, object{}
	scps, rcps := object{}, object{}
	if c.scp != nil {
		scps["Scp"] = c.scp
		callerNode["scps"] = list{"Scp"}
	}
	if c.rcp != nil {
		rcps["Rcp"] = c.rcp
		ownerNode["rcps"] = list{"RCPFullAWSAccess", "Rcp"}
	}
	return object{
		"organization": object{
			"id": "o-exampleorg1", "managementAccount": "999999999999",
			"serviceControlPolicies": scps, "resourceControlPolicies": rcps,
			"root": object{"id": "r-ab12", "accounts": object{accountA: ownerNode, accountB: callerNode, "999999999999": object{}}},
		},
		"accounts": object{
			accountA: object{"resources": object{bucket: resource}},
			accountB: object{"policies": policies, "users": object{"bo": user}},
		},
		"requests": list{object{"principal": foreignUser, "action": "s3:GetObject", "resource": key}},
	}
}

// The table of section E.6 ("Cross-account policy evaluation logic").
func TestCrossAccountGrants(t *testing.T) {
	yes, none := allow(), object(nil)
	named := allow(aws(foreignUser))
	cases := map[string]struct {
		across
		want string
	}{
		"EV-41: both sides allow":                          {across{yes, none, named, none, none}, "allowed"},
		"EV-43: naming the account is enough there":        {across{yes, none, allow(aws(accountB)), none, none}, "allowed"},
		"EV-43: naming everyone is enough there":           {across{yes, none, allow(everyone), none, none}, "allowed"},
		"EV-42: no identity policy":                        {across{none, none, named, none, none}, "implicitDeny identity"},
		"EV-42: no identity policy, bucket names everyone": {across{none, none, allow(everyone), none, none}, "implicitDeny identity"},
		"EV-45: no bucket policy":                          {across{yes, none, none, none, none}, "implicitDeny resource"},
		"EV-42: a boundary has no way around it":           {across{yes, other, named, none, none}, "implicitDeny boundary"},
		"EV-12: no SCP of the caller's account allows":     {across{yes, none, named, other, none}, "implicitDeny scp:222222222222"},
		"EV-20: an RCP of the owner denies":                {across{yes, none, named, none, deny(everyone)}, "explicitDeny"},
		"EV-6: the caller's own Deny":                      {across{deny(), none, named, none, none}, "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, c.scenario())); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// The SCP truth table of section E.3: a caller of account B under root, OU and account.
func TestServiceControlPolicies(t *testing.T) {
	full, elsewhere := list{"FullAWSAccess"}, list{"Other"}
	cases := map[string]struct {
		root, unit, account list
		identity            object
		want                string
	}{
		"EV-12: every level allows":            {full, full, full, allow(), "allowed"},
		"EV-12: the OU allows something else":  {full, elsewhere, full, allow(), "implicitDeny scp:ou-ab12-11111111"},
		"EV-12: the account allows other":      {full, full, elsewhere, allow(), "implicitDeny scp:222222222222"},
		"EV-13: a Deny at the OU":              {full, list{"FullAWSAccess", "No"}, full, allow(), "explicitDeny"},
		"EV-15: SCPs never grant":              {full, full, full, nil, "implicitDeny identity"},
		"EV-12: within a level, one is enough": {full, list{"Other", "FullAWSAccess"}, full, allow(), "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			user := object{}
			if c.identity != nil {
				user["inlinePolicies"] = object{"identity": c.identity}
			}
			s := object{
				"organization": object{
					"id": "o-exampleorg1", "managementAccount": "999999999999",
					"serviceControlPolicies": object{"Other": other, "No": deny()},
					"root": object{"id": "r-ab12", "scps": c.root, "organizationalUnits": object{
						"Sandbox": object{"id": "ou-ab12-11111111", "scps": c.unit, "accounts": object{accountB: object{"scps": c.account}}},
					}},
				},
				"accounts": object{accountB: object{"users": object{"bo": user}}},
				"requests": list{object{"principal": foreignUser, "action": "s3:GetObject"}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-11, EX-7, EX-9: whom SCPs bind and whom they do not.
func TestWhomServiceControlPoliciesBind(t *testing.T) {
	linked := "arn:aws:iam::222222222222:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
	cases := map[string]struct {
		management, principal, want string
	}{
		"a user of a member account":              {"999999999999", foreignUser, "explicitDeny"},
		"the root user of a member account":       {"999999999999", "arn:aws:iam::222222222222:root", "explicitDeny"},
		"a user of the management account":        {accountB, foreignUser, "allowed"},
		"a session of a service-linked role":      {"999999999999", linked, "allowed"},
		"the root user of the management account": {accountB, "arn:aws:iam::222222222222:root", "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			all := object{"inlinePolicies": object{"All": allow(object{"Action": "*"})}}
			s := object{
				"organization": object{
					"id": "o-exampleorg1", "managementAccount": c.management,
					"serviceControlPolicies": object{"No": deny(object{"Action": "*"})},
					"root":                   object{"id": "r-ab12", "scps": list{"FullAWSAccess", "No"}, "accounts": object{accountB: object{}}},
				},
				"accounts": object{accountB: object{
					"users": object{"bo": all},
					"roles": object{"AWSServiceRoleForAutoScaling": with(all, object{"path": "/aws-service-role/autoscaling.amazonaws.com/"})},
				}},
				"requests": list{object{"principal": c.principal, "action": "ec2:RunInstances"}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-21, EV-23: RCPs are consulted for the services that support them, and only where
// there is a resource.
func TestWhatResourceControlPoliciesCover(t *testing.T) {
	queue := "arn:aws:sqs:eu-west-1:222222222222:q"
	cases := map[string]struct{ action, resource, want string }{
		"a covered service":                {"sqs:SendMessage", queue, "explicitDeny"},
		"a service that is not covered":    {"ec2:StartInstances", "arn:aws:ec2:eu-west-1:222222222222:instance/i-1", "allowed"},
		"no resource":                      {"sqs:ListQueues", "*", "allowed"},
		"kms:RetireGrant is exempt":        {"kms:RetireGrant", "arn:aws:kms:eu-west-1:222222222222:key/1", "allowed"},
		"another KMS action is not exempt": {"kms:Decrypt", "arn:aws:kms:eu-west-1:222222222222:key/1", "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := object{
				"organization": object{
					"id": "o-exampleorg1", "managementAccount": "999999999999",
					"resourceControlPolicies": object{"No": deny(everyone, object{"Action": list{"sqs:*", "ec2:*", "kms:*"}})},
					"root":                    object{"id": "r-ab12", "accounts": object{accountB: object{"rcps": list{"RCPFullAWSAccess", "No"}}}},
				},
				"accounts": object{accountB: object{"users": object{"bo": object{"inlinePolicies": object{"All": allow(object{"Action": "*"})}}}}},
				"requests": list{object{"principal": foreignUser, "action": c.action, "resource": c.resource}},
			}
			// GR-45: the EC2 action keeps AWS from storing this RCP; it is decided all the same.
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// The tables of EV-57 and EV-58: who may assume a role.
func TestAssumingRoles(t *testing.T) {
	target := "arn:aws:iam::111111111111:role/target"
	trusts := func(members object) object {
		return allow(members, object{"Action": "sts:AssumeRole", "Resource": nil})
	}
	may := allow(object{"Action": "sts:AssumeRole"})
	cases := map[string]struct {
		principal        string
		trust            object
		identity, limits object
		want             string
	}{
		"trust names the user":                         {userARN, trusts(aws(userARN)), nil, nil, "allowed"},
		"trust names the account, no identity policy":  {userARN, trusts(aws(accountA)), nil, nil, "implicitDeny identity"},
		"trust names the account, identity allows":     {userARN, trusts(aws(accountA)), may, nil, "allowed"},
		"trust names another user":                     {userARN, trusts(aws("arn:aws:iam::111111111111:user/bob")), may, nil, "implicitDeny trust"},
		"trust names the caller's role":                {session, trusts(aws(roleARN)), nil, nil, "allowed"},
		"trust names the role, boundary lacks it":      {session, trusts(aws(roleARN)), may, other, "implicitDeny boundary"},
		"trust names the session, boundary lacks it":   {session, trusts(aws(session)), nil, other, "allowed"},
		"trust names everyone":                         {userARN, trusts(everyone), nil, other, "allowed"},
		"EV-58 another account, trust alone":           {foreignUser, trusts(aws(foreignUser)), nil, nil, "implicitDeny identity"},
		"EV-58 another account, both sides":            {foreignUser, trusts(aws(accountB)), may, nil, "allowed"},
		"EV-51 root credentials cannot assume a role":  {rootARN, trusts(aws(accountA)), nil, nil, "implicitDeny credentialRestriction"},
		"EV-49 a service that the role trusts":         {"lambda.amazonaws.com", trusts(object{"Principal": object{"Service": "lambda.amazonaws.com"}}), nil, nil, "allowed"},
		"EV-49 a service that the role does not trust": {"ec2.amazonaws.com", trusts(object{"Principal": object{"Service": "lambda.amazonaws.com"}}), nil, nil, "implicitDeny trust"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			entity, policies := object{}, object{}
			if c.identity != nil {
				entity["inlinePolicies"] = object{"identity": c.identity}
			}
			if c.limits != nil {
				policies["limits"] = c.limits
				entity["permissionsBoundary"] = "limits"
			}
			s := object{
				"accounts": object{
					accountA: object{"policies": policies, "users": object{"ana": entity}, "roles": object{"ops": entity, "target": object{"trustPolicy": c.trust}}},
					accountB: object{"policies": policies, "users": object{"bo": entity}},
				},
				"requests": list{object{"principal": c.principal, "action": "sts:AssumeRole", "resource": target}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-60: federated callers are decided by the trust policy alone.
func TestFederatedCallers(t *testing.T) {
	provider := "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
	trust := allow(object{
		"Principal": object{"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity", "Resource": nil,
		"Condition": object{"StringLike": object{"token.actions.githubusercontent.com:sub": "repo:octo/app:*"}},
	})
	for sub, want := range map[string]string{"repo:octo/app:ref:refs/heads/main": "allowed", "repo:evil/app:x": "implicitDeny trust"} {
		s := object{
			"accounts": object{accountA: object{"roles": object{"deploy": object{"trustPolicy": trust}}}},
			"requests": list{object{"principal": provider, "action": "sts:AssumeRoleWithWebIdentity", "resource": "arn:aws:iam::111111111111:role/deploy",
				"context": object{"token.actions.githubusercontent.com:sub": sub}}},
		}
		if got := outcome(decide(t, s)); got != want {
			t.Errorf("%s: got %s, want %s", sub, got, want)
		}
	}
}

// The table of EV-62: the key policy must reach the caller (EV-61), delegates its own actions only (EV-63), and is one of
// two sides across accounts (EV-65).
func TestKeyPolicies(t *testing.T) {
	may := allow(object{"Action": "kms:Decrypt"})
	keyPolicy := func(principal object) object { return allow(principal, object{"Action": "kms:*"}) }
	cases := map[string]struct {
		principal        string
		policy, identity object
		want             string
	}{
		"the account, identity allows":     {userARN, keyPolicy(aws(accountA)), may, "allowed"},
		"the account, nothing else":        {userARN, keyPolicy(aws(accountA)), nil, "implicitDeny identity"},
		"the user alone":                   {userARN, keyPolicy(aws(userARN)), nil, "allowed"},
		"another principal":                {userARN, keyPolicy(aws(roleARN)), may, "implicitDeny resource"},
		"the account, root user":           {rootARN, keyPolicy(aws(accountA)), nil, "allowed"},
		"the user alone, root user":        {rootARN, keyPolicy(aws(userARN)), nil, "implicitDeny resource"},
		"another delegated action only":    {userARN, allow(aws(accountA), object{"Action": "kms:Describe*"}), may, "implicitDeny resource"},
		"another account, both sides":      {foreignUser, keyPolicy(aws(accountB)), may, "allowed"},
		"another account, key policy only": {foreignUser, keyPolicy(aws(foreignUser)), nil, "implicitDeny identity"},
		"no key policy here: the default":  {userARN, nil, may, "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			user := object{}
			if c.identity != nil {
				user["inlinePolicies"] = object{"identity": c.identity}
			}
			resource := object{}
			if c.policy != nil {
				resource["policy"] = c.policy
			}
			s := object{
				"accounts": object{
					accountA: object{"users": object{"ana": user}, "roles": object{"ops": object{}}, "resources": object{keyARN: resource}},
					accountB: object{"users": object{"bo": user}},
				},
				"requests": list{object{"principal": c.principal, "action": "kms:Decrypt", "resource": keyARN}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// The table of section E.12 (EV-69, EV-90 to EV-93).
func TestEndpointPolicies(t *testing.T) {
	endpoint := "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-0a1b2c3d"
	cases := map[string]struct {
		policy, identity object
		want             string
	}{
		"EV-90 the default allows everything": {nil, allow(), "allowed"},
		"EV-91 an endpoint never grants":      {nil, nil, "implicitDeny identity"},
		"EV-91 it allows something else":      {allow(everyone, object{"Action": "s3:PutObject"}), allow(), "implicitDeny vpce"},
		"EV-91 it denies":                     {deny(everyone), allow(), "explicitDeny"},
		"EV-92 it names another principal":    {allow(aws(roleARN)), allow(), "implicitDeny vpce"},
		"EV-93 aws:SourceVpce is derived":     {allow(everyone), allow(object{"Condition": object{"StringEquals": object{"aws:SourceVpce": "vpce-0a1b2c3d"}}}), "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			user, resource := object{}, object{}
			if c.identity != nil {
				user["inlinePolicies"] = object{"identity": c.identity}
			}
			if c.policy != nil {
				resource["policy"] = c.policy
			}
			s := object{
				"accounts": object{accountA: object{"users": object{"ana": user}, "resources": object{endpoint: resource, bucket: object{}}}},
				"requests": list{object{"principal": userARN, "action": "s3:GetObject", "resource": key, "vpcEndpoint": "vpce-0a1b2c3d"}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-70 and EV-71: calls that need no permission, and calls that credentials cannot make.
func TestCallsOutsideThePolicies(t *testing.T) {
	denyAll := deny(object{"Action": "*"})
	allowAll := allow(object{"Action": "*"})
	cases := map[string]struct {
		principal, action string
		identity          object
		want              string
	}{
		"GetCallerIdentity against a Deny":      {userARN, "sts:GetCallerIdentity", denyAll, "allowed"},
		"GetSessionToken against a Deny":        {userARN, "sts:GetSessionToken", denyAll, "allowed"},
		"GetSessionToken by a role session":     {session, "sts:GetSessionToken", allowAll, "implicitDeny credentialRestriction"},
		"GetFederationToken by a role session":  {session, "sts:GetFederationToken", allowAll, "implicitDeny credentialRestriction"},
		"an IAM call by a federated user":       {fedUser, "iam:ListUsers", allowAll, "implicitDeny credentialRestriction"},
		"GetCallerIdentity by a federated user": {fedUser, "sts:GetCallerIdentity", nil, "allowed"},
		"GetCallerIdentity without credentials": {"anonymous", "sts:GetCallerIdentity", nil, "implicitDeny credentialRestriction"},
		"GetSessionToken by a root user":        {rootARN, "sts:GetSessionToken", nil, "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := caller{principal: c.principal, identity: c.identity}.scenario()
			request := s["requests"].(list)[0].(object)
			request["action"], request["resource"] = c.action, "*"
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-47: no grant crosses partitions.
func TestPartitions(t *testing.T) {
	s := caller{principal: userARN, identity: allow()}.scenario()
	s["requests"].(list)[0].(object)["resource"] = "arn:aws-cn:s3:::bucket/key"
	if got := outcome(decide(t, s)); got != "implicitDeny partition" {
		t.Errorf("got %s", got)
	}
}
