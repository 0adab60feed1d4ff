import { writeJson, type JsonObject } from '../json/json';
import { getAt, setAt, stringAt } from '../json/path';
import { withResults, type Taken } from '../questions/expectations';
import { withoutNotes } from '../questions/principals';
import { newRequest, resourceValue, withContext, type Asked, type ContextEntry } from '../scenario/requests';
import type { Store } from './store';

/** Changes one request. */
function changeRequest(store: Store, index: number, change: (request: JsonObject) => JsonObject, name: string) {
  const request = store.requests.value[index];
  if (!request) return;
  store.change((scenario) => setAt(scenario, ['requests', String(index)], change(request)) as JsonObject, `${name} ${index}`);
}

/** Sets a part of what is asked, exactly as typed. */
export function setAsked(store: Store, part: keyof Asked, typed: string, index = store.selected.value) {
  const value = part === 'resource' ? resourceValue(typed) : typed;
  changeRequest(store, index, (request) => setAt(request, [part], value) as JsonObject, part);
}

/** Sets what an operation touches. */
export function setParameter(store: Store, name: string, typed: string) {
  changeRequest(store, store.selected.value, (request) => setAt(request, ['with', name], resourceValue(typed)) as JsonObject, `with ${name}`);
}

export function setContext(store: Store, entries: ContextEntry[], index = store.selected.value) {
  changeRequest(store, index, (request) => withContext(request, entries), 'context');
}

/** Sets what is expected; what had to decide goes with it, as it was about the former expectation. */
export function setExpectation(store: Store, expect: string, index = store.selected.value) {
  const same = (request: JsonObject) => stringAt(request, ['expect']) === expect;
  changeRequest(
    store,
    index,
    (request) => (same(request) ? request : (setAt(setAt(request, ['expect'], expect || undefined), ['decidedBy'], undefined) as JsonObject)),
    'expect',
  );
}

export function setRequestName(store: Store, name: string, index = store.selected.value) {
  changeRequest(store, index, (request) => setAt(request, ['name'], name || undefined) as JsonObject, 'name');
}

function setRequests(store: Store, requests: JsonObject[], select: number) {
  store.change((scenario) => setAt(scenario, ['requests'], requests) as JsonObject);
  store.select(select);
}

/** Adds a request after the selected one; it asks what that one asks until it is changed. */
export function addRequest(store: Store) {
  const all = store.requests.value;
  const at = all.length === 0 ? 0 : store.selected.value + 1;
  const added = newRequest(store.request.value, store.suggestions.value.principals);
  setRequests(store, all.toSpliced(at, 0, added), at);
}

export function duplicateRequest(store: Store, index = store.selected.value) {
  const request = store.requests.value[index];
  if (!request) return;
  const at = index + 1;
  const name = stringAt(request, ['name']);
  const copy = setAt(request, ['name'], name ? `${name} (copy)` : undefined) as JsonObject;
  setRequests(store, store.requests.value.toSpliced(at, 0, copy), at);
}

export function deleteRequest(store: Store, index = store.selected.value) {
  const selected = store.selected.value;
  setRequests(store, store.requests.value.toSpliced(index, 1), index < selected ? selected - 1 : selected);
}

/** Moves a request to another one's place, and shows it there. */
export function moveRequest(store: Store, from: number, to: number) {
  const all = store.requests.value;
  const request = all[from];
  if (!request || from === to || to < 0 || to >= all.length) return;
  setRequests(store, all.toSpliced(from, 1).toSpliced(to, 0, request), to);
}

/** Shows the request that asks this; where there is none, it is added after the selected one. */
export function showRequest(store: Store, request: JsonObject) {
  const all = store.requests.value;
  const wanted = writeJson(withoutNotes(request));
  const found = all.findIndex((other) => writeJson(withoutNotes(other)) === wanted);
  if (found >= 0) return store.select(found);
  const at = Math.min(all.length, store.selected.value + 1);
  setRequests(store, all.toSpliced(at, 0, request), at);
}

/** Makes expectations of results, as they were shown. */
export function takeResults(store: Store, taken: readonly Taken[]) {
  store.change((scenario) => setAt(scenario, ['requests'], withResults(store.requests.value, taken)) as JsonObject);
}

export function setTitle(store: Store, title: string) {
  store.change((scenario) => setAt(scenario, ['title'], title) as JsonObject, 'title');
}

/** The requests with the moment of a clock pinned, where the engine said that a decision rests on it. */
export function pinClock(scenario: JsonObject, restsOnClock: (request: number) => boolean, now: string): JsonObject {
  const requests = getAt(scenario, ['requests']);
  if (!Array.isArray(requests)) return scenario;
  const pinned = requests.map((request, i) =>
    restsOnClock(i) && getAt(request, ['at']) === undefined ? setAt(request, ['at'], now) : request,
  );
  return setAt(scenario, ['requests'], pinned) as JsonObject;
}
