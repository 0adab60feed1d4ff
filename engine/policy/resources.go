package policy

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Resources is a Resource or NotResource element.
type Resources struct {
	Span   syntax.Span
	Not    bool
	Values []ResourcePattern
}

// ResourcePattern is one value of a Resource or NotResource element.
type ResourcePattern struct {
	Text
	all bool
	// Completed says that missing fields became `*` (RE-11).
	Completed bool
	// TypeWildcard says that an ARN of IAM has a wildcard in its resource type (RE-7).
	TypeWildcard bool
	// compiled is the pattern of a value without variables.
	compiled arn.Pattern
	// outline is the pattern of a value whose variables all stand in the last
	// field, with a star for each: what it does not cover, the value cannot.
	outline    arn.Pattern
	hasOutline bool
}

// ResourceMatch is how one value met the request's resource.
type ResourceMatch struct {
	Matched    bool
	Resolved   string // the value with its variables filled in
	Unresolved string // the variable that has no value, if any (RE-9)
}

// Match says whether the value covers the resource (RE-1 to RE-12).
func (p *ResourcePattern) Match(resource string, lookup Lookup) ResourceMatch {
	if p.all {
		return ResourceMatch{Matched: true, Resolved: "*"}
	}
	if !p.HasVariables() {
		return ResourceMatch{Matched: p.compiled.Match(resource), Resolved: p.Raw}
	}
	pattern, unresolved := p.Resolve(lookup)
	if unresolved != "" {
		return ResourceMatch{Unresolved: unresolved}
	}
	compiled, ok := arn.Complete(pattern)
	return ResourceMatch{Matched: ok && compiled.Match(resource), Resolved: pattern.String()}
}

// Covers is Match without an account of it, for a resource that is cut already.
func (p *ResourcePattern) Covers(resource *arn.Fields, lookup Lookup) bool {
	if p.all || !p.HasVariables() {
		return p.all || p.compiled.MatchFields(resource)
	}
	if p.hasOutline && !p.outline.MatchFields(resource) {
		return false
	}
	pattern, unresolved := p.Resolve(lookup)
	if unresolved != "" {
		return false
	}
	compiled, ok := arn.Complete(pattern)
	return ok && compiled.MatchFields(resource)
}

// sketch makes the outline of a value with variables.
func (p *ResourcePattern) sketch() {
	start := strings.Index(p.Raw, "${")
	if strings.Count(p.Raw[:start], ":") < 5 {
		return
	}
	var pattern glob.Pattern
	for _, part := range p.parts {
		if part.variable != nil {
			pattern = append(pattern, glob.Token{Kind: glob.Any})
			continue
		}
		pattern = append(pattern, part.pattern...)
	}
	p.outline, p.hasOutline = arn.Complete(pattern)
}

// parseResourcePattern reads one value: `*` or an ARN, completed where fields
// are missing (GR-35, RE-11).
func parseResourcePattern(raw string, span syntax.Span, variables bool) (ResourcePattern, *fault) {
	p := ResourcePattern{all: raw == "*"}
	text, f := cut(raw, span, reading{wildcards: true, variables: variables})
	p.Text = text
	if p.all || f != nil {
		return p, f
	}
	if !strings.HasPrefix(raw, "arn:") {
		return p, &fault{"INVALID_ARN_PREFIX", quote(raw) + " is not an ARN. Write arn:partition:service:region:account:resource, or * for every resource."}
	}
	if f := checkARNFields(raw, text); f != nil {
		return p, f
	}
	fields := arnFields(text)
	p.Completed = len(fields) < 6
	p.TypeWildcard = len(fields) == 6 && fields[2] == "iam" && wildType(fields[5])
	if !text.HasVariables() {
		p.compiled, _ = arn.Complete(text.pattern)
		return p, nil
	}
	p.sketch()
	return p, nil
}

// wildType tells a resource whose type holds a wildcard: u*, or */name, but not *.
func wildType(resource string) bool {
	kind, _, _ := strings.Cut(resource, "/")
	return resource != "*" && strings.ContainsAny(kind, "*?")
}

// checkARNFields refuses what AWS refuses of a completed ARN: no service, or
// a wildcard for one (GR-35, RE-5).
func checkARNFields(raw string, text Text) *fault {
	fields := arnFields(text)
	switch {
	case len(fields) < 3 || fields[2] == "":
		return &fault{"MISSING_ARN_FIELD", quote(raw) + " names no service. Write arn:partition:service:region:account:resource."}
	case strings.ContainsAny(fields[2], "*?"):
		return &fault{"INVALID_ARN_RESOURCE", "The service in " + quote(raw) + " cannot be a wildcard. Name the service."}
	case len(fields) == 5 && strings.Trim(fields[4], "0123456789*?") != "":
		return &fault{"MISSING_ARN_FIELD", quote(raw) + " has four colons, and then its last field is the account. Write arn:partition:service:region:account:resource."}
	case len(fields) > 5 && fields[5] == "":
		return &fault{"MISSING_ARN_FIELD", quote(raw) + " names no resource after the fifth colon. Write the resource, or *."}
	}
	return nil
}

// arnFields cuts the text at its first five colons; a variable is one opaque part.
func arnFields(text Text) []string {
	if !strings.Contains(text.Raw, "${") {
		return strings.SplitN(text.Raw, ":", 6)
	}
	pattern, _ := text.Resolve(func(string) (string, Binding) { return "variable", Bound })
	var fields []string
	for _, f := range pattern.Split(':', 6) {
		fields = append(fields, f.String())
	}
	return fields
}

func badAccount(field string) bool {
	if field == "" || field == "aws" || strings.ContainsAny(field, "*?") || strings.Contains(field, "variable") {
		return false
	}
	return !arn.IsAccountID(field)
}

// partitions are the partitions of AWS (IM-7).
var partitions = []string{"aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"}

// iamResources are the beginnings that IAM takes for its own ARNs.
var iamResources = []string{
	"user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/",
	"sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
}

// serviceARN reports partitions and accounts that are none, and ARNs of IAM and S3 that AWS
// refuses although their form is right; they are matched all the same (RE-7).
func (p *parser) serviceARN(item *syntax.Value, text Text) {
	fields := arnFields(text)
	if len(fields) > 1 && !strings.ContainsAny(fields[1], "*?") && !slices.Contains(partitions, fields[1]) {
		p.refuse(item.Span, "INVALID_PARTITION", quote(fields[1])+" is not a partition of AWS. Write aws, aws-cn or aws-us-gov.")
	}
	if len(fields) < 6 {
		return
	}
	service, region, account, resource := fields[2], fields[3], fields[4], fields[5]
	switch {
	case badAccount(account):
		p.note(item.Span, syntax.Warning, "INVALID_ARN_ACCOUNT", "The account in "+quote(item.Text)+" is not an account ID, so this matches nothing. Write 12 digits, or leave it empty where the service has none.")
	case service == "iam" && region != "" && region != "*":
		p.refuse(item.Span, "ARN_REGION_NOT_ALLOWED", "ARNs of IAM hold no Region. Leave it empty, as in arn:aws:iam::111122223333:user/name.")
	case service == "iam" && !iamResource(resource):
		p.refuse(item.Span, "INVALID_ARN_RESOURCE", "An ARN of IAM ends with *, root, or a type and a name, such as user/name or role/name.")
	case service == "s3" && account == "" && region != "" && region != "*":
		p.refuse(item.Span, "ARN_REGION_NOT_ALLOWED", "ARNs of S3 buckets and objects hold no Region. Leave it empty, as in arn:aws:s3:::bucket.")
	}
}

func iamResource(resource string) bool {
	if resource == "*" || resource == "root" {
		return true
	}
	for _, beginning := range iamResources {
		if strings.HasPrefix(resource, beginning) {
			return true
		}
	}
	return false
}
