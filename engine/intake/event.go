package intake

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func number(n int) string { return strconv.Itoa(n) }

// events takes in CloudTrail events: one, a log file's Records, or what aws
// cloudtrail lookup-events prints. Of several, those that were denied.
func (w *work) events(v *value) bool {
	all := eventsOf(v, nil)
	if len(all) == 0 {
		return false
	}
	var denied []*value
	for _, e := range all {
		if isDenied(text(e, "errorCode")) {
			denied = append(denied, e)
		}
	}
	chosen := all
	if len(denied) > 0 {
		chosen = denied
	}
	if others := len(all) - len(denied); len(denied) > 0 && others > 0 {
		w.leaveOut(number(others) + " further events that were not denied.")
	}
	w.Kind = Event
	w.title("What CloudTrail recorded")
	for _, e := range chosen {
		if w.full() {
			break
		}
		w.event(e)
	}
	return true
}

// eventsOf collects the events of a value.
func eventsOf(v *value, all []*value) []*value {
	if has(v, "eventSource") && has(v, "eventName") {
		return append(all, v)
	}
	for _, list := range []string{"Records", "Events"} {
		for _, item := range each(v, list) {
			all = eventsOf(item, all)
		}
	}
	if inside := text(v, "CloudTrailEvent"); inside != "" {
		all = eventsOf(literal(inside), all)
	}
	if has(v, "detail") { // as Amazon EventBridge wraps it
		all = eventsOf(member(v, "detail"), all)
	}
	return all
}

// isDenied tells the error codes of refusals from those of other mistakes (OUT-16).
func isDenied(code string) bool {
	for _, word := range []string{"AccessDenied", "Unauthorized", "AuthorizationError", "NotAuthorized", "Forbidden", "AllAccessDisabled"} {
		if strings.Contains(code, word) {
			return true
		}
	}
	return false
}

// event takes in one event.
func (w *work) event(e *value) {
	d, ok := decode(text(e, "errorMessage"))
	if !ok {
		d = explain.Denial{}
	}
	service, _, _ := strings.Cut(text(e, "eventSource"), ".")
	name := service + ":" + text(e, "eventName")
	c := &call{action: d.Action, blamed: d.PolicyType, explicit: d.Explicit, policyARN: d.PolicyARN, expect: expectation(d), why: answered(d)}
	if c.action == "" {
		c.action = actionOf(service, text(e, "eventName"))
	}
	switch code := text(e, "errorCode"); {
	case code == "":
		c.expect, c.why = "allowed", "CloudTrail recorded this call without an error."
	case !isDenied(code):
		w.left.add("Events that failed for another reason than permissions", name+" ("+code+")")
		return
	}
	if _, sound := policy.ParseAction(c.action); !sound {
		w.left.add("Events that are no API calls", name)
		return
	}
	if reason := w.caller(c, get(e, "userIdentity"), e); reason != "" {
		w.left.add("Events "+reason, name)
		return
	}
	w.circumstances(c, e)
	w.touched(c, e, d)
	w.settle(c)
	if !w.asked(c) {
		w.add(c)
		w.encoded(d)
	}
}

// caller reads the userIdentity element. It gives the reason why there is no
// principal to be made of it, or "".
func (w *work) caller(c *call, u, e *value) string {
	issuer := get(u, "sessionContext/sessionIssuer")
	c.principal = text(u, "arn")
	switch text(u, "type") {
	case "IAMUser", "Root":
	case "AssumedRole", "Role":
		c.role = text(issuer, "arn")
	case "FederatedUser":
		if text(issuer, "type") == "IAMUser" {
			c.federatedBy = text(issuer, "arn")
		}
	case "AWSService":
		c.principal = text(u, "invokedBy")
	case "AWSAccount":
		w.otherAccount(c, u)
	case "SAMLUser", "WebIdentityUser":
		c.principal = provider(u, e)
	default:
		return "of a caller that IAM policies do not know (userIdentity of type " + text(u, "type") + ")"
	}
	if c.principal == "" {
		return "that do not tell who called"
	}
	if by := text(u, "invokedBy"); strings.HasSuffix(by, ".amazonaws.com") && text(u, "type") != "AWSService" {
		c.context = append(c.context, fact{"aws:ViaAWSService", "true"})
		w.understood("Called by", by)
	}
	session := get(u, "sessionContext")
	c.sourceIdentity = text(session, "sourceIdentity")
	c.fact("aws:MultiFactorAuthPresent", text(session, "attributes/mfaAuthenticated"))
	return ""
}

// otherAccount makes the caller from another account, of whom CloudTrail tells
// the account and a unique id only.
func (w *work) otherAccount(c *call, u *value) {
	account, id := text(u, "accountId"), text(u, "principalId")
	if strings.HasPrefix(strings.ToUpper(account+id), "ANONYMOUS") {
		c.principal = "anonymous"
		return
	}
	if !arn.IsAccountID(account) || c.principal != "" {
		return
	}
	_, session, isSession := strings.Cut(id, ":")
	c.principal = "arn:aws:iam::" + account + ":user/" + standInName
	if isSession {
		c.principal = "arn:aws:sts::" + account + ":assumed-role/" + standInName + "/" + session
	}
	w.leaveOut("CloudTrail tells the caller’s account and unique id (" + id + ") only; " + c.principal + " stands in.")
}

// provider is the federated principal of a call that exchanges a token or an assertion.
func provider(u, e *value) string {
	if saml := text(e, "requestParameters/principalArn"); saml != "" {
		return saml
	}
	return text(u, "identityProvider")
}

func (c *call) fact(key, what string) {
	if what != "" {
		c.context = append(c.context, fact{key, what})
	}
}

// circumstances reads what an event tells about the request's context.
func (w *work) circumstances(c *call, e *value) {
	from := text(e, "sourceIPAddress")
	if strings.Trim(from, "0123456789abcdefABCDEF.:") == "" {
		c.fact("aws:SourceIp", from) // else it is the name of a service
	}
	c.fact("aws:UserAgent", strings.Trim(text(e, "userAgent"), "[]"))
	if has(e, "tlsDetails") {
		c.fact("aws:SecureTransport", "true")
	}
	c.fact("aws:RequestedRegion", text(e, "awsRegion"))
	c.at, c.endpoint = text(e, "eventTime"), text(e, "vpcEndpointId")
	w.understood("Time", c.at)
	w.understood("VPC endpoint", c.endpoint)
}

// touched settles the resource: the message's, the one that CloudTrail lists,
// or one that the parameters of the request name.
func (w *work) touched(c *call, e *value, d explain.Denial) {
	c.resource = d.Resource
	account := text(e, "recipientAccountId")
	for _, r := range each(e, "resources") {
		named := text(r, "ARN")
		if named == "" || c.resource != "" && !strings.HasPrefix(c.resource, named) {
			continue
		}
		if c.resource == "" || !strings.HasSuffix(text(r, "type"), "Bucket") {
			c.resource = max(c.resource, named)
		}
		account = text(r, "accountId")
	}
	if c.resource == "" {
		c.resource = w.parameter(e)
	}
	if c.resource == "" {
		w.leaveOut("The event of " + text(e, "eventName") + " does not tell the resource’s ARN; * is asked for instead.")
	}
	w.onWhat(c)
	c.resourceAccount = account
	w.parameters(c, e)
}

// parameters that name a resource, by service, with the type that stands in its ARN.
var parameters = [...]struct{ service, parameter, form string }{
	{"dynamodb", "tableName", "table/"},
	{"lambda", "functionName", "function:"},
	{"iam", "roleName", "role/"},
	{"iam", "userName", "user/"},
	{"iam", "groupName", "group/"},
	{"kms", "keyId", "key/"},
	{"ec2", "instanceId", "instance/"},
	{"sqs", "queueName", ""},
	{"logs", "logGroupName", "log-group:"},
}

// parameter makes an ARN of what the request's parameters name.
func (w *work) parameter(e *value) string {
	p := get(e, "requestParameters")
	service, _, _ := strings.Cut(text(e, "eventSource"), ".")
	if bucket := text(p, "bucketName"); service == "s3" && bucket != "" {
		if key := text(p, "key"); key != "" {
			bucket += "/" + key
		}
		return "arn:aws:s3:::" + bucket
	}
	for _, s := range texts(p, nil) {
		if _, ok := arn.Parse(s); ok {
			return s
		}
	}
	for i := range parameters {
		known := &parameters[i]
		if name := text(p, known.parameter); known.service == service && name != "" {
			region := text(e, "awsRegion")
			if service == "iam" {
				region = ""
			}
			return "arn:aws:" + service + ":" + region + ":" + text(e, "recipientAccountId") + ":" + known.form + name
		}
	}
	return ""
}

// parameters says which parameters of the request went into the scenario, and
// which did not.
func (w *work) parameters(c *call, e *value) {
	given := member(e, "requestParameters").Members
	for i := range given {
		if m := &given[i]; m.Value.Kind != syntax.String || m.Value.Text == "" || !strings.Contains(c.resource, m.Value.Text) {
			w.left.add("Parameters of the request", m.Name)
		}
	}
}
