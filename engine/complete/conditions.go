package complete

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/condition"
)

// conditions are the operators of a Condition element, the keys of an operator, or the values of a key.
func (a *asking) conditions(names []string) []Item {
	switch {
	case len(names) < 2 && !a.place.naming:
		return nil
	case len(names) == 0:
		return a.members(condition.Operators(), a.place.container())
	case len(names) == 1:
		return a.keys(names[0])
	}
	return a.values(names[0], names[1])
}

// keys are the keys that requests for the statement's actions carry and the global ones, those of the operator's type first.
func (a *asking) keys(operator string) []Item {
	if a.Catalog == nil {
		return nil
	}
	op, _, known := condition.ParseOperator(operator)
	var fit, other []Item
	for _, key := range a.knownKeys() {
		item := Item{Label: strings.TrimSuffix(key.Name, "*"), Kind: Key, Detail: keyDetail(key)}
		if known && fits(op.Base, key.Type) {
			fit = append(fit, item)
		} else {
			other = append(other, item)
		}
	}
	return append(fit, other...)
}

func keyDetail(key catalog.Key) string {
	if key.Multivalued {
		return key.Type.String() + ", several values"
	}
	return key.Type.String()
}

// knownKeys are the keys of the statement's actions and their resource types, then the global ones, each once.
func (a *asking) knownKeys() []catalog.Key {
	var keys []catalog.Key
	seen := map[string]bool{}
	add := func(key catalog.Key) {
		if !seen[key.Name] {
			seen[key.Name] = true
			keys = append(keys, key)
		}
	}
	for _, u := range a.used() {
		for _, name := range keysOf(u) {
			if key, ok := a.key(u.service, name); ok {
				add(key)
			}
		}
	}
	for _, key := range a.Catalog.GlobalKeys() {
		add(key)
	}
	return keys
}

func keysOf(u used) []string {
	names := slices.Clone(u.action.Keys())
	for _, use := range u.action.ResourceTypes() {
		if t, ok := u.service.ResourceType(use.Name); ok {
			names = append(names, t.Keys...)
		}
	}
	return names
}

func (a *asking) key(service *catalog.Service, name string) (catalog.Key, bool) {
	if key, ok := service.Key(name); ok {
		return key, true
	}
	return a.Catalog.GlobalKey(name)
}

// values are those that a key is known to take.
func (a *asking) values(operator, key string) []Item {
	if op, _, ok := condition.ParseOperator(operator); ok && (op.Base == condition.Bool || op.Base == condition.Null) {
		return words(Value, "true", "false")
	}
	switch strings.ToLower(key) {
	case "aws:principalarn", "aws:sourcearn":
		return a.awsPrincipals()
	case "aws:principalaccount", "aws:resourceaccount", "aws:sourceaccount":
		return a.accounts()
	case "iam:passedtoservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:principalservicename", "iam:awsservicename":
		return a.servicePrincipals()
	}
	return words(Value, fixed[strings.ToLower(key)]...)
}

func (a *asking) accounts() []Item {
	var items []Item
	if a.World != nil {
		for _, account := range a.World.Accounts {
			items = append(items, Item{Label: account.ID, Kind: Value, Detail: account.Name})
		}
	}
	return items
}

// fits says whether an operator compares values of a key's type (evaluation rules, table D.2). Null fits every key.
func fits(base condition.Base, t catalog.KeyType) bool {
	switch name := base.String(); {
	case base == condition.Null:
		return true
	case strings.HasPrefix(name, "String"), strings.HasPrefix(name, "Binary"):
		return t == catalog.String
	case strings.HasPrefix(name, "Arn"):
		return t == catalog.ARN
	case strings.HasPrefix(name, "Numeric"):
		return t == catalog.Numeric
	case strings.HasPrefix(name, "Date"):
		return t == catalog.Date
	case base == condition.Bool:
		return t == catalog.Bool
	}
	return t == catalog.IPAddress
}
