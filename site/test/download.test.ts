import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { download } from '../src/engine/download';

const file = { url: '/engine.wasm', bytes: 4 };
const whole = () => new Response(new Uint8Array([1, 2, 3, 4]));
const go = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.unstubAllGlobals());

/** Answers fetches in turn. */
function answers(...list: (() => Response | Promise<Response>)[]) {
  const fetched = vi.fn(async () => list.shift()!());
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const broken = () => Promise.reject(new TypeError('connection reset'));

test('gives the bytes, and tells how many have come', async () => {
  answers(whole);
  const progress: number[][] = [];
  const bytes = await download(file, (...seen) => progress.push(seen), go);
  expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3, 4]);
  expect(progress.at(-1)).toEqual([4, 4]);
});

test('tells of a file in many pieces some fifty times, and at its end', async () => {
  const pieces = 1010;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(stream) {
      for (let i = 0; i < pieces; i++) stream.enqueue(new Uint8Array([i % 251]));
      stream.close();
    },
  });
  answers(() => new Response(body));
  const progress: number[] = [];
  const bytes = new Uint8Array(await download({ ...file, bytes: pieces }, (loaded) => progress.push(loaded), go));
  expect([...bytes]).toEqual(Array.from({ length: pieces }, (_, i) => i % 251));
  expect(progress.length).toBeLessThanOrEqual(51);
  expect(progress.at(-1)).toBe(pieces);
});

test('takes what the document began to fetch, and asks for nothing', async () => {
  const fetched = answers();
  expect((await download({ ...file, begun: Promise.resolve(whole()) }, () => {}, go)).byteLength).toBe(4);
  expect(fetched).not.toHaveBeenCalled();
});

test.each([
  ['breaks off', broken],
  ['is refused', () => new Response('', { status: 500 })],
  ['is cut off', () => new Response(new Uint8Array([1, 2]))],
  ['is longer than it should be', () => new Response(new Uint8Array([1, 2, 3, 4, 5, 6]))],
])('a file that %s is fetched again', async (_, fault) => {
  const fetched = answers(fault, whole);
  const bytes = download(file, () => {}, go);
  await vi.runAllTimersAsync();
  expect((await bytes).byteLength).toBe(4);
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('after three tries the last fault is told', async () => {
  const fetched = answers(broken, broken, () => new Response('', { status: 503 }));
  const bytes = download(file, () => {}, go);
  const refused = expect(bytes).rejects.toThrow('HTTP 503');
  await vi.runAllTimersAsync();
  await refused;
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('once stopped it ends, and tries no more', async () => {
  const stop = new AbortController();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (stream) => stream.enqueue(new Uint8Array([1])) });
  const fetched = answers(() => new Response(body));
  const bytes = download(file, () => stop.abort(), stop.signal);
  await expect(bytes).rejects.toThrow();
  expect(fetched).toHaveBeenCalledTimes(1);
});
