package validate

import "github.com/verdict-iam/verdict/engine/syntax"

// parserChecks are what the reader and the parser report already. Where their
// severity is not that of IAM Access Analyzer, IAM was seen to take or to refuse the policy.
var parserChecks = []Check{
	{Code: "JSON_SYNTAX_ERROR", Types: every, AWS: true},
	{Code: syntax.CodeDuplicate, Types: every},
	{Code: syntax.CodeTooDeep, Types: every},
	{Code: syntax.CodeTooLarge, Types: every},
	{Code: syntax.CodeTooMany, Types: every},
	{Code: syntax.CodeInvalidUTF8, Types: every},
	{Code: syntax.CodeSurrogate, Types: every},
	{Code: syntax.CodeLongNumber, Types: every},
	{Code: "DATA_TYPE_MISMATCH", Types: every, AWS: true},
	{Code: "INVALID_POLICY_ELEMENT", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "MISSING_STATEMENT", Types: every, AWS: true},
	{Code: "MISSING_EFFECT", Types: every, AWS: true},
	{Code: "INVALID_EFFECT", Types: every, AWS: true},
	{Code: "MISSING_ACTION", Types: every, AWS: true},
	{Code: "MISSING_RESOURCE", Types: every &^ trust &^ resource, AWS: true},
	{Code: "MISSING_PRINCIPAL", Types: principal, AWS: true},
	{Code: "UNSUPPORTED_PRINCIPAL", Types: identity, AWS: true},
	{Code: "UNSUPPORTED_ELEMENT_COMBINATION", Types: every, AWS: true},
	{Code: "INVALID_VERSION", Types: every, AWS: true},
	{Code: "MISSING_VERSION", Severity: syntax.Warning, Also: also(syntax.Error), Types: every, AWS: true},
	{Code: "UNIQUE_SIDS_REQUIRED", Types: every &^ resource, AWS: true},
	{Code: "UNIQUE_SIDS_RECOMMENDED", Severity: syntax.Warning, Types: resource, AWS: true},
	{Code: "UNSUPPORTED_SID", Types: every &^ resource, AWS: true},
	{Code: "INVALID_PRINCIPAL_FORMAT", Types: principal, AWS: true},
	{Code: "INVALID_PRINCIPAL_KEY", Types: principal, AWS: true},
	{Code: "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Types: principal, AWS: true},
	// A warning in kms:ViaService, which IAM takes with any text.
	{Code: "INVALID_SERVICE_PRINCIPAL_FORMAT", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "FEDERATED_PRINCIPAL_NOT_SUPPORTED", Types: resource | rcp, AWS: true},
	{Code: "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", Types: trust, AWS: true},
	{Code: "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", Types: trust, AWS: true},
	// AWS lists it as an error, and IAM stores the policy: it is what it lets in that is wrong.
	{Code: "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity: syntax.SecurityWarning, Types: trust, AWS: true},
	{Code: "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", Types: trust, AWS: true},
	{Code: "SCP_SYNTAX_ERROR_PRINCIPAL", Types: scp, AWS: true},
	{Code: "POLICY_SIZE_EXCEEDS_SCP_QUOTA", Types: scp, AWS: true},
	{Code: "POLICY_SIZE_EXCEEDS_RCP_QUOTA", Types: rcp, AWS: true},
	{Code: "RCP_SYNTAX_ERROR_PRINCIPAL", Types: rcp, AWS: true},
	{Code: "RCP_SYNTAX_ERROR_ALLOW", Types: rcp, AWS: true},
	{Code: "RCP_SYNTAX_ERROR_NOTACTION", Types: rcp, AWS: true},
	{Code: "RCP_SYNTAX_ERROR_ACTION", Types: rcp, AWS: true},
	{Code: "INVALID_ARN_PREFIX", Also: also(syntax.Warning), Types: every &^ trust, AWS: true},
	{Code: "MISSING_ARN_FIELD", Also: also(syntax.Warning), Types: every &^ trust, AWS: true},
	{Code: "INVALID_PARTITION", Types: every, AWS: true},
	// A warning in resources: IAM stores the policy, and it matches nothing. An error in principals.
	{Code: "INVALID_ARN_ACCOUNT", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "INVALID_CONDITION_OPERATOR", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "NULL_WITH_IF_EXISTS", Types: every, AWS: true},
	// AWS lists it as an error, and IAM stores the policy: no request carries the key.
	{Code: "INVALID_CONDITION_KEY_FORMAT", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", Types: every, AWS: true},
	{Code: "INVALID_CONDITION_DATA_TYPE", Types: every, AWS: true},
	{Code: "INVALID_CONDITION_MULTIPLE_BOOLEAN", Types: every, AWS: true},
	{Code: "MISSING_TAG_KEY_IN_CONDITION", Types: every, AWS: true},
	{Code: "MISSING_BRACE_IN_VARIABLE", Types: every, AWS: true},
	{Code: "MISSING_QUOTE_IN_VARIABLE", Types: every, AWS: true},
	{Code: "UNSUPPORTED_SPACE_IN_VARIABLE", Types: every, AWS: true},
	{Code: "EMPTY_VARIABLE", Types: every, AWS: true},
	{Code: "VARIABLE_UNSUPPORTED_IN_ELEMENT", Types: every, AWS: true},
	// AWS lists it as an error, and IAM stores the policy: the text is taken as it stands.
	{Code: "VARIABLE_UNSUPPORTED_IN_VERSION", Severity: syntax.Warning, Types: every, AWS: true},
	// AWS lists the next four as warnings, and IAM refuses to store such values, but in session policies.
	{Code: "TYPE_MISMATCH_NUMBER", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "TYPE_MISMATCH_DATE", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "TYPE_MISMATCH_STRING", Types: every, AWS: true},
	{Code: "TYPE_MISMATCH_IP_RANGE", Also: also(syntax.Warning), Types: every, AWS: true},
	// AWS lists it as a security warning, and IAM refuses to store it.
	{Code: "ALLOW_WITH_NOT_PRINCIPAL", Types: resource, AWS: true},
	// AWS lists it as a security warning, and IAM refuses to store it for providers that many customers share.
	{Code: "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", Also: also(syntax.SecurityWarning), Types: trust, AWS: true},
	// AWS lists it as an error of access; IAM stores the policy.
	{Code: "WILDCARD_USAGE_TOO_PERMISSIVE", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "EMPTY_ARRAY_ACTION", Types: every, AWS: true},
	{Code: "EMPTY_ARRAY_RESOURCE", Types: every &^ trust, AWS: true},
	{Code: "EMPTY_ARRAY_CONDITION", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "DATE_WITHOUT_ZONE", Severity: syntax.Suggestion, Types: every},
	{Code: "INVALID_ACTION", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "INVALID_SERVICE_IN_ACTION", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "INVALID_ARN_RESOURCE", Also: also(syntax.Warning), Types: every &^ trust, AWS: true},
	{Code: "ARN_REGION_NOT_ALLOWED", Types: every &^ trust, AWS: true},
	{Code: "UNSUPPORTED_ACTION_IN_POLICY", Also: also(syntax.Warning), Types: resource | trust, AWS: true},
}
