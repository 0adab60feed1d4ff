import { python, type Value } from '../values';

type Members = { [name: string]: Value };

/** Writes a value as `--output text` does: a line for each object, its simple members by name, tabs between. */
export function asText(value: Value): string {
  return lines(value, undefined, undefined).map((line) => `${line}\n`).join('');
}

function lines(value: Value, name: string | undefined, columns: string[] | undefined): string[] {
  if (Array.isArray(value)) return listLines(value, name);
  return isMembers(value) ? memberLines(value, name, columns) : [python(value)];
}

function listLines(items: Value[], name: string | undefined): string[] {
  if (items.some(isMembers)) {
    const columns = simpleNames(items.filter(isMembers));
    return items.flatMap((item) => lines(item, name, columns));
  }
  const simple = items.filter((item) => !Array.isArray(item));
  return [...simpleLines(simple, name), ...items.filter(Array.isArray).flatMap((item) => lines(item, name, undefined))];
}

function simpleLines(items: Value[], name: string | undefined): string[] {
  if (items.length === 0) return [];
  return name === undefined ? [items.map(python).join('\t')] : items.map((item) => `${name.toUpperCase()}\t${python(item)}`);
}

function memberLines(members: Members, name: string | undefined, columns = simpleNames([members])): string[] {
  const cells = columns.map((column) => (column in members ? python(members[column]) : ''));
  const rest = Object.keys(members).filter((member) => !columns.includes(member)).sort();
  const own = cells.length === 0 ? [] : [[...(name === undefined ? [] : [name.toUpperCase()]), ...cells].join('\t')];
  return [...own, ...rest.flatMap((member) => lines(members[member]!, member, undefined))];
}

/** The names of the simple members that any of the objects has. */
function simpleNames(all: Members[]): string[] {
  return [...new Set(all.flatMap((members) => Object.keys(members).filter((name) => !isNested(members[name]!))))].sort();
}

function isMembers(value: Value): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNested(value: Value): boolean {
  return typeof value === 'object' && value !== null;
}
