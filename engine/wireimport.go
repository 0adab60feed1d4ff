package engine

import "github.com/verdict-iam/verdict/engine/intake"

// imported is what became of a pasted text. Request is the index of the first
// request that was added, or -1; Document is the path of the document that was
// added, or null. The scenario, whose policy documents are texts, stands behind the reply.
type imported struct {
	Kind       string   `json:"kind"`
	Understood []fact   `json:"understood"`
	LeftOut    []string `json:"leftOut"`
	Next       []step   `json:"next"`
	Targets    []string `json:"targets"`
	Target     int      `json:"target"`
	Request    int      `json:"request"`
	Document   []string `json:"document"`
}

type fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

type step struct {
	What    string `json:"what"`
	Command string `json:"command"`
}

// intake turns a pasted text into a scenario, or puts it into the one of the call.
func (e *Engine) intake(c call) []byte {
	r, refusal := intake.Read(c.text, intake.Options{Into: c.scenario, Target: c.target, Documents: intake.Texts})
	if refusal != nil {
		return refuse(notTaken(refusal))
	}
	out := imported{Kind: string(r.Kind), Understood: []fact{}, LeftOut: list(r.LeftOut), Next: []step{}, Targets: list(r.Targets), Target: r.Target, Request: r.Request, Document: r.Document}
	for _, f := range r.Understood {
		out.Understood = append(out.Understood, fact(f))
	}
	for _, s := range r.Next {
		out.Next = append(out.Next, step(s))
	}
	return append(reply(out), "\n"+r.Scenario...)
}

func notTaken(r *intake.Refusal) failure {
	failed := failure{Code: "malformed", Message: r.Message, Diagnostics: []diagnostic{}}
	for _, d := range r.Problems {
		failed.Diagnostics = append(failed.Diagnostics, spans{r.Source}.diagnostic(d, nil))
	}
	return failed
}
