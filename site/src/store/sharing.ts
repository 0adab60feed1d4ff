import { signal } from '@preact/signals';
import { writeJson } from '../json/json';
import { pack } from '../scenario/documents';
import { encodeShare, maxPayload } from '../share/codec';
import { clock } from './decide';
import { pinClock } from './edits';
import type { Store } from './store';

/** A link that was made, and how far it carries. */
export interface Shared {
  url: string;
  length: number;
  copied: boolean;
}

export const shared = signal<Shared | null>(null);

/** Makes the link of what stands on the page, with the clock pinned where a decision rests on it. */
export function linkOf(store: Store, base: string): string {
  const outcomes = store.answered.value?.decided.requests ?? [];
  const restsOnClock = (i: number) => outcomes[i]?.assumptions.some((a) => /clock|aws:CurrentTime|aws:EpochTime/i.test(a)) ?? false;
  const scenario = pinClock(pack(store.scenario.value), restsOnClock, clock());
  return `${base}#${encodeShare(writeJson(scenario), store.selected.value)}`;
}

/** Shares: the address shows the link, the clipboard holds it if the browser lets us, and the panel tells. */
export async function share(store: Store) {
  const url = linkOf(store, location.origin + location.pathname);
  const length = url.length;
  if (length <= maxPayload) history.replaceState(null, '', url);
  shared.value = { url, length, copied: false };
  const copied = await copy(url);
  if (shared.value?.url === url) shared.value = { url, length, copied };
}

/** Copies; false where the browser does not let us. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export type Reach = 'good' | 'careful' | 'risky' | 'bad';

/** How far a link of this length carries, in words. */
export function reachOf(length: number): { reach: Reach; words: string } {
  if (length <= 2000) return { reach: 'good', words: 'Opens everywhere.' };
  if (length <= 4000) return { reach: 'careful', words: 'Over 2,000 characters: some programs do not make it a link.' };
  if (length <= 8000) return { reach: 'risky', words: 'Over 4,000 characters: some chat programs cut it off.' };
  if (length <= maxPayload) return { reach: 'bad', words: 'Over 8,000 characters: many programs cut it off. Send the scenario as a file instead.' };
  return { reach: 'bad', words: 'Too long to be opened as a link. Send the scenario as a file instead.' };
}
