import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, open } from './harness';

const panel = (page: Page, name: string | RegExp) => page.locator('.drawer-toggle').filter({ hasText: name }).click();

const names = (page: Page) => page.locator('.request-name').allInnerTexts();
const cell = (page: Page, request: number, label: string | RegExp) => page.locator(`[data-request="${request}"]`).getByRole('button', { name: label });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();

const inOrder = ['Read a payslip', 'Delete a payslip', 'Delete a draft in another bucket', 'Clear a file out of the inbox'];
const failingFirst = [inOrder[3], ...inOrder.slice(0, 3)];

async function openTable() {
  const page = await open();
  await decided(page, 'Explicit deny');
  await panel(page, 'Requests');
  await expect.poll(() => names(page)).toEqual(failingFirst);
  return page;
}

describe('the table of requests', () => {
  test('lists what failed first; rows stay while one is edited, and are put in order when the focus leaves', async () => {
    const page = await openTable();
    await cell(page, 3, /^Resource/).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('arn:aws:s3:::drafts/tmp.csv');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-request="3"] .request-result').innerText()).toContain('Allowed');
    expect(await names(page)).toEqual(failingFirst);
    await page.getByLabel('Title').focus();
    await expect.poll(() => names(page)).toEqual(inOrder);
  });

  test('is edited by keyboard: Enter edits, Escape gives back, Tab takes and moves on, arrows change the row', async () => {
    const page = await openTable();
    await cell(page, 0, /^Name/).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Something else');
    await page.keyboard.press('Escape');
    expect(await cell(page, 0, 'Name of request 1: Read a payslip').evaluate((e) => e === document.activeElement)).toBe(true);
    await cell(page, 0, /^Action/).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('s3:DeleteObject');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('[data-request="0"] .request-result').innerText()).toContain('Explicit deny');
    expect(await cell(page, 0, /^Resource/).evaluate((e) => e === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await cell(page, 1, /^Resource/).evaluate((e) => e === document.activeElement)).toBe(true);
    await undo(page);
    await expect.poll(() => page.locator('[data-request="0"] .request-result').innerText()).toContain('Allowed');
  });

  test('takes name, principal, context and expectation, each in one step of undo', async () => {
    const page = await openTable();
    const edit = async (label: RegExp, text: string) => {
      await cell(page, 0, label).click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    await edit(/^Name/, 'Renamed');
    expect(await page.locator('[data-request="0"] .request-name').innerText()).toBe('Renamed');
    await undo(page);
    expect(await page.locator('[data-request="0"] .request-name').innerText()).toBe('Read a payslip');
    await edit(/^Principal/, 'arn:aws:iam::111122223333:user/nobody');
    await cell(page, 0, /^Principal: arn:aws:iam::111122223333:user\/nobody/).waitFor();
    await undo(page);
    await edit(/^Context/, 'aws:SourceIp');
    await page.getByText('is neither key=value').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('aws:SourceIp=203.0.113.5; no aws:PrincipalArn');
    await page.keyboard.press('Enter');
    await cell(page, 0, 'Context: aws:SourceIp=203.0.113.5; no aws:PrincipalArn').waitFor();
    await undo(page);
    await page.getByLabel('Expected of request 1').selectOption('implicitDeny');
    await expect.poll(() => page.locator('[data-request="0"] .request-result').innerText()).toContain('not met');
  });

  test('adds, duplicates, moves and deletes, all of it undone again', async () => {
    const page = await openTable();
    await page.getByRole('button', { name: 'Add a request' }).click();
    expect(await page.locator('[data-request]').count()).toBe(5);
    await undo(page);
    await page.getByRole('button', { name: 'Duplicate request 1' }).click();
    expect(await names(page)).toContain('Read a payslip (copy)');
    await undo(page);
    await page.getByRole('button', { name: 'Move down request 1' }).click();
    await expect.poll(() => names(page)).toEqual([inOrder[3], inOrder[1], inOrder[0], inOrder[2]]);
    expect(await page.getByRole('button', { name: 'Move down request 2' }).evaluate((e) => e === document.activeElement)).toBe(true);
    await undo(page);
    await expect.poll(() => names(page)).toEqual(failingFirst);
    await page.getByRole('button', { name: 'Delete request 4' }).click();
    expect(await names(page)).toEqual(inOrder.slice(0, 3));
    await undo(page);
    await expect.poll(() => names(page)).toEqual(failingFirst);
  });

  test('results become expectations only when the list of changes is accepted, and it can be undone', async () => {
    const page = await openTable();
    await page.getByRole('button', { name: /^Take results/ }).click();
    const list = page.getByRole('region', { name: 'Take results as expectations' });
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/^4\. Clear a file out of the inbox\s+allowed\s+becomes\s+explicit deny$/)]);
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Expected of request 4').inputValue()).toBe('allowed');
    await page.getByRole('button', { name: /^Take results/ }).click();
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByText('All 4 as expected.').waitFor();
    expect(await page.getByLabel('Expected of request 4').inputValue()).toBe('explicitDeny');
    await undo(page);
    await page.getByText('3 of 4 as expected.').waitFor();
  });

  test('on a phone is a list of cards no wider than the screen, the shown one open for editing', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await decided(page, 'Explicit deny');
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: /Requests/ }).tap();
    await expect.poll(() => names(page)).toEqual(failingFirst);
    await page.locator('[data-request="0"] .request-name').tap();
    await decided(page, 'Allowed');
    await cell(page, 0, /^Action/).tap();
    await page.getByRole('combobox', { name: 'Action' }).and(page.locator('.cell-field')).fill('s3:DeleteObject');
    await page.keyboard.press('Enter');
    await decided(page, 'Explicit deny');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await page.locator('.drawer-body').evaluate((e) => e.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
