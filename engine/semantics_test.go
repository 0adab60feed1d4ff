//go:build !js

package engine_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/explain"
)

// families are the rules by which the engine decides, each from 1 to last, but
// for numbers that were never given.
var families = []struct {
	name string
	last int
	gaps []int
}{
	{"GR", 51, nil}, {"RC", 11, nil}, {"GK", 52, nil}, {"EL", 6, nil}, {"AC", 6, nil}, {"RE", 17, nil}, {"PM", 22, nil},
	{"CO", 52, []int{35, 36, 37, 38, 39}}, {"EV", 98, []int{9, 18, 19, 25, 26, 27, 28, 29, 30, 89}},
	{"MR", 7, nil}, {"OUT", 21, nil}, {"EX", 18, nil},
}

var (
	ruleID    = regexp.MustCompile(`\b(?:GR|RC|GK|EL|AC|RE|PM|CO|EV|MR|OUT|EX|IM)-\d+\b`)
	row       = regexp.MustCompile(`(?m)^\| ([A-Z]+-\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$`)
	testProof = regexp.MustCompile("^`([a-z/]+)\\.(Test\\w+)`$")
)

func ruleIDs() []string {
	var all []string
	for _, f := range families {
		for i := 1; i <= f.last; i++ {
			if !slices.Contains(f.gaps, i) {
				all = append(all, f.name+"-"+strconv.Itoa(i))
			}
		}
	}
	return all
}

// documented is a row of docs/semantics.md.
type documented struct{ page, confidence, proof string }

func semantics(t *testing.T) (text string, rows map[string]documented) {
	t.Helper()
	raw, err := os.ReadFile("../docs/semantics.md")
	if err != nil {
		t.Fatal(err)
	}
	rows = map[string]documented{}
	for _, m := range row.FindAllStringSubmatch(string(raw), -1) {
		if _, again := rows[m[1]]; again {
			t.Errorf("%s has two rows", m[1])
		}
		rows[m[1]] = documented{m[3], m[4], m[5]}
	}
	return string(raw), rows
}

// tests gives the source of every test function, with its comment, by package
// and name. The package of this folder is "engine".
func tests(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	eachGoFile(t, func(file, text string) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, file, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pkg := filepath.ToSlash(filepath.Dir(file))
		if pkg == "." {
			pkg = "engine"
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				source := text[files.Position(f.Pos()).Offset:files.Position(f.End()).Offset]
				found[pkg+"."+f.Name.Name] = f.Doc.Text() + source
			}
		}
	})
	return found
}

func eachGoFile(t *testing.T, do func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") {
			return err
		}
		text, err := os.ReadFile(file)
		do(file, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every rule has a row, and every row a rule.
func TestEveryRuleIsDocumented(t *testing.T) {
	_, rows := semantics(t)
	all := ruleIDs()
	for _, id := range all {
		r, known := rows[id]
		switch {
		case !known:
			t.Errorf("%s has no row in docs/semantics.md", id)
		case !slices.Contains([]string{"documented", "observed", "inferred", "product"}, r.confidence):
			t.Errorf("%s: %q is no confidence", id, r.confidence)
		}
	}
	for id := range rows {
		if !slices.Contains(all, id) {
			t.Errorf("docs/semantics.md has a row for %s, which is no rule", id)
		}
	}
}

// Every rule has a proof that is there and names it.
func TestEveryRuleIsProved(t *testing.T) {
	_, rows := semantics(t)
	functions := tests(t)
	for id, r := range rows {
		for _, proof := range strings.Split(r.proof, ", ") {
			if problem := prove(id, proof, functions); problem != "" {
				t.Errorf("%s: %s", id, problem)
			}
		}
	}
}

// prove says what is wrong with a proof: a test function, or a scenario file.
func prove(id, proof string, functions map[string]string) string {
	text, there := "", false
	if m := testProof.FindStringSubmatch(proof); m != nil {
		text, there = functions[m[1]+"."+m[2]]
	} else if file := strings.Trim(proof, "`"); strings.HasPrefix(file, "scenarios/") {
		raw, err := os.ReadFile("../" + file)
		text, there = string(raw), err == nil
	}
	switch {
	case !there:
		return "there is no proof " + proof
	case !slices.Contains(ruleID.FindAllString(text, -1), id):
		return proof + " does not name the rule"
	}
	return ""
}

// The engine cites no rule that the document does not list.
func TestEveryCitedRuleIsDocumented(t *testing.T) {
	text, rows := semantics(t)
	listed := ruleID.FindAllString(text, -1)
	eachGoFile(t, func(file, source string) {
		for _, id := range ruleID.FindAllString(source, -1) {
			if _, known := rows[id]; !known && !(strings.HasPrefix(id, "IM-") && slices.Contains(listed, id)) {
				t.Errorf("%s cites %s, which docs/semantics.md does not list", file, id)
			}
		}
	})
}

// What a result can rest on is inferred, and has words.
func TestInferredRulesHaveWords(t *testing.T) {
	_, rows := semantics(t)
	literal := regexp.MustCompile(`"((?:GR|RC|RE|PM|CO|EV)-\d+)"`)
	named := map[string]bool{}
	eachGoFile(t, func(file, source string) {
		if filepath.Dir(file) != "authz" || strings.HasSuffix(file, "_test.go") {
			return
		}
		for _, m := range literal.FindAllStringSubmatch(source, -1) {
			named[m[1]] = true
		}
	})
	if len(named) < 20 {
		t.Errorf("only %d rules are named in authz: %v", len(named), slices.Sorted(maps.Keys(named)))
	}
	for id := range named {
		if rows[id].confidence != "inferred" {
			t.Errorf("a result can rest on %s, which is %s", id, rows[id].confidence)
		}
		words := explain.Note(authz.Note{Code: authz.Inferred, Subject: id})
		if !strings.HasPrefix(words, id+": ") || strings.Contains(words, "say .") {
			t.Errorf("%s has no words: %q", id, words)
		}
	}
}
