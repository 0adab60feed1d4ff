package clients

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// office allows reading from one address alone, in a document of several lines.
const office = `{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/${aws:username}/*",
     "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
    {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
  ]
}`

func TestSimulateCustomPolicy(t *testing.T) {
	c := root(t, errorsAccount)
	in := &iam.SimulateCustomPolicyInput{PolicyInputList: []string{office}, ActionNames: []string{"s3:GetObject", "s3:DeleteObject"}, ResourceArns: []string{"arn:aws:s3:::docs/kim/a.txt"}}
	results := must(t, c.SimulateCustomPolicy, in).EvaluationResults
	equal(t, "the decision on reading", results[0].EvalDecision, types.PolicyEvaluationDecisionTypeImplicitDeny)
	if missing := slices.Sorted(slices.Values(results[0].MissingContextValues)); !slices.Equal(missing, []string{"aws:SourceIp", "aws:username"}) {
		t.Errorf("missing are %v", missing)
	}
	equal(t, "the decision on deleting", results[1].EvalDecision, types.PolicyEvaluationDecisionTypeExplicitDeny)
	deny := results[1].MatchedStatements
	if len(deny) != 1 || deny[0].StartPosition.Line != 5 || deny[0].EndPosition.Line != 6 {
		t.Errorf("the denying statement stands behind the one before, in line 5, and ends in line 6: %+v", deny)
	}
	in.ContextEntries = []types.ContextEntry{
		{ContextKeyName: aws.String("aws:SourceIp"), ContextKeyType: types.ContextKeyTypeEnumIp, ContextKeyValues: []string{"192.0.2.7"}},
		{ContextKeyName: aws.String("aws:username"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{"kim"}},
	}
	equal(t, "the decision with both keys", must(t, c.SimulateCustomPolicy, in).EvaluationResults[0].EvalDecision, types.PolicyEvaluationDecisionTypeAllowed)
	in.ActionNames = []string{"no action"}
	refused[*types.InvalidInputException](t, c.SimulateCustomPolicy, in)
}

// Each level of SCPs must allow, from the root down to the account.
func TestSimulateSCPs(t *testing.T) {
	c := root(t, errorsAccount)
	level := func(documents ...*string) (l types.OrderedOrganizationPolicyType) {
		for _, d := range documents {
			l.ServiceControlPolicyInputList = append(l.ServiceControlPolicyInputList, *d)
		}
		return l
	}
	in := &iam.SimulateCustomPolicyInput{PolicyInputList: []string{*allow("*")}, ActionNames: []string{"s3:GetObject", "ec2:RunInstances"},
		OrderedOrganizationPolicyInputList: []types.OrderedOrganizationPolicyType{level(allow("*")), level(allow("s3:*"), allow("sqs:*")), level(allow("*"))}}
	results := must(t, c.SimulateCustomPolicy, in).EvaluationResults
	equal(t, "what the unit allows", results[0].EvalDecision, types.PolicyEvaluationDecisionTypeAllowed)
	equal(t, "what the unit does not allow", results[1].EvalDecision, types.PolicyEvaluationDecisionTypeImplicitDeny)
	equal(t, "whether the organization allows it", results[1].OrganizationsDecisionDetail.AllowedByOrganizations, false)
}

func TestSimulatePrincipalPolicy(t *testing.T) {
	c := root(t, errorsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("sim")})
	must(t, c.PutUserPolicy, &iam.PutUserPolicyInput{UserName: aws.String("sim"), PolicyName: aws.String("office"), PolicyDocument: aws.String(office)})
	source := arn(errorsAccount, "user/sim")
	keys := must(t, c.GetContextKeysForPrincipalPolicy, &iam.GetContextKeysForPrincipalPolicyInput{PolicySourceArn: source}).ContextKeyNames
	if slices.Sort(keys); !slices.Equal(keys, []string{"aws:SourceIp", "aws:username"}) {
		t.Errorf("%v", keys)
	}
	keys = must(t, c.GetContextKeysForCustomPolicy, &iam.GetContextKeysForCustomPolicyInput{PolicyInputList: []string{office}}).ContextKeyNames
	equal(t, "the number of keys", len(keys), 2)
	result := must(t, c.SimulatePrincipalPolicy, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: source, ActionNames: []string{"s3:GetObject"}, ResourceArns: []string{"arn:aws:s3:::docs/sim/a.txt"},
		ContextEntries: []types.ContextEntry{{ContextKeyName: aws.String("aws:SourceIp"), ContextKeyType: types.ContextKeyTypeEnumIp, ContextKeyValues: []string{"192.0.2.7"}}},
	}).EvaluationResults[0]
	equal(t, "the decision", result.EvalDecision, types.PolicyEvaluationDecisionTypeAllowed)
	equal(t, "the policy that allows", *result.MatchedStatements[0].SourcePolicyId, "user_sim_office")
	refused[*types.NoSuchEntityException](t, c.SimulatePrincipalPolicy, &iam.SimulatePrincipalPolicyInput{PolicySourceArn: arn(errorsAccount, "user/nobody"), ActionNames: []string{"s3:GetObject"}})
}

// What a denied call carries in a header can be decoded.
func TestDecodeAuthorizationMessage(t *testing.T) {
	c := root(t, errorsAccount)
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: aws.String("dee")})
	_, err := c.user(t, "dee").ListUsers(t.Context(), &iam.ListUsersInput{})
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) {
		t.Fatal(err)
	}
	encoded := response.Response.Header.Get("X-Verdict-Authorization-Message")
	message := *must(t, c.sts.DecodeAuthorizationMessage, &sts.DecodeAuthorizationMessageInput{EncodedMessage: &encoded}).DecodedMessage
	if !strings.Contains(message, `"action":"iam:ListUsers"`) || !strings.Contains(message, *arn(errorsAccount, "user/dee")) {
		t.Error(message)
	}
	refused[*ststypes.InvalidAuthorizationMessageException](t, c.sts.DecodeAuthorizationMessage, &sts.DecodeAuthorizationMessageInput{EncodedMessage: aws.String("of nobody's")})
}

// Every operation that is served has succeeded for a client. Parallel tests start when all others have ended.
func TestEveryOperationIsCalled(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("../../engine/iamapi/model.txt")
	if err != nil {
		t.Fatal(err)
	}
	served := regexp.MustCompile(`(?m)^op (\w+) `).FindAllSubmatch(table, -1)
	if len(served) < 100 {
		t.Fatalf("the table has %d operations", len(served))
	}
	api.mu.Lock()
	defer api.mu.Unlock()
	for _, o := range served {
		if !api.answered[string(o[1])] {
			t.Errorf("no test calls %s with success", o[1])
		}
	}
}
