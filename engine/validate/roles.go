package validate

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Passing roles and creating service-linked roles: one question, whether a
// statement allows it on an open set of roles, and six ways of writing it.
var roleChecks = roleTable()

const (
	passRole  = "iam:passrole"
	createSLR = "iam:createservicelinkedrole"
)

// openings are the ways to write an open set of roles.
var openings = [...]string{
	"STAR_IN_RESOURCE",
	"NOT_RESOURCE",
	"STAR_IN_ACTION_AND_RESOURCE",
	"STAR_IN_ACTION_AND_NOT_RESOURCE",
	"STAR_IN_RESOURCE_AND_NOT_ACTION",
	"NOT_ACTION_AND_NOT_RESOURCE",
}

func roleTable() []Check {
	var all []Check
	for _, o := range openings {
		all = append(all,
			Check{Code: "PASS_ROLE_WITH_" + o, Severity: syntax.SecurityWarning, Types: identity, AWS: true},
			Check{Code: "CREATE_SLR_WITH_" + o, Severity: syntax.Warning, Types: identity, AWS: true})
	}
	return all
}

func openRoles(l *linter, s *statement) {
	if s.Effect != policy.Allow || s.full() {
		return // that everything is allowed is told
	}
	if !s.asks("iam:passedtoservice") {
		l.openRole(s, "PASS_ROLE_WITH_", passRole, "role/", "A caller can hand any role to any service, and with it gain what the role may do. Name the roles, and test iam:PassedToService.")
	}
	if !s.asks("iam:awsservicename") {
		l.openRole(s, "CREATE_SLR_WITH_", createSLR, "role/aws-service-role/", "A caller can create the service-linked role of any service. Name the role, and test iam:AWSServiceName.")
	}
}

func (l *linter) openRole(s *statement, code, action, path, message string) {
	how, at := s.reaches(action)
	where, place := s.openOn(path)
	if how == "" || where == "" {
		return
	}
	if at.Not != nil && where == "NOT_RESOURCE" {
		l.report(code+"NOT_ACTION_AND_NOT_RESOURCE", at.Not.NameSpan, message)
		return
	}
	switch {
	case at.Not != nil:
		l.report(code+"STAR_IN_RESOURCE_AND_NOT_ACTION", at.Not.NameSpan, message)
	case how == "star":
		l.report(code+"STAR_IN_ACTION_AND_"+strings.TrimPrefix(where, "STAR_IN_"), at.Value.Span, message)
	default:
		l.report(code+where, place, message)
	}
}

// grant is what of a statement reaches an action.
type grant struct {
	Not   *syntax.Member
	Value *syntax.Value
}

// reaches says how a statement reaches an action, given in lower case: by its
// name, by a star, by NotAction, or not at all.
func (s *statement) reaches(action string) (how string, by grant) {
	for _, v := range s.action.values {
		pattern := strings.ToLower(v.Text)
		switch {
		case !covers(pattern, action) && pattern != "*:*":
		case s.action.not:
			return "", grant{}
		case pattern == action:
			return "name", grant{Value: v}
		case how == "":
			how, by = "star", grant{Value: v}
		}
	}
	if s.action.not {
		return "not", grant{Not: s.action.member}
	}
	return how, by
}

// openOn says how a statement reaches every role under a path: by a star or by NotResource.
func (s *statement) openOn(path string) (where string, at syntax.Span) {
	if s.resource.member == nil {
		return "", at
	}
	if s.resource.not {
		return "NOT_RESOURCE", s.resource.member.NameSpan
	}
	for _, v := range s.resource.values {
		f := fields(v.Text)
		if v.Text == "*" || len(f) == 6 && f[2] == "iam" && covers(f[5], path+"*") {
			return "STAR_IN_RESOURCE", v.Span
		}
	}
	return "", at
}
