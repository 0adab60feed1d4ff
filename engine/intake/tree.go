package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// value is JSON that is read and put together here; its spans do not count. It
// goes by pointer, and paths are one string with slashes, as the engine's size counts.
type value = syntax.Value

// none stands for a member that is not there. It is never changed.
var none value

func str(s string) *value { return &value{Kind: syntax.String, Text: s} }

// literal reads JSON that this package writes, with texts already quoted.
func literal(s string) *value {
	v, _ := syntax.Parse(s)
	return &v
}

// child gives a member of an object, which is made where it is not there.
func child(v *value, name string) *value {
	v.Kind = syntax.Object
	if m, ok := v.Find(name); ok {
		return &m.Value
	}
	v.Members = append(v.Members, syntax.Member{Name: name})
	return &v.Members[len(v.Members)-1].Value
}

// object gives a member that is an object, and makes it where it is not there.
func object(v *value, name string) *value {
	v = child(v, name)
	v.Kind = syntax.Object
	return v
}

// set sets a member.
func set(v *value, name string, to *value) { *child(v, name) = *to }

// setText sets a member to a string, unless that is empty.
func setText(v *value, name, s string) {
	if s != "" {
		set(v, name, str(s))
	}
}

// member reads the member of that very name.
func member(v *value, name string) *value {
	if m, ok := v.Find(name); ok {
		return &m.Value
	}
	return &none
}

// get reads the value at a path of names with slashes between them.
func get(v *value, path string) *value {
	for rest, more := path, true; more; {
		path, rest, more = strings.Cut(rest, "/")
		v = member(v, path)
	}
	return v
}

// text reads the string at a path, or "".
func text(v *value, path string) string {
	if v = get(v, path); v.Kind == syntax.String {
		return v.Text
	}
	return ""
}

// has says whether an object has a member.
func has(v *value, name string) bool { return member(v, name).Kind != syntax.Missing }

// names gives the names of an object's members.
func names(v *value) []string {
	var all []string
	for i := range v.Members {
		all = append(all, v.Members[i].Name)
	}
	return all
}

// layOut turns each policy document of a scenario that is an object into its text.
func layOut(root *value) {
	organization := member(root, "organization")
	eachAsText(member(organization, "serviceControlPolicies"))
	eachAsText(member(organization, "resourceControlPolicies"))
	for _, account := range values(member(root, "accounts")) {
		for _, list := range [...]string{"users", "groups", "roles"} {
			for _, entity := range values(member(account, list)) {
				asText(member(entity, "trustPolicy"))
				eachAsText(member(entity, "inlinePolicies"))
			}
		}
		for _, resource := range values(member(account, "resources")) {
			asText(member(resource, "policy"))
		}
		for _, policy := range values(member(account, "policies")) {
			if inside := member(policy, "document"); inside != &none {
				policy = inside
			}
			asText(policy)
		}
	}
	for _, request := range each(root, "requests") {
		for _, policy := range each(request, "session/policies") {
			asText(policy)
		}
	}
}

// eachAsText is asText for every member of an object.
func eachAsText(v *value) {
	for _, document := range values(v) {
		asText(document)
	}
}

func asText(v *value) {
	if v.Kind == syntax.Object {
		*v = *str(format.Document(v))
	}
}

// values gives the values of an object's members.
func values(v *value) []*value {
	all := make([]*value, len(v.Members))
	for i := range all {
		all[i] = &v.Members[i].Value
	}
	return all
}

// write writes the shortest JSON text of a value.
func write(v *value) string { return string(put(nil, v)) }

// put calls itself as deep as the value is nested, which syntax bounds.
func put(b []byte, v *value) []byte {
	switch v.Kind {
	case syntax.String:
		return syntax.AppendQuote(b, v.Text)
	case syntax.Array:
		b = append(b, '[')
		for i := range v.Items {
			b = put(comma(b, i), &v.Items[i])
		}
		return append(b, ']')
	case syntax.Object:
		b = append(b, '{')
		for i := range v.Members {
			b = append(syntax.AppendQuote(comma(b, i), v.Members[i].Name), ':')
			b = put(b, &v.Members[i].Value)
		}
		return append(b, '}')
	case syntax.Number, syntax.Bool:
		return append(b, v.Text...)
	case syntax.Missing, syntax.Null:
	}
	return append(b, "null"...)
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}
