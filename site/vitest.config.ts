import { defineConfig } from 'vitest/config';

const inABrowser = { environment: 'node', testTimeout: 40_000, hookTimeout: 120_000, maxWorkers: 2, globalSetup: 'e2e/serve.ts' };

/** What a reader does on the page, for a second pass without a network. */
const tours = ['changes', 'decide', 'operation', 'why', 'world'].map((name) => `e2e/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts', 'test/**/*.test.tsx'], environment: 'node', testTimeout: 60_000 } },
      { test: { ...inABrowser, name: 'e2e', include: ['e2e/**/*.test.ts'], provide: { offline: false } } },
      { test: { ...inABrowser, name: 'firefox', include: ['firefox/**/*.test.ts'], provide: { offline: false } } },
      { test: { ...inABrowser, name: 'offline', include: tours, provide: { offline: true } } },
    ],
  },
});
