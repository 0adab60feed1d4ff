package engine

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// sweeping is the scenario that was swept last, which later slices may name by its
// number instead of carrying it; where the number is of another one, as after a
// restart, the call is refused.
type sweeping struct {
	number   int
	scenario *scenario.Scenario
	sweep    *scenario.Sweep
}

// swept is the answer to a sweep: one letter for each question, a for allowed,
// e for explicitDeny, i for implicitDeny, ? for what cannot be decided.
type swept struct {
	Decisions string `json:"decisions"`
	// Next is where the next slice of the scenario's requests begins, -1 behind the last.
	Next int `json:"next"`
	// Sweep is the number by which the next slice may name the scenario.
	Sweep int `json:"sweep"`
}

const undecided = '?'

var letters = [...]byte{authz.ImplicitDeny: 'i', authz.ExplicitDeny: 'e', authz.Allowed: 'a'}

// maxSwept bounds one slice, so that the caller can show progress and stop.
const maxSwept = 50_000

// sweep decides many questions without their traces: one request for a list of
// actions, or a slice of the scenario's own requests. Progress and stopping fall
// out of asking slice by slice.
func (e *Engine) sweep(c call) []byte {
	if failed := e.open(c); failed != nil {
		return refuse(*failed)
	}
	if c.actions.Kind == syntax.Array {
		return e.sweepActions(c)
	}
	return e.sweepRequests(c)
}

// open reads the scenario to sweep, unless the call names the last one.
func (e *Engine) open(c call) *failure {
	switch {
	case c.sweep > 0 && c.sweep == e.swept.number:
		return nil
	case c.sweep >= 0:
		return &failure{Code: "usage", Message: "There is no sweep with this number. Send the scenario again."}
	}
	s, failed := e.scenario(c)
	if failed == nil && s != e.swept.scenario {
		e.swept = sweeping{e.swept.number + 1, s, s.NewSweep()}
	}
	return failed
}

func (e *Engine) sweepActions(c call) []byte {
	requests := e.swept.scenario.Requests
	if c.request < 0 || c.request >= len(requests) {
		return refuse(failure{Code: "usage", Message: "request must be the index of a request of the scenario."})
	}
	if len(c.actions.Items) > maxSwept {
		return refuse(failure{Code: "limit", Message: "A sweep takes " + strconv.Itoa(maxSwept) + " actions at a time. Ask in slices."})
	}
	out := make([]byte, len(c.actions.Items))
	for i := range out {
		out[i] = letter(e.swept.sweep.Action(requests[c.request], c.actions.Items[i].Text))
	}
	return reply(swept{string(out), -1, e.swept.number})
}

func (e *Engine) sweepRequests(c call) []byte {
	requests, next, failed := e.slice(c)
	if failed != nil {
		return refuse(*failed)
	}
	out := make([]byte, 0, len(requests))
	for _, r := range requests {
		out = append(out, letter(e.swept.sweep.Request(r)))
	}
	return reply(swept{string(out), next, e.swept.number})
}

// slice gives the requests of the last scenario that the call is about, and
// where the next slice begins.
func (e *Engine) slice(c call) ([]*scenario.Request, int, *failure) {
	requests := e.swept.scenario.Requests
	if c.from < 0 || c.from > len(requests) || c.count < 1 {
		return nil, 0, &failure{Code: "usage", Message: "from must be the index of a request of the scenario, and count at least 1."}
	}
	to := c.from + min(c.count, maxSwept, len(requests)-c.from)
	if to == len(requests) {
		return requests[c.from:], -1, nil
	}
	return requests[c.from:to], to, nil
}

func letter(d authz.Decision, decided bool) byte {
	if !decided {
		return undecided
	}
	return letters[d]
}
