import { json, type JsonObject } from '../json/json';
import { objectAt, stringAt, type Path } from '../json/path';
import { quietly, type Edited, type Outcome } from './edited';
import { changeAt } from './references';

/** The most tags, and the most characters of a key and a value ("Rules for tagging in IAM and AWS STS"). */
const most = { tags: 50, key: 128, value: 256 };

/** The tags of an entry, in their order. */
export function tagsOf(scenario: JsonObject, entry: Path): [key: string, value: string][] {
  const path = [...entry, 'tags'];
  return [...objectAt(scenario, path).keys()].map((key) => [key, stringAt(scenario, [...path, key])]);
}

/** Sets a tag written as key=value; a key that is there gets the new value, whatever its letter case. */
export function setTag(scenario: JsonObject, entry: Path, text: string): Outcome {
  const cut = text.indexOf('=');
  if (cut < 0) return { problem: 'Write a tag as key=value, such as team=payroll.' };
  const [key, value] = [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
  const tags = tagsOf(scenario, entry);
  const same = tags.find(([other]) => other.toLowerCase() === key.toLowerCase())?.[0];
  const problem = tagProblem(key, value) || (same === undefined && tags.length >= most.tags ? `AWS keeps ${most.tags} tags at most.` : '');
  if (problem) return { problem };
  return quietly(changeAt(scenario, [...entry, 'tags', same ?? key], () => json(value)));
}

function tagProblem(key: string, value: string): string {
  if (key === '') return 'A tag needs a key: write key=value.';
  if (/^aws:/i.test(key)) return 'Keys that begin with aws: are AWS’s own.';
  if (key.length > most.key) return `The key has ${key.length} characters; AWS takes at most ${most.key}.`;
  if (value.length > most.value) return `The value has ${value.length} characters; AWS takes at most ${most.value}.`;
  const strange = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u.exec(key + value)?.[0];
  return strange === undefined ? '' : `“${strange}” cannot stand in a tag. Use letters, digits, spaces and _ . : / = + - @`;
}

/** Takes a tag off. */
export function removeTag(scenario: JsonObject, entry: Path, key: string): Edited {
  const without = changeAt(scenario, [...entry, 'tags', key], () => undefined);
  return quietly(objectAt(without, [...entry, 'tags']).size > 0 ? without : changeAt(without, [...entry, 'tags'], () => undefined));
}
