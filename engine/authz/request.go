// Package authz decides an authorization request against a world and records
// how. The decision procedure is that of "Policy evaluation logic" and "How AWS
// enforcement code logic evaluates requests to allow or deny access" (rules
// EL, AC, RE, PM, CO and EV).
package authz

import (
	"github.com/verdict-iam/verdict/engine/iam"
)

// Request is one authorization question: may this principal do this action on
// this resource (RC-1).
type Request struct {
	Principal iam.Principal
	Session   iam.Session
	// Action is service:Name in any letter case.
	Action string
	// Resource is one ARN or `*`.
	Resource string
	// ResourceAccount is the owner's account id; the zero value lets the
	// evaluator derive it (RC-4).
	ResourceAccount string
	// Context holds the keys that the request carries beside the derived ones.
	Context []Supplied
	// Duration is how many seconds a session is asked for, or 0.
	Duration int
	// Clock is the time of the request.
	Clock Clock
	// Endpoint is the VPC endpoint that the request passes through, or nil.
	Endpoint *iam.Resource
}

// Supplied is a context key that the request carries or takes away.
type Supplied struct {
	Key    string
	Values []string
	// List says that the values were written as a list, which makes a key that
	// nobody knows multivalued (CO-18).
	List bool
	// Removed takes away a derived key.
	Removed bool
}

// Clock is an instant, and whether somebody fixed it for the request.
type Clock struct {
	// RFC3339 is the instant in UTC, for example 2026-01-31T12:00:00Z.
	RFC3339 string
	// Epoch is the same in seconds.
	Epoch int64
	// Fixed is false where the instant is whatever the caller's clock showed.
	Fixed bool
}
