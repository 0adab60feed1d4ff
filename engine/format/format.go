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
	w := writer{source: text}
	w.value(&root, 0, nil)
	return w.text.String(), nil
}

// The elements of a policy document and of a statement, in the order in which
// the IAM documentation introduces them.
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)

// writer lays out values that were parsed from sound text. Its recursion is as
// deep as the text nests: at most syntax.MaxDepth levels.
type writer struct {
	source string
	text   strings.Builder
}

// value writes a value whose line begins with so many spaces. order is that of
// the members of statements, where the value is a Statement element.
func (w *writer) value(v *syntax.Value, indent int, order []string) {
	switch {
	case v.Kind == syntax.Array && len(v.Items) > 0 && !w.fits(v, indent):
		w.list(v, indent, order)
	case v.Kind == syntax.Object && len(v.Members) > 0 && (indent == 0 || !w.fits(v, indent)):
		w.object(v, indent, order)
	default:
		w.text.WriteString(w.oneLine(v))
	}
}

// fits says whether a list or object is to stand on one line.
func (w *writer) fits(v *syntax.Value, indent int) bool {
	small := allScalars(v.Items)
	if v.Kind == syntax.Object {
		small = isSmall(v)
	}
	return small && indent+units(w.oneLine(v)) <= width
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
	isDocument := hasStatement && order == nil
	if isDocument {
		order = documentElements
	}
	for i, m := range sorted(v.Members, order) {
		w.text.WriteString(before("{", i) + newLine(indent+2) + w.raw(m.NameSpan) + ": ")
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
		for i, m := range v.Members {
			members[i] = w.raw(m.NameSpan) + ": " + w.oneLine(&m.Value)
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case syntax.Missing, syntax.Null, syntax.Bool, syntax.Number, syntax.String:
	}
	return w.raw(v.Span)
}

// raw is a piece of the text as it was written.
func (w *writer) raw(span syntax.Span) string { return w.source[span.From:span.To] }

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
