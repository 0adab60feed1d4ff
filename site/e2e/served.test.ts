import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { base } from './harness';

const built = (name: string) => readFileSync(new URL(`../dist/${name}`, import.meta.url));

test.each([
  ['engine.wasm', 'application/wasm', 5],
  ['index.html', 'text/html;charset=utf-8', 4],
  ['s/index.html', 'text/html;charset=utf-8', 4],
])('%s comes compressed, with the headers of the host', async (name, type, times) => {
  const response = await fetch(base() + name, { headers: { 'accept-encoding': 'gzip, br' } });
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-encoding': 'br', 'content-type': type, 'x-content-type-options': 'nosniff' });
  expect(Buffer.from(await response.arrayBuffer()).equals(built(name))).toBe(true);
  expect(Number(response.headers.get('content-length'))).toBeLessThan(built(name).length / times);
});

test('a browser that takes no Brotli gets the file as it is', async () => {
  const response = await fetch(`${base()}index.html`, { headers: { 'accept-encoding': 'identity' } });
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.text()).toBe(built('index.html').toString());
});
