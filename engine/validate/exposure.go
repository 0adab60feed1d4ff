package validate

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// What an action opens to whoever has it. Most policies are meant to open something, so that these are for reviews alone.
var exposureChecks = []Check{
	{Code: "CREDENTIALS_EXPOSURE", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
	{Code: "DATA_EXFIL", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
	{Code: "RESOURCE_EXPOSURE", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
	{Code: "INFRA_MODIFICATION", Severity: syntax.Suggestion, Off: true, Types: identity, NeedsCatalog: true},
}

// exposed are the checks with what their actions do.
var exposed = [...]struct {
	code, does string
	is         func(*catalog.Action) bool
}{
	{"CREDENTIALS_EXPOSURE", "gives out credentials", (*catalog.Action).GivesCredentials},
	{"DATA_EXFIL", "reads what is stored", (*catalog.Action).ReadsData},
	{"RESOURCE_EXPOSURE", "changes who has access", func(a *catalog.Action) bool { return a.Level == catalog.LevelPermissions }},
	{"INFRA_MODIFICATION", "makes, changes or deletes resources", func(a *catalog.Action) bool { return a.Level == catalog.LevelWrite }},
}

func exposures(l *linter, s *statement) {
	if s.Effect != policy.Allow || s.action.not {
		return
	}
	for _, e := range exposed {
		if !l.options.On(find(e.code)) {
			continue
		}
		for _, v := range s.action.values {
			l.exposes(v, e.code, e.does, e.is)
		}
	}
}

// exposes tells of an action, or of the first one that a pattern covers.
func (l *linter) exposes(v *syntax.Value, code, does string, is func(*catalog.Action) bool) {
	var names []string
	found, _ := l.covered(v.Text)
	for _, u := range found {
		if is(u.action) {
			names = append(names, u.service.Prefix+":"+u.action.Name)
		}
	}
	switch {
	case len(names) == 0:
	case !wild(v.Text):
		l.report(code, v.Span, v.Text+" "+does+". Keep it to those who need it.")
	case len(names) == 1:
		l.report(code, v.Span, v.Text+" covers "+names[0]+", which "+does+". Keep it to those who need it.")
	default:
		l.report(code, v.Span, v.Text+" covers "+names[0]+", which "+does+", and "+strconv.Itoa(len(names)-1)+" more of the kind. Name those that are needed.")
	}
}
