import managedUrl from '../../../engine/catalog/data/managed.txt?url';
import { EngineClient, type Answer, type EngineState } from '../engine/client';
import type { Reply } from '../engine/door';
import { download, type Progress } from '../engine/download';
import { spawnWorker } from '../engine/spawn';
import type { ServiceName } from './model';
import type { Value } from './values';

/** Who calls: a key of the scenario, a session, or a user by name. */
export type Credentials = { accessKeyId: string; sessionToken?: string } | { user: string };

/** A call of the IAM or STS API on a scenario. */
export interface ApiCall {
  scenario: string;
  service: ServiceName;
  operation: string;
  parameters: Value;
  credentials: Credentials;
}

/** A change of the scenario: without a value the member at the path goes. */
export interface ApiChange {
  path: string[];
  value: Value;
}

/** What AWS would answer. */
export type ApiAnswer =
  | { kind: 'result'; caller: string; result: Value; changes: ApiChange[] }
  | { kind: 'refused'; caller: string; code: string; message: string }
  /** There is no answer, as the scenario or the program is broken. */
  | { kind: 'broken'; message: string };

/** How long one call may take, in milliseconds: a large account has thousands of policies. */
const deadline = 10_000;

/** The cache of the program's file: whoever has opened the console once has it without a network, too. */
const cacheName = 'verdict-iam-api';

/** Makes the client of the IAM API; `start` begins to fetch it. */
export function apiClient(onState: (state: EngineState) => void): EngineClient {
  return new EngineClient({ spawn: () => spawnWorker('verdictIAM'), download: fetchProgram, bytes: __IAM_API__.bytes, deadline, onState, onRestart: () => {} });
}

async function fetchProgram(onProgress: Progress, signal: AbortSignal): Promise<ArrayBuffer> {
  const kept = await keptProgram();
  if (kept) return kept;
  const bytes = await download(__IAM_API__, onProgress, signal);
  await keep(bytes);
  return bytes;
}

async function keptProgram(): Promise<ArrayBuffer | undefined> {
  try {
    const bytes = await (await (await caches.open(cacheName)).match(__IAM_API__.url))?.arrayBuffer();
    return bytes?.byteLength === __IAM_API__.bytes ? bytes : undefined;
  } catch {
    return undefined; // private windows have no cache
  }
}

/** Keeps the file, and lets those of older builds go. */
async function keep(bytes: ArrayBuffer) {
  try {
    const cache = await caches.open(cacheName);
    for (const old of await cache.keys()) await cache.delete(old);
    await cache.put(__IAM_API__.url, new Response(bytes));
  } catch {
    // Without a cache it is fetched again the next time.
  }
}

/** Hands over the AWS managed policies that the program does not hold itself. Where they cannot be had, those that people meet first are there. */
export async function tellManaged(client: EngineClient) {
  try {
    const response = await fetch(managedUrl);
    if (response.ok) await client.tell(JSON.stringify({ method: 'managed', text: await response.text() }));
  } catch {
    // Offline before the site was kept.
  }
}

/** Calls the API at this moment. */
export async function callApi(client: EngineClient, call: ApiCall): Promise<ApiAnswer> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return answered(await client.ask(JSON.stringify({ method: 'call', ...call, now, seed: crypto.randomUUID() })));
}

interface Called {
  caller: string;
  result: Value;
  changes?: ApiChange[];
  error?: { code: string; message: string };
}

/** Reads the reply to a call. */
export function answered(answer: Answer): ApiAnswer {
  if (answer.kind === 'superseded') throw new Error('Calls of the API are never superseded.');
  if (answer.kind !== 'reply') return { kind: 'broken', message: `The IAM API gave no answer: ${answer.cause}` };
  const reply = JSON.parse(answer.text) as Reply<Called>;
  if (!reply.ok) return { kind: 'broken', message: `The scenario is not sound, so that nothing can be called: ${reply.error.message}` };
  const { caller, result, changes = [], error } = reply.value;
  return error ? { kind: 'refused', caller, ...error } : { kind: 'result', caller, result, changes };
}
