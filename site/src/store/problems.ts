import type { Decided, Diagnostic, Document } from '../engine/door';
import { getAt } from '../json/path';
import { relayout, type Range, type Relaid } from '../json/relayout';
import { keyOf, managedKey, type DocumentKey } from '../scenario/documents';
import type { Answered, Store } from './store';

/** A diagnostic with the document that it is about, or none where it is about the scenario itself. */
export interface Problem {
  key: DocumentKey | null;
  /** What people call the place. */
  place: string;
  diagnostic: Diagnostic;
}

export function documentKey(document: Document): DocumentKey {
  return document.path ? keyOf(document.path) : managedKey(document.policy);
}

/** The documents of a reply by key. */
export function documentIndex(decided: Decided | undefined): Map<DocumentKey, number> {
  return new Map((decided?.documents ?? []).map((document, i) => [documentKey(document), i]));
}

const relaid = new WeakMap<Document, Relaid | null>();

/** The text of a document that only the engine knows, laid out for reading. */
export function managedText(document: Document): string {
  return relaidOf(document)?.text ?? document.text ?? '';
}

function relaidOf(document: Document): Relaid | null {
  if (!relaid.has(document)) relaid.set(document, document.text === undefined ? null : relayout(document.text));
  return relaid.get(document)!;
}

/** Where a piece of text that the engine named stands in the text that the page shows. */
export function shownRange(answered: Pick<Answered, 'decided' | 'input'>, index: number, { from, to }: Range): Range {
  const document = answered.decided.documents[index];
  const managed = document && !document.path ? relaidOf(document) : null;
  if (managed) return managed.range({ from, to });
  const shift = (document && answered.input.shifts.get(documentKey(document))) ?? 0;
  return { from: from + shift, to: to + shift };
}

/** What is wrong in one document, with offsets in the text as it stands in the editor. */
export function documentDiagnostics(answered: Answered, index: number): Diagnostic[] {
  const document = answered.decided.documents[index]!;
  const key = documentKey(document);
  if (answered.input.notDocuments.has(key)) return [notADocument(textAt(answered, document))];
  const shift = answered.input.shifts.get(key) ?? 0;
  return shift === 0 ? document.diagnostics : document.diagnostics.map((d) => shifted(d, shift, textAt(answered, document)));
}

function textAt(answered: Answered, document: Document): string {
  const text = document.path && getAt(answered.scenario, document.path);
  return typeof text === 'string' ? text : '';
}

function notADocument(text: string): Diagnostic {
  const empty = text.trim() === '';
  const from = text.length - text.trimStart().length;
  return {
    ...placeOf(text, empty ? 0 : from),
    from: empty ? 0 : from,
    to: Math.min(text.length, empty ? text.length : from + 1),
    severity: 'error',
    code: 'NOT_A_POLICY_DOCUMENT',
    message: empty ? 'The document is empty; it should begin with “{”.' : 'A policy document begins with “{”. If this is the path of a file, paste the file’s text.',
  };
}

function shifted(diagnostic: Diagnostic, by: number, text: string): Diagnostic {
  const move = <T extends { from: number; to: number }>(range: T): T => ({ ...range, from: range.from + by, to: range.to + by });
  return {
    ...move(diagnostic),
    ...placeOf(text, diagnostic.from + by),
    ...(diagnostic.related && { related: diagnostic.related.map(move) }),
    ...(diagnostic.fixes && { fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) })) }),
  };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) };
}

/** All problems of the reply, and of the engine's refusal where it refused the whole. */
export function problemsOf(store: Store): Problem[] {
  const refused = store.refused.value;
  if (refused) return refused.diagnostics.map((diagnostic) => ({ key: null, place: 'scenario', diagnostic }));
  const answered = store.answered.value;
  if (!answered) return [];
  const { decided } = answered;
  const inDocuments = decided.documents.flatMap((document, i) =>
    documentDiagnostics(answered, i).map((diagnostic) => ({ key: documentKey(document), place: placeName(document), diagnostic })),
  );
  const inScenario = [...decided.diagnostics, ...decided.requests.flatMap((request) => request.diagnostics)];
  return [...inDocuments, ...unique(inScenario).map((diagnostic) => ({ key: null, place: scenarioPlace(diagnostic), diagnostic }))];
}

function unique(diagnostics: Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((d) => !seen.has(JSON.stringify(d)) && seen.add(JSON.stringify(d)));
}

function placeName(document: Document): string {
  return document.policyType === 'trust' ? `trust policy of ${document.policy.split('/').pop()}` : document.policy;
}

/** Scenario members in words: requests count from 1, as in the switcher. */
export function scenarioPlace(diagnostic: Diagnostic): string {
  const [first, second, ...rest] = diagnostic.path ?? [];
  if (first === 'requests' && second !== undefined) return ['request ' + (Number(second) + 1), ...rest].join(' › ');
  return diagnostic.path?.join(' › ') || 'scenario';
}

/** Line and column as people count them. */
export function lineAndColumn(diagnostic: Diagnostic): string {
  return `${diagnostic.line}:${diagnostic.column + 1}`;
}

/** Opens the document of a problem at its place. */
export function goTo(store: Store, { key, diagnostic }: Problem) {
  if (!key) return;
  store.openDocument(key);
  store.jump.value = { key, from: diagnostic.from, to: diagnostic.to };
}
