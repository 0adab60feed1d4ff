package catalog

import (
	"slices"
	"strings"
)

// parseService reads the lines of one service: k for condition keys, r for resource types, a for actions.
func parseService(prefix, block string) *Service {
	s := &Service{Prefix: prefix}
	for line := range strings.Lines(block) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch kind {
		case "k":
			s.Keys = append(s.Keys, parseKey(prefix, rest))
		case "r":
			s.ResourceTypes = append(s.ResourceTypes, parseResourceType(prefix, rest))
		case "a":
			s.Actions = append(s.Actions, parseAction(prefix, rest))
		}
	}
	return s
}

var keyTypes = map[byte]KeyType{'S': String, 'A': ARN, 'B': Bool, 'D': Date, 'I': IPAddress, 'N': Numeric}

// parseKey reads a type and a name.
func parseKey(prefix, text string) Key {
	kind, name, _ := strings.Cut(text, " ")
	return Key{Name: whole(prefix, name), Type: keyTypes[kind[0]], Multivalued: strings.HasSuffix(kind, "+")}
}

// whole gives a key its prefix back, which those of the service itself lack.
func whole(prefix, name string) string {
	if strings.Contains(name, ":") || prefix == "" {
		return name
	}
	return prefix + ":" + name
}

// parseResourceType reads a name, the forms of the ARN, and keys, with tabs between.
func parseResourceType(prefix, text string) ResourceType {
	fields := strings.SplitN(text+"\t\t", "\t", 4)
	return ResourceType{Name: fields[0], ARNs: strings.Fields(fields[1]), Keys: names(prefix, fields[2])}
}

// parseAction reads a level and a name; resource types and keys stand behind them, with tabs between.
func parseAction(prefix, text string) Action {
	head, rest, _ := strings.Cut(text, "\t")
	level, name, _ := strings.Cut(head, " ")
	return Action{Name: name, Level: Level(max(0, strings.Index("RLWTP", level))), prefix: prefix, rest: rest}
}

// parse reads the resource types and keys, once.
func (a *Action) parse() {
	types, rest, _ := strings.Cut(a.rest, "\t")
	keys, _, _ := strings.Cut(rest, "\t")
	for use := range strings.FieldsFuncSeq(types, func(r rune) bool { return r == ',' }) {
		name, required := strings.CutSuffix(use, "!")
		a.resourceTypes = append(a.resourceTypes, ResourceUse{name, required})
	}
	if a.rest != "" {
		a.keys, a.rest = names(a.prefix, keys), ""
	}
}

func names(prefix, text string) []string {
	list := slices.Clone(strings.Fields(text))
	for i := range list {
		list[i] = whole(prefix, list[i])
	}
	return list
}
