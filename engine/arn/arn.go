// Package arn reads Amazon Resource Names and matches them against patterns.
package arn

import "github.com/verdict-iam/verdict/engine/glob"

// ARN is an Amazon Resource Name, cut at its first five colons.
type ARN struct {
	Partition, Service, Region, Account, Resource string
}

// Parse reads an ARN.
func Parse(s string) (ARN, bool) { return ARN{}, false }

// String returns the ARN as text.
func (a ARN) String() string { return "" }

// Pattern matches ARNs field by field: no wildcard crosses one of the five colons.
type Pattern struct {
	fields [6]glob.Pattern
}

// Compile reads an ARN pattern.
func Compile(p glob.Pattern) (Pattern, bool) { return Pattern{}, false }

// Complete reads an ARN pattern whose missing fields become `*` (RE-11).
func Complete(p glob.Pattern) (Pattern, bool) { return Pattern{}, false }

// Match reports whether p covers the ARN s.
func (p Pattern) Match(s string) bool { return p.fields[0].Match(s) }
