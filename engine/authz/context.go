package authz

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/policy"
)

// Origin says where a context key comes from.
type Origin uint8

// The origins.
const (
	Derived Origin = iota
	FromRequest
	Removed
	// Lacking marks a key that statements asked for and the request does not carry.
	Lacking
)

// Entry is a context key of the request.
type Entry struct {
	Key         string
	Values      []string
	Multivalued bool
	Origin      Origin
	lower       string
	alike       bool // another entry differs in letter case alone
}

// requestContext holds the context keys by lower-cased name (RC-5).
type requestContext struct {
	entries []Entry
	// texts holds the values of the derived keys, so that they share few pieces of memory.
	texts []string
}

// find gives the entry of a key in any letter case; of tags that differ in case
// alone the one in the key's own letters, else the first (RC-8).
func (c *requestContext) find(key string) *Entry { return c.spelled(key, strings.ToLower(key)) }

// spelled is find for a key whose name in lower case is known.
func (c *requestContext) spelled(key, name string) *Entry {
	first := c.named(name)
	if first == nil || first.Key == key || !first.alike {
		return first
	}
	for i := range c.entries {
		if c.entries[i].Key == key {
			return &c.entries[i]
		}
	}
	return first
}

// named finds a key by its name in lower case.
func (c *requestContext) named(name string) *Entry {
	for i := range c.entries {
		if c.entries[i].lower == name {
			return &c.entries[i]
		}
	}
	return nil
}

// values gives the values of the key that a condition asks for.
func (c *requestContext) values(asked *policy.Condition) condition.Values {
	entry := c.spelled(asked.Key, asked.Name)
	if entry == nil || entry.Origin == Removed {
		return condition.Values{}
	}
	return condition.Values{Present: true, Multivalued: entry.Multivalued, Items: entry.Values}
}

// set adds a derived key, or replaces it.
func (c *requestContext) set(key string, values ...string) {
	name := lowerKey(key)
	from := len(c.texts)
	c.texts = append(c.texts, values...)
	c.put(Entry{Key: key, Values: c.texts[from:len(c.texts):len(c.texts)], Multivalued: multivalued(name), lower: name})
}

// lowerKey gives the name of a key in lower case, for the keys that are derived
// again and again without another piece of memory.
func lowerKey(key string) string {
	if name, known := derivedKeys[key]; known {
		return name
	}
	return strings.ToLower(key)
}

// derivedKeys are the global keys that nearly every request has, with their names in lower case.
var derivedKeys = map[string]string{
	"aws:PrincipalArn":          "aws:principalarn",
	"aws:PrincipalType":         "aws:principaltype",
	"aws:username":              "aws:username",
	"aws:userid":                "aws:userid",
	"aws:TokenIssueTime":        "aws:tokenissuetime",
	"aws:PrincipalAccount":      "aws:principalaccount",
	"aws:PrincipalIsAWSService": "aws:principalisawsservice",
	"aws:PrincipalOrgID":        "aws:principalorgid",
	"aws:PrincipalOrgPaths":     "aws:principalorgpaths",
	"aws:ResourceAccount":       "aws:resourceaccount",
	"aws:ResourceOrgID":         "aws:resourceorgid",
	"aws:ResourceOrgPaths":      "aws:resourceorgpaths",
	"aws:CurrentTime":           "aws:currenttime",
	"aws:EpochTime":             "aws:epochtime",
	"aws:ViaAWSService":         "aws:viaawsservice",
	"aws:RequestedRegion":       "aws:requestedregion",
}

// tag adds a tag of a resource beside one whose key differs in letter case.
func (c *requestContext) tag(key, value string) {
	name := strings.ToLower(key)
	if old := c.named(name); old != nil {
		old.alike = true
		c.entries = append(c.entries, Entry{Key: key, Values: []string{value}, lower: name})
		return
	}
	c.set(key, value)
}

func (c *requestContext) put(e Entry) {
	if old := c.named(e.lower); old != nil {
		if old.alike {
			c.entries = slices.DeleteFunc(c.entries, func(o Entry) bool { return o.lower == e.lower && !o.alike })
		}
		*c.named(e.lower) = e
		return
	}
	c.entries = append(c.entries, e)
}

// supply lays the request's own keys over the derived ones.
func (c *requestContext) supply(given []Supplied) {
	for _, s := range given {
		name := strings.ToLower(s.Key)
		e := Entry{Key: s.Key, Values: s.Values, Multivalued: multivalued(name) || s.List && !singleValued(name), Origin: FromRequest, lower: name}
		if s.Removed {
			e.Values, e.Origin = nil, Removed
		}
		c.put(e)
	}
}

// sorted gives the entries by name, for reports, with those that are lacking
// and that nobody took away.
func (c *requestContext) sorted(lacking []string) []Entry {
	order := make([]*Entry, len(c.entries), len(c.entries)+len(lacking))
	for i := range c.entries {
		order[i] = &c.entries[i]
	}
	for _, key := range lacking {
		if name := strings.ToLower(key); c.named(name) == nil {
			order = append(order, &Entry{Key: key, Origin: Lacking, lower: name})
		}
	}
	slices.SortFunc(order, func(a, b *Entry) int { return strings.Compare(a.lower, b.lower) })
	sorted := make([]Entry, len(order))
	for i, e := range order {
		sorted[i] = *e
	}
	return sorted
}

// lookup binds policy variables (CO-42, CO-43).
func (c *requestContext) lookup(name string) (string, policy.Binding) {
	e := c.find(name)
	switch {
	case e == nil || e.Origin == Removed:
		return "", policy.Absent
	case e.Multivalued || len(e.Values) != 1:
		return "", policy.Multivalued
	}
	return e.Values[0], policy.Bound
}

// multivaluedKeys are the keys that are lists by nature, in lower case (B.3
// column V; GK-50; "Actions, resources, and condition keys for Amazon DynamoDB";
// AWS KMS Developer Guide, "AWS KMS condition keys").
var multivaluedKeys = map[string]bool{
	"aws:principalorgpaths":         true,
	"aws:principalservicenameslist": true,
	"aws:vpceorgpaths":              true,
	"aws:resourceorgpaths":          true,
	"aws:tagkeys":                   true,
	"aws:calledvia":                 true,
	"aws:sourceorgpaths":            true,
	"sts:transitivetagkeys":         true,
	"dynamodb:attributes":           true,
	"dynamodb:leadingkeys":          true,
	"kms:encryptioncontextkeys":     true,
	"kms:grantoperations":           true,
	"kms:resourcealiases":           true,
}

func multivalued(name string) bool {
	return multivaluedKeys[name] || strings.HasSuffix(name, ":amr")
}

// singleValued tells the global keys, all of which are single-valued but for
// the list above, so that a one-element list for them is one value.
func singleValued(name string) bool {
	return strings.HasPrefix(name, "aws:") && !multivalued(name)
}
