import type { JsonObject } from '../json/json';
import type { DocumentKey } from '../scenario/documents';

/** What an edit made of a scenario. */
export interface Edited {
  scenario: JsonObject;
  /** What to show afterwards, an entry or a document; what is shown stays where this is left out. */
  open?: DocumentKey;
  /** An entry that has another key now, with all that stands below it. */
  moved?: { from: DocumentKey; to: DocumentKey };
  /** What went with it and what stayed behind, in sentences; empty where nothing need be said. */
  notice: string;
  /** Policies that still have the old name in their text, and what takes its place there. */
  texts?: TextChange;
}

/** A change of one word in the texts of policies. */
export interface TextChange {
  from: string;
  to: string;
}

/** An edit that AWS would not take, and why. */
export interface Refused {
  problem: string;
}

export type Outcome = Edited | Refused;

export function refused(outcome: Outcome): outcome is Refused {
  return 'problem' in outcome;
}

/** An edit with nothing to say. */
export function quietly(scenario: JsonObject, open?: DocumentKey): Edited {
  return open === undefined ? { scenario, notice: '' } : { scenario, open, notice: '' };
}

/** Sentences as one text. */
export function sentences(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}

/** A number with its noun. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** Names in a row: "a", "a and b", "a, b and 3 more". */
export function listed(names: string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
