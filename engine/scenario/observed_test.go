package scenario_test

import (
	"embed"
	"io/fs"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

//go:embed testdata/observed/*.json
var observed embed.FS

// Every decision that was recorded from AWS comes out as AWS gave it.
func TestObservedDecisions(t *testing.T) {
	files, err := fs.Glob(observed, "testdata/observed/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded decisions", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			text, err := observed.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := readText(t, string(text))
			for _, r := range s.Requests {
				o := s.Decide(r)
				for _, failure := range o.Failures() {
					t.Errorf("request %d: %s", r.Index, failure)
				}
			}
		})
	}
}

func options() scenario.Options {
	return scenario.Options{
		Now:   scenario.ClockAt(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)),
		Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	}
}

func readText(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("test.json", text), options())
	for _, r := range refusals {
		t.Fatalf("refused: %s: %s", r.Code, r.Message)
	}
	return s
}
