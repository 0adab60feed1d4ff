package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// declared is a resource that a Terraform plan or a CloudFormation template declares, its properties under CloudFormation's names.
type declared struct {
	// label is what its author calls it.
	label string
	kind  string // user, group, role, policy, attachment, membership, resourcePolicy, control
	// name is its own name; of a policy for a resource the resource's name or ARN.
	name       string
	properties *value
}

// owners are the kinds of identities, with the members that name them in an attachment and in a scenario.
var owners = [...]struct{ kind, one, many, scenario string }{
	{"user", "UserName", "Users", "users"}, {"group", "GroupName", "Groups", "groups"}, {"role", "RoleName", "Roles", "roles"},
}

// declare takes in what was declared for an account: identities and policies first, so that what refers to them finds them.
func (w *work) declare(all []declared, account string) {
	w.Kind = Infrastructure
	for _, kinds := range [...]string{"user group role", "policy", "attachment membership resourcePolicy control"} {
		for i := range all {
			if d := &all[i]; slices.Contains(strings.Fields(kinds), d.kind) && w.room() {
				w.declareOne(d, account)
			}
		}
	}
}

func (w *work) declareOne(d *declared, account string) {
	p := d.properties
	switch d.kind {
	case "user", "group", "role":
		w.declareIdentity(d, account)
	case "policy":
		made := &value{}
		setPath(made, text(p, "Path"))
		setText(made, "description", text(p, "Description"))
		set(made, "document", w.declaredDocument(d, "PolicyDocument"))
		w.own(account, d.name, made)
		w.toOwners(p, account, func(identity *value) { addTo(child(identity, "attachedPolicies"), d.name) })
	case "attachment":
		w.declareAttachment(d, account)
	case "membership":
		for _, user := range append(texts(member(p, "Users"), nil), text(p, "UserName")) {
			for _, group := range append(texts(member(p, "Groups"), nil), text(p, "GroupName")) {
				if user != "" && group != "" {
					addTo(child(object(object(w.owned(account), "users"), user), "groups"), group)
				}
			}
		}
		w.took.add("Memberships", d.label)
	case "resourcePolicy":
		w.declareResource(d, account)
	case "control":
		w.declareControl(d)
	}
}

func (w *work) declareIdentity(d *declared, account string) {
	p, made := d.properties, &value{Kind: syntax.Object}
	if path := text(p, "Path"); path != "/" {
		setText(made, "path", path)
	}
	if d.kind == "role" {
		set(made, "trustPolicy", w.declaredDocument(d, "AssumeRolePolicyDocument"))
		if longest := member(p, "MaxSessionDuration"); longest.Kind == syntax.Number && longest.Text != "3600" {
			set(made, "maxSessionDuration", longest)
		}
	}
	for _, group := range texts(member(p, "Groups"), nil) {
		addTo(child(made, "groups"), group)
	}
	for _, policyARN := range texts(member(p, "ManagedPolicyArns"), nil) {
		addTo(child(made, "attachedPolicies"), w.declaredReference(account, policyARN))
	}
	for _, inline := range w.parts(p, "Policies") {
		set(child(made, "inlinePolicies"), text(inline, "PolicyName"), document(get(inline, "PolicyDocument")))
	}
	setText(made, "permissionsBoundary", w.declaredReference(account, text(p, "PermissionsBoundary")))
	for _, tag := range w.parts(p, "Tags") {
		set(child(made, "tags"), text(tag, "Key"), str(text(tag, "Value")))
	}
	set(object(w.owned(account), d.kind+"s"), d.name, made)
	w.took.add(strings.ToUpper(d.kind[:1])+d.kind[1:]+"s", d.name)
}

// declaredReference is how a scenario names a policy that an ARN or a name stands for.
func (w *work) declaredReference(account, named string) string {
	if !strings.HasPrefix(named, "arn:") {
		return named
	}
	return reference(account, named)
}

// toOwners hands every identity that the properties name to a function.
func (w *work) toOwners(p *value, account string, do func(identity *value)) {
	for _, o := range owners {
		for _, name := range append(texts(member(p, o.many), nil), text(p, o.one)) {
			if name != "" {
				do(object(object(w.owned(account), o.scenario), name))
			}
		}
	}
}

// declareAttachment attaches a managed policy by its ARN, or puts an inline policy.
func (w *work) declareAttachment(d *declared, account string) {
	p, reached := d.properties, false
	w.toOwners(p, account, func(identity *value) {
		reached = true
		if policyARN := text(p, "PolicyArn"); policyARN != "" {
			addTo(child(identity, "attachedPolicies"), w.declaredReference(account, policyARN))
			return
		}
		if has(p, "PolicyDocument") {
			set(object(identity, "inlinePolicies"), d.name, w.declaredDocument(d, "PolicyDocument"))
		}
	})
	if !reached || !has(p, "PolicyArn") && !has(p, "PolicyDocument") {
		w.left.add("Attachments whose policy or identity is not told", d.label)
		return
	}
	w.took.add("Attachments and inline policies", d.label)
}

// declaredDocument is a document of the properties; one that is not told is named, and an empty one stands in its place.
func (w *work) declaredDocument(d *declared, name string) *value {
	if v := member(d.properties, name); v.Kind == syntax.Object || v.Kind == syntax.String {
		return document(v)
	}
	w.left.add("Policies whose text is not told", d.label)
	return str("")
}

func (w *work) declareResource(d *declared, account string) {
	resource := d.name
	if !strings.HasPrefix(resource, "arn:") {
		w.left.add("Policies whose resource is not told", d.label)
		return
	}
	if owner := accountOf(resource); arn.IsAccountID(owner) {
		account = owner
	}
	w.place(w.declaredDocument(d, "PolicyDocument"), resourcePath(account, resource)...)
	w.took.add("Policies of resources", resource)
}

// declareControl attaches a policy of the organization to its targets, or to the root where it names none.
func (w *work) declareControl(d *declared) {
	t, decides := controlTypes[text(d.properties, "Type")]
	if !decides {
		w.left.add("Policies that decide no request", d.label)
		return
	}
	of := controlOf(t)
	targets := texts(member(d.properties, "TargetIds"), nil)
	if len(targets) == 0 {
		w.leaveOut("What " + d.name + " is attached to is not told, so it stands beside the organization, attached to nothing.")
	}
	set(object(w.tree(), of.policies), d.name, w.declaredDocument(d, "Content"))
	for _, target := range targets {
		list := child(w.nodeOf(target), of.attached)
		if list.Kind == syntax.Missing {
			addTo(list, of.full)
		}
		addTo(list, d.name)
	}
	w.Kind = Infrastructure
	w.took.add(of.words+" names", d.name)
}

// others names what was declared and is not about IAM, with how many of each type there are.
func (w *work) others(types []string) {
	slices.Sort(types)
	for i := 0; i < len(types); {
		n := i
		for n < len(types) && types[n] == types[i] {
			n++
		}
		w.left.add("Resources that are not about IAM", types[i]+" ("+number(n-i)+")")
		i = n
	}
}

// fallback is the scenario's first account, which stands for one that is not told.
func (w *work) fallback() string {
	if len(names(w.accounts())) == 0 {
		w.leaveOut("Which account this is for is not told: " + ours[0] + " stands in its place.")
	}
	return w.firstAccount()
}
