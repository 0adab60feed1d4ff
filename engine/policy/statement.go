package policy

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

var statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}

// readStatement reads one statement (GR-5, table A.6).
func (p *parser) readStatement(v *syntax.Value) {
	if !p.expect(v, syntax.Object, "A statement", "an object") {
		return
	}
	p.duplicates(v)
	for i := range v.Members {
		m := &v.Members[i]
		if !slices.Contains(statementElements, m.Name) {
			p.unknownElement(m, statementElements)
		}
	}
	p.sid(v)
	p.effect(v)
	p.principals(v)
	p.actions(v)
	p.resources(v)
	if m, ok := v.Find("Condition"); ok {
		p.conditions(&m.Value)
	}
	p.pinsSharedProviders()
}

// start is the place of a statement's opening brace, where what is missing is reported.
func (p *parser) start() syntax.Span {
	return syntax.Span{From: p.statement.Span.From, To: p.statement.Span.From + 1}
}

// sid reads the Sid element (GR-19 to GR-22).
func (p *parser) sid(v *syntax.Value) {
	m, ok := v.Find("Sid")
	if !ok || !p.expect(&m.Value, syntax.String, "Sid", "a string") {
		return
	}
	sid := m.Value.Text
	p.statement.Sid = sid
	if p.doc.Type != Resource && p.doc.Type != Endpoint && !alphanumeric(sid) {
		p.refuse(m.Value.Span, "UNSUPPORTED_SID", "A Sid here may hold letters and digits only.")
	}
	first, again := p.sids[sid]
	p.sids[sid] = m.Value.Span
	if !again || sid == "" {
		return
	}
	d := syntax.Diagnostic{Span: m.Value.Span, Severity: syntax.Error, Code: "UNIQUE_SIDS_REQUIRED", Message: "The Sid " + quote(sid) + " stands in two statements. Give each its own.", Related: []syntax.Related{{Span: first, Message: "the first statement with this Sid"}}}
	if p.doc.Type == Resource || p.doc.Type == Endpoint {
		d.Severity, d.Code = syntax.Warning, "UNIQUE_SIDS_RECOMMENDED"
	}
	p.doc.Diagnostics = append(p.doc.Diagnostics, d)
}

func alphanumeric(s string) bool {
	for _, r := range s {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			return false
		}
	}
	return true
}

// effect reads the Effect element (GR-23, GR-45).
func (p *parser) effect(v *syntax.Value) {
	m, ok := v.Find("Effect")
	if !ok {
		p.breaks(p.start(), "MISSING_EFFECT", `The statement has no Effect. Write "Effect": "Allow" or "Effect": "Deny".`)
		return
	}
	if !p.expect(&m.Value, syntax.String, "Effect", `"Allow" or "Deny"`) {
		return
	}
	switch m.Value.Text {
	case "Allow":
		p.statement.Effect = Allow
	case "Deny":
		p.statement.Effect = Deny
	default:
		p.invalidEffect(&m.Value)
	}
	if p.doc.Type == RCP && p.statement.Effect == Allow {
		p.breaks(m.Value.Span, "RCP_SYNTAX_ERROR_ALLOW", "A resource control policy can only deny. Write Deny.")
	}
}

func (p *parser) invalidEffect(v *syntax.Value) {
	message := "Effect must be exactly Allow or Deny."
	for _, effect := range []string{"Allow", "Deny"} {
		if lower(v.Text) == lower(effect) {
			p.breaks(v.Span, "INVALID_EFFECT", message+" Letter case counts.", replace("Write "+effect, v.Span, quote(effect)))
			return
		}
	}
	p.breaks(v.Span, "INVALID_EFFECT", message)
}

// either finds an element or its Not form; both together break the statement (GR-5).
func (p *parser) either(v *syntax.Value, name string) (m *syntax.Member, not, found bool) {
	plain, has := v.Find(name)
	negated, hasNot := v.Find("Not" + name)
	if has && hasNot {
		p.breaks(negated.NameSpan, "UNSUPPORTED_ELEMENT_COMBINATION", "A statement takes "+name+" or Not"+name+", not both. Remove one.")
	}
	if has {
		return plain, false, true
	}
	return negated, true, hasNot
}

// actions reads Action or NotAction (GR-32 to GR-34, GR-42, GR-45).
func (p *parser) actions(v *syntax.Value) {
	m, not, ok := p.either(v, "Action")
	if !ok {
		p.breaks(p.start(), "MISSING_ACTION", `The statement has no Action. Write "Action": "service:Name".`)
		return
	}
	p.statement.Action = Actions{Span: member(m), Not: not}
	p.emptyList(m)
	for _, item := range p.strings(&m.Value, m.Name) {
		pattern, f := parseActionPattern(item.Text, item.Span)
		if f != nil {
			p.breaks(item.Span, f.code, f.message)
			continue
		}
		p.checkAction(item)
		p.statement.Action.Values = append(p.statement.Action.Values, pattern)
	}
	if p.doc.Type == RCP && not {
		p.breaks(m.NameSpan, "RCP_SYNTAX_ERROR_NOTACTION", "A resource control policy takes no NotAction. List the actions.")
	}
}

var trustActions = []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}

func (p *parser) checkAction(item *syntax.Value) {
	switch {
	case p.doc.Type == Trust && !slices.Contains(trustActions, item.Text):
		p.refuse(item.Span, "UNSUPPORTED_ACTION_IN_POLICY", "A trust policy takes the assume-role actions of AWS STS only, spelled exactly, such as sts:AssumeRole.")
	case p.doc.Type == RCP && item.Text == "*":
		p.breaks(item.Span, "RCP_SYNTAX_ERROR_ACTION", "A resource control policy must name a service in its actions, for example s3:*.")
	case p.doc.Type == RCP && !CoveredByRCPs(serviceOf(item.Text)):
		p.refuse(item.Span, "RCP_SYNTAX_ERROR_ACTION", "Resource control policies do not cover the service of "+quote(item.Text)+", so this has no effect.")
	}
}

// resources reads Resource or NotResource (GR-35, GR-42, GR-43).
func (p *parser) resources(v *syntax.Value) {
	m, not, ok := p.either(v, "Resource")
	switch {
	case ok && p.doc.Type == Trust:
		p.breaks(m.NameSpan, "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "A trust policy takes no "+m.Name+": its resource is the role. Remove it.")
		return
	case !ok && (p.doc.Type == Trust || p.doc.Type == Resource):
		return
	case !ok:
		p.breaks(p.start(), "MISSING_RESOURCE", `The statement has no Resource. Write "Resource": "*" or an ARN.`)
		return
	}
	p.statement.Resource = &Resources{Span: member(m), Not: not}
	p.emptyList(m)
	for _, item := range p.strings(&m.Value, m.Name) {
		pattern, f := parseResourcePattern(item.Text, item.Span, p.doc.Variables())
		if f != nil {
			p.breaks(item.Span, f.code, f.message)
			continue
		}
		p.variableVersion(item, true)
		p.serviceARN(item, pattern.Text)
		p.statement.Resource.Values = append(p.statement.Resource.Values, pattern)
	}
}

// principals reads Principal or NotPrincipal (GR-24 to GR-31, GR-41, GR-45).
func (p *parser) principals(v *syntax.Value) {
	m, not, ok := p.either(v, "Principal")
	switch {
	case ok && !p.doc.Type.takesPrincipal():
		p.unsupportedPrincipal(m)
		return
	case !ok && p.doc.Type.takesPrincipal():
		p.breaks(p.start(), "MISSING_PRINCIPAL", `The statement has no Principal. Write "Principal": {"AWS": "arn:…"} or "*".`)
		return
	case !ok:
		return
	}
	p.statement.Principal = &Principals{Span: member(m), Not: not}
	p.checkNotPrincipal(m, not)
	p.principalValues(m)
}

func (p *parser) unsupportedPrincipal(m *syntax.Member) {
	if p.doc.Type == SCP {
		p.breaks(m.NameSpan, "SCP_SYNTAX_ERROR_PRINCIPAL", "A service control policy takes no "+m.Name+". Test aws:PrincipalArn in a Condition instead.")
		return
	}
	p.breaks(m.NameSpan, "UNSUPPORTED_PRINCIPAL", "An identity-based policy takes no "+m.Name+": it applies to whom it is attached to. Remove it.")
}

func (p *parser) checkNotPrincipal(m *syntax.Member, not bool) {
	switch {
	case !not:
	case p.doc.Type == Trust:
		p.breaks(m.NameSpan, "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "A trust policy takes no NotPrincipal. Name who may assume the role in Principal.")
	case p.doc.Type == RCP:
		p.breaks(m.NameSpan, "RCP_SYNTAX_ERROR_PRINCIPAL", `A resource control policy takes "Principal": "*" and no NotPrincipal.`)
	case p.statement.Effect == Allow:
		p.refuse(m.NameSpan, "ALLOW_WITH_NOT_PRINCIPAL", "NotPrincipal works with Deny only: with Allow it lets in everyone else, anonymous callers included.")
	}
}

func (p *parser) principalValues(m *syntax.Member) {
	v := &m.Value
	if v.Kind == syntax.String && v.Text == "*" {
		p.everyone(v)
		return
	}
	if v.Kind == syntax.String && p.doc.Type != RCP {
		fix := replace(`Write {"AWS": …}`, v.Span, `{"AWS": `+quote(v.Text)+`}`)
		p.breaks(v.Span, "INVALID_PRINCIPAL_FORMAT", m.Name+` takes "*" or an object, for example {"AWS": "arn:…"}.`, fix)
		return
	}
	if !p.expect(v, syntax.Object, m.Name, `"*" or an object such as {"AWS": "arn:…"}`) {
		return
	}
	p.duplicates(v)
	for i := range v.Members {
		key := &v.Members[i]
		p.principalKey(key)
	}
	if len(v.Members) == 0 {
		p.breaks(v.Span, "EMPTY_OBJECT_PRINCIPAL", m.Name+` names nobody. Write {"AWS": "arn:…"} or "*".`)
	}
	p.checkEveryone(v)
}

// checkEveryone holds resource control policies to everyone (GR-45).
func (p *parser) checkEveryone(v *syntax.Value) {
	if p.doc.Type != RCP {
		return
	}
	if m, ok := v.Find("AWS"); !ok || len(v.Members) != 1 || m.Value.Kind != syntax.String || m.Value.Text != "*" {
		p.breaks(v.Span, "RCP_SYNTAX_ERROR_PRINCIPAL", `A resource control policy takes "Principal": "*".`)
	}
}

func (p *parser) everyone(v *syntax.Value) {
	p.statement.Principal.Values = append(p.statement.Principal.Values, PrincipalValue{Raw: "*", Span: v.Span})
	if p.doc.Type == Trust && p.statement.Effect == Allow {
		p.note(v.Span, syntax.SecurityWarning, "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "This lets every principal of every account try to assume the role. Name who may.")
	}
}

func (p *parser) principalKey(m *syntax.Member) {
	if !slices.Contains(principalKeys, m.Name) {
		message := quote(m.Name) + " is no kind of principal. Use AWS, Service, Federated or CanonicalUser."
		if near := syntax.Nearest(m.Name, principalKeys); near != "" {
			p.breaks(m.NameSpan, "INVALID_PRINCIPAL_KEY", message, replace("Write "+near, m.NameSpan, quote(near)))
			return
		}
		p.breaks(m.NameSpan, "INVALID_PRINCIPAL_KEY", message)
		return
	}
	if m.Name == "Federated" && p.doc.Type != Trust {
		p.breaks(m.NameSpan, "FEDERATED_PRINCIPAL_NOT_SUPPORTED", "Federated principals belong in trust policies only.")
	}
	for _, item := range p.strings(&m.Value, m.Name) {
		value, f := parsePrincipalValue(m.Name, item.Text, item.Span)
		if f != nil {
			p.breaks(item.Span, f.code, f.message)
			continue
		}
		p.statement.Principal.Values = append(p.statement.Principal.Values, value)
	}
}

func member(m *syntax.Member) syntax.Span {
	return syntax.Span{From: m.NameSpan.From, To: max(m.NameSpan.To, m.Value.Span.To)}
}

// emptyList refuses an empty Action or Resource list (GR-11).
func (p *parser) emptyList(m *syntax.Member) {
	if m.Value.Kind == syntax.Array && len(m.Value.Items) == 0 {
		p.refuse(m.Value.Span, "EMPTY_ARRAY_"+strings.ToUpper(strings.TrimPrefix(m.Name, "Not")), "The list of "+m.Name+" is empty. Add a value.")
	}
}

// strings gives the strings of a value that is one or a list of them (GR-9).
func (p *parser) strings(v *syntax.Value, name string) []*syntax.Value {
	if v.Kind != syntax.Array && !p.expect(v, syntax.String, name, "a string or a list of strings") {
		return nil
	}
	var sound []*syntax.Value
	for _, item := range v.Each() {
		if p.expect(item, syntax.String, "Each value of "+name, "a string") {
			sound = append(sound, item)
		}
	}
	return sound
}

// scalars gives the values of a condition key: strings, numbers or Booleans (GR-10).
func (p *parser) scalars(v *syntax.Value, name string) []*syntax.Value {
	var sound []*syntax.Value
	for _, item := range v.Each() {
		switch item.Kind {
		case syntax.String, syntax.Number, syntax.Bool:
			sound = append(sound, item)
		case syntax.Missing, syntax.Null, syntax.Array, syntax.Object:
			p.expect(item, syntax.String, "Each value of "+name, "a string, number or Boolean")
		}
	}
	return sound
}
