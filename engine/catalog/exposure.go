package catalog

import "strings"

// What the access levels do not tell of single actions, as the API references of their services describe them. Names are in lower case.
const (
	givesCredentials = " sts:assumerole sts:assumerolewithsaml sts:assumerolewithwebidentity sts:assumeroot sts:getfederationtoken sts:getsessiontoken " +
		"iam:createaccesskey iam:createloginprofile iam:updateloginprofile iam:createservicespecificcredential iam:resetservicespecificcredential " +
		"cognito-identity:getcredentialsforidentity cognito-identity:getopenidtoken cognito-identity:getopenidtokenfordeveloperidentity " +
		"ecr:getauthorizationtoken ecr-public:getauthorizationtoken codeartifact:getauthorizationtoken connect:getfederationtoken appsync:createapikey " +
		"redshift:getclustercredentials redshift:getclustercredentialswithiam redshift-serverless:getcredentials rds-db:connect ec2:getpassworddata " +
		"elasticmapreduce:getclustersessioncredentials s3:getdataaccess lightsail:getinstanceaccessdetails lightsail:getrelationaldatabasemasteruserpassword "
	readsData = " s3:getobject s3:getobjectversion s3:getobjecttorrent ssm:getparameter ssm:getparameters ssm:getparametersbypath ssm:getparameterhistory " +
		"secretsmanager:getsecretvalue secretsmanager:batchgetsecretvalue rds:copydbsnapshot rds:copydbclustersnapshot rds:startexporttask " +
		"dynamodb:getitem dynamodb:batchgetitem dynamodb:query dynamodb:scan dynamodb:partiqlselect dynamodb:exporttabletopointintime dynamodb:getrecords " +
		"ebs:getsnapshotblock sqs:receivemessage kinesis:getrecords kinesis:subscribetoshard logs:getlogevents logs:filterlogevents logs:getqueryresults " +
		"lambda:getfunction codecommit:gitpull athena:getqueryresults redshift-data:getstatementresult rds-data:executestatement glacier:getjoboutput "
)

// GivesCredentials says whether the action answers with credentials, or sets some.
func (a *Action) GivesCredentials() bool { return a.among(givesCredentials) }

// ReadsData says whether the action answers with what customers store, or copies it to where the caller says.
func (a *Action) ReadsData() bool { return a.among(readsData) }

func (a *Action) among(names string) bool {
	return strings.Contains(names, " "+a.prefix+":"+strings.ToLower(a.Name)+" ")
}
