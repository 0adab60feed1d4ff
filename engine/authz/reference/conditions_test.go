package reference

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// contextValue is a context key that the request carries.
type contextValue struct {
	all   []string
	multi bool
}

// multivalued are the keys of B.3 that are multivalued by nature.
var multivalued = []string{"aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths", "aws:tagkeys", "aws:calledvia",
	"aws:sourceorgpaths", "aws:vpceorgpaths", "sts:transitivetagkeys"}

// value looks a key up in the context, which is derived when it is first asked for.
func (e *evaluation) value(key string) (contextValue, bool) {
	if e.context == nil {
		e.deriveContext()
	}
	v, exists := e.context[strings.ToLower(key)]
	return v, exists
}

// deriveContext fills the context as scenario.md and B.3 say; the request's own keys win.
func (e *evaluation) deriveContext() {
	e.context = map[string]contextValue{}
	set := func(key, value string) { // key in lower case
		if value != "" {
			e.context[key] = contextValue{[]string{value}, slices.Contains(multivalued, key)}
		}
	}
	now := e.now
	if given := text(get(e.request, "at")); given != "" {
		now, _ = time.Parse(time.RFC3339, given)
	}
	set("aws:currenttime", now.UTC().Format(time.RFC3339))
	set("aws:epochtime", strconv.FormatInt(now.Unix(), 10))
	e.derivePrincipal(set)
	if e.kind == "role" || e.kind == "federated" {
		set("aws:tokenissuetime", now.UTC().Format(time.RFC3339))
		set("aws:sourceidentity", text(get(e.session, "sourceIdentity")))
	}
	set("aws:viaawsservice", "false")
	if service, _, _ := strings.Cut(e.action, ":"); e.partition == "aws" && (service == "iam" || service == "organizations") {
		set("aws:requestedregion", "us-east-1") // GK-35
	}
	set("aws:requestedregion", fields(e.resource)[3])
	if id := text(get(e.request, "vpcEndpoint")); id != "" {
		set("aws:sourcevpce", id)
	}
	e.deriveResource(set)
	e.override()
}

func (e *evaluation) derivePrincipal(set func(key, value string)) {
	types := map[string]string{"user": "User", "role": "AssumedRole", "federated": "FederatedUser", "root": "Account", "anonymous": "Anonymous"}
	set("aws:principaltype", types[e.kind])
	switch e.kind {
	case "anonymous":
		set("aws:principalaccount", "anonymous")
		set("aws:userid", "anonymous")
		return
	case "service":
		set("aws:principalisawsservice", "true")
		set("aws:principalservicename", e.arn)
		set("aws:principalservicenameslist", e.arn)
		return
	case "provider":
		set("aws:federatedprovider", e.arn)
		return
	case "user":
		set("aws:username", e.name)
		set("aws:userid", "AIDA made up")
	case "role":
		set("aws:userid", "AROA made up:"+e.arn[strings.LastIndex(e.arn, "/")+1:])
	case "federated":
		set("aws:userid", e.account+":"+e.name)
	case "root":
		set("aws:userid", e.account)
	}
	set("aws:principalarn", e.arn)
	if e.kind == "role" {
		set("aws:principalarn", e.entityARN)
	}
	set("aws:principalaccount", e.account)
	set("aws:principalisawsservice", "false")
	e.deriveOrganization("aws:principal", e.callerPath, set)
	for _, tags := range []any{get(e.entity, "tags"), get(e.session, "tags")} {
		all, _ := tags.(object)
		for k, v := range all {
			set("aws:principaltag/"+strings.ToLower(k), text(v))
		}
	}
}

func (e *evaluation) deriveOrganization(prefix string, nodes []node, set func(key, value string)) {
	if nodes == nil {
		return
	}
	id := text(get(e.scenario, "organization", "id"))
	path := id + "/"
	for _, n := range nodes[:len(nodes)-1] {
		path += n.id + "/"
	}
	set(prefix+"orgid", id)
	set(prefix+"orgpaths", path)
}

func (e *evaluation) deriveResource(set func(key, value string)) {
	set("aws:resourceaccount", e.owner)
	e.deriveOrganization("aws:resource", e.ownerPath, set)
	if e.action == "iam:passrole" { // EV-85
		return
	}
	tagged := get(e.scenario, "accounts", e.owner, "resources", e.resource)
	for _, of := range []string{"roles", "users"} {
		if entity := e.entityAt(of, e.resource); entity != nil {
			tagged = entity
		}
	}
	tags, _ := get(tagged, "tags").(object)
	for k, v := range tags {
		set("aws:resourcetag/"+strings.ToLower(k), text(v))
	}
}

func (e *evaluation) override() {
	given, _ := get(e.request, "context").(object)
	for key, v := range given {
		key = strings.ToLower(key)
		if v == nil {
			delete(e.context, key)
			continue
		}
		_, isList := v.([]any)
		c := contextValue{[]string{}, isList || slices.Contains(multivalued, key)}
		for _, one := range values(v) {
			c.all = append(c.all, text(one))
		}
		e.context[key] = c
	}
}

// outcome is that of a condition; an error spreads to its statement (CO-33).
type outcome int

const (
	failed outcome = iota
	passed
	errored
)

func when(ok bool) outcome {
	if ok {
		return passed
	}
	return failed
}

// conditions is evalBlock of D.8.
func (e *evaluation) conditions(block any, variables bool) outcome {
	result := passed
	operators, _ := block.(object)
	for operator, tested := range operators {
		keys, _ := tested.(object)
		for key, v := range keys {
			switch e.condition(operator, key, values(v), variables) {
			case failed:
				result = min(result, failed)
			case errored:
				return errored
			}
		}
	}
	return result
}

var negated = []string{"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"}

// condition is evalOne of D.8.
func (e *evaluation) condition(operator, key string, policy []any, variables bool) outcome {
	base, forAll := strings.CutPrefix(operator, "ForAllValues:")
	base, forAny := strings.CutPrefix(base, "ForAnyValue:")
	base, ifExists := strings.CutSuffix(base, "IfExists")
	value, _ := e.value(key)
	if base == "Null" {
		return when(slices.ContainsFunc(policy, func(p any) bool { return strings.EqualFold(text(p), "true") == (len(value.all) == 0) }))
	}
	switch {
	case len(value.all) == 0:
		return when(ifExists || forAll || !forAny && slices.Contains(negated, base))
	case !forAll && !forAny && value.multi: // CO-18
		return failed
	}
	result := failed
	for _, v := range value.all {
		result = e.one(base, v, policy, variables)
		if result == errored || forAll && result == failed || forAny && result == passed {
			return result
		}
	}
	return result
}

// one compares one value of the request with the policy's list (CO-2).
func (e *evaluation) one(base, v string, policy []any, variables bool) outcome {
	isARN, isIP := strings.HasPrefix(base, "Arn"), strings.HasSuffix(base, "IpAddress")
	if isARN && (strings.Count(v, ":") < 5 || !strings.HasPrefix(v, "arn:")) || isIP && !address(v).IsValid() {
		return failed
	}
	not := slices.Contains(negated, base)
	for _, p := range policy {
		switch e.compare(strings.Replace(base, "Not", "", 1), v, text(p), variables) {
		case passed:
			return when(!not)
		case errored:
			return errored
		}
	}
	return when(not)
}

// compare is a positive operator on one value of each side.
func (e *evaluation) compare(base, v, p string, variables bool) outcome {
	switch {
	case strings.HasPrefix(base, "Arn"):
		return e.compareARN(v, p, variables)
	case strings.HasPrefix(base, "String"), base == "Bool":
		tokens, resolved := e.tokens(p, variables, base == "StringLike")
		return when(resolved && compareText(base, v, tokens))
	case strings.HasPrefix(base, "Numeric"):
		a, ok := number(v)
		b, ok2 := number(p)
		return when(ok && ok2 && ordered(base, a.Cmp(b)))
	case strings.HasPrefix(base, "Date"):
		a, ok := date(v)
		b, ok2 := date(p)
		return when(ok && ok2 && ordered(base, a.Compare(b)))
	case base == "IpAddress":
		network := network(p)
		return when(network.IsValid() && network.Contains(address(v)))
	case base == "BinaryEquals":
		a, err := base64.StdEncoding.Strict().DecodeString(v)
		b, err2 := base64.StdEncoding.Strict().DecodeString(p)
		return when(err == nil && err2 == nil && string(a) == string(b))
	}
	return failed
}

func (e *evaluation) compareARN(v, p string, variables bool) outcome {
	tokens, resolved := e.tokens(p, variables, true)
	if !resolved {
		return failed
	}
	cut := cutTokens(tokens)
	if len(cut) < 6 || !slices.Equal(cut[0], literal("arn")) {
		return errored
	}
	return when(matchFields(cut, v))
}

func compareText(base, v string, p []int32) bool {
	if base == "StringLike" {
		return glob(p, units(v))
	}
	var spelled []rune
	for _, t := range p {
		spelled = append(spelled, rune(t))
	}
	wanted := string(spelled)
	switch base {
	case "Bool":
		return strings.EqualFold(v, "true") == strings.EqualFold(wanted, "true")
	case "StringEqualsIgnoreCase":
		return strings.ToLower(v) == strings.ToLower(wanted)
	}
	return v == wanted
}

// ordered reads the comparison from the operator's name.
func ordered(base string, sign int) bool {
	switch {
	case strings.HasSuffix(base, "LessThan"):
		return sign < 0
	case strings.HasSuffix(base, "LessThanEquals"):
		return sign <= 0
	case strings.HasSuffix(base, "GreaterThan"):
		return sign > 0
	case strings.HasSuffix(base, "GreaterThanEquals"):
		return sign >= 0
	}
	return sign == 0
}

// number reads CO-22: sign, digits, fraction, exponent, and nothing else that big.Rat knows.
func number(s string) (*big.Rat, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || !strings.ContainsAny(s[:1], "0123456789+-") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// date reads CO-23 and CO-24.
func date(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) != 4 {
		return time.Unix(n, 0), true
	}
	for _, layout := range []string{"2006", "2006-01", "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Truncate(time.Millisecond), true
		}
	}
	return time.Time{}, false
}

// address reads an address of the request: an IPv4-mapped one is that IPv4 address (CO-30).
func address(s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap()
}

// network reads a policy's network (CO-29): IPv4 host bits are ignored, an IPv6 network with host bits contains nothing.
func network(s string) netip.Prefix {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen())
	}
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Addr().Is6() && p.Masked() != p {
		return netip.Prefix{}
	}
	return p.Masked()
}
