package explain_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/explain"
)

// OUT-12, OUT-13, OUT-15, OUT-16, OUT-17, OUT-18, OUT-19, OUT-21: what messages
// of AWS say. The forms are those of "Troubleshoot access denied error
// messages" and of recorded answers.
func TestDecodeMessages(t *testing.T) {
	const (
		head = "User: " + user + " is not authorized to perform: s3:GetObject on resource: " + object
		scp  = "arn:aws:organizations::444455556666:policy/o-exampleorg1/service_control_policy/p-12345678"
	)
	said := func(d explain.Denial) explain.Denial {
		d.Principal, d.Action, d.Resource = user, "s3:GetObject", object
		return d
	}
	for name, c := range map[string]struct {
		message string
		want    explain.Denial
	}{
		"no cause":                                    {head, said(explain.Denial{})},
		"OUT-19 an implicit deny":                     {head + " because no identity-based policy allows the s3:GetObject action", said(explain.Denial{PolicyType: "identity-based policy"})},
		"OUT-19 an explicit deny":                     {head + " with an explicit deny in a permissions boundary", said(explain.Denial{PolicyType: "permissions boundary", Explicit: true})},
		"OUT-19 line breaks and letter case":          {"USER:  " + user + "\nIS NOT AUTHORIZED TO PERFORM: s3:GetObject\n\ton resource: " + object + " With An Explicit Deny in a VPC Endpoint Policy", said(explain.Denial{PolicyType: "VPC endpoint policy", Explicit: true})},
		"OUT-19 a quoted resource":                    {`User: ` + user + ` is not authorized to perform: s3:GetObject on resource: "` + object + `" because no resource-based policy allows the s3:GetObject action.`, said(explain.Denial{PolicyType: "resource-based policy"})},
		"OUT-19 no resource":                          {"User: " + user + " is not authorized to perform: sqs:listqueues because no session policy allows the sqs:listqueues action", explain.Denial{Principal: user, Action: "sqs:listqueues", PolicyType: "session policy"}},
		"OUT-11 sessions policy":                      {head + " with an explicit deny in a sessions policy", said(explain.Denial{PolicyType: "session policy", Explicit: true})},
		"OUT-11 transitively":                         {head + " with an explicit deny in a VPC endpoint policy transitively through a service control policy", said(explain.Denial{PolicyType: "VPC endpoint policy", Through: "service control policy", Explicit: true})},
		"OUT-12 an SCP, perhaps in the older words":   {head + " with an explicit deny in a service control policy", said(explain.Denial{PolicyType: "service control policy", Explicit: true, OrSilent: true})},
		"OUT-13 an SCP by its ARN":                    {head + " with an explicit deny in a service control policy: " + scp + ".", said(explain.Denial{PolicyType: "service control policy", Explicit: true, PolicyARN: scp})},
		"OUT-15 an encoded part":                      {"You are not authorized to perform this operation. User: " + user + " is not authorized to perform: s3:GetObject on resource: " + object + " because no identity-based policy allows the s3:GetObject action. Encoded authorization failure message: AbC-12_x", said(explain.Denial{PolicyType: "identity-based policy", Encoded: "AbC-12_x"})},
		"OUT-15 nothing but that":                     {"An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: AbC", explain.Denial{Cause: "You are not authorized to perform this operation", Encoded: "AbC", Code: "UnauthorizedOperation", Operation: "RunInstances"}},
		"OUT-16 what the AWS CLI prints":              {"An error occurred (AccessDenied) when calling the GetObject operation: " + head + " because no identity-based policy allows the s3:GetObject action", withCode(said(explain.Denial{PolicyType: "identity-based policy"}), "AccessDenied", "GetObject")},
		"OUT-17 Amazon S3 across accounts":            {"An error occurred (AccessDenied) when calling the GetObject operation: Access Denied", explain.Denial{Cause: "Access Denied", Code: "AccessDenied", Operation: "GetObject"}},
		"OUT-17 Block Public Access":                  {"User: " + user + " is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::bucket\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access", explain.Denial{Principal: user, Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::bucket", Cause: "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access"}},
		"OUT-18 AssumeRole without a cause":           {"User: " + session + " is not authorized to perform: sts:AssumeRole on resource: " + role, explain.Denial{Principal: session, Action: "sts:AssumeRole", Resource: role}},
		"OUT-18 a web identity":                       {"An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity", explain.Denial{Action: "sts:AssumeRoleWithWebIdentity", Code: "AccessDenied", Operation: "AssumeRoleWithWebIdentity"}},
		"OUT-21 a link to the details":                {head + " because no identity-based policy allows the s3:GetObject action. Go to https://console.aws.amazon.com/iam/authorization-details/x for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: x", said(explain.Denial{PolicyType: "identity-based policy"})},
		"OUT-21 a role by its name":                   {"User: " + user + " is not authorized to perform: iam:GetRole on resource: role Ops because no identity-based policy allows the iam:GetRole action", explain.Denial{Principal: user, Action: "iam:GetRole", Resource: "role Ops", PolicyType: "identity-based policy"}},
		"OUT-21 AWS Organizations":                    {"You don't have permissions to access this resource.", explain.Denial{Cause: "You don't have permissions to access this resource"}},
		"OUT-21 the guard of MFA devices":             {"To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.", explain.Denial{Cause: "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user"}},
		"OUT-21 IAM without a colon, as recorded":     {"User: " + user + " is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE", explain.Denial{Principal: user, Action: "iam:GetAccessKeyLastUsed", Resource: "access key AKIAIOSFODNN7EXAMPLE"}},
		"OUT-19 a character that lower-cases shorter": {"User: arn:aws:iam::111122223333:user/\u212Aim is not authorized to perform: s3:GetObject", explain.Denial{Principal: "arn:aws:iam::111122223333:user/\u212Aim", Action: "s3:GetObject"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := explain.Decode(c.message); !ok || got != c.want {
				t.Errorf("%v\ngot  %+v\nwant %+v", ok, got, c.want)
			}
		})
	}
	for _, text := range []string{"", "NoSuchBucket", "An error occurred (", "An error occurred (ValidationError) when calling the X operation: bad", "not authorized to perform: "} {
		if d, ok := explain.Decode(text); ok {
			t.Errorf("%q is read as %+v", text, d)
		}
	}
}

func withCode(d explain.Denial, code, operation string) explain.Denial {
	d.Code, d.Operation = code, operation
	return d
}

// What Verdict writes it can read: principal, action, resource and policy type.
func TestMessagesAreReadBack(t *testing.T) {
	for name, w := range map[string]world{
		"identity": {request: asked(user, "s3:GetObject", object, "")},
		"scp":      {identity: reads, scp: denies, request: asked(user, "s3:GetObject", object, "")},
		"trust":    {identity: assuming, trust: trusted + "," + distrusts, request: asked(user, "sts:AssumeRole", role, "")},
		"boundary": {identity: reads, boundary: writes, request: asked(user, "s3:GetObject", object, "")},
	} {
		t.Run(name, func(t *testing.T) {
			trace := decide(t, w)
			d, ok := explain.Decode(explain.Message(trace))
			if !ok || d.Principal != user || d.Action != trace.Request.Action || d.Resource != trace.Request.Resource || d.PolicyType == "" || d.Explicit != (len(trace.DecidedBy) > 0) {
				t.Errorf("%v %+v", ok, d)
			}
		})
	}
}

// No text makes the reader fail, and a message that is read names an action or a cause.
func FuzzDecode(f *testing.F) {
	f.Add("User: x is not authorized to perform: a:B on resource: \"r\" with an explicit deny in an identity-based policy: arn:x.")
	f.Add("An error occurred (AccessDenied) when calling the X operation: Access Denied")
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := explain.Decode(text); ok && d.Action == "" && d.Cause == "" {
			t.Errorf("%q is read as %+v", text, d)
		}
	})
}
