package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/share"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// file is a file to read. One that was found in a folder, and not named, may
// turn out to be a document of another kind.
type file struct {
	path  string
	found bool
}

// load reads a scenario file, and says on standard error what keeps it from
// being read. It gives no scenario, and no complaint, for another document that
// was found in a folder.
func (p *program) load(f file, root string) (*scenario.Scenario, int) {
	source, ok := p.source(f.path)
	if !ok {
		return nil, exitUsage
	}
	s, refusals := p.read(source, f.path, root)
	if refusals == nil {
		return s, p.report(s)
	}
	if f.found && refusals[0].Code == scenario.NotAScenario {
		return nil, exitOK
	}
	for _, d := range refusals {
		p.diagnostic(source, d.Diagnostic)
	}
	return nil, exitUsage
}

// source reads a file, a link or standard input, or says why it cannot be read.
func (p *program) source(path string) (*syntax.Source, bool) {
	text, err := p.text(path)
	name := path
	if share.IsLink(path) {
		name = "link"
	}
	if err != nil {
		fmt.Fprintf(p.err, "%s: cannot be read: %v\n", name, reason(err))
		return nil, false
	}
	return syntax.NewSource(name, string(text)), true
}

// read reads a scenario. Policy documents that it names by path may stand in
// root, which is the scenario's own folder unless another is given.
func (p *program) read(source *syntax.Source, path, root string) (*scenario.Scenario, []scenario.Diagnostic) {
	if root == "" {
		root = folder(path)
	}
	return scenario.Read(source, scenario.Options{Now: scenario.ClockAt(p.now), Parse: p.engine.Parse, Managed: data.ManagedPolicy, File: follow(root, folder(path))})
}

func (p *program) text(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(p.in, syntax.MaxSize+1))
	}
	if share.IsLink(path) {
		text, err := share.Decode(path)
		return []byte(text), err
	}
	return os.ReadFile(path)
}

// onDisk says whether an argument names a file or folder, not standard input or a link.
func onDisk(arg string) bool { return arg != "-" && !share.IsLink(arg) }

func folder(path string) string {
	if !onDisk(path) {
		return "."
	}
	return filepath.Dir(path)
}

// follow reads policy documents by their path relative to the scenario, never
// outside root. Their sources are named as the user would name them.
func follow(root, folder string) func(string) (*syntax.Source, error) {
	return func(path string) (*syntax.Source, error) {
		named := filepath.FromSlash(path)
		if !filepath.IsAbs(named) {
			named = filepath.Join(folder, named)
		}
		inside, err := relative(root, named)
		if err != nil {
			return nil, err
		}
		dir, err := os.OpenRoot(root)
		if err != nil {
			return nil, reason(err)
		}
		defer dir.Close()
		text, err := dir.ReadFile(inside)
		if err != nil {
			return nil, reason(err)
		}
		return syntax.NewSource(named, string(text)), nil
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
// A policy file of its own that cannot be read makes the exit status 2.
func (p *program) report(s *scenario.Scenario) int {
	status := exitOK
	for _, d := range s.Diagnostics {
		p.diagnostic(s.Source, d.Diagnostic)
	}
	for _, r := range s.Requests {
		for _, d := range r.Diagnostics {
			p.diagnostic(s.Source, d.Diagnostic)
		}
	}
	for _, d := range s.Documents {
		if d.Unreadable {
			status = exitUsage
		}
		for _, problem := range d.Policy.Document.Diagnostics {
			if problem.Severity == syntax.Error && d.Path != nil {
				p.print(d.Source.Name(), d.Position(problem.Span.From), problem)
			}
		}
	}
	return status
}

func (p *program) diagnostic(source *syntax.Source, d syntax.Diagnostic) {
	p.print(source.Name(), source.Position(d.Span.From), d)
}

// print writes a diagnostic; columns count from 1 on the terminal.
func (p *program) print(file string, at syntax.Position, d syntax.Diagnostic) {
	fmt.Fprintf(p.err, "%s:%d:%d: %s: %s: %s\n", file, at.Line, at.Column+1, d.Severity, d.Code, d.Message)
}
