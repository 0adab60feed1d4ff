//go:build !js

package main

import (
	"os"
	"strings"
	"testing"
)

const (
	unformatted = `{"Statement":{"Action":"s3:*","Effect":"Allow","Resource":"*"}}`
	formatted   = "{\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \"Action\": \"s3:*\",\n    \"Resource\": \"*\"\n  }\n}\n"
)

func TestFmtPrints(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		stdin string
		args  []string
	}{
		"a file":         {map[string]string{"p.json": unformatted}, "", []string{"p.json"}},
		"standard input": {nil, unformatted, []string{"-"}},
		"standard input, which cannot be written back": {nil, unformatted, []string{"-w", "-"}},
		"what is in the style already":                 {map[string]string{"p.json": formatted}, "", []string{"p.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, stderr := run(t, c.files, c.stdin, append([]string{"fmt"}, c.args...)...)
			if status != 0 || out != formatted || stderr != "" {
				t.Errorf("status %d\n%s%s", status, out, stderr)
			}
		})
	}
}

func TestFmtWritesBackAndLists(t *testing.T) {
	files := map[string]string{"in/p.json": unformatted, "in/q.json": formatted, "in/notes.txt": "no JSON"}
	status, out, stderr := run(t, files, "", "fmt", "-l", "-w", "in")
	if status != 0 || out != "in/p.json\n" || stderr != "" {
		t.Errorf("status %d: %q %s", status, out, stderr)
	}
	for _, name := range []string{"in/p.json", "in/q.json"} {
		if text, _ := os.ReadFile(name); string(text) != formatted {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// For CI: listing alone fails where a file is not in the style, as README says.
func TestFmtListsForCI(t *testing.T) {
	files := map[string]string{"p.json": unformatted, "q.json": formatted}
	if status, out, _ := run(t, files, "", "fmt", "-l", "p.json", "q.json"); status != 1 || out != "p.json\n" {
		t.Errorf("status %d: %q", status, out)
	}
	if status, out, _ := run(t, files, "", "fmt", "-l", "q.json"); status != 0 || out != "" {
		t.Errorf("all in the style: status %d: %q", status, out)
	}
}

// A unified diff, as gofmt -d prints it; nothing for what is in the style.
func TestFmtShowsWhatWouldChange(t *testing.T) {
	before := "{\n  \"Statement\": {\n    \"Action\": \"s3:*\",\n    \"Effect\": \"Allow\",\n    \"Resource\": \"*\"\n  }\n}\n"
	status, out, stderr := run(t, map[string]string{"p.json": before, "q.json": formatted}, "", "fmt", "-d", "p.json", "q.json")
	head, hunk, _ := strings.Cut(out, "@@ -1,7 +1,7 @@\n")
	var old, new strings.Builder
	for line := range strings.Lines(hunk) {
		if line[0] != '+' {
			old.WriteString(line[1:])
		}
		if line[0] != '-' {
			new.WriteString(line[1:])
		}
	}
	if status != 1 || head != "--- p.json.orig\n+++ p.json\n" || old.String() != before || new.String() != formatted || stderr != "" {
		t.Errorf("status %d\n%s%s", status, out, stderr)
	}
	if text, _ := os.ReadFile("p.json"); string(text) != before {
		t.Errorf("it was written back: %s", text)
	}
}

func TestFmtPassesOverOtherFilesOfAFolder(t *testing.T) {
	files := map[string]string{"in/p.json": unformatted, "in/package.json": `{"name":"x"}`}
	status, out, stderr := run(t, files, "", "fmt", "-l", "-w", "in")
	if status != 0 || out != "in/p.json\n" || stderr != "" {
		t.Errorf("status %d: %q %s", status, out, stderr)
	}
	if text, _ := os.ReadFile("in/package.json"); string(text) != files["in/package.json"] {
		t.Errorf("package.json became %s", text)
	}
	if status, out, _ := run(t, files, "", "fmt", "in/package.json"); status != 0 || out != "{\n  \"name\": \"x\"\n}\n" {
		t.Errorf("named by the user: status %d, %s", status, out)
	}
}

func TestFmtLeavesMistakesAlone(t *testing.T) {
	files := map[string]string{"bad.json": "{\n  \"a\" 1}", "good.json": unformatted}
	status, out, stderr := run(t, files, "", "fmt", "-w", "bad.json", "good.json", "none.json")
	if status != 2 || out != "" || !strings.Contains(stderr, "bad.json:2:3: error: JSON_SYNTAX_ERROR: ") || !strings.Contains(stderr, "none.json: cannot be read") {
		t.Errorf("status %d: %q\n%s", status, out, stderr)
	}
	if text, _ := os.ReadFile("bad.json"); string(text) != files["bad.json"] {
		t.Errorf("bad.json became %s", text)
	}
	if text, _ := os.ReadFile("good.json"); string(text) != formatted {
		t.Errorf("good.json became %s", text)
	}
}

// What others wrote is passed over, unless it is named.
func TestFoldersOfOthersArePassedOver(t *testing.T) {
	files := map[string]string{"node_modules/x/p.json": unformatted, ".git/p.json": unformatted, "mine/p.json": unformatted}
	if _, out, _ := run(t, files, "", "fmt", "-l", "."); out != "mine/p.json\n" {
		t.Errorf("got %q", out)
	}
	if _, out, _ := run(t, files, "", "fmt", "-l", "node_modules"); out != "node_modules/x/p.json\n" {
		t.Errorf("named: got %q", out)
	}
}

func TestVersionTakesNoArguments(t *testing.T) {
	if status, out, stderr := run(t, nil, "", "version", "extra"); status != 2 || out != "" || !strings.Contains(stderr, "extra") {
		t.Errorf("status %d: %q %q", status, out, stderr)
	}
}
