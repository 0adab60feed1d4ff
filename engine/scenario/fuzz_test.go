package scenario_test

import (
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// A scenario is refused with a message and a place, or every request is decided or has a diagnostic with both.
func FuzzRead(f *testing.F) {
	f.Add(`{"version":1,"requests":[{"principal":"anonymous","action":"s3:GetObject"}]}`)
	f.Add(`{"version":1,"accounts":{"111111111111":{"users":{"u":{"tags":{"t":"1"}}},"roles":{"R":{"trustPolicy":"{"}}}},"requests":[{"principal":"arn:aws:iam::111111111111:user/u","action":"sts:AssumeRole","resource":["arn:aws:iam::111111111111:role/R","*"],"context":{"aws:TagKeys":[]},"at":"2026-01-01T00:00:00Z"}]}`)
	f.Add(`{"version":1,"organization":{"id":"o-exampleorg1","managementAccount":"999999999999","root":{"id":"r-ab12","scps":["X"]}}}`)
	f.Add(`{"version":2}`)
	f.Add(`[`)
	f.Fuzz(func(t *testing.T, text string) {
		options := scenario.Options{Now: scenario.ClockAt(time.Unix(0, 0)), Parse: policy.Parse, Managed: func(string) (string, bool) { return "", false }}
		s, refusals := scenario.Read(syntax.NewSource("f.json", text), options)
		for _, d := range refusals {
			if d.Message == "" || d.Span.From < 0 || d.Span.To < d.Span.From || d.Span.To > len(text) {
				t.Errorf("a refusal at %v of %d: %q", d.Span, len(text), d.Message)
			}
		}
		if refusals != nil {
			return
		}
		for _, r := range s.Requests {
			if o := s.Decide(r); r.Broken() != (o.Word() == "error") || r.Broken() && len(r.Diagnostics) == 0 {
				t.Errorf("request %d: broken %v, %s, %v", r.Index, r.Broken(), o.Word(), r.Diagnostics)
			}
		}
	})
}
