package authz_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// few says that a handful of worlds must do: WebAssembly is slow.
func few() bool { return runtime.GOOS == "js" || testing.Short() }

// everywhere plays a property on random worlds. The scenario is its own to change.
func everywhere(t *testing.T, number uint64, property func(t *testing.T, r *rand.Rand, s object)) {
	many := 20
	if few() {
		many = 3
	}
	for seed := range many {
		r := rand.New(rand.NewPCG(uint64(seed), number))
		property(t, r, clone(worlds.Draw(r, 25)))
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
	read := read(t, s)
	var traces []*authz.Trace
	for _, r := range read.Requests {
		for i := range r.Asked {
			trace := authz.Evaluate(read.World, &r.Asked[i])
			traces = append(traces, trace)
			if decided := authz.Decide(read.World, &r.Asked[i]); !sameFindings(decided, trace) {
				t.Errorf("Decide differs from Evaluate: %+v, %+v", decided, trace)
			}
			if allows := authz.Allows(read.World, &r.Asked[i]); allows != (trace.Decision == authz.Allowed) {
				t.Errorf("%s: Allows says %v, Evaluate %v", asked(trace), allows, trace.Decision)
			}
		}
	}
	return read, traces
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

// narrower says that nothing that was denied is allowed, and that an explicit deny stays one.
func narrower(t *testing.T, before, after []*authz.Trace) {
	t.Helper()
	for i := range before {
		if before[i].Decision != authz.Allowed && after[i].Decision == authz.Allowed {
			t.Errorf("%s: was %s, is allowed", asked(before[i]), outcome(before[i]))
		}
		if before[i].Decision == authz.ExplicitDeny && after[i].Decision != authz.ExplicitDeny && !restricted(after[i]) {
			t.Errorf("%s: was explicitDeny, is %s", asked(before[i]), outcome(after[i]))
		}
	}
}

func restricted(t *authz.Trace) bool {
	return slices.ContainsFunc(t.Missing, func(m authz.Missing) bool { return m.Beyond == authz.CredentialRestriction })
}

// P7: an added Deny, wherever it stands, allows nothing that was denied.
func TestAddedDenyNeverWidens(t *testing.T) {
	denied := 0
	everywhere(t, 7, func(t *testing.T, r *rand.Rand, s object) {
		_, before := decideAll(t, s)
		places := documents(s)
		for range 30 {
			p := places[r.IntN(len(places))]
			p.document["Statement"] = append(statements(p.document), worlds.Statement(r, s, p.policyType, "Deny"))
		}
		_, after := decideAll(t, s)
		narrower(t, before, after)
		for i := range before {
			if before[i].Decision == authz.Allowed && after[i].Decision == authz.ExplicitDeny {
				denied++
			}
		}
	})
	if denied == 0 && !few() {
		t.Error("no added statement denied anything")
	}
}

// P10: a boundary, a session policy of a role session, an SCP in the place of FullAWSAccess and an RCP allow nothing that was
// denied. The exceptions are not of this kind: EV-33 lets a grant pass a boundary or session policy, which then does not narrow
// either; a federated user has no permissions without a session policy (EV-38), so that one widens; and an SCP beside others
// adds to what its level allows (EV-12).
func TestCeilingsNeverWiden(t *testing.T) {
	narrowed := map[string]int{}
	everywhere(t, 10, func(t *testing.T, r *rand.Rand, s object) {
		_, before := decideAll(t, s)
		for _, name := range ceilings {
			with := clone(s)
			if !addCeiling[name](with, r) {
				continue
			}
			_, after := decideAll(t, with)
			narrower(t, before, after)
			for i := range before {
				if before[i].Decision != after[i].Decision {
					narrowed[name]++
				}
			}
		}
	})
	for _, name := range ceilings {
		if narrowed[name] == 0 && !few() {
			t.Errorf("no added %s changed a decision", name)
		}
	}
}

var ceilings = []string{"boundary", "session", "scp", "rcp"}

var addCeiling = map[string]func(object, *rand.Rand) bool{"boundary": addBoundary, "session": addSession, "scp": addSCP, "rcp": addRCP}

// addBoundary sets a boundary on every user and role that has none.
func addBoundary(s object, _ *rand.Rand) bool {
	for _, account := range members(s, "accounts") {
		for _, of := range []string{"users", "roles"} {
			for _, e := range members(account, of) {
				if e["permissionsBoundary"] == nil && e["path"] != "/aws-service-role/ec2.amazonaws.com/" {
					e["permissionsBoundary"] = "Limit"
				}
			}
		}
	}
	return true
}

// addSession passes session policies to the role sessions that have none.
func addSession(s object, _ *rand.Rand) bool {
	for _, request := range s["requests"].(list) {
		request := request.(object)
		session, _ := request["session"].(object)
		if session != nil && session["policies"] == nil && session["federatedBy"] == nil {
			session["policies"] = list{"Filed"}
		}
	}
	return true
}

// addSCP puts an SCP in the place of FullAWSAccess on every node that has only that.
func addSCP(s object, r *rand.Rand) bool {
	return eachNode(s, func(node object) {
		if node["scps"] == nil {
			node["scps"] = list{[]string{"ScpA", "ScpB", "ScpC"}[r.IntN(3)]}
		}
	})
}

// addRCP attaches an RCP to every node.
func addRCP(s object, r *rand.Rand) bool {
	return eachNode(s, func(node object) {
		attached, _ := node["rcps"].(list)
		if attached == nil {
			attached = list{"RCPFullAWSAccess"}
		}
		node["rcps"] = append(attached, []string{"RcpA", "RcpB"}[r.IntN(2)])
	})
}

// eachNode visits the root, organizational units and accounts of the organization, if there is one.
func eachNode(s object, visit func(object)) bool {
	if s["organization"] == nil {
		return false
	}
	units := []object{s["organization"].(object)["root"].(object)}
	for len(units) > 0 {
		unit := units[0]
		units = units[1:]
		visit(unit)
		for _, a := range members(unit, "accounts") {
			visit(a)
		}
		units = append(units, members(unit, "organizationalUnits")...)
	}
	return true
}

// P5: the order of statements, actions, resources, principals, values and attached policies changes no decision, and neither does
// saying them twice. The one exception is documented: the values of an ARN operator are tried in order (CO-33).
func TestOrderAndRepetitionDoNotMatter(t *testing.T) {
	everywhere(t, 5, func(t *testing.T, r *rand.Rand, s object) {
		_, before := decideAll(t, s)
		shuffle(r, s["accounts"])
		shuffle(r, s["organization"])
		_, after := decideAll(t, s)
		for i := range before {
			if outcome(before[i]) != outcome(after[i]) {
				t.Errorf("%s: was %s, is %s", asked(before[i]), outcome(before[i]), outcome(after[i]))
			}
		}
	})
}

// repeatable are the elements whose lists may say a thing twice.
var repeatable = []string{"Statement", "Action", "NotAction", "Resource", "NotResource", "AWS"}

// shuffle reorders every list in a value and repeats some elements, but for the values of ARN operators.
func shuffle(r *rand.Rand, v any) {
	o, _ := v.(object)
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if strings.Contains(name, "Arn") {
			continue
		}
		l, ok := o[name].(list)
		if !ok {
			shuffle(r, o[name])
			continue
		}
		for _, element := range l {
			shuffle(r, element)
		}
		if len(l) > 0 && slices.Contains(repeatable, name) {
			l = append(l, l[r.IntN(len(l))])
		}
		r.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		o[name] = l
	}
}

// P8: a statement outside decidedBy can go and the decision stays; without those in it, it does not stay allowed or an explicit
// deny. Not every allowed request loses its permission: the root user keeps its own, and FullAWSAccess, AWS managed policies and
// default key policies are not in the scenario to be taken out.
func TestDecidedByIsWhatDecided(t *testing.T) {
	everywhere(t, 8, func(t *testing.T, r *rand.Rand, s object) {
		read, before := decideAll(t, s)
		for i, trace := range before {
			if r.IntN(20) > 0 {
				continue
			}
			kept := clone(s)
			for _, p := range documents(kept) {
				for index, st := range statements(p.document) {
					if r.IntN(2) == 0 && !slices.Contains(statementsOf(t, read, kept, trace.DecidedBy), fmt.Sprintf("%p", st)) {
						blunt(p.document, index)
					}
				}
			}
			if _, after := decideAll(t, kept); after[i].Decision != trace.Decision {
				t.Errorf("%s: was %s, without other statements it is %s", asked(trace), outcome(trace), outcome(after[i]))
			}
			removeDeciding(t, read, s, before, i)
		}
	})
}

// blunt makes a statement about an action that no service has.
func blunt(document object, index int) {
	st := statements(document)[index].(object)
	delete(st, "NotAction")
	st["Action"] = "none:None"
}

// statementsOf finds the statements of a decision in a scenario's object.
func statementsOf(t *testing.T, read *scenario.Scenario, s object, refs []authz.Ref) (found []string) {
	for _, ref := range refs {
		if st := statementOf(read, s, ref); st != nil {
			found = append(found, fmt.Sprintf("%p", st))
		}
	}
	return found
}

// statementOf is nil for statements that do not stand in the scenario.
func statementOf(read *scenario.Scenario, s object, ref authz.Ref) any {
	d := read.DocumentOf(ref.Policy)
	if d == nil || d.Path == nil {
		return nil
	}
	var at any = s
	for _, name := range d.Path {
		if l, ok := at.(list); ok {
			index, _ := strconv.Atoi(name)
			at = l[index]
			continue
		}
		at = at.(object)[name]
	}
	return statements(at.(object))[ref.Statement.Index]
}

// removeDeciding takes out the statements behind a decision, or for an allowed request those that granted.
func removeDeciding(t *testing.T, read *scenario.Scenario, s object, before []*authz.Trace, i int) {
	trace := before[i]
	gone, granting := clone(s), 0
	for _, ref := range trace.DecidedBy {
		grants := ref.Type == policy.Identity || ref.Type == policy.Resource || ref.Type == policy.Trust
		if trace.Decision == authz.Allowed && !grants {
			continue
		}
		st := statementOf(read, gone, ref)
		if st == nil {
			return
		}
		granting++
		delete(st.(object), "NotAction")
		st.(object)["Action"] = "none:None"
	}
	if granting == 0 || trace.Request.Principal.Kind == iam.RootUser {
		return
	}
	if _, after := decideAll(t, gone); after[i].Decision == trace.Decision {
		t.Errorf("%s: stays %s without the statements that decided", asked(trace), outcome(after[i]))
	}
}

// P12: letter case of action names changes nothing.
func TestCaseOfActionsDoesNotMatter(t *testing.T) {
	everywhere(t, 12, func(t *testing.T, _ *rand.Rand, s object) {
		_, before := decideAll(t, s)
		for _, p := range documents(s) {
			for _, st := range statements(p.document) {
				if p.policyType != "trust" { // IAM stores no other spelling there (GR-42)
					capitalize(st.(object), "Action", "NotAction")
				}
			}
		}
		for _, request := range s["requests"].(list) {
			capitalize(request.(object), "action")
		}
		_, after := decideAll(t, s)
		for i := range before {
			if decided(before[i]) != decided(after[i]) {
				t.Errorf("%s: was %s, is %s", asked(before[i]), decided(before[i]), decided(after[i]))
			}
		}
	})
}

func capitalize(o object, names ...string) {
	for _, name := range names {
		switch v := o[name].(type) {
		case string:
			o[name] = strings.ToUpper(v)
		case list:
			for i := range v {
				v[i] = strings.ToUpper(v[i].(string))
			}
		}
	}
}

// The same scenario, read and decided twice, gives the same results in the same order.
func TestTwoRunsAreEqual(t *testing.T) {
	everywhere(t, 1, func(t *testing.T, _ *rand.Rand, s object) {
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
