package engine

import (
	"github.com/verdict-iam/verdict/engine/analyze"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// change is a single edit that flips a decision. Path leads to the policy
// document in whose own text the offsets are; it is null for an edit of the
// scenario's text.
type change struct {
	Title    string   `json:"title"`
	Decision string   `json:"decision"`
	Path     []string `json:"path"`
	edit
}

func changed(s *scenario.Scenario, all []analyze.Change) []change {
	out := []change{}
	for _, c := range all {
		text := spans{s.Source}
		wire := change{Title: explain.Change(c), Decision: c.Decision.String()}
		if d := c.Document; d != nil {
			text = spans{syntax.NewSource(d.Policy.Name, d.Policy.Document.Text)}
			wire.Path = d.Path
		}
		wire.From, wire.To = text.offsets(c.Span)
		wire.Text = c.Text
		out = append(out, wire)
	}
	return out
}
