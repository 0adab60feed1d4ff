import type { Decided, Diagnostic, Document, Fix } from '../engine/door';
import type { Finding } from '../engine/lint';
import { getAt } from '../json/path';
import { relayout, type Range, type Relaid } from '../json/relayout';
import { keyOf, managedKey, type DocumentKey } from '../scenario/documents';
import type { Answered, Store } from './store';

/** A diagnostic with the document that it is about, or none where it is about the scenario itself. */
export interface Problem {
  key: DocumentKey | null;
  /** What people call the place. */
  place: string;
  diagnostic: Finding;
  /** Whether its code is that of a check, which has a page and can be ignored. */
  check: boolean;
  /** Whether the offsets are about the document's very text. */
  settled: boolean;
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

/** What the parser says of one document, with offsets in the text as it stands in the editor. */
export function documentDiagnostics(answered: Answered, index: number): Diagnostic[] {
  const document = answered.decided.documents[index]!;
  return inEditor(answered, document, document.diagnostics);
}

/** Diagnostics of the engine with offsets in the text as it stands in the editor. */
export function inEditor<T extends Diagnostic>(answered: Answered, document: Document, diagnostics: T[]): (T | Diagnostic)[] {
  const key = documentKey(document);
  if (answered.input.notDocuments.has(key)) return [notADocument(textAt(answered, document))];
  const shift = answered.input.shifts.get(key) ?? 0;
  return shift === 0 ? diagnostics : diagnostics.map((d) => shifted(d, shift, textAt(answered, document)));
}

/** What the checks and the parser say of one document. */
export interface Findings {
  findings: Finding[];
  /** Whether they are about the very text; else what the checks said before stands in until they have run again. */
  settled: boolean;
}

export function documentFindings(store: Store, answered: Answered, index: number): Findings {
  const document = answered.decided.documents[index]!;
  const known = store.linted.value?.documents.get(documentKey(document));
  if (known?.text === textAt(answered, document)) return { findings: known.findings, settled: true };
  const now = documentDiagnostics(answered, index);
  if (!known || now.some((d) => d.severity === 'error')) return { findings: now, settled: true };
  return { findings: known.findings, settled: false };
}

/** The text of a document of the scenario; nothing for what only the engine knows. */
export function textAt(answered: Answered, document: Document): string {
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

function shifted<T extends Diagnostic>(diagnostic: T, by: number, text: string): T {
  const move = <R extends { from: number; to: number }>(range: R): R => ({ ...range, from: range.from + by, to: range.to + by });
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

/** The problems that are not ignored. */
export function reported(problems: Problem[]): Problem[] {
  return problems.filter(({ diagnostic }) => !diagnostic.ignored);
}

/** All problems of the reply, what is ignored with a reason among them, and of the engine's refusal where it refused the whole. */
export function problemsOf(store: Store): Problem[] {
  const refused = store.refused.value;
  if (refused) return refused.diagnostics.map((diagnostic) => ({ key: null, place: 'scenario', diagnostic, check: false, settled: true }));
  const answered = store.answered.value;
  if (!answered) return [];
  const { decided } = answered;
  const inDocuments = decided.documents.flatMap((document, i) => {
    const { findings, settled } = documentFindings(store, answered, i);
    return findings.map((diagnostic) => ({ key: documentKey(document), place: placeName(document), diagnostic, check: true, settled }));
  });
  const inScenario = (diagnostics: Finding[], check: boolean) => unique(diagnostics).map((diagnostic) => ({ key: null, place: scenarioPlace(diagnostic), diagnostic, check, settled: true }));
  const [inVain, audited] = split(store.linted.value?.diagnostics ?? [], ({ path }) => path?.[0] === 'ignoredChecks');
  const members = [...decided.diagnostics, ...decided.requests.flatMap((request) => request.diagnostics), ...inVain];
  return [...inDocuments, ...inScenario(members, false), ...inScenario(audited, true)];
}

function split<T>(all: T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

function unique(diagnostics: Finding[]): Finding[] {
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

/** Makes a fix in the document that it is for; gives false where it is about another text by now. Undo takes it back. */
export function applyFixOf(store: Store, { key, settled }: Problem, fix: Fix): boolean {
  const text = key === null ? undefined : store.textOf(key);
  if (key === null || text === undefined || !settled || store.answered.value?.scenario !== store.scenario.value) return false;
  const edits = [...fix.edits].sort((a, b) => b.from - a.from);
  store.setText(key, edits.reduce((done, { from, to, text: put }) => done.slice(0, from) + put + done.slice(to), text), '');
  return true;
}
