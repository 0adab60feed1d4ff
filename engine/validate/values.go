package validate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Values of conditions.
var valueChecks = []Check{
	{Code: "WILDCARD_WITHOUT_LIKE_OPERATOR", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "INVALID_DATE_VALUE", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "TYPE_MISMATCH_BOOLEAN", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "INVALID_VARIABLE_FOR_OPERATOR", Also: also(syntax.Warning), Types: every, AWS: true},
	{Code: "VARIABLE_USAGE_TOO_PERMISSIVE", Severity: syntax.SecurityWarning, Types: every, AWS: true},
	{Code: "INVALID_VPC_FORMAT", Types: every, AWS: true},
	{Code: "INVALID_VPCE_FORMAT", Types: every, AWS: true},
	// AWS lists it as an error; the list of Regions is of a day.
	{Code: "INVALID_REGION", Severity: syntax.Warning, Types: every, AWS: true},
	{Code: "INVALID_KMS_KEY_VALUE", Types: every, AWS: true},
	{Code: "REDUNDANT_CONDITION_VALUE_NUM", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "EQUIVALENT_TO_NULL_TRUE", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "EQUIVALENT_TO_NULL_FALSE", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "WILDCARD_IN_SERVICE_NAME", Severity: syntax.Suggestion, Types: every, AWS: true},
}

// valueRules looks at the values of a clause.
func valueRules(l *linter, s *statement, c *clause) {
	for _, v := range c.values {
		l.wildcardValue(s, c, v)
		l.literalValue(c, v)
		l.variableValue(c, v)
		l.userWildcard(c, v)
		l.idValue(c, v)
	}
	l.star(s, c)
	l.oneNumber(c)
}

// bare takes escapes such as ${*} out of a text, so that wildcards are left.
func bare(text string) string {
	return strings.NewReplacer("${*}", "", "${?}", "", "${$}", "").Replace(text)
}

func wild(text string) bool { return strings.ContainsAny(bare(text), "*?") }

// likes gives the operator that takes wildcards.
var likes = map[condition.Base]condition.Base{condition.StringEquals: condition.StringLike, condition.StringNotEquals: condition.StringNotLike}

func (l *linter) wildcardValue(s *statement, c *clause, v *syntax.Value) {
	ignoring := c.Base == condition.StringEqualsIgnoreCase || c.Base == condition.StringNotEqualsIgnoreCase
	like, plain := likes[c.Base]
	if v.Kind != syntax.String || !wild(v.Text) || !plain && !ignoring {
		return
	}
	fix := syntax.Fix{}
	if plain {
		fix = l.underOperator(s, c, condition.Operator{Set: c.Set, Base: like, IfExists: c.IfExists}.String())
	}
	l.report("WILDCARD_WITHOUT_LIKE_OPERATOR", v.Span, c.Base.String()+" takes the wildcard in "+quote(v.Text)+" as it stands, so only that very text equals it. Use StringLike or StringNotLike.", fix)
}

// literalValue looks at dates and Booleans.
func (l *linter) literalValue(c *clause, v *syntax.Value) {
	base := c.Base.String()
	switch {
	case strings.HasPrefix(base, "Date") && len(v.Text) > 4 && digits(v.Text):
		l.report("INVALID_DATE_VALUE", v.Span, quote(v.Text)+" is read as seconds since 1970. Write the date, such as 2026-01-31T23:59:59Z.", writeDate(v))
	case (c.Base == condition.Bool || c.Base == condition.Null) && !strings.Contains(v.Text, "${") && !strings.EqualFold(v.Text, "true") && !strings.EqualFold(v.Text, "false"):
		l.report("TYPE_MISMATCH_BOOLEAN", v.Span, quote(v.Text)+" is neither true nor false; "+base+" takes it for false.")
	}
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// writeDate writes seconds since 1970 as a date, by the calendar that counts
// years from March, so that leap days come last.
func writeDate(v *syntax.Value) syntax.Fix {
	seconds, err := strconv.Atoi(v.Text)
	if err != nil || seconds > 253402300799 {
		return syntax.Fix{}
	}
	day, rest := seconds/86400+719468, seconds%86400
	era, inEra := day/146097, day%146097
	year := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*year + year/4 - year/100)
	march := (5*inYear + 2) / 153
	month := (march+2)%12 + 1
	year += era * 400
	if month < 3 {
		year++
	}
	two := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return write(v.Span, strconv.Itoa(year)+"-"+two(month)+"-"+two(inYear-(153*march+2)/5+1)+"T"+two(rest/3600)+":"+two(rest/60%60)+":"+two(rest%60)+"Z")
}

// closedKeys are keys in which a wildcard or variable lets in others (GK-48).
var closedKeys = strings.Fields("aws:principalaccount aws:principalorgid aws:resourceaccount aws:resourceorgid aws:sourceaccount aws:sourceorgid aws:sourcevpc aws:sourcevpce aws:vpceaccount aws:vpceorgid")

// variableValue looks at policy variables.
func (l *linter) variableValue(c *clause, v *syntax.Value) {
	at := strings.Index(v.Text, "${")
	if v.Kind != syntax.String || at < 0 || !strings.Contains(strings.NewReplacer("${*}", "", "${?}", "", "${$}", "").Replace(v.Text), "${") {
		return
	}
	switch {
	case c.Base == condition.Null:
		l.report("INVALID_VARIABLE_FOR_OPERATOR", v.Span, c.Base.String()+" fills in no policy variables. Write true or false.")
	case !c.Base.Variables():
	case slices.Contains(closedKeys, c.name) && c.Base.Wildcards() && !ownVariable(v.Text[at+2:]):
		l.report("VARIABLE_USAGE_TOO_PERMISSIVE", v.Span, "A variable in "+c.key.Name+" may hold a value that others choose. Write the values out, or compare with StringEquals.")
	case c.name == "aws:userid" && (strings.IndexByte(v.Text, ':') < 0 || at < strings.LastIndexByte(v.Text[:at+1], ':')+1 && at == 0):
		l.report("VARIABLE_USAGE_TOO_PERMISSIVE", v.Span, "A variable before the colon of "+c.key.Name+" lets in principals that you do not name. Write the unique ID out.")
	}
}

// ownVariable tells variables whose value nobody chooses for themselves.
func ownVariable(text string) bool {
	name, _, _ := strings.Cut(text, "}")
	return slices.Contains(closedKeys, strings.ToLower(name))
}

// userWildcard looks at wildcards in front of the colon of aws:userid, where the unique ID stands.
func (l *linter) userWildcard(c *clause, v *syntax.Value) {
	id, _, session := strings.Cut(v.Text, ":")
	if c.name == "aws:userid" && c.Base.Wildcards() && v.Text != "*" && (session && wild(id) || !session && wild(v.Text) && len(strings.TrimRight(id, "*?")) < 16) {
		l.report("WILDCARD_USAGE_TOO_PERMISSIVE", v.Span, "A wildcard in front of the colon of "+c.key.Name+" lets in principals that you do not name. Write the unique ID out.")
	}
}

// idValue looks at the form of ids, Regions and KMS keys.
func (l *linter) idValue(c *clause, v *syntax.Value) {
	text := v.Text
	if v.Kind != syntax.String || c.Base == condition.Null || strings.Contains(text, "${") {
		return
	}
	open := c.Base.Wildcards() && wild(text)
	switch c.name {
	case "aws:sourcevpc", "aws:ec2instancesourcevpc":
		if !networkID("vpc-", text, open) {
			l.report("INVALID_VPC_FORMAT", v.Span, quote(text)+" is not the ID of a VPC, so nothing equals it. Write vpc- and 8 or 17 hexadecimal digits.")
		}
	case "aws:sourcevpce":
		if !networkID("vpce-", text, open) {
			l.report("INVALID_VPCE_FORMAT", v.Span, quote(text)+" is not the ID of a VPC endpoint, so nothing equals it. Write vpce- and 8 or 17 hexadecimal digits.")
		}
	case "aws:requestedregion", "ec2:region":
		if !open && !slices.Contains(regions(), strings.ToLower(text)) {
			l.report("INVALID_REGION", v.Span, quote(text)+" is not a Region as of September 2026."+meant(text), nearRegion(v.Span, text, text))
		}
	case "s3:x-amz-server-side-encryption-aws-kms-key-id":
		if f := fields(text); text != "*" && (len(f) < 6 || f[2] != "kms" || !open && !strings.HasPrefix(f[5], "key/")) {
			l.report("INVALID_KMS_KEY_VALUE", v.Span, quote(text)+" is not the ARN of a KMS key, which "+c.key.Name+" always holds. Write arn:aws:kms:region:account:key/id.")
		}
	}
	l.serviceWildcard(c, v)
}

func networkID(prefix, text string, open bool) bool {
	if open {
		head, _, _ := strings.Cut(strings.ReplaceAll(text, "?", "*"), "*")
		return strings.HasPrefix(head, prefix) || strings.HasPrefix(prefix, head)
	}
	id, ok := strings.CutPrefix(text, prefix)
	return ok && (len(id) == 8 || len(id) == 17) && strings.Trim(id, "0123456789abcdef") == ""
}

func (l *linter) serviceWildcard(c *clause, v *syntax.Value) {
	f := fields(v.Text)
	if !strings.HasPrefix(c.Base.String(), "Arn") || len(f) < 6 || f[0] != "arn" || !wild(f[2]) || everyARN(v.Text) {
		return
	}
	from := len(f[0]) + len(f[1]) + 2
	l.report("WILDCARD_IN_SERVICE_NAME", part(v, from, from+len(f[2])), "The service in "+quote(v.Text)+" is a wildcard. Name the service.")
}

// everyARN says whether a pattern of ARNs matches them all.
func everyARN(text string) bool {
	return text == "arn:*:*:*:*:*" || text == "arn:*:*:*:*:*:*" || text == "arn:*"
}

// star looks at values that every text matches: what is left of such a
// condition is whether the key is there.
func (l *linter) star(s *statement, c *clause) {
	every := func(v *syntax.Value) bool {
		return v.Text == "*" || strings.HasPrefix(c.Base.String(), "Arn") && everyARN(v.Text)
	}
	if !c.Base.Wildcards() || !slices.ContainsFunc(c.values, every) {
		return
	}
	present := !c.Base.Negated()
	absent := c.IfExists || c.Set == condition.ForAllValues || c.Set == condition.NoSet && c.Base.Negated()
	name := c.key.Name
	switch {
	case absent && present:
		l.report("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", whole(c.key), "This always holds, whether "+name+" is there or not. Remove it, or write values.", edits("Remove it", dropClause(s, c)))
	case absent:
		l.report("EQUIVALENT_TO_NULL_TRUE", whole(c.key), "This holds only where "+name+" is absent. Null "+name+" true says that plainly.", l.nullInstead(s, c, "true"))
	case present:
		l.report("EQUIVALENT_TO_NULL_FALSE", whole(c.key), "This holds wherever "+name+" is there. Null "+name+" false says that plainly.", l.nullInstead(s, c, "false"))
	default:
		l.report("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", whole(c.key), "This never holds, so the statement does nothing. Write values, or remove the statement.")
	}
}

// oneNumber looks at several bounds of which one decides.
func (l *linter) oneNumber(c *clause) {
	less, greater := strings.HasPrefix(c.Base.String(), "NumericLess"), strings.HasPrefix(c.Base.String(), "NumericGreater")
	if len(c.values) < 2 || !less && !greater {
		return
	}
	best, bound := 0, 0.0
	for i, v := range c.values {
		n, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			return
		}
		if i == 0 || less && n > bound || greater && n < bound {
			best, bound = i, n
		}
	}
	value := c.values[best]
	l.report("REDUNDANT_CONDITION_VALUE_NUM", c.key.Value.Span, "One of these bounds is enough to pass, so that "+value.Text+" alone decides.", edits("Keep "+value.Text, syntax.Edit{Span: c.key.Value.Span, Text: l.text(value.Span.From, value.Span.To)}))
}
