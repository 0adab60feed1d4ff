//go:build !js

package planted

// bug is a mistake to plant in the engine: the text that stands in the file exactly once, and the text in its place. planted is a
// function that the build adds; it says whether the bug of that name is switched on.
type bug struct {
	name  string // what to switch on
	tests string // a regular expression of the tests of the property that the bug breaks; they stand in authz, authz/reference or simulate
	what  string
	file  string // within the engine
	old   string
	new   string
}

var bugs = []bug{
	{
		"P1", "^TestP1[A-Z]", "the Deny of a boundary does not count", "authz/decide.go",
		"if !l.deny || t == policy.Resource && e.lockOutProtected() {",
		`if !l.deny || t == policy.Resource && e.lockOutProtected() || planted("P1") && t == policy.Boundary {`,
	},
	{
		"P2", "^TestP2[A-Z]", "a level at which no SCP allows is passed", "authz/layers.go",
		"l.silent = append(l.silent, n.ID)",
		`if !planted("P2") { l.silent = append(l.silent, n.ID) }`,
	},
	{
		"P3", "^TestP3[A-Z]", "no identity-based policy at all is taken for one that allows", "authz/layers.go",
		"l.allow = e.run(policy.Identity, e.identityPolicies())",
		`l.allow = e.run(policy.Identity, e.identityPolicies()) || planted("P3") && len(e.identityPolicies()) == 0`,
	},
	{
		"P4", "^TestP4[A-Z]", "a grant to the session or user outweighs a Deny", "authz/decide.go",
		"denies.decision == ExplicitDeny {",
		`denies.decision == ExplicitDeny && !(planted("P4") && e.resourceSide().kinds.Any(AsSession|AsUser)) {`,
	},
	{
		"P5", "^TestP5[A-Z]", "the last policy of a level settles it", "authz/layers.go",
		"allowed = allowed || p.Allows",
		`allowed = allowed && !planted("P5") || p.Allows`,
	},
	{
		"P6", "^TestP6[A-Z]", "a grant to the role takes away what a grant to the session gave", "authz/decide.go",
		"	if side.kinds.Any(direct) {",
		`	if side.kinds.Any(direct) && !(planted("P6") && side.kinds.Any(limited)) {`,
	},
	{
		"P7", "^TestP7[A-Z]", "a conditional Deny on the resource grants", "authz/layers.go",
		"	if r.Statement.Effect == policy.Deny {",
		`	if r.Statement.Effect == policy.Deny && !(planted("P7") && len(r.Statement.Conditions) > 0) {`,
	},
	{
		"P8", "^TestP8[A-Z]", "only the first Deny of a policy type is listed", "authz/decide.go",
		"v.decidedBy = append(v.decidedBy, l.denies...)",
		`v.decidedBy = append(v.decidedBy, l.denies[:min(len(l.denies), map[bool]int{true: 1, false: len(l.denies)}[planted("P8")])]...)`,
	},
	{
		"P9", "^TestP9[A-Z]", "a broken statement is passed over in silence", "authz/match.go",
		"		e.noteBroken(a, s)",
		`		if !planted("P9") { e.noteBroken(a, s) }`,
	},
	{
		"P10", "^TestP10[A-Z]", "a grant to the role passes the session policy", "authz/decide.go",
		"		if l.applies && !l.allow {",
		`		if l.applies && !l.allow && !(planted("P10") && t == policy.Session && e.resourceSide().kinds.Any(limited)) {`,
	},
	{
		"P10 widens", "^TestP10CeilingsNeverWiden$", "a boundary grants", "authz/decide.go",
		"	if identityNeeded && !identity.allow {",
		`	if identityNeeded && !identity.allow && !(planted("P10 widens") && e.layer(policy.Boundary).allow) {`,
	},
	{
		"P11", "^TestP11[A-Z]", "a grant to the user reaches across accounts by itself", "authz/decide.go",
		"		e.resourceMust(v, side) // EV-43\n		e.principalSide(v, true)",
		"		e.resourceMust(v, side) // EV-43\n" + `		e.principalSide(v, !(planted("P11") && side.kinds.Any(direct)))`,
	},
	{
		"P12 actions", "^TestP12CaseOfActions", "the letter case of actions in policies counts", "policy/actions.go",
		"service, name, ok := strings.Cut(lower(raw), \":\")",
		`service, name, ok := strings.Cut(map[bool]string{false: lower(raw), true: raw}[planted("P12 actions")], ":")`,
	},
	{
		"P12 values", "^TestP12CaseOfValues", "the letter case of resources does not count", "arn/arn.go",
		"		if !p.fields[i].Match(f.texts[i]) {",
		`		if !p.fields[i].Match(f.texts[i]) && !(planted("P12 values") && strings.EqualFold(p.fields[i].String(), f.texts[i])) {`,
	},
	{
		"P13", "^TestP13[A-Z]", "a star needs a character", "glob/glob.go",
		"			mark = p.skip(at, s, pos)\n",
		`			if planted("P13") && pos < len(s) { pos = next(s, pos) }` + "\n			mark = p.skip(at, s, pos)\n",
	},
	{
		"P14", "^TestP14[A-Z]", "NotAction with a list matches everything", "authz/match.go",
		"part.Matched = (i >= 0) != s.Action.Not",
		`part.Matched = (i >= 0) != s.Action.Not || planted("P14") && s.Action.Not && len(s.Action.Values) > 1`,
	},
	{
		"P15", "^TestP15[A-Z]", "IfExists fails where the key is absent and the operator negated", "condition/evaluate.go",
		"	passes := o.IfExists ||",
		`	if planted("P15") && o.IfExists && o.Base.Negated() { return settled(false, AbsentKey) }` + "\n	passes := o.IfExists ||",
	},
	{
		"P16", "^TestP16[A-Z]", "a star in a variable's value is a wildcard", "policy/text.go",
		"		resolved = append(resolved, glob.Exact(value)...)",
		`		if planted("P16") { resolved = append(resolved, glob.Parse(value)...); continue }` + "\n		resolved = append(resolved, glob.Exact(value)...)",
	},
	{
		"P17", "^TestP17[A-Z]", "the missing context keys stand in the reverse order", "authz/evaluate.go",
		"strings.ToLower(e.absent[i]) < strings.ToLower(e.absent[j])",
		`(strings.ToLower(e.absent[i]) < strings.ToLower(e.absent[j])) != planted("P17")`,
	},
	{
		"P19", "^TestP19[A-Z]", "the reply lists the first matched statement only", "simulate/reply.go",
		"	for _, r := range t.DecidedBy {",
		`	for i, r := range t.DecidedBy {` + "\n" + `		if planted("P19") && i > 0 { break }`,
	},
	{
		"P20", "^TestP20[A-Z]", "a list of one is read as an empty list", "syntax/syntax.go",
		"	items := make([]*Value, len(v.Items))",
		`	if planted("P20") && len(v.Items) == 1 { return nil }` + "\n	items := make([]*Value, len(v.Items))",
	},
	{
		"reference", "^TestEngineAgreesWithReference$", "NumericNotEquals and DateNotEquals fail on what they cannot read", "condition/evaluate.go",
		"	return bases[b].family == numeric || bases[b].family == date",
		`	return (bases[b].family == numeric || bases[b].family == date) && !planted("reference")`,
	},
}
