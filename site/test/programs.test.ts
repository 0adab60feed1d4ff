import { readFileSync } from 'node:fs';
import '../src/engine/wasm_exec.js';
import { expect, test } from 'vitest';

interface Go {
  env: Record<string, string>;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

const scope = globalThis as unknown as Record<string, unknown> & { Go: new () => Go };

// The worker goes by these names (src/engine/worker.ts), and calls the last only where it is.
test.each([
  ['engine.wasm', 'verdict'],
  ['iamapi.wasm', 'verdictIAM'],
])('%s sets the function %s, and one that tidies up behind it', async (file, door) => {
  const go = new scope.Go();
  go.env = { GOGC: 'off', GOMEMLIMIT: '128MiB' };
  const { instance } = await WebAssembly.instantiate(readFileSync(new URL(`../public/${file}`, import.meta.url)), go.importObject);
  const ready = new Promise((resolve) => (scope[`${door}Ready`] = resolve));
  void go.run(instance);
  await ready;
  expect((scope[door] as (text: string) => string)('{')).toMatch(/^\{.*\}$/);
  expect((scope[`${door}Rest`] as (text: string) => string)('')).toBe('');
});
