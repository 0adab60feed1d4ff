// Package engine is the one door into Verdict: JSON text in, JSON text out.
package engine

import (
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/analyze"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Version is that of the engine.
const Version = "0.1.0"

// Engine answers calls. It keeps the catalog that it was handed, the policy documents that it has parsed, by
// their text, and the scenario that it read last; but every call carries its
// whole scenario.
type Engine struct {
	parsed map[parsedKey]*policy.Document
	size   int
	last   reading
	swept  sweeping
	// catalog is nil until somebody hands its text over.
	catalog *catalog.Catalog
	// managed holds the AWS managed policies that were handed over beside those of the core.
	managed catalog.Managed
}

type parsedKey struct {
	text string
	t    policy.Type
}

// maxParsed bounds the text of the documents kept, in bytes.
const maxParsed = 8 << 20

// New makes an engine that has parsed nothing yet.
func New() *Engine { return &Engine{parsed: map[parsedKey]*policy.Document{}} }

// Parse parses a policy document, or gives the one parsed before from the same text.
func (e *Engine) Parse(text string, t policy.Type) *policy.Document {
	key := parsedKey{text, t}
	if d := e.parsed[key]; d != nil {
		return d
	}
	if e.size += len(text); e.size > maxParsed {
		clear(e.parsed)
		e.size = len(text)
	}
	d := policy.Parse(text, t)
	e.parsed[key] = d
	return d
}

// reading is the scenario that was read last: most calls are about what the one before was about.
type reading struct {
	text, now string
	scenario  *scenario.Scenario
}

// call is what a request to the engine holds.
type call struct {
	method, scenario, now string
	trace                 int // the request whose trace is wanted
	request               int // the request that changes or a sweep are wanted for
	actions               syntax.Value
	from, count           int    // the slice of the requests that a sweep or the coverage is wanted for
	sweep                 int    // the number of the sweep to go on with
	text                  string // what was pasted, or is to be formatted
	target                int    // where a pasted policy document goes
	policyType            string // what the text is used as
	offset                int    // a place in the text, in UTF-16 code units
	all                   bool   // whether the checks that are off by default are to run, too
}

// Call is Answer for texts as bytes.
func (e *Engine) Call(request []byte) []byte { return []byte(e.Answer(string(request))) }

// Answer answers one request: {"method": …} with the method's members, or the text of the catalog or of AWS managed policies, which
// it keeps. The longest of a call's texts may stand behind it as it is, after a line feed; "behind" then names its member. It gives {"ok": true, "value": …} or {"ok": false, "error": …} and never fails.
func (e *Engine) Answer(request string) string { return string(e.answer(request)) }

func (e *Engine) answer(request string) []byte {
	if !strings.HasPrefix(strings.TrimLeft(request, " \t\r\n"), "{") {
		return e.take(request)
	}
	c, ok := read(request)
	if !ok {
		return misused()
	}
	switch c.method {
	case "version":
		return reply(map[string]any{"version": Version, "managedPolicies": len(catalog.ManagedPolicies())})
	case "decide":
		return e.decide(c)
	case "changes":
		return e.changes(c)
	case "sweep":
		return e.sweep(c)
	case "import":
		return e.intake(c)
	case "coverage":
		return e.coverage(c)
	case "complete":
		return e.complete(c)
	case "explain":
		return e.explain(c)
	case "lint":
		return e.lint(c)
	case "format":
		return formatted(c.text)
	}
	return refuse(failure{Code: "usage", Message: "There is no method " + c.method + "."})
}

// maxCall bounds a call in bytes: a scenario of the greatest size fits in
// however it is escaped.
const maxCall = 64 << 20

func read(request string) (call, bool) {
	c := call{trace: -1, request: -1, sweep: -1, target: -1}
	if len(request) > maxCall {
		return c, false
	}
	line, behind, _ := strings.Cut(request, "\n")
	object, problems := syntax.ParseEnvelope(line)
	if len(problems) > 0 { // a call over several lines
		object, problems = syntax.ParseEnvelope(request)
		behind = ""
	}
	for i := range object.Members {
		c.member(&object.Members[i], behind)
	}
	_, named := object.Find("behind")
	return c, problems == nil && object.Kind == syntax.Object && (named || strings.TrimSpace(behind) == "")
}

// member takes a member of a call.
func (c *call) member(m *syntax.Member, behind string) {
	switch m.Name {
	case "method":
		c.method = m.Value.Text
	case "scenario":
		c.scenario = m.Value.Text
	case "now":
		c.now = m.Value.Text
	case "trace":
		c.trace = number(m.Value)
	case "request":
		c.request = number(m.Value)
	case "actions":
		c.actions = m.Value
	case "from":
		c.from = number(m.Value)
	case "count":
		c.count = number(m.Value)
	case "sweep":
		c.sweep = max(number(m.Value), 0)
	case "text":
		c.text = m.Value.Text
	case "policyType":
		c.policyType = m.Value.Text
	case "offset":
		c.offset = number(m.Value)
	case "all":
		c.all = m.Value.Text == "true"
	case "target":
		c.target = number(m.Value)
	case "behind":
		c.member(&syntax.Member{Name: m.Value.Text, Value: syntax.Value{Text: behind}}, "")
	}
}

// number reads an index; what is none is the index of nothing.
func number(v syntax.Value) int {
	n, err := strconv.Atoi(v.Text)
	if err != nil {
		return -1
	}
	return n
}

// take takes what is fetched beside the engine, as it is: to escape megabytes for JSON and to undo that would take longer than to
// index them. Their first characters tell them from calls, which are objects.
func (e *Engine) take(text string) []byte {
	if read, err := catalog.Read(text); err == nil {
		e.catalog = read
		return reply(map[string]any{"date": read.Source().Date})
	}
	if read, err := catalog.ReadManaged(text); err == nil {
		e.managed, e.last = read, reading{}
		return reply(map[string]any{"date": read.Source().Date})
	}
	return misused()
}

func misused() []byte {
	return refuse(failure{Code: "usage", Message: "A call must be a JSON object of at most 64 MiB, or a text of data that the engine takes."})
}

// managedPolicy finds an AWS managed policy, in the core or among those that were handed over.
func (e *Engine) managedPolicy(arn string) (string, bool) {
	if document, ok := catalog.ManagedPolicy(arn); ok {
		return document, true
	}
	return e.managed.Document(arn)
}

func (e *Engine) decide(c call) []byte {
	s, failed := e.scenario(c)
	if failed != nil {
		return refuse(*failed)
	}
	return reply(decided(s, c.trace))
}

// changes gives the single edits that flip the decision on one request.
func (e *Engine) changes(c call) []byte {
	s, failed := e.scenario(c)
	switch {
	case failed != nil:
		return refuse(*failed)
	case c.request < 0 || c.request >= len(s.Requests):
		return refuse(failure{Code: "usage", Message: "request must be the index of a request of the scenario."})
	}
	return reply(changed(s, analyze.Changes(s, s.Requests[c.request])))
}

// formatted lays a policy or scenario out in the one style.
func formatted(text string) []byte {
	laidOut, problems := format.Text(text)
	if problems != nil {
		return refuse(malformed(syntax.NewSource("text", text), problems))
	}
	return reply(map[string]string{"text": laidOut})
}

// scenario reads the scenario of a call, unless it is the last one.
func (e *Engine) scenario(c call) (*scenario.Scenario, *failure) {
	if e.last.scenario != nil && e.last.text == c.scenario && e.last.now == c.now {
		return e.last.scenario, nil
	}
	now, err := time.Parse(time.RFC3339, c.now)
	if err != nil {
		return nil, &failure{Code: "usage", Message: "now must be a time such as 2026-01-31T12:00:00Z."}
	}
	source := syntax.NewSource("scenario", c.scenario)
	options := scenario.Options{Now: scenario.ClockAt(now), Parse: e.Parse, Managed: e.managedPolicy}
	s, refusals := scenario.Read(source, options)
	if refusals != nil {
		failed := refused(source, refusals)
		return nil, &failed
	}
	e.last = reading{c.scenario, c.now, s}
	return s, nil
}

func reply(value any) []byte {
	return syntax.Marshal(map[string]any{"ok": true, "value": value})
}

func refuse(f failure) []byte {
	return syntax.Marshal(map[string]any{"ok": false, "error": f})
}
