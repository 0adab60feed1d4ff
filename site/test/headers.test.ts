import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headersFor, rules } from '../headers';

// The host reads netlify.toml; the preview and the tests read headers.ts.
test('netlify.toml sends the headers of headers.ts', () => {
  const toml = readFileSync(new URL('../../netlify.toml', import.meta.url), 'utf8');
  const tables = toml.split('[[headers]]').slice(1).map((table) => ({
    path: /for = "(.*)"/.exec(table)![1],
    headers: Object.fromEntries([...table.matchAll(/^ {4}(\S+) = "(.*)"$/gm)].map(([, name, value]) => [name, value])),
  }));
  expect(tables).toEqual(rules);
});

test('only the worker may compile WebAssembly', () => {
  for (const path of ['/', '/index.html', '/assets/index-1.js', '/engine.wasm']) {
    expect(headersFor(path)['Content-Security-Policy'], path).toContain("require-trusted-types-for 'script'");
    expect(headersFor(path)['Content-Security-Policy'], path).not.toContain('unsafe');
  }
  expect(headersFor('/worker/worker-1.js')['Content-Security-Policy']).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
});
