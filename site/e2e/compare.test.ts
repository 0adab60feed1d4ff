import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { base, decided, open, text, write } from './harness';

const panel = (page: Page, name: string) => page.locator('.drawer-toggle').filter({ hasText: name }).click();
const changed = (page: Page) => page.locator('.compared > li').allInnerTexts();

const narrower = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoDelete', Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::payroll/2026/*' }] }, null, 2);

/** The first scenario with the puzzle solved: the Deny spares the inbox, so that of the four requests the last one flips. */
async function solved() {
  const page = await open();
  await decided(page, 'Explicit deny');
  await write(page, 'base', narrower);
  await page.getByText('All 4 as expected.').waitFor();
  await panel(page, 'Compare');
  await page.getByText('One decision changed').waitFor();
  return page;
}

const flipped = [expect.stringMatching(/^Clear a file out of the inbox[\s\S]*Explicit deny[\s\S]*NoDelete of base[\s\S]*Allowed[\s\S]*AdministratorAccess$/)];

describe('comparing two versions', () => {
  test('shows the policy before and now side by side, and the requests whose decision changed', async () => {
    const page = await solved();
    const before = page.getByRole('textbox', { name: 'base of alice, before' });
    const now = page.getByRole('textbox', { name: 'base of alice, now' });
    expect(await before.innerText()).toContain('"arn:aws:s3:::payroll/*"');
    expect(await now.innerText()).toContain('"arn:aws:s3:::payroll/2026/*"');
    expect(await changed(page)).toEqual(flipped);
    await page.getByText('The other 3 requests are decided as before.').waitFor();
    await page.getByRole('button', { name: 'Clear a file out of the inbox' }).last().click();
    await decided(page, 'Allowed');
  });

  test('goes back to the earlier version, and undoes that', async () => {
    const page = await solved();
    await page.getByRole('button', { name: 'Go back to that version' }).click();
    await page.getByText('Both versions are the same.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('One decision changed').waitFor();
  });

  test('makes a link that opens both versions, and is let go when the scenario is edited', async () => {
    const page = await solved();
    await page.getByRole('button', { name: 'Copy a link to both' }).click();
    const url = await page.getByLabel('Link to both versions').inputValue();
    expect(url.startsWith(`${base()}compare#s1.`)).toBe(true);
    const other = await open({ path: url.slice(base().length) });
    await other.getByText('One decision changed').waitFor();
    expect(await changed(other)).toEqual(flipped);
    expect(await other.locator('.position').innerText()).toContain('2/4');
    expect(other.url()).toBe(url);
    await other.getByLabel('Title').fill('Mine');
    await expect.poll(() => other.url()).toBe(`${base()}compare`);
    await other.reload();
    await other.getByText('Both versions are the same.').waitFor();
    expect(await other.getByLabel('Title').inputValue()).toBe('Mine');
  });

  // safety.md: no link holds a credential without a word.
  test('makes no link where a version holds a credential', async () => {
    const page = await solved();
    await page.getByLabel('Title').fill('AKIAABCDEFGHIJ234567');
    await page.getByRole('button', { name: 'Copy a link to both' }).click();
    await page.getByText('A version holds credentials, so no link was made.').waitFor();
    expect(await page.getByLabel('Link to both versions').count()).toBe(0);
  });

  test('compares with another scenario of the gallery, and with pasted texts', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await panel(page, 'Compare');
    await page.getByText('Both versions are the same.').waitFor();
    await page.getByLabel('Compare with').selectOption('gallery explicit-deny-beats-allow');
    await page.getByRole('textbox', { name: 'The whole scenario, before' }).waitFor();
    await page.getByRole('button', { name: 'Paste or drop a version' }).click();
    await page.getByLabel('A version to compare with').fill('{"Statement": [');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    await page.getByRole('alert').getByText('Line 1, column 16').waitFor();
    await page.getByLabel('A version to compare with').fill(narrower);
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    await page.getByText('One decision changed').waitFor();
    expect(await page.getByLabel('Compare with').locator('option:checked').innerText()).toBe('the pasted text of base');
  });

  test('opens a statement that decides now, in its policy', async () => {
    const page = await solved();
    await page.locator('.compared').getByRole('button', { name: 'statement 1' }).click();
    expect(await text(page, 'AdministratorAccess')).toContain('"Effect": "Allow"');
  });
});

describe('a link of two versions', () => {
  test.each([
    ['whose second version is missing', (link: string) => link.slice(0, link.indexOf('.', 3)), 'should hold two versions'],
    ['whose first version is damaged', (link: string) => link.replace('s1.ePm4', 's1.ePm5'), 'The first of this link’s two versions cannot be read.'],
    ['whose second version is cut off', (link: string) => link.slice(0, -20), 'cut off'],
  ])('%s says so, and opens nothing in its place', async (_, spoil, words) => {
    const { encodeComparison } = await import('../src/share/codec');
    const link = encodeComparison('{"version":1,"title":"one"}', '{"version":1,"title":"two","requests":[]}');
    const page = await open({ path: `compare#${spoil(link)}` });
    await page.getByText(words).first().waitFor();
    expect(await page.locator('.compare').count()).toBe(0);
  });
});
