import { writeJson, type JsonObject } from '../json/json';
import { pack } from '../scenario/documents';
import { findSecrets, mapStrings, withoutSecrets, type Secret } from '../scenario/secrets';
import { encodeShare, maxPayload } from '../share/codec';
import { copy } from './clipboard';
import { clock } from './decide';
import { pinClock } from './edits';
import type { Store } from './store';

/** What came of sharing: a link, or credentials that would have gone with it. */
export type Shared = { kind: 'link'; url: string; copied: boolean } | { kind: 'secrets'; secrets: Secret[]; what: Way };

/** The ways that a scenario leaves the page. */
export type Way = 'link' | 'markdown' | 'file';

/** Makes the link of what stands on the page, with the clock pinned where a decision rests on it. */
export function linkOf(store: Store, base: string): string {
  const outcomes = store.answered.value?.decided.requests ?? [];
  const restsOnClock = (i: number) => outcomes[i]?.assumptions.some((a) => /clock|aws:CurrentTime|aws:EpochTime/i.test(a)) ?? false;
  const scenario = pinClock(pack(store.scenario.value), restsOnClock, clock());
  return `${base}#${encodeShare(writeJson(scenario), store.selected.value)}`;
}

/** The address of the page itself: what stands under /new, /denied, /compare and /p/ is at home at the root. */
export function home({ origin, pathname }: Location): string {
  return origin + pathname.replace(/^\/(new|denied|compare|p\/.*)\/?$/, '/');
}

/** A title as words in an address, at most sixty characters; nothing where it has no letter or digit of ASCII. */
export function wordsOf(title: string): string {
  const words = title.normalize('NFKD').replace(/[\u0300-\u036f’']/g, '').toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.reduce((path, word) => ((path + word).length < 60 ? `${path}${path && '-'}${word}` : path), '');
}

/** The same link with the words of a title before its fragment, or without any. */
export function withWords(url: string, words: string): string {
  const { origin, hash } = new URL(url);
  return words ? `${origin}/p/${words}${hash}` : `${origin}/${hash}`;
}

/** Whether the scenario may leave the page; where it holds credentials, the panel asks first. */
export function cleared(store: Store, what: Way): boolean {
  const secrets = findSecrets(writeJson(store.scenario.value));
  if (secrets.length === 0) return true;
  store.shared.value = { kind: 'secrets', secrets, what };
  return false;
}

/** Replaces the credentials by those of AWS's documentation; undo brings them back. */
export function replaceSecrets(store: Store, secrets: readonly Secret[]) {
  store.change((scenario) => mapStrings(scenario, (text) => withoutSecrets(text, secrets)) as JsonObject);
}

/** Shares, unless credentials would go along. */
export async function share(store: Store) {
  if (cleared(store, 'link')) await shareLink(store);
}

/** Shares what stands on the page. */
export async function shareLink(store: Store) {
  await tell(store, linkOf(store, home(location)));
}

/** The address shows the link, the clipboard holds it if the browser lets us, and the panel tells. */
export async function tell(store: Store, url: string) {
  if (url.length <= maxPayload) history.replaceState(null, '', url);
  store.shared.value = { kind: 'link', url, copied: false };
  const copied = await copy(url);
  const now = store.shared.value;
  if (now?.kind === 'link' && now.url === url) store.shared.value = { kind: 'link', url, copied };
}

export type Reach = 'good' | 'careful' | 'risky' | 'bad';

/** How far a link of this length carries, in words. */
export function reachOf(length: number): { reach: Reach; words: string } {
  if (length <= 2000) return { reach: 'good', words: 'Opens everywhere.' };
  if (length <= 4000) return { reach: 'careful', words: 'Over 2,000: some programs do not make it a link. Slack, WhatsApp and Telegram may cut it.' };
  if (length <= 8000) return { reach: 'risky', words: 'Over 4,000: Slack, WhatsApp and Telegram cut it. Send the scenario as a file there.' };
  if (length <= maxPayload) return { reach: 'bad', words: 'Over 8,000: many programs and servers cut it. Send the scenario as a file.' };
  return { reach: 'bad', words: 'Over 65,536: Verdict does not open links as long as this. Send the scenario as a file.' };
}
