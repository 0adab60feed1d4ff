package authz_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// few says that a handful of worlds must do: WebAssembly is slow.
func few() bool { return runtime.GOOS == "js" || testing.Short() }

// generators are drawn from in turn.
var generators = [2]func(*rand.Rand, int) worlds.Object{worlds.Draw, worlds.DrawAttributes}

// everywhere plays a property on so many random worlds. The scenario is its own to change.
func everywhere(t *testing.T, number uint64, many int, property func(t *testing.T, r *rand.Rand, s object)) {
	if few() {
		many = 2
	}
	for seed := range many {
		r := rand.New(rand.NewPCG(uint64(seed), number))
		property(t, r, clone(generators[seed%2](r, 25)))
		if t.Failed() {
			t.Fatalf("in world %d of property %d", seed, number)
		}
	}
}

func clone(s object) object {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	var c object
	if err := json.Unmarshal(text, &c); err != nil {
		panic(err)
	}
	return c
}

// decideAll decides every request for each of its resources.
func decideAll(t *testing.T, s object) (*scenario.Scenario, []*authz.Trace) {
	t.Helper()
	return traces(read(t, s))
}

func traces(s *scenario.Scenario) (_ *scenario.Scenario, all []*authz.Trace) {
	for _, r := range s.Requests {
		for i := range r.Asked {
			all = append(all, authz.Evaluate(s.World, &r.Asked[i]))
		}
	}
	return s, all
}

// Evaluate, Decide and Allows say the same.
func TestThreeDoorsAgree(t *testing.T) {
	everywhere(t, 0, 20, func(t *testing.T, _ *rand.Rand, s object) {
		read := read(t, s)
		for _, r := range read.Requests {
			for i := range r.Asked {
				trace := authz.Evaluate(read.World, &r.Asked[i])
				if decided := authz.Decide(read.World, &r.Asked[i]); !sameFindings(decided, trace) {
					t.Errorf("Decide differs from Evaluate: %+v, %+v", decided, trace)
				}
				if allows := authz.Allows(read.World, &r.Asked[i]); allows != (trace.Decision == authz.Allowed) {
					t.Errorf("%s: Allows says %v, Evaluate %v", asked(trace), allows, trace.Decision)
				}
			}
		}
	})
}

func asked(t *authz.Trace) string {
	return t.Request.Principal.ARN + " " + t.Request.Action + " " + t.Request.Resource
}

// decided writes everything that a decision says, in the order of the trace.
func decided(t *authz.Trace) string {
	text := outcome(t)
	for _, r := range t.DecidedBy {
		text += fmt.Sprintf("\n%s %s %s %d", r.Type, r.Policy.Name, r.AttachedTo, r.Statement.Index)
	}
	return text + fmt.Sprint("\n", t.MissingContext)
}

// layerOf finds what a policy type said.
func layerOf(t *authz.Trace, policyType policy.Type) *authz.Layer {
	for i := range t.Layers {
		if t.Layers[i].Type == policyType {
			return &t.Layers[i]
		}
	}
	return &authz.Layer{Type: policyType}
}

// matched lists the matching statements of a layer with an effect.
func matched(l *authz.Layer, effect policy.Effect) (all []*authz.StatementTrace) {
	for _, p := range l.Policies {
		for i := range p.Statements {
			if st := &p.Statements[i]; st.Matched && st.Statement.Effect == effect {
				all = append(all, st)
			}
		}
	}
	return all
}

// namedBy gathers the ways in which Allow statements on the resource name the caller.
func namedBy(t *authz.Trace) (kinds authz.Kinds) {
	for _, of := range []policy.Type{policy.Resource, policy.Trust} {
		for _, st := range matched(layerOf(t, of), policy.Allow) {
			kinds |= st.Kinds
		}
	}
	return kinds
}

func crossAccount(t *authz.Trace) bool {
	caller := t.Request.Principal.AccountID
	return caller != "" && caller != t.ResourceAccount
}

func calls(t *authz.Trace, names ...string) bool {
	return slices.Contains(names, strings.ToLower(t.Request.Action))
}

// place is a policy document of a scenario.
type place struct {
	policyType string
	document   object
}

// documents lists the policy documents of a scenario, but for those of sessions.
func documents(s object) []place {
	var all []place
	add := func(policyType string, d any) {
		if d, ok := d.(object); ok && d["Statement"] != nil {
			all = append(all, place{policyType, d})
		}
	}
	for _, account := range members(s, "accounts") {
		for _, p := range members(account, "policies") {
			add("identity", p)
			add("identity", p["document"])
		}
		for _, of := range []string{"users", "groups", "roles"} {
			for _, identity := range members(account, of) {
				for _, d := range members(identity, "inlinePolicies") {
					add("identity", d)
				}
				add("trust", identity["trustPolicy"])
			}
		}
		for _, r := range members(account, "resources") {
			add("resource", r["policy"])
		}
	}
	organization, _ := s["organization"].(object)
	for _, d := range members(organization, "serviceControlPolicies") {
		add("scp", d)
	}
	for _, d := range members(organization, "resourceControlPolicies") {
		add("rcp", d)
	}
	return all
}

// members gives the members of a member, by name.
func members(o object, name string) (all []object) {
	of, _ := o[name].(object)
	for _, k := range slices.Sorted(maps.Keys(of)) {
		if m, ok := of[k].(object); ok {
			all = append(all, m)
		}
	}
	return all
}

func statements(d object) list {
	if l, ok := d["Statement"].(list); ok {
		return l
	}
	return list{d["Statement"]}
}

// The same scenario, read and decided twice, gives the same results in the same order.
func TestTwoRunsAreEqual(t *testing.T) {
	everywhere(t, 1, 40, func(t *testing.T, _ *rand.Rand, s object) {
		_, first := decideAll(t, s)
		_, second := decideAll(t, s)
		for i := range first {
			if decided(first[i]) != decided(second[i]) {
				t.Errorf("%s: %s, then %s", asked(first[i]), decided(first[i]), decided(second[i]))
			}
		}
	})
}

// sameFindings compares all but the statements of two traces.
func sameFindings(a, b *authz.Trace) bool {
	same := a.Decision == b.Decision && slices.Equal(a.DecidedBy, b.DecidedBy) && slices.Equal(a.Missing, b.Missing) && slices.Equal(a.Notes, b.Notes) && slices.Equal(a.MissingContext, b.MissingContext)
	for i := range a.Layers {
		same = same && a.Layers[i].State == b.Layers[i].State && a.Layers[i].Why == b.Layers[i].Why && len(a.Layers[i].Policies) == len(b.Layers[i].Policies)
	}
	return same
}
