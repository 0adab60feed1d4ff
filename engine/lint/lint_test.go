package lint_test

import (
	"testing"
	"time"

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
	for _, d := range lint.Scenario(s) {
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
