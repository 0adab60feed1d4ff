import { formatJson } from '../json/format';
import { json, type Json } from '../json/json';
import { objectAt, stringAt } from '../json/path';

/** Policies to begin from: small, sound, and with the trap of their kind already avoided. */

function text(...statements: object[]): string {
  return formatJson(json({ Version: '2012-10-17', Statement: statements }));
}

/** Reading one bucket: listing is asked on the bucket, reading on the objects in it. */
export function identityTemplate(scenario: Json, account: string): string {
  const bucket = [...objectAt(scenario, ['accounts', account, 'resources']).keys()].find((arn) => /^arn:[^:]*:s3:::[^/]+$/.test(arn)) ?? 'arn:aws:s3:::amzn-s3-demo-bucket';
  return text(
    { Sid: 'ListTheBucket', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
    { Sid: 'ReadItsObjects', Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*` },
  );
}

/** Trust in the role's own account: whom its identity-based policies let assume the role. */
export function trustTemplate(root: string): string {
  return text({ Sid: 'TrustThisAccount', Effect: 'Allow', Principal: { AWS: root }, Action: 'sts:AssumeRole' });
}

/** One everyday action of a service that takes resource-based policies. */
const everyday: Record<string, string> = {
  s3: 's3:GetObject',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  secretsmanager: 'secretsmanager:GetSecretValue',
  dynamodb: 'dynamodb:GetItem',
  events: 'events:PutEvents',
  ecr: 'ecr:BatchGetImage',
  glue: 'glue:GetTable',
  // Without this statement nobody could manage the key any more, not even an administrator.
  kms: 'kms:*',
};

/** What a resource's own policy begins with: the account that owns it may do an everyday thing. An endpoint lets everything through. */
export function resourceTemplate(arn: string, root: string): string {
  const service = arn.split(':')[2] ?? '';
  if (arn.includes(':vpc-endpoint/')) return text({ Sid: 'LetEverythingThrough', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
  const inside = service === 's3' ? `${arn}/*` : service === 'kms' ? '*' : arn;
  return text({ Sid: 'TheOwningAccount', Effect: 'Allow', Principal: { AWS: root }, Action: everyday[service] ?? `${service}:*`, Resource: inside });
}

/** A guardrail that grants nothing and forbids one thing. */
export function scpTemplate(): string {
  return text({ Sid: 'StayInTheOrganization', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' });
}

/** A perimeter: only callers of the organization, and AWS services, reach its buckets. */
export function rcpTemplate(scenario: Json): string {
  const organization = stringAt(scenario, ['organization', 'id']);
  return text({
    Sid: 'OnlyThisOrganization',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organization },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}
