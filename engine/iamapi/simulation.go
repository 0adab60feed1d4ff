package iamapi

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/simulate"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// simulations are the operations of the policy simulator.
var simulations = map[string]func(*door) (*syntax.Value, *Error){
	"SimulateCustomPolicy":             (*door).simulateCustom,
	"SimulatePrincipalPolicy":          (*door).simulatePrincipal,
	"GetContextKeysForCustomPolicy":    (*door).contextKeysCustom,
	"GetContextKeysForPrincipalPolicy": (*door).contextKeysPrincipal,
}

func (d *door) simulateCustom() (*syntax.Value, *Error) {
	if err := d.allowed("iam:SimulateCustomPolicy", "*"); err != nil {
		return nil, err
	}
	return d.evaluations(simulate.Custom(d.simulation()))
}

func (d *door) simulatePrincipal() (*syntax.Value, *Error) {
	source := d.text("PolicySourceArn")
	if err := d.allowed("iam:SimulatePrincipalPolicy", source); err != nil {
		return nil, err
	}
	if _, err := d.source(source); err != nil {
		return nil, err
	}
	return d.evaluations(simulate.Principal(d.World, source, d.simulation()))
}

func (d *door) simulation() simulate.Call {
	call := simulate.Call{
		Policies: d.texts("PolicyInputList"), Boundaries: d.texts("PermissionsBoundaryPolicyInputList"), ResourcePolicy: d.text("ResourcePolicy"),
		ResourceOwner: d.text("ResourceOwner"), Caller: d.text("CallerArn"), Actions: d.texts("ActionNames"), Resources: d.texts("ResourceArns"),
	}
	if m, ok := d.Parameters.Find("OrderedOrganizationPolicyInputList"); ok {
		for i := range m.Value.Items {
			call.Levels = append(call.Levels, textsOf(&m.Value.Items[i], "ServiceControlPolicyInputList"))
		}
	}
	if m, ok := d.Parameters.Find("ContextEntries"); ok {
		for i := range m.Value.Items {
			e := &m.Value.Items[i]
			call.Context = append(call.Context, simulate.Entry{Key: textOf(e, "ContextKeyName"), Type: textOf(e, "ContextKeyType"), Values: textsOf(e, "ContextKeyValues")})
		}
	}
	return call
}

func (d *door) texts(name string) []string { return textsOf(d.Parameters, name) }

func (d *door) evaluations(results []simulate.Result, err error) (*syntax.Value, *Error) {
	if err != nil {
		return nil, d.refused(err)
	}
	return object(listMember("EvaluationResults", results, evaluation)), nil
}

func (d *door) refused(err error) *Error {
	var r *simulate.Refusal
	if errors.As(err, &r) {
		return d.service.error("InvalidInput", "Invalid "+r.Parameter+": "+r.Value)
	}
	return d.service.error("InvalidInput", err.Error())
}

// evaluation lays a result out as the simulator does: details stay empty, and the
// organization allows where there is none (recorded replies).
func evaluation(r simulate.Result) *syntax.Value {
	allows := syntax.Value{Kind: syntax.Bool, Text: strconv.FormatBool(r.AllowedByOrganizations)}
	members := []syntax.Member{stringMember("EvalActionName", r.Action)}
	if r.Resource != "" {
		members = append(members, stringMember("EvalResourceName", r.Resource))
	}
	members = append(members, stringMember("EvalDecision", r.Decision.String()),
		listMember("MatchedStatements", r.Matched, statement), textsMember("MissingContextValues", r.Missing),
		syntax.Member{Name: "OrganizationsDecisionDetail", Value: *object(syntax.Member{Name: "AllowedByOrganizations", Value: allows})},
		syntax.Member{Name: "EvalDecisionDetails", Value: *object()})
	if len(r.Specific) > 0 {
		members = append(members, listMember("ResourceSpecificResults", r.Specific, specific))
	}
	return object(members...)
}

func specific(r simulate.Result) *syntax.Value {
	return object(stringMember("EvalResourceName", r.Resource), stringMember("EvalResourceDecision", r.Decision.String()),
		listMember("MatchedStatements", r.Matched, statement), textsMember("MissingContextValues", r.Missing))
}

func statement(s simulate.Statement) *syntax.Value {
	return object(stringMember("SourcePolicyId", s.SourcePolicyID), stringMember("SourcePolicyType", s.SourcePolicyType),
		position("StartPosition", s.Start), position("EndPosition", s.End))
}

func position(name string, p simulate.Position) syntax.Member {
	return syntax.Member{Name: name, Value: *object(syntax.Member{Name: "Line", Value: number(p.Line)}, syntax.Member{Name: "Column", Value: number(p.Column)})}
}

func listMember[T any](name string, all []T, value func(T) *syntax.Value) syntax.Member {
	v := syntax.Value{Kind: syntax.Array}
	for _, one := range all {
		v.Items = append(v.Items, *value(one))
	}
	return syntax.Member{Name: name, Value: v}
}

func textsMember(name string, all []string) syntax.Member {
	return listMember(name, all, func(s string) *syntax.Value { return &syntax.Value{Kind: syntax.String, Text: s} })
}

func (d *door) contextKeysCustom() (*syntax.Value, *Error) {
	if err := d.allowed("iam:GetContextKeysForCustomPolicy", "*"); err != nil {
		return nil, err
	}
	return d.contextKeys(d.texts("PolicyInputList"))
}

func (d *door) contextKeysPrincipal() (*syntax.Value, *Error) {
	source := d.text("PolicySourceArn")
	if err := d.allowed("iam:GetContextKeysForPrincipalPolicy", source); err != nil {
		return nil, err
	}
	policies, err := d.source(source)
	if err != nil {
		return nil, err
	}
	documents := d.texts("PolicyInputList")
	for _, p := range policies {
		documents = append(documents, p.Document.Text)
	}
	return d.contextKeys(documents)
}

func (d *door) contextKeys(documents []string) (*syntax.Value, *Error) {
	keys, err := simulate.ContextKeys(documents)
	if err != nil {
		return nil, d.refused(err)
	}
	return object(textsMember("ContextKeyNames", keys)), nil
}

// source finds the policies of the user, group or role that a simulation is about.
func (d *door) source(text string) ([]*iam.Policy, *Error) {
	a, _ := arn.Parse(text)
	kind, rest, _ := strings.Cut(a.Resource, "/")
	name := rest[strings.LastIndexByte(rest, '/')+1:]
	missing := d.service.error("NoSuchEntity", "The "+kind+" with name "+name+" cannot be found.")
	account := d.World.Account(a.Account)
	if account == nil {
		return nil, missing
	}
	switch kind {
	case "user":
		if u := account.User(name); u != nil && u.ARN == text {
			found := slices.Concat(u.Inline, u.Attached)
			for _, g := range u.Groups {
				found = slices.Concat(found, g.Inline, g.Attached)
			}
			return found, nil
		}
	case "group":
		if g := account.Group(name); g != nil && g.ARN == text {
			return slices.Concat(g.Inline, g.Attached), nil
		}
	case "role":
		if r := account.Role(name); r != nil && r.ARN == text {
			return slices.Concat(r.Inline, r.Attached), nil
		}
	default:
		return nil, d.service.error("InvalidInput", "Invalid Entity Arn: "+text+" does not clearly define entity type and name.")
	}
	return nil, missing
}

// supplied is a context key with a value.
func supplied(key, value string) authz.Supplied {
	return authz.Supplied{Key: key, Values: []string{value}}
}
