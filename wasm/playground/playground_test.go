//go:build js && wasm

package main

import (
	"io/fs"
	"strings"
	"syscall/js"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/scenarios"
)

// global exports an engine under the test's own name and returns how JavaScript calls it.
func global(t *testing.T, open func() caller) func(args ...any) gjson.Result {
	t.Helper()
	name := t.Name()
	export(name, guard(open))
	return func(args ...any) gjson.Result {
		t.Helper()
		value := js.Global().Call(name, args...)
		if value.Type() != js.TypeString {
			t.Fatalf("got a %v, want a string", value.Type())
		}
		text := value.String()
		if !gjson.Valid(text) {
			t.Fatalf("no JSON: %.200s", text)
		}
		return gjson.Parse(text)
	}
}

func newEngine() caller { return engine.New() }

func decide(scenario string) string {
	request := gjson.AppendJSONString([]byte(`{"method":"decide","now":"2026-01-01T00:00:00Z","trace":0,"scenario":`), scenario)
	return string(append(request, '}'))
}

// scenarioWith makes a scenario of one request and one inline policy, the policy being raw text as somebody typed it.
func scenarioWith(policy string) string {
	raw := gjson.AppendJSONString(nil, policy)
	return `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":` + string(raw) + `}}}}},` +
		`"requests":[{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/` +
		strings.Repeat("a", 1000) + `"}]}`
}

func TestTheBridgeChangesNoByte(t *testing.T) {
	call := global(t, newEngine)
	names, _ := fs.Glob(scenarios.FS, "*.json")
	for _, name := range names {
		text, err := scenarios.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		request := decide(string(text))
		got, want := call(request), string(engine.New().Call([]byte(request)))
		if !got.Get("ok").Bool() || got.Raw != want {
			t.Errorf("%s: got %.300s\nwant %.300s", name, got.Raw, want)
		}
	}
}

func TestTextBeyondASCII(t *testing.T) {
	call := global(t, newEngine)
	title := "Ünïcode — 政策 🔑"
	got := call(decide(`{"version":1,"title":"` + title + `"}`))
	if got := got.Get("value.title").String(); got != title {
		t.Errorf("the title %q came back as %q", title, got)
	}
}

func TestNotOneString(t *testing.T) {
	call := global(t, newEngine)
	tests := []struct {
		name string
		args []any
	}{
		{"nothing", nil},
		{"a number", []any{42}},
		{"null", []any{nil}},
		{"an object", []any{map[string]any{"method": "version"}}},
		{"two strings", []any{"{}", "{}"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := call(test.args...); got.Get("error.code").String() != "usage" || got.Get("ok").Bool() {
				t.Errorf("got %s, want a failure with the code usage", got.Raw)
			}
		})
	}
	if got := call(`{"method":"version"}`); !got.Get("ok").Bool() {
		t.Errorf("afterwards: %s", got.Raw)
	}
}

// fragile panics on one request; how many there have been tells whether a broken one was replaced.
type fragile struct{ fault func() }

func (f fragile) Answer(request string) string {
	if request == "break" {
		f.fault()
	}
	return `{"ok":true}`
}

func TestAPanicIsAnAnswer(t *testing.T) {
	tests := []struct {
		name, says string
		fault      func()
	}{
		{"a nil map", "nil map", func() { var m map[string]int; m["a"] = 1 }},
		{"an index out of range", "index out of range", func() { s := []int{}; _ = s[len(s)] }},
		{"text with quotes and line breaks", "a \"b\"\n\x01c", func() { panic("a \"b\"\n\x01c") }},
		{"some other value", "unknown panic", func() { panic(42) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opened := 0
			call := global(t, func() caller { opened++; return fragile{test.fault} })
			got := call("break")
			if got.Get("error.code").String() != "internal" || !strings.Contains(got.Get("error.message").String(), test.says) {
				t.Errorf("got %s, want the code internal and a message that says %q", got.Raw, test.says)
			}
			if next := call("go on"); !next.Get("ok").Bool() || opened != 2 {
				t.Errorf("the next call: %s, with %d engines opened, want 2", next.Raw, opened)
			}
		})
	}
}

func TestHardInput(t *testing.T) {
	statement := `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	tests := []struct{ name, request string }{
		{"no JSON", "{"},
		{"an empty string", ""},
		{"100,000 brackets as the request", strings.Repeat("[", 100_000)},
		{"100,000 brackets as the scenario", decide(strings.Repeat("[", 100_000))},
		{"100,000 nested objects as the scenario", decide(strings.Repeat(`{"a":`, 100_000))},
		{"100,000 brackets in a policy", decide(scenarioWith(`{"Statement":` + strings.Repeat("[", 100_000)))},
		{"ten stars", decide(scenarioWith(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/` + strings.Repeat("*a", 10) + `b"}}`))},
		{"10,000 statements", decide(scenarioWith(`{"Statement":[` + strings.Repeat(statement+",", 9_999) + statement + `]}`))},
		{"1 MiB of JSON", decide(scenarioWith(`{"Id":"` + strings.Repeat("x", 1<<20) + `","Statement":` + statement + `}`))},
		{"a duplicate member", decide(`{"version":1,"version":1}`)},
		{"broken UTF-8", decide("{\"version\":1,\"title\":\"\xff\xfe\"}")},
	}
	call := global(t, newEngine)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := call(test.request)
			if !got.Get("ok").Exists() || got.Get("error.code").String() == "internal" {
				t.Errorf("got %.300s", got.Raw)
			}
			if next := call(decide(scenarios.Default)); !next.Get("ok").Bool() {
				t.Errorf("the next call: %.300s", next.Raw)
			}
		})
	}
}

func TestAnnounce(t *testing.T) {
	announce("nobodyListens")
	called := 0
	function := js.FuncOf(func(js.Value, []js.Value) any { called++; return nil })
	defer function.Release()
	js.Global().Set("somebodyListens", function)
	if announce("somebodyListens"); called != 1 {
		t.Errorf("called %d times, want once", called)
	}
}

func TestWarmUpDecides(t *testing.T) {
	got := gjson.ParseBytes(engine.New().Call([]byte(warmUp())))
	if n := len(got.Get("value.requests").Array()); !got.Get("ok").Bool() || n == 0 {
		t.Errorf("got %d decisions: %.300s", n, got.Raw)
	}
}
