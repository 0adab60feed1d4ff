//go:build !js

package reference

import (
	"embed"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

//go:embed *.go
var sources embed.FS

// evaluator are the files that decide, and apart those that read, draw, compare and shrink: every file is one or the other.
var (
	evaluator = []string{"conditions_test.go", "context_test.go", "decision_test.go", "statements_test.go"}
	apart     = []string{"compare_test.go", "documents_test.go", "reach_test.go", "reading_test.go", "recorded_test.go", "shrink_test.go", "size_test.go", "values_test.go"}
)

// A second opinion is worth something while a person can read it in one sitting.
func TestEvaluatorIsSmall(t *testing.T) {
	lines := 0
	for _, file := range evaluator {
		lines += linesOfCode(t, file)
	}
	t.Logf("%d lines of code", lines)
	if lines > 600 {
		t.Errorf("the reference evaluator has %d lines of code, at most 600 are allowed", lines)
	}
	files, err := sources.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(evaluator, f.Name()) && !slices.Contains(apart, f.Name()) {
			t.Errorf("%s is in neither list", f.Name())
		}
	}
}

// linesOfCode counts what is neither blank nor only a comment.
func linesOfCode(t *testing.T, file string) (n int) {
	for line := range strings.Lines(source(t, file)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			n++
		}
	}
	return n
}

func source(t *testing.T, file string) string {
	content, err := sources.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// The evaluator and what reads its values share nothing with the engine: they import the standard library alone.
func TestEvaluatorIsIndependent(t *testing.T) {
	for _, file := range append(slices.Clone(evaluator), "documents_test.go", "values_test.go") {
		f, err := parser.ParseFile(token.NewFileSet(), file, source(t, file), parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if strings.Contains(i.Path.Value, ".") {
				t.Errorf("%s imports %s", file, i.Path.Value)
			}
		}
	}
}
