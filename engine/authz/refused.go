package authz

import "strings"

// refusedCalls are calls that a service refuses whatever the policies say: the
// beginnings of the resources, as field account:resource of their ARNs, with
// the actions (IAM API Reference; AWS KMS Developer Guide, "Aliases in AWS KMS").
var refusedCalls = []struct {
	service, beginning string
	actions            map[string]bool
}{
	// IM-15: AWS managed policies
	{"iam", "aws:policy/", words("deletepolicy createpolicyversion deletepolicyversion setdefaultpolicyversion tagpolicy untagpolicy")},
	// IM-31: service-linked roles
	{"iam", ":role/aws-service-role/", words("attachrolepolicy detachrolepolicy putrolepolicy deleterolepolicy updateassumerolepolicy putrolepermissionsboundary deleterolepermissionsboundary deleterole")},
	// IM-32: roles of IAM Identity Center
	{"iam", ":role/aws-reserved/", words("attachrolepolicy detachrolepolicy putrolepolicy deleterolepolicy updateassumerolepolicy putrolepermissionsboundary deleterolepermissionsboundary deleterole updaterole updateroledescription tagrole untagrole")},
	{"kms", ":alias/aws/", words("createalias updatealias deletealias")},
}

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// noteRefusal names a call on something that belongs to AWS: its service
// refuses it, and that is no decision of IAM.
func (e *evaluation) noteRefusal() {
	place := ":" + e.target.Resource
	if e.target.Account == "aws" {
		place = "aws" + place
	}
	for _, r := range refusedCalls {
		if e.action.Service == r.service && e.target.Service == r.service && strings.HasPrefix(place, r.beginning) && r.actions[e.action.Name] {
			e.note(ServiceRefuses, e.request.Resource)
		}
	}
}
