package validate_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/validate/examples"
)

// ask is a request and how it is decided before and after a fix, by the AWS page that the check is about.
type ask struct {
	principal, action, resource string
	context                     map[string]any
	before, after               string
}

const (
	no, yes, denied = "implicitDeny", "allowed", "explicitDeny"

	home, abroad = "111122223333", "444455556666"
	bucket       = "arn:aws:s3:::amzn-s3-demo-bucket"
	object       = bucket + "/key"
	topic        = "arn:aws:sns:us-east-1:111122223333:"
	role         = "arn:aws:iam::111122223333:role/R"
	ana          = "arn:aws:iam::111122223333:user/ana"
	cloudtrail   = "cloudtrail.amazonaws.com"
	provider     = "arn:aws:iam::111122223333:oidc-provider/idp.example.com"
	build        = "arn:aws:sts::111122223333:assumed-role/Build/"
)

// with is a request context of keys and values that follow each other.
func with(words ...string) map[string]any {
	context := map[string]any{}
	for pair := range slices.Chunk(words, 2) {
		context[pair[0]] = pair[1]
	}
	return context
}

// placed are the examples that stand at a resource, a role or an organization, where IAM stores them and there is a preferred fix.
var placed = map[string][]ask{
	"EMPTY_ARRAY_PRINCIPAL": {
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", home), yes, yes},
		{cloudtrail, "s3:PutObject", object, with(), no, no},
		{ana, "s3:PutObject", object, with(), no, no},
	},
	"UNIQUE_SIDS_RECOMMENDED": {
		{ana, "s3:GetObject", object, with(), yes, yes},
		{ana, "s3:PutObject", object, with(), yes, yes},
		{ana, "s3:DeleteObject", object, with(), no, no},
	},
	"DEPRECATED_GLOBAL_CONDITION_KEY": {
		{"s3.amazonaws.com", "sns:Publish", topic + "events", with("aws:SourceAccount", home), no, yes},
		{"s3.amazonaws.com", "sns:Publish", topic + "events", with("aws:SourceAccount", abroad), no, no},
	},
	"STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS": {
		{"s3.amazonaws.com", "sns:Publish", topic + "events", with("aws:SourceArn", bucket), yes, yes},
		{"s3.amazonaws.com", "sns:Publish", topic + "events", with("aws:SourceArn", bucket+"2"), no, no},
		{"s3.amazonaws.com", "sns:Publish", topic + "events", with(), no, no},
	},
	// The bucket is one of the account that the condition names, so that the condition holds for each request.
	"IRRELEVANT_CONDITION_KEY_IN_POLICY": {
		{ana, "s3:GetObject", object, with(), yes, yes},
		{"arn:aws:iam::111122223333:root", "s3:GetObject", object, with(), yes, yes},
		{cloudtrail, "s3:GetObject", object, with(), no, no},
	},
	"RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL": {
		{cloudtrail, "sns:Publish", topic + "trail", with("aws:SourceAccount", home), yes, yes},
		{cloudtrail, "sns:Publish", topic + "trail", with("aws:SourceAccount", abroad), yes, no},
		{cloudtrail, "sns:Publish", topic + "trail", with(), yes, no},
	},
	"RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL": {
		{"ses.amazonaws.com", "s3:PutObject", object, with("aws:Referer", home), yes, no},
		{"ses.amazonaws.com", "s3:PutObject", object, with("aws:SourceAccount", home), no, yes},
		{"ses.amazonaws.com", "s3:PutObject", object, with("aws:SourceAccount", abroad), no, no},
	},
	"UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL": {
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", home, "aws:SourceOrgID", "o-exampleorgid"), no, yes},
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", home, "aws:SourceOrgID", "o-otherorgid"), no, no},
	},
	"UNSUPPORTED_RESOURCE_ARN_IN_POLICY": {
		{ana, "s3:GetObject", object, with(), no, yes},
		{ana, "s3:PutObject", object, with(), no, no},
	},
	"RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY": {
		{cloudtrail, "s3:PutObject", object, with(), denied, yes},
		{ana, "s3:PutObject", object, with(), yes, yes},
		{"anonymous", "s3:PutObject", object, with(), denied, denied},
	},
	"RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY": {
		{ana, "s3:PutObject", object, with("aws:SourceAccount", home), denied, yes},
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", abroad, "aws:SourceOrgID", "o-otherorgid"), denied, denied},
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", home, "aws:SourceOrgID", "o-exampleorgid"), yes, yes},
	},
	"RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK": {
		{cloudtrail, "s3:PutObject", object, with(), denied, yes},
		{cloudtrail, "s3:PutObject", object, with("aws:SourceAccount", abroad), denied, denied},
		{ana, "s3:PutObject", object, with(), yes, yes},
	},
	"MISMATCHED_ACTION_FOR_PRINCIPAL": {
		{"arn:aws:iam::111122223333:saml-provider/Corp", "sts:AssumeRoleWithSAML", role, with(), no, yes},
	},
	"MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY": {
		{"rolesanywhere.amazonaws.com", "sts:AssumeRole", role, with(), yes, yes},
		{"rolesanywhere.amazonaws.com", "sts:SetSourceIdentity", role, with(), no, yes},
	},
	"FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE": {
		{provider, "sts:AssumeRoleWithWebIdentity", role, with("idp.example.com:aud", "app-1"), yes, yes},
		{provider, "sts:AssumeRoleWithWebIdentity", role, with("idp.example.com:aud", "app-2"), no, no},
		{provider, "sts:AssumeRoleWithWebIdentity", role, with(), no, no},
	},
	"CONFIRM_AUDIENCE_CLAIM_TYPE": {
		{provider, "sts:AssumeRoleWithWebIdentity", role, with("idp.example.com:aud", "app-1"), yes, yes},
		{provider, "sts:AssumeRoleWithWebIdentity", role, with("idp.example.com:aud", "app-2"), no, no},
		{provider, "sts:AssumeRoleWithWebIdentity", role, with(), yes, no},
	},
	"REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY": {
		{build + "run-1", "sts:AssumeRole", role, with(), yes, yes},
		{build + "run-2", "sts:AssumeRole", role, with(), yes, yes},
		{ana, "sts:AssumeRole", role, with(), no, no},
	},
}

// What a resource-based policy, trust policy or RCP decides before and after the preferred fix is what the check's page says.
func TestFixesOfPlacedPoliciesDecideAsMeant(t *testing.T) {
	asked := map[string]bool{}
	for e, fixed := range mended() {
		if e.Type == policy.Identity {
			continue
		}
		asks := placed[e.Code]
		asked[e.Code] = true
		if len(asks) == 0 {
			t.Errorf("%s: nothing says what its fix decides", e.Code)
			continue
		}
		var before, after, wantBefore, wantAfter []string
		for _, a := range asks {
			wantBefore, wantAfter = append(wantBefore, a.before), append(wantAfter, a.after)
		}
		before, after = answers(t, world(e, e.Fires, asks), len(asks)), answers(t, world(e, fixed, asks), len(asks))
		if !slices.Equal(before, wantBefore) || !slices.Equal(after, wantAfter) {
			t.Errorf("%s: before the fix %v, want %v; after it %v, want %v\n%s", e.Code, before, wantBefore, after, wantAfter, fixed)
		}
	}
	for code := range placed {
		if !asked[code] {
			t.Errorf("%s has no fix of such a policy that IAM stores", code)
		}
	}
}

// world places a policy: at the resource that is asked for, at the role R, or as an RCP at the root of the organization.
// Ana may do everything in S3 as far as her own policy goes. Buckets are another account's, but for the policy whose condition says whose its bucket is.
func world(e examples.Example, text string, asks []ask) map[string]any {
	s3 := json.RawMessage(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`)
	document, resource := json.RawMessage(text), strings.TrimSuffix(asks[0].resource, "/key")
	accounts := map[string]map[string]any{home: {"users": map[string]any{"ana": map[string]any{"inlinePolicies": map[string]any{"s3": s3}}}}, abroad: {}}
	all := map[string]any{"version": 1, "accounts": accounts}
	switch e.Type {
	case policy.Trust:
		accounts[home]["roles"] = map[string]any{"R": map[string]any{"trustPolicy": document}, "Build": map[string]any{"trustPolicy": document}}
	case policy.RCP:
		open := json.RawMessage(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"` + bucket + `/*"}}`)
		accounts[home]["resources"] = map[string]any{bucket: map[string]any{"policy": open}}
		root := map[string]any{"id": "r-ab12", "rcps": []string{"RCPFullAWSAccess", "P"}, "accounts": map[string]any{home: map[string]any{}, abroad: map[string]any{}}}
		all["organization"] = map[string]any{"id": "o-exampleorgid", "managementAccount": abroad, "resourceControlPolicies": map[string]any{"P": document}, "root": root}
	default:
		owner := home
		if resource == bucket && e.Code != "IRRELEVANT_CONDITION_KEY_IN_POLICY" {
			owner = abroad
		}
		accounts[owner]["resources"] = map[string]any{resource: map[string]any{"policy": document}}
	}
	var requests []map[string]any
	for _, a := range asks {
		requests = append(requests, map[string]any{"principal": a.principal, "action": a.action, "resource": a.resource, "context": a.context})
	}
	all["requests"] = requests
	return all
}
