import { callText } from './client';
import type { Reply } from './door';

/** What the engine made of a pasted text. */
export interface Imported {
  kind: 'scenario' | 'policy' | 'denial' | 'event' | 'account' | 'organization' | 'infrastructure';
  /** Its policy documents are texts, as the page keeps them; only a scenario that was pasted is as it was. */
  scenario: string;
  understood: { label: string; value: string }[];
  leftOut: string[];
  /** What else to paste, and the read-only command that prints it. */
  next: { what: string; command: string }[];
  /** Where a policy document may stand, and the index of where it does. */
  targets: string[];
  target: number;
  /** The first request that was added, or -1. */
  request: number;
  document: string[] | null;
}

/** The text of a call that takes pasted text in: into a scenario, or into a new one where that is empty. */
export function importCall(text: string, into: string, target: number): string {
  return callText({ method: 'import', scenario: into, target }, 'text', text);
}

/** Reads the engine's reply to importCall: a line, and the scenario behind it as it is. */
export function readImported(text: string): Reply<Imported> {
  const end = text.indexOf('\n');
  const reply = JSON.parse(end < 0 ? text : text.slice(0, end)) as Reply<Imported>;
  return reply.ok ? { ok: true, value: { ...reply.value, scenario: text.slice(end + 1) } } : reply;
}
