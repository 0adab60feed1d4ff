import { isArray, isObject, type Json, type JsonObject } from './json';

/** Where a value stands: member names and, for lists, indexes written as digits. */
export type Path = readonly string[];

/** The value at the path, or undefined. */
export function getAt(value: Json | undefined, path: Path): Json | undefined {
  for (const step of path) {
    if (isObject(value)) value = value.get(step);
    else if (isArray(value)) value = value[Number(step)];
    else return undefined;
  }
  return value;
}

/** A copy with the value at the path set; objects that are missing on the way are made. Undefined removes. */
export function setAt(root: Json | undefined, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const remove = rest.length === 0 && value === undefined;
  if (isArray(root)) {
    const copy = [...root];
    if (remove) copy.splice(Number(step), 1);
    else copy[Number(step)] = setAt(copy[Number(step)], rest, value);
    return copy;
  }
  const copy = new Map(isObject(root) ? root : []);
  if (remove) copy.delete(step);
  else copy.set(step, setAt(copy.get(step), rest, value));
  return copy;
}

/** The object at the path; an empty one where there is none. */
export function objectAt(value: Json | undefined, path: Path): JsonObject {
  const found = getAt(value, path);
  return isObject(found) ? found : new Map();
}

/** The string at the path, or "". */
export function stringAt(value: Json | undefined, path: Path): string {
  const found = getAt(value, path);
  return typeof found === 'string' ? found : '';
}

/** The strings of the list at the path; a single string counts as a list of one. */
export function stringsAt(value: Json | undefined, path: Path): string[] {
  const found = getAt(value, path);
  if (typeof found === 'string') return [found];
  return isArray(found) ? found.filter((v) => typeof v === 'string') : [];
}
