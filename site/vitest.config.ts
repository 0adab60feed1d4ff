import { defineConfig } from 'vitest/config';

/** How long something on a page is awaited, in milliseconds: time alone fails no test, however busy the machine is; only what never comes does. */
const patience = 20_000;

const inABrowser = { environment: 'node', testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 2, globalSetup: 'e2e/serve.ts', expect: { poll: { timeout: patience } } };

/** What a reader does on the page, for a second pass without a network. */
const tours = ['changes', 'decide', 'operation', 'why', 'world'].map((name) => `e2e/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts', 'test/**/*.test.tsx'], environment: 'node', testTimeout: 60_000 } },
      { test: { ...inABrowser, name: 'e2e', include: ['e2e/**/*.test.ts'], provide: { offline: false, patience } } },
      { test: { ...inABrowser, name: 'firefox', include: ['firefox/**/*.test.ts'], provide: { offline: false, patience } } },
      { test: { ...inABrowser, name: 'offline', include: tours, provide: { offline: true, patience } } },
    ],
  },
});
