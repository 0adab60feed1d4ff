import type { ContextEntry } from '../scenario/requests';

/** A request's context in one line: `aws:SourceIp=203.0.113.5; s3:prefix=a, b; no aws:SourceVpce`. */
export function contextText(entries: readonly ContextEntry[]): string {
  return entries.map(({ key, values, removed }) => (removed ? `no ${key}` : `${key}=${values.map(quoted).join(', ')}`)).join('; ');
}

function quoted(value: string): string {
  return /[,;"]|^\s|\s$|^$/.test(value) ? JSON.stringify(value) : value;
}

export type ReadContext = { ok: true; entries: ContextEntry[] } | { ok: false; problem: string };

/** Reads the line back; values that hold a comma, a semicolon or a quotation mark stand in quotation marks. */
export function readContext(text: string): ReadContext {
  const entries: ContextEntry[] = [];
  for (const part of split(text, ';')) {
    const removed = /^no\s+(\S+)$/.exec(part);
    const given = /^([^\s=]+)\s*=(.*)$/s.exec(part);
    const key = removed?.[1] ?? given?.[1];
    if (!key) return { ok: false, problem: `“${part}” is neither key=value nor “no key”.` };
    if (entries.some((entry) => entry.key.toLowerCase() === key.toLowerCase())) return { ok: false, problem: `${key} stands here twice.` };
    const values = given ? split(given[2]!, ',').map(unquoted) : [];
    if (values.includes(null)) return { ok: false, problem: `A value of ${key} has a quotation mark that does not fit.` };
    entries.push({ key, values: values as string[], removed: removed !== null });
  }
  return { ok: true, entries };
}

/** The parts between a mark that stands outside of quotation marks, trimmed; empty ones are dropped. */
function split(text: string, mark: ';' | ','): string[] {
  const parts = text.match(new RegExp(`(?:"(?:[^"\\\\]|\\\\.)*"|[^${mark}])+`, 'gs')) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** A value as it is meant; null where its quotation marks do not fit. */
function unquoted(value: string): string | null {
  if (!value.includes('"')) return value;
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'string' ? read : null;
  } catch {
    return null;
  }
}
