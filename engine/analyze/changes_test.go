package analyze_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/analyze"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func options() scenario.Options {
	return scenario.Options{Now: authz.Clock{RFC3339: "2026-09-01T12:00:00Z"}, Parse: policy.Parse, Managed: catalog.ManagedPolicy}
}

func read(t *testing.T, text string, with scenario.Options) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("test.json", text), with)
	for _, r := range refusals {
		t.Fatalf("refused: %s %s\n%s", r.Code, r.Message, text)
	}
	return s
}

func changes(t *testing.T, text string) []analyze.Change {
	t.Helper()
	s := read(t, text, options())
	return analyze.Changes(s, s.Requests[0])
}

func said(all []analyze.Change) string {
	var lines []string
	for _, c := range all {
		lines = append(lines, explain.Change(c))
	}
	return strings.Join(lines, "\n")
}

const user = `"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"`

// account is account 111122223333 with the user ana and further members.
func account(ana, more, request string) string {
	if more != "" {
		more = ", " + more
	}
	return `{"version": 1, "accounts": {"111122223333": {"users": {"ana": {` + ana + `}}` + more + `}}, "requests": [{` + request + `}]}`
}

func inline(statements string) string {
	return `"inlinePolicies": {"p": {"Version": "2012-10-17", "Statement": [` + statements + `]}}`
}

// What a person would do first is among the changes, and every one flips the decision.
func TestChanges(t *testing.T) {
	get := `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`
	cases := map[string]struct{ scenario, want string }{
		"an action that is missing": {
			account(inline(`{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*"}`), "", user),
			"Add s3:GetObject to Action in statement #1 of p"},
		"an action that stands alone": {
			account(inline(`{"Sid": "Put", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}`), "", user),
			"Add s3:GetObject to Action in statement Put of p"},
		"a resource that is missing": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::c/*"]}`), "", user),
			"Add arn:aws:s3:::b/k to Resource in statement #1 of p"},
		"a statement in a policy that has others": {
			account(inline(`{"Effect": "Allow", "Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:*"}`), "", user),
			"Add a statement to p that allows s3:GetObject"},
		"a context key that is absent": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}`), "", user),
			`Send the request with aws:SourceIp = "192.0.2.0"`},
		"a context key with another value": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringLike": {"s3:prefix": "home/*"}}}`), "", user+`, "context": {"s3:prefix": "away"}`),
			`Send the request with s3:prefix = "home/"`},
		"the value that the request has": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "ben"}}}`), "", user),
			"Add ana to aws:username in statement #1 of p"},
		"a condition in the way": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "ben"}}}`), "", user),
			"Drop the condition on aws:username in statement #1 of p"},
		"multi-factor authentication": {
			account(inline(get+`, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}`), "", user),
			`Send the request with aws:MultiFactorAuthPresent = "true"`},
		"a number below a limit": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"NumericLessThan": {"s3:max-keys": "10"}}}`), "", user),
			`Send the request with s3:max-keys = "9"`},
		"a key that has to be there": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Null": {"s3:prefix": "false"}}}`), "", user),
			`Send the request with s3:prefix = "example"`},
		"a key that must not be there": {
			account(inline(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Null": {"s3:prefix": "true"}}}`), "", user+`, "context": {"s3:prefix": "x"}`),
			"Send the request without s3:prefix"},
		"a Deny that can go": {
			account(inline(get+`, {"Sid": "No", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}`), "", user),
			"Remove statement No from p"},
		"a Deny that can spare the caller": {
			account(inline(get)+`, "attachedPolicies": ["No"]`, `"policies": {"No": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}`, user),
			"Spare ana by a condition on aws:PrincipalArn in statement #1 of No"},
		"a Deny that spares another": {
			account(inline(get+`, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/ben"}}}`), "", user),
			"Spare ana by a condition on aws:PrincipalArn in statement #2 of p"},
		"a Deny with another condition": {
			account(inline(get+`, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:username": "a*"}}}`), "", user),
			"Spare ana by a condition on aws:PrincipalArn in statement #2 of p"},
		"a Deny that can be narrowed": {
			account(inline(get+`, {"Sid": "No", "Effect": "Deny", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}`), "", user),
			"Take s3:GetObject out of Action in statement No of p"},
		"a Deny with NotAction": {
			account(inline(get+`, {"Sid": "No", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}`), "", user),
			"Add s3:GetObject to NotAction in statement No of p"},
		"a customer managed policy": {
			account(``, `"policies": {"Reader": {"Version": "2012-10-17", "Statement": `+get+`}}`, user),
			"Attach Reader to ana"},
		"a group": {
			account(``, `"groups": {"readers": {`+inline(get)+`}}`, user),
			"Add ana to the group readers"},
		"nothing at all": {
			account(``, ``, user), "Give ana an inline policy for just this request"},
		"a boundary": {
			account(inline(get)+`, "permissionsBoundary": "Cap"`, `"policies": {"Cap": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]}}`, user),
			"Remove the permissions boundary of ana"},
		"a policy that denies, detached": {
			account(inline(get)+`, "attachedPolicies": ["No"]`, `"policies": {"No": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}`, user),
			"Detach No from ana"},
		"a public bucket": {
			`{"version": 1, "accounts": {"444455556666": {"resources": {"arn:aws:s3:::b": {"settings": {"blockPublicAccess": true}, "policy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}}}}}}, "requests": [{"principal": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}]}`,
			"Turn S3 Block Public Access off for b"},
		"a bucket of another account": {
			`{"version": 1, "accounts": {"111122223333": {"users": {"ana": {` + inline(get) + `}}}, "444455556666": {"resources": {"arn:aws:s3:::b": {}}}}, "requests": [{` + user + `}]}`,
			"Give b a policy for just this request"},
		"a principal that is not named": {
			`{"version": 1, "accounts": {"111122223333": {"users": {"ana": {` + inline(get) + `}}}, "444455556666": {"resources": {"arn:aws:s3:::b": {"policy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/ben"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}}}}}}, "requests": [{` + user + `}]}`,
			"Add arn:aws:iam::111122223333:user/ana to Principal in statement #1 of b"},
		"a session policy": {
			`{"version": 1, "accounts": {"111122223333": {"roles": {"ops": {` + inline(get) + `}}}}, "requests": [{"principal": "arn:aws:iam::111122223333:role/ops", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "session": {"policies": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}]}}]}`,
			"Detach the session policies from assumed-role/ops/session"},
		"an SCP that denies": {
			organization(`"scps": ["FullAWSAccess", "No"]`, `"No": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}`, get),
			"Detach No from 111122223333"},
		"an SCP that is missing": {
			organization(`"scps": ["Some"]`, `"Some": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}`, get),
			"Attach FullAWSAccess to 111122223333"},
		"an inline policy that denies": {
			account(`"attachedPolicies": ["arn:aws:iam::aws:policy/AdministratorAccess"], `+inline(`{"Effect": "Deny", "Action": "*", "Resource": "*"}`), "", user),
			"Remove the inline policy p from ana"},
		"several checks of one call": {
			account(inline(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`), "", `"principal": "arn:aws:iam::111122223333:user/ana", "operation": "s3:CopyObject", "with": {"source": "arn:aws:s3:::a/k", "destination": "arn:aws:s3:::b/k", "tags": true}`),
			"Add a statement to p that allows s3:PutObject, s3:GetObjectTagging, s3:PutObjectTagging"},
		"an Allow to take away": {
			account(inline(get+`, {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}`), "", user),
			"Remove statement #1 from p"},
		"an Allow against which to deny": {
			account(inline(get), "", user), "Add a statement to p that denies s3:GetObject"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			all := changes(t, c.scenario)
			if !slices.Contains(strings.Split(said(all), "\n"), c.want) {
				t.Errorf("got\n%s\nwant among them\n%s", said(all), c.want)
			}
			confirm(t, c.scenario, all)
		})
	}
}

func organization(scps, policies, statement string) string {
	return `{"version": 1, "organization": {"id": "o-exampleorg1", "managementAccount": "999988887777", "serviceControlPolicies": {` + policies + `}, "root": {"id": "r-ab12", "accounts": {"111122223333": {` + scps + `}}}}, "accounts": {"111122223333": {"users": {"ana": {` + inline(statement) + `}}}}, "requests": [{` + user + `}]}`
}

// confirm applies each change by itself and decides anew; it also holds the list to its promises.
func confirm(t *testing.T, text string, all []analyze.Change) {
	t.Helper()
	before := read(t, text, options())
	o := before.Decide(before.Requests[0])
	if len(all) > 5 {
		t.Errorf("%d changes, want five at most", len(all))
	}
	size := 0
	for _, c := range all {
		if now := c.Span.To - c.Span.From + len(c.Text); now < size {
			t.Errorf("%q is smaller than the one before it", explain.Change(c))
		} else {
			size = now
		}
		edited := apply(t, text, c)
		after := read(t, edited, options())
		decided := after.Decide(after.Requests[0])
		if (decided.Decision == authz.Allowed) == (o.Decision == authz.Allowed) || decided.Decision != c.Decision {
			t.Errorf("%q: before %s, after %s, promised %s", explain.Change(c), o.Word(), decided.Word(), c.Decision)
		}
	}
}

// apply makes the edit in the text of the scenario.
func apply(t *testing.T, text string, c analyze.Change) string {
	t.Helper()
	base := 0
	if c.Document != nil {
		base = strings.Index(text, c.Document.Policy.Document.Text)
		if base < 0 {
			t.Fatal("the document does not stand in the scenario")
		}
	}
	return text[:base+c.Span.From] + c.Text + text[base+c.Span.To:]
}

// A decision that no single edit can flip has no changes.
func TestNoSingleChange(t *testing.T) {
	cases := map[string]string{
		"another partition":         `{"version": 1, "accounts": {}, "requests": [{"principal": "arn:aws:iam::111122223333:root", "action": "s3:GetObject", "resource": "arn:aws-cn:s3:::b/k"}]}`,
		"both sides say nothing":    `{"version": 1, "accounts": {"111122223333": {"users": {"ana": {}}}, "444455556666": {"resources": {"arn:aws:s3:::b": {}}}}, "requests": [{` + user + `}]}`,
		"a call that needs nothing": account("", "", `"principal": "arn:aws:iam::111122223333:user/ana", "action": "sts:GetCallerIdentity"`),
		"a request that is broken":  account("", "", `"principal": "nobody", "action": "s3:GetObject"`),
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			if all := changes(t, text); len(all) != 0 {
				t.Errorf("got %s", said(all))
			}
		})
	}
}

// A policy that the scenario holds as raw text, or in a file, is edited there.
func TestChangesOfDocumentsElsewhere(t *testing.T) {
	document := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}`
	raw := strings.ReplaceAll(document, `"`, `\"`)
	file := options()
	file.File = func(path string) (*syntax.Source, error) {
		if path != "p.json" {
			return nil, errors.New("there is no such file")
		}
		return syntax.NewSource(path, document), nil
	}
	for name, c := range map[string]struct {
		inline string
		with   scenario.Options
	}{
		"raw text": {`"inlinePolicies": {"p": "` + raw + `"}`, options()},
		"a file":   {`"inlinePolicies": {"p": "p.json"}`, file},
	} {
		t.Run(name, func(t *testing.T) {
			s := read(t, account(c.inline, "", user), c.with)
			all := analyze.Changes(s, s.Requests[0])
			if len(all) == 0 || all[0].Document == nil {
				t.Fatalf("got %s, want an edit of the document first", said(all))
			}
			want := strings.Replace(document, `"s3:PutObject"`, `["s3:PutObject", "s3:GetObject"]`, 1)
			if got := document[:all[0].Span.From] + all[0].Text + document[all[0].Span.To:]; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// An edit keeps to the layout of the text around it.
func TestChangesKeepTheLayout(t *testing.T) {
	text := `{
  "version": 1,
  "accounts": {
    "111122223333": {
      "users": {
        "ana": {
          "inlinePolicies": {
            "p": {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": [
                    "s3:PutObject"
                  ],
                  "Resource": "*"
                }
              ]
            }
          }
        }
      }
    }
  },
  "requests": [{` + user + `}]
}`
	all := changes(t, text)
	want := strings.Replace(text, `"s3:PutObject"`, `"s3:PutObject",
                    "s3:GetObject"`, 1)
	if got := apply(t, text, all[0]); got != want {
		t.Errorf("got\n%s", got)
	}
	i := slices.IndexFunc(all, func(c analyze.Change) bool { return c.Verb == analyze.AddStatement })
	if i < 0 {
		t.Fatal("no statement is proposed")
	}
	want = strings.Replace(text, `                  "Resource": "*"
                }`, `                  "Resource": "*"
                },
                {
                  "Effect": "Allow",
                  "Action": "s3:GetObject",
                  "Resource": "arn:aws:s3:::b/k"
                }`, 1)
	if got := apply(t, text, all[i]); got != want {
		t.Errorf("got\n%s", got)
	}
}

// half is ana's policy as it may stand while it is typed, raw.
func half(policy string) string {
	raw, err := json.Marshal(policy)
	if err != nil {
		panic(err)
	}
	return account(`"inlinePolicies": {"p": `+string(raw)+`, "q": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}}`, "", user)
}

const typed = `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:PutObject","s3:ListBucket"],"Resource":"*","Condition":{"StringEquals":{"aws:username":["a","b"]}}},{"Effect":"Deny","Action":"s3:GetObject","Resource":["x","*"]}]}`

// Whatever stands in a policy while it is typed, edits of the others are proposed and none of it.
func TestChangesOfHalfTypedPolicies(t *testing.T) {
	for i := range typed {
		for _, policy := range []string{typed[:i], typed[:i] + typed[i+1:], typed[:i] + `"` + typed[i:], typed[:i] + "," + typed[i:]} {
			if !strings.HasPrefix(policy, "{") {
				continue
			}
			text := half(policy)
			for _, c := range changes(t, text) {
				if c.Document != nil && c.Document.Policy.Document.Malformed {
					t.Errorf("%q is edited", policy)
				}
			}
		}
	}
}

// A permissions boundary is the most that somebody may have, so nobody is told to attach it: not its own user, nor another.
func TestBoundariesAreNotOffered(t *testing.T) {
	everything := `"policies": {"Cap": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}`
	for name, text := range map[string]string{
		"of the caller":   account(`"permissionsBoundary": "Cap"`, everything, user),
		"of another user": strings.Replace(account(``, everything, user), `"ana": {}`, `"ana": {}, "ben": {"permissionsBoundary": "Cap"}`, 1),
		"of another role": account(``, everything+`, "roles": {"r": {"trustPolicy": {"Version": "2012-10-17", "Statement": []}, "permissionsBoundary": "arn:aws:iam::111122223333:policy/Cap"}}`, user),
	} {
		got := said(changes(t, text))
		if strings.Contains(got, "Attach Cap") || !strings.Contains(got, "Give ana an inline policy for just this request") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// FuzzChanges: no policy makes the search for edits fail, and each edit that is given flips the decision.
func FuzzChanges(f *testing.F) {
	for _, policy := range []string{typed, typed[:60], `{"Statement":[{"Effect":"Allow" "Action":"*"}]}`, `{"Statement":{"Effect":"Deny","NotAction":[],"Resource":"*"}}`} {
		f.Add(policy)
	}
	f.Fuzz(func(t *testing.T, policy string) {
		if !strings.HasPrefix(policy, "{") || !utf8.ValidString(policy) {
			return
		}
		text := half(policy)
		s, refusals := scenario.Read(syntax.NewSource("test.json", text), options())
		if refusals != nil {
			return
		}
		before := s.Decide(s.Requests[0])
		for _, c := range analyze.Changes(s, s.Requests[0]) {
			if (c.Decision == authz.Allowed) == (before.Decision == authz.Allowed) {
				t.Errorf("%s does not flip the decision", explain.Change(c))
			}
		}
	})
}
