package validate

import "github.com/verdict-iam/verdict/engine/syntax"

// What takes the world of a scenario: package audit finds it, and here stands what it is.
var worldChecks = []Check{
	{Code: "PRIVILEGE_ESCALATION", World: true, Severity: syntax.SecurityWarning, Types: identity},
	{Code: "STATEMENT_CHANGES_NOTHING", World: true, Severity: syntax.Suggestion, Types: every},
	{Code: "GRANT_CUT_OFF", World: true, Severity: syntax.Suggestion, Types: identity | resource},
	{Code: "CROSS_ACCOUNT_HALF_MISSING", World: true, Severity: syntax.Warning, Types: identity | resource | trust},
	{Code: "DENY_MISSES_ABSENT_KEY", World: true, Severity: syntax.Warning, Types: every},
	{Code: "TRUST_POLICY_UNUSABLE", World: true, Severity: syntax.Warning, Types: trust},
	{Code: "CROSS_ACCOUNT_TRUST", World: true, Severity: syntax.Suggestion, Types: trust},

	// Best practices for an account.
	{Code: "ROOT_USER_ACCESS_KEY", World: true, Severity: syntax.SecurityWarning, Types: identity},
	{Code: "ROOT_USER_WITHOUT_MFA", World: true, Severity: syntax.SecurityWarning, Types: identity},
	{Code: "USER_WITHOUT_MFA", World: true, Severity: syntax.SecurityWarning, Types: identity},
	{Code: "ACCESS_KEY_NOT_ROTATED", World: true, Severity: syntax.Warning, Types: identity},
	{Code: "UNUSED_CREDENTIALS", World: true, Severity: syntax.Warning, Types: identity},
	{Code: "POLICY_ATTACHED_TO_USER", World: true, Severity: syntax.Suggestion, Types: identity},
	{Code: "WEAK_PASSWORD_POLICY", World: true, Severity: syntax.Warning, Types: identity},
}
