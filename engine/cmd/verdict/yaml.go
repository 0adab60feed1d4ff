package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxNodes bounds a template: aliases can make a small file as large as one likes.
const maxNodes = 200_000

// templateAsJSON turns a CloudFormation template in YAML into JSON, with the short forms of
// functions, such as !Ref, written out. It is false for what is none.
func templateAsJSON(text string) (converted string, isTemplate bool, err error) {
	if !strings.Contains("\n"+text, "\nResources:") {
		return "", false, nil
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return "", true, fmt.Errorf("this is not sound YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) != 1 || !hasResources(document.Content[0]) {
		return "", false, nil
	}
	w := &jsonWriter{}
	if err := w.node(document.Content[0]); err != nil {
		return "", true, err
	}
	return w.String(), true, nil
}

func hasResources(n *yaml.Node) bool {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if n.Content[i].Value == "Resources" {
			return true
		}
	}
	return false
}

// jsonWriter writes YAML as JSON.
type jsonWriter struct {
	strings.Builder
	nodes int
}

func (w *jsonWriter) node(n *yaml.Node) error {
	if w.nodes++; w.nodes > maxNodes {
		return fmt.Errorf("the template has more than %d values, those behind its aliases among them", maxNodes)
	}
	if function, short := strings.CutPrefix(n.Tag, "!"); short && !strings.HasPrefix(function, "!") {
		return w.function(function, n)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return w.node(n.Alias)
	case yaml.MappingNode:
		return w.object(n)
	case yaml.SequenceNode:
		return w.array(n)
	}
	return w.scalar(n)
}

func (w *jsonWriter) object(n *yaml.Node) error {
	separator := "{"
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a name must be a string", key.Line)
		}
		w.WriteString(separator + quote(key.Value) + ":")
		separator = ","
		if err := w.node(n.Content[i+1]); err != nil {
			return err
		}
	}
	w.WriteString(strings.TrimSuffix(separator, ",") + "}")
	return nil
}

func (w *jsonWriter) array(n *yaml.Node) error {
	separator := "["
	for _, item := range n.Content {
		w.WriteString(separator)
		separator = ","
		if err := w.node(item); err != nil {
			return err
		}
	}
	w.WriteString(strings.TrimSuffix(separator, ",") + "]")
	return nil
}

// function writes the short form of a function of CloudFormation as its long one.
func (w *jsonWriter) function(name string, n *yaml.Node) error {
	long := name
	if name != "Ref" && name != "Condition" {
		long = "Fn::" + name
	}
	plain := *n
	plain.Tag = ""
	if n.Kind == yaml.ScalarNode {
		plain.Tag = "!!str"
	}
	resource, attribute, dotted := strings.Cut(n.Value, ".")
	if name == "GetAtt" && n.Kind == yaml.ScalarNode && dotted {
		plain = yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: resource}, {Kind: yaml.ScalarNode, Tag: "!!str", Value: attribute}}}
	}
	w.WriteString("{" + quote(long) + ":")
	err := w.node(&plain)
	w.WriteString("}")
	return err
}

// scalar writes a value: dates, such as the version of a policy, are strings to CloudFormation.
func (w *jsonWriter) scalar(n *yaml.Node) error {
	var value any = n.Value
	switch n.ShortTag() {
	case "!!bool", "!!int", "!!float", "!!null":
		if err := n.Decode(&value); err != nil {
			return err
		}
	}
	text, err := json.Marshal(value)
	if err != nil { // a number such as .inf
		return fmt.Errorf("line %d: %s is no value of JSON", n.Line, n.Value)
	}
	w.Write(text)
	return nil
}

func quote(s string) string {
	text, _ := json.Marshal(s) // strings can be written
	return string(text)
}
