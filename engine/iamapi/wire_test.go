package iamapi

import (
	"encoding/json"
	"strings"
	"testing"
)

// sent sends a request and reads the answer.
func sent(t *testing.T, request map[string]any) (answer struct {
	OK    bool
	Error struct{ Code string }
	Value struct {
		Caller, Scenario string
		Result           map[string]any
		Changes          []struct {
			Path  []string
			Value any
		}
		Error struct {
			Code, Encoded string
			Status        int
		}
	}
}) {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var p Page
	got := p.Answer(string(text))
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	return answer
}

func TestPageCalls(t *testing.T) {
	request := map[string]any{
		"method": "call", "scenario": `{"version": 1, "title": "Mine", "accounts": {"111122223333": {}}}`, "service": "iam", "operation": "CreateUser",
		"parameters": map[string]any{"UserName": "ana"}, "credentials": map[string]any{"accessKeyId": "AKIAROOT111122223333"}, "now": "2026-01-31T12:00:00Z", "seed": "1",
	}
	got := sent(t, request)
	if !got.OK || got.Value.Caller != "arn:aws:iam::111122223333:root" || len(got.Value.Changes) == 0 || !strings.Contains(got.Value.Scenario, `"ana"`) || !strings.Contains(got.Value.Scenario, "Mine") {
		t.Fatalf("%+v", got)
	}
	if user, _ := got.Value.Result["User"].(map[string]any); user["Arn"] != "arn:aws:iam::111122223333:user/ana" {
		t.Errorf("%+v", got.Value.Result)
	}
	request["scenario"] = got.Value.Scenario
	if again := sent(t, request); again.Value.Error.Code != "EntityAlreadyExists" || again.Value.Error.Status != 409 || again.Value.Scenario != "" {
		t.Errorf("%+v", again)
	}
	request["parameters"] = map[string]any{"UserName": 7}
	if wrong := sent(t, request); wrong.Value.Error.Code != "ValidationError" {
		t.Errorf("%+v", wrong)
	}
	request["method"] = "caller"
	request["credentials"] = map[string]any{"accessKeyId": "AKIAIOSFODNN7EXAMPLE"}
	if nobody := sent(t, request); nobody.Value.Error.Code != "InvalidClientTokenId" {
		t.Errorf("%+v", nobody)
	}
	request["scenario"] = "{"
	if broken := sent(t, request); broken.OK || broken.Error.Code != "refused" {
		t.Errorf("%+v", broken)
	}
}

func TestPageCallsAsAUserWithoutAccessKey(t *testing.T) {
	request := map[string]any{
		"method": "call", "service": "iam", "operation": "CreateUser", "parameters": map[string]any{"UserName": "bo"}, "now": "2026-01-31T12:00:00Z", "seed": "1",
		"scenario":    `{"version": 1, "accounts": {"111122223333": {"users": {"ana": {"attachedPolicies": ["arn:aws:iam::aws:policy/IAMFullAccess"]}, "zoe": {}}}}}`,
		"credentials": map[string]any{"user": "arn:aws:iam::111122223333:user/ana"},
	}
	if got := sent(t, request); got.Value.Caller != "arn:aws:iam::111122223333:user/ana" || got.Value.Scenario == "" {
		t.Errorf("%+v", got)
	}
	request["credentials"] = map[string]any{"user": "arn:aws:iam::111122223333:user/zoe"}
	if got := sent(t, request); got.Value.Error.Code != "AccessDenied" || got.Value.Caller != "arn:aws:iam::111122223333:user/zoe" {
		t.Errorf("%+v", got)
	}
	for _, nobody := range []string{"arn:aws:iam::111122223333:user/gone", "arn:aws:iam::111122223333:root", "ec2.amazonaws.com"} {
		request["credentials"] = map[string]any{"user": nobody}
		if got := sent(t, request); got.Value.Error.Code != "InvalidClientTokenId" {
			t.Errorf("%s: %+v", nobody, got)
		}
	}
}

func TestPageServesTheQueryProtocol(t *testing.T) {
	request := map[string]any{
		"method": "serve", "scenario": `{"version": 1, "accounts": {"111122223333": {}}}`, "now": "2026-01-31T12:00:00Z", "seed": "1",
		"body":          "Action=CreateUser&Version=2010-05-08&UserName=ana",
		"authorization": "AWS4-HMAC-SHA256 Credential=AKIAROOT111122223333/20260131/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00",
	}
	got := served(t, request)
	if got.Status != 200 || !strings.Contains(got.Body, "<Arn>arn:aws:iam::111122223333:user/ana</Arn>") || !strings.Contains(got.Body, "<RequestId>"+got.RequestID+"</RequestId>") || !strings.Contains(got.Scenario, `"ana"`) {
		t.Errorf("%+v", got)
	}
	request["scenario"] = got.Scenario
	if again := served(t, request); again.Status != 409 || !strings.Contains(again.Body, "<Code>EntityAlreadyExists</Code>") || again.Scenario != "" {
		t.Errorf("%+v", again)
	}
	request["authorization"] = ""
	if nobody := served(t, request); nobody.Status != 403 || !strings.Contains(nobody.Body, "<Code>MissingAuthenticationToken</Code>") {
		t.Errorf("%+v", nobody)
	}
	request["body"] = "Action=%"
	if broken := sent(t, request); broken.OK || broken.Error.Code != "usage" {
		t.Errorf("%+v", broken)
	}
}

type servedReply struct {
	Status                    int
	Body, RequestID, Scenario string
}

func served(t *testing.T, request map[string]any) servedReply {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var p Page
	var answer struct{ Value servedReply }
	if err := json.Unmarshal([]byte(p.Answer(string(text))), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Value
}
