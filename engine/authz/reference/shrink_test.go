package reference

import "slices"

// shrink takes away members and elements of a scenario, one after another, as long as the engine and the reference still differ
// in the same decisions: another difference would hide the one that was found.
func shrink(drawn any) any {
	doc := decode(write(drawn)) // drawn scenarios share parts
	first := disagreement(doc)
	differ := func() bool { return disagreement(doc) == first }
	asked := values(get(doc, "requests"))
	for _, r := range asked { // one request is enough
		doc.(object)["requests"] = []any{r}
		if differ() {
			break
		}
	}
	for smaller := true; smaller; {
		smaller = lighten(doc, func(any) {}, differ)
	}
	return doc
}

// disagreement names the decisions of the first difference, "" without one.
func disagreement(doc any) (what string) {
	err := compare(doc, func(_, _ int, engine, reference answer, allows bool) {
		if what == "" && (!engine.equals(reference) || allows != (engine.decision == "allowed")) {
			what = engine.decision + " against " + reference.decision
		}
	})
	if err != nil {
		return ""
	}
	return what
}

// lighten tries to remove each part of a value, the whole before its parts; put puts another value in its place.
func lighten(v any, put func(any), differ func() bool) (smaller bool) {
	switch v := v.(type) {
	case object:
		for _, name := range sortedNames(v) {
			member := v[name]
			delete(v, name)
			if differ() {
				smaller = true
				continue
			}
			v[name] = member
			smaller = lighten(member, func(other any) { v[name] = other }, differ) || smaller
		}
	case []any:
		for i := len(v) - 1; i >= 0; i-- {
			without := slices.Delete(slices.Clone(v), i, i+1)
			put(without)
			if differ() {
				return lighten(without, put, differ) || true
			}
			put(v)
			smaller = lighten(v[i], func(other any) { v[i] = other }, differ) || smaller
		}
	}
	return smaller
}

func sortedNames(o object) []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
