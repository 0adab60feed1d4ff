package engine_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/catalog/data"
)

type completions struct {
	OK    bool
	Value struct {
		From, To int
		Items    []struct {
			Label, Kind, Detail, Insert string
			Fields                      bool
		}
	}
}

func len16(text string) int { return len(utf16.Encode([]rune(text))) }

// complete asks at the | of a text; offsets are UTF-16 in and out, and a scenario that is broken keeps nobody from writing.
func complete(t *testing.T, scenario, text string) completions {
	t.Helper()
	before, after, _ := strings.Cut(text, "|")
	request, err := json.Marshal(map[string]any{"method": "complete", "scenario": scenario, "now": "2026-01-31T12:00:00Z", "text": before + after, "policyType": "resource", "offset": len16(before)})
	if err != nil {
		t.Fatal(err)
	}
	var got completions
	if err := json.Unmarshal(engine.New().Call(request), &got); err != nil || !got.OK {
		t.Fatalf("got %+v, %v", got, err)
	}
	return got
}

func TestCatalog(t *testing.T) {
	e := engine.New()
	for _, text := range []string{"no catalog", "", "iamcat 1\tcut off"} {
		if got := string(e.Call([]byte(text))); !strings.Contains(got, `"ok":false`) || !strings.Contains(got, "usage") {
			t.Errorf("%q: got %s", text, got)
		}
	}
	if got := string(e.Call([]byte(data.Text))); !strings.Contains(got, `"date":"`+data.Catalog().Source().Date) {
		t.Errorf("got %s", got)
	}
	explain, _ := json.Marshal(map[string]any{"method": "explain", "text": `{"Id": "𝄞", "Statement": [{"Action": "sts:AssumeR*"}]}`, "offset": 42})
	if got, want := string(e.Call(explain)), `"covered":4`; !strings.Contains(got, want) || !strings.Contains(got, `"from":38,"to":52`) {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := string(e.Call([]byte(`{"method":"explain","text":"{}","offset":1}`))); !strings.Contains(got, `"value":null`) {
		t.Errorf("got %s", got)
	}
	request, _ := json.Marshal(map[string]any{"method": "complete", "text": `{"Statement": [{"Action": "s3:G"}]}`, "policyType": "identity", "offset": 30})
	if got := string(e.Call(request)); !strings.Contains(got, `"label":"s3:GetObject","kind":"action","detail":"Read"`) {
		t.Errorf("got %.300s", got)
	}
}

// An AWS managed policy beyond the core counts once it was handed over, and is named as unknown before.
func TestManaged(t *testing.T) {
	e := engine.New()
	say := func(request map[string]any) string {
		text, _ := json.Marshal(request)
		return string(e.Call(text))
	}
	decide := map[string]any{"method": "decide", "now": "2026-01-31T12:00:00Z", "scenario": `{"version": 1, "accounts": {"111122223333": {"users": {"ana": {"attachedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}}}},
		"requests": [{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}]}`}
	if got := say(decide); !strings.Contains(got, "NO_SUCH_AWS_MANAGED_POLICY") || !strings.Contains(got, `"decision":"implicitDeny"`) {
		t.Errorf("before got %.400s", got)
	}
	text, err := os.ReadFile("catalog/data/managed.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(e.Call(text)); !strings.Contains(got, `"ok":true`) {
		t.Errorf("got %s", got)
	}
	if got := say(decide); strings.Contains(got, "NO_SUCH") || !strings.Contains(got, `"decision":"allowed"`) {
		t.Errorf("behind it got %.400s", got)
	}
}

func TestComplete(t *testing.T) {
	scenario := `{"version": 1, "accounts": {"111122223333": {"roles": {"app": {"trustPolicy": {}}}}}, "resources": {}}`
	text := `{"Id": "𝄞", "Statement": [{"Principal": {"AWS": "a|"}}]}`
	got := complete(t, scenario, text)
	if before, _, _ := strings.Cut(text, `"a|`); got.Value.From != len16(before) || got.Value.To != got.Value.From+3 {
		t.Errorf("got %d to %d, want what stands behind %s", got.Value.From, got.Value.To, before)
	}
	var labels []string
	for _, item := range got.Value.Items {
		labels = append(labels, item.Label)
	}
	if want := "arn:aws:iam::111122223333:root arn:aws:iam::111122223333:role/app *"; strings.Join(labels, " ") != want {
		t.Errorf("got %v, want %s", labels, want)
	}
	if got := complete(t, "{", `{"Statement": [{"Effect": "|"}]}`).Value.Items; len(got) != 2 || got[0].Label != "Allow" || got[0].Insert != "" {
		t.Errorf("beside a broken scenario got %+v", got)
	}
}

// The text to insert is left out where it is the label in quotes; a member's name comes with its colon, and says so.
func TestCompleteLeavesOutWhatCanBeTold(t *testing.T) {
	got := complete(t, "{", `{"Stat|"}`).Value.Items
	for _, item := range got {
		if item.Insert == "" || !item.Fields {
			t.Errorf("%s is inserted as %q, with fields %v", item.Label, item.Insert, item.Fields)
		}
	}
	if len(got) == 0 {
		t.Error("nothing is offered")
	}
}
