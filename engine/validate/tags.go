package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Tags of resources, which not all services compare.
var tagChecks = []Check{
	{Code: "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity: syntax.SecurityWarning, Types: every &^ trust, NeedsCatalog: true, AWS: true},
	{Code: "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity: syntax.SecurityWarning, Types: every &^ trust, NeedsCatalog: true, AWS: true},
	// AWS lists both as suggestions; a grant that never holds is worth a warning where the service is named.
	{Code: "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity: syntax.Warning, Types: granting | scp, NeedsCatalog: true, AWS: true},
	{Code: "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity: syntax.Suggestion, Types: granting | scp, NeedsCatalog: true, AWS: true},
}

func tags(l *linter, s *statement, c *clause) {
	if l.options.Facts == nil || !strings.HasPrefix(c.name, "aws:resourcetag/") || !c.failsAbsent() || s.Effect == policy.NoEffect {
		return
	}
	effect, outcome := "ALLOW", "allows"
	if s.Effect == policy.Deny {
		effect, outcome = "DENY", "denies"
	}
	if s.action.not {
		l.report(effect+"_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", s.action.member.NameSpan, "Not all services compare "+c.key.Name+", and this statement never "+outcome+" for those that do not. Name the services.")
		return
	}
	for _, v := range s.action.values {
		prefix, _, _ := strings.Cut(v.Text, ":")
		service, known := l.options.Facts.Service(prefix)
		if known && !comparesTags(service) {
			l.report(effect+"_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", v.Span, service.Prefix+" does not compare "+c.key.Name+l.asOf()+", so that this statement never "+outcome+" its actions. Give them a statement of their own.")
		}
	}
}

// comparesTags says whether some resource or action of the service comes with tags.
func comparesTags(service *catalog.Service) bool {
	tag := func(k string) bool { return sameKey(k, "aws:resourcetag/x") }
	return slices.ContainsFunc(service.Keys, func(k catalog.Key) bool { return tag(k.Name) }) ||
		slices.ContainsFunc(service.ResourceTypes, func(r catalog.ResourceType) bool { return slices.ContainsFunc(r.Keys, tag) }) ||
		slices.ContainsFunc(service.Actions, func(a catalog.Action) bool { return slices.ContainsFunc(a.Keys(), tag) })
}
