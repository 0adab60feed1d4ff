package lint

import (
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Kind is what a text is, as far as its members tell.
type Kind uint8

// The kinds of texts.
const (
	Unknown Kind = iota
	PolicyDocument
	ScenarioFile
)

// KindOf tells a policy document by its Statement and a scenario by its accounts,
// requests or organization, in a broken text too.
func KindOf(text string) Kind {
	root, _ := syntax.Parse(text)
	if _, ok := root.Find("Statement"); ok {
		return PolicyDocument
	}
	for _, name := range [...]string{"accounts", "requests", "organization"} {
		if _, ok := root.Find(name); ok {
			return ScenarioFile
		}
	}
	return Unknown
}

// TypeOf tells the policy type of a document that stands alone: without a
// principal identity-based, with one but no resource a trust policy, else
// resource-based.
func TypeOf(text string) policy.Type {
	root, _ := syntax.Parse(text)
	statements := &syntax.Value{}
	if m, ok := root.Find("Statement"); ok {
		statements = &m.Value
	}
	switch {
	case !anyHas(statements, "Principal"):
		return policy.Identity
	case !anyHas(statements, "Resource"):
		return policy.Trust
	}
	return policy.Resource
}

// anyHas says whether one of the statements has the element, or its opposite.
func anyHas(statements *syntax.Value, element string) bool {
	for i := range statements.Items {
		if anyHas(&statements.Items[i], element) {
			return true
		}
	}
	_, has := statements.Find(element)
	_, not := statements.Find("Not" + element)
	return has || not
}
