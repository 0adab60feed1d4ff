package engine

import (
	"github.com/verdict-iam/verdict/engine/complete"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

type completions struct {
	From  int          `json:"from"`
	To    int          `json:"to"`
	Items []completion `json:"items"`
}

// completion leaves out what a reader can tell: there may be hundreds of them. Insert is the label in quotes where it is left out.
type completion struct {
	Label  string `json:"label"`
	Kind   string `json:"kind"`
	Detail string `json:"detail,omitempty"`
	Insert string `json:"insert,omitempty"`
	Fields bool   `json:"fields,omitempty"`
}

// complete says what can be written at a place of a policy document. The scenario may be broken: then its principals and resources are not known.
func (e *Engine) complete(c call) []byte {
	source := syntax.NewSource("policy", c.text)
	q := complete.Question{Text: c.text, Type: policyType(c.policyType), Offset: source.Byte(c.offset), Catalog: e.catalog}
	if s, failed := e.scenario(c); failed == nil {
		q.World = s.World
	}
	list := complete.At(q)
	from, to := spans{source}.offsets(list.Span)
	out := completions{From: from, To: to, Items: []completion{}}
	for _, item := range list.Items {
		one := completion{item.Label, item.Kind.String(), item.Detail, item.Insert, item.Fields}
		if one.Insert == syntax.Quote(one.Label) {
			one.Insert = ""
		}
		out.Items = append(out.Items, one)
	}
	return reply(out)
}

type note struct {
	From    int      `json:"from"`
	To      int      `json:"to"`
	Text    string   `json:"text"`
	Names   []string `json:"names"`
	Covered int      `json:"covered"`
}

// explain says what the word at a place of a policy document is; null where it says nothing.
func (e *Engine) explain(c call) []byte {
	source := syntax.NewSource("policy", c.text)
	found, ok := complete.Explain(complete.Question{Text: c.text, Offset: source.Byte(c.offset), Catalog: e.catalog})
	if !ok {
		return reply(nil)
	}
	from, to := spans{source}.offsets(found.Span)
	return reply(note{from, to, found.Text, list(found.Names), found.Covered})
}

// policyType reads the word of a policy type; what is none counts as identity-based.
func policyType(word string) policy.Type {
	for _, t := range policy.Types {
		if t.String() == word {
			return t
		}
	}
	return policy.Identity
}
