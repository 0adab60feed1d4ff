package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"strings"

	"github.com/verdict-iam/verdict/engine/analyze"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// eval decides every request of the files.
func (p *program) eval(args []string) int {
	var as output
	a, status, ok := p.rooted("eval", args, func(flags *flag.FlagSet) {
		flags.BoolVar(&as.json, "json", false, "print JSON Lines")
		flags.BoolVar(&as.why, "why", false, "print the trace, and what would change the decision")
	})
	if !ok {
		return status
	}
	write := p.writer(as)
	var files []file
	for _, path := range a.paths {
		files = append(files, file{path: path})
	}
	return p.each(files, a.root, func(s *scenario.Scenario) {
		for _, r := range s.Requests {
			o := s.Decide(r)
			write(s, &o)
		}
	})
}

// output is how eval prints decisions.
type output struct{ json, why bool }

// writer gives what prints a decision.
func (p *program) writer(as output) func(*scenario.Scenario, *scenario.Outcome) {
	switch {
	case as.json && as.why:
		return func(s *scenario.Scenario, o *scenario.Outcome) {
			line := p.result(s, o)
			for _, c := range analyze.Changes(s, o.Request) {
				line.Changes = append(line.Changes, p.change(s, c))
			}
			p.jsonLine(line)
		}
	case as.json:
		return func(s *scenario.Scenario, o *scenario.Outcome) { p.jsonLine(p.result(s, o)) }
	case as.why:
		return func(s *scenario.Scenario, o *scenario.Outcome) {
			p.line(s, o)
			explained := s.Explain(o.Request)
			p.trace(s, &explained)
			p.changes(s, o.Request)
		}
	}
	return p.line
}

// line prints a decision for people.
func (p *program) line(s *scenario.Scenario, o *scenario.Outcome) {
	r := o.Request
	fmt.Fprintf(p.out, "%-12s %s %s %s  %s\n", o.Word(), r.Principal, r.Action, strings.Join(r.Resources, ", "), p.because(s, o))
}

// maxNamed is how many statements a line names; JSON has them all.
const maxNamed = 8

// because names the statements that decided with their places, or what was missing.
func (p *program) because(s *scenario.Scenario, o *scenario.Outcome) string {
	if o.Request.Broken() {
		return "— " + o.Request.Diagnostics[0].Message
	}
	if decided := o.DecidedBy(); len(decided) > 0 {
		var texts []string
		for _, ref := range decided[:min(len(decided), maxNamed)] {
			texts = append(texts, statement(s, ref))
		}
		if more := len(decided) - maxNamed; more > 0 {
			texts = append(texts, fmt.Sprintf("and %d more", more))
		}
		return "— " + strings.Join(texts, "; ")
	}
	return "— " + explain.Checks(o.Traces, o.Settling())
}

// statement names a statement with its file, line and column.
func statement(s *scenario.Scenario, r authz.Ref) string {
	text := explain.Statement(r.Statement) + " of " + r.Type.String() + " policy " + r.Policy.Name
	d := s.DocumentOf(r.Policy)
	if d == nil || d.Path == nil {
		return text
	}
	at := d.Position(r.Statement.Span.From)
	return fmt.Sprintf("%s (%s:%d:%d)", text, d.Source.Name(), at.Line, at.Column+1)
}

// result is a line of eval --json.
type result struct {
	File           string            `json:"file"`
	Request        int               `json:"request"`
	Name           string            `json:"name"`
	Decision       string            `json:"decision"`
	DecidedBy      []explain.Matched `json:"decidedBy"`
	Missing        []string          `json:"missing"`
	Diagnostics    []problem         `json:"diagnostics"`
	MissingContext []string          `json:"missingContext"`
	Assumptions    []string          `json:"assumptions"`
	NotEvaluated   []string          `json:"notEvaluated"`
	Message        string            `json:"message,omitempty"`
	// Changes are given with --why.
	Changes []edit `json:"changes,omitempty"`
}

// edit is a single edit that flips the decision, and where it is made: line
// from 1 and column from 0.
type edit struct {
	Title    string `json:"title"`
	Decision string `json:"decision"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

func (p *program) change(s *scenario.Scenario, c analyze.Change) edit {
	source, at := s.Source, s.Source.Position(c.Span.From)
	if d := c.Document; d != nil {
		source, at = d.Source, d.Position(c.Span.From)
	}
	return edit{explain.Change(c), c.Decision.String(), source.Name(), at.Line, at.Column}
}

// changes prints the single edits that would flip the decision.
func (p *program) changes(s *scenario.Scenario, r *scenario.Request) {
	all := analyze.Changes(s, r)
	if len(all) == 0 {
		fmt.Fprintln(p.out, "    No single edit of the scenario flips this decision.")
		return
	}
	fmt.Fprintln(p.out, "    Any one of these flips it:")
	for _, c := range all {
		e := p.change(s, c)
		fmt.Fprintf(p.out, "      %s:%d:%d: %s → %s\n", e.File, e.Line, e.Column+1, e.Title, e.Decision)
	}
}

type problem struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

func problemAt(file string, at syntax.Position, d syntax.Diagnostic) problem {
	return problem{file, at.Line, at.Column, d.Severity.String(), d.Code, d.Message}
}

func (p *program) result(s *scenario.Scenario, o *scenario.Outcome) result {
	r := o.Request
	line := result{File: s.Source.Name(), Request: r.Index, Name: r.Name, Decision: o.Word(), DecidedBy: []explain.Matched{}, Diagnostics: []problem{}, MissingContext: []string{}}
	for _, ref := range o.DecidedBy() {
		line.DecidedBy = append(line.DecidedBy, explain.Match(ref))
	}
	line.Missing, line.Assumptions, line.NotEvaluated = explain.Findings(o.Missing(), o.Notes())
	line.MissingContext = append(line.MissingContext, o.MissingContext()...)
	if t := o.Settling(); t != nil {
		line.Message = explain.Message(t)
	}
	for _, d := range r.Diagnostics {
		line.Diagnostics = append(line.Diagnostics, problemAt(s.Source.Name(), s.Source.Position(d.Span.From), d.Diagnostic))
	}
	for _, d := range s.Consulted(o) {
		for _, inside := range d.Policy.Document.Diagnostics {
			line.Diagnostics = append(line.Diagnostics, problemAt(d.Source.Name(), d.Position(inside.Span.From), inside))
		}
	}
	return line
}

func (p *program) jsonLine(line result) {
	text, err := json.Marshal(line)
	if err != nil {
		fmt.Fprintln(p.err, "verdict:", err)
		return
	}
	fmt.Fprintf(p.out, "%s\n", text)
}
