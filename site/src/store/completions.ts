import type { App } from '../app';
import { completeCall, explainCall, readCompletions, readNote } from '../engine/client';
import type { Completions, WordNote } from '../engine/door';
import type { DocumentKey } from '../scenario/documents';
import { engineInput } from '../scenario/engineText';
import { clock } from './decide';

/** What can be written at a place of a document; null where the engine is not there or does not say. */
export async function askCompletions({ store, derived, client }: App, key: DocumentKey, caret: { text: string; offset: number }): Promise<Completions | null> {
  const index = derived.documentIndex.value.get(key);
  const policyType = store.answered.value?.decided.documents[index ?? -1]?.policyType ?? 'identity';
  const scenario = engineInput(store.scenario.value).text;
  const began = performance.now();
  const answer = await client.ask(completeCall({ ...caret, policyType, scenario, now: clock() }));
  performance.measure('completion', { start: began }); // for benchmarks
  const reply = answer.kind === 'reply' ? readCompletions(answer.text) : null;
  return reply?.ok ? reply.value : null;
}

/** What the word at a place of a policy document is; null where nobody can say. */
export async function askNote({ client }: App, text: string, offset: number): Promise<WordNote | null> {
  const answer = await client.ask(explainCall(text, offset));
  const reply = answer.kind === 'reply' ? readNote(answer.text) : null;
  return reply?.ok ? reply.value : null;
}
