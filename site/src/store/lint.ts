import { effect } from '@preact/signals';
import type { EngineClient } from '../engine/client';
import { lintCall, readLinted, type Finding } from '../engine/lint';
import type { DocumentKey } from '../scenario/documents';
import { clock } from './decide';
import { documentKey, inEditor, textAt } from './problems';
import type { Answered, Store } from './store';
import { isStale } from './verdict';

/** How long the page must rest before the checks run, in milliseconds: a keystroke's decision goes first. */
const rest = 150;
/** What each letter of a scenario adds to that: the checks of a large account take seconds, in which no key would get its decision. */
const perLetter = 0.0005;

/** Runs the checks whenever a decision is there and the page rests. */
export function lintAlways(store: Store, client: EngineClient): () => void {
  return effect(() => {
    const answered = store.answered.value;
    const catalog = store.catalogDate.value;
    const all = store.allChecks.value;
    const linted = store.linted.peek();
    if (!answered || isStale(store) || (linted?.about === answered.scenario && linted.catalog === catalog && linted.all === all)) return;
    const timer = setTimeout(() => void ask(store, client, answered), rest + answered.input.text.length * perLetter);
    return () => clearTimeout(timer);
  });
}

async function ask(store: Store, client: EngineClient, answered: Answered) {
  const catalog = store.catalogDate.value;
  const all = store.allChecks.value;
  const answer = await client.ask(lintCall(answered.input.text, clock(), all));
  if (answered !== store.answered.value || all !== store.allChecks.value || answer.kind !== 'reply') return;
  const reply = readLinted(answer.text);
  if (!reply.ok) return;
  const documents = new Map<DocumentKey, { text: string; findings: Finding[] }>();
  for (const [i, document] of answered.decided.documents.entries()) {
    const findings = reply.value.documents[i]?.diagnostics ?? [];
    documents.set(documentKey(document), { text: textAt(answered, document), findings: inEditor(answered, document, findings) });
  }
  store.linted.value = { about: answered.scenario, catalog, all, documents, diagnostics: reply.value.diagnostics };
}
