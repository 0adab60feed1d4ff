package intake_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/intake"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

const (
	dana  = "arn:aws:iam::111122223333:user/dana"
	ci    = "arn:aws:sts::111122223333:assumed-role/Reports/ci"
	table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
	plain = "User: " + ci + " is not authorized to perform: dynamodb:Query on resource: " + table + " because no identity-based policy allows the dynamodb:Query action"
	reads = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`
)

// taken takes a text in, with a policy at the likeliest place.
func taken(t *testing.T, text, into string) *intake.Result {
	t.Helper()
	r, refusal := intake.Read(text, intake.Options{Into: into, Target: -1})
	if refusal != nil {
		t.Fatalf("%s %v", refusal.Message, refusal.Problems)
	}
	if refusals := refused(r.Scenario); len(refusals) > 0 {
		t.Fatalf("the scenario is refused: %v\n%s", refusals, r.Scenario)
	}
	return r
}

// The page keeps every policy document as the text that is edited (scenario.md, "Policy documents": an object, or its raw text).
func TestDocumentsAsTexts(t *testing.T) {
	const object = `{"Version":"2012-10-17","Statement":[]}`
	into := `{"version":1,"organization":{"serviceControlPolicies":{"s":` + object + `},"resourceControlPolicies":{"r":` + object + `}},
		"accounts":{"111122223333":{
			"policies":{"bare":` + object + `,"wrapped":{"description":"d","document":` + object + `,"versions":{"v1":{"document":` + object + `}}},"typed":"{ }"},
			"groups":{"g":{"inlinePolicies":{"p":` + object + `}}},"users":{"u":{"inlinePolicies":{"p":` + object + `}}},
			"roles":{"r":{"trustPolicy":` + object + `,"inlinePolicies":{"p":` + object + `}}},
			"resources":{"arn:aws:s3:::b":{"policy":` + object + `}}}},
		"requests":[{"session":{"policies":[` + object + `]}}]}`
	r, refusal := intake.Read(plain, intake.Options{Into: into, Target: -1, Documents: intake.Texts})
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	const text = `"{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}"`
	const account = "accounts|111122223333|"
	for path, want := range map[string]string{
		"organization|serviceControlPolicies|s": text, "organization|resourceControlPolicies|r": text,
		account + "policies|bare": text, account + "policies|wrapped|document": text, account + "policies|typed": `"{ }"`,
		account + "policies|wrapped|versions|v1|document": `{"Statement":[],"Version":"2012-10-17"}`,
		account + "groups|g|inlinePolicies|p":             text, account + "users|u|inlinePolicies|p": text,
		account + "roles|r|trustPolicy": text, account + "roles|r|inlinePolicies|p": text,
		account + "resources|arn:aws:s3:::b|policy": text, "requests|0|session|policies|0": text,
	} {
		if got := at(t, r.Scenario, path); got != want {
			t.Errorf("%s is %s", path, got)
		}
	}
}

// refused says why a scenario cannot be read.
func refused(text string) []scenario.Diagnostic {
	_, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Parse: policy.Parse, Managed: catalog.ManagedPolicy})
	return refusals
}

// at reads what stands at a path of the scenario, its steps parted by "|", as JSON.
func at(t *testing.T, scenario, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(scenario), &v); err != nil {
		t.Fatal(err)
	}
	for _, step := range strings.Split(path, "|") {
		switch inside := v.(type) {
		case map[string]any:
			v = inside[step]
		case []any:
			if i := int(step[0] - '0'); i < len(inside) {
				v = inside[i]
			} else {
				v = nil
			}
		default:
			v = nil
		}
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// holds checks what stands at several paths.
func holds(t *testing.T, scenario string, want map[string]string) {
	t.Helper()
	for path, text := range want {
		if got := at(t, scenario, path); got != text {
			t.Errorf("%s is %s, not %s\n%s", path, got, text, scenario)
		}
	}
}

func leftOut(t *testing.T, r *intake.Result, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(strings.Join(r.LeftOut, "\n"), w) {
			t.Errorf("%q is not among what was left out: %q", w, r.LeftOut)
		}
	}
}

// Whatever is pasted, it is taken in or refused with a reason; what is made of
// it is one strict JSON object of at most 8 MiB, and taking more into it works.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{plain, reads, cliLine, accountPage, eventOf(iamUser, ""), `{"Policy":"` + strings.ReplaceAll(reads, `"`, `\"`) + `"}`, `[[{"Statement":1}]]`, "{", "%7B", `{"version":1,"accounts":{}}`, encodedReply, organizationSession, plan, template} {
		f.Add(seed, "")
		f.Add(seed, `{"version":1,"accounts":{"111122223333":{"users":[]}},"requests":{"a":1},"organization":[]}`)
	}
	f.Fuzz(func(t *testing.T, text, into string) {
		r, refusal := intake.Read(text, intake.Options{Into: into, Target: len(text) % 9})
		if refusal != nil {
			if refusal.Message == "" {
				t.Fatal("refused without a reason")
			}
			return
		}
		if _, problems := syntax.Parse(r.Scenario); r.Kind != intake.Scenario && (len(problems) > 0 || len(r.Scenario) > syntax.MaxSize) {
			t.Fatalf("%q becomes %q", text, r.Scenario)
		}
		if refusals := refused(r.Scenario); r.Kind != intake.Scenario && into == "" && len(refusals) > 0 {
			t.Fatalf("%q becomes a scenario that is refused: %v\n%s", text, refusals, r.Scenario)
		}
		if r.Target < 0 || len(r.Targets) > 0 && r.Target >= len(r.Targets) {
			t.Fatalf("target %d of %d", r.Target, len(r.Targets))
		}
	})
}

func TestNothingIsRefusedWithoutAReason(t *testing.T) {
	for name, c := range map[string]struct{ text, words string }{
		"nothing":               {" \n", "There is nothing here."},
		"no action":             {"Access Denied", "nothing that can be taken in"},
		"prose":                 {"Dear colleague, it does not work.", "nothing that can be taken in"},
		"another document":      {`{"Resources":{"Bucket":{"Type":"AWS::S3::Bucket"}}}`, "nothing that can be taken in"},
		"a template in YAML":    {"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Ana:\n    Type: AWS::IAM::User\n", "a CloudFormation template in YAML, and only JSON is read here"},
		"a list of such":        {`[1,{"a":2}]`, "nothing that can be taken in"},
		"too much":              {strings.Repeat("x", intake.MaxText+1), "larger than 12 MiB"},
		"an account too large":  {`{"Policies":[{"PolicyName":"big","Arn":"arn:aws:iam::111122223333:policy/big","PolicyVersionList":[{"IsDefaultVersion":true,"Document":{"Version":"` + strings.Repeat("x", syntax.MaxSize) + `"}}]}]}`, "a scenario has at most 8 MiB"},
		"broken JSON":           {"{\"UserDetailList\": [\n  {\"UserName\": \"dana\" \"Path\": \"/\"}\n]}", "not sound JSON"},
		"a decoded other thing": {`{"explicitDeny":true,"context":{"action":"*"}}`, "nothing that can be taken in"},
	} {
		t.Run(name, func(t *testing.T) {
			r, refusal := intake.Read(c.text, intake.Options{Target: -1})
			if refusal == nil || !strings.Contains(refusal.Message, c.words) {
				t.Fatalf("%+v %+v", r, refusal)
			}
		})
	}
}

func TestTheScenarioThatIsThereMustBeSound(t *testing.T) {
	for _, into := range []string{"[]", "{", `{"a":1,"a":2}`, " "} {
		if r, refusal := intake.Read(plain, intake.Options{Into: into}); refusal == nil || !strings.Contains(refusal.Message, "cannot be read") {
			t.Errorf("%s: %+v", into, r)
		}
	}
}

func TestBrokenJSONIsShownWhereItBreaks(t *testing.T) {
	_, refusal := intake.Read(accountPage+"\n{\"UserDetailList\": [\n  {\"UserName\": \"dana\" \"Path\": \"/\"}\n]}", intake.Options{})
	if refusal == nil || len(refusal.Problems) == 0 {
		t.Fatalf("%+v", refusal)
	}
	at := refusal.Source.Position(refusal.Problems[0].Span.From)
	lines := strings.Count(accountPage, "\n")
	if at.Line != lines+3 || at.Column != 22 {
		t.Errorf("the problem stands at %d:%d", at.Line, at.Column)
	}
}

func TestAScenarioStaysAsItIs(t *testing.T) {
	text := `{ "version": 1, "title": "Mine", "accounts": {}, "requests": [] }`
	if r := taken(t, "\uFEFF"+text, ""); r.Kind != intake.Scenario || r.Scenario != text {
		t.Errorf("%+v", r)
	}
}

func TestAPolicyAloneIsPutWhereItBelongs(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"identity-based": {reads, map[string]string{
			"accounts|111122223333|users|alice|inlinePolicies|pasted|Version": `"2012-10-17"`,
			"requests|0": `{"action":"s3:GetObject","principal":"arn:aws:iam::111122223333:user/alice","resource":"arn:aws:s3:::b/Example"}`}},
		"one statement, wildcards and a variable": {`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["dynamodb:*"],"Resource":"arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/team}?"}}`, map[string]string{
			"requests|0|action": `"dynamodb:GetItem"`, "requests|0|resource": `"arn:aws:s3:::b/alice/aws:PrincipalTag/teamx"`}},
		"actions that no example fits": {`{"Statement":[{"Effect":"Allow","Action":"glue:Get*","Resource":"*"}]}`, map[string]string{
			"requests|0|action": `"glue:GetExample"`, "requests|0|resource": `"*"`}},
		"every action": {`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, map[string]string{"requests|0|action": `"s3:GetObject"`}},
		"no service":   {`{"Statement":[{"Effect":"Allow","Action":"?","Resource":"*"}]}`, map[string]string{"requests|0|action": `"s3:GetObject"`}},
		"only NotAction": {`{"Statement":[{"Effect":"Deny","NotAction":"iam:*","NotResource":"*"}]}`, map[string]string{
			"requests|0|action": `"s3:GetObject"`}},
		"broken, kept as it was typed": {"{\"Statement\": [{\"Effect\": \"Deny\" \"Action\": \"*\"}]}", map[string]string{
			"accounts|111122223333|users|alice|inlinePolicies|pasted": `"{\"Statement\": [{\"Effect\": \"Deny\" \"Action\": \"*\"}]}"`}},
		"a bucket's": {`{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`, map[string]string{
			"accounts|111122223333|resources|arn:aws:s3:::b|policy|Statement|0|Effect": `"Allow"`,
			"requests|0|principal":              `"arn:aws:iam::444455556666:user/alice"`,
			"accounts|444455556666|users|alice": `{}`}},
		"a key's, which names no key": {`{"Statement":[{"Effect":"Allow","Principal":{"AWS":"` + dana + `"},"Action":"kms:Decrypt","Resource":"*"}]}`, map[string]string{
			"accounts|111122223333|resources|arn:aws:s3:::pasted|policy|Statement|0|Action": `"kms:Decrypt"`,
			"requests|0|principal": `"` + dana + `"`, "requests|0|resource": `"arn:aws:s3:::pasted"`,
			"accounts|111122223333|users|dana": `{}`}},
		"a trust policy": {`{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`, map[string]string{
			"accounts|111122223333|roles|Pasted|trustPolicy|Statement|Effect": `"Allow"`,
			"requests|0": `{"action":"sts:AssumeRole","principal":"lambda.amazonaws.com","resource":"arn:aws:iam::111122223333:role/Pasted"}`}},
		"a trust policy for a provider": {`{"Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"},"Action":"sts:AssumeRoleWithWebIdentity"}}`, map[string]string{
			"requests|0|principal": `"arn:aws:iam::111122223333:user/alice"`}},
		"for everybody": {`{"Statement":{"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:444455556666:news"}}`, map[string]string{
			"accounts|444455556666|resources|arn:aws:sns:eu-west-1:444455556666:news|policy|Statement|Principal": `"*"`,
			"requests|0|principal": `"arn:aws:iam::111122223333:user/alice"`}},
	} {
		t.Run(name, func(t *testing.T) {
			r := taken(t, c.text, "")
			if r.Kind != intake.Policy || len(r.Targets) == 0 || r.Document == nil || r.Request != 0 || len(r.Understood) == 0 {
				t.Errorf("%+v", r)
			}
			holds(t, r.Scenario, c.want)
		})
	}
}

const world = `{"version":1,"title":"Mine","accounts":{
  "111122223333":{"users":{"ana":{"inlinePolicies":{"pasted":{"Statement":[]},"pasted-2":{}}},"dana":{}},"roles":{"Ops":{"permissionsBoundary":"Cap"}},"groups":{"Staff":{}},
    "policies":{"Cap":{"Statement":[{"Sid":"ReplaceMe","Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}]}},
    "resources":{"arn:aws:s3:::listed":{}}},
  "444455556666":{}},
  "requests":[{"principal":"arn:aws:iam::111122223333:user/dana","action":"s3:GetObject","resource":"arn:aws:s3:::asked/k","resourceAccount":"444455556666"}]}`

func TestAPolicyGoesWhereTheReaderSays(t *testing.T) {
	choose := func(policy, label string) *intake.Result {
		offered := taken(t, policy, world).Targets
		i := slices.Index(offered, label)
		if i < 0 {
			t.Fatalf("%q is not among %q", label, offered)
		}
		r, refusal := intake.Read(policy, intake.Options{Into: world, Target: i})
		if refusal != nil || r.Target != i || at(t, r.Scenario, "title") != `"Mine"` || at(t, r.Scenario, "requests|1") != "null" {
			t.Fatalf("%+v %+v", r, refusal)
		}
		return r
	}
	if first := taken(t, reads, world).Targets[0]; first != "Inline policy of user dana, 111122223333" {
		t.Errorf("the likeliest place is %s", first)
	}
	holds(t, choose(reads, "Inline policy of user ana, 111122223333").Scenario, map[string]string{"accounts|111122223333|users|ana|inlinePolicies|pasted-3|Version": `"2012-10-17"`})
	holds(t, choose(reads, "Inline policy of group Staff, 111122223333").Scenario, map[string]string{"accounts|111122223333|groups|Staff|inlinePolicies|pasted|Version": `"2012-10-17"`})
	holds(t, choose(reads, "Permissions boundary of user dana, 111122223333").Scenario, map[string]string{
		"accounts|111122223333|users|dana|permissionsBoundary": `"pasted"`, "accounts|111122223333|policies|pasted|Version": `"2012-10-17"`})
	holds(t, choose(reads, "Permissions boundary of role Ops, 111122223333").Scenario, map[string]string{
		"accounts|111122223333|roles|Ops|permissionsBoundary": `"Cap"`, "accounts|111122223333|policies|Cap|Version": `"2012-10-17"`})
	holds(t, choose(reads, "Service control policy at the organization’s root").Scenario, map[string]string{
		"organization|serviceControlPolicies|pasted|Version": `"2012-10-17"`, "organization|root|scps": `["FullAWSAccess","pasted"]`,
		"organization|root|accounts": `{"111122223333":{},"444455556666":{}}`})
	const resource = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::named/*"}]}`
	for label, path := range map[string]string{
		"Policy of arn:aws:s3:::named, 444455556666":         "accounts|444455556666|resources|arn:aws:s3:::named|policy|Version",
		"Policy of arn:aws:s3:::asked, 444455556666":         "accounts|444455556666|resources|arn:aws:s3:::asked|policy|Version",
		"Policy of arn:aws:s3:::listed, 111122223333":        "accounts|111122223333|resources|arn:aws:s3:::listed|policy|Version",
		"Trust policy of role Ops, 111122223333":             "accounts|111122223333|roles|Ops|trustPolicy|Version",
		"Resource control policy at the organization’s root": "organization|resourceControlPolicies|pasted|Version",
	} {
		holds(t, choose(resource, label).Scenario, map[string]string{path: `"2012-10-17"`})
	}
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}`
	holds(t, choose(trust, "Trust policy of the new role Pasted").Scenario, map[string]string{"accounts|111122223333|roles|Pasted|trustPolicy|Version": `"2012-10-17"`})
	nobody := taken(t, reads, `{"version":1,"accounts":{}}`)
	holds(t, nobody.Scenario, map[string]string{"accounts|111122223333|users|alice|inlinePolicies|pasted|Version": `"2012-10-17"`, "requests": "null"})
	named := taken(t, trust, `{"version":1,"accounts":{"111122223333":{"roles":{"Pasted":{}}}}}`)
	if !slices.Contains(named.Targets, "Trust policy of the new role Pasted-2") {
		t.Errorf("%q", named.Targets)
	}
}

// Bytes that are no UTF-8 become U+FFFD, as "The Unicode Standard" recommends in chapter 3.9, and the rest is taken in.
func TestBytesThatAreNoUTF8AreReplaced(t *testing.T) {
	r := taken(t, `{"UserDetailList":[{"Arn":"`+dana+`","UserName":"dana","Tags":[{"Key":"team","Value":"r`+"\xff"+`d"}]}]}`, "")
	holds(t, r.Scenario, map[string]string{"accounts|111122223333|users|dana|tags|team": `"r` + "\uFFFD" + `d"`})
}
