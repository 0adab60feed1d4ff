package authz_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/scenario"
)

// callerOf is a caller of each kind; account A is a member of an organization.
var callerOf = map[string]string{
	"user": userARN, "session": session, "federated": fedUser, "root": rootARN,
	"service": "cloudtrail.amazonaws.com", "anonymous": "anonymous",
}

var kinds = []string{"user", "session", "federated", "root", "service", "anonymous"}

// called is a request by a caller of the kind on the bucket of account A, which
// a policy lets everybody read. more joins the request.
func called(kind string, more object) object {
	passed := object{}
	switch kind {
	case "session":
		passed = object{"tags": object{"shift": "night", "TEAM": "green"}, "sourceIdentity": "Ana"}
	case "federated":
		passed = object{"federatedBy": userARN, "policies": list{allow()}, "tags": object{"shift": "night"}}
	}
	request := with(object{"principal": callerOf[kind], "action": "s3:GetObject", "resource": bucket}, more)
	if len(passed) > 0 {
		request["session"] = passed
	}
	tags := object{"tags": object{"team": "red"}}
	return object{
		"organization": object{
			"id": "o-exampleorg1", "managementAccount": "999999999999",
			"root": object{"id": "r-ab12", "organizationalUnits": object{"Apps": object{"id": "ou-ab12-11111111", "accounts": object{accountA: object{}}}}},
		},
		"accounts": object{accountA: object{
			"users": object{"ana": tags}, "roles": object{"ops": with(tags, object{"path": "/team/"})},
			"resources": object{
				bucket: with(tags, object{"policy": allow(everyone)}),
				"arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1": object{},
			},
		}},
		"requests": list{request},
	}
}

// The tables B.2 and B.3 ("AWS global condition context keys", "IAM policy
// elements: Variables and tags"): which keys follow from who calls. A value of
// "" is absence; "+" is any value.
func TestKeysByCaller(t *testing.T) {
	const path = "o-exampleorg1/r-ab12/ou-ab12-11111111/"
	for _, c := range []struct {
		rule, key                                          string
		user, session, federated, root, service, anonymous string
	}{
		{"GK-1", "aws:PrincipalArn", userARN, "arn:aws:iam::111111111111:role/team/ops", fedUser, rootARN, "", ""},
		{"GK-2", "aws:PrincipalAccount", accountA, accountA, accountA, accountA, "", "anonymous"},
		{"GK-3", "aws:PrincipalTag/team", "red", "green", "red", "", "", ""},
		{"GK-3", "aws:PrincipalTag/shift", "", "night", "night", "", "", ""},
		{"GK-4", "aws:PrincipalType", "User", "AssumedRole", "FederatedUser", "Account", "", "Anonymous"},
		{"GK-5", "aws:userid", "+", "+", accountA + ":carol", accountA, "", "anonymous"},
		{"GK-6", "aws:username", "ana", "", "", "", "", ""},
		{"GK-7", "aws:PrincipalOrgID", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1", "", ""},
		{"GK-8", "aws:PrincipalOrgPaths", path, path, path, path, "", ""},
		{"GK-9", "aws:PrincipalIsAWSService", "false", "false", "false", "false", "true", ""},
		{"GK-10", "aws:PrincipalServiceName", "", "", "", "", "cloudtrail.amazonaws.com", ""},
		{"GK-11", "aws:PrincipalServiceNamesList", "", "", "", "", "+", ""},
		{"GK-12", "aws:TokenIssueTime", "", "+", "+", "", "", ""},
		{"GK-16", "aws:SourceIdentity", "", "Ana", "", "", "", ""},
		{"GK-17", "aws:AssumedRoot", "", "", "", "", "", ""},
		{"GK-29", "aws:ResourceAccount", accountA, accountA, accountA, accountA, accountA, accountA},
		{"GK-30", "aws:ResourceOrgID", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1", "o-exampleorg1"},
		{"GK-31", "aws:ResourceOrgPaths", path, path, path, path, path, path},
		{"GK-32", "aws:ResourceTag/team", "red", "red", "red", "red", "red", "red"},
		{"GK-33", "aws:CurrentTime", "2026-09-01T12:00:00Z", "2026-09-01T12:00:00Z", "+", "+", "+", "+"},
		{"GK-34", "aws:EpochTime", "1788264000", "1788264000", "+", "+", "+", "+"},
		{"GK-41", "aws:ViaAWSService", "false", "false", "false", "false", "false", "false"},
	} {
		for i, want := range []string{c.user, c.session, c.federated, c.root, c.service, c.anonymous} {
			t.Run(c.rule+" "+c.key+" "+kinds[i], func(t *testing.T) {
				got := valueOf(decide(t, called(kinds[i], object{})), c.key)
				if got != want && (want != "+" || got == "") {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
	}
}

// Keys that no scenario tells and that requests carry only where they are given.
// Where a statement asks for one, it stands in missingContext. RC-6: single and
// multivalued; lists need a set operator.
func TestKeysThatAreGiven(t *testing.T) {
	for key, rule := range map[string]string{
		"aws:MultiFactorAuthPresent": "GK-13", "aws:MultiFactorAuthAge": "GK-14", "aws:FederatedProvider": "GK-15", "aws:SignInSessionArn": "GK-18",
		"aws:ChatbotSourceArn": "GK-19", "aws:Ec2InstanceSourceVpc": "GK-20", "aws:Ec2InstanceSourcePrivateIPv4": "GK-21",
		"ec2:SourceInstanceArn": "GK-22", "ec2:RoleDelivery": "GK-22", "lambda:SourceFunctionArn": "GK-22", "ssm:SourceInstanceArn": "GK-22",
		"codebuild:BuildArn": "GK-22", "codebuild:ProjectArn": "GK-22", "glue:RoleAssumedBy": "GK-22", "glue:CredentialIssuingService": "GK-22", "identitystore:UserId": "GK-22",
		"aws:SourceIp": "GK-23", "aws:VpcSourceIp": "GK-24", "aws:SourceVpc": "GK-25", "aws:SourceVpcArn": "GK-26", "aws:VpceAccount": "GK-27", "aws:VpceOrgID": "GK-27",
		"aws:SecureTransport": "GK-36", "aws:UserAgent": "GK-37", "aws:referer": "GK-38", "aws:RequestTag/k": "GK-39", "aws:CalledViaFirst": "GK-43", "aws:CalledViaLast": "GK-43",
		"aws:SourceArn": "GK-44", "aws:SourceAccount": "GK-45", "aws:SourceOrgID": "GK-46", "aws:CalledViaAWSMCP": "GK-47", "aws:ViaAWSMCPService": "GK-47", "aws:IsMcpServiceAction": "GK-47",
		"iam:PassedToService": "GK-49", "iam:AssociatedResourceArn": "GK-49", "iam:PermissionsBoundary": "GK-49", "iam:PolicyARN": "GK-49", "iam:AWSServiceName": "GK-49", "iam:OrganizationsPolicyId": "GK-49",
		"sts:ExternalId": "GK-50", "sts:RoleSessionName": "GK-50", "sts:SourceIdentity": "GK-50", "sts:DurationSeconds": "GK-50", "sts:AWSServiceName": "GK-50", "saml:aud": "GK-50", "accounts.google.com:sub": "GK-50",
	} {
		t.Run(rule+" "+key, func(t *testing.T) { given(t, key, "StringEquals", "value") })
	}
	for key, rule := range map[string]string{
		"aws:VpceOrgPaths": "GK-28", "aws:TagKeys": "GK-40", "aws:CalledVia": "GK-42", "aws:SourceOrgPaths": "GK-46", "sts:TransitiveTagKeys": "GK-50", "accounts.google.com:amr": "GK-50",
	} {
		t.Run(rule+" "+key, func(t *testing.T) {
			given(t, key, "ForAnyValue:StringEquals", list{"value", "other"})
			condition := object{"StringEquals": object{key: "value"}}
			if got := outcome(decide(t, asking(statement("Allow", object{"Condition": condition}), object{"context": object{key: list{"value"}}}))); got != no {
				t.Errorf("CO-18: without a set operator: %s", got)
			}
		})
	}
}

// given asks for a key that the request lacks, then for one that it carries.
func given(t *testing.T, key, operator string, value any) {
	t.Helper()
	asks := statement("Allow", object{"Condition": object{operator: object{key: "value"}}})
	absent := decide(t, asking(asks, object{}))
	if got := outcome(absent); got != no || !slices.Equal(absent.MissingContext, []string{key}) {
		t.Errorf("absent: %s, missing %q", got, absent.MissingContext)
	}
	present := decide(t, asking(asks, object{"context": object{key: value}}))
	if got := outcome(present); got != yes || len(present.MissingContext) != 0 {
		t.Errorf("given: %s, missing %q", got, present.MissingContext)
	}
}

// Keys that follow from the way of the request, its resource and its Region.
func TestKeysOfTheCall(t *testing.T) {
	endpoint := object{"vpcEndpoint": "vpce-1"}
	for name, c := range map[string]struct {
		request   object
		key, want string
	}{
		"GK-25 through an endpoint":                          {endpoint, "aws:SourceVpce", "vpce-1"},
		"GK-25 over the internet":                            {object{}, "aws:SourceVpce", ""},
		"EV-93 no SourceIp through an endpoint":              {endpoint, "aws:SourceIp", ""},
		"GK-35 the Region of the ARN":                        {object{"action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-west-1:111111111111:q"}, "aws:RequestedRegion", "eu-west-1"},
		"GK-40 the keys of the tags that are passed":         {object{"context": object{"aws:RequestTag/a": "1"}}, "aws:TagKeys", "a"},
		"GK-40 the keys that are given":                      {object{"context": object{"aws:RequestTag/a": "1", "aws:TagKeys": list{"b"}}}, "aws:TagKeys", "b"},
		"GK-40 no tags are passed":                           {object{}, "aws:TagKeys", ""},
		"GK-35 an ARN without Region":                        {object{}, "aws:RequestedRegion", ""},
		"GK-35 a global service":                             {object{"action": "iam:ListUsers", "resource": "*"}, "aws:RequestedRegion", "us-east-1"},
		"GK-29 the account of the ARN":                       {object{"action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-west-1:222222222222:q"}, "aws:ResourceAccount", accountB},
		"RC-4 the caller's account for *":                    {object{"resource": "*"}, "aws:ResourceAccount", accountA},
		"RC-4 the caller's account for AWS managed policies": {object{"action": "iam:GetPolicy", "resource": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, "aws:ResourceAccount", accountA},
		"RC-4 the management account for organizations":      {object{"action": "organizations:DescribeOrganization", "resource": "*"}, "aws:ResourceAccount", "999999999999"},
		"GK-30 a resource outside the organization":          {object{"action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-west-1:222222222222:q"}, "aws:ResourceOrgID", ""},
		"GK-51 a value that is given wins":                   {object{"context": object{"aws:PrincipalType": "Odd"}}, "aws:PrincipalType", "Odd"},
		"GK-51 null takes a key away":                        {object{"context": object{"aws:PrincipalType": nil}}, "aws:PrincipalType", ""},
		"GK-51 the time of the request":                      {object{"at": "2026-01-31T12:00:00Z"}, "aws:CurrentTime", "2026-01-31T12:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := valueOf(decide(t, called("user", c.request)), c.key); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// GK-50, GK-15: a federated call carries what the provider says, which the
// request gives, and names the provider.
func TestKeysOfFederatedCalls(t *testing.T) {
	for _, provider := range []string{"accounts.google.com", "arn:aws:iam::111111111111:oidc-provider/example.com"} {
		s := object{
			"accounts": object{accountA: object{"roles": object{"ops": object{}}}},
			"requests": list{object{"principal": provider, "action": "sts:AssumeRoleWithWebIdentity", "resource": roleARN}},
		}
		if got := valueOf(decide(t, s), "aws:FederatedProvider"); got != provider {
			t.Errorf("got %q, want %q", got, provider)
		}
	}
}

// RC-9: a session's ARN has no path, and belongs to its role by name. RC-10:
// who calls with a provider's token has no account. RC-11: a service that acts
// with a role's credentials is that role's session.
func TestWhoCalls(t *testing.T) {
	for name, c := range map[string]struct{ principal, arn, account string }{
		"RC-9 a role with a path":  {"arn:aws:iam::111111111111:role/team/ops", "arn:aws:sts::111111111111:assumed-role/ops/session", accountA},
		"RC-9 a session of it":     {session, session, accountA},
		"RC-9 role names, case":    {strings.Replace(session, "/ops/", "/OPS/", 1), strings.Replace(session, "/ops/", "/OPS/", 1), accountA},
		"RC-10 a provider's token": {"accounts.google.com", "accounts.google.com", ""},
		"RC-11 a service itself":   {"lambda.amazonaws.com", "lambda.amazonaws.com", ""},
		"RC-11 a service's role":   {"arn:aws:sts::111111111111:assumed-role/ops/lambda", "arn:aws:sts::111111111111:assumed-role/ops/lambda", accountA},
	} {
		t.Run(name, func(t *testing.T) {
			s := called("user", object{"principal": c.principal})
			p := decide(t, s).Request.Principal
			if p.ARN != c.arn || p.AccountID != c.account {
				t.Errorf("got %s of %q, want %s of %q", p.ARN, p.AccountID, c.arn, c.account)
			}
		})
	}
}

// GK-52, OUT-2: keys that a statement's outcome rested on and that are absent
// are named for every policy type; those of statements that could not matter are not.
func TestMissingContext(t *testing.T) {
	asks := func(key string, more ...object) object {
		return statement("Allow", append(more, object{"Condition": object{"StringEquals": object{key: "x"}}})...)
	}
	open := object{"Principal": "*"}
	trust := object{"Action": "sts:AssumeRole", "Resource": nil}
	for name, c := range map[string]struct {
		scenario object
		want     string
	}{
		"identity":                    {caller{principal: userARN, identity: document(asks("a:identity"))}.scenario(), "a:identity"},
		"boundary":                    {caller{principal: userARN, identity: allow(), boundary: document(asks("a:boundary"))}.scenario(), "a:boundary"},
		"session":                     {caller{principal: session, identity: allow(), session: document(asks("a:session"))}.scenario(), "a:session"},
		"resource":                    {caller{principal: userARN, resource: document(asks("a:resource", open))}.scenario(), "a:resource"},
		"scp":                         {across{scp: document(asks("a:scp"))}.scenario(), "a:scp"},
		"rcp":                         {across{rcp: document(with(asks("a:rcp", open), object{"Effect": "Deny"}))}.scenario(), "a:rcp"},
		"trust":                       {object{"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": object{"ops": object{"trustPolicy": document(asks("a:trust", open, trust))}}}}, "requests": list{object{"principal": userARN, "action": "sts:AssumeRole", "resource": roleARN}}}, "a:trust"},
		"vpce":                        {throughEndpoint(document(asks("a:vpce", open))), "a:vpce"},
		"a variable":                  {caller{principal: userARN, identity: allow(object{"Resource": "arn:aws:s3:::${a:variable}"})}.scenario(), "a:variable"},
		"another action":              {caller{principal: userARN, identity: document(asks("a:k", object{"Action": "s3:PutObject"}))}.scenario(), ""},
		"another resource":            {caller{principal: userARN, identity: document(asks("a:k", object{"Resource": bucket}))}.scenario(), ""},
		"another principal":           {caller{principal: userARN, resource: document(asks("a:k", aws(foreignUser)))}.scenario(), ""},
		"a key that is there":         {caller{principal: userARN, identity: document(asks("aws:username"))}.scenario(), ""},
		"two spellings are one":       {caller{principal: userARN, identity: document(asks("a:k"), asks("A:K"))}.scenario(), "a:k"},
		"several, in order":           {caller{principal: userARN, identity: document(asks("a:two"), asks("A:one"))}.scenario(), "A:one a:two"},
		"after an explicit deny, too": {caller{principal: userARN, identity: document(statement("Deny"), asks("a:k"))}.scenario(), "a:k"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(decide(t, c.scenario).MissingContext, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// throughEndpoint is a request of ana, who may read, through an endpoint with the policy.
func throughEndpoint(policy object) object {
	s := caller{principal: userARN, identity: allow()}.scenario()
	resources := s["accounts"].(object)[accountA].(object)["resources"].(object)
	resources["arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1"] = object{"policy": policy}
	s["requests"].(list)[0].(object)["vpcEndpoint"] = "vpce-1"
	return s
}

// RC-8: of a resource's tags whose keys differ in letter case alone, a condition
// sees the one in its own letters, else the first; what is given wins over both.
func TestTagsThatDifferInLetterCase(t *testing.T) {
	for name, c := range map[string]struct {
		key, value string
		request    object
	}{
		"the condition's own letters": {"aws:ResourceTag/team", "red", object{}},
		"the other spelling":          {"aws:ResourceTag/Team", "blue", object{}},
		"neither":                     {"aws:ResourceTag/TEAM", "blue", object{}},
		"what is given":               {"aws:ResourceTag/team", "green", object{"context": object{"aws:ResourceTag/TEAM": "green"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow", object{"Condition": object{"StringEquals": object{c.key: c.value}}}), with(c.request, object{"resource": bucket}))
			s["accounts"].(object)[accountA].(object)["resources"] = object{bucket: object{"tags": object{"team": "red", "Team": "blue"}}}
			if got := outcome(decide(t, s)); got != yes {
				t.Errorf("got %s", got)
			}
			if codes := diagnostics(read(t, s)); !slices.Equal(codes, []string{"warning:DUPLICATE_TAG_KEY"}) {
				t.Errorf("diagnostics %q", codes)
			}
		})
	}
}

// RC-8, CO-52: tag keys of users, roles and sessions are unique in any letter
// case, and IAM refuses others.
func TestUniqueTagKeys(t *testing.T) {
	twice := object{"Team": "blue", "team": "red"}
	for name, s := range map[string]object{
		"a user": {"accounts": object{accountA: object{"users": object{"ana": object{"tags": twice}}}}},
		"a role": {"accounts": object{accountA: object{"roles": object{"ops": object{"tags": twice}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if codes := diagnostics(read(t, s)); !slices.Equal(codes, []string{"error:DUPLICATE_TAG_KEY"}) {
				t.Errorf("diagnostics %q", codes)
			}
		})
	}
	passed := called("session", object{})
	passed["requests"].(list)[0].(object)["session"] = object{"tags": twice}
	s := read(t, passed)
	if r := s.Requests[0]; !r.Broken() || r.Diagnostics[0].Code != "DUPLICATE_TAG_KEY" {
		t.Errorf("session tags: %+v", r.Diagnostics)
	}
}

func diagnostics(s *scenario.Scenario) []string {
	var codes []string
	for _, d := range s.Diagnostics {
		codes = append(codes, d.Severity.String()+":"+d.Code)
	}
	return codes
}
