package worlds

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// DrawAttributes draws a scenario with so many requests whose policies decide by attributes: their actions and resources are wide, and
// their conditions ask for keys that the requests have, with the values that they have, or others of the same key.
func DrawAttributes(r *rand.Rand, requests int) Object {
	return draw(&world{Rand: r, wide: 80, conditional: 90, conditionOf: (*world).attributes, tagsOf: map[string]Object{}}, requests)
}

// attribute is a context key with a value that it has in a request.
type attribute struct{ key, value string }

// attributes draws a Condition block from what the request carries and what follows from its principal and resource.
func (w *world) attributes(r request) Object {
	has := w.attributesOf(r)
	block := Object{}
	for range 1 + w.IntN(3) {
		a := pick(w, has)
		k := keyOf(a.key)
		operator := w.operator(k)
		if block[operator] != nil {
			continue
		}
		values := list{w.attributeValue(a, k, has)}
		if w.chance(30) {
			values = append(values, w.attributeValue(pick(w, has), k, has))
		}
		block[operator] = Object{a.key: w.scalar(values)}
		if operator == "Null" {
			block[operator] = Object{a.key: pick(w, []string{"false", "false", "true"})}
		}
	}
	return block
}

// attributeValue writes the attribute's value, a pattern that it matches, a variable that may have it, or something else.
func (w *world) attributeValue(a attribute, k key, has []attribute) string {
	switch w.IntN(8) {
	case 0:
		return pick(w, k.values)
	case 1:
		return pick(w, has).value
	case 2:
		return "${" + pick(w, has).key + "}"
	case 3:
		for _, other := range has {
			if other.value == a.value && other.key != a.key {
				return "${" + other.key + "}"
			}
		}
	case 4:
		if k.kind != "arn" {
			return a.value[:w.IntN(len(a.value)+1)] + "*"
		}
	}
	return a.value
}

// keyOf finds what suits a key; tags are strings.
func keyOf(name string) key {
	for _, k := range keys {
		if k.name == name {
			return k
		}
	}
	return key{name: name, kind: "string", values: words}
}

func (w *world) attributesOf(r request) []attribute {
	f := strings.SplitN(r.principal+":::::", ":", 7)
	of := strings.SplitN(r.resource+":::::", ":", 7)
	has := []attribute{{"aws:PrincipalArn", r.principal}, {"aws:PrincipalAccount", f[4]}, {"aws:ResourceAccount", of[4]}, {"aws:RequestedRegion", of[3]}, {"aws:CurrentTime", "2026-09-01T12:00:00Z"}}
	if _, name, is := strings.Cut(f[5], "user/"); is {
		has = append(has, attribute{"aws:username", name})
	}
	has = append(has, tagsAs("aws:PrincipalTag/", w.tagsOf[w.entityOf(r.principal)])...)
	has = append(has, tagsAs("aws:ResourceTag/", w.tagsOf[r.resource])...)
	tags, _ := r.session["tags"].(Object)
	has = append(has, tagsAs("aws:PrincipalTag/", tags)...)
	if identity, _ := r.session["sourceIdentity"].(string); identity != "" {
		has = append(has, attribute{"aws:SourceIdentity", identity})
	}
	has = append(has, tagsAs("", r.context)...)
	return slices.DeleteFunc(has, func(a attribute) bool { return a.value == "" || !strings.Contains(a.key, ":") })
}

// entityOf is the ARN of the user or role behind a principal.
func (w *world) entityOf(principal string) string {
	f := strings.SplitN(principal+":::::", ":", 7)
	role, is := strings.CutPrefix(f[5], "assumed-role/")
	if !is {
		return principal
	}
	role, _, _ = strings.Cut(role, "/")
	if role == "S" {
		role = "x/S"
	}
	return "arn:" + f[1] + ":iam::" + f[4] + ":role/" + role
}

func tagsAs(prefix string, of Object) (has []attribute) {
	for _, k := range slices.Sorted(maps.Keys(of)) {
		switch v := of[k].(type) {
		case string:
			has = append(has, attribute{prefix + k, v})
		case list:
			for _, one := range v {
				has = append(has, attribute{prefix + k, one.(string)})
			}
		}
	}
	return has
}
