// Package catalog holds facts about AWS that decisions and explanations look up: for now, AWS managed policies.
//
// The data are text files that generators in scripts/ write and that people can read and compare. Nothing is decoded
// at start: a lookup searches the text itself.
package catalog

import (
	_ "embed"
	"strings"
)

// policies has a line of provenance and then one line for each policy, sorted: ARN, version, document, split by tabs.
//
//go:embed policies.txt
var policies string

// Source tells where the data come from.
type Source struct {
	Package string // the package that publishes the data
	Version string // its version
	Date    string // the day of the newest change in it, YYYY-MM-DD
}

// Provenance tells where the AWS managed policies come from.
func Provenance() Source {
	head, _, _ := strings.Cut(policies, "\n")
	fields := strings.Split(head, "\t")
	return Source{Package: fields[1], Version: fields[2], Date: fields[3]}
}

// ManagedPolicies lists the ARNs of the AWS managed policies, sorted.
func ManagedPolicies() []string {
	list := make([]string, 0, strings.Count(policies, "\n")-1)
	for line := range strings.Lines(body()) {
		arn, _, _ := strings.Cut(line, "\t")
		list = append(list, arn)
	}
	return list
}

// ManagedPolicy returns the current document of an AWS managed policy as minimal JSON. The ARN may be of any partition;
// the document is that of the partition aws.
func ManagedPolicy(arn string) (document string, ok bool) {
	path, ok := managedPath(arn)
	if !ok {
		return "", false
	}
	want := "arn:aws:" + path
	for text := body(); text != ""; {
		start, end := middleLine(text)
		found, rest, _ := strings.Cut(text[start:end], "\t")
		switch strings.Compare(want, found) {
		case -1:
			text = text[:start]
		case +1:
			text = text[end:]
		default:
			_, document, _ = strings.Cut(strings.TrimSuffix(rest, "\n"), "\t")
			return document, true
		}
	}
	return "", false
}

// body is the text without its line of provenance.
func body() string {
	_, lines, _ := strings.Cut(policies, "\n")
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
