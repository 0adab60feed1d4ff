import { writeJson, type Json, type JsonObject } from '../json/json';
import { stringAt } from '../json/path';
import { requestsOf } from '../scenario/requests';
import { withoutNotes } from './principals';

/**
 * One question to both versions. A request that only one version has is put to the other too, as the question is what
 * the policies make of it.
 */
export interface Pair {
  kind: 'same' | 'edited' | 'added' | 'removed';
  before: JsonObject;
  after: JsonObject;
}

/** The requests of two versions: those that ask the same belong together, then those of one name; the rest stand alone. */
export function pairsOf(before: Json, after: Json): Pair[] {
  const left = requestsOf(before);
  const right = requestsOf(after);
  const partner = new Map<JsonObject, JsonObject>();
  join(left, right, partner, (request) => writeJson(withoutNotes(request)));
  join(left, right, partner, (request) => stringAt(request, ['name']));
  const taken = new Set(partner.values());
  const pairs = right.map((request): Pair => {
    const old = partner.get(request);
    if (!old) return { kind: 'added', before: request, after: request };
    const same = writeJson(withoutNotes(old)) === writeJson(withoutNotes(request));
    return { kind: same ? 'same' : 'edited', before: old, after: request };
  });
  const gone = left.filter((request) => !taken.has(request)).map((request): Pair => ({ kind: 'removed', before: request, after: request }));
  return [...pairs, ...gone];
}

/** Joins requests that are still alone where a word of theirs agrees; each once. */
function join(left: JsonObject[], right: JsonObject[], partner: Map<JsonObject, JsonObject>, word: (request: JsonObject) => string) {
  const taken = new Set(partner.values());
  const waiting = new Map<string, JsonObject[]>();
  for (const request of left.filter((r) => !taken.has(r) && word(r) !== '')) waiting.set(word(request), [...(waiting.get(word(request)) ?? []), request]);
  for (const request of right) {
    const match = partner.has(request) ? undefined : waiting.get(word(request))?.shift();
    if (match) partner.set(request, match);
  }
}
