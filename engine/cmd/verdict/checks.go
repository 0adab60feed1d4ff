package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/audit"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// checks lists the codes that lint can report; with --json as the reference
// pages show them, examples and all.
func (p *program) checks(args []string) int {
	flags := flag.NewFlagSet("verdict checks", flag.ContinueOnError)
	flags.SetOutput(p.err)
	asJSON := flags.Bool("json", false, "print JSON, with an explanation and examples")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if *asJSON {
		return p.checksJSON()
	}
	summaries := examples.Summaries()
	for _, c := range validate.Checks() {
		fmt.Fprintf(p.out, "%s: %s: %s\n", c.Code, strings.ReplaceAll(names(c.Severities()), ", ", " or "), summaries[c.Code])
	}
	return exitOK
}

// described is a check as the reference pages show it.
type described struct {
	Code string `json:"code"`
	// Severities are those that a finding can have, gravest first.
	Severities   []string `json:"severities"`
	Off          bool     `json:"off"`
	NeedsCatalog bool     `json:"needsCatalog"`
	AWS          bool     `json:"aws"`
	Types        []string `json:"types"`
	Summary      string   `json:"summary"`
	Example      *shown   `json:"example"`
}

// shown is an example. Offsets are the page's: UTF-16 code units.
type shown struct {
	Doc string `json:"doc"`
	// Type is the policy type; of a scenario it is empty.
	Type     string `json:"type"`
	Resource string `json:"resource"`
	Fires    string `json:"fires"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	// Severity is that of what is found here: a check can have several.
	Severity string `json:"severity"`
	Message  string `json:"message"`
	FixTitle string `json:"fixTitle"`
	Fixed    string `json:"fixed"`
	Quiet    string `json:"quiet"`
}

func (p *program) checksJSON() int {
	summaries := examples.Summaries()
	byCode := map[string]examples.Example{}
	for _, e := range examples.All() {
		byCode[e.Code] = e
	}
	all := []described{}
	for _, c := range validate.Checks() {
		d := described{Code: c.Code, Off: c.Off, NeedsCatalog: c.NeedsCatalog, AWS: c.AWS, Types: []string{}, Summary: summaries[c.Code]}
		for _, s := range c.Severities() {
			d.Severities = append(d.Severities, s.String())
		}
		for _, t := range c.Types.List() {
			d.Types = append(d.Types, t.String())
		}
		if e, ok := byCode[c.Code]; ok {
			d.Example = show(e)
		}
		all = append(all, d)
	}
	// What is made of strings and numbers can be written.
	text, _ := json.Marshal(all)
	fmt.Fprintf(p.out, "%s\n", text)
	return exitOK
}

// show lints an example, and mends it by the first fix.
func show(e examples.Example) *shown {
	source := syntax.NewSource(e.Code, e.Fires)
	s := &shown{Doc: e.Doc, Type: e.Type.String(), Resource: e.Resource, Fires: e.Fires, From: source.UTF16(e.At.From), To: source.UTF16(e.At.To), Quiet: e.Quiet}
	if e.Scenario {
		s.Type = ""
	}
	found := foundIn(source, e)
	i := slices.IndexFunc(found, func(d syntax.Diagnostic) bool { return d.Code == e.Code && d.Span == e.At })
	if i < 0 {
		return s
	}
	s.Message, s.Severity = found[i].Message, found[i].Severity.String()
	if len(found[i].Fixes) > 0 {
		s.FixTitle, s.Fixed = found[i].Fixes[0].Title, mended(e.Fires, found[i].Fixes[0])
	}
	return s
}

// foundIn lints an example.
func foundIn(source *syntax.Source, e examples.Example) []syntax.Diagnostic {
	if e.Scenario {
		return audited(source)
	}
	return validate.Lint(policy.Parse(e.Fires, e.Type), validate.Options{
		Facts:    data.Catalog(),
		Resource: e.Resource,
		On:       func(c *validate.Check) bool { return !c.Off || c.Code == e.Code },
	})
}

// exampleClock is the clock with which the examples are read, so that what is printed is the same every day.
var exampleClock = scenario.ClockAt(time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC))

// audited gives what an audit finds in a scenario whose documents stand in it as objects, with places in its text.
func audited(source *syntax.Source) []syntax.Diagnostic {
	s, refusals := scenario.Read(source, scenario.Options{Now: exampleClock, Parse: policy.Parse, Managed: data.ManagedPolicy})
	if refusals != nil {
		return nil
	}
	found := audit.Audit(s)
	var all []syntax.Diagnostic
	for _, d := range found.Members {
		all = append(all, d.Diagnostic)
	}
	for _, d := range s.Documents {
		for _, f := range found.Documents[d] {
			all = append(all, f.Moved(d.Base))
		}
	}
	return all
}

// mended makes the edits of a fix.
func mended(text string, fix syntax.Fix) string {
	edits := slices.SortedFunc(slices.Values(fix.Edits), func(a, b syntax.Edit) int { return b.Span.From - a.Span.From })
	for _, e := range edits {
		text = text[:e.Span.From] + e.Text + text[e.Span.To:]
	}
	return text
}
