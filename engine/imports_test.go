//go:build !js

package engine_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/verdict-iam/verdict/engine"

// imports says which packages of the engine a package may import, and which
// packages from outside. Imports point one way.
var imports = map[string]struct{ engine, outside []string }{
	// syntax writes structs by their tags.
	"syntax":    {nil, []string{"reflect"}},
	"glob":      {},
	"arn":       {[]string{"glob"}, nil},
	"condition": {[]string{"arn", "glob"}, nil},
	"format":    {[]string{"syntax"}, nil},
	"policy":    {[]string{"arn", "condition", "glob", "syntax"}, nil},
	"catalog":   {[]string{"glob"}, nil},
	// catalog/data is for the command line and tests: the page fetches its text.
	"catalog/data":   {[]string{"catalog"}, nil},
	"iam":            {[]string{"arn", "policy"}, nil},
	"iam/operations": {[]string{"arn", "authz", "catalog", "iam", "policy", "syntax"}, nil},
	"iamapi":         {[]string{"arn", "authz", "catalog", "explain", "iam", "iam/operations", "policy", "scenario", "simulate", "syntax"}, []string{"encoding/xml", "regexp"}},
	"authz":          {[]string{"arn", "catalog", "condition", "iam", "policy", "syntax"}, nil},
	// authz/worlds draws scenarios; only tests and the comparison with peers import it.
	"authz/worlds": {},
	"explain":      {[]string{"analyze", "authz", "condition", "iam", "policy"}, nil},
	"analyze":      {[]string{"authz", "condition", "iam", "policy", "scenario", "syntax"}, nil},
	"scenario":     {[]string{"arn", "authz", "catalog", "format", "iam", "policy", "syntax"}, nil},
	"audit":        {[]string{"authz", "condition", "iam", "policy", "scenario", "syntax"}, nil},
	"lint":         {[]string{"audit", "catalog", "policy", "scenario", "syntax", "validate"}, nil},
	"intake":       {[]string{"arn", "catalog", "explain", "format", "glob", "policy", "syntax"}, nil},
	"complete":     {[]string{"catalog", "condition", "iam", "policy", "syntax"}, nil},
	".":            {[]string{"analyze", "audit", "authz", "catalog", "complete", "condition", "explain", "format", "iam", "intake", "lint", "policy", "scenario", "syntax"}, nil},
	// share reads links for the command line; regexp stays out of the browser.
	"share":       {nil, []string{"regexp"}},
	"cmd/verdict": {[]string{"", "share", "analyze", "audit", "authz", "catalog", "catalog/data", "explain", "format", "iam", "iamapi", "intake", "lint", "policy", "scenario", "syntax", "validate", "validate/examples"}, []string{"github.com/aymanbagabas/go-udiff", "go.yaml.in/yaml/v3", "encoding/json", "fmt", "net/http", "os", "time"}},
	"validate":    {[]string{"arn", "catalog", "condition", "glob", "policy", "syntax"}, nil},
	// validate/examples are for tests, reference pages and the command line.
	"validate/examples": {[]string{"policy", "syntax"}, nil},
	"simulate":          {[]string{"arn", "authz", "condition", "glob", "iam", "policy", "syntax"}, nil},
}

// heavy are standard packages that a package may import only where its row says so.
var heavy = []string{"fmt", "net/http", "encoding/xml", "encoding/json", "reflect", "regexp", "text/template", "os"}

func TestImportsPointOneWay(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		checkImports(t, filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, file string) {
	row, known := imports[path.Dir(file)]
	if !known {
		t.Errorf("%s: its package is missing from the table of imports", file)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		inside, isOurs := strings.CutPrefix(name, module)
		switch {
		case isOurs:
			if !slices.Contains(row.engine, strings.TrimPrefix(inside, "/")) {
				t.Errorf("%s imports %s, which its row does not hold", file, name)
			}
		case strings.Contains(name, ".") || slices.Contains(heavy, name):
			if !slices.Contains(row.outside, name) {
				t.Errorf("%s imports %s, which its row does not hold", file, name)
			}
		}
	}
}

// NOTICE names every module that the command line's program links, with its licenses in the line.
func TestNoticeNamesWhatIsLinked(t *testing.T) {
	notice, err := os.ReadFile("../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	linked, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "./cmd/verdict").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := slices.Compact(slices.Sorted(slices.Values(strings.Fields(string(linked)))))
	named := regexp.MustCompile(`(?m)^  (\S+\.\S+/\S+) +\S.* License`).FindAllStringSubmatch(string(notice), -1)
	var names []string
	for _, n := range named {
		names = append(names, n[1])
	}
	if !slices.Equal(names, modules) {
		t.Errorf("NOTICE names %v, linked are %v", names, modules)
	}
}

// The engine has no clock: only the command line asks for the time.
func TestNobodyAsksForTheTime(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "cmd") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		used := selectors(parsed, "time")
		if slices.Contains(used, "Now") || slices.Contains(used, "Since") {
			t.Errorf("%s asks for the time", file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// selectors lists what the file uses of a package.
func selectors(file *ast.File, of string) []string {
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == of {
				found = append(found, s.Sel.Name)
			}
		}
		return true
	})
	return found
}
