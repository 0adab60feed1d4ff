package operations

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// managed finds a managed policy by its ARN: one of the account or of AWS, or nil.
func (r *run) managed(policyARN string) *iam.Policy {
	for _, p := range r.account.Policies {
		if p.ARN == policyARN {
			return p
		}
	}
	if a, ok := arn.Parse(policyARN); !ok || a.Account != "aws" || r.Managed == nil {
		return nil
	}
	text, ok := r.Managed(policyARN)
	if !ok {
		return nil
	}
	return &iam.Policy{Name: policyARN, ARN: policyARN, Document: policy.Parse(text, policy.Identity), Ref: -1}
}

// isPolicyARN says whether a text is the ARN of a managed policy.
func isPolicyARN(text string) bool {
	a, ok := arn.Parse(text)
	return ok && a.Service == "iam" && strings.HasPrefix(a.Resource, "policy/")
}

// newBoundary gives the permissions boundary that a call sets, or nil.
func (r *run) newBoundary() (*iam.Policy, *Error) {
	limit := r.text("PermissionsBoundary")
	if limit == "" {
		return nil, nil
	}
	if !isPolicyARN(limit) {
		return nil, &Error{"InvalidInput", "ARN " + limit + " is not valid."}
	}
	if p := r.managed(limit); p != nil {
		return p, nil
	}
	return nil, &Error{"NoSuchEntity", "Scope ARN: " + limit + " does not exist or is not attachable."}
}
