package operations

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// parameter gives a parameter, or an absent value.
func (r *run) parameter(name string) *syntax.Value {
	if r.Parameters != nil {
		if m, ok := r.Parameters.Find(name); ok && m.Value.Kind != syntax.Null {
			return &m.Value
		}
	}
	return &syntax.Value{}
}

func (r *run) has(name string) bool { return r.parameter(name).Kind != syntax.Missing }

func (r *run) text(name string) string { return r.parameter(name).Text }

// textOr gives a parameter, or what stands for one that was left out.
func (r *run) textOr(name, otherwise string) string {
	return cmp.Or(r.text(name), otherwise)
}

func (r *run) flag(name string) bool { return r.text(name) == "true" }

func (r *run) number(name string) int {
	n, _ := strconv.Atoi(r.text(name))
	return n
}

func (r *run) texts(name string) []string {
	var all []string
	for _, item := range r.parameter(name).Items {
		all = append(all, item.Text)
	}
	return all
}

// undated stands for a time that the world does not tell.
const undated = "2020-01-01T00:00:00Z"

func date(name, at string) syntax.Member { return str(name, dated(at)) }

// dated is a time, or the one that stands for it.
func dated(at string) string { return cmp.Or(at, undated) }

func text(s string) syntax.Value { return syntax.Value{Kind: syntax.String, Text: s} }

// str is a member that is left out where the text is empty.
func str(name, s string) syntax.Member {
	if s == "" {
		return syntax.Member{}
	}
	return syntax.Member{Name: name, Value: text(s)}
}

func integer(name string, n int) syntax.Member {
	return syntax.Member{Name: name, Value: syntax.Value{Kind: syntax.Number, Text: strconv.Itoa(n)}}
}

func boolean(name string, b bool) syntax.Member {
	return syntax.Member{Name: name, Value: syntax.Value{Kind: syntax.Bool, Text: strconv.FormatBool(b)}}
}

// record makes an object of texts, each behind its name; empty ones are left out.
// Most answers are made of these, and the calls take less of the download than str's.
func record(pairs ...string) *syntax.Value {
	v := &syntax.Value{Kind: syntax.Object}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Members = append(v.Members, syntax.Member{Name: pairs[i], Value: text(pairs[i+1])})
		}
	}
	return v
}

// and adds members to an object.
func and(v *syntax.Value, members ...syntax.Member) *syntax.Value {
	return object(append(v.Members, members...)...)
}

// object makes an object of the members that have a name.
func object(members ...syntax.Member) *syntax.Value {
	members = slices.DeleteFunc(members, func(m syntax.Member) bool { return m.Name == "" })
	return &syntax.Value{Kind: syntax.Object, Members: members}
}

// member names a value.
func member(name string, v *syntax.Value) syntax.Member { return syntax.Member{Name: name, Value: *v} }

// list makes a list, one value of each entity.
func list[T any](name string, all []T, value func(T) *syntax.Value) syntax.Member {
	items := make([]syntax.Value, len(all))
	for i, one := range all {
		items[i] = *value(one)
	}
	return syntax.Member{Name: name, Value: syntax.Value{Kind: syntax.Array, Items: items}}
}

// page is a list as the first and only page: whoever answers cuts it.
func page(l ...syntax.Member) *syntax.Value {
	return object(append(l, boolean("IsTruncated", false))...)
}

// tags is the list of tags, left out where there are none.
func tags(all []iam.Tag) syntax.Member {
	if len(all) == 0 {
		return syntax.Member{}
	}
	return tagList(all)
}

func tagList(all []iam.Tag) syntax.Member {
	return list("Tags", all, func(t iam.Tag) *syntax.Value {
		return object(syntax.Member{Name: "Key", Value: text(t.Key)}, syntax.Member{Name: "Value", Value: text(t.Value)})
	})
}
