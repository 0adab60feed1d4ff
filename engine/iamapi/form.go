package iamapi

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// form is the body of a Query request, and every name that its names begin with.
type form struct {
	url.Values
	prefixes map[string]bool
}

func newForm(values url.Values) form {
	f := form{values, map[string]bool{}}
	for name := range values {
		for at := strings.IndexByte(name, '.'); at >= 0; {
			f.prefixes[name[:at]] = true
			next := strings.IndexByte(name[at+1:], '.')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		f.prefixes[name] = true
	}
	return f
}

// parameters reads the input of an operation out of a form. Names that the model
// does not know are left aside, as AWS does.
func (s *service) parameters(input string, values url.Values) *syntax.Value {
	if input == "" {
		return &syntax.Value{Kind: syntax.Object}
	}
	v := s.taken(newForm(values), "", s.shapes[input])
	return &v
}

func (s *service) taken(f form, path string, of *shape) syntax.Value {
	switch of.kind {
	case "structure":
		v := syntax.Value{Kind: syntax.Object}
		prefix := path
		if prefix != "" {
			prefix += "."
		}
		for _, m := range of.members {
			if f.prefixes[prefix+m.name] {
				v.Members = append(v.Members, syntax.Member{Name: m.name, Value: s.taken(f, prefix+m.name, s.shapes[m.shape])})
			}
		}
		return v
	case "list":
		v := syntax.Value{Kind: syntax.Array}
		for n := 1; f.prefixes[path+".member."+strconv.Itoa(n)]; n++ {
			v.Items = append(v.Items, s.taken(f, path+".member."+strconv.Itoa(n), s.shapes[of.of]))
		}
		return v
	case "integer":
		return syntax.Value{Kind: syntax.Number, Text: f.Get(path)}
	case "boolean":
		return syntax.Value{Kind: syntax.Bool, Text: strings.ToLower(f.Get(path))}
	}
	return syntax.Value{Kind: syntax.String, Text: f.Get(path)}
}
