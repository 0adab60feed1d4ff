package policy

import "slices"

// CoveredByRCPs says whether resource control policies can be about the
// service, given by its prefix in lower case.
func CoveredByRCPs(service string) bool { return slices.Contains(rcpServices, service) }

// rcpServices are the services whose resources resource control policies
// cover (EV-31; AWS Organizations, "Resource control policies (RCPs)", as of
// September 2026), sorted.
var rcpServices = []string{
	"aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory",
	"cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit",
	"codepipeline", "cognito-identity", "cognito-idp", "comprehend", "comprehendmedical",
	"compute-optimizer", "cost-optimization-hub", "dax", "dsql", "dynamodb", "ecr", "ecr-public",
	"events", "firehose", "fis", "fms", "gamelift", "health", "inspector-scan", "kendra",
	"kinesisvideo", "kms", "logs", "memorydb", "networkmonitor", "notifications", "opensearch",
	"pca-connector-ad", "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "s3",
	"secretsmanager", "servicediscovery", "signin", "sqs", "sts", "support", "swf", "textract",
	"timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray",
}
