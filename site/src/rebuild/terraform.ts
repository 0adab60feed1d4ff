import { formatJson } from '../json/format';
import type { Json } from '../json/json';
import { arnParts, ownPolicy, policyArn, type Control, type Identity, type Inventory } from './inventory';
import { UniqueNames } from './unique';

/** Terraform configuration of the AWS provider that builds an account's identities and policies anew. */
export function terraformOf(inventory: Inventory): { text: string; leftOut: string[] } {
  const labels = new Labels();
  const leftOut = [...inventory.leftOut];
  const label = (type: string, name: string) => labels.of(type, name);
  const policyRef = (reference: string) => {
    const own = ownPolicy(inventory, reference);
    return own ? `aws_iam_policy.${label('aws_iam_policy', own.name)}.arn` : quoted(policyArn(inventory, reference));
  };
  const common = ({ name, path }: { name: string; path: string }): Argument[] => [['name', quoted(name)], path === '/' ? null : ['path', quoted(path)]];
  const limits = ({ boundary, tags }: Identity): Argument[] => [
    boundary ? ['permissions_boundary', policyRef(boundary)] : null,
    tags.length > 0 ? ['tags', `{\n${tags.map(([key, value]) => `    ${quoted(key)} = ${quoted(value)}`).join('\n')}\n  }`] : null,
  ];
  const policiesOf = (kind: 'user' | 'group' | 'role', identity: Identity): string[] => {
    const who = `aws_iam_${kind}.${label(`aws_iam_${kind}`, identity.name)}.name`;
    return [
      ...identity.attached.map((reference) =>
        block(`aws_iam_${kind}_policy_attachment`, label(`aws_iam_${kind}_policy_attachment`, `${identity.name}_${reference.split('/').pop()}`), [[kind, who], ['policy_arn', policyRef(reference)]]),
      ),
      ...identity.inline.map(([name, document]) => block(`aws_iam_${kind}_policy`, label(`aws_iam_${kind}_policy`, `${identity.name}_${name}`), [['name', quoted(name)], [kind, who], ['policy', encoded(document)]])),
    ];
  };
  const blocks = [
    ...inventory.policies.map((policy) => block('aws_iam_policy', label('aws_iam_policy', policy.name), [...common(policy), ['policy', encoded(policy.document)]])),
    ...inventory.groups.flatMap((group) => [block('aws_iam_group', label('aws_iam_group', group.name), common(group)), ...policiesOf('group', group)]),
    ...inventory.users.flatMap((user) => [
      block('aws_iam_user', label('aws_iam_user', user.name), [...common(user), ...limits(user)]),
      ...(user.groups.length === 0
        ? []
        : [
            block('aws_iam_user_group_membership', label('aws_iam_user_group_membership', user.name), [
              ['user', `aws_iam_user.${label('aws_iam_user', user.name)}.name`],
              ['groups', `[${user.groups.map((group) => `aws_iam_group.${label('aws_iam_group', group)}.name`).join(', ')}]`],
            ]),
          ]),
      ...policiesOf('user', user),
    ]),
    ...inventory.roles.flatMap((role) => [
      block('aws_iam_role', label('aws_iam_role', role.name), [...common(role), ['assume_role_policy', encoded(role.trust)], role.longest ? ['max_session_duration', role.longest] : null, ...limits(role)]),
      ...policiesOf('role', role),
    ]),
    ...inventory.resources.flatMap(({ arn, policy }) => {
      const made = resourceBlock(labels, arn, policy);
      if (!made) leftOut.push(`The policy of ${arn} is not set: there is no resource for it here.`);
      return made ? [made] : [];
    }),
  ];
  return { text: blocks.join('\n\n'), leftOut };
}

/** Terraform configuration of an organization's policies and what they are attached to. */
export function terraformControls(controls: Control[]): string {
  const labels = new Labels();
  return controls
    .flatMap(({ name, type, document, targets }) => {
      const label = labels.of('aws_organizations_policy', name);
      return [
        block('aws_organizations_policy', label, [['name', quoted(name)], ['type', quoted(type)], ['content', encoded(document)]]),
        ...targets.map((target) => block('aws_organizations_policy_attachment', labels.of('aws_organizations_policy_attachment', `${name}_${target}`), [['policy_id', `aws_organizations_policy.${label}.id`], ['target_id', quoted(target)]])),
      ];
    })
    .join('\n\n');
}

function resourceBlock(labels: Labels, arn: string, policy: Json): string | undefined {
  const { service, region, account, resource } = arnParts(arn);
  const made = (type: string, name: string, value: string) => block(type, labels.of(type, resource), [[name, quoted(value)], ['policy', encoded(policy)]]);
  switch (service) {
    case 's3':
      return resource.includes('/') ? undefined : made('aws_s3_bucket_policy', 'bucket', resource);
    case 'sqs':
      return made('aws_sqs_queue_policy', 'queue_url', `https://sqs.${region}.amazonaws.com/${account}/${resource}`);
    case 'sns':
      return made('aws_sns_topic_policy', 'arn', arn);
    case 'kms':
      return made('aws_kms_key_policy', 'key_id', arn);
    case 'secretsmanager':
      return made('aws_secretsmanager_secret_policy', 'secret_arn', arn);
  }
  return undefined;
}

type Argument = readonly [name: string, value: string] | null;

function block(type: string, label: string, args: Argument[]): string {
  const given = args.filter((argument) => argument !== null);
  const widest = Math.max(...given.map(([name]) => name.length));
  return `resource "${type}" "${label}" {\n${given.map(([name, value]) => `  ${name.padEnd(widest)} = ${value}`).join('\n')}\n}`;
}

/** Names of blocks: letters, digits, _ and -, each once for a type. */
class Labels {
  private readonly names = new UniqueNames();

  of(type: string, name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^(?![A-Za-z_])/, '_');
    return this.names.of(type, name, plain, (n) => `${plain}_${n}`);
  }
}

/** A text as a quoted template of HCL: what would begin an interpolation or a directive is doubled. */
function quoted(text: string): string {
  return literal(JSON.stringify(text));
}

/** JSON as an expression of HCL, whose strings know fewer escapes than those of JSON. */
function literal(json: string): string {
  return json.replace(/[$%](?=\{)/g, '$&$&').replace(/(?<!\\)((?:\\\\)*)\\([bf/])/g, (_, before: string, escape: string) => before + { b: '\\u0008', f: '\\u000c', '/': '/' }[escape]);
}

/** A policy document as an expression that gives its text. */
function encoded(document: Json): string {
  return typeof document === 'string' ? quoted(document) : `jsonencode(${literal(formatJson(document, '  '))})`;
}
