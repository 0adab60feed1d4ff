package engine

import "github.com/verdict-iam/verdict/engine/scenario"

// covered is the answer to which statements a slice of the requests reaches.
type covered struct {
	// Reached holds a list for each request, three numbers for each statement
	// that matched it: its document, its index, and 1 where it decided, else 0.
	Reached [][]int `json:"reached"`
	// Next is where the next slice begins, -1 behind the last request.
	Next int `json:"next"`
	// Sweep is the number by which the next slice may name the scenario.
	Sweep int `json:"sweep"`
}

// coverage tells which statements matched and decided each of a slice of the
// scenario's requests.
func (e *Engine) coverage(c call) []byte {
	if failed := e.open(c); failed != nil {
		return refuse(*failed)
	}
	requests, next, failed := e.slice(c)
	if failed != nil {
		return refuse(*failed)
	}
	out := covered{Reached: [][]int{}, Next: next, Sweep: e.swept.number}
	for _, r := range requests {
		outcome := e.swept.scenario.Explain(r)
		out.Reached = append(out.Reached, reached(&outcome))
	}
	return reply(out)
}

// reached lists the statements that matched, each once: of several checks one
// that a statement decided counts.
func reached(o *scenario.Outcome) []int {
	out, at := []int{}, map[[2]int]int{}
	for _, t := range o.Traces {
		for i := range t.Layers {
			for _, p := range t.Layers[i].Policies {
				for _, s := range p.Statements {
					if !s.Matched || p.Policy.Ref < 0 {
						continue
					}
					key := [2]int{p.Policy.Ref, s.Statement.Index}
					if _, known := at[key]; !known {
						at[key] = len(out) + 2
						out = append(out, key[0], key[1], 0)
					}
					if s.Decides {
						out[at[key]] = 1
					}
				}
			}
		}
	}
	return out
}
