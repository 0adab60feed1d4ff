package scenario

import (
	"errors"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Apply makes changes in the text of a scenario and lays it out. What no change
// touches stays as its author wrote it.
func Apply(text string, changes []Change) (string, error) {
	root, problems := syntax.Parse(text)
	if len(problems) > 0 {
		return "", errors.New("the scenario cannot be read: " + problems[0].Message)
	}
	for _, c := range changes {
		if err := set(&root, c.Path, c); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	rewrite(&b, text, &root)
	laid, problems := format.Text(b.String())
	if len(problems) > 0 {
		return "", errors.New("the scenario cannot be written: " + problems[0].Message)
	}
	return laid, nil
}

// set follows what is left of a change's path, making objects where there are none.
func set(v *syntax.Value, rest []string, c Change) error {
	if isPolicy(c.Path, rest) {
		wrap(v)
	}
	if v.Kind != syntax.Object {
		return errors.New(strings.Join(c.Path[:len(c.Path)-len(rest)], ".") + " is no object")
	}
	i := slices.IndexFunc(v.Members, func(m syntax.Member) bool { return m.Name == rest[0] })
	if len(rest) == 1 && c.Value == nil {
		if i >= 0 {
			v.Members = slices.Delete(v.Members, i, i+1)
		}
		return nil
	}
	if i < 0 {
		v.Members = append(v.Members, syntax.Member{Name: rest[0], Value: syntax.Value{Kind: syntax.Object}})
		i = len(v.Members) - 1
	}
	if len(rest) == 1 {
		v.Members[i].Value = *c.Value
		return nil
	}
	return set(&v.Members[i].Value, rest[1:], c)
}

// isPolicy says that a path has come to a customer managed policy and goes on into it.
func isPolicy(path, rest []string) bool {
	return len(path)-len(rest) == 4 && path[0] == "accounts" && path[2] == "policies"
}

// wrap makes a policy that stands as its document alone an object with members beside it.
func wrap(v *syntax.Value) {
	if _, wrapped := v.Find("document"); wrapped {
		return
	}
	*v = syntax.Value{Kind: syntax.Object, Members: []syntax.Member{{Name: "document", Value: *v}}}
}

// rewrite writes a value: what has a place in the text as it stands there.
func rewrite(b *strings.Builder, source string, v *syntax.Value) {
	switch {
	case v.Kind == syntax.Object:
		b.WriteByte('{')
		for i := range v.Members {
			m := &v.Members[i]
			separate(b, i)
			b.WriteString(raw(source, m.NameSpan, syntax.Quote(m.Name)) + ":")
			rewrite(b, source, &m.Value)
		}
		b.WriteByte('}')
	case v.Kind == syntax.Array:
		b.WriteByte('[')
		for i := range v.Items {
			separate(b, i)
			rewrite(b, source, &v.Items[i])
		}
		b.WriteByte(']')
	case v.Kind == syntax.String:
		b.WriteString(raw(source, v.Span, syntax.Quote(v.Text)))
	default:
		b.WriteString(v.Text)
	}
}

func separate(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

func raw(source string, at syntax.Span, otherwise string) string {
	if at.To == 0 {
		return otherwise
	}
	return source[at.From:at.To]
}
