import type { Decision } from '../engine/door';
import { csvOf } from './csv';

/** Decisions of principals (rows) on actions (columns). */
export interface Table {
  principals: readonly string[];
  actions: readonly string[];
  decisions: readonly (readonly Decision[])[];
}

/** By what a table is sorted: a column's action or a row's principal; what is allowed comes first. */
export interface Sorting {
  action: string | null;
  principal: string | null;
}

const rank: Record<Decision, number> = { allowed: 0, implicitDeny: 1, explicitDeny: 2, error: 3 };

/** The table with rows sorted by one action and columns by one principal; what is alike keeps its order. */
export function sorted(table: Table, { action, principal }: Sorting): Table {
  const column = table.actions.indexOf(action ?? '');
  const row = table.principals.indexOf(principal ?? '');
  const rows = byRank(table.principals.length, (i) => table.decisions[i]?.[column]);
  const columns = byRank(table.actions.length, (j) => table.decisions[row]?.[j]);
  return {
    principals: rows.map((i) => table.principals[i]!),
    actions: columns.map((j) => table.actions[j]!),
    decisions: rows.map((i) => columns.map((j) => table.decisions[i]![j]!)),
  };
}

function byRank(length: number, of: (index: number) => Decision | undefined): number[] {
  const at = (index: number) => rank[of(index) ?? 'allowed'];
  return Array.from({ length }, (_, i) => i).sort((a, b) => at(a) - at(b));
}

/** The table as CSV: a line for each principal, a column for each action. */
export function tableCsv({ principals, actions, decisions }: Table): string {
  return csvOf([['principal', ...actions], ...principals.map((principal, i) => [principal, ...decisions[i]!])]);
}
