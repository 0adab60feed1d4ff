package policy

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// Parse reads a policy document as one of the given type. It never fails:
// what is wrong is in the diagnostics, sorted by place, and what is sound can be
// evaluated. Rules GR-1 to GR-51.
func Parse(text string, t Type) *Document {
	root, problems := syntax.Parse(text)
	p := &parser{doc: &Document{Type: t, Text: text, Diagnostics: problems, Malformed: len(problems) > 0}}
	p.document(&root)
	p.doc.index()
	if len(p.doc.Diagnostics) > 1 {
		sort.SliceStable(p.doc.Diagnostics, func(i, j int) bool { return p.doc.Diagnostics[i].Span.From < p.doc.Diagnostics[j].Span.From })
	}
	return p.doc
}

// fault is what a value is wrong in, before its place is known.
type fault struct{ code, message string }

type parser struct {
	doc       *Document
	statement *Statement
	sids      map[string]syntax.Span
}

func quote(s string) string { return `"` + s + `"` }

func replace(title string, span syntax.Span, text string) syntax.Fix {
	return syntax.Fix{Title: title, Edits: []syntax.Edit{{Span: span, Text: text}}}
}

// note records something that changes no decision.
func (p *parser) note(span syntax.Span, severity syntax.Severity, code, message string, fixes ...syntax.Fix) {
	p.doc.Diagnostics = append(p.doc.Diagnostics, syntax.Diagnostic{Span: span, Severity: severity, Code: code, Message: message, Fixes: fixes})
}

// refuse records what AWS refuses to save and the evaluator can decide all the same.
func (p *parser) refuse(span syntax.Span, code, message string, fixes ...syntax.Fix) {
	p.note(span, syntax.Error, code, message, fixes...)
}

// breaks records what keeps the current statement from being evaluated.
func (p *parser) breaks(span syntax.Span, code, message string, fixes ...syntax.Fix) {
	p.refuse(span, code, message, fixes...)
	if p.statement != nil && p.statement.Fault == "" {
		p.statement.Fault = message
	}
}

var kindNames = map[syntax.Kind]string{
	syntax.Missing: "missing", syntax.Null: "null", syntax.Bool: "a Boolean", syntax.Number: "a number",
	syntax.String: "a string", syntax.Array: "a list", syntax.Object: "an object",
}

// expect reports a value of another JSON type.
func (p *parser) expect(v *syntax.Value, kind syntax.Kind, name, want string) bool {
	if v.Kind == kind {
		return true
	}
	message := name + " must be " + want + ", not " + kindNames[v.Kind] + "."
	if v.Kind == syntax.Missing {
		message = name + " has no value. Write " + want + "."
	}
	p.breaks(v.Span, "DATA_TYPE_MISMATCH", message)
	return false
}

// duplicates breaks the statement that holds a member twice. The reader has
// reported the place of both (GR-7), so that a sound text has none.
func (p *parser) duplicates(v *syntax.Value) {
	if p.statement == nil || !p.doc.Malformed {
		return
	}
	seen := make(map[string]bool, len(v.Members))
	for i := range v.Members {
		name := v.Members[i].Name
		if seen[name] && p.statement.Fault == "" {
			p.statement.Fault = quote(name) + " stands twice in the same object. Keep one."
		}
		seen[name] = true
	}
}

var documentElements = []string{"Version", "Id", "Statement"}

func (p *parser) document(root *syntax.Value) {
	if root.Kind != syntax.Object {
		if len(p.doc.Diagnostics) == 0 {
			p.refuse(root.Span, "JSON_SYNTAX_ERROR", "A policy document must be a JSON object, not "+kindNames[root.Kind]+".")
		}
		return
	}
	for i := range root.Members {
		m := &root.Members[i]
		if !slices.Contains(documentElements, m.Name) {
			p.unknownElement(m, documentElements)
		}
	}
	p.size()
	p.version(root)
	p.id(root)
	p.statements(root)
}

// maxControl is the most characters that a service or resource control policy
// has, white space included (A.7, GR-49).
const maxControl = 5120

// size reports a service or resource control policy that AWS Organizations
// would not store; it is evaluated all the same.
func (p *parser) size() {
	if p.doc.Type != SCP && p.doc.Type != RCP {
		return
	}
	if length := utf8.RuneCountInString(p.doc.Text); length > maxControl {
		p.refuse(syntax.Span{From: 0, To: 1}, "POLICY_SIZE_EXCEEDS_"+strings.ToUpper(p.doc.Type.String())+"_QUOTA", "The policy has "+strconv.Itoa(length)+" characters, white space included; AWS Organizations stores "+strconv.Itoa(maxControl)+" at most. Split it, or remove white space.")
	}
}

func (p *parser) unknownElement(m *syntax.Member, known []string) {
	if near := syntax.Nearest(m.Name, known); near != "" {
		p.breaks(m.NameSpan, "INVALID_POLICY_ELEMENT", quote(m.Name)+" is not a policy element. Did you mean "+near+"?", replace("Write "+near, m.NameSpan, quote(near)))
		return
	}
	p.breaks(m.NameSpan, "INVALID_POLICY_ELEMENT", quote(m.Name)+" is not a policy element here. Use "+strings.Join(known, ", ")+".")
}

// version reads the Version element (GR-13, GR-14, GR-16).
func (p *parser) version(root *syntax.Value) {
	m, ok := root.Find("Version")
	switch {
	case !ok:
		p.missingVersion(root)
	case !p.expect(&m.Value, syntax.String, "Version", `"2012-10-17"`):
	case m.Value.Text != Version2012 && m.Value.Text != version2008:
		p.refuse(m.Value.Span, "INVALID_VERSION", "Version must be 2012-10-17 or 2008-10-17. It is the version of the language, not a date of yours.", replace("Write 2012-10-17", m.Value.Span, quote(Version2012)))
	default:
		p.doc.Version = m.Value.Text
		if m.Value.Text == version2008 && p.doc.Type == SCP {
			p.refuse(m.Value.Span, "INVALID_VERSION", "A service control policy needs Version 2012-10-17.", replace("Write 2012-10-17", m.Value.Span, quote(Version2012)))
		}
	}
}

func (p *parser) missingVersion(root *syntax.Value) {
	at := syntax.Span{From: root.Span.From, To: root.Span.From + 1}
	fix := syntax.Fix{Title: "Add Version 2012-10-17", Edits: []syntax.Edit{{Span: syntax.Span{From: at.To, To: at.To}, Text: "\n  \"Version\": \"" + Version2012 + "\","}}}
	if len(root.Members) == 0 {
		fix = syntax.Fix{}
	}
	if p.doc.Type == SCP {
		p.refuse(at, "MISSING_VERSION", "A service control policy needs Version 2012-10-17.", fix)
		return
	}
	p.note(at, syntax.Warning, "MISSING_VERSION", "There is no Version: the language of 2008-10-17 applies, in which policy variables are plain text. Add 2012-10-17.", fix)
}

// id reads the Id element (GR-18).
func (p *parser) id(root *syntax.Value) {
	m, ok := root.Find("Id")
	if !ok || !p.expect(&m.Value, syntax.String, "Id", "a string") {
		return
	}
	switch p.doc.Type {
	case SCP, RCP, Session:
		p.refuse(m.NameSpan, "INVALID_POLICY_ELEMENT", "Id has no place in this policy type. Remove it.")
	case Identity, Boundary:
		p.note(m.NameSpan, syntax.Warning, "INVALID_POLICY_ELEMENT", "Id is meant for resource-based policies and has no effect here.")
	case Resource, Trust, Endpoint:
	}
}

// statements reads the Statement element, one object or a list (GR-3, GR-4).
func (p *parser) statements(root *syntax.Value) {
	m, ok := root.Find("Statement")
	if !ok {
		p.refuse(syntax.Span{From: root.Span.From, To: root.Span.From + 1}, "MISSING_STATEMENT", "There is no Statement. Add one with Effect, Action and Resource.")
		return
	}
	items := m.Value.Each()
	if len(items) == 0 {
		p.refuse(m.Value.Span, "MISSING_STATEMENT", "The list of statements is empty. Add one with Effect, Action and Resource.")
	}
	p.sids = map[string]syntax.Span{}
	p.doc.Statements = make([]Statement, len(items))
	for i, item := range items {
		p.statement = &p.doc.Statements[i]
		p.statement.Index, p.statement.Span = i, item.Span
		p.readStatement(item)
	}
	p.statement = nil
}
