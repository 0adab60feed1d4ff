import { signal } from '@preact/signals';

/** How long changes of the same name go on being one step. */
const together = 1000;
const most = 200;

/** States to go back to and to go forward to again. */
export class History<State> {
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  private past: State[] = [];
  private future: State[] = [];
  private lastName = '';
  private lastTime = 0;

  constructor(private readonly clock: () => number = () => Date.now()) {}

  /** Keeps the state before a change. */
  push(before: State, name: string) {
    const now = this.clock();
    const sameStep = name !== '' && name === this.lastName && now - this.lastTime < together;
    if (!sameStep) this.past.push(before);
    if (this.past.length > most) this.past.shift();
    this.future = [];
    this.lastName = name;
    this.lastTime = now;
    this.tell();
  }

  /** The state to go back to, or null. */
  undo(current: State): State | null {
    return this.move(this.past, this.future, current);
  }

  redo(current: State): State | null {
    return this.move(this.future, this.past, current);
  }

  clear() {
    this.past = [];
    this.future = [];
    this.lastName = '';
    this.tell();
  }

  private move(from: State[], to: State[], current: State): State | null {
    const state = from.pop();
    if (state === undefined) return null;
    to.push(current);
    this.lastName = '';
    this.tell();
    return state;
  }

  private tell() {
    this.canUndo.value = this.past.length > 0;
    this.canRedo.value = this.future.length > 0;
  }
}
