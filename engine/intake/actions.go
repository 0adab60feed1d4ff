package intake

import "strings"

// services are those whose prefix in actions is not the one of their host name.
var services = map[string]string{"monitoring": "cloudwatch", "email": "ses", "tagging": "tag", "streams": "dynamodb"}

// operations are calls that need another action than the one of their name.
// Amazon S3 User Guide, "Required permissions for Amazon S3 API operations";
// "Actions, resources, and condition keys for AWS Lambda".
var operations = map[string]string{
	"lambda:Invoke":                         "InvokeFunction",
	"s3:CompleteMultipartUpload":            "PutObject",
	"s3:CopyObject":                         "PutObject",
	"s3:CreateMultipartUpload":              "PutObject",
	"s3:DeleteBucketEncryption":             "PutEncryptionConfiguration",
	"s3:DeleteBucketLifecycle":              "PutLifecycleConfiguration",
	"s3:DeleteBucketTagging":                "PutBucketTagging",
	"s3:DeleteObjects":                      "DeleteObject",
	"s3:DeletePublicAccessBlock":            "PutBucketPublicAccessBlock",
	"s3:GetBucketEncryption":                "GetEncryptionConfiguration",
	"s3:GetBucketLifecycle":                 "GetLifecycleConfiguration",
	"s3:GetBucketLifecycleConfiguration":    "GetLifecycleConfiguration",
	"s3:GetBucketNotificationConfiguration": "GetBucketNotification",
	"s3:GetBucketReplication":               "GetReplicationConfiguration",
	"s3:GetPublicAccessBlock":               "GetBucketPublicAccessBlock",
	"s3:HeadBucket":                         "ListBucket",
	"s3:HeadObject":                         "GetObject",
	"s3:ListBuckets":                        "ListAllMyBuckets",
	"s3:ListMultipartUploads":               "ListBucketMultipartUploads",
	"s3:ListObjects":                        "ListBucket",
	"s3:ListObjectsV2":                      "ListBucket",
	"s3:ListObjectVersions":                 "ListBucketVersions",
	"s3:ListParts":                          "ListMultipartUploadParts",
	"s3:PutBucketEncryption":                "PutEncryptionConfiguration",
	"s3:PutBucketLifecycle":                 "PutLifecycleConfiguration",
	"s3:PutBucketReplication":               "PutReplicationConfiguration",
	"s3:PutPublicAccessBlock":               "PutBucketPublicAccessBlock",
	"s3:UploadPart":                         "PutObject",
}

// actionOf is the action that an operation of a service needs.
func actionOf(service, operation string) string {
	if prefix, ok := services[service]; ok {
		service = prefix
	}
	if service == "lambda" {
		operation = undated(operation)
	}
	if action, ok := operations[service+":"+operation]; ok {
		return service + ":" + action
	}
	return service + ":" + operation
}

// undated cuts the date of the API off that CloudTrail adds to AWS Lambda's
// operations: GetFunction20150331v2.
func undated(operation string) string {
	if i := strings.IndexAny(operation, "0123456789"); i > 0 && len(operation) >= i+8 {
		return operation[:i]
	}
	return operation
}
