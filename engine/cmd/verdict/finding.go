package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/verdict-iam/verdict/engine/lint"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// text is a policy document or scenario, and where it stands in a file.
type text struct {
	source *syntax.Source
	base   int
	// quoted says that it stands there as a JSON string.
	quoted bool
}

// at gives the place of an offset in the text.
func (t text) at(offset int) syntax.Position { return t.source.Position(t.base + offset) }

// insert is a text as it is to be written there.
func (t text) insert(what string) string {
	if !t.quoted {
		return what
	}
	quoted := syntax.Quote(what)
	return quoted[1 : len(quoted)-1]
}

// finding is something that is wrong in a file.
type finding struct {
	lint.Finding
	text
}

func (f finding) same(other finding) bool {
	return f.Code == other.Code && f.Message == other.Message && f.source.Name() == other.source.Name() && f.at(f.Span.From) == other.at(other.Span.From)
}

// found is a line of lint --json. Lines count from 1, columns from 0.
type found struct {
	File string `json:"file"`
	placed
	Severity string    `json:"severity"`
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Refused  bool      `json:"refused"`
	Fixes    []mending `json:"fixes"`
}

// placed is a range of a file.
type placed struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type mending struct {
	Title string        `json:"title"`
	Edits []replacement `json:"edits"`
}

type replacement struct {
	placed
	Text string `json:"text"`
}

func (t text) place(span syntax.Span) placed {
	from, to := t.at(span.From), t.at(span.To)
	return placed{from.Line, from.Column, to.Line, to.Column}
}

func (f finding) fixes() []mending {
	all := []mending{}
	for _, fix := range f.Fixes {
		m := mending{Title: fix.Title}
		for _, e := range fix.Edits {
			m.Edits = append(m.Edits, replacement{f.place(e.Span), f.insert(e.Text)})
		}
		all = append(all, m)
	}
	return all
}

func (l *linter) printJSON() {
	for _, f := range l.reported() {
		line := found{f.source.Name(), f.place(f.Span), f.Severity.String(), f.Code, f.Message, f.Refused, f.fixes()}
		// What is made of strings and numbers can be written.
		text, _ := json.Marshal(line)
		fmt.Fprintf(l.out, "%s\n", text)
	}
}

// printText prints a line a finding, and on standard error how many there are.
func (l *linter) printText() {
	reported := l.reported()
	counts := map[syntax.Severity]int{}
	for _, f := range reported {
		at := f.at(f.Span.From)
		fmt.Fprintf(l.out, "%s:%d:%d: %s: %s: %s\n", f.source.Name(), at.Line, at.Column+1, f.Severity, f.Code, f.Message)
		counts[f.Severity]++
	}
	var parts []string
	for _, s := range syntax.Severities {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d", s, counts[s]))
		}
	}
	if ignored := len(l.findings) - len(reported); ignored > 0 {
		parts = append(parts, fmt.Sprintf("ignored with a reason: %d", ignored))
	}
	if len(parts) > 0 {
		fmt.Fprintln(l.err, strings.Join(parts, ", "))
	}
}

// reported are the findings that are not ignored.
func (l *linter) reported() []finding {
	var all []finding
	for _, f := range l.findings {
		if f.Ignored == "" {
			all = append(all, f)
		}
	}
	return all
}
