import type { App } from '../app';
import type { Reply } from '../engine/door';
import { lineAndColumn } from './problems';

/** Lays the open policy out in the engine's one style; a text that is not sound JSON stays as it is. */
export async function formatOpen({ store, client }: Pick<App, 'store' | 'client'>) {
  const key = store.current.value;
  const text = store.textOf(key);
  if (text === undefined) return void (store.notice.value = 'Nothing is open here that could be formatted.');
  const answer = await client.ask(JSON.stringify({ method: 'format', text }));
  if (store.textOf(key) !== text) return; // typed on meanwhile
  if (answer.kind !== 'reply') return void (store.notice.value = 'The engine is not there, so nothing was formatted.');
  const reply = JSON.parse(answer.text) as Reply<{ text: string }>;
  if (reply.ok) return store.setText(key, reply.value.text, '');
  const [first] = reply.error.diagnostics;
  store.notice.value = `Not formatted: ${first ? `line ${lineAndColumn(first)}: ` : ''}${reply.error.message}`;
}
