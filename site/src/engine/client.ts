import { downloadCause, type Progress } from './download';
import type { Change, Completions, Decided, PolicyType, Reply, WordNote } from './door';
import type { FromWorker, ToWorker } from './messages';

/** The part of Worker that is used here; tests bring their own. */
export interface WorkerLike {
  postMessage(message: ToWorker, moved?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}

/** How the engine is, for the page to show. */
export type EngineState =
  | { phase: 'loading'; loaded: number; total: number }
  | { phase: 'ready' }
  | { phase: 'failed'; cause: string };

/** What became of a call. */
export type Answer =
  | { kind: 'reply'; text: string }
  /** A newer call took its place before it was sent. */
  | { kind: 'superseded' }
  | { kind: 'crashed'; cause: string }
  | { kind: 'unavailable'; cause: string };

export interface ClientOptions {
  spawn: () => WorkerLike;
  /** Fetches the engine's file, until the signal says stop. */
  download: (onProgress: Progress, signal: AbortSignal) => Promise<ArrayBuffer>;
  /** The size of that file. */
  bytes: number;
  /** A call that takes longer, in milliseconds, ends the worker; calls with long texts get more. */
  deadline: number;
  onState: (state: EngineState) => void;
  /** A worker died and another took its place. */
  onRestart: (cause: string) => void;
}

interface Call {
  text: string;
  resolve: (answer: Answer) => void;
}

/** What each letter of a call adds to its deadline, in milliseconds: four seconds a million, which a slow machine may take. */
const perLetter = 0.004;

/** Deaths before the first word that are taken for a lasting fault. */
const maxFailedStarts = 3;

/**
 * Keeps one engine at work. One call is in flight; of the calls that may be replaced only the newest
 * waits. A worker that dies or is late is replaced at once, and the text that killed it is not sent again.
 */
export class EngineClient {
  private worker: WorkerLike | null = null;
  /** The engine's file, while no worker has it. */
  private program: ArrayBuffer | undefined;
  private downloading = new AbortController();
  private ready = false;
  private failed = '';
  private inFlight: (Call & { id: number; timer: ReturnType<typeof setTimeout> }) | null = null;
  private queue: Call[] = [];
  private newest: Call | null = null;
  /** The last of the calls that may be replaced, and its answer: it holds until the engine is told more. */
  private asked: { text: string; answer: Promise<Answer> } | null = null;
  private readonly known: string[] = [];
  private lastId = 0;
  private failedStarts = 0;
  private readonly poison = new Map<string, string>();

  constructor(private readonly options: ClientOptions) {}

  /** Loads the engine; also the way to try again after a failure. */
  start() {
    this.failed = '';
    this.failedStarts = 0;
    this.options.onState({ phase: 'loading', loaded: 0, total: this.options.bytes });
    this.spawn();
  }

  /** Gives up loading; `start` begins anew. */
  stop() {
    this.fail('Its download was stopped.');
  }

  /** Asks in turn; always answered. */
  ask(text: string): Promise<Answer> {
    return this.enqueue((call) => this.queue.push(call), text);
  }

  /** Tells the engine data that were fetched beside it, as they are; each engine that takes its place is told them, too. */
  async tell(text: string): Promise<Answer> {
    const answer = await this.ask(text);
    if (answer.kind === 'reply') this.known.push(text);
    this.asked = null;
    return answer;
  }

  /** Asks, unless a newer such call comes before this one is sent. What was asked last is not asked again. */
  askNewest(text: string): Promise<Answer> {
    return this.once(text, (call) => {
      this.newest?.resolve({ kind: 'superseded' });
      this.newest = call;
    });
  }

  /** Asks in turn what askNewest is to be asked soon: its answer is then on its way, or there. */
  askAhead(text: string): Promise<Answer> {
    return this.once(text, (call) => this.queue.push(call));
  }

  private once(text: string, put: (call: Call) => void): Promise<Answer> {
    if (this.asked?.text === text) return this.asked.answer;
    const answer = this.enqueue(put, text);
    const asked = (this.asked = { text, answer });
    void answer.then(({ kind }) => kind !== 'reply' && asked === this.asked && (this.asked = null));
    return answer;
  }

  private enqueue(put: (call: Call) => void, text: string): Promise<Answer> {
    return new Promise((resolve) => {
      put({ text, resolve });
      this.next();
    });
  }

  private next(): void {
    if (this.failed) return this.answerAll({ kind: 'unavailable', cause: this.failed });
    if (!this.ready || this.inFlight) return;
    const call = this.queue.shift() ?? this.newest;
    if (!call) return;
    if (call === this.newest) this.newest = null;
    const known = this.poison.get(call.text);
    if (known !== undefined) {
      call.resolve({ kind: 'crashed', cause: known });
      return this.next();
    }
    this.send(call);
  }

  private send(call: Call) {
    const id = ++this.lastId;
    const deadline = this.options.deadline + call.text.length * perLetter;
    const timer = setTimeout(() => this.die(`no answer within ${Math.round(deadline / 1000)} seconds`), deadline);
    this.inFlight = { ...call, id, timer };
    this.worker!.postMessage({ type: 'call', id, text: call.text });
  }

  private spawn() {
    this.worker?.terminate();
    this.ready = false;
    try {
      const worker = this.options.spawn();
      this.worker = worker;
      worker.onmessage = ({ data }) => worker === this.worker && this.receive(data);
      worker.onerror = ({ message }) => worker === this.worker && this.broken(message ?? 'its script could not be loaded');
      void this.feed(worker);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Hands the engine's file to the worker, which starts meanwhile. */
  private async feed(worker: WorkerLike) {
    this.downloading.abort();
    const { signal } = (this.downloading = new AbortController());
    const onProgress: Progress = (loaded, total) => worker === this.worker && this.options.onState({ phase: 'loading', loaded, total });
    try {
      const program = this.program ?? (await this.options.download(onProgress, signal));
      if (worker !== this.worker) return;
      this.program = undefined;
      worker.postMessage({ type: 'start', program }, [program]);
    } catch (error) {
      if (worker === this.worker) this.fail(downloadCause(error));
    }
  }

  private receive(message: FromWorker) {
    switch (message.type) {
      case 'ready':
        this.program = message.program;
        this.ready = true;
        this.options.onState({ phase: 'ready' });
        return this.next();
      case 'failed':
        return this.fail(message.cause);
      case 'reply':
        return this.finish(message.id, { kind: 'reply', text: message.text });
      case 'crash':
        return this.die(message.cause);
    }
  }

  private finish(id: number, answer: Answer) {
    const call = this.inFlight;
    if (!call || call.id !== id) return;
    clearTimeout(call.timer);
    this.inFlight = null;
    if (answer.kind === 'reply') this.failedStarts = 0;
    call.resolve(answer);
    this.next();
  }

  private broken(cause: string) {
    if (this.ready) this.die(cause);
    else this.fail(`The engine’s worker did not start: ${cause}.`);
  }

  private die(cause: string) {
    const call = this.inFlight;
    if (call) this.poison.set(call.text, cause);
    if (this.poison.size > 20) this.poison.delete(this.poison.keys().next().value!);
    if (++this.failedStarts > maxFailedStarts && !call) return this.fail(cause);
    this.queue.unshift(...this.known.map((text) => ({ text, resolve: () => {} })));
    this.spawn();
    this.options.onRestart(cause);
    if (call) this.finish(call.id, { kind: 'crashed', cause });
  }

  private fail(cause: string) {
    this.worker?.terminate();
    this.worker = null;
    this.downloading.abort();
    this.ready = false;
    this.failed = cause;
    this.options.onState({ phase: 'failed', cause });
    const call = this.inFlight;
    if (call) this.finish(call.id, { kind: 'unavailable', cause });
    this.answerAll({ kind: 'unavailable', cause });
  }

  private answerAll(answer: Answer) {
    const waiting = [...this.queue, ...(this.newest ? [this.newest] : [])];
    this.queue = [];
    this.newest = null;
    for (const call of waiting) call.resolve(answer);
  }
}

/** The text of a call. The longest of its members stands behind it as it is: to escape megabytes for JSON and to undo that would take longer than to read them. */
export function callText(call: Record<string, unknown>, member: 'scenario' | 'text', text: string): string {
  return `${JSON.stringify({ ...call, behind: member })}\n${text}`;
}

/** The text of a call that decides a whole scenario. */
export function decideCall(scenario: string, trace: number, now: string): string {
  return callText({ method: 'decide', now, trace }, 'scenario', scenario);
}

/** The text of a call that asks which single edits would flip the decision on a request. */
export function changesCall(scenario: string, request: number, now: string): string {
  return callText({ method: 'changes', now, request }, 'scenario', scenario);
}

/** A place in a policy document, and the scenario that it stands in. */
export interface Caret {
  text: string;
  policyType: PolicyType;
  offset: number;
  scenario: string;
  now: string;
}

/** The text of a call that asks what can be written at a place. */
export function completeCall({ scenario, ...place }: Caret): string {
  return callText({ method: 'complete', ...place }, 'scenario', scenario);
}

/** Reads the engine's reply to completeCall. */
export function readCompletions(text: string): Reply<Completions> {
  return JSON.parse(text) as Reply<Completions>;
}

/** The text of a call that asks what the word at a place is. */
export function explainCall(text: string, offset: number): string {
  return JSON.stringify({ method: 'explain', text, offset });
}

/** Reads the engine's reply to explainCall. */
export function readNote(text: string): Reply<WordNote | null> {
  return JSON.parse(text) as Reply<WordNote | null>;
}

/** Reads the engine's reply to data that it was told: the day that they are of. */
export function readTold(text: string): Reply<{ date: string }> {
  return JSON.parse(text) as Reply<{ date: string }>;
}

/** Reads the engine's reply to changesCall. */
export function readChanges(text: string): Reply<Change[]> {
  return JSON.parse(text) as Reply<Change[]>;
}

/** Reads the engine's reply to decideCall. */
export function readDecided(text: string): Reply<Decided> {
  return JSON.parse(text) as Reply<Decided>;
}
