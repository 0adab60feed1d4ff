package analyze

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// callersChoice are derived keys that a caller can choose all the same.
var callersChoice = []string{"aws:requestedregion", "aws:currenttime", "aws:epochtime"}

// given are keys that the principal, the resource or the way of the request
// settle, present or not: no caller chooses them.
var given = []string{
	"aws:principalaccount", "aws:principalarn", "aws:principalisawsservice", "aws:principalorg", "aws:principalservice", "aws:principaltype",
	"aws:userid", "aws:username", "aws:resource", "aws:sourcevpc", "aws:vpce", "aws:vpcsourceip", "aws:sourceaccount", "aws:sourcearn", "aws:sourceorg",
	"aws:viaawsservice", "aws:calledvia", "aws:tokenissuetime", "aws:federatedprovider", "aws:assumedroot",
}

// settable says whether the request can carry another value of the key: what
// follows from principal and resource cannot be chosen.
func settable(t *authz.Trace, key string) bool {
	if slices.ContainsFunc(given, func(beginning string) bool { return strings.HasPrefix(strings.ToLower(key), beginning) }) {
		return false
	}
	for _, e := range t.Context {
		if strings.EqualFold(e.Key, key) && e.Origin == authz.Derived {
			return slices.Contains(callersChoice, strings.ToLower(key))
		}
	}
	return true
}

// setKey proposes a value of a context key, or none, that brings a condition to
// the truth that is wanted.
func (f *finder) setKey(t *authz.Trace, c *authz.ConditionTrace, want bool) {
	if !settable(t, c.Key) {
		return
	}
	context := f.at("requests", strconv.Itoa(f.r.Index), "context")
	written := slices.IndexFunc(context.Members, func(m syntax.Member) bool { return strings.EqualFold(m.Name, c.Key) })
	for _, value := range valuesFor(c, want) {
		change := Change{Verb: SetKey, Element: c.Key, Value: value}
		var json any = value
		if c.Operator.Set != condition.NoSet {
			json = []string{value}
		}
		switch {
		case written >= 0:
			f.add(change, nil, splice{context.Members[written].Value.Span, encode(json)})
		case context.Kind == syntax.Object:
			f.add(change, nil, withMember(f.text, context, c.Key, json))
		default:
			request := f.at("requests", strconv.Itoa(f.r.Index))
			f.add(change, nil, withMember(f.text, request, "context", map[string]any{c.Key: json}))
		}
	}
	if written >= 0 && c.Present && !strings.EqualFold(c.Key, "aws:SecureTransport") { // which every request carries (GK-36)
		f.add(Change{Verb: RemoveKey, Element: c.Key}, nil, without(context, written))
	}
}

// valuesFor gives values of a key that may bring its condition to the truth that is wanted.
func valuesFor(c *authz.ConditionTrace, want bool) []string {
	fits := want != c.Operator.Base.Negated()
	if c.Operator.Base == condition.Null {
		return presence(c, want)
	}
	if c.Operator.Base == condition.Bool {
		return booleans(c, want)
	}
	var all []string
	for _, v := range c.PolicyValues {
		if fits {
			all = append(all, fitting(c.Operator.Base, v)...)
		}
	}
	if !fits && c.Present {
		all = append(all, "other")
	}
	return all[:min(len(all), 3)]
}

// presence makes a key present where Null does not want it absent, or the reverse.
func presence(c *authz.ConditionTrace, want bool) []string {
	asksAbsent := len(c.PolicyValues) > 0 && strings.EqualFold(c.PolicyValues[0], "true")
	if asksAbsent != want {
		return []string{"example"}
	}
	return nil
}

func booleans(c *authz.ConditionTrace, want bool) []string {
	asksTrue := len(c.PolicyValues) > 0 && strings.EqualFold(c.PolicyValues[0], "true")
	return []string{strconv.FormatBool(asksTrue == want)}
}

// fitting gives request values that the operator's positive form may find to fit the policy's value.
func fitting(b condition.Base, v string) []string {
	switch {
	case b.Wildcards():
		return []string{strings.ReplaceAll(strings.ReplaceAll(v, "*", ""), "?", "x")}
	case b == condition.IpAddress || b == condition.NotIpAddress:
		address, _, _ := strings.Cut(v, "/")
		return []string{address}
	case strings.HasPrefix(b.String(), "Numeric"):
		return []string{v, step(v, -1), step(v, 1)}
	}
	return []string{v}
}

// step gives the next whole number, where the text is one.
func step(v string, by int) string {
	n, err := strconv.Atoi(v)
	if err != nil {
		return v
	}
	return strconv.Itoa(n + by)
}

// loosen adds the request's value to the values of a condition, or drops the condition.
func (f *finder) loosen(p *iam.Policy, s *policy.Statement, part *authz.Part) {
	d, tree := f.document(p)
	if d == nil {
		return
	}
	block := find(statement(tree, s), []string{"Condition"})
	for i := range block.Members {
		keys := &block.Members[i].Value
		for j := range keys.Members {
			if keys.Members[j].NameSpan.From != part.Span.From {
				continue
			}
			c := Change{Verb: AddValue, Policy: p, Statement: s, Element: part.Condition.Key}
			if part.Condition.Present && len(part.Condition.RequestValues) == 1 && !part.Condition.Operator.Base.Negated() {
				c.Value = part.Condition.RequestValues[0]
				f.add(c, d, withItem(p.Document.Text, &keys.Members[j].Value, encode(c.Value)))
			}
			c.Verb, c.Value = DropCondition, ""
			if len(keys.Members) > 1 {
				f.add(c, d, without(keys, j))
				continue
			}
			f.add(c, d, without(block, i))
		}
	}
}
