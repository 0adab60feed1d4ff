import type { Document } from '../engine/door';

/** How the requests met one statement. */
export interface StatementCoverage {
  index: number;
  sid: string;
  effect: string;
  from: number;
  to: number;
  sound: boolean;
  /** Indexes of the requests that it decided, and of those that it matched without deciding. */
  decided: number[];
  matched: number[];
}

/** How the requests met the statements of one document. */
export interface DocumentCoverage {
  document: number;
  statements: StatementCoverage[];
}

/** For each request the statements that matched: document, statement, and 1 where it decided, one after the other. */
export type Reached = readonly (readonly number[])[];

/** Which statements took part in which requests, for every document that has statements. */
export function coverageOf(documents: readonly Document[], reached: Reached): DocumentCoverage[] {
  const all = documents.map(({ statements }, document) => ({
    document,
    statements: statements.map((statement, index): StatementCoverage => ({ ...statement, index, decided: [], matched: [] })),
  }));
  reached.forEach((flat, request) => {
    for (let i = 0; i + 2 < flat.length; i += 3) {
      const statement = all[flat[i]!]?.statements[flat[i + 1]!];
      statement?.[flat[i + 2] === 1 ? 'decided' : 'matched'].push(request);
    }
  });
  return all.filter(({ statements }) => statements.length > 0);
}

/** Whether any request reaches the statement. */
export function isReached({ decided, matched }: StatementCoverage): boolean {
  return decided.length + matched.length > 0;
}
