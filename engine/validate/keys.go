package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Condition keys and whether their operator fits.
var keyChecks = []Check{
	// AWS lists it as an error; the list of keys is of a day, and IAM stores the policy.
	{Code: "INVALID_GLOBAL_CONDITION_KEY", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "UNSUPPORTED_GLOBAL_CONDITION_KEY", Types: every, AWS: true},
	{Code: "DEPRECATED_GLOBAL_CONDITION_KEY", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "MISSING_QUALIFIER", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "FORALLVALUES_WITH_SINGLE_VALUED_KEY", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "FORALLVALUES_ALLOW_NO_NULL_GUARD", Severity: syntax.Suggestion, Types: granting},
	{Code: "TYPE_MISMATCH", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "UNTRUSTWORTHY_CONDITION_KEY", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "MISSING_PAIRED_CONDITION_KEYS", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "IRRELEVANT_CONDITION_KEY_IN_POLICY", Severity: syntax.Suggestion, Types: resource, AWS: true},
	{Code: "IFEXISTS_WEAKENS", Severity: syntax.Warning, Also: also(syntax.Suggestion), Types: granting},
	{Code: "BAD_PATTERN_FOR_MFA", Severity: syntax.SecurityWarning, Types: every},
}

// keyType is what a condition key holds.
type keyType uint8

const (
	unknownType keyType = iota
	textKey
	arnKey
	boolKey
	dateKey
	numberKey
	addressKey
)

// key is what is known of a condition key.
type key struct {
	name string
	kind keyType
	list bool // it holds a list
}

// globalKeys are the global condition keys ("AWS global condition context keys",
// IAM User Guide, September 2026) by what they hold. One that ends with a slash goes on with a tag's key.
var globalKeys = []struct {
	kind keyType
	list bool
	keys string
}{
	{textKey, false, `aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalTag/ aws:PrincipalServiceName aws:PrincipalType aws:userid aws:username
 aws:FederatedProvider aws:Ec2InstanceSourceVpc aws:SourceIdentity aws:SourceVpc aws:SourceVpce aws:VpceAccount aws:VpceOrgID aws:ResourceAccount
 aws:ResourceOrgID aws:ResourceTag/ aws:CalledViaFirst aws:CalledViaLast aws:CalledViaAWSMCP aws:referer aws:RequestedRegion aws:RequestTag/
 aws:SourceAccount aws:SourceOwner aws:SourceOrgID aws:UserAgent glue:RoleAssumedBy glue:CredentialIssuingService identitystore:UserId`},
	{textKey, true, `aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:VpceOrgPaths aws:ResourceOrgPaths aws:CalledVia aws:TagKeys aws:SourceOrgPaths
 sts:TransitiveTagKeys dynamodb:Attributes dynamodb:LeadingKeys kms:EncryptionContextKeys kms:GrantOperations kms:ResourceAliases`},
	{arnKey, false, "aws:PrincipalArn aws:SourceArn aws:ChatbotSourceArn ec2:SourceInstanceArn lambda:SourceFunctionArn ssm:SourceInstanceArn"},
	{boolKey, false, `aws:PrincipalIsAWSService aws:AssumedRoot aws:MultiFactorAuthPresent aws:ViaAWSService aws:ViaAWSMCPService aws:SecureTransport
 aws:IsMcpServiceAction`},
	{dateKey, false, "aws:TokenIssueTime aws:CurrentTime"},
	{numberKey, false, "aws:MultiFactorAuthAge ec2:RoleDelivery"},
	{addressKey, false, "aws:SourceIp aws:VpcSourceIp aws:Ec2InstanceSourcePrivateIPv4"},
	{unknownType, false, "aws:EpochTime aws:SourceVpcArn"},
}

// globals are the global keys by their names in lower case.
var globals = func() map[string]key {
	all := map[string]key{}
	for _, group := range globalKeys {
		for _, name := range strings.Fields(group.keys) {
			all[strings.ToLower(name)] = key{name, group.kind, group.list}
		}
	}
	return all
}()

// globalKey finds a key, given in lower case, among the fixed ones.
func globalKey(name string) (key, bool) {
	if i := strings.IndexByte(name, '/'); i >= 0 {
		name = name[:i+1]
	}
	k, known := globals[name]
	return k, known
}

func globalNames() []string {
	var names []string
	for _, group := range globalKeys {
		names = append(names, strings.Fields(group.keys)...)
	}
	return names
}

// keyRules looks at a clause's key.
func keyRules(l *linter, s *statement, c *clause) {
	l.globalName(c)
	k, known := l.key(c.name)
	if !known {
		return
	}
	l.qualifier(s, c, k)
	l.keyOperator(s, c, k)
}

func (l *linter) globalName(c *clause) {
	span, name := c.key.NameSpan, c.key.Name
	switch {
	case !strings.HasPrefix(c.name, "aws:"):
	case c.name == "aws:arn":
		l.report("UNSUPPORTED_GLOBAL_CONDITION_KEY", span, "No request carries aws:ARN. Test aws:PrincipalArn for who calls, or aws:SourceArn for whom a service calls.", write(span, "aws:PrincipalArn"), write(span, "aws:SourceArn"))
	case c.name == "aws:sourceowner":
		l.report("DEPRECATED_GLOBAL_CONDITION_KEY", span, "aws:SourceAccount has replaced "+name+". Write that.", write(span, "aws:SourceAccount"))
	default:
		l.unknownGlobal(c)
	}
}

func (l *linter) unknownGlobal(c *clause) {
	if _, known := globalKey(c.name); known || strings.HasSuffix(c.name, "/") {
		return
	}
	message, fix := quote(c.key.Name)+" is no global condition key as of September 2026, so no request carries it.", syntax.Fix{}
	if near := syntax.Nearest(c.key.Name, globalNames()); near != "" && !strings.HasSuffix(near, "/") {
		message, fix = message+" Did you mean "+near+"?", write(c.key.NameSpan, near)
	}
	l.report("INVALID_GLOBAL_CONDITION_KEY", c.key.NameSpan, message, fix)
}

// qualifier holds set operators to keys that hold lists.
func (l *linter) qualifier(s *statement, c *clause, k key) {
	bare := condition.Operator{Base: c.Base, IfExists: c.IfExists}
	switch {
	case c.Base == condition.Null:
	case k.list && c.Set == condition.NoSet:
		severity := syntax.Error
		if _, global := globalKey(c.name); !global {
			severity = syntax.Warning // the catalog takes some keys for lists that hold one value
		}
		l.reportAs(severity, "MISSING_QUALIFIER", c.block.NameSpan, c.key.Name+" holds a list, which "+c.block.Name+" cannot compare. Write ForAnyValue: or ForAllValues: before it.",
			l.underOperator(s, c, condition.Operator{Set: condition.ForAnyValue, Base: c.Base, IfExists: c.IfExists}.String()))
	case !k.list && c.Set == condition.ForAllValues:
		l.report("FORALLVALUES_WITH_SINGLE_VALUED_KEY", c.block.NameSpan, c.key.Name+" holds one value, and ForAllValues is true where it is absent. Write "+bare.String()+".", l.underOperator(s, c, bare.String()))
	case k.list && c.Set == condition.ForAllValues && s.Effect.String() == "Allow" && len(c.values) > 0 && !c.Base.Negated() && !s.tests("Null", c.name):
		l.report("FORALLVALUES_ALLOW_NO_NULL_GUARD", c.block.NameSpan, "ForAllValues is true where "+c.key.Name+" is absent, so this allows requests without it. Add Null "+c.key.Name+" false if that is not meant.", l.demand(s, "Null", c.key.Name, "false"))
	}
}

// tests says whether the statement tests a key, given in lower case, with the operator.
func (s *statement) tests(operator, name string) bool {
	for i := range s.clauses {
		if s.clauses[i].name == name && s.clauses[i].Base.String() == operator {
			return true
		}
	}
	return false
}

// asks says whether the statement tests one of the keys, given in lower case, in any way.
func (s *statement) asks(names ...string) bool {
	for i := range s.clauses {
		for _, name := range names {
			if s.clauses[i].name == name || strings.HasSuffix(name, "/") && strings.HasPrefix(s.clauses[i].name, name) {
				return true
			}
		}
	}
	return false
}

// family is the first word of the operators that are for a type of key.
var family = [...]string{textKey: "String", arnKey: "Arn", boolKey: "Bool", dateKey: "Date", numberKey: "Numeric", addressKey: "IpAddress"}

// keyOperator compares the operator with what the key holds.
func (l *linter) keyOperator(s *statement, c *clause, k key) {
	base := c.Base.String()
	switch {
	case c.Base == condition.Null || k.kind == unknownType || c.Base == condition.BinaryEquals:
	case k.kind == arnKey && strings.HasPrefix(base, "String"):
		if c.Base == condition.StringLike || c.Base == condition.StringNotLike {
			op := condition.Operator{Set: c.Set, IfExists: c.IfExists, Base: condition.ArnLike}
			if c.Base.Negated() {
				op.Base = condition.ArnNotLike
			}
			l.report("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", c.block.NameSpan, c.key.Name+" holds an ARN, and a wildcard of "+base+" crosses its colons. Write "+op.String()+".", l.arnOperator(s, c, op))
		}
	case !strings.Contains(base, family[k.kind]):
		l.report("TYPE_MISMATCH", c.block.NameSpan, base+" is not for "+c.key.Name+": use an operator that begins with "+family[k.kind]+".", l.fitting(s, c, k.kind))
	}
}

// equals are the operators that compare a type for equality, and their negated twins.
var equals = [...][2]condition.Base{
	textKey: {condition.StringLike, condition.StringNotLike}, arnKey: {condition.ArnLike, condition.ArnNotLike}, boolKey: {condition.Bool, condition.Bool},
	dateKey: {condition.DateEquals, condition.DateNotEquals}, numberKey: {condition.NumericEquals, condition.NumericNotEquals},
	addressKey: {condition.IpAddress, condition.NotIpAddress},
}

// fitting is the fix that compares with the operator of the key's type, where it can read each value.
func (l *linter) fitting(s *statement, c *clause, kind keyType) syntax.Fix {
	op := condition.Operator{Set: c.Set, Base: equals[kind][0], IfExists: c.IfExists}
	if c.Base.Negated() {
		op.Base = equals[kind][1]
	}
	compares := strings.HasSuffix(c.Base.String(), "Equals") && !strings.Contains(c.Base.String(), "Than") || c.Base.Wildcards() || c.Base == condition.Bool
	for _, v := range c.values {
		if op.Base.Problem(v.Text) != "" || kind == boolKey && (c.Base.Negated() || !strings.EqualFold(v.Text, "true") && !strings.EqualFold(v.Text, "false")) {
			return syntax.Fix{}
		}
	}
	if !compares {
		return syntax.Fix{}
	}
	return l.underOperator(s, c, op.String())
}

// arnOperator is the fix that compares as ARNs, where each value is one.
func (l *linter) arnOperator(s *statement, c *clause, op condition.Operator) syntax.Fix {
	for _, v := range c.values {
		if len(fields(v.Text)) < 6 || !strings.HasPrefix(v.Text, "arn:") {
			return syntax.Fix{}
		}
	}
	return l.underOperator(s, c, op.String())
}

// keyUse looks at what a key is used for.
func keyUse(l *linter, s *statement, c *clause) {
	name, span := c.key.Name, c.key.NameSpan
	switch c.name {
	case "aws:referer", "aws:useragent":
		l.report("UNTRUSTWORTHY_CONDITION_KEY", span, "The caller writes what "+name+" holds, and can write anything. Do not let access depend on it.")
	case "aws:vpcsourceip":
		if !s.asks("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths") {
			l.report("MISSING_PAIRED_CONDITION_KEYS", span, "Any VPC can have the addresses of "+name+". Test aws:SourceVpc or aws:SourceVpce too.")
		}
	case "aws:ec2instancesourceprivateipv4":
		if !s.asks("aws:ec2instancesourcevpc") {
			l.report("MISSING_PAIRED_CONDITION_KEYS", span, "Any VPC can have the addresses of "+name+". Test aws:Ec2InstanceSourceVpc too.")
		}
	case "s3:resourceaccount", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths":
		l.report("IRRELEVANT_CONDITION_KEY_IN_POLICY", span, name+" tells whose the resource is, which this policy is attached to. Test it in an identity-based policy, or remove it here.", edits("Remove it", dropClause(s, c)))
	case "aws:multifactorauthpresent":
		l.mfa(s, c)
	}
	l.weakened(s, c)
	l.needless(s, c)
}

// alwaysThere are global keys that every request carries ("AWS global condition context keys").
const alwaysThere = " aws:currenttime aws:epochtime aws:requestedregion aws:securetransport aws:useragent aws:viaawsservice "

func (l *linter) needless(s *statement, c *clause) {
	if c.IfExists && s.Effect == policy.Allow && strings.Contains(alwaysThere, " "+c.name+" ") {
		bare := condition.Operator{Set: c.Set, Base: c.Base}.String()
		l.reportAs(syntax.Suggestion, "IFEXISTS_WEAKENS", c.block.NameSpan, "Every request carries "+c.key.Name+", so that IfExists changes nothing. Write "+bare+".", l.underOperator(s, c, bare))
	}
}

// strictKeys keep others out, and are absent from requests that should not pass.
const strictKeys = " aws:multifactorauthpresent aws:principalorgid aws:principalorgpaths aws:sourcevpc aws:sourcevpce aws:sourceaccount aws:sourcearn aws:sourceorgid aws:sourceorgpaths "

func (l *linter) weakened(s *statement, c *clause) {
	if c.IfExists && s.Effect.String() == "Allow" && !c.Base.Negated() && strings.Contains(strictKeys, " "+c.name+" ") && c.name != "aws:multifactorauthpresent" && !s.tests("Null", c.name) {
		bare := condition.Operator{Set: c.Set, Base: c.Base}.String()
		l.report("IFEXISTS_WEAKENS", c.block.NameSpan, "With IfExists, this allows requests that carry no "+c.key.Name+" at all. Write "+bare+".", l.underOperator(s, c, bare))
	}
}

// mfa looks at the ways in which a test for multi-factor authentication misses
// requests with long-term access keys, which carry no such key.
func (l *linter) mfa(s *statement, c *clause) {
	if len(c.values) != 1 {
		return
	}
	value, deny := strings.ToLower(c.values[0].Text), s.Effect.String() == "Deny"
	switch {
	case deny && c.Base == condition.Bool && !c.IfExists && value == "false" && !s.tests("Null", c.name):
		l.report("BAD_PATTERN_FOR_MFA", c.block.NameSpan, "Requests with access keys carry no "+c.key.Name+", so this Deny misses them. Write BoolIfExists.", l.underOperator(s, c, "BoolIfExists"))
	case !deny && c.Base == condition.Bool && c.IfExists && value == "true":
		l.report("BAD_PATTERN_FOR_MFA", c.block.NameSpan, "Requests with access keys carry no "+c.key.Name+", and IfExists lets them pass. Write Bool.", l.underOperator(s, c, "Bool"))
	case !deny && c.Base == condition.Null && value == "false" && !s.tests("Bool", c.name):
		l.report("BAD_PATTERN_FOR_MFA", c.block.NameSpan, c.key.Name+" is there in sessions without multi-factor authentication too; it is then false. Test it with Bool true.", l.retest(s, c, "Bool", "true"))
	case !deny && c.Base == condition.Bool && value == "false":
		l.report("BAD_PATTERN_FOR_MFA", c.block.NameSpan, "This allows requests without multi-factor authentication, and not those with it. Test "+c.key.Name+" with Bool true.", l.retest(s, c, "Bool", "true"))
	case deny && c.Base == condition.Null && value == "true" && !l.deniesWithoutMFA():
		l.report("BAD_PATTERN_FOR_MFA", c.block.NameSpan, "Sessions without multi-factor authentication carry "+c.key.Name+" as false, so this Deny misses them. Test it with BoolIfExists false.", l.retest(s, c, "BoolIfExists", "false"))
	}
}

// deniesWithoutMFA says whether some Deny of the document tests for sessions without multi-factor authentication.
func (l *linter) deniesWithoutMFA() bool {
	return slices.ContainsFunc(l.statements, func(s statement) bool {
		return s.Effect == policy.Deny && s.tests("Bool", "aws:multifactorauthpresent")
	})
}

// key gives what is known of a condition key.
func (l *linter) key(name string) (key, bool) {
	k, known := globalKey(name)
	if known || l.options.Facts == nil {
		return k, known
	}
	prefix, _, _ := strings.Cut(name, ":")
	service, ok := l.options.Facts.Service(prefix)
	if !ok {
		return key{}, false
	}
	found, known := service.Key(name)
	if strings.HasPrefix(name, encryptionContext) {
		return key{name: found.Name}, known // it holds what the service puts in, often an ARN
	}
	return key{found.Name, kinds[found.Type], found.Multivalued}, known
}

// encryptionContext begins the keys for what a service told AWS KMS that it encrypts.
const encryptionContext = "kms:encryptioncontext:"

// kinds gives the type of a key by the catalog's.
var kinds = [...]keyType{catalog.String: textKey, catalog.ARN: arnKey, catalog.Bool: boolKey, catalog.Date: dateKey, catalog.IPAddress: addressKey, catalog.Numeric: numberKey}
