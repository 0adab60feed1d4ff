package authz_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// inferred lists the inferred rules that a decision names, sorted.
func inferred(t *authz.Trace) string {
	var rules []string
	for _, n := range t.Notes {
		if n.Code == authz.Inferred {
			rules = append(rules, n.Subject)
		}
	}
	slices.Sort(rules)
	return strings.Join(rules, " ")
}

// restsOn decides with and without statements recorded; both must name the same rules.
func restsOn(t *testing.T, s object) string {
	t.Helper()
	trace := decide(t, s)
	read := read(t, s)
	if brief := inferred(authz.Decide(read.World, &read.Requests[0].Asked[0])); brief != inferred(trace) {
		t.Errorf("Decide names %q, Evaluate %q", brief, inferred(trace))
	}
	return inferred(trace)
}

// A result names the rules that it rests on though AWS's documentation leaves
// them open (section K), and only those: not where another part, another value
// or another key settled it. The request is ana's s3:GetObject on bucket/key.
func TestInferredRulesOfStatements(t *testing.T) {
	when := func(condition object, more ...object) object {
		return statement("Allow", append(more, object{"Condition": condition})...)
	}
	carrying := func(keys object) object { return object{"context": keys} }
	tag := func(value string) object { return carrying(object{"aws:RequestTag/t": value}) }
	likeTag := object{"StringLike": object{"aws:username": "${aws:RequestTag/t}"}}
	for name, c := range map[string]struct {
		statement object
		request   object
		want      string
	}{
		"nothing is inferred":                            {statement("Allow"), object{}, ""},
		"GR-11 an empty Action":                          {statement("Allow", object{"Action": list{}}), object{}, "GR-11"},
		"GR-11 an empty NotAction":                       {statement("Allow", object{"NotAction": list{}, "Action": nil}), object{}, "GR-11"},
		"GR-11 an empty Resource":                        {statement("Allow", object{"Resource": list{}}), object{}, "GR-11"},
		"GR-11 an empty Resource of another action":      {statement("Allow", object{"Resource": list{}, "Action": "s3:PutObject"}), object{}, ""},
		"GR-11 an empty condition list":                  {when(object{"StringEquals": object{"aws:username": list{}}}), object{}, "GR-11"},
		"GR-11 not where the key is absent":              {when(object{"StringEquals": object{"aws:SourceIp": list{}}}), object{}, ""},
		"GR-11 but for Null there, too":                  {when(object{"Null": object{"aws:SourceIp": list{}}}), object{}, "GR-11"},
		"GR-37 an unknown operator with nothing":         {when(object{"Lookalike": object{}}), object{}, "GR-37"},
		"GR-37 not where another part fails":             {when(object{"Lookalike": object{}}, object{"Action": "s3:PutObject"}), object{}, ""},
		"GR-37 not where another key fails":              {when(object{"Lookalike": object{}, "StringEquals": object{"aws:username": "bo"}}), object{}, ""},
		"RC-4 the owner of *":                            {when(object{"StringEquals": object{"aws:ResourceAccount": accountA}}), object{"resource": "*"}, "RC-4"},
		"RC-4 the owner of a bucket is known":            {when(object{"StringEquals": object{"aws:ResourceAccount": accountA}}), object{}, ""},
		"RC-4 the owner of * where it is given":          {when(object{"StringEquals": object{"aws:ResourceAccount": accountA}}), with(carrying(object{"aws:ResourceAccount": accountA}), object{"resource": "*"}), ""},
		"RC-4 nobody asks for the owner of *":            {statement("Allow"), object{"resource": "*"}, ""},
		"RC-4 the owner of * where the request names it": {when(object{"StringEquals": object{"aws:ResourceAccount": accountA}}), object{"resource": "*", "resourceAccount": accountA}, ""},
		"RC-4 without an organization nobody is in one":  {when(object{"StringEquals": object{"aws:ResourceOrgID": "o-1"}}), object{"resource": "*"}, ""},
		"GR-11 a list without set operator is false":     {when(object{"StringEquals": object{"aws:TagKeys": list{}}}), carrying(object{"aws:TagKeys": list{"a"}}), ""},
		"RE-11 in a Deny that an error makes match":      {statement("Deny", object{"Resource": "arn:aws:s3", "Condition": object{"ArnLike": object{"aws:PrincipalArn": "ana"}}}), object{}, "RE-11"},
		"RE-11 in an Allow that an error stops":          {statement("Allow", object{"Resource": "arn:aws:s3", "Condition": object{"ArnLike": object{"aws:PrincipalArn": "ana"}}}), object{}, ""},
		"CO-24 four digits in the request":               {when(object{"DateEquals": object{"a:date": "2020-01-01"}}), carrying(object{"a:date": "2020"}), "CO-24"},
		"CO-24 not where the key is absent":              {when(object{"DateEquals": object{"a:date": "2020"}}), object{}, ""},
		"CO-24 not where a list has no set operator":     {when(object{"DateEquals": object{"a:date": "2020"}}), carrying(object{"a:date": list{"2020"}}), ""},
		"CO-33 a star is no number, that is known":       {when(object{"NumericEquals": object{"a:n": "1"}}), carrying(object{"a:n": "*"}), ""},
		"CO-44 a variable out of a variable":             {when(object{"StringEquals": object{"aws:username": "${aws:RequestTag/t}"}}), tag("${aws:username}"), "CO-44"},
		"CO-44 a variable out of one, in Resource":       {statement("Allow", object{"Resource": "arn:aws:s3:::bucket/${aws:RequestTag/t}"}), tag("${aws:username}"), "CO-44"},
		"RE-7 a wildcard in an IAM type":                 {statement("Allow", object{"Action": "*", "Resource": "arn:aws:iam::*:r*"}), object{"action": "iam:GetRole", "resource": roleARN}, "RE-7"},
		"RE-7 a wildcard after the type":                 {statement("Allow", object{"Action": "*", "Resource": "arn:aws:iam::*:role/*"}), object{"action": "iam:GetRole", "resource": roleARN}, ""},
		"RE-7 not where another value matched":           {statement("Allow", object{"Action": "*", "Resource": list{"arn:aws:iam::*:role/*", "arn:aws:iam::*:r*"}}), object{"action": "iam:GetRole", "resource": roleARN}, ""},
		"RE-8 a star out of a variable":                  {statement("Allow", object{"Resource": "arn:aws:s3:::${aws:RequestTag/t}"}), tag("*"), "RE-8"},
		"RE-8 not where another value matched":           {statement("Allow", object{"Resource": list{"arn:aws:s3:::${aws:RequestTag/t}", "*"}}), tag("*"), ""},
		"RE-8 a plain value":                             {statement("Allow", object{"Resource": "arn:aws:s3:::${aws:RequestTag/t}"}), tag("x"), ""},
		"RE-11 a completed ARN":                          {statement("Allow", object{"Resource": "arn:aws:s3"}), object{}, "RE-11"},
		"RE-11 that does not match anyway":               {statement("Allow", object{"Resource": "arn:aws:sqs"}), object{}, ""},
		"RE-14 NotResource and *":                        {statement("Allow", object{"NotResource": bucket, "Resource": nil}), object{"resource": "*"}, "RE-14"},
		"RE-14 NotResource and an ARN":                   {statement("Allow", object{"NotResource": bucket, "Resource": nil}), object{}, ""},
		"CO-5 an operator in another case":               {when(object{"stringequals": object{"aws:username": "ana"}}), object{}, "CO-5"},
		"CO-5 not where another key fails":               {when(object{"stringequals": object{"aws:username": "ana"}, "StringEquals": object{"aws:username": "bo"}}), object{}, ""},
		"CO-15 ForAnyValue, IfExists, absent":            {when(object{"ForAnyValue:StringEqualsIfExists": object{"aws:TagKeys": "a"}}), object{}, "CO-15"},
		"CO-15 ForAnyValue, absent":                      {when(object{"ForAnyValue:StringEquals": object{"aws:TagKeys": "a"}}), object{}, ""},
		"CO-15 ForAnyValue, IfExists, present":           {when(object{"ForAnyValue:StringEqualsIfExists": object{"aws:TagKeys": "a"}}), carrying(object{"aws:TagKeys": list{"a"}}), ""},
		"CO-24 four digits":                              {when(object{"DateGreaterThan": object{"aws:CurrentTime": "2020"}}), object{"at": "2026-01-01T00:00:00Z"}, "CO-24"},
		"CO-24 under the last of the date operators":     {when(object{"DateGreaterThanEquals": object{"aws:CurrentTime": "2020"}}), object{"at": "2026-01-01T00:00:00Z"}, "CO-24"},
		"CO-24 ten digits are seconds, that is known":    {when(object{"DateGreaterThan": object{"aws:CurrentTime": "1577836800"}}), object{"at": "2026-01-01T00:00:00Z"}, ""},
		"CO-24 four letters are no year":                 {when(object{"DateEquals": object{"a:date": "2020-01-01"}}), carrying(object{"a:date": "year"}), ""},
		"GR-11 nor where the key has no values":          {when(object{"ForAllValues:StringEquals": object{"aws:TagKeys": list{}}}), carrying(object{"aws:TagKeys": list{}}), ""},
		"CO-24 a day":                                    {when(object{"DateGreaterThan": object{"aws:CurrentTime": "2020-01-01"}}), object{"at": "2026-01-01T00:00:00Z"}, ""},
		"CO-24 four digits are a number":                 {when(object{"NumericGreaterThan": object{"aws:EpochTime": "2020"}}), object{"at": "2026-01-01T00:00:00Z"}, ""},
		"CO-33 a star for an ARN":                        {when(object{"ArnLike": object{"aws:PrincipalArn": "*"}}), object{}, "CO-33"},
		"CO-33 a short ARN":                              {when(object{"ArnLike": object{"aws:PrincipalArn": "arn:aws:iam"}}), object{}, "CO-33"},
		"CO-33 no ARN at all is known":                   {when(object{"ArnLike": object{"aws:PrincipalArn": "ana"}}), object{}, ""},
		"CO-33 a short ARN in the request":               {when(object{"ArnNotLike": object{"aws:SourceArn": userARN}}), carrying(object{"aws:SourceArn": "arn:aws:s3"}), "CO-33"},
		"CO-44 a star out of a variable":                 {when(likeTag), tag("a*"), "CO-44"},
		"CO-44 a plain value":                            {when(likeTag), tag("ana"), ""},
		"CO-44 no wildcard in StringEquals":              {when(object{"StringEquals": object{"aws:username": "${aws:RequestTag/t}"}}), tag("a*"), ""},
		"CO-44 not where the match is without it":        {when(object{"StringLike": object{"aws:username": list{"${aws:RequestTag/t}", "ana"}}}), tag("a*"), ""},
		"CO-48 an empty value and a default":             {statement("Allow", object{"Resource": "arn:aws:s3:::bucket/${aws:RequestTag/t, 'x'}key"}), tag(""), "CO-48"},
		"CO-48 an empty value, in a condition":           {when(object{"StringEquals": object{"aws:username": "${aws:RequestTag/t, 'ana'}"}}), tag(""), "CO-48"},
		"CO-48 an empty value without a default":         {statement("Allow", object{"Resource": "arn:aws:s3:::bucket/${aws:RequestTag/t}key"}), tag(""), ""},
		"CO-48 the default of an absent key is certain":  {statement("Allow", object{"Resource": "arn:aws:s3:::bucket/${aws:RequestTag/t, 'key'}"}), object{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := restsOn(t, asking(c.statement, c.request)); got != c.want {
				t.Errorf("rests on %q, want %q", got, c.want)
			}
		})
	}
}

// The inferred rules about whom a statement of a resource reaches.
func TestInferredRulesOfPrincipals(t *testing.T) {
	yes := allow()
	not := func(arns ...any) object {
		return deny(object{"NotPrincipal": object{"AWS": list(arns)}})
	}
	for name, c := range map[string]struct {
		caller
		want string
	}{
		"PM-6 a Deny for the account":                   {caller{userARN, deny(aws(accountA)), yes, nil, nil}, "PM-6"},
		"PM-6 a Deny for another account":               {caller{userARN, deny(aws(accountB)), yes, nil, nil}, ""},
		"PM-6 a Deny for the user too":                  {caller{userARN, deny(aws(accountA, userARN)), yes, nil, nil}, ""},
		"PM-6 an Allow for the account":                 {caller{userARN, allow(aws(accountA)), yes, nil, nil}, ""},
		"PM-6 a Deny for the account, another action":   {caller{userARN, deny(aws(accountA), object{"Action": "s3:PutObject"}), yes, nil, nil}, ""},
		"PM-7 a Deny for the user who federated":        {caller{fedUser, deny(aws(userARN)), yes, nil, yes}, "PM-7"},
		"PM-7 a Deny for the federated user":            {caller{fedUser, deny(aws(fedUser)), yes, nil, yes}, ""},
		"PM-14 the user without its account":            {caller{userARN, not(userARN), yes, nil, nil}, "PM-14"},
		"PM-14 the whole chain":                         {caller{userARN, not(userARN, rootARN), yes, nil, nil}, ""},
		"PM-14 somebody else":                           {caller{userARN, not(foreignUser), yes, nil, nil}, ""},
		"PM-14 a boundary settles it":                   {caller{userARN, not(userARN), yes, yes, nil}, ""},
		"RE-16 no Resource, a key of the bucket":        {caller{userARN, allow(aws(userARN), object{"Resource": nil}), nil, nil, nil}, "RE-16"},
		"RE-16 no Resource, another action":             {caller{userARN, allow(aws(userARN), object{"Resource": nil, "Action": "s3:PutObject"}), nil, nil, nil}, ""},
		"RE-16 Resource is written, and does not match": {caller{userARN, allow(aws(userARN), object{"Resource": bucket}), nil, nil, nil}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := restsOn(t, c.scenario()); got != c.want {
				t.Errorf("rests on %q, want %q", got, c.want)
			}
		})
	}
}

// RC-4: the owner of `*` is the caller's account, in or out of the organization; what the request gives is known.
func TestInferredOwnersInOrganizations(t *testing.T) {
	asks := func(value string) object {
		return statement("Allow", object{"Condition": object{"StringEquals": object{"aws:ResourceOrgID": value}}})
	}
	for name, c := range map[string]struct {
		request object
		want    string
	}{
		"an account outside of the organization": {object{}, "RC-4"},
		"the request gives the key":              {object{"context": object{"aws:ResourceOrgID": "o-1"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(asks("o-1"), with(object{"resource": "*"}, c.request))
			s["organization"] = object{"id": "o-1", "managementAccount": accountB, "root": object{"id": "r-1", "accounts": object{}}}
			if got := restsOn(t, s); got != c.want {
				t.Errorf("rests on %q, want %q", got, c.want)
			}
		})
	}
}

// EV-59: a role does not trust itself.
func TestInferredSelfTrust(t *testing.T) {
	trusts := func(arn string) object { return allow(aws(arn), object{"Action": "sts:AssumeRole", "Resource": nil}) }
	for name, c := range map[string]struct{ trust, target, want, rests string }{
		"itself, not trusted":       {accountB, roleARN, "implicitDeny trust", "EV-59"},
		"itself, trusted":           {roleARN, roleARN, "allowed", ""},
		"another role, not trusted": {accountB, roleARN + "2", "implicitDeny trust", ""},
	} {
		t.Run(name, func(t *testing.T) {
			role := object{"trustPolicy": trusts(c.trust), "inlinePolicies": object{"p": allow(object{"Action": "sts:*"})}}
			s := object{
				"accounts": object{accountA: object{"roles": object{"ops": role, "ops2": role}}},
				"requests": list{object{"principal": session, "action": "sts:AssumeRole", "resource": c.target}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := restsOn(t, s); got != c.rests {
				t.Errorf("rests on %q, want %q", got, c.rests)
			}
		})
	}
}

// EV-77: tags that a session only inherits need sts:TagSession like those that it passes.
func TestInferredCompanion(t *testing.T) {
	passing := object{"context": object{"aws:RequestTag/x": "y"}}
	inheriting := object{"session": object{"tags": object{"a": "b"}, "transitiveTagKeys": list{"a"}}}
	for name, c := range map[string]struct {
		trusted any
		request object
		want    string
	}{
		"inherited, not trusted":            {"sts:AssumeRole", inheriting, "EV-77"},
		"inherited, trusted":                {list{"sts:AssumeRole", "sts:TagSession"}, inheriting, ""},
		"inherited and passed, not trusted": {"sts:AssumeRole", with(inheriting, passing), ""},
		"passed, not trusted":               {"sts:AssumeRole", passing, ""},
	} {
		t.Run(name, func(t *testing.T) {
			trust := allow(aws(roleARN), object{"Action": c.trusted, "Resource": nil})
			s := object{
				"accounts": object{accountA: object{"roles": object{"ops": object{}, "next": object{"trustPolicy": trust}}}},
				"requests": list{with(object{"principal": session, "action": "sts:TagSession", "resource": "arn:aws:iam::111111111111:role/next"}, c.request)},
			}
			if got := restsOn(t, s); got != c.want {
				t.Errorf("rests on %q, want %q", got, c.want)
			}
		})
	}
}

// EV-95, CO-49: inferred rules of bucket policies that are public and of RCPs.
func TestInferredRulesOfPolicyTypes(t *testing.T) {
	held := allow(everyone, object{"Condition": object{"StringEquals": object{"aws:PrincipalAccount": accountB}}})
	blocked := func(principal string, policy object) object {
		reader := object{"inlinePolicies": object{"Read": allow()}}
		return object{
			"accounts": object{
				accountA: object{"users": object{"ana": reader}, "resources": object{bucket: object{"policy": policy, "settings": object{"blockPublicAccess": true}}}},
				accountB: object{"users": object{"bo": reader}},
			},
			"requests": list{object{"principal": principal, "action": "s3:GetObject", "resource": key}},
		}
	}
	rcp := func(resource string) object {
		return across{identity: allow(), resource: allow(aws(foreignUser)), rcp: deny(everyone, object{"Resource": resource})}.scenario()
	}
	for name, c := range map[string]struct {
		scenario object
		want     string
	}{
		"EV-95 a condition is judged":          {blocked(foreignUser, held), "EV-95"},
		"EV-95 open to everyone is public":     {blocked(foreignUser, allow(everyone)), ""},
		"EV-95 the owner's account may enter":  {blocked(userARN, held), ""},
		"EV-95 nobody but an account is named": {blocked(foreignUser, allow(aws(accountB))), ""},
		"CO-49 a variable in an RCP":           {rcp("arn:aws:s3:::bucket/${aws:username}"), "CO-49"},
		"CO-49 an RCP without variables":       {rcp("arn:aws:s3:::bucket/key"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := restsOn(t, c.scenario); got != c.want {
				t.Errorf("rests on %q, want %q", got, c.want)
			}
		})
	}
}
