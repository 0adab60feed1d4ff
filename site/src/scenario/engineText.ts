import { writeJson, type Json, type JsonObject } from '../json/json';
import { getAt, setAt } from '../json/path';
import { keyOf, policyPlaces, type DocumentKey } from './documents';

/** What the engine is sent, and what to know for reading its offsets. */
export interface EngineInput {
  text: string;
  /** White space cut off before the opening brace: offsets of these documents shift by so much. */
  shifts: ReadonlyMap<DocumentKey, number>;
  /** Documents whose text cannot be one, as it does not begin with a brace. */
  notDocuments: ReadonlySet<DocumentKey>;
}

/**
 * The engine takes a string for a policy document only where it begins with a brace. Text under
 * edit may not, for a moment: then an empty document goes in its place and the page says why.
 */
export function engineInput(scenario: JsonObject): EngineInput {
  const shifts = new Map<DocumentKey, number>();
  const notDocuments = new Set<DocumentKey>();
  let out: Json = scenario;
  for (const { path } of policyPlaces(scenario)) {
    const text = getAt(scenario, path);
    if (typeof text !== 'string' || text.startsWith('{')) continue;
    const trimmed = text.trimStart();
    if (trimmed.startsWith('{')) shifts.set(keyOf(path), text.length - trimmed.length);
    else notDocuments.add(keyOf(path));
    out = setAt(out, path, trimmed.startsWith('{') ? trimmed : '{}');
  }
  return { text: writeJson(out), shifts, notDocuments };
}
