package authz_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/iam"
)

// P5: the order of statements, actions, resources, principals, values and attached policies changes no decision, and neither does
// saying them twice. The one exception is documented: the values of an ARN operator are tried in order (CO-33).
func TestP5OrderAndRepetitionDoNotMatter(t *testing.T) {
	everywhere(t, 5, 20, func(t *testing.T, r *rand.Rand, s object) {
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
func TestP7AddedDenyNeverWidens(t *testing.T) {
	denied := 0
	everywhere(t, 7, 20, func(t *testing.T, r *rand.Rand, s object) {
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
func TestP10CeilingsNeverWiden(t *testing.T) {
	narrowed := map[string]int{}
	everywhere(t, 10, 30, func(t *testing.T, r *rand.Rand, s object) {
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

// P12: letter case of action names changes nothing.
func TestP12CaseOfActionsDoesNotMatter(t *testing.T) {
	everywhere(t, 12, 20, func(t *testing.T, _ *rand.Rand, s object) {
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

// way is one on which a request is allowed past a ceiling that allows nothing.
type way struct {
	name   string
	passes func(*authz.Trace) bool
}

// bypasses are all the ways past a boundary or session policy that allows nothing: the exceptions to P10.
var bypasses = []way{
	{"EV-33: the resource's policy names the session", granted(authz.AsSession)},
	{"EV-33: the resource's policy names everyone", granted(authz.AsEveryone)},
	{"EV-62: a grant on the KMS key", func(t *authz.Trace) bool { return namedBy(t).Any(authz.AsGrantee) }},
	{"EV-70: the call needs no permission", beyondPolicies},
	{"EV-50: the root user has neither", func(t *authz.Trace) bool { return t.Request.Principal.Kind == iam.RootUser }},
	{"E.1: services and anonymous callers have neither", func(t *authz.Trace) bool { return t.Request.Principal.AccountID == "" }},
	{"E.1: providers have neither", func(t *authz.Trace) bool { return t.Request.Principal.Kind == iam.FederatedPrincipal }},
	{"E.1: a service-linked role has neither", func(t *authz.Trace) bool {
		return t.Request.Principal.Role != nil && t.Request.Principal.Role.ServiceLinked()
	}},
}

// pastBoundary and pastSession are the ways past one of the two.
var (
	pastBoundary = append(slices.Clone(bypasses), way{"EV-33: the resource's policy names the user", granted(authz.AsUser)})
	pastSession  = append(slices.Clone(bypasses), way{"E.1: a user has no session", func(t *authz.Trace) bool { return t.Request.Principal.Kind == iam.UserPrincipal }})
)

// granted tells a policy on the resource that names the caller so, within the account.
func granted(kinds authz.Kinds) func(*authz.Trace) bool {
	return func(t *authz.Trace) bool { return namedBy(t).Any(kinds) && !crossAccount(t) }
}

// P10: a boundary that allows nothing leaves nothing allowed, and neither does such a session policy, but on the ways that are listed.
func TestP10OnlyListedWaysPassCeilings(t *testing.T) {
	for name, c := range map[string]struct {
		closed func(object)
		listed []way
	}{"boundary": {closeBoundaries, pastBoundary}, "session policy": {closeSessions, pastSession}} {
		t.Run(name, func(t *testing.T) {
			used := map[string]int{}
			everywhere(t, 110, 60, func(t *testing.T, _ *rand.Rand, s object) {
				c.closed(s)
				_, traces := decideAll(t, s)
				for _, trace := range traces {
					if trace.Decision == authz.Allowed && !use(used, c.listed, trace) {
						t.Errorf("%s: allowed past a %s that allows nothing", asked(trace), name)
					}
				}
			})
			for _, w := range c.listed {
				if used[w.name] == 0 && !few() {
					t.Errorf("the exception %q was never met", w.name)
				}
			}
		})
	}
}

// use counts the ways on which a request was allowed, and says whether there is one.
func use(used map[string]int, ways []way, trace *authz.Trace) (any bool) {
	for _, w := range ways {
		if w.passes(trace) {
			any = true
			used[w.name]++
		}
	}
	return any
}

var nothing = allow(object{"Action": "none:None"})

// closeBoundaries gives every user and role a boundary that allows nothing.
func closeBoundaries(s object) {
	for _, account := range members(s, "accounts") {
		account["policies"].(object)["Nothing"] = nothing
		for _, e := range slices.Concat(members(account, "users"), members(account, "roles")) {
			if e["path"] != "/aws-service-role/ec2.amazonaws.com/" {
				e["permissionsBoundary"] = "Nothing"
			}
		}
	}
}

// closeSessions gives every session a session policy that allows nothing.
func closeSessions(s object) {
	for _, request := range s["requests"].(list) {
		request := request.(object)
		principal := request["principal"].(string)
		if !strings.Contains(principal, ":sts:") && !strings.Contains(principal, ":role/") || strings.Contains(principal, "AWSServiceRole") {
			continue
		}
		session, _ := request["session"].(object)
		if session == nil {
			session = object{}
		}
		session["policies"] = list{nothing}
		request["session"] = session
	}
}

// P6: an added Allow statement, wherever it stands, denies nothing that was allowed.
func TestP6AddedAllowNeverNarrows(t *testing.T) {
	widened := 0
	everywhere(t, 6, 20, func(t *testing.T, r *rand.Rand, s object) {
		_, before := decideAll(t, s)
		places := slices.DeleteFunc(documents(s), func(p place) bool { return p.policyType == "rcp" })
		for range 40 {
			p := places[r.IntN(len(places))]
			p.document["Statement"] = append(statements(p.document), worlds.Statement(r, s, p.policyType, "Allow"))
		}
		_, after := decideAll(t, s)
		widened += notNarrower(t, before, after)
	})
	if widened == 0 && !few() {
		t.Error("no added statement allowed anything")
	}
}

var roles = []any{"arn:aws:iam::111111111111:role/R", "arn:aws:iam::111111111111:role/x/S", "arn:aws:iam::222222222222:role/R", "arn:aws:iam::222222222222:role/x/S"}

// P6: beside a grant to everyone, which passes boundaries and session policies, a grant to the roles, which does not, changes nothing.
func TestP6WeakerGrantsDoNotNarrow(t *testing.T) {
	everywhere(t, 106, 10, func(t *testing.T, _ *rand.Rand, s object) {
		closeBoundaries(s)
		closeSessions(s)
		grant := func(to object) {
			for _, p := range documents(s) {
				if p.policyType == "resource" {
					p.document["Statement"] = append(statements(p.document), statement("Allow", to, object{"Action": "*"}))
				}
			}
		}
		grant(everyone)
		_, before := decideAll(t, s)
		grant(aws(roles...))
		_, after := decideAll(t, s)
		notNarrower(t, before, after)
	})
}

// notNarrower counts what became allowed, and reports what no longer is.
func notNarrower(t *testing.T, before, after []*authz.Trace) (widened int) {
	t.Helper()
	for i := range before {
		if before[i].Decision == authz.Allowed && after[i].Decision != authz.Allowed {
			t.Errorf("%s: was allowed, is %s", asked(before[i]), outcome(after[i]))
		}
		if before[i].Decision != authz.Allowed && after[i].Decision == authz.Allowed {
			widened++
		}
	}
	return widened
}

// firsts are the exceptions to P6: a policy that holds nothing but an Allow, and narrows because it is the first of its kind.
var firsts = []struct {
	name string
	add  func(s object, only object)
}{
	{"EV-40: a boundary where there was none", func(s, only object) {
		for _, account := range members(s, "accounts") {
			account["policies"].(object)["Only"] = only
			for _, e := range slices.Concat(members(account, "users"), members(account, "roles")) {
				if e["path"] != "/aws-service-role/ec2.amazonaws.com/" {
					e["permissionsBoundary"] = "Only"
				}
			}
		}
	}},
	{"EV-37: a session policy where there was none", func(s, only object) {
		for _, request := range s["requests"].(list) {
			if session, _ := request.(object)["session"].(object); session != nil && session["policies"] == nil {
				session["policies"] = list{only}
			}
		}
	}},
	{"EV-12: an SCP in the place of FullAWSAccess", func(s, only object) {
		if organization, _ := s["organization"].(object); organization != nil {
			organization["serviceControlPolicies"].(object)["Only"] = only
			eachNode(s, func(node object) { node["scps"] = list{"Only"} })
		}
	}},
	{"EV-63: a key policy in the place of the default one", func(s, only object) { setPolicy(s, ":key/", only) }},
	{"EV-90: an endpoint policy in the place of the default one", func(s, only object) { setPolicy(s, ":vpc-endpoint/", only) }},
}

// setPolicy gives the resources of a kind a policy that is for one user only.
func setPolicy(s object, kind string, only object) {
	only = allow(statements(only)[0].(object), aws("arn:aws:iam::111111111111:user/nobody"))
	for _, account := range members(s, "accounts") {
		for arn, r := range account["resources"].(object) {
			if strings.Contains(arn, kind) {
				r.(object)["policy"] = only
			}
		}
	}
}

// P6, the other half: each exception happens, so that the list holds no idle one.
func TestP6FirstPoliciesNarrow(t *testing.T) {
	for _, first := range firsts {
		t.Run(first.name, func(t *testing.T) {
			narrowed := 0
			everywhere(t, 106, 8, func(t *testing.T, _ *rand.Rand, s object) {
				clearFirsts(s)
				_, before := decideAll(t, s)
				first.add(s, allow(object{"Action": "none:None"}))
				_, after := decideAll(t, s)
				for i := range before {
					if before[i].Decision == authz.Allowed && after[i].Decision != authz.Allowed {
						narrowed++
					}
				}
			})
			if narrowed == 0 && !few() {
				t.Error("it denied nothing")
			}
		})
	}
}

// clearFirsts takes away what the exceptions add.
func clearFirsts(s object) {
	for _, account := range members(s, "accounts") {
		for _, e := range slices.Concat(members(account, "users"), members(account, "roles")) {
			delete(e, "permissionsBoundary")
		}
		for arn, r := range account["resources"].(object) {
			if strings.Contains(arn, ":key/") || strings.Contains(arn, ":vpc-endpoint/") {
				delete(r.(object), "policy")
			}
		}
	}
	eachNode(s, func(node object) { delete(node, "scps") })
}
