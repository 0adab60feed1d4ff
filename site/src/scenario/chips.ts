import type { Trace } from '../engine/door';
import type { ContextEntry } from './requests';

/** A context key as the sentence bar shows it. */
export type Chip =
  | { kind: 'supplied'; key: string; values: string[] }
  | { kind: 'derived'; key: string; values: string[] }
  /** A statement asks for it and the request lacks it. */
  | { kind: 'missing'; key: string }
  /** The request goes without it, though it would follow from the scenario. */
  | { kind: 'removed'; key: string };

/**
 * The context keys that matter to the decision: what the request gives or leaves out, then what conditions ask for, as the
 * engine derived it or found it missing. The keys that nothing asks for are left to the panel.
 */
export function chipsOf(entries: ContextEntry[], trace: Trace | null): Chip[] {
  const own = entries.map(({ key, values, removed }): Chip => (removed ? { kind: 'removed', key } : { kind: 'supplied', key, values }));
  const taken = new Set(entries.map(({ key }) => key.toLowerCase()));
  const known = new Map((trace?.context ?? []).map((entry) => [entry.key.toLowerCase(), entry]));
  const others = keysAskedFor(trace).filter((key) => !taken.has(key.toLowerCase()));
  return [
    ...own,
    ...others.map((key): Chip => {
      const found = known.get(key.toLowerCase());
      return found?.origin === 'derived' ? { kind: 'derived', key, values: found.values } : { kind: 'missing', key };
    }),
  ];
}

/** The keys of the conditions of statements that match in all else, each once whatever its letter case. */
function keysAskedFor(trace: Trace | null): string[] {
  const policies = trace?.checks.flatMap((check) => check.rungs.flatMap((rung) => rung.policies)) ?? [];
  const statements = policies.flatMap((policy) => policy.statements).filter(({ parts }) => parts.every(({ condition, matched }) => condition || matched));
  const keys = statements.flatMap(({ parts }) => parts.flatMap(({ condition }) => condition?.key ?? []));
  return [...new Map(keys.map((key) => [key.toLowerCase(), key])).values()];
}

/** Whether any request or policy of the scenario has to do with context keys. */
export function usesContext(policyTexts: string[], contexts: ContextEntry[][]): boolean {
  return contexts.some((entries) => entries.length > 0) || policyTexts.some((text) => text.includes('"Condition"'));
}
