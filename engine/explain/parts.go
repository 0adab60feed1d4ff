package explain

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Reason says in one sentence why a statement matched or did not.
func Reason(t *authz.Trace, s *authz.StatementTrace) string {
	if !s.Statement.Sound() {
		return "Not evaluated: " + s.Statement.Fault
	}
	if s.Matched {
		return matched(s)
	}
	for i := range s.Parts {
		if p := &s.Parts[i]; !p.Matched {
			return ElementName(p) + ": " + Part(t, p) + "."
		}
	}
	return ""
}

func matched(s *authz.StatementTrace) string {
	verb := "allows"
	if s.Statement.Effect == policy.Deny {
		verb = "denies"
	}
	for i := range s.Parts {
		if !s.Parts[i].Matched {
			return "A condition cannot be evaluated, so this Deny denies."
		}
	}
	if !s.Decides {
		return "Every part matches, so the statement " + verb + ", but that did not settle the decision."
	}
	return "Every part matches: the statement " + verb + "."
}

// ElementName gives the element of a part as policies spell it.
func ElementName(p *authz.Part) string {
	name := ""
	switch p.Element {
	case authz.PrincipalElement:
		name = "Principal"
	case authz.ActionElement:
		name = "Action"
	case authz.ResourceElement:
		name = "Resource"
	case authz.ConditionElement:
		return "Condition"
	}
	if p.Not {
		return "Not" + name
	}
	return name
}

// Part says why one part matched or did not, without a final full stop.
func Part(t *authz.Trace, p *authz.Part) string {
	switch p.Element {
	case authz.PrincipalElement:
		return principal(t, p)
	case authz.ActionElement:
		return listed(p, t.Request.Action)
	case authz.ResourceElement:
		return resource(t, p)
	case authz.ConditionElement:
		return Condition(p.Condition)
	}
	return ""
}

// listed covers the elements that match if a value does, and their Not forms.
func listed(p *authz.Part, asked string) string {
	covered := p.Matched != p.Not
	switch {
	case covered && p.Not:
		return p.Value + " covers " + asked + ", which excludes it"
	case covered:
		return p.Value + " covers " + asked
	case p.Not:
		return "no listed value covers " + asked
	}
	return "no value covers " + asked
}

func resource(t *authz.Trace, p *authz.Part) string {
	switch {
	case p.Unresolved != "":
		return "the variable ${" + p.Unresolved + "} has no value in this request, so the ARN matches nothing"
	case !p.Matched && !p.Not && p.Value != "" && t.Request.Resource == "*":
		return p.Value + " does not cover *, which an action without resource-level permissions needs"
	case !p.Matched && !p.Not && p.Value != "":
		return p.Value + " does not cover " + t.Request.Resource
	}
	return listed(p, t.Request.Resource)
}

func principal(t *authz.Trace, p *authz.Part) string {
	who := caller(&t.Request.Principal)
	if p.Not {
		return notPrincipal(p, who)
	}
	if !p.Matched {
		return "it does not name " + who
	}
	switch {
	case p.Kinds.Any(authz.AsSession):
		return "it names this session"
	case p.Kinds.Any(authz.AsUser):
		return "it names this user"
	case p.Kinds.Any(authz.AsRole):
		return "it names the role of this session"
	case p.Kinds.Any(authz.AsUserOfFederated):
		return "it names the user who made this session"
	case p.Kinds.Any(authz.AsEveryone):
		return "it names everyone"
	case p.Kinds.Any(authz.AsAccount):
		return "it names the caller's account, not the caller"
	}
	return "it names " + who
}

func notPrincipal(p *authz.Part, who string) string {
	switch p.Chain {
	case authz.ChainListed:
		return "it lists " + who + " with its account, which excludes the caller"
	case authz.ChainIncomplete:
		return "it lists only part of the caller: list the account, and for a role the role and the session too, or test aws:PrincipalArn with ArnNotEquals instead"
	case authz.ChainBoundary:
		return "the caller has a permissions boundary, and then a Deny with NotPrincipal always matches"
	case authz.NoChain:
	}
	return "it does not list " + who
}

// Condition says why a condition came out as it did.
func Condition(c *authz.ConditionTrace) string {
	op := c.Operator.String()
	have := c.Key + " is " + values(c.RequestValues)
	switch c.Result.Reason {
	case condition.Matched:
		return have + ", as " + op + " " + values(c.PolicyValues) + " asks"
	case condition.NoValueMatched:
		return have + ", not " + op + " " + values(c.PolicyValues)
	case condition.ExcludedValueMatched:
		return have + ", which " + op + " " + values(c.PolicyValues) + " excludes"
	case condition.NoExcludedValueMatched:
		return have + ", which " + op + " " + values(c.PolicyValues) + " does not exclude"
	case condition.AbsentKey:
		return "the request has no " + c.Key + ", and " + op + " is then false"
	case condition.AbsentKeyPasses:
		return "the request has no " + c.Key + ", and " + op + " is then true"
	case condition.SetOperatorMissing:
		return c.Key + " holds a list, and " + op + " without ForAllValues or ForAnyValue is then false"
	case condition.UnreadableRequestValue:
		return have + ", which " + op + " cannot read"
	case condition.UnreadablePolicyValue:
		return "the policy's value " + values(c.PolicyValues) + " cannot be read by " + op
	case condition.UnresolvedVariable:
		return "a variable in " + values(c.PolicyValues) + " has no value in this request"
	case condition.PolicyValueNotARN:
		return "the policy's value " + values(c.PolicyValues) + " is no ARN, so " + op + " cannot be evaluated"
	case condition.NullTest:
		return nullTest(c)
	}
	return ""
}

func nullTest(c *authz.ConditionTrace) string {
	if len(c.RequestValues) == 0 {
		return "the request has no " + c.Key + ", and Null asks for " + values(c.PolicyValues)
	}
	return "the request has " + c.Key + ", and Null asks for " + values(c.PolicyValues)
}

// values lists a few values for people.
func values(all []string) string {
	const shown = 3
	var quoted []string
	for _, v := range all[:min(shown, len(all))] {
		quoted = append(quoted, strconv.Quote(v))
	}
	text := strings.Join(quoted, ", ")
	if more := len(all) - shown; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	if text == "" {
		return "empty"
	}
	return text
}
