// Runs the example of docs/sdk.md in a page: the AWS SDK for JavaScript, unmodified, with iamapi.wasm as its request handler.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { build, type Rollup } from 'vite';
import { open } from './harness';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The page's scripts by name: the SDK as `make test` installs it, and the example. */
const scripts = new Map<string, string>([['program.js', readFileSync(file('site/src/engine/wasm_exec.js'), 'utf8')]]);

beforeAll(async () => {
  if (!existsSync(file('scripts/clients/node_modules'))) throw new Error('The AWS SDK is not installed: run `make clients` first.');
  const examples = [...readFileSync(file('docs/sdk.md'), 'utf8').matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  const source = `import { CreateUserCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
${examples.join('\n')}
Object.assign(window, { example: { User, scenario: handler.scenario, refused: await iam.send(new GetUserCommand({ UserName: 'bo' })).catch(({ name }) => name) } });`;
  const entry = { name: 'entry', resolveId: (id: string) => (id.endsWith('/example') ? '\0example' : null), load: (id: string) => (id === '\0example' ? source : null) };
  const bundle = await build({ root: file('scripts/clients'), configFile: false, logLevel: 'error', plugins: [entry], build: { write: false, minify: false, target: 'esnext', lib: { entry: 'example', formats: ['es'], fileName: 'example' } } });
  for (const { output } of bundle as Rollup.RollupOutput[]) for (const part of output) if (part.type === 'chunk') scripts.set(part.fileName, part.code);
});

/** Answers for the page of the example, which stands beside the site's files. */
async function serveExample(page: Page) {
  await page.route('**/example/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Example</title><link rel="icon" href="data:,"><script src="program.js"></script><script type="module" src="example.mjs"></script>' }));
  await page.route(/\/example\/[^/]+$/, (route) => route.fulfill({ contentType: 'text/javascript', body: scripts.get(route.request().url().split('/').at(-1)!) ?? '' }));
}

test('the AWS SDK in a page calls a scenario, and nothing leaves the browser', async () => {
  const page = await open({ path: 'example/', before: serveExample });
  const made = await page.waitForFunction(() => (globalThis as { example?: { User: { Arn: string }; scenario: string; refused: string } }).example);
  const { User, scenario, refused } = (await made.jsonValue())!;
  expect(User.Arn).toBe('arn:aws:iam::111122223333:user/ana');
  expect(Object.keys(JSON.parse(scenario).accounts['111122223333'].users)).toEqual(['ana']);
  expect(refused).toBe('NoSuchEntityException');
});
