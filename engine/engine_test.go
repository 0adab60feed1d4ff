package engine_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/syntax"
)

type answer struct {
	OK    bool
	Error struct {
		Code, Message string
		Diagnostics   []struct {
			Line, Column, From, To int
			Code, Message          string
			Path                   []string
		}
	}
	Value struct {
		Documents []struct {
			Path        []string
			Policy      string
			Text        string
			Diagnostics []struct {
				From, To, Line, Column int
				Code                   string
			}
			Statements []struct {
				From, To int
				Sound    bool
			}
		}
		Diagnostics []struct {
			Code string
			Path []string
		}
		Requests []struct {
			Decision, Sentence                 string
			Missing, NotEvaluated, Assumptions []string
			MissingContext                     []string
			DecidedBy                          []struct{ Document, From, To int }
			Diagnostics                        []struct {
				Code string
				Path []string
			}
			Met *bool
		}
		Trace *struct {
			Message string
			Context []struct{ Key, Origin string }
			Checks  []struct {
				CallerAccount, ResourceAccount string
				Missing                        []string
				Rungs                          []struct {
					PolicyType, Verdict string
					Policies            []struct {
						Omitted    int
						Statements []struct {
							Matched, Decides, NearMiss bool
							Reason                     string
							Parts                      []struct {
								Element  string
								From, To int
							}
						}
					}
				}
			}
		}
	}
}

func call(t *testing.T, request []byte) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(engine.New().Call(request), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// scenarioWith puts one inline policy of user ana and a request into a scenario.
func scenarioWith(policy, request string) string {
	return `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":` + policy + `}}},"resources":{"arn:aws:s3:::b":{}}}},"requests":[` + request + `]}`
}

const get = `{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"}`

func TestDecide(t *testing.T) {
	a := call(t, decideCall(scenarioWith(`{"Version":"2012-10-17","Statement":{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`, get)))
	if !a.OK || len(a.Value.Requests) != 1 {
		t.Fatalf("%+v", a.Error)
	}
	r := a.Value.Requests[0]
	if r.Decision != "allowed" || !strings.Contains(r.Sentence, "Read") || len(r.DecidedBy) != 1 {
		t.Errorf("%+v", r)
	}
	if a.Value.Trace == nil || len(a.Value.Trace.Checks) != 1 || len(a.Value.Trace.Checks[0].Rungs) != 7 {
		t.Errorf("trace %+v", a.Value.Trace)
	}
}

// A check says whose accounts meet and what had to allow and did not: here
// the bucket's account, which EV-41 asks as well as the caller's.
func TestChecksNameBothAccounts(t *testing.T) {
	a := call(t, decideCall(`{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}}}}},
		"444455556666":{"resources":{"arn:aws:s3:::b":{}}}},"requests":[`+get+`]}`))
	c := a.Value.Trace.Checks[0]
	if c.CallerAccount != "111122223333" || c.ResourceAccount != "444455556666" || len(c.Missing) != 1 || c.Missing[0] != "resource" {
		t.Errorf("%+v", c)
	}
}

// Offsets are UTF-16 offsets in the text of the document, as the editor counts.
func TestOffsetsAreTheEditors(t *testing.T) {
	text := "{\"Version\":\"2012-10-17\",\"Id\":\"é😀\",\n\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/😀\"},\n{\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"
	raw, _ := json.Marshal(text)
	a := call(t, decideCall(scenarioWith(string(raw), get)))
	units := utf16.Encode([]rune(text))
	at := func(from, to int) string { return string(utf16.Decode(units[from:to])) }
	r := a.Value.Requests[0]
	if r.Decision != "explicitDeny" || len(r.DecidedBy) != 1 {
		t.Fatalf("%+v", r)
	}
	if got := at(r.DecidedBy[0].From, r.DecidedBy[0].To); got != `{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}` {
		t.Errorf("the deciding statement is %s", got)
	}
	for _, rung := range a.Value.Trace.Checks[0].Rungs {
		for _, p := range rung.Policies {
			for _, s := range p.Statements {
				for _, part := range s.Parts {
					if part.Element == "Action" && at(part.From, part.To) != `"s3:GetObject"` {
						t.Errorf("an action part is %s", at(part.From, part.To))
					}
				}
			}
		}
	}
}

// A policy that does not parse is reported at its place; what is sound is
// decided, and so is every other request.
func TestBrokenPolicies(t *testing.T) {
	raw, _ := json.Marshal("{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"Good\", \"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"},\n  {\"Effect\": \"Deny\", \"Action\": }]}")
	a := call(t, decideCall(scenarioWith(string(raw), get)))
	d := a.Value.Documents[0]
	if len(d.Diagnostics) == 0 || d.Diagnostics[0].Line != 4 {
		t.Errorf("diagnostics %+v", d.Diagnostics)
	}
	r := a.Value.Requests[0]
	if r.Decision != "allowed" || len(r.NotEvaluated) != 1 {
		t.Errorf("%+v", r)
	}
}

// Whatever is wrong with one request, the others are decided.
func TestBrokenRequests(t *testing.T) {
	broken := map[string]struct{ request, code, member string }{
		"a wrong ARN":                 {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"bucket"}`, "INVALID_ARN", "resource"},
		"a user who does not exist":   {`{"principal":"arn:aws:iam::111122223333:user/anna","action":"s3:GetObject"}`, "NO_SUCH_USER", "principal"},
		"no principal":                {`{"action":"s3:GetObject"}`, "MISSING_PRINCIPAL", ""},
		"a principal that is none":    {`{"principal":"ana","action":"s3:GetObject"}`, "INVALID_PRINCIPAL", "principal"},
		"a group":                     {`{"principal":"arn:aws:iam::111122223333:group/g","action":"s3:GetObject"}`, "INVALID_PRINCIPAL", "principal"},
		"an action that is none":      {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"GetObject"}`, "INVALID_ACTION", "action"},
		"an action with a wildcard":   {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:*"}`, "INVALID_ACTION", "action"},
		"a contradiction of accounts": {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"sqs:SendMessage","resource":"arn:aws:sqs:us-east-1:111122223333:q","resourceAccount":"444455556666"}`, "ACCOUNT_MISMATCH", "resource"},
		"a time that is none":         {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","at":"noon"}`, "INVALID_TIME", "at"},
		"a decision that is none":     {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","expect":"yes"}`, "INVALID_EXPECTATION", "expect"},
		"an empty list of resources":  {`{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":[]}`, "EMPTY_LIST", "resource"},
	}
	for name, c := range broken {
		t.Run(name, func(t *testing.T) {
			a := call(t, decideCall(scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`, c.request+","+get)))
			if !a.OK || len(a.Value.Requests) != 2 {
				t.Fatalf("%+v", a)
			}
			r := a.Value.Requests[0]
			if r.Decision != "error" || len(r.Diagnostics) == 0 || r.Diagnostics[0].Code != c.code {
				t.Errorf("%+v, want %s", r, c.code)
			}
			if path := r.Diagnostics[0].Path; c.member != "" && path[len(path)-1] != c.member {
				t.Errorf("path %v, want %s", path, c.member)
			}
			if a.Value.Requests[1].Decision != "allowed" {
				t.Errorf("the other request: %+v", a.Value.Requests[1])
			}
		})
	}
}

// References that lead nowhere are named, never skipped.
func TestReferencesThatLeadNowhere(t *testing.T) {
	text := `{"version":1,"accounts":{"111122223333":{"policies":{"Readers":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}},"users":{"ana":{"attachedPolicies":["Reader"],"permissionsBoundary":"arn:aws:iam::aws:policy/NoSuch","groups":["Devs"]}},"resources":{"arn:aws:s3:::b":{}}}},"requests":[` + get + `]}`
	a := call(t, decideCall(text))
	var codes []string
	for _, d := range a.Value.Diagnostics {
		codes = append(codes, d.Code)
	}
	if got := strings.Join(codes, " "); got != "NO_SUCH_POLICY NO_SUCH_GROUP NO_SUCH_AWS_MANAGED_POLICY" {
		t.Errorf("diagnostics %s", got)
	}
	r := a.Value.Requests[0]
	if r.Decision != "implicitDeny" || len(r.NotEvaluated) != 3 {
		t.Errorf("%+v", r)
	}
}

// A scenario that cannot be read is refused whole, with its place.
func TestRefusals(t *testing.T) {
	cases := map[string]struct {
		text, code, diagnostic string
		line                   int
	}{
		"not JSON":           {"{\n \"version\": 1,\n oops }", "malformed", "JSON_SYNTAX_ERROR", 3},
		"a member twice":     {"{\"version\": 1,\n \"title\": \"a\",\n \"title\": \"b\"}", "malformed", "DUPLICATE_MEMBER", 3},
		"a newer version":    {"{\n\"version\": 2}", "version", "NEWER_VERSION", 2},
		"no version":         {`{"accounts": {}}`, "malformed", "MISSING_VERSION", 1},
		"a policy":           {`{"Version": "2012-10-17", "Statement": []}`, "malformed", "NOT_A_SCENARIO", 1},
		"a wrong type":       {"{\"version\": 1,\n\"accounts\": []}", "malformed", "WRONG_TYPE", 2},
		"an account ID":      {"{\"version\": 1,\n\"accounts\": {\"1111\": {}}}", "malformed", "INVALID_ACCOUNT_ID", 2},
		"too deep":           {`{"version": 1, "study": ` + strings.Repeat("[", 100_000), "limit", "NESTING_TOO_DEEP", 1},
		"too large":          {`{"version": 1, "title": "` + strings.Repeat("x", syntax.MaxSize) + `"}`, "limit", "DOCUMENT_TOO_LARGE", 1},
		"text after the end": {"{\"version\": 1}\n{}", "malformed", "JSON_SYNTAX_ERROR", 2},
		"nothing":            {"", "malformed", "JSON_SYNTAX_ERROR", 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := call(t, decideCall(c.text))
			if a.OK || a.Error.Code != c.code || len(a.Error.Diagnostics) == 0 {
				t.Fatalf("%+v", a.Error)
			}
			if len(a.Error.Diagnostics) > 1 {
				t.Errorf("said more than once: %+v", a.Error.Diagnostics)
			}
			d := a.Error.Diagnostics[0]
			if d.Code != c.diagnostic || d.Line != c.line {
				t.Errorf("%s at line %d, want %s at line %d", d.Code, d.Line, c.diagnostic, c.line)
			}
		})
	}
}

// Hard input gets an answer: the sizes are those that the page promises to survive.
func TestHardInput(t *testing.T) {
	statements := strings.Repeat(`{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},`, 9_999) + `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	broken := strings.Repeat(`{"Effect":"Allow","Action":"s3"},`, 9_999) + `{"Effect":"Allow"}`
	stars := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/` + strings.Repeat("a*", 10) + `b"}}`
	long := strings.Replace(get, "b/k", "b/"+strings.Repeat("a", 2_048), 1)
	deep, _ := json.Marshal("{" + strings.Repeat("[", 100_000))
	cases := map[string]struct{ text, decision string }{
		"10,000 statements":            {scenarioWith(`{"Version":"2012-10-17","Statement":[`+statements+`]}`, get), "allowed"},
		"10,000 broken statements":     {scenarioWith(`{"Version":"2012-10-17","Statement":[`+broken+`]}`, get), "implicitDeny"},
		"ten stars, 2,048 characters":  {scenarioWith(stars, long), "implicitDeny"},
		"100,000 brackets in a policy": {scenarioWith(string(deep), get), "implicitDeny"},
		"broken UTF-8 inside a policy": {scenarioWith(`"{\"Version\": \"\\ud800\"}"`, get), "implicitDeny"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := call(t, decideCall(c.text))
			if !a.OK || a.Value.Requests[0].Decision != c.decision {
				t.Errorf("%v %s %+v", a.OK, a.Error.Message, a.Value.Requests)
			}
		})
	}
}

// A request value that an operator cannot take is named, whatever it leads to (CO-18, CO-34).
func TestValuesThatCannotBeCompared(t *testing.T) {
	for name, c := range map[string]struct{ condition, context, word string }{
		"a number":   {`{"NumericNotEquals":{"foo:n":"1"}}`, `{"foo:n":"x"}`, "foo:n"},
		"an address": {`{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}`, `{"aws:SourceIp":"junk"}`, "aws:SourceIp"},
		"an ARN":     {`{"ArnNotLike":{"foo:a":"arn:aws:s3:::b"}}`, `{"foo:a":"zz"}`, "foo:a"},
		"a list":     {`{"StringNotEquals":{"aws:TagKeys":"a"}}`, `{"aws:TagKeys":["b"]}`, "ForAllValues"},
	} {
		t.Run(name, func(t *testing.T) {
			policy := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":` + c.condition + `}}`
			a := call(t, decideCall(scenarioWith(policy, strings.Replace(get, `"action"`, `"context":`+c.context+`,"action"`, 1))))
			if got := a.Value.Requests[0].Assumptions; len(got) != 1 || !strings.Contains(got[0], c.word) {
				t.Errorf("assumptions %q", got)
			}
		})
	}
}

// A trace of very many statements tells those that matched and says how many it leaves out.
func TestTraceOfManyStatements(t *testing.T) {
	statements := strings.Repeat(`{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},`, 1_500) + `{"Sid":"Last","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	a := call(t, decideCall(scenarioWith(`{"Version":"2012-10-17","Statement":[`+statements+`]}`, get)))
	for _, rung := range a.Value.Trace.Checks[0].Rungs {
		for _, p := range rung.Policies {
			last := p.Statements[len(p.Statements)-1]
			if len(p.Statements) != 1_001 || p.Omitted != 500 || !last.Decides {
				t.Errorf("%d statements, %d left out, the last decides: %v", len(p.Statements), p.Omitted, last.Decides)
			}
		}
	}
}

// An unknown member is reported with its place, and everything is decided.
func TestUnknownMembers(t *testing.T) {
	a := call(t, decideCall(strings.Replace(scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`, get), `"version":1`, `"version":1,"titel":"x"`, 1)))
	if len(a.Value.Diagnostics) != 1 || a.Value.Diagnostics[0].Code != "UNKNOWN_MEMBER" || a.Value.Requests[0].Decision != "allowed" {
		t.Errorf("%+v", a.Value)
	}
}

func TestVersion(t *testing.T) {
	var a struct {
		OK    bool
		Value struct {
			Version         string
			ManagedPolicies int
		}
	}
	if err := json.Unmarshal(engine.New().Call([]byte(`{"method":"version"}`)), &a); err != nil || !a.OK || a.Value.Version != engine.Version || a.Value.ManagedPolicies < 60 {
		t.Errorf("%+v (%v)", a, err)
	}
}

func TestFormat(t *testing.T) {
	if got := string(engine.New().Call([]byte(`{"method":"format","text":"{\"Statement\":[],\"Version\":\"2012-10-17\"}"}`))); got != `{"ok":true,"value":{"text":"{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}"}}` {
		t.Error(got)
	}
	a := call(t, []byte(`{"method":"format","text":"{\n\"a\" 1}"}`))
	if a.OK || a.Error.Code != "malformed" || len(a.Error.Diagnostics) != 1 || a.Error.Diagnostics[0].Line != 2 {
		t.Errorf("%+v", a)
	}
}

func TestLint(t *testing.T) {
	scenario := `{"version":1,"ignoredChecks":{"MISSING_VERSION":"Old.","X":"No such check."},"accounts":{"111122223333":{"users":{"ana":{"attachedPolicies":["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],"inlinePolicies":{"p":"{\"Id\":\"😀\",\"Statement\":{\"Sid\":\"\",\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}"}}}}},"requests":[]}`
	request, _ := json.Marshal(map[string]string{"method": "lint", "scenario": scenario, "now": "2026-09-01T12:00:00Z"})
	var a struct {
		OK    bool
		Value struct {
			Diagnostics []struct{ Code string }
			Documents   []struct {
				Diagnostics []struct {
					Code, Ignored string
					From, To      int
					Fixes         []struct{ Title string }
				}
			}
		}
	}
	if err := json.Unmarshal(engine.New().Call(request), &a); err != nil || !a.OK || len(a.Value.Documents) != 2 {
		t.Fatal(err, a)
	}
	if d := a.Value.Diagnostics; len(d) != 1 || d[0].Code != "IGNORED_UNKNOWN_CHECK" {
		t.Errorf("%+v", d)
	}
	var found []string
	for _, document := range a.Value.Documents {
		for _, d := range document.Diagnostics {
			found = append(found, d.Code+d.Ignored)
			// The emoji before it is one character, and two code units of the editor's.
			if d.Code == "EMPTY_SID_VALUE" && (d.From != 30 || d.To != 32 || len(d.Fixes) == 0) {
				t.Errorf("%+v", d)
			}
		}
	}
	if strings.Join(found, " ") != "MISSING_VERSIONOld. INVALID_POLICY_ELEMENT EMPTY_SID_VALUE" {
		t.Errorf("%q", found)
	}
}

// What is off by default runs for a call that asks for all checks, and for no other.
func TestLintAll(t *testing.T) {
	trust := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`
	scenario := `{"version":1,"accounts":{"111122223333":{"roles":{"worker":{"trustPolicy":` + trust + `}}}},"requests":[]}`
	for all, want := range map[bool]bool{false: false, true: true} {
		request, _ := json.Marshal(map[string]any{"method": "lint", "scenario": scenario, "now": "2026-09-01T12:00:00Z", "all": all})
		if got := strings.Contains(string(engine.New().Call(request)), "COMPUTE_TRUST"); got != want {
			t.Errorf("all %v: COMPUTE_TRUST found: %v", all, got)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, request := range []string{``, `{}`, `{"method":"nonsense"}`, `[1]`, `{"method":"decide"}`, `{"method":"decide","now":"soon"}`} {
		if a := call(t, []byte(request)); a.OK || a.Error.Code != "usage" || a.Error.Message == "" {
			t.Errorf("%s: %+v", request, a)
		}
	}
}

// Two runs give the same bytes, and so does an engine that has parsed before.
func TestAnswersAreDeterministic(t *testing.T) {
	request := decideCall(fiftyStatements())
	e := engine.New()
	first := string(e.Call(request))
	if second := string(e.Call(request)); second != first {
		t.Error("the second answer differs")
	}
	if other := string(engine.New().Call(request)); other != first {
		t.Error("another engine's answer differs")
	}
}

// No prefix of a scenario panics.
func TestPrefixesOfScenarios(t *testing.T) {
	whole := scenarioWith(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`, get)
	for n := range len(whole) {
		if a := call(t, decideCall(whole[:n])); a.OK {
			t.Fatalf("a prefix of %d bytes is a scenario", n)
		}
	}
}
