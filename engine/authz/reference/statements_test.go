package reference

import (
	"slices"
	"strings"
	"unicode/utf16"
)

func present(s any, names ...string) (n int) {
	for _, name := range names {
		if get(s, name) != nil {
			n++
		}
	}
	return n
}

// sound says that a statement has the elements that its policy type takes (A.6); a broken one matches nothing.
func sound(kind string, s any) bool {
	effect := text(get(s, "Effect"))
	notPrincipal := get(s, "NotPrincipal") != nil
	principals, resources := present(s, "Principal", "NotPrincipal"), present(s, "Resource", "NotResource")
	switch {
	case effect != "Allow" && effect != "Deny", present(s, "Action", "NotAction") != 1:
		return false
	case kind == "resource":
		return principals == 1 && resources <= 1 && get(s, "Principal", "Federated") == nil
	case kind == "trust":
		return principals == 1 && !notPrincipal && resources == 0
	case kind == "vpce", kind == "rcp":
		return principals == 1 && resources == 1 && get(s, "Principal", "Federated") == nil
	}
	return get(s, "Principal") == nil && !notPrincipal && resources == 1
}

// matches decides EL-1, and says how the statement names the caller.
func (e *evaluation) matches(a attached, s any) (kinds []string, matched bool) {
	fullControl := a.name == "FullAWSAccess" || a.name == "RCPFullAWSAccess"
	if !fullControl && (!sound(a.kind, s) || a.kind == "rcp" && text(get(s, "Effect")) != "Deny") {
		return nil, false
	}
	variables := text(get(a.document, "Version")) == "2012-10-17"
	if get(s, "Principal") != nil && !fullControl {
		kinds = e.named(get(s, "Principal"))
		if len(kinds) == 0 {
			return nil, false
		}
	}
	if not := get(s, "NotPrincipal"); not != nil {
		kinds = []string{"everyone"}
		allow := text(get(s, "Effect")) == "Allow" // PM-16
		if allow && len(e.named(not)) > 0 || !allow && e.excluded(not) {
			return nil, false
		}
	}
	if !e.matchesAction(s) || !e.matchesResource(a, s, variables) {
		return nil, false
	}
	switch e.conditions(get(s, "Condition"), variables) {
	case failed:
		return nil, false
	case errored: // CO-33
		return kinds, text(get(s, "Effect")) == "Deny"
	}
	return kinds, true
}

func (e *evaluation) matchesAction(s any) bool {
	ofService, ofName, _ := strings.Cut(e.action, ":")
	name16 := units(ofName)
	any := func(patterns []any) bool {
		return slices.ContainsFunc(patterns, func(p any) bool {
			pattern := strings.ToLower(text(p))
			if pattern == "*" || pattern == "*:*" {
				return true
			}
			service, name, _ := strings.Cut(pattern, ":")
			return service == ofService && glob(wild(name), name16)
		})
	}
	if not := get(s, "NotAction"); not != nil {
		return !any(values(not))
	}
	return any(values(get(s, "Action")))
}

func (e *evaluation) matchesResource(a attached, s any, variables bool) bool {
	any := func(patterns []any) bool {
		return slices.ContainsFunc(patterns, func(p any) bool { return e.coversResource(text(p), variables) })
	}
	switch {
	case a.kind == "trust": // RE-17
		return true
	case get(s, "NotResource") != nil:
		return !any(values(get(s, "NotResource")))
	case get(s, "Resource") != nil:
		return any(values(get(s, "Resource")))
	}
	return e.resource == a.to && !e.kmsKey() // RE-16, GR-43
}

func (e *evaluation) coversResource(pattern string, variables bool) bool {
	if pattern == "*" {
		return true
	}
	tokens, resolved := e.tokens(pattern, variables, true)
	if !resolved || e.resource == "*" {
		return false // RE-9, RE-12
	}
	cut := cutTokens(tokens)
	for len(cut) < 6 { // RE-11
		cut = append(cut, []int32{anyRun})
	}
	if slices.Contains(cut[2], anyRun) || slices.Contains(cut[2], anyOne) { // RE-5
		return false
	}
	return matchFields(cut, e.resource)
}

// named lists the kinds in which a Principal element names the caller (PM-1, PM-3).
func (e *evaluation) named(principal any) (kinds []string) {
	if text(principal) == "*" {
		return []string{"everyone"}
	}
	for _, v := range values(get(principal, "AWS")) {
		if k := e.namedAs(text(v)); k != "" {
			kinds = append(kinds, k)
		}
	}
	if e.kind == "service" && has(values(get(principal, "Service")), e.arn) {
		kinds = append(kinds, "service")
	}
	if e.kind == "provider" && has(values(get(principal, "Federated")), e.arn) && e.providerFits() {
		kinds = append(kinds, "federated")
	}
	return kinds
}

func (e *evaluation) namedAs(value string) string {
	switch value {
	case "*":
		return "everyone"
	case "":
		return ""
	case e.account, "arn:" + e.partition + ":iam::" + e.account + ":root":
		if e.kind == "provider" {
			return ""
		}
		if e.kind == "root" {
			return "root"
		}
		return "account"
	case e.arn:
		if e.kind == "user" {
			return "user"
		}
		return "session"
	case e.entityARN:
		if e.kind == "role" {
			return "role"
		}
		return "userOfFederated"
	}
	return ""
}

// providerFits says that the call is one that the provider's users make (PM-11), on a role of its account (EV-60).
func (e *evaluation) providerFits() bool {
	saml := strings.Contains(e.arn, ":saml-provider/")
	fits := map[string]bool{"sts:assumerolewithsaml": saml, "sts:assumerolewithwebidentity": !saml, "sts:tagsession": true, "sts:setsourceidentity": true}
	return fits[e.action] && (e.account == "" || e.account == e.owner)
}

// excluded decides PM-14 and PM-15.
func (e *evaluation) excluded(not any) bool {
	if get(e.entity, "permissionsBoundary") != nil {
		return false
	}
	listed := append(values(get(not, "AWS")), values(get(not, "Service"))...)
	if text(not) == "*" || has(listed, "*") {
		return true
	}
	account := has(listed, e.account) || has(listed, "arn:"+e.partition+":iam::"+e.account+":root")
	switch e.kind {
	case "root":
		return account
	case "user":
		return account && has(listed, e.arn)
	case "role", "federated":
		return account && has(listed, e.entityARN) && has(listed, e.arn)
	case "service":
		return has(listed, e.arn)
	}
	return false
}

// Tokens of a pattern: a UTF-16 code unit, or one of these (EL-3, EL-5).
const (
	anyRun int32 = -1
	anyOne int32 = -2
)

func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

func literal(s string) []int32 {
	tokens := make([]int32, 0, len(s))
	for _, u := range units(s) {
		tokens = append(tokens, int32(u))
	}
	return tokens
}

func wild(s string) []int32 {
	tokens := literal(s)
	for i, t := range tokens {
		switch t {
		case '*':
			tokens[i] = anyRun
		case '?':
			tokens[i] = anyOne
		}
	}
	return tokens
}

// tokens reads a policy's text with its variables filled in; it fails where one has no value (CO-45, RE-9).
func (e *evaluation) tokens(s string, variables, wildcards bool) (all []int32, resolved bool) {
	plain := literal
	if wildcards {
		plain = wild
	}
	for variables {
		before, rest, found := strings.Cut(s, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		all = append(all, plain(before)...)
		value, ok := e.variable(name)
		if !ok {
			return nil, false
		}
		all, s = append(all, literal(value)...), after
	}
	return append(all, plain(s)...), true
}

func (e *evaluation) variable(body string) (string, bool) {
	if body == "*" || body == "?" || body == "$" {
		return body, true
	}
	name, fallback, withDefault := strings.Cut(body, ", ")
	value, exists := e.value(name)
	switch {
	case exists && value.multi: // CO-43: not even the default
		return "", false
	case exists && len(value.all) > 0:
		return value.all[0], true
	}
	return strings.Trim(fallback, "'"), withDefault
}

// glob is the textbook table: reach[j] says that the pattern so far matches the first j units.
func glob(pattern []int32, s []uint16) bool {
	reach := make([]bool, len(s)+1)
	reach[0] = true
	for _, p := range pattern {
		diagonal := reach[0]
		reach[0] = reach[0] && p == anyRun
		for j, u := range s {
			above := reach[j+1]
			if p == anyRun {
				reach[j+1] = above || reach[j]
			} else {
				reach[j+1] = diagonal && (p == anyOne || p == int32(u))
			}
			diagonal = above
		}
	}
	return reach[len(s)]
}

// cutTokens cuts at the first five colons (RE-2).
func cutTokens(tokens []int32) (cut [][]int32) {
	for len(cut) < 5 {
		i := slices.Index(tokens, ':')
		if i < 0 {
			break
		}
		cut, tokens = append(cut, tokens[:i]), tokens[i+1:]
	}
	return append(cut, tokens)
}

func matchFields(pattern [][]int32, arn string) bool {
	of := strings.SplitN(arn, ":", 6)
	if len(of) != 6 {
		return false
	}
	for i := range of {
		if !glob(pattern[i], units(of[i])) {
			return false
		}
	}
	return true
}
