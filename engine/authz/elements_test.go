package authz_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

const (
	yes = "allowed"
	no  = "implicitDeny identity"
)

// without takes Resource or Action away, for a statement with their Not forms.
func without(element string) object { return object{element: nil} }

// RC-1: sections C and D where a statement of ana's own policy meets a request; the
// pages are those on the policy elements, conditions and variables.
func TestElements(t *testing.T) {
	when := func(condition object) object { return statement("Allow", object{"Condition": condition}) }
	given := func(keys object) object { return object{"context": keys} }
	actions := func(all ...any) object { return statement("Allow", object{"Action": list(all)}) }
	resources := func(all ...any) object { return statement("Allow", object{"Action": "*", "Resource": list(all)}) }
	notAction := statement("Allow", without("Action"), object{"NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"})
	notResource := statement("Allow", without("Resource"), object{"Action": "*", "NotResource": bucket + "/secret/*"})
	do := func(action, resource string) object { return object{"action": action, "resource": resource} }
	for name, c := range map[string]struct {
		statement, request object
		want               string
	}{
		"EL-1 action, resource and condition match":        {statement("Allow", object{"Resource": key, "Condition": object{"StringEquals": object{"aws:username": "ana"}}}), object{}, yes},
		"EL-1 the action does not":                         {statement("Allow", object{"Action": "s3:PutObject"}), object{}, no},
		"EL-1 the resource does not":                       {statement("Allow", object{"Resource": bucket}), object{}, no},
		"EL-1 the condition does not":                      {when(object{"StringEquals": object{"aws:username": "bo"}}), object{}, no},
		"EL-3 * crosses slashes, ? is one character":       {resources("arn:aws:s3:::b*t/?ey"), object{}, yes},
		"EL-3 ? is not none":                               {resources(key + "?"), object{}, no},
		"EL-6 StringEquals takes * as it is":               {when(object{"StringEquals": object{"aws:username": "a*"}}), object{}, no},
		"AC-1 * is every action":                           {actions("*"), object{}, yes},
		"AC-1 *:* is every action":                         {actions("*:*"), object{}, yes},
		"AC-2 action names ignore letter case":             {actions("S3:GETOBJECT"), object{}, yes},
		"RC-2 a request's action ignores letter case":      {actions("s3:GetObject"), do("S3:getobject", key), yes},
		"RC-2 an action that no service has, under *":      {actions("*"), do("madeup:Thing", "*"), yes},
		"AC-3 any value of Action":                         {actions("s3:PutObject", "s3:Get*"), object{}, yes},
		"AC-3 NotAction matches what no value names":       {statement("Allow", without("Action"), object{"NotAction": list{"s3:Put*", "iam:*"}}), object{}, yes},
		"AC-3 NotAction does not match what a value names": {statement("Allow", without("Action"), object{"NotAction": list{"s3:Put*", "s3:Get*"}}), object{}, no},
		"AC-4 NotAction reaches other services":            {statement("Allow", without("Action"), object{"NotAction": "iam:*"}), do("ec2:RunInstances", "*"), yes},
		"AC-5 s3:* is not s3express":                       {actions("s3:*"), do("s3express:CreateSession", "*"), no},
		"AC-5 s3:* is not s3-object-lambda":                {actions("s3:*"), do("s3-object-lambda:GetObject", "*"), no},
		"AC-6 NotAction on S3 ARNs: an object":             {notAction, do("s3:PutObject", key), yes},
		"AC-6 NotAction on S3 ARNs: ListAllMyBuckets":      {notAction, do("s3:ListAllMyBuckets", "*"), no},
		"AC-6 NotAction on S3 ARNs: another service":       {notAction, do("ec2:StartInstances", "arn:aws:ec2:eu-west-1:111111111111:instance/i-1"), no},
		"RE-1 * is any ARN":                                {resources("*"), object{}, yes},
		"RE-1 * is the resource *":                         {resources("*"), do("s3:ListAllMyBuckets", "*"), yes},
		"RC-3 an action without resource is asked on *":    {resources("*"), object{"action": "ec2:DescribeInstances", "resource": "*"}, yes},
		"RE-2 wildcards stay within their field":           {resources("arn:aws:s3:*/key"), object{}, no},
		"RE-4 resources are case sensitive":                {resources("arn:aws:s3:::Bucket/key"), object{}, no},
		"RE-5 the service is no wildcard":                  {resources("arn:aws:*:::bucket/key"), object{}, no},
		"RE-6 the partition may be one":                    {resources("arn:*:s3:::bucket/key"), object{}, yes},
		"RE-9 an unresolved variable matches nothing":      {resources("arn:aws:s3:::${aws:RequestTag/x}*"), object{}, no},
		"RE-9 the other values count":                      {resources("arn:aws:s3:::${aws:RequestTag/x}*", key), object{}, yes},
		"CO-46 a variable in Resource without a value":     {resources("arn:aws:s3:::bucket/${aws:RequestTag/x}"), object{}, no},
		"RE-10 a variable in the account field":            {resources("arn:aws:iam::${aws:PrincipalAccount}:role/ops"), do("iam:GetRole", roleARN), yes},
		"RE-12 the resource * and a pattern of ARNs":       {resources("arn:aws:s3:::*"), do("s3:ListAllMyBuckets", "*"), no},
		"RE-13 any value of Resource":                      {resources("arn:aws:s3:::x", key), object{}, yes},
		"RE-13 NotResource excludes what it lists":         {notResource, do("s3:GetObject", bucket+"/secret/1"), no},
		"RE-13 NotResource covers what it does not list":   {notResource, object{}, yes},
		"RE-13 an unresolved NotResource excludes nothing": {statement("Allow", without("Resource"), object{"NotResource": "arn:aws:s3:::bucket/${aws:RequestTag/x}*"}), object{}, yes},
		"RE-14 NotResource covers the resource *":          {notResource, do("s3:ListAllMyBuckets", "*"), yes},
		"RE-15 NotResource is not limited to its service":  {notResource, do("iam:GetRole", roleARN), yes},
		"CO-1 every operator must hold":                    {when(object{"StringEquals": object{"aws:username": "ana"}, "StringLike": object{"aws:username": "b*"}}), object{}, no},
		"CO-1 every key must hold":                         {when(object{"StringEquals": object{"aws:username": "ana", "aws:PrincipalType": "Account"}}), object{}, no},
		"CO-2 one value is enough":                         {when(object{"StringEquals": object{"aws:username": list{"bo", "ana"}}}), object{}, yes},
		"CO-2 a negated operator excludes every value":     {when(object{"StringNotEquals": object{"aws:username": list{"bo", "ana"}}}), object{}, no},
		"CO-3 one key under two operators":                 {when(object{"StringLike": object{"aws:username": "a*"}, "StringNotEquals": object{"aws:username": "ann"}}), object{}, yes},
		"CO-6 a key that the service never sends":          {when(object{"StringEquals": object{"ec2:InstanceType": "t3.micro"}}), object{}, no},
		"CO-6 the same, negated":                           {when(object{"StringNotEquals": object{"ec2:InstanceType": "t3.micro"}}), object{}, yes},
		"CO-11 a positive operator, the key absent":        {when(object{"StringEquals": object{"aws:RequestTag/x": "y"}}), object{}, no},
		"CO-12 a negated operator, the key absent":         {when(object{"StringNotEquals": object{"aws:RequestTag/x": "y"}}), object{}, yes},
		"CO-13 IfExists, the key absent":                   {when(object{"StringEqualsIfExists": object{"aws:RequestTag/x": "y"}}), object{}, yes},
		"CO-14 ForAllValues, no tag keys: the trap":        {when(object{"ForAllValues:StringEquals": object{"aws:TagKeys": "env"}}), object{}, yes},
		"CO-15 ForAnyValue, no tag keys":                   {when(object{"ForAnyValue:StringNotEquals": object{"aws:TagKeys": "env"}}), object{}, no},
		"CO-18 a list without set operator":                {when(object{"StringEquals": object{"aws:TagKeys": "env"}}), given(object{"aws:TagKeys": list{"env"}}), no},
		"CO-18 a list without set operator, negated":       {when(object{"StringNotEquals": object{"aws:TagKeys": "x"}}), given(object{"aws:TagKeys": list{"env"}}), no},
		"CO-19 a set operator on a single value":           {when(object{"ForAnyValue:StringEquals": object{"aws:username": list{"ana", "bo"}}}), object{}, yes},
		"CO-19 ForAllValues on an absent single value":     {when(object{"ForAllValues:StringEquals": object{"aws:SourceIp": "x"}}), object{}, yes},
		"CO-20 a list is no variable":                      {when(object{"StringEquals": object{"aws:username": "${aws:TagKeys}"}}), given(object{"aws:TagKeys": list{"ana"}}), no},
		"CO-25 CurrentTime takes date operators":           {when(object{"DateLessThan": object{"aws:CurrentTime": "2030-01-01"}}), object{"at": "2026-01-01T00:00:00Z"}, yes},
		"CO-25 EpochTime takes date operators":             {when(object{"DateGreaterThan": object{"aws:EpochTime": "2030-01-01"}}), object{"at": "2026-01-01T00:00:00Z"}, no},
		"CO-25 EpochTime takes numeric operators":          {when(object{"NumericLessThan": object{"aws:EpochTime": "1893456000"}}), object{"at": "2026-01-01T00:00:00Z"}, yes},
		"CO-26 no wildcards in dates":                      {when(object{"DateEquals": object{"aws:CurrentTime": "2026-*"}}), object{"at": "2026-01-01T00:00:00Z"}, no},
		"CO-40 a variable":                                 {resources("arn:aws:s3:::bucket/${aws:username}"), do("s3:GetObject", bucket+"/ana"), yes},
		"CO-40 a variable with a default":                  {resources("arn:aws:s3:::bucket/${aws:RequestTag/x, 'key'}"), object{}, yes},
		"CO-40 ${*} is a star":                             {resources("arn:aws:s3:::bucket/${*}"), object{}, no},
		"CO-40 ${*} matches a star":                        {resources("arn:aws:s3:::bucket/${*}"), do("s3:GetObject", bucket+"/*"), yes},
		"EL-5 ${?} and ${$} are characters":                {resources("arn:aws:s3:::bucket/${?}${$}"), do("s3:GetObject", bucket+"/?$"), yes},
		"CO-42 a tag as a variable":                        {resources("arn:aws:s3:::bucket/${aws:PrincipalTag/team}"), do("s3:GetObject", bucket+"/red"), yes},
		"CO-42 variable names ignore letter case":          {resources("arn:aws:s3:::bucket/${AWS:principaltag/TEAM}"), do("s3:GetObject", bucket+"/red"), yes},
		"CO-44 a star out of a variable is text":           {when(object{"StringLike": object{"aws:username": "${aws:RequestTag/x}"}}), given(object{"aws:RequestTag/x": "a*"}), no},
		"RE-8 the same in Resource":                        {resources("arn:aws:s3:::bucket/${aws:RequestTag/x}"), object{"context": object{"aws:RequestTag/x": "*"}}, no},
		"CO-45 an unresolved value equals nothing":         {when(object{"StringEquals": object{"aws:username": "${aws:RequestTag/x}"}}), object{}, no},
		"CO-45 and differs from everything":                {when(object{"StringNotEquals": object{"aws:username": "${aws:RequestTag/x}"}}), object{}, yes},
		"CO-47 a variable under Bool":                      {when(object{"Bool": object{"aws:SecureTransport": "${aws:ViaAWSService}"}}), given(object{"aws:SecureTransport": false}), yes},
		"CO-47 none under a numeric operator":              {when(object{"NumericEquals": object{"aws:EpochTime": "${aws:EpochTime}"}}), object{}, no},
		"CO-50 a tag's key ignores letter case":            {when(object{"StringEquals": object{"aws:RequestTag/ENV": "prod"}}), given(object{"aws:requesttag/env": "prod"}), yes},
		"CO-50 a tag's value does not":                     {when(object{"StringEquals": object{"aws:RequestTag/env": "Prod"}}), given(object{"aws:RequestTag/env": "prod"}), no},
		"CO-51 tag keys are compared as the operator does": {when(object{"ForAllValues:StringEquals": object{"aws:TagKeys": "Env"}}), given(object{"aws:TagKeys": list{"env"}}), no},
		"CO-51 ignoring case":                              {when(object{"ForAllValues:StringEqualsIgnoreCase": object{"aws:TagKeys": "Env"}}), given(object{"aws:TagKeys": list{"env"}}), yes},
		"RC-6 a key without values is like an absent one":  {when(object{"Null": object{"aws:TagKeys": "true"}}), given(object{"aws:TagKeys": list{}}), yes},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, asking(c.statement, c.request))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EL-2: statements of a policy, policies of a type, and their order.
func TestStatementsAddUp(t *testing.T) {
	one, two := statement("Allow", object{"Action": "s3:PutObject"}), statement("Allow")
	for name, identity := range map[string]object{
		"the second statement": document(one, two),
		"the other way round":  document(two, one),
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, caller{principal: userARN, identity: identity}.scenario())); got != yes {
				t.Errorf("got %s", got)
			}
		})
	}
	s := caller{principal: userARN, identity: document(one)}.scenario()
	ana := s["accounts"].(object)[accountA].(object)["users"].(object)["ana"].(object)
	ana["inlinePolicies"] = object{"one": document(one), "two": document(two)}
	if got := outcome(decide(t, s)); got != yes {
		t.Errorf("two policies: got %s", got)
	}
}

// Who a statement names (section C.4; "AWS JSON policy elements: Principal", "NotPrincipal").
func TestPrincipals(t *testing.T) {
	may, none := allow(), object(nil)
	service := func(name string) object { return object{"Principal": object{"Service": name}} }
	not := func(effect string, listed ...any) object {
		return document(statement(effect, object{"NotPrincipal": object{"AWS": list(listed)}}))
	}
	sso := "arn:aws:sts::111111111111:assumed-role/ops/person@example.com"
	for name, c := range map[string]struct {
		caller
		want string
	}{
		"PM-1 everyone": {caller{userARN, allow(everyone), none, none, none}, yes},
		"PM-2 the strongest of several values counts":       {caller{session, allow(aws(accountA, roleARN, session)), none, other, none}, yes},
		"PM-2 without the session the role is limited":      {caller{session, allow(aws(accountA, roleARN)), none, other, none}, "implicitDeny boundary"},
		"PM-3 AWS:* is everyone":                            {caller{"anonymous", allow(aws("*")), none, none, none}, yes},
		"PM-3 everyone covers services":                     {caller{"logs.amazonaws.com", allow(everyone), none, none, none}, yes},
		"PM-3 AWS:* covers services":                        {caller{"logs.amazonaws.com", allow(aws("*")), none, none, none}, yes},
		"PM-3 a session of another name is not named":       {caller{session, allow(aws("arn:aws:sts::111111111111:assumed-role/ops/s2")), none, none, none}, no},
		"PM-3 a user's ARN is not a role's":                 {caller{session, allow(aws(userARN)), none, none, none}, no},
		"PM-4 naming the account only delegates":            {caller{userARN, allow(aws(accountA)), none, none, none}, no},
		"PM-4 to identity-based policies":                   {caller{userARN, allow(aws(accountA)), may, none, none}, yes},
		"PM-5 naming the account allows its root user":      {caller{rootARN, allow(aws(accountA)), none, none, none}, yes},
		"PM-6 denying the account denies root":              {caller{rootARN, deny(aws(accountA)), none, none, none}, "explicitDeny"},
		"PM-7 denying a role denies its sessions":           {caller{session, deny(aws(roleARN)), may, none, none}, "explicitDeny"},
		"PM-10 a service role is no service":                {caller{session, allow(service("lambda.amazonaws.com")), none, none, none}, no},
		"PM-12 an Identity Center user is a role session":   {caller{sso, allow(aws(roleARN)), none, none, none}, yes},
		"PM-13 NotPrincipal denies everyone else":           {caller{userARN, not("Deny", session, roleARN), may, none, none}, "explicitDeny"},
		"PM-13 anonymous callers too":                       {caller{"anonymous", document(statement("Allow", everyone), statement("Deny", object{"NotPrincipal": object{"AWS": userARN}})), none, none, none}, "explicitDeny"},
		"PM-14 a root user is the account":                  {caller{rootARN, not("Deny", rootARN), none, none, none}, yes},
		"PM-14 a federated user: account, user and session": {caller{fedUser, not("Deny", rootARN, userARN, fedUser), may, none, may}, yes},
		"PM-14 a federated user without its user":           {caller{fedUser, not("Deny", rootARN, fedUser), may, none, may}, "explicitDeny"},
		"PM-14 a service that is listed":                    {caller{"logs.amazonaws.com", document(statement("Allow", everyone), statement("Deny", object{"NotPrincipal": object{"Service": "logs.amazonaws.com"}})), none, none, none}, yes},
		"PM-16 NotPrincipal with Allow: everyone else":      {caller{"anonymous", not("Allow", userARN), none, none, none}, yes},
		"PM-16 NotPrincipal with Allow: one listed link":    {caller{userARN, not("Allow", rootARN), none, none, none}, no},
		"PM-18 a unique id stands for the user":             {caller{userARN, allow(aws(uniqueID(t, userARN))), none, none, none}, yes},
		"PM-19 the id of a user that was deleted":           {caller{userARN, allow(aws("AIDAQQQQQQQQQQQQQQQQQ")), none, none, none}, no},
		"PM-20 the id of a role in a bucket policy":         {caller{session, allow(aws(uniqueID(t, roleARN))), none, none, none}, yes},
		"PM-22 a condition on aws:PrincipalArn stays text":  {caller{userARN, allow(everyone, object{"Condition": object{"ArnEquals": object{"aws:PrincipalArn": userARN}}}), none, none, none}, yes},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(decide(t, c.scenario())); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// uniqueID is the id that the engine gives to the user or role of the caller's tables.
func uniqueID(t *testing.T, arn string) string {
	t.Helper()
	trace := decide(t, caller{principal: arn}.scenario())
	id := valueOf(trace, "aws:userid")
	id, _, _ = strings.Cut(id, ":")
	if len(id) != 21 {
		t.Fatalf("%s has the id %q", arn, id)
	}
	return id
}

// valueOf gives the values of a context key, "" where it is absent.
func valueOf(t *authz.Trace, key string) string {
	for _, e := range t.Context {
		if strings.EqualFold(e.Key, key) && e.Origin != authz.Removed {
			return strings.Join(e.Values, " ")
		}
	}
	return ""
}

// PM-21: principals of accounts that the scenario does not list are matched as text.
func TestUnlistedPrincipals(t *testing.T) {
	for name, c := range map[string]struct{ principal, want string }{
		"the user that is named": {foreignUser, "implicitDeny identity"},
		"another user":           {"arn:aws:iam::222222222222:user/eve", "implicitDeny resource identity"},
	} {
		t.Run(name, func(t *testing.T) {
			s := object{
				"accounts": object{accountA: object{"resources": object{bucket: object{"policy": allow(aws(foreignUser))}}}},
				"requests": list{object{"principal": c.principal, "action": "s3:GetObject", "resource": key}},
			}
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// RE-17: in a trust policy the resource is the role, always matched.
func TestTrustNeedsNoResource(t *testing.T) {
	trust := allow(aws(userARN), object{"Action": "sts:AssumeRole", "Resource": nil})
	s := object{
		"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": object{"ops": object{"trustPolicy": trust}}}},
		"requests": list{object{"principal": userARN, "action": "sts:AssumeRole", "resource": roleARN}},
	}
	if got := outcome(decide(t, s)); got != yes {
		t.Errorf("got %s", got)
	}
}
