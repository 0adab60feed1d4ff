package authz_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
)

// partOf gives the part of the first statement of a policy type, and the text that its span holds.
func partOf(t *testing.T, s object, of policy.Type, element authz.Element) (authz.Part, string) {
	t.Helper()
	p := layerOf(decide(t, s), of).Policies[0]
	for _, part := range p.Statements[0].Parts {
		if part.Element == element {
			return part, p.Policy.Document.Text[part.Span.From:part.Span.To]
		}
	}
	t.Fatalf("no part %d in %+v", element, p.Statements[0].Parts)
	return authz.Part{}, ""
}

// OUT-4: a part names the value that settled it, and where it stands.
func TestPartsNameWhatSettledThem(t *testing.T) {
	resources := func(values ...any) object { return object{"Resource": list(values)} }
	for name, c := range map[string]struct {
		statement   object
		element     authz.Element
		value, text string
	}{
		"the action that matched":                {statement("Allow", object{"Action": list{"s3:Put*", "s3:Get*"}}), authz.ActionElement, "s3:Get*", `"s3:Get*"`},
		"no action of several":                   {statement("Allow", object{"Action": list{"s3:Put*", "s3:List*"}}), authz.ActionElement, "", `"Action":["s3:Put*","s3:List*"]`},
		"the first action, when it matches":      {statement("Allow", object{"Action": list{"s3:Get*", "s3:Put*"}}), authz.ActionElement, "s3:Get*", `"s3:Get*"`},
		"the resource that matched":              {statement("Allow", resources("arn:aws:s3:::other", bucket+"/*")), authz.ResourceElement, bucket + "/*", `"` + bucket + `/*"`},
		"no resource of several":                 {statement("Allow", resources("arn:aws:s3:::a", "arn:aws:s3:::b")), authz.ResourceElement, "", `"Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]`},
		"the only resource, its variable filled": {statement("Allow", resources(bucket+"/${aws:username}")), authz.ResourceElement, bucket + "/ana", `"Resource":["` + bucket + `/${aws:username}"]`},
	} {
		t.Run(name, func(t *testing.T) {
			part, text := partOf(t, asking(c.statement, object{}), policy.Identity, c.element)
			if part.Value != c.value || text != c.text {
				t.Errorf("%q at %s, want %q at %s", part.Value, text, c.value, c.text)
			}
		})
	}
}

// OUT-4: the first principal that names the caller, and all the kinds in which the element does (PM-2).
func TestPrincipalPartsNameWhatSettledThem(t *testing.T) {
	for name, c := range map[string]struct {
		named       object
		value, text string
		kinds       authz.Kinds
	}{
		"one of several":   {aws("arn:aws:iam::111111111111:user/bo", userARN), userARN, `"` + userARN + `"`, authz.AsUser},
		"the first of two": {aws(accountA, userARN), accountA, `"` + accountA + `"`, authz.AsAccount | authz.AsUser},
		"the same twice":   {aws(userARN, userARN), userARN, `"` + userARN + `"`, authz.AsUser},
		"nobody":           {aws("arn:aws:iam::111111111111:user/bo"), "", `"Principal":{"AWS":["arn:aws:iam::111111111111:user/bo"]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			part, text := partOf(t, caller{principal: userARN, resource: allow(c.named)}.scenario(), policy.Resource, authz.PrincipalElement)
			if part.Value != c.value || text != c.text || part.Kinds != c.kinds {
				t.Errorf("%q at %s, kinds %b; want %q at %s, kinds %b", part.Value, text, part.Kinds, c.value, c.text, c.kinds)
			}
		})
	}
}

// RE-9: the variable without a value is named where it kept the element from matching.
func TestUnresolvedVariablesAreNamed(t *testing.T) {
	const x, y = bucket + "/${aws:RequestTag/x}", bucket + "/${aws:RequestTag/y}"
	for name, c := range map[string]struct {
		resources list
		want      string
	}{
		"one":                        {list{x}, "aws:RequestTag/x"},
		"the first of two":           {list{x, y}, "aws:RequestTag/x"},
		"another value matches":      {list{x, key}, ""},
		"another value does not":     {list{"arn:aws:s3:::other", y}, "aws:RequestTag/y"},
		"the one that matches first": {list{key, x}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			part, _ := partOf(t, asking(statement("Allow", object{"Resource": c.resources}), object{}), policy.Identity, authz.ResourceElement)
			if part.Unresolved != c.want {
				t.Errorf("got %q, want %q", part.Unresolved, c.want)
			}
		})
	}
}

// CO-18, CO-34 and RC-6: a value that the operator cannot take is named, unless another part settled the statement.
func TestValuesThatOperatorsCannotTake(t *testing.T) {
	when := func(operator, key string, more ...object) object {
		return statement("Allow", append(more, object{"Condition": object{operator: object{key: "1"}}})...)
	}
	lists := object{"context": object{"aws:TagKeys": list{"env"}}}
	two := object{"context": object{"aws:PrincipalType": list{"A", "B"}}}
	for name, c := range map[string]struct {
		statement, request object
		code               authz.NoteCode
		key                string
		want               bool
	}{
		"a word under a numeric operator":    {when("NumericEquals", "aws:username"), object{}, authz.UnreadableValue, "aws:username", true},
		"a word that equals none":            {when("StringEquals", "aws:username"), object{}, authz.UnreadableValue, "aws:username", false},
		"of a statement for another action":  {when("NumericEquals", "aws:username", object{"Action": "s3:PutObject"}), object{}, authz.UnreadableValue, "aws:username", false},
		"a list without set operator":        {when("StringEquals", "aws:TagKeys"), lists, authz.ListWithoutSet, "aws:TagKeys", true},
		"a list under a set operator":        {when("ForAnyValue:StringEquals", "aws:TagKeys"), lists, authz.ListWithoutSet, "aws:TagKeys", false},
		"two values for a single one":        {when("StringEquals", "aws:PrincipalType"), two, authz.TooManyValues, "aws:PrincipalType", true},
		"one value for a single one":         {when("StringEquals", "aws:username"), object{}, authz.TooManyValues, "aws:username", false},
		"two values under a set operator":    {when("ForAnyValue:StringEquals", "aws:PrincipalType"), two, authz.TooManyValues, "aws:PrincipalType", false},
		"two values whose presence is asked": {when("Null", "aws:PrincipalType"), two, authz.TooManyValues, "aws:PrincipalType", false},
		"two values of a list":               {when("StringEquals", "aws:TagKeys"), object{"context": object{"aws:TagKeys": list{"a", "b"}}}, authz.TooManyValues, "aws:TagKeys", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(c.statement, c.request)
			if got := hasNote(decide(t, s), c.code, c.key); got != c.want {
				t.Errorf("noted %v, want %v", got, c.want)
			}
			world := read(t, s)
			brief := authz.Decide(world.World, &world.Requests[0].Asked[0])
			if got := hasNote(brief, c.code, c.key); got != c.want {
				t.Errorf("noted by Decide %v, want %v", got, c.want)
			}
		})
	}
}

// A statement that is decided on without a record says no more than it must: Decide keeps no statements (OUT-2).
func TestDecideKeepsNoStatements(t *testing.T) {
	s := read(t, caller{principal: userARN, identity: allow()}.scenario())
	for _, l := range authz.Decide(s.World, &s.Requests[0].Asked[0]).Layers {
		for _, p := range l.Policies {
			if p.Statements != nil {
				t.Errorf("%s keeps %d statements", l.Type, len(p.Statements))
			}
		}
	}
}

// GK-52: the keys that statements ask for and the request lacks are named by name.
func TestMissingKeysInOrder(t *testing.T) {
	condition := object{"StringEquals": object{"s3:prefix": "a", "AWS:RequestTag/b": "b", "aws:RequestTag/A": "c"}}
	trace := decide(t, asking(statement("Allow", object{"Condition": condition}), object{}))
	if got, want := strings.Join(trace.MissingContext, " "), "aws:RequestTag/A AWS:RequestTag/b s3:prefix"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
