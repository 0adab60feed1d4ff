import type { App } from '../app';
import { completeCall, readCompletions } from '../engine/client';
import type { Completions } from '../engine/door';
import type { DocumentKey } from '../scenario/documents';
import { engineInput } from '../scenario/engineText';
import { clock } from './decide';

/** What can be written at a place of a document; null where the engine is not there or does not say. */
export async function askCompletions({ store, derived, client }: App, key: DocumentKey, caret: { text: string; offset: number }): Promise<Completions | null> {
  const index = derived.documentIndex.value.get(key);
  const policyType = store.answered.value?.decided.documents[index ?? -1]?.policyType ?? 'identity';
  const scenario = engineInput(store.scenario.value).text;
  const answer = await client.ask(completeCall({ ...caret, policyType, scenario, now: clock() }));
  const reply = answer.kind === 'reply' ? readCompletions(answer.text) : null;
  return reply?.ok ? reply.value : null;
}
