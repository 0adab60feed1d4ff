import type { Outcome } from '../engine/door';
import type { JsonObject } from '../json/json';
import { setAt, stringAt } from '../json/path';

/** An expectation that would become another. */
export interface Taken {
  /** The request's index. */
  request: number;
  from: string;
  to: string;
}

/** What taking the results as expectations would change: those that were not met, and requests that expect nothing yet. */
export function takenResults(requests: readonly JsonObject[], outcomes: readonly (Outcome | undefined)[]): Taken[] {
  return requests.flatMap((request, i) => {
    const outcome = outcomes[i];
    if (!outcome || outcome.decision === 'error' || outcome.met === true) return [];
    return [{ request: i, from: stringAt(request, ['expect']), to: outcome.decision }];
  });
}

/** The requests with the results taken. What had to decide goes, as it was about the former expectation. */
export function withResults(requests: readonly JsonObject[], taken: readonly Taken[]): JsonObject[] {
  const by = new Map(taken.map(({ request, to }) => [request, to]));
  return requests.map((request, i) => (by.has(i) ? (setAt(setAt(request, ['expect'], by.get(i)!), ['decidedBy'], undefined) as JsonObject) : request));
}
