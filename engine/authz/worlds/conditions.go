package worlds

import "strings"

var words = []string{"u", "k", "K", "a", "x*", "*"}

var variables = []string{"${aws:username}", "${aws:PrincipalTag/t}", "${aws:PrincipalTag/t, 'k'}", "${AWS:principaltag/T}", "${app:s}", "${app:list, 'k'}", "${aws:TagKeys}", "${*}", "${aws:SourceIdentity, 'u'}", "k"}

// key is a context key with the operators that suit it and values that collide.
type key struct {
	name   string
	kind   string
	values []string
	// given keys are those that requests carry; the others are derived.
	given bool
}

var keys = []key{
	{"aws:PrincipalTag/t", "string", words, false},
	{"aws:principaltag/team", "string", words, false},
	{"aws:ResourceTag/t", "string", words, false},
	{"aws:RequestTag/t", "string", words, true},
	{"app:s", "string", words, true},
	{"App:S", "string", words, false},
	{"aws:username", "string", []string{"u", "v", "U"}, false},
	{"aws:PrincipalAccount", "string", []string{first, second, "anonymous"}, false},
	{"aws:PrincipalOrgID", "string", []string{"o-exampleorg1", "o-other00000"}, false},
	{"aws:ResourceAccount", "string", []string{first, second, elsewhere}, false},
	{"aws:ResourceOrgID", "string", []string{"o-exampleorg1"}, false},
	{"aws:PrincipalType", "string", []string{"User", "AssumedRole", "FederatedUser", "Account", "Anonymous"}, false},
	{"aws:SourceVpce", "string", []string{endpointID, "vpce-other"}, false},
	{"aws:RequestedRegion", "string", []string{"eu-west-1", "us-east-1"}, false},
	{"aws:SourceIdentity", "string", words, false},
	{"sts:ExternalId", "string", words, true},
	{"kms:EncryptionContext:Dept", "string", words, true},
	{"kms:EncryptionContext:Team", "string", words, true},
	{"kms:EncryptionContextKeys", "list", []string{"Dept", "team", "x"}, false},
	{"kms:CallerAccount", "string", []string{first, second}, false},
	{"aws:AssumedRoot", "bool", booleans, false},
	{"aws:TagKeys", "list", words, true},
	{"app:list", "list", words, true},
	{"aws:PrincipalOrgPaths", "list", []string{"o-exampleorg1/r-ab12/*", "o-exampleorg1/r-ab12/ou-ab12-11111111/", "o-exampleorg1/r-ab12/ou-ab12-11111111/ou-ab12-22222222/"}, false},
	{"aws:ResourceOrgPaths", "list", []string{"o-exampleorg1/r-ab12/*", "o-exampleorg1/r-ab12/ou-ab12-11111111/"}, false},
	{"aws:PrincipalArn", "arn", arns, false},
	{"aws:SourceArn", "arn", arns, true},
	{"aws:MultiFactorAuthPresent", "bool", booleans, true},
	{"aws:SecureTransport", "bool", booleans, true},
	{"aws:ViaAWSService", "bool", booleans, false},
	{"aws:PrincipalIsAWSService", "bool", booleans, false},
	{"aws:MultiFactorAuthAge", "number", numbers, true},
	{"app:n", "number", numbers, true},
	{"aws:EpochTime", "date", dates, false},
	{"aws:CurrentTime", "date", dates, false},
	{"aws:TokenIssueTime", "date", dates, false},
	{"app:d", "date", dates, true},
	{"aws:SourceIp", "ip", addresses, true},
	{"app:bin", "binary", []string{"YQ==", "YWI=", "YQ"}, true},
}

var (
	arns = []string{"arn:aws:iam::111111111111:user/u", "arn:aws:iam::111111111111:role/R", "arn:aws:iam::*:role/*", "arn:aws:iam::222222222222:*", "arn:aws:iam::111111111111:root",
		"arn:*:iam::*:user/?", "arn:aws:s3:::b", "*", "no-arn", "arn:aws:s3", "arn:aws:iam::111111111111:user/${aws:username}", "${aws:SourceArn}", "${app:s, 'arn:aws:s3:::b'}"}
	booleans  = []string{"true", "false", "True", "yes"}
	numbers   = []string{"1", "10", "1.0", "1e1", "+1", "-5", "abc", "9007199254740993", "9007199254740992"}
	dates     = []string{"2026-09-01T12:00:00Z", "2026-09-01", "2026", "2026-09", "1788264000", "2026-09-01T14:00:00+02:00", "2026-09-01T12:00:00.5Z", "soon", "1999"}
	addresses = []string{"192.0.2.1", "192.0.2.0/24", "192.0.2.5/24", "0.0.0.0/0", "2001:db8::1", "2001:db8::/32", "2001:db8::5/64", "::ffff:192.0.2.1", "::/0", "nowhere"}
)

var operators = map[string][]string{
	"string": {"StringEquals", "StringEquals", "StringLike", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringNotLike"},
	"list":   {"StringEquals", "StringLike", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotLike"},
	"arn":    {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike"},
	"bool":   {"Bool"},
	"number": {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"},
	"date":   {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	"ip":     {"IpAddress", "NotIpAddress"},
	"binary": {"BinaryEquals"},
}

var kinds = []string{"string", "list", "arn", "bool", "number", "date", "ip", "binary"}

// context draws the keys that a request carries.
func (w *world) context() Object {
	o := Object{}
	for _, k := range keys {
		if k.given && w.chance(35) {
			o[k.name] = w.contextValue(k)
		}
	}
	if w.chance(8) { // a derived key taken away or changed
		k := pick(w, keys)
		o[k.name] = pick(w, []any{nil, pick(w, k.values)})
		if strings.EqualFold(k.name, "app:s") {
			delete(o, "App:S")
		}
	}
	return o
}

func (w *world) contextValue(k key) any {
	if k.kind == "arn" { // the last ones are patterns with variables
		return pick(w, k.values[:10])
	}
	if k.kind != "list" {
		return pick(w, k.values)
	}
	values := list{}
	for range pick(w, []int{0, 1, 1, 1, 2, 3}) {
		values = append(values, pick(w, k.values))
	}
	return values
}

// condition draws a Condition block, its keys from the request half of the time.
func (w *world) condition(r request) Object {
	block := Object{}
	for range 1 + w.IntN(2) {
		k := pick(w, keys)
		if _, carried := r.context[k.name]; !carried && w.chance(30) {
			k = pick(w, keys)
		}
		operator := w.operator(k)
		if block[operator] == nil {
			block[operator] = Object{}
		}
		block[operator].(Object)[k.name] = w.policyValues(k, operator, r)
		if len(block[operator].(Object)) > 1 && strings.EqualFold(k.name, "app:s") { // one spelling in one block (GR-8)
			block[operator] = Object{k.name: block[operator].(Object)[k.name]}
		}
	}
	return block
}

func (w *world) operator(k key) string {
	if w.chance(8) {
		return "Null"
	}
	kind := k.kind
	if w.chance(6) {
		kind = pick(w, kinds)
	}
	operator := pick(w, operators[kind])
	if sets := 10; w.chance(sets) || k.kind == "list" && w.chance(85) {
		operator = pick(w, []string{"ForAllValues:", "ForAnyValue:"}) + operator
	}
	if w.chance(20) {
		operator += "IfExists"
	}
	return operator
}

func (w *world) policyValues(k key, operator string, r request) any {
	if operator == "Null" {
		return pick(w, []any{"true", "false", true, false})
	}
	if strings.Contains(operator, "Bool") {
		return pick(w, []any{"true", "false", true, "False", "yes", "${aws:SecureTransport}"})
	}
	values := list{}
	for range 1 + w.IntN(3) {
		values = append(values, w.policyValue(k, r))
	}
	if w.chance(2) {
		values = list{}
	}
	return w.scalar(values)
}

func (w *world) policyValue(k key, r request) string {
	if s, _ := r.context[k.name].(string); s != "" && w.chance(50) {
		return s
	}
	if (k.kind == "string" || k.kind == "list") && w.chance(35) {
		return pick(w, variables)
	}
	if k.kind == "string" && w.chance(15) {
		return pick(w, []string{"*", "?", "k*", "*u*", "${?}"})
	}
	return pick(w, k.values)
}
