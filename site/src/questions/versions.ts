import { formatJson } from '../json/format';
import { isObject, JsonError, parseJson, writeJson, type JsonObject } from '../json/json';
import { getAt, setAt } from '../json/path';
import { keyOf, pack, policyPlaces, unpack, type DocumentKey, type PolicyPlace } from '../scenario/documents';
import { looksLikeScenario } from '../scenario/suggest';

/** The key of the scenario as a whole among what two versions can be compared in. */
export const whole: DocumentKey = '';

/** One text in which two versions can be compared: a policy document, or all of the scenario. */
export interface ComparedText {
  key: DocumentKey;
  name: string;
  before: string;
  after: string;
}

/** All that can be compared side by side, the whole scenario first. */
export function comparedTexts(before: JsonObject, after: JsonObject): ComparedText[] {
  const places = new Map([...policyPlaces(before), ...policyPlaces(after)].map((place) => [keyOf(place.path), place]));
  const all: ComparedText = { key: whole, name: 'The whole scenario', before: formatJson(pack(before)), after: formatJson(pack(after)) };
  return [all, ...[...places].map(([key, place]) => ({ key, name: nameOf(place), before: textAt(before, place), after: textAt(after, place) }))];
}

function nameOf({ path, name }: PolicyPlace): string {
  const owner = ['users', 'groups', 'roles'].includes(path[2] ?? '') && path[4] === 'inlinePolicies' ? ` of ${path[3]}` : '';
  return name + owner;
}

function textAt(scenario: JsonObject, { path }: PolicyPlace): string {
  const text = getAt(scenario, path);
  return typeof text === 'string' ? text : '';
}

/** What to show first: the one policy that changed, where nothing else did; else the whole. */
export function tellingText(texts: readonly ComparedText[], before: JsonObject, after: JsonObject): ComparedText {
  const changed = texts.filter((text) => text.key !== whole && text.before !== text.after);
  const [only] = changed;
  const place = only && policyPlaces(after).find(({ path }) => keyOf(path) === only.key);
  const alone = changed.length === 1 && place && writeJson(setAt(before, place.path, only.after)) === writeJson(after);
  return alone ? only : texts[0]!;
}

export type ReadVersion = { ok: true; label: string; scenario: JsonObject } | { ok: false; problem: string };

/** Reads a pasted or dropped text as a version: a scenario, or a policy that takes the place of the open one. */
export function readVersion(text: string, now: JsonObject, open: DocumentKey): ReadVersion {
  let value;
  try {
    value = parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ok: false, problem: `Line ${error.line}, column ${error.column + 1}: ${error.message}` };
  }
  if (isObject(value) && value.has('Statement')) return policyVersion(text, now, open);
  if (looksLikeScenario(value)) return { ok: true, label: 'the pasted scenario', scenario: unpack(value as JsonObject) };
  return { ok: false, problem: 'This is neither a policy (it has no Statement) nor a scenario (it has no version).' };
}

function policyVersion(text: string, now: JsonObject, open: DocumentKey): ReadVersion {
  const place = policyPlaces(now).find(({ path }) => keyOf(path) === open);
  if (!place) return { ok: false, problem: 'A policy is compared with the one that is open. Open one of your policies first.' };
  return { ok: true, label: `the pasted text of ${place.name}`, scenario: setAt(now, place.path, text) as JsonObject };
}
