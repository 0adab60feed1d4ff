package authz_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// beyondPolicies says that policies have no say: the call needs no permission (EV-70), or the credentials cannot make it (EV-71).
func beyondPolicies(t *authz.Trace) bool {
	return restricted(t) || slices.ContainsFunc(t.Notes, func(n authz.Note) bool { return n.Code == authz.NoPermissionNeeded })
}

// denying lists the matching Deny statements of every policy type, but for those that the lock-out protection lifts (EV-52).
func denying(t *authz.Trace) (all []*authz.StatementTrace) {
	lifted := slices.ContainsFunc(t.Notes, func(n authz.Note) bool { return n.Code == authz.LockOutProtection })
	for i := range t.Layers {
		if t.Layers[i].Type != policy.Resource || !lifted {
			all = append(all, matched(&t.Layers[i], policy.Deny)...)
		}
	}
	return all
}

// P1: the decision is an explicit deny if and only if a Deny statement of some policy matches.
func TestP1ExplicitDenyIsAMatchingDeny(t *testing.T) {
	everywhere(t, 1, 40, func(t *testing.T, _ *rand.Rand, s object) {
		_, traces := decideAll(t, s)
		for _, trace := range traces {
			if denied := len(denying(trace)) > 0 && !beyondPolicies(trace); denied != (trace.Decision == authz.ExplicitDeny) {
				t.Errorf("%s: %s, matching Deny statements: %d", asked(trace), outcome(trace), len(denying(trace)))
			}
		}
	})
}

// P2: an allowed request has a matching Allow in every layer that must allow: at each level of SCPs and RCPs, in the endpoint's
// policy, in a policy that grants, and in boundary and session policy unless the grant passes them (EV-33).
func TestP2AllowedInEveryRequiredLayer(t *testing.T) {
	everywhere(t, 2, 40, func(t *testing.T, _ *rand.Rand, s object) {
		_, traces := decideAll(t, s)
		for _, trace := range traces {
			if trace.Decision != authz.Allowed || beyondPolicies(trace) {
				continue
			}
			for _, missing := range silent(trace) {
				t.Errorf("%s: allowed without an Allow in %s", asked(trace), missing)
			}
		}
	})
}

// silent lists what had to allow and holds no matching Allow.
func silent(t *authz.Trace) (all []string) {
	for _, of := range []policy.Type{policy.SCP, policy.RCP, policy.Endpoint} {
		levels := map[string]bool{}
		for _, p := range layerOf(t, of).Policies {
			levels[p.AttachedTo] = levels[p.AttachedTo] || p.Allows
		}
		for level, allows := range levels {
			if !allows {
				all = append(all, of.String()+" at "+level)
			}
		}
	}
	p := &t.Request.Principal
	passes := namedBy(t).Any(authz.AsUser|authz.AsSession|authz.AsEveryone|authz.AsRoot|authz.AsGrantee) && !crossAccount(t) || namedBy(t).Any(authz.AsGrantee)
	grants := namedBy(t)&^authz.AsAccount != 0 || len(matched(layerOf(t, policy.Identity), policy.Allow)) > 0 || p.Kind == iam.RootUser || keyOfRoot(t)
	if !grants {
		all = append(all, "identity and resource policy")
	}
	for _, of := range []policy.Type{policy.Boundary, policy.Session} {
		if l := layerOf(t, of); !passes && p.Kind != iam.RootUser && len(l.Policies) > 0 && len(matched(l, policy.Allow)) == 0 {
			all = append(all, of.String())
		}
	}
	if p.Kind == iam.FederatedUser && !passes && len(matched(layerOf(t, policy.Session), policy.Allow)) == 0 { // EV-38
		all = append(all, "the session policy of a federated user")
	}
	return all
}

// keyOfRoot says that a default key policy stands in, which is in no layer's statements (EV-63).
func keyOfRoot(t *authz.Trace) bool {
	return layerOf(t, policy.Resource).Why == authz.DefaultKeyPolicy
}

// P3: where there are no policies everything is denied, but for the root user in its own account (EV-50) and the calls that need no
// permission (EV-70).
func TestP3NoPoliciesNoPermission(t *testing.T) {
	exceptions := map[string]int{}
	everywhere(t, 3, 120, func(t *testing.T, _ *rand.Rand, s object) {
		takePolicies(s)
		_, traces := decideAll(t, s)
		for _, trace := range traces {
			switch {
			case trace.Decision != authz.Allowed:
			case beyondPolicies(trace):
				exceptions["no permission needed"]++
			case trace.Request.Principal.Kind == iam.RootUser && !crossAccount(trace):
				exceptions["root user"]++
			default:
				t.Errorf("%s: allowed without any policy", asked(trace))
			}
		}
	})
	for _, name := range []string{"no permission needed", "root user"} {
		if exceptions[name] == 0 && !few() {
			t.Errorf("the exception %q was never met", name)
		}
	}
}

// takePolicies takes every policy out of a scenario.
func takePolicies(s object) {
	delete(s, "organization")
	for _, account := range members(s, "accounts") {
		for _, of := range []string{"users", "groups", "roles"} {
			for _, identity := range members(account, of) {
				for _, element := range []string{"inlinePolicies", "attachedPolicies", "permissionsBoundary", "trustPolicy"} {
					delete(identity, element)
				}
			}
		}
		for _, r := range members(account, "resources") {
			delete(r, "policy")
			delete(r, "settings")
		}
	}
	for _, request := range s["requests"].(list) {
		if session, _ := request.(object)["session"].(object); session != nil {
			delete(session, "policies")
			if len(session) == 0 {
				delete(request.(object), "session")
			}
		}
	}
}

// P4: a request is allowed if and only if it would be without any Deny statement, and no Deny statement matches.
func TestP4AllowedAndNotDenied(t *testing.T) {
	everywhere(t, 4, 20, func(t *testing.T, _ *rand.Rand, s object) {
		_, before := decideAll(t, s)
		eachStatement(s, func(document object, index int) {
			if statements(document)[index].(object)["Effect"] == "Deny" {
				blunt(document, index)
			}
		})
		_, without := decideAll(t, s)
		for i, trace := range before {
			denied := len(denying(trace)) > 0 && !beyondPolicies(trace)
			if want := without[i].Decision == authz.Allowed && !denied; want != (trace.Decision == authz.Allowed) {
				t.Errorf("%s: %s; without Deny statements %s, matching Deny statements: %d", asked(trace), outcome(trace), outcome(without[i]), len(denying(trace)))
			}
		}
	})
}

// eachStatement visits the statements of every policy, those of sessions too.
func eachStatement(s object, visit func(document object, index int)) {
	all := documents(s)
	for _, request := range s["requests"].(list) {
		session, _ := request.(object)["session"].(object)
		policies, _ := session["policies"].(list)
		for _, p := range policies {
			if d, ok := p.(object); ok {
				all = append(all, place{"session", d})
			}
		}
	}
	for _, p := range all {
		for i := range statements(p.document) {
			visit(p.document, i)
		}
	}
}

// P8: a statement outside decidedBy can go and the decision stays; without those in it, it does not stay allowed or an explicit
// deny. Not every allowed request loses its permission: the root user keeps its own, and FullAWSAccess, AWS managed policies and
// default key policies are not in the scenario to be taken out.
func TestP8DecidedByIsWhatDecided(t *testing.T) {
	everywhere(t, 8, 20, func(t *testing.T, r *rand.Rand, s object) {
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

// P9: a statement that cannot be evaluated matches nothing and is reported; a condition that cannot be evaluated is reported where its
// statement matches all the same, which only a Deny does (CO-33).
func TestP9BrokenStatementsAreReported(t *testing.T) {
	broken, errored := 0, 0
	everywhere(t, 9, 30, func(t *testing.T, r *rand.Rand, s object) {
		for _, p := range documents(s) {
			for i := range statements(p.document) {
				if r.IntN(3) == 0 {
					breaks[r.IntN(len(breaks))](statements(p.document)[i].(object))
				}
			}
		}
		_, traces := decideAll(t, s)
		for _, trace := range traces {
			for i := range trace.Layers {
				for _, p := range trace.Layers[i].Policies {
					for j := range p.Statements {
						b, e := checkReported(t, trace, &p.Statements[j])
						broken, errored = broken+b, errored+e
					}
				}
			}
		}
	})
	if broken == 0 || errored == 0 && !few() {
		t.Errorf("%d broken statements and %d conditions with errors", broken, errored)
	}
}

// breaks make a statement one that cannot be evaluated.
var breaks = []func(object){
	func(s object) { s["Effect"] = "allow" },
	func(s object) { delete(s, "Effect") },
	func(s object) { s["Action"], s["NotAction"] = "s3:*", "s3:*" },
	func(s object) { s["Action"], s["NotAction"] = "GetObject", nil; delete(s, "NotAction") },
	func(s object) { s["Condition"] = object{"StringSame": object{"aws:username": "u"}} },
	func(s object) { s["Condition"] = object{"NullIfExists": object{"aws:username": "true"}} },
	func(s object) { s["Condition"] = object{"ArnLike": object{"aws:PrincipalArn": "no-arn"}} },
}

// checkReported counts a statement that is broken, and one whose condition is an error.
func checkReported(t *testing.T, trace *authz.Trace, st *authz.StatementTrace) (broken, errored int) {
	noted := func(code authz.NoteCode) bool {
		return slices.ContainsFunc(trace.Notes, func(n authz.Note) bool { return n.Code == code && n.Statement == st.Statement })
	}
	if !st.Statement.Sound() {
		if st.Matched || st.Decides || !noted(authz.BrokenStatement) {
			t.Errorf("%s: a broken statement is matched %v, decides %v, reported %v", asked(trace), st.Matched, st.Decides, noted(authz.BrokenStatement))
		}
		return 1, 0
	}
	hasError := slices.ContainsFunc(st.Parts, func(p authz.Part) bool { return p.Condition != nil && p.Condition.Result.Outcome == condition.Error })
	if !hasError {
		return 0, 0
	}
	if st.Matched && (st.Statement.Effect != policy.Deny || !noted(authz.ConditionError)) {
		t.Errorf("%s: a statement whose condition is an error matches: %v, reported %v", asked(trace), st.Statement.Effect, noted(authz.ConditionError))
	}
	return 0, 1
}

// P11: what is allowed across accounts is allowed on both sides: without the policies on resources nothing is, and without those of the
// callers only what the root user does (EV-46), what a KMS grant gives (EV-67) and calls of any member on its organization.
func TestP11AcrossAccountsBothSidesAllow(t *testing.T) {
	crossed := 0
	everywhere(t, 11, 20, func(t *testing.T, _ *rand.Rand, s object) {
		read, before := decideAll(t, s)
		noResource, noIdentity := clone(s), clone(s)
		for _, account := range members(noResource, "accounts") {
			for _, r := range members(account, "resources") {
				delete(r, "policy")
			}
			for _, r := range members(account, "roles") {
				delete(r, "trustPolicy")
			}
		}
		for _, account := range members(noIdentity, "accounts") {
			for _, of := range []string{"users", "groups", "roles"} {
				for _, identity := range members(account, of) {
					delete(identity, "inlinePolicies")
					delete(identity, "attachedPolicies")
				}
			}
		}
		_, resourceless := decideAll(t, noResource)
		_, identityless := decideAll(t, noIdentity)
		for i, trace := range before {
			if !crossAccount(trace) || beyondPolicies(trace) {
				continue
			}
			if trace.Decision == authz.Allowed {
				crossed++
			}
			open := calls(trace, "organizations:describeorganization", "sts:assumeroot") && read.World.Organization != nil
			if namedBy(resourceless[i]).Any(authz.AsGrantee) || open {
				continue
			}
			if resourceless[i].Decision == authz.Allowed {
				t.Errorf("%s: allowed across accounts without the resource's policy", asked(trace))
			}
			root := trace.Request.Principal.Kind == iam.RootUser
			if identityless[i].Decision == authz.Allowed && !root {
				t.Errorf("%s: allowed across accounts without the caller's policies", asked(trace))
			}
		}
	})
	if crossed == 0 && !few() {
		t.Error("nothing was allowed across accounts")
	}
}
