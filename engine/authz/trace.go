package authz

import (
	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Decision is the outcome of a request (OUT-1). The zero value is the implicit deny.
type Decision uint8

// The decisions, from the default to the strictest but for Allowed.
const (
	ImplicitDeny Decision = iota
	ExplicitDeny
	Allowed
)

var decisionNames = [...]string{"implicitDeny", "explicitDeny", "allowed"}

// String gives the word of the IAM policy simulator's API.
func (d Decision) String() string { return decisionNames[d] }

// Stricter gives the stricter of two decisions (MR-6).
func Stricter(a, b Decision) Decision {
	rank := [...]int{ImplicitDeny: 1, ExplicitDeny: 2, Allowed: 0}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Trace is the decision on a request and everything that led to it.
type Trace struct {
	Request  *Request
	Decision Decision
	// DecidedBy are the statements that decided, Missing what had to allow and did not.
	DecidedBy []Ref
	Missing   []Missing
	// ResourceAccount is the owner's account that was used.
	ResourceAccount string
	// Layers hold every policy type, in the order in which they are reported (EV-4).
	Layers  []Layer
	Context []Entry
	// MissingContext are the keys that statements asked for and the request lacks (GK-52).
	MissingContext []string
	Notes          []Note
}

// Ref names a statement that took part in a decision.
type Ref struct {
	Type       policy.Type
	Policy     *iam.Policy
	AttachedTo string
	Statement  *policy.Statement
	kinds      Kinds
}

// Missing names what had to allow and did not: a policy type (with its node
// for SCPs and RCPs), or a reason outside the policies.
type Missing struct {
	Type   policy.Type
	Node   string
	Beyond Beyond
}

// Beyond is a reason for a deny that no policy holds.
type Beyond uint8

// The reasons outside the policies. InPolicies is the zero value: a policy type is missing.
const (
	InPolicies Beyond = iota
	Partition
	CredentialRestriction
	BlockPublicAccess
)

// String gives the word of scenario files, for example scp:ou-ab12-11111111.
func (m Missing) String() string {
	switch m.Beyond {
	case Partition:
		return "partition"
	case CredentialRestriction:
		return "credentialRestriction"
	case BlockPublicAccess:
		return "blockPublicAccess"
	case InPolicies:
	}
	if m.Node != "" {
		return m.Type.String() + ":" + m.Node
	}
	return m.Type.String()
}

// Layer is what one policy type said.
type Layer struct {
	Type  policy.Type
	State State
	// Why says why the layer does not apply, grants nothing or was not needed.
	Why      Why
	Policies []PolicyTrace
}

// State is a policy type's own verdict, given even after a deny.
type State uint8

// The states.
const (
	NotApplicable State = iota // it cannot apply to this request
	NonePresent                // it could apply, but there is no such policy
	NoAllow                    // no statement allows
	AllowFound                 // a statement allows, none denies
	DenyFound                  // a statement denies
	Bypassed                   // it allows nothing, and need not (EV-33)
)

// Why explains a state that statements alone do not explain.
type Why uint8

// The reasons for states.
const (
	NoReason Why = iota
	NoOrganization
	OutsideOrganization
	ManagementAccount
	ServiceLinkedRole
	ServiceCaller
	AnonymousCaller
	FederatedCaller
	RootCaller
	RootImplicit
	ServiceNotCovered
	NoResource
	NoBoundary
	NoSessionPolicy
	SessionPolicyNeeded
	TaskPolicy
	NoEndpoint
	DefaultEndpointPolicy
	DefaultKeyPolicy
	NoResourcePolicy
	NoPolicyTaken
	NotAssuming
	GrantedByResource
	GrantedByIdentity
	DelegatesOnly
	RoleUnlisted
	UnlistedAccount
)

// PolicyTrace is what one policy said.
type PolicyTrace struct {
	Policy     *iam.Policy
	AttachedTo string
	Allows     bool
	Denies     bool
	Statements []StatementTrace
}

// StatementTrace is how one statement met the request.
type StatementTrace struct {
	Statement *policy.Statement
	Matched   bool
	// Decides says that the statement is one of those in DecidedBy.
	Decides bool
	// Kinds are the ways in which the statement names the caller.
	Kinds Kinds
	Parts []Part
}

// NearMiss says that exactly one part kept the statement from matching (OUT-5).
func (s *StatementTrace) NearMiss() bool {
	failed := 0
	for i := range s.Parts {
		if !s.Parts[i].Matched {
			failed++
		}
	}
	return !s.Matched && failed == 1 && s.Statement.Sound()
}

// Element is the part of a statement that was compared.
type Element uint8

// The elements.
const (
	PrincipalElement Element = iota
	ActionElement
	ResourceElement
	ConditionElement
)

// Part is the comparison of one element, or of one condition key.
type Part struct {
	Element Element
	Not     bool
	Matched bool
	// Span is that of the value that settled it, else of the whole element.
	Span syntax.Span
	// Value is the policy's value that settled it, variables filled in.
	Value string
	// Unresolved is the variable that has no value, if that settled it.
	Unresolved string
	// Kinds are the ways in which a Principal element names the caller.
	Kinds Kinds
	// Excluded says that a NotPrincipal element lists only part of the
	// caller's chain (PM-14) or meets a caller with a boundary (PM-15).
	Chain     Chain
	Condition *ConditionTrace
}

// Chain is how a NotPrincipal element met the caller.
type Chain uint8

// The ways.
const (
	NoChain Chain = iota
	ChainListed
	ChainIncomplete
	ChainBoundary
)

// ConditionTrace is the comparison of one condition key.
type ConditionTrace struct {
	Operator condition.Operator
	Key      string
	// PolicyValues have their variables filled in.
	PolicyValues  []string
	RequestValues []string
	Present       bool
	Result        condition.Result
}

// Note is something that the decision assumed or could not know.
type Note struct {
	Code NoteCode
	// Subject is the ARN, setting or time that the note is about.
	Subject string
	// Detail is the condition operator of an UnreadableValue or ListWithoutSet.
	Detail string
	// Policy and Statement are those of a BrokenStatement or ConditionError.
	Policy    *iam.Policy
	Statement *policy.Statement
}

// NoteCode says what a note is about.
type NoteCode uint8

// The notes. Those from BrokenStatement on name what was not evaluated.
const (
	ClockUsed NoteCode = iota
	OwnerAssumed
	RootRight
	NoPermissionNeeded
	KeyPolicyAssumed
	EndpointPolicyAssumed
	TagPassedAgain
	SourceIdentityChanged
	InvalidExternalID
	DurationTooLong
	MFAGuarded
	ServiceRefuses
	LockOutProtection
	ConditionError
	// Inferred names, as its subject, a rule that AWS's documentation leaves
	// open and that the decision rests on.
	Inferred
	UnreadableValue
	ListWithoutSet
	TooManyValues
	BrokenStatement
	BrokenPolicy
	UnknownSetting
	CanonicalUser
	IdentityUnlisted
	ResourceUnlisted
	DelegatedAdministrator
	PolicyNotTaken
	AccessPoint
)

// NotEvaluated says whether the note names something that was left out.
func (c NoteCode) NotEvaluated() bool { return c >= BrokenStatement }
