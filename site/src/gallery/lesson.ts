import { decideCall, readDecided } from '../engine/client';
import type { Decided, Document, Matched, Outcome, Trace } from '../engine/door';
import { writeJson, type Json, type JsonObject } from '../json/json';
import { getAt, stringAt, stringsAt } from '../json/path';
import { pack, unpack } from '../scenario/documents';
import { engineInput } from '../scenario/engineText';
import { requestsOf } from '../scenario/requests';
import { encodeShare } from '../share/codec';
import { clock } from '../store/decide';
import { firstRequest, firstSentence } from '../store/gallery';
import { type GalleryEntry } from './search';

/** A scenario of the gallery with everything that its page shows. */
export interface Lesson extends GalleryEntry {
  description: string;
  scenario: JsonObject;
  decided: Decided;
  cases: Case[];
  /** Where the scenario opens to be edited. */
  link: string;
}

/** One request, decided. */
export interface Case {
  number: number;
  request: JsonObject;
  outcome: Outcome;
  /** The statements that decided, each once, of the policies that the page shows. */
  deciding: Matched[];
  trace: Trace;
  link: string;
}

/** Asks the engine, many calls at once. */
export type Ask = (calls: string[]) => string[];

/** Decides scenarios and gives what their pages show. */
export function lessonsOf(scenarios: { slug: string; scenario: JsonObject }[], ask: Ask): Lesson[] {
  const calls = scenarios.flatMap(({ scenario }) => {
    const { text } = engineInput(unpack(scenario));
    return requestsOf(scenario).map((_, i) => decideCall(text, i, clock()));
  });
  const replies = ask(calls).map(decidedOf);
  let next = 0;
  return scenarios.map(({ slug, scenario }) => lessonOf(slug, unpack(scenario), replies.slice(next, (next += requestsOf(scenario).length))));
}

function decidedOf(reply: string): Decided {
  const read = readDecided(reply);
  if (!read.ok) throw new Error(`A scenario of the gallery is refused: ${read.error.message}`);
  return read.value;
}

function lessonOf(slug: string, scenario: JsonObject, decided: Decided[]): Lesson {
  const description = stringAt(scenario, ['description']);
  const text = writeJson(pack(scenario));
  const link = (request: number) => `/#${encodeShare(text, request)}`;
  return {
    slug,
    title: stringAt(scenario, ['title']),
    line: firstSentence(description),
    tags: stringsAt(scenario, ['tags']),
    description,
    scenario,
    decided: decided[0]!,
    cases: requestsOf(scenario).map((request, i) => caseOf(request, i, decided[i]!, link(i))),
    link: link(firstRequest(slug)),
  };
}

function caseOf(request: JsonObject, i: number, { requests, documents, trace }: Decided, link: string): Case {
  const outcome = requests[i]!;
  const deciding = outcome.decidedBy.filter((m, j) => m.statement && isTelling(documents[m.document]!) && outcome.decidedBy.findIndex((o) => o.document === m.document && o.statement?.index === m.statement?.index) === j);
  return { number: i + 1, request, outcome, deciding, trace: trace!, link };
}

/** Whether a page shows a document: FullAWSAccess and its like stand everywhere and say nothing. */
export function isTelling({ path, policyType }: Pick<Document, 'path' | 'policyType'>): boolean {
  return path !== null || (policyType !== 'scp' && policyType !== 'rcp');
}

/** What a request says beside principal, action and resource, as short pieces of text. */
export function besides(request: JsonObject): string[] {
  const given = (path: string[]) => [...objectOr(getAt(request, path))].map(([key, value]) => `${key} = ${value === null ? '(removed)' : words(value)}`);
  const at = stringAt(request, ['at']);
  const endpoint = stringAt(request, ['vpcEndpoint']);
  const by = stringAt(request, ['session', 'federatedBy']) || stringAt(request, ['session', 'assumedBy', 'principal']);
  const transitive = stringsAt(request, ['session', 'transitiveTagKeys']).length + stringsAt(request, ['session', 'assumedBy', 'session', 'transitiveTagKeys']).length;
  return [
    ...given(['context']),
    ...(at ? [`at ${at}`] : []),
    ...(endpoint ? [`through ${endpoint}`] : []),
    ...(by ? [`session made by ${by.split(':').pop()}`] : []),
    ...given(['session', 'tags']).map((tag) => `session tag ${tag}`),
    ...given(['session', 'assumedBy', 'session', 'tags']).map((tag) => `first session’s tag ${tag}${transitive ? ', transitive' : ', not transitive'}`),
  ];
}

function objectOr(value: Json | undefined): JsonObject {
  return value instanceof Map ? value : new Map();
}

function words(value: Json): string {
  return Array.isArray(value) ? value.map(words).join(', ') : typeof value === 'string' ? value : writeJson(value);
}
