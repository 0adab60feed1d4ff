package scenarios_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/scenarios"
)

// file is the part of a scenario that these tests look at; the engine's own reader judges the rest.
type file struct {
	Version     int
	Title       string
	Description string
	Tags        []string
	Accounts    map[string]json.RawMessage
	Requests    []struct{ Name, Principal, Action, Expect, Why string }
}

// galleryLimit is the most bytes that a scenario of the gallery may have as minimal JSON, so that its link stays short.
const galleryLimit = 6000

var accountID = regexp.MustCompile(`\b\d{12}\b`)

func each(t *testing.T, check func(t *testing.T, text []byte, s file)) {
	t.Helper()
	names, err := fs.Glob(scenarios.FS, "*.json")
	if err != nil || len(names) < 30 {
		t.Fatalf("%d scenario files (%v), want thirty or more", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			text, err := scenarios.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var s file
			if err := json.Unmarshal(text, &s); err != nil {
				t.Fatal(err)
			}
			check(t, text, s)
		})
	}
}

func TestEveryScenarioTeaches(t *testing.T) {
	each(t, func(t *testing.T, _ []byte, s file) {
		if s.Version != 1 || s.Title == "" || s.Description == "" || len(s.Tags) == 0 {
			t.Errorf("version %d, title %q, description %q, tags %q: all are needed", s.Version, s.Title, s.Description, s.Tags)
		}
		if len(s.Requests) < 3 {
			t.Errorf("%d requests, want at least three: it is the contrast that teaches", len(s.Requests))
		}
		decisions := map[string]bool{}
		for _, r := range s.Requests {
			if r.Name == "" || r.Expect == "" || r.Why == "" {
				t.Errorf("request %q on %s: name, expect and why are needed", r.Name, r.Action)
			}
			decisions[r.Expect] = true
		}
		if len(decisions) < 2 {
			t.Errorf("every request is expected to be %v: no contrast", decisions)
		}
	})
}

func TestScenariosFitInALink(t *testing.T) {
	each(t, func(t *testing.T, text []byte, _ file) {
		var small bytes.Buffer
		if err := json.Compact(&small, text); err != nil {
			t.Fatal(err)
		}
		if small.Len() > galleryLimit {
			t.Errorf("%d bytes as minimal JSON, at most %d", small.Len(), galleryLimit)
		}
	})
}

func TestAccountIDsAreThoseOfDocumentation(t *testing.T) {
	each(t, func(t *testing.T, text []byte, _ file) {
		for _, id := range accountID.FindAllString(string(text), -1) {
			if id != "111122223333" && id != "444455556666" {
				t.Errorf("account id %s could be someone's; AWS's documentation uses 111122223333 and 444455556666", id)
			}
		}
	})
}

func TestTheDefaultIsAPuzzle(t *testing.T) {
	text, err := scenarios.FS.ReadFile(scenarios.DefaultName)
	if err != nil || string(text) != scenarios.Default {
		t.Errorf("%s (%v) and the default's text differ", scenarios.DefaultName, err)
	}
	var s struct{ Study struct{ Puzzle bool } }
	if err := json.Unmarshal(text, &s); err != nil || !s.Study.Puzzle {
		t.Errorf("study.puzzle is %v (%v), want true", s.Study.Puzzle, err)
	}
}
