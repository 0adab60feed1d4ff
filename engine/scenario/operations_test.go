package scenario_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func readScenario(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("test.json", text), scenario.Options{
		Now: authz.Clock{RFC3339: "2026-09-01T12:00:00Z"}, Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	})
	for _, r := range refusals {
		t.Fatalf("refused: %s %s", r.Code, r.Message)
	}
	return s
}

// ops is account 111122223333 with the user ana, whose only policy has the statements.
func ops(statements string, request string) string {
	return `{"version": 1, "accounts": {"111122223333": {
		"users": {"ana": {"inlinePolicies": {"p": {"Version": "2012-10-17", "Statement": [` + statements + `]}}}},
		"roles": {"Web": {"trustPolicy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/ana"}, "Action": "sts:AssumeRole"}}}},
		"resources": {"arn:aws:kms:eu-west-1:111122223333:key/k1": {"policy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}}}
	}}, "requests": [{"principal": "arn:aws:iam::111122223333:user/ana", ` + request + `}]}`
}

func allowing(actions ...string) string {
	return `{"Effect": "Allow", "Action": ["` + strings.Join(actions, `", "`) + `"], "Resource": "*"}`
}

const copying = `"operation": "s3:CopyObject", "with": {"source": "arn:aws:s3:::a/k", "destination": "arn:aws:s3:::b/k"`

// MR-1, MR-3, MR-4: a call is allowed where every one of its checks is.
func TestOperations(t *testing.T) {
	launch := `"operation": "ec2:RunInstances", "with": {"image": "arn:aws:ec2:eu-west-1::image/ami-1", "subnet": "arn:aws:ec2:eu-west-1:111122223333:subnet/s-1", "securityGroup": "arn:aws:ec2:eu-west-1:111122223333:security-group/g-1"`
	cases := map[string]struct{ statements, request, want string }{
		"copying an object":                  {allowing("s3:GetObject", "s3:PutObject"), copying + `}`, "allowed"},
		"copying without the right to write": {allowing("s3:GetObject"), copying + `}`, "implicitDeny s3:PutObject arn:aws:s3:::b/k"},
		"copying its tags too":               {allowing("s3:GetObject", "s3:PutObject"), copying + `, "tags": true}`, "implicitDeny s3:GetObjectTagging arn:aws:s3:::a/k"},
		"copying to an encrypted bucket":     {allowing("s3:GetObject", "s3:PutObject"), copying + `, "destinationKey": "arn:aws:kms:eu-west-1:111122223333:key/k1"}`, "implicitDeny kms:GenerateDataKey arn:aws:kms:eu-west-1:111122223333:key/k1"},
		"a key that only S3 may use": {
			allowing("s3:*") + `, {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}, "Bool": {"aws:ViaAWSService": "true"}}}`,
			`"operation": "s3:GetObject", "with": {"object": "arn:aws:s3:::a/k", "key": "arn:aws:kms:eu-west-1:111122223333:key/k1"}`, "allowed"},
		"the same key, asked directly": {
			`{"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}`,
			`"action": "kms:Decrypt", "resource": "arn:aws:kms:eu-west-1:111122223333:key/k1"`, "implicitDeny kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/k1"},
		"launching an instance": {allowing("ec2:RunInstances"), launch + `}`, "allowed"},
		"launching with a condition on the instance type (EX-10)": {
			`{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": {"StringLike": {"ec2:InstanceType": "t2.*"}}}`,
			launch + `}, "context": {"ec2:InstanceType": "t2.micro"}`, "implicitDeny ec2:RunInstances arn:aws:ec2:eu-west-1::image/ami-1"},
		"the same with IfExists (EX-10)": {
			`{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": {"StringLikeIfExists": {"ec2:InstanceType": "t2.*"}}}`,
			launch + `}, "context": {"ec2:InstanceType": "t2.micro"}`, "allowed"},
		"launching with a role that may not be passed": {allowing("ec2:RunInstances"), launch + `, "role": "arn:aws:iam::111122223333:role/Web"}`, "implicitDeny iam:PassRole arn:aws:iam::111122223333:role/Web"},
		"launching with tags":                          {allowing("ec2:RunInstances"), launch + `}, "context": {"aws:RequestTag/team": "x"}`, "implicitDeny ec2:CreateTags arn:aws:ec2:eu-west-1:111122223333:instance/*"},
		"tags at the launch only": {
			allowing("ec2:RunInstances") + `, {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances"}}}`,
			launch + `}, "context": {"aws:RequestTag/team": "x"}`, "allowed"},
		"a role passed to another service": {
			allowing("lambda:CreateFunction") + `, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}`,
			`"operation": "lambda:CreateFunction", "with": {"function": "arn:aws:lambda:eu-west-1:111122223333:function:f", "role": "arn:aws:iam::111122223333:role/Web"}`, "implicitDeny iam:PassRole arn:aws:iam::111122223333:role/Web"},
		"assuming a role":                 {allowing("s3:*"), `"operation": "sts:AssumeRole", "with": {"role": "arn:aws:iam::111122223333:role/Web"}`, "allowed"},
		"assuming with a tag (EX-11)":     {allowing("s3:*"), `"operation": "sts:AssumeRole", "with": {"role": "arn:aws:iam::111122223333:role/Web"}, "context": {"aws:RequestTag/team": "x"}`, "implicitDeny sts:TagSession arn:aws:iam::111122223333:role/Web"},
		"assuming with a source identity": {allowing("s3:*"), `"operation": "sts:AssumeRole", "with": {"role": "arn:aws:iam::111122223333:role/Web"}, "context": {"sts:SourceIdentity": "ana"}`, "implicitDeny sts:SetSourceIdentity arn:aws:iam::111122223333:role/Web"},
		"an instance profile":             {allowing("iam:AddRoleToInstanceProfile"), `"operation": "iam:AddRoleToInstanceProfile", "with": {"instanceProfile": "arn:aws:iam::111122223333:instance-profile/p", "role": "arn:aws:iam::111122223333:role/Web"}`, "implicitDeny iam:PassRole arn:aws:iam::111122223333:role/Web"},
		"creating with tags":              {allowing("dynamodb:CreateTable"), `"operation": "create-with-tags", "with": {"create": "dynamodb:CreateTable", "tag": "dynamodb:TagResource", "resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/t"}`, "implicitDeny dynamodb:TagResource arn:aws:dynamodb:eu-west-1:111122223333:table/t"},
		"checks written out":              {allowing("s3:GetObject"), `"action": "s3:GetObject", "resource": "arn:aws:s3:::a/k", "checks": [{"action": "kms:Decrypt", "resource": "arn:aws:kms:eu-west-1:111122223333:key/k1"}]`, "implicitDeny kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/k1"},
		"an explicit deny is stricter": {allowing("s3:GetObject") + `, {"Effect": "Deny", "Action": "kms:*", "Resource": "*"}`,
			`"action": "s3:PutObject", "resource": "arn:aws:s3:::a/k", "checks": [{"action": "kms:Decrypt", "resource": "arn:aws:kms:eu-west-1:111122223333:key/k1"}]`, "explicitDeny kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/k1"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := readScenario(t, ops(c.statements, c.request))
			for _, d := range append(s.Diagnostics, s.Requests[0].Diagnostics...) {
				t.Fatalf("%s %s", d.Code, d.Message)
			}
			o := s.Decide(s.Requests[0])
			got := o.Word()
			if o.Decision != authz.Allowed {
				got += " " + o.Settling().Request.Action + " " + o.Settling().Request.Resource
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// EV-94: what a service does with the caller's credentials does not pass through the caller's VPC endpoint.
func TestForwardAccessSessionsLeaveTheEndpoint(t *testing.T) {
	s := readScenario(t, ops(allowing("s3:*", "kms:*"), `"operation": "s3:GetObject", "vpcEndpoint": "vpce-1a", "with": {"object": "arn:aws:s3:::a/k", "key": "arn:aws:kms:eu-west-1:111122223333:key/k1"}`))
	asked := s.Requests[0].Asked
	if len(asked) != 2 || asked[0].Endpoint == nil || asked[1].Endpoint != nil {
		t.Errorf("asked %+v, want the endpoint for s3:GetObject alone", asked)
	}
}

// MR-2: a context key of one resource type is absent in the checks of the others.
func TestKeysOfOneResourceType(t *testing.T) {
	s := readScenario(t, ops(allowing("s3:*"), copying+`}, "context": {"s3:x-amz-acl": "private", "s3:ExistingObjectTag/team": "x", "aws:SourceIp": "192.0.2.1"}`))
	want := map[string]string{"s3:GetObject": "aws:SourceIp s3:ExistingObjectTag/team", "s3:PutObject": "aws:SourceIp s3:x-amz-acl"}
	for _, q := range s.Requests[0].Asked {
		var keys []string
		for _, c := range q.Context {
			keys = append(keys, c.Key)
		}
		if got := strings.Join(keys, " "); got != want[q.Action] {
			t.Errorf("%s carries %s, want %s", q.Action, got, want[q.Action])
		}
	}
}

// A wrong operation is reported at its place, and the request is not decided.
func TestBadOperations(t *testing.T) {
	cases := map[string]struct{ request, code, at string }{
		"an unknown operation":          {`"operation": "s3:CopyObjects"`, "NO_SUCH_OPERATION", `"s3:CopyObjects"`},
		"a missing parameter":           {`"operation": "s3:GetObject", "with": {}`, "MISSING_PARAMETER", `{}`},
		"another service's ARN":         {copying + `, "sourceKey": "arn:aws:s3:::b/k"}`, "INVALID_PARAMETER", `"arn:aws:s3:::b/k"`},
		"a bucket in an object's place": {`"operation": "s3:GetObject", "with": {"object": "arn:aws:s3:::b"}`, "INVALID_PARAMETER", `"arn:aws:s3:::b"`},
		"an empty list":                 {`"operation": "s3:GetObject", "with": {"object": [], "key": "arn:aws:kms:eu-west-1:111122223333:key/k1"}`, "EMPTY_LIST", `[]`},
		"an empty optional list":        {copying + `, "sourceKey": []}`, "EMPTY_LIST", `[]`},
		"an action beside it":           {copying + `}, "action": "s3:GetObject"`, "OPERATION_AND_ACTION", `"s3:GetObject"`},
		"parameters without it":         {`"action": "s3:GetObject", "with": {}`, "NO_OPERATION", `{}`},
		"a check without an action":     {`"action": "s3:GetObject", "checks": [{}]`, "MISSING_ACTION", `{}`},
		"no action to create with":      {`"operation": "create-with-tags", "with": {"create": "nonsense", "tag": "a:b", "resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/t"}`, "INVALID_ACTION", `"nonsense"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			text := ops(allowing("s3:*"), c.request)
			s := readScenario(t, text)
			diagnostics := s.Requests[0].Diagnostics
			if len(diagnostics) == 0 || !s.Requests[0].Broken() {
				t.Fatal("nothing was reported")
			}
			d := diagnostics[0]
			if at := text[d.Span.From:d.Span.To]; d.Code != c.code || at != c.at {
				t.Errorf("got %s at %s, want %s at %s", d.Code, at, c.code, c.at)
			}
		})
	}
}

// Every operation can be asked with its own examples, and names parameters that it has.
func TestOperationsAreWhole(t *testing.T) {
	for _, op := range catalog.Operations() {
		names := map[string]bool{}
		for _, p := range op.Takes {
			names[p.Name] = true
			if p.Kind <= catalog.OptionalARN && p.Example == "" {
				t.Errorf("%s: %s has no example", op.Name, p.Name)
			}
		}
		for _, c := range op.Checks {
			if !names[c.On] || c.If != "" && !names[c.If] {
				t.Errorf("%s: %s is on %s if %s, which are no parameters", op.Name, c.Action, c.On, c.If)
			}
		}
		for _, only := range op.Only {
			for _, name := range only.On {
				if !names[name] || len(only.Keys) == 0 {
					t.Errorf("%s: the keys %v reach %s, which is no parameter", op.Name, only.Keys, name)
				}
			}
			for _, key := range only.Keys {
				if key != strings.ToLower(key) {
					t.Errorf("%s: the key %s is not in lower case", op.Name, key)
				}
			}
		}
	}
}

// GK-25, EV-94: network keys of the request do not reach the calls that a service makes for it.
func TestNetworkKeysStayWithTheFirstCall(t *testing.T) {
	s := readScenario(t, ops(allowing("s3:*", "kms:*"), `"operation": "s3:GetObject", "with": {"object": "arn:aws:s3:::a/k", "key": "arn:aws:kms:eu-west-1:111122223333:key/k1"}, "context": {"aws:SourceVpc": "vpc-1", "aws:SourceIp": "192.0.2.1"}`))
	want := map[string]string{"s3:GetObject": "aws:SourceIp aws:SourceVpc", "kms:Decrypt": "aws:SourceIp"}
	for _, q := range s.Requests[0].Asked {
		var network []string
		for _, c := range q.Context {
			if strings.HasPrefix(c.Key, "aws:Source") {
				network = append(network, c.Key)
			}
		}
		if got := strings.Join(network, " "); got != want[q.Action] {
			t.Errorf("%s carries %s, want %s", q.Action, got, want[q.Action])
		}
	}
}

// EV-22: RCPFullAWSAccess cannot be detached, so a list without it denies nothing by itself.
func TestFullAccessOfRCPsStays(t *testing.T) {
	text := `{"version": 1, "organization": {"id": "o-exampleorg1", "managementAccount": "999988887777", "resourceControlPolicies": {"Own": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}}},
		"root": {"id": "r-ab12", "accounts": {"111122223333": {"rcps": ["Own"]}}}},
		"accounts": {"111122223333": {"users": {"ana": {"attachedPolicies": ["arn:aws:iam::aws:policy/AdministratorAccess"]}}}},
		"requests": [{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333"}]}`
	s := readScenario(t, text)
	if o := s.Decide(s.Requests[0]); o.Decision != authz.Allowed {
		t.Errorf("got %s, want allowed", o.Word())
	}
	if len(s.Diagnostics) != 1 || s.Diagnostics[0].Code != "RCP_FULL_ACCESS_STAYS" {
		t.Errorf("got %v, want a warning", s.Diagnostics)
	}
}
