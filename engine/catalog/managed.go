// Package catalog holds facts about AWS that decisions, checks and completion look up: AWS managed policies, services with
// their actions, resource types and condition keys, and operations that need several permissions.
//
// The data are text files that generators in scripts/ write and that people can read and compare. Nothing is decoded
// at start: a lookup searches the text itself.
package catalog

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
)

// core holds the AWS managed policies that people meet first.
//
//go:embed policies.txt
var core string

// Core are the AWS managed policies that are always there.
var Core = Managed{core}

// Source tells where the data come from.
type Source struct {
	Package string // the package that publishes the data
	Version string // its version
	Date    string // the day of the newest change in it, YYYY-MM-DD
}

// Managed holds AWS managed policies as a text: a line of provenance and then one line for each policy, sorted: ARN, version,
// document, split by tabs. The zero value holds none.
type Managed struct{ text string }

// ReadManaged takes a text as scripts/managedpolicies writes it. A text of another form is an error.
func ReadManaged(text string) (Managed, error) {
	head, _, ok := strings.Cut(text, "\n")
	if !ok || strings.Count(head, "\t") != 3 || !strings.HasPrefix(head, "#\t") || !strings.HasSuffix(text, "\n") {
		return Managed{}, errors.New("the text holds no AWS managed policies")
	}
	return Managed{text}, nil
}

// Source tells where the policies come from.
func (m Managed) Source() Source {
	head, _, _ := strings.Cut(m.text, "\n")
	fields := strings.Split(head, "\t")
	return Source{Package: fields[1], Version: fields[2], Date: fields[3]}
}

// ARNs lists the policies, sorted.
func (m Managed) ARNs() []string {
	var list []string
	for line := range strings.Lines(m.body()) {
		arn, _, _ := strings.Cut(line, "\t")
		list = append(list, arn)
	}
	return list
}

// Document returns the current document of a policy as minimal JSON. The ARN may be of any partition;
// the document is that of the partition aws.
func (m Managed) Document(arn string) (document string, ok bool) {
	_, document, ok = m.Policy(arn)
	return document, ok
}

// Policy is Document with the id of the policy's default version.
func (m Managed) Policy(arn string) (version, document string, ok bool) {
	path, ok := managedPath(arn)
	if !ok {
		return "", "", false
	}
	want := "arn:aws:" + path
	for text := m.body(); text != ""; {
		start, end := middleLine(text)
		found, rest, _ := strings.Cut(text[start:end], "\t")
		switch strings.Compare(want, found) {
		case -1:
			text = text[:start]
		case +1:
			text = text[end:]
		default:
			version, document, _ = strings.Cut(strings.TrimSuffix(rest, "\n"), "\t")
			return version, document, true
		}
	}
	return "", "", false
}

// Library is several texts of AWS managed policies, as one.
type Library []Managed

// Policy finds a policy in the first text that has it.
func (l Library) Policy(arn string) (version, document string, ok bool) {
	for _, m := range l {
		if version, document, ok = m.Policy(arn); ok {
			return version, document, true
		}
	}
	return "", "", false
}

// ARNs lists the policies of all texts, sorted.
func (l Library) ARNs() []string {
	var all []string
	for _, m := range l {
		all = append(all, m.ARNs()...)
	}
	slices.Sort(all)
	return all
}

// ManagedPolicies lists the ARNs of the policies of Core, sorted.
func ManagedPolicies() []string { return Core.ARNs() }

// ManagedPolicy returns the document of a policy of Core.
func ManagedPolicy(arn string) (document string, ok bool) { return Core.Document(arn) }

// body is the text without its line of provenance.
func (m Managed) body() string {
	_, lines, _ := strings.Cut(m.text, "\n")
	return lines
}

// managedPath cuts an AWS managed policy's ARN off behind its partition: iam::aws:policy/….
func managedPath(arn string) (path string, ok bool) {
	rest, ok := strings.CutPrefix(arn, "arn:")
	if !ok {
		return "", false
	}
	partition, path, _ := strings.Cut(rest, ":")
	return path, partition != "" && strings.HasPrefix(path, "iam::aws:policy/")
}

// middleLine finds the line that holds the middle of a text of whole lines.
func middleLine(text string) (start, end int) {
	middle := len(text) / 2
	start = strings.LastIndexByte(text[:middle], '\n') + 1
	return start, middle + strings.IndexByte(text[middle:], '\n') + 1
}
