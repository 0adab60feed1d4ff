import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page, type Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/browser.sh', import.meta.url));
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser: Browser;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const executablePath = process.env['CHROME_BIN'] || execFileSync(script, { encoding: 'utf8' }).trim();
  // The sandbox needs a user other than root; the pages here are our own.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ executablePath, args: [...flags, ...sandbox] });
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

afterAll(() => browser?.close());

export const base = () => inject('base');

export interface Options extends BrowserContextOptions {
  /** What stands behind the base address. */
  path?: string;
  /** Another place than the site that all tests share. */
  at?: string;
  /** Errors that the test is about and that the console may tell. */
  expectErrors?: RegExp;
  before?: (page: Page) => Promise<unknown>;
}

/**
 * Opens the site in a browser of its own; in the tests without a network, as one who has been here before. When the test ends, it fails if the page logged an error, broke its
 * Content Security Policy or made a request for anything but a file of the site.
 */
export async function open({ path = '', at = base(), expectErrors, before, ...options }: Options = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: inject('offline') ? 'allow' : 'block', ...options });
  context.setDefaultTimeout(inject('patience'));
  if (inject('offline')) await cutOff(context, at);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (m) => void (m.type() === 'error' && !expectErrors?.test(m.text()) && faults.push(`console: ${m.text()}`)));
  page.on('pageerror', (e) => void faults.push(`error: ${e.message}`));
  page.on('request', (request) => void (isForAFile(request, at) || faults.push(`request: ${request.method()} ${request.url()} ${request.postData() ?? ''}`)));
  await page.addInitScript("addEventListener('securitypolicyviolation', (e) => console.error('policy violated: ' + e.violatedDirective + ' ' + e.blockedURI))");
  await before?.(page);
  await page.goto(at + path);
  closers.push(async () => {
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' }); // what is on its way is of no use any more
    await context.close();
    expect(faults).toEqual([]);
  });
  return page;
}

/** Visits the site once, waits until the browser has all of it, and takes the network away. */
async function cutOff(context: BrowserContext, at: string) {
  const first = await context.newPage();
  await first.goto(at);
  await first.evaluate(() => navigator.serviceWorker.ready);
  await first.close();
  await context.setOffline(true);
}

/** Whether a request says no more than which file of the site it wants: nothing that is typed leaves the browser. */
function isForAFile(request: Request, at: string): boolean {
  if (/^(data:|blob:)/.test(request.url())) return true;
  const url = new URL(request.url());
  const told = request.isNavigationRequest() ? '' : url.search.replace(/^\?v=[0-9a-f]{12}$/, '');
  return request.url().startsWith(at) && request.method() === 'GET' && request.postData() === null && told === '';
}

/** The decision, once it begins with the words given. */
export async function decided(page: Page, words: string | RegExp): Promise<string> {
  const status = page.getByRole('status', { name: 'Decision' });
  const start = typeof words === 'string' ? new RegExp(`^${words}`) : words;
  await expect.poll(async () => (await status.innerText()).trim()).toMatch(start);
  return (await status.innerText()).trim();
}

export const editor = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Replaces the whole text of the open policy, as by pasting. */
export async function write(page: Page, name: string, text: string) {
  await editor(page, name).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** The text of the open policy, as the editor shows it once it is there: the decision stands on the page before. */
export async function text(page: Page, name: string): Promise<string> {
  await editor(page, name).waitFor();
  const lines = await editor(page, name).locator('.cm-line').evaluateAll((all) =>
    all.map((line) => {
      const copy = line.cloneNode(true) as Element;
      copy.querySelectorAll('.cm-verdict').forEach((label) => label.remove());
      return copy.textContent;
    }),
  );
  return lines.join('\n');
}

/** Lets the worker fail on chosen texts, by serving it with a few lines more. */
export async function fragile(page: Page) {
  await page.route('**/worker/*.js', async (route) => {
    const response = await route.fetch();
    const more = `
;{ const real = self.onmessage; self.onmessage = (event) => {
  const text = event.data.text ?? '';
  if (text.includes('MakeItHang')) for (;;);
  if (text.includes('MakeItThrow')) return self.postMessage({ type: 'crash', id: event.data.id, cause: 'unreachable' });
  real(event);
}; }`;
    await route.fulfill({ response, body: (await response.text()) + more });
  });
}
