import { effect, signal } from '@preact/signals';
import { changesCall, readChanges, type EngineClient } from '../engine/client';
import type { Change } from '../engine/door';
import { formatJson } from '../json/format';
import { isArray, isObject, parseJson, type Json, type JsonObject } from '../json/json';
import { getAt } from '../json/path';
import { keyOf, unpack } from '../scenario/documents';
import { clock } from './decide';
import type { Answered, Store } from './store';
import { isStale } from './verdict';

/** How long the page must rest before the edits are asked for, in milliseconds: a keystroke's decision goes first. */
const rest = 200;

/** The edits that would flip the selected request's decision; null while they are not known for what stands on the page. */
export class Changes {
  readonly list = signal<Change[] | null>(null);
  readonly wanted = signal(false);
  private about: Answered | null = null;

  constructor(
    private readonly store: Store,
    private readonly client: EngineClient,
  ) {}

  /** Keeps the list up to date while it is wanted. */
  start(): () => void {
    return effect(() => {
      const answered = this.store.answered.value;
      if (answered === this.about) return;
      this.list.value = null;
      this.about = null;
      if (!this.wanted.value || !answered || isStale(this.store)) return;
      const timer = setTimeout(() => void this.ask(answered), rest);
      return () => clearTimeout(timer);
    });
  }

  private async ask(answered: Answered) {
    const answer = await this.client.ask(changesCall(answered.input.text, answered.selected, clock()));
    if (answered !== this.store.answered.value || answer.kind !== 'reply') return;
    const reply = readChanges(answer.text);
    this.about = answered;
    this.list.value = reply.ok ? reply.value : [];
  }

  /** Makes the edit; undo takes it back. */
  apply(change: Change) {
    const answered = this.store.answered.value;
    if (!answered || isStale(this.store)) return;
    if (!change.path) {
      const text = splice(answered.input.text, change);
      this.store.change(() => unpack(parseJson(text) as JsonObject));
      return;
    }
    const key = keyOf(change.path);
    const text = getAt(this.store.scenario.value, change.path);
    if (typeof text !== 'string') return;
    const shift = answered.input.shifts.get(key) ?? 0;
    const moved = { from: change.from + shift, to: change.to + shift };
    this.store.setText(key, splice(text, { ...change, ...moved }));
    this.store.show(key);
    this.store.jump.value = { key, from: moved.from, to: moved.from + change.text.length };
  }

  /** The lines before and after the edit, as far as they differ. */
  preview(change: Change): { before: string; after: string } {
    const text = change.path ? getAt(this.store.scenario.value, change.path) : undefined;
    if (typeof text !== 'string') return { before: readable(this.store.answered.value!.input.text.slice(change.from, change.to)), after: readable(change.text) };
    const shift = this.store.answered.value?.input.shifts.get(keyOf(change.path!)) ?? 0;
    const from = change.from + shift;
    const to = change.to + shift;
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const end = (text.indexOf('\n', to) + 1 || text.length + 1) - 1;
    return { before: text.slice(start, end), after: text.slice(start, from) + change.text + text.slice(to, end) };
  }
}

/** The text with the edit made. */
function splice(text: string, { from, to, text: put }: Pick<Change, 'from' | 'to' | 'text'>): string {
  return text.slice(0, from) + put + text.slice(to);
}

/** A piece of the scenario's text as people read it: without the comma that joins it to its neighbors, documents laid out. */
function readable(piece: string): string {
  const bare = piece.replace(/^\s*,\s*|\s*,\s*$/g, '');
  for (const [open, close] of ['{}', '[]'] as const) {
    try {
      return inside(formatJson(documentsAsObjects(parseJson(open + bare + close))));
    } catch {
      continue; // neither members nor items
    }
  }
  return bare;
}

/** The lines between the outer brackets, moved to the left. */
function inside(laidOut: string): string {
  const lines = laidOut.split('\n');
  return lines.length > 2 ? lines.slice(1, -1).map((line) => line.slice(2)).join('\n') : laidOut.slice(1, -1).trim();
}

function documentsAsObjects(value: Json): Json {
  if (typeof value === 'string' && value.startsWith('{')) return parseJson(value);
  if (isArray(value)) return value.map(documentsAsObjects);
  if (isObject(value)) return new Map([...value].map(([name, member]) => [name, documentsAsObjects(member)]));
  return value;
}
