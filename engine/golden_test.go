package engine_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/scenarios"
)

var update = flag.Bool("update", false, "write the golden files anew")

//go:embed testdata/golden/*.txt
var golden embed.FS

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// The explanations of the gallery, word for word. They are embedded, so that
// the same answers are asked of the engine natively and in WebAssembly (P17).
func TestGoldenExplanations(t *testing.T) {
	eachScenario(t, func(t *testing.T, name, text string) {
		got := explanations(t, name, text)
		file := "testdata/golden/" + strings.TrimSuffix(name, ".json") + ".txt"
		if *update {
			if err := os.WriteFile(filepath.FromSlash(file), []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		want, err := golden.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the explanation differs from %s; read the difference, then run make golden\n%s", file, difference(got, string(want)))
		}
	})
}

// Every scenario of the gallery comes out as it expects, but for the puzzle,
// one of whose requests waits for the reader's edit.
func TestGalleryExpectations(t *testing.T) {
	eachScenario(t, func(t *testing.T, name, text string) {
		s := read(t, name, text)
		var failed []string
		for _, r := range s.Requests {
			o := s.Decide(r)
			failed = append(failed, o.Failures()...)
		}
		if name == scenarios.DefaultName {
			if len(failed) != 1 {
				t.Errorf("%d requests of the puzzle fail, want exactly one: %q", len(failed), failed)
			}
			return
		}
		for _, f := range failed {
			t.Error(f)
		}
	})
}

// The gallery is sound: nothing in it is left out or half understood.
func TestGalleryIsUnderstood(t *testing.T) {
	eachScenario(t, func(t *testing.T, name, text string) {
		s := read(t, name, text)
		for _, d := range s.Diagnostics {
			t.Errorf("%s: %s", d.Code, d.Message)
		}
		for _, r := range s.Requests {
			o := s.Decide(r)
			_, _, notEvaluated := explain.Findings(o.Missing(), o.Notes())
			for _, n := range notEvaluated {
				t.Error(n)
			}
		}
	})
}

func eachScenario(t *testing.T, do func(t *testing.T, name, text string)) {
	t.Helper()
	names, err := fs.Glob(scenarios.FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text, err := scenarios.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			do(t, name, string(text))
		})
	}
}

func read(t testing.TB, name, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource(name, text), scenario.Options{Now: scenario.ClockAt(noon), Parse: policy.Parse, Managed: catalog.ManagedPolicy})
	for _, r := range refusals {
		t.Fatalf("refused: %s: %s", r.Code, r.Message)
	}
	return s
}

func explanations(t *testing.T, name, text string) string {
	s := read(t, name, text)
	var b strings.Builder
	for _, r := range s.Requests {
		o := s.Explain(r)
		b.WriteString("## " + r.Name + "\n")
		for _, trace := range o.Traces {
			b.WriteString(explain.Text(trace, func(p explain.Place) string {
				d := s.DocumentOf(p.Policy)
				if d.Path == nil {
					return "managed"
				}
				return d.Source.Name() + ":" + lineColumn(d.Position(p.Offset))
			}))
			if message := explain.Message(trace); message != "" {
				b.WriteString("> " + message + "\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func lineColumn(p syntax.Position) string {
	text, _ := json.Marshal([]int{p.Line, p.Column + 1})
	return string(bytes.ReplaceAll(bytes.Trim(text, "[]"), []byte(","), []byte(":")))
}

// difference shows the first lines that differ.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		line := func(all []string) string {
			if i < len(all) {
				return all[i]
			}
			return "(end)"
		}
		if line(g) != line(w) {
			return "- " + line(w) + "\n+ " + line(g)
		}
	}
	return ""
}
