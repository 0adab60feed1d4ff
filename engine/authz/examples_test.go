package authz_test

import (
	"testing"
)

// The worked examples EX-1 to EX-18 of the rules, each taken from the AWS page
// that docs/semantics.md names. EX-10 and EX-11 ask single checks here; whole
// calls are package scenario's.
func TestExamples(t *testing.T) {
	const (
		a, b   = accountA, accountB
		carlos = "arn:aws:iam::111111111111:user/carlos"
		linked = "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
		ops    = roleARN
	)
	st := func(effect string, members object) object { return statement(effect, members) }
	does := func(action any, resource any) object { return object{"Action": action, "Resource": resource} }
	user := func(statements ...any) object {
		return object{"inlinePolicies": object{"p": document(statements...)}}
	}
	ask := func(principal, action, resource string) object {
		return object{"principal": principal, "action": action, "resource": resource}
	}
	account := func(members object) object { return object{"accounts": object{a: members}} }
	carlosMay := user(st("Allow", does("s3:*", "arn:aws:s3:::carlos*")), st("Deny", does("s3:*", "arn:aws:s3:::*log*")))
	one := account(object{"users": object{"carlos": carlosMay}, "resources": object{
		"arn:aws:s3:::carlos": object{"policy": document(st("Allow", with(aws(carlos), does("s3:*", list{"arn:aws:s3:::carlos", "arn:aws:s3:::carlos/*"}))))}}})
	two := object{"accounts": object{
		a: object{"users": object{"carlos": user(st("Allow", does("s3:*Object*", "arn:aws:s3:::Production/*")), st("Deny", does("s3:*", "arn:aws:s3:::*log*")))}},
		b: object{"resources": object{"arn:aws:s3:::Production": object{"policy": document(st("Allow", with(aws(carlos), does("s3:PutObject*", "arn:aws:s3:::Production/*"))))}}},
	}}
	role := func(named string) object {
		return account(object{"roles": object{"ops": user(st("Allow", does("*", "*")))}, "resources": object{bucket: object{"policy": allow(aws(named))}}})
	}
	listOnly := object{"session": object{"policies": list{allow(object{"Action": "s3:ListBucket"})}}}
	zed := func(queue, identity object) object {
		return account(object{"policies": object{"PB": allow(object{"Action": "ec2:*"})}, "users": object{"ana": with(identity, object{"permissionsBoundary": "PB"})},
			"resources": object{"arn:aws:sqs:eu-west-1:111111111111:q": object{"policy": queue}}})
	}
	send := ask(userARN, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q")
	admin := object{"attachedPolicies": list{"arn:aws:iam::aws:policy/AdministratorAccess"}}
	keys := func(statements ...any) object {
		return account(object{"users": object{"ana": admin}, "roles": object{"Keeper": object{}}, "resources": object{keyARN: object{"policy": document(statements...)}}})
	}
	keeper := st("Allow", with(aws("arn:aws:iam::111111111111:role/Keeper"), does("kms:*", "*")))
	trust := func(named string, who object) object {
		return account(object{"users": object{"ana": who, "bob": object{}}, "roles": object{"ops": object{"trustPolicy": allow(aws(named), object{"Action": "sts:AssumeRole", "Resource": nil})}}})
	}
	assume := ask(userARN, "sts:AssumeRole", ops)
	organization := func(management string, scp, rcp object, accounts object) object {
		node := object{"scps": list{"FullAWSAccess"}, "rcps": list{"RCPFullAWSAccess"}}
		s := object{"id": "o-mine", "managementAccount": management, "root": object{"id": "r-ab12", "accounts": object{a: node}}}
		if scp != nil {
			s["serviceControlPolicies"], node["scps"] = object{"P": scp}, list{"FullAWSAccess", "P"}
		}
		if rcp != nil {
			s["resourceControlPolicies"], node["rcps"] = object{"P": rcp}, list{"RCPFullAWSAccess", "P"}
		}
		return object{"organization": s, "accounts": accounts}
	}
	noRoot := deny(object{"Action": "*", "Condition": object{"StringLike": object{"aws:PrincipalArn": "arn:aws:iam::*:root"}}})
	trail := "cloudtrail.amazonaws.com"
	deputy := deny(everyone, object{"Action": "s3:*", "Condition": object{
		"Bool": object{"aws:PrincipalIsAWSService": "true"}, "Null": object{"aws:SourceAccount": "false"}, "StringNotEqualsIfExists": object{"aws:SourceOrgID": "o-mine"}}})
	logs := object{a: object{"users": object{"ana": user(st("Allow", does("s3:*", "*")))}, "resources": object{bucket: object{"policy": allow(everyone, object{"Action": "s3:*"})}}}}
	put := func(principal string, context object) object {
		return with(ask(principal, "s3:PutObject", key), object{"context": context})
	}
	t2 := func(operator string) object {
		return account(object{"users": object{"ana": user(st("Allow", object{"Action": "ec2:RunInstances", "Condition": object{operator: object{"ec2:InstanceType": list{"t2.*"}}}}))}})
	}
	instance := with(ask(userARN, "ec2:RunInstances", "arn:aws:ec2:eu-west-1:111111111111:instance/*"), object{"context": object{"ec2:InstanceType": "t2.micro"}})
	image := ask(userARN, "ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/ami-1")
	carol := object{"session": object{"federatedBy": userARN}}
	fed := account(object{"users": object{"ana": user(st("Allow", object{"Action": "s3:ListBucket"}))}, "resources": object{bucket: object{"policy": allow(aws(fedUser))}}})
	nikhilPB := document(st("Allow", does(list{"s3:*", "cloudwatch:*", "ec2:*"}, "*")), st("Deny", does("s3:*", list{"arn:aws:s3:::logs", "arn:aws:s3:::logs/*"})))
	nikhil := account(object{"policies": object{"PB": nikhilPB}, "users": object{"ana": object{"permissionsBoundary": "PB"}}, "resources": object{
		"arn:aws:s3:::logs": object{"policy": allow(aws(userARN), object{"Action": "s3:PutObject"})},
		"arn:aws:secretsmanager:eu-west-1:111111111111:secret:s": object{"policy": allow(aws(userARN), object{"Action": "secretsmanager:GetSecretValue"})}}})
	payroll := account(object{"resources": object{"arn:aws:s3:::HRBucket": object{}}, "users": object{"ana": user(st("Allow", object{"Action": "*"}),
		st("Deny", object{"Action": "s3:*", "Resource": nil, "NotResource": list{"arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"}}))}})
	region := organization("999999999999", deny(object{"Action": nil, "NotAction": list{"iam:*", "sts:*", "organizations:*"}, "Condition": object{"StringNotEquals": object{"aws:RequestedRegion": list{"eu-west-1"}}}}), nil,
		object{a: object{"users": object{"ana": admin}}})
	perimeter := organization("999999999999", nil, deny(everyone, object{"Action": "s3:*", "Condition": object{"StringNotEqualsIfExists": object{"aws:PrincipalOrgID": "o-mine"}, "BoolIfExists": object{"aws:PrincipalIsAWSService": "false"}}}),
		object{a: logs[a], b: object{"users": object{"bo": user(st("Allow", does("s3:*", "*")))}}})
	matjac := account(object{"users": object{"matjac": user(st("Allow", object{"Action": "sts:AssumeRole"}))}, "roles": object{"other": user(st("Allow", object{"Action": "sts:AssumeRole"})),
		"ops": object{"trustPolicy": allow(aws(rootARN), object{"Action": "sts:AssumeRole", "Resource": nil, "Condition": object{"StringLike": object{"sts:RoleSessionName": "${aws:username}"}}})}}})
	named := func(principal, name string) object {
		return with(ask(principal, "sts:AssumeRole", ops), object{"context": object{"sts:RoleSessionName": name}})
	}
	matjacARN := "arn:aws:iam::111111111111:user/matjac"
	byArn := account(object{"users": object{"ana": object{}}, "resources": object{bucket: object{"policy": allow(everyone, object{"Condition": object{"ArnEquals": object{"aws:PrincipalArn": userARN}}})}}})

	for name, c := range map[string]struct {
		world, request object
		want           string
	}{
		"EX-1 either side":                             {one, ask(carlos, "s3:PutObject", "arn:aws:s3:::carlos/x"), yes},
		"EX-1 his own Deny":                            {one, ask(carlos, "s3:PutObject", "arn:aws:s3:::carlos-logs/x"), "explicitDeny"},
		"EX-2 both sides":                              {two, ask(carlos, "s3:PutObject", "arn:aws:s3:::Production/x"), yes},
		"EX-2 his own Deny":                            {two, ask(carlos, "s3:PutObject", "arn:aws:s3:::Production-logs/x"), "explicitDeny"},
		"EX-3 the bucket names the role":               {role(ops), with(ask(session, "s3:GetObject", key), listOnly), "implicitDeny session"},
		"EX-3 the bucket names the session":            {role(session), with(ask(session, "s3:GetObject", key), listOnly), yes},
		"EX-4 the queue names the user":                {zed(allow(aws(userARN), object{"Action": "sqs:*"}), nil), send, yes},
		"EX-4 the queue names the account":             {zed(allow(aws(a), object{"Action": "sqs:*"}), user(st("Allow", does("sqs:*", "*")))), send, "implicitDeny boundary"},
		"EX-5 the key names a role":                    {keys(keeper), ask(userARN, "kms:Decrypt", keyARN), "implicitDeny resource"},
		"EX-5 the key names the account too":           {keys(keeper, st("Allow", with(aws(rootARN), does("kms:*", "*")))), ask(userARN, "kms:Decrypt", keyARN), yes},
		"EX-6 trust by account, no permission":         {trust(a, object{}), assume, "implicitDeny identity"},
		"EX-6 trust by user":                           {trust(userARN, object{}), assume, yes},
		"EX-6 no trust, AdministratorAccess":           {trust("arn:aws:iam::111111111111:user/bob", admin), assume, "implicitDeny trust"},
		"EX-7 the root user of a member":               {organization("999999999999", noRoot, nil, object{a: object{}}), ask(rootARN, "s3:ListAllMyBuckets", "*"), "explicitDeny"},
		"EX-7 the root user of the management account": {organization(a, noRoot, nil, object{a: object{}}), ask(rootARN, "s3:ListAllMyBuckets", "*"), yes},
		"EX-8 CloudTrail for another organization":     {organization("999999999999", nil, deputy, logs), put(trail, object{"aws:SourceAccount": b, "aws:SourceOrgID": "o-other"}), "explicitDeny"},
		"EX-8 CloudTrail for this one":                 {organization("999999999999", nil, deputy, logs), put(trail, object{"aws:SourceAccount": a, "aws:SourceOrgID": "o-mine"}), yes},
		"EX-8 its own user":                            {organization("999999999999", nil, deputy, logs), put(userARN, object{}), yes},
		"EX-9 a service-linked role":                   {organization("999999999999", deny(does("ec2:*", "*")), nil, object{a: object{"roles": object{"AWSServiceRoleForAutoScaling": with(user(st("Allow", does("ec2:*", "*"))), object{"path": "/aws-service-role/autoscaling.amazonaws.com/"})}}}), ask(linked, "ec2:RunInstances", "*"), yes},
		"EX-10 the instance":                           {t2("StringLike"), instance, yes},
		"EX-10 the image":                              {t2("StringLike"), image, no},
		"EX-10 the image, IfExists":                    {t2("StringLikeIfExists"), image, yes},
		"EX-11 AssumeRole is trusted":                  {trust(userARN, object{}), assume, yes},
		"EX-11 TagSession is not":                      {trust(userARN, object{}), ask(userARN, "sts:TagSession", ops), "implicitDeny trust"},
		"EX-12 a federated user without policy":        {fed, with(ask(fedUser, "s3:ListBucket", bucket), carol), "implicitDeny session"},
		"EX-12 the bucket names the federated user":    {fed, with(ask(fedUser, "s3:GetObject", key), carol), yes},
		"EX-13 a boundary that denies":                 {nikhil, ask(userARN, "s3:PutObject", "arn:aws:s3:::logs/x"), "explicitDeny"},
		"EX-13 a boundary that does not mention":       {nikhil, ask(userARN, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s"), yes},
		"EX-14 what NotResource lists":                 {payroll, ask(userARN, "s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/x"), yes},
		"EX-14 another object":                         {payroll, ask(userARN, "s3:GetObject", "arn:aws:s3:::HRBucket/Other/x"), "explicitDeny"},
		"EX-14 the resource *":                         {payroll, ask(userARN, "s3:ListAllMyBuckets", "*"), "explicitDeny"},
		"EX-14 another service":                        {payroll, ask(userARN, "ec2:DescribeInstances", "*"), yes},
		"EX-15 another Region":                         {region, ask(userARN, "ec2:RunInstances", "arn:aws:ec2:us-east-1:111111111111:instance/*"), "explicitDeny"},
		"EX-15 the Region":                             {region, ask(userARN, "ec2:RunInstances", "arn:aws:ec2:eu-west-1:111111111111:instance/*"), yes},
		"EX-15 a global service":                       {region, ask(userARN, "iam:CreateUser", userARN), yes},
		"EX-16 a caller of the organization":           {perimeter, put(userARN, object{}), yes},
		"EX-16 a caller of another":                    {perimeter, put(foreignUser, object{"aws:PrincipalOrgID": "o-other"}), "explicitDeny"},
		"EX-16 a caller of none":                       {perimeter, put(foreignUser, object{}), "explicitDeny"},
		"EX-16 a service":                              {perimeter, put(trail, object{}), yes},
		"EX-16 an anonymous caller":                    {perimeter, put("anonymous", object{}), "explicitDeny"},
		"EX-17 the user under his name":                {matjac, named(matjacARN, "matjac"), yes},
		"EX-17 under another name":                     {matjac, named(matjacARN, "other"), "implicitDeny trust"},
		"EX-17 a role session":                         {matjac, named("arn:aws:iam::111111111111:role/other", "matjac"), "implicitDeny trust"},
		"EX-18 a user who was created anew":            {trust("AIDAQQQQQQQQQQQQQQQQQ", admin), assume, "implicitDeny trust"},
		"EX-18 a condition on the ARN keeps working":   {byArn, ask(userARN, "s3:GetObject", key), yes},
		"EX-18 and holds for him alone":                {byArn, ask("anonymous", "s3:GetObject", key), "implicitDeny resource"},
	} {
		t.Run(name, func(t *testing.T) {
			s := with(c.world, object{"requests": list{c.request}})
			if got := outcome(decide(t, s)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
