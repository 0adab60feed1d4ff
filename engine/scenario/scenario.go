// Package scenario reads scenario files: one JSON document that holds a world
// and the requests to decide in it. It also says whether a decision is the one
// that a request expects.
package scenario

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Version is the version of the format that this package reads.
const Version = 1

// Scenario is a scenario file, read.
type Scenario struct {
	Title string
	// Options are those that it was read with.
	Options     Options
	Source      *syntax.Source
	World       *iam.World
	Requests    []*Request
	Documents   []*Document
	Diagnostics []Diagnostic
	// Ignored are the checks whose findings the scenario's author does not want to see.
	Ignored []Ignored
}

// Diagnostic is something to say about a member of the scenario. Its span is in
// the scenario's source.
type Diagnostic struct {
	syntax.Diagnostic
	// Path names the member: the names and indexes that lead to it.
	Path []string
}

// Document is a policy document of the scenario, at its place. Policy.Ref is
// its index in Scenario.Documents.
type Document struct {
	Policy *iam.Policy
	// Source is the text that the document stands in, from the byte offset Base.
	Source *syntax.Source
	Base   int
	// Path is nil for AWS managed policies, and for what a KMS grant states.
	Path []string
	// File is the path of the file that the document stands in, relative to the
	// scenario; it is empty where the document stands in the scenario.
	File string
	// Type is the policy type that it is first used as.
	Type       policy.Type
	AttachedTo []string
	// Unreadable says that the document stands in a file of its own that cannot
	// be read, or is not strict JSON.
	Unreadable bool
	used       bool
}

// Position gives line and column of a byte offset in the document's own text.
func (d *Document) Position(offset int) syntax.Position { return d.Source.Position(d.Base + offset) }

// Request is one request of a scenario.
type Request struct {
	Index     int
	Name      string
	Span      syntax.Span
	Principal string
	// Action is the action or the operation that the request names.
	Action string
	// Resources are those of all checks, each once.
	Resources []string
	// Compound says that the request asks for several permissions (MR-3).
	Compound  bool
	Expect    string
	DecidedBy []Expected
	// Asked holds one authorization request for each check, or nothing where
	// Diagnostics say why it cannot be decided.
	Asked       []authz.Request
	Diagnostics []Diagnostic
}

// Broken says that the request cannot be decided.
func (r *Request) Broken() bool { return len(r.Asked) == 0 }

// Expected is a statement that a request expects among those that decided.
// Members that were left out match anything.
type Expected struct {
	PolicyType string
	Policy     string
	AttachedTo string
	Effect     string
	Sid        *string
	Index      *int
}

// Options are what a scenario is read with.
type Options struct {
	// Now is the clock of requests that fix none.
	Now authz.Clock
	// Parse parses policy documents, so that callers can keep what they parsed.
	Parse func(text string, t policy.Type) *policy.Document
	// Managed gives the document of an AWS managed policy.
	Managed func(arn string) (document string, ok bool)
	// File reads a policy document by its path relative to the scenario. It is
	// nil where paths cannot be followed.
	File func(path string) (*syntax.Source, error)
}
