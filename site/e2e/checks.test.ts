import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Check } from '../src/reference/checks';
import { base, open } from './harness';

const checks = JSON.parse(readFileSync(new URL('../checks.json', import.meta.url), 'utf8')) as Check[];

/** The one in whose example much is to be seen: a message, a mark and a fix. */
const shown = checks.find(({ code }) => code === 'MISSING_VERSION')!;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

describe('the checks', () => {
  test('are all listed, each with a page that says what it finds, why it matters and how it is mended', async () => {
    const page = await open({ javaScriptEnabled: false, path: 'ref/checks/' });
    const links = await page.locator('#cards a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.sort()).toEqual(checks.map(({ code }) => `/ref/checks/${code}/`).sort());
    for (const { code, summary, example } of checks) {
      const html = await (await fetch(`${base()}ref/checks/${code}/`)).text();
      for (const piece of [summary, ...(example ? [example.doc, example.fires.slice(example.from, example.to), example.message, example.fixed, example.quiet] : [])]) {
        expect(html.includes(escaped(piece)) || html.includes(escaped(piece).replaceAll('&quot;', '"')), `${code}: ${piece}`).toBe(true);
      }
    }
  });

  test('are shown with the place marked that a finding is about', async () => {
    const page = await open({ javaScriptEnabled: false, path: 'ref/checks/PASS_ROLE_WITH_STAR_IN_RESOURCE/' });
    expect(await page.locator('.check-mark').innerText()).toBe('"*"');
    await page.getByRole('link', { name: 'All checks' }).click();
    expect(await page.locator('h1').innerText()).toBe('Policy checks');
  });

  test('mark that place by how grave it is, as the editor does', async () => {
    const page = await open({ javaScriptEnabled: false });
    const look = async (code: string) => {
      await page.goto(`${base()}ref/checks/${code}/`);
      return page.locator('.check-mark').evaluate((mark) => [getComputedStyle(mark).textDecorationStyle, getComputedStyle(mark).textDecorationColor]);
    };
    const [error, warning, suggestion] = [await look('DATA_TYPE_MISMATCH'), await look('MISSING_VERSION'), await look('RESOURCE_STAR')];
    expect([error[0], warning[0], suggestion[0]]).toEqual(['wavy', 'wavy', 'dotted']);
    expect(warning[1]).not.toBe(error[1]);
  });

  test('are found by word and by how grave they are, and the address keeps that', async () => {
    const page = await open({ path: 'ref/checks/' });
    const visible = () => page.locator('#cards > li:visible h2').allInnerTexts();
    await page.getByLabel('Search the checks').fill('passrole star');
    await expect.poll(visible).toContain('PASS_ROLE_WITH_STAR_IN_RESOURCE');
    expect((await visible()).length).toBeLessThan(10);
    await page.getByRole('button', { name: /^Suggestions/ }).click();
    await page.getByLabel('Search the checks').fill('');
    await expect.poll(visible).toHaveLength(checks.filter(({ severities }) => severities.includes('suggestion')).length);
    expect(new URL(page.url()).search).toBe('?tag=suggestion');
    expect(await page.getByRole('status').innerText()).toMatch(/^\d+ checks with the tag suggestion$/);
  });
});

test.each([
  ['wide, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['wide, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['phone, light', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ['smallest, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
] as const)('the pages are sound for assistive technology and cut nothing off: %s', async (_, options) => {
  for (const path of ['ref/checks/', `ref/checks/${shown.code}/`, 'ref/checks/ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL/']) {
    const page = await open({ path, ...options });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(options.viewport.width);
    const { violations } = await new AxeBuilder({ page }).options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('; ')}`), path).toEqual([]);
  }
});
