package operations

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func malformed(message string) *Error { return &Error{"MalformedPolicyDocument", message} }

// words are what IAM says of a fault in a policy document. It says one thing alone:
// that of the first row which a fault belongs to, as recorded with CreatePolicy.
var words = []struct {
	codes   string
	message func(fault string) string
}{
	{"MISSING_ACTION EMPTY_ARRAY_ACTION", say("Policy statement must contain actions.")},
	{"MISSING_RESOURCE EMPTY_ARRAY_RESOURCE", say("Policy statement must contain resources.")},
	{"INVALID_ARN_PREFIX", arnPrefix},
	{"INVALID_ACTION", action},
	{"INVALID_SERVICE_IN_ACTION", func(fault string) string { return "Vendor " + before(fault) + " is not valid" }},
	{"INVALID_PARTITION", func(fault string) string { return partition(fault) }},
	{"ARN_REGION_NOT_ALLOWED", region},
	{"INVALID_ARN_RESOURCE", say(`IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.`)},
	{"MISSING_ARN_FIELD", say("Resource vendor must be fully qualified and cannot contain regexes.")},
}

func say(message string) func(string) string { return func(string) string { return message } }

func before(fault string) string {
	vendor, _, _ := strings.Cut(fault, ":")
	return vendor
}

// action tells an action without a vendor from one with two colons.
func action(fault string) string {
	if strings.Count(fault, ":") > 1 {
		return "Actions/Condition can contain only one colon."
	}
	return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
}

// arnPrefix reads what is no ARN as one that lacks its first word.
func arnPrefix(fault string) string {
	if !strings.Contains(fault, ":") {
		return "Resource " + fault + ` must be in ARN format or "*".`
	}
	return partition(fault)
}

func partition(resource string) string {
	parts := strings.SplitN(resource, ":", 6)
	for len(parts) < 6 {
		parts = append(parts, "*")
	}
	return "Partition " + strconv.Quote(parts[1]) + " is not valid for resource " + strconv.Quote("arn:"+strings.Join(parts[1:], ":")) + "."
}

func region(resource string) string {
	if a, _ := arn.Parse(resource); a.Service == "iam" {
		return "IAM resource " + resource + " cannot contain region information."
	}
	return "Resource " + resource + " can not contain region information."
}

// legacy are faults that another parser of IAM's finds, after the syntax and before the rest.
func legacy(d *policy.Document, problem syntax.Diagnostic) bool {
	fault := quoted(d, problem)
	switch problem.Code {
	case "TYPE_MISMATCH_DATE":
		return true
	case "INVALID_EFFECT":
		return strings.EqualFold(fault, "Allow") || strings.EqualFold(fault, "Deny")
	case "MISSING_ARN_FIELD":
		return strings.HasPrefix(fault, "arn:aws") && strings.Count(fault, ":") >= 3
	}
	return false
}

// coded are the codes that have words of their own; all others are faults of syntax.
func coded(code string) bool {
	for _, w := range words {
		if strings.Contains(" "+w.codes+" ", " "+code+" ") {
			return true
		}
	}
	return code == "UNIQUE_SIDS_REQUIRED"
}

// quoted is the text that a fault stands in, without quotes.
func quoted(d *policy.Document, problem syntax.Diagnostic) string {
	v, _ := syntax.Parse(d.Text[problem.Span.From:min(problem.Span.To, len(d.Text))])
	return v.Text
}

// faults are the diagnostics for which IAM refuses a document.
func faults(d *policy.Document) []syntax.Diagnostic {
	var all []syntax.Diagnostic
	for _, problem := range d.Diagnostics {
		if problem.Severity == syntax.Error {
			all = append(all, problem)
		}
	}
	return all
}

// document reads a permissions policy; a managed one needs version 2012-10-17 (GR-14).
func (r *run) document(name string, managed bool) (*policy.Document, *Error) {
	d := policy.Parse(r.text(name), policy.Identity)
	all := faults(d)
	for _, problem := range all {
		if !coded(problem.Code) && !legacy(d, problem) {
			if managed && problem.Code != "INVALID_VERSION" && !d.Malformed && d.Version != policy.Version2012 {
				break
			}
			return nil, malformed("Syntax errors in policy.")
		}
	}
	if managed && d.Version != policy.Version2012 {
		return nil, malformed("Policy document must be version 2012-10-17 or greater.")
	}
	for _, problem := range all {
		if legacy(d, problem) {
			return nil, malformed("The policy failed legacy parsing")
		}
	}
	return d, inWords(d, all)
}

func inWords(d *policy.Document, all []syntax.Diagnostic) *Error {
	for _, problem := range all {
		if problem.Code == "UNIQUE_SIDS_REQUIRED" {
			return malformed("Statement IDs (SID) in a single policy must be unique.")
		}
	}
	for _, w := range words {
		for _, problem := range all {
			if strings.Contains(" "+w.codes+" ", " "+problem.Code+" ") {
				return malformed(w.message(quoted(d, problem)))
			}
		}
	}
	return nil
}

// trust reads the trust policy that a call sets (IM-29).
func (r *run) trust(role string) (*iam.Policy, *Error) {
	text := r.textOr("AssumeRolePolicyDocument", r.text("PolicyDocument"))
	d := policy.Parse(text, policy.Trust)
	if d.Malformed {
		return nil, malformed("This policy contains invalid Json")
	}
	if err := r.trustFault(d); err != nil {
		return nil, err
	}
	return &iam.Policy{Name: role, Document: d, Ref: -1}, exceeds("ACLSizePerRole", size(text))
}

func (r *run) trustFault(d *policy.Document) *Error {
	root, _ := syntax.Parse(d.Text)
	if m, ok := root.Find("Statement"); ok {
		for _, s := range m.Value.Each() {
			for _, field := range []string{"Resource", "NotResource"} {
				if _, has := s.Find(field); has {
					return malformed("Has prohibited field " + field)
				}
			}
		}
	}
	for i := range d.Statements {
		for _, a := range d.Statements[i].Action.Values {
			if !strings.HasPrefix(strings.ToLower(a.Raw), "sts:") {
				return malformed("AssumeRole policy may only specify STS AssumeRole actions.")
			}
		}
	}
	if len(faults(d)) > 0 {
		return malformed("Syntax errors in policy.")
	}
	return r.principals(d)
}

// principals refuses a trust policy that names users or roles which are not there.
func (r *run) principals(d *policy.Document) *Error {
	for i := range d.Statements {
		named := d.Statements[i].Principal
		if named == nil {
			continue
		}
		for _, v := range named.Values {
			if a, ok := arn.Parse(v.Raw); !ok || a.Service != "iam" {
				continue
			}
			if _, fault := r.world.Principal(v.Raw); fault == iam.UnknownUser || fault == iam.UnknownRole || fault == iam.GroupPrincipal {
				return malformed(`Invalid principal in policy: "AWS":` + strconv.Quote(v.Raw))
			}
		}
	}
	return nil
}

// size counts a document's characters but for white space (A.7).
func size(text string) int {
	n := 0
	for _, c := range text {
		if !strings.ContainsRune(" \t\r\n", c) {
			n++
		}
	}
	return n
}
