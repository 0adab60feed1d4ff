import { formatJson } from '../json/format';
import { json, type Json } from '../json/json';
import { arnParts, ownPolicy, policyArn, type Control, type Identity, type Inventory } from './inventory';
import { UniqueNames } from './unique';

/** A CloudFormation template, in JSON, that builds an account's identities and policies anew. */
export function templateOf(inventory: Inventory): { text: string; leftOut: string[] } {
  const ids = new LogicalIds();
  const leftOut = [...inventory.leftOut];
  const policyRef = (reference: string) => {
    const own = ownPolicy(inventory, reference);
    return own ? { Ref: ids.of('Policy', own.name) } : policyArn(inventory, reference);
  };
  const identity = ({ attached, inline, boundary, tags, path }: Identity) => ({
    ...(path !== '/' && { Path: path }),
    ...(attached.length > 0 && { ManagedPolicyArns: attached.map(policyRef) }),
    ...(inline.length > 0 && { Policies: inline.map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument })) }),
    ...(boundary && { PermissionsBoundary: policyRef(boundary) }),
    ...(tags.length > 0 && { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
  });
  const resources: [string, Resource][] = [
    ...inventory.policies.map(({ name, path, document }): [string, Resource] => [
      ids.of('Policy', name),
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: name, ...(path !== '/' && { Path: path }), PolicyDocument: document } },
    ]),
    ...inventory.groups.map((group): [string, Resource] => [ids.of('Group', group.name), { Type: 'AWS::IAM::Group', Properties: { GroupName: group.name, ...identity(group) } }]),
    ...inventory.users.map((user): [string, Resource] => [
      ids.of('User', user.name),
      { Type: 'AWS::IAM::User', Properties: { UserName: user.name, ...identity(user), ...(user.groups.length > 0 && { Groups: user.groups.map((group) => ({ Ref: ids.of('Group', group) })) }) } },
    ]),
    ...inventory.roles.map((role): [string, Resource] => [
      ids.of('Role', role.name),
      { Type: 'AWS::IAM::Role', Properties: { RoleName: role.name, AssumeRolePolicyDocument: role.trust, ...(role.longest && { MaxSessionDuration: Number(role.longest) }), ...identity(role) } },
    ]),
    ...inventory.resources.flatMap(({ arn, policy }): [string, Resource][] => {
      const made = resourceOf(arn, policy);
      if (!made) leftOut.push(`The policy of ${arn} is not set: there is no resource for it here.`);
      return made ? [[ids.of('PolicyOf', arn), made]] : [];
    }),
  ];
  return { text: template(resources), leftOut };
}

/** A template of an organization's policies, with what they are attached to. */
export function templateOfControls(controls: Control[]): string {
  const ids = new LogicalIds();
  return template(
    controls.map(({ name, type, document, targets }) => [
      ids.of('Control', name),
      { Type: 'AWS::Organizations::Policy', Properties: { Name: name, Type: type, Content: document, ...(targets.length > 0 && { TargetIds: targets }) } },
    ]),
  );
}

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

function template(resources: [string, Resource][]): string {
  return formatJson(json({ AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(resources) }));
}

/** What gives a resource its policy. A KMS key has it among its own properties, so a new key would be made: that is left out. */
function resourceOf(arn: string, policy: Json): Resource | undefined {
  const { service, region, account, resource } = arnParts(arn);
  switch (service) {
    case 's3':
      return resource.includes('/') ? undefined : { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: resource, PolicyDocument: policy } };
    case 'sqs':
      return { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [`https://sqs.${region}.amazonaws.com/${account}/${resource}`], PolicyDocument: policy } };
    case 'sns':
      return { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [arn], PolicyDocument: policy } };
    case 'secretsmanager':
      return { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: arn, ResourcePolicy: policy } };
  }
  return undefined;
}

/** Logical IDs: letters and digits, each once. The kind they begin with keeps those of different kinds apart. */
class LogicalIds {
  private readonly names = new UniqueNames();

  of(kind: string, name: string): string {
    const plain = kind + name.replace(/[^A-Za-z0-9]+/g, '').slice(0, 200);
    return this.names.of('', `${kind} ${name}`, plain, (n) => `${plain}x${n}`);
  }
}
