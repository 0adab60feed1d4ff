import type { App } from '../app';
import { decideCall } from '../engine/client';
import { importCall, readImported, type Imported } from '../engine/intake';
import { isObject, parseJson, writeJson, type JsonObject } from '../json/json';
import { keyOf, pack, unpack } from '../scenario/documents';
import { isErrorFragment, isShareFragment } from '../share/fragment';
import { decodeError } from '../share/errorLink';
import { clock } from '../store/decide';
import { firstDocument } from '../scenario/first';
import type { Store } from '../store/store';

/** A text that was taken in, and what it was taken into: empty for a scenario of its own. */
export interface Taken {
  text: string;
  into: string;
  result: Imported;
}

/** A text that stands on the page now, and the scenario that it made of the one before. */
export interface Accepted extends Taken {
  made: JsonObject;
}

/** Why a text was not taken in, with its place where it has one. */
export interface Refused {
  problem: string;
}

/** The share link or link to an error in a text, or "". */
export function linkIn(text: string): string {
  const fragment = /^\s*(?:https?:\/\/\S*?#|#)?([se]\d*\.\S+)\s*$/.exec(text)?.[1] ?? '';
  return isShareFragment(fragment) || isErrorFragment(fragment) ? fragment : '';
}

/** The scenario that stands on the page, as text to take more into. */
export function present({ store }: App): string {
  return writeJson(pack(store.scenario.value));
}

/** Asks the engine what a text is. */
export async function recognize(app: App, text: string, into: string, target = -1): Promise<Taken | Refused> {
  if (/\p{Cs}/u.test(text)) return { problem: 'The text holds half of a character (a lone surrogate), so something was lost on its way.' };
  const answer = await app.client.ask(importCall(text, into, target));
  if (answer.kind !== 'reply') return { problem: `The engine could not take this in: ${'cause' in answer ? answer.cause : answer.kind}.` };
  const reply = readImported(answer.text);
  if (reply.ok) return { text, into, result: reply.value };
  const first = reply.error.diagnostics[0];
  return { problem: first ? `${reply.error.message} Line ${first.line}, column ${first.column + 1}.` : reply.error.message };
}

/**
 * Opens what was taken in: in place of what stands on the page, or into it; then undo takes it back. Gives what is wrong
 * with a scenario in words, or nothing.
 */
export async function accept(app: App, done: Taken): Promise<string> {
  const { store, opener } = app;
  const { result } = done;
  if (result.kind === 'scenario') return opener.openText(result.scenario);
  // The engine begins to decide while the page reads and opens the scenario, which will ask the very same.
  if (done.into === '') void app.client.askAhead(decideCall(result.scenario, Math.max(0, result.request), clock()));
  const scenario = unpack(parseJson(result.scenario) as JsonObject);
  if (done.into === '') opener.openMade(scenario, result.request);
  else takeInto(store, scenario, result.request);
  if (result.document) store.show(keyOf(result.document));
  store.taken.value = { ...done, made: store.scenario.value };
  return '';
}

/** Goes on with a scenario that took something in. Where that replaced the policy that is open, another is shown. */
function takeInto(store: Store, scenario: JsonObject, request: number) {
  const shown = store.places.value.has(store.openKey.value);
  store.change(() => scenario);
  if (request >= 0) store.select(request);
  if (shown && !store.places.value.has(store.openKey.value)) store.show(firstDocument(scenario, store.selected.value));
}

/** Puts a policy that was taken in somewhere else. Where something was edited since, it says so, as that edit would go. */
export async function retarget(app: App, target: number): Promise<string> {
  const { store } = app;
  const now = store.taken.value;
  if (!now) return '';
  if (now.made !== store.scenario.value) return editedSince;
  const again = await recognize(app, now.text, now.into, target);
  if ('problem' in again) return again.problem;
  const scenario = parseJson(again.result.scenario);
  if (store.taken.value !== now || !isObject(scenario)) return '';
  if (now.made !== store.scenario.value) return editedSince;
  store.change(() => unpack(scenario), 'target');
  if (again.result.document) store.show(keyOf(again.result.document));
  store.taken.value = { ...again, made: store.scenario.value };
  return '';
}

const editedSince = 'The scenario was edited after the policy was taken in. Undo those edits first, or paste the policy again.';

/** Opens a link that was pasted, or gives the error that it carries. */
export function follow(app: App, fragment: string): string {
  if (isShareFragment(fragment)) return (void app.opener.openLink(`#${fragment}`), '');
  const opened = decodeError(fragment);
  if (opened.ok) return opened.text;
  app.store.badLink.value = { problem: opened.problem, payload: opened.payload };
  return '';
}

/** Opens the error that the address's fragment carries, or says why it cannot be read. */
export async function openError(app: App, fragment: string) {
  app.opener.openBlank('denial');
  const text = follow(app, fragment.replace(/^#/, ''));
  if (!text) return;
  const found = await recognize(app, text, '');
  const problem = 'problem' in found ? found.problem : await accept(app, found);
  if (problem) app.store.badLink.value = { problem, payload: text };
}
