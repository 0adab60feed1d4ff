package validate

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// What another value or statement covers already.
var redundantChecks = []Check{
	{Code: "REDUNDANT_ACTION", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "REDUNDANT_RESOURCE", Severity: syntax.Suggestion, Types: every &^ trust, AWS: true},
	{Code: "REDUNDANT_STATEMENT", Severity: syntax.Suggestion, Types: every, AWS: true},
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

// mostPairs bounds how many pairs of values or statements are compared, for the
// sake of whoever types. What AWS stores has far fewer.
const mostPairs = 1 << 20

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
	if len(wide)*len(e.values) > mostPairs {
		return
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
// patterns differ before their first wildcard or behind their last.
func covers(wide, narrow string) bool {
	i := strings.IndexAny(wide, "*?")
	if i < 0 {
		return wide == narrow
	}
	if !strings.HasPrefix(narrow, wide[:i]) || !strings.HasSuffix(narrow, wide[strings.LastIndexAny(wide, "*?")+1:]) {
		return false
	}
	if !strings.ContainsAny(narrow, "*?") {
		return glob.Parse(wide).Match(narrow)
	}
	return wide[i:] == "*" || glob.Parse(wide).Covers(glob.Parse(narrow))
}

// redundantStatements compares each pair of statements.
func redundantStatements(l *linter) {
	m, ok := l.root.Find("Statement")
	if !ok {
		return
	}
	whens := make([]when, len(l.statements))
	for i := range l.statements {
		s := &l.statements[i]
		whens[i] = when{l.compact(s.principal.member), l.compact(s.condition)}
	}
	covers := func(i, j int) bool {
		return whens[i].principal == whens[j].principal && (whens[i].condition == whens[j].condition || whens[i].condition == "") && coversStatement(&l.statements[i], &l.statements[j])
	}
	for i := range l.statements {
		for j := range l.statements {
			if i != j && covers(j, i) && !(j > i && covers(i, j)) {
				narrow := l.statements[i].tree
				span := syntax.Span{From: narrow.Span.From, To: narrow.Span.From + 1}
				l.report("REDUNDANT_STATEMENT", span, "Another statement covers this one already. Remove it.", drop("Remove the statement", &m.Value, narrow))
				break
			}
		}
	}
}

// when says whom a statement is for and under which condition, as it is written, white space aside.
type when struct{ principal, condition string }

func coversStatement(wide, narrow *statement) bool {
	return wide.Sound() && narrow.Sound() && wide.Effect == narrow.Effect &&
		wide.action.member != nil && narrow.action.member != nil &&
		coversElement(wide.action, narrow.action, strings.ToLower) &&
		coversElement(wide.resource, narrow.resource, func(text string) string { return text })
}

// compact gives the text of an element, empty where there is none.
func (l *linter) compact(m *syntax.Member) string {
	if m == nil {
		return ""
	}
	return m.Name + compact(l.text(m.Value.Span.From, m.Value.Span.To))
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
