import { isArray, isObject, JsonNumber, writeJson, type Json } from './json';

const width = 80;

/**
 * Lays a document out for reading: two spaces a level; lists of scalars, and objects with a single
 * short member, stay on one line while that line fits.
 */
export function formatJson(value: Json, indent = ''): string {
  const deeper = indent + '  ';
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    const line = value.every(isScalar) ? `[${value.map(oneLine).join(', ')}]` : '';
    if (line && indent.length + line.length <= width) return line;
    return `[\n${value.map((v) => deeper + formatJson(v, deeper)).join(',\n')}\n${indent}]`;
  }
  if (isObject(value)) {
    if (value.size === 0) return '{}';
    const line = indent !== '' && value.size === 1 ? oneLine(value) : '';
    if (line && isSmall(value) && indent.length + line.length <= width) return line;
    return `{\n${[...value].map(([k, v]) => `${deeper}${JSON.stringify(k)}: ${formatJson(v, deeper)}`).join(',\n')}\n${indent}}`;
  }
  return writeJson(value);
}

function isScalar(value: Json): boolean {
  return value === null || typeof value !== 'object' || value instanceof JsonNumber;
}

function isSmall(value: Json): boolean {
  if (isObject(value)) return [...value.values()].every((v) => isScalar(v) || (isArray(v) && v.every(isScalar)));
  return false;
}

function oneLine(value: Json): string {
  if (isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (isObject(value)) return `{ ${[...value].map(([k, v]) => `${JSON.stringify(k)}: ${oneLine(v)}`).join(', ')} }`;
  return writeJson(value);
}
