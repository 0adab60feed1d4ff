import type { Change } from '../engine/door';
import { formatJson } from '../json/format';
import { isArray, isObject, parseJson, type Json } from '../json/json';
import { madeIn, splice } from '../store/changes';
import type { Answered } from '../store/store';
import { diffLines, type DiffLine } from './lines';

/** What an edit does to the text that it is made in: the policy's own, or the scenario's as people read it. */
export function previewOf(answered: Pick<Answered, 'scenario' | 'input'>, change: Change): DiffLine[] {
  const made = change.path && madeIn(answered, change.path, change);
  if (made) return diffLines(made.before, made.after);
  const { text } = answered.input;
  return diffLines(laidOut(text), laidOut(splice(text, change)));
}

function laidOut(text: string): string {
  return formatJson(documentsAsObjects(parseJson(text)));
}

function documentsAsObjects(value: Json): Json {
  if (typeof value === 'string' && value.startsWith('{')) return asObject(value);
  if (isArray(value)) return value.map(documentsAsObjects);
  if (isObject(value)) return new Map([...value].map(([name, member]) => [name, documentsAsObjects(member)]));
  return value;
}

/** A document that is broken stays text. */
function asObject(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
