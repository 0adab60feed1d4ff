import { useEffect, useRef, useState } from 'preact/hooks';
import type { Got, Watch } from '../questions/asking';

/** A question that takes many decisions, as far as it is answered. */
export interface Asked<T> {
  /** The newest answer; null until the first. */
  value: T | null;
  /** Something changed since. */
  stale: boolean;
  problem: string;
  /** How far a question is that takes long. */
  progress: { done: number; total: number } | null;
  stopped: boolean;
  stop: () => void;
  again: () => void;
}

/** How long the page must rest before it is asked anew, and how long an answer is awaited before progress shows, in milliseconds. */
const rest = 200;
const patience = 300;

type State<T> = Pick<Asked<T>, 'value' | 'stale' | 'problem' | 'progress' | 'stopped'>;

/** Asks whenever one of `about` changes; the newest question wins. */
export function useAsked<T>(ask: (watch: Watch) => Promise<Got<T>>, about: readonly unknown[]): Asked<T> {
  const [state, setState] = useState<State<T>>({ value: null, stale: true, problem: '', progress: null, stopped: false });
  const [turn, setTurn] = useState(0);
  const control = useRef<AbortController | null>(null);
  useEffect(() => {
    const mine = new AbortController();
    control.current = mine;
    const change = (part: Partial<State<T>>) => control.current === mine && setState((now) => ({ ...now, ...part }));
    change({ stale: true, stopped: false });
    const timer = setTimeout(() => void follow(ask, mine.signal, change), state.value === null ? 0 : rest);
    return () => {
      control.current = null;
      clearTimeout(timer);
      mine.abort();
    };
  }, [...about, turn]);
  return { ...state, stop: () => control.current?.abort(), again: () => setTurn(turn + 1) };
}

async function follow<T>(ask: (watch: Watch) => Promise<Got<T>>, signal: AbortSignal, change: (part: Partial<State<T>>) => void) {
  let at = { done: 0, total: 1 };
  let late = false;
  const timer = setTimeout(() => ((late = true), change({ progress: at })), patience);
  const onProgress = (done: number, total: number) => {
    at = { done, total };
    if (late) change({ progress: at });
  };
  const got = await ask({ signal, onProgress });
  clearTimeout(timer);
  if (got.kind === 'answered') change({ value: got.value, stale: false, problem: '', progress: null });
  else change({ problem: got.kind === 'failed' ? got.cause : '', stopped: got.kind === 'stopped', progress: null });
}

/** How far it is, with a way to stop; or why there is no answer, with a way to ask again. */
export function AskedNote({ asked, what }: { asked: Asked<unknown>; what: string }) {
  const { progress, problem, stopped, stop, again } = asked;
  return (
    <div class="asked-note" role="status">
      {progress && (
        <>
          <progress aria-label={what} max={progress.total} value={progress.done} />
          <span class="muted">
            {progress.done.toLocaleString('en-US')} of {progress.total.toLocaleString('en-US')}
          </span>
          <button type="button" class="button" onClick={stop}>
            Stop
          </button>
        </>
      )}
      {!progress && (problem || stopped) && (
        <>
          <span class="unmet">{stopped ? 'Stopped before the end.' : `No answer: ${problem}`}</span>
          <button type="button" class="button" onClick={again}>
            Ask again
          </button>
        </>
      )}
    </div>
  );
}
