package reference

import (
	"strings"
	"unicode/utf16"
)

// document is a policy document as the reference reads it.
type document struct {
	name       string
	builtIn    bool // FullAWSAccess and the like, which are not in the scenario
	grant      bool // made from a grant on a KMS key
	statements []statement
}

// statement has nil for each element that is not there.
type statement struct {
	effect                  string
	shape                   string // its effect and elements, as the table of shapes has them
	principal, notPrincipal principals
	action, notAction       []pattern // in lower case
	resource, notResource   []pattern
	conditions              []test
}

// principals are those of a Principal element by their key.
type principals map[string][]string

// test is one key of a Condition block.
type test struct {
	base         string // the operator without prefix and suffix
	all, any     bool   // ForAllValues, ForAnyValue
	ifExists     bool
	key          string
	policyValues []pattern
}

func readDocument(name string, v any) *document {
	d := &document{name: name}
	variables := text(get(v, "Version")) == "2012-10-17" // GR-15
	for _, s := range values(get(v, "Statement")) {
		d.statements = append(d.statements, readStatement(s, variables))
	}
	return d
}

func readStatement(v any, variables bool) statement {
	s := statement{effect: text(get(v, "Effect")), principal: readPrincipals(get(v, "Principal")), notPrincipal: readPrincipals(get(v, "NotPrincipal"))}
	s.action, s.notAction = readActions(get(v, "Action")), readActions(get(v, "NotAction"))
	s.resource, s.notResource = readPatterns(get(v, "Resource"), variables, true), readPatterns(get(v, "NotResource"), variables, true)
	for operator, tested := range members(v, "Condition") {
		for key, values := range members(tested) {
			s.conditions = append(s.conditions, readTest(operator, key, values, variables))
		}
	}
	s.writeShape()
	return s
}

// shape writes the letters of the table of shapes.
func (s *statement) writeShape() {
	s.shape = s.effect + " "
	for _, element := range []struct {
		letter  string
		present bool
	}{
		{"P", s.principal != nil}, {"p", s.notPrincipal != nil}, {"f", s.principal["Federated"] != nil}, {"A", s.action != nil}, {"a", s.notAction != nil},
		{"R", s.resource != nil}, {"r", s.notResource != nil},
	} {
		if element.present {
			s.shape += element.letter
		}
	}
}

func readActions(v any) []pattern {
	if v == nil {
		return nil
	}
	all := []pattern{}
	for _, s := range texts(v) {
		all = append(all, tokenize(strings.ToLower(s), false, true))
	}
	return all
}

func readPrincipals(v any) principals {
	if text(v) == "*" {
		return principals{"AWS": {"*"}}
	}
	if v == nil {
		return nil
	}
	all := principals{}
	for key, values := range members(v) {
		all[key] = texts(values)
	}
	return all
}

func readPatterns(v any, variables, wild bool) []pattern {
	if v == nil {
		return nil
	}
	all := []pattern{}
	for _, s := range texts(v) {
		all = append(all, tokenize(s, variables, wild))
	}
	return all
}

func readTest(operator, key string, values any, variables bool) test {
	t := test{key: key}
	operator, t.all = strings.CutPrefix(operator, "ForAllValues:")
	operator, t.any = strings.CutPrefix(operator, "ForAnyValue:")
	t.base, t.ifExists = strings.CutSuffix(operator, "IfExists")
	c := comparisons[positive(t.base)]
	t.policyValues = readPatterns(values, variables && c.variables, c.wild)
	return t
}

var everything = tokenize("*", false, true)

// fullAccess is a policy of AWS Organizations that allows everything (EV-14, EV-22).
func fullAccess(name string) *document {
	return &document{name: name, builtIn: true, statements: []statement{{effect: "Allow", action: []pattern{everything}, resource: []pattern{everything}}}}
}

// pattern is a text of a policy cut as EL-5 says; one without variables is a single piece, which is its units.
type pattern struct {
	text   string
	pieces []piece
	units  []int32 // without variables
}

// piece is a run of units, and the variable behind it.
type piece struct {
	units              []int32
	variable, fallback string
	hasFallback        bool
}

// Units of a pattern: a UTF-16 code unit, or one of these (EL-3).
const (
	anyRun int32 = -1
	anyOne int32 = -2
)

func literal(s string) []int32 {
	units := make([]int32, 0, len(s))
	for _, u := range utf16.Encode([]rune(s)) {
		units = append(units, int32(u))
	}
	return units
}

func wildcards(s string) []int32 {
	units := literal(s)
	for i, u := range units {
		switch u {
		case '*':
			units[i] = anyRun
		case '?':
			units[i] = anyOne
		}
	}
	return units
}

// tokenize follows EL-5 and CO-40; wildcards are ordinary characters where they do not apply (EL-6).
func tokenize(s string, variables, wild bool) pattern {
	p, plain := pattern{text: s}, literal
	if wild {
		plain = wildcards
	}
	for variables {
		before, rest, found := strings.Cut(s, "${")
		body, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		s = after
		if body == "*" || body == "?" || body == "$" {
			p.pieces = append(p.pieces, piece{units: append(plain(before), literal(body)...)})
			continue
		}
		name, fallback, hasFallback := strings.Cut(body, ", ")
		p.pieces = append(p.pieces, piece{plain(before), name, strings.Trim(fallback, "'"), hasFallback})
	}
	p.units = plain(s)
	p.pieces = append(p.pieces, piece{units: p.units})
	return p
}

// readGrant writes a grant on a KMS key as the statements that it stands for (EV-67): its operations with an encryption context,
// which take the constraints, its others, and the right to retire it (AWS KMS API Reference, "GrantConstraints").
func readGrant(i int, v any, key string) *document {
	d := &document{name: "grant[" + string(rune('0'+i)) + "]", grant: true}
	if name := text(get(v, "Name")); name != "" {
		d.name = name
	}
	allow := func(principal string, operations []any, conditions object) {
		if principal == "" || len(operations) == 0 {
			return
		}
		by := object{"AWS": principal}
		if strings.HasSuffix(principal, ".amazonaws.com") {
			by = object{"Service": principal}
		}
		actions := []any{}
		for _, o := range operations {
			actions = append(actions, "kms:"+text(o))
		}
		s := object{"Effect": "Allow", "Principal": by, "Action": actions, "Resource": key, "Condition": conditions}
		d.statements = append(d.statements, readStatement(s, false))
	}
	var constrained, others []any
	for _, o := range values(get(v, "Operations")) {
		if name := text(o); strings.Contains(name, "crypt") || strings.HasPrefix(name, "GenerateDataKey") {
			constrained = append(constrained, o)
			continue
		}
		others = append(others, o)
	}
	pairs, names := object{}, []any{}
	for _, of := range []string{"EncryptionContextSubset", "EncryptionContextEquals"} {
		for key, value := range members(v, "Constraints", of) {
			pairs["kms:EncryptionContext:"+key] = value
			if of == "EncryptionContextEquals" {
				names = append(names, key)
			}
		}
	}
	conditions := object{"StringEquals": pairs}
	if len(names) > 0 { // no further pair
		conditions["ForAllValues:StringEqualsIgnoreCase"] = object{"kms:EncryptionContextKeys": names}
	}
	allow(text(get(v, "GranteePrincipal")), constrained, conditions)
	allow(text(get(v, "GranteePrincipal")), others, object{})
	allow(text(get(v, "RetiringPrincipal")), []any{"RetireGrant"}, object{})
	return d
}
