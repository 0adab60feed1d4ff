package policy

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Condition is one operator and key of a Condition block with its values.
type Condition struct {
	Operator condition.Operator
	Key      string
	Values   []ConditionValue
	Span     syntax.Span // from the key to the end of its values
	// OddCase says that the operator is not in the documented letter case (CO-5).
	OddCase bool
	// Name is the key in lower case (RC-5).
	Name string
	// operands are those of Values where none has a variable.
	operands []condition.Operand
}

// Operands gives the values for the operator, their variables filled in.
func (c *Condition) Operands(lookup Lookup) []condition.Operand {
	if c.operands != nil {
		return c.operands
	}
	operands := make([]condition.Operand, len(c.Values))
	for i := range c.Values {
		operands[i], _, _ = c.Values[i].Operand(c.Operator.Base, lookup)
	}
	return operands
}

// compile keeps the operands, which are the same for every request where no
// value has a variable.
func (c *Condition) compile() {
	for i := range c.Values {
		if c.Values[i].HasVariables() {
			return
		}
	}
	c.operands = c.Operands(nil)
}

// ConditionValue is one policy value of a condition.
type ConditionValue struct {
	Text
	operand condition.Operand // of a value without variables
}

// Operand gives the value for the operator, its variables filled in, with its
// text. The name of a variable without a value comes third (CO-45).
func (v *ConditionValue) Operand(base condition.Base, lookup Lookup) (condition.Operand, string, string) {
	if !v.HasVariables() {
		return v.operand, v.Raw, ""
	}
	pattern, unresolved := v.Resolve(lookup)
	if unresolved != "" {
		return condition.Unresolved(v.Raw), v.Raw, unresolved
	}
	return base.Compile(pattern), pattern.String(), ""
}

// conditions reads a Condition block (GR-37 to GR-40).
func (p *parser) conditions(v *syntax.Value) {
	if !p.expect(v, syntax.Object, "Condition", "an object of operators") {
		return
	}
	p.duplicates(v)
	for i := range v.Members {
		m := &v.Members[i]
		if p.expect(&m.Value, syntax.Object, m.Name, "an object of condition keys") {
			p.operator(m)
		}
	}
}

func (p *parser) operator(m *syntax.Member) {
	op, canonical, known := condition.ParseOperator(m.Name)
	p.statement.EmptyOperator = p.statement.EmptyOperator || len(m.Value.Members) == 0
	switch {
	case !known && len(m.Value.Members) == 0:
		return // GR-37: AWS takes an unknown operator with nothing under it
	case !known:
		p.unknownOperator(m)
		return
	case canonical != m.Name:
		p.note(m.NameSpan, syntax.Warning, "INVALID_CONDITION_OPERATOR", "The condition operator is spelled "+canonical+".", replace("Write "+canonical, m.NameSpan, quote(canonical)))
	}
	p.duplicates(&m.Value)
	p.sameKeys(&m.Value)
	for i := range m.Value.Members {
		key := &m.Value.Members[i]
		p.condition(op, key)
		p.statement.Conditions[len(p.statement.Conditions)-1].OddCase = canonical != m.Name
	}
}

func (p *parser) unknownOperator(m *syntax.Member) {
	base := strings.TrimSuffix(strings.TrimSuffix(m.Name, "IfExists"), "ifexists")
	if strings.EqualFold(base, "Null") && base != m.Name {
		p.breaks(m.NameSpan, "NULL_WITH_IF_EXISTS", "Null takes no IfExists, for it tests itself whether the key is there. Write Null.", replace("Write Null", m.NameSpan, `"Null"`))
		return
	}
	if near := syntax.Nearest(m.Name, condition.Operators()); near != "" {
		p.breaks(m.NameSpan, "INVALID_CONDITION_OPERATOR", quote(m.Name)+" is not a condition operator. Did you mean "+near+"?", replace("Write "+near, m.NameSpan, quote(near)))
		return
	}
	p.breaks(m.NameSpan, "INVALID_CONDITION_OPERATOR", quote(m.Name)+" is not a condition operator. Use one such as StringEquals, ArnLike or IpAddress.")
}

// sameKeys reports keys that differ in letter case only; both hold (GR-8).
func (p *parser) sameKeys(block *syntax.Value) {
	seen := map[string]*syntax.Member{}
	for i := range block.Members {
		m := &block.Members[i]
		first, again := seen[lower(m.Name)]
		if again && first.Name != m.Name {
			p.refuse(m.NameSpan, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "The condition key "+m.Name+" repeats "+first.Name+" in another letter case. Keep one.")
		}
		seen[lower(m.Name)] = m
	}
}

func (p *parser) condition(op condition.Operator, m *syntax.Member) {
	c := Condition{Operator: op, Key: m.Name, Name: strings.ToLower(m.Name), Span: syntax.Span{From: m.NameSpan.From, To: m.Value.Span.To}}
	p.checkKey(m)
	if m.Value.Kind == syntax.Array && len(m.Value.Items) == 0 && op.Set == condition.NoSet && !op.IfExists {
		p.note(m.Value.Span, syntax.Suggestion, "EMPTY_ARRAY_CONDITION", "This list is empty: a positive operator is then false, a negated one true. Add a value.")
	}
	items := p.scalars(&m.Value, m.Name)
	p.checkItems(op, &m.Value, items)
	for _, item := range items {
		if value, ok := p.conditionValue(op.Base, item); ok {
			c.Values = append(c.Values, value)
		}
	}
	p.checkSensitive(&c, m)
	c.compile()
	p.statement.Conditions = append(p.statement.Conditions, c)
}

// sensitiveKeys are keys for which a wildcard has no valid use (GK-48; AWS global
// condition context keys).
const sensitiveKeys = " aws:principalaccount aws:principalorgid aws:resourceaccount aws:resourceorgid aws:sourceaccount aws:sourceorgid" +
	" aws:sourcevpc aws:sourcevpce aws:vpceaccount aws:vpceorgid "

func (p *parser) checkSensitive(c *Condition, m *syntax.Member) {
	if !c.Operator.Base.Wildcards() || !strings.Contains(sensitiveKeys, " "+lower(c.Key)+" ") {
		return
	}
	for i := range c.Values {
		if text := c.Values[i].Raw; strings.ContainsAny(text, "*?") {
			p.note(c.Values[i].Span, syntax.SecurityWarning, "WILDCARD_USAGE_TOO_PERMISSIVE", "A wildcard in "+c.Key+" lets in accounts, organizations or networks of others. Write the values out.")
			return
		}
	}
}

func (p *parser) checkKey(m *syntax.Member) {
	prefix, name, ok := strings.Cut(m.Name, ":")
	switch {
	case strings.Contains(m.Name, "${"):
		p.breaks(m.NameSpan, "VARIABLE_UNSUPPORTED_IN_ELEMENT", "Policy variables have no place in a condition key. Name the key.")
	case !ok || prefix == "" || name == "":
		p.note(m.NameSpan, syntax.Warning, "INVALID_CONDITION_KEY_FORMAT", quote(m.Name)+" is not a condition key that any request carries. Write prefix:name, for example aws:SourceIp.")
	case strings.HasSuffix(name, "/"):
		p.breaks(m.NameSpan, "MISSING_TAG_KEY_IN_CONDITION", "The condition key "+m.Name+" names no tag. Write the tag key after the slash.")
	}
}

// checkItems reports lists that AWS refuses but that can be evaluated (GR-39, GR-40).
func (p *parser) checkItems(op condition.Operator, list *syntax.Value, items []*syntax.Value) {
	if len(items) < 2 {
		return
	}
	if op.Base == condition.Bool && op.Set == condition.NoSet {
		p.refuse(list.Span, "INVALID_CONDITION_MULTIPLE_BOOLEAN", "Bool takes one value. Keep true or false.")
	}
	for _, item := range items[1:] {
		if item.Kind != items[0].Kind {
			p.refuse(item.Span, "INVALID_CONDITION_DATA_TYPE", "The values of one key must be of one JSON type. Quote them all.")
			return
		}
	}
}

func (p *parser) conditionValue(base condition.Base, item *syntax.Value) (ConditionValue, bool) {
	how := reading{wildcards: base.Wildcards(), variables: p.doc.Variables() && base.Variables()}
	text, f := cut(item.Text, item.Span, how)
	if f != nil {
		p.breaks(item.Span, f.code, f.message)
		return ConditionValue{}, false
	}
	p.variableVersion(item, base.Variables())
	value := ConditionValue{Text: text}
	if text.HasVariables() {
		return value, true
	}
	value.operand = base.Compile(text.pattern)
	if problem := base.Problem(item.Text); problem != "" {
		p.literal(item, base, quote(item.Text)+" "+problem+".")
	} else if base.Zoneless(item.Text) {
		p.note(item.Span, syntax.Suggestion, "DATE_WITHOUT_ZONE", quote(item.Text)+" names no time zone and is taken as UTC. Write Z after it.", replace("Write Z", item.Span, quote(item.Text+"Z")))
	}
	return value, true
}

// literal reports a value that its operator cannot read. IAM refuses it on
// saving, but for session policies, where it refuses broken base64 only; evaluation goes on (GR-51, CO-34).
func (p *parser) literal(item *syntax.Value, base condition.Base, problem string) {
	if p.doc.Type == Session && base != condition.BinaryEquals {
		p.note(item.Span, syntax.Warning, mismatch(item, base), problem)
		return
	}
	p.refuse(item.Span, mismatch(item, base), problem)
}

// mismatch gives the code of a value that its operator cannot read.
func mismatch(item *syntax.Value, base condition.Base) string {
	switch name := base.String(); {
	case strings.Contains(item.Text, "${"):
		return "INVALID_VARIABLE_FOR_OPERATOR"
	case strings.HasPrefix(name, "Numeric"):
		return "TYPE_MISMATCH_NUMBER"
	case strings.HasPrefix(name, "Date"):
		return "TYPE_MISMATCH_DATE"
	case base == condition.BinaryEquals:
		return "TYPE_MISMATCH_STRING"
	case base == condition.IpAddress || base == condition.NotIpAddress:
		return "TYPE_MISMATCH_IP_RANGE"
	case strings.HasPrefix(item.Text, "arn:"):
		return "MISSING_ARN_FIELD"
	}
	return "INVALID_ARN_PREFIX"
}

// variableVersion warns of ${…} in a document whose version takes it as plain text (GR-15).
func (p *parser) variableVersion(item *syntax.Value, takes bool) {
	if !takes || p.doc.Variables() || !strings.Contains(item.Text, "${") {
		return
	}
	p.note(item.Span, syntax.Warning, "VARIABLE_UNSUPPORTED_IN_VERSION", "Policy variables need Version 2012-10-17. In this document "+quote(item.Text)+" is plain text.")
}
