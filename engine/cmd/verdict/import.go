package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/verdict-iam/verdict/engine/intake"
)

// importFiles makes one scenario of what stands in the files, each put into
// what came of those before. The scenario goes to standard output, what was
// understood and left out to standard error.
func (p *program) importFiles(args []string) int {
	a, status, ok := p.arguments("import", args, noFlags)
	if !ok {
		return status
	}
	scenario := ""
	for _, path := range a.paths {
		text, err := p.text(path)
		if err != nil {
			fmt.Fprintf(p.err, "%s: cannot be read: %v\n", path, reason(err))
			return exitUsage
		}
		pasted := string(text)
		if converted, isTemplate, err := templateAsJSON(pasted); err != nil {
			fmt.Fprintf(p.err, "%s: cannot be taken in: %v\n", path, err)
			return exitUsage
		} else if isTemplate {
			pasted = converted
		}
		r, refusal := intake.Read(pasted, intake.Options{Into: scenario, Target: -1})
		if refusal != nil {
			p.notTaken(path, refusal)
			return exitUsage
		}
		p.taken(path, r)
		scenario = r.Scenario
	}
	var out bytes.Buffer
	// What intake writes is strict JSON.
	_ = json.Indent(&out, []byte(scenario), "", "  ")
	fmt.Fprintln(p.out, out.String())
	return exitOK
}

// taken says on standard error what became of a file.
func (p *program) taken(path string, r *intake.Result) {
	fmt.Fprintf(p.err, "%s: %s\n", path, r.Kind)
	for _, f := range r.Understood {
		fmt.Fprintf(p.err, "  %s: %s\n", f.Label, f.Value)
	}
	if len(r.Targets) > 0 {
		fmt.Fprintf(p.err, "  Put in: %s\n", r.Targets[r.Target])
	}
	for _, sentence := range r.LeftOut {
		fmt.Fprintf(p.err, "  Left out: %s\n", sentence)
	}
	for _, step := range r.Next {
		fmt.Fprintf(p.err, "  Import next: %s\n    %s\n", step.What, step.Command)
	}
}

func (p *program) notTaken(path string, r *intake.Refusal) {
	fmt.Fprintf(p.err, "%s: %s\n", path, r.Message)
	for _, d := range r.Problems {
		at := r.Source.Position(d.Span.From)
		fmt.Fprintf(p.err, "%s:%d:%d: %s: %s: %s\n", path, at.Line, at.Column+1, d.Severity, d.Code, d.Message)
	}
}
