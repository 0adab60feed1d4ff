import { isObject, JsonNumber, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, stringAt, stringsAt } from '../json/path';
import { pack } from '../scenario/documents';

/** What a scenario says of an account, or of its organization, in the order in which it can be built. */
export interface Inventory {
  account: string;
  partition: string;
  policies: ManagedPolicy[];
  groups: Identity[];
  users: (Identity & { groups: string[] })[];
  roles: (Identity & { trust: Json; longest: string })[];
  resources: { arn: string; policy: Json }[];
  /** What no command or template here can rebuild, in words. */
  leftOut: string[];
}

export interface ManagedPolicy {
  name: string;
  path: string;
  document: Json;
}

export interface Identity {
  name: string;
  path: string;
  /** Names of the account's own policies, or ARNs. */
  attached: string[];
  inline: [name: string, document: Json][];
  boundary: string;
  tags: [key: string, value: string][];
}

/** A policy of an organization, and the ids of what it is attached to. */
export interface Control {
  name: string;
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  document: Json;
  targets: string[];
}

/** Reads what there is to build of an account. */
export function inventoryOf(scenario: JsonObject, account: string): Inventory {
  const of = objectAt(pack(scenario), ['accounts', account]);
  const leftOut: string[] = [];
  const checked = (document: Json | undefined, what: string): Json => {
    if (isObject(document)) return document;
    leftOut.push(`${what} is no JSON document, so its text stands here as it is.`);
    return document ?? '';
  };
  const identity = (kind: string, name: string): Identity => {
    const path = [kind, name];
    return {
      name,
      path: stringAt(of, [...path, 'path']) || '/',
      attached: stringsAt(of, [...path, 'attachedPolicies']),
      inline: [...objectAt(of, [...path, 'inlinePolicies'])].map(([policy, document]) => [policy, checked(document, `The inline policy ${policy} of ${name}`)]),
      boundary: stringAt(of, [...path, 'permissionsBoundary']),
      tags: [...objectAt(of, [...path, 'tags'])].map(([key, value]) => [key, typeof value === 'string' ? value : '']),
    };
  };
  const names = (kind: string) => [...objectAt(of, [kind]).keys()];
  const policies = names('policies').map((name) => {
    const entry = getAt(of, ['policies', name]);
    const wrapped = isObject(entry) && entry.has('document');
    return { name, path: (wrapped && stringAt(entry, ['path'])) || '/', document: checked(wrapped ? entry.get('document') : entry, `The policy ${name}`) };
  });
  const resources = names('resources').flatMap((arn) => {
    const policy = getAt(of, ['resources', arn, 'policy']);
    if (objectAt(of, ['resources', arn, 'settings']).size > 0) leftOut.push(`Settings of ${arn} are not set.`);
    return policy === undefined ? [] : [{ arn, policy: checked(policy, `The policy of ${arn}`) }];
  });
  return {
    account,
    partition: stringAt(of, ['partition']) || 'aws',
    policies,
    groups: names('groups').map((name) => identity('groups', name)),
    users: names('users').map((name) => ({ ...identity('users', name), groups: stringsAt(of, ['users', name, 'groups']) })),
    roles: names('roles').map((name) => {
      const longest = getAt(of, ['roles', name, 'maxSessionDuration']);
      return { ...identity('roles', name), trust: checked(getAt(of, ['roles', name, 'trustPolicy']), `The trust policy of ${name}`), longest: longest instanceof JsonNumber ? longest.text : '' };
    }),
    resources,
    leftOut,
  };
}

/** Reads the policies of the organization, with what they are attached to; those of AWS exist already. */
export function controlsOf(scenario: JsonObject): Control[] {
  const organization = objectAt(pack(scenario), ['organization']);
  const nodes = nodesOf(getAt(organization, ['root']), '');
  const of = (member: string, list: string, type: Control['type']): Control[] =>
    [...objectAt(organization, [member])].map(([name, document]) => ({ name, type, document, targets: nodes.filter(([, node]) => stringsAt(node, [list]).includes(name)).map(([id]) => id) }));
  return [...of('serviceControlPolicies', 'scps', 'SERVICE_CONTROL_POLICY'), ...of('resourceControlPolicies', 'rcps', 'RESOURCE_CONTROL_POLICY')];
}

/** The nodes of the organization by id. Units nest no deeper than JSON is read. */
function nodesOf(node: Json | undefined, id: string): [id: string, node: Json][] {
  if (!isObject(node)) return [];
  const below = [...objectAt(node, ['organizationalUnits']).values()].flatMap((unit) => nodesOf(unit, ''));
  const accounts = [...objectAt(node, ['accounts'])].map(([account, entry]): [string, Json] => [account, entry]);
  return [[id || stringAt(node, ['id']), node], ...below, ...accounts];
}

/** The ARN of a policy that an identity names. */
export function policyArn(inventory: Inventory, reference: string): string {
  if (reference.startsWith('arn:')) return reference;
  const path = inventory.policies.find(({ name }) => name === reference)?.path ?? '/';
  return `arn:${inventory.partition}:iam::${inventory.account}:policy${path}${reference}`;
}

/** The policy of the account that a reference means, if it is one. */
export function ownPolicy(inventory: Inventory, reference: string): ManagedPolicy | undefined {
  return inventory.policies.find((policy) => policyArn(inventory, reference) === policyArn(inventory, policy.name));
}

/** The parts of an ARN. */
export function arnParts(arn: string): { service: string; region: string; account: string; resource: string } {
  const [, , service = '', region = '', account = '', ...rest] = arn.split(':');
  return { service, region, account, resource: rest.join(':') };
}
