package complete

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var documentElements = []string{"Version", "Id", "Statement"}

var statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}

// without lists the elements that statements of a policy type do not take (evaluation rules, table A.6).
var without = map[policy.Type][]string{
	policy.Identity: {"Principal", "NotPrincipal"},
	policy.Boundary: {"Principal", "NotPrincipal"},
	policy.Session:  {"Principal", "NotPrincipal"},
	policy.SCP:      {"Principal", "NotPrincipal"},
	policy.Trust:    {"NotPrincipal", "Resource", "NotResource"},
	policy.RCP:      {"NotPrincipal", "NotAction"},
}

// pairs are elements of which a statement holds one or the other (GR-5).
var pairs = map[string]string{
	"Principal": "NotPrincipal", "NotPrincipal": "Principal",
	"Action": "NotAction", "NotAction": "Action",
	"Resource": "NotResource", "NotResource": "Resource",
}

// elements are those that the statement at the caret can still take.
func (a *asking) elements() []Item {
	statement := a.place.statement()
	if statement == nil || !a.place.naming {
		return nil
	}
	items := a.members(statementElements, statement)
	return slices.DeleteFunc(items, func(item Item) bool {
		return has(statement, pairs[item.Label]) || slices.Contains(without[a.Type], item.Label)
	})
}

// has says whether a statement has the element; none is not the name that is still to be typed.
func has(statement *syntax.Value, element string) bool {
	_, ok := statement.Find(element)
	return ok && element != ""
}

// effects are those that the policy type takes: a resource control policy can only deny (GR-45).
func (a *asking) effects() []Item {
	if a.Type == policy.RCP {
		return words(Value, "Deny")
	}
	return words(Value, "Allow", "Deny")
}
