package complete

import (
	"github.com/verdict-iam/verdict/engine/policy"
)

// principalKeys are the kinds of principals that a policy type takes (GR-25, GR-45).
func principalKeys(t policy.Type) []string {
	switch t {
	case policy.Trust:
		return []string{"AWS", "Service", "Federated"}
	case policy.RCP:
		return []string{"AWS"}
	case policy.Resource, policy.Endpoint:
		return []string{"AWS", "Service", "CanonicalUser"}
	case policy.Identity, policy.Boundary, policy.Session, policy.SCP:
	}
	return nil
}

// principals are the keys of a Principal element, or the principals of one key.
func (a *asking) principals(names []string) []Item {
	switch {
	case len(names) == 0 && a.place.naming:
		return a.members(principalKeys(a.Type), a.place.container())
	case len(names) == 0:
		return []Item{{Label: "*", Kind: Principal, Detail: "everyone"}}
	case a.Type == policy.RCP:
		return []Item{{Label: "*", Kind: Principal, Detail: "everyone"}}
	}
	switch names[0] {
	case "AWS":
		return append(a.awsPrincipals(), Item{Label: "*", Kind: Principal, Detail: "everyone"})
	case "Service":
		return a.servicePrincipals()
	case "Federated":
		return words(Principal, "cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com")
	}
	return nil
}

// awsPrincipals are the accounts, roles and users of the scenario.
func (a *asking) awsPrincipals() []Item {
	var items []Item
	if a.World == nil {
		return items
	}
	for _, account := range a.World.Accounts {
		items = append(items, Item{Label: "arn:" + account.Partition + ":iam::" + account.ID + ":root", Kind: Principal, Detail: "account " + account.Name})
		for _, role := range account.Roles {
			items = append(items, Item{Label: role.ARN, Kind: Principal, Detail: "role"})
		}
		for _, user := range account.Users {
			items = append(items, Item{Label: user.ARN, Kind: Principal, Detail: "user"})
		}
	}
	return items
}

// servicePrincipals are those of services that roles and resources are often opened to.
func (a *asking) servicePrincipals() []Item { return words(Principal, services...) }

// services are service principals that AWS's own policies and documentation name; there is no list of all of them.
var services = []string{
	"apigateway.amazonaws.com", "backup.amazonaws.com", "cloudformation.amazonaws.com", "cloudfront.amazonaws.com", "cloudtrail.amazonaws.com",
	"codebuild.amazonaws.com", "codedeploy.amazonaws.com", "codepipeline.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com",
	"dynamodb.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "eks.amazonaws.com", "elasticloadbalancing.amazonaws.com",
	"events.amazonaws.com", "firehose.amazonaws.com", "glue.amazonaws.com", "guardduty.amazonaws.com", "lambda.amazonaws.com", "logging.s3.amazonaws.com",
	"logs.amazonaws.com", "monitoring.rds.amazonaws.com", "pipes.amazonaws.com", "pods.eks.amazonaws.com", "rds.amazonaws.com", "replicator.lambda.amazonaws.com",
	"rolesanywhere.amazonaws.com", "s3.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com", "secretsmanager.amazonaws.com", "ses.amazonaws.com",
	"sns.amazonaws.com", "sqs.amazonaws.com", "ssm.amazonaws.com", "states.amazonaws.com", "transfer.amazonaws.com", "vpc-flow-logs.amazonaws.com",
}
