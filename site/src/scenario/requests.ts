import { isArray, isObject, json, JsonNumber, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAt, stringAt, stringsAt } from '../json/path';

/** The requests of a scenario; anything that is not an object is shown as an empty one. */
export function requestsOf(scenario: Json): JsonObject[] {
  const requests = getAt(scenario, ['requests']);
  return isArray(requests) ? requests.map((r) => (isObject(r) ? r : new Map())) : [];
}

/** What is asked, as the sentence bar shows it. */
export interface Asked {
  principal: string;
  action: string;
  resource: string;
}

export function asked(request: Json | undefined): Asked {
  const operation = operationOf(request);
  const resources = operation ? operation.given.flatMap(({ text }) => text ?? []) : stringsAt(request, ['resource']);
  return {
    principal: stringAt(request, ['principal']),
    action: operation?.name ?? stringAt(request, ['action']),
    resource: resources.length > 0 ? resources.join(', ') : '*',
  };
}

/** An API operation that a request names in an action's place, and what it touches; a choice has no text. */
export interface Operation {
  name: string;
  given: { name: string; text?: string }[];
}

export function operationOf(request: Json | undefined): Operation | null {
  const name = getAt(request, ['operation']);
  if (typeof name !== 'string') return null;
  const given = [...objectAt(request, ['with'])].map(([parameter, value]) => {
    const texts = stringsAt(value, []);
    return texts.length > 0 ? { name: parameter, text: texts.join(', ') } : { name: parameter };
  });
  return { name, given };
}

/** How many further permissions the request lists. */
export function furtherChecks(request: Json | undefined): number {
  const checks = getAt(request, ['checks']);
  return isArray(checks) ? checks.length : 0;
}

/** Writes a resource as typed: a list where a comma and a space part whole resources, else one, as S3 keys may hold commas. */
export function resourceValue(typed: string): Json {
  const parts = typed.trim().split(/,\s+/);
  const isList = parts.length > 1 && parts.every((part) => /^(\*|arn:([^:]*:){4}.+)$/.test(part));
  return isList ? parts : typed;
}

/** How many resources a request is about. */
export function resourceCount(request: Json | undefined): number {
  return Math.max(1, stringsAt(request, ['resource']).length);
}

/** One entry of the context of a request. A removed key has no values. */
export interface ContextEntry {
  key: string;
  values: string[];
  removed: boolean;
}

export function contextOf(request: Json | undefined): ContextEntry[] {
  const context = getAt(request, ['context']);
  if (!isObject(context)) return [];
  return [...context].map(([key, value]) => ({ key, values: valuesOf(value), removed: value === null }));
}

function valuesOf(value: Json): string[] {
  if (isArray(value)) return value.flatMap(valuesOf);
  if (value instanceof JsonNumber) return [value.text];
  return value === null || isObject(value) ? [] : [String(value)];
}

/** A copy of the request with its context replaced; values that did not change keep their type. */
export function withContext(request: JsonObject, entries: ContextEntry[]): JsonObject {
  if (entries.length === 0) return setAt(request, ['context'], undefined) as JsonObject;
  const old = getAt(request, ['context']);
  const context = new Map<string, Json>();
  for (const entry of entries) context.set(entry.key, contextValue(entry, isObject(old) ? old.get(entry.key) : undefined));
  return setAt(request, ['context'], context) as JsonObject;
}

function contextValue(entry: ContextEntry, old: Json | undefined): Json {
  if (entry.removed) return null;
  const kept = old !== undefined && old !== null && JSON.stringify(valuesOf(old)) === JSON.stringify(entry.values);
  if (kept) return old;
  return entry.values.length === 1 && !isArray(old) ? entry.values[0]! : entry.values;
}

/** What may be expected of a request; "" asserts nothing. */
export const expectations = ['', 'allowed', 'explicitDeny', 'implicitDeny', 'denied'] as const;

export const expectationWords: Record<string, string> = {
  '': 'nothing',
  allowed: 'allowed',
  explicitDeny: 'explicit deny',
  implicitDeny: 'implicit deny',
  denied: 'denied',
};

/** A request to begin from: who and what the one before asked, else the first identity of the scenario. */
export function newRequest(like: Json | undefined, principals: string[]): JsonObject {
  const before = operationOf(like) ? { principal: stringAt(like, ['principal']), action: '', resource: '*' } : asked(like);
  return json({
    principal: before.principal || principals[0] || 'arn:aws:iam::111122223333:user/alice',
    action: before.action || 's3:GetObject',
    resource: before.resource === '*' ? '*' : resourceValue(before.resource),
  }) as JsonObject;
}

/** The name that people see in tables and switchers. */
export function titleOf(request: Json | undefined): string {
  const { action, resource } = asked(request);
  return stringAt(request, ['name']) || `${action || 'no action'} on ${resource}`;
}
