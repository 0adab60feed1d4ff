package scenario

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// NotAScenario is the code of the refusal of a document of another kind.
const NotAScenario = "NOT_A_SCENARIO"

// Read reads a scenario. Where the text is not JSON, or a member has the wrong
// type, the scenario is refused whole and the refusals say why. What is wrong
// with single members stands in the scenario's or a request's diagnostics.
func Read(source *syntax.Source, options Options) (*Scenario, []Diagnostic) {
	root, problems := syntax.Parse(source.Text())
	if len(problems) > 0 {
		return nil, syntaxRefusals(problems)
	}
	r := &reader{Options: options, policy: map[string]*iam.Policy{}, scenario: &Scenario{Options: options, Source: source, World: &iam.World{}}}
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
	if root.Kind != syntax.Object {
		root.refuse(NotAScenario, "A scenario must be an object, not "+kindNames[root.Kind]+".")
		return
	}
	m := root.members("$schema", "version", "title", "description", "tags", "organization", "accounts", "requests", "ignoredChecks", "study")
	if !r.version(root, m.at("version")) {
		return
	}
	r.scenario.Title = m.at("title").text()
	m.at("$schema").text()
	m.at("description").text()
	m.at("tags").texts()
	r.accounts(m.at("accounts"))
	r.organization(m.at("organization"))
	r.requests(m.at("requests"))
	r.ignored(m.at("ignoredChecks"))
}

func (r *reader) version(root, version node) bool {
	if version.absent() || version.Kind != syntax.Number {
		r.versionless(root, version)
		return false
	}
	n, err := strconv.Atoi(version.Text)
	switch {
	case err == nil && n == Version:
		return true
	case err == nil && n > Version:
		version.refuse("NEWER_VERSION", "This scenario has version "+version.Text+"; this Verdict reads version 1. Use a newer Verdict.")
	default:
		version.refuse("WRONG_VERSION", "The version of a scenario must be 1.")
	}
	return false
}

// versionless tells a scenario that lacks its version from a document of another kind.
func (r *reader) versionless(root, version node) {
	switch {
	case !isScenario(root):
		root.refuse(NotAScenario, `This is no scenario: it has no "version" 1, no accounts and no requests. Write "version": 1.`)
	case version.absent():
		root.refuse("MISSING_VERSION", `A scenario needs "version": 1.`)
	default:
		version.is(syntax.Number)
	}
}

// isScenario looks for the members that only scenarios have.
func isScenario(root node) bool {
	_, accounts := root.Find("accounts")
	_, requests := root.Find("requests")
	return accounts || requests
}
