package explain

import "github.com/verdict-iam/verdict/engine/authz"

// Matched is a statement that took part in a decision, as scenario files and
// the command line write it.
type Matched struct {
	PolicyType string       `json:"policyType"`
	Policy     string       `json:"policy"`
	AttachedTo string       `json:"attachedTo"`
	Statement  StatementRef `json:"statement"`
	Effect     string       `json:"effect"`
}

// StatementRef names a statement by its index from 0 and its Sid.
type StatementRef struct {
	Index int    `json:"index"`
	Sid   string `json:"sid,omitempty"`
}

// Match writes a statement that took part in a decision.
func Match(r authz.Ref) Matched {
	return Matched{
		PolicyType: r.Type.String(), Policy: r.Policy.Name, AttachedTo: r.AttachedTo,
		Statement: StatementRef{r.Statement.Index, r.Statement.Sid}, Effect: r.Statement.Effect.String(),
	}
}

// Findings puts into words what was missing, assumed and not evaluated. None of
// the lists is nil.
func Findings(missing []authz.Missing, notes []authz.Note) (lacking, assumptions, notEvaluated []string) {
	lacking, assumptions, notEvaluated = []string{}, []string{}, []string{}
	for _, m := range missing {
		lacking = append(lacking, m.String())
	}
	for _, n := range notes {
		if n.Code.NotEvaluated() {
			notEvaluated = append(notEvaluated, Note(n))
			continue
		}
		assumptions = append(assumptions, Note(n))
	}
	return lacking, assumptions, notEvaluated
}
