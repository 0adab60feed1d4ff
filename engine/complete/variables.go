package complete

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// variableKeys are condition keys that are of use as policy variables (evaluation rules, section C.5; "IAM policy elements: Variables and tags").
var variableKeys = []string{
	"aws:username", "aws:userid", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalTag/", "aws:PrincipalType", "aws:RequestTag/", "aws:ResourceAccount",
	"aws:ResourceTag/", "aws:SourceIdentity", "aws:SourceVpc", "saml:sub", "cognito-identity.amazonaws.com:sub", "sts:ExternalId",
}

// variables are the policy variables for a variable that is begun in a resource or a condition's value, or nothing.
func (a *asking) variables(names []string) []Item {
	start := strings.LastIndex(a.place.typed, "${")
	if !a.place.quoted || a.place.naming || start < 0 || strings.Contains(a.place.typed[start:], "}") || !takesVariables(names) {
		return nil
	}
	items := []Item{}
	for _, key := range variableKeys {
		items = append(items, a.variable(key, start))
	}
	return items
}

// variable completes the text of the string up to the variable that is begun at start.
func (a *asking) variable(key string, start int) Item {
	return Item{Label: a.place.typed[:start] + "${" + key + "}", Kind: Variable}
}

func takesVariables(names []string) bool {
	if len(names) < 2 || names[0] != "Statement" {
		return false
	}
	return slices.Contains([]string{"Resource", "NotResource"}, names[1]) || names[1] == "Condition" && len(names) == 4
}

// textOf gives the strings of a value that is one or a list of them.
func textOf(v *syntax.Value) []string {
	if v.Kind == syntax.String {
		return []string{v.Text}
	}
	var texts []string
	for _, item := range v.Items {
		if item.Kind == syntax.String {
			texts = append(texts, item.Text)
		}
	}
	return texts
}
