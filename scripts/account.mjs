// The output of `aws iam get-account-authorization-details` about a large account, for measuring: 1,000 users, 500 roles, 3,000 policies.
const account = '111122223333';
const day = '2025-01-01T00:00:00Z';
const arn = (kind, name) => `arn:aws:iam::${account}:${kind}/${name}`;
const id = (prefix, n) => prefix + String(n).padStart(17, '0');
const list = (length, make) => Array.from({ length }, (_, n) => make(n));

/** What policies of such accounts are about; # stands for a number of the policy's own. */
const subjects = [
  [['s3:GetObject', 's3:PutObject', 's3:ListBucket'], 'arn:aws:s3:::team-#/*'],
  [['ec2:DescribeInstances', 'ec2:StartInstances', 'ec2:StopInstances'], '*'],
  [['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], `arn:aws:dynamodb:eu-west-1:${account}:table/t#`],
  [['lambda:InvokeFunction', 'lambda:GetFunction'], `arn:aws:lambda:eu-west-1:${account}:function:f#`],
  [['sqs:SendMessage', 'sqs:ReceiveMessage'], `arn:aws:sqs:eu-west-1:${account}:q#`],
  [['sns:Publish', 'sns:Subscribe'], `arn:aws:sns:eu-west-1:${account}:topic#`],
  [['kms:Decrypt', 'kms:Encrypt'], `arn:aws:kms:eu-west-1:${account}:key/k#`],
  [['logs:PutLogEvents', 'logs:CreateLogStream'], '*'],
  [['ssm:GetParameter', 'ssm:GetParameters'], `arn:aws:ssm:eu-west-1:${account}:parameter/p#`],
  [['rds:DescribeDBInstances'], '*'],
];

function statement(policy, n) {
  const [Action, resource] = subjects[(policy + 3 * n) % subjects.length];
  const Condition = policy % 5 === 0 ? { StringEquals: { 'aws:PrincipalTag/team': `t${policy % 20}` } } : undefined;
  return { Sid: `S${n}`, Effect: n === 1 && policy % 7 === 0 ? 'Deny' : 'Allow', Action, Resource: resource.replace('#', policy), Condition };
}

const attached = (...policies) => policies.map((n) => ({ PolicyName: `policy-${n}`, PolicyArn: arn('policy', `policy-${n}`) }));
const entity = (kind, n, prefix) => ({ Path: '/', [`${kind}Name`]: `${kind.toLowerCase()}-${n}`, [`${kind}Id`]: id(prefix, n), Arn: arn(kind.toLowerCase(), `${kind.toLowerCase()}-${n}`), CreateDate: day });

/** The text, laid out as the AWS CLI does. */
export function largeAccount() {
  return JSON.stringify({
    UserDetailList: list(1000, (n) => ({ ...entity('User', n, 'AIDA'), GroupList: [`group-${n % 50}`], AttachedManagedPolicies: attached(n, 1000 + n), Tags: [{ Key: 'team', Value: `t${n % 20}` }] })),
    GroupDetailList: list(50, (n) => ({ ...entity('Group', n, 'AGPA'), GroupPolicyList: [], AttachedManagedPolicies: attached(3 * n, 3 * n + 1) })),
    RoleDetailList: list(500, (n) => ({
      ...entity('Role', n, 'AROA'),
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: n % 2 ? { Service: 'lambda.amazonaws.com' } : { AWS: arn('user', `user-${n}`) }, Action: 'sts:AssumeRole' }] },
      InstanceProfileList: [], RolePolicyList: [], AttachedManagedPolicies: attached(2000 + 2 * n, 2001 + 2 * n), Tags: [],
    })),
    Policies: list(3000, (n) => ({
      PolicyName: `policy-${n}`, PolicyId: id('ANPA', n), Arn: arn('policy', `policy-${n}`), Path: '/', DefaultVersionId: 'v1', AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0, IsAttachable: true, CreateDate: day, UpdateDate: day,
      PolicyVersionList: [{ Document: { Version: '2012-10-17', Statement: list(2, (s) => statement(n, s)) }, VersionId: 'v1', IsDefaultVersion: true, CreateDate: day }],
    })),
  }, null, 4);
}
