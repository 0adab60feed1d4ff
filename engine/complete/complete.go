// Package complete says what can be written at a place of a policy document, also of one that is half written:
// elements, actions, resources, condition operators, keys and values, policy variables and principals.
package complete

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Kind is what an Item is a word for.
type Kind uint8

// The kinds of items.
const (
	Element Kind = iota
	Service
	Action
	Resource
	Operator
	Key
	Value
	Variable
	Principal
)

// String gives the word that answers use.
func (k Kind) String() string {
	return [...]string{"element", "service", "action", "resource", "operator", "key", "value", "variable", "principal"}[k]
}

// Item is something that can be written at the caret.
type Item struct {
	Label  string
	Kind   Kind
	Detail string // a few words beside the label
	// Insert is the text that takes the place of List.Span. Where Fields is set, each #{name} in it is for the author to fill in.
	Insert string
	Fields bool
}

// List is what can be written at a place.
type List struct {
	// Span is what an item replaces; it is empty at the caret where nothing is typed yet.
	Span  syntax.Span
	Items []Item
}

// Question is a place in a policy document, and what is known beside it.
type Question struct {
	Text   string
	Type   policy.Type
	Offset int // in bytes
	// Catalog may be nil: then actions, resource types and keys of services are not known.
	Catalog *catalog.Catalog
	// World is the scenario's, for its principals and resources; it may be nil.
	World *iam.World
}

// At gives what can be written at the place. The list is empty where nothing can, or nothing is known.
func At(q Question) List {
	root, _ := syntax.Parse(q.Text)
	p, ok := find(q.Text, &root, q.Offset)
	if !ok {
		return List{}
	}
	a := asking{Question: q, place: p}
	items := a.items()
	for i := range items {
		a.dress(&items[i])
	}
	return List{p.token, items}
}

// asking is a question with the place that it is about.
type asking struct {
	Question
	place place
}

// items asks whoever knows the place.
func (a *asking) items() []Item {
	names := a.place.names()
	if variables := a.variables(names); variables != nil {
		return variables
	}
	if len(names) == 0 {
		return a.members(documentElements, a.place.container())
	}
	switch names[0] {
	case "Version":
		return words(Value, policy.Version2012, "2008-10-17")
	case "Statement":
		return a.inStatement(names[1:])
	}
	return nil
}

func (a *asking) inStatement(names []string) []Item {
	if len(names) == 0 {
		return a.elements()
	}
	switch element := names[0]; {
	case element == "Effect":
		return a.effects()
	case element == "Action" || element == "NotAction":
		return a.actions()
	case element == "Resource" || element == "NotResource":
		return a.resources()
	case element == "Principal" || element == "NotPrincipal":
		return a.principals(names[1:])
	case element == "Condition":
		return a.conditions(names[1:])
	}
	return nil
}

// dress turns an item's text into what is written: with quotes, and behind a new member's name a colon and the beginning of its value.
func (a *asking) dress(item *Item) {
	if item.Insert == "" {
		item.Insert = item.Label
	}
	quoted := syntax.Quote(item.Insert)
	if !a.place.naming || a.place.named {
		item.Insert = quoted
		return
	}
	item.Insert, item.Fields = quoted+": "+beginning(item.Label), true
}

// beginning is how a member's value begins, with a field for the caret.
func beginning(name string) string {
	switch name {
	case "Statement":
		return "[\n  {\n    #{}\n  }\n]"
	case "Condition", "Principal", "NotPrincipal":
		return "{#{}}"
	case "Version", "Id", "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource":
		return `"#{}"`
	}
	return "#{}"
}

// members are the names that the object does not hold yet; one at the caret counts as not held.
func (a *asking) members(names []string, object *syntax.Value) []Item {
	var items []Item
	for _, name := range names {
		held := slices.ContainsFunc(object.Members, func(m syntax.Member) bool { return m.Name == name && m.NameSpan.From != a.place.token.From })
		if !held {
			items = append(items, Item{Label: name, Kind: Element})
		}
	}
	return items
}

// words makes items of one kind.
func words(kind Kind, labels ...string) []Item {
	items := make([]Item, len(labels))
	for i, label := range labels {
		items[i] = Item{Label: label, Kind: kind}
	}
	return items
}
