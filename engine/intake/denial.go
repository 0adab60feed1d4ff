package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/policy"
)

const refusal = "not authorized to perform"

// messages takes in the access denied messages of a text.
func (w *work) messages(s string) bool {
	took := false
	for _, piece := range pieces(s) {
		d, ok := decode(piece)
		if !ok {
			continue
		}
		if w.full() {
			return true
		}
		if c, ok := w.callOf(d); ok && !w.asked(c) {
			took = true
			w.Kind = Denial
			w.title("Why was this denied?")
			w.add(c)
			w.encoded(d)
		}
	}
	return took
}

// pieces splits a log into parts that hold one message each.
func pieces(s string) []string {
	var all []string
	lower := lowered(s)
	for from := 0; ; {
		first := strings.Index(lower[from:], refusal)
		if first < 0 {
			return append(all, s[from:])
		}
		next := strings.Index(lower[from+first+len(refusal):], refusal)
		if next < 0 {
			return append(all, s[from:])
		}
		end := from + first + len(refusal) + next
		// The next message begins with the line that it stands on.
		if line := strings.LastIndexByte(s[from+first:end], '\n'); line >= 0 {
			end = from + first + line + 1
		} else if user := strings.LastIndex(lower[from+first:end], "user: "); user >= 0 {
			end = from + first + user
		}
		all = append(all, s[from:end])
		from = end
	}
}

// lowered keeps every byte in its place, which strings.ToLower does not.
func lowered(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// tails are what SDKs and logs put behind a message.
var tails = [...]string{" (Service:", "</", "\n    at ", "\n\tat ", "', '", `", "`, `","`, "\"}", "'}", `\"`, "\n\n", " (RequestID", "\n\tstatus code:"}

// decode reads the message in a piece of text, however an SDK has wrapped it.
func decode(piece string) (explain.Denial, bool) {
	piece = strings.ReplaceAll(piece, "\r\n", "\n")
	message := piece
	if from := strings.Index(lowered(piece), refusal); from >= 0 {
		if user := strings.LastIndex(lowered(piece[:from]), "user: "); user >= 0 {
			message, from = piece[user:], from-user
		}
		for _, tail := range tails {
			if end := strings.Index(message[from:], tail); end >= 0 {
				message = message[:from+end]
			}
		}
	}
	d, ok := explain.Decode(message)
	if !ok {
		d, ok = explain.Decode(lastWords(message))
	}
	if d.Operation == "" {
		d.Operation = operation(piece)
	}
	return d, ok
}

// lastWords is what stands behind the code in "AccessDenied: Access Denied".
func lastWords(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndex(s, ": "); i >= 0 {
		s = s[i+2:]
	}
	return s
}

// operation reads the operation that the AWS SDK for Go names.
func operation(piece string) string {
	_, rest, ok := strings.Cut(piece, "operation error ")
	if !ok {
		return ""
	}
	_, rest, _ = strings.Cut(rest, ": ")
	name, _, _ := strings.Cut(rest, ",")
	return name
}

// callOf makes the call that was denied. It fails where the message does not
// say what was asked for.
func (w *work) callOf(d explain.Denial) (*call, bool) {
	c := &call{principal: d.Principal, action: d.Action, resource: d.Resource, blamed: d.PolicyType, explicit: d.Explicit, policyARN: d.PolicyARN, expect: expectation(d), why: answered(d)}
	if c.action == "" {
		c.action = w.bare(d)
	}
	if _, ok := policy.ParseAction(c.action); !ok {
		return nil, false
	}
	w.who(c)
	w.onWhat(c)
	w.settle(c)
	if d.Through != "" {
		w.leaveOut("The deny came about through a " + d.Through + ", which the scenario does not hold.")
	}
	return c, true
}

// expectation is AWS's decision, as far as the message tells it.
func expectation(d explain.Denial) string {
	switch {
	case d.OrSilent || d.PolicyType == "":
		return "denied"
	case d.Explicit:
		return "explicitDeny"
	}
	return "implicitDeny"
}

func answered(d explain.Denial) string {
	switch {
	case d.OrSilent:
		return "AWS answered: denied by a service control policy. Older messages say so of a missing Allow, too."
	case d.Explicit:
		return "AWS answered: an explicit deny in " + article(d.PolicyType) + d.PolicyType + "."
	case d.PolicyType != "":
		return "AWS answered: no " + d.PolicyType + " allows it."
	case d.Cause != "":
		return "AWS answered: " + d.Cause + "."
	}
	return "AWS answered that the caller is not authorized, and gave no cause."
}

func article(words string) string {
	if strings.HasPrefix(words, "i") {
		return "an "
	}
	return "a "
}

// bare finds the action of a message that names none: by its operation, as
// Amazon S3 and Amazon EC2 answer so.
func (w *work) bare(d explain.Denial) string {
	switch {
	case d.Operation == "":
		return ""
	case strings.EqualFold(d.Cause, "access denied"):
		w.leaveOut("The message does not name the service; Amazon S3 is taken, which answers so.")
		return actionOf("s3", d.Operation)
	case d.Encoded != "":
		return actionOf("ec2", d.Operation)
	}
	return ""
}

// who settles the caller: one that the message does not name is stood in for.
func (w *work) who(c *call) {
	if c.principal != "" {
		return
	}
	c.principal = "arn:aws:iam::" + ours[0] + ":user/" + standInName
	switch strings.ToLower(c.action) {
	case "sts:assumerolewithwebidentity":
		c.principal = "arn:aws:iam::" + ours[0] + ":oidc-provider/" + standInName
	case "sts:assumerolewithsaml":
		c.principal = "arn:aws:iam::" + ours[0] + ":saml-provider/" + standInName
	}
	w.leaveOut("The message does not say who asked; " + c.principal + " stands in.")
}

// onWhat settles the resource: IAM names some by type and name.
func (w *work) onWhat(c *call) {
	if _, ok := arn.Parse(c.resource); ok || c.resource == "*" || c.resource == "" {
		return
	}
	kind, name, _ := strings.Cut(c.resource, " ")
	a, ok := arn.Parse(c.principal)
	if ok && name != "" && (kind == "role" || kind == "user" || kind == "group" || kind == "policy") {
		c.resource = "arn:" + a.Partition + ":iam::" + a.Account + ":" + kind + "/" + name
		return
	}
	w.leaveOut("The message names “" + c.resource + "”, which is no ARN; * is asked for instead.")
	c.resource = "*"
}

// asked says whether the scenario holds such a request already from this text.
func (w *work) asked(c *call) bool {
	if w.Request < 0 {
		return false
	}
	all := member(w.root, "requests").Items
	for i := w.Request; i < len(all); i++ {
		if r := &all[i]; text(r, "principal") == c.principal && text(r, "action") == c.action && text(r, "resource") == c.resource {
			return true
		}
	}
	return false
}

// encoded tells how to read what only AWS can.
func (w *work) encoded(d explain.Denial) {
	if d.Encoded == "" {
		return
	}
	w.leaveOut("The encoded authorization failure message can be read by AWS STS alone.")
	w.next("What the encoded message says", "aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message "+shell(d.Encoded))
}
