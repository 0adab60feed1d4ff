package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// test decides the requests that expect something, prints what is not as
// expected, and closes with the totals.
func (p *program) test(args []string) int {
	a, status, ok := p.rooted("test", args, noFlags)
	if !ok {
		return status
	}
	files, status := p.expand(a.paths)
	passed, failed := 0, 0
	status = max(status, p.each(files, a.root, func(s *scenario.Scenario) {
		for _, r := range s.Requests {
			if !r.Expects() {
				continue
			}
			o := s.Decide(r)
			if failures := o.Failures(); len(failures) > 0 {
				failed++
				explained := s.Explain(r)
				p.failure(s, &explained, failures)
				continue
			}
			passed++
			p.reservations(s, &o)
		}
	}))
	fmt.Fprintf(p.out, "%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		status = max(status, exitFailed)
	}
	return status
}

// reservations says of a request that came out as expected what was not
// evaluated for it: a broken Deny would have had its say.
func (p *program) reservations(s *scenario.Scenario, o *scenario.Outcome) {
	_, _, notEvaluated := explain.Findings(nil, o.Notes())
	for _, n := range notEvaluated {
		fmt.Fprintf(p.out, "NOTE %s: as expected, but: %s\n", title(s, o.Request), n)
	}
}

// title names a request with its place.
func title(s *scenario.Scenario, r *scenario.Request) string {
	at := s.Source.Position(r.Span.From)
	return fmt.Sprintf("%s:%d:%d: %s", s.Source.Name(), at.Line, at.Column+1, r.Name)
}

// passedOver are folders that a walk leaves out: what others wrote, and what git keeps.
func passedOver(entry fs.DirEntry) bool {
	return entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git")
}

// expand replaces folders by the JSON files in them.
func (p *program) expand(paths []string) ([]file, int) {
	var files []file
	status := exitOK
	for _, arg := range paths {
		if !onDisk(arg) {
			files = append(files, file{path: arg})
			continue
		}
		err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && path != arg && passedOver(entry) {
				return filepath.SkipDir
			}
			if err == nil && !entry.IsDir() && (path == arg || strings.HasSuffix(path, ".json")) {
				files = append(files, file{path: path, found: path != arg})
			}
			return err
		})
		if err != nil {
			fmt.Fprintf(p.err, "%s: cannot be read: %v\n", arg, reason(err))
			status = exitUsage
		}
	}
	return files, status
}

// failure prints a failed expectation as a diff, with the trace.
func (p *program) failure(s *scenario.Scenario, o *scenario.Outcome, failures []string) {
	r := o.Request
	fmt.Fprintf(p.out, "FAIL %s\n", title(s, r))
	if r.Expect != "" {
		fmt.Fprintf(p.out, "  - %s\n  + %s\n", r.Expect, o.Word())
	}
	for _, f := range failures {
		fmt.Fprintf(p.out, "  %s\n", f)
	}
	for _, d := range r.Diagnostics {
		fmt.Fprintf(p.out, "  %s\n", d.Message)
	}
	p.trace(s, o)
	p.changes(s, r)
}

// trace prints how every statement met each check of a request.
func (p *program) trace(s *scenario.Scenario, o *scenario.Outcome) {
	for _, t := range o.Traces {
		if len(o.Traces) > 1 {
			fmt.Fprintf(p.out, "  %s\n", explain.Check(t))
		}
		place := func(ref explain.Place) string { return p.place(s, ref) }
		fmt.Fprint(p.out, indent(explain.Text(t, place)))
	}
}

// place gives file, line and column of a statement or part.
func (p *program) place(s *scenario.Scenario, at explain.Place) string {
	d := s.DocumentOf(at.Policy)
	if d == nil || d.Path == nil {
		return at.Policy.Name
	}
	position := d.Position(at.Offset)
	return fmt.Sprintf("%s:%d:%d", d.Source.Name(), position.Line, position.Column+1)
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n    ") + "\n"
}
