package validate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// mend gives a diagnostic of the parser the fix that takes more than its place.
func (l *linter) mend(d syntax.Diagnostic) syntax.Diagnostic {
	if len(d.Fixes) > 0 || l.doc.Malformed {
		return d
	}
	if f := l.fixOf(&d); len(f.Edits) > 0 {
		d.Fixes = []syntax.Fix{f}
	}
	return d
}

func (l *linter) fixOf(d *syntax.Diagnostic) syntax.Fix {
	object, m, v := l.at(d.Span)
	switch d.Code {
	case "MISSING_RESOURCE":
		if s := l.statementAt(d.Span); s != nil && len(s.tree.Members) > 0 {
			return edits(`Add "Resource": "*"`, l.with(s.tree, `"Resource": "*"`))
		}
	case "SCP_SYNTAX_ERROR_PRINCIPAL":
		if m != nil && m.Value.Text == "*" && m.Name == "Principal" {
			return edits("Remove Principal", without(object, m))
		}
	case "POLICY_SIZE_EXCEEDS_SCP_QUOTA", "POLICY_SIZE_EXCEEDS_RCP_QUOTA":
		return l.minified()
	case "UNSUPPORTED_ELEMENT_COMBINATION", "UNSUPPORTED_PRINCIPAL", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "INVALID_POLICY_ELEMENT":
		if m != nil {
			return edits("Remove "+m.Name, without(object, m))
		}
	case "RCP_SYNTAX_ERROR_PRINCIPAL":
		if m == nil {
			return write(d.Span, "*")
		}
		return edits(`Write "Principal": "*"`, syntax.Edit{Span: whole(m), Text: `"Principal": "*"`})
	case "VARIABLE_UNSUPPORTED_IN_VERSION":
		return l.newVersion()
	}
	if v != nil {
		return l.fixOfValue(d, v)
	}
	return syntax.Fix{}
}

// fixOfValue writes a value anew.
func (l *linter) fixOfValue(d *syntax.Diagnostic, v *syntax.Value) syntax.Fix {
	text := ""
	switch d.Code {
	case "UNSUPPORTED_SID":
		text = strings.Map(letterOrDigit, v.Text)
	case "UNIQUE_SIDS_REQUIRED", "UNIQUE_SIDS_RECOMMENDED":
		text = l.freeSid(v.Text)
	case "INVALID_SERVICE_PRINCIPAL_FORMAT":
		if !strings.ContainsAny(v.Text, ". ") {
			text = v.Text + ".amazonaws.com"
		}
	case "INVALID_CONDITION_DATA_TYPE":
		return quoteAll(l, v)
	case "ARN_REGION_NOT_ALLOWED":
		text = fields(v.Text).with(3, "")
	case "MISSING_QUOTE_IN_VARIABLE", "UNSUPPORTED_SPACE_IN_VARIABLE", "MISSING_BRACE_IN_VARIABLE", "EMPTY_VARIABLE":
		text = mendVariables(v.Text)
	case "RCP_SYNTAX_ERROR_ALLOW":
		text = "Deny"
	case "INVALID_PARTITION":
		text = fields(v.Text).with(1, "aws")
	case "INVALID_ARN_PREFIX":
		text = l.asARN(v)
	}
	if text == "" || text == v.Text {
		return syntax.Fix{}
	}
	return write(v.Span, text)
}

// at finds the member whose name stands at the place, or the value that stands there.
func (l *linter) at(span syntax.Span) (object *syntax.Value, m *syntax.Member, v *syntax.Value) {
	for todo := []*syntax.Value{&l.root}; len(todo) > 0; {
		value := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if value.Span == span {
			return nil, nil, value
		}
		for i := range value.Items {
			todo = append(todo, &value.Items[i])
		}
		for i := range value.Members {
			if value.Members[i].NameSpan == span {
				return value, &value.Members[i], nil
			}
			todo = append(todo, &value.Members[i].Value)
		}
	}
	return nil, nil, nil
}

func (l *linter) statementAt(span syntax.Span) *statement {
	for i := range l.statements {
		if l.statements[i].tree.Span.From == span.From {
			return &l.statements[i]
		}
	}
	return nil
}

// newVersion sets the version that knows policy variables.
func (l *linter) newVersion() syntax.Fix {
	title := "Write Version " + policy.Version2012
	if m, ok := l.root.Find("Version"); ok {
		return edits(title, syntax.Edit{Span: m.Value.Span, Text: literal(policy.Version2012)})
	}
	if len(l.root.Members) == 0 {
		return syntax.Fix{}
	}
	first := l.root.Members[0].NameSpan.From
	return edits(title, insert(first, `"Version": `+literal(policy.Version2012)+","+l.space(first)))
}

func letterOrDigit(r rune) rune {
	if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
		return r
	}
	return -1
}

// freeSid adds the first number that makes a Sid its own.
func (l *linter) freeSid(sid string) string {
	for n := 2; ; n++ {
		free := sid + strconv.Itoa(n)
		taken := false
		for i := range l.statements {
			taken = taken || l.statements[i].Sid == free
		}
		if !taken {
			return free
		}
	}
}

// quoteAll writes numbers and Booleans as strings: the value, or the list that it stands in.
func quoteAll(l *linter, v *syntax.Value) syntax.Fix {
	var list []syntax.Edit
	for _, item := range l.listOf(v).Each() {
		switch item.Kind {
		case syntax.Number, syntax.Bool:
			list = append(list, syntax.Edit{Span: item.Span, Text: literal(item.Text)})
		case syntax.String:
		case syntax.Missing, syntax.Null, syntax.Array, syntax.Object:
			return syntax.Fix{}
		}
	}
	return edits("Write it in quotes", list...)
}

// listOf gives the list that a value stands in, or the value.
func (l *linter) listOf(v *syntax.Value) *syntax.Value {
	for i := range l.statements {
		for j := range l.statements[i].clauses {
			for _, item := range l.statements[i].clauses[j].values {
				if item.Span == v.Span {
					return &l.statements[i].clauses[j].key.Value
				}
			}
		}
	}
	return v
}

// mendVariables closes braces and quotes of policy variables and takes spaces out of their keys.
func mendVariables(text string) string {
	var b strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			break
		}
		body, after, closed := strings.Cut(rest, "}")
		if !closed {
			body, after = rest, ""
			if end := strings.IndexAny(rest, "/*"); end >= 0 {
				body, after = rest[:end], rest[end:]
			}
		}
		if strings.TrimSpace(body) != "" {
			b.WriteString("${" + mendVariable(body) + "}")
		}
		text = after
	}
	return b.String()
}

func mendVariable(body string) string {
	name, fallback, has := strings.Cut(body, ",")
	name = strings.Join(strings.Fields(name), "")
	if !has {
		return name
	}
	return name + ", '" + strings.Trim(fallback, " '") + "'"
}

// arnFields is a text cut at its first five colons.
type arnFields []string

func fields(text string) arnFields { return strings.SplitN(text, ":", 6) }

// with gives the ARN with another field.
func (f arnFields) with(i int, text string) string {
	if i >= len(f) {
		return ""
	}
	changed := slices.Clone(f)
	changed[i] = text
	return strings.Join(changed, ":")
}

// asARN writes arn: before what goes on like an ARN, and the rest of it before
// what is the name of a bucket, where all actions are those of S3.
func (l *linter) asARN(v *syntax.Value) string {
	if strings.HasPrefix(v.Text, "aws:") && strings.Count(v.Text, ":") >= 4 {
		return "arn:" + v.Text
	}
	for i := range l.statements {
		s := &l.statements[i]
		isS3 := func(a *syntax.Value) bool { return strings.HasPrefix(strings.ToLower(a.Text), "s3:") }
		if slices.ContainsFunc(s.resource.values, func(r *syntax.Value) bool { return r == v }) && !slices.ContainsFunc(s.action.values, func(a *syntax.Value) bool { return !isS3(a) }) && !strings.ContainsAny(v.Text, ": ") && v.Text != "" {
			return "arn:aws:s3:::" + v.Text
		}
	}
	return ""
}

// minified takes the white space out of a policy that then fits its quota.
func (l *linter) minified() syntax.Fix {
	q, _ := QuotaOf(l.doc, l.options.Resource)
	text := compact(l.doc.Text)
	if q.Length(text) > q.Characters {
		return syntax.Fix{}
	}
	return edits("Remove white space", syntax.Edit{Span: syntax.Span{From: 0, To: len(l.doc.Text)}, Text: text})
}

// compact takes the white space between the tokens out of sound JSON.
func compact(text string) string {
	var b strings.Builder
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\' && i+1 < len(text):
			b.WriteByte(c)
			i++
			b.WriteByte(text[i])
			continue
		case c == '"':
			inString = !inString
		case !inString && strings.IndexByte(" \t\r\n", c) >= 0:
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
