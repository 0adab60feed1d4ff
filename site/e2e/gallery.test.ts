import AxeBuilder from '@axe-core/playwright';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { base, decided, editor, open, write } from './harness';

interface Scenario {
  title: string;
  description: string;
  tags: string[];
  requests: { name: string; expect: string; why: string }[];
}

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ slug: name.replace('.json', ''), text: readFileSync(folder + name, 'utf8') }))
  .map(({ slug, text }) => ({ slug, text, ...(JSON.parse(text) as Scenario) }));

const pictures = fileURLToPath(new URL('screenshots/', import.meta.url));
mkdirSync(pictures, { recursive: true });

const words: Record<string, string> = { allowed: 'Allowed', explicitDeny: 'Explicit deny', implicitDeny: 'Implicit deny' };

/** The request of the first visit that waits for the reader's edit. */
const puzzle = { slug: 'admin-but-not-for-payroll', request: 3, decision: 'Explicit deny' };

const lesson = 's/cross-account-needs-both-halves/';

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
}

const shown = (page: Page) => page.locator('#cards > li:visible h2').allInnerTexts();

describe('without scripts', () => {
  test('every scenario has a page with each decision, its reasons and its policies', async () => {
    const page = await open({ javaScriptEnabled: false, path: 's/' });
    for (const { slug, title, requests } of scenarios) {
      await page.goto(`${base()}s/${slug}/`);
      expect(await page.locator('h1').innerText(), slug).toBe(title);
      const cases = await page.locator('.case').evaluateAll((all) => all.map((e) => ({ name: e.querySelector('h3')!.textContent!, decision: e.querySelector('.badge')!.textContent!.trim(), why: e.querySelector('.case-why')!.textContent! })));
      const want = requests.map(({ expect }, i) => (slug === puzzle.slug && i === puzzle.request ? puzzle.decision : words[expect]));
      expect(cases.map((c) => c.decision), slug).toEqual(want);
      for (const [i, { name, why }] of requests.entries()) {
        expect(cases[i]!.name, slug).toContain(name);
        expect(cases[i]!.why.length, slug).toBeGreaterThan(why.length / 2);
      }
      expect(await page.locator('.listing').first().textContent(), slug).toContain('"Statement"');
    }
  }, 60_000);

  test('the list names them all and leads to each', async () => {
    const page = await open({ javaScriptEnabled: false, path: 's/' });
    expect((await shown(page)).sort()).toEqual(scenarios.map((s) => s.title).sort());
    const links = await page.locator('#cards a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.sort()).toEqual(scenarios.map((s) => `/s/${s.slug}/`).sort());
    expect(await page.locator('#finder').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Across accounts both halves must say yes' }).click();
    expect(await page.locator('h1').innerText()).toBe('Across accounts both halves must say yes');
  });

  test('a deciding statement is linked and marked with the requests that it decided', async () => {
    const page = await open({ javaScriptEnabled: false, path: lesson });
    await page.locator('#request-1').getByRole('link', { name: 'InvitePartner' }).click();
    const statement = page.locator('.clause:target');
    expect(await statement.innerText()).toContain('"Sid": "InvitePartner"');
    expect(await statement.innerText()).toContain('decides 1');
  });
});

test('search engines and link previews find title and description, and the file stands beside the page', async () => {
  for (const { slug, title, description, text } of scenarios) {
    const html = await (await fetch(`${base()}s/${slug}/`)).text();
    const head = html.slice(0, html.indexOf('</head>'));
    const content = (name: string) => new RegExp(`<meta ${name} content="([^"]*)"`).exec(head)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<') ?? '';
    const plain = description.replace(/[*`]/g, '');
    expect(head, slug).toMatch(/<title>.+ – Verdict<\/title>/);
    expect(content('property="og:title"'), slug).toBe(`${title} – Verdict`);
    for (const name of ['name="description"', 'property="og:description"']) {
      expect(content(name), slug).toBe(plain);
    }
    expect(await (await fetch(`${base()}s/${slug}/scenario.json`)).text(), slug).toBe(text);
    expect(html, slug).not.toMatch(/ style=|<style|<script>(?!<)/);
  }
});

describe('the list', () => {
  test('is searched by words and by tags, and the address keeps the search', async () => {
    const page = await open({ path: 's/' });
    await page.getByRole('searchbox').fill('kms secret');
    await expect.poll(() => shown(page)).toEqual(['A secret needs its key, too']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: /^SCP / }).click();
    const want = scenarios.filter((s) => s.tags.includes('SCP')).map((s) => s.title);
    await expect.poll(async () => (await shown(page)).sort()).toEqual(want.sort());
    expect(await page.getByRole('status').innerText()).toBe(`${want.length} scenarios with the tag SCP`);
    await page.reload();
    await expect.poll(async () => (await shown(page)).length).toBe(want.length);
    expect(await page.getByRole('button', { name: /^SCP / }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('searchbox').fill('nothing like this');
    await page.getByText('No scenarios with the tag SCP').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(async () => (await shown(page)).length).toBe(scenarios.length);
  });

  test('is reached from a tag of a scenario', async () => {
    const page = await open({ path: lesson });
    await page.getByRole('list', { name: 'Tags' }).getByRole('link', { name: 'cross-account access' }).click();
    await expect.poll(async () => (await shown(page)).length).toBe(scenarios.filter((s) => s.tags.includes('cross-account access')).length);
  });
});

describe('a scenario’s page', () => {
  test('opens live, and an edit flips the decision', async () => {
    const page = await open({ path: lesson });
    await page.getByRole('link', { name: 'Open in the playground' }).click();
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Title').inputValue()).toBe('Across accounts both halves must say yes');
    await editor(page, 'ReadPartner').waitFor();
    await write(page, 'ReadPartner', '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}}');
    await decided(page, 'Implicit deny');
  });

  test('opens at one of its requests', async () => {
    const page = await open({ path: lesson });
    await page.locator('#request-3').getByRole('link', { name: /^Open this request/ }).click();
    await expect.poll(() => page.locator('.switcher .position').innerText()).toContain('3/4');
    await decided(page, 'Implicit deny');
  });
});

describe('the menu', () => {
  const menu = (page: Page) => page.getByRole('button', { name: 'Scenarios' });
  const entries = (page: Page) => page.getByRole('list', { name: 'Gallery' }).getByRole('button');

  test('finds by words and opens with the keyboard alone', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await menu(page).click();
    await page.keyboard.type('oidc');
    await expect.poll(() => entries(page).count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Title').inputValue()).toBe('Which workflow may deploy?');
  });

  test('says so where a scenario cannot be fetched, leaves the page as it is, and opens it later', async () => {
    const page = await open({ expectErrors: /Failed to load resource/ });
    await decided(page, 'Explicit deny');
    await page.route('**/scenario.json', (route) => route.abort());
    await menu(page).click();
    await entries(page).nth(2).click();
    await page.getByRole('alert').getByText('It could not be fetched').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Admin, but not for payroll');
    await page.unroute('**/scenario.json');
    const title = await entries(page).nth(2).locator('strong').innerText();
    await entries(page).nth(2).click();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe(title);
  });
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  const sizes = [
    ['wide', { viewport: { width: 1280, height: 800 } }],
    ['phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }],
    ['narrow', { viewport: { width: 320, height: 640 } }],
  ] as const;

  test.each(sizes)('%s: list and page are accessible and never scroll sideways', async (size, options) => {
    const page = await open({ ...options, colorScheme, path: 's/' });
    for (const [name, path] of [['list', 's/'], ['scenario', lesson]] as const) {
      await page.goto(base() + path);
      await page.waitForLoadState('load');
      if (size !== 'narrow') await page.screenshot({ path: `${pictures}${size} ${colorScheme} gallery ${name}.png` });
      const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width[0], name).toBe(width[1]);
      await page.locator('details').evaluateAll((all) => all.forEach((e) => ((e as HTMLDetailsElement).open = true)));
      if (size !== 'narrow') expect(await violations(page), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width[1]);
    }
  }, 60_000);
});
