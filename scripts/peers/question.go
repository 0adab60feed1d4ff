package main

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// question is one authorization request with everything that applies to it, and Verdict's answer.
type question struct {
	Request           int            `json:"request"`
	Kind              string         `json:"kind"`
	Principal         string         `json:"principal"`
	Account           string         `json:"account"`
	Action            string         `json:"action"`
	Resource          string         `json:"resource"`
	ResourceAccount   string         `json:"resourceAccount"`
	Context           map[string]any `json:"context"`
	BlockPublicAccess bool           `json:"blockPublicAccess"`
	ManagementAccount bool           `json:"managementAccount"`
	ServiceLinked     bool           `json:"serviceLinked"`
	Identity          []attached     `json:"identity"`
	Boundary          []attached     `json:"boundary"`
	Session           []attached     `json:"session"`
	Endpoint          []attached     `json:"endpoint"`
	ResourcePolicy    []attached     `json:"resourcePolicy"`
	SCPs              []level        `json:"scps"`
	RCPs              []level        `json:"rcps"`
	Decision          string         `json:"decision"`
	Missing           []string       `json:"missing"`
	Why               string         `json:"why"`
	// Granted says that a KMS grant matches, which the other simulator knows nothing of.
	Granted  bool           `json:"granted"`
	Policies []policyAnswer `json:"policies"`
}

// attached is a policy by the number of its document; To is who it is attached to.
type attached struct {
	Document int    `json:"document"`
	To       string `json:"to"`
}

// level is a node of the organization with its policies.
type level struct {
	Node     string     `json:"node"`
	Policies []attached `json:"policies"`
}

var kinds = map[iam.PrincipalKind]string{
	iam.UserPrincipal: "user", iam.RoleSession: "role", iam.FederatedUser: "federated user", iam.RootUser: "root",
	iam.ServicePrincipal: "service", iam.FederatedPrincipal: "provider", iam.Anonymous: "anonymous",
}

func (w *writer) question(r *scenario.Request, t *authz.Trace) question {
	p := &t.Request.Principal
	q := question{
		Request: r.Index, Kind: kinds[p.Kind], Principal: p.ARN, Account: p.AccountID, Action: t.Request.Action, Resource: t.Request.Resource,
		ResourceAccount: t.ResourceAccount, Context: map[string]any{}, Decision: t.Decision.String(),
	}
	for _, m := range t.Missing {
		q.Missing = append(q.Missing, m.String())
	}
	w.context(&q, t.Context)
	w.identities(&q, p)
	for _, s := range t.Request.Session.Policies {
		q.Session = append(q.Session, attached{w.number(s.Document), p.ARN})
	}
	w.resource(&q, t)
	w.levels(&q, p)
	w.answers(&q, t)
	return q
}

// context gives the other simulator what Verdict derives; it derives nothing itself.
func (w *writer) context(q *question, entries []authz.Entry) {
	for _, e := range entries {
		switch {
		case e.Origin == authz.Removed || e.Origin == authz.Lacking || e.Origin == authz.Derived && !w.derived:
			continue
		case e.Multivalued || len(e.Values) != 1:
			q.Context[e.Key] = e.Values
		default:
			q.Context[e.Key] = e.Values[0]
		}
	}
}

func (w *writer) identities(q *question, p *iam.Principal) {
	add := func(i *iam.Identity, boundary *iam.Policy) {
		for _, all := range [][]*iam.Policy{i.Inline, i.Attached} {
			for _, one := range all {
				q.Identity = append(q.Identity, attached{w.number(one.Document), i.ARN})
			}
		}
		if boundary != nil {
			q.Boundary = []attached{{w.number(boundary.Document), i.ARN}}
		}
	}
	if p.User != nil {
		add(&p.User.Identity, p.User.Boundary)
		for _, g := range p.User.Groups {
			add(&g.Identity, nil)
		}
	}
	if p.Role != nil {
		add(&p.Role.Identity, p.Role.Boundary)
		q.ServiceLinked = p.Role.ServiceLinked()
	}
}

// resource gives the policy on the resource (a role's trust policy where Verdict takes that), and the VPC endpoint's.
func (w *writer) resource(q *question, t *authz.Trace) {
	r := w.scenario.World.Resource(t.Request.Resource)
	if r != nil {
		q.BlockPublicAccess = r.BlockPublicAccess
	}
	if r != nil && r.Policy != nil && t.Request.Resource != "*" {
		q.ResourcePolicy = []attached{{w.number(r.Policy.Document), r.ARN}}
	}
	if account := w.scenario.World.Account(t.ResourceAccount); account != nil {
		for _, role := range account.Roles {
			if role.ARN == t.Request.Resource && role.Trust != nil {
				q.ResourcePolicy = []attached{{w.number(role.Trust.Document), role.ARN}}
			}
		}
	}
	if e := t.Request.Endpoint; e != nil && e.Policy != nil {
		q.Endpoint = []attached{{w.number(e.Policy.Document), e.ARN}}
	}
}

// levels gives the policies of the organization to members, as AWS would: none to the management account.
func (w *writer) levels(q *question, p *iam.Principal) {
	org := w.scenario.World.Organization
	q.ManagementAccount = org != nil && p.AccountID == org.ManagementAccount
	if org.Member(p.AccountID) {
		for _, n := range org.Levels(p.AccountID) {
			q.SCPs = append(q.SCPs, level{n.ID, w.all(n.SCPs, n.ID)})
		}
	}
	if org.Member(q.ResourceAccount) {
		for _, n := range org.Levels(q.ResourceAccount) {
			q.RCPs = append(q.RCPs, level{n.ID, w.all(n.RCPs, n.ID)})
		}
	}
}

func (w *writer) all(policies []*iam.Policy, to string) []attached {
	list := []attached{}
	for _, p := range policies {
		if p.Name != "RCPFullAWSAccess" { // the other simulator adds it by itself
			list = append(list, attached{w.number(p.Document), to})
		}
	}
	return list
}

// policyAnswer is how Verdict found the statements of one policy.
type policyAnswer struct {
	Type       string            `json:"type"`
	Document   int               `json:"document"`
	To         string            `json:"to"`
	Statements []statementAnswer `json:"statements"`
}

// statementAnswer is one statement: which of its elements match.
type statementAnswer struct {
	Effect     string            `json:"effect"`
	Sound      bool              `json:"sound"`
	Matched    bool              `json:"matched"`
	Action     bool              `json:"action"`
	Resource   bool              `json:"resource"`
	Principal  bool              `json:"principal"`
	Conditions []conditionAnswer `json:"conditions"`
}

// conditionAnswer is one condition key.
type conditionAnswer struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Policy   []string `json:"policy"`
	Request  []string `json:"request"`
	Present  bool     `json:"present"`
	Matched  bool     `json:"matched"`
	Error    bool     `json:"error"`
}

func (w *writer) answers(q *question, t *authz.Trace) {
	for i := range t.Layers {
		for _, p := range t.Layers[i].Policies {
			if p.Policy.Grant {
				q.Granted = q.Granted || p.Allows
				continue
			}
			a := policyAnswer{Type: t.Layers[i].Type.String(), Document: w.number(p.Policy.Document), To: p.AttachedTo}
			for j := range p.Statements {
				a.Statements = append(a.Statements, answer(&p.Statements[j]))
			}
			q.Policies = append(q.Policies, a)
		}
	}
}

func answer(s *authz.StatementTrace) statementAnswer {
	a := statementAnswer{Effect: s.Statement.Effect.String(), Sound: s.Statement.Sound(), Matched: s.Matched, Action: true, Resource: true, Principal: true}
	for _, p := range s.Parts {
		switch p.Element {
		case authz.ActionElement:
			a.Action = p.Matched
		case authz.ResourceElement:
			a.Resource = p.Matched
		case authz.PrincipalElement:
			a.Principal = p.Matched
		case authz.ConditionElement:
			c := p.Condition
			a.Conditions = append(a.Conditions, conditionAnswer{
				Operator: c.Operator.String(), Key: c.Key, Policy: c.PolicyValues, Request: c.RequestValues, Present: c.Present, Matched: p.Matched,
				Error: c.Result.Outcome == condition.Error,
			})
		}
	}
	return a
}
