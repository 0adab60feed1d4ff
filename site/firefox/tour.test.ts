import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

// The same page in another browser engine: the tour is short, as what the page does is tested at length in Chromium. What differs
// between the two is how workers, shadow roots, storage and the policy of the page's content behave.

const script = fileURLToPath(new URL('../../scripts/firefox.sh', import.meta.url));
let browser: Browser;

beforeAll(async () => {
  const executablePath = process.env['FIREFOX_BIN'] || execFileSync(script, { encoding: 'utf8' }).trim();
  browser = await launch({ browser: 'firefox', executablePath, headless: true });
});

afterAll(() => browser?.close());

/** Opens an address of the site; when the work is done, the page must have told no error. */
async function visit(path: string, work: (page: Page) => Promise<void>, viewport = { width: 1280, height: 800 }) {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.setDefaultTimeout(inject('patience'));
  page.on('console', (m) => void (m.type() === 'error' && faults.push(m.text())));
  page.on('pageerror', (e) => void faults.push(String(e)));
  await page.setViewport(viewport);
  await page.goto(inject('base') + path);
  await work(page);
  await page.close();
  expect(faults).toEqual([]);
}

/** Waits until the decision that stands on the page begins so, and is none from before. */
const decided = (page: Page, words: string) =>
  page.waitForFunction((words) => {
    const status = document.querySelector('[role=status][aria-label=Decision]');
    return status?.textContent?.trim().startsWith(words) && !status.classList.contains('was');
  }, {}, words);

/** Waits until the engine has decided: what stands on the page before was written when the site was built. */
const live = (page: Page) => page.waitForFunction(() => performance.getEntriesByName('decision').length > 0);

async function fill(page: Page, label: string, text: string) {
  await page.locator(`input[aria-label="${label}"]`).fill(text);
  await page.keyboard.press('Enter');
}

const press = (page: Page, button: string) => page.locator(`::-p-aria([name="${button}"][role="button"])`).click();

test('the engine decides; an edit flips the decision, and undo brings it back', async () => {
  await visit('', async (page) => {
    await decided(page, 'Explicit deny');
    await live(page);
    await fill(page, 'Action', 's3:GetObject');
    await decided(page, 'Allowed');
    await press(page, 'Undo');
    await decided(page, 'Explicit deny');
  });
});

test('the editor takes what is typed in it, and marks the statements', async () => {
  await visit('', async (page) => {
    await live(page);
    const text = await page.waitForSelector('>>> .cm-content');
    await page.waitForSelector('>>> .cm-statement-denies');
    await text!.focus();
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}}');
    await decided(page, 'Allowed');
  });
});

test('a scenario of the gallery opens from its page, and who can is answered', async () => {
  await visit('s/explicit-deny-beats-allow/', async (page) => {
    expect(await page.$eval('h1', (h) => h.textContent)).not.toBe('');
    await Promise.all([page.waitForNavigation(), page.locator('a[href^="/#s1."], a[href^="/p/"]').click()]);
    await live(page);
    await press(page, 'Who can?');
    await page.waitForSelector('.who-group li');
  });
});

test('the console makes a user, who can then be asked about', async () => {
  await visit('', async (page) => {
    await live(page);
    await press(page, 'Console');
    await page.waitForFunction(() => document.querySelector('.console') && !document.querySelector('.console-program'));
    const line = page.locator('[aria-label="Command"]');
    await line.fill('aws iam create-user --user-name ana');
    await (await line.waitHandle()).press('Enter');
    await page.waitForFunction(() => document.querySelector('[role=log]')?.textContent?.includes('arn:aws:iam::111122223333:user/ana'));
    await page.waitForFunction(() => [...document.querySelectorAll('[role=treeitem]')].some((item) => item.textContent?.startsWith('ana')));
  });
});

test('on a phone nothing stands beside the screen', async () => {
  const phone = { width: 390, height: 844 };
  await visit('', async (page) => {
    await live(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
  }, phone);
});
