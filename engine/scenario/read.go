package scenario

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Read reads a scenario. Where the text is not JSON, or a member has the wrong
// type, the scenario is refused whole and the refusals say why. What is wrong
// with single members stands in the scenario's or a request's diagnostics.
func Read(source *syntax.Source, options Options) (*Scenario, []Diagnostic) {
	root, problems := syntax.Parse(source.Text())
	if len(problems) > 0 {
		return nil, syntaxRefusals(problems)
	}
	r := &reader{Options: options, scenario: &Scenario{Source: source, World: &iam.World{}}}
	r.read(node{Value: &root, at: root.Span, r: r})
	if len(r.refusals) > 0 {
		return nil, r.refusals
	}
	return r.scenario, nil
}

func syntaxRefusals(problems []syntax.Diagnostic) []Diagnostic {
	refusals := make([]Diagnostic, len(problems))
	for i, p := range problems {
		refusals[i] = Diagnostic{Diagnostic: p}
	}
	return refusals
}

func (r *reader) read(root node) {
	m := root.members("$schema", "version", "title", "description", "tags", "organization", "accounts", "requests", "study")
	if root.Kind != syntax.Object || !r.version(root, m["version"]) {
		return
	}
	r.scenario.Title = m["title"].text()
	m["$schema"].text()
	m["description"].text()
	m["tags"].texts()
	r.accounts(m["accounts"])
	r.organization(m["organization"])
	r.requests(m["requests"])
}

func (r *reader) version(root, version node) bool {
	switch {
	case version.absent() && !isScenario(root):
		root.refuse("NOT_A_SCENARIO", `This is no scenario: it has no "version". Write "version": 1.`)
	case version.absent():
		root.refuse("MISSING_VERSION", `A scenario needs "version": 1.`)
	case version.is(syntax.Number):
		n, err := strconv.Atoi(version.Text)
		if err == nil && n == Version {
			return true
		}
		if err == nil && n > Version {
			version.refuse("NEWER_VERSION", "This scenario has version "+version.Text+"; this Verdict reads version 1. Use a newer Verdict.")
			return false
		}
		version.refuse("WRONG_VERSION", "The version of a scenario must be 1.")
	}
	return false
}

// isScenario tells a scenario without version from a document of another kind.
func isScenario(root node) bool {
	_, accounts := root.Find("accounts")
	_, requests := root.Find("requests")
	return accounts || requests
}
