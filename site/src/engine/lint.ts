import { callText } from './client';
import type { Diagnostic, Reply } from './door';

/** What a check found; the reason stands with what is ignored. */
export interface Finding extends Diagnostic {
  ignored?: string;
}

/** What the checks found, document by document in the order of the decision's, and of the scenario as a whole. */
export interface Linted {
  diagnostics: Finding[];
  documents: { diagnostics: Finding[] }[];
}

/** The text of a call that asks what the checks find: those that are on by default, or all. */
export function lintCall(scenario: string, now: string, all: boolean): string {
  return callText({ method: 'lint', now, all }, 'scenario', scenario);
}

/** Reads the engine's reply to lintCall. */
export function readLinted(text: string): Reply<Linted> {
  return JSON.parse(text) as Reply<Linted>;
}
