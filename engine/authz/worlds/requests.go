package worlds

import "strings"

const (
	linkedRole  = "AWSServiceRoleForTests"
	endpointID  = "vpce-0a1b2c3d"
	endpointARN = "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/" + endpointID
)

// resourcesOf lists each account's resources.
var resourcesOf = map[string][]string{
	management: {"arn:aws:s3:::m", "arn:aws:s3:::m/k", "arn:aws:sqs:eu-west-1:999999999999:q", "arn:aws:iam::999999999999:role/R"},
	first: {"arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::b/u", "arn:aws:s3:::b/k/x", "arn:aws:sqs:eu-west-1:111111111111:q", "arn:aws:kms:eu-west-1:111111111111:key/1",
		"arn:aws:dynamodb:eu-west-1:111111111111:table/t", "arn:aws:iam::111111111111:role/R", "arn:aws:iam::111111111111:role/x/S", "arn:aws:iam::111111111111:user/u",
		"arn:aws:iam::111111111111:role/aws-service-role/ec2.amazonaws.com/" + linkedRole},
	second: {"arn:aws:s3:::c", "arn:aws:s3:::c/k", "arn:aws:s3:::c/a", "arn:aws:sqs:us-east-1:222222222222:q", "arn:aws:kms:eu-west-1:222222222222:key/1",
		"arn:aws:iam::222222222222:role/R", "arn:aws:iam::222222222222:role/x/S", "arn:aws:iam::222222222222:user/x/v"},
	elsewhere: {"arn:aws-cn:s3:::d", "arn:aws-cn:s3:::d/k", "arn:aws-cn:iam::333333333333:role/R", "arn:aws-cn:kms:cn-north-1:333333333333:key/1"},
}

// actionsOn lists actions by the service of the resource.
var actionsOn = map[string][]string{
	"s3":       {"s3:GetObject", "s3:GetObject", "s3:PutObject", "s3:GetBucketPolicy", "s3:PutBucketPolicy"},
	"sqs":      {"sqs:SendMessage", "sqs:ReceiveMessage"},
	"kms":      {"kms:Decrypt", "kms:Decrypt", "kms:DescribeKey", "kms:RetireGrant", "kms:GenerateDataKey"},
	"dynamodb": {"dynamodb:Query", "dynamodb:GetItem"},
	"iam":      {"iam:GetRole", "iam:PassRole", "sts:AssumeRole", "sts:AssumeRole", "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"},
}

// actionsAlone take no resource.
var actionsAlone = []string{"s3:ListAllMyBuckets", "kms:ListKeys", "ec2:DescribeInstances", "sts:GetCallerIdentity", "sts:GetSessionToken", "sts:GetFederationToken", "organizations:DescribeAccount", "organizations:DescribeOrganization", "iam:ListUsers"}

// request is what a request of the scenario is drawn from.
type request struct {
	principal, action, resource string
	session                     Object // nil for those that have none
	context                     Object
	endpoint                    bool
	at                          string
}

func (w *world) request() request {
	r := request{context: w.context(), endpoint: w.chance(20)}
	account := w.drawAccount()
	w.setPrincipal(&r, account)
	if w.chance(40) {
		account = w.drawAccount()
	}
	w.setResource(&r, account)
	if w.chance(20) {
		r.at = pick(w, []string{"2026-08-31T23:59:59Z", "2026-09-01T12:00:00Z", "2027-01-01T00:00:00+01:00"})
	}
	return r
}

func (w *world) drawAccount() string {
	return pick(w, []string{first, first, first, first, second, second, second, management, elsewhere})
}

func (w *world) setPrincipal(r *request, account string) {
	iam, sts := "arn:aws:iam::"+account+":", "arn:aws:sts::"+account+":"
	if account == elsewhere {
		iam, sts = strings.Replace(iam, "aws", "aws-cn", 1), strings.Replace(sts, "aws", "aws-cn", 1)
	}
	r.session = nil
	switch n := w.IntN(100); {
	case n < 32:
		r.principal = iam + pick(w, []string{"user/u", "user/u", "user/x/v"})
	case n < 34: // of an account that the scenario does not list
		r.principal = pick(w, []string{"arn:aws:iam::444444444444:user/u", "arn:aws:sts::444444444444:assumed-role/R/s", "arn:aws:iam::444444444444:root"})
	case n < 41:
		r.principal = iam + pick(w, []string{"role/R", "role/x/S"})
	case n < 63:
		r.principal = sts + pick(w, []string{"assumed-role/R/s", "assumed-role/S/s", "assumed-role/R/u"})
		r.session = w.session()
		w.chain(r.session, sts)
	case n < 69:
		r.principal = sts + "assumed-role/" + linkedRole + "/s"
	case n < 80:
		r.principal = sts + "federated-user/f"
		r.session = w.session()
		r.session["federatedBy"] = iam + pick(w, []string{"user/u", "user/x/v"})
	case n < 85:
		r.principal = iam + "root"
	case n < 87: // a session of AssumeRoot
		r.principal = iam + "root"
		r.session = Object{"policies": list{pick(w, tasks)}}
	case n < 92:
		r.principal = pick(w, services)
	case n < 95:
		r.principal = "anonymous"
	default:
		r.principal = pick(w, []string{iam + "saml-provider/p", iam + "oidc-provider/h.example.com", "accounts.google.com"})
	}
}

var services = []string{"ec2.amazonaws.com", "lambda.amazonaws.com"}

// session draws what was passed when the session was made.
func (w *world) session() Object {
	o := Object{}
	if len(w.focus) > 0 {
		w.limit(o)
	}
	if w.chance(50) {
		o["tags"] = w.tags()
	}
	if w.chance(25) {
		o["sourceIdentity"] = pick(w, words)
	}
	return o
}

var tasks = []string{"arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy", "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy"}

// chain makes some of a role session's tags transitive, and now and then the session one of role chaining (EV-76).
func (w *world) chain(session Object, sts string) {
	passed, _ := session["tags"].(Object)
	if w.chance(30) {
		session["transitiveTagKeys"] = pick(w, []list{{"t"}, {"T", "Team"}})
	}
	if w.chance(85) {
		return
	}
	by := Object{"tags": Object{"t": pick(w, words), "Team": pick(w, words)}}
	if passed["t"] == nil {
		by["transitiveTagKeys"] = list{"t"}
	}
	if session["sourceIdentity"] == nil && w.chance(50) {
		by["sourceIdentity"] = pick(w, words)
	}
	session["assumedBy"] = Object{"principal": sts + "assumed-role/S/s", "session": by}
}

// limit gives a session policies of its own.
func (w *world) limit(session Object) {
	if session["policies"] != nil || w.chance(50) {
		return
	}
	for len(w.limits) < 4 { // few documents for all sessions, so that reading a world stays cheap
		w.limits = append(w.limits, w.document("session", ""))
	}
	policies := list{pick(w, []any{"Managed", "Limit", "Filed", pick(w, w.limits)})}
	if w.chance(30) {
		policies = append(policies, pick(w, []any{"Managed", pick(w, w.limits)}))
	}
	session["policies"] = policies
}

func isProvider(principal string) bool {
	return strings.Contains(principal, "-provider/") || principal == "accounts.google.com"
}

func (w *world) setResource(r *request, account string) {
	if isProvider(r.principal) {
		for r.resource = ""; !strings.Contains(r.resource, ":role/"); {
			r.resource = pick(w, resourcesOf[account])
		}
		r.action = pick(w, []string{"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"})
		return
	}
	if w.chance(12) {
		r.resource, r.action = "*", pick(w, actionsAlone)
		return
	}
	if w.chance(3) {
		r.resource, r.action = "arn:aws:iam::"+account+":root", "sts:AssumeRoot"
		return
	}
	r.resource = pick(w, resourcesOf[account])
	service := strings.Split(r.resource, ":")[2]
	r.action = pick(w, actionsOn[service])
	switch {
	case strings.Contains(r.resource, ":user/"):
		r.action = "iam:GetUser"
	case strings.HasSuffix(r.principal, ":root") && r.session != nil && service == "s3": // what the task policy leaves
		r.action = pick(w, []string{"s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"})
	}
}

// vary changes a request in one way or not at all.
func (w *world) vary(r request) request {
	account := w.drawAccount()
	switch w.IntN(6) {
	case 0:
		w.setPrincipal(&r, account)
		if isProvider(r.principal) {
			w.setResource(&r, account)
		}
	case 1:
		w.setResource(&r, account)
	case 2:
		r.context = w.context()
	case 3:
		r.endpoint = !r.endpoint
		r.context = w.context()
	}
	return r
}

// object writes the request as a scenario file has it.
func (r request) object(w *world) Object {
	o := Object{"principal": r.principal, "action": r.action, "resource": w.resources(r)}
	if w.chance(5) {
		o["action"] = swapCase(r.action)
	}
	if r.session != nil {
		o["session"] = r.session
	}
	if len(r.context) > 0 {
		o["context"] = r.context
	}
	if r.endpoint {
		o["vpcEndpoint"] = endpointID
	}
	if r.at != "" {
		o["at"] = r.at
	}
	return o
}

// likely is how often a request asks for the resources of an account: mostly where nothing but the policies stands in its way.
var likely = map[string]int{first: 90, second: 60, management: 30, elsewhere: 10}

// resources adds others of the same service to the request's resource, most of the time.
func (w *world) resources(r request) any {
	if r.resource == "*" || isProvider(r.principal) || w.chance(20) {
		return r.resource
	}
	service := strings.Split(r.resource, ":")[2]
	asked := list{r.resource}
	for _, account := range []string{first, second, management, elsewhere} { // the more a request asks, the less reading a world costs
		for _, other := range resourcesOf[account] {
			if strings.Contains(other, ":"+service+":") && !strings.Contains(other, ":user/") && !strings.Contains(r.resource, ":user/") && w.chance(likely[account]) {
				asked = append(asked, other)
			}
		}
	}
	return asked
}

// requestOf reads a request back.
func requestOf(o Object) request {
	r := request{principal: o["principal"].(string), action: o["action"].(string)}
	r.resource, _ = o["resource"].(string)
	if asked, ok := o["resource"].(list); ok {
		r.resource = asked[0].(string)
	}
	r.context, _ = o["context"].(Object)
	return r
}

func swapCase(s string) string {
	if upper := strings.ToUpper(s); upper != s {
		return upper
	}
	return strings.ToLower(s)
}
