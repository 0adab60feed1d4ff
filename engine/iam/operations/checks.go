package operations

import (
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
)

// Check is a permission that a call needs: what the engine is asked before the
// call is carried out. The condition keys are those that the call brings along;
// the engine derives those of the entity that it is about.
type Check struct {
	Action, Resource string
	Context          []authz.Supplied
}

// Checks lists the permissions that a call needs, after IAM's page of the
// Service Authorization Reference.
func Checks(w *iam.World, c *Call) []Check {
	o := operations[c.Operation]
	r := &run{Call: c, world: w, account: find(w, c)}
	check := Check{Action: "iam:" + c.Operation, Resource: "*", Context: r.context()}
	if o.on != nil {
		check.Resource = o.on(r)
	}
	return append([]Check{check}, r.passes()...)
}

// keys are the condition keys that parameters become.
var keys = []struct{ parameter, key string }{
	{"PolicyArn", "iam:PolicyARN"},
	{"PermissionsBoundary", "iam:PermissionsBoundary"},
	{"AWSServiceName", "iam:AWSServiceName"},
}

func (r *run) context() []authz.Supplied {
	var all []authz.Supplied
	for _, k := range keys {
		if r.has(k.parameter) && (k.parameter != "PolicyArn" || r.attaches()) {
			all = append(all, authz.Supplied{Key: k.key, Values: []string{r.text(k.parameter)}})
		}
	}
	if service := r.credentialService(); service != "" {
		all = append(all, authz.Supplied{Key: "iam:ServiceSpecificCredentialServiceName", Values: []string{service}})
	}
	tagKeys := r.texts("TagKeys")
	for _, item := range r.parameter("Tags").Items {
		key := memberText(&item, "Key")
		tagKeys = append(tagKeys, key)
		all = append(all, authz.Supplied{Key: "aws:RequestTag/" + key, Values: []string{memberText(&item, "Value")}})
	}
	if len(tagKeys) > 0 {
		all = append(all, authz.Supplied{Key: "aws:TagKeys", Values: tagKeys, List: true})
	}
	return all
}

// attaches says of a call that it attaches or detaches the policy that it names.
func (r *run) attaches() bool {
	return r.has("UserName") || r.has("GroupName") || r.has("RoleName")
}

// passes is the further permission of a call that passes a role to a service (IM-30).
func (r *run) passes() []Check {
	if r.Operation != "AddRoleToInstanceProfile" {
		return nil
	}
	return []Check{{
		Action: "iam:PassRole", Resource: named(roles)(r),
		Context: []authz.Supplied{{Key: "iam:PassedToService", Values: []string{"ec2.amazonaws.com"}}},
	}}
}
