import type { JsonObject } from '../json/json';
import { json } from '../json/json';

/** What stands in the transcript. */
export type Entry =
  | { kind: 'input'; who: string; text: string }
  | { kind: 'output'; text: string }
  /** A denied call can be asked as a request of the scenario. */
  | { kind: 'error'; text: string; request: JsonObject | null }
  | { kind: 'note'; text: string };

/** The most entries that are kept, and the most characters of one that are shown. */
const mostEntries = 400;
const mostCharacters = 100_000;

/** A transcript with one more entry. */
export function withEntry(entries: readonly Entry[], entry: Entry): Entry[] {
  const over = entry.text.length - mostCharacters;
  const shown = over <= 0 ? entry : { ...entry, text: `${entry.text.slice(0, mostCharacters)}\n… and ${over.toLocaleString('en-US')} characters more; --query picks what you need.` };
  return [...entries, shown].slice(-mostEntries);
}

/** The request that an access denied message is about. */
export function requestOf(message: string): JsonObject | null {
  const [, principal, action, resource] = /User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)/.exec(message) ?? [];
  return principal === undefined ? null : (json({ principal, action, resource }) as JsonObject);
}
