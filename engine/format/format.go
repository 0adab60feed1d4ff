// Package format lays policy documents and scenario files out in one style, so
// that a change of a policy is all that a difference of two texts shows.
package format

import (
	"slices"
	"sort"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// width is how long a line may be whose list or object stands on it whole, in
// UTF-16 code units without the name before it, as the page counts.
const width = 80

// Text lays a text out: two spaces a level; lists of scalars, and objects with a
// single short member, on one line while that line fits; the elements of policy
// documents in the order of the IAM documentation. Strings and numbers stay as
// they were written. A text with mistakes in its JSON is given back as it is,
// with the mistakes.
func Text(text string) (string, []syntax.Diagnostic) {
	root, problems := syntax.Parse(text)
	if len(problems) > 0 {
		return text, problems
	}
	w := writer{texts: asWritten(text), order: documentElements}
	w.value(&root, 0, nil)
	return w.text.String(), nil
}

// Document lays a value out in the same style, all members in the order in which they are: as the page shows a policy document
// that it is given as an object.
func Document(v *syntax.Value) string {
	w := writer{texts: quoted{}}
	w.value(v, 0, nil)
	return w.text.String()
}

// The elements of a policy document and of a statement, in the order in which
// the IAM documentation introduces them.
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)

// texts says how the strings and other scalars of a value are written.
type texts interface {
	name(m *syntax.Member) string
	scalar(v *syntax.Value) string
}

// asWritten is the text that the values were read from.
type asWritten string

func (t asWritten) name(m *syntax.Member) string  { return string(t[m.NameSpan.From:m.NameSpan.To]) }
func (t asWritten) scalar(v *syntax.Value) string { return string(t[v.Span.From:v.Span.To]) }

// quoted writes values wherever they come from.
type quoted struct{}

func (quoted) name(m *syntax.Member) string { return syntax.Quote(m.Name) }

func (quoted) scalar(v *syntax.Value) string {
	switch v.Kind {
	case syntax.String:
		return syntax.Quote(v.Text)
	case syntax.Missing:
		return "null"
	case syntax.Null, syntax.Bool, syntax.Number, syntax.Array, syntax.Object:
	}
	return v.Text
}

// writer lays out values that were parsed from sound text. Its recursion is as
// deep as the text nests: at most syntax.MaxDepth levels.
type writer struct {
	texts texts
	text  strings.Builder
	// order is that of the elements of a policy document; nil leaves all members as they are.
	order []string
}

// value writes a value whose line begins with so many spaces. order is that of
// the members of statements, where the value is a Statement element.
func (w *writer) value(v *syntax.Value, indent int, order []string) {
	line, fits := w.line(v, indent)
	switch {
	case fits:
		w.text.WriteString(line)
	case v.Kind == syntax.Array:
		w.list(v, indent, order)
	default:
		w.object(v, indent, order)
	}
}

// line gives a value that is to stand on one line, as that line.
func (w *writer) line(v *syntax.Value, indent int) (line string, fits bool) {
	switch {
	case len(v.Items) == 0 && len(v.Members) == 0:
		return w.oneLine(v), true
	case v.Kind == syntax.Array && !allScalars(v.Items), v.Kind == syntax.Object && (indent == 0 || !isSmall(v)):
		return "", false
	}
	line = w.oneLine(v)
	return line, indent+units(line) <= width
}

func (w *writer) list(v *syntax.Value, indent int, order []string) {
	for i := range v.Items {
		w.text.WriteString(before("[", i) + newLine(indent+2))
		w.value(&v.Items[i], indent+2, order)
	}
	w.text.WriteString(newLine(indent) + "]")
}

// object writes members a line each. An object with a Statement is a policy
// document: nothing else in a scenario has such a member.
func (w *writer) object(v *syntax.Value, indent int, order []string) {
	_, hasStatement := v.Find("Statement")
	isDocument := w.order != nil && hasStatement && order == nil
	if isDocument {
		order = w.order
	}
	members := v.Members
	if order != nil {
		members = sorted(members, order)
	}
	for i := range members {
		m := &members[i]
		w.text.WriteString(before("{", i) + newLine(indent+2) + w.texts.name(m) + ": ")
		var inside []string
		if isDocument && m.Name == "Statement" {
			inside = statementElements
		}
		w.value(&m.Value, indent+2, inside)
	}
	w.text.WriteString(newLine(indent) + "}")
}

// sorted gives the members in an order. What it does not name stays behind, as it
// was written.
func sorted(members []syntax.Member, order []string) []syntax.Member {
	rank := func(m syntax.Member) int {
		if i := slices.Index(order, m.Name); i >= 0 {
			return i
		}
		return len(order)
	}
	all := slices.Clone(members)
	sort.SliceStable(all, func(i, j int) bool { return rank(all[i]) < rank(all[j]) })
	return all
}

// oneLine writes a value on one line, its members as they stand.
func (w *writer) oneLine(v *syntax.Value) string {
	switch v.Kind {
	case syntax.Array:
		items := make([]string, len(v.Items))
		for i := range v.Items {
			items[i] = w.oneLine(&v.Items[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	case syntax.Object:
		if len(v.Members) == 0 {
			return "{}"
		}
		members := make([]string, len(v.Members))
		for i := range v.Members {
			members[i] = w.texts.name(&v.Members[i]) + ": " + w.oneLine(&v.Members[i].Value)
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case syntax.Missing, syntax.Null, syntax.Bool, syntax.Number, syntax.String:
	}
	return w.texts.scalar(v)
}

func newLine(indent int) string { return "\n" + strings.Repeat(" ", indent) }

// before is what stands before the child with the index.
func before(bracket string, i int) string {
	if i == 0 {
		return bracket
	}
	return ","
}

func isScalar(v syntax.Value) bool { return v.Kind != syntax.Array && v.Kind != syntax.Object }

func allScalars(items []syntax.Value) bool {
	return !slices.ContainsFunc(items, func(v syntax.Value) bool { return !isScalar(v) })
}

// isSmall says of an object that it has one member, which is no object and holds none.
func isSmall(v *syntax.Value) bool {
	only := v.Members[0].Value
	return len(v.Members) == 1 && only.Kind != syntax.Object && allScalars(only.Items)
}

// units counts a text in UTF-16 code units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
