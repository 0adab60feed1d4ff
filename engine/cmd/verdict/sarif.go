package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// The shapes of SARIF 2.1.0, as far as they are used. Lines and columns count
// from 1; columns count characters.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"semanticVersion"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string         `json:"id"`
		Description   *sarifMessage  `json:"shortDescription,omitempty"`
		HelpURI       string         `json:"helpUri,omitempty"`
		Configuration sarifConfigure `json:"defaultConfiguration"`
	}
	sarifConfigure struct {
		Level string `json:"level"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifMessage       `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fixes        []sarifFix         `json:"fixes,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Description sarifMessage  `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// levels are SARIF's words for the severities.
var levels = map[syntax.Severity]string{syntax.Error: "error", syntax.SecurityWarning: "warning", syntax.Warning: "warning", syntax.Suggestion: "note"}

// printSARIF prints all findings, what is ignored as suppressed.
func (l *linter) printSARIF() {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "Verdict", Version: engine.Version, Rules: []sarifRule{}}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	for _, f := range l.findings {
		run.Results = append(run.Results, f.sarif(l.rule(&run.Tool.Driver, f)))
	}
	// What is made of strings and numbers can be written.
	text, _ := json.MarshalIndent(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}, "", "  ")
	fmt.Fprintf(l.out, "%s\n", text)
}

// rule gives the index of a finding's rule, which it adds where it is new. Codes
// about a scenario or about what is ignored are no checks, and have no page.
func (l *linter) rule(d *sarifDriver, f finding) int {
	if i := slices.IndexFunc(d.Rules, func(r sarifRule) bool { return r.ID == f.Code }); i >= 0 {
		return i
	}
	rule := sarifRule{ID: f.Code, Configuration: sarifConfigure{levels[f.Severity]}}
	if summary, ok := examples.Summaries()[f.Code]; ok {
		rule.Description = &sarifMessage{summary}
		rule.HelpURI = l.page(f.Code)
	}
	d.Rules = append(d.Rules, rule)
	return len(d.Rules) - 1
}

// page is the address that explains a code, where the page's is known.
func (l *linter) page(code string) string {
	if l.base == "" {
		return ""
	}
	return strings.TrimSuffix(l.base, "/") + "/ref/checks/" + code + "/"
}

func (f finding) sarif(rule int) sarifResult {
	artifact := sarifArtifact{(&url.URL{Path: filepath.ToSlash(f.source.Name())}).String()}
	r := sarifResult{RuleID: f.Code, RuleIndex: rule, Level: levels[f.Severity], Message: sarifMessage{f.Message}}
	r.Locations = []sarifLocation{{sarifPhysical{artifact, region(f.place(f.Span))}}}
	for _, m := range f.fixes() {
		change := sarifChange{Artifact: artifact}
		for _, e := range m.Edits {
			change.Replacements = append(change.Replacements, sarifReplacement{region(e.placed), sarifMessage{e.Text}})
		}
		r.Fixes = append(r.Fixes, sarifFix{sarifMessage{m.Title}, []sarifChange{change}})
	}
	if f.Ignored != "" {
		r.Suppressions = []sarifSuppression{{"external", f.Ignored}}
	}
	return r
}

func region(p placed) sarifRegion {
	return sarifRegion{p.Line, p.Column + 1, p.EndLine, p.EndColumn + 1}
}
