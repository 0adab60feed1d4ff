import { writeJson, type Json } from '../json/json';
import { arnParts, policyArn, type Control, type Identity, type Inventory } from './inventory';

/** Lines of the AWS CLI, for a POSIX shell, that build an account's identities and policies anew. */
export function cliLines(inventory: Inventory): { text: string; leftOut: string[] } {
  const { policies, groups, users, roles, resources } = inventory;
  const leftOut = [...inventory.leftOut];
  const lines = [
    ...policies.map(({ name, path, document }) => iam('create-policy', ['--policy-name', name], pathOf(path), ['--policy-document', textOf(document)])),
    ...groups.flatMap((group) => [iam('create-group', ['--group-name', group.name], pathOf(group.path)), ...policiesOf(inventory, 'group', group)]),
    ...users.flatMap((user) => [
      iam('create-user', ['--user-name', user.name], pathOf(user.path), boundaryOf(inventory, user), tagsOf(user)),
      ...user.groups.map((group) => iam('add-user-to-group', ['--group-name', group], ['--user-name', user.name])),
      ...policiesOf(inventory, 'user', user),
    ]),
    ...roles.flatMap((role) => [
      iam('create-role', ['--role-name', role.name], pathOf(role.path), ['--assume-role-policy-document', textOf(role.trust)], role.longest ? ['--max-session-duration', role.longest] : null, boundaryOf(inventory, role), tagsOf(role)),
      ...policiesOf(inventory, 'role', role),
    ]),
    ...resources.flatMap(({ arn, policy }) => {
      const line = resourceLine(arn, textOf(policy));
      if (!line) leftOut.push(`The policy of ${arn} is not set: there is no command for it here.`);
      return line ? [line] : null;
    }),
  ];
  return { text: lines.join('\n'), leftOut };
}

/** Lines that make the policies of an organization and attach them. Targets go by the ids of the scenario. */
export function controlLines(controls: Control[]): string {
  return controls
    .flatMap(({ name, type, document, targets }) => [
      `POLICY_ID=$(${line('organizations create-policy', ['--name', name], ['--type', type], ['--description', name], ['--content', textOf(document)])} --query Policy.PolicySummary.Id --output text)`,
      ...targets.map((target) => `${line('organizations attach-policy')} --policy-id "$POLICY_ID" ${option('--target-id', target)}`),
    ])
    .join('\n');
}

type Option = readonly [name: string, value: string] | null;

function iam(command: string, ...options: Option[]): string {
  return line(`iam ${command}`, ...options);
}

function line(command: string, ...options: Option[]): string {
  return [`aws ${command}`, ...options.flatMap((given) => (given ? [option(...given)] : []))].join(' ');
}

/** An option with its value. A value that begins with a dash would be taken for an option. */
function option(name: string, value: string): string {
  return name + (value.startsWith('-') ? '=' : ' ') + shell(value);
}

/** A text in quotes that a POSIX shell takes as it is. */
function shell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function textOf(document: Json): string {
  return typeof document === 'string' ? document : writeJson(document);
}

function pathOf(path: string): Option {
  return path === '/' ? null : ['--path', path];
}

function boundaryOf(inventory: Inventory, { boundary }: Identity): Option {
  return boundary ? ['--permissions-boundary', policyArn(inventory, boundary)] : null;
}

function tagsOf({ tags }: Identity): Option {
  return tags.length > 0 ? ['--tags', JSON.stringify(tags.map(([Key, Value]) => ({ Key, Value })))] : null;
}

function policiesOf(inventory: Inventory, kind: 'user' | 'group' | 'role', identity: Identity): string[] {
  const who: Option = [`--${kind}-name`, identity.name];
  return [
    ...identity.attached.map((reference) => iam(`attach-${kind}-policy`, who, ['--policy-arn', policyArn(inventory, reference)])),
    ...identity.inline.map(([name, document]) => iam(`put-${kind}-policy`, who, ['--policy-name', name], ['--policy-document', textOf(document)])),
  ];
}

/** The command that sets the policy of a resource; nothing where the service is not known here. */
function resourceLine(arn: string, policy: string): string | undefined {
  const { service, region, account, resource } = arnParts(arn);
  const where: Option = region ? ['--region', region] : null;
  switch (service) {
    case 's3':
      return resource.includes('/') ? undefined : line('s3api put-bucket-policy', ['--bucket', resource], ['--policy', policy]);
    case 'sqs':
      return line('sqs set-queue-attributes', ['--queue-url', `https://sqs.${region}.amazonaws.com/${account}/${resource}`], ['--attributes', JSON.stringify({ Policy: policy })], where);
    case 'sns':
      return line('sns set-topic-attributes', ['--topic-arn', arn], ['--attribute-name', 'Policy'], ['--attribute-value', policy], where);
    case 'kms':
      return line('kms put-key-policy', ['--key-id', arn], ['--policy-name', 'default'], ['--policy', policy], where);
    case 'secretsmanager':
      return line('secretsmanager put-resource-policy', ['--secret-id', arn], ['--resource-policy', policy], where);
  }
  return undefined;
}
