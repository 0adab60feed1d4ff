import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, open, text, write } from './harness';

const empty = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::payroll/*" }
  ]
}`;
const mistaken = empty.replace('"Sid": ""', '"Sid": "A"').replace('"Action"', '"Actions"');

const problems = (page: Page) => page.getByRole('button', { name: /^Problems/ });
const row = (page: Page, code: string) => page.locator('.problem').filter({ hasText: code });

/** Opens the page with a policy in the editor, and the list of its problems. */
async function list(policy: string): Promise<Page> {
  const page = await open();
  await decided(page, 'Explicit deny');
  await write(page, 'base', policy);
  await problems(page).click();
  await page.locator('.problem').first().waitFor();
  return page;
}

describe('a finding', () => {
  test('is counted above its policy, which leads to the list, on a phone too', async () => {
    for (const width of [1280, 390]) {
      const page = await open({ viewport: { width, height: 844 } });
      await decided(page, 'Explicit deny');
      if (width === 390) await page.getByText('Policy', { exact: true }).first().click();
      await write(page, 'base', empty);
      await page.getByRole('button', { name: '1 problem', exact: true }).click();
      await row(page, 'EMPTY_SID_VALUE').waitFor();
    }
  });

  test('says in the list how grave it is in words, where, and leads there', async () => {
    const page = await list(empty);
    const found = row(page, 'EMPTY_SID_VALUE');
    expect(await found.locator('.severity').innerText()).toMatch(/Suggestion/);
    expect(await found.getByRole('link', { name: 'EMPTY_SID_VALUE' }).getAttribute('href')).toBe('/ref/checks/EMPTY_SID_VALUE/');
    await found.getByRole('button', { name: 'base 4:14' }).click();
    await expect.poll(() => editor(page, 'base').evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e)).toBe(true);
    await page.keyboard.press('Delete');
    expect(await text(page, 'base')).toContain('"Sid": ",');
  });

  test('is mended by its button; undo takes that back', async () => {
    const page = await list(empty);
    await row(page, 'EMPTY_SID_VALUE').getByRole('button', { name: 'Remove Sid' }).click();
    await expect.poll(() => text(page, 'base')).not.toContain('Sid');
    await expect.poll(() => row(page, 'EMPTY_SID_VALUE').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => text(page, 'base')).toContain('Sid');
    await row(page, 'EMPTY_SID_VALUE').waitFor();
  });

  test('of a check that is off by default is there while the box for it is ticked', async () => {
    const page = await list(empty);
    await write(page, 'base', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}');
    await page.getByText(/^Actions and condition keys are those of/).waitFor();
    const box = page.getByRole('checkbox', { name: /off by default/ });
    await box.check();
    await row(page, 'DATA_EXFIL').waitFor();
    await box.uncheck();
    await expect.poll(() => row(page, 'DATA_EXFIL').count()).toBe(0);
  });

  test('is ignored with a reason, listed as such, and reported again', async () => {
    const page = await list(empty);
    await row(page, 'EMPTY_SID_VALUE').getByRole('button', { name: /^Ignore/ }).click();
    const ignore = page.getByRole('button', { name: 'Ignore', exact: true });
    expect(await ignore.isDisabled()).toBe(true);
    await page.getByLabel('Why may EMPTY_SID_VALUE be ignored').fill('Written by a tool.');
    await ignore.click();
    await page.getByRole('button', { name: 'Ignored 1' }).click();
    await page.getByText('Ignored: Written by a tool.').waitFor();
    await page.getByRole('button', { name: 'Report again' }).click();
    await row(page, 'EMPTY_SID_VALUE').getByRole('button', { name: /^Ignore/ }).waitFor();
  });

  test('is chosen by how grave it is', async () => {
    const page = await list(mistaken);
    await page.getByRole('button', { name: /^Errors/ }).click();
    await row(page, 'INVALID_POLICY_ELEMENT').waitFor();
    expect(await page.locator('.severity').allInnerTexts()).toSatisfy((words: string[]) => words.every((word) => word.includes('Error')));
  });

  test('is underlined in the editor, explains itself there and is mended there', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', mistaken);
    const underlined = page.locator('.cm-lintRange-error', { hasText: '"Actions"' });
    await underlined.hover();
    await underlined.hover({ position: { x: 20, y: 6 } });
    const tip = page.locator('.cm-diagnostic').filter({ hasText: 'INVALID_POLICY_ELEMENT' });
    await tip.getByText('Error', { exact: true }).waitFor();
    expect(await tip.getByRole('link', { name: 'INVALID_POLICY_ELEMENT' }).getAttribute('href')).toBe('/ref/checks/INVALID_POLICY_ELEMENT/');
    await tip.getByRole('button', { name: 'Write Action' }).click();
    await expect.poll(() => text(page, 'base')).toContain('"Action": "s3:DeleteObject"');
    await decided(page, 'Explicit deny');
  });
});

test('a policy says how large it is once it nears what AWS stores', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');
  const note = page.locator('.size-note');
  await write(page, 'base', JSON.stringify({ Version: '2012-10-17', Statement: [] }));
  await expect.poll(() => note.count()).toBe(0);
  await write(page, 'base', JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Deny', Action: Array.from({ length: 200 }, (_, i) => `s3:Get${i}`), Resource: '*' }] }));
  await expect.poll(() => note.innerText()).toMatch(/of 2,048/);
  expect(await note.innerText()).toMatch(/too many for AWS/);
});

test.each([
  ['wide', { width: 1280, height: 800 }],
  ['small', { width: 390, height: 844 }],
])('the list of problems is sound for assistive technology: %s', async (_, viewport) => {
  const page = await open({ viewport });
  await decided(page, 'Explicit deny');
  if (viewport.width < 721) await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Policy' }).click();
  await write(page, 'base', empty);
  if (viewport.width < 721) await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: /^Requests/ }).click();
  await problems(page).click();
  await row(page, 'EMPTY_SID_VALUE').getByRole('button', { name: /^Ignore/ }).click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('; ')}`)).toEqual([]);
});
