package validate

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// statement is a statement as it was parsed, and as it is written.
type statement struct {
	*policy.Statement
	tree                        *syntax.Value
	action, resource, principal element
	condition                   *syntax.Member
	clauses                     []clause
}

// element is an element that comes plain or with Not before its name.
type element struct {
	member *syntax.Member // nil: there is none
	not    bool
	values []*syntax.Value // its strings, in whatever shape they are written
}

// clause is one operator and key of a condition.
type clause struct {
	condition.Operator
	block  *syntax.Member // the operator and its keys
	key    *syntax.Member
	name   string // the key in lower case
	values []*syntax.Value
}

// read finds the elements of each statement in the document's text.
func (l *linter) read() {
	l.root, _ = syntax.Parse(l.doc.Text)
	m, ok := l.root.Find("Statement")
	if !ok {
		return
	}
	trees := m.Value.Each()
	for i := range min(len(trees), len(l.doc.Statements)) {
		if trees[i].Kind == syntax.Object {
			l.statements = append(l.statements, readStatement(&l.doc.Statements[i], trees[i]))
		}
	}
}

func readStatement(parsed *policy.Statement, tree *syntax.Value) statement {
	s := statement{Statement: parsed, tree: tree}
	s.action, s.resource, s.principal = readElement(tree, "Action"), readElement(tree, "Resource"), readElement(tree, "Principal")
	if m, ok := tree.Find("Condition"); ok {
		s.condition = m
		s.clauses = readClauses(&m.Value)
	}
	return s
}

func readElement(tree *syntax.Value, name string) element {
	if m, ok := tree.Find(name); ok {
		return element{m, false, texts(&m.Value)}
	}
	if m, ok := tree.Find("Not" + name); ok {
		return element{m, true, texts(&m.Value)}
	}
	return element{}
}

// texts gives the strings of a value, of a list, or of the lists of an object.
func texts(v *syntax.Value) []*syntax.Value {
	var found []*syntax.Value
	for i := range v.Members {
		found = append(found, texts(&v.Members[i].Value)...)
	}
	for _, item := range v.Each() {
		if item.Kind == syntax.String {
			found = append(found, item)
		}
	}
	return found
}

func readClauses(conditions *syntax.Value) []clause {
	var clauses []clause
	for i := range conditions.Members {
		block := &conditions.Members[i]
		op, _, known := condition.ParseOperator(block.Name)
		for j := range block.Value.Members {
			key := &block.Value.Members[j]
			if known {
				clauses = append(clauses, clause{op, block, key, strings.ToLower(key.Name), key.Value.Each()})
			}
		}
	}
	return clauses
}

// part gives the place of a piece of a string, or of the whole string where it
// is written with escapes.
func part(v *syntax.Value, from, to int) syntax.Span {
	if v.Span.To-v.Span.From != len(v.Text)+2 {
		return v.Span
	}
	return syntax.Span{From: v.Span.From + 1 + from, To: v.Span.From + 1 + to}
}

// piece is part for the first occurrence of a text.
func piece(v *syntax.Value, text string) syntax.Span {
	at := strings.Index(v.Text, text)
	if at < 0 {
		return v.Span
	}
	return part(v, at, at+len(text))
}
