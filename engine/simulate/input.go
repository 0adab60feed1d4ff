package simulate

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Refusal is the simulator's InvalidInput, with the parameter and the value
// that are wrong.
type Refusal struct{ Parameter, Value string }

// Error names code, parameter and value.
func (r *Refusal) Error() string {
	return "InvalidInput: " + r.Parameter + ": " + strconv.Quote(r.Value)
}

// Entry is a context entry: a key with its ContextKeyType and values.
type Entry struct {
	Key    string
	Type   string
	Values []string
}

// read takes in the parameters, or says which AWS would refuse.
func (s *simulation) read(identity *iam.Identity, boundary **iam.Policy) error {
	if len(s.call.Boundaries) > 1 {
		return &Refusal{"PermissionsBoundaryPolicyInputList", s.call.Boundaries[1]}
	}
	for _, action := range s.call.Actions {
		if _, ok := policy.ParseAction(action); !ok {
			return &Refusal{"ActionNames", action}
		}
	}
	for _, e := range s.call.Context {
		if err := s.entry(e); err != nil {
			return err
		}
	}
	if err := s.documents(identity, boundary); err != nil {
		return err
	}
	return s.checkResource()
}

func (s *simulation) documents(identity *iam.Identity, boundary **iam.Policy) error {
	inline := append([]*iam.Policy(nil), identity.Inline...)
	for i, text := range s.call.Policies {
		p, err := s.document(text, policy.Identity, "PolicyInputList", i)
		if err != nil {
			return err
		}
		inline = append(inline, p)
	}
	identity.Inline = inline
	for i, text := range s.call.Boundaries {
		p, err := s.document(text, policy.Boundary, "PermissionsBoundaryPolicyInputList", i)
		if err != nil {
			return err
		}
		*boundary = p
	}
	if s.call.ResourcePolicy != "" {
		p, err := s.document(s.call.ResourcePolicy, policy.Resource, "ResourcePolicy", -1)
		if err != nil {
			return err
		}
		s.resource = p
	}
	for p := range s.sources {
		s.mentioned = append(s.mentioned, mentioned(p.Document)...)
	}
	slices.Sort(s.mentioned)
	return nil
}

// document reads a policy of the call and names it as replies do (OUT-8).
func (s *simulation) document(text string, t policy.Type, parameter string, index int) (*iam.Policy, error) {
	d := policy.Parse(text, t)
	if refused(d) {
		return nil, &Refusal{parameter, text}
	}
	p := &iam.Policy{Name: parameter, Document: d, Ref: -1}
	s.sources[p] = parameter
	if index >= 0 {
		s.sources[p] += "." + strconv.Itoa(index+1)
	}
	return p, nil
}

// refused says that even the simulator's lax reader does not take the document:
// it is no JSON, or names an operator that is none.
func refused(d *policy.Document) bool {
	for _, problem := range d.Diagnostics {
		operator := problem.Code == "INVALID_CONDITION_OPERATOR" || problem.Code == "NULL_WITH_IF_EXISTS"
		if problem.Severity == syntax.Error && operator {
			return true
		}
	}
	return d.Malformed
}

// checkResource asks for an ARN where there is a resource policy, whose own
// Resource may not be `*`.
func (s *simulation) checkResource() error {
	if s.resource == nil {
		return nil
	}
	for i := range s.resource.Document.Statements {
		element := s.resource.Document.Statements[i].Resource
		for j := 0; element != nil && j < len(element.Values); j++ {
			if element.Values[j].Raw == "*" {
				return &Refusal{"ResourcePolicy", "*"}
			}
		}
	}
	if len(s.call.Resources) == 0 {
		return &Refusal{"ResourceArns", "*"}
	}
	for _, resource := range s.call.Resources {
		if resource == "*" {
			return &Refusal{"ResourceArns", resource}
		}
	}
	return nil
}

// bases read the values of typed context entries.
var bases = map[string]condition.Base{
	"string": condition.StringEquals, "boolean": condition.Bool, "binary": condition.BinaryEquals,
	"numeric": condition.NumericEquals, "date": condition.DateEquals, "ip": condition.IpAddress,
}

// entry checks a context entry by its type and rewrites its values as the
// simulator does, before string operators see them.
func (s *simulation) entry(e Entry) error {
	kind, list := strings.CutSuffix(e.Type, "List")
	base, known := bases[kind]
	if !known {
		return &Refusal{"ContextKeyType", e.Type}
	}
	if len(e.Values) == 0 {
		return &Refusal{"ContextKeyValues", ""}
	}
	supplied := authz.Supplied{Key: e.Key, List: list}
	for _, v := range e.Values {
		if !base.Compile(glob.Exact(v)).Readable() || kind == "ip" && strings.Contains(v, "/") {
			return &Refusal{"ContextKeyValues", v}
		}
		supplied.Values = append(supplied.Values, rewritten(kind, v))
	}
	s.context = append(s.context, supplied)
	return nil
}

func rewritten(kind, value string) string {
	switch kind {
	case "numeric":
		return plain(value)
	case "date":
		if milliseconds, ok := condition.Milliseconds(value); ok {
			return time.UnixMilli(milliseconds).UTC().Format("2006-01-02T15:04:05.000Z")
		}
	}
	return value
}

// plain drops a plus sign and leading zeros; a fraction stays as it is.
func plain(number string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		sign, number = "-", rest
	}
	number = strings.TrimLeft(strings.TrimPrefix(number, "+"), "0")
	if number == "" || number[0] < '0' || number[0] > '9' {
		number = "0" + number
	}
	return sign + number
}
