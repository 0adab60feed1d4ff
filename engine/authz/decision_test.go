package authz_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// EV-1, EV-3: where the identity-based policies of a caller come from.
func TestWhereIdentityPoliciesComeFrom(t *testing.T) {
	inline := object{"inlinePolicies": object{"p": allow()}}
	attached := object{"attachedPolicies": list{"Read"}}
	group := func(has object) object { return object{"groups": object{"team": has}} }
	member := object{"groups": list{"team"}}
	for name, c := range map[string]struct {
		principal           string
		user, role, account object
		want                string
	}{
		"EV-1 inline of the user":            {userARN, inline, nil, nil, yes},
		"EV-1 attached to the user":          {userARN, attached, nil, nil, yes},
		"EV-1 inline of a group":             {userARN, member, nil, group(inline), yes},
		"EV-1 attached to a group":           {userARN, member, nil, group(attached), yes},
		"EV-1 a group that it is not in":     {userARN, nil, nil, group(inline), no},
		"EV-1 inline of the role":            {session, nil, inline, nil, yes},
		"EV-1 attached to the role":          {session, nil, attached, nil, yes},
		"EV-3 a group's are not of any role": {session, member, nil, group(inline), no},
		"EV-2 a user's are not its role's":   {session, inline, nil, nil, no},
	} {
		t.Run(name, func(t *testing.T) {
			account := with(object{"policies": object{"Read": allow()}, "users": object{"ana": with(c.user)}, "roles": object{"ops": with(c.role)}}, c.account)
			s := object{"accounts": object{accountA: account}, "requests": list{object{"principal": c.principal, "action": "s3:GetObject", "resource": key}}}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-4, OUT-6: the order in which policy types are reported. Everything that
// had to allow and did not is named.
func TestOrderOfReport(t *testing.T) {
	s := across{boundary: other, scp: other}.scenario()
	request := s["requests"].(list)[0].(object)
	endpoint := "arn:aws:ec2:eu-west-1:222222222222:vpc-endpoint/vpce-1"
	s["accounts"].(object)[accountB].(object)["resources"] = object{endpoint: object{"policy": allow(everyone, object{"Action": "s3:PutObject"})}}
	request["vpcEndpoint"] = "vpce-1"
	trace := decide(t, s)
	if got, want := outcome(trace), "implicitDeny scp:222222222222 vpce resource identity boundary"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var types []string
	for _, l := range trace.Layers {
		types = append(types, l.Type.String())
	}
	if got, want := strings.Join(types, " "), "rcp scp vpce resource identity boundary session"; got != want {
		t.Errorf("layers %s, want %s", got, want)
	}
}

// EV-7, OUT-1: a request that cannot be decided is an error, never allowed.
func TestWhatCannotBeDecided(t *testing.T) {
	s := read(t, object{"accounts": object{accountA: object{}}, "requests": list{object{"principal": userARN, "action": "s3:GetObject"}}})
	o := s.Decide(s.Requests[0])
	if o.Word() != "error" || o.Decision == authz.Allowed {
		t.Errorf("got %s, %v", o.Word(), o.Decision)
	}
}

// inOrganization is bo's request in account B, under root and OU, on the bucket
// of account A, which is outside unless inside is set.
type inOrganization struct {
	policies object // serviceControlPolicies, resourceControlPolicies
	callers  object // the node of account B
	owners   object // the node of account A, nil where it is outside
	unit     object // scps and rcps of the OU above both
	identity object
	bucket   object
	request  object
}

func (c inOrganization) scenario() object {
	accounts := object{accountB: with(c.callers), "999999999999": object{}}
	if c.owners != nil {
		accounts[accountA] = c.owners
	}
	s := across{identity: c.identity, resource: c.bucket}.scenario()
	s["organization"] = with(object{
		"id": "o-exampleorg1", "managementAccount": "999999999999",
		"root": object{"id": "r-ab12", "organizationalUnits": object{"Apps": with(object{"id": "ou-ab12-11111111", "accounts": accounts}, c.unit)}},
	}, c.policies)
	request := s["requests"].(list)[0].(object)
	s["requests"] = list{with(request, c.request)}
	return s
}

// Sections E.3 and E.4: what SCPs and RCPs bind, and at which level.
func TestOrganizationPolicies(t *testing.T) {
	scps := func(d object) object { return object{"serviceControlPolicies": object{"P": d}} }
	rcps := func(d object) object { return object{"resourceControlPolicies": object{"P": d}} }
	full := func(kind string) object {
		return object{kind: list{map[string]string{"scps": "FullAWSAccess", "rcps": "RCPFullAWSAccess"}[kind], "P"}}
	}
	only := object{"scps": list{"P"}}
	open := allow(aws(foreignUser))
	own := object{"resource": "*", "action": "s3:ListAllMyBuckets"}
	limited := func(members object) object { return allow(object{"Action": "*"}, members) }
	for name, c := range map[string]struct {
		inOrganization
		want string
	}{
		"EV-10 an SCP follows its principals to other accounts":    {inOrganization{policies: scps(deny()), callers: full("scps"), identity: allow(), bucket: open}, "explicitDeny"},
		"EV-14 FullAWSAccess where nothing is written":             {inOrganization{owners: object{}, identity: allow(), bucket: open}, yes},
		"EV-16 an Allow for the resource":                          {inOrganization{policies: scps(limited(object{"Resource": bucket + "/*"})), callers: only, identity: allow(), bucket: open}, yes},
		"EV-16 an Allow for another resource":                      {inOrganization{policies: scps(limited(object{"Resource": bucket})), callers: only, identity: allow(), bucket: open}, "implicitDeny scp:222222222222"},
		"EV-16 an Allow under a condition that fails":              {inOrganization{policies: scps(limited(object{"Condition": object{"StringEquals": object{"aws:username": "eve"}}})), callers: only, identity: allow(), bucket: open}, "implicitDeny scp:222222222222"},
		"EV-16 an Allow with NotAction":                            {inOrganization{policies: scps(allow(object{"Action": nil, "NotAction": "iam:*"})), callers: only, identity: allow(), bucket: open}, yes},
		"EV-17 SCPs are limits of principals, not of calls":        {inOrganization{policies: scps(deny(object{"Action": "*"})), owners: full("scps"), identity: allow(), bucket: open}, yes},
		"EV-22 an RCP at the OU of the resource's account":         {inOrganization{policies: rcps(deny(everyone)), unit: full("rcps"), owners: object{}, identity: allow(), bucket: open}, "explicitDeny"},
		"EV-22 RCPFullAWSAccess where nothing is written":          {inOrganization{owners: object{}, identity: allow(), bucket: open}, yes},
		"EV-24 a resource outside the organization":                {inOrganization{policies: rcps(deny(everyone)), unit: full("rcps"), callers: full("rcps"), identity: allow(), bucket: open}, yes},
		"EV-44 the resource account's SCPs do not bind the caller": {inOrganization{policies: scps(deny()), owners: full("scps"), identity: allow(), bucket: open}, yes},
		"EV-44 the caller's RCPs do not cover the resource":        {inOrganization{policies: rcps(deny(everyone)), callers: full("rcps"), owners: object{}, identity: allow(), bucket: open}, yes},
		"EV-23 an action on * has no RCP":                          {inOrganization{policies: rcps(deny(everyone, object{"Action": "s3:*"})), callers: full("rcps"), identity: allow(object{"Action": "*"}), request: own}, yes},
		"EV-46 the root user of another account":                   {inOrganization{owners: object{}, bucket: allow(aws(accountB)), request: object{"principal": "arn:aws:iam::222222222222:root"}}, yes},
		"EV-46 the root user of another account, not named":        {inOrganization{owners: object{}, bucket: allow(aws(foreignUser)), request: object{"principal": "arn:aws:iam::222222222222:root"}}, "implicitDeny resource"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, c.scenario())); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-37, EV-74: session policies are one set; a managed one stands for the
// policy as it is now.
func TestSeveralSessionPolicies(t *testing.T) {
	for name, c := range map[string]struct {
		policies list
		want     string
	}{
		"EV-37 one of two allows":      {list{other, allow()}, yes},
		"EV-37 none of two allows":     {list{other, other}, "implicitDeny session"},
		"EV-37 a Deny in one":          {list{allow(), deny()}, "explicitDeny"},
		"EV-74 a managed policy":       {list{"Read"}, yes},
		"EV-74 an AWS managed policy":  {list{"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}, yes},
		"EV-39 limits identity policy": {list{"arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"}, "implicitDeny session"},
	} {
		t.Run(name, func(t *testing.T) {
			s := caller{principal: session, identity: allow()}.scenario()
			s["accounts"].(object)[accountA].(object)["policies"] = object{"Read": allow()}
			s["requests"].(list)[0].(object)["session"] = object{"policies": c.policies}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-34, EV-39: a session's permissions are (SP and IBP) or (SP and the resource's
// grant to the role) or the resource's grant to the session.
func TestSessionPermissionsAreAUnion(t *testing.T) {
	either := func(on bool) object {
		if on {
			return allow()
		}
		return other
	}
	for bits := range 16 {
		sp, ibp, byRole, bySession := bits&1 > 0, bits&2 > 0, bits&4 > 0, bits&8 > 0
		statements := list{statement("Allow", aws(foreignUser))}
		if byRole {
			statements = append(statements, statement("Allow", aws(roleARN)))
		}
		if bySession {
			statements = append(statements, statement("Allow", aws(session)))
		}
		want := sp && ibp || sp && byRole || bySession
		c := caller{principal: session, resource: document(statements...), identity: either(ibp), session: either(sp)}
		if got := decide(t, c.scenario()).Decision == authz.Allowed; got != want {
			t.Errorf("session policy %v, identity %v, by role %v, by session %v: %v, want %v", sp, ibp, byRole, bySession, got, want)
		}
	}
}

// EV-32, EV-68: in most services either side is enough within an account.
func TestEitherSideGrants(t *testing.T) {
	for _, c := range []struct{ action, resource string }{
		{"s3:GetObject", key}, {"sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q"}, {"sns:Publish", "arn:aws:sns:eu-west-1:111111111111:t"},
		{"lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111111111111:function:f"}, {"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s"},
		{"ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:111111111111:repository/r"}, {"glacier:UploadArchive", "arn:aws:glacier:eu-west-1:111111111111:vaults/v"},
		{"events:PutEvents", "arn:aws:events:eu-west-1:111111111111:event-bus/b"}, {"kinesis:PutRecord", "arn:aws:kinesis:eu-west-1:111111111111:stream/s"},
		{"dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}, {"es:ESHttpGet", "arn:aws:es:eu-west-1:111111111111:domain/d"},
		{"codeartifact:ReadFromRepository", "arn:aws:codeartifact:eu-west-1:111111111111:repository/d/r"}, {"backup:CopyFromBackupVault", "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"},
	} {
		for name, sides := range map[string]struct {
			identity, resource object
			want               string
		}{
			"EV-32 the caller's side":   {allow(object{"Action": "*"}), nil, yes},
			"EV-32 the resource's side": {nil, allow(aws(userARN), object{"Action": "*"}), yes},
			"EV-68 neither":             {nil, nil, no},
		} {
			t.Run(c.action+" "+name, func(t *testing.T) {
				resource := object{}
				if sides.resource != nil {
					resource["policy"] = sides.resource
				}
				user := object{}
				if sides.identity != nil {
					user["inlinePolicies"] = object{"p": sides.identity}
				}
				s := object{
					"accounts": object{accountA: object{"users": object{"ana": user}, "resources": object{c.resource: resource}}},
					"requests": list{object{"principal": userARN, "action": c.action, "resource": c.resource}},
				}
				if got := outcome(decide(t, s)); got != sides.want {
					t.Errorf("got %s, want %s", got, sides.want)
				}
			})
		}
	}
}

// Calls of IAM and AWS STS that a statement of ana's own policy may allow; the
// pages are those on PassRole, permissions boundaries and federation tokens.
func TestCallsOfIAM(t *testing.T) {
	const boundaryX = "arn:aws:iam::111111111111:policy/X"
	delegated := func(action, resource string, context object) object {
		return object{"action": action, "resource": resource, "context": context}
	}
	has := func(boundary string) object { return object{"iam:PermissionsBoundary": boundary} }
	pass := func(resource, service string) object {
		return object{"action": "iam:PassRole", "resource": resource, "context": object{"iam:PassedToService": service}}
	}
	passing := document(statement("Allow", object{"Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/*", "Condition": object{"StringEquals": object{"iam:PassedToService": "lambda.amazonaws.com"}}}))
	zhang := document(
		statement("Allow", object{"Action": list{"iam:CreateUser", "iam:Put*", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:DeleteUserPolicy", "iam:CreatePolicyVersion"}, "Condition": object{"StringEquals": has(boundaryX)}}),
		statement("Deny", object{"Action": "iam:DeleteUserPermissionsBoundary"}),
		statement("Deny", object{"Action": list{"iam:CreatePolicyVersion", "iam:DeletePolicy"}, "Resource": boundaryX}),
	)
	newUser := "arn:aws:iam::111111111111:user/new"
	token := allow(object{"Action": "sts:GetFederationToken", "Resource": "arn:aws:sts::111111111111:federated-user/carol"})
	for name, c := range map[string]struct {
		identity, request object
		want              string
	}{
		"EV-83 PassRole to the service":                  {passing, pass(roleARN, "lambda.amazonaws.com"), yes},
		"EV-83 PassRole to another service":              {passing, pass(roleARN, "ec2.amazonaws.com"), no},
		"EV-83 no PassRole":                              {allow(object{"Action": "lambda:*"}), pass(roleARN, "lambda.amazonaws.com"), no},
		"EV-84 a role of another account":                {passing, pass(foreignRole, "lambda.amazonaws.com"), "implicitDeny resource"},
		"EV-85 the trust policy plays no part":           {passing, pass("arn:aws:iam::111111111111:role/trusting", "lambda.amazonaws.com"), yes},
		"EV-86 CreateUser with the boundary":             {zhang, delegated("iam:CreateUser", newUser, has(boundaryX)), yes},
		"EV-86 CreateUser with another":                  {zhang, delegated("iam:CreateUser", newUser, has("arn:aws:iam::111111111111:policy/Y")), no},
		"EV-86 CreateUser without":                       {zhang, delegated("iam:CreateUser", newUser, object{}), no},
		"EV-86 AttachUserPolicy, the user has it":        {zhang, delegated("iam:AttachUserPolicy", userARN, has(boundaryX)), yes},
		"EV-86 AttachUserPolicy, the user has none":      {zhang, delegated("iam:AttachUserPolicy", userARN, object{}), no},
		"EV-86 DeleteUserPermissionsBoundary":            {zhang, delegated("iam:DeleteUserPermissionsBoundary", userARN, has(boundaryX)), "explicitDeny"},
		"EV-86 CreatePolicyVersion on the boundary":      {zhang, delegated("iam:CreatePolicyVersion", boundaryX, object{}), "explicitDeny"},
		"EV-80 GetFederationToken for the name":          {token, object{"action": "sts:GetFederationToken", "resource": fedUser}, yes},
		"EV-80 GetFederationToken for another":           {token, object{"action": "sts:GetFederationToken", "resource": fedUser + "2"}, no},
		"EV-80 GetFederationToken without permission":    {nil, object{"action": "sts:GetFederationToken", "resource": fedUser}, no},
		"EV-80 not with a role's credentials":            {token, object{"principal": session, "action": "sts:GetFederationToken", "resource": fedUser}, "implicitDeny credentialRestriction"},
		"EV-66 a KMS action without key":                 {allow(object{"Action": "kms:ListKeys"}), object{"action": "kms:ListKeys", "resource": "*"}, yes},
		"EV-66 an alias takes an identity-based policy":  {allow(object{"Action": "kms:CreateAlias"}), object{"action": "kms:CreateAlias", "resource": "arn:aws:kms:eu-west-1:111111111111:alias/a"}, yes},
		"EV-70 GetCallerIdentity against a Deny":         {deny(object{"Action": "*"}), object{"action": "sts:GetCallerIdentity", "resource": "*"}, yes},
		"MR-7 a star in the request is a character":      {allow(object{"Action": "*", "Resource": "arn:aws:ec2:*:*:instance/i-*"}), object{"action": "ec2:RunInstances", "resource": "arn:aws:ec2:eu-west-1:111111111111:instance/*"}, no},
		"MR-7 and a pattern's star matches it":           {allow(object{"Action": "*", "Resource": "arn:aws:ec2:*:*:instance/*"}), object{"action": "ec2:RunInstances", "resource": "arn:aws:ec2:eu-west-1:111111111111:instance/*"}, yes},
		"GR-48 an action of another service is no match": {nil, object{"action": "kms:Decrypt", "resource": key}, no},
	} {
		t.Run(name, func(t *testing.T) {
			s := caller{principal: userARN, identity: c.identity}.scenario()
			account := s["accounts"].(object)[accountA].(object)
			trusting := object{"trustPolicy": allow(object{"Principal": object{"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole", "Resource": nil})}
			account["roles"].(object)["trusting"] = trusting
			account["resources"] = object{bucket: object{"policy": allow(aws(userARN))}}
			s["requests"] = list{with(s["requests"].(list)[0].(object), c.request)}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// What a trust policy's conditions see, and what each of the companion actions
// needs (sections E.8 and E.10).
func TestTrustConditions(t *testing.T) {
	trusts := func(action, operator, key string, value any) object {
		return allow(aws(accountA), object{"Action": action, "Resource": nil, "Condition": object{operator: object{key: value}}})
	}
	assume := func(context object) object { return object{"action": "sts:AssumeRole", "context": context} }
	for name, c := range map[string]struct {
		trust, request object
		want           string
	}{
		"EV-82 the caller's tag":                   {trusts("sts:AssumeRole", "StringEquals", "aws:PrincipalTag/team", "red"), assume(nil), yes},
		"EV-82 the caller's name":                  {trusts("sts:AssumeRole", "StringEquals", "aws:username", "ana"), assume(nil), yes},
		"EV-82 the role's tag":                     {trusts("sts:AssumeRole", "StringEquals", "aws:ResourceTag/kind", "prod"), assume(nil), yes},
		"EV-82 a tag that is passed":               {trusts("sts:AssumeRole", "StringEquals", "aws:RequestTag/x", "y"), assume(object{"aws:RequestTag/x": "y"}), yes},
		"EV-82 the session name":                   {trusts("sts:AssumeRole", "StringLike", "sts:RoleSessionName", "${aws:username}"), assume(object{"sts:RoleSessionName": "ana"}), yes},
		"CO-49 a variable in a trust policy":       {trusts("sts:AssumeRole", "StringLike", "sts:RoleSessionName", "${aws:username}"), assume(object{"sts:RoleSessionName": "bo"}), "implicitDeny trust"},
		"EV-81 MFA in the call":                    {trusts("sts:AssumeRole", "Bool", "aws:MultiFactorAuthPresent", true), assume(object{"aws:MultiFactorAuthPresent": true}), yes},
		"EV-81 no MFA in the call":                 {trusts("sts:AssumeRole", "Bool", "aws:MultiFactorAuthPresent", true), assume(nil), "implicitDeny trust"},
		"EV-48 passing tags is a right of its own": {trusts("sts:AssumeRole", "StringEquals", "aws:username", "ana"), object{"action": "sts:TagSession"}, "implicitDeny trust"},
		"EV-48 that the trust policy gives":        {trusts("sts:TagSession", "StringEquals", "aws:username", "ana"), object{"action": "sts:TagSession"}, yes},
		"EV-77 so is a source identity":            {trusts("sts:SetSourceIdentity", "StringEquals", "sts:SourceIdentity", "Ana"), object{"action": "sts:SetSourceIdentity", "context": object{"sts:SourceIdentity": "Ana"}}, yes},
		"EV-77 another source identity":            {trusts("sts:SetSourceIdentity", "StringEquals", "sts:SourceIdentity", "Ana"), object{"action": "sts:SetSourceIdentity", "context": object{"sts:SourceIdentity": "Bo"}}, "implicitDeny trust"},
		"EV-56 the trust policy must allow":        {trusts("sts:AssumeRole", "StringEquals", "aws:username", "bo"), assume(nil), "implicitDeny trust"},
		"RC-10 a user has no assertion":            {trusts("sts:AssumeRoleWithWebIdentity", "StringEquals", "aws:username", "ana"), object{"action": "sts:AssumeRoleWithSAML"}, "implicitDeny credentialRestriction"},
	} {
		t.Run(name, func(t *testing.T) {
			s := object{
				"accounts": object{accountA: object{
					"users": object{"ana": object{"tags": object{"team": "red"}, "inlinePolicies": object{"p": allow(object{"Action": "sts:*"})}}},
					"roles": object{"ops": object{"tags": object{"kind": "prod"}, "trustPolicy": c.trust}},
				}},
				"requests": list{with(object{"principal": userARN, "resource": roleARN}, c.request)},
			}
			if request := s["requests"].(list)[0].(object); request["context"] == nil || len(request["context"].(object)) == 0 {
				delete(request, "context")
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-49, EV-87: a service role's trust policy may hold the service to a source.
func TestConfusedDeputy(t *testing.T) {
	trust := allow(object{"Principal": object{"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole", "Resource": nil, "Condition": object{"StringEquals": object{"aws:SourceAccount": accountA}}})
	for source, want := range map[string]string{accountA: yes, accountB: "implicitDeny trust", "": "implicitDeny trust"} {
		context := object{}
		if source != "" {
			context["aws:SourceAccount"] = source
		}
		s := object{
			"accounts": object{accountA: object{"roles": object{"ops": object{"trustPolicy": trust}}}},
			"requests": list{object{"principal": "cloudtrail.amazonaws.com", "action": "sts:AssumeRole", "resource": roleARN, "context": context}},
		}
		if got := outcome(decide(t, s)); got != want {
			t.Errorf("source %q: got %s, want %s", source, got, want)
		}
	}
}

// GR-49: the size of a policy never changes a decision.
func TestSizeDoesNotMatter(t *testing.T) {
	var resources list
	for i := range 2000 {
		resources = append(resources, fmt.Sprintf("arn:aws:s3:::elsewhere-%d/*", i))
	}
	resources = append(resources, key)
	if got := outcome(decide(t, asking(statement("Allow", object{"Resource": resources}), object{}))); got != yes {
		t.Errorf("got %s", got)
	}
}
