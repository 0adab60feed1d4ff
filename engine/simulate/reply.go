package simulate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Statement is a matched statement as replies name it.
type Statement struct {
	SourcePolicyID   string
	SourcePolicyType string
	Start, End       Position
}

// Position counts lines and columns from 1, in characters.
type Position struct{ Line, Column int }

// sourceTypes are the words of replies; other policy types never appear (OUT-8).
var sourceTypes = map[policy.Type]string{
	policy.Identity: "IAM Policy", policy.Resource: "Resource Policy", policy.Trust: "Resource Policy", policy.Boundary: "Permissions Boundary Policy",
}

// matched are the statements that a reply lists: the deny statements, or the
// allowing ones of identity-based and resource-based policies (OUT-3, OUT-8).
func (s *simulation) matched(t *authz.Trace) []Statement {
	found := []Statement{}
	for _, r := range t.DecidedBy {
		word, listed := sourceTypes[r.Type]
		if !listed || r.Type == policy.Boundary && r.Statement.Effect == policy.Allow {
			continue
		}
		start, end := positions(r.Policy.Document, r.Statement.Index)
		found = append(found, Statement{s.sources[r.Policy], word, start, end})
	}
	return found
}

// positions gives where replies say that a statement stands (OUT-9): from just
// after the token before it, or after its own brace where Statement is no list.
func positions(d *policy.Document, index int) (start, end Position) {
	source := syntax.NewSource("", d.Text)
	span := d.Statements[index].Span
	from := span.From + 1
	before := strings.TrimRight(d.Text[:span.From], " \t\r\n")
	switch {
	case strings.HasSuffix(before, ","):
		from = d.Statements[index-1].Span.To
	case strings.HasSuffix(before, "["):
		from = len(before)
	}
	return at(source, from), at(source, span.To)
}

func at(source *syntax.Source, offset int) Position {
	p := source.Position(offset)
	return Position{p.Line, p.Column + 1}
}

// ContextKeys answers GetContextKeysForCustomPolicy: every key of a condition
// and every variable, with repetitions, sorted. The error is a *Refusal.
func ContextKeys(documents []string) ([]string, error) {
	keys := []string{}
	for _, text := range documents {
		d := policy.Parse(text, policy.Identity)
		if refused(d) {
			return nil, &Refusal{"PolicyInputList", text}
		}
		keys = append(keys, mentioned(d)...)
	}
	slices.Sort(keys)
	return keys, nil
}

// mentioned lists the keys of conditions and variables in a document.
func mentioned(d *policy.Document) []string {
	var keys []string
	add := func(t *policy.Text) {
		for _, v := range t.Variables() {
			keys = append(keys, v.Name)
		}
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		for j := 0; s.Resource != nil && j < len(s.Resource.Values); j++ {
			add(&s.Resource.Values[j].Text)
		}
		for j := range s.Conditions {
			keys = append(keys, s.Conditions[j].Key)
			for k := range s.Conditions[j].Values {
				add(&s.Conditions[j].Values[k].Text)
			}
		}
	}
	return keys
}
