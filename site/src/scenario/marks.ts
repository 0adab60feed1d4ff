import type { Document, Part, StatementTrace, Trace } from '../engine/door';

/** How a statement fared in the selected request. */
export type MarkKind = 'denies' | 'allows' | 'matched' | 'near' | 'none' | 'idle' | 'broken';

/** One statement of a document, as the editor and the lists show it. */
export interface StatementMark {
  index: number;
  sid: string;
  from: number;
  to: number;
  kind: MarkKind;
  /** A few words. */
  label: string;
  /** A sentence. */
  reason: string;
  /** What each element did; none where the statement was not looked at. */
  parts: Part[];
}

/** Symbol and word of each kind; colour never stands alone. */
export const markSymbols: Record<MarkKind, string> = { denies: '✕', allows: '✓', matched: '✓', near: '≈', none: '–', idle: '·', broken: '!' };

const order: MarkKind[] = ['denies', 'allows', 'matched', 'near', 'none', 'idle'];

/** How every statement of a document fared; of several resources the strongest outcome counts. */
export function marksOf(document: Document, index: number, trace: Trace | null): StatementMark[] {
  const traces = byStatement(tracesOf(index, trace));
  return document.statements.map((statement, i) => {
    const base = { index: i, sid: statement.sid, from: statement.from, to: statement.to, parts: [] };
    if (!statement.sound) return { ...base, kind: 'broken', label: 'broken', reason: 'This statement is broken, so it matches nothing.' };
    const found = traces.get(i)?.sort((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)))[0];
    if (!found) return { ...base, kind: 'idle', label: '', reason: 'This policy does not apply to the selected request.' };
    return { ...base, kind: kindOf(found), label: labelOf(found), reason: found.reason, parts: found.parts };
  });
}

/** Whether two lists of marks say the same. */
export function sameMarks(a: StatementMark[], b: StatementMark[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function byStatement(traces: StatementTrace[]): Map<number, StatementTrace[]> {
  const all = new Map<number, StatementTrace[]>();
  for (const trace of traces) all.get(trace.index)?.push(trace) ?? all.set(trace.index, [trace]);
  return all;
}

function tracesOf(document: number, trace: Trace | null): StatementTrace[] {
  const policies = trace?.checks.flatMap((check) => check.rungs.flatMap((rung) => rung.policies)) ?? [];
  return policies.filter((policy) => policy.document === document).flatMap((policy) => policy.statements);
}

/** How one statement of the trace fared. */
export function kindOf(statement: StatementTrace): MarkKind {
  if (statement.decides) return statement.effect === 'Deny' ? 'denies' : 'allows';
  if (statement.matched) return 'matched';
  return statement.nearMiss ? 'near' : 'none';
}

/** How one statement fared, in a few words. */
export function labelOf(statement: StatementTrace): string {
  const kind = kindOf(statement);
  if (kind === 'denies') return 'denies this request';
  if (kind === 'allows') return 'allows this request';
  if (kind === 'matched') return statement.effect === 'Allow' ? 'matches, but does not decide' : 'matches';
  const failed = [...new Set(statement.parts.filter((p) => !p.matched).map(partName))].join(', ');
  return kind === 'near' ? `near miss: only ${failed} does not match` : `not matched${failed ? `: ${failed}` : ''}`;
}

/** An element's name; of a condition the key that it is about. */
export function partName(part: Part): string {
  return part.condition ? part.condition.key : part.element;
}
