import type { JsonObject } from '../json/json';
import { getAt, setAt, stringAt } from '../json/path';
import { newRequest, resourceValue, withContext, type Asked, type ContextEntry } from '../scenario/requests';
import type { Store } from './store';

/** Changes one request. */
function changeRequest(store: Store, change: (request: JsonObject) => JsonObject, name: string) {
  const index = store.selected.value;
  const request = store.request.value;
  if (!request) return;
  store.change((scenario) => setAt(scenario, ['requests', String(index)], change(request)) as JsonObject, `${name} ${index}`);
}

/** Sets a part of what is asked, exactly as typed. */
export function setAsked(store: Store, part: keyof Asked, typed: string) {
  const value = part === 'resource' ? resourceValue(typed) : typed;
  changeRequest(store, (request) => setAt(request, [part], value) as JsonObject, part);
}

/** Sets what an operation touches. */
export function setParameter(store: Store, name: string, typed: string) {
  changeRequest(store, (request) => setAt(request, ['with', name], resourceValue(typed)) as JsonObject, `with ${name}`);
}

export function setContext(store: Store, entries: ContextEntry[]) {
  changeRequest(store, (request) => withContext(request, entries), 'context');
}

/** Sets what is expected; what had to decide goes with it, as it was about the former expectation. */
export function setExpectation(store: Store, expect: string) {
  const same = (request: JsonObject) => stringAt(request, ['expect']) === expect;
  changeRequest(
    store,
    (request) => (same(request) ? request : (setAt(setAt(request, ['expect'], expect || undefined), ['decidedBy'], undefined) as JsonObject)),
    'expect',
  );
}

export function setRequestName(store: Store, name: string) {
  changeRequest(store, (request) => setAt(request, ['name'], name || undefined) as JsonObject, 'name');
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

export function duplicateRequest(store: Store) {
  const request = store.request.value;
  if (!request) return;
  const at = store.selected.value + 1;
  const name = stringAt(request, ['name']);
  const copy = setAt(request, ['name'], name ? `${name} (copy)` : undefined) as JsonObject;
  setRequests(store, store.requests.value.toSpliced(at, 0, copy), at);
}

export function deleteRequest(store: Store) {
  const at = store.selected.value;
  setRequests(store, store.requests.value.toSpliced(at, 1), at);
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
