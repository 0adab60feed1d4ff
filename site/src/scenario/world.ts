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

const sections: [member: string, title: string, type: string][] = [
  ['users', 'Users', 'user'],
  ['groups', 'Groups', 'group'],
  ['roles', 'Roles', 'role'],
];

export function accountsOf(scenario: Json): Account[] {
  return [...objectAt(scenario, ['accounts']).keys()].map((id) => accountOf(scenario, id));
}

function accountOf(scenario: Json, id: string): Account {
  const path = ['accounts', id];
  const all = sections.map(([member, title, type]) => ({
    title,
    entities: [...objectAt(scenario, [...path, member]).keys()].map((name) => identity(scenario, id, member, type, name)),
  }));
  all.push({ title: 'Resources', entities: resources(scenario, path) });
  all.push({ title: 'Policies', entities: managed(scenario, id) });
  return { id, name: stringAt(scenario, [...path, 'name']), sections: all.filter((s) => s.entities.length > 0) };
}

function identity(scenario: Json, account: string, member: string, type: string, name: string): Entity {
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
  const folder = stringAt(scenario, [...path, 'path']) || '/';
  return {
    name,
    arn: `arn:${partition(scenario, account)}:iam::${account}:${type}${folder}${name}`,
    path,
    takesInline: true,
    note: groups.length > 0 ? `in ${groups.join(', ')}` : '',
    documents,
  };
}

function partition(scenario: Json, account: string): string {
  return stringAt(scenario, ['accounts', account, 'partition']) || 'aws';
}

/** A reference is a name in the same account, or an ARN of a customer or AWS managed policy. */
function referred(account: string, reference: string, kind: 'attached' | 'boundary'): Listed {
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
      documents: has ? [{ key: keyOf(at), name: 'resource policy', kind: 'resource' as const, path: at }] : [],
    };
  });
}

function managed(scenario: Json, account: string): Entity[] {
  return [...objectAt(scenario, ['accounts', account, 'policies'])].map(([name, policy]) => {
    const path = ['accounts', account, 'policies', name];
    const wrapped = isObject(policy) && policy.has('document');
    const folder = wrapped ? stringAt(policy, ['path']) || '/' : '/';
    return {
      name,
      arn: `arn:${partition(scenario, account)}:iam::${account}:policy${folder}${name}`,
      path,
      takesInline: false,
      note: '',
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
