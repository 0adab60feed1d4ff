import { split } from 'shlex';
import { Refusal } from './refusal';

/** What a text asks to be done, one after another; a file is what `cat > NAME <<EOF` writes. */
export type Step = { text: string; line: number } & ({ kind: 'command'; words: string[] } | { kind: 'file'; name: string; content: string });

/** The steps of a text, up to the one whose quotes or file are not closed, if there is one. */
export interface Steps {
  steps: Step[];
  unfinished: boolean;
}

const hereDocument = /^cat\s*(?:>\s*(?<after>\S+)\s*<<\s*(?<end>\S+)|<<\s*(?<end2>\S+)\s*>\s*(?<before>\S+))\s*$/;

/** Reads lines as a shell does: quotes, `\` at the end of a line, comments, and `$ ` before a command as tutorials print it. */
export function stepsOf(text: string): Steps {
  const lines = text.split(/\r?\n/);
  const steps: Step[] = [];
  for (let at = 0; at < lines.length; ) {
    const step = stepAt(lines, at);
    if (step === 'unfinished') return { steps, unfinished: true };
    if (step) steps.push(step);
    at += step ? step.text.split('\n').length : 1;
  }
  return { steps, unfinished: false };
}

function stepAt(lines: readonly string[], at: number): Step | null | 'unfinished' {
  const first = lines[at]!;
  if (/^\s*(#|\$?\s*$)/.test(first)) return null;
  const file = hereDocument.exec(withoutPrompt(first))?.groups;
  if (file) return fileAt(lines, at, (file['after'] ?? file['before'])!, (file['end'] ?? file['end2'])!.replace(/['"]/g, ''));
  for (let end = at + 1; end <= lines.length; end++) {
    const text = lines.slice(at, end).join('\n');
    const words = wordsOf(text);
    if (words) return { kind: 'command', text, line: at + 1, words };
  }
  return 'unfinished';
}

function fileAt(lines: readonly string[], at: number, name: string, end: string): Step | 'unfinished' {
  const close = lines.indexOf(end, at + 1);
  if (close < 0) return 'unfinished';
  const text = lines.slice(at, close + 1).join('\n');
  return { kind: 'file', text, line: at + 1, name, content: lines.slice(at + 1, close).join('\n') };
}

const withoutPrompt = (text: string) => text.replace(/^\s*(\$\s+)?/, '');

/** The words of a command; null while a quote or a `\` waits for more. */
export function wordsOf(text: string): string[] | null {
  const command = withoutPrompt(text);
  const comment = [...command.matchAll(/\s#/g)].find(({ index }) => tried(command.slice(0, index)));
  return tried(comment ? command.slice(0, comment.index) : command);
}

function tried(text: string): string[] | null {
  try {
    return split(text);
  } catch {
    return null;
  }
}

/** Refuses what only a shell can do. */
export function refuseShell(words: readonly string[]) {
  const operator = words.find((word) => /^([|;&<>]+|\d?>.*)$/.test(word));
  if (operator) throw new Refusal(`The console has no ${operator}: it runs one aws command a line.`);
  const variable = words.find((word) => /^\$[A-Za-z_{(]/.test(word));
  if (variable) throw new Refusal(`The console has no variables: write the value in place of ${variable}.`);
}
