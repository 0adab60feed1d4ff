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

/** A copy with a value set at each path; every container on the way, which must be there, is copied once. */
export function setAll(root: Json, values: Iterable<readonly [Path, Json]>): Json {
  const made = new Set<Json>();
  const own = (value: Json): Json => {
    if (made.has(value)) return value;
    const copy = isArray(value) ? [...value] : new Map(value as JsonObject);
    made.add(copy);
    return copy;
  };
  const put = (into: Json, step: string, value: Json) => (isArray(into) ? ((into as Json[])[Number(step)] = value) : (into as Map<string, Json>).set(step, value));
  const out = own(root);
  for (const [path, value] of values) {
    let into = out;
    for (const step of path.slice(0, -1)) {
      const inner = own(getAt(into, [step])!);
      put(into, step, inner);
      into = inner;
    }
    put(into, path.at(-1)!, value);
  }
  return out;
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
