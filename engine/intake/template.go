package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// isTemplate tells a CloudFormation template by its resources.
func isTemplate(v *value) bool {
	resources := member(v, "Resources")
	return resources.Kind == syntax.Object && slices.ContainsFunc(resources.Members, func(m syntax.Member) bool {
		return strings.HasPrefix(text(&m.Value, "Type"), "AWS::")
	})
}

// template is a CloudFormation template: what its names stand for.
type template struct {
	*work
	resources, parameters *value
	account               string
	unsure                map[string]bool
	naming                map[string]bool // the resources whose names are being found out
}

// templateKinds say what each type of resource is here, the property that names it, and for policies of resources the one that holds the document.
var templateKinds = map[string]struct{ kind, name, document string }{
	"AWS::IAM::User":                      {"user", "UserName", ""},
	"AWS::IAM::Group":                     {"group", "GroupName", ""},
	"AWS::IAM::Role":                      {"role", "RoleName", ""},
	"AWS::IAM::ManagedPolicy":             {"policy", "ManagedPolicyName", ""},
	"AWS::IAM::Policy":                    {"attachment", "PolicyName", ""},
	"AWS::IAM::UserPolicy":                {"attachment", "PolicyName", ""},
	"AWS::IAM::GroupPolicy":               {"attachment", "PolicyName", ""},
	"AWS::IAM::RolePolicy":                {"attachment", "PolicyName", ""},
	"AWS::IAM::UserToGroupAddition":       {"membership", "", ""},
	"AWS::S3::BucketPolicy":               {"resourcePolicy", "Bucket", "PolicyDocument"},
	"AWS::SQS::QueuePolicy":               {"resourcePolicy", "Queues", "PolicyDocument"},
	"AWS::SNS::TopicPolicy":               {"resourcePolicy", "Topics", "PolicyDocument"},
	"AWS::KMS::Key":                       {"resourcePolicy", "", "KeyPolicy"},
	"AWS::SecretsManager::ResourcePolicy": {"resourcePolicy", "SecretId", "ResourcePolicy"},
	"AWS::Organizations::Policy":          {"control", "Name", ""},
}

// template takes a template in; false where nothing in it is about IAM.
func (w *work) template(v *value) bool {
	t := &template{work: w, resources: member(v, "Resources"), parameters: member(v, "Parameters"), account: w.fallback(), unsure: map[string]bool{}, naming: map[string]bool{}}
	var all []declared
	var others []string
	for i := range t.resources.Members {
		m := &t.resources.Members[i]
		of, known := templateKinds[text(&m.Value, "Type")]
		if !known {
			others = append(others, text(&m.Value, "Type"))
			continue
		}
		if has(&m.Value, "Condition") {
			w.leaveOut("Resources that stand only under a condition are taken as if it held: " + m.Name + ".")
		}
		all = append(all, t.declared(m.Name, of.kind, of.name, of.document)...)
	}
	if len(all) == 0 {
		return false
	}
	w.title("A CloudFormation template")
	if description := text(v, "Description"); w.fresh && !has(w.root, "description") {
		setText(w.root, "description", description)
	}
	w.others(others)
	w.declare(all, t.account)
	return true
}

// declared gives what a resource declares: one thing, or for a policy of several resources one for each.
func (t *template) declared(id, kind, naming, holding string) []declared {
	properties := t.resolved(member(member(t.resources, id), "Properties"), id)
	d := declared{label: id, kind: kind, name: id, properties: properties}
	if kind != "resourcePolicy" {
		if name := text(properties, naming); naming != "" && name != "" {
			d.name = name
		}
		return []declared{d}
	}
	if holding != "PolicyDocument" {
		set(properties, "PolicyDocument", member(properties, holding))
	}
	if naming == "" {
		d.name = t.arnOf(id)
		return []declared{d}
	}
	var all []declared
	for _, name := range texts(member(properties, naming), nil) {
		d.name = name
		if naming == "Bucket" && !strings.HasPrefix(name, "arn:") {
			d.name = "arn:aws:s3:::" + name
		} else if naming == "Queues" {
			d.name = resourceNamed("aws_sqs_queue_policy", name)
		}
		all = append(all, d)
	}
	return all
}

// resolved is a value with its intrinsic functions carried out. What they refer to and the template does not tell is named, and its
// name stands in its place. The nesting is bounded.
func (t *template) resolved(v *value, of string) *value {
	if v.Kind == syntax.Object && len(v.Members) == 1 {
		if done, is := t.function(&v.Members[0], of); is {
			return done
		}
	}
	made := *v
	made.Items, made.Members = nil, nil
	for i := range v.Items {
		if item := t.resolved(&v.Items[i], of); item != &none {
			made.Items = append(made.Items, *item)
		}
	}
	for _, m := range v.Members {
		if inside := t.resolved(&m.Value, of); inside != &none {
			m.Value = *inside
			made.Members = append(made.Members, m)
		}
	}
	return &made
}

// function carries an intrinsic function out.
func (t *template) function(m *syntax.Member, of string) (*value, bool) {
	argument := &m.Value
	switch m.Name {
	case "Ref":
		return t.ref(argument.Text, of), true
	case "Fn::GetAtt":
		name := argument.Text
		if argument.Kind == syntax.Array {
			name = strings.Join(texts(argument, nil), ".")
		}
		return str(t.attribute(name, of)), true
	case "Fn::Sub":
		return t.substituted(argument, of), true
	case "Fn::Join":
		if argument.Kind == syntax.Array && len(argument.Items) == 2 {
			return str(strings.Join(texts(t.resolved(&argument.Items[1], of), nil), argument.Items[0].Text)), true
		}
	case "Fn::If":
		if argument.Kind == syntax.Array && len(argument.Items) == 3 {
			t.leaveOut("Conditions are not decided: of Fn::If in " + of + " the value for true was taken.")
			return t.resolved(&argument.Items[1], of), true
		}
	}
	if strings.HasPrefix(m.Name, "Fn::") {
		return str(t.unknown(m.Name, of)), true
	}
	return nil, false
}

// unknown stands for what the template does not tell.
func (t *template) unknown(name, of string) string {
	if sentence := name + " in " + of; !t.unsure[sentence] {
		t.unsure[sentence] = true
		t.left.add("What the template does not tell", sentence)
	}
	return "UNKNOWN-" + strings.Map(func(r rune) rune {
		if r == ':' || r == '.' {
			return '-'
		}
		return r
	}, name)
}

// ref is what Ref gives: a parameter's default, a name, or an ARN, as the type of resource has it.
func (t *template) ref(name, of string) *value {
	switch name {
	case "AWS::AccountId":
		return str(t.account)
	case "AWS::Partition":
		return str("aws")
	case "AWS::Region":
		return str("us-east-1")
	case "AWS::URLSuffix":
		return str("amazonaws.com")
	case "AWS::StackName":
		return str("stack")
	case "AWS::NoValue":
		return &none
	}
	if p, ok := t.parameters.Find(name); ok {
		if standard := member(&p.Value, "Default"); standard.Kind != syntax.Missing {
			return standard
		}
		return str(t.unknown(name, of))
	}
	if !has(t.resources, name) {
		return str(t.unknown(name, of))
	}
	switch kind := text(t.resources, name+"/Type"); kind {
	case "AWS::IAM::ManagedPolicy", "AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::SQS::Queue":
		return str(t.arnOf(name))
	}
	return str(t.nameOf(name))
}

// nameOf is the physical name of a resource: the one that it is given, else its logical ID. Names that refer to each other in a
// circle end with the ID, too.
func (t *template) nameOf(id string) string {
	if t.naming[id] {
		return id
	}
	t.naming[id] = true
	defer delete(t.naming, id)
	properties := get(t.resources, id+"/Properties")
	for _, name := range [...]string{"UserName", "GroupName", "RoleName", "ManagedPolicyName", "BucketName", "QueueName", "TopicName", "TableName", "FunctionName", "Name"} {
		if v := member(properties, name); v.Kind == syntax.String {
			return v.Text
		} else if v.Kind == syntax.Object {
			if given := t.resolved(v, id); given.Kind == syntax.String {
				return given.Text
			}
		}
	}
	return id
}

// arnOf is the ARN that a resource will have.
func (t *template) arnOf(id string) string {
	name, in := t.nameOf(id), ":us-east-1:"+t.account+":"
	kind := text(t.resources, id+"/Type")
	switch kind {
	case "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role":
		return t.iamARN(strings.ToLower(kind[len("AWS::IAM::"):]), id, name)
	case "AWS::IAM::ManagedPolicy":
		return t.iamARN("policy", id, name)
	case "AWS::S3::Bucket":
		return "arn:aws:s3:::" + name
	case "AWS::SQS::Queue":
		return "arn:aws:sqs" + in + name
	case "AWS::SNS::Topic":
		return "arn:aws:sns" + in + name
	case "AWS::KMS::Key":
		return "arn:aws:kms" + in + "key/" + id
	case "AWS::DynamoDB::Table":
		return "arn:aws:dynamodb" + in + "table/" + name
	case "AWS::Lambda::Function":
		return "arn:aws:lambda" + in + "function:" + name
	case "AWS::SecretsManager::Secret":
		return "arn:aws:secretsmanager" + in + "secret:" + name
	}
	return t.unknown(id+".Arn", id)
}

func (t *template) iamARN(kind, id, name string) string {
	path := text(t.resources, id+"/Properties/Path")
	if path == "" {
		path = "/"
	}
	return "arn:aws:iam::" + t.account + ":" + kind + path + name
}

// attribute is what Fn::GetAtt gives.
func (t *template) attribute(name, of string) string {
	id, attribute, _ := strings.Cut(name, ".")
	if has(t.resources, id) && (attribute == "Arn" || attribute == "TopicArn" || attribute == "PolicyArn") {
		return t.arnOf(id)
	}
	return t.unknown(name, of)
}

// substituted is Fn::Sub: a text with names in ${}, or a list of it and what they stand for. ${!Name} stays, without its mark.
func (t *template) substituted(argument *value, of string) *value {
	s, given := argument.Text, &none
	if argument.Kind == syntax.Array && len(argument.Items) == 2 {
		s, given = argument.Items[0].Text, &argument.Items[1]
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "${")
		b.WriteString(before)
		name, behind, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(rest)
			return str(b.String())
		}
		b.WriteString(t.variable(name, given, of))
		s = behind
	}
}

func (t *template) variable(name string, given *value, of string) string {
	if literally, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literally + "}"
	}
	if m, ok := given.Find(name); ok {
		return t.resolved(&m.Value, of).Text
	}
	if strings.Contains(name, ".") {
		return t.attribute(name, of)
	}
	return t.ref(name, of).Text
}
