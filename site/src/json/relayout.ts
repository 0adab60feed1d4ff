import { formatJson } from './format';
import { parseJson } from './json';

export interface Range {
  from: number;
  to: number;
}

/** A text laid out for reading, and where each piece of the old text went. */
export interface Relaid {
  text: string;
  range: (before: Range) => Range;
}

/** Lays JSON text out anew; null where that would change more than white space. */
export function relayout(before: string): Relaid | null {
  let text: string;
  try {
    text = formatJson(parseJson(before));
  } catch {
    return null;
  }
  const from = inkOf(before);
  const to = inkOf(text);
  if (from.ink !== to.ink) return null;
  const range = (before: Range) => ({
    from: to.offsets[firstAtOrAfter(from.offsets, before.from)] ?? text.length,
    to: (to.offsets[firstAtOrAfter(from.offsets, before.to) - 1] ?? -1) + 1,
  });
  return { text, range };
}

/** All characters but the white space between tokens, with their offsets. */
function inkOf(text: string): { ink: string; offsets: number[] } {
  let ink = '';
  const offsets: number[] = [];
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (!inString && /\s/.test(c)) continue;
    if (c === '"' && !escaped(text, i)) inString = !inString;
    ink += c;
    offsets.push(i);
  }
  return { ink, offsets };
}

function escaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

function firstAtOrAfter(offsets: number[], at: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
