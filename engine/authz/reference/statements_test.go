package reference

import (
	"regexp"
	"slices"
	"strings"
)

// shapes is table A.6: the effect and the elements of a statement, each by its first letter, small for the Not… one; f stands for
// Federated principals. A statement of another shape is broken and matches nothing.
var shapes = map[string]*regexp.Regexp{
	"identity": identityType, "boundary": identityType, "session": identityType, "scp": identityType,
	"resource": regexp.MustCompile("^(Allow|Deny) [Pp][Aa][Rr]?$"),
	"trust":    regexp.MustCompile("^(Allow|Deny) Pf?[Aa]$"),
	"rcp":      regexp.MustCompile("^Deny PA[Rr]$"),
	"vpce":     regexp.MustCompile("^(Allow|Deny) [Pp][Aa][Rr]$"),
}

var identityType = regexp.MustCompile("^(Allow|Deny) [Aa][Rr]$")

// matches decides EL-1, and says in which ways the statement names the caller.
func (e *evaluation) matches(a attached, s *statement) (kinds []string, matched bool) {
	if !e.matchesAction(s) || !e.matchesResource(a, s) || !a.builtIn && !shapes[a.kind].MatchString(s.shape) {
		return nil, false
	}
	switch {
	case s.notPrincipal != nil:
		kinds = e.notNamed(s)
	case s.principal != nil:
		kinds = e.named(s.principal)
	}
	if kinds == nil && (s.principal != nil || s.notPrincipal != nil) {
		return nil, false
	}
	if a.grant && !in("account", kinds...) { // EV-67
		kinds = []string{"grantee"}
	}
	outcome := e.conditions(s.conditions)
	return kinds, outcome == passed || outcome == errored && s.effect == "Deny" // CO-33
}

// matchesAction follows AC-1 to AC-5.
func (e *evaluation) matchesAction(s *statement) bool {
	any := func(patterns []pattern) bool {
		return slices.ContainsFunc(patterns, func(p pattern) bool {
			service, _, _ := strings.Cut(p.text, ":")
			return in(service, "*", e.service) && glob(p.units, e.actionUnits)
		})
	}
	return s.action != nil && any(s.action) || s.notAction != nil && !any(s.notAction)
}

// matchesResource follows RE-13 to RE-17.
func (e *evaluation) matchesResource(a attached, s *statement) bool {
	switch {
	case a.kind == "trust": // RE-17
		return true
	case s.notResource != nil:
		return !slices.ContainsFunc(s.notResource, e.covers)
	case s.resource != nil:
		return slices.ContainsFunc(s.resource, e.covers)
	}
	return e.resource == a.to && !e.onKey() // RE-16, GR-43
}

// covers follows RE-1 to RE-12.
func (e *evaluation) covers(p pattern) bool {
	units, resolved := e.resolve(p)
	if p.text == "*" || !resolved || e.resource == "*" { // RE-1, RE-9, RE-12
		return p.text == "*"
	}
	cut := cutFields(units)
	for i := range cut {
		if cut[i] == nil { // RE-11
			cut[i] = everything.units
		}
	}
	return !slices.Contains(cut[2], anyRun) && !slices.Contains(cut[2], anyOne) && matchFields(cut, e.resourceUnits) // RE-5
}

// named lists the kinds in which a Principal element names the caller (PM-1 to PM-3).
func (e *evaluation) named(p principals) (kinds []string) {
	for _, value := range slices.Concat(p["AWS"], p["CanonicalUser"]) {
		if k := e.namedAs(value); k != "" {
			kinds = append(kinds, k)
		}
	}
	if e.kind == "service" && in(e.arn, p["Service"]...) { // PM-9
		kinds = append(kinds, "service")
	}
	if e.kind == "provider" && in(e.arn, p["Federated"]...) && e.providerFits() { // PM-11
		kinds = append(kinds, "federated")
	}
	return kinds
}

func (e *evaluation) namedAs(value string) string {
	switch {
	case value == "*":
		return "everyone"
	case e.account == "" || e.kind == "provider":
		return ""
	case e.isAccount(value) && e.kind == "root": // PM-5
		return "root"
	case e.isAccount(value): // PM-4
		return "account"
	case value == e.arn && e.kind != "user":
		return "session"
	case value == e.entityARN: // a policy names a session's entity, and the user who made a federated session
		return map[string]string{"user": "user", "role": "role", "federated": "userOfFederated"}[e.kind]
	}
	return ""
}

func (e *evaluation) isAccount(value string) bool {
	return in(value, e.account, "arn:"+e.partition+":iam::"+e.account+":root", e.canonical)
}

// providerFits says that the call is one that the provider's users make (PM-11), on a role of its account (EV-60).
func (e *evaluation) providerFits() bool {
	call := "sts:assumerolewithwebidentity"
	if strings.Contains(e.arn, ":saml-provider/") {
		call = "sts:assumerolewithsaml"
	}
	return in(e.action, call, "sts:tagsession", "sts:setsourceidentity") && in(e.account, "", e.owner)
}

// notNamed decides NotPrincipal: a Deny spares the callers whose whole chain is listed (PM-14) unless they have a boundary (PM-15);
// an Allow leaves out whom it names at all (PM-16).
func (e *evaluation) notNamed(s *statement) []string {
	listed := slices.Concat(s.notPrincipal["AWS"], s.notPrincipal["Service"], s.notPrincipal["CanonicalUser"])
	chain := map[string][]string{"user": {e.arn}, "role": {e.entityARN, e.arn}, "federated": {e.entityARN, e.arn}, "service": {e.arn}, "provider": {e.arn}, "anonymous": {"*"}}[e.kind]
	whole := in(e.kind, "service", "provider", "anonymous") || slices.ContainsFunc(listed, e.isAccount)
	for _, link := range chain {
		whole = whole && in(link, listed...)
	}
	spared := (whole || in("*", listed...)) && e.boundary == nil
	if s.effect == "Allow" {
		spared = e.named(s.notPrincipal) != nil
	}
	if spared {
		return nil
	}
	return []string{"everyone"}
}

// resolve fills in a pattern's variables; it fails where one has no value (RE-9, CO-45).
func (e *evaluation) resolve(p pattern) (units []int32, resolved bool) {
	if len(p.pieces) == 1 {
		return p.pieces[0].units, true
	}
	for _, piece := range p.pieces {
		v := contextValue{all: []string{piece.fallback}}
		if given, exists := e.value(piece.variable); exists {
			v = given
		} else if piece.variable != "" && !piece.hasFallback { // CO-48
			return nil, false
		}
		if v.list || len(v.all) != 1 { // CO-43: not even the default
			return nil, false
		}
		units = append(append(units, piece.units...), literal(v.all[0])...) // CO-44
	}
	return units, true
}

// glob is the textbook table, a row for each unit of the pattern: reach[j] says that the pattern so far matches the first j
// units of the text (EL-3, EL-4).
func glob(pattern, units []int32) bool {
	reach := append(make([]bool, 0, 128), make([]bool, len(units)+1)...)
	reach[0] = true
	for _, p := range pattern {
		diagonal := reach[0]
		reach[0] = reach[0] && p == anyRun
		for j, u := range units {
			above := reach[j+1]
			reach[j+1] = p == anyRun && (above || reach[j]) || diagonal && (p == anyOne || p == u)
			diagonal = above
		}
	}
	return reach[len(units)]
}

// cutFields cuts at the first five colons (RE-2); fields that are not there are nil.
func cutFields(units []int32) (cut [6][]int32) {
	for i := range 5 {
		at := slices.Index(units, ':')
		if at < 0 {
			cut[i] = units
			return cut
		}
		cut[i], units = units[:at:at], units[at+1:]
	}
	cut[5] = units
	return cut
}

func matchFields(pattern, arn [6][]int32) bool {
	for i := range pattern {
		if arn[i] == nil || !glob(pattern[i], arn[i]) {
			return false
		}
	}
	return true
}
