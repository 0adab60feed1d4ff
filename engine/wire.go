package engine

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// The shapes of the answers. Offsets are UTF-16, lines count from 1 and
// columns from 0.

type failure struct {
	Code        string       `json:"code"`
	Message     string       `json:"message"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type diagnostic struct {
	From     int       `json:"from"`
	To       int       `json:"to"`
	Line     int       `json:"line"`
	Column   int       `json:"column"`
	Severity string    `json:"severity"`
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Path     []string  `json:"path,omitempty"`
	Related  []related `json:"related,omitempty"`
	Fixes    []fix     `json:"fixes,omitempty"`
}

type related struct {
	From    int    `json:"from"`
	To      int    `json:"to"`
	Message string `json:"message"`
}

type fix struct {
	Title string `json:"title"`
	Edits []edit `json:"edits"`
}

type edit struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

type decision struct {
	Title       string       `json:"title"`
	Diagnostics []diagnostic `json:"diagnostics"`
	Documents   []document   `json:"documents"`
	Requests    []outcome    `json:"requests"`
	Trace       *trace       `json:"trace"`
}

type document struct {
	Path        []string     `json:"path"`
	PolicyType  string       `json:"policyType"`
	Policy      string       `json:"policy"`
	AttachedTo  []string     `json:"attachedTo"`
	Text        string       `json:"text,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
	Statements  []statement  `json:"statements"`
}

type statement struct {
	From   int    `json:"from"`
	To     int    `json:"to"`
	Sid    string `json:"sid"`
	Effect string `json:"effect"`
	Sound  bool   `json:"sound"`
}

type outcome struct {
	Name           string       `json:"name"`
	Principal      string       `json:"principal"`
	Action         string       `json:"action"`
	Resources      []string     `json:"resources"`
	Decision       string       `json:"decision"`
	Sentence       string       `json:"sentence"`
	DecidedBy      []matched    `json:"decidedBy"`
	Missing        []string     `json:"missing"`
	MissingContext []string     `json:"missingContext"`
	Assumptions    []string     `json:"assumptions"`
	NotEvaluated   []string     `json:"notEvaluated"`
	Diagnostics    []diagnostic `json:"diagnostics"`
	Expect         string       `json:"expect"`
	Met            *bool        `json:"met"`
	Failures       []string     `json:"failures"`
}

type matched struct {
	explain.Matched
	Document int `json:"document"`
	From     int `json:"from"`
	To       int `json:"to"`
}

// spans converts places in one text.
type spans struct{ source *syntax.Source }

func (s spans) offsets(span syntax.Span) (from, to int) {
	return s.source.UTF16(span.From), s.source.UTF16(span.To)
}

func (s spans) diagnostic(d syntax.Diagnostic, path []string) diagnostic {
	at := s.source.Position(d.Span.From)
	out := diagnostic{Line: at.Line, Column: at.Column, Severity: d.Severity.String(), Code: d.Code, Message: d.Message, Path: path}
	out.From, out.To = s.offsets(d.Span)
	for _, r := range d.Related {
		from, to := s.offsets(r.Span)
		out.Related = append(out.Related, related{from, to, r.Message})
	}
	for _, f := range d.Fixes {
		out.Fixes = append(out.Fixes, s.fix(f))
	}
	return out
}

func (s spans) fix(f syntax.Fix) fix {
	out := fix{Title: f.Title}
	for _, e := range f.Edits {
		from, to := s.offsets(e.Span)
		out.Edits = append(out.Edits, edit{from, to, e.Text})
	}
	return out
}

func (s spans) diagnostics(all []scenario.Diagnostic) []diagnostic {
	out := []diagnostic{}
	for _, d := range all {
		out = append(out, s.diagnostic(d.Diagnostic, d.Path))
	}
	return out
}

// refused says why a scenario was refused whole.
func refused(source *syntax.Source, refusals []scenario.Diagnostic) failure {
	code := "malformed"
	switch refusals[0].Code {
	case "NEWER_VERSION":
		code = "version"
	case "DOCUMENT_TOO_LARGE", "NESTING_TOO_DEEP":
		code = "limit"
	}
	return failure{Code: code, Message: refusals[0].Message, Diagnostics: spans{source}.diagnostics(refusals)}
}

// malformed says why a text is not JSON.
func malformed(source *syntax.Source, problems []syntax.Diagnostic) failure {
	out := failure{Code: "malformed", Message: problems[0].Message}
	for _, d := range problems {
		out.Diagnostics = append(out.Diagnostics, spans{source}.diagnostic(d, nil))
	}
	return out
}

// writer writes the answer about one scenario.
type writer struct {
	scenario *scenario.Scenario
	texts    []spans // of each document
}

// decided decides every request; the one with the index traced gets its trace too.
func decided(s *scenario.Scenario, traced int) decision {
	w := &writer{scenario: s}
	for _, d := range s.Documents {
		w.texts = append(w.texts, spans{syntax.NewSource(d.Policy.Name, d.Policy.Document.Text)})
	}
	out := decision{Title: s.Title, Diagnostics: spans{s.Source}.diagnostics(s.Diagnostics), Documents: w.documents(), Requests: []outcome{}}
	for _, r := range s.Requests {
		o := s.Decide(r)
		out.Requests = append(out.Requests, w.outcome(&o))
		if r.Index == traced && !r.Broken() {
			explained := s.Explain(r)
			out.Trace = w.trace(&explained)
		}
	}
	return out
}

func (w *writer) documents() []document {
	out := []document{}
	for i, d := range w.scenario.Documents {
		text := w.texts[i]
		wire := document{Path: d.Path, PolicyType: d.Type.String(), Policy: d.Policy.Name, AttachedTo: list(d.AttachedTo), Diagnostics: []diagnostic{}, Statements: []statement{}}
		if d.Path == nil {
			wire.Text = d.Policy.Document.Text
		}
		for _, problem := range d.Policy.Document.Diagnostics {
			wire.Diagnostics = append(wire.Diagnostics, text.diagnostic(problem, nil))
		}
		for j := range d.Policy.Document.Statements {
			s := &d.Policy.Document.Statements[j]
			from, to := text.offsets(s.Span)
			wire.Statements = append(wire.Statements, statement{from, to, s.Sid, s.Effect.String(), s.Sound()})
		}
		out = append(out, wire)
	}
	return out
}

func (w *writer) outcome(o *scenario.Outcome) outcome {
	r := o.Request
	out := outcome{Name: r.Name, Principal: r.Principal, Action: r.Action, Resources: list(r.Resources), Decision: o.Word(), DecidedBy: []matched{}, Expect: r.Expect, MissingContext: list(o.MissingContext()), Failures: []string{}}
	out.Diagnostics = spans{w.scenario.Source}.diagnostics(r.Diagnostics)
	if t := o.Settling(); t != nil {
		out.Sentence = explain.Checks(o.Traces, t)
	} else {
		out.Sentence = r.Diagnostics[0].Message
	}
	out.Missing, out.Assumptions, out.NotEvaluated = explain.Findings(o.Missing(), o.Notes())
	for _, ref := range o.DecidedBy() {
		out.DecidedBy = append(out.DecidedBy, w.matched(ref))
	}
	if r.Expects() {
		out.Failures = list(o.Failures())
		met := len(out.Failures) == 0
		out.Met = &met
	}
	return out
}

func (w *writer) matched(r authz.Ref) matched {
	from, to := w.offsets(r.Policy, r.Statement.Span)
	return matched{explain.Match(r), r.Policy.Ref, from, to}
}

// offsets converts a span of a policy's document; one that does not exist has none.
func (w *writer) offsets(p *iam.Policy, span syntax.Span) (from, to int) {
	if p.Ref < 0 {
		return 0, 0
	}
	return w.texts[p.Ref].offsets(span)
}

// list gives an empty list for none, so that JSON says [] and not null.
func list(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}
