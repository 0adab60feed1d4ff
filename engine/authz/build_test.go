package authz_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// The cases of these tests are written as parts of scenario files, so that they
// read like AWS's own documents.
type (
	object = map[string]any
	list   = []any
)

const (
	accountA = "111111111111"
	accountB = "222222222222"
	bucket   = "arn:aws:s3:::bucket"
	key      = "arn:aws:s3:::bucket/key"
	userARN  = "arn:aws:iam::111111111111:user/ana"
	roleARN  = "arn:aws:iam::111111111111:role/ops"
	session  = "arn:aws:sts::111111111111:assumed-role/ops/s1"
	fedUser  = "arn:aws:sts::111111111111:federated-user/carol"
	rootARN  = "arn:aws:iam::111111111111:root"
)

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

func statement(effect string, members ...object) object {
	s := object{"Effect": effect, "Action": "s3:GetObject", "Resource": "*"}
	for _, more := range members {
		for k, v := range more {
			if v == nil {
				delete(s, k)
				continue
			}
			s[k] = v
		}
	}
	return s
}

func document(statements ...any) object {
	return object{"Version": "2012-10-17", "Statement": statements}
}

func allow(members ...object) object { return document(statement("Allow", members...)) }
func deny(members ...object) object  { return document(statement("Deny", members...)) }

func aws(arns ...any) object { return object{"Principal": object{"AWS": arns}} }

var everyone = object{"Principal": "*"}

// otherAction is a statement that allows something else.
var other = allow(object{"Action": "ec2:RunInstances"})

func read(t *testing.T, s object) *scenario.Scenario {
	t.Helper()
	s["version"] = 1
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return readText(t, string(text))
}

func readText(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	read, refusals := scenario.Read(syntax.NewSource("test.json", text), scenario.Options{
		Now: scenario.ClockAt(noon), Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	})
	for _, r := range refusals {
		t.Fatalf("refused: %s %s", r.Code, r.Message)
	}
	return read
}

// decide decides the only request of a scenario.
func decide(t *testing.T, s object) *authz.Trace {
	t.Helper()
	read := read(t, s)
	r := read.Requests[0]
	for _, d := range r.Diagnostics {
		t.Fatalf("request: %s %s", d.Code, d.Message)
	}
	trace := authz.Evaluate(read.World, &r.Asked[0])
	if allows := authz.Allows(read.World, &r.Asked[0]); allows != (trace.Decision == authz.Allowed) {
		t.Errorf("Allows says %v, Evaluate %v", allows, trace.Decision)
	}
	return trace
}

// outcome writes a decision with what was missing: "implicitDeny [identity boundary]".
func outcome(t *authz.Trace) string {
	text := t.Decision.String()
	for _, m := range t.Missing {
		text += " " + m.String()
	}
	return text
}

func with(members object, more ...object) object {
	all := object{}
	for _, from := range append([]object{members}, more...) {
		for k, v := range from {
			all[k] = v
		}
	}
	return all
}
