//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine"
)

const world = `{
  "version": 1,
  "accounts": {"111122223333": {
    "users": {"ana": {"inlinePolicies": {"p": {
      "Version": "2012-10-17",
      "Statement": [
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Sid": "NoLogs", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/logs/*"}]}}}},
    "resources": {"arn:aws:s3:::b": {}}}},
  "requests": [
    {"name": "read", "principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "expect": "allowed"},
    {"name": "logs", "principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/logs/k", "expect": "LOGS"}
  ]
}`

// run runs the command in a folder of the given files.
func run(t *testing.T, files map[string]string, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, err bytes.Buffer
	p := &program{in: strings.NewReader(stdin), out: &out, err: &err, engine: engine.New(), now: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)}
	status = p.run(args)
	return status, out.String(), err.String()
}

func good() string { return strings.Replace(world, "LOGS", "denied", 1) }
func bad() string  { return strings.Replace(world, "LOGS", "allowed", 1) }

func TestEvalPrintsALinePerRequest(t *testing.T) {
	status, out, stderr := run(t, map[string]string{"a.json": good()}, "", "eval", "a.json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != 0 || len(lines) != 2 || stderr != "" {
		t.Fatalf("status %d\n%s%s", status, out, stderr)
	}
	for i, parts := range [][]string{
		{"allowed", "user/ana", "s3:GetObject", "arn:aws:s3:::b/k", "Read", "a.json:7:9"},
		{"explicitDeny", "NoLogs", "a.json:8:9"},
	} {
		for _, part := range parts {
			if !strings.Contains(lines[i], part) {
				t.Errorf("line %d lacks %q: %s", i+1, part, lines[i])
			}
		}
	}
}

func TestImportMakesOneScenarioOfSeveralFiles(t *testing.T) {
	const message = "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/ana is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action"
	details := `{"UserDetailList":[{"UserName":"ana","Arn":"arn:aws:iam::111122223333:user/ana"}],"RoleDetailList":[{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/r","InstanceProfileList":[{"InstanceProfileName":"profile"}]}]}`
	status, out, stderr := run(t, map[string]string{"error.txt": message, "policy.json": `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`}, details, "import", "error.txt", "-", "policy.json")
	for _, part := range []string{"error.txt: denial", "Action: s3:GetObject", "aws s3api get-bucket-policy --bucket b", "-: account", "Instance profiles: profile", "Put in: Inline policy of user ana"} {
		if !strings.Contains(stderr, part) {
			t.Errorf("standard error lacks %q: %s", part, stderr)
		}
	}
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	status, _, stderr = run(t, map[string]string{"s.json": out}, "", "test", "s.json")
	if status != 1 || strings.Contains(stderr, "error") { // the policy denies, where AWS said that nothing allows
		t.Errorf("status %d: %s\n%s", status, stderr, out)
	}
}

func TestImportSaysWhatItCannotTake(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		args  []string
		words string
	}{
		"nothing named": {nil, nil, "name at least one"},
		"no such file":  {nil, []string{"a.txt"}, "a.txt: cannot be read"},
		"prose":         {map[string]string{"a.txt": "hello"}, []string{"a.txt"}, "a.txt: This is nothing that can be taken in."},
		"broken JSON":   {map[string]string{"a.json": "{\n\"UserDetailList\": [{\"a\" 1}]}"}, []string{"a.json"}, "a.json:2:21: error: JSON_SYNTAX_ERROR"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, stderr := run(t, c.files, "", append([]string{"import"}, c.args...)...)
			if status != 2 || out != "" || !strings.Contains(stderr, c.words) {
				t.Errorf("status %d, %q: %s", status, out, stderr)
			}
		})
	}
}

func TestEvalJSON(t *testing.T) {
	status, out, _ := run(t, nil, good(), "eval", "--json", "-")
	var line struct {
		File      string
		Request   int
		Decision  string
		DecidedBy []struct {
			PolicyType, Policy, AttachedTo, Effect string
			Statement                              struct {
				Index int
				Sid   string
			}
		}
		Missing, Diagnostics []any
	}
	_, second, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(second), &line); err != nil || status != 0 {
		t.Fatalf("status %d: %v\n%s", status, err, out)
	}
	if line.File != "-" || line.Request != 1 || line.Decision != "explicitDeny" || len(line.DecidedBy) != 1 {
		t.Fatalf("%+v", line)
	}
	d := line.DecidedBy[0]
	if d.PolicyType != "identity" || d.Policy != "p" || d.AttachedTo != "arn:aws:iam::111122223333:user/ana" || d.Effect != "Deny" || d.Statement.Index != 1 || d.Statement.Sid != "NoLogs" {
		t.Errorf("%+v", d)
	}
	if line.Missing == nil || line.Diagnostics == nil {
		t.Errorf("missing and diagnostics must be lists: %s", second)
	}
}

func TestTestCountsAndDiffs(t *testing.T) {
	files := map[string]string{"t/good.json": good(), "t/deep/bad.json": bad(), "t/notes.txt": "no JSON"}
	status, out, _ := run(t, files, "", "test", "t")
	if status != 1 || !strings.HasSuffix(out, "3 passed, 1 failed\n") {
		t.Errorf("status %d\n%s", status, out)
	}
	for _, part := range []string{"FAIL " + filepath.FromSlash("t/deep/bad.json") + ":12:5: logs", "  - allowed\n  + explicitDeny\n", "NoLogs"} {
		if !strings.Contains(out, part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	if status, out, _ := run(t, files, "", "test", "t/good.json"); status != 0 || out != "2 passed, 0 failed\n" {
		t.Errorf("status %d, %s", status, out)
	}
}

// A file that cannot be read does not keep the others from being decided.
func TestUnusableFiles(t *testing.T) {
	files := map[string]string{"broken.json": "{\n  \"version\": 1,\n  oops\n}", "good.json": good()}
	status, out, stderr := run(t, files, "", "eval", "broken.json", "absent.json", "good.json")
	if status != 2 || strings.Count(out, "\n") != 2 {
		t.Errorf("status %d\n%s", status, out)
	}
	for _, part := range []string{"broken.json:3:3: error: ", "absent.json: cannot be read: "} {
		if !strings.Contains(stderr, part) {
			t.Errorf("no %q in\n%s", part, stderr)
		}
	}
}

func TestUnusableArguments(t *testing.T) {
	for _, args := range [][]string{{}, {"nonsense"}, {"eval"}, {"test"}, {"eval", "--nonsense", "x"}} {
		if status, _, stderr := run(t, nil, "", args...); status != 2 || stderr == "" {
			t.Errorf("%q: status %d, %q", args, status, stderr)
		}
	}
}

// A scenario names the very files that a team deploys, but none outside its folder.
func TestPolicyFiles(t *testing.T) {
	scenario := at(`"FILE"`)
	document := "{\"Version\": \"2012-10-17\",\n  \"Statement\": {\"Sid\": \"Read\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}"
	named := func(file string) string { return strings.Replace(scenario, "FILE", file, 1) }
	files := map[string]string{"iam/inside.json": named("policies/p.json"), "iam/outside.json": named("../secret.json"), "iam/policies/p.json": document, "secret.json": document}
	if status, out, stderr := run(t, files, "", "eval", "iam/inside.json"); status != 0 || !strings.Contains(out, filepath.FromSlash("(iam/policies/p.json:2:16)")) {
		t.Errorf("inside: status %d\n%s%s", status, out, stderr)
	}
	_, out, stderr := run(t, files, "", "eval", "iam/outside.json")
	if !strings.Contains(out, "implicitDeny") || !strings.Contains(stderr, "outside") {
		t.Errorf("outside:\n%s%s", out, stderr)
	}
	if _, out, stderr := run(t, files, "", "eval", "--root", ".", "iam/outside.json"); !strings.Contains(out, "secret.json:2:16") {
		t.Errorf("with --root:\n%s%s", out, stderr)
	}
}

// What is wrong with a policy is printed with its place, and the rest decided.
func TestDiagnosticsHavePlaces(t *testing.T) {
	text := strings.Replace(good(), `"Action": "s3:*"`, `"Action": "s3"`, 1)
	_, out, stderr := run(t, map[string]string{"a.json": text}, "", "eval", "a.json")
	if !strings.Contains(stderr, "a.json:8:55: error: INVALID_ACTION: ") || !strings.Contains(out, "allowed") {
		t.Errorf("%s%s", out, stderr)
	}
	raw, _ := json.Marshal("{\n\"Version\": \"2012-10-17\", \"Statement\": [}")
	inString := at(string(raw))
	line := strings.Split(inString, "\n")[3]
	want := fmt.Sprintf("a.json:4:%d: error: JSON_SYNTAX_ERROR: ", strings.Index(line, "[}")+2)
	if _, _, stderr := run(t, map[string]string{"a.json": inString}, "", "eval", "a.json"); !strings.Contains(stderr, want) {
		t.Errorf("no %q in %s", want, stderr)
	}
}

// at puts another value in the place of ana's inline policy.
func at(policy string) string {
	return good()[:strings.Index(good(), `"p": {`)] + `"p": ` + policy + good()[strings.Index(good(), `}}}},`)+1:]
}

// A policy file that cannot be read, or is no JSON, is an unusable file.
func TestUnreadablePolicyFiles(t *testing.T) {
	for name, text := range map[string]string{"absent": "", "cut off": `{"Version": "2012-10-17", "Statement": [`, "a member twice": `{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}`} {
		files := map[string]string{"s/x.json": strings.Replace(at(`"p.json"`), `"denied"`, `"implicitDeny"`, 1)}
		if name != "absent" {
			files["s/p.json"] = text
		}
		for _, command := range []string{"eval", "test"} {
			if status, _, stderr := run(t, files, "", command, "s/x.json"); status != 2 || !strings.Contains(stderr, "p.json") {
				t.Errorf("%s, %s: status %d, %s", name, command, status, stderr)
			}
		}
	}
}

// A folder holds policy files and others beside its scenarios.
func TestFoldersHoldOtherDocuments(t *testing.T) {
	policy := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/k"}}`
	files := map[string]string{"s/x.json": at(`"policies/p.json"`), "s/policies/p.json": policy, "s/package.json": `{"name": "x", "version": "1.0.0"}`, "s/list.json": `[1]`}
	if status, out, stderr := run(t, files, "", "test", "s"); status != 0 || out != "2 passed, 0 failed\n" || stderr != "" {
		t.Errorf("status %d: %s%s", status, out, stderr)
	}
	if status, _, stderr := run(t, files, "", "test", "s/policies/p.json"); status != 2 || !strings.Contains(stderr, "NOT_A_SCENARIO") {
		t.Errorf("named: status %d: %s", status, stderr)
	}
}

// What was not evaluated is said even of a request that came out as expected.
func TestExpectedButNotEvaluated(t *testing.T) {
	text := strings.Replace(strings.Replace(world, "LOGS", "allowed", 1), `"Action": "s3:*"`, `"Action": "s3"`, 1)
	status, out, _ := run(t, map[string]string{"a.json": text}, "", "test", "a.json")
	if status != 0 || !strings.Contains(out, "NOTE a.json:11:5: read: as expected, but: ") || !strings.Contains(out, "NoLogs") {
		t.Errorf("status %d: %s", status, out)
	}
}

// JSON lines hold what is wrong with the policies that took part, with its place.
func TestEvalJSONHasDiagnostics(t *testing.T) {
	text := strings.Replace(good(), `"Action": "s3:*"`, `"Action": "s3"`, 1)
	_, out, _ := run(t, map[string]string{"a.json": text}, "", "eval", "--json", "a.json")
	var line struct {
		Diagnostics []struct {
			File, Code   string
			Line, Column int
		}
	}
	first, _, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(first), &line); err != nil || len(line.Diagnostics) != 1 {
		t.Fatalf("%v: %s", err, first)
	}
	if d := line.Diagnostics[0]; d.File != "a.json" || d.Code != "INVALID_ACTION" || d.Line != 8 || d.Column != 54 {
		t.Errorf("%+v", d)
	}
}

func TestFlags(t *testing.T) {
	files := map[string]string{"a.json": good()}
	if status, out, _ := run(t, files, "", "eval", "a.json", "--json"); status != 0 || !strings.HasPrefix(out, "{") {
		t.Errorf("a flag behind a file: status %d, %s", status, out)
	}
	for _, args := range [][]string{{"eval", "--help"}, {"test", "-h"}, {"help"}} {
		if status, _, _ := run(t, files, "", args...); status != 0 {
			t.Errorf("%q: status %d", args, status)
		}
	}
	for _, root := range []string{"nowhere", "a.json"} {
		if status, _, stderr := run(t, files, "", "eval", "--root", root, "a.json"); status != 2 || !strings.Contains(stderr, "is not a folder") {
			t.Errorf("--root %s: status %d, %s", root, status, stderr)
		}
	}
}

func TestEvalWhyTellsWhatWouldChangeIt(t *testing.T) {
	status, out, _ := run(t, map[string]string{"a.json": good()}, "", "eval", "--why", "a.json")
	for _, want := range []string{
		"a.json:7:9: Allow Read: Every part matches",
		"Any one of these flips it:",
		"a.json:7:86: Remove statement NoLogs from p → allowed",
	} {
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("status %d, %q is missing from\n%s", status, want, out)
		}
	}
}

func TestEvalWhyAsJSON(t *testing.T) {
	_, out, _ := run(t, map[string]string{"a.json": good()}, "", "eval", "--json", "--why", "a.json")
	var line struct {
		Changes []struct {
			Title, Decision, File string
			Line, Column          int
		}
	}
	if err := json.Unmarshal([]byte(strings.Split(out, "\n")[1]), &line); err != nil {
		t.Fatal(err)
	}
	for _, c := range line.Changes {
		if c.Title == "Remove statement NoLogs from p" && c.Decision == "allowed" && c.File == "a.json" && c.Line == 7 {
			return
		}
	}
	t.Errorf("got %+v", line.Changes)
}

func TestShareAndEvalOfLinks(t *testing.T) {
	status, link, stderr := run(t, map[string]string{"a.json": good()}, "", "share", "--base", "https://example.com/", "a.json")
	if status != 0 || stderr != "" || !strings.HasPrefix(link, "https://example.com/#s1.") {
		t.Fatalf("status %d, %q, %s", status, link, stderr)
	}
	_, fromFile, _ := run(t, map[string]string{"a.json": good()}, "", "eval", "--json", "a.json")
	status, fromLink, _ := run(t, nil, "", "eval", "--json", strings.TrimSpace(link))
	want := strings.ReplaceAll(fromFile, `"a.json"`, `"link"`)
	if status != 0 || fromLink != want {
		t.Errorf("status %d\n%s\nwant\n%s", status, fromLink, want)
	}
}

func TestCommandsThatTakeFoldersTakeLinks(t *testing.T) {
	_, link, _ := run(t, map[string]string{"a.json": good()}, "", "share", "--base", "https://example.com/", "a.json")
	for name, args := range map[string][]string{"test": {"test"}, "lint": {"lint"}, "fmt": {"fmt"}, "fmt, which cannot write it back": {"fmt", "-w"}} {
		t.Run(name, func(t *testing.T) {
			fromFile := append(slices.Clone(args[:1]), "a.json")
			wantStatus, want, wantErr := run(t, map[string]string{"a.json": good()}, "", fromFile...)
			status, out, stderr := run(t, nil, "", append(args, strings.TrimSpace(link))...)
			if status != wantStatus || out != strings.ReplaceAll(want, "a.json", "link") || stderr != wantErr {
				t.Errorf("status %d, want %d\n%s%s\nwant\n%s%s", status, wantStatus, out, stderr, want, wantErr)
			}
		})
	}
}

func TestLinksThatCannotBeRead(t *testing.T) {
	status, _, stderr := run(t, nil, "", "eval", "https://example.com/#s1.AAAA")
	if status != 2 || !strings.Contains(stderr, "link: cannot be read: the link is damaged") {
		t.Errorf("status %d, %s", status, stderr)
	}
}
