package catalog

import (
	"errors"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
)

// Catalog holds what AWS publishes of its services: actions, resource types and condition keys. It keeps the text that it was
// read from, and parses a service when somebody first asks for it.
type Catalog struct {
	source   Source
	global   []Key
	rcp      []string
	prefixes []string // sorted
	blocks   []string // of each prefix
	parsed   map[string]*Service
}

// Service is a service with what it adds to the language of policies.
type Service struct {
	Prefix        string
	Actions       []Action       // sorted by name
	ResourceTypes []ResourceType // sorted by name
	Keys          []Key          // sorted by name
}

// Action is an action of a service, without its prefix. What it is about is parsed when somebody first asks: a service may have
// hundreds of actions, and most questions are about names alone.
type Action struct {
	Name          string
	Level         Level
	prefix        string
	rest          string // resource types and keys, until they are parsed
	resourceTypes []ResourceUse
	keys          []string
}

// ResourceTypes are those that the action is about.
func (a *Action) ResourceTypes() []ResourceUse {
	a.parse()
	return a.resourceTypes
}

// Keys are the condition keys of the action, beside the global ones and those of its resource types.
func (a *Action) Keys() []string {
	a.parse()
	return a.keys
}

// ResourceUse is a resource type that an action is about.
type ResourceUse struct {
	Name     string
	Required bool
}

// ResourceType is a type of resources, with the forms of its ARN: ${Name} stands for what differs.
type ResourceType struct {
	Name string
	ARNs []string
	Keys []string
}

// Key is a condition key. A star in its name is for the author of the policy to fill in: aws:ResourceTag/*.
type Key struct {
	Name        string
	Type        KeyType
	Multivalued bool
}

// Level is an action's access level ("Understand access level summaries within policy summaries").
type Level uint8

// The access levels.
const (
	LevelRead Level = iota
	LevelList
	LevelWrite
	LevelTagging
	LevelPermissions
)

// String gives the level as AWS names it.
func (l Level) String() string {
	return [...]string{"Read", "List", "Write", "Tagging", "Permissions management"}[l]
}

// KeyType is what a condition key holds.
type KeyType uint8

// The types of condition keys.
const (
	String KeyType = iota
	ARN
	Bool
	Date
	IPAddress
	Numeric
)

// String gives the type as the Service Authorization Reference names it.
func (t KeyType) String() string {
	return [...]string{"String", "ARN", "Bool", "Date", "IPAddress", "Numeric"}[t]
}

// errForm says that a text is no catalog of this version.
var errForm = errors.New("the text is no catalog of version 1")

// Read reads a catalog's text, as scripts/catalog writes it. It looks at the head and where the services begin; the rest is
// parsed when it is asked for. A text of another form is an error.
func Read(text string) (*Catalog, error) {
	head, rest, _ := strings.Cut(text, "\n")
	fields := strings.Split(head, "\t")
	if len(fields) != 6 || fields[0] != "iamcat 1" {
		return nil, errForm
	}
	c := &Catalog{source: Source{Package: fields[1], Version: fields[2], Date: fields[3]}, parsed: map[string]*Service{}}
	before, services, _ := strings.Cut(rest, "\n!")
	for line := range strings.Lines(before) {
		c.common(strings.TrimSuffix(line, "\n"))
	}
	for services != "" {
		block, behind, _ := strings.Cut(services, "\n!")
		prefix, block, _ := strings.Cut(block, "\n")
		c.prefixes, c.blocks = append(c.prefixes, prefix), append(c.blocks, block)
		services = behind
	}
	if len(c.prefixes) == 0 || !slices.IsSorted(c.prefixes) {
		return nil, errForm
	}
	return c, nil
}

// common reads a line that is about all services.
func (c *Catalog) common(line string) {
	switch kind, rest, _ := strings.Cut(line, " "); kind {
	case "g":
		c.global = append(c.global, parseKey("", rest))
	case "c":
		c.rcp = strings.Fields(rest)
	}
}

// Source tells where the data come from, and of which day they are.
func (c *Catalog) Source() Source { return c.source }

// Services lists the prefixes of all services, sorted.
func (c *Catalog) Services() []string { return c.prefixes }

// CoveredByRCPs lists the prefixes of the services that resource control policies cover (EV-31).
func (c *Catalog) CoveredByRCPs() []string { return c.rcp }

// Service finds a service by its prefix, in any letter case (AC-1).
func (c *Catalog) Service(prefix string) (*Service, bool) {
	prefix = strings.ToLower(prefix)
	i, ok := slices.BinarySearch(c.prefixes, prefix)
	if !ok {
		return nil, false
	}
	s := c.parsed[prefix]
	if s == nil {
		s = parseService(prefix, c.blocks[i])
		c.parsed[prefix] = s
	}
	return s, true
}

// GlobalKeys lists the condition keys that requests of every service may carry.
func (c *Catalog) GlobalKeys() []Key { return c.global }

// GlobalKey finds a global condition key by its name, in any letter case (RC-5); a tag's key may stand for the star.
func (c *Catalog) GlobalKey(name string) (Key, bool) { return findKey(c.global, name) }

// Action finds an action by its name without the prefix, in any letter case (AC-1).
func (s *Service) Action(name string) (*Action, bool) {
	i := slices.IndexFunc(s.Actions, func(a Action) bool { return strings.EqualFold(a.Name, name) })
	if i < 0 {
		return nil, false
	}
	return &s.Actions[i], true
}

// Matching lists the actions that a pattern without the prefix covers, such as Get* (AC-2).
func (s *Service) Matching(pattern string) []*Action {
	var all []*Action
	compiled := glob.Parse(strings.ToLower(pattern))
	for i := range s.Actions {
		if compiled.Match(strings.ToLower(s.Actions[i].Name)) {
			all = append(all, &s.Actions[i])
		}
	}
	return all
}

// ResourceType finds a resource type by its name.
func (s *Service) ResourceType(name string) (*ResourceType, bool) {
	i, ok := slices.BinarySearchFunc(s.ResourceTypes, name, func(t ResourceType, name string) int { return strings.Compare(t.Name, name) })
	if !ok {
		return nil, false
	}
	return &s.ResourceTypes[i], true
}

// Key finds a condition key that the service defines or lists, by its whole name in any letter case (RC-5).
func (s *Service) Key(name string) (Key, bool) { return findKey(s.Keys, name) }

func findKey(keys []Key, name string) (Key, bool) {
	for _, k := range keys {
		if k.Matches(name) {
			return k, true
		}
	}
	return Key{}, false
}

// Matches says whether a condition names this key: the same name in any letter case, with any text for a star.
func (k *Key) Matches(name string) bool {
	if !strings.Contains(k.Name, "*") {
		return strings.EqualFold(k.Name, name)
	}
	return glob.Parse(strings.ToLower(k.Name)).Match(strings.ToLower(name))
}
