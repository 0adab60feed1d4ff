import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, open, text, write } from './harness';

// The failure drills of the page: what happens when something that it needs is not there. Others stand in hard (D6, D7),
// share (D10, D12), offline (D8, D9, D11, D13, D16) and looks (D17).

const engine = '**/engine.wasm*';
const harmless = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}';

const dictionary = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));
const link = (scenario: object) => `#s1.${deflateSync(JSON.stringify(scenario), { level: 9, dictionary }).toString('base64url')}`;

/** Puts a line before the worker's own. */
const inWorker = (line: string) => (page: Page) =>
  page.route('**/worker/*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });

/** The page can be read, edited and shared though there is no engine. */
async function stillUsable(page: Page) {
  expect(await page.getByRole('status', { name: 'Decision' }).innerText()).toMatch(/^Explicit deny/);
  await write(page, 'base', harmless);
  expect(await text(page, 'base')).toBe(harmless);
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Link to this scenario').waitFor();
}

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'The engine could not be loaded' });

describe('the engine’s file', () => {
  // D1
  test('with another content type is taken all the same', async () => {
    const page = await open({ before: (p) => p.route(engine, async (route) => route.fulfill({ response: await route.fetch(), contentType: 'application/octet-stream' })) });
    await decided(page, 'Explicit deny');
    await write(page, 'base', harmless);
    await decided(page, 'Allowed');
  });

  // D2
  test.each([
    ['is cut off', async (route: Parameters<Parameters<Page['route']>[1]>[0]) => route.fulfill({ body: (await (await route.fetch()).body()).subarray(0, 100_000) })],
    ['breaks off', async (route: Parameters<Parameters<Page['route']>[1]>[0]) => route.abort('connectionreset')],
  ])('that %s once is fetched again, and nobody notices', async (_, fail) => {
    let tries = 0;
    const page = await open({ expectErrors: /ERR_CONNECTION_RESET/, before: (p) => p.route(engine, (route) => (++tries === 1 ? fail(route) : route.continue())) });
    await write(page, 'base', harmless);
    await decided(page, 'Allowed');
    expect(tries).toBe(2);
    expect(await alert(page).count()).toBe(0);
  });

  test('that never comes is given up after three tries, with Retry', async () => {
    let tries = 0;
    const page = await open({ expectErrors: /ERR_CONNECTION_RESET/, before: (p) => p.route(engine, (route) => (tries++, route.abort('connectionreset'))) });
    await alert(page).waitFor();
    expect(tries).toBe(3);
    await stillUsable(page);
  });

  test('need not be waited for: its download is stopped, and started again', async () => {
    let go = () => {};
    const wait = new Promise<void>((resolve) => (go = resolve));
    const page = await open({ before: (p) => p.route(engine, async (route) => (await wait, route.continue())) });
    await page.getByRole('button', { name: 'Stop' }).click();
    await alert(page).getByText('Its download was stopped.').waitFor();
    go();
    await stillUsable(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Retry' }).click();
    await decided(page, 'Allowed');
  });
});

describe('a browser', () => {
  // D3, D4
  test.each([
    ['without WebAssembly', 'delete globalThis.WebAssembly;', /switched off/],
    ['whose WebAssembly is too old', 'WebAssembly.validate = () => false;', /too old for the engine/],
  ])('%s is told so, and the page stays readable and editable', async (_, line, words) => {
    const page = await open({ before: inWorker(line) });
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(words);
    await stillUsable(page);
  });

  // D5
  test('that a policy keeps from compiling says why', async () => {
    const page = await open({
      expectErrors: /Content Security Policy|wasm/i,
      before: (p) =>
        p.route('**/worker/*.js', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'none'; script-src 'self'" } });
        }),
    });
    await alert(page).waitFor();
    await stillUsable(page);
  });

  // D14
  test('on a slow line shows the decision at once and bytes as they come, and takes what is typed', async () => {
    const page = await open({
      before: async (p) => {
        const session = await p.context().newCDPSession(p);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400_000, uploadThroughput: 400_000 });
      },
    });
    expect(await page.getByRole('status', { name: 'Decision' }).innerText()).toMatch(/^Explicit deny/);
    await page.getByText(/engine, \d+\.\d of \d+\.\d MB/).waitFor();
    await editor(page, 'base').waitFor({ timeout: 30_000 });
    await write(page, 'base', harmless);
    expect(await text(page, 'base')).toBe(harmless);
  });

  // D15
  test('with a wrong clock in another time zone decides a request with a time as everybody does', async () => {
    const dated = {
      version: 1,
      accounts: { '111122223333': { users: { ana: { inlinePolicies: { p: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } } } } } }, resources: { 'arn:aws:s3:::b': {} } } },
      requests: [{ principal: 'arn:aws:iam::111122223333:user/ana', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', at: '2025-12-31T23:59:59Z' }],
    };
    const page = await open({
      path: link(dated),
      timezoneId: 'Pacific/Kiritimati',
      before: (p) => p.clock.setFixedTime('2041-07-01T12:00:00Z'),
    });
    await decided(page, 'Allowed');
    const late = await open({ path: link({ ...dated, requests: [{ ...dated.requests[0], at: '2026-01-01T00:00:00Z' }] }), timezoneId: 'Pacific/Kiritimati', before: (p) => p.clock.setFixedTime('1999-07-01T12:00:00Z') });
    await decided(late, 'Implicit deny');
  });
});
