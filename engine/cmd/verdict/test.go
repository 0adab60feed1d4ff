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
	flags := p.flags("test")
	root := flags.String("root", "", "the folder that policy documents may be read from")
	if flags.Parse(args) != nil || flags.NArg() == 0 {
		fmt.Fprintln(p.err, "verdict test: name at least one scenario file or folder")
		return exitUsage
	}
	paths, status := p.expand(flags.Args())
	passed, failed := 0, 0
	status = worst(status, p.each(paths, *root, func(s *scenario.Scenario) int {
		for _, r := range s.Requests {
			if !r.Expects() {
				continue
			}
			o := s.Decide(r)
			if failures := o.Failures(); len(failures) > 0 {
				failed++
				p.failure(s, &o, failures)
				continue
			}
			passed++
		}
		return exitOK
	}))
	fmt.Fprintf(p.out, "%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		status = worst(status, exitFailed)
	}
	return status
}

// expand replaces folders by the JSON files in them.
func (p *program) expand(args []string) ([]string, int) {
	var paths []string
	status := exitOK
	for _, arg := range args {
		if arg == "-" {
			paths = append(paths, arg)
			continue
		}
		err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && (path == arg || strings.HasSuffix(path, ".json")) {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			fmt.Fprintf(p.err, "%s: cannot be read: %v\n", arg, reason(err))
			status = exitUsage
		}
	}
	return paths, status
}

// failure prints a failed expectation as a diff, with the trace.
func (p *program) failure(s *scenario.Scenario, o *scenario.Outcome, failures []string) {
	r := o.Request
	at := s.Source.Position(r.Span.From)
	fmt.Fprintf(p.out, "FAIL %s:%d:%d: %s\n", s.Source.Name(), at.Line, at.Column+1, r.Name)
	if r.Expect != "" {
		fmt.Fprintf(p.out, "  - %s\n  + %s\n", r.Expect, o.Word())
	}
	for _, f := range failures {
		fmt.Fprintf(p.out, "  %s\n", f)
	}
	for _, d := range r.Diagnostics {
		fmt.Fprintf(p.out, "  %s\n", d.Message)
	}
	for _, t := range o.Traces {
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
