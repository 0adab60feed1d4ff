package validate

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// The length and the version of policies.
var sizeChecks = []Check{
	{Code: "OLD_VERSION", Severity: syntax.Warning, Types: identity},
	{Code: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity: syntax.Warning, Types: identity, AWS: true},
	{Code: "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", Severity: syntax.Warning, Types: resource, AWS: true},
	{Code: "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", Severity: syntax.Warning, Types: trust, AWS: true},
}

// Quota is the most characters that a policy can have.
type Quota struct {
	Characters int
	// Space says that white space counts.
	Space bool
	// By is who stores the policy.
	By   string
	code string
}

// resourceQuotas are those of the services that tell them ("Quotas" in the guide of each), in bytes.
var resourceQuotas = map[string]int{"s3": 20480, "kms": 32768, "secretsmanager": 20480, "lambda": 20480}

// QuotaOf gives the quota of a policy ("IAM and AWS STS quotas"; "Quotas for AWS
// Organizations"). It is not known for the resource-based policies of every service.
func QuotaOf(d *policy.Document, resource string) (Quota, bool) {
	switch d.Type {
	case policy.Identity, policy.Boundary:
		return Quota{6144, false, "IAM", "IDENTITY_POLICY"}, true
	case policy.Session:
		return Quota{2048, true, "AWS STS", "IDENTITY_POLICY"}, true
	case policy.Trust:
		return Quota{2048, false, "IAM", "ROLE_TRUST_POLICY"}, true
	case policy.SCP:
		return Quota{5120, true, "AWS Organizations", ""}, true
	case policy.RCP:
		return Quota{5120, true, "AWS Organizations", ""}, true
	case policy.Resource, policy.Endpoint:
	}
	if d.Type == policy.Endpoint {
		return Quota{20480, true, "Amazon VPC", "RESOURCE_POLICY"}, true
	}
	service := serviceOf(d, resource)
	n, known := resourceQuotas[service]
	return Quota{n, true, service, "RESOURCE_POLICY"}, known
}

// serviceOf gives the service that a resource-based policy is for: that of the
// resource, or of the first action.
func serviceOf(d *policy.Document, resource string) string {
	if f := fields(resource); len(f) == 6 {
		return f[2]
	}
	for i := range d.Statements {
		for _, v := range d.Statements[i].Action.Values {
			service, _, _ := strings.Cut(strings.ToLower(v.Raw), ":")
			return service
		}
	}
	return ""
}

// Length counts the characters of a policy that its quota counts.
func (q Quota) Length(text string) int {
	n := 0
	for _, r := range text {
		if q.Space || !strings.ContainsRune(" \t\r\n", r) {
			n++
		}
	}
	return n
}

func size(l *linter) {
	q, known := QuotaOf(l.doc, l.options.Resource)
	if !known || q.code == "" {
		return
	}
	if length := q.Length(l.doc.Text); length > q.Characters {
		l.report("POLICY_SIZE_EXCEEDS_"+q.code+"_QUOTA", syntax.Span{From: 0, To: 1}, "The policy has "+strconv.Itoa(length)+" characters; "+q.By+" stores "+strconv.Itoa(q.Characters)+" at most. Split it.")
	}
}

func oldVersion(l *linter) {
	if m, ok := l.root.Find("Version"); ok && l.doc.Version != "" && !l.doc.Variables() {
		l.report("OLD_VERSION", m.Value.Span, "IAM stores managed policies of Version "+policy.Version2012+" only, and in this one policy variables are plain text.", write(m.Value.Span, policy.Version2012))
	}
}
