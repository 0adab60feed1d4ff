package lint_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/audit"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/lint"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func TestKindOf(t *testing.T) {
	for text, want := range map[string]lint.Kind{
		`{"Statement":[]}`:                lint.PolicyDocument,
		`{"Statement":[`:                  lint.PolicyDocument,
		`{"version":1,"accounts":{}}`:     lint.ScenarioFile,
		`{"requests":[`:                   lint.ScenarioFile,
		`{"version":1,"organization":{}}`: lint.ScenarioFile,
		`{"name":"package"}`:              lint.Unknown,
		`[{"Statement":[]}]`:              lint.Unknown,
		``:                                lint.Unknown,
	} {
		if got := lint.KindOf(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestTypeOf(t *testing.T) {
	for text, want := range map[string]policy.Type{
		`{"Statement":{"Action":"s3:*","Resource":"*"}}`:                                    policy.Identity,
		`{"Statement":[{"Action":"s3:*","Resource":"*"},{"Principal":"*","Action":"*"}]}`:   policy.Resource,
		`{"Statement":[{"NotPrincipal":"*","Action":"s3:*","NotResource":"*"}]}`:            policy.Resource,
		`{"Statement":{"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:Assume"}}`: policy.Trust,
		`{}`: policy.Identity,
	} {
		if got := lint.TypeOf(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func read(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("s", text), scenario.Options{Now: scenario.ClockAt(time.Unix(0, 0)), Parse: policy.Parse, Managed: catalog.ManagedPolicy})
	if refusals != nil {
		t.Fatal(refusals)
	}
	return s
}

// What the parser refuses AWS does not store; what a check finds it does.
func TestRefused(t *testing.T) {
	d := policy.Parse(`{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Alow","Action":"s3:GetObject","Resource":"*"}]}`, policy.Identity)
	refused := map[string]bool{}
	for _, f := range lint.Policy(d, lint.Options{}) {
		refused[f.Code] = f.Refused
	}
	if want, ok := refused["INVALID_EFFECT"]; !want || !ok {
		t.Errorf("INVALID_EFFECT is not refused: %v", refused)
	}
	if found, ok := refused["EMPTY_SID_VALUE"]; found || !ok {
		t.Errorf("EMPTY_SID_VALUE is refused, or not found: %v", refused)
	}
}

func TestScenarioTellsEachThingOnce(t *testing.T) {
	s := read(t, `{"version":1,"ignoredChecks":{"NOPE":"a","MISSING_VERSION":""},"accounts":{},"requests":[{"principal":"arn:aws:iam::111122223333:user/a","action":"x","acton":1}]}`)
	var codes []string
	for _, d := range lint.Scenario(s, audit.Audit(s)) {
		codes = append(codes, d.Code)
	}
	count := map[string]int{}
	for _, code := range codes {
		count[code]++
	}
	if count["IGNORED_UNKNOWN_CHECK"] != 1 || count["IGNORED_WITHOUT_REASON"] != 1 || count["UNKNOWN_MEMBER"] != 1 {
		t.Errorf("%v", codes)
	}
}

func TestFewSaysHowManyMoreThereAre(t *testing.T) {
	var all []lint.Finding
	for i := range 53 {
		all = append(all, lint.Finding{Diagnostic: syntax.Diagnostic{Code: "A", Message: "This.", Span: syntax.Span{From: i}}})
	}
	all = append(all, lint.Finding{Diagnostic: syntax.Diagnostic{Code: "B", Message: "That."}})
	few := lint.Few(all)
	if len(few) != 51 || few[49].Message != "This. There are 3 more like this." || few[48].Message != "This." || few[50].Message != "That." {
		t.Errorf("%d: %+v", len(few), few[48:])
	}
	if one := lint.Few(all[:50]); len(one) != 50 || one[49].Message != "This." {
		t.Errorf("%+v", one[49])
	}
}

// However much is wrong with a policy, the checks have done with it in time
// that grows about as the policy does: one that is ten times as long takes at
// most forty times as long. A comparison of all pairs would take a hundred times.
func TestLongPoliciesAreCheckedInTime(t *testing.T) {
	took := func(n int) time.Duration {
		var actions strings.Builder
		for i := range n {
			actions.WriteString(`,"s3:Get` + strconv.Itoa(i) + `"`)
		}
		d := policy.Parse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"`+actions.String()+`],"Resource":"*"}]}`, policy.Identity)
		start := time.Now()
		lint.Policy(d, lint.Options{})
		return time.Since(start)
	}
	var short, long time.Duration
	for range 6 { // another program may hold one of them up, but not each time
		if short, long = took(2000), took(20_000); long <= 40*short {
			return
		}
	}
	t.Errorf("20,000 actions take %v, 2,000 take %v", long, short)
}

func TestIgnoredWithAReason(t *testing.T) {
	s := read(t, `{"version":1,"ignoredChecks":{"MISSING_VERSION":" It is old. "},"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Sid":""}]}}}}}},"requests":[]}`)
	reasons := map[string]string{}
	for _, f := range lint.Document(s.Documents[0], lint.Options{Ignored: s.Ignored}) {
		reasons[f.Code] = f.Ignored
	}
	if reasons["MISSING_VERSION"] != "It is old." {
		t.Errorf("%q", reasons)
	}
	if reason, found := reasons["EMPTY_SID_VALUE"]; reason != "" || !found {
		t.Errorf("%q", reasons)
	}
}
