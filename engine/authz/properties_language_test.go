package authz_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// rounds is how often the properties of the language are tried.
func rounds() int {
	if few() {
		return 300
	}
	return 20_000
}

func random(number uint64) *rand.Rand { return rand.New(rand.NewPCG(0, number)) }

// word draws a text over a small alphabet, so that texts collide.
func word(r *rand.Rand, alphabet string, longest int) string {
	var b strings.Builder
	for range r.IntN(longest + 1) {
		b.WriteByte(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

// parsed is the only statement of a policy.
func parsed(t *testing.T, elements object) *policy.Statement {
	text, err := json.Marshal(document(with(object{"Effect": "Allow", "Action": "*", "Resource": "*"}, elements)))
	if err != nil {
		t.Fatal(err)
	}
	d := policy.Parse(string(text), policy.Identity)
	if len(d.Statements) != 1 || !d.Statements[0].Sound() {
		t.Fatalf("%s: %v", text, d.Diagnostics)
	}
	return &d.Statements[0]
}

func noVariables(string) (string, policy.Binding) { return "", policy.Absent }

// swapped gives the text with the letter case of one letter changed, "" if the text has no letter.
func swapped(r *rand.Rand, s string) string {
	for _, i := range r.Perm(len(s)) {
		if c := s[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			return s[:i] + string(rune(c^0x20)) + s[i+1:]
		}
	}
	return ""
}

// P12, the other half: the letter case of resources and of StringEquals values does change what matches (RE-4, CO-21).
func TestP12CaseOfValuesMatters(t *testing.T) {
	r := random(12)
	equals, ignoring := condition.StringEquals, condition.StringEqualsIgnoreCase
	for range rounds() / 10 {
		name := "a" + word(r, "aBc/D", 8)
		other := swapped(r, name)
		resources := parsed(t, object{"Resource": "arn:aws:s3:::" + name}).Resource
		if resources.Values[0].Match("arn:aws:s3:::"+other, noVariables).Matched || !resources.Values[0].Match("arn:aws:s3:::"+name, noVariables).Matched {
			t.Fatalf("Resource %s against %s", name, other)
		}
		values := condition.Values{Present: true, Items: []string{other}}
		is := func(b condition.Base) bool {
			return condition.Operator{Base: b}.Evaluate([]condition.Operand{b.Compile(glob.Exact(name))}, values).Outcome == condition.True
		}
		if is(equals) || !is(ignoring) {
			t.Fatalf("%s against %s: StringEquals %v, StringEqualsIgnoreCase %v", name, other, is(equals), is(ignoring))
		}
	}
}

// P13: a pattern that matches still does with a run of it replaced by `*`: in Action, in Resource within a field, and in StringLike.
func TestP13StarsOnlyWiden(t *testing.T) {
	r := random(13)
	matched := 0
	for range rounds() {
		text := "a" + word(r, "ab/:", 8)
		pattern := wildcards(r, text)
		if !glob.Parse(pattern).Match(text) {
			continue
		}
		matched++
		from := r.IntN(len(pattern) + 1)
		wider := pattern[:from] + "*" + pattern[from+r.IntN(len(pattern)-from+1):]
		if !glob.Parse(wider).Match(text) {
			t.Fatalf("%s covers %s and %s does not", pattern, text, wider)
		}
		if matched%20 > 0 {
			continue
		}
		if !parsed(t, object{"Resource": "arn:aws:sqs:::" + wider}).Resource.Values[0].Match("arn:aws:sqs:::"+text, noVariables).Matched {
			t.Fatalf("Resource: %s covers %s and %s does not", pattern, text, wider)
		}
		if name := strings.ReplaceAll(text, ":", "c"); parsed(t, object{"Action": "s3:" + strings.ReplaceAll(wider, ":", "c")}).Action.Match(policy.Action{Service: "s3", Name: name}) < 0 {
			t.Fatalf("Action: %s covers %s and %s does not", pattern, text, wider)
		}
	}
	if matched == 0 {
		t.Error("no pattern matched")
	}
}

// wildcards replaces some characters of a text by wildcards, or changes them.
func wildcards(r *rand.Rand, s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch r.IntN(8) {
		case 0:
			b.WriteByte('*')
		case 1:
			b.WriteByte('?')
		case 2:
			b.WriteString("*" + string(s[i]))
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// P14: of two statements that differ in Action against NotAction, exactly one allows an action (AC-3).
func TestP14NotActionIsTheComplement(t *testing.T) {
	actions := []string{"s3:GetObject", "s3:PutObject", "S3:getobjectacl", "iam:GetUser", "iam:CreateUser", "ec2:DescribeInstances", "sqs:SendMessage", "s3express:GetObject"}
	patterns := append([]string{"*", "*:*", "s3:*", "s3:Get*", "iam:?etUser", "s3:*Object", "iam:*User*", "none:None"}, actions...)
	r := random(14)
	for range rounds() / 200 {
		var listed list
		for range 1 + r.IntN(3) {
			listed = append(listed, patterns[r.IntN(len(patterns))])
		}
		user := func(element string) object {
			return object{"inlinePolicies": object{"p": document(object{"Effect": "Allow", "Resource": "*", element: listed})}}
		}
		var requests list
		for _, a := range actions {
			for _, name := range []string{"yes", "not"} {
				requests = append(requests, object{"principal": "arn:aws:iam::111111111111:user/" + name, "action": a, "resource": "*"})
			}
		}
		_, traces := decideAll(t, object{"accounts": object{accountA: object{"users": object{"yes": user("Action"), "not": user("NotAction")}}}, "requests": requests})
		for i := 0; i < len(traces); i += 2 {
			if (traces[i].Decision == authz.Allowed) == (traces[i+1].Decision == authz.Allowed) {
				t.Fatalf("%v: %s is %s with Action and %s with NotAction", listed, traces[i].Request.Action, traces[i].Decision, traces[i+1].Decision)
			}
		}
	}
}

// conditionTexts are values of every type, so that operators meet what they can read and what they cannot.
var conditionTexts = []string{"", "a", "A", "ab", "a*", "?", "1", "1.0", "-2e3", "2026", "2026-09-01", "2026-09-01T12:00:00Z", "1788264000", "true", "False",
	"192.0.2.1", "192.0.2.0/24", "2001:db8::1", "2001:db8::/32", "YQ==", "arn:aws:s3:::b", "arn:aws:s3:::*", "arn:aws:s3"}

// P15: where an operator holds, it holds with IfExists too (CO-13); and where the key is there, they are the same.
func TestP15IfExistsHoldsWhereThePlainOperatorDoes(t *testing.T) {
	r := random(15)
	for range rounds() {
		op := condition.Operator{Set: condition.Set(r.IntN(3)), Base: condition.Base(r.IntN(int(condition.Null)))}
		ifExists := op
		ifExists.IfExists = true
		var operands []condition.Operand
		for range r.IntN(3) {
			operands = append(operands, op.Base.Compile(glob.Parse(conditionTexts[r.IntN(len(conditionTexts))])))
		}
		values := condition.Values{Present: r.IntN(3) > 0, Multivalued: r.IntN(3) == 0}
		for range r.IntN(4) {
			values.Items = append(values.Items, conditionTexts[r.IntN(len(conditionTexts))])
		}
		plain, with := op.Evaluate(operands, values).Outcome, ifExists.Evaluate(operands, values).Outcome
		there := values.Present && len(values.Items) > 0
		if plain == condition.True && with != condition.True || there && plain != with {
			t.Fatalf("%s on %+v: %v, with IfExists %v", op, values, plain, with)
		}
	}
}

// P16: a policy variable is worth the text that it stands for, written out with ${*}, ${?} and ${$} (CO-44, RE-8).
func TestP16VariablesEqualTheirTexts(t *testing.T) {
	rewritten := 0
	everywhere(t, 16, 12, func(t *testing.T, r *rand.Rand, s object) {
		giveStars(s)
		_, before := decideAll(t, s)
		first := 0
		for i, request := range s["requests"].(list) {
			many := 1
			if resources, isList := request.(object)["resource"].(list); isList {
				many = len(resources)
			}
			at := first + r.IntN(many)
			first += many
			if i%8 > 0 {
				continue
			}
			alone := clone(s)
			alone["requests"] = list{clone(request.(object))}
			alone["requests"].(list)[0].(object)["resource"] = before[at].Request.Resource
			_, same := decideAll(t, alone)
			eachStatement(alone, func(document object, index int) {
				if document["Version"] == "2012-10-17" {
					rewritten += writeOut(statements(document)[index].(object), same[0].Context)
				}
			})
			_, after := decideAll(t, alone)
			if outcome(same[0]) != outcome(after[0]) {
				t.Errorf("%s: was %s, with the variables written out %s", asked(same[0]), outcome(same[0]), outcome(after[0]))
			}
		}
	})
	if rewritten == 0 {
		t.Error("no variable was written out")
	}
}

// giveStars gives some requests keys with values that would be wildcards if they were not literal text, and policies that use them.
func giveStars(s object) {
	for _, p := range documents(s) {
		if p.policyType == "identity" && p.document["Version"] == "2012-10-17" {
			p.document["Statement"] = append(statements(p.document), statement("Allow", object{"Action": "*", "Resource": list{"arn:aws:s3:::${app:s}", "arn:aws:sqs:*:*:${app:s}"}}))
		}
	}
	for i, request := range s["requests"].(list) {
		context, _ := request.(object)["context"].(object)
		if context != nil && i%16 == 0 {
			context["aws:PrincipalTag/t"], context["aws:username"], context["app:s"] = "*", "?", "*"
			delete(context, "App:S")
		}
	}
}

// writeOut replaces the variables of a statement that have a single value, where variables have a meaning.
func writeOut(s object, context []authz.Entry) (count int) {
	replace := func(o object, name string) {
		switch v := o[name].(type) {
		case string:
			o[name] = writtenOut(v, context, &count)
		case list:
			for i := range v {
				if text, ok := v[i].(string); ok {
					v[i] = writtenOut(text, context, &count)
				}
			}
		}
	}
	replace(s, "Resource")
	replace(s, "NotResource")
	block, _ := s["Condition"].(object)
	for name, keys := range block {
		if op, _, known := condition.ParseOperator(name); known && op.Base.Variables() {
			for key := range keys.(object) {
				replace(keys.(object), key)
			}
		}
	}
	return count
}

func writtenOut(text string, context []authz.Entry, count *int) string {
	for _, e := range context {
		if e.Multivalued || len(e.Values) != 1 || e.Origin == authz.Removed {
			continue
		}
		literal := strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(e.Values[0])
		for at := strings.Index(strings.ToLower(text), "${"+strings.ToLower(e.Key)); at >= 0; at = strings.Index(strings.ToLower(text), "${"+strings.ToLower(e.Key)) {
			end := at + strings.IndexByte(text[at:], '}') + 1
			if rest := text[at+2+len(e.Key) : end]; rest != "}" && !strings.HasPrefix(rest, ",") {
				break // a longer key
			}
			text = text[:at] + literal + text[end:]
			*count++
		}
	}
	return text
}

// P20: how a policy is written out changes no decision: white space, the order of members, a single value against a list of one, a
// single statement against a list of one, raw text against a document, and the letter case of actions.
func TestP20WritingChangesNothing(t *testing.T) {
	everywhere(t, 20, 20, func(t *testing.T, r *rand.Rand, s object) {
		_, before := decideAll(t, s)
		for _, p := range documents(s) {
			if r.IntN(2) == 0 && p.policyType != "trust" {
				for _, st := range statements(p.document) {
					capitalize(st.(object), "Action", "NotAction")
				}
			}
			if l, ok := p.document["Statement"].(list); !ok {
				p.document["Statement"] = list{p.document["Statement"]}
			} else if len(l) == 1 {
				p.document["Statement"] = l[0]
			}
			for _, st := range statements(p.document) {
				listOrNot(st.(object))
			}
		}
		rawTexts(r, s)
		_, after := decideAllOf(t, rewritten(r, s))
		for i := range before {
			if decided(before[i]) != decided(after[i]) {
				t.Errorf("%s: was %s, is %s", asked(before[i]), decided(before[i]), decided(after[i]))
			}
		}
	})
}

// listOrNot turns single values into lists of one, and the reverse.
func listOrNot(o object) {
	for name, v := range o {
		switch v := v.(type) {
		case object:
			listOrNot(v)
		case list:
			if len(v) == 1 {
				o[name] = v[0]
			}
		case string:
			if name != "Effect" && name != "Sid" && !(strings.HasSuffix(name, "Principal") && v == "*") {
				o[name] = list{v}
			}
		}
	}
}

// rawTexts writes some inline policies as their raw text.
func rawTexts(r *rand.Rand, s object) {
	for _, account := range members(s, "accounts") {
		for _, of := range []string{"users", "groups", "roles"} {
			for _, identity := range members(account, of) {
				inline, _ := identity["inlinePolicies"].(object)
				for name := range inline {
					if r.IntN(2) == 0 {
						inline[name] = rewritten(r, inline[name])
					}
				}
			}
		}
	}
}

// rewritten writes JSON with its members in any order, and then with or without white space.
func rewritten(r *rand.Rand, v any) string {
	text := []byte(shuffled(r, v))
	var out bytes.Buffer
	switch r.IntN(3) {
	case 0:
		_ = json.Indent(&out, text, "", "\t")
	case 1:
		_ = json.Indent(&out, text, " ", "\r\n")
	default:
		_ = json.Compact(&out, text)
	}
	return out.String()
}

func shuffled(r *rand.Rand, v any) string {
	var parts []string
	switch v := v.(type) {
	case object:
		for name, member := range v {
			parts = append(parts, shuffled(r, name)+": "+shuffled(r, member))
		}
		slices.Sort(parts)
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		return "{" + strings.Join(parts, ", ") + "}"
	case list:
		for _, item := range v {
			parts = append(parts, shuffled(r, item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// decideAllOf is decideAll for a scenario's text.
func decideAllOf(t *testing.T, text string) (*scenario.Scenario, []*authz.Trace) {
	t.Helper()
	return traces(readText(t, text))
}
