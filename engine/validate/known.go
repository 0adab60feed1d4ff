package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Services, actions and keys that the catalog knows. AWS lists them as errors;
// the catalog is of a day, and IAM stores policies with others.
var knownChecks = []Check{
	{Code: "INVALID_SERVICE", Severity: syntax.Warning, Types: every, NeedsCatalog: true, AWS: true},
	{Code: "INVALID_SERVICE_CONDITION_KEY", Severity: syntax.Warning, Types: every, NeedsCatalog: true, AWS: true},
	{Code: "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Severity: syntax.Warning, Types: every, NeedsCatalog: true, AWS: true},
	{Code: "MISSING_ACTION_FOR_CONDITION_KEY", Severity: syntax.Warning, Types: every, NeedsCatalog: true, AWS: true},
	{Code: "CONDITION_NEVER_PRESENT", Severity: syntax.Warning, Types: every, NeedsCatalog: true},
}

// use is an action of a service that a pattern covers.
type use struct {
	service *catalog.Service
	action  *catalog.Action
}

// otherPrefixes begin condition keys and are no services of the catalog.
var otherPrefixes = map[string]bool{"saml": true, "catalog": true, "identitycenter": true}

// asOf says of which day the catalog is.
func (l *linter) asOf() string { return " as of " + l.options.Facts.Source().Date }

// covered gives the actions that a pattern covers. It is not known for patterns of every service.
func (l *linter) covered(pattern string) (found []use, known bool) {
	found, known = l.uses[pattern]
	if !known {
		if found, known = l.cover(pattern); known {
			l.uses[pattern] = found
		}
	}
	return found, known
}

func (l *linter) cover(pattern string) (found []use, known bool) {
	prefix, name, ok := strings.Cut(pattern, ":")
	if l.options.Facts == nil || !ok {
		return nil, false
	}
	service, ok := l.options.Facts.Service(prefix)
	if !ok {
		return nil, false
	}
	if !strings.ContainsAny(name, "*?") {
		if action, ok := service.Action(name); ok {
			found = append(found, use{service, action})
		}
		return found, true
	}
	for _, action := range service.Matching(name) {
		found = append(found, use{service, action})
	}
	return found, true
}

// knownActions looks for services and actions that the catalog does not know.
func knownActions(l *linter, s *statement) {
	for _, v := range s.action.values {
		prefix, name, ok := strings.Cut(v.Text, ":")
		if l.options.Facts == nil || !ok || prefix == "*" || strings.ContainsAny(v.Text, " \t${}") || l.reported(v.Span) {
			continue
		}
		service, has := l.options.Facts.Service(prefix)
		if !has {
			l.unknown("INVALID_SERVICE_IN_ACTION", v, part(v, 0, len(prefix)), prefix, "no service that has actions", l.options.Facts.Services())
			continue
		}
		if found, _ := l.covered(v.Text); len(found) == 0 {
			l.unknown("INVALID_ACTION", v, part(v, len(prefix)+1, len(v.Text)), name, "no action of "+service.Prefix, actionNames(service))
		}
	}
}

func actionNames(service *catalog.Service) []string {
	names := make([]string, len(service.Actions))
	for i := range service.Actions {
		names[i] = service.Actions[i].Name
	}
	return names
}

// unknown reports a part of an action that the catalog does not know, with the name that is nearest.
func (l *linter) unknown(code string, v *syntax.Value, at syntax.Span, name, what string, names []string) {
	message, fix := quote(name)+" is "+what+l.asOf()+".", syntax.Fix{}
	if near := syntax.Nearest(name, names); near != "" {
		message += " Did you mean " + near + "?"
		fix = write(v.Span, strings.Replace(v.Text, name, near, 1))
	}
	l.reportAs(syntax.Warning, code, at, message, fix)
}

// knownKeys looks for condition keys that the catalog does not know, or that no action carries.
func knownKeys(l *linter, s *statement, c *clause) {
	prefix, _, ok := strings.Cut(c.name, ":")
	if l.options.Facts == nil || !ok || strings.ContainsAny(c.name, "$ ") || otherPrefixes[prefix] || strings.Contains(prefix, ".") {
		return
	}
	_, global := globalKey(c.name)
	if prefix != "aws" && !global {
		service, has := l.options.Facts.Service(prefix)
		switch {
		case !has:
			l.unknownPrefix(c, prefix)
			return
		default:
			if _, known := service.Key(c.name); !known {
				l.unknownKey(c, service)
				return
			}
		}
	}
	// The catalog tells which actions carry a key: those of services, and of the global ones those about tags in requests.
	if prefix != "aws" && !global || strings.HasPrefix(c.name, "aws:requesttag/") || c.name == "aws:tagkeys" {
		l.carriers(s, c)
	}
}

// failsAbsent says whether the clause never holds where its key is absent.
func (c *clause) failsAbsent() bool {
	if c.Base == condition.Null {
		return len(c.values) == 1 && strings.EqualFold(c.values[0].Text, "false")
	}
	return !c.IfExists && c.Set != condition.ForAllValues && (c.Set == condition.ForAnyValue || !c.Base.Negated())
}

func (l *linter) unknownPrefix(c *clause, prefix string) {
	message, fix := quote(prefix)+" is no service"+l.asOf()+", so no request carries "+c.key.Name+".", syntax.Fix{}
	if near := syntax.Nearest(prefix, l.options.Facts.Services()); near != "" {
		message += " Did you mean " + near + "?"
		fix = write(c.key.NameSpan, near+c.key.Name[len(prefix):])
	}
	l.report("INVALID_SERVICE", c.key.NameSpan, message, fix)
}

func (l *linter) unknownKey(c *clause, service *catalog.Service) {
	var names []string
	for _, k := range service.Keys {
		if !strings.Contains(k.Name, "*") {
			names = append(names, k.Name)
		}
	}
	message, fix := quote(c.key.Name)+" is no condition key of "+service.Prefix+l.asOf()+".", syntax.Fix{}
	if near := syntax.Nearest(c.key.Name, names); near != "" {
		message += " Did you mean " + near + "?"
		fix = write(c.key.NameSpan, near)
	}
	l.report("INVALID_SERVICE_CONDITION_KEY", c.key.NameSpan, message, fix)
}

// sameKey says whether a key, in lower case, is one of the catalog's, in whose names a star stands for anything.
func sameKey(known, name string) bool {
	k := catalog.Key{Name: known}
	return k.Matches(name)
}

// carries says whether requests for an action may carry a key.
func (u use) carries(name string) bool {
	has := func(known string) bool { return sameKey(known, name) }
	if slices.ContainsFunc(u.action.Keys(), has) {
		return true
	}
	return slices.ContainsFunc(u.action.ResourceTypes(), func(r catalog.ResourceUse) bool {
		t, known := u.service.ResourceType(r.Name)
		return known && slices.ContainsFunc(t.Keys, has)
	})
}

// carriers compares the actions of a statement with a key that it tests.
func (l *linter) carriers(s *statement, c *clause) {
	if s.action.not || !s.Sound() {
		return
	}
	var lacking []*syntax.Value
	carried := false
	for _, v := range s.action.values {
		found, known := l.covered(v.Text)
		if !known || len(found) == 0 {
			return
		}
		if slices.ContainsFunc(found, func(u use) bool { return u.carries(c.name) }) {
			carried = true
			continue
		}
		lacking = append(lacking, v)
	}
	switch {
	case len(lacking) == 0:
	case !carried && !c.failsAbsent():
		l.report("CONDITION_NEVER_PRESENT", c.key.NameSpan, "No action of this statement carries "+c.key.Name+l.asOf()+", so that this condition always holds. Remove it, or name the actions that it is for.", edits("Remove the condition", dropClause(s, c)))
	case !c.failsAbsent():
	case !carried:
		l.report("MISSING_ACTION_FOR_CONDITION_KEY", c.key.NameSpan, "No action of this statement carries "+c.key.Name+", so that the statement never matches.")
	default:
		for _, v := range lacking {
			if !strings.ContainsAny(v.Text, "*?") {
				l.report("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", v.Span, "Requests for "+v.Text+" carry no "+c.key.Name+", so that this statement never matches them. Give the action a statement of its own.")
			}
		}
	}
}
