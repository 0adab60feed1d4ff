import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineClient, type Answer, type EngineState, type WorkerLike } from '../src/engine/client';
import type { Progress } from '../src/engine/download';
import type { FromWorker, ToWorker } from '../src/engine/messages';

class FakeWorker implements WorkerLike {
  static all: FakeWorker[] = [];
  sent: ToWorker[] = [];
  ended = false;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message?: string }) => void) | null = null;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(message: ToWorker) {
    this.sent.push(message);
  }
  terminate() {
    this.ended = true;
  }
  say(message: FromWorker) {
    this.onmessage?.({ data: message });
  }
  get calls() {
    return this.sent.flatMap((m) => (m.type === 'call' ? [m] : []));
  }
  reply(text: string) {
    this.say({ type: 'reply', id: this.calls.at(-1)!.id, text });
  }
}

const program = new ArrayBuffer(8);
let states: EngineState[];
let restarts: string[];
let client: EngineClient;
let download: { onProgress: Progress; signal: AbortSignal; resolve: (file: ArrayBuffer) => void; reject: (error: unknown) => void };
const worker = () => FakeWorker.all.at(-1)!;

function ready() {
  client.start();
  worker().say({ type: 'ready', program });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeWorker.all = [];
  states = [];
  restarts = [];
  client = new EngineClient({
    spawn: () => new FakeWorker(),
    download: (onProgress, signal) => new Promise((resolve, reject) => (download = { onProgress, signal, resolve, reject })),
    bytes: 100,
    deadline: 2000,
    onState: (state) => states.push(state),
    onRestart: (cause) => restarts.push(cause),
  });
});

describe('calls', () => {
  test('wait until the engine is there', async () => {
    const answer = client.ask('a');
    client.start();
    expect(worker().calls).toEqual([]);
    worker().say({ type: 'ready', program });
    worker().reply('A');
    expect(await answer).toEqual({ kind: 'reply', text: 'A' });
  });

  test('newest wins: what is in flight ends, of the waiting only the newest is sent', async () => {
    ready();
    const answers = ['a', 'b', 'c'].map((text) => client.askNewest(text));
    worker().reply('A');
    worker().reply('C');
    expect(await Promise.all(answers)).toEqual([{ kind: 'reply', text: 'A' }, { kind: 'superseded' }, { kind: 'reply', text: 'C' }]);
    expect(worker().calls.map((c) => c.text)).toEqual(['a', 'c']);
  });

  test('that ask the same as the last are asked once, until the engine is told more', async () => {
    ready();
    const [first, again] = [client.askNewest('a'), client.askNewest('a')];
    expect(worker().calls.map(({ text }) => text)).toEqual(['a']);
    const [second, twice] = [client.askNewest('b'), client.askNewest('b')];
    worker().reply('A');
    expect(await Promise.all([first, again])).toEqual([{ kind: 'reply', text: 'A' }, { kind: 'reply', text: 'A' }]);
    worker().reply('B');
    expect(await Promise.all([second, twice])).toEqual([{ kind: 'reply', text: 'B' }, { kind: 'reply', text: 'B' }]);
    expect(await client.askNewest('b')).toEqual({ kind: 'reply', text: 'B' });
    expect(worker().calls.map(({ text }) => text)).toEqual(['a', 'b']);
    const told = client.tell('data');
    worker().reply('thanks');
    await told;
    void client.askNewest('b');
    expect(worker().calls.map(({ text }) => text)).toEqual(['a', 'b', 'data', 'b']);
  });

  test('that are asked ahead take the place of none, and are not asked again', async () => {
    ready();
    void client.ask('busy');
    const typing = client.askNewest('typing');
    const ahead = client.askAhead('opening');
    const same = client.askNewest('opening');
    worker().reply('done');
    worker().reply('Opened');
    expect(await Promise.all([ahead, same])).toEqual([{ kind: 'reply', text: 'Opened' }, { kind: 'reply', text: 'Opened' }]);
    worker().reply('Typed');
    expect(await typing).toEqual({ kind: 'reply', text: 'Typed' });
    expect(worker().calls.map(({ text }) => text)).toEqual(['busy', 'opening', 'typing']);
  });

  test('those that must be answered are never superseded', async () => {
    ready();
    const first = client.askNewest('typing');
    const link = client.ask('link');
    void client.askNewest('more');
    worker().reply('1');
    expect(worker().calls.map((c) => c.text)).toEqual(['typing', 'link']);
    worker().reply('2');
    expect([await first, await link]).toEqual([{ kind: 'reply', text: '1' }, { kind: 'reply', text: '2' }]);
  });

  test('a reply to another call is not taken', async () => {
    ready();
    let got: Answer | null = null;
    void client.ask('a').then((a) => (got = a));
    worker().say({ type: 'reply', id: 999, text: 'no' });
    await Promise.resolve();
    expect(got).toBe(null);
  });
});

describe('a crash', () => {
  test('replaces the worker, with the file that is there already, and goes on', async () => {
    ready();
    const bad = client.askNewest('bad');
    const good = client.askNewest('good');
    const first = worker();
    first.say({ type: 'crash', id: first.calls[0]!.id, cause: 'boom' });
    expect(first.ended).toBe(true);
    expect(restarts).toEqual(['boom']);
    await Promise.resolve();
    expect(worker().sent[0]).toEqual({ type: 'start', program });
    worker().say({ type: 'ready', program });
    worker().reply('fine');
    expect([await bad, await good]).toEqual([{ kind: 'crashed', cause: 'boom' }, { kind: 'reply', text: 'fine' }]);
  });

  test('is not tried again with the same text', async () => {
    ready();
    void client.askNewest('bad');
    worker().say({ type: 'crash', id: worker().calls[0]!.id, cause: 'boom' });
    worker().say({ type: 'ready', program });
    expect(await client.askNewest('bad')).toEqual({ kind: 'crashed', cause: 'boom' });
    expect(worker().calls).toEqual([]);
    expect(FakeWorker.all.length).toBe(2);
  });

  test('a call over the deadline ends the worker', async () => {
    ready();
    const answer = client.ask('slow');
    vi.advanceTimersByTime(1999);
    expect(restarts).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(await answer).toEqual({ kind: 'crashed', cause: 'no answer within 2 seconds' });
    expect(FakeWorker.all[0]!.ended).toBe(true);
  });

  test('a call with a long text has longer', async () => {
    ready();
    const answer = client.ask('x'.repeat(1_000_000));
    vi.advanceTimersByTime(5999);
    expect(restarts).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(await answer).toEqual({ kind: 'crashed', cause: 'no answer within 6 seconds' });
  });

  test('a late word of a worker that was replaced changes nothing', () => {
    ready();
    void client.ask('slow');
    const old = worker();
    vi.advanceTimersByTime(2000);
    old.say({ type: 'failed', cause: 'late' });
    expect(states.some((s) => s.phase === 'failed')).toBe(false);
  });
});

describe('loading', () => {
  test('progress is told', () => {
    client.start();
    download.onProgress(40, 100);
    expect(states.at(-1)).toEqual({ phase: 'loading', loaded: 40, total: 100 });
  });

  test('the file goes to the worker that waits for it', async () => {
    client.start();
    const file = new ArrayBuffer(100);
    download.resolve(file);
    await vi.waitFor(() => expect(worker().sent).toEqual([{ type: 'start', program: file }]));
  });

  test('a file that does not come is a failure, said with its cause', async () => {
    client.start();
    download.reject(new Error('HTTP 404'));
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ phase: 'failed', cause: 'HTTP 404' }));
  });

  test('stopping ends the download, and a late word of it changes nothing', async () => {
    client.start();
    const first = download;
    client.stop();
    expect(first.signal.aborted).toBe(true);
    first.onProgress(50, 100);
    first.reject(new Error('aborted'));
    await Promise.resolve();
    expect(states.at(-1)).toEqual({ phase: 'failed', cause: 'Its download was stopped.' });
  });

  test('a failure answers everything that waits, and start tries again', async () => {
    client.start();
    const answers = [client.ask('a'), client.askNewest('b')];
    worker().say({ type: 'failed', cause: 'HTTP 404' });
    expect(await Promise.all(answers)).toEqual(Array(2).fill({ kind: 'unavailable', cause: 'HTTP 404' }));
    expect(states.at(-1)).toEqual({ phase: 'failed', cause: 'HTTP 404' });
    expect(await client.ask('c')).toEqual({ kind: 'unavailable', cause: 'HTTP 404' });
    ready();
    const again = client.askNewest('b');
    worker().reply('B');
    expect(await again).toEqual({ kind: 'reply', text: 'B' });
  });

  test('a worker whose script does not load is a failure', () => {
    client.start();
    worker().onerror?.({});
    expect(states.at(-1)).toMatchObject({ phase: 'failed' });
  });
});
