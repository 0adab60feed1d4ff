package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Grants that are broad, and mistakes in them that services make dangerous.
var broadChecks = []Check{
	{Code: "FULL_WILDCARD", Severity: syntax.SecurityWarning, Types: identity},
	{Code: "SERVICE_WILDCARD", Severity: syntax.Suggestion, Types: identity},
	{Code: "ALLOW_WITH_NOT_ACTION", Severity: syntax.SecurityWarning, Types: granting},
	{Code: "ALLOW_WITH_NOT_RESOURCE", Severity: syntax.SecurityWarning, Types: granting},
	{Code: "WHITESPACE_IN_ACTION", Severity: syntax.Warning, Types: every},
	{Code: "RESOURCE_POLICY_PRIVILEGE_ESCALATION", Severity: syntax.SecurityWarning, Types: identity},
	{Code: "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", Severity: syntax.SecurityWarning, Types: granting, AWS: true},
	{Code: "S3_PREFIX_IN_NEGATIVE_CONTEXT", Severity: syntax.SecurityWarning, Types: every &^ trust, AWS: true},
}

func broad(l *linter, s *statement) {
	l.whitespace(s)
	if s.Effect != policy.Allow {
		return
	}
	if s.action.not {
		l.report("ALLOW_WITH_NOT_ACTION", s.action.member.NameSpan, "This allows every action but those named, of every service that AWS will ever have. List the actions.")
	}
	if s.resource.not {
		l.report("ALLOW_WITH_NOT_RESOURCE", s.resource.member.NameSpan, "This allows on every resource but those named, also on those that do not exist yet. List the resources.")
	}
	l.wholeServices(s)
	l.editsAccess(s)
}

func (l *linter) whitespace(s *statement) {
	for _, v := range s.action.values {
		if text := strings.Join(strings.Fields(v.Text), ""); text != v.Text && text != "" {
			l.report("WHITESPACE_IN_ACTION", v.Span, quote(v.Text)+" holds white space, so that it matches no action. Remove it.", write(v.Span, text))
		}
	}
}

func (s *statement) everyResource() bool {
	for _, v := range s.resource.values {
		if v.Text == "*" {
			return !s.resource.not
		}
	}
	return false
}

// full says whether the statement is about every action on every resource.
func (s *statement) full() bool {
	all := func(v *syntax.Value) bool { return v.Text == "*" || v.Text == "*:*" }
	return !s.action.not && s.everyResource() && slices.ContainsFunc(s.action.values, all)
}

func (l *linter) wholeServices(s *statement) {
	if s.action.not || !s.everyResource() {
		return
	}
	for _, v := range s.action.values {
		service, isAll := strings.CutSuffix(v.Text, ":*")
		switch {
		case v.Text == "*" || v.Text == "*:*":
			l.report("FULL_WILDCARD", v.Span, "This allows every action on every resource. Name the actions.")
		case isAll && len(s.clauses) == 0:
			l.report("SERVICE_WILDCARD", v.Span, "This allows every action of "+service+", also those to come, on every resource. Name the actions.")
		}
	}
}

// editors are actions that change who may use a resource or what becomes of it, and
// the action that whoever has one of them needs no longer.
var editors = [...]struct{ edit, use string }{
	{"s3:putbucketpolicy", "s3:GetObject"},
	{"s3:putbucketacl", "s3:GetObject"},
	{"s3:putobjectacl", "s3:GetObject"},
	{"s3:putlifecycleconfiguration", "s3:DeleteObject"},
	{"kms:putkeypolicy", "kms:Decrypt"},
	{"secretsmanager:putresourcepolicy", "secretsmanager:GetSecretValue"},
	{"sqs:addpermission", "sqs:ReceiveMessage"},
}

func (l *linter) editsAccess(s *statement) {
	for _, e := range editors {
		for _, v := range s.action.values {
			if !s.action.not && strings.ToLower(v.Text) == e.edit && !l.allows(strings.ToLower(e.use)) {
				l.report("RESOURCE_POLICY_PRIVILEGE_ESCALATION", v.Span, "Whoever may "+v.Text+" gets by it what "+e.use+" gives, which this policy does not allow. Keep such actions to those who manage access.")
			}
		}
	}
}

// allows says whether some statement of the document allows the action.
func (l *linter) allows(action string) bool {
	for i := range l.statements {
		if how, _ := l.statements[i].reaches(action); how != "" && l.statements[i].Effect == policy.Allow {
			return true
		}
	}
	return false
}

// serviceKeys looks at keys of single services that are easily misused.
func serviceKeys(l *linter, s *statement, c *clause) {
	switch c.name {
	case "dynamodb:attributes":
		if s.Effect == policy.Allow && !s.asks("dynamodb:select") {
			l.report("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", c.key.NameSpan, "A request that selects all attributes names none, and passes. Add dynamodb:Select SPECIFIC_ATTRIBUTES.", l.demand(s, "StringEqualsIfExists", "dynamodb:Select", "SPECIFIC_ATTRIBUTES"))
		}
	case "s3:prefix":
		matches := c.Base == condition.StringLike || c.Base == condition.StringEquals
		negated := c.Base == condition.StringNotLike || c.Base == condition.StringNotEquals
		if s.Effect == policy.Deny && matches || s.Effect == policy.Allow && negated {
			l.report("S3_PREFIX_IN_NEGATIVE_CONTEXT", c.key.NameSpan, "A request with a shorter prefix, or none, lists the same objects and is not held back. Allow the prefixes that may be listed.")
		}
	}
}
