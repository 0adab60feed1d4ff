package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// infrastructure takes in what terraform show -json prints of a plan or a state, or a CloudFormation template in JSON.
func (w *work) infrastructure(v *value) bool {
	planned := get(v, "planned_values/root_module")
	if planned == &none {
		planned = get(v, "values/root_module")
	}
	switch {
	case planned != &none:
		t := &terraform{work: w, named: map[string]*value{}, several: map[string]bool{}}
		t.collect(planned)
		t.configured(get(v, "configuration/root_module"), "")
		return t.take()
	case isTemplate(v):
		return w.template(v)
	}
	return false
}

// terraform is a plan or state: the resources of all modules by address, and what the plan only knows by reference.
type terraform struct {
	*work
	resources []*value
	named     map[string]*value // by address, without the index where there is one instance
	several   map[string]bool   // addresses without index that have several instances
}

// collect gathers the resources of a module and those below; the nesting is bounded.
func (t *terraform) collect(module *value) {
	for _, r := range each(module, "resources") {
		if text(r, "mode") == "data" {
			continue
		}
		t.resources = append(t.resources, r)
		address := text(r, "address")
		t.named[address] = r
		if bare := withoutIndex(address); bare != address {
			t.several[bare] = t.named[bare] != nil
			t.named[bare] = r
		}
	}
	for _, child := range each(module, "child_modules") {
		t.collect(child)
	}
}

func withoutIndex(address string) string {
	if i := strings.LastIndexByte(address, '['); i > 0 && strings.HasSuffix(address, "]") {
		return address[:i]
	}
	return address
}

// configured fills in what a resource takes from another one and the plan does not know yet, such as the ARN of a policy that is
// still to be made. Of resources with several instances it is not told which one is meant.
func (t *terraform) configured(module *value, prefix string) {
	for _, r := range each(module, "resources") {
		expressions := member(r, "expressions")
		for _, planned := range t.instances(prefix + text(r, "address")) {
			for i := range expressions.Members {
				t.fill(planned, &expressions.Members[i], prefix)
			}
		}
	}
	calls := member(module, "module_calls")
	for i := range calls.Members {
		t.configured(member(&calls.Members[i].Value, "module"), prefix+"module."+calls.Members[i].Name+".")
	}
}

// instances are the planned resources of an address, with or without an index.
func (t *terraform) instances(address string) []*value {
	var all []*value
	for _, r := range t.resources {
		if withoutIndex(text(r, "address")) == address {
			all = append(all, r)
		}
	}
	return all
}

func (t *terraform) fill(planned *value, expression *syntax.Member, prefix string) {
	values := object(planned, "values")
	if known := member(values, expression.Name); known.Kind != syntax.Missing && known.Kind != syntax.Null {
		return
	}
	refs := &value{Kind: syntax.Array}
	for _, reference := range texts(member(&expression.Value, "references"), nil) {
		kind, rest, _ := strings.Cut(reference, ".")
		name, attribute, _ := strings.Cut(rest, ".")
		address := prefix + kind + "." + withoutIndex(name)
		if target := t.named[address]; target != nil && attribute != "" && !t.several[address] {
			push(refs, str(t.attribute(target, attribute)))
		}
	}
	switch {
	case len(refs.Items) == 0:
	case strings.HasSuffix(expression.Name, "s"):
		set(values, expression.Name, refs)
	case len(refs.Items) == 1:
		set(values, expression.Name, &refs.Items[0])
	}
}

// attribute is what another resource will give: its name, or an ARN made of it.
func (t *terraform) attribute(r *value, attribute string) string {
	if known := text(member(r, "values"), attribute); known != "" {
		return known
	}
	name := t.nameOf(r)
	if attribute == "arn" || attribute == "id" && text(r, "type") == "aws_iam_policy" {
		switch kind := text(r, "type"); kind {
		case "aws_iam_policy", "aws_iam_role", "aws_iam_user", "aws_iam_group":
			path := text(r, "values/path")
			if path == "" {
				path = "/"
			}
			return "arn:aws:iam::" + t.account() + ":" + strings.TrimPrefix(kind, "aws_iam_") + path + name
		case "aws_s3_bucket":
			return "arn:aws:s3:::" + name
		}
	}
	return name
}

// account is the one that the ARN of some resource names, else the scenario's first.
func (t *terraform) account() string {
	for _, r := range t.resources {
		if account := accountOf(text(r, "values/arn")); arn.IsAccountID(account) {
			return account
		}
	}
	return t.fallback()
}

// nameOf is the resource's own name, or what its author calls it.
func (t *terraform) nameOf(r *value) string {
	for _, attribute := range [...]string{"values/name", "values/bucket", "values/name_prefix", "name"} {
		if name := text(r, attribute); name != "" {
			return name
		}
	}
	return ""
}

// terraformKinds say what each type of resource is here, and by which names CloudFormation knows its attributes.
var terraformKinds = map[string]struct {
	kind       string
	attributes string // terraform=CloudFormation
}{
	"aws_iam_user":                     {"user", "path=Path permissions_boundary=PermissionsBoundary"},
	"aws_iam_group":                    {"group", "path=Path"},
	"aws_iam_role":                     {"role", "path=Path permissions_boundary=PermissionsBoundary assume_role_policy=AssumeRolePolicyDocument max_session_duration=MaxSessionDuration managed_policy_arns=ManagedPolicyArns"},
	"aws_iam_policy":                   {"policy", "path=Path policy=PolicyDocument"},
	"aws_iam_user_policy":              {"attachment", "user=UserName policy=PolicyDocument"},
	"aws_iam_group_policy":             {"attachment", "group=GroupName policy=PolicyDocument"},
	"aws_iam_role_policy":              {"attachment", "role=RoleName policy=PolicyDocument"},
	"aws_iam_user_policy_attachment":   {"attachment", "user=UserName policy_arn=PolicyArn"},
	"aws_iam_group_policy_attachment":  {"attachment", "group=GroupName policy_arn=PolicyArn"},
	"aws_iam_role_policy_attachment":   {"attachment", "role=RoleName policy_arn=PolicyArn"},
	"aws_iam_policy_attachment":        {"attachment", "users=Users groups=Groups roles=Roles policy_arn=PolicyArn"},
	"aws_iam_group_membership":         {"membership", "group=GroupName users=Users"},
	"aws_iam_user_group_membership":    {"membership", "user=UserName groups=Groups"},
	"aws_s3_bucket_policy":             {"resourcePolicy", "policy=PolicyDocument bucket=Resource"},
	"aws_sns_topic_policy":             {"resourcePolicy", "policy=PolicyDocument arn=Resource"},
	"aws_sqs_queue_policy":             {"resourcePolicy", "policy=PolicyDocument queue_url=Resource"},
	"aws_kms_key":                      {"resourcePolicy", "policy=PolicyDocument arn=Resource"},
	"aws_kms_key_policy":               {"resourcePolicy", "policy=PolicyDocument key_id=Resource"},
	"aws_secretsmanager_secret_policy": {"resourcePolicy", "policy=PolicyDocument secret_arn=Resource"},
	"aws_organizations_policy":         {"control", "content=Content type=Type"},
}

// take takes the resources in; false where none is about IAM.
func (t *terraform) take() bool {
	var all []declared
	var others []string
	for _, r := range t.resources {
		of, known := terraformKinds[text(r, "type")]
		if !known {
			others = append(others, text(r, "type"))
			continue
		}
		all = append(all, t.declared(r, of.kind, of.attributes))
	}
	if len(all) == 0 {
		return false
	}
	t.attachControls(all)
	t.title("A Terraform plan")
	t.others(others)
	t.declare(all, t.account())
	return true
}

func (t *terraform) declared(r *value, kind, attributes string) declared {
	d := declared{label: text(r, "address"), kind: kind, name: t.nameOf(r), properties: &value{Kind: syntax.Object}}
	values := member(r, "values")
	for _, pair := range strings.Fields(attributes) {
		from, to, _ := strings.Cut(pair, "=")
		if v := member(values, from); v.Kind != syntax.Missing && v.Kind != syntax.Null {
			set(d.properties, to, v)
		}
	}
	tags := member(values, "tags")
	for i := range tags.Members {
		tag := &value{}
		setText(tag, "Key", tags.Members[i].Name)
		set(tag, "Value", &tags.Members[i].Value)
		push(child(d.properties, "Tags"), tag)
	}
	for _, inline := range each(values, "inline_policy") {
		if text(inline, "name") != "" {
			one := &value{}
			setText(one, "PolicyName", text(inline, "name"))
			set(one, "PolicyDocument", member(inline, "policy"))
			push(child(d.properties, "Policies"), one)
		}
	}
	if kind == "resourcePolicy" {
		d.name = resourceNamed(text(r, "type"), text(d.properties, "Resource"))
	}
	return d
}

// resourceNamed is the ARN of what a policy is for, by what names it there: a bucket's name, a queue's address, an ARN.
func resourceNamed(kind, name string) string {
	switch {
	case name == "" || strings.HasPrefix(name, "arn:"):
		return name
	case kind == "aws_s3_bucket_policy":
		return "arn:aws:s3:::" + name
	case kind == "aws_sqs_queue_policy":
		// https://sqs.REGION.amazonaws.com/ACCOUNT/NAME
		host, path, _ := strings.Cut(strings.TrimPrefix(name, "https://"), "/")
		labels, parts := strings.Split(host, "."), strings.Split(path, "/")
		if len(labels) > 1 && len(parts) == 2 {
			return "arn:aws:sqs:" + labels[1] + ":" + parts[0] + ":" + parts[1]
		}
	}
	return name
}

// attachControls gives the policies of the organization the targets of their attachments.
func (t *terraform) attachControls(all []declared) {
	for _, r := range t.resources {
		if text(r, "type") != "aws_organizations_policy_attachment" {
			continue
		}
		for i := range all {
			if d := &all[i]; d.kind == "control" && text(r, "values/policy_id") == d.name {
				push(child(d.properties, "TargetIds"), str(text(r, "values/target_id")))
			}
		}
	}
}
