import { getAt } from '../json/path';
import { pathOf, type DocumentKey } from '../scenario/documents';
import type { Store } from './store';

type IsThere = (key: DocumentKey) => boolean;

/** Tells what can be shown: documents and entries of the scenario, and AWS managed policies that the engine has named. */
export function isThere(store: Pick<Store, 'places' | 'scenario' | 'answered'>): IsThere {
  const places = store.places.value;
  const scenario = store.scenario.value;
  const answered = store.answered.value;
  return (key) => {
    if (places.has(key)) return true;
    if (key.startsWith('aws:')) return !answered || answered.decided.documents.some((document) => !document.path && key === `aws:${document.policy}`);
    return isEntry(key) && getAt(scenario, pathOf(key)) !== undefined;
  };
}

/** Whether a key is that of an entry of the world, and not of a document. */
export function isEntry(key: DocumentKey): boolean {
  return /^\/accounts\/[^/]+(\/(users|groups|roles|resources)\/[^/]+)?$/.test(key) || /^\/organization(\/root(\/(organizationalUnits|accounts)\/[^/]+)*)?$/.test(key);
}

/** The keys with one more opened. Of entries one is open at a time: the next takes its place. */
export function openTab(opened: DocumentKey[], key: DocumentKey): DocumentKey[] {
  if (key === '' || opened.includes(key)) return opened;
  const entry = isEntry(key) ? opened.findIndex(isEntry) : -1;
  return entry >= 0 ? opened.with(entry, key) : [...opened, key];
}

/** What is shown: the key itself, or where that is gone its neighbor among the tabs. */
export function currentTab(opened: DocumentKey[], key: DocumentKey, there: IsThere): DocumentKey {
  if (there(key)) return key;
  const at = opened.indexOf(key);
  return opened.slice(0, Math.max(at, 0)).findLast(there) ?? opened.slice(at + 1).find(there) ?? '';
}

/** Closes a tab; its neighbor is shown next where it was shown. */
export function closeTab(store: Store, key: DocumentKey) {
  const current = store.current.value;
  const tabs = store.tabs.value;
  const at = tabs.indexOf(key);
  store.opened.value = store.opened.value.filter((other) => other !== key);
  store.openKey.value = current === key ? (tabs[at + 1] ?? tabs[at - 1] ?? '') : current;
}

/** Lets tabs follow what has another key now, and what was shown stay shown. The old keys stay behind, for undo to come back to. */
export function followMove(store: Store, shown: DocumentKey, { from, to }: { from: DocumentKey; to: DocumentKey }) {
  const moved = (key: DocumentKey) => (key === from || key.startsWith(`${from}/`) ? to + key.slice(from.length) : key);
  store.opened.value = store.opened.value.flatMap((key) => (moved(key) === key ? [key] : [key, moved(key)])).filter((key, i, all) => all.indexOf(key) === i);
  store.openKey.value = moved(shown);
}
