package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Service principals, and what resource control policies must say about them.
var serviceChecks = []Check{
	{Code: "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", Severity: syntax.SecurityWarning, Types: resource, AWS: true},
	{Code: "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity: syntax.Suggestion, Types: resource | trust, AWS: true},
	{Code: "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Types: resource | trust, AWS: true},
	{Code: "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", Severity: syntax.Warning, Types: rcp, AWS: true},
	{Code: "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", Severity: syntax.Warning, Types: rcp, AWS: true},
	{Code: "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", Severity: syntax.Warning, Types: rcp, AWS: true},
}

// principalKeys tell who calls; sourceKeys tell for whom a service calls.
var (
	principalKeys = []string{"aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltag/", "aws:userid", "aws:username"}
	sourceKeys    = []string{"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"}
)

// sourceOf gives the key that tells of a service's caller what the other tells of a principal.
var sourceOf = map[string]string{
	"aws:principalorgid": "aws:SourceOrgID", "aws:principalorgpaths": "aws:SourceOrgPaths",
	"aws:principalaccount": "aws:SourceAccount", "aws:principalarn": "aws:SourceArn",
}

// services gives the service principals that a statement names, if it names no others.
func (s *statement) services() []policy.PrincipalValue {
	p := s.Statement.Principal
	if p == nil || p.Not || slices.ContainsFunc(p.Values, func(v policy.PrincipalValue) bool { return v.Kind != policy.PrincipalService }) {
		return nil
	}
	return p.Values
}

func servicePrincipals(l *linter, s *statement) {
	services := s.services()
	if s.Effect != policy.Allow || len(services) == 0 {
		return
	}
	for i := range s.clauses {
		l.principalKeyForService(s, &s.clauses[i])
	}
	if s.asks(sourceKeys...) || slices.ContainsFunc(s.clauses, func(c clause) bool { return strings.HasPrefix(c.name, encryptionContext) }) || s.asks("kms:grantisforawsresource", "kms:calleraccount", "kms:viaservice", "aws:sourceowner") {
		return
	}
	for i := range s.clauses {
		if c := &s.clauses[i]; c.name == "aws:referer" || c.name == "aws:useragent" {
			l.report("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", c.key.NameSpan, "Others can set "+c.key.Name+" too. Test aws:SourceArn or aws:SourceAccount for service principals.", l.insteadOfReferer(c))
			return
		}
	}
	l.report("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", services[0].Span, services[0].Raw+" may act here for any customer of AWS. Test aws:SourceArn or aws:SourceAccount, so that it acts for yours alone.", l.holdService(s))
}

func (l *linter) insteadOfReferer(c *clause) syntax.Fix {
	if len(c.values) == 1 && len(c.values[0].Text) == 12 && digits(c.values[0].Text) {
		return write(c.key.NameSpan, "aws:SourceAccount")
	}
	return syntax.Fix{}
}

// holdService tests the account that the resource names, if it names one.
func (l *linter) holdService(s *statement) syntax.Fix {
	arns := []string{l.options.Resource}
	for _, v := range s.resource.values {
		arns = append(arns, v.Text)
	}
	for _, arn := range arns {
		if account := fieldOf(arn, 4); len(account) == 12 && digits(account) {
			return l.demand(s, "StringEquals", "aws:SourceAccount", account)
		}
	}
	return syntax.Fix{}
}

func (l *linter) principalKeyForService(s *statement, c *clause) {
	if !matchesKey(principalKeys, c.name) || c.IfExists || c.Base.Negated() || c.Base == condition.Null || c.Set == condition.ForAllValues {
		return
	}
	fix := syntax.Fix{}
	if source := sourceOf[c.name]; source != "" && !hasKey(&c.block.Value, source) {
		fix = write(c.key.NameSpan, source)
	}
	l.report("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", c.key.NameSpan, "Requests of service principals carry no "+c.key.Name+", so this never allows. Test aws:SourceArn, aws:SourceAccount or aws:SourceOrgID.", fix)
}

// viaService looks at the names of services through which AWS KMS is called, as kms:ViaService holds them.
func viaService(l *linter, _ *statement, c *clause) {
	if c.name != "kms:viaservice" || c.Base == condition.Null {
		return
	}
	for _, v := range c.values {
		if !strings.ContainsAny(v.Text, "*?$") && strings.Count(v.Text, ".") < 3 {
			l.reportAs(syntax.Warning, "INVALID_SERVICE_PRINCIPAL_FORMAT", v.Span, quote(v.Text)+" is no service as kms:ViaService names it. Write service.region.amazonaws.com, for example s3.us-east-1.amazonaws.com.")
		}
	}
}

func matchesKey(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return n == name || strings.HasSuffix(n, "/") && strings.HasPrefix(name, n) })
}

// controls looks at the keys that a resource control policy should test together.
func controls(l *linter, s *statement) {
	if l.doc.Type != policy.RCP || s.Effect != policy.Deny {
		return
	}
	for i := range s.clauses {
		c := &s.clauses[i]
		switch {
		case c.Base == condition.Null:
		case matchesKey(principalKeys, c.name) && !s.isService("false"):
			l.report("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", c.key.NameSpan, "This denies AWS services too, whose requests carry no "+c.key.Name+". Add BoolIfExists aws:PrincipalIsAWSService false.", l.demand(s, "BoolIfExists", "aws:PrincipalIsAWSService", "false"))
		case matchesKey(sourceKeys, c.name):
			l.sourceRules(s, c)
		}
	}
}

func (l *linter) sourceRules(s *statement, c *clause) {
	if !s.isService("true") {
		l.report("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", c.key.NameSpan, "Only requests of AWS services carry "+c.key.Name+". Add Bool aws:PrincipalIsAWSService true, so that others are not denied.", l.demand(s, "Bool", "aws:PrincipalIsAWSService", "true"))
	}
	if !s.tests("Null", "aws:sourceaccount") && !s.tests("Null", c.name) {
		l.report("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", c.key.NameSpan, "Some requests of services carry no "+c.key.Name+", and this denies them. Add Null aws:SourceAccount false.", l.demand(s, "Null", "aws:SourceAccount", "false"))
	}
}

// isService says whether the statement tests that a service calls, or that none does.
func (s *statement) isService(value string) bool {
	return slices.ContainsFunc(s.clauses, func(c clause) bool {
		return c.name == "aws:principalisawsservice" && c.Base == condition.Bool && len(c.values) == 1 && strings.EqualFold(c.values[0].Text, value)
	})
}
