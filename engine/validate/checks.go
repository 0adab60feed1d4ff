package validate

import (
	"slices"
	"sort"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Check is something that validation can find. What it is, in words, stands in package examples, which the page does not carry.
type Check struct {
	Code     string
	Severity syntax.Severity
	// Also are other severities, which it has where another policy type or place takes it otherwise, or less is sure.
	Also []syntax.Severity
	// Types are the policy types that the check looks at.
	Types Types
	// Off says that the check runs only where it is asked for.
	Off bool
	// NeedsCatalog says that the check is silent without the catalog.
	NeedsCatalog bool
	// World says that it takes the world of a scenario: package audit finds it.
	World bool
	// AWS says that IAM Access Analyzer has a check of this code.
	AWS bool
}

// Severities gives every severity that a finding of the check can have, gravest first.
func (c *Check) Severities() []syntax.Severity {
	all := append([]syntax.Severity{c.Severity}, c.Also...)
	slices.Sort(all)
	return all
}

func also(severities ...syntax.Severity) []syntax.Severity { return severities }

// Types is a set of policy types.
type Types uint16

func types(list ...policy.Type) Types {
	set := Types(0)
	for _, t := range list {
		set |= 1 << t
	}
	return set
}

func (t Types) has(one policy.Type) bool { return t>>one&1 == 1 }

// List gives the policy types of the set in AWS's order.
func (t Types) List() []policy.Type {
	return slices.DeleteFunc(slices.Clone(policy.Types[:]), func(one policy.Type) bool { return !t.has(one) })
}

const (
	every     Types = 1<<(policy.Endpoint+1) - 1
	identity        = 1<<policy.Identity | 1<<policy.Boundary | 1<<policy.Session
	resource  Types = 1<<policy.Resource | 1<<policy.Endpoint
	trust     Types = 1 << policy.Trust
	scp       Types = 1 << policy.SCP
	rcp       Types = 1 << policy.RCP
	granting        = identity | resource | trust
	principal       = resource | trust | rcp
)

// families are the checks, each family in the order of its file.
var families = [...][]Check{parserChecks, emptyChecks, keyChecks, valueChecks, addressChecks, arnChecks, redundantChecks, roleChecks, sizeChecks, trustChecks,
	serviceChecks, broadChecks, exposureChecks, attachedChecks, knownChecks, tagChecks, templateChecks, worldChecks}

// documentFamilies look at a document as a whole, statementFamilies at each
// statement, clauseFamilies at each operator and key of a condition.
var (
	documentFamilies  = []func(*linter){size, oldVersion, redundantStatements}
	statementFamilies = []func(*linter, *statement){empties, resourceARNs, redundantValues, openRoles, trustPolicy, references, servicePrincipals, controls, broad, exposures, attached, knownActions, resourceForms, targets}
	clauseFamilies    = []func(*linter, *statement, *clause){emptyConditions, keyRules, keyUse, valueRules, addresses, conditionARNs, trustClauses, serviceKeys, viaService, endpointOwners, knownKeys, tags}
)

// Checks lists every code that Verdict can report about a policy, sorted by code.
func Checks() []Check {
	var all []Check
	for _, family := range families {
		all = append(all, family...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Code < all[j].Code })
	return all
}

// find gives the check of a code. A code without one is a mistake of ours.
func find(code string) *Check {
	for _, family := range families {
		for i := range family {
			if family[i].Code == code {
				return &family[i]
			}
		}
	}
	panic("no check has the code " + code)
}
