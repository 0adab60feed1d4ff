package engine_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/authz"
)

const oneStatement = `{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}}}}},"resources":{"arn:aws:s3:::bucket":{}}}},"requests":[{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::bucket/key"}]}`

// fiftyStatements is a policy of fifty statements of several services, some
// with conditions and variables; the last one decides.
func fiftyStatements() string {
	var statements []string
	for i := range 49 {
		statements = append(statements, fmt.Sprintf(`{"Sid":"S%d","Effect":"Allow","Action":["%s:Get*","%s:List*"],"Resource":"arn:aws:%s:*:*:thing-%d/${aws:username}/*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"t%d"},"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.0.2.0/24"]}}}`, i, service(i), service(i), service(i), i, i))
	}
	statements = append(statements, `{"Sid":"Last","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/${aws:username}/*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}}}`)
	return strings.Replace(strings.Replace(oneStatement, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}`, "["+strings.Join(statements, ",")+"]", 1), "bucket/key", "bucket/ana/key", 1)
}

// guarded is the caller of fiftyStatements in an organization of three levels
// with SCPs, with a permissions boundary, and a bucket whose policy has conditions.
func guarded() string {
	var s map[string]any
	if err := json.Unmarshal([]byte(fiftyStatements()), &s); err != nil {
		panic(err)
	}
	account := s["accounts"].(map[string]any)["111122223333"].(map[string]any)
	account["users"].(map[string]any)["ana"].(map[string]any)["permissionsBoundary"] = "Limit"
	account["policies"] = document("Limit", `{"Effect":"Allow","Action":["s3:*","sqs:*","ec2:Describe*"],"Resource":"*"}`)
	account["resources"].(map[string]any)["arn:aws:s3:::bucket"] = document("policy",
		`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`,
		`{"Effect":"Deny","Principal":"*","Action":"s3:Put*","Resource":"arn:aws:s3:::bucket/*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}`,
		`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}`)
	scps := map[string]any{}
	for _, name := range []string{"Region", "Leave", "Root"} {
		maps.Copy(scps, document(name, guards[name]))
	}
	s["organization"] = map[string]any{
		"id": "o-exampleorg1", "managementAccount": "999999999999", "serviceControlPolicies": scps,
		"root": map[string]any{"id": "r-ab12", "scps": []string{"FullAWSAccess", "Region"}, "organizationalUnits": map[string]any{
			"Apps": map[string]any{"id": "ou-ab12-11111111", "scps": []string{"FullAWSAccess", "Leave"}, "accounts": map[string]any{
				"111122223333": map[string]any{"scps": []string{"FullAWSAccess", "Root"}}}},
		}},
	}
	text, _ := json.Marshal(s)
	return string(text)
}

var guards = map[string]string{
	"Region": `{"Effect":"Deny","NotAction":["iam:*","sts:*","s3:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}}`,
	"Leave":  `{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}`,
	"Root":   `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}}`,
}

// document is a policy document of the statements, under a name.
func document(name string, statements ...string) map[string]any {
	return map[string]any{name: json.RawMessage(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)}
}

func tenThousandStatements() string {
	const statement = `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	return strings.Replace(oneStatement, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}`, "["+strings.Repeat(statement+",", 9_999)+statement+"]", 1)
}

func service(i int) string { return []string{"s3", "ec2", "dynamodb", "sqs", "lambda"}[i%5] }

// BenchmarkDecide measures decisions without a trace.
func BenchmarkDecide(b *testing.B) {
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) {
			s := read(b, c.name, c.text)
			request := &s.Requests[0].Asked[0]
			if !authz.Allows(s.World, request) {
				b.Fatal("the benchmark's request must be allowed")
			}
			decider := authz.NewDecider(s.World)
			for b.Loop() {
				decider.Decide(request)
			}
		})
	}
}

// BenchmarkSweep measures one principal over two thousand actions.
func BenchmarkSweep(b *testing.B) {
	services := []string{"s3", "ec2", "dynamodb", "sqs", "lambda", "glue", "iam", "rds", "logs", "sagemaker"}
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) {
			s := read(b, c.name, strings.Replace(c.text, `"resource":"arn:aws:s3:::bucket/`, `"resource":"*","name":"`, 1))
			sweep := s.NewSweep()
			for b.Loop() {
				for i := range 2000 {
					sweep.Action(s.Requests[0], services[i%len(services)]+":DescribeSomething")
				}
			}
		})
	}
}

// BenchmarkTrace measures decisions with the full trace.
func BenchmarkTrace(b *testing.B) {
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) {
			s := read(b, c.name, c.text)
			request := &s.Requests[0].Asked[0]
			for b.Loop() {
				authz.Evaluate(s.World, request)
			}
		})
	}
}

// BenchmarkCall measures what a keystroke costs: the whole scenario in, the
// decision and its trace out. Ten thousand statements are the most that the
// page promises to survive.
func BenchmarkCall(b *testing.B) {
	for _, c := range append(cases(), benchmarkCase{"ten-thousand-statements", tenThousandStatements()}) {
		b.Run(c.name, func(b *testing.B) {
			e := engine.New()
			request := decideCall(c.text)
			other := bytes.Replace(request, []byte("12:00:00Z"), []byte("12:01:00Z"), 1) // a scenario that was just read is kept
			for b.Loop() {
				e.Call(request)
				request, other = other, request
			}
		})
	}
}

type benchmarkCase struct{ name, text string }

func cases() []benchmarkCase {
	return []benchmarkCase{{"one-statement", oneStatement}, {"fifty-statements", fiftyStatements()}, {"fifty-statements-guarded", guarded()}}
}

func decideCall(scenario string) []byte {
	request, err := json.Marshal(map[string]any{"method": "decide", "scenario": scenario, "now": "2026-09-01T12:00:00Z", "trace": 0})
	if err != nil {
		panic(err)
	}
	return request
}
