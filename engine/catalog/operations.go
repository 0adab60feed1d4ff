package catalog

// Operation is an API operation that needs several permissions: it is allowed
// where every one of its checks is (MR-1). Scenarios name it and what it touches.
type Operation struct {
	// Name is service:Operation.
	Name  string
	Title string
	Takes []Parameter
	// Checks are asked in this order, each once for every ARN of its parameter.
	Checks []OperationCheck
	// Keys are context keys that only some parameters' checks carry (MR-2):
	// the name up to a slash, in lower case, and the parameters.
	Keys map[string][]string
}

// Parameter is something that an operation touches, or a choice that it is made with.
type Parameter struct {
	Name string
	Kind ParameterKind
	// Example shows what to write. Of an ARN it also says which service and
	// which type of resource.
	Example string
	// Default is the ARN that is asked for where none is given, with ${region}
	// and ${account} of the caller's other resources: a resource that does not
	// exist yet (MR-7).
	Default string
}

// ParameterKind says what a parameter holds.
type ParameterKind uint8

// The kinds of parameters.
const (
	RequiredARN ParameterKind = iota
	OptionalARN
	Flag           // true where the call is made with it
	NamedAction    // an action that the scenario names
	PassedTags     // given where the request passes tags or inherits them (EV-77); never written
	PassedIdentity // given where the request passes or inherits a source identity (EV-77); never written
)

// OperationCheck is one permission that an operation needs.
type OperationCheck struct {
	// Action is service:Name, or ${parameter} for an action that the scenario names.
	Action string
	// On names the parameter whose ARN is asked for.
	On string
	// If names a further parameter that must be given for this check to be asked.
	If string
	// Sets are context keys that the call itself sets, with ${parameter} for ARNs.
	Sets map[string]string
	// By is the service that makes the call with the caller's credentials (a
	// forward access session), or empty.
	By string
}

// Operations are the operations with several checks that scenarios can name,
// sorted (MR-4; "Grant a user permissions to pass a role to an AWS service",
// "Pass session tags in AWS STS"; Amazon S3 User Guide, "Required permissions
// for Amazon S3 API operations" and "Using server-side encryption with AWS KMS
// keys"; Amazon EC2 User Guide, "Control access to EC2 resources").
var Operations = []Operation{
	{
		Name: "create-with-tags", Title: "Create a resource with tags",
		Takes: []Parameter{
			{Name: "create", Kind: NamedAction, Example: "dynamodb:CreateTable"},
			{Name: "tag", Kind: NamedAction, Example: "dynamodb:TagResource"},
			{Name: "resource", Example: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"},
		},
		Checks: []OperationCheck{{Action: "${create}", On: "resource"}, {Action: "${tag}", On: "resource"}},
	},
	{
		Name: "ec2:RunInstances", Title: "Launch an EC2 instance",
		Takes: []Parameter{
			{Name: "image", Example: "arn:aws:ec2:eu-west-1::image/ami-0abc1234"},
			{Name: "subnet", Example: "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0abc1234"},
			{Name: "securityGroup", Example: "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0abc1234"},
			{Name: "instance", Kind: OptionalARN, Example: "arn:aws:ec2:eu-west-1:111122223333:instance/*", Default: "arn:aws:ec2:${region}:${account}:instance/*"},
			{Name: "networkInterface", Kind: OptionalARN, Example: "arn:aws:ec2:eu-west-1:111122223333:network-interface/*", Default: "arn:aws:ec2:${region}:${account}:network-interface/*"},
			{Name: "volume", Kind: OptionalARN, Example: "arn:aws:ec2:eu-west-1:111122223333:volume/*", Default: "arn:aws:ec2:${region}:${account}:volume/*"},
			{Name: "keyPair", Kind: OptionalARN, Example: "arn:aws:ec2:eu-west-1:111122223333:key-pair/ops"},
			{Name: "launchTemplate", Kind: OptionalARN, Example: "arn:aws:ec2:eu-west-1:111122223333:launch-template/lt-0abc1234"},
			{Name: "role", Kind: OptionalARN, Example: "arn:aws:iam::111122223333:role/Web"},
			{Name: "tags", Kind: PassedTags},
		},
		Checks: []OperationCheck{
			{Action: "ec2:RunInstances", On: "instance"},
			{Action: "ec2:RunInstances", On: "image"},
			{Action: "ec2:RunInstances", On: "subnet"},
			{Action: "ec2:RunInstances", On: "networkInterface"},
			{Action: "ec2:RunInstances", On: "securityGroup"},
			{Action: "ec2:RunInstances", On: "volume"},
			{Action: "ec2:RunInstances", On: "keyPair"},
			{Action: "ec2:RunInstances", On: "launchTemplate"},
			{Action: "ec2:CreateTags", On: "instance", If: "tags", Sets: map[string]string{"ec2:CreateAction": "RunInstances"}},
			{Action: "iam:PassRole", On: "role", Sets: map[string]string{"iam:PassedToService": "ec2.amazonaws.com"}},
		},
		Keys: map[string][]string{
			"aws:requesttag": {"instance"}, "aws:tagkeys": {"instance"},
			"ec2:instancetype": {"instance"}, "ec2:instanceprofile": {"instance"}, "ec2:tenancy": {"instance"}, "ec2:ebsoptimized": {"instance"},
			"ec2:metadatahttptokens": {"instance"}, "ec2:metadatahttpendpoint": {"instance"}, "ec2:metadatahttpputresponsehoplimit": {"instance"},
			"ec2:instancemarkettype": {"instance"}, "ec2:placementgroup": {"instance"}, "ec2:rootdevicetype": {"instance", "image"},
			"ec2:imagetype": {"image"}, "ec2:owner": {"image"}, "ec2:public": {"image"}, "ec2:imageid": {"image"},
			"ec2:volumesize": {"volume"}, "ec2:volumetype": {"volume"}, "ec2:volumeiops": {"volume"}, "ec2:volumethroughput": {"volume"},
			"ec2:encrypted": {"volume"}, "ec2:parentsnapshot": {"volume"}, "ec2:kmskeyid": {"volume"},
			"ec2:associatepublicipaddress": {"networkInterface"}, "ec2:subnet": {"networkInterface"}, "ec2:subnetid": {"subnet"},
			"ec2:vpc": {"subnet", "securityGroup", "networkInterface"}, "ec2:securitygroupid": {"securityGroup"},
			"ec2:keypairname": {"keyPair"}, "ec2:keypairtype": {"keyPair"},
		},
	},
	{
		Name: "iam:AddRoleToInstanceProfile", Title: "Add a role to an instance profile",
		Takes: []Parameter{
			{Name: "instanceProfile", Example: "arn:aws:iam::111122223333:instance-profile/Web"},
			{Name: "role", Example: "arn:aws:iam::111122223333:role/Web"},
		},
		Checks: []OperationCheck{{Action: "iam:AddRoleToInstanceProfile", On: "instanceProfile"}, {Action: "iam:PassRole", On: "role"}},
	},
	{
		Name: "lambda:CreateFunction", Title: "Create a Lambda function",
		Takes: []Parameter{
			{Name: "function", Example: "arn:aws:lambda:eu-west-1:111122223333:function:orders"},
			{Name: "role", Example: "arn:aws:iam::111122223333:role/Orders"},
		},
		Checks: []OperationCheck{
			{Action: "lambda:CreateFunction", On: "function"},
			{Action: "iam:PassRole", On: "role", Sets: map[string]string{"iam:PassedToService": "lambda.amazonaws.com"}},
		},
	},
	{
		Name: "s3:CopyObject", Title: "Copy an S3 object",
		Takes: []Parameter{
			{Name: "source", Example: "arn:aws:s3:::source-bucket/key"},
			{Name: "destination", Example: "arn:aws:s3:::destination-bucket/key"},
			{Name: "tags", Kind: Flag},
			{Name: "sourceKey", Kind: OptionalARN, Example: exampleKey},
			{Name: "destinationKey", Kind: OptionalARN, Example: exampleKey},
		},
		Checks: []OperationCheck{
			{Action: "s3:GetObject", On: "source"},
			{Action: "s3:PutObject", On: "destination"},
			{Action: "s3:GetObjectTagging", On: "source", If: "tags"},
			{Action: "s3:PutObjectTagging", On: "destination", If: "tags"},
			{Action: "kms:Decrypt", On: "sourceKey", By: "s3", Sets: map[string]string{"kms:EncryptionContext:aws:s3:arn": "${source}"}},
			{Action: "kms:GenerateDataKey", On: "destinationKey", By: "s3", Sets: map[string]string{"kms:EncryptionContext:aws:s3:arn": "${destination}"}},
		},
		Keys: map[string][]string{
			"s3:x-amz-copy-source": {"destination"}, "s3:x-amz-acl": {"destination"}, "s3:x-amz-server-side-encryption": {"destination"},
			"s3:x-amz-server-side-encryption-aws-kms-key-id": {"destination"}, "s3:x-amz-metadata-directive": {"destination"},
			"s3:x-amz-storage-class": {"destination"}, "s3:requestobjecttag": {"destination"}, "s3:requestobjecttagkeys": {"destination"},
			"s3:existingobjecttag": {"source"}, "s3:versionid": {"source"},
		},
	},
	{
		Name: "s3:GetObject", Title: "Read an S3 object that AWS KMS encrypts",
		Takes: []Parameter{
			{Name: "object", Example: "arn:aws:s3:::bucket/key"},
			{Name: "key", Kind: OptionalARN, Example: exampleKey},
		},
		Checks: []OperationCheck{
			{Action: "s3:GetObject", On: "object"},
			{Action: "kms:Decrypt", On: "key", By: "s3", Sets: map[string]string{"kms:EncryptionContext:aws:s3:arn": "${object}"}},
		},
	},
	{
		Name: "s3:PutObject", Title: "Write an S3 object that AWS KMS encrypts",
		Takes: []Parameter{
			{Name: "object", Example: "arn:aws:s3:::bucket/key"},
			{Name: "tags", Kind: Flag},
			{Name: "key", Kind: OptionalARN, Example: exampleKey},
		},
		Checks: []OperationCheck{
			{Action: "s3:PutObject", On: "object"},
			{Action: "s3:PutObjectTagging", On: "object", If: "tags"},
			{Action: "kms:GenerateDataKey", On: "key", By: "s3", Sets: map[string]string{"kms:EncryptionContext:aws:s3:arn": "${object}"}},
		},
	},
	{
		Name: "sts:AssumeRole", Title: "Assume a role with tags or a source identity",
		Takes: []Parameter{
			{Name: "role", Example: "arn:aws:iam::111122223333:role/Ops"},
			{Name: "tags", Kind: PassedTags},
			{Name: "sourceIdentity", Kind: PassedIdentity},
		},
		Checks: []OperationCheck{
			{Action: "sts:AssumeRole", On: "role"},
			{Action: "sts:TagSession", On: "role", If: "tags"},
			{Action: "sts:SetSourceIdentity", On: "role", If: "sourceIdentity"},
		},
	},
}

const exampleKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// OperationNamed finds an operation by its name, or gives nil.
func OperationNamed(name string) *Operation {
	for i := range Operations {
		if Operations[i].Name == name {
			return &Operations[i]
		}
	}
	return nil
}
