package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// printed takes in what a command of the AWS CLI prints about one policy or role.
func (w *work) printed(v *value) bool {
	switch {
	case has(v, "PolicyDocument"):
		w.inline(v)
	case has(v, "PolicyVersion"):
		return w.wrapped(get(v, "PolicyVersion/Document"), &found{})
	case has(v, "Role"):
		return w.role(get(v, "Role"))
	case has(v, "VpcEndpoints"):
		return w.endpoints(each(v, "VpcEndpoints"))
	case has(v, "Attributes"):
		return w.attributes(get(v, "Attributes"))
	case has(v, "ResourcePolicy"):
		return w.wrapped(get(v, "ResourcePolicy"), &found{place: w.resourcePlace(text(v, "ARN"))})
	case get(v, "Policy/Content") != &none:
		return w.organizationPolicy(get(v, "Policy"))
	default:
		return w.wrapped(get(v, "Policy"), &found{place: w.commandPlace()})
	}
	return true
}

// commandPlace is where the policy of the resource stands that the command line names; nil where it names none.
func (w *work) commandPlace() []string {
	if bucket := w.option("--bucket"); bucket != "" {
		resource := "arn:aws:s3:::" + bucket
		return resourcePath(w.ownerOf(resource), resource)
	}
	for _, option := range [...]string{"--key-id", "--function-name", "--topic-arn", "--secret-id", "--resource-arn"} {
		if place := w.resourcePlace(w.option(option)); place != nil {
			return place
		}
	}
	return nil
}

// wrapped takes in a document that output wraps; false where there is none.
func (w *work) wrapped(v *value, f *found) bool {
	f.document = document(v)
	if f.broken = f.document.Kind == syntax.String; f.broken {
		f.text = f.document.Text
		f.document = literal(f.text)
	}
	if !has(f.document, "Statement") {
		return false
	}
	w.policy(f)
	return true
}

// inline takes in what get-user-policy, get-role-policy and get-group-policy print.
func (w *work) inline(v *value) {
	f := &found{name: text(v, "PolicyName")}
	for i := range lists {
		of := &lists[i]
		if name := text(v, of.name); name != "" {
			w.title("Policy " + f.name + " of " + name)
			f.place = entity{account: w.accountWith(of.member, name), kind: of.member, name: name}.inline(f.name)
		}
	}
	w.wrapped(get(v, "PolicyDocument"), f)
}

// accountWith is the account that has an entity of the name, or the first.
func (w *work) accountWith(kind, name string) string {
	for _, e := range w.entities(kind) {
		if e.name == name {
			return e.account
		}
	}
	return w.firstAccount()
}

// role takes in what get-role prints: the trust policy above all.
func (w *work) role(v *value) bool {
	e, ok := entityOf(text(v, "Arn"))
	if !ok || e.kind != "roles" {
		return false
	}
	w.title("Role " + e.name)
	setText(w.entity(e), "permissionsBoundary", reference(e.account, text(v, "PermissionsBoundary/PermissionsBoundaryArn")))
	return w.wrapped(get(v, "AssumeRolePolicyDocument"), &found{place: []string{"accounts", e.account, "roles", e.name, "trustPolicy"}})
}

// endpoints takes in what aws ec2 describe-vpc-endpoints prints.
func (w *work) endpoints(all []*value) bool {
	took := false
	for _, v := range all {
		if !w.room() {
			break
		}
		id, account := text(v, "VpcEndpointId"), text(v, "OwnerId")
		if !arn.IsAccountID(account) {
			account = w.firstAccount()
		}
		region := "us-east-1"
		if labels := strings.Split(text(v, "ServiceName"), "."); len(labels) > 2 {
			region = labels[2]
		}
		w.remove(id, account)
		took = w.wrapped(get(v, "PolicyDocument"), &found{place: resourcePath(account, endpointARN(region, account, id))}) || took
	}
	return took
}

// remove takes an endpoint away, of which the stand-in may have another region.
func (w *work) remove(id, account string) {
	resources, end := object(w.owned(account), "resources"), "/"+id
	resources.Members = slices.DeleteFunc(resources.Members, func(m syntax.Member) bool { return strings.HasSuffix(m.Name, end) })
}

// attributes takes in what sqs get-queue-attributes and sns get-topic-attributes print.
func (w *work) attributes(v *value) bool {
	return w.wrapped(get(v, "Policy"), &found{place: w.resourcePlace(text(v, "QueueArn") + text(v, "TopicArn"))})
}

// resourcePlace is where the policy of a resource stands; nil where the ARN does not tell.
func (w *work) resourcePlace(resource string) []string {
	a, ok := arn.Parse(resource)
	if !ok || !arn.IsAccountID(a.Account) {
		return nil
	}
	w.title("Policy of " + a.Resource)
	return resourcePath(a.Account, resource)
}

// organizationPolicy takes in what aws organizations describe-policy prints.
func (w *work) organizationPolicy(v *value) bool {
	t := policy.SCP
	switch text(v, "PolicySummary/Type") {
	case "SERVICE_CONTROL_POLICY":
	case "RESOURCE_CONTROL_POLICY":
		t = policy.RCP
	default:
		return false
	}
	f := &found{document: document(get(v, "Content")), name: text(v, "PolicySummary/Name")}
	w.named = append(w.named, [2]string{text(v, "PolicySummary/Id"), f.name})
	w.Kind = Policy
	w.title("Policy " + f.name)
	w.understood(controlOf(t).words, f.name)
	w.control(f, t)
	return true
}

// decoded takes in what AWS STS decodes of an encoded message.
func (w *work) decoded(v *value) bool {
	context := get(v, "context")
	action := text(context, "action")
	if _, ok := policy.ParseAction(action); !ok || !has(v, "explicitDeny") {
		return false
	}
	c := &call{principal: text(context, "principal/arn"), action: action, resource: text(context, "resource"), expect: "implicitDeny", why: "AWS answered: nothing allows it."}
	if get(v, "explicitDeny").Text == "true" {
		c.expect, c.why = "explicitDeny", "AWS answered: an explicit deny."
	}
	if get(v, "allowed").Text == "true" {
		c.expect, c.why = "allowed", "AWS answered: allowed."
	}
	for _, item := range each(context, "conditions/items") {
		if values := texts(get(item, "values"), nil); len(values) == 1 && !strings.Contains(internal, text(item, "key")+" ") {
			c.fact(text(item, "key"), values[0])
		}
	}
	if w.full() {
		return true
	}
	w.Kind = Denial
	w.title("What AWS STS decoded")
	w.who(c)
	w.onWhat(c)
	w.settle(c)
	w.add(c)
	return true
}

// internal are keys of decoded messages that repeat the principal and resource.
const internal = "aws:Resource aws:Account aws:Region aws:ID aws:Service aws:Type aws:ARN "
