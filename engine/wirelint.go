package engine

import (
	"github.com/verdict-iam/verdict/engine/audit"
	"github.com/verdict-iam/verdict/engine/lint"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// linted is the answer to lint: the documents stand in the order of decide's.
type linted struct {
	// Diagnostics are about the scenario as a whole; decide tells what is wrong with its members.
	Diagnostics []finding        `json:"diagnostics"`
	Documents   []lintedDocument `json:"documents"`
}

type lintedDocument struct {
	Diagnostics []finding `json:"diagnostics"`
}

type finding struct {
	diagnostic
	Ignored string `json:"ignored,omitempty"`
}

// lint gives what the checks find in the policies that stand in a scenario.
func (e *Engine) lint(c call) []byte {
	s, failed := e.scenario(c)
	if failed != nil {
		return refuse(*failed)
	}
	out := linted{Diagnostics: []finding{}, Documents: []lintedDocument{}}
	audited := audit.Audit(s)
	options := lint.Options{Ignored: s.Ignored, Facts: e.catalog, World: audited}
	if c.all {
		options.Also = lint.OffByDefault()
	}
	for _, m := range lint.World(s, audited) {
		out.Diagnostics = append(out.Diagnostics, finding{spans{s.Source}.diagnostic(m.Diagnostic.Diagnostic, m.Path), m.Ignored})
	}
	for _, d := range s.Documents {
		out.Documents = append(out.Documents, lintDocument(d, options))
	}
	return reply(out)
}

// lintDocument is silent about AWS managed policies, which nobody can change.
func lintDocument(d *scenario.Document, o lint.Options) lintedDocument {
	out := lintedDocument{Diagnostics: []finding{}}
	if d.Path == nil {
		return out
	}
	text := spans{syntax.NewSource(d.Policy.Name, d.Policy.Document.Text)}
	for _, f := range lint.Few(lint.Document(d, o)) {
		out.Diagnostics = append(out.Diagnostics, finding{text.diagnostic(f.Diagnostic, nil), f.Ignored})
	}
	return out
}
