import { isObject, type Json } from '../json/json';
import { getAt, objectAt, stringAt, stringsAt, type Path } from '../json/path';
import { keyOf, managedKey, type DocumentKey } from './documents';

/** What the list of policies shows: accounts, in them groups of entities, in them documents. */
export interface Account {
  id: string;
  name: string;
  sections: Section[];
}

export interface Section {
  title: string;
  entities: Entity[];
}

export interface Entity {
  name: string;
  arn: string;
  path: Path;
  /** Whether inline policies can be put in it. */
  takesInline: boolean;
  /** Memberships and such, in words. */
  note: string;
  /** The ARNs of the groups that a user is in. */
  groups: string[];
  documents: Listed[];
}

/** A document under its entity, or a reference to one that stands elsewhere. */
export interface Listed {
  key: DocumentKey;
  name: string;
  kind: 'inline' | 'attached' | 'AWS' | 'boundary' | 'trust' | 'resource' | 'managed' | 'SCP' | 'RCP';
  /** Where the document stands, when this row owns it. */
  path: Path | null;
}

const sections: [member: string, title: string][] = [
  ['users', 'Users'],
  ['groups', 'Groups'],
  ['roles', 'Roles'],
];

export function accountsOf(scenario: Json): Account[] {
  return [...objectAt(scenario, ['accounts']).keys()].map((id) => accountOf(scenario, id));
}

function accountOf(scenario: Json, id: string): Account {
  const path = ['accounts', id];
  const all = sections.map(([member, title]) => ({
    title,
    entities: [...objectAt(scenario, [...path, member]).keys()].map((name) => identity(scenario, id, member, name)),
  }));
  const owned = resources(scenario, path);
  all.push({ title: 'Resources', entities: owned.filter((r) => !r.arn.includes(':vpc-endpoint/')) });
  all.push({ title: 'VPC endpoints', entities: owned.filter((r) => r.arn.includes(':vpc-endpoint/')).map(asEndpoint) });
  all.push({ title: 'Policies', entities: managed(scenario, id) });
  return { id, name: stringAt(scenario, [...path, 'name']), sections: all.filter((s) => s.entities.length > 0) };
}

function identity(scenario: Json, account: string, member: string, name: string): Entity {
  const path = ['accounts', account, member, name];
  const groups = stringsAt(scenario, [...path, 'groups']);
  const boundary = stringAt(scenario, [...path, 'permissionsBoundary']);
  const documents: Listed[] = [...objectAt(scenario, [...path, 'inlinePolicies']).keys()].map((policy) => {
    const at = [...path, 'inlinePolicies', policy];
    return { key: keyOf(at), name: policy, kind: 'inline', path: at };
  });
  for (const reference of stringsAt(scenario, [...path, 'attachedPolicies'])) documents.push(referred(account, reference, 'attached'));
  if (boundary) documents.push({ ...referred(account, boundary, 'boundary'), kind: 'boundary' });
  if (member === 'roles' && getAt(scenario, [...path, 'trustPolicy']) !== undefined) {
    const at = [...path, 'trustPolicy'];
    documents.push({ key: keyOf(at), name: 'trust policy', kind: 'trust', path: at });
  }
  return {
    name,
    arn: arnOf(scenario, path),
    path,
    takesInline: true,
    note: groups.length > 0 ? `in ${groups.join(', ')}` : '',
    groups: groups.map((group) => arnOf(scenario, ['accounts', account, 'groups', group])),
    documents,
  };
}

const types: Record<string, string> = { users: 'user', groups: 'group', roles: 'role', policies: 'policy' };

/** The ARN of a user, group, role or customer managed policy, by where it stands; a resource's is its key. */
export function arnOf(scenario: Json, [, account, kind, name]: Path): string {
  if (kind === 'resources') return name!;
  const folder = stringAt(scenario, ['accounts', account!, kind!, name!, 'path']) || '/';
  return `arn:${partitionOf(scenario, account!)}:iam::${account}:${types[kind!]}${folder}${name}`;
}

/** The account as a principal. */
export function rootArn(scenario: Json, account: string): string {
  return `arn:${partitionOf(scenario, account)}:iam::${account}:root`;
}

/** The partition of an account. */
export function partitionOf(scenario: Json, account: string): string {
  return stringAt(scenario, ['accounts', account, 'partition']) || 'aws';
}

/** A reference is a name in the same account, or an ARN of a customer or AWS managed policy. */
export function referred(account: string, reference: string, kind: 'attached' | 'boundary'): Listed {
  const aws = /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(reference);
  if (aws) return { key: managedKey(reference), name: aws[1]!, kind: 'AWS', path: null };
  const arn = /^arn:[^:]*:iam::(\d{12}):policy\/(?:.*\/)?([^/]+)$/.exec(reference);
  const name = arn?.[2] ?? reference;
  return { key: keyOf(['accounts', arn?.[1] ?? account, 'policies', name]), name, kind, path: null };
}

function resources(scenario: Json, account: Path): Entity[] {
  return [...objectAt(scenario, [...account, 'resources'])].map(([arn, resource]) => {
    const path = [...account, 'resources', arn];
    const at = [...path, 'policy'];
    const has = isObject(resource) && resource.has('policy');
    return {
      name: arn.split(':').slice(5).join(':') || arn,
      arn,
      path,
      takesInline: false,
      note: arn.split(':')[2] ?? '',
      groups: [],
      documents: has ? [{ key: keyOf(at), name: 'resource policy', kind: 'resource' as const, path: at }] : [],
    };
  });
}

/** An endpoint is called by its id. */
function asEndpoint(entity: Entity): Entity {
  return { ...entity, name: entity.name.replace('vpc-endpoint/', ''), note: '', documents: entity.documents.map((document) => ({ ...document, name: 'endpoint policy' })) };
}

function managed(scenario: Json, account: string): Entity[] {
  return [...objectAt(scenario, ['accounts', account, 'policies'])].map(([name, policy]) => {
    const path = ['accounts', account, 'policies', name];
    const wrapped = isObject(policy) && policy.has('document');
    return {
      name,
      arn: arnOf(scenario, path),
      path,
      takesInline: false,
      note: '',
      groups: [],
      documents: [{ key: keyOf(path), name, kind: 'managed' as const, path: wrapped ? [...path, 'document'] : path }],
    };
  });
}

/** Policies of the organization. */
export function organizationPolicies(scenario: Json): Listed[] {
  return (['serviceControlPolicies', 'resourceControlPolicies'] as const).flatMap((member) =>
    [...objectAt(scenario, ['organization', member]).keys()].map((name) => {
      const path = ['organization', member, name];
      return { key: keyOf(path), name, kind: member === 'serviceControlPolicies' ? ('SCP' as const) : ('RCP' as const), path };
    }),
  );
}
