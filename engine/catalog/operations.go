package catalog

import (
	_ "embed" // for the data
	"strings"
)

// operationsText holds the operations as operations.txt says at its top.
//
//go:embed operations.txt
var operationsText string

// Operation is an API operation that needs several permissions: it is allowed
// where every one of its checks is (MR-1). Scenarios name it and what it touches.
type Operation struct {
	// Name is service:Operation.
	Name   string
	Title  string
	Takes  []Parameter
	Checks []OperationCheck
	// Only are context keys that some parameters' checks alone carry (MR-2).
	Only []RestrictedKeys
}

// Parameter is something that an operation touches, or a choice that it is made with.
type Parameter struct {
	Name string
	Kind ParameterKind
	// Example shows what to write. Of an ARN it also says which service and
	// which type of resource.
	Example string
	// Default is the ARN that is asked for where none is given, with ${region}
	// and ${account}: a resource that does not exist yet (MR-7).
	Default string
}

// ParameterKind says what a parameter holds.
type ParameterKind uint8

// The kinds of parameters.
const (
	RequiredARN ParameterKind = iota
	OptionalARN
	Flag        // true where the call is made with it
	NamedAction // an action that the scenario names
	Seconds     // how long a session is asked for
	Passed      // tags or a source identity that the request passes or inherits (EV-77); never written
)

var parameterKinds = map[string]ParameterKind{"needs": RequiredARN, "takes": OptionalARN, "flag": Flag, "action": NamedAction, "passed": Passed, "seconds": Seconds}

// OperationCheck is one permission that an operation needs.
type OperationCheck struct {
	// Action is service:Name, or ${parameter} for an action that the scenario names.
	Action string
	// On names the parameter whose ARN is asked for, If a further one that must
	// be given for this check to be asked.
	On, If string
	// By is the service that makes the call with the caller's credentials (a
	// forward access session), or empty.
	By string
	// Sets are context keys that the call itself sets, with ${parameter} for ARNs.
	Sets []KeyValue
}

// KeyValue is a context key and its value.
type KeyValue struct{ Key, Value string }

// RestrictedKeys are context keys, in lower case and up to a slash, that reach
// the checks on some parameters alone.
type RestrictedKeys struct{ Keys, On []string }

// Operations gives the operations that scenarios can name, sorted.
func Operations() []Operation {
	var all []Operation
	for line := range strings.Lines(operationsText) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "#" {
			continue
		}
		if word == "operation" {
			name, title, _ := strings.Cut(rest, " ")
			all = append(all, Operation{Name: name, Title: title})
			continue
		}
		all[len(all)-1].read(word, strings.Fields(rest))
	}
	return all
}

func (o *Operation) read(word string, fields []string) {
	switch word {
	case "check":
		o.Checks = append(o.Checks, readCheck(fields))
	case "only":
		o.Only = append(o.Only, RestrictedKeys{On: strings.Split(fields[0], ","), Keys: fields[1:]})
	default:
		fields = append(fields, "", "")
		o.Takes = append(o.Takes, Parameter{Name: fields[0], Kind: parameterKinds[word], Example: fields[1], Default: fields[2]})
	}
}

func readCheck(fields []string) OperationCheck {
	c := OperationCheck{Action: fields[0], On: fields[1]}
	for i := 2; i < len(fields); i++ {
		switch fields[i] {
		case "if":
			i++
			c.If = fields[i]
		case "by":
			i++
			c.By = fields[i]
		default:
			key, value, _ := strings.Cut(fields[i], "=")
			c.Sets = append(c.Sets, KeyValue{key, value})
		}
	}
	return c
}
