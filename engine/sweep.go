package engine

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// sweeping is the scenario that was swept last, so that a sweep in slices reads
// it once.
type sweeping struct {
	text, now string
	scenario  *scenario.Scenario
	sweep     *scenario.Sweep
}

// swept is the answer to a sweep: one letter for each question, a for allowed,
// e for explicitDeny, i for implicitDeny, ? for what cannot be decided.
type swept struct {
	Decisions string `json:"decisions"`
	// Next is where the next slice of the scenario's requests begins, -1 behind the last.
	Next int `json:"next"`
}

const undecided = '?'

var letters = [...]byte{authz.ImplicitDeny: 'i', authz.ExplicitDeny: 'e', authz.Allowed: 'a'}

// maxSwept bounds one slice, so that the caller can show progress and stop.
const maxSwept = 50_000

// sweep decides many questions without their traces: one request for a list of
// actions, or a slice of the scenario's own requests. Progress and stopping fall
// out of asking slice by slice.
func (e *Engine) sweep(c call) []byte {
	if e.last.sweep == nil || e.last.text != c.scenario || e.last.now != c.now {
		s, failed := e.scenario(c)
		if failed != nil {
			return refuse(*failed)
		}
		e.last = sweeping{c.scenario, c.now, s, s.NewSweep()}
	}
	if c.actions.Kind == syntax.Array {
		return e.sweepActions(c)
	}
	return e.sweepRequests(c)
}

func (e *Engine) sweepActions(c call) []byte {
	requests := e.last.scenario.Requests
	if c.request < 0 || c.request >= len(requests) {
		return refuse(failure{Code: "usage", Message: "request must be the index of a request of the scenario."})
	}
	if len(c.actions.Items) > maxSwept {
		return refuse(failure{Code: "limit", Message: "A sweep takes " + strconv.Itoa(maxSwept) + " actions at a time. Ask in slices."})
	}
	out := make([]byte, len(c.actions.Items))
	for i := range out {
		out[i] = letter(e.last.sweep.Action(requests[c.request], c.actions.Items[i].Text))
	}
	return reply(swept{string(out), -1})
}

func (e *Engine) sweepRequests(c call) []byte {
	requests := e.last.scenario.Requests
	if c.from < 0 || c.from > len(requests) || c.count < 1 {
		return refuse(failure{Code: "usage", Message: "from must be the index of a request of the scenario, and count at least 1."})
	}
	to := c.from + min(c.count, maxSwept, len(requests)-c.from)
	out := make([]byte, 0, to-c.from)
	for _, r := range requests[c.from:to] {
		out = append(out, letter(e.last.sweep.Request(r)))
	}
	if to == len(requests) {
		to = -1
	}
	return reply(swept{string(out), to})
}

func letter(d authz.Decision, decided bool) byte {
	if !decided {
		return undecided
	}
	return letters[d]
}
