package engine_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
)

type changesAnswer struct {
	OK    bool
	Error struct{ Code string }
	Value []struct {
		Title, Decision, Text string
		From, To              int
		Path                  []string
	}
}

func askChanges(t *testing.T, scenario string, request int) changesAnswer {
	t.Helper()
	text, err := json.Marshal(map[string]any{"method": "changes", "scenario": scenario, "now": "2026-09-01T12:00:00Z", "request": request})
	if err != nil {
		t.Fatal(err)
	}
	var a changesAnswer
	if err := json.Unmarshal(engine.New().Call(text), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// The offsets of a change are those of the document's own text, in UTF-16 units, whatever stands before it.
func TestChangesThroughTheDoor(t *testing.T) {
	document := `{"Version":"2012-10-17","Id":"𐐀","Statement":[{"Effect":"Allow","Action":["s3:PutObject"],"Resource":"*"}]}`
	raw, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	scenario := `{"version":1,"title":"𐐀","accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":` + string(raw) + `}}}}},
		"requests":[{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject"}]}`
	a := askChanges(t, scenario, 0)
	if !a.OK || len(a.Value) == 0 {
		t.Fatalf("got %+v", a)
	}
	first := a.Value[0]
	if want := []string{"accounts", "111122223333", "users", "ana", "inlinePolicies", "p"}; !slices.Equal(first.Path, want) || first.Decision != "allowed" {
		t.Errorf("got %+v, want an edit of %v that allows", first, want)
	}
	units := []rune(document)
	at := strings.Index(document, `"s3:PutObject"`) + len(`"s3:PutObject"`) - 2 // four bytes of 𐐀 are two units
	if first.From != at || first.To != at || first.Text != `, "s3:GetObject"` {
		t.Errorf("got %d to %d %q, want %d in a text of %d characters", first.From, first.To, first.Text, at, len(units))
	}
}

func TestChangesNeedARequest(t *testing.T) {
	scenario := `{"version":1,"requests":[]}`
	for _, request := range []int{-1, 0, 7} {
		if a := askChanges(t, scenario, request); a.OK || a.Error.Code != "usage" {
			t.Errorf("request %d: got %+v, want it refused", request, a)
		}
	}
	if a := askChanges(t, `{"version":`, 0); a.OK || a.Error.Code != "malformed" {
		t.Errorf("a broken scenario: got %+v", a)
	}
}
