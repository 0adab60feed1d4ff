package complete

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// mostListed bounds the names that a note lists; the others are counted.
const mostListed = 30

// Note says what the word at a place means.
type Note struct {
	Span syntax.Span
	Text string
	// Names are actions that a wildcard covers; Covered counts them all.
	Names   []string
	Covered int
}

// Explain says what an action or a condition key at the place is, or what a wildcard covers. It knows what the catalog knows.
func Explain(q Question) (Note, bool) {
	root, _ := syntax.Parse(q.Text)
	p, ok := find(q.Text, &root, q.Offset)
	if !ok || !p.quoted || q.Catalog == nil {
		return Note{}, false
	}
	word := strings.Trim(q.Text[p.token.From:p.token.To], `"`)
	note := Note{Span: p.token}
	switch names := p.names(); {
	case len(names) == 2 && !p.naming && (names[1] == "Action" || names[1] == "NotAction"):
		ok = note.action(q.Catalog, word)
	case len(names) == 3 && p.naming && names[1] == "Condition":
		a := asking{Question: q, place: p}
		ok = note.key(&a, word)
	default:
		ok = false
	}
	return note, ok
}

// action tells an action's access level and resource types, or how much a pattern covers.
func (n *Note) action(c *catalog.Catalog, pattern string) bool {
	prefix, name, _ := strings.Cut(pattern, ":")
	service, ok := c.Service(prefix)
	if !ok {
		return false
	}
	if a, ok := service.Action(name); ok {
		n.Text = a.Name + ": " + a.Level.String() + ", " + about(a) + exposes(a)
		return true
	}
	covered := service.Matching(name)
	n.Covered = len(covered)
	n.Text = pattern + " covers " + strconv.Itoa(len(covered)) + " of the " + strconv.Itoa(len(service.Actions)) + " actions of " + service.Prefix
	for _, a := range covered[:min(len(covered), mostListed)] {
		n.Names = append(n.Names, a.Name)
	}
	return strings.ContainsAny(name, "*?")
}

// exposes says what the access level does not tell of an action.
func exposes(a *catalog.Action) string {
	switch {
	case a.GivesCredentials():
		return ". It gives out credentials"
	case a.ReadsData():
		return ". It reads what is stored"
	}
	return ""
}

// about says what resources an action is about.
func about(a *catalog.Action) string {
	if len(a.ResourceTypes()) == 0 {
		return "on no kind of resource: it needs the resource *"
	}
	var names []string
	for _, use := range a.ResourceTypes() {
		names = append(names, use.Name)
	}
	return "on " + strings.Join(names, ", ")
}

// key tells what a condition key holds.
func (n *Note) key(a *asking, name string) bool {
	key, ok := a.Catalog.GlobalKey(name)
	whose := "global key"
	if !ok {
		prefix, _, _ := strings.Cut(name, ":")
		service, known := a.Catalog.Service(prefix)
		if !known {
			return false
		}
		if key, ok = service.Key(name); !ok {
			return false
		}
		whose = "key of " + service.Prefix
	}
	holds := "one value"
	if key.Multivalued {
		holds = "several values: compare it with ForAnyValue or ForAllValues"
	}
	n.Text = key.Name + ": " + whose + ", " + key.Type.String() + ", " + holds
	return true
}
