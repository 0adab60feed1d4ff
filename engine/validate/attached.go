package validate

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// What fits the resource that a policy is attached to. These checks are silent
// where Options do not name the resource.
var attachedChecks = []Check{
	{Code: "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", Types: resource, AWS: true},
	// Only some services send the keys; which, AWS's guide lists. The check speaks of statements about all services.
	{Code: "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", Severity: syntax.Warning, Types: every, AWS: true},
}

// attachable are services whose actions and ARNs have one prefix and that take resource-based policies.
var attachable = strings.Fields("s3 sqs sns kms lambda secretsmanager ecr dynamodb kinesis")

func attached(l *linter, s *statement) {
	own := fields(l.options.Resource)
	if l.doc.Type != policy.Resource || len(own) < 6 || !slices.Contains(attachable, own[2]) {
		return
	}
	for _, v := range s.resource.values {
		if v.Text != "*" && !reachesOwn(v.Text, l.options.Resource) {
			l.report("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", v.Span, quote(v.Text)+" is not "+l.options.Resource+", to which this policy is attached, so that it matches nothing.", write(v.Span, inOwn(v.Text, l.options.Resource)))
		}
	}
	for _, v := range s.action.values {
		if found, _ := l.covered(v.Text); len(found) == 1 && !s.action.not && !found[0].worksOn(l.options.Resource) {
			l.reportAs(syntax.Warning, "UNSUPPORTED_ACTION_IN_POLICY", v.Span, v.Text+" does not work on "+l.options.Resource+", to which this policy is attached"+l.asOf()+".")
			continue
		}
		if service, _, named := strings.Cut(strings.ToLower(v.Text), ":"); named && service != own[2] && service != "*" && !s.action.not {
			l.report("UNSUPPORTED_ACTION_IN_POLICY", v.Span, quote(v.Text)+" is no action of "+own[2]+", whose resource this policy is attached to.")
		}
	}
}

// inOwn names in the resource what a pattern names in another one: objects stay objects.
func inOwn(pattern, own string) string {
	if _, inside, found := strings.Cut(pattern, "/"); found && !strings.Contains(own, "/") {
		return own + "/" + inside
	}
	return own
}

// worksOn says whether an action works on the resource or what is in it.
func (u use) worksOn(own string) bool {
	for _, r := range u.action.ResourceTypes() {
		t, known := u.service.ResourceType(r.Name)
		if !known || slices.ContainsFunc(t.ARNs, func(a string) bool { return reachesOwn(a, own) }) {
			return true
		}
	}
	return false
}

// reachesOwn says whether a pattern matches the resource or what is in it.
func reachesOwn(pattern, own string) bool {
	pattern = placeholders(pattern)
	for _, inside := range [...]string{"", "/*", ":*"} {
		if glob.Parse(pattern).Overlaps(append(glob.Exact(own), glob.Parse(inside)...)) {
			return true
		}
	}
	return false
}

// endpointOwners looks at the keys about the owner of a VPC endpoint.
func endpointOwners(l *linter, s *statement, c *clause) {
	if c.name != "aws:vpceaccount" && c.name != "aws:vpceorgid" && c.name != "aws:vpceorgpaths" || c.Base == condition.Null {
		return
	}
	all := s.action.not || slices.ContainsFunc(s.action.values, func(v *syntax.Value) bool { return v.Text == "*" || v.Text == "*:*" })
	if all {
		l.report("USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", c.key.NameSpan, "Only some services send "+c.key.Name+", and this statement is about all. Name the services.")
	}
}
