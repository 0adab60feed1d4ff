package explain

import "strings"

// Denial is what an access denied message of AWS says. What it does not say is "".
type Denial struct {
	Principal, Action, Resource string
	// PolicyType is the policy type that the message blames, in the words of
	// PolicyType. Explicit says that one of its statements denies; else none allows.
	PolicyType string
	Explicit   bool
	// OrSilent says that an older message may mean a missing Allow (OUT-12).
	OrSilent bool
	// Through is the policy type by which the deny came about, if another.
	Through string
	// PolicyARN is the policy that newer messages name (OUT-13).
	PolicyARN string
	// Cause is a reason beyond policy types, as the message has it.
	Cause string
	// Encoded is what only sts:DecodeAuthorizationMessage can read (OUT-15).
	Encoded string
	// Code and Operation stand in what the AWS CLI and SDKs print (OUT-16).
	Code, Operation string
}

// unspecific stands before the message itself, or alone (OUT-15).
const unspecific = "you are not authorized to perform this operation"

// bare are messages that name neither principal nor action (OUT-17, OUT-21).
var bare = []string{
	"access denied", unspecific,
	"you don't have permissions to access this resource",
	"to complete this action, please ensure that you are authenticated with an mfa device that is enabled for this user",
}

// Decode reads an access denied message, in any letter case and however its
// lines are broken (OUT-19; "Troubleshoot access denied error messages"). It
// fails for other texts.
func Decode(message string) (Denial, bool) {
	d := Denial{}
	text := strings.Join(strings.Fields(message), " ")
	if _, rest, wrapped := cut(text, "an error occurred ("); wrapped {
		d.Code, rest, _ = strings.Cut(rest, ")")
		_, rest, _ = cut(rest, "when calling the ")
		d.Operation, text, _ = cut(rest, " operation: ")
	}
	text, d.Encoded, _ = cut(text, " encoded authorization failure message: ")
	text, _, _ = cut(text, " go to https://")
	if _, rest, wrapped := cut(text, unspecific+". "); wrapped {
		text = rest
	}
	text = strings.TrimSuffix(text, ".")
	for _, known := range bare {
		if strings.EqualFold(text, known) {
			d.Cause = text
			return d, true
		}
	}
	before, rest, ok := cut(text, "not authorized to perform")
	if !ok {
		return d, false
	}
	if _, who, named := cut(before, "user: "); named {
		d.Principal, _, _ = cut(who, " is ")
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, ":"), " ")
	d.Action, rest, _ = strings.Cut(rest, " ")
	d.cause(d.resource(" " + rest))
	return d, d.Action != ""
}

// resource reads the resource, and gives what comes after it.
func (d *Denial) resource(rest string) string {
	_, named, ok := cut(rest, " on resource: ")
	if !ok {
		return rest
	}
	end := len(named)
	for _, next := range []string{" because ", " with an explicit deny"} {
		if before, _, found := cut(named, next); found {
			end = min(end, len(before))
		}
	}
	d.Resource = strings.Trim(named[:end], `"`)
	return named[end:]
}

// cause reads why: a policy type, or another reason.
func (d *Denial) cause(rest string) {
	if _, blamed, ok := cut(rest, "with an explicit deny in "); ok {
		d.Explicit = true
		_, blamed, _ = strings.Cut(blamed, " ") // a, an or the
		blamed, d.PolicyARN, _ = strings.Cut(blamed, ": ")
		blamed, through, _ := cut(blamed, " transitively through a ")
		d.PolicyType, d.Through = policyType(blamed), policyType(through)
		d.OrSilent = d.PolicyType == "service control policy" && d.PolicyARN == ""
		return
	}
	if _, blamed, ok := cut(rest, "because no "); ok {
		blamed, _, _ = cut(blamed, " allows the ")
		d.PolicyType = policyType(blamed)
		return
	}
	_, d.Cause, _ = cut(rest, "because ")
}

// policyType gives the words of PolicyType for those of a message.
func policyType(words string) string {
	lower := strings.ToLower(words)
	switch lower {
	case "sessions policy":
		return "session policy"
	case "vpc endpoint policy":
		return "VPC endpoint policy"
	}
	return lower
}

// cut is strings.Cut in any letter case; sep is in lower case.
func cut(s, sep string) (before, after string, found bool) {
	i := strings.Index(asciiLower(s), sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// asciiLower keeps every byte in its place, which strings.ToLower does not.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
