import type { EngineClient } from '../engine/client';
import type { Outcome } from '../engine/door';
import type { JsonObject } from '../json/json';
import { decideSlices, type Got, type Slice, type Watch } from './asking';
import { pairsOf, type Pair } from './pairs';

/** What one version makes of a request. */
export interface Side {
  outcome: Outcome;
  slice: Slice;
}

/** A request that both versions were asked. */
export interface Compared {
  pair: Pair;
  before: Side;
  after: Side;
}

/** Asks both versions all requests that either has. */
export async function askComparison(client: EngineClient, before: JsonObject, after: JsonObject, now: string, { signal, onProgress }: Watch): Promise<Got<Compared[]>> {
  const pairs = pairsOf(before, after);
  const total = 2 * pairs.length;
  const left = await decideSlices(client, before, pairs.map((pair) => pair.before), now, { signal, onProgress: (done) => onProgress(done, total) });
  if (left.kind !== 'answered') return left;
  const right = await decideSlices(client, after, pairs.map((pair) => pair.after), now, { signal, onProgress: (done) => onProgress(pairs.length + done, total) });
  if (right.kind !== 'answered') return right;
  const [were, are] = [sidesOf(left.value), sidesOf(right.value)];
  return { kind: 'answered', value: pairs.map((pair, i) => ({ pair, before: were[i]!, after: are[i]! })) };
}

function sidesOf(slices: readonly Slice[]): Side[] {
  return slices.flatMap((slice) => slice.decided.requests.map((outcome) => ({ outcome, slice })));
}

/** Whether the two versions decide it otherwise. */
export function isChanged({ before, after }: Compared): boolean {
  return before.outcome.decision !== after.outcome.decision;
}
