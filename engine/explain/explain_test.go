package explain_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

const (
	user    = "arn:aws:iam::111122223333:user/ana"
	session = "arn:aws:sts::111122223333:assumed-role/Ops/s1"
	role    = "arn:aws:iam::111122223333:role/Target"
	object  = "arn:aws:s3:::bucket/key"

	reads     = `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	writes    = `{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`
	denies    = `{"Effect":"Deny","Action":"*","Resource":"*"}`
	opens     = `{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}`
	forbids   = `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`
	assuming  = `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}`
	trusted   = `{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}`
	distrusts = `{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}`
)

func doc(statements string) string {
	return `{"Version":"2012-10-17","Statement":[` + statements + `]}`
}

// world is what a case writes down: statements by policy type.
type world struct {
	identity, boundary, session, scp, rcp, resource, trust, vpce string
	request                                                      string // members of the request
}

func inline(statements string) string {
	if statements == "" {
		return `{}`
	}
	return `{"p":` + doc(statements) + `}`
}

func (w world) text() string {
	member := func(name, statements string) string {
		if statements == "" {
			return ""
		}
		return `"` + name + `":` + doc(statements) + `,`
	}
	boundary, policies := "", ""
	if w.boundary != "" {
		boundary, policies = `"permissionsBoundary":"Limit",`, `"policies":{"Limit":`+doc(w.boundary)+`},`
	}
	node, named := "", ""
	if w.scp != "" {
		node, named = `"scps":["P"],`, `"serviceControlPolicies":{"P":`+doc(w.scp)+`},`
	}
	if w.rcp != "" {
		node, named = `"rcps":["RCPFullAWSAccess","P"],`, `"resourceControlPolicies":{"P":`+doc(w.rcp)+`},`
	}
	entity := `{` + boundary + `"inlinePolicies":` + inline(w.identity) + `}`
	strip := func(s string) string { return strings.ReplaceAll(s, ",}", "}") }
	return strip(`{"version":1,
		"organization":{"id":"o-exampleorg1","managementAccount":"444455556666",` + named + `"root":{"id":"r-ab12","accounts":{"111122223333":{` + node + `}}}},
		"accounts":{"111122223333":{` + policies + `
			"users":{"ana":` + entity + `},"roles":{"Ops":` + entity + `,"Target":{` + member("trustPolicy", w.trust) + `}},
			"resources":{"arn:aws:s3:::bucket":{` + member("policy", w.resource) + `},
				"arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1":{` + member("policy", w.vpce) + `}}}},
		"requests":[{` + w.request + `}]}`)
}

func decide(t *testing.T, w world) *authz.Trace {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("test.json", w.text()), scenario.Options{
		Now: scenario.ClockAt(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)), Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	})
	if len(refusals) > 0 {
		t.Fatalf("%s\n%s", refusals[0].Message, w.text())
	}
	o := s.Explain(s.Requests[0])
	if o.Settling() == nil {
		t.Fatalf("%+v", s.Requests[0].Diagnostics)
	}
	return o.Settling()
}

func asked(principal, action, resource, more string) string {
	return `"principal":"` + principal + `","action":"` + action + `","resource":"` + resource + `"` + more
}

// OUT-10, OUT-11: the access denied messages ("Troubleshoot access denied error
// messages"). OUT-14: one policy type appears. OUT-20: which.
func TestAccessDeniedMessages(t *testing.T) {
	get := asked(user, "s3:GetObject", object, "")
	through := asked(user, "s3:GetObject", object, `,"vpcEndpoint":"vpce-1"`)
	passed := func(statements string) string {
		return asked(session, "s3:GetObject", object, `,"session":{"policies":[`+doc(statements)+`]}`)
	}
	assume := asked(user, "sts:AssumeRole", role, "")
	const (
		head   = "User: " + user + " is not authorized to perform: s3:GetObject on resource: " + object
		opened = "User: " + session + " is not authorized to perform: s3:GetObject on resource: " + object
		taken  = "User: " + user + " is not authorized to perform: sts:AssumeRole on resource: " + role
	)
	for name, c := range map[string]struct {
		world world
		want  string
	}{
		"allowed":                               {world{identity: reads, request: get}, ""},
		"OUT-11 identity":                       {world{request: get}, head + " because no identity-based policy allows the s3:GetObject action"},
		"OUT-11 identity, explicit":             {world{identity: denies, request: get}, head + " with an explicit deny in an identity-based policy"},
		"OUT-11 SCP":                            {world{identity: reads, scp: writes, request: get}, head + " because no service control policy allows the s3:GetObject action"},
		"OUT-11 SCP, explicit":                  {world{identity: reads, scp: denies, request: get}, head + " with an explicit deny in a service control policy"},
		"OUT-11 RCP, explicit":                  {world{identity: reads, rcp: forbids, request: get}, head + " with an explicit deny in a resource control policy"},
		"OUT-11 VPC endpoint":                   {world{identity: reads, vpce: strings.Replace(opens, "Get", "Put", 1), request: through}, head + " because no VPC endpoint policy allows the s3:GetObject action"},
		"OUT-11 VPC endpoint, explicit":         {world{identity: reads, vpce: forbids, request: through}, head + " with an explicit deny in a VPC endpoint policy"},
		"OUT-11 boundary":                       {world{identity: reads, boundary: writes, request: get}, head + " because no permissions boundary allows the s3:GetObject action"},
		"OUT-11 boundary, explicit":             {world{identity: reads, boundary: denies, request: get}, head + " with an explicit deny in a permissions boundary"},
		"OUT-11 session":                        {world{identity: reads, request: passed(writes)}, opened + " because no session policy allows the s3:GetObject action"},
		"OUT-11 session, explicit":              {world{identity: reads, request: passed(denies)}, opened + " with an explicit deny in a session policy"},
		"OUT-11 resource, explicit":             {world{identity: reads, resource: forbids, request: get}, head + " with an explicit deny in a resource-based policy"},
		"OUT-11 trust":                          {world{identity: assuming, trust: strings.Replace(trusted, "111122223333", "444455556666", 1), request: assume}, taken + " because no role trust policy allows the sts:AssumeRole action"},
		"OUT-11 trust, explicit":                {world{identity: assuming, trust: trusted + "," + distrusts, request: assume}, taken + " with an explicit deny in the role trust policy"},
		"OUT-20 neither side: identity":         {world{resource: strings.Replace(opens, `"*"`, `{"AWS":"arn:aws:iam::111122223333:role/Ops"}`, 1), request: get}, head + " because no identity-based policy allows the s3:GetObject action"},
		"OUT-20 across accounts: resource":      {world{identity: reads, request: asked(user, "s3:GetObject", "arn:aws:s3:::theirs/key", `,"resourceAccount":"444455556666"`)}, strings.Replace(head, object, "arn:aws:s3:::theirs/key", 1) + " because no resource-based policy allows the s3:GetObject action"},
		"OUT-14 several types deny: one":        {world{identity: denies, scp: denies, boundary: denies, request: get}, head + " with an explicit deny in a service control policy"},
		"OUT-6 several types are silent: first": {world{scp: writes, boundary: writes, request: get}, head + " because no service control policy allows the s3:GetObject action"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := explain.Message(decide(t, c.world)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// OUT-14: what the message keeps back, the result lists: every denying statement.
func TestEveryDenyIsListed(t *testing.T) {
	trace := decide(t, world{identity: denies, scp: denies, boundary: denies, request: asked(user, "s3:GetObject", object, "")})
	var types []string
	for _, r := range trace.DecidedBy {
		types = append(types, r.Type.String())
	}
	if got := strings.Join(types, " "); got != "scp identity boundary" {
		t.Errorf("decided by %s", got)
	}
}

// OUT-4: a statement of the trace says what each part met, where it stands and why.
func TestPartsOfAStatement(t *testing.T) {
	statement := `{"Sid":"Read","Effect":"Allow","Action":["s3:Put*","s3:Get*"],"Resource":"arn:aws:s3:::${aws:username}/*","Condition":{"StringEquals":{"aws:username":"bo"}}}`
	trace := decide(t, world{identity: statement, request: asked(user, "s3:GetObject", "arn:aws:s3:::ana/k", "")})
	for _, l := range trace.Layers {
		if l.Type != policy.Identity {
			continue
		}
		s := l.Policies[0].Statements[0]
		text := l.Policies[0].Policy.Document.Text
		var got []string
		for i := range s.Parts {
			p := &s.Parts[i]
			got = append(got, text[p.Span.From:p.Span.To]+" "+p.Value+" "+explain.Part(trace, p))
		}
		for i, want := range []string{`"s3:Get*" s3:Get* `, `"arn:aws:s3:::${aws:username}/*" arn:aws:s3:::ana/* `, `"aws:username":"bo"  aws:username is "ana", not StringEquals "bo"`} {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("part %d: got %q, want %q first", i, got[i], want)
			}
		}
		if s.Statement.Sid != "Read" || s.Statement.Index != 0 || !s.NearMiss() {
			t.Errorf("statement %+v, near miss %v", s.Statement, s.NearMiss())
		}
	}
}

// OUT-5: a near miss fails in exactly one part.
func TestNearMisses(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"another action":                 {writes, true},
		"another resource":               {`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::x"}`, true},
		"another condition":              {`{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false}}}`, true},
		"action and resource":            {`{"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:s3:::x"}`, false},
		"two conditions":                 {`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a:b":"c","d:e":"f"}}}`, false},
		"a statement that matches":       {reads, false},
		"a statement that is not sound":  {`{"Effect":"Allow","Action":"s3:Get Object","Resource":"x"}`, false},
		"an Allow that cannot be judged": {`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"x"}}}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, world{identity: c.statement, request: asked(user, "s3:GetObject", object, "")})
			for _, l := range trace.Layers {
				if l.Type == policy.Identity && l.Policies[0].Statements[0].NearMiss() != c.want {
					t.Errorf("near miss: %v, want %v", !c.want, c.want)
				}
			}
		})
	}
}

// PM-17: a NotPrincipal that denies says which links to add, and what to use instead.
func TestNotPrincipalIsExplained(t *testing.T) {
	statement := opens + `,{"Effect":"Deny","NotPrincipal":{"AWS":"` + user + `"},"Action":"s3:*","Resource":"*"}`
	trace := decide(t, world{resource: statement, request: asked(user, "s3:GetObject", object, "")})
	for _, l := range trace.Layers {
		if l.Type != policy.Resource {
			continue
		}
		s := l.Policies[0].Statements[1]
		for i := range s.Parts {
			if p := &s.Parts[i]; p.Element == authz.PrincipalElement {
				if got := explain.Part(trace, p); !strings.Contains(got, "list the account") || !strings.Contains(got, "ArnNotEquals") {
					t.Errorf("got %q", got)
				}
				return
			}
		}
	}
	t.Error("no NotPrincipal in the trace")
}

// OUT-1, OUT-3: the words of decisions, and that of an explicit deny only Deny
// statements are the deciding ones.
func TestDecisionWords(t *testing.T) {
	for want, identity := range map[string]string{"allowed": reads, "explicitDeny": reads + "," + denies, "implicitDeny": writes} {
		trace := decide(t, world{identity: identity, request: asked(user, "s3:GetObject", object, "")})
		if got := trace.Decision.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for _, r := range trace.DecidedBy {
			if m, _ := json.Marshal(explain.Match(r)); want == "explicitDeny" && !strings.Contains(string(m), `"effect":"Deny"`) {
				t.Errorf("decided by %s", m)
			}
		}
	}
}
