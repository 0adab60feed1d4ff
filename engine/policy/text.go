package policy

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Text is a policy string cut into literal text, wildcards and policy
// variables (EL-5), so that a request needs to fill in the variables only.
type Text struct {
	Raw     string
	Span    syntax.Span
	parts   []part
	pattern glob.Pattern // of a text without variables
}

// Variable is a policy variable as it stands in a text.
type Variable struct {
	Name       string
	Default    string
	HasDefault bool
}

type part struct {
	pattern  glob.Pattern
	variable *Variable
}

// Binding is what a request knows of a variable's key.
type Binding uint8

// The bindings. A multivalued key cannot be a variable, not even with a
// default (CO-43).
const (
	Absent Binding = iota
	Bound
	Multivalued
)

// Lookup gives the value of a context key by its name in any letter case.
type Lookup func(name string) (string, Binding)

// HasVariables says whether the text holds a policy variable.
func (t *Text) HasVariables() bool { return t.parts != nil }

// Variables lists the policy variables of the text in their order.
func (t *Text) Variables() []Variable {
	var found []Variable
	for _, p := range t.parts {
		if p.variable != nil {
			found = append(found, *p.variable)
		}
	}
	return found
}

// Resolve fills in the variables. What comes out of a variable is literal text
// (CO-44, RE-8). It gives the name of the first variable that has neither a
// value nor a default, or "" (CO-45, CO-48).
func (t *Text) Resolve(lookup Lookup) (resolved glob.Pattern, unresolved string) {
	if t.parts == nil {
		return t.pattern, ""
	}
	for _, p := range t.parts {
		if p.variable == nil {
			resolved = append(resolved, p.pattern...)
			continue
		}
		value, ok := p.variable.value(lookup)
		if !ok {
			return nil, p.variable.Name
		}
		resolved = append(resolved, glob.Exact(value)...)
	}
	return resolved, ""
}

func (v *Variable) value(lookup Lookup) (string, bool) {
	value, binding := lookup(v.Name)
	switch binding {
	case Bound:
		return value, true
	case Absent:
		return v.Default, v.HasDefault
	case Multivalued:
	}
	return "", false
}

// reading says how a string is to be cut: as a pattern, and with variables.
type reading struct{ wildcards, variables bool }

// cut tokenizes raw. A fault names what is wrong with a variable (CO-41).
func cut(raw string, span syntax.Span, how reading) (Text, *fault) {
	t := Text{Raw: raw, Span: span}
	if !how.variables || !strings.Contains(raw, "${") {
		t.pattern = how.pattern(raw)
		return t, nil
	}
	variables := false
	for rest := raw; rest != ""; {
		start := strings.Index(rest, "${")
		if start < 0 {
			t.parts = append(t.parts, part{pattern: how.pattern(rest)})
			break
		}
		if start > 0 {
			t.parts = append(t.parts, part{pattern: how.pattern(rest[:start])})
		}
		end := strings.IndexByte(rest[start:], '}')
		if end < 0 {
			return t, &fault{"MISSING_BRACE_IN_VARIABLE", "The policy variable in " + quote(raw) + " has no closing brace. Write ${key}."}
		}
		p, f := variable(rest[start+2 : start+end])
		if f != nil {
			return t, f
		}
		variables = variables || p.variable != nil
		t.parts = append(t.parts, p)
		rest = rest[start+end+1:]
	}
	if !variables {
		t.join()
	}
	return t, nil
}

// join makes a text of escapes alone, such as ${*}, one plain pattern.
func (t *Text) join() {
	for _, p := range t.parts {
		t.pattern = append(t.pattern, p.pattern...)
	}
	t.parts = nil
}

func (r reading) pattern(raw string) glob.Pattern {
	if r.wildcards {
		return glob.Parse(raw)
	}
	return glob.Exact(raw)
}

// variable reads what stands between ${ and }.
func variable(body string) (part, *fault) {
	switch body {
	case "*", "?", "$":
		return part{pattern: glob.Exact(body)}, nil
	}
	name, fallback, hasDefault := strings.Cut(body, ",")
	v := Variable{Name: name, HasDefault: hasDefault}
	if strings.TrimSpace(name) == "" {
		return part{}, &fault{"EMPTY_VARIABLE", "The policy variable ${} names no condition key. Write ${key}, for example ${aws:username}."}
	}
	if strings.ContainsAny(name, " \t\r\n") {
		return part{}, &fault{"UNSUPPORTED_SPACE_IN_VARIABLE", "The policy variable ${" + body + "} has a space in its key. Remove the space."}
	}
	if hasDefault {
		fallback = strings.TrimSpace(fallback)
		if len(fallback) < 2 || fallback[0] != '\'' || fallback[len(fallback)-1] != '\'' {
			return part{}, &fault{"MISSING_QUOTE_IN_VARIABLE", "The default value of the policy variable ${" + body + "} needs single quotes: ${" + name + ", 'default'}."}
		}
		v.Default = fallback[1 : len(fallback)-1]
	}
	return part{variable: &v}, nil
}
