// Package lint gathers what is wrong with the policies of a scenario or of a
// file of their own, and leaves out what is ignored with a reason.
package lint

import (
	"slices"
	"sort"
	"strconv"

	"github.com/verdict-iam/verdict/engine/audit"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
)

// Finding is something that is wrong.
type Finding struct {
	syntax.Diagnostic
	// Refused says that AWS would not store the document because of it.
	Refused bool
	// Ignored is the reason for which it is ignored, or empty.
	Ignored string
}

// Options settle what a document alone does not say.
type Options struct {
	Ignored []scenario.Ignored
	// Resource is the ARN of the resource that a resource-based policy is attached to, where it is known.
	Resource string
	// Facts are what the catalog knows of actions and keys; nil leaves out the checks that need it.
	Facts *catalog.Catalog
	// Also are codes of checks that are off by default and are to run all the same.
	Also []string
	// World is what the scenario as a whole shows of its documents.
	World *audit.Findings
}

// Policy lists what is wrong with a policy document, by place.
func Policy(d *policy.Document, o Options) []Finding {
	reasons := reasons(o.Ignored)
	var all []Finding
	for _, found := range validate.Lint(d, validate.Options{On: o.on, Resource: o.Resource, Facts: o.Facts}) {
		all = append(all, Finding{Diagnostic: found, Refused: refused(d, found), Ignored: reasons[found.Code]})
	}
	return all
}

// OffByDefault are the codes of the checks that run only where they are asked for.
func OffByDefault() []string {
	var codes []string
	for _, c := range validate.Checks() {
		if c.Off {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

func (o *Options) on(c *validate.Check) bool { return !c.Off || slices.Contains(o.Also, c.Code) }

// Document lists what is wrong with a policy document of a scenario, by place.
func Document(d *scenario.Document, o Options) []Finding {
	if d.Type == policy.Resource {
		o.Resource = d.Policy.Name
	}
	all, reasons := Policy(d.Policy.Document, o), reasons(o.Ignored)
	if o.World != nil {
		for _, found := range o.World.Documents[d] {
			all = append(all, Finding{Diagnostic: found, Ignored: reasons[found.Code]})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Span.From < all[j].Span.From })
	return all
}

// mostAlike bounds the findings of one code that a list for people shows of a document.
const mostAlike = 50

// Few leaves out findings of a code of which there are many; the last one that
// stays says how many more there are.
func Few(all []Finding) []Finding {
	counts, last := map[string]int{}, map[string]int{}
	var few []Finding
	for _, f := range all {
		if counts[f.Code]++; counts[f.Code] <= mostAlike {
			last[f.Code] = len(few)
			few = append(few, f)
		}
	}
	for code, count := range counts {
		if count > mostAlike {
			few[last[code]].Message += " There are " + strconv.Itoa(count-mostAlike) + " more like this."
		}
	}
	return few
}

// refused says whether a diagnostic is one of the parser's errors: those are what
// AWS refuses to store. Errors of checks may be about policies that AWS stores.
func refused(d *policy.Document, found syntax.Diagnostic) bool {
	return found.Severity == syntax.Error && slices.ContainsFunc(d.Diagnostics, func(p syntax.Diagnostic) bool {
		return p.Code == found.Code && p.Span == found.Span && p.Severity == syntax.Error
	})
}

// Member is something that is wrong with a member of a scenario.
type Member struct {
	scenario.Diagnostic
	// Ignored is the reason for which it is ignored, or empty.
	Ignored string
}

// World lists what only the scenario as a whole shows of its members: what it ignores in vain, and what an audit finds.
func World(s *scenario.Scenario, audited *audit.Findings) []Member {
	var all []Member
	for _, d := range Ignores(s.Ignored) {
		all = append(all, Member{Diagnostic: scenario.Diagnostic{Path: []string{"ignoredChecks"}, Diagnostic: d}})
	}
	reasons := reasons(s.Ignored)
	for _, d := range audited.Members {
		all = append(all, Member{d, reasons[d.Code]})
	}
	return all
}

// Scenario lists what is wrong with the members of a scenario and its requests,
// each thing once, and with what it ignores.
func Scenario(s *scenario.Scenario, audited *audit.Findings) []Member {
	var all []Member
	for _, d := range s.Diagnostics {
		all = append(all, Member{Diagnostic: d})
	}
	for _, r := range s.Requests {
		for _, d := range r.Diagnostics {
			if !slices.ContainsFunc(all, func(told Member) bool { return told.Span == d.Span && told.Code == d.Code }) {
				all = append(all, Member{Diagnostic: d})
			}
		}
	}
	all = append(all, World(s, audited)...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].Span.From < all[j].Span.From })
	return all
}
