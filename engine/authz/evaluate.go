package authz

import (
	"sort"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Evaluate decides the request and records every step, every policy type even
// after a deny (OUT-2).
func Evaluate(world *iam.World, request *Request) *Trace {
	return newEvaluation(world, request, everything).trace()
}

// Decide is Evaluate without the statements that had no say: the trace's
// policies hold no StatementTrace, all else is the same.
func Decide(world *iam.World, request *Request) *Trace {
	return newEvaluation(world, request, findings).trace()
}

// Allows is Evaluate without the record: it says only whether the request is allowed.
func Allows(world *iam.World, request *Request) bool {
	return NewDecider(world).Decide(request) == Allowed
}

// depth is how much of an evaluation is recorded.
type depth uint8

const (
	nothing    depth = iota
	findings         // what decided, what was missing, assumed and left out
	everything       // every part of every statement too
)

func (e *evaluation) trace() *Trace {
	v := e.decide()
	e.inferCompanion(v.decision)
	e.noteRefusal()
	t := &Trace{Request: e.request, Decision: v.decision, DecidedBy: v.decidedBy, Missing: v.missing, ResourceAccount: e.resourceAccount, Notes: e.notes}
	e.settle(v)
	for _, l := range e.reported() {
		mark(l, v.decidedBy)
		t.Layers = append(t.Layers, l.Layer)
	}
	sort.Slice(e.absent, func(i, j int) bool { return strings.ToLower(e.absent[i]) < strings.ToLower(e.absent[j]) })
	t.MissingContext = e.absent
	t.Context = e.keys().sorted(e.absent)
	return t
}

// evaluation is the state of one decision.
type evaluation struct {
	world           *iam.World
	request         *Request
	action          policy.Action
	target          arn.ARN       // the request's resource; all fields are empty for `*`
	resource        *iam.Resource // governs the request's resource, or nil
	resourceAccount string
	record          depth
	relevant        bool // every part so far matched, so that the next one counts
	inferred        inferences
	context         *requestContext
	spare           *requestContext // memory for the context of an evaluation that records nothing
	fields          arn.Fields      // of the request's resource
	opened          string          // the resource that fields, target and resource are about
	attached        []attachment    // memory for lists of policies
	places          [2]place
	unkept          [8]Missing          // memory for what is missing, where nobody keeps it
	without         []*policy.Statement // match nothing where nothing is recorded
	layers          [len(policy.Types)]layer
	notes           []Note
	noted           map[Note]bool
	absent          []string
	lacking         map[string]bool // absent in lower case
}

func newEvaluation(world *iam.World, request *Request, record depth) *evaluation {
	e := &evaluation{world: world, request: request, record: record}
	if record > nothing {
		e.noted, e.lacking = map[Note]bool{}, map[string]bool{}
	}
	e.action, _ = policy.ParseAction(request.Action)
	e.open()
	return e
}

// open reads the request's resource.
func (e *evaluation) open() {
	request := e.request
	if request.Resource != e.opened { // often the same many times over
		e.opened, e.fields = request.Resource, arn.Cut(request.Resource)
		e.target, _ = e.fields.ARN()
		e.resource = e.world.Resource(request.Resource)
	}
	e.resourceAccount = e.owner()
	for i := range e.layers {
		l := &e.layers[i]
		*l = layer{Layer: Layer{Type: policy.Types[i]}, silent: l.silent[:0]}
	}
}

// owner gives the account of the resource (RC-4).
func (e *evaluation) owner() string {
	caller := e.request.Principal.AccountID
	if org := e.world.Organization; org != nil && e.action.Service == "organizations" {
		return org.ManagementAccount
	}
	if e.request.ResourceAccount != "" {
		return e.request.ResourceAccount
	}
	switch {
	case e.target.Account == "aws":
		return caller
	case e.target.Account != "":
		return e.target.Account
	case e.resource != nil:
		return e.resource.Account
	}
	if e.request.Resource != "*" && caller != "" {
		e.note(OwnerAssumed, e.request.Resource)
	}
	return caller
}

// keys derives the request context when it is first asked for.
func (e *evaluation) keys() *requestContext {
	if e.context == nil {
		e.context = e.derive()
	}
	return e.context
}

// lookup binds policy variables to the request context.
func (e *evaluation) lookup(name string) (string, policy.Binding) {
	value, binding := e.keys().lookup(name)
	if e.record > nothing {
		e.inferred.filledIn(value, binding)
	}
	e.consulted(name, binding != policy.Absent)
	return value, binding
}

// clockKeys are the keys whose values come from the clock.
var clockKeys = map[string]bool{"aws:currenttime": true, "aws:epochtime": true, "aws:tokenissuetime": true}

// consulted keeps what the decision rests on: the clock, and keys that are not there.
func (e *evaluation) consulted(key string, present bool) {
	if e.record == nothing || !e.relevant {
		return
	}
	e.inferOwner(key)
	if !present {
		e.missing(key)
		return
	}
	if entry := e.keys().find(key); clockKeys[strings.ToLower(key)] && entry.Origin == Derived && !e.request.Clock.Fixed {
		e.note(ClockUsed, e.request.Clock.RFC3339)
	}
}

func (e *evaluation) missing(key string) {
	if name := strings.ToLower(key); !e.lacking[name] {
		e.lacking[name] = true
		e.absent = append(e.absent, key)
	}
}

func (e *evaluation) note(code NoteCode, subject string) {
	e.noteOnce(Note{Code: code, Subject: subject})
}

func (e *evaluation) noteOnce(n Note) {
	if e.record > nothing && !e.noted[n] {
		e.noted[n] = true
		e.notes = append(e.notes, n)
	}
}

func (e *evaluation) noteBroken(a attachment, s *policy.Statement) {
	e.noteOnce(Note{Code: BrokenStatement, Policy: a.policy, Statement: s})
}
