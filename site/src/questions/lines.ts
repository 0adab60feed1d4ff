/** One line of a difference. A line that went has its number before, any other its number after. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  number: number;
  text: string;
}

/** The lines in which two texts differ, in one piece, with a few alike before and after. */
export function diffLines(before: string, after: string, beside = 2): DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const lines = (texts: string[], kind: DiffLine['kind'], from: number, to: number) => texts.slice(from, to).map((text, i): DiffLine => ({ kind, number: from + i + 1, text }));
  if (start === old.length && start === now.length) return [];
  return [
    ...lines(now, 'same', Math.max(0, start - beside), start),
    ...lines(old, 'removed', start, old.length - end),
    ...lines(now, 'added', start, now.length - end),
    ...lines(now, 'same', now.length - end, Math.min(now.length, now.length - end + beside)),
  ];
}
