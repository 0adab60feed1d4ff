package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/intake"
)

type judged struct {
	OK    bool
	Error struct{ Message string }
	Value struct {
		Diagnostics []struct{ Code, Message string }
		Documents   []struct {
			Policy      string
			Diagnostics []struct{ Severity, Code, Message string }
		}
		Requests []struct {
			Decision, Sentence string
			Met                *bool
			Failures           []string
			Diagnostics        []struct{ Message string }
		}
		Trace struct{ Message string }
	}
}

func judge(t *testing.T, scenario string) judged {
	t.Helper()
	call, _ := json.Marshal(map[string]any{"method": "decide", "scenario": scenario, "now": "2026-09-01T12:00:00Z", "trace": 0})
	var got judged
	if err := json.Unmarshal(engine.New().Call(call), &got); err != nil {
		t.Fatal(err)
	}
	if !got.OK {
		t.Fatalf("%s\n%s", got.Error.Message, scenario)
	}
	return got
}

// OUT-11: for every policy type that a message may blame, the scenario that is
// made of the message decides as AWS did, for the same reason, and holds no
// policy with a mistake.
func TestAMessageBecomesAScenarioThatDecidesTheSame(t *testing.T) {
	const (
		user   = "arn:aws:iam::111122223333:user/ops/dana"
		role   = "arn:aws:sts::111122223333:assumed-role/Reports/ci"
		object = "arn:aws:s3:::payroll/jan.csv"
		key    = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
		other  = "arn:aws:iam::444455556666:role/app/Audit"
		table  = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
	)
	for _, c := range []struct{ who, action, resource, cause, expect string }{
		{user, "s3:GetObject", object, " because no identity-based policy allows the s3:GetObject action", "implicitDeny"},
		{user, "s3:GetObject", object, " with an explicit deny in an identity-based policy", "explicitDeny"},
		{user, "s3:GetObject", object, " with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/NoPayroll", "explicitDeny"},
		{role, "dynamodb:Query", table, " because no permissions boundary allows the dynamodb:Query action", "implicitDeny"},
		{role, "dynamodb:Query", table, " with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/Cap.", "explicitDeny"},
		{role, "dynamodb:Query", table, " because no session policy allows the dynamodb:Query action", "implicitDeny"},
		{role, "dynamodb:Query", table, " with an explicit deny in a sessions policy", "explicitDeny"},
		{role, "dynamodb:Query", table, " because no service control policy allows the dynamodb:Query action", "implicitDeny"},
		{role, "dynamodb:Query", table, " with an explicit deny in a service control policy", "denied"},
		{role, "dynamodb:Query", table, " with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-exampleorg1/service_control_policy/p-12345678", "explicitDeny"},
		{user, "s3:GetObject", object, " with an explicit deny in a resource control policy", "explicitDeny"},
		{role, "kms:Decrypt", key, " because no resource-based policy allows the kms:Decrypt action", "implicitDeny"},
		{role, "s3:GetObject", object, " because no resource-based policy allows the s3:GetObject action", "implicitDeny"},
		{role, "s3:GetObject", object, " with an explicit deny in a resource-based policy", "explicitDeny"},
		{user, "sts:AssumeRole", other, " because no role trust policy allows the sts:AssumeRole action", "implicitDeny"},
		{user, "sts:AssumeRole", other, " with an explicit deny in the role trust policy", "explicitDeny"},
		{role, "s3:GetObject", object, " because no VPC endpoint policy allows the s3:GetObject action", "implicitDeny"},
		{role, "s3:GetObject", object, " with an explicit deny in a VPC endpoint policy", "explicitDeny"},
	} {
		message := "User: " + c.who + " is not authorized to perform: " + c.action + " on resource: " + c.resource + c.cause
		t.Run(c.action+c.cause, func(t *testing.T) {
			got := taken(t, message, "")
			if got.Kind != intake.Denial || !strings.Contains(got.Scenario, `"expect":"`+c.expect+`"`) {
				t.Fatalf("%+v", got)
			}
			decided := judge(t, got.Scenario)
			r := decided.Value.Requests[0]
			if r.Met == nil || !*r.Met {
				t.Errorf("%s: %v %v\n%s", r.Sentence, r.Failures, r.Diagnostics, got.Scenario)
			}
			said, _ := explain.Decode(message)
			says, _ := explain.Decode(decided.Value.Trace.Message)
			if says.PolicyType != said.PolicyType {
				t.Errorf("AWS blames the %s, the scenario the %s", said.PolicyType, says.PolicyType)
			}
			for _, d := range decided.Value.Diagnostics {
				t.Errorf("the scenario has a diagnostic: %s", d.Message)
			}
			for _, d := range decided.Value.Documents {
				for _, problem := range d.Diagnostics {
					t.Errorf("%s: %s", d.Policy, problem.Message)
				}
			}
			if len(got.Next) == 0 {
				t.Error("nothing is asked for next")
			}
		})
	}
}
