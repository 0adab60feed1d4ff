package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// ARNs of resources, of principals and in conditions.
var arnChecks = []Check{
	// AWS lists it as an error; the list of Regions is of a day.
	{Code: "INVALID_ARN_REGION", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "INVALID_ARN_SERVICE_CASE", Types: every, AWS: true},
}

func resourceARNs(l *linter, s *statement) {
	for _, v := range s.resource.values {
		l.regionOf(v)
		l.serviceCase(v)
	}
}

func conditionARNs(l *linter, _ *statement, c *clause) {
	for _, v := range c.values {
		if strings.HasPrefix(c.Base.String(), "Arn") {
			l.regionOf(v)
			l.serviceCase(v)
		}
	}
}

func (l *linter) regionOf(v *syntax.Value) {
	f := fields(v.Text)
	if len(f) < 6 || f[0] != "arn" || f[3] == "" || wild(f[3]) || strings.Contains(f[3], "${") || strings.Contains(strings.Join(f[:3], ""), "${") || slices.Contains(regions(), f[3]) {
		return
	}
	from := len(f[0]) + len(f[1]) + len(f[2]) + 3
	fix := syntax.Fix{}
	if near := syntax.Nearest(f[3], regions()); near != "" {
		fix = write(v.Span, f.with(3, near))
	}
	l.report("INVALID_ARN_REGION", part(v, from, from+len(f[3])), quote(f[3])+" is not a Region as of September 2026, so this ARN matches nothing."+meant(f[3]), fix)
}

func (l *linter) serviceCase(v *syntax.Value) {
	f := fields(v.Text)
	if len(f) < 6 || f[0] != "arn" || strings.Contains(f[2], "${") || strings.ToLower(f[2]) == f[2] {
		return
	}
	from := len(f[0]) + len(f[1]) + 2
	l.report("INVALID_ARN_SERVICE_CASE", part(v, from, from+len(f[2])), "Services in ARNs are in lower case, so this ARN matches nothing. Write "+strings.ToLower(f[2])+".", write(v.Span, f.with(2, strings.ToLower(f[2]))))
}
