package format_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/scenarios"
)

// The texts that the page's own layout is held to as well (site/test/format.test.ts).
//
//go:embed testdata/*.json
var laidOut embed.FS

func TestStyle(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"elements of a policy": {
			`{"Statement":{"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}},"NotAction":"s3:*","Effect":"Deny","NotPrincipal":{"AWS":"*"},"Sid":"a"},"Id":"i","Version":"2012-10-17"}`,
			"{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"i\",\n  \"Statement\": {\n    \"Sid\": \"a\",\n    \"Effect\": \"Deny\",\n    \"NotPrincipal\": { \"AWS\": \"*\" },\n    \"NotAction\": \"s3:*\",\n    \"Resource\": \"*\",\n    \"Condition\": {\n      \"Bool\": { \"aws:SecureTransport\": \"true\" }\n    }\n  }\n}",
		},
		"unknown elements behind, as they stood": {`{"B":1,"Statement":[],"A":2}`, "{\n  \"Statement\": [],\n  \"B\": 1,\n  \"A\": 2\n}"},
		"digits and escapes":                     {`{"a":1.50e+02,"b":"\u0041\/"}`, "{\n  \"a\": 1.50e+02,\n  \"b\": \"\\u0041\\/\"\n}"},
		"a policy in a scenario": {
			`{"version":1,"tags":["b","a"],"accounts":{"111122223333":{"policies":{"p":{"Statement":{"Action":"s3:*","Effect":"Allow"}}}}}}`,
			"{\n  \"version\": 1,\n  \"tags\": [\"b\", \"a\"],\n  \"accounts\": {\n    \"111122223333\": {\n      \"policies\": {\n        \"p\": {\n          \"Statement\": {\n            \"Effect\": \"Allow\",\n            \"Action\": \"s3:*\"\n          }\n        }\n      }\n    }\n  }\n}",
		},
		"a condition keeps its order": {`{"Statement":{"Condition":{"StringEquals":{"Effect":"1","Action":"2","Sid":"3"}}}}`, "{\n  \"Statement\": {\n    \"Condition\": {\n      \"StringEquals\": {\n        \"Effect\": \"1\",\n        \"Action\": \"2\",\n        \"Sid\": \"3\"\n      }\n    }\n  }\n}"},
		"a list of exactly a line":    {`["` + strings.Repeat("x", 76) + `"]`, `["` + strings.Repeat("x", 76) + `"]`},
		"a list longer than a line":   {`["` + strings.Repeat("x", 77) + `"]`, "[\n  \"" + strings.Repeat("x", 77) + "\"\n]"},
		"two units a character":       {`["` + strings.Repeat("😀", 39) + `"]`, "[\n  \"" + strings.Repeat("😀", 39) + "\"\n]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, problems := format.Text(c.before); got != c.after || problems != nil {
				t.Errorf("got\n%s\nwant\n%s\n%v", got, c.after, problems)
			}
		})
	}
}

func TestTextWithMistakesIsLeftAlone(t *testing.T) {
	for _, text := range []string{"", `{"a":1,}`, `{"a":1,"a":2}`, "{\n\"a\" 1}", `{"Statement":"`} {
		got, problems := format.Text(text)
		if got != text || len(problems) == 0 {
			t.Errorf("%q became %q: %v", text, got, problems)
		}
	}
}

// What stands in testdata is in the style.
func TestTheStyleOfTestdata(t *testing.T) {
	names, _ := fs.Glob(laidOut, "testdata/*.json")
	for _, name := range names {
		text, _ := laidOut.ReadFile(name)
		if v, _ := syntax.Parse(string(text)); format.Document(&v)+"\n" != string(text) {
			t.Errorf("as a document, %s became\n%s", name, format.Document(&v))
		}
		if got, _ := format.Text(string(text)); got+"\n" != string(text) {
			t.Errorf("%s became\n%s", name, got)
		}
	}
	if len(names) == 0 {
		t.Error("there are no texts")
	}
}

// A policy that was given as an object is shown with its elements in the order that somebody chose.
func TestDocumentKeepsItsOrder(t *testing.T) {
	v, _ := syntax.Parse(`{"Statement":[{"Resource":"*","Effect":"Allow","Condition":{},"Action":["s3:*","\u0041\/"]}],"Version":null,"n":1.50e+02,"t":[true,{}]}`)
	const want = `{
  "Statement": [
    {
      "Resource": "*",
      "Effect": "Allow",
      "Condition": {},
      "Action": ["s3:*", "A/"]
    }
  ],
  "Version": null,
  "n": 1.50e+02,
  "t": [
    true,
    {}
  ]
}`
	if got := format.Document(&v); got != want {
		t.Errorf("got\n%s", got)
	}
	v = syntax.Value{Kind: syntax.Object, Members: []syntax.Member{{Name: "a"}}}
	if got := format.Document(&v); got != "{\n  \"a\": null\n}" {
		t.Errorf("what is missing became %s", got)
	}
}

func TestScenarios(t *testing.T) {
	names, err := fs.Glob(scenarios.FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, name := range names {
		text, _ := scenarios.FS.ReadFile(name)
		holds(t, string(text))
		sameDecisions(t, string(text))
	}
}

func TestManagedPolicies(t *testing.T) {
	for _, arn := range catalog.ManagedPolicies() {
		text, _ := catalog.ManagedPolicy(arn)
		holds(t, text)
	}
}

func TestRandomWorlds(t *testing.T) {
	for seed := range uint64(200) {
		text, err := json.Marshal(worlds.Draw(rand.New(rand.NewPCG(seed, 2)), 10))
		if err != nil {
			t.Fatal(err)
		}
		holds(t, string(text))
		sameDecisions(t, string(text))
	}
}

func TestRandomDocuments(t *testing.T) {
	for seed := range uint64(3000) {
		holds(t, random(rand.New(rand.NewPCG(seed, 1)), 5))
	}
}

// holds checks that formatting again changes nothing, and that the values are the same.
func holds(t *testing.T, text string) {
	t.Helper()
	once, problems := format.Text(text)
	if problems != nil {
		t.Fatalf("%s\n%v", text, problems)
	}
	if twice, _ := format.Text(once); twice != once {
		t.Errorf("formatting again makes of\n%s\nthis\n%s", once, twice)
	}
	if !reflect.DeepEqual(decoded(t, text), decoded(t, once)) {
		t.Errorf("the values of\n%s\nare not those of\n%s", text, once)
	}
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	reader := json.NewDecoder(strings.NewReader(text))
	reader.UseNumber()
	var value any
	if err := reader.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func sameDecisions(t *testing.T, text string) {
	t.Helper()
	formatted, _ := format.Text(text)
	before, after := decisions(t, text), decisions(t, formatted)
	if !reflect.DeepEqual(before, after) {
		t.Errorf("formatting changes decisions from\n%v to\n%v\n%s", before, after, text)
	}
}

func decisions(t *testing.T, text string) []string {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Now: scenario.ClockAt(time.Unix(1_800_000_000, 0)), Parse: policy.Parse, Managed: catalog.ManagedPolicy})
	if refusals != nil {
		t.Fatal(refusals)
	}
	var all []string
	for _, r := range s.Requests {
		o := s.Decide(r)
		all = append(all, fmt.Sprint(o.Word(), o.Missing(), named(o.DecidedBy())))
	}
	return all
}

// named names statements without their places, which may move.
func named(refs []authz.Ref) []string {
	var all []string
	for _, r := range refs {
		all = append(all, fmt.Sprint(r.Policy.Name, r.AttachedTo, r.Statement.Index))
	}
	return all
}

// random writes a random JSON text with random white space.
func random(r *rand.Rand, depth int) string {
	space := []string{"", "", " ", "\n", "\t\r\n "}[r.IntN(5)]
	kind := r.IntN(7)
	if depth == 0 {
		kind = r.IntN(4)
	}
	switch kind {
	case 0:
		return space + []string{`"a"`, `"\u00e9\n\"x\\"`, `"😀"`, `"` + strings.Repeat("long", r.IntN(30)) + `"`}[r.IntN(4)]
	case 1:
		return space + []string{"0", "-1.50e+02", "9007199254740993"}[r.IntN(3)]
	case 2, 3:
		return space + []string{"true", "false", "null", `""`}[r.IntN(4)]
	case 4:
		var items []string
		for range r.IntN(5) {
			items = append(items, random(r, depth-1))
		}
		return space + "[" + strings.Join(items, space+",") + "]"
	}
	names := []string{"Statement", "Version", "Id", "Sid", "Effect", "Action", "Resource", "Condition", "Principal", "x", "y\\u0020"}
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var text bytes.Buffer
	for i, name := range names[:r.IntN(5)] {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, "%s%q%s:%s", space, name, space, random(r, depth-1))
	}
	return space + "{" + strings.ReplaceAll(text.String(), `\\u`, `\u`) + "}"
}
