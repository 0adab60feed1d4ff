// Package policy parses IAM policy documents of every policy type, each
// element with its place in the text. The grammar is that of "Grammar of the
// IAM JSON policy language" (rules GR-1 to GR-51).
package policy

import (
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Type is the policy type that a document is used as. It settles which
// elements the document may hold (evaluation rules, table A.6).
type Type uint8

// The policy types, in the order in which AWS lists them.
const (
	Identity Type = iota
	Resource
	Trust
	Boundary
	Session
	SCP
	RCP
	Endpoint
)

// Types lists every policy type.
var Types = [...]Type{Identity, Resource, Trust, Boundary, Session, SCP, RCP, Endpoint}

var typeNames = [...]string{"identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce"}

// String gives the word that scenario files and results use.
func (t Type) String() string { return typeNames[t] }

// takesPrincipal says whether statements of the type name who they are for (A.6).
func (t Type) takesPrincipal() bool {
	switch t {
	case Resource, Trust, RCP, Endpoint:
		return true
	case Identity, Boundary, Session, SCP:
	}
	return false
}

// Effect is what a matching statement does.
type Effect uint8

// The effects. NoEffect is that of a statement whose Effect is missing or unreadable.
const (
	NoEffect Effect = iota
	Allow
	Deny
)

var effectNames = [...]string{"", "Allow", "Deny"}

// String gives the effect as policies write it.
func (e Effect) String() string { return effectNames[e] }

// Document is a parsed policy document. All spans are byte offsets in Text.
type Document struct {
	Type        Type
	Text        string
	Version     string
	Statements  []Statement
	Diagnostics []syntax.Diagnostic
	// Malformed says that the text is not strict JSON.
	Malformed bool
	about     index
}

// Statement is one statement with the place of each of its elements.
type Statement struct {
	Span       syntax.Span
	Index      int
	Sid        string
	Effect     Effect
	Principal  *Principals
	Action     Actions
	Resource   *Resources
	Conditions []Condition
	// EmptyOperator says that a condition operator has nothing under it (GR-37).
	EmptyOperator bool
	// Fault says, in words, why the statement cannot be evaluated; it is empty
	// for a sound statement. A statement with a fault matches nothing.
	Fault string
}

// Sound says whether the statement can be evaluated.
func (s *Statement) Sound() bool { return s.Fault == "" }

// Version2012 is the language version that knows policy variables (GR-15).
const Version2012 = "2012-10-17"

const version2008 = "2008-10-17"

// Variables says whether ${…} is a policy variable in this document (GR-15).
func (d *Document) Variables() bool { return d.Version == Version2012 }
