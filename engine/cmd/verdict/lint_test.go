//go:build !js

package main

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const (
	sound = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	typo  = "{\"Version\":\"2012-10-17\",\"Statement\":[\n{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resources\":\"*\"}]}"
	// Only a warning: the language of 2008 applies.
	versionless = `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	resourceful = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`
	trusting    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
)

func user(policy string) string {
	return `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":` + policy + `}}}}},"requests":[]}`
}

func quoted(text string) string {
	q, _ := json.Marshal(text)
	return string(q)
}

func TestLint(t *testing.T) {
	for name, c := range map[string]struct {
		files  map[string]string
		stdin  string
		args   []string
		status int
		out    []string
		err    string
	}{
		"a sound policy":                         {map[string]string{"p.json": sound}, "", []string{"p.json"}, 0, nil, ""},
		"a policy with a mistake":                {map[string]string{"p.json": typo}, "", []string{"p.json"}, 1, []string{"p.json:2:1: error: MISSING_RESOURCE: ", "p.json:2:43: error: INVALID_POLICY_ELEMENT: "}, "error: 2\n"},
		"standard input":                         {nil, typo, []string{"-"}, 1, []string{"-:2:1: error: MISSING_RESOURCE: ", "-:2:43: error: INVALID_POLICY_ELEMENT: "}, "error: 2\n"},
		"a warning alone":                        {map[string]string{"p.json": versionless}, "", []string{"p.json"}, 0, []string{"p.json:1:1: warning: MISSING_VERSION: "}, "warning: 1\n"},
		"a warning, where warnings fail":         {map[string]string{"p.json": versionless}, "", []string{"--fail-on", "warning", "p.json"}, 1, []string{"p.json:1:1: warning: MISSING_VERSION: "}, "warning: 1\n"},
		"an error, where nothing fails":          {map[string]string{"p.json": typo}, "", []string{"--fail-on", "none", "p.json"}, 0, []string{"p.json:2:1: ", "p.json:2:43: "}, "error: 2\n"},
		"no JSON":                                {map[string]string{"p.json": "{\n\"Statement\" []}"}, "", []string{"p.json"}, 1, []string{"p.json:1:1: warning: MISSING_VERSION: ", "p.json:2:1: error: JSON_SYNTAX_ERROR: ", "p.json:2:13: error: MISSING_STATEMENT: "}, "error: 2, warning: 1\n"},
		"a policy that names principals":         {map[string]string{"p.json": resourceful}, "", []string{"p.json"}, 0, nil, ""},
		"the same as an identity-based policy":   {map[string]string{"p.json": resourceful}, "", []string{"--type", "identity", "p.json"}, 1, []string{"p.json:1:56: error: UNSUPPORTED_PRINCIPAL: "}, "error: 1\n"},
		"a trust policy":                         {map[string]string{"p.json": trusting}, "", []string{"p.json"}, 0, nil, ""},
		"a policy inside a scenario":             {map[string]string{"s.json": user(typo)}, "", []string{"s.json"}, 1, []string{"s.json:2:1: ", "s.json:2:43: "}, "error: 2\n"},
		"a policy typed into a scenario":         {map[string]string{"s.json": user(quoted(sound[:len(sound)-1]))}, "", []string{"s.json"}, 1, []string{"s.json:1:194: error: JSON_SYNTAX_ERROR: "}, "error: 1\n"},
		"a folder with other files":              {map[string]string{"d/p.json": typo, "d/package.json": `{"name":"x"}`, "d/notes.txt": "{"}, "", []string{"d"}, 1, []string{"d/p.json:2:1: ", "d/p.json:2:43: "}, "error: 2\n"},
		"a file that a scenario uses as an SCP":  {map[string]string{"d/a.json": versionless, "d/s.json": `{"version":1,"organization":{"id":"o-abcdefghij","managementAccount":"111122223333","serviceControlPolicies":{"a":"a.json"},"root":{"id":"r-ab12","scps":["a"]}},"accounts":{"111122223333":{}}}`}, "", []string{"d"}, 1, []string{"d/a.json:1:1: error: MISSING_VERSION: "}, "error: 1\n"},
		"two scenarios that use one file":        {map[string]string{"a.json": user(`"p.json"`), "b.json": user(`"p.json"`), "p.json": versionless}, "", []string{"a.json", "b.json"}, 0, []string{"p.json:1:1: warning: MISSING_VERSION: "}, "warning: 1\n"},
		"a member that scenarios do not have":    {map[string]string{"s.json": `{"version":1,"acounts":{},"requests":[]}`}, "", []string{"s.json"}, 0, []string{"s.json:1:14: warning: UNKNOWN_MEMBER: "}, "warning: 1\n"},
		"a scenario that is refused":             {map[string]string{"s.json": `{"version":1,"accounts":[]}`, "p.json": versionless}, "", []string{"s.json", "p.json"}, 2, []string{"p.json:1:1: "}, "s.json:1:25: error: WRONG_TYPE: "},
		"a file that is not there":               {nil, "", []string{"p.json"}, 2, nil, "p.json: cannot be read: "},
		"a file of a scenario that is not there": {map[string]string{"s.json": user(`"p.json"`)}, "", []string{"s.json"}, 2, []string{"s.json:1:80: error: CANNOT_READ_FILE: "}, "error: 1\n"},
		"what is off by default":                 {map[string]string{"p.json": sound}, "", []string{"p.json"}, 0, nil, ""},
		"what is off, asked for":                 {map[string]string{"p.json": sound}, "", []string{"--also", "DATA_EXFIL,INFRA_MODIFICATION", "p.json"}, 0, []string{"p.json:1:65: suggestion: DATA_EXFIL: "}, "suggestion: 1\n"},
		"what is off, in a scenario":             {map[string]string{"s.json": user(sound)}, "", []string{"--also", "DATA_EXFIL", "s.json"}, 0, []string{"s.json:1:144: suggestion: DATA_EXFIL: "}, "suggestion: 1\n"},
		"what is on already":                     {nil, sound, []string{"--also", "MISSING_VERSION", "-"}, 2, nil, "verdict lint: --also takes checks that are off by default: COMPUTE_TRUST, "},
		"no such policy type":                    {nil, sound, []string{"--type", "user", "-"}, 2, nil, "verdict lint: --type must be one of identity, "},
		"two formats":                            {nil, sound, []string{"--json", "--sarif", "-"}, 2, nil, "verdict lint: --json and --sarif are two formats"},
		"no such severity":                       {nil, sound, []string{"--fail-on", "bad", "-"}, 2, nil, "verdict lint: --fail-on must be one of error, "},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, stderr := run(t, c.files, c.stdin, append([]string{"lint"}, c.args...)...)
			if status != c.status || !strings.HasPrefix(stderr, c.err) || c.err == "" && len(c.out) == 0 && stderr != "" {
				t.Errorf("status %d, want %d\n%s", status, c.status, stderr)
			}
			startWith(t, lines(out), c.out)
		})
	}
}

func lines(out string) []string {
	return slices.DeleteFunc(strings.Split(out, "\n"), func(line string) bool { return line == "" })
}

func startWith(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
		return
	}
	for i, start := range want {
		if !strings.HasPrefix(got[i], start) {
			t.Errorf("line %d begins not with %q: %s", i+1, start, got[i])
		}
	}
}

func TestLintIgnores(t *testing.T) {
	const because = `{"ignoredChecks":{"MISSING_VERSION":"The policies are of 2009."}}`
	for name, c := range map[string]struct {
		files  map[string]string
		args   []string
		status int
		out    []string
		err    string
	}{
		"in a configuration file":              {map[string]string{".verdict.json": because, "p.json": versionless}, []string{"p.json"}, 0, nil, "ignored with a reason: 1\n"},
		"in a folder above":                    {map[string]string{".verdict.json": because, "a/b/p.json": versionless}, []string{"a"}, 0, nil, "ignored with a reason: 1\n"},
		"in the nearest configuration alone":   {map[string]string{".verdict.json": because, "a/.verdict.json": `{"ignoredChecks":{}}`, "a/p.json": versionless}, []string{"a/p.json"}, 1, []string{"a/p.json:1:1: "}, "warning: 1\n"},
		"in a scenario":                        {map[string]string{"s.json": strings.Replace(user(versionless), `"version":1`, `"version":1,`+because[1:len(because)-1], 1)}, []string{"s.json"}, 0, nil, "ignored with a reason: 1\n"},
		"without a reason":                     {map[string]string{".verdict.json": `{"ignoredChecks":{"MISSING_VERSION":" "}}`, "p.json": versionless}, []string{"p.json"}, 1, []string{".verdict.json:1:19: warning: IGNORED_WITHOUT_REASON: ", "p.json:1:1: "}, "warning: 2\n"},
		"a check that there is not":            {map[string]string{".verdict.json": `{"ignoredChecks":{"MISING_VERSION":"Old."}}`, "p.json": sound}, []string{"p.json"}, 1, []string{".verdict.json:1:19: warning: IGNORED_UNKNOWN_CHECK: There is no check MISING_VERSION to ignore. Did you mean MISSING_VERSION?"}, "warning: 1\n"},
		"in a configuration that is no JSON":   {map[string]string{".verdict.json": "{\n\"ignoredChecks\" {}}", "p.json": versionless, "q.json": versionless}, []string{"p.json", "q.json"}, 2, []string{"p.json:1:1: ", "q.json:1:1: "}, ".verdict.json:2:1: error: JSON_SYNTAX_ERROR: "},
		"in a folder's configuration, no JSON": {map[string]string{"d/.verdict.json": "{\n\"ignoredChecks\" {}}", "d/p.json": sound}, []string{"d"}, 2, nil, "d/.verdict.json:2:1: error: JSON_SYNTAX_ERROR: "},
		"in a configuration of another shape":  {map[string]string{".verdict.json": `{"ignoredChecks":["MISSING_VERSION"]}`, "p.json": versionless}, []string{"p.json"}, 2, []string{"p.json:1:1: "}, ".verdict.json:1:18: error: INVALID_CONFIG: "},
		"in a configuration with more members": {map[string]string{".verdict.json": `{"ignored":{}}`, "p.json": versionless}, []string{"p.json"}, 2, []string{"p.json:1:1: "}, ".verdict.json:1:2: error: INVALID_CONFIG: "},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, stderr := run(t, c.files, "", append([]string{"lint", "--fail-on", "warning"}, c.args...)...)
			if status != c.status || !strings.HasPrefix(stderr, c.err) {
				t.Errorf("status %d, want %d\n%s", status, c.status, stderr)
			}
			startWith(t, lines(out), c.out)
		})
	}
}

// Making the edits of a fix that a JSON line names mends the file.
func TestLintJSON(t *testing.T) {
	for name, file := range map[string]string{"a policy": typo, "in a scenario": user(typo), "typed into a scenario": user(quoted(typo))} {
		t.Run(name, func(t *testing.T) {
			status, out, stderr := run(t, map[string]string{"f.json": file}, "", "lint", "--json", "f.json")
			if status != 1 || stderr != "" {
				t.Errorf("status %d: %s", status, stderr)
			}
			mended := file
			for _, line := range lines(out) {
				var f found
				if err := json.Unmarshal([]byte(line), &f); err != nil {
					t.Fatal(err)
				}
				if f.File != "f.json" || f.Severity != "error" || !f.Refused || f.Fixes == nil {
					t.Errorf("%+v", f)
				}
				// The other finding, MISSING_RESOURCE, offers another way to mend the same mistake.
				if f.Code == "INVALID_POLICY_ELEMENT" {
					mended = edited(mended, f.Fixes[0].Edits)
				}
			}
			if status, out, _ := run(t, map[string]string{"f.json": mended}, "", "lint", "f.json"); status != 0 {
				t.Errorf("%s\n%s", mended, out)
			}
		})
	}
}

func TestLintSaysWhatAWSStores(t *testing.T) {
	_, out, _ := run(t, nil, versionless, "lint", "--json", "-")
	if !strings.Contains(out, `"code":"MISSING_VERSION"`) || !strings.Contains(out, `"refused":false`) {
		t.Error(out)
	}
}

// edited makes edits of ASCII text.
func edited(text string, edits []replacement) string {
	offset := func(line, column int) int {
		at := 0
		for range line - 1 {
			at += strings.Index(text[at:], "\n") + 1
		}
		return at + column
	}
	for _, e := range slices.Backward(edits) {
		text = text[:offset(e.Line, e.Column)] + e.Text + text[offset(e.EndLine, e.EndColumn):]
	}
	return text
}

// A log is read as the standard requires it (SARIF 2.1.0, the members that its
// schema calls required and the limits that it sets for those that are used).
func TestLintSARIF(t *testing.T) {
	files := map[string]string{"a b/p.json": typo, "a b/q.json": versionless, ".verdict.json": `{"ignoredChecks":{"MISSING_VERSION":"Old."}}`}
	status, out, stderr := run(t, files, "", "lint", "--sarif", "--base", "https://example.com/", "a b")
	if status != 1 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	var log sarifLog
	strict := json.NewDecoder(strings.NewReader(out))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&log); err != nil || log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatal(err, out)
	}
	r := log.Runs[0]
	if r.Tool.Driver.Name != "Verdict" || len(r.Tool.Driver.Rules) != 3 || len(r.Results) != 3 || !slices.Contains([]string{"utf16CodeUnits", "unicodeCodePoints"}, r.ColumnKind) {
		t.Errorf("%+v", r)
	}
	for _, rule := range r.Tool.Driver.Rules {
		if u, err := url.Parse(rule.HelpURI); err != nil || !u.IsAbs() || u.Path != "/ref/checks/"+rule.ID+"/" || rule.Description == nil || rule.Description.Text == "" {
			t.Errorf("%+v", rule)
		}
	}
	for _, result := range r.Results {
		checkResult(t, r, result)
	}
	if s := r.Results[2].Suppressions; len(s) != 1 || s[0] != (sarifSuppression{"external", "Old."}) || len(r.Results[0].Suppressions) != 0 {
		t.Errorf("%+v", r.Results)
	}
	mistake := r.Results[1]
	if mistake.RuleID != "INVALID_POLICY_ELEMENT" || mistake.Level != "error" || mistake.Locations[0].Physical.Artifact.URI != "a%20b/p.json" || mistake.Locations[0].Physical.Region != (sarifRegion{2, 43, 2, 54}) || len(mistake.Fixes) != 1 {
		t.Errorf("%+v", mistake)
	}
}

func checkResult(t *testing.T, r sarifRun, result sarifResult) {
	t.Helper()
	regions := []sarifRegion{result.Locations[0].Physical.Region}
	for _, fix := range result.Fixes {
		if len(fix.Changes) == 0 || len(fix.Changes[0].Replacements) == 0 {
			t.Errorf("a fix without a change: %+v", fix)
		}
		for _, change := range fix.Changes {
			for _, replaced := range change.Replacements {
				regions = append(regions, replaced.Deleted)
			}
		}
	}
	for _, at := range regions {
		if at.StartLine < 1 || at.StartColumn < 1 || at.EndLine < at.StartLine || at.EndColumn < 1 {
			t.Errorf("%+v is no region", at)
		}
	}
	if r.Tool.Driver.Rules[result.RuleIndex].ID != result.RuleID || !slices.Contains([]string{"none", "note", "warning", "error"}, result.Level) || result.Message.Text == "" {
		t.Errorf("%+v", result)
	}
	if u, err := url.Parse(result.Locations[0].Physical.Artifact.URI); err != nil || u.IsAbs() {
		t.Errorf("%+v", result.Locations)
	}
}

// What is no check has no page to lead to.
func TestLintSARIFOfAScenario(t *testing.T) {
	_, out, _ := run(t, nil, `{"version":1,"acounts":{},"requests":[]}`, "lint", "--sarif", "--base", "https://example.com", "-")
	if !strings.Contains(out, `"id": "UNKNOWN_MEMBER"`) || strings.Contains(out, "helpUri") || strings.Contains(out, "shortDescription") {
		t.Error(out)
	}
}

func TestLintSARIFOfNothing(t *testing.T) {
	status, out, _ := run(t, nil, sound, "lint", "--sarif", "-")
	if status != 0 || !strings.Contains(out, `"results": []`) || !strings.Contains(out, `"rules": []`) {
		t.Error(status, out)
	}
}
