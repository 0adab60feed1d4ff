package iamapi

import (
	"net/url"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Page is the door of this package for the page's console: JSON text in, JSON text out.
//
// {"method": "call", "scenario": TEXT, "service": "iam" | "sts", "operation": "CreateUser", "parameters": {…},
// "credentials": {"accessKeyId": …, "sessionToken": …}, "now": RFC 3339 in UTC, "seed": TEXT} carries a call out.
// The parameters are those of the AWS CLI's --cli-input-json; the seed must differ with every call. The answer is
// {"ok": true, "value": {"result": {…} | null, "caller": ARN, "changes": [{"path": […], "value": … | null}, …], "scenario": TEXT}} or, where AWS would
// refuse the call, {"ok": true, "value": {"error": {"code", "message", "status", "encoded"}, "caller": ARN or ""}}. The result has policy documents as plain
// text, which the AWS CLI prints as objects. A change without value removes the member at its path; "scenario" is the text with all changes
// made, and is left out where there are none. "encoded" is what DecodeAuthorizationMessage reads.
//
// Credentials: the root user of account 111122223333 has the access key AKIAROOT111122223333. A user has the keys of
// "accessKeys" in the scenario and those that CreateAccessKey answers with. Sessions have the AccessKeyId and SessionToken of
// the Credentials that AssumeRole, GetSessionToken and GetFederationToken answer with; they need nothing to be kept here. No secret is asked for.
// {"user": ARN} in their place is that user, with an access key or without. "caller" is as whom one called: show it. {"method": "caller", "scenario", "credentials", "now"} answers {"ok": true, "value": {"caller": ARN}}, or with
// an error as above, for example ExpiredToken.
//
// {"method": "serve", "scenario": TEXT, "body": FORM, "authorization": …, "securityToken": …, "now", "seed"} answers a request of the Query protocol, such as an
// SDK makes, by its body and two of its headers: {"ok": true, "value": {"status": 200, "body": XML, "requestId": …, "changes": […], "scenario": TEXT}}.
// Its signature is not verified.
//
// {"method": "managed", "text": TEXT} takes in the AWS managed policies that the engine's own binary leaves out.
//
// A request that cannot be read answers {"ok": false, "error": {"code": "usage" | "refused", "message": TEXT}}.
type Page struct{ more catalog.Managed }

// Answer answers one request.
func (p *Page) Answer(text string) string {
	v, problems := syntax.ParseEnvelope(text)
	if len(problems) > 0 || v.Kind != syntax.Object {
		return unusable("usage", "the request is no JSON object")
	}
	switch textOf(&v, "method") {
	case "managed":
		more, err := catalog.ReadManaged(textOf(&v, "text"))
		if err != nil {
			return unusable("refused", err.Error())
		}
		p.more = more
		return `{"ok":true,"value":{}}`
	case "call", "caller", "serve":
		return p.call(&v)
	}
	return unusable("usage", "there is no such method")
}

func unusable(code, message string) string {
	return `{"ok":false,"error":{"code":` + syntax.Quote(code) + `,"message":` + syntax.Quote(message) + `}}`
}

// library are the AWS managed policies that are there.
func (p *Page) library() catalog.Library { return catalog.Library{catalog.Core, p.more} }

func (p *Page) managed(arn string) (string, bool) {
	_, text, ok := p.library().Policy(arn)
	return text, ok
}

func (p *Page) call(v *syntax.Value) string {
	now := textOf(v, "now")
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		return unusable("usage", "now is no time in RFC 3339")
	}
	text := textOf(v, "scenario")
	s, refusals := scenario.Read(syntax.NewSource("scenario", text), scenario.Options{Now: scenario.ClockAt(at), Parse: policy.Parse, Managed: p.managed})
	if len(refusals) > 0 {
		return unusable("refused", refusals[0].Message)
	}
	around := Surroundings{World: s.World, Now: at.UTC().Format(time.RFC3339), Seed: textOf(v, "seed"), Managed: p.library()}
	if textOf(v, "method") == "serve" {
		return serve(text, around, v)
	}
	c := &Call{Surroundings: around, Service: textOf(v, "service"), Operation: textOf(v, "operation")}
	if m, ok := v.Find("parameters"); ok {
		c.Parameters = &m.Value
	}
	if m, ok := v.Find("credentials"); ok {
		c.Credentials = Credentials{textOf(&m.Value, "accessKeyId"), textOf(&m.Value, "sessionToken"), textOf(&m.Value, "user")}
	}
	if textOf(v, "method") == "caller" {
		c.Service, c.Operation, c.Parameters = "sts", "GetCallerIdentity", nil
	}
	return answered(text, s.World, Do(c))
}

// serve answers a request of the Query protocol.
func serve(text string, around Surroundings, v *syntax.Value) string {
	form, err := url.ParseQuery(textOf(v, "body"))
	if err != nil {
		return unusable("usage", "the body is no form")
	}
	reply := Serve(&Request{Surroundings: around, Form: form, Authorization: textOf(v, "authorization"), SecurityToken: textOf(v, "securityToken")})
	members := []syntax.Member{{Name: "status", Value: number(reply.Status)}, stringMember("body", reply.Body), stringMember("requestId", reply.RequestID)}
	return withChanges(members, text, around.World, reply.World)
}

func answered(text string, before *iam.World, r Result) string {
	members := []syntax.Member{stringMember("caller", r.Caller)}
	if e := r.Err; e != nil {
		fault := object(stringMember("code", e.Code), stringMember("message", e.Message), syntax.Member{Name: "status", Value: number(e.Status)}, stringMember("encoded", e.Encoded))
		return ok(append(members, syntax.Member{Name: "error", Value: *fault}))
	}
	result := syntax.Value{Kind: syntax.Null}
	if r.Value != nil {
		result = *r.Value
	}
	return withChanges(append(members, syntax.Member{Name: "result", Value: result}), text, before, r.World)
}

func withChanges(members []syntax.Member, text string, before, now *iam.World) string {
	changes := scenario.Changes(before, now)
	members = append(members, listMember("changes", changes, changed))
	if len(changes) > 0 {
		after, err := scenario.Apply(text, changes)
		if err != nil {
			return unusable("refused", err.Error())
		}
		members = append(members, stringMember("scenario", after))
	}
	return ok(members)
}

func changed(c scenario.Change) *syntax.Value {
	value := syntax.Value{Kind: syntax.Null}
	if c.Value != nil {
		value = *c.Value
	}
	return object(textsMember("path", c.Path), syntax.Member{Name: "value", Value: value})
}

func ok(members []syntax.Member) string {
	return string(append(written([]byte(`{"ok":true,"value":`), object(members...)), '}'))
}

// written appends a value as JSON.
func written(b []byte, v *syntax.Value) []byte {
	switch v.Kind {
	case syntax.Object:
		b = append(b, '{')
		for i := range v.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(b, syntax.Quote(v.Members[i].Name)...), ':')
			b = written(b, &v.Members[i].Value)
		}
		return append(b, '}')
	case syntax.Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = written(b, &v.Items[i])
		}
		return append(b, ']')
	case syntax.String:
		return append(b, syntax.Quote(v.Text)...)
	case syntax.Number, syntax.Bool:
		return append(b, v.Text...)
	case syntax.Missing, syntax.Null:
	}
	return append(b, "null"...)
}
