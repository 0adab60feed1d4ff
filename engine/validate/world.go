package validate

import "github.com/verdict-iam/verdict/engine/syntax"

// What takes the world of a scenario: package audit finds it, and here stands what it is.
var worldChecks = []Check{
	{Code: "PRIVILEGE_ESCALATION", World: true, Severity: syntax.SecurityWarning, Types: identity, Summary: "A user or role of a scenario can get more permissions than it was given."},
	{Code: "STATEMENT_CHANGES_NOTHING", World: true, Severity: syntax.Suggestion, Types: every, Summary: "Without the statement, every request of the scenario is decided the same."},
	{Code: "GRANT_CUT_OFF", World: true, Severity: syntax.Suggestion, Types: identity | resource, Summary: "A permissions boundary, service or resource control policy or session policy keeps a grant from its principal."},
	{Code: "CROSS_ACCOUNT_HALF_MISSING", World: true, Severity: syntax.Warning, Types: identity | resource | trust, Summary: "One account grants access to another, and the other side does not allow it."},
	{Code: "DENY_MISSES_ABSENT_KEY", World: true, Severity: syntax.Warning, Types: every, Summary: "A request of the scenario is allowed past a Deny, because it does not carry a key that the Deny tests."},
	{Code: "TRUST_POLICY_UNUSABLE", World: true, Severity: syntax.Warning, Types: trust, Summary: "Nobody of the scenario can assume the role, although its trust policy lets them in."},

	// Best practices for an account.
	{Code: "ROOT_USER_ACCESS_KEY", World: true, Severity: syntax.SecurityWarning, Types: identity, Summary: "The root user of an account has an access key."},
	{Code: "ROOT_USER_WITHOUT_MFA", World: true, Severity: syntax.SecurityWarning, Types: identity, Summary: "The root user of an account has no MFA device."},
	{Code: "USER_WITHOUT_MFA", World: true, Severity: syntax.SecurityWarning, Types: identity, Summary: "A user with a console password has no MFA device."},
	{Code: "ACCESS_KEY_NOT_ROTATED", World: true, Severity: syntax.Warning, Types: identity, Summary: "An active access key is older than 90 days."},
	{Code: "UNUSED_CREDENTIALS", World: true, Severity: syntax.Warning, Types: identity, Summary: "A password or active access key was not used for 90 days."},
	{Code: "POLICY_ATTACHED_TO_USER", World: true, Severity: syntax.Suggestion, Types: identity, Summary: "A policy is attached to a user in place of a group or role."},
	{Code: "WEAK_PASSWORD_POLICY", World: true, Severity: syntax.Warning, Types: identity, Summary: "The account's password policy asks for too little."},
}
