package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// standInName is what stand-ins are called where AWS does not tell a name;
// standInSid marks their statements.
const (
	standInName = "replace-me"
	standInSid  = "ReplaceMe"
)

// blame puts a stand-in where the policy stands that AWS blames, so that the
// decision is AWS's until the true policy takes its place.
func (w *work) blame(c *call) {
	if c.blamed == "" {
		return
	}
	w.understood("Policy type", c.blamed)
	w.understood("Policy", c.policyARN)
	e, isEntity := entityOf(c.principal)
	switch c.blamed {
	case "identity-based policy":
		if isEntity {
			w.attach(c, e)
		}
	case "permissions boundary":
		if isEntity {
			w.boundary(c, e)
		}
	case "session policy":
		if isEntity {
			w.otherwiseAllowed(c, e)
		}
	case "service control policy":
		w.blameControl(c, policy.SCP, e.account)
	case "resource control policy":
		w.blameControl(c, policy.RCP, c.resourceAccount)
	case "resource-based policy", "role trust policy":
		w.onResource(c)
	case "VPC endpoint policy":
		w.onEndpoint(c)
	default:
		w.leaveOut("AWS blames “" + c.blamed + "”, which is no policy type that Verdict knows.")
	}
}

// standIn is a policy of the type, which denies the call or allows nothing of it.
func (c *call) standIn(t policy.Type) *value {
	action := `"Action":` + syntax.Quote(c.action)
	if t != policy.Trust {
		action += `,"Resource":` + syntax.Quote(c.resource)
	}
	principal := t == policy.Resource || t == policy.Trust || t == policy.RCP || t == policy.Endpoint
	switch {
	case c.explicit && principal:
		return standIn(`"Effect":"Deny","Principal":"*",` + action)
	case c.explicit:
		return standIn(`"Effect":"Deny",` + action)
	case principal:
		return standIn(`"Effect":"Allow","Principal":{"Service":"replace-me.amazonaws.com"},` + action)
	}
	return standIn(`"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::replace-me"`)
}

func standIn(elements string) *value {
	return literal(`{"Version":"2012-10-17","Statement":[{"Sid":"` + standInSid + `",` + elements + `}]}`)
}

func isStandIn(v *value) bool { return firstOf(document(v), "Sid") == standInSid }

// nameOf is the name at the end of a policy's ARN.
func nameOf(policyARN string) string {
	if name := policyARN[strings.LastIndexAny(policyARN, "/:")+1:]; name != "" {
		return name
	}
	return standInName
}

// attach gives an identity a policy: the managed one that AWS names, else an inline one.
func (w *work) attach(c *call, e entity) {
	identity := w.entity(e)
	switch owner := accountOf(c.policyARN); {
	case owner == "aws":
		addTo(child(identity, "attachedPolicies"), c.policyARN)
	case owner != "":
		w.stand(c.standIn(policy.Identity), "accounts", e.account, "policies", nameOf(c.policyARN))
		addTo(child(w.entity(e), "attachedPolicies"), nameOf(c.policyARN))
	case c.explicit || !has(identity, "inlinePolicies") && !has(identity, "attachedPolicies"):
		w.stand(c.standIn(policy.Identity), e.inline(standInName)...)
	}
}

// inline is the path of an inline policy.
func (e entity) inline(name string) []string {
	return []string{"accounts", e.account, e.kind, e.name, "inlinePolicies", name}
}

// addTo appends a text to a list that lacks it.
func addTo(list *value, s string) {
	if !slices.Contains(texts(list, nil), s) {
		push(list, str(s))
	}
}

// at gives the value at a path; objects that are missing on the way are made.
func (w *work) at(path []string) *value {
	v := w.root
	for _, name := range path {
		v = child(v, name)
	}
	return v
}

// place sets a document at a path, and remembers the first. Among inline
// policies it takes the place of the stand-ins.
func (w *work) place(document *value, path ...string) {
	if parent := path[:len(path)-1]; parent[len(parent)-1] == "inlinePolicies" {
		inline := w.at(parent)
		inline.Members = slices.DeleteFunc(inline.Members, func(m syntax.Member) bool { return isStandIn(&m.Value) })
	}
	*w.at(path) = *document
	w.remember(path)
}

func (w *work) remember(path []string) {
	if w.Document == nil {
		w.Document = path
	}
}

// stand puts a stand-in at a path: beside what another message has put there,
// and never in place of a true policy.
func (w *work) stand(in *value, path ...string) {
	there := w.at(path)
	if there.Kind == syntax.Missing {
		*there = *in
	} else if isStandIn(there) {
		*there = *document(there)
		w.merge(child(there, "Statement"), &statements(in)[0])
	}
	w.remember(path)
}

// merge adds a statement to those that lack it.
func (w *work) merge(list, statement *value) {
	for i := range list.Items {
		if write(&list.Items[i]) == write(statement) {
			return
		}
	}
	push(list, statement)
}

// otherwiseAllowed lets an identity-based policy allow the call, as it must
// where AWS blames what only limits it.
func (w *work) otherwiseAllowed(c *call, e entity) {
	if !c.explicit {
		allow := standIn(`"Effect":"Allow","Action":` + syntax.Quote(c.action) + `,"Resource":` + syntax.Quote(c.resource))
		w.stand(allow, e.inline(standInName)...)
	}
}

func (w *work) boundary(c *call, e entity) {
	name := nameOf(c.policyARN)
	if c.policyARN == "" {
		name = "replace-me-boundary"
	}
	w.stand(c.standIn(policy.Boundary), "accounts", e.account, "policies", name)
	setText(w.entity(e), "permissionsBoundary", name)
	w.otherwiseAllowed(c, e)
}

// control is one of the two types of policies of an organization.
type control struct{ words, policies, attached, full string }

func controlOf(t policy.Type) control {
	if t == policy.SCP {
		return control{"Service control policy", "serviceControlPolicies", "scps", "FullAWSAccess"}
	}
	return control{"Resource control policy", "resourceControlPolicies", "rcps", "RCPFullAWSAccess"}
}

// blameControl attaches a policy of the organization to an account.
func (w *work) blameControl(c *call, t policy.Type, account string) {
	if !arn.IsAccountID(account) {
		return
	}
	of, name := controlOf(t), nameOf(c.policyARN)
	list := child(w.organized(c, account), of.attached)
	if c.explicit {
		addTo(list, of.full)
	}
	addTo(list, name)
	w.stand(c.standIn(t), "organization", of.policies, name)
}

// organized is an account in the organization, which is made where there is none.
func (w *work) organized(c *call, account string) *value {
	if !has(w.root, "organization") {
		id, management := "o-exampleorg1", ""
		if a, _ := arn.Parse(c.policyARN); a.Service == "organizations" {
			management = a.Account
			_, id, _ = strings.Cut(a.Resource, "/")
			id, _, _ = strings.Cut(id, "/")
		}
		if !arn.IsAccountID(management) {
			management = another(account, c.resourceAccount)
		}
		set(w.root, "organization", literal(`{"id":`+syntax.Quote(id)+`,"managementAccount":`+syntax.Quote(management)+`,"root":{"id":"r-exam"}}`))
	}
	root := object(object(w.root, "organization"), "root")
	if unit := placeOf(root, account); unit != nil {
		root = unit
	}
	return object(object(root, "accounts"), account)
}

// onResource gives the resource, or the role that is to be assumed, its policy.
func (w *work) onResource(c *call) {
	if e, isEntity := entityOf(c.resource); isEntity && e.kind == "roles" {
		w.entity(e)
		w.stand(c.standIn(policy.Trust), "accounts", e.account, "roles", e.name, "trustPolicy")
		return
	}
	if owned := owner(c.resource); owned != "" && arn.IsAccountID(c.resourceAccount) {
		w.stand(c.standIn(policy.Resource), resourcePath(c.resourceAccount, owned)...)
	}
}

func resourcePath(account, resource string) []string {
	return []string{"accounts", account, "resources", resource, "policy"}
}

// owner is the ARN that a resource's policy stands at: of an S3 object its bucket.
func owner(resource string) string {
	a, ok := arn.Parse(resource)
	if ok && a.Service == "s3" {
		resource, _, _ = strings.Cut(resource, "/")
	} else if !ok {
		return ""
	}
	return resource
}

const someEndpoint = "vpce-0123456789abcdef0"

func (w *work) onEndpoint(c *call) {
	if c.endpoint == "" {
		c.endpoint = someEndpoint
	}
	account := accountOf(c.principal)
	if account == "" {
		account = c.resourceAccount
	}
	if arn.IsAccountID(account) {
		w.stand(c.standIn(policy.Endpoint), resourcePath(account, endpointARN("us-east-1", account, c.endpoint))...)
	}
}

func endpointARN(region, account, id string) string {
	return "arn:aws:ec2:" + region + ":" + account + ":vpc-endpoint/" + id
}
