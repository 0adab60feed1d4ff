package authz

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
)

// refusedCalls are calls that a service refuses whatever the policies say: the
// beginnings of the resources, as field account:resource of their ARNs, with
// the actions (IAM API Reference; AWS KMS Developer Guide, "Aliases in AWS KMS").
var refusedCalls = [...]struct{ service, beginning, actions string }{
	// IM-15: AWS managed policies
	{"iam", "aws:policy/", " deletepolicy createpolicyversion deletepolicyversion setdefaultpolicyversion tagpolicy untagpolicy "},
	// IM-31: service-linked roles
	{"iam", ":role/aws-service-role/", " attachrolepolicy detachrolepolicy putrolepolicy deleterolepolicy updateassumerolepolicy putrolepermissionsboundary deleterolepermissionsboundary deleterole "},
	// IM-32: roles of IAM Identity Center
	{"iam", ":role/aws-reserved/", " attachrolepolicy detachrolepolicy putrolepolicy deleterolepolicy updateassumerolepolicy putrolepermissionsboundary deleterolepermissionsboundary deleterole updaterole updateroledescription tagrole untagrole "},
	{"kms", ":alias/aws/", " createalias updatealias deletealias "},
}

// noteRefusal names a call on something that belongs to AWS: its service
// refuses it, and that is no decision of IAM.
func (e *evaluation) noteRefusal() {
	e.noteMFAGuard()
	place := ":" + e.target.Resource
	if e.target.Account == "aws" {
		place = "aws" + place
	}
	for i := range refusedCalls {
		r := &refusedCalls[i]
		if e.action.Service == r.service && e.target.Service == r.service && strings.HasPrefix(place, r.beginning) && strings.Contains(r.actions, " "+e.action.Name+" ") {
			e.note(ServiceRefuses, e.request.Resource)
		}
	}
}

// noteMFAGuard names the calls of a user on its own MFA devices, which IAM guards
// beside the policies (EV-98).
func (e *evaluation) noteMFAGuard() {
	switch e.action.String() {
	case "iam:enablemfadevice", "iam:deactivatemfadevice":
		if e.request.Principal.Kind == iam.UserPrincipal && e.request.Principal.ARN == e.request.Resource {
			e.note(MFAGuarded, e.request.Action)
		}
	}
}
