package authz_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

func assumed(role, name string, session object) object {
	return object{"principal": "arn:aws:sts::111111111111:assumed-role/" + role + "/" + name, "session": session}
}

// chain is the example of "Pass session tags in AWS STS", chaining roles with
// session tags: three roles with tags, and tags passed in the first call.
func chain() (accounts, second, third object) {
	roles := object{
		"Role1": object{"tags": object{"Heart": "1"}},
		"Role2": object{"tags": object{"Sun": "2"}},
		"Role3": object{"tags": object{"Star": "3", "Lightning": "3"}},
	}
	first := assumed("Role1", "one", object{"tags": object{"Star": "1", "Heart": "1"}, "transitiveTagKeys": list{"Star", "Heart"}})
	second = assumed("Role2", "two", object{"assumedBy": first})
	third = assumed("Role3", "three", object{"assumedBy": second})
	return object{accountA: object{"roles": roles}}, second, third
}

func value(t *authz.Trace, key string) string {
	for _, e := range t.Context {
		if strings.EqualFold(e.Key, key) {
			return strings.Join(e.Values, " ")
		}
	}
	return ""
}

// EV-75, EV-76, EV-88: what the sessions of a chain carry as aws:PrincipalTag.
func TestChainedRoles(t *testing.T) {
	accounts, second, third := chain()
	for name, c := range map[string]struct {
		caller object
		want   map[string]string
	}{
		"the second session": {second, map[string]string{"Star": "1", "Heart": "1", "Sun": "2"}},
		"the third session":  {third, map[string]string{"Star": "1", "Heart": "1", "Lightning": "3", "Sun": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, object{"accounts": accounts, "requests": list{with(c.caller, object{"action": "s3:GetObject", "resource": key})}})
			for tag, want := range c.want {
				if got := value(trace, "aws:PrincipalTag/"+tag); got != want {
					t.Errorf("aws:PrincipalTag/%s is %q, want %q", tag, got, want)
				}
			}
		})
	}
}

// EV-76: the inherited tags stand in place of the next role's own before its trust policy is read.
func TestInheritedTagsBeforeTrust(t *testing.T) {
	accounts, second, _ := chain()
	condition := object{"StringEquals": object{"aws:ResourceTag/Star": "1"}}
	accounts[accountA].(object)["roles"].(object)["Role3"].(object)["trustPolicy"] = document(statement("Allow", object{"Action": "sts:AssumeRole", "Resource": nil, "Principal": "*", "Condition": condition}))
	trace := decide(t, object{"accounts": accounts, "requests": list{with(second, object{"action": "sts:AssumeRole", "resource": "arn:aws:iam::111111111111:role/Role3"})}})
	if got := outcome(trace); got != "allowed" {
		t.Errorf("got %s, want allowed", got)
	}
}

// EV-76, EV-78, EV-79: what AWS STS refuses is named beside the decision.
func TestRefusedCalls(t *testing.T) {
	role := object{"ops": object{"trustPolicy": allow(aws(accountA), object{"Action": list{"sts:AssumeRole", "sts:TagSession"}, "Resource": nil})}}
	caller := assumed("ops", "s1", object{"tags": object{"Star": "1"}, "transitiveTagKeys": list{"Star"}, "sourceIdentity": "ana"})
	for name, c := range map[string]struct {
		key, value string
		want       []authz.NoteCode
	}{
		"a transitive tag again":          {"aws:RequestTag/star", "2", []authz.NoteCode{authz.TagPassedAgain}},
		"another tag":                     {"aws:RequestTag/Moon", "2", nil},
		"another source identity":         {"sts:SourceIdentity", "ben", []authz.NoteCode{authz.SourceIdentityChanged}},
		"the same source identity":        {"sts:SourceIdentity", "ana", nil},
		"an external ID too short":        {"sts:ExternalId", "1", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID with a space":     {"sts:ExternalId", "a b", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID that begins so":   {"sts:ExternalId", " ab", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID in brackets":      {"sts:ExternalId", "AZ[", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID in braces":        {"sts:ExternalId", "az{", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID in backquotes":    {"sts:ExternalId", "az`", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID with a semicolon": {"sts:ExternalId", "09;", []authz.NoteCode{authz.InvalidExternalID}},
		"an external ID":                  {"sts:ExternalId", "a_+=,.@:/-9", nil},
		"every kind of character":         {"sts:ExternalId", "azAZ09", nil},
		"the shortest external ID":        {"sts:ExternalId", "ab", nil},
		"the longest external ID":         {"sts:ExternalId", strings.Repeat("x", 1224), nil},
		"an external ID that is longer":   {"sts:ExternalId", strings.Repeat("x", 1225), []authz.NoteCode{authz.InvalidExternalID}},
	} {
		t.Run(name, func(t *testing.T) {
			request := with(caller, object{"action": "sts:AssumeRole", "resource": roleARN, "context": object{c.key: c.value}})
			trace := decide(t, object{"accounts": object{accountA: object{"roles": role}}, "requests": list{request}})
			var got []authz.NoteCode
			for _, n := range trace.Notes {
				got = append(got, n.Code)
			}
			if len(got) != len(c.want) || len(got) == 1 && got[0] != c.want[0] {
				t.Errorf("notes %v, want %v", got, c.want)
			}
		})
	}
}

// EV-79: a list among the keys does not hide the external ID behind it.
func TestRefusedBehindAList(t *testing.T) {
	trust := allow(aws(accountA), object{"Action": "sts:AssumeRole", "Resource": nil})
	trace := decide(t, object{
		"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": object{"ops": object{"trustPolicy": trust}}}},
		"requests": list{object{"principal": userARN, "action": "sts:AssumeRole", "resource": roleARN, "context": object{"aws:TagKeys": list{"a", "b"}, "sts:ExternalId": "1"}}},
	})
	if !hasNote(trace, authz.InvalidExternalID, "1") {
		t.Errorf("notes %v, want the external ID to be named", trace.Notes)
	}
}

// EV-79, the table: a trust policy that asks for an external ID.
func TestExternalID(t *testing.T) {
	type condition = object
	equals, ifExists := condition{"StringEquals": object{"sts:ExternalId": "12345"}}, condition{"StringEqualsIfExists": object{"sts:ExternalId": "12345"}}
	for name, c := range map[string]struct {
		condition  object
		externalID any
		want       string
	}{
		"no condition, none passed":   {object{}, nil, "allowed"},
		"no condition, one passed":    {object{}, "67890", "allowed"},
		"StringEquals, none passed":   {equals, nil, "implicitDeny trust"},
		"StringEquals, the right one": {equals, "12345", "allowed"},
		"StringEquals, another":       {equals, "67890", "implicitDeny trust"},
		"…IfExists, none passed":      {ifExists, nil, "allowed"},
		"…IfExists, the right one":    {ifExists, "12345", "allowed"},
		"…IfExists, another":          {ifExists, "67890", "implicitDeny trust"},
	} {
		t.Run(name, func(t *testing.T) {
			trust := document(statement("Allow", aws(userARN), object{"Action": "sts:AssumeRole", "Resource": nil, "Condition": c.condition}))
			context := object{}
			if c.externalID != nil {
				context["sts:ExternalId"] = c.externalID
			}
			trace := decide(t, object{
				"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": object{"ops": object{"trustPolicy": trust}}}},
				"requests": list{object{"principal": userARN, "action": "sts:AssumeRole", "resource": roleARN, "context": context}},
			})
			if got := outcome(trace); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-72, EV-73: a session lasts as long as its role allows; that which a role's session asks for, an hour. An EC2 instance's does not count as one.
func TestSessionsThatLastTooLong(t *testing.T) {
	const ec2 = "arn:aws:sts::111111111111:assumed-role/ops/i-0123456789abcdef0"
	for name, c := range map[string]struct {
		principal string
		role      object
		seconds   int
		want      string
	}{
		"a user, an hour":                 {userARN, object{}, 3600, ""},
		"a user, longer":                  {userARN, object{}, 3601, "3600"},
		"a role that allows two hours":    {userARN, object{"maxSessionDuration": 7200}, 7200, ""},
		"and longer":                      {userARN, object{"maxSessionDuration": 7200}, 7201, "7200"},
		"a session, an hour":              {session, object{"maxSessionDuration": 7200}, 3600, ""},
		"a session, longer":               {session, object{"maxSessionDuration": 7200}, 3601, "3600"},
		"an instance, as the role allows": {ec2, object{"maxSessionDuration": 7200}, 7200, ""},
		"an instance, longer":             {ec2, object{"maxSessionDuration": 7200}, 7201, "7200"},
	} {
		t.Run(name, func(t *testing.T) {
			role := with(object{"trustPolicy": allow(aws(accountA), object{"Action": "sts:AssumeRole", "Resource": nil})}, c.role)
			s := read(t, object{
				"accounts": object{accountA: object{"users": object{"ana": object{}}, "roles": object{"ops": role}}},
				"requests": list{object{"principal": c.principal, "action": "sts:AssumeRole", "resource": roleARN}},
			})
			request := s.Requests[0].Asked[0]
			request.Duration = c.seconds
			trace := authz.Evaluate(s.World, &request)
			said := ""
			for _, n := range trace.Notes {
				if n.Code == authz.DurationTooLong {
					said = n.Subject
				}
			}
			if said != c.want {
				t.Errorf("too long for %q, want %q", said, c.want)
			}
		})
	}
}
