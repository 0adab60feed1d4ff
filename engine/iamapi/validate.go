package iamapi

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// Error is what the services answer instead of a result.
type Error struct {
	Code, Message string
	Status        int
	// Encoded is set on a denied call: what DecodeAuthorizationMessage reads.
	Encoded string
}

func invalid(message string) *Error {
	return &Error{Code: "ValidationError", Message: message, Status: 400}
}

// validation collects what is wrong with the parameters of a call.
type validation struct {
	*service
	found []string
}

// validate checks parameters against the shape of the input.
func (s *service) validate(input string, parameters *syntax.Value) *Error {
	v := &validation{service: s}
	if input != "" {
		v.value("", s.shapes[input], parameters)
	}
	switch len(v.found) {
	case 0:
		return nil
	case 1:
		if strings.HasPrefix(v.found[0], "The specified value for path") {
			return invalid(v.found[0])
		}
		return invalid("1 validation error detected: " + v.found[0])
	}
	return invalid(strconv.Itoa(len(v.found)) + " validation errors detected: " + strings.Join(v.found, "; "))
}

// complain says of a value what it must be. STS repeats the value, IAM does not.
func (v *validation) complain(path string, value *syntax.Value, must string) {
	what := "Value"
	if v.name == "sts" {
		what = "Value null"
		if value != nil {
			what = "Value '" + value.Text + "'"
		}
	}
	v.found = append(v.found, what+" at '"+path+"' failed to satisfy constraint: Member must "+must)
}

var kinds = map[string][]syntax.Kind{
	"structure": {syntax.Object}, "list": {syntax.Array}, "map": {syntax.Object}, "string": {syntax.String},
	"timestamp": {syntax.String}, "boolean": {syntax.Bool}, "integer": {syntax.Number},
}

func (v *validation) value(path string, s *shape, value *syntax.Value) {
	if !slices.Contains(kinds[s.kind], value.Kind) {
		v.complain(path, value, "be a "+s.kind)
		return
	}
	switch s.kind {
	case "structure":
		v.structure(path, s, value)
	case "list":
		v.list(path, s, value)
	default:
		if unmet := s.unmet(value.Text); len(unmet) > 0 {
			v.scalar(path, s, value, unmet)
		}
	}
}

// scalar words a broken path of an entity as IAM does; all else as the constraint has it.
func (v *validation) scalar(path string, s *shape, value *syntax.Value, unmet []string) {
	if s.name == "pathType" && strings.HasPrefix(unmet[0], "satisfy regular") {
		v.found = append(v.found, "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.")
		return
	}
	for _, must := range unmet {
		v.complain(path, value, must)
	}
}

func (v *validation) structure(path string, s *shape, value *syntax.Value) {
	for _, m := range s.members {
		at := path + lowered(m.name)
		if given, ok := value.Find(m.name); ok && given.Value.Kind != syntax.Null {
			v.value(at, v.shapes[m.shape], &given.Value)
		} else if m.required {
			v.complain(at, nil, "not be null")
		}
	}
}

func lowered(name string) string { return strings.ToLower(name[:1]) + name[1:] }

func (v *validation) list(path string, s *shape, value *syntax.Value) {
	for _, must := range s.sized(len(value.Items), "length") {
		v.complain(path, value, must)
	}
	of := v.shapes[s.of]
	for i := range value.Items {
		item := &value.Items[i]
		if of.kind == "structure" {
			v.value(path+"."+strconv.Itoa(i+1)+".member.", of, item)
		} else if item.Kind != syntax.String || len(of.unmet(item.Text)) > 0 {
			v.complain(path, value, "satisfy constraint: ["+of.all()+"]")
			return
		}
	}
}

// unmet lists the constraints that a text does not satisfy, in words.
func (s *shape) unmet(text string) []string {
	var all []string
	switch s.kind {
	case "integer":
		n, err := strconv.Atoi(text)
		if err != nil {
			return []string{"be an integer"}
		}
		return s.sized(n, "value")
	case "string":
		all = s.sized(utf8.RuneCountInString(text), "length")
		if len(all) > 0 && s.pattern != "" && text == "" {
			return all
		}
	}
	if s.pattern != "" && !matches(s.pattern, text) {
		all = append(all, s.patterned())
	}
	if len(s.enum) > 0 && !slices.Contains(s.enum, text) {
		all = append(all, "satisfy enum value set")
	}
	return all
}

func (s *shape) patterned() string { return "satisfy regular expression pattern: " + s.pattern }

func (s *shape) sized(n int, what string) []string {
	switch {
	case s.max >= 0 && n > s.max:
		return []string{s.most(what)}
	case s.min >= 0 && n < s.min:
		return []string{s.least(what)}
	}
	return nil
}

func (s *shape) most(what string) string {
	return "have " + what + " less than or equal to " + strconv.Itoa(s.max)
}

func (s *shape) least(what string) string {
	return "have " + what + " greater than or equal to " + strconv.Itoa(s.min)
}

// all lists every constraint of a list's members, as IAM does where one is not met.
func (s *shape) all() string {
	var all []string
	if s.max >= 0 {
		all = append(all, "Member must "+s.most("length"))
	}
	if s.min >= 0 {
		all = append(all, "Member must "+s.least("length"))
	}
	if s.pattern != "" {
		all = append(all, "Member must "+s.patterned())
	}
	return strings.Join(append(all, "Member must not be null"), ", ")
}
