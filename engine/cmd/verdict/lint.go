package main

import (
	"cmp"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/audit"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/lint"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// lint says what is wrong with policies and scenarios.
func (p *program) lint(args []string) int {
	var o lintOptions
	a, status, ok := p.rooted("lint", args, o.define)
	if !ok {
		return status
	}
	l, complaint := newLinter(p, o, a.root)
	if complaint != "" {
		fmt.Fprintf(p.err, "verdict lint: %s\n", complaint)
		return exitUsage
	}
	files, status := p.expand(a.paths)
	for _, f := range files {
		l.take(f)
	}
	l.loosePolicies()
	l.sort()
	o.printer()(l)
	return max(status, l.status, l.failed())
}

// lintOptions are the flags of lint.
type lintOptions struct {
	json, sarif        bool
	kind, failOn, base string
	also               string
}

// noSeverity makes no finding fail.
const noSeverity = "none"

func (o *lintOptions) define(flags *flag.FlagSet) {
	flags.BoolVar(&o.json, "json", false, "print JSON Lines")
	flags.BoolVar(&o.sarif, "sarif", false, "print SARIF 2.1.0")
	flags.StringVar(&o.kind, "type", "", "the policy `TYPE` of policy files: "+names(policy.Types[:])+" (told from the document unless given)")
	flags.StringVar(&o.failOn, "fail-on", syntax.SecurityWarning.String(), "the least `SEVERITY` that makes the exit status 1: "+names(syntax.Severities[:])+" or "+noSeverity)
	flags.StringVar(&o.also, "also", "", "`CODES`, parted by commas, of checks to run that are off by default: "+strings.Join(lint.OffByDefault(), ", "))
	flags.StringVar(&o.base, "base", "", "the `URL` of the page, for SARIF's links to what a code means")
}

func (o *lintOptions) printer() func(*linter) {
	switch {
	case o.sarif:
		return (*linter).printSARIF
	case o.json:
		return (*linter).printJSON
	}
	return (*linter).printText
}

// names lists values by their names.
func names[T fmt.Stringer](values []T) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = v.String()
	}
	return strings.Join(all, ", ")
}

// named finds a value by its name.
func named[T fmt.Stringer](values []T, name string) (T, bool) {
	i := slices.IndexFunc(values, func(v T) bool { return v.String() == name })
	if i < 0 {
		var none T
		return none, false
	}
	return values[i], true
}

// linter is one run of lint.
type linter struct {
	*program
	root, base string
	// also are the checks to run that are off by default.
	also   []string
	typeOf func(text string) policy.Type
	fails  func(syntax.Severity) bool
	// configs are what the configuration files ignore, by their paths.
	configs map[string][]scenario.Ignored
	// loose are the policy files, and where each is looked for a configuration.
	loose []loosePolicy
	// files are those that a scenario has named.
	files    map[string]bool
	findings []finding
	status   int
}

type loosePolicy struct {
	source *syntax.Source
	folder string
}

// newLinter gives a complaint in place of a linter where the options are unusable.
func newLinter(p *program, o lintOptions, root string) (*linter, string) {
	l := &linter{program: p, root: root, base: o.base, typeOf: lint.TypeOf, configs: map[string][]scenario.Ignored{}, files: map[string]bool{}}
	if t, ok := named(policy.Types[:], o.kind); ok {
		l.typeOf = func(string) policy.Type { return t }
	} else if o.kind != "" {
		return nil, "--type must be one of " + names(policy.Types[:]) + ", not " + o.kind
	}
	if o.json && o.sarif {
		return nil, "--json and --sarif are two formats; choose one"
	}
	least, ok := named(syntax.Severities[:], o.failOn)
	if !ok && o.failOn != noSeverity {
		return nil, "--fail-on must be one of " + names(syntax.Severities[:]) + " or " + noSeverity + ", not " + o.failOn
	}
	if l.also = strings.FieldsFunc(o.also, func(r rune) bool { return r == ',' }); slices.ContainsFunc(l.also, func(code string) bool { return !slices.Contains(lint.OffByDefault(), code) }) {
		return nil, "--also takes checks that are off by default: " + strings.Join(lint.OffByDefault(), ", ")
	}
	l.fails = func(s syntax.Severity) bool { return ok && s <= least }
	return l, ""
}

// take reads a file. A policy waits until every scenario has been read: one may
// name it, and so tell its policy type.
func (l *linter) take(f file) {
	source, ok := l.source(f.path)
	if !ok {
		l.status = exitUsage
		return
	}
	_, problems := syntax.Parse(source.Text())
	switch kind := lint.KindOf(source.Text()); {
	case f.found && filepath.Base(f.path) == lint.ConfigName:
		l.config(folder(f.path))
	case kind == lint.ScenarioFile:
		l.scenario(source, f.path)
	case kind == lint.PolicyDocument || !f.found || len(problems) > 0:
		l.loose = append(l.loose, loosePolicy{source, folder(f.path)})
	}
}

func (l *linter) scenario(source *syntax.Source, path string) {
	s, refusals := l.read(source, path, l.root)
	for _, d := range refusals {
		l.diagnostic(source, d.Diagnostic)
		l.status = exitUsage
	}
	if refusals != nil {
		return
	}
	audited := audit.Audit(s)
	for _, d := range lint.Scenario(s, audited) {
		l.add(finding{Finding: lint.Finding{Diagnostic: d.Diagnostic.Diagnostic, Ignored: d.Ignored}, text: text{source: source}})
	}
	ignored := slices.Concat(l.config(folder(path)), s.Ignored)
	for _, d := range s.Documents {
		if d.Path != nil {
			l.document(s, d, lint.Options{Ignored: ignored, Also: l.also, Facts: data.Catalog(), World: audited})
		}
	}
}

// document lints a policy document of a scenario.
func (l *linter) document(s *scenario.Scenario, d *scenario.Document, o lint.Options) {
	at := text{source: d.Source, base: d.Base}
	if d.File != "" {
		l.files[d.Source.Name()] = true
	} else {
		at.quoted = d.Source != s.Source
	}
	if d.Unreadable && !d.Policy.Document.Malformed {
		l.status = exitUsage
	}
	for _, f := range lint.Document(d, o) {
		l.add(finding{Finding: f, text: at})
	}
}

func (l *linter) loosePolicies() {
	for _, p := range l.loose {
		if l.files[p.source.Name()] {
			continue
		}
		d := policy.Parse(p.source.Text(), l.typeOf(p.source.Text()))
		for _, f := range lint.Policy(d, lint.Options{Ignored: l.config(p.folder), Also: l.also, Facts: data.Catalog()}) {
			l.add(finding{Finding: f, text: text{source: p.source}})
		}
	}
}

// add keeps a finding; that of a file which two scenarios name, once.
func (l *linter) add(f finding) {
	if !slices.ContainsFunc(l.findings, f.same) {
		l.findings = append(l.findings, f)
	}
}

// sort sorts findings by file and place.
func (l *linter) sort() {
	slices.SortStableFunc(l.findings, func(a, b finding) int {
		from, to := a.at(a.Span.From), b.at(b.Span.From)
		return cmp.Or(cmp.Compare(a.source.Name(), b.source.Name()), from.Line-to.Line, from.Column-to.Column)
	})
}

// failed gives the exit status of what was found.
func (l *linter) failed() int {
	if slices.ContainsFunc(l.findings, func(f finding) bool { return f.Ignored == "" && l.fails(f.Severity) }) {
		return exitFailed
	}
	return exitOK
}
