package operations

import (
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func accessedARN(r *run) string { return r.text("Arn") }

// granting is a policy that lets an entity use a service, and where it is attached.
type granting struct {
	policy *iam.Policy
	entity entity
}

// listPoliciesGrantingServiceAccess lists, service by service, the policies of a
// user (and the user's groups), group or role that allow something of it.
func listPoliciesGrantingServiceAccess(r *run) (*syntax.Value, *Error) {
	var asked []entity
	for _, e := range r.entities() {
		if e.identity.ARN == r.text("Arn") {
			asked = append(asked, e)
		}
	}
	if len(asked) == 0 {
		return nil, &Error{"NoSuchEntity", "ARN " + r.text("Arn") + " cannot be found."}
	}
	if asked[0].kind == users {
		for _, g := range r.account.User(asked[0].identity.Name).Groups {
			asked = append(asked, entity{groups, &g.Identity, nil})
		}
	}
	return page(list("PoliciesGrantingServiceAccess", r.texts("ServiceNamespaces"), func(service string) *syntax.Value {
		return object(str("ServiceNamespace", service), list("Policies", grantingAmong(asked, service), grantingValue))
	})), nil
}

func grantingAmong(asked []entity, service string) []granting {
	var all []granting
	for _, e := range asked {
		for _, p := range e.identity.Attached {
			if allows(p.Document, service) {
				all = append(all, granting{p, e})
			}
		}
		for _, p := range e.identity.Inline {
			if allows(p.Document, service) {
				all = append(all, granting{p, e})
			}
		}
	}
	return all
}

// allows says whether a document has a statement that allows something of a service.
func allows(d *policy.Document, service string) bool {
	named, any := d.About(service)
	for _, s := range append(named, any...) {
		if s.Sound() && s.Effect == policy.Allow {
			return true
		}
	}
	return false
}

func grantingValue(g granting) *syntax.Value {
	if g.policy.ARN != "" {
		return record("PolicyName", nameOf(g.policy), "PolicyType", "MANAGED", "PolicyArn", g.policy.ARN)
	}
	entityType := map[kind]string{users: "USER", groups: "GROUP", roles: "ROLE"}[g.entity.kind]
	return record("PolicyName", g.policy.Name, "PolicyType", "INLINE", "EntityType", entityType, "EntityName", g.entity.identity.Name)
}
