package complete

// fixed are the values of keys that take a closed set ("AWS global condition context keys", and the services' pages of condition keys).
var fixed = map[string][]string{
	"aws:principaltype":                       {"Account", "User", "FederatedUser", "AssumedRole", "Anonymous"},
	"aws:requestedregion":                     regions,
	"ec2:region":                              regions,
	"s3:x-amz-acl":                            {"private", "public-read", "public-read-write", "authenticated-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"},
	"s3:x-amz-server-side-encryption":         {"AES256", "aws:kms", "aws:kms:dsse"},
	"s3:x-amz-storage-class":                  {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"},
	"s3:signatureversion":                     {"AWS4-HMAC-SHA256"},
	"s3:authtype":                             {"REST-HEADER", "REST-QUERY-STRING", "POST"},
	"dynamodb:select":                         {"ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"},
	"ec2:tenancy":                             {"default", "dedicated", "host"},
	"kms:encryptionalgorithm":                 {"SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"},
	"kms:keyorigin":                           {"AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"},
	"token.actions.githubusercontent.com:aud": {"sts.amazonaws.com"},
}

var regions = []string{
	"us-east-1", "us-east-2", "us-west-1", "us-west-2", "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2",
	"eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
}
