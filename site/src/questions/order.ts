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
