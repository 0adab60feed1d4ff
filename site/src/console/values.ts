import type { Model } from './model';
import { Refusal } from './refusal';
import { readShorthand, type Short } from './shorthand';

/** A parameter as the API takes it. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/** The text of a file, or undefined where there is none of that name. */
export type Files = (name: string) => string | undefined;

/** Reads what follows an option by its shape: words, shorthand, JSON, or `file://` of any of these. */
export function readValue(model: Model, option: string, shape: string, words: readonly string[], files: Files): Value {
  const loaded = words.length === 1 ? [loadedFrom(option, words[0]!, files)] : words;
  const list = model.shapes[shape]?.list;
  const first = loaded[0] ?? '';
  if (list === undefined) return readOne(model, option, shape, first);
  if (loaded.length === 1 && first.trimStart().startsWith('[')) return readJson(option, first);
  return loaded.map((word) => readOne(model, option, list, word));
}

/** The text that a word stands for. */
export function loadedFrom(option: string, word: string, files: Files): string {
  const name = /^fileb?:\/\/(.*)$/s.exec(word)?.[1];
  if (name === undefined) return word;
  const text = files(name);
  if (text === undefined) throw new Refusal(`Error parsing parameter '${option}': Unable to load paramfile ${word}: [Errno 2] No such file or directory: '${name}'`);
  return text;
}

function readOne(model: Model, option: string, shape: string, word: string): Value {
  const { members } = model.shapes[shape] ?? {};
  if (members) return /^\s*[{[]/.test(word) ? readJson(option, word) : typed(model, shape, readShorthand(option, word));
  return shape === 'integer' ? integer(word) : word;
}

/** Reads JSON as the AWS CLI takes it for a parameter. */
export function readJson(option: string, text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    throw new Refusal(`Error parsing parameter '${option}': Invalid JSON: ${(error as Error).message}\nJSON received: ${text}`);
  }
}

function integer(word: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(word)) throw new Refusal(`invalid literal for int() with base 10: '${word}'`);
  return Number(word);
}

/** Gives shorthand the types of its shape: a single value is a list of one where a list stands. */
function typed(model: Model, shape: string, value: Short): Value {
  const { members, list } = model.shapes[shape] ?? {};
  if (list !== undefined) return (Array.isArray(value) ? value : [value]).map((item) => typed(model, list, item));
  if (members && typeof value === 'object' && !Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, typed(model, members[name] ?? 'string', one)]));
  if (shape === 'integer' && typeof value === 'string') return integer(value);
  return shape === 'boolean' && typeof value === 'string' ? value.toLowerCase() === 'true' : value;
}

/** A value as Python prints it. */
export function python(value: Value | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
