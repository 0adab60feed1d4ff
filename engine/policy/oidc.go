package policy

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// sharedProvider is an OIDC provider that serves many customers, so that IAM
// stores a trust policy for it only where a claim pins the caller down (GR-50).
type sharedProvider struct {
	issuer string
	// nested says that issuers which begin with this one count too.
	nested    bool
	claims    []string
	operators []condition.Base
	// anyCase says that the condition key may be in any letter case.
	anyCase bool
	refused func(value string) bool
}

var (
	likeOperators  = []condition.Base{condition.StringEquals, condition.StringLike, condition.StringEqualsIgnoreCase}
	equalOperators = []condition.Base{condition.StringEquals, condition.StringEqualsIgnoreCase}
)

func onlyStar(value string) bool { return value == "*" }

func startsWithStar(value string) bool {
	return strings.TrimSpace(value) == "" || strings.HasPrefix(value, "*")
}

func nothing(string) bool { return false }

var sharedProviders = []sharedProvider{
	{"token.actions.githubusercontent.com", true, []string{"sub", "job_workflow_ref"}, likeOperators, true, startsWithStar},
	{"gitlab.com", false, []string{"sub"}, likeOperators, true, onlyStar},
	{"app.terraform.io", false, []string{"sub"}, likeOperators, true, onlyStar},
	{"vstoken.actions.githubusercontent.com", false, []string{"sub"}, likeOperators, true, onlyStar},
	{"cognito-identity.amazonaws.com", false, []string{"aud"}, likeOperators, true, onlyStar},
	{"accounts.google.com", false, []string{"aud", "oaud", "sub"}, equalOperators, false, nothing},
	{"www.amazon.com", false, []string{"app_id", "sub"}, equalOperators, false, nothing},
	{"graph.facebook.com", false, []string{"app_id", "sub"}, equalOperators, false, nothing},
}

// sharedProviderOf finds the provider that a federated principal names, and its whole issuer.
func sharedProviderOf(principal string) (*sharedProvider, string) {
	issuer := principal
	if _, after, ok := strings.Cut(principal, ":oidc-provider/"); ok {
		issuer = after
	}
	for i := range sharedProviders {
		p := &sharedProviders[i]
		if issuer == p.issuer || p.nested && strings.HasPrefix(issuer, p.issuer) {
			return p, issuer
		}
	}
	return nil, ""
}

// pinsSharedProviders refuses an Allow for a shared provider that no claim pins down.
func (p *parser) pinsSharedProviders() {
	s := p.statement
	webIdentity := func(a ActionPattern) bool { return a.Raw == "sts:AssumeRoleWithWebIdentity" }
	if p.doc.Type != Trust || s.Effect != Allow || s.Principal == nil || !slices.ContainsFunc(s.Action.Values, webIdentity) {
		return
	}
	for _, principal := range s.Principal.Values {
		provider, issuer := sharedProviderOf(principal.Raw)
		if principal.Kind != PrincipalFederated || provider == nil || provider.pinned(issuer, s.Conditions) {
			continue
		}
		key := issuer + ":" + provider.claims[0]
		code := "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"
		if provider.nested {
			code = "MISSING_GITHUB_REPO_CONDITION_KEY"
		}
		p.note(principal.Span, syntax.Error, code, "Everybody who uses "+issuer+" could assume this role. Test "+key+" with StringEquals or StringLike and a value of yours.")
	}
}

// pinned says whether one operator block pins the caller down: a claim in it
// is tested, and no tested claim holds a refused value.
func (s *sharedProvider) pinned(issuer string, conditions []Condition) bool {
	blocks := map[condition.Operator][]bool{}
	for i := range conditions {
		c := &conditions[i]
		if !c.Operator.IfExists && slices.Contains(s.operators, c.Operator.Base) && s.tests(issuer, c.Key) {
			blocks[c.Operator] = append(blocks[c.Operator], !slices.ContainsFunc(c.Values, func(v ConditionValue) bool { return s.refused(v.Raw) }))
		}
	}
	for _, passes := range blocks {
		if !slices.Contains(passes, false) {
			return true
		}
	}
	return false
}

func (s *sharedProvider) tests(issuer, key string) bool {
	if s.anyCase {
		key, issuer = strings.ToLower(key), strings.ToLower(issuer)
	}
	for _, claim := range s.claims {
		if key == issuer+":"+claim {
			return true
		}
	}
	return false
}
