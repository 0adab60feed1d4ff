package simulate_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/simulate"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// callersOwn are the context keys that the simulator knows from its caller.
var callersOwn = []string{"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:userid", "aws:username"}

// P19: the simulator's reply is the engine's trace. The same question is put to
// both: no resource policies, and no context but what the call supplies and what
// follows from its caller.
func TestP19SimulatorsReplyIsTheTrace(t *testing.T) {
	compared := map[authz.Decision]int{}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 19))
		text, err := json.Marshal(worlds.DrawAttributes(r, 25))
		if err != nil {
			t.Fatal(err)
		}
		s, refusals := scenario.Read(syntax.NewSource("world", string(text)), scenario.Options{
			Now: authz.Clock{RFC3339: "2026-09-01T12:00:00Z", Fixed: true}, Parse: policy.Parse, Managed: catalog.ManagedPolicy,
		})
		if refusals != nil {
			t.Fatal(refusals[0].Message)
		}
		for _, request := range s.Requests {
			for i := range request.Asked {
				if d, asked := same(t, s.World, request.Asked[i]); asked {
					compared[d]++
				}
			}
		}
		if t.Failed() {
			t.Fatalf("in world %d", seed)
		}
	}
	for _, d := range []authz.Decision{authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny} {
		if compared[d] < 20 {
			t.Errorf("only %d requests came out as %s: %v", compared[d], d, compared)
		}
	}
}

// same puts a request of a user to both, where the simulator can be asked it.
func same(t *testing.T, world *iam.World, q authz.Request) (authz.Decision, bool) {
	user := q.Principal.User
	if q.Principal.Kind != iam.UserPrincipal || user == nil || user.Boundary != nil && unreadable(user.Boundary) {
		return 0, false
	}
	call := simulate.Call{Actions: []string{q.Action}, Resources: []string{q.Resource}, ResourceOwner: owner(&q)}
	for _, c := range q.Context {
		if !c.Removed && (c.List || len(c.Values) == 1) {
			kind := "string"
			if c.List {
				kind = "stringList"
			}
			call.Context = append(call.Context, simulate.Entry{Key: c.Key, Type: kind, Values: c.Values})
		}
	}
	replies, err := simulate.Principal(world, user.ARN, call)
	if err != nil {
		return 0, false
	}
	trace := alone(world, q, call.Context)
	reply := replies[0]
	if reply.Decision != trace.Decision {
		t.Errorf("%s %s %s: the reply says %s, the trace %s", user.ARN, q.Action, q.Resource, reply.Decision, trace.Decision)
	}
	want := 0
	for _, r := range trace.DecidedBy {
		denies := r.Statement.Effect == policy.Deny && (r.Type == policy.Identity || r.Type == policy.Boundary)
		if denies || r.Statement.Effect == policy.Allow && r.Type == policy.Identity {
			want++
		}
	}
	if reply.AllowedByOrganizations && len(reply.Matched) != want {
		t.Errorf("%s %s %s: the reply lists %d statements, the trace %d", user.ARN, q.Action, q.Resource, len(reply.Matched), want)
	}
	return trace.Decision, true
}

func unreadable(p *iam.Policy) bool { return p.Document.Malformed }

func owner(q *authz.Request) string {
	if q.ResourceAccount != "" {
		return q.ResourceAccount
	}
	return q.Principal.AccountID
}

// alone decides the request as the simulator asks it: without session, endpoint,
// resources and derived keys.
func alone(world *iam.World, q authz.Request, supplied []simulate.Entry) *authz.Trace {
	bare := &iam.World{Organization: world.Organization}
	q.Endpoint, q.Session, q.Clock = nil, iam.Session{}, authz.Clock{Fixed: true}
	if q.ResourceAccount == "" && !strings.Contains(q.Resource, ":"+q.Principal.AccountID+":") {
		q.ResourceAccount = ownerOf(q.Resource, q.Principal.AccountID)
	}
	q.Context = nil
	for _, e := range supplied {
		q.Context = append(q.Context, authz.Supplied{Key: e.Key, Values: e.Values, List: e.Type == "stringList"})
	}
	given := len(q.Context)
	for _, e := range authz.Evaluate(bare, &q).Context {
		known := slices.ContainsFunc(q.Context[:given], func(s authz.Supplied) bool { return strings.EqualFold(s.Key, e.Key) })
		if !known && !slices.Contains(callersOwn, strings.ToLower(e.Key)) {
			q.Context = append(q.Context, authz.Supplied{Key: e.Key, Removed: true})
		}
	}
	return authz.Evaluate(bare, &q)
}

// ownerOf is the account that the ARN names, else the caller's.
func ownerOf(resource, caller string) string {
	fields := strings.SplitN(resource, ":", 6)
	if len(fields) == 6 && fields[4] != "" {
		return fields[4]
	}
	return caller
}
