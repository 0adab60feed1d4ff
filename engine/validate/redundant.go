package validate

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// What another value or statement covers already.
var redundantChecks = []Check{
	{Code: "REDUNDANT_ACTION", Severity: syntax.Suggestion, Types: every, AWS: true, Summary: "Another action of the list covers this one."},
	{Code: "REDUNDANT_RESOURCE", Severity: syntax.Suggestion, Types: every &^ trust, AWS: true, Summary: "Another resource of the list covers this one."},
	{Code: "REDUNDANT_STATEMENT", Severity: syntax.Suggestion, Types: every, AWS: true, Summary: "Another statement covers this one."},
}

func redundantValues(l *linter, s *statement) {
	lower := func(v *syntax.Value) string { return strings.ToLower(v.Text) }
	l.redundantIn("REDUNDANT_ACTION", s.action, lower)
	if !strings.Contains(l.doc.Text, "${") {
		l.redundantIn("REDUNDANT_RESOURCE", s.resource, func(v *syntax.Value) string { return v.Text })
		return
	}
	l.redundantIn("REDUNDANT_RESOURCE", s.resource, func(v *syntax.Value) string { return strings.ReplaceAll(v.Text, "${", "\x00") })
}

// redundantIn reports each value that another one covers; of two equal ones, the later.
func (l *linter) redundantIn(code string, e element, read func(*syntax.Value) string) {
	if len(e.values) < 2 {
		return
	}
	first, texts := map[string]int{}, make([]string, len(e.values))
	var wide []int
	for i, v := range e.values {
		text := read(v)
		texts[i] = text
		if _, again := first[text]; !again {
			first[text] = i
		}
		if strings.ContainsAny(text, "*?") {
			wide = append(wide, i)
		}
	}
	for i, v := range e.values {
		cover := first[texts[i]]
		for _, j := range wide {
			if cover == i && texts[j] != texts[i] && covers(texts[j], texts[i]) {
				cover = j
			}
		}
		if cover != i {
			l.report(code, v.Span, quote(e.values[cover].Text)+" covers "+quote(v.Text)+" already. Remove it.", drop("Remove "+v.Text, &e.member.Value, v))
		}
	}
}

// covers says whether one pattern matches all that another matches. Most
// patterns differ before their first wildcard.
func covers(wide, narrow string) bool {
	i := strings.IndexAny(wide, "*?")
	if i < 0 {
		return wide == narrow
	}
	if !strings.HasPrefix(narrow, wide[:i]) {
		return false
	}
	return wide[i:] == "*" || glob.Parse(wide).Covers(glob.Parse(narrow))
}

// redundantStatements compares each pair of statements.
func redundantStatements(l *linter) {
	m, ok := l.root.Find("Statement")
	if !ok {
		return
	}
	for i := range l.statements {
		for j := range l.statements {
			narrow, wide := &l.statements[i], &l.statements[j]
			if i != j && l.coversStatement(wide, narrow) && !(j > i && l.coversStatement(narrow, wide)) {
				span := syntax.Span{From: narrow.tree.Span.From, To: narrow.tree.Span.From + 1}
				l.report("REDUNDANT_STATEMENT", span, "Another statement covers this one already. Remove it.", drop("Remove the statement", &m.Value, narrow.tree))
				break
			}
		}
	}
}

func (l *linter) coversStatement(wide, narrow *statement) bool {
	return wide.Sound() && narrow.Sound() && wide.Effect == narrow.Effect &&
		wide.action.member != nil && narrow.action.member != nil &&
		(l.sameText(wide.condition, narrow.condition) || wide.condition == nil) &&
		l.sameText(wide.principal.member, narrow.principal.member) &&
		coversElement(wide.action, narrow.action, strings.ToLower) &&
		coversElement(wide.resource, narrow.resource, func(text string) string { return text })
}

// sameText says whether two elements are written alike, white space aside.
func (l *linter) sameText(a, b *syntax.Member) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && l.compact(a) == l.compact(b)
}

func (l *linter) compact(m *syntax.Member) string {
	return compact(l.doc.Text[m.Value.Span.From:m.Value.Span.To])
}

// coversElement compares plain lists; of Not lists only those that are equal.
func coversElement(wide, narrow element, read func(string) string) bool {
	if wide.member == nil || narrow.member == nil {
		return wide.member == narrow.member
	}
	if wide.not || narrow.not {
		return wide.not && narrow.not && len(wide.values) == len(narrow.values) && subset(wide.values, narrow.values, func(a, b string) bool { return read(a) == read(b) })
	}
	return len(narrow.values) > 0 && subset(narrow.values, wide.values, func(a, b string) bool { return covers(read(b), read(a)) })
}

// subset says whether each value has a partner among the others.
func subset(values, others []*syntax.Value, partner func(a, b string) bool) bool {
	for _, v := range values {
		found := false
		for _, o := range others {
			found = found || partner(v.Text, o.Text)
		}
		if !found {
			return false
		}
	}
	return true
}
