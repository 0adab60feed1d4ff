package operations

import (
	"slices"
	"strings"
)

// unsuffixed are the services whose service-linked roles take no suffix, as AWS
// answered for each of them; without .amazonaws.com.
var unsuffixed = strings.Fields(`
accountdiscovery.ssm acm appmesh autoscaling-plans backup batch cassandra.application-autoscaling cks.kms cloudtrail
codestar-notifications config dms-fleet-advisor dms docdb-elastic ec2-instance-connect ec2.application-autoscaling ecr
ecs eks-connector eks-fargate eks-nodegroup eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
email.cognito-idp emr-containers emrwal fis grafana imagebuilder iotmanagedintegrations kafka kafkaconnect lakeformation
lex lightsail m2 memorydb mq mrk.kms notifications observability.aoss opensearchservice ops.apigateway
ops.emr-serverless opsdatasync.ssm opsinsights.ssm pullthroughcache.ecr ram rds redshift replication.cassandra
replication.ecr repository.sync.codeconnections resource-explorer-2 rolesanywhere s3-outposts ses shield ssm-incidents
ssm-quicksetup ssm sso vpcorigin.cloudfront waf wafv2`)

// suffix refuses a suffix where the service's role takes none (IM-31).
func (r *run) suffix() *Error {
	service := r.text("AWSServiceName")
	if !r.has("CustomSuffix") || !slices.Contains(unsuffixed, strings.TrimSuffix(service, ".amazonaws.com")) {
		return nil
	}
	return &Error{"InvalidInput", "Custom suffix is not allowed for " + service}
}
