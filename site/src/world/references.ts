import { isArray, isObject, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAt, stringAt, stringsAt, type Path } from '../json/path';
import { policyPlaces } from '../scenario/documents';
import { counted, type TextChange } from './edited';

/** Gives a text another form, or the same. */
export type Renaming = (text: string) => string;

/** The scenario with the value at a path changed; the very same scenario where nothing changes. */
export function changeAt(scenario: JsonObject, path: Path, change: (value: Json | undefined) => Json | undefined): JsonObject {
  const before = getAt(scenario, path);
  const after = change(before);
  return after === before ? scenario : (setAt(scenario, path, after) as JsonObject);
}

/** A list with something done to each string in it; null takes it out. The list itself where nothing changes, nothing where nothing stays. */
export function changeStrings(list: Json | undefined, change: (text: string) => string | null): Json | undefined {
  if (typeof list === 'string') return change(list) ?? undefined;
  if (!isArray(list)) return list;
  const after = list.flatMap((item): Json[] => (typeof item === 'string' ? [change(item)].filter((text) => text !== null) : [item]));
  if (after.length === list.length && after.every((item, i) => item === list[i])) return list;
  return after.length > 0 ? after : undefined;
}

/** Members of a request that are words for people, or names of something else than an entity. */
const prose = new Set(['name', 'why', 'action', 'operation', 'expect', 'at', 'effect', 'policyType', 'sid']);

/** Gives entities another name wherever requests speak of them: principals, sessions, resources, context, what must decide. */
export function renameInRequests(scenario: JsonObject, rename: Renaming): JsonObject {
  return changeAt(scenario, ['requests'], (requests) => requests && renamed(requests, rename));
}

function renamed(value: Json, rename: Renaming): Json {
  if (typeof value === 'string') return value.trimStart().startsWith('{') ? value : rename(value);
  if (isArray(value)) return sameOr(value, value.map((item) => renamed(item, rename)));
  if (!isObject(value)) return value;
  const after = new Map([...value].map(([key, member]) => [key, prose.has(key) ? member : renamed(member, rename)]));
  return [...value].every(([key, member]) => after.get(key) === member) ? value : after;
}

function sameOr(before: readonly Json[], after: Json[]): readonly Json[] {
  return after.every((item, i) => item === before[i]) ? before : after;
}

/** Where a policy is referred to, in words. */
export interface Use {
  /** The identity's name, or the request's place. */
  by: string;
  how: 'attached' | 'boundary' | 'session';
}

/**
 * Changes references to managed policies: attachments, boundaries, session policies; null takes one away. `account` is
 * where a name without an ARN is looked up. Tells which references changed.
 */
export function changePolicyReferences(scenario: JsonObject, change: (reference: string, account: string) => string | null): { scenario: JsonObject; uses: Use[] } {
  const uses: Use[] = [];
  let out = scenario;
  const at = (path: Path, account: string, use: Use) => {
    const before = getAt(out, path);
    out = changeAt(out, path, (list) => changeStrings(list, (text) => (text.trimStart().startsWith('{') ? text : change(text, account))));
    if (getAt(out, path) !== before) uses.push(use);
  };
  for (const identity of identityPaths(scenario)) {
    at([...identity, 'attachedPolicies'], identity[1]!, { by: identity[3]!, how: 'attached' });
    at([...identity, 'permissionsBoundary'], identity[1]!, { by: identity[3]!, how: 'boundary' });
  }
  const requests = getAt(scenario, ['requests']);
  (isArray(requests) ? requests : []).forEach((request, i) => {
    const account = stringAt(request, ['principal']).split(':')[4] ?? '';
    at(['requests', String(i), 'session', 'policies'], account, { by: `request ${i + 1}`, how: 'session' });
  });
  return { scenario: out, uses };
}

/** The paths of all users, groups and roles. */
export function identityPaths(scenario: Json): [string, string, string, string][] {
  return [...objectAt(scenario, ['accounts']).keys()].flatMap((account) =>
    ['users', 'groups', 'roles'].flatMap((kind) => [...objectAt(scenario, ['accounts', account, kind]).keys()].map((name): [string, string, string, string] => ['accounts', account, kind, name])),
  );
}

/** How many policies have a name in their text: the name itself, not as the beginning of a longer one. */
export function textsNaming(scenario: JsonObject, name: string): number {
  return policyPlaces(scenario).filter(({ path }) => String(getAt(scenario, path)).search(whole(name)) >= 0).length;
}

/** Puts another name in the texts of all policies. */
export function changeTexts(scenario: JsonObject, { from, to }: TextChange): JsonObject {
  let out = scenario;
  for (const { path } of policyPlaces(scenario)) out = changeAt(out, path, (text) => (typeof text === 'string' ? text.replaceAll(whole(from), () => to) : text));
  return out;
}

function whole(name: string): RegExp {
  return new RegExp(`(?<![\\w+=,.@-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w+=,.@-])`, 'g');
}

/** Requests may assert which policy decides: those assertions follow its name. An assertion that does not say where the policy is attached is taken to mean this one. */
export function renameDeciding(scenario: JsonObject, old: string, name: string, types: string[], attachedHere: (to: string) => boolean): JsonObject {
  const means = (matched: Json) => {
    const type = stringAt(matched, ['policyType']);
    const on = stringAt(matched, ['attachedTo']);
    return stringAt(matched, ['policy']) === old && (type === '' || types.includes(type)) && (on === '' || attachedHere(on));
  };
  return changeRequests(scenario, (request) => changeAt(request, ['decidedBy'], (list) => (isArray(list) && list.some(means) ? list.map((matched) => (means(matched) ? setAt(matched, ['policy'], name) : matched)) : list)));
}

function changeRequests(scenario: JsonObject, change: (request: JsonObject) => JsonObject): JsonObject {
  const requests = getAt(scenario, ['requests']);
  if (!isArray(requests)) return scenario;
  const after = requests.map((request) => (isObject(request) ? change(request) : request));
  return after.every((request, i) => request === requests[i]) ? scenario : (setAt(scenario, ['requests'], after) as JsonObject);
}

/** In words: the policies that go on naming what is gone, as AWS does not edit them. */
export function stillNamed(scenario: JsonObject, name: string): string {
  const texts = textsNaming(scenario, name);
  return texts > 0 ? `${counted(texts, 'policy still names', 'policies still name')} it.` : '';
}

/** How many requests have a certain text at a place, such as their principal. */
export function requestsBy(scenario: JsonObject, at: Path, is: (text: string) => boolean): number {
  const requests = getAt(scenario, ['requests']);
  return isArray(requests) ? requests.filter((request) => is(stringAt(request, at))).length : 0;
}

/** The object with one of its members called otherwise, in its place. */
export function renameKey(object: JsonObject, from: string, to: string): JsonObject {
  return new Map([...object].map(([key, value]) => [key === from ? to : key, value]));
}

export function withItem(list: Json | undefined, item: string): Json {
  const items = stringsAt(list, []);
  return items.includes(item) ? (list as Json) : [...items, item];
}

export function withoutItem(list: Json | undefined, item: string): Json | undefined {
  return changeStrings(list, (text) => (text === item ? null : text));
}
