import { effect, signal } from '@preact/signals';
import { changesCall, readChanges, type EngineClient } from '../engine/client';
import type { Change } from '../engine/door';
import { parseJson, type JsonObject } from '../json/json';
import { getAt, type Path } from '../json/path';
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
    const made = madeIn(answered, change.path, change);
    if (!made) return;
    this.store.setText(made.key, made.after);
    this.store.show(made.key);
    this.store.jump.value = { key: made.key, from: made.from, to: made.from + change.text.length };
  }
}

/** A policy document's text before and after an edit, and where the edit begins; null where there is no such text. */
export function madeIn({ scenario, input }: Pick<Answered, 'scenario' | 'input'>, path: Path, change: Change) {
  const key = keyOf(path);
  const before = getAt(scenario, path);
  if (typeof before !== 'string') return null;
  const shift = input.shifts.get(key) ?? 0;
  const from = change.from + shift;
  return { key, from, before, after: splice(before, { from, to: change.to + shift, text: change.text }) };
}

/** The text with the edit made. */
export function splice(text: string, { from, to, text: put }: Pick<Change, 'from' | 'to' | 'text'>): string {
  return text.slice(0, from) + put + text.slice(to);
}
