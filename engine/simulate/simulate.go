// Package simulate answers as the policy simulator's API of IAM does
// (SimulateCustomPolicy, SimulatePrincipalPolicy, GetContextKeysForCustomPolicy),
// on top of authz. Where AWS's simulator differs from a live call in its
// decision, the decision is that of a live call; the reply's layout is the
// simulator's (OUT-7 to OUT-9, GK-52).
package simulate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Call holds the parameters of a simulation. Documents are raw text.
type Call struct {
	Policies       []string   // PolicyInputList
	Boundaries     []string   // PermissionsBoundaryPolicyInputList, one at most
	Levels         [][]string // OrderedOrganizationPolicyInputList: the SCPs of each level; SimulateCustomPolicy alone
	ResourcePolicy string
	ResourceOwner  string // an account's id or ARN
	Caller         string // CallerArn
	Actions        []string
	Resources      []string // none: `*`
	Context        []Entry
}

// Result is the simulator's answer for one action.
type Result struct {
	Action                 string
	Resource               string // "" for several: AWS then writes a template of its catalog
	Decision               authz.Decision
	Matched                []Statement
	Missing                []string // MissingContextValues
	AllowedByOrganizations bool
	Specific               []Result // for each resource
}

// standIn is who calls where a simulation names nobody. No context keys follow
// from it.
const standIn = "arn:aws:iam::123456789012:user/simulated"

// Custom answers SimulateCustomPolicy. The error is a *Refusal.
func Custom(call Call) ([]Result, error) {
	s := &simulation{call: call, sources: map[*iam.Policy]string{}, world: &iam.World{}}
	caller := call.Caller
	if caller == "" {
		caller = standIn
	}
	p, fault := s.world.Principal(caller)
	if fault != iam.NoFault || p.Kind != iam.UserPrincipal {
		return nil, &Refusal{"CallerArn", caller}
	}
	var err error
	if s.world.Organization, err = organization(call.Levels, p.AccountID); err != nil {
		return nil, err
	}
	user := &iam.User{Identity: iam.Identity{Name: base(caller), ARN: caller, UniqueID: iam.UniqueID("AIDA", caller)}}
	p.User = user
	s.principal = p
	return s.run(&user.Identity, &user.Boundary)
}

// Principal answers SimulatePrincipalPolicy for a user, group or role of the world.
func Principal(world *iam.World, source string, call Call) ([]Result, error) {
	s := &simulation{call: call, sources: map[*iam.Policy]string{}, world: &iam.World{Organization: world.Organization}}
	a, _ := arn.Parse(source)
	account := world.Account(a.Account)
	if account == nil {
		return nil, &Refusal{"PolicySourceArn", source}
	}
	kind, _, _ := strings.Cut(a.Resource, "/")
	switch kind {
	case "user":
		if u := account.User(base(source)); u != nil && u.ARN == source {
			return s.ofUser(*u)
		}
	case "group": // the simulator lets a group call, though groups make no requests
		if g := account.Group(base(source)); g != nil && g.ARN == source {
			return s.ofUser(iam.User{Identity: g.Identity})
		}
	case "role":
		if r := account.Role(base(source)); r != nil && r.ARN == source {
			return s.ofRole(*r)
		}
	}
	return nil, &Refusal{"PolicySourceArn", source}
}

func (s *simulation) ofUser(user iam.User) ([]Result, error) {
	kind, _, _ := strings.Cut(user.ARN[strings.LastIndexByte(user.ARN, ':')+1:], "/")
	s.stored(kind, &user.Identity, user.Boundary)
	for _, g := range user.Groups {
		s.stored("group", &g.Identity, nil)
	}
	if s.call.Caller == "" && kind == "user" {
		s.call.Caller = user.ARN
	}
	a, _ := arn.Parse(user.ARN)
	s.principal = iam.Principal{Kind: iam.UserPrincipal, ARN: user.ARN, AccountID: a.Account, Partition: a.Partition, User: &user}
	return s.run(&user.Identity, &user.Boundary)
}

func (s *simulation) ofRole(role iam.Role) ([]Result, error) {
	s.stored("role", &role.Identity, role.Boundary)
	a, _ := arn.Parse(role.ARN)
	session := iam.SessionARN(a.Partition, a.Account, role.Name, iam.DefaultSessionName)
	s.principal = iam.Principal{Kind: iam.RoleSession, ARN: session, AccountID: a.Account, Partition: a.Partition, SessionName: iam.DefaultSessionName, Role: &role}
	return s.run(&role.Identity, &role.Boundary)
}

// stored names the policies that an identity has (OUT-8).
func (s *simulation) stored(kind string, i *iam.Identity, boundary *iam.Policy) {
	if boundary != nil {
		s.sources[boundary] = base(boundary.Name)
	}
	for _, p := range i.Inline {
		s.sources[p] = kind + "_" + i.Name + "_" + p.Name
	}
	for _, p := range i.Attached {
		s.sources[p] = base(p.Name)
	}
}

// simulation is the state of one call.
type simulation struct {
	call      Call
	world     *iam.World
	principal iam.Principal
	sources   map[*iam.Policy]string // SourcePolicyId
	resource  *iam.Policy
	context   []authz.Supplied
	mentioned []string // keys that some policy mentions
}

// run gives the caller the policies of the call and decides every action.
func (s *simulation) run(identity *iam.Identity, boundary **iam.Policy) ([]Result, error) {
	if refusal := s.read(identity, boundary); refusal != nil {
		return nil, refusal
	}
	s.hide()
	var results []Result
	for _, action := range s.call.Actions {
		results = append(results, s.action(action))
	}
	return results, nil
}

// callersKeys follow from CallerArn, so that a call that has one need not supply them.
var callersKeys = []string{"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:userid", "aws:username"}

// hide takes away the derived keys: the simulator knows those alone that the
// call supplies and those that follow from its caller.
func (s *simulation) hide() {
	keys := s.mentioned
	if org := s.world.Organization; org != nil {
		keys = slices.Concat(keys, keysOfControls(org.Root))
	}
	for _, key := range keys {
		if s.lacks(key) {
			s.context = append(s.context, authz.Supplied{Key: key, Removed: true})
		}
	}
}

// keysOfControls are the keys that the policies of the unit and those below it
// mention. Units nest five levels deep.
func keysOfControls(u *iam.Unit) []string {
	nodes := slices.Concat([]*iam.Node{&u.Node}, u.Accounts)
	var keys []string
	for _, n := range nodes {
		for _, p := range slices.Concat(n.SCPs, n.RCPs) {
			keys = append(keys, mentioned(p.Document)...)
		}
	}
	for _, below := range u.Units {
		keys = append(keys, keysOfControls(below)...)
	}
	return keys
}

func (s *simulation) lacks(key string) bool {
	supplied := slices.ContainsFunc(s.call.Context, func(e Entry) bool { return strings.EqualFold(e.Key, key) })
	derived := s.call.Caller != "" && slices.Contains(callersKeys, strings.ToLower(key))
	return !supplied && !derived
}

// missing are all keys that any statement mentions and the call lacks, whether
// they matter or not, and only for an implicit deny (GK-52).
func (s *simulation) missing(d authz.Decision) []string {
	found := []string{}
	for _, key := range s.mentioned {
		if d == authz.ImplicitDeny && s.lacks(key) && !slices.Contains(found, key) {
			found = append(found, key)
		}
	}
	return found
}

// action decides an action on each resource; the strictest decision is that of
// the action, and its statements are the union (OUT-8, MR-6).
func (s *simulation) action(name string) Result {
	resources := s.call.Resources
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	whole := Result{Action: name, Decision: authz.Allowed, AllowedByOrganizations: true, Matched: []Statement{}}
	for _, resource := range resources {
		one := s.decide(name, resource)
		whole.Decision = authz.Stricter(whole.Decision, one.Decision)
		whole.AllowedByOrganizations = whole.AllowedByOrganizations && one.AllowedByOrganizations
		for _, m := range one.Matched {
			if !slices.Contains(whole.Matched, m) {
				whole.Matched = append(whole.Matched, m)
			}
		}
		whole.Specific = append(whole.Specific, one)
	}
	if len(resources) == 1 {
		whole.Resource = resources[0]
	}
	whole.Missing = s.missing(whole.Decision)
	return whole
}

func (s *simulation) decide(action, resource string) Result {
	owner := s.owner(resource)
	s.world.Resources = nil
	if s.resource != nil {
		s.world.Resources = []*iam.Resource{{ARN: resource, Account: owner, Policy: s.resource}}
	}
	t := authz.Decide(s.world, &authz.Request{Principal: s.principal, Action: action, Resource: resource, ResourceAccount: owner, Context: s.context, Clock: authz.Clock{Fixed: true}})
	r := Result{Action: action, Resource: resource, Decision: t.Decision, Matched: []Statement{}, AllowedByOrganizations: organizationsAllow(t)}
	if r.AllowedByOrganizations {
		r.Matched = s.matched(t)
	}
	r.Missing = s.missing(r.Decision)
	return r
}

// owner gives the account that the ARN names, else the one that the call names
// as the owner of all others, else the caller's.
func (s *simulation) owner(resource string) string {
	if a, _ := arn.Parse(resource); a.Account != "" {
		return a.Account
	}
	if a, ok := arn.Parse(s.call.ResourceOwner); ok {
		return a.Account
	}
	if s.call.ResourceOwner != "" {
		return s.call.ResourceOwner
	}
	return s.principal.AccountID
}

func organizationsAllow(t *authz.Trace) bool {
	for i := range t.Layers {
		if l := &t.Layers[i]; l.Type == policy.SCP {
			return l.State != authz.NoAllow && l.State != authz.DenyFound
		}
	}
	return true
}

func base(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
