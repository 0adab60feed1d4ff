package authz_test

import "testing"

const linkedRole = "arn:aws:iam::111111111111:role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForTests"

// member is an organization with account A in it and an RCP on that account.
func member(rcp object) object {
	return object{
		"id": "o-exampleorg1", "managementAccount": accountB, "resourceControlPolicies": object{"Rcp": rcp},
		"root": object{"id": "r-ab12", "accounts": object{accountA: object{"rcps": list{"RCPFullAWSAccess", "Rcp"}}, accountB: object{}}},
	}
}

// EV-21, EV-49: no RCP keeps a service from its own service-linked role.
func TestServicesAssumeTheirLinkedRoles(t *testing.T) {
	trust := allow(everyone, object{"Action": "sts:AssumeRole", "Resource": nil})
	cases := map[string]struct{ principal, want string }{
		"the role's own service": {"ec2.amazonaws.com", "allowed"},
		"another service":        {"lambda.amazonaws.com", "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := object{
				"organization": member(deny(everyone, object{"Action": "sts:*"})),
				"accounts":     object{accountA: object{"roles": object{"AWSServiceRoleForTests": object{"path": "/aws-service-role/ec2.amazonaws.com/", "trustPolicy": trust}}}},
				"requests":     list{object{"principal": c.principal, "action": "sts:AssumeRole", "resource": linkedRole}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Table E.1, EV-54: resource-based policies and RCPs alone decide for a service, not the policy of a VPC endpoint.
func TestEndpointPoliciesDoNotReachServices(t *testing.T) {
	endpoint := "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-0a1b2c3d"
	for name, policy := range map[string]object{"it allows nothing": other, "it denies": deny(everyone)} {
		t.Run(name, func(t *testing.T) {
			if policy["Statement"].([]any)[0].(object)["Principal"] == nil {
				policy = allow(everyone, object{"Action": "s3:PutObject"})
			}
			s := object{
				"accounts": object{accountA: object{"resources": object{endpoint: object{"policy": policy}, bucket: object{"policy": allow(everyone)}}}},
				"requests": list{object{"principal": "ec2.amazonaws.com", "action": "s3:GetObject", "resource": key, "vpcEndpoint": "vpce-0a1b2c3d"}},
			}
			if got := outcome(decide(t, s)); got != "allowed" {
				t.Errorf("got %s, want allowed", got)
			}
		})
	}
}

// PM-11, EV-60: a provider's users come through its own call, to roles of its account.
func TestProvidersFitTheCall(t *testing.T) {
	saml, oidc := "arn:aws:iam::111111111111:saml-provider/p", "arn:aws:iam::111111111111:oidc-provider/h.example.com"
	bySAML, byWeb := "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"
	cases := map[string]struct{ provider, action, want string }{
		"SAML provider, SAML call":                    {saml, bySAML, "allowed"},
		"SAML provider, web identity call":            {saml, byWeb, "implicitDeny trust"},
		"OIDC provider, web identity call":            {oidc, byWeb, "allowed"},
		"OIDC provider, SAML call":                    {oidc, bySAML, "implicitDeny trust"},
		"built-in provider, web identity call":        {"accounts.google.com", byWeb, "allowed"},
		"built-in provider, SAML call":                {"accounts.google.com", bySAML, "implicitDeny trust"},
		"OIDC provider of another account":            {"arn:aws:iam::222222222222:oidc-provider/h.example.com", byWeb, "implicitDeny trust"},
		"SAML provider, companion action of its call": {saml, "sts:TagSession", "allowed"},
	}
	for name, c := range cases {
		for named, principal := range map[string]object{"named": {"Principal": object{"Federated": c.provider}}, "everyone": everyone} {
			t.Run(name+", "+named, func(t *testing.T) {
				trust := allow(principal, object{"Action": list{bySAML, byWeb, "sts:TagSession"}, "Resource": nil})
				s := object{
					"accounts": object{accountA: object{"roles": object{"ops": object{"trustPolicy": trust}}}, accountB: object{}},
					"requests": list{object{"principal": c.provider, "action": c.action, "resource": roleARN}},
				}
				if got := outcome(decide(t, s)); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			})
		}
	}
}

// PM-11: a Deny that names a provider does not match a call that is not its own.
func TestDenyingAProviderAnotherCall(t *testing.T) {
	provider := "accounts.google.com"
	trust := deny(object{"Principal": object{"Federated": provider}}, object{"Action": "sts:AssumeRoleWithSAML", "Resource": nil})
	s := object{
		"accounts": object{accountA: object{"roles": object{"ops": object{"trustPolicy": trust}}}},
		"requests": list{object{"principal": provider, "action": "sts:AssumeRoleWithSAML", "resource": roleARN}},
	}
	if got := outcome(decide(t, s)); got != "implicitDeny trust" {
		t.Errorf("got %s, want implicitDeny trust", got)
	}
}

// PM-11: a provider that a trust policy names may make its own calls only.
func TestAProviderAssumesNoRoleDirectly(t *testing.T) {
	provider := "accounts.google.com"
	trust := allow(object{"Principal": object{"Federated": provider}}, object{"Action": "sts:AssumeRole", "Resource": nil})
	s := object{
		"accounts": object{accountA: object{"roles": object{"ops": object{"trustPolicy": trust}}}},
		"requests": list{object{"principal": provider, "action": "sts:AssumeRole", "resource": roleARN}},
	}
	if got := outcome(decide(t, s)); got != "implicitDeny trust" {
		t.Errorf("got %s, want implicitDeny trust", got)
	}
}

// PM-13: a NotPrincipal of an endpoint's policy denies the users of a provider too.
func TestNotPrincipalDeniesProviders(t *testing.T) {
	provider := "accounts.google.com"
	endpoint := "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1"
	web := object{"Action": "sts:AssumeRoleWithWebIdentity"}
	through := document(statement("Allow", everyone, web), statement("Deny", object{"NotPrincipal": object{"AWS": userARN}}, web))
	trust := allow(object{"Principal": object{"Federated": provider}}, web, object{"Resource": nil})
	s := object{
		"accounts": object{accountA: object{
			"roles": object{"ops": object{"trustPolicy": trust}}, "resources": object{endpoint: object{"policy": through}},
		}},
		"requests": list{object{"principal": provider, "action": "sts:AssumeRoleWithWebIdentity", "resource": roleARN, "vpcEndpoint": "vpce-1"}},
	}
	if got := outcome(decide(t, s)); got != "explicitDeny" {
		t.Errorf("got %s, want explicitDeny", got)
	}
}

// RC-4: organizations: actions are always on the management account, so that a member's own identity-based policy is not
// enough, but for the calls that "Reference: API operations by account" gives to members.
func TestOrganizationsActions(t *testing.T) {
	user := "arn:aws:iam::222222222222:user/ana"
	cases := map[string]struct{ principal, action, want string }{
		"a member lists accounts":                 {userARN, "organizations:ListAccounts", "implicitDeny resource"},
		"the management account lists accounts":   {user, "organizations:ListAccounts", "allowed"},
		"a member describes its organization":     {userARN, "organizations:DescribeOrganization", "allowed"},
		"a member leaves its organization":        {userARN, "organizations:LeaveOrganization", "allowed"},
		"a member asks for its effective policy":  {userARN, "organizations:DescribeEffectivePolicy", "allowed"},
		"another service is on the caller's side": {userARN, "account:ListRegions", "allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			may := object{"inlinePolicies": object{"may": allow(object{"Action": "*"})}}
			s := object{
				"organization": member(deny(everyone, object{"Action": "s3:*"})),
				"accounts":     object{accountA: object{"users": object{"ana": may}}, accountB: object{"users": object{"ana": may}}},
				"requests":     list{object{"principal": c.principal, "action": c.action}},
			}
			trace := decide(t, s)
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// IM-31, EV-11: a role is service-linked by a service's path and its name; a path that looks alike exempts from nothing.
func TestRolesThatLookServiceLinked(t *testing.T) {
	cases := map[string]struct{ path, name, want string }{
		"a service-linked role": {"/aws-service-role/ec2.amazonaws.com/", "AWSServiceRoleForTests", "allowed"},
		"another name":          {"/aws-service-role/ec2.amazonaws.com/", "Mine", "explicitDeny"},
		"no service":            {"/aws-service-role/x/", "AWSServiceRoleForTests", "explicitDeny"},
		"another path":          {"/service-role/", "AWSServiceRoleForTests", "explicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := object{
				"organization": object{
					"id": "o-exampleorg1", "managementAccount": accountB, "serviceControlPolicies": object{"No": deny()},
					"root": object{"id": "r-ab12", "accounts": object{accountA: object{"scps": list{"FullAWSAccess", "No"}}, accountB: object{}}},
				},
				"accounts": object{accountA: object{"roles": object{c.name: object{"path": c.path, "inlinePolicies": object{"p": allow()}}}}},
				"requests": list{object{"principal": "arn:aws:iam::111111111111:role" + c.path + c.name, "action": "s3:GetObject", "resource": key}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// RC-10: AssumeRole is signed, and the calls of identity providers' users are not.
func TestSignedAndUnsignedCalls(t *testing.T) {
	role := object{"ops": object{"trustPolicy": allow(everyone, object{"Action": list{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}, "Resource": nil})}}
	for name, c := range map[string]struct{ principal, action, want string }{
		"nobody assumes a role":    {"anonymous", "sts:AssumeRole", "implicitDeny credentialRestriction"},
		"a user with an assertion": {userARN, "sts:AssumeRoleWithSAML", "implicitDeny credentialRestriction"},
		"a user with a token":      {userARN, "sts:AssumeRoleWithWebIdentity", "implicitDeny credentialRestriction"},
		"a user":                   {userARN, "sts:AssumeRole", "allowed"},
		"a provider's user":        {"accounts.google.com", "sts:AssumeRoleWithWebIdentity", "allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{
				"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": role}},
				"requests": list{object{"principal": c.principal, "action": c.action, "resource": roleARN}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
