package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// ARNs against the forms that their service has.
var templateChecks = []Check{
	{Code: "ARN_ACCOUNT_NOT_ALLOWED", Types: every &^ trust, NeedsCatalog: true, AWS: true},
	// AWS lists both as errors; resources of a service may come in forms that the catalog does not list.
	{Code: "MISSING_ARN_ACCOUNT", Severity: syntax.Warning, Types: every &^ trust, NeedsCatalog: true, AWS: true},
	{Code: "MISSING_ARN_REGION", Severity: syntax.Warning, Types: every &^ trust, NeedsCatalog: true, AWS: true},
	{Code: "DEAD_ACTION", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
	{Code: "RESOURCE_MISMATCH", Severity: syntax.Warning, Types: identity, NeedsCatalog: true},
	{Code: "ACTION_NEEDS_STAR", Severity: syntax.Suggestion, Types: identity, NeedsCatalog: true},
	{Code: "RESOURCE_STAR", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
	{Code: "EFFECTIVELY_STAR", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
}

// placeholders makes a pattern of a template such as arn:${Partition}:s3:::${BucketName}.
func placeholders(template string) string {
	for {
		before, rest, found := strings.Cut(template, "${")
		_, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return template
		}
		template = before + "*" + after
	}
}

// templates gives the forms of ARNs with a service in its third field.
func (l *linter) templates(service string) []arnFields {
	all, kept := l.forms[service]
	if !kept {
		all = l.readTemplates(service)
		l.forms[service] = all
	}
	return all
}

func (l *linter) readTemplates(service string) []arnFields {
	s, ok := l.options.Facts.Service(service)
	if !ok {
		return nil
	}
	var all []arnFields
	for _, t := range s.ResourceTypes {
		for _, a := range t.ARNs {
			if f := fields(placeholders(a)); len(f) == 6 && f[2] == service {
				all = append(all, f)
			}
		}
	}
	return all
}

func resourceForms(l *linter, s *statement) {
	if l.options.Facts == nil {
		return
	}
	for _, v := range s.resource.values {
		f := fields(placeholders(v.Text))
		if len(f) < 6 || f[0] != "arn" || l.reported(v.Span) {
			continue
		}
		if forms := l.templates(f[2]); len(forms) > 0 {
			l.form(v, f, forms)
		}
	}
}

// form compares an ARN with those forms whose resource can be its own.
func (l *linter) form(v *syntax.Value, f arnFields, forms []arnFields) {
	fits := slices.DeleteFunc(slices.Clone(forms), func(t arnFields) bool { return !overlap(t[5], f[5]) })
	blank := func(i int) bool { return !slices.ContainsFunc(fits, func(t arnFields) bool { return t[i] != "" }) }
	filled := func(i int) bool { return !slices.ContainsFunc(fits, func(t arnFields) bool { return t[i] == "" }) }
	written := fields(v.Text)
	if len(written) != 6 {
		return
	}
	switch {
	case f[2] == "iam": // the parser knows IAM's own
	case len(fits) == 0:
		l.reportAs(syntax.Warning, "INVALID_ARN_RESOURCE", v.Span, f[2]+" has no resource of the form "+quote(written[5])+l.asOf()+", so that this matches nothing.")
	case blank(4) && f[4] != "" && f[4] != "*":
		l.report("ARN_ACCOUNT_NOT_ALLOWED", v.Span, "ARNs of this kind of "+f[2]+" name no account, so that this matches nothing. Leave it empty.", write(v.Span, written.with(4, "")))
	case blank(3) && f[3] != "" && f[3] != "*":
		l.report("ARN_REGION_NOT_ALLOWED", v.Span, "ARNs of this kind of "+f[2]+" name no Region, so that this matches nothing. Leave it empty.", write(v.Span, written.with(3, "")))
	case filled(4) && f[4] == "" && !strings.HasPrefix(f[5], "document/"): // AWS's own documents of SSM name no account
		l.report("MISSING_ARN_ACCOUNT", v.Span, "ARNs of this kind of "+f[2]+" name an account, so that this matches nothing. Write one, or *.", write(v.Span, written.with(4, "*")))
	case filled(3) && f[3] == "":
		l.report("MISSING_ARN_REGION", v.Span, "ARNs of this kind of "+f[2]+" name a Region, so that this matches nothing. Write one, or *.", write(v.Span, written.with(3, "*")))
	}
}

// overlap says whether two patterns have a text in common. Most differ before their first wildcard.
func overlap(a, b string) bool {
	i, j := strings.IndexAny(a, "*?"), strings.IndexAny(b, "*?")
	if i < 0 {
		i = len(a)
	}
	if j < 0 {
		j = len(b)
	}
	n := min(i, j)
	return a[:n] == b[:n] && glob.Parse(a).Overlaps(glob.Parse(b))
}

// targets looks at whether actions and resources of a statement go together.
func targets(l *linter, s *statement) {
	if l.options.Facts == nil || s.action.not || s.resource.not || len(s.resource.values) == 0 || !s.Sound() {
		return
	}
	star := s.everyResource()
	var dead []*syntax.Value
	for _, v := range s.action.values {
		found, known := l.covered(v.Text)
		exact := known && len(found) == 1 && !strings.ContainsAny(v.Text, "*?")
		switch {
		case star:
			if exact && s.Effect == policy.Allow && len(s.clauses) == 0 && len(found[0].action.ResourceTypes()) > 0 {
				l.report("RESOURCE_STAR", v.Span, v.Text+" could be allowed on single resources. Name them.")
			}
		case exact && len(found[0].action.ResourceTypes()) == 0:
			l.report("ACTION_NEEDS_STAR", v.Span, v.Text+" works on no kind of resource, so that this statement never matches it. Give it a statement with Resource *.", l.apart(s, v))
		case known && len(found) > 0 && !s.targeted(found):
			dead = append(dead, v)
		}
	}
	l.dead(s, dead)
	l.effectivelyStar(s)
}

// effectivelyStar looks for resources that take in all of a kind that one of the statement's actions works on.
func (l *linter) effectivelyStar(s *statement) {
	if s.Effect != policy.Allow || s.everyResource() || !l.options.On(find("EFFECTIVELY_STAR")) {
		return
	}
	var kinds []*catalog.ResourceType
	for _, v := range s.action.values {
		found, _ := l.covered(v.Text)
		for _, u := range found {
			for _, t := range u.kinds() {
				if !slices.Contains(kinds, t) {
					kinds = append(kinds, t)
				}
			}
		}
	}
	for _, v := range s.resource.values {
		i := slices.IndexFunc(kinds, func(t *catalog.ResourceType) bool { return coversKind(v.Text, t) })
		if i >= 0 {
			l.report("EFFECTIVELY_STAR", v.Span, quote(v.Text)+" takes in every "+kinds[i].Name+" of every account, as * does. Name those that are meant.")
		}
	}
}

// kinds are the types of resources that an action works on.
func (u use) kinds() (all []*catalog.ResourceType) {
	for _, r := range u.action.ResourceTypes() {
		if t, known := u.service.ResourceType(r.Name); known {
			all = append(all, t)
		}
	}
	return all
}

// coversKind says whether a pattern takes in each ARN that resources of a type have, in the partition of most.
func coversKind(pattern string, t *catalog.ResourceType) bool {
	return !slices.ContainsFunc(t.ARNs, func(form string) bool {
		return !covers(pattern, placeholders(strings.Replace(form, "${Partition}", "aws", 1)))
	})
}

func (l *linter) dead(s *statement, dead []*syntax.Value) {
	if l.reportedIn(whole(s.resource.member)) {
		return // what is wrong with the resources is told
	}
	if len(dead) > 0 && len(dead) == len(s.action.values) {
		l.report("RESOURCE_MISMATCH", s.resource.member.Value.Span, "No action of this statement works on these resources, so that it never matches.")
		return
	}
	for _, v := range dead {
		l.report("DEAD_ACTION", v.Span, v.Text+" works on none of these resources, so that this statement never matches it.")
	}
}

// targeted says whether one of the actions works on one of the statement's resources.
func (s *statement) targeted(found []use) bool {
	for _, u := range found {
		if len(u.action.ResourceTypes()) == 0 {
			return true // told as an action that needs a star, or part of a pattern
		}
		for _, r := range u.action.ResourceTypes() {
			if t, known := u.service.ResourceType(r.Name); !known || s.names(t.ARNs) {
				return true
			}
		}
	}
	return false
}

// names says whether a resource of the statement fits one of the templates.
func (s *statement) names(templates []string) bool {
	for _, v := range s.resource.values {
		f := fields(placeholders(v.Text))
		for _, t := range templates {
			form := fields(placeholders(t))
			if strings.HasSuffix(t, ":${BucketName}") && strings.Contains(v.Text, "/") {
				continue // no bucket has a slash in its name
			}
			if len(f) < 6 || len(form) < 6 || overlap(form[2], f[2]) && overlap(form[3], f[3]) && overlap(form[4], f[4]) && overlap(form[5], f[5]) {
				return true
			}
		}
	}
	return false
}

// apart moves an action to a statement of its own behind this one, alike but for a star as resource.
func (l *linter) apart(s *statement, v *syntax.Value) syntax.Fix {
	removal, inList := withoutItem(&s.action.member.Value, v)
	statements, ok := l.root.Find("Statement")
	if !inList || !ok || statements.Value.Kind != syntax.Array {
		return syntax.Fix{}
	}
	var parts []string
	for i := range s.tree.Members {
		switch m := &s.tree.Members[i]; m.Name {
		case "Sid":
		case s.action.member.Name:
			parts = append(parts, literal(m.Name)+": "+literal(v.Text))
		case s.resource.member.Name:
			parts = append(parts, literal(m.Name)+`: "*"`)
		default:
			parts = append(parts, l.text(m.NameSpan.From, m.Value.Span.To))
		}
	}
	first := s.tree.Members[0].NameSpan.From
	inner, outer := l.space(first), l.text(s.tree.Members[len(s.tree.Members)-1].Value.Span.To, s.tree.Span.To-1)
	text := "," + l.space(s.tree.Span.From) + "{" + inner + strings.Join(parts, ","+inner) + outer + "}"
	return edits("Move it to a statement with Resource *", removal, insert(s.tree.Span.To, text))
}
