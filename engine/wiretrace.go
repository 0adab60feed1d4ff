package engine

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/scenario"
)

type trace struct {
	Request int     `json:"request"`
	Message string  `json:"message"`
	Context []entry `json:"context"`
	Checks  []check `json:"checks"`
}

type entry struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
	Origin string   `json:"origin"`
}

type check struct {
	Action   string `json:"action"`
	Resource string `json:"resource"`
	// CallerAccount is empty for callers that belong to none, such as services.
	CallerAccount   string   `json:"callerAccount"`
	ResourceAccount string   `json:"resourceAccount"`
	Decision        string   `json:"decision"`
	Missing         []string `json:"missing"`
	Rungs           []rung   `json:"rungs"`
}

type rung struct {
	PolicyType string        `json:"policyType"`
	Verdict    string        `json:"verdict"`
	Note       string        `json:"note"`
	Policies   []policyTrace `json:"policies"`
}

type policyTrace struct {
	Document   int              `json:"document"`
	Policy     string           `json:"policy"`
	AttachedTo string           `json:"attachedTo"`
	Verdict    string           `json:"verdict"`
	Statements []statementTrace `json:"statements"`
	// Omitted counts the statements beyond maxTraced that did not match.
	Omitted int `json:"omitted"`
}

// maxTraced is how many statements of one policy a trace tells at least. AWS
// stores no policy with so many.
const maxTraced = 1000

type statementTrace struct {
	Index    int    `json:"index"`
	Sid      string `json:"sid"`
	Effect   string `json:"effect"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	Matched  bool   `json:"matched"`
	Decides  bool   `json:"decides"`
	NearMiss bool   `json:"nearMiss"`
	Reason   string `json:"reason"`
	Parts    []part `json:"parts"`
}

type part struct {
	Element   string          `json:"element"`
	Matched   bool            `json:"matched"`
	From      int             `json:"from"`
	To        int             `json:"to"`
	Reason    string          `json:"reason"`
	Condition *conditionTrace `json:"condition,omitempty"`
}

type conditionTrace struct {
	Operator      string   `json:"operator"`
	Key           string   `json:"key"`
	PolicyValues  []string `json:"policyValues"`
	RequestValues []string `json:"requestValues"`
	Result        string   `json:"result"`
	Why           string   `json:"why"`
}

var (
	originNames  = map[authz.Origin]string{authz.Derived: "derived", authz.FromRequest: "supplied", authz.Removed: "removed", authz.Lacking: "missing"}
	verdictNames = map[authz.State]string{
		authz.NotApplicable: "notApplicable", authz.NonePresent: "none", authz.NoAllow: "noAllow",
		authz.AllowFound: "allows", authz.DenyFound: "denies", authz.Bypassed: "bypassed",
	}
	outcomeNames = map[condition.Outcome]string{condition.False: "false", condition.True: "true", condition.Error: "error"}
)

func (w *writer) trace(o *scenario.Outcome) *trace {
	settling := o.Settling()
	out := &trace{Request: o.Request.Index, Message: explain.Message(settling), Context: []entry{}, Checks: []check{}}
	for _, e := range settling.Context {
		out.Context = append(out.Context, entry{e.Key, list(e.Values), originNames[e.Origin]})
	}
	for _, t := range o.Traces {
		out.Checks = append(out.Checks, w.check(t))
	}
	return out
}

func (w *writer) check(t *authz.Trace) check {
	missing, _, _ := explain.Findings(t.Missing, nil)
	out := check{Action: t.Request.Action, Resource: t.Request.Resource, CallerAccount: t.Request.Principal.AccountID, ResourceAccount: t.ResourceAccount, Decision: t.Decision.String(), Missing: missing}
	for i := range t.Layers {
		l := &t.Layers[i]
		r := rung{PolicyType: l.Type.String(), Verdict: verdictNames[l.State], Note: explain.Layer(l), Policies: []policyTrace{}}
		for j := range l.Policies {
			r.Policies = append(r.Policies, w.policy(t, &l.Policies[j]))
		}
		out.Rungs = append(out.Rungs, r)
	}
	return out
}

func (w *writer) policy(t *authz.Trace, p *authz.PolicyTrace) policyTrace {
	out := policyTrace{Document: p.Policy.Ref, Policy: p.Policy.Name, AttachedTo: p.AttachedTo, Verdict: "noMatch", Statements: []statementTrace{}}
	switch {
	case p.Denies:
		out.Verdict = "denies"
	case p.Allows:
		out.Verdict = "allows"
	}
	for i := range p.Statements {
		if i >= maxTraced && !p.Statements[i].Matched {
			out.Omitted++
			continue
		}
		out.Statements = append(out.Statements, w.statement(t, p.Policy, &p.Statements[i]))
	}
	return out
}

func (w *writer) statement(t *authz.Trace, p *iam.Policy, s *authz.StatementTrace) statementTrace {
	out := statementTrace{Index: s.Statement.Index, Sid: s.Statement.Sid, Effect: s.Statement.Effect.String(), Matched: s.Matched, Decides: s.Decides, NearMiss: s.NearMiss(), Reason: explain.Reason(t, s), Parts: []part{}}
	out.From, out.To = w.offsets(p, s.Statement.Span)
	for i := range s.Parts {
		out.Parts = append(out.Parts, w.part(t, p, &s.Parts[i]))
	}
	return out
}

func (w *writer) part(t *authz.Trace, p *iam.Policy, a *authz.Part) part {
	out := part{Element: explain.ElementName(a), Matched: a.Matched, Reason: explain.Part(t, a)}
	out.From, out.To = w.offsets(p, a.Span)
	if c := a.Condition; c != nil {
		out.Condition = &conditionTrace{Operator: c.Operator.String(), Key: c.Key, PolicyValues: list(c.PolicyValues), Result: outcomeNames[c.Result.Outcome], Why: explain.Condition(c)}
		if c.Present {
			out.Condition.RequestValues = list(c.RequestValues)
		}
	}
	return out
}
