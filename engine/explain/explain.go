// Package explain puts a trace into words: a sentence for the decision, the
// access denied message that AWS would send, and a reason for every policy
// type, statement and part.
package explain

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// PolicyType gives the name of a policy type as AWS's documentation has it.
func PolicyType(t policy.Type) string {
	switch t {
	case policy.Identity:
		return "identity-based policy"
	case policy.Resource:
		return "resource-based policy"
	case policy.Trust:
		return "role trust policy"
	case policy.Boundary:
		return "permissions boundary"
	case policy.Session:
		return "session policy"
	case policy.SCP:
		return "service control policy"
	case policy.RCP:
		return "resource control policy"
	case policy.Endpoint:
		return "VPC endpoint policy"
	}
	return ""
}

// Statement names a statement for people: its Sid, or its number from 1.
func Statement(s *policy.Statement) string {
	if s.Sid != "" {
		return s.Sid
	}
	return "#" + strconv.Itoa(s.Index+1)
}

// Decision gives the words for a decision.
func Decision(d authz.Decision) string {
	switch d {
	case authz.Allowed:
		return "Allowed"
	case authz.ExplicitDeny:
		return "Explicit deny"
	case authz.ImplicitDeny:
		return "Implicit deny"
	}
	return ""
}

// Sentence says in one sentence what decided.
func Sentence(t *authz.Trace) string {
	switch t.Decision {
	case authz.ExplicitDeny:
		return deciding(t.DecidedBy) + " denies it, and no Allow outweighs a Deny."
	case authz.Allowed:
		return allowed(t)
	case authz.ImplicitDeny:
		return implicit(t)
	}
	return ""
}

// deciding names the first statement and counts the others.
func deciding(refs []authz.Ref) string {
	r := refs[0]
	text := "Statement " + Statement(r.Statement) + " of " + named(r)
	if others := len(refs) - 1; others > 0 {
		text += " (and " + strconv.Itoa(others) + " more)"
	}
	return text
}

// named says which policy of which type a statement stands in.
func named(r authz.Ref) string {
	kind := PolicyType(r.Type)
	if r.Policy.Grant {
		kind = "KMS grant"
	}
	return "the " + kind + " " + short(r.Policy.Name) + on(r)
}

func on(r authz.Ref) string {
	if r.AttachedTo == "" || r.AttachedTo == r.Policy.Name {
		return ""
	}
	return " on " + short(r.AttachedTo)
}

// short gives the part of an ARN that people know it by.
func short(name string) string {
	if !strings.HasPrefix(name, "arn:") {
		return name
	}
	fields := strings.SplitN(name, ":", 6)
	last := fields[len(fields)-1]
	if _, rest, ok := strings.Cut(last, "/"); ok && fields[2] == "iam" {
		return rest[strings.LastIndexByte(rest, '/')+1:]
	}
	return last
}

func allowed(t *authz.Trace) string {
	var grants []authz.Ref
	for _, r := range t.DecidedBy {
		switch r.Type {
		case policy.Identity, policy.Resource, policy.Trust:
			grants = append(grants, r)
		case policy.Boundary, policy.Session, policy.SCP, policy.RCP, policy.Endpoint:
		}
	}
	if len(grants) > 0 {
		return deciding(grants) + " allows it, and nothing denies it."
	}
	for _, n := range t.Notes {
		if n.Code == authz.NoPermissionNeeded {
			return "This call needs no permission."
		}
	}
	if t.Request.Principal.Kind == iam.RootUser {
		return "The root user may do everything in its account that nothing denies."
	}
	return "Nothing denies it."
}

func implicit(t *authz.Trace) string {
	var reasons []string
	for _, m := range t.Missing {
		reasons = append(reasons, missing(m))
	}
	return "Nothing denies it, but " + strings.Join(reasons, ", and ") + "."
}

func missing(m authz.Missing) string {
	switch m.Beyond {
	case authz.Partition:
		return "the resource is in another partition"
	case authz.CredentialRestriction:
		return "these credentials cannot make this call, whatever the policies say"
	case authz.BlockPublicAccess:
		return "S3 Block Public Access lets only AWS services and the owner's account through a public bucket policy"
	case authz.InPolicies:
	}
	if m.Node != "" {
		return "no " + PolicyType(m.Type) + " at " + m.Node + " allows it"
	}
	return "no " + PolicyType(m.Type) + " allows it"
}

// Message gives the access denied message that AWS would send, or "" for an
// allowed request (OUT-10, OUT-11, OUT-20; "Troubleshoot access denied error
// messages").
func Message(t *authz.Trace) string {
	if t.Decision == authz.Allowed {
		return ""
	}
	q := t.Request
	text := "User: " + caller(&q.Principal) + " is not authorized to perform: " + q.Action + " on resource: " + q.Resource
	if t.Decision == authz.ExplicitDeny {
		return text + " with an explicit deny in " + article(t.DecidedBy[0].Type)
	}
	m := t.Missing[0]
	if m.Beyond != authz.InPolicies {
		return text
	}
	return text + " because no " + PolicyType(m.Type) + " allows the " + q.Action + " action"
}

func caller(p *iam.Principal) string {
	if p.Kind == iam.Anonymous {
		return "anonymous"
	}
	return p.ARN
}

func article(t policy.Type) string {
	switch t {
	case policy.Trust:
		return "the role trust policy"
	case policy.Identity:
		return "an identity-based policy"
	case policy.Resource, policy.Boundary, policy.Session, policy.SCP, policy.RCP, policy.Endpoint:
	}
	return "a " + PolicyType(t)
}
