import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    base: string;
    /** Whether the tests run without a network. */
    offline: boolean;
    /** How long something on a page is awaited, in milliseconds. */
    patience: number;
  }
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Serves the built site for the tests, with the headers that it has in production. */
export default async function serve(project: TestProject) {
  if (!existsSync(`${root}public/engine.wasm`)) throw new Error('The engine is not built: run `make wasm` first.');
  if (!existsSync(`${root}dist/index.html`) || !existsSync(`${root}dist/engine.wasm`)) await build({ root, logLevel: 'warn' });
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  project.provide('base', server.resolvedUrls!.local[0]!);
  return () => server.close();
}
