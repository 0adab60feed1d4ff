import { json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAt, stringAt, type Path } from '../json/path';
import { formatJson } from '../json/format';
import { keyOf } from '../scenario/documents';
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

const firstPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};

/** Puts a new inline policy in an identity and opens it. */
export function addInlinePolicy(store: Store, identity: Path) {
  const taken = objectAt(store.scenario.value, [...identity, 'inlinePolicies']);
  let name = 'policy';
  for (let n = 2; taken.has(name); n++) name = `policy${n}`;
  const path = [...identity, 'inlinePolicies', name];
  store.change((scenario) => setAt(scenario, path, formatJson(json(firstPolicy))) as JsonObject);
  store.openDocument(keyOf(path));
}

/** Removes a policy document; what refers to it is then reported by the engine. */
export function deleteDocument(store: Store, path: Path) {
  const at = path.at(-1) === 'document' ? path.slice(0, -1) : path;
  store.change((scenario) => setAt(scenario, at, undefined) as JsonObject);
}

/** Gives a policy another name, in its place among the others; false where the name is taken or empty. */
export function renameDocument(store: Store, path: Path, name: string): boolean {
  const at = path.at(-1) === 'document' ? path.slice(0, -1) : path;
  const parent = at.slice(0, -1);
  const siblings = objectAt(store.scenario.value, parent);
  if (!name || siblings.has(name)) return false;
  const renamed = new Map([...siblings].map(([key, value]) => [key === at.at(-1) ? name : key, value]));
  store.change((scenario) => setAt(scenario, parent, renamed) as JsonObject);
  store.openKey.value = keyOf([...parent, name]);
  return true;
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
