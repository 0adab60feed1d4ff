import type { Outcome } from '../engine/door';
import type { JsonObject } from '../json/json';

/** The order of the table of requests: those that came out otherwise than expected first, each part in the scenario's order. */
export function failingFirst(met: readonly (boolean | null | undefined)[]): number[] {
  const all = met.map((_, i) => i);
  return [...all.filter((i) => met[i] === false), ...all.filter((i) => met[i] !== false)];
}

/** Whether the rows of a table still stand for the same requests: one may have been edited, none came, went or moved. */
export function sameRows(before: readonly JsonObject[], after: readonly JsonObject[]): boolean {
  if (before.length !== after.length) return false;
  return before.filter((request, i) => request !== after[i]).length <= 1;
}

/** The outcome of each request, as far as it is known: while requests come, go or move, each keeps its own. */
export function outcomesOf(requests: readonly JsonObject[], asked: readonly JsonObject[], outcomes: readonly Outcome[]): (Outcome | undefined)[] {
  if (sameRows(asked, requests)) return requests.map((_, i) => outcomes[i]);
  const by = new Map(asked.map((request, i) => [request, outcomes[i]]));
  return requests.map((request) => by.get(request));
}
