package scenario

import (
	"slices"
	"strconv"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// The policies that exist in every organization without being written.
const (
	fullAWSAccess     = "FullAWSAccess"
	rcpFullAWSAccess  = "RCPFullAWSAccess"
	fullAccessText    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	rcpFullAccessText = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
)

// controls are the policies that can be attached to a node, by name.
type controls struct {
	t        policy.Type
	fallback string
	byName   map[string]*iam.Policy
	names    []string
}

func (r *reader) organization(n node) {
	if n.absent() {
		return
	}
	m := n.members("id", "managementAccount", "serviceControlPolicies", "resourceControlPolicies", "root")
	o := &iam.Organization{ID: m.at("id").text(), ManagementAccount: m.at("managementAccount").text()}
	switch {
	case o.ID == "":
		n.refuse("MISSING_MEMBER", `An organization needs an "id", such as o-a1b2c3d4e5.`)
	case !arn.IsAccountID(o.ManagementAccount):
		n.refuse("MISSING_MEMBER", `An organization needs its "managementAccount", an account ID of 12 digits.`)
	case m.at("root").absent():
		n.refuse("MISSING_MEMBER", `An organization needs its "root".`)
	default:
		scps := r.controls(m.at("serviceControlPolicies"), policy.SCP, fullAWSAccess, fullAccessText)
		rcps := r.controls(m.at("resourceControlPolicies"), policy.RCP, rcpFullAWSAccess, rcpFullAccessText)
		o.Root = r.unit(m.at("root"), scps, rcps, 0)
		r.scenario.World.Organization = o
	}
}

func (r *reader) controls(n node, t policy.Type, fallback, text string) *controls {
	c := &controls{t: t, fallback: fallback, byName: map[string]*iam.Policy{}}
	// The AWS managed RCP allows, which no customer's may: it is read as a
	// document whose grammar takes a principal and an Allow.
	grammar := t
	if t == policy.RCP {
		grammar = policy.Endpoint
	}
	c.byName[fallback] = r.add(&Document{Source: syntax.NewSource(fallback, text), Type: t}, &iam.Policy{Name: fallback, Document: r.Parse(text, grammar)})
	c.names = append(c.names, fallback)
	for _, entry := range n.each() {
		c.byName[entry.name] = r.document(entry.node, t, entry.name)
		c.names = append(c.names, entry.name)
	}
	return c
}

// maxUnits bounds the nesting of organizational units: AWS allows five levels
// under the root (IM-40).
const maxUnits = 5

func (r *reader) unit(n node, scps, rcps *controls, depth int) *iam.Unit {
	m := n.members("id", "scps", "rcps", "organizationalUnits", "accounts")
	u := &iam.Unit{Node: iam.Node{ID: m.at("id").text()}}
	if u.ID == "" {
		n.refuse("MISSING_MEMBER", `A root or organizational unit needs an "id", such as r-ab12 or ou-ab12-11111111.`)
	}
	r.attach(&u.Node, m, scps, rcps)
	for _, entry := range m.at("accounts").each() {
		u.Accounts = append(u.Accounts, r.placed(entry, scps, rcps))
	}
	for _, entry := range m.at("organizationalUnits").each() {
		if depth == maxUnits {
			entry.refuse("TOO_MANY_LEVELS", "Organizational units nest five levels deep at most.")
			break
		}
		u.Units = append(u.Units, r.unit(entry.node, scps, rcps, depth+1))
	}
	return u
}

func (r *reader) placed(entry *named, scps, rcps *controls) *iam.Node {
	if !arn.IsAccountID(entry.name) {
		entry.atName().refuse("INVALID_ACCOUNT_ID", strconv.Quote(entry.name)+" is not an account ID. Write 12 digits.")
	}
	node := &iam.Node{ID: entry.name}
	r.attach(node, entry.members("scps", "rcps"), scps, rcps)
	return node
}

func (r *reader) attach(to *iam.Node, m object, scps, rcps *controls) {
	to.SCPs = r.attached(m.at("scps"), scps, to.ID)
	to.RCPs = r.attached(m.at("rcps"), rcps, to.ID)
}

// attached reads the names of a node's policies; left out, the full access one is attached.
func (r *reader) attached(n node, c *controls, to string) []*iam.Policy {
	if n.absent() {
		p := c.byName[c.fallback]
		r.use(p, c.t, to)
		return []*iam.Policy{p}
	}
	var all []*iam.Policy
	for _, reference := range n.items() {
		name := reference.text()
		p, ok := c.byName[name]
		if !ok {
			reference.report("NO_SUCH_POLICY", "The organization has no "+c.t.String()+" "+strconv.Quote(name)+"."+didYouMean(name, c.names))
			p = r.absent(name, "there is no such policy")
		}
		r.use(p, c.t, to)
		all = append(all, p)
	}
	if full := c.byName[c.fallback]; c.t == policy.RCP && !slices.Contains(all, full) {
		n.warn("RCP_FULL_ACCESS_STAYS", rcpFullAWSAccess+" cannot be detached, so it is taken to be attached here too. Write it in the list.")
		r.use(full, c.t, to)
		all = append(all, full)
	}
	return all
}
