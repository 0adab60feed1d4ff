package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// levels are the access levels by the letter that stands for each.
var levels = map[string]string{"Read": "R", "List": "L", "Write": "W", "Tagging, Write": "T", "Permissions management, Write": "P"}

// types are the types of condition keys by the letters that stand for each; a list of values has a plus.
var types = map[string]string{
	"String": "S", "ARN": "A", "Bool": "B", "Date": "D", "IPAddress": "I", "Numeric": "N",
	"ArrayOfString": "S+", "ArrayOfARN": "A+", "ArrayOfBool": "B+",
}

// text writes the catalog: a head, the global keys, the services that resource control policies cover, and then each service with its keys (k),
// resource types (r) and actions (a). Package catalog of the engine reads it.
func (c *catalog) text() string {
	var out strings.Builder
	actions := 0
	for _, s := range c.services {
		actions += len(s.actions)
	}
	fmt.Fprintf(&out, "iamcat 1\t%s\t%s\t%s\t%d\t%d\n", packageName, c.version, c.date, len(c.services), actions)
	for _, k := range c.global {
		fmt.Fprintf(&out, "g %s %s\n", types[k.Type], plain(k.Name))
	}
	slices.Sort(c.rcp)
	fmt.Fprintf(&out, "c %s\n", strings.Join(c.rcp, " "))
	for i := range c.services {
		c.services[i].write(&out)
	}
	return out.String()
}

func (s *service) write(out *strings.Builder) {
	fmt.Fprintf(out, "!%s\n", s.prefix)
	written := map[string]bool{}
	for _, k := range s.keys {
		// Some stand in the data in two spellings.
		if name := s.short(k.Name); !written[name] {
			written[name] = true
			fmt.Fprintf(out, "k %s %s\n", types[k.Type], name)
		}
	}
	for _, t := range s.types {
		line(out, "r "+t.Key, strings.ReplaceAll(t.ARN, " ", ""), s.names(t.Keys))
	}
	for _, a := range s.actions {
		var resources []string
		keys := slices.Clone(a.Keys)
		for _, r := range a.Resources {
			if r.Required {
				r.Name += "!"
			}
			resources = append(resources, r.Name)
			keys = append(keys, r.Keys...)
		}
		line(out, "a "+levels[a.Level]+" "+a.Name, strings.Join(resources, ","), s.names(keys))
	}
}

// line writes parts with tabs between; empty ones at the end are left out.
func line(out *strings.Builder, parts ...string) {
	out.WriteString(strings.TrimRight(strings.Join(parts, "\t"), "\t") + "\n")
}

// names lists keys, sorted, each once.
func (s *service) names(keys []string) string {
	var names []string
	for _, k := range keys {
		names = append(names, s.short(k))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// short writes a key of the service itself without its prefix, unless what is left would look like a whole one.
func (s *service) short(name string) string {
	name = plain(name)
	if rest, own := strings.CutPrefix(name, s.prefix+":"); own && !strings.Contains(rest, ":") {
		return rest
	}
	return name
}

// parameter is a part of a key's name that the author of a policy fills in; the data spell it in several ways.
var parameter = regexp.MustCompile(`\$\{[^}]*\}|<[^>]*>`)

// tagKey is the end of a key's name that stands for a tag's key without saying so.
var tagKey = regexp.MustCompile(`(Tag/)(tag-key|key)?$`)

// plain spells what an author fills in as a star.
func plain(name string) string {
	return tagKey.ReplaceAllString(parameter.ReplaceAllString(strings.ReplaceAll(name, " ", ""), "*"), "$1*")
}
