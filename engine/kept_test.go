package engine_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
)

// behind writes a call with one of its texts behind it.
func behind(t *testing.T, members map[string]any, name, text string) []byte {
	t.Helper()
	members["behind"] = name
	line, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(string(line) + "\n" + text)
}

// within writes the same call with the text as one of its members.
func within(t *testing.T, members map[string]any, name, text string) []byte {
	t.Helper()
	all := map[string]any{name: text}
	for member, value := range members {
		if member != "behind" {
			all[member] = value
		}
	}
	line, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

const midday = "2026-01-01T12:00:00Z"

func questions() []map[string]any {
	return []map[string]any{
		{"method": "decide", "now": midday, "trace": 0},
		{"method": "lint", "now": midday},
		{"method": "changes", "now": midday, "request": 0},
		{"method": "coverage", "now": midday, "from": 0, "count": 9},
		{"method": "decide", "now": midday, "trace": 1},
		{"method": "decide", "now": "2026-06-01T12:00:00Z", "trace": 0},
		{"method": "sweep", "now": midday, "from": 0, "count": 9},
		{"method": "decide", "now": midday, "trace": 0},
	}
}

// An engine that keeps the scenario between calls answers as one that reads it anew, wherever its text stands. The numbers of
// sweeps alone count what an engine has swept.
func TestAnEngineThatKeepsTheScenarioAnswersAsANewOne(t *testing.T) {
	eachScenario(t, func(t *testing.T, _, text string) {
		keeps := engine.New()
		for _, members := range questions() {
			got := string(keeps.Call(behind(t, members, "scenario", text)))
			want := string(engine.New().Call(within(t, members, "scenario", text)))
			if unnumbered(got) != unnumbered(want) {
				t.Errorf("%v: %s", members, difference(got, want))
			}
		}
	})
}

func unnumbered(reply string) string {
	before, _, _ := strings.Cut(reply, `,"sweep":`)
	return before
}

// What is kept is no answer to another text, nor once the engine knows more AWS managed policies.
func TestAKeptScenarioIsForItsVeryText(t *testing.T) {
	e := engine.New()
	ask := func(scenario string) string {
		return string(e.Call(behind(t, map[string]any{"method": "decide", "now": midday}, "scenario", scenario)))
	}
	const attached = `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"attachedPolicies":["arn:aws:iam::aws:policy/Rare"]}}}},"requests":[` + get + `]}`
	if got := ask(attached); !strings.Contains(got, "NO_SUCH_AWS_MANAGED_POLICY") {
		t.Fatalf("before the policy is known: %s", got)
	}
	if got := ask(strings.Replace(attached, "ana", "eve", 1)); !strings.Contains(got, `"decision":"error"`) {
		t.Errorf("of an account without the user: %s", got)
	}
	ask(attached)
	if told := string(e.Call([]byte(rareManaged))); !strings.HasPrefix(told, `{"ok":true`) {
		t.Fatal(told)
	}
	if got := ask(attached); !strings.Contains(got, `"decision":"allowed"`) {
		t.Errorf("once the policy is known: %s", got)
	}
}

func TestATextBehindACall(t *testing.T) {
	pasted := "An error occurred (AccessDenied) when calling the GetObject operation:\nUser: arn:aws:iam::111122223333:user/ana is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\" because no identity-based policy allows the s3:GetObject action"
	members := map[string]any{"method": "import", "target": -1}
	if got, want := string(engine.New().Call(behind(t, members, "text", pasted))), string(engine.New().Call(within(t, members, "text", pasted))); got != want || !strings.HasPrefix(got, `{"ok":true`) {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for name, request := range map[string]string{
		"a text that no member names":   `{"method":"version"}` + "\nx",
		"a call that is broken":         `{"method":"version"` + "\n" + `{}`,
		"two calls behind each other":   `{"method":"version"}` + "\n" + `{"method":"version"}`,
		"a text that names its own end": `{"method":"decide","behind":"behind"}` + "\nx",
	} {
		if a := call(t, []byte(request)); a.OK || a.Error.Code != "usage" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	for name, request := range map[string]string{
		"over several lines":  "{\n\"method\":\n\"version\"}",
		"with a line's end":   `{"method":"version"}` + "\r\n",
		"in front of nothing": `{"method":"version"}` + "\n",
	} {
		if a := call(t, []byte(request)); !a.OK {
			t.Errorf("%s: %+v", name, a.Error)
		}
	}
}

const rareManaged = "#\tpackage\t1.2.3\t2026-01-31\n" +
	`arn:aws:iam::aws:policy/Rare` + "\tv1\t" + `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}` + "\n"
