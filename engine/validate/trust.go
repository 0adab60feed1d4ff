package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Trust policies, and principals of resource-based policies.
var trustChecks = []Check{
	{Code: "MISMATCHED_ACTION_FOR_PRINCIPAL", Types: trust, AWS: true},
	{Code: "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Types: trust, AWS: true},
	{Code: "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", Severity: syntax.Warning, Types: trust, AWS: true},
	// IAM refuses to store it.
	{Code: "MISSING_GITHUB_REPO_CONDITION_KEY", Types: trust, AWS: true},
	{Code: "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Severity: syntax.SecurityWarning, Types: trust, AWS: true},
	{Code: "CONFIRM_AUDIENCE_CLAIM_TYPE", Severity: syntax.Suggestion, Types: trust, AWS: true},
	{Code: "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", Severity: syntax.Suggestion, Types: trust, AWS: true},
	{Code: "INVALID_ROLE_REFERENCE", Severity: syntax.Warning, Types: principal, AWS: true},
	{Code: "INVALID_USER_REFERENCE", Severity: syntax.Warning, Types: principal, AWS: true},
	{Code: "TRUST_ANY_PRINCIPAL", Severity: syntax.SecurityWarning, Types: trust},
	{Code: "COMPUTE_TRUST", Severity: syntax.Suggestion, Off: true, Types: trust},
}

// The actions by which each kind of principal assumes a role.
const (
	assumeRole  = "sts:AssumeRole"
	assumeSAML  = "sts:AssumeRoleWithSAML"
	assumeWeb   = "sts:AssumeRoleWithWebIdentity"
	githubHost  = "token.actions.githubusercontent.com"
	rolesAnywhr = "rolesanywhere.amazonaws.com"
)

// assumes gives the action by which a principal assumes a role.
func assumes(p *policy.PrincipalValue) string {
	switch {
	case p.Kind != policy.PrincipalFederated:
		return assumeRole
	case strings.Contains(p.Raw, ":saml-provider/"):
		return assumeSAML
	}
	return assumeWeb
}

func trustPolicy(l *linter, s *statement) {
	if l.doc.Type != policy.Trust || s.Statement.Principal == nil || s.action.not {
		return
	}
	l.mismatched(s)
	l.rolesAnywhere(s)
	l.anyone(s)
	l.sessions(s)
	l.issuers(s)
}

// mismatched looks for actions that no principal of the statement can use.
func (l *linter) mismatched(s *statement) {
	var used []string
	for i := range s.Statement.Principal.Values {
		if a := assumes(&s.Statement.Principal.Values[i]); !slices.Contains(used, a) {
			used = append(used, a)
		}
	}
	for _, v := range s.action.values {
		if !slices.Contains([]string{assumeRole, assumeSAML, assumeWeb}, v.Text) || slices.Contains(used, v.Text) || len(used) == 0 {
			continue
		}
		fix := syntax.Fix{}
		if len(used) == 1 && !slices.ContainsFunc(s.action.values, func(o *syntax.Value) bool { return o.Text == used[0] }) {
			fix = write(v.Span, used[0])
		}
		l.report("MISMATCHED_ACTION_FOR_PRINCIPAL", v.Span, "The principals of this statement do not use "+v.Text+" but "+strings.Join(used, " and ")+".", fix)
	}
}

func (l *linter) rolesAnywhere(s *statement) {
	isIt := func(p policy.PrincipalValue) bool { return p.Raw == rolesAnywhr }
	i := slices.IndexFunc(s.Statement.Principal.Values, isIt)
	if i < 0 || s.Effect != policy.Allow {
		return
	}
	var lacking []string
	for _, needed := range []string{assumeRole, "sts:SetSourceIdentity", "sts:TagSession"} {
		if !slices.ContainsFunc(s.action.values, func(v *syntax.Value) bool { return v.Text == needed }) {
			lacking = append(lacking, needed)
		}
	}
	if len(lacking) == 0 || s.action.member == nil || len(s.action.values) == 0 {
		return
	}
	list := make([]string, 0, 3)
	for _, v := range s.action.values {
		list = append(list, literal(v.Text))
	}
	for _, a := range lacking {
		list = append(list, literal(a))
	}
	l.report("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", s.action.member.Value.Span, "IAM Roles Anywhere needs "+strings.Join(lacking, " and ")+" too, and fails without.",
		edits("Add "+strings.Join(lacking, " and "), syntax.Edit{Span: s.action.member.Value.Span, Text: "[" + strings.Join(list, ", ") + "]"}))
}

var computeServices = strings.Fields("ec2.amazonaws.com lambda.amazonaws.com ecs-tasks.amazonaws.com pods.eks.amazonaws.com eks.amazonaws.com")

func (l *linter) anyone(s *statement) {
	for i := range s.Statement.Principal.Values {
		p := &s.Statement.Principal.Values[i]
		object := s.principal.member != nil && s.principal.member.Value.Kind == syntax.Object
		switch {
		case s.Effect != policy.Allow:
		case p.Kind == policy.PrincipalEveryone && object && len(s.clauses) == 0:
			l.report("TRUST_ANY_PRINCIPAL", p.Span, "This lets every principal of every account try to assume the role. Name who may.")
		case slices.Contains(computeServices, p.Raw):
			l.report("COMPUTE_TRUST", p.Span, "Whatever runs on "+p.Raw+" with this role has its permissions.")
		}
	}
}

// sessions looks for a session of a role that is named too.
func (l *linter) sessions(s *statement) {
	for _, session := range s.Statement.Principal.Values {
		name, _, _ := strings.Cut(strings.TrimPrefix(fieldOf(session.Raw, 5), "assumed-role/"), "/")
		for _, role := range s.Statement.Principal.Values {
			if session.Kind != policy.PrincipalRoleSession || role.Kind != policy.PrincipalRole || role.Account != session.Account || !strings.HasSuffix(role.Raw, "/"+name) {
				continue
			}
			fix := syntax.Fix{}
			if _, _, v := l.at(session.Span); v != nil {
				if m, ok := s.principal.member.Value.Find("AWS"); ok {
					fix = drop("Remove it", &m.Value, v)
				}
			}
			l.report("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", session.Span, quote(role.Raw)+" covers this session already. Remove it.", fix)
		}
	}
}

func fieldOf(arn string, i int) string {
	if f := fields(arn); i < len(f) {
		return f[i]
	}
	return ""
}

// issuers looks for OIDC providers of which no claim is tested. Providers that
// many customers share the parser looks at.
func (l *linter) issuers(s *statement) {
	for _, p := range s.Statement.Principal.Values {
		_, issuer, oidc := strings.Cut(p.Raw, ":oidc-provider/")
		tested := slices.ContainsFunc(s.clauses, func(c clause) bool { return strings.HasPrefix(c.name, strings.ToLower(issuer)+":") })
		if oidc && s.Effect == policy.Allow && !tested && !l.reported(p.Span) {
			l.reportAs(syntax.SecurityWarning, "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", p.Span, "Every token of "+issuer+" opens this role. Test "+issuer+":sub or "+issuer+":aud.")
		}
	}
}

// trustClauses looks at the claims of tokens.
func trustClauses(l *linter, s *statement, c *clause) {
	if l.doc.Type != policy.Trust {
		return
	}
	if c.name == githubHost+":sub" && s.Effect == policy.Allow && c.Base.Wildcards() {
		for _, v := range c.values {
			if wild(v.Text) {
				l.report("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", v.Span, quote(v.Text)+" takes every repository, branch or pull request that fits. Name the repository and branch, such as repo:org/name:ref:refs/heads/main.")
			}
		}
	}
	issuer, isAud := strings.CutSuffix(c.name, ":aud")
	if !isAud || !strings.Contains(issuer, ".") || c.Set == condition.NoSet || c.Base == condition.Null {
		return
	}
	bare := condition.Operator{Base: c.Base, IfExists: c.IfExists}.String()
	if c.Set == condition.ForAnyValue {
		l.report("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", c.block.NameSpan, c.key.Name+" holds one value. Write "+bare+".", l.underOperator(s, c, bare))
		return
	}
	l.report("CONFIRM_AUDIENCE_CLAIM_TYPE", c.block.NameSpan, "Most providers write "+c.key.Name+" as one value, and ForAllValues is true where it is absent. Write "+bare+" if yours does.", l.underOperator(s, c, bare))
}

// references looks for principals that were replaced by their unique ID.
func references(l *linter, s *statement) {
	if s.Statement.Principal == nil {
		return
	}
	for _, p := range s.Statement.Principal.Values {
		switch {
		case p.Kind != policy.PrincipalUniqueID:
		case strings.HasPrefix(p.Raw, "AROA"):
			l.report("INVALID_ROLE_REFERENCE", p.Span, quote(p.Raw)+" is the unique ID of a role. IAM shows it where the role was deleted, and a new role of that name is not meant. Write the role's ARN.")
		default:
			l.report("INVALID_USER_REFERENCE", p.Span, quote(p.Raw)+" is the unique ID of a user. IAM shows it where the user was deleted, and a new user of that name is not meant. Write the user's ARN.")
		}
	}
}
