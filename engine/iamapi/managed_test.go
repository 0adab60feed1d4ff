package iamapi

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog/data"
)

// All AWS managed policies are listed, page by page, in the account's partition; those in use alone where OnlyAttached asks for them.
func TestAWSManagedPoliciesAreListed(t *testing.T) {
	a := newAccount(t)
	a.must("CreatePolicy", "PolicyName", "mine", "PolicyDocument", allowAll)
	a.must("CreateUser", "UserName", "ana")
	a.must("AttachUserPolicy", "UserName", "ana", "PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess")
	listed := map[string]bool{}
	marker := ""
	for more := true; more; more = marker != "" {
		pairs := []string{"Scope", "AWS", "MaxItems", "1000"}
		if marker != "" {
			pairs = append(pairs, "Marker", marker)
		}
		body := a.must("ListPolicies", pairs...).Body
		for _, part := range strings.Split(body, "<Arn>")[1:] {
			listed[part[:strings.Index(part, "<")]] = true
		}
		marker = within(body, "Marker")
	}
	if all := data.Library().ARNs(); len(listed) != len(all) || len(all) < 1500 || !listed[all[0]] || !listed[all[len(all)-1]] {
		t.Errorf("%d policies are listed, and there are %d", len(listed), len(all))
	}
	attached := a.must("ListPolicies", "Scope", "AWS", "OnlyAttached", "true").Body
	if strings.Count(attached, "<Arn>") != 1 || within(attached, "Arn") != "arn:aws:iam::aws:policy/AdministratorAccess" || within(attached, "AttachmentCount") != "1" {
		t.Error(attached)
	}
	if local := a.must("ListPolicies", "Scope", "Local").Body; strings.Count(local, "<Arn>") != 1 || within(local, "PolicyName") != "mine" {
		t.Error(local)
	}
	under := a.must("ListPolicies", "Scope", "AWS", "PathPrefix", "/service-role/", "MaxItems", "1000").Body
	for _, part := range strings.Split(under, "<Arn>")[1:] {
		if !strings.HasPrefix(part, "arn:aws:iam::aws:policy/service-role/") {
			t.Error(part[:80])
		}
	}
}

// The default version of an AWS managed policy is the one that the data tell.
func TestVersionsOfAWSManagedPolicies(t *testing.T) {
	const name = "arn:aws:iam::aws:policy/AWSBudgetsReadOnlyAccess"
	version, document, ok := data.Library().Policy(name)
	if !ok || version == "v1" {
		t.Fatal("the test needs a policy that AWS has changed")
	}
	a := newAccount(t)
	if got := within(a.must("GetPolicy", "PolicyArn", name).Body, "DefaultVersionId"); got != version {
		t.Errorf("GetPolicy answers %s, not %s", got, version)
	}
	if got := within(a.must("ListPolicyVersions", "PolicyArn", name).Body, "VersionId"); got != version {
		t.Errorf("ListPolicyVersions answers %s, not %s", got, version)
	}
	if got := within(a.must("GetPolicyVersion", "PolicyArn", name, "VersionId", version).Body, "Document"); !strings.HasPrefix(got, "%7B%22Version%22") || document[:10] != `{"Version"` {
		t.Error(got)
	}
	a.answers("NoSuchEntity", "GetPolicyVersion", "PolicyArn", name, "VersionId", "v99")
}
