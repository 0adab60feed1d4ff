package audit

// target is what a leg of a path acts on.
type target uint8

const (
	self       target = iota // the user or role itself
	ownGroup                 // a group of the user
	otherGroup               // a group that the user is not in
	ownPolicy                // a customer managed policy that is attached to the principal or its groups
	otherUser                // another user of the account
	otherRole                // another role of the account, the same one for all legs
	openedRole               // that role once its trust policy has been rewritten: a Deny elsewhere alone can keep the principal out
	rolePolicy               // a customer managed policy that is attached to that role
	passed                   // a role that is handed to the service
	something                // whatever the principal's policies name, or something of the account
)

// leg is one permission that a path takes.
type leg struct {
	action string
	on     target
}

// path is a way to more permissions than a principal was given. Users alone can go those that begin with a user's own groups.
type path struct {
	name string
	legs []leg
	// service is the one that a role is passed to, or that runs something with a role already: then some role of the account must
	// let it in.
	service string
}

// existing says whether the path goes through something that runs with a role already.
func (p *path) existing() bool { return p.service != "" && p.legs[0].on != passed }

// aboutARole says whether the path takes another role of the account.
func (p *path) aboutARole() bool {
	for _, l := range p.legs {
		if l.on == otherRole {
			return true
		}
	}
	return false
}

// paths are the known ways, by the permissions that each takes (Rhino Security Labs' list of 2018, and what cloudsplaining and
// pathfinding.cloud have added: the names of actions are facts).
var paths = []path{
	{"writes a new version of a policy of its own", []leg{{"iam:CreatePolicyVersion", ownPolicy}}, ""},
	{"brings back an old version of a policy of its own", []leg{{"iam:SetDefaultPolicyVersion", ownPolicy}}, ""},
	{"attaches any policy to itself", []leg{{"iam:AttachUserPolicy", self}}, ""},
	{"attaches any policy to its group", []leg{{"iam:AttachGroupPolicy", ownGroup}}, ""},
	{"attaches any policy to itself", []leg{{"iam:AttachRolePolicy", self}}, ""},
	{"writes an inline policy of its own", []leg{{"iam:PutUserPolicy", self}}, ""},
	{"writes an inline policy of its group", []leg{{"iam:PutGroupPolicy", ownGroup}}, ""},
	{"writes an inline policy of its own", []leg{{"iam:PutRolePolicy", self}}, ""},
	{"joins another group", []leg{{"iam:AddUserToGroup", otherGroup}}, ""},
	{"makes an access key for another user", []leg{{"iam:CreateAccessKey", otherUser}}, ""},
	{"sets a first password for another user", []leg{{"iam:CreateLoginProfile", otherUser}}, ""},
	{"sets another password for another user", []leg{{"iam:UpdateLoginProfile", otherUser}}, ""},
	{"lets itself into another role", []leg{{"iam:UpdateAssumeRolePolicy", otherRole}, {"sts:AssumeRole", openedRole}}, ""},
	{"writes a new version of a policy of a role that it assumes", []leg{{"sts:AssumeRole", otherRole}, {"iam:CreatePolicyVersion", rolePolicy}}, ""},
	{"attaches any policy to a role that it assumes", []leg{{"iam:AttachRolePolicy", otherRole}, {"sts:AssumeRole", otherRole}}, ""},
	{"writes an inline policy of a role that it assumes", []leg{{"iam:PutRolePolicy", otherRole}, {"sts:AssumeRole", otherRole}}, ""},
	{"starts an instance with a role", []leg{{"iam:PassRole", passed}, {"ec2:RunInstances", something}}, "ec2.amazonaws.com"},
	{"asks for spot instances with a role", []leg{{"iam:PassRole", passed}, {"ec2:RequestSpotInstances", something}}, "ec2.amazonaws.com"},
	{"makes a function with a role and invokes it", []leg{{"iam:PassRole", passed}, {"lambda:CreateFunction", something}, {"lambda:InvokeFunction", something}}, "lambda.amazonaws.com"},
	{"makes a function with a role and opens it to others", []leg{{"iam:PassRole", passed}, {"lambda:CreateFunction", something}, {"lambda:AddPermission", something}}, "lambda.amazonaws.com"},
	{"makes a function with a role and has events invoke it", []leg{{"iam:PassRole", passed}, {"lambda:CreateFunction", something}, {"lambda:CreateEventSourceMapping", something}}, "lambda.amazonaws.com"},
	{"makes a stack with a role", []leg{{"iam:PassRole", passed}, {"cloudformation:CreateStack", something}}, "cloudformation.amazonaws.com"},
	{"makes a change set with a role and carries it out", []leg{{"iam:PassRole", passed}, {"cloudformation:CreateChangeSet", something}, {"cloudformation:ExecuteChangeSet", something}}, "cloudformation.amazonaws.com"},
	{"makes a stack set with a role and its instances", []leg{{"iam:PassRole", passed}, {"cloudformation:CreateStackSet", something}, {"cloudformation:CreateStackInstances", something}}, "cloudformation.amazonaws.com"},
	{"changes a stack set to a role", []leg{{"iam:PassRole", passed}, {"cloudformation:UpdateStackSet", something}}, "cloudformation.amazonaws.com"},
	{"makes a development endpoint with a role", []leg{{"iam:PassRole", passed}, {"glue:CreateDevEndpoint", something}}, "glue.amazonaws.com"},
	{"makes a Glue job with a role and runs it", []leg{{"iam:PassRole", passed}, {"glue:CreateJob", something}, {"glue:StartJobRun", something}}, "glue.amazonaws.com"},
	{"makes a Glue job with a role and triggers it", []leg{{"iam:PassRole", passed}, {"glue:CreateJob", something}, {"glue:CreateTrigger", something}}, "glue.amazonaws.com"},
	{"changes a Glue job to a role and runs it", []leg{{"iam:PassRole", passed}, {"glue:UpdateJob", something}, {"glue:StartJobRun", something}}, "glue.amazonaws.com"},
	{"changes a Glue job to a role and triggers it", []leg{{"iam:PassRole", passed}, {"glue:UpdateJob", something}, {"glue:CreateTrigger", something}}, "glue.amazonaws.com"},
	{"makes a build project with a role and builds", []leg{{"iam:PassRole", passed}, {"codebuild:CreateProject", something}, {"codebuild:StartBuild", something}}, "codebuild.amazonaws.com"},
	{"makes a build project with a role and builds a batch", []leg{{"iam:PassRole", passed}, {"codebuild:CreateProject", something}, {"codebuild:StartBuildBatch", something}}, "codebuild.amazonaws.com"},
	{"makes a data pipeline with a role", []leg{{"iam:PassRole", passed}, {"datapipeline:CreatePipeline", something}, {"datapipeline:PutPipelineDefinition", something}, {"datapipeline:ActivatePipeline", something}}, "datapipeline.amazonaws.com"},
	{"registers a task with a role and runs it", []leg{{"iam:PassRole", passed}, {"ecs:RegisterTaskDefinition", something}, {"ecs:RunTask", something}}, "ecs-tasks.amazonaws.com"},
	{"registers a task with a role and starts it", []leg{{"iam:PassRole", passed}, {"ecs:RegisterTaskDefinition", something}, {"ecs:StartTask", something}}, "ecs-tasks.amazonaws.com"},
	{"registers a task with a role and makes a service of it", []leg{{"iam:PassRole", passed}, {"ecs:RegisterTaskDefinition", something}, {"ecs:CreateService", something}}, "ecs-tasks.amazonaws.com"},
	{"makes a notebook with a role and opens it", []leg{{"iam:PassRole", passed}, {"sagemaker:CreateNotebookInstance", something}, {"sagemaker:CreatePresignedNotebookInstanceUrl", something}}, "sagemaker.amazonaws.com"},
	{"makes a training job with a role", []leg{{"iam:PassRole", passed}, {"sagemaker:CreateTrainingJob", something}}, "sagemaker.amazonaws.com"},
	{"makes a processing job with a role", []leg{{"iam:PassRole", passed}, {"sagemaker:CreateProcessingJob", something}}, "sagemaker.amazonaws.com"},
	{"changes the code of a function", []leg{{"lambda:UpdateFunctionCode", something}}, "lambda.amazonaws.com"},
	{"puts a layer of its own into a function", []leg{{"lambda:UpdateFunctionConfiguration", something}}, "lambda.amazonaws.com"},
	{"gives an instance other user data", []leg{{"ec2:ModifyInstanceAttribute", something}, {"ec2:StopInstances", something}, {"ec2:StartInstances", something}}, "ec2.amazonaws.com"},
	{"changes what instances start with", []leg{{"ec2:CreateLaunchTemplateVersion", something}, {"ec2:ModifyLaunchTemplate", something}}, "ec2.amazonaws.com"},
	{"logs in to an instance with a key of its own", []leg{{"ec2-instance-connect:SendSSHPublicKey", something}}, "ec2.amazonaws.com"},
	{"opens a session on an instance", []leg{{"ssm:StartSession", something}}, "ec2.amazonaws.com"},
	{"runs commands on an instance", []leg{{"ssm:SendCommand", something}}, "ec2.amazonaws.com"},
	{"runs commands in a task", []leg{{"ecs:ExecuteCommand", something}}, "ecs-tasks.amazonaws.com"},
	{"puts a key of its own into a development endpoint", []leg{{"glue:UpdateDevEndpoint", something}}, "glue.amazonaws.com"},
	{"changes a stack that has a role", []leg{{"cloudformation:UpdateStack", something}}, "cloudformation.amazonaws.com"},
	{"builds with commands of its own", []leg{{"codebuild:StartBuild", something}}, "codebuild.amazonaws.com"},
	{"builds a batch with commands of its own", []leg{{"codebuild:StartBuildBatch", something}}, "codebuild.amazonaws.com"},
	{"changes an App Runner service", []leg{{"apprunner:UpdateService", something}}, "tasks.apprunner.amazonaws.com"},
	{"has a notebook run commands of its own as it starts", []leg{{"sagemaker:CreateNotebookInstanceLifecycleConfig", something}, {"sagemaker:StopNotebookInstance", something}, {"sagemaker:UpdateNotebookInstance", something}, {"sagemaker:StartNotebookInstance", something}}, "sagemaker.amazonaws.com"},
	{"opens a notebook", []leg{{"sagemaker:CreatePresignedNotebookInstanceUrl", something}}, "sagemaker.amazonaws.com"},
	{"runs code in a code interpreter", []leg{{"bedrock-agentcore:StartCodeInterpreterSession", something}, {"bedrock-agentcore:InvokeCodeInterpreter", something}}, "bedrock-agentcore.amazonaws.com"},
	{"makes a code interpreter with a role and runs code in it", []leg{{"iam:PassRole", passed}, {"bedrock-agentcore:CreateCodeInterpreter", something}, {"bedrock-agentcore:StartCodeInterpreterSession", something}, {"bedrock-agentcore:InvokeCodeInterpreter", something}}, "bedrock-agentcore.amazonaws.com"},
	{"makes an App Runner service with a role", []leg{{"iam:PassRole", passed}, {"apprunner:CreateService", something}}, "tasks.apprunner.amazonaws.com"},
}
