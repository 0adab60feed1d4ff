import { callText, type EngineClient } from './client';
import type { Decision, Failure, Reply } from './door';

/** One request of a scenario, asked for many actions. */
export interface Question {
  scenario: string;
  now: string;
  /** The index of the request whose principal, session, resources and context count. */
  request: number;
  actions: readonly string[];
}

export interface SweepOptions {
  /** Called behind every slice with how many actions are decided. */
  onProgress?: (decided: number, total: number) => void;
  /** Ends the sweep between two slices. */
  signal?: AbortSignal;
  /** How many actions are asked for at a time. */
  slice?: number;
}

/** What became of a sweep. */
export type Swept =
  | { kind: 'decided'; decisions: Decision[] }
  | { kind: 'aborted' }
  | { kind: 'refused'; error: Failure }
  | { kind: 'failed'; cause: string };

/** The engine's number for a scenario, kept from one sweep to the next about the same scenario and moment. */
export interface Kept {
  number?: number;
}

/** A slice that takes a few tens of milliseconds, so that other calls get their turn. */
const usualSlice = 2000;

const words: Record<string, Decision> = { a: 'allowed', e: 'explicitDeny', i: 'implicitDeny', '?': 'error' };

/** Decides one request for many actions, slice by slice. */
export async function sweep(client: EngineClient, question: Question, options: SweepOptions = {}, kept: Kept = {}): Promise<Swept> {
  const { onProgress, signal, slice = usualSlice } = options;
  const decisions: Decision[] = [];
  const total = question.actions.length;
  while (decisions.length < total) {
    if (signal?.aborted) return { kind: 'aborted' };
    const answer = await client.ask(sweepCall(question, kept.number, decisions.length, slice));
    if (answer.kind !== 'reply') return { kind: 'failed', cause: 'cause' in answer ? answer.cause : answer.kind };
    const reply = JSON.parse(answer.text) as Reply<{ decisions: string; sweep: number }>;
    if (!reply.ok && kept.number !== undefined) {
      delete kept.number; // another sweep came between, or another engine: it needs the scenario again
      continue;
    }
    if (!reply.ok) return { kind: 'refused', error: reply.error };
    if (reply.value.decisions === '') return { kind: 'failed', cause: 'the engine decided nothing' };
    kept.number = reply.value.sweep;
    for (const letter of reply.value.decisions) decisions.push(words[letter]!);
    onProgress?.(decisions.length, total);
  }
  return signal?.aborted ? { kind: 'aborted' } : { kind: 'decided', decisions };
}

function sweepCall({ scenario, now, request, actions }: Question, known: number | undefined, from: number, count: number): string {
  const call = { method: 'sweep', request, actions: actions.slice(from, from + count) };
  return known === undefined ? callText({ ...call, now }, 'scenario', scenario) : JSON.stringify({ ...call, sweep: known });
}
