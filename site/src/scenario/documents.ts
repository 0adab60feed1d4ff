import { formatJson } from '../json/format';
import { isObject, parseJson, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAll, type Path } from '../json/path';

/** One policy document of the scenario, or the place where one may stand. */
export interface PolicyPlace {
  path: Path;
  /** What people call it: the policy's name, or what it belongs to. */
  name: string;
}

/** Names a document across the page: a JSON pointer, or `aws:` and the ARN of an AWS managed policy. */
export type DocumentKey = string;

export function keyOf(path: Path): DocumentKey {
  const end = path[path.length - 1] === 'document' && path[path.length - 3] === 'policies' ? path.length - 1 : path.length;
  let key = '';
  for (let i = 0; i < end; i++) key += '/' + escaped(path[i]!);
  return key;
}

/** A step of a JSON pointer; large scenarios have many, and few need it. */
function escaped(step: string): string {
  return /[~/]/.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}

/** Where the thing with a key stands; a policy that has a path of its own is the object around its document. */
export function pathOf(key: DocumentKey): Path {
  return key.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function managedKey(arn: string): DocumentKey {
  return 'aws:' + arn;
}

/** All policy documents that stand in the scenario, in reading order. */
export function policyPlaces(scenario: Json): PolicyPlace[] {
  const places: PolicyPlace[] = [];
  for (const kind of ['serviceControlPolicies', 'resourceControlPolicies']) {
    places.push(...named(scenario, ['organization', kind]));
  }
  for (const account of objectAt(scenario, ['accounts']).keys()) places.push(...accountPlaces(scenario, ['accounts', account]));
  const requests = getAt(scenario, ['requests']);
  if (Array.isArray(requests)) requests.forEach((_, i) => places.push(...sessionPlaces(scenario, i)));
  return places.filter((place) => isDocument(getAt(scenario, place.path)));
}

function accountPlaces(scenario: Json, account: Path): PolicyPlace[] {
  const places: PolicyPlace[] = [];
  for (const kind of ['users', 'groups', 'roles']) {
    for (const name of objectAt(scenario, [...account, kind]).keys()) {
      places.push({ path: [...account, kind, name, 'trustPolicy'], name: `${name} trust policy` });
      places.push(...named(scenario, [...account, kind, name, 'inlinePolicies']));
    }
  }
  for (const arn of objectAt(scenario, [...account, 'resources']).keys()) {
    places.push({ path: [...account, 'resources', arn, 'policy'], name: arn });
  }
  for (const [name, policy] of objectAt(scenario, [...account, 'policies'])) {
    const inside = isObject(policy) && policy.has('document');
    places.push({ path: [...account, 'policies', name, ...(inside ? ['document'] : [])], name });
  }
  return places;
}

function sessionPlaces(scenario: Json, request: number): PolicyPlace[] {
  const path = ['requests', String(request), 'session', 'policies'];
  const policies = getAt(scenario, path);
  if (!Array.isArray(policies)) return [];
  return policies
    .map((policy, i) => ({ policy, path: [...path, String(i)], name: `session policy ${i + 1}` }))
    .filter(({ policy }) => isObject(policy) || (typeof policy === 'string' && policy.trimStart().startsWith('{')));
}

function named(scenario: Json, path: Path): PolicyPlace[] {
  return [...objectAt(scenario, path).keys()].map((name) => ({ path: [...path, name], name }));
}

function isDocument(value: Json | undefined): boolean {
  return isObject(value) || typeof value === 'string';
}

/** The scenario as the page keeps it: every policy document as the text that is edited. */
export function unpack(scenario: JsonObject): JsonObject {
  return rewrite(scenario, (value) => (typeof value === 'string' ? value : formatJson(value)));
}

/** The scenario as it is shared: documents as objects wherever that loses nothing of what was typed. */
export function pack(scenario: JsonObject): JsonObject {
  return rewrite(scenario, (value) => (typeof value === 'string' ? losslessly(value) : value));
}

function losslessly(text: string): Json {
  try {
    const value = parseJson(text);
    return isObject(value) && formatJson(value) === text ? value : text;
  } catch {
    return text;
  }
}

function rewrite(scenario: JsonObject, change: (value: Json) => Json): JsonObject {
  const places: [Path, Json][] = [];
  for (const { path } of policyPlaces(scenario)) {
    const value = getAt(scenario, path)!;
    const next = change(value);
    if (next !== value) places.push([path, next]);
  }
  return places.length > 0 ? (setAll(scenario, places) as JsonObject) : scenario;
}
