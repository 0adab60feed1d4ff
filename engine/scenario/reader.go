package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// reader walks the scenario's members and keeps what is wrong with them.
type reader struct {
	Options
	scenario *Scenario
	// refusals are what makes the whole scenario unreadable.
	refusals []Diagnostic
	// notes are about members that are left out; request collects those of
	// the request that is being read.
	request *Request
	// policy are the policies read so far that references can name.
	policy map[string]*iam.Policy
}

// node is a value at its place in the scenario. The zero node is a member that
// is not there.
type node struct {
	*syntax.Value
	// at is where to point when something is wrong.
	at syntax.Span
	// step is the name of the member, or the index of the item, in the value around it.
	step   string
	around *node
	r      *reader
}

func (n *node) child(name string, v *syntax.Value) node {
	return node{Value: v, at: v.Span, step: name, around: n, r: n.r}
}

// path names the members and indexes that lead to the value; few are asked for theirs.
func (n *node) path() []string {
	steps := 0
	for up := n; up.around != nil; up = up.around {
		steps++
	}
	if steps == 0 {
		return nil
	}
	path := make([]string, steps)
	for up := n; up.around != nil; up = up.around {
		steps--
		path[steps] = up.step
	}
	return path
}

// absent says that the member is not there.
func (n node) absent() bool { return n.r == nil }

func (n node) diagnostic(severity syntax.Severity, code, message string) Diagnostic {
	return Diagnostic{Diagnostic: syntax.Diagnostic{Span: n.at, Severity: severity, Code: code, Message: message}, Path: n.path()}
}

// refuse makes the scenario unreadable: a member has the wrong type.
func (n node) refuse(code, message string) {
	n.r.refusals = append(n.r.refusals, n.diagnostic(syntax.Error, code, message))
}

// report records what is wrong with a member that is then left out. Within a
// request it keeps that request from being decided.
func (n node) report(code, message string) {
	d := n.diagnostic(syntax.Error, code, message)
	if n.r.request != nil {
		n.r.request.Diagnostics = append(n.r.request.Diagnostics, d)
		return
	}
	n.r.scenario.Diagnostics = append(n.r.scenario.Diagnostics, d)
}

func (n node) warn(code, message string) {
	n.r.scenario.Diagnostics = append(n.r.scenario.Diagnostics, n.diagnostic(syntax.Warning, code, message))
}

var kindNames = map[syntax.Kind]string{
	syntax.Missing: "nothing", syntax.Null: "null", syntax.Bool: "a Boolean", syntax.Number: "a number",
	syntax.String: "a string", syntax.Array: "a list", syntax.Object: "an object",
}

func (n node) name() string {
	if n.around == nil {
		return "A scenario"
	}
	return strings.Join(n.path(), ".")
}

// is refuses a value of another JSON type.
func (n node) is(kind syntax.Kind) bool {
	if n.Kind == kind {
		return true
	}
	n.refuse("WRONG_TYPE", n.name()+" must be "+kindNames[kind]+", not "+kindNames[n.Kind]+".")
	return false
}

// object is a value whose members have names that are known. The zero object has no members.
type object struct {
	of   *node
	size int // how many of the known names it has
}

// at gives the member of that name.
func (o object) at(name string) node {
	if o.of != nil {
		if m, ok := o.of.Find(name); ok {
			return o.of.child(m.Name, &m.Value)
		}
	}
	return node{}
}

// members gives an object, and reports those of its members whose names are not known.
func (n node) members(known ...string) object {
	if !n.is(syntax.Object) {
		return object{}
	}
	o := object{of: &n}
	for i := range n.Members {
		o.size++
		if m := &n.Members[i]; !slices.Contains(known, m.Name) {
			child := n.child(m.Name, &m.Value)
			child.at = m.NameSpan
			o.size--
			child.warn("UNKNOWN_MEMBER", strconv.Quote(m.Name)+" is not a member of "+place(n)+" and is ignored."+didYouMean(m.Name, known))
		}
	}
	return o
}

func place(n node) string {
	if n.around == nil {
		return "a scenario"
	}
	return strings.Join(n.path(), ".")
}

// each gives the members of an object whose names are free, sorted by name so
// that their order never matters.
func (n node) each() []*named {
	if n.absent() || !n.is(syntax.Object) {
		return nil
	}
	all := make([]*named, len(n.Members))
	for i := range n.Members {
		m := &n.Members[i]
		all[i] = &named{m.Name, m.NameSpan, n.child(m.Name, &m.Value)}
	}
	slices.SortFunc(all, func(a, b *named) int { return strings.Compare(a.name, b.name) })
	return all
}

// named is a member whose name is free.
type named struct {
	name string
	span syntax.Span
	node
}

// atName gives the member, to point at its name when something is wrong with that.
func (n *named) atName() node {
	at := n.node
	at.at = n.span
	return at
}

// items gives the values of a list.
func (n node) items() []node {
	if n.absent() || !n.is(syntax.Array) {
		return nil
	}
	all := make([]node, len(n.Items))
	for i := range n.Items {
		all[i] = n.child(strconv.Itoa(i), &n.Items[i])
	}
	return all
}

// text gives a string; for a member that is not there, the empty string.
func (n node) text() string {
	if n.absent() || !n.is(syntax.String) {
		return ""
	}
	return n.Text
}

// texts gives a list of strings.
func (n node) texts() []string {
	var all []string
	for _, item := range n.items() {
		all = append(all, item.text())
	}
	return all
}

// didYouMean names the known name nearest to the one that was written.
func didYouMean(name string, known []string) string {
	near := syntax.Nearest(name, known)
	if near == "" {
		return ""
	}
	return " Did you mean " + strconv.Quote(near) + "?"
}
