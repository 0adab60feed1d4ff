package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// load reads a scenario file, and says on standard error what keeps it from being read.
func (p *program) load(path, root string) (*scenario.Scenario, bool) {
	text, err := p.text(path)
	if err != nil {
		fmt.Fprintf(p.err, "%s: cannot be read: %v\n", path, reason(err))
		return nil, false
	}
	if root == "" {
		root = folder(path)
	}
	source := syntax.NewSource(path, string(text))
	s, refusals := scenario.Read(source, scenario.Options{Now: scenario.ClockAt(p.now), Parse: p.engine.Parse, Managed: catalog.ManagedPolicy, File: follow(root, folder(path))})
	for _, d := range refusals {
		p.diagnostic(source, d.Diagnostic)
	}
	return s, refusals == nil
}

func (p *program) text(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(p.in, syntax.MaxSize+1))
	}
	return os.ReadFile(path)
}

func folder(path string) string {
	if path == "-" {
		return "."
	}
	return filepath.Dir(path)
}

// follow reads policy documents by their path relative to the scenario, never
// outside root.
func follow(root, folder string) func(string) (string, error) {
	return func(path string) (string, error) {
		dir, err := os.OpenRoot(root)
		if err != nil {
			return "", reason(err)
		}
		defer dir.Close()
		inside, err := relative(root, filepath.Join(folder, filepath.FromSlash(path)))
		if err != nil {
			return "", err
		}
		text, err := dir.ReadFile(inside)
		return string(text), reason(err)
	}
}

var errOutside = errors.New("it lies outside the scenario's folder; widen it with --root DIR")

func relative(root, path string) (string, error) {
	from, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	inside, err := filepath.Rel(from, to)
	if err != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return "", errOutside
	}
	return inside, nil
}

// reason gives an error without the path, which the caller names.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// report prints what is wrong with the scenario, its requests and its policies.
func (p *program) report(s *scenario.Scenario) {
	for _, d := range s.Diagnostics {
		p.diagnostic(s.Source, d.Diagnostic)
	}
	for _, r := range s.Requests {
		for _, d := range r.Diagnostics {
			p.diagnostic(s.Source, d.Diagnostic)
		}
	}
	for _, d := range s.Documents {
		for _, problem := range d.Policy.Document.Diagnostics {
			if problem.Severity == syntax.Error && d.Path != nil {
				p.print(d.Source.Name(), d.Position(problem.Span.From), problem)
			}
		}
	}
}

func (p *program) diagnostic(source *syntax.Source, d syntax.Diagnostic) {
	p.print(source.Name(), source.Position(d.Span.From), d)
}

// print writes a diagnostic; columns count from 1 on the terminal.
func (p *program) print(file string, at syntax.Position, d syntax.Diagnostic) {
	fmt.Fprintf(p.err, "%s:%d:%d: %s: %s: %s\n", file, at.Line, at.Column+1, d.Severity, d.Code, d.Message)
}
