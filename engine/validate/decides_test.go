package validate_test

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// meant are the checks whose fix changes what a policy that IAM stores allows, and how. Every other fix says the same in other words.
var meant = map[string]string{
	// What could never match is what its author meant.
	"WHITESPACE_IN_ACTION": more, "MISSING_QUALIFIER": more, "WILDCARD_WITHOUT_LIKE_OPERATOR": more, "ACTION_NEEDS_STAR": more,
	"INVALID_GLOBAL_CONDITION_KEY": more, "INVALID_SERVICE": more, "INVALID_SERVICE_CONDITION_KEY": more,
	"ARN_ACCOUNT_NOT_ALLOWED": more, "MISSING_ARN_REGION": more, "INVALID_ARN_REGION": more, "INVALID_ARN_SERVICE_CASE": more,
	// A Deny for all but a role has denied that role, too.
	"UNSUPPORTED_GLOBAL_CONDITION_KEY": more,
	// Requests without the key no longer pass.
	"FORALLVALUES_WITH_SINGLE_VALUED_KEY": less, "FORALLVALUES_ALLOW_NO_NULL_GUARD": less, "IFEXISTS_WEAKENS": less, "BAD_PATTERN_FOR_MFA": less,
	"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT": less,
	// The variable is no longer plain text, which the resource "${aws:username}" would match.
	"VARIABLE_UNSUPPORTED_IN_VERSION": less,
	// Private addresses, which aws:SourceIp never holds, are gone from the list, or looked for where they stand.
	"PRIVATE_IP_ADDRESS_SUBSET": less, "PRIVATE_NOT_IP_ADDRESS_SUBSET": less, "PRIVATE_IP_ADDRESS": both, "PRIVATE_NOT_IP_ADDRESS": both,
	// The Region that there is takes the place of the one that there is not.
	"INVALID_REGION": both,
}

// How what a policy allows can differ.
const more, less, both = "more", "less", "more and less"

// What a policy decides before and after the preferred fix is the same, but where the fix is there to change it.
func TestFixesDecideAsMeant(t *testing.T) {
	asked := map[string]bool{}
	for e, fixed := range mended() {
		if e.Type != policy.Identity {
			continue
		}
		asked[e.Code] = true
		grid := requests(e.Fires, fixed)
		if got := change(decisions(t, e.Fires, grid), decisions(t, fixed, grid)); got != meant[e.Code] {
			t.Errorf("%s: after the fix the policy allows %q, want %q\n%s\n%s", e.Code, got, meant[e.Code], e.Fires, fixed)
		}
	}
	for code := range meant {
		if !asked[code] {
			t.Errorf("%s has no fix of an identity-based policy that IAM stores", code)
		}
	}
}

// mended gives each example that IAM stores and that has a preferred fix, with what the fix makes of it.
func mended() iter.Seq2[examples.Example, string] {
	return func(yield func(examples.Example, string) bool) {
		for _, e := range examples.OfPolicies() {
			d := policy.Parse(e.Fires, e.Type)
			stored := !slices.ContainsFunc(d.Diagnostics, func(d syntax.Diagnostic) bool { return d.Severity == syntax.Error })
			fixed, fixes := applyFirst(e.Fires, lint(e.Fires, e), e.Code)
			if stored && fixes && !yield(e, fixed) {
				return
			}
		}
	}
}

// change says whether the requests are allowed more or less, or denied where they were not allowed before.
func change(before, after []string) string {
	open := []string{"explicitDeny", "implicitDeny", "allowed"}
	found := ""
	for i := range before {
		switch was, is := slices.Index(open, before[i]), slices.Index(open, after[i]); {
		case is > was && found != less:
			found = more
		case is < was && found != more:
			found = less
		case is != was:
			return both
		}
	}
	return found
}

// decisions asks for each request of a user who has the policy.
func decisions(t *testing.T, text string, grid []map[string]any) []string {
	t.Helper()
	user := map[string]any{"inlinePolicies": map[string]any{"p": json.RawMessage(text)}}
	return answers(t, map[string]any{"version": 1, "requests": grid, "accounts": map[string]any{"111122223333": map[string]any{"users": map[string]any{"ana": user}}}}, len(grid))
}

// answers decides the requests of a scenario, which are so many.
func answers(t *testing.T, world map[string]any, count int) []string {
	t.Helper()
	text, err := json.Marshal(world)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := json.Marshal(map[string]any{"method": "decide", "now": "2026-01-31T12:00:00Z", "scenario": string(text)})
	var answer struct {
		Value struct{ Requests []struct{ Decision string } }
	}
	reply := engine.New().Call(call)
	if err := json.Unmarshal(reply, &answer); err != nil || len(answer.Value.Requests) != count {
		t.Fatalf("%v: %.400s", err, reply)
	}
	var all []string
	for _, r := range answer.Value.Requests {
		all = append(all, r.Decision)
	}
	return all
}

// requests are for each action that the policies name, on each resource that the last one names, with each value of the keys
// that they test and that such requests carry, with another value, and without.
func requests(policies ...string) []map[string]any {
	var actions, resources []string
	contexts := []map[string]any{{}}
	for _, text := range policies {
		resources = []string{"*", "arn:aws:s3:::other/key"}
		for _, m := range elements(text) {
			switch m.Name {
			case "Action", "NotAction":
				actions = append(actions, texts(&m.Value, named)...)
			case "Resource", "NotResource":
				resources = append(resources, texts(&m.Value, filled)...)
			case "Condition":
				contexts = append(contexts, contextsOf(&m.Value)...)
			}
		}
	}
	var all []map[string]any
	for _, action := range actions {
		for _, resource := range resources {
			for _, context := range contexts {
				all = append(all, map[string]any{"principal": "arn:aws:iam::111122223333:user/ana", "action": action, "resource": resource, "context": carried(action, context)})
			}
		}
	}
	return all
}

func elements(text string) (all []syntax.Member) {
	root, _ := syntax.Parse(text)
	statements, _ := root.Find("Statement")
	for _, s := range statements.Value.Each() {
		all = append(all, s.Members...)
	}
	return all
}

func texts(list *syntax.Value, read func(string) string) (all []string) {
	for _, v := range list.Each() {
		all = append(all, read(v.Text))
	}
	return all
}

// filled gives a text that a pattern matches.
func filled(pattern string) string { return strings.ReplaceAll(pattern, "*", "a") }

// carried leaves of a context what a request for the action carries, by the catalog.
func carried(action string, context map[string]any) map[string]any {
	prefix, name, _ := strings.Cut(action, ":")
	kept := map[string]any{}
	for key, value := range context {
		_, global := facts.GlobalKey(key)
		if service, known := facts.Service(prefix); known && !global {
			a, _ := service.Action(name)
			global = a != nil && slices.ContainsFunc(a.Keys(), func(k string) bool { return strings.EqualFold(k, key) })
		}
		if global {
			kept[key] = value
		}
	}
	return kept
}

// named gives an action that a pattern covers.
func named(pattern string) string {
	prefix, name, _ := strings.Cut(pattern, ":")
	if service, known := facts.Service(prefix); known && strings.ContainsAny(name, "*?") {
		if covered := service.Matching(name); len(covered) > 0 {
			return prefix + ":" + covered[len(covered)-1].Name
		}
	}
	if pattern == "*" {
		return "ec2:RunInstances"
	}
	return pattern
}

func contextsOf(condition *syntax.Value) (all []map[string]any) {
	together := map[string]any{}
	for _, block := range condition.Members {
		for _, key := range block.Value.Members {
			values := append(texts(&key.Value, address), "other", "true", "false")
			for _, value := range values {
				all = append(all, map[string]any{key.Name: value})
			}
			if global, _ := facts.GlobalKey(key.Name); global.Multivalued {
				all = append(all, map[string]any{key.Name: []string{"other", values[0]}})
			}
			together[key.Name] = values[0]
		}
	}
	return append(all, together)
}

// address gives an address of a network, and otherwise a text that the pattern matches.
func address(pattern string) string {
	network, _, _ := strings.Cut(pattern, "/")
	if strings.Count(network, ".") == 3 && !strings.Contains(network, "*") {
		return network
	}
	return filled(pattern)
}
