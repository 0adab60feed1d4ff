package authz_test

import (
	"slices"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
)

// What belongs to AWS cannot be changed, whoever asks and whatever the policies
// say (IM-15, as recorded: "Cannot delete policies outside your own account.";
// IM-31; IM-32). That is no decision of IAM, and the result names it.
func TestWhatServicesRefuse(t *testing.T) {
	const managed, own = "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111111111111:policy/ReadOnlyAccess"
	const linked = "arn:aws:iam::111111111111:role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForX"
	const reserved = "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef"
	const alias = "arn:aws:kms:eu-west-1:111111111111:alias/"
	for name, c := range map[string]struct {
		action, resource string
		refused          bool
	}{
		"deleting an AWS managed policy":         {"iam:DeletePolicy", managed, true},
		"setting its default version":            {"iam:SetDefaultPolicyVersion", managed, true},
		"deleting a version of it":               {"iam:DeletePolicyVersion", managed, true},
		"reading it":                             {"iam:GetPolicy", managed, false},
		"deleting a policy of one's own":         {"iam:DeletePolicy", own, false},
		"changing a service-linked role":         {"iam:AttachRolePolicy", linked, true},
		"describing it":                          {"iam:UpdateRoleDescription", linked, false},
		"changing a role of Identity Center":     {"iam:UpdateRoleDescription", reserved, true},
		"changing a role of one's own":           {"iam:AttachRolePolicy", roleARN, false},
		"assuming a role of Identity Center":     {"sts:AssumeRole", reserved, false},
		"making an alias that AWS reserves":      {"kms:CreateAlias", alias + "aws/s3", true},
		"making an alias":                        {"kms:CreateAlias", alias + "awsome", false},
		"an action of another service, same ARN": {"s3:DeletePolicy", managed, false},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, asking(statement("Allow", object{"Action": "*"}), object{"action": c.action, "resource": c.resource}))
			refused := slices.ContainsFunc(trace.Notes, func(n authz.Note) bool { return n.Code == authz.ServiceRefuses && n.Subject == c.resource })
			if refused != c.refused {
				t.Errorf("%s: refused %v, want %v", outcome(trace), refused, c.refused)
			}
		})
	}
}

// EV-98: IAM guards the MFA devices of the calling user itself, beside the policies.
func TestOwnMFADevices(t *testing.T) {
	const another = "arn:aws:iam::111111111111:user/bo"
	for name, c := range map[string]struct {
		principal, action, resource string
		want                        bool
	}{
		"one's own":                    {userARN, "iam:EnableMFADevice", userARN, true},
		"taking one's own away":        {userARN, "iam:DeactivateMFADevice", userARN, true},
		"resynchronizing it":           {userARN, "iam:ResyncMFADevice", userARN, false},
		"another user's":               {userARN, "iam:EnableMFADevice", another, false},
		"a role's session, for a user": {session, "iam:EnableMFADevice", userARN, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := asking(statement("Allow", object{"Action": "*"}), object{"principal": c.principal, "action": c.action, "resource": c.resource})
			if got := hasNote(decide(t, s), authz.MFAGuarded, c.action); got != c.want {
				t.Errorf("noted %v, want %v", got, c.want)
			}
		})
	}
}
