//go:build !js

// Package planted shows that the tests of the properties can fail: it builds them once with a list of bugs, each behind a switch, and
// switches on one after the other. The engine itself has no switches; they come in through the overlay of the go command.
package planted

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// toggle is the environment variable that names the bug to switch on.
const toggle = "VERDICT_PLANTED_BUG"

// switchFile is added to every package with a bug.
const switchFile = `package %s

import "os"

var plantedBug = os.Getenv("` + toggle + `")

func planted(name string) bool { return plantedBug == name }
`

// engine is the folder of the engine's packages.
var engine, _ = filepath.Abs("../..")

func TestEveryPropertyCatchesItsBug(t *testing.T) {
	if testing.Short() {
		t.Skip("builds test programs")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("needs the go command")
	}
	overlay := writeOverlay(t)
	built := map[string]string{}
	for _, b := range bugs {
		if p := packageOf(b); built[p] == "" {
			built[p] = build(t, overlay, p)
		}
	}
	for _, b := range bugs {
		t.Run(b.name+": "+b.what, func(t *testing.T) {
			t.Parallel()
			out, err := play(built[packageOf(b)], packageOf(b), b.name, b.tests)
			if err == nil || !strings.Contains(out, "--- FAIL: Test") || strings.Contains(out, "panic:") {
				t.Errorf("the property does not fail with the bug: %v\n%s", err, out)
			}
			if b.name == "reference" && !strings.Contains(out, "Save it under testdata/regressions:") {
				t.Errorf("no scenario to keep:\n%s", out)
			}
		})
	}
	t.Run("without a bug", func(t *testing.T) {
		t.Parallel()
		if out, err := play(built["authz"], "authz", "", "^TestP[0-9]", "-test.short"); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
}

// packageOf gives the folder of the tests that catch a bug.
func packageOf(b bug) string {
	switch b.name {
	case "reference":
		return "authz/reference"
	case "P19":
		return "simulate"
	}
	return "authz"
}

// writeOverlay writes the engine's files with all bugs in them, and the list of them for the go command.
func writeOverlay(t *testing.T) string {
	folder := t.TempDir()
	changed := map[string]string{}
	for _, b := range bugs {
		content, err := os.ReadFile(filepath.Join(engine, b.file))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(content), b.old); n != 1 {
			t.Fatalf("%s: the text to replace stands %d times in %s:\n%s", b.name, n, b.file, b.old)
		}
		if changed[b.file] == "" {
			changed[b.file] = string(content)
		}
		changed[b.file] = strings.Replace(changed[b.file], b.old, b.new, 1)
		of := path.Dir(b.file)
		changed[of+"/planted.go"] = fmt.Sprintf(switchFile, path.Base(of))
	}
	replace := map[string]string{}
	for file, content := range changed {
		written := filepath.Join(folder, strings.ReplaceAll(file, "/", "_"))
		write(t, written, content)
		replace[filepath.Join(engine, file)] = written
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(folder, "overlay.json")
	write(t, overlay, string(text))
	return overlay
}

func write(t *testing.T, file, content string) {
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// build makes the test program of a package.
func build(t *testing.T, overlay, of string) string {
	program := filepath.Join(t.TempDir(), "tests")
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", program, filepath.Join(engine, of)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// play runs tests with a bug switched on.
func play(program, of, bug, tests string, more ...string) (string, error) {
	args := append([]string{"-test.run", tests, "-test.failfast"}, more...)
	if of == "authz/reference" {
		args = append(args, "-decisions", "50000")
	}
	c := exec.Command(program, args...)
	c.Dir = filepath.Join(engine, of)
	c.Env = append(os.Environ(), toggle+"="+bug)
	out, err := c.CombinedOutput()
	return string(out), err
}
