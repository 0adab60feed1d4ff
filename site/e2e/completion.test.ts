import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, fragile, open, text, write } from './harness';

const options = (page: Page) => page.locator('.cm-completions').getByRole('option');
const catalog = (page: Page) => page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0);

/** Empties the policy and leaves the caret in it. */
async function blank(page: Page) {
  await editor(page, 'base').click();
  await page.locator('.cm-content[aria-autocomplete=list]').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
}

/** Types, and takes what is offered by that name. */
async function take(page: Page, typed: string, name: string) {
  await page.keyboard.type(typed);
  const offered = options(page).filter({ hasText: name }).first();
  await offered.waitFor();
  await page.waitForTimeout(100); // keys that come at once are taken for typing on
  while ((await offered.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await options(page).first().waitFor({ state: 'hidden' });
}

describe('completion', () => {
  test('writes a whole policy by the keyboard, as the policy type and the catalog say', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await catalog(page);
    await blank(page);
    await page.keyboard.type('{');
    await take(page, '', 'Version');
    await take(page, '20', '2012-10-17');
    await page.keyboard.press('End');
    await take(page, ',"Sta', 'Statement');
    await take(page, '"Eff', 'Effect');
    await take(page, 'De', 'Deny');
    await take(page, ',"Act', 'Action');
    await page.keyboard.type('s3');
    await options(page).filter({ hasText: /^s3:$/ }).waitFor();
    await page.keyboard.press('Escape');
    await take(page, ':DeleteObj', 'DeleteObject');
    await take(page, ',"Res', 'Resource');
    await take(page, 'payr', 'arn:aws:s3:::payroll/*');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('}');
    await decided(page, 'Explicit deny');
    expect(JSON.parse(await text(page, 'base'))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::payroll/*' }],
    });
  });

  test('offers no principal in an identity-based policy, and nothing where the author invents a name', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await catalog(page);
    await blank(page);
    await page.keyboard.type('{"Statement": [{');
    await options(page).filter({ hasText: 'Effect' }).waitFor();
    expect(await options(page).filter({ hasText: 'Principal' }).count()).toBe(0);
    await page.keyboard.type('"Sid": "Al');
    await options(page).first().waitFor({ state: 'hidden' });
  });

  test('offers the keys of the statement’s actions, with what they hold', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await catalog(page);
    await blank(page);
    await page.keyboard.insertText('{"Statement": [{"Action": "s3:ListBucket", "Condition": {"StringLike": {}}}]}');
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('"s3:pre');
    const prefix = options(page).filter({ hasText: 's3:prefix' });
    await prefix.waitFor();
    expect(await prefix.innerText()).toMatch(/String/);
  });

  test('shows which option is chosen in forced colors, too', async () => {
    const page = await open({ forcedColors: 'active' });
    await decided(page, 'Explicit deny');
    await catalog(page);
    await blank(page);
    await page.keyboard.type('{');
    await options(page).first().waitFor();
    // The browser takes backgrounds away, but where a style says otherwise; computed styles tell of neither.
    const adjust = (n: number) => options(page).nth(n).evaluate((option) => getComputedStyle(option).forcedColorAdjust);
    expect([await adjust(0), await adjust(1)]).toEqual(['none', 'auto']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    const chosen = page.locator('.palette [role=option]');
    await chosen.first().waitFor();
    const outline = (n: number) => chosen.nth(n).evaluate((option) => getComputedStyle(option).outlineStyle);
    expect([await outline(0), await outline(1)]).toEqual(['solid', 'none']);
  });

  test('goes on without the catalog: elements and what the scenario holds are offered', async () => {
    const page = await open({ expectErrors: /ERR_FAILED/, before: (p) => p.route('**/assets/catalog-*', (route) => route.abort()) });
    await decided(page, 'Explicit deny');
    await blank(page);
    await take(page, '{"Stat', 'Statement');
    await take(page, '"Reso', 'Resource');
    await page.keyboard.type('payr');
    await options(page).filter({ hasText: 'arn:aws:s3:::payroll/*' }).waitFor();
  });

  test('knows the services again in an engine that took the place of one that crashed', async () => {
    const page = await open({ before: fragile });
    await decided(page, 'Explicit deny');
    await catalog(page);
    await write(page, 'base', '{"Statement": "MakeItThrow"}');
    await page.locator('.trouble').waitFor();
    await blank(page);
    await page.keyboard.type('{"Statement": [{"Action": "sqs:Send');
    await options(page).filter({ hasText: 'sqs:SendMessage' }).first().waitFor();
  });

  test('says what a wildcard covers where the pointer rests on it, also in a policy of AWS, where nothing is offered', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await catalog(page);
    await editor(page, 'base').click();
    await page.locator('.cm-content[aria-autocomplete=list]').waitFor();
    const { x, y } = (await page.locator('.cm-line span').filter({ hasText: 's3:DeleteObject' }).last().boundingBox())!;
    await page.mouse.move(x + 20, y + 4);
    await page.mouse.move(x + 50, y + 8, { steps: 5 });
    await page.getByText(/^DeleteObject: Write, on .*object/).waitFor();
    await page.getByRole('treeitem', { name: /AdministratorAccess/ }).click();
    await editor(page, 'AdministratorAccess').click();
    await page.locator('.cm-content[aria-autocomplete=list]').waitFor();
    await page.keyboard.press('Control+ ');
    await page.waitForTimeout(300);
    expect(await options(page).count()).toBe(0);
  });
});
