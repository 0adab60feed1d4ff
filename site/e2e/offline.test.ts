import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { expect, test } from 'vitest';
import { compress } from '../compressed';
import { writeServiceWorker } from '../offline';
import { base, decided, editor, open, text, write } from './harness';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Opens the site with its service worker and waits until that has everything. */
async function visited(at = base()) {
  const page = await open({ at, serviceWorkers: 'allow', expectErrors: /ERR_INTERNET_DISCONNECTED/ });
  await decided(page, 'Explicit deny');
  await page.evaluate(() => navigator.serviceWorker.ready);
  return page;
}

// D13
test('after one visit the whole site works without a network: editor, scenarios, rules, deciding', async () => {
  const page = await visited();
  await page.context().setOffline(true);
  await page.reload();
  await decided(page, 'Explicit deny');
  await write(page, 'base', (await text(page, 'base')).replace('Deny', 'Allow'));
  await decided(page, 'Allowed');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('list', { name: 'Gallery' }).getByRole('button', { name: /Default deny/ }).click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toMatch(/Default deny/);
  await decided(page, 'Implicit deny');
  for (const path of ['s/', 's/explicit-deny-beats-allow/', 's/explicit-deny-beats-allow', 's/?tag=SCP', 'ref/', 'p/any-words']) {
    await page.goto(base() + path);
    expect(await page.locator('h1').innerText()).not.toBe('');
  }
  await page.context().setOffline(false);
});

test('a console that was opened once works without a network', async () => {
  const page = await visited();
  const list = async () => {
    await editor(page, 'base').waitFor();
    await page.keyboard.press('ControlOrMeta+j');
    await page.getByLabel('Command').fill('aws iam list-users --query "Users[].UserName" --output text');
    await page.getByLabel('Command').press('Enter');
    await expect.poll(() => page.locator('.console-output').allInnerTexts()).toEqual(['alice']);
  };
  await list();
  await page.context().setOffline(true);
  await page.reload();
  await decided(page, 'Explicit deny');
  await list();
  await page.context().setOffline(false);
});

const other = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

// D16, T14
test('another build waits until the reader asks for it, and work goes along', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'verdict-site-'));
  cpSync(join(root, 'dist'), dist, { recursive: true });
  const server = await preview({ root, logLevel: 'warn', build: { outDir: dist }, preview: { port: 0, host: '127.0.0.1' } });
  try {
    const page = await visited(server.resolvedUrls!.local[0]!);
    await page.reload();
    await write(page, 'base', other);
    await decided(page, 'Allowed');
    const title = (await page.title()).replace(':', ', anew:');
    writeFileSync(join(dist, 'index.html'), readFileSync(join(dist, 'index.html'), 'utf8').replace(await page.title(), title));
    await writeServiceWorker(dist, '/engine.wasm');
    await compress(dist);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update());
    await page.getByText('A new version of this page is ready').waitFor();
    const twin = await page.context().newPage();
    await twin.goto(page.url());
    await twin.getByText('A new version of this page is ready').waitFor();
    await page.reload();
    expect(await page.title()).not.toBe(title);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Load it' }).click()]);
    expect(await page.title()).toBe(title);
    // The other tab has its old page still, and the same button.
    await Promise.all([twin.waitForEvent('load'), twin.getByRole('button', { name: 'Load it' }).click()]);
    expect(await twin.title()).toBe(title);
    await twin.close();
    await decided(page, 'Allowed');
    await editor(page, 'base').waitFor();
    expect(await text(page, 'base')).toBe(other);
  } finally {
    await server.close();
    rmSync(dist, { recursive: true });
  }
});

// D8
test('a tab that dies has its work kept, and a new one offers it', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');
  await page.getByLabel('Title').fill('Half a thought');
  await page.waitForTimeout(400);
  const next = await page.context().newPage();
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => {});
  await page.waitForEvent('crash');
  await page.close();
  await next.goto(base());
  await next.getByText('Your edit of “Half a thought”').waitFor();
  await next.getByRole('button', { name: 'Back to your edit' }).click();
  await expect.poll(() => next.getByLabel('Title').inputValue()).toBe('Half a thought');
});

// D9
test('two tabs with the same work keep both versions', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');
  await page.getByLabel('Title').fill('Mine');
  await page.waitForTimeout(400);
  const kept = await page.evaluate(() => sessionStorage.getItem('verdict.draft'));
  const twin = await page.context().newPage();
  await twin.addInitScript((draft) => sessionStorage.setItem('verdict.draft', draft!), kept);
  await twin.goto(base());
  await twin.getByText('The same work is open in another tab').waitFor();
  await twin.getByLabel('Title').fill('The twin’s');
  await page.getByLabel('Title').fill('Mine still');
  await page.waitForTimeout(500);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  const recent = page.getByRole('list', { name: 'Recent work' });
  await expect.poll(async () => (await recent.getByRole('button').allInnerTexts()).map((words) => words.split('\n')[0]).sort()).toEqual(['Mine still', 'The twin’s']);
});

// D11
test('with storage denied everything works in memory, and the page says so', async () => {
  const page = await open({
    before: (page) =>
      page.addInitScript(() => {
        const refuse = () => {
          throw new DOMException('denied', 'SecurityError');
        };
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: refuse });
      }),
  });
  await decided(page, 'Explicit deny');
  await page.getByLabel('Title').fill('Nowhere');
  await page.getByText('Your work stays in this tab only').waitFor();
  await page.getByRole('button', { name: 'Understood' }).click();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('list', { name: 'Gallery' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Back to your edit' }).click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Nowhere');
});
