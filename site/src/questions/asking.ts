import { callText, decideCall, readDecided, type Answer, type EngineClient } from '../engine/client';
import type { Decided, Reply } from '../engine/door';
import type { JsonObject } from '../json/json';
import { setAt } from '../json/path';
import { engineInput, type EngineInput } from '../scenario/engineText';
import type { Reached } from './coverage';
import { askedBy, withoutNotes } from './principals';
import { sweep, type Kept } from '../engine/sweep';
import type { Decision } from '../engine/door';

/** What became of a question that takes many decisions. */
export type Got<T> = { kind: 'answered'; value: T } | { kind: 'stopped' } | { kind: 'failed'; cause: string };

/** How a long question is followed and stopped. */
export interface Watch {
  onProgress: (done: number, total: number) => void;
  signal: AbortSignal;
}

/** Part of what many decisions are made of: small, so that a keystroke's decision gets its turn between two. */
const slice = 50;

/** Each slice carries the scenario: of a large one the engine reads so many letters in the time of a decision, and slices grow with that. */
const lettersADecision = 1000;

/** A reply with the text that its offsets are about. */
export interface Slice {
  input: EngineInput;
  decided: Decided;
}

const stopped = { kind: 'stopped' } as const;

/** The scenario with other requests. */
export function asking(scenario: JsonObject, requests: readonly JsonObject[]): EngineInput {
  return engineInput(setAt(scenario, ['requests'], requests) as JsonObject);
}

/** Decides the scenario's requests slice by slice, with what decided each. */
export async function decideSlices(client: EngineClient, scenario: JsonObject, requests: readonly JsonObject[], now: string, { onProgress, signal }: Watch): Promise<Got<Slice[]>> {
  const slices: Slice[] = [];
  const step = Math.max(slice, Math.ceil(asking(scenario, []).text.length / lettersADecision));
  for (let from = 0; from < requests.length; from += step) {
    if (signal.aborted) return stopped;
    const input = asking(scenario, requests.slice(from, from + step));
    const read = readValue<Decided>(await client.ask(decideCall(input.text, -1, now)), readDecided);
    if (read.kind !== 'answered') return read;
    slices.push({ input, decided: read.value });
    onProgress(Math.min(requests.length, from + step), requests.length);
  }
  return signal.aborted ? stopped : { kind: 'answered', value: slices };
}

/** Asks the request in the name of each principal. */
export function askWho(client: EngineClient, scenario: JsonObject, request: JsonObject, principals: readonly string[], now: string, watch: Watch): Promise<Got<Slice[]>> {
  return decideSlices(client, scenario, principals.map((principal) => askedBy(request, principal)), now, watch);
}

/** Asks each action on the request's resource in the name of each principal: a row of decisions for each of them. */
export async function askMatrix(client: EngineClient, scenario: JsonObject, request: JsonObject, principals: readonly string[], actions: readonly string[], now: string, { onProgress, signal }: Watch): Promise<Got<Decision[][]>> {
  const { text } = asking(scenario, principals.map((principal) => askedBy(request, principal)));
  const kept: Kept = {};
  const rows: Decision[][] = [];
  for (const index of principals.keys()) {
    const swept = await sweep(client, { scenario: text, now, request: index, actions }, { signal }, kept);
    if (swept.kind === 'aborted') return stopped;
    if (swept.kind !== 'decided') return { kind: 'failed', cause: swept.kind === 'refused' ? swept.error.message : swept.cause };
    rows.push(swept.decisions);
    onProgress(rows.length, principals.length);
  }
  return { kind: 'answered', value: rows };
}

/** Asks which statements each request of a scenario reaches. */
export async function askCoverage(client: EngineClient, scenario: string, total: number, now: string, { onProgress, signal }: Watch): Promise<Got<Reached>> {
  const reached: number[][] = [];
  let known: number | undefined;
  while (reached.length < total) {
    if (signal.aborted) return stopped;
    const call = { method: 'coverage', from: reached.length, count: slice };
    const answer = await client.ask(known === undefined ? callText({ ...call, now }, 'scenario', scenario) : JSON.stringify({ ...call, sweep: known }));
    const read = readValue<{ reached: number[][]; sweep: number }>(answer, (text) => JSON.parse(text) as Reply<{ reached: number[][]; sweep: number }>);
    if (read.kind === 'failed' && known !== undefined) {
      known = undefined; // another sweep came between: the engine needs the scenario again
      continue;
    }
    if (read.kind !== 'answered') return read;
    if (read.value.reached.length === 0) return { kind: 'failed', cause: 'the engine decided nothing' };
    known = read.value.sweep;
    reached.push(...read.value.reached);
    onProgress(reached.length, total);
  }
  return { kind: 'answered', value: reached };
}

function readValue<T>(answer: Answer, read: (text: string) => Reply<T>): Got<T> & { kind: 'answered' | 'failed' } {
  if (answer.kind !== 'reply') return { kind: 'failed', cause: 'cause' in answer ? answer.cause : answer.kind };
  const reply = read(answer.text);
  return reply.ok ? { kind: 'answered', value: reply.value } : { kind: 'failed', cause: reply.error.diagnostics[0]?.message ?? reply.error.message };
}

/** A request for the matrix: one resource and the context count, whatever the request itself asks. */
export function onResource(request: JsonObject | undefined, resource: string): JsonObject {
  const kept = [...withoutNotes(request ?? new Map())].filter(([member]) => !['operation', 'with', 'checks', 'resource', 'action'].includes(member));
  return new Map([...kept, ['action', 's3:GetObject'], ['resource', resource]]);
}

