import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, open, text } from './harness';

const item = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name: typeof name === 'string' ? new RegExp(`^${name}\\b`) : name });
const said = (page: Page) => page.getByRole('status', { name: 'What went with it' });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

async function add(page: Page, what: string) {
  await page.getByRole('button', { name: 'Add to the world' }).click();
  await page.getByRole('button', { name: what, exact: true }).click();
}

const dictionary = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));

/** Opens a scenario as a link does. */
const openScenario = (scenario: object) => open({ path: '#s1.' + deflateSync(JSON.stringify(scenario), { dictionary }).toString('base64url') });

/** Names what was just added: its field has the focus. */
async function name(page: Page, field: string, typed: string) {
  const input = page.getByRole('textbox', { name: field, exact: true });
  await expect.poll(() => input.evaluate((e) => e === document.activeElement)).toBe(true);
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

describe('by the pointer', () => {
  test('a user is added, named, put into a group, given a policy and asked about', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await add(page, 'User');
    await name(page, 'Name', 'bob');
    await item(page, 'bob').waitFor();
    await page.getByLabel('Principal').fill('arn:aws:iam::111122223333:user/bob');
    await decided(page, 'Implicit deny');
    await page.getByLabel('Group to join').fill('Admins');
    await page.getByRole('button', { name: 'Join' }).click();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Take bob out of Admins' }).click();
    await decided(page, 'Implicit deny');
    await page.getByLabel('Policy to attach').fill('arn:aws:iam::aws:policy/AmazonS3FullAccess');
    await page.getByRole('button', { name: 'Attach' }).click();
    await decided(page, 'Allowed');
    await page.getByLabel('Boundary to set').fill('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await decided(page, 'Implicit deny');
    for (let n = 0; n < 4; n++) await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
    await decided(page, 'Implicit deny');
    expect(await page.getByRole('button', { name: 'Remove the boundary' }).count()).toBe(0);
  });

  test('a tag and a path are set, and conditions and requests follow', async () => {
    const tagged = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'payroll' } } }] };
    const page = await openScenario({
      version: 1,
      accounts: { '111122223333': { users: { bob: { inlinePolicies: { own: tagged } } } } },
      requests: [{ principal: 'arn:aws:iam::111122223333:user/bob', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }],
    });
    await decided(page, 'Implicit deny');
    await item(page, 'bob').click();
    await page.getByLabel('Tag to set').fill('team');
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByText('Write a tag as key=value').waitFor();
    await page.getByLabel('Tag to set').fill('team=payroll');
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await decided(page, 'Allowed');
    await page.getByRole('textbox', { name: 'Path' }).fill('/finance/');
    await page.getByRole('textbox', { name: 'Path' }).press('Enter');
    await page.getByText('arn:aws:iam::111122223333:user/finance/bob').first().waitFor();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Remove the tag team' }).click();
    await decided(page, 'Implicit deny');
  });

  test('all managed policies of AWS are offered, and those that the engine lacks are fetched when they are attached', async () => {
    const page = await openScenario({
      version: 1,
      accounts: { '111122223333': { users: { bob: {} } } },
      requests: [{ principal: 'arn:aws:iam::111122223333:user/bob', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }],
    });
    await decided(page, 'Implicit deny');
    await item(page, 'bob').click();
    await page.getByLabel('Policy to attach').click();
    await page.keyboard.type('ReadOnlyAcc');
    await page.getByRole('option', { name: /ReadOnlyAccess/ }).first().click();
    await page.getByRole('button', { name: 'Attach' }).click();
    await item(page, 'ReadOnlyAccess').waitFor();
    await decided(page, 'Allowed');
  });

  test('a name that AWS would not take stays in its field with the reason; a good one is taken, and the rest of the page follows', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await item(page, 'alice').click();
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    await field.fill('al ice');
    await page.getByText('A space cannot stand in this name').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Action').focus();
    expect(await field.inputValue()).toBe('al ice');
    await field.fill('carol');
    await page.keyboard.press('Enter');
    await item(page, 'carol').waitFor();
    expect(await page.getByLabel('Principal').inputValue()).toBe('arn:aws:iam::111122223333:user/carol');
    await decided(page, 'Explicit deny');
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['carol › base', 'carol']);
  });

  test('a deletion says what went with it, and Undo brings all back', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await item(page, 'alice').click();
    await page.getByRole('button', { name: 'Delete this user' }).click();
    await said(page).getByText('alice is deleted. Its inline policy base went with it. 4 requests still ask as alice.').waitFor();
    expect(await item(page, 'alice').count()).toBe(0);
    const isInTree = () => page.evaluate(() => document.activeElement?.getAttribute('role'));
    await expect.poll(isInTree).toBe('treeitem');
    await said(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(isInTree).toBe('treeitem');
    await item(page, 'alice').waitFor();
    await decided(page, 'Explicit deny');
    expect(await said(page).innerText()).toBe('');
  });

  test('an old name in the texts of policies is counted, and renamed there too', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await item(page, 'payroll').click();
    await page.getByRole('textbox', { name: 'ARN', exact: true }).fill('arn:aws:s3:::wages');
    await page.keyboard.press('Enter');
    await said(page).getByText('1 policy still names arn:aws:s3:::payroll.').waitFor();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Rename there too' }).click();
    await decided(page, 'Explicit deny');
    await item(page, 'base').click();
    expect(await text(page, 'base')).toContain('"arn:aws:s3:::wages/*"');
  });

  test('an organization is made, an SCP written and attached, and the account moved out of its reach', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await add(page, 'Account');
    await item(page, /^444455556666$/).waitFor(); // it is open, and has the focus
    await add(page, 'Organization');
    await page.getByRole('combobox', { name: 'Management account' }).selectOption('444455556666');
    await add(page, 'Service control policy');
    await name(page, 'Name of this policy', 'Stay');
    await editor(page, 'Stay').waitFor();
    await page.getByText('attached nowhere yet').waitFor();
    await item(page, 'Root').click();
    await add(page, 'Organizational unit');
    await name(page, 'Name', 'Sandbox');
    await page.getByLabel('SCP to attach').fill('Stay');
    await page.getByRole('button', { name: 'Attach' }).first().click();
    await page.getByRole('button', { name: 'Detach FullAWSAccess' }).click();
    await item(page, /^111122223333$/).click();
    await page.getByLabel('Place in the organization').selectOption({ label: 'Root › Sandbox' });
    await page.getByRole('region', { name: 'Why' }).getByText('Service control policy').first().waitFor();
    await page.getByLabel('Action').fill('s3:GetObject');
    await decided(page, 'Implicit deny');
    await page.getByLabel('Place in the organization').selectOption({ label: 'Root' });
    await decided(page, 'Allowed');
  });

  test('the management account is not deleted, and the page says why', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await add(page, 'Organization');
    await item(page, /^111122223333$/).click();
    await page.getByRole('button', { name: 'Delete this account' }).click();
    await said(page).getByText('The management account stays with its organization').waitFor();
    expect(await said(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });
});

describe('by the keyboard', () => {
  test('the tree is one stop; arrows, letters, Home and End go through it, Enter opens', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await item(page, /^111122223333/).focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Users');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toMatch(/^alice/);
    await page.keyboard.press('ArrowLeft');
    expect(await item(page, 'base').count()).toBe(0);
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe('Users');
    await page.keyboard.press('End');
    expect(await focused(page)).toMatch(/^drafts/);
    await page.keyboard.press('Home');
    await page.keyboard.press('a');
    expect(await focused(page)).toMatch(/^alice/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Add to the world');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toMatch(/^base/);
    await page.keyboard.press('Enter');
    await editor(page, 'base').waitFor();
  });

  test('Delete deletes and leaves the focus in the tree; undo; F2 renames', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await item(page, 'Admins').focus();
    await page.keyboard.press('Delete');
    await said(page).getByText('Admins is deleted. alice is no longer in it.').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treeitem');
    await page.keyboard.press('ControlOrMeta+z');
    await item(page, 'Admins').focus();
    await page.keyboard.press('F2');
    await name(page, 'Name', 'Operators');
    await page.getByRole('treeitem', { name: 'alice in Operators' }).waitFor();
  });

  test('tabs: arrows go along, Delete closes; one alone needs no tabs', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    expect(await page.getByRole('tablist', { name: 'Open documents' }).count()).toBe(0);
    await item(page, 'AdministratorAccess').click();
    await item(page, 'alice').click();
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['alice › base', 'AdministratorAccess', 'alice']);
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await editor(page, 'base').waitFor();
    await expect.poll(() => focused(page)).toBe('alice › base');
    await page.keyboard.press('ArrowRight');
    await page.getByText('AWS managed, read only').waitFor();
    await page.keyboard.press('Delete');
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['alice › base', 'alice']);
    await page.getByRole('tab', { name: 'alice › base' }).click({ button: 'middle' });
    await expect.poll(() => page.getByRole('tab').count()).toBe(0);
    await page.getByRole('button', { name: 'Delete this user' }).waitFor();
  });
});

describe('who reaches what', () => {
  test('is drawn from the decisions; a policy opens, a decision shows its request, Escape closes', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Graph' }).click();
    const dialog = page.getByRole('dialog', { name: 'Who reaches what' });
    await dialog.getByRole('button', { name: '✕ denies s3:DeleteObject' }).first().waitFor();
    expect(await dialog.locator('path.edge-denies').first().evaluate((line) => getComputedStyle(line).strokeDasharray)).not.toBe('none');
    expect(await dialog.locator('path.edge-allows').first().evaluate((line) => getComputedStyle(line).strokeDasharray)).toBe('none');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await expect.poll(() => focused(page)).toBe('Graph');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'AdministratorAccess' }).click();
    await page.getByText('AWS managed, read only').waitFor();
    await page.getByRole('button', { name: 'Graph' }).click();
    await dialog.getByRole('button', { name: '✓ allows s3:GetObject' }).click();
    await decided(page, 'Allowed');
    expect(await dialog.count()).toBe(0);
  });

  test('reads as sentences, and looks around one', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Graph' }).click();
    await page.getByRole('button', { name: 'List', exact: true }).click();
    const sentences = page.getByRole('list', { name: /as sentences/ }).getByRole('listitem');
    await expect.poll(() => sentences.allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/base denies s3:DeleteObject on payroll\/2026\/jan.csv,\s+request 2/), expect.stringContaining('alice is in Admins')]));
    await page.getByLabel('around').selectOption({ label: 'drafts/jan.csv, s3' });
    await expect.poll(async () => (await sentences.allInnerTexts()).join()).not.toContain('base denies');
    await page.getByRole('button', { name: 'request 3' }).click();
    await page.locator('.position').getByText('3/4').waitFor();
  });

  test('zooms and fits', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Graph' }).click();
    const width = () => page.locator('.graph-sheet').evaluate((sheet) => sheet.getBoundingClientRect().width);
    const frame = await page.locator('.graph-frame').evaluate((e) => e.clientWidth);
    await page.getByRole('button', { name: 'Fit' }).click();
    for (let n = 0; n < 3; n++) await page.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(width).toBeGreaterThan(frame);
    await page.getByRole('button', { name: 'Fit' }).click();
    await expect.poll(width).toBeLessThanOrEqual(frame);
  });

  test('of a large world is a part, and says so', async () => {
    const page = await openScenario({ version: 1, title: 'Large', accounts: { 111122223333: { users: large } }, requests: [{ principal: 'arn:aws:iam::111122223333:user/user-7', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }] });
    await decided(page, 'Implicit deny');
    await page.getByRole('button', { name: 'Graph' }).click();
    await page.getByText('100 of 1,001 are shown').waitFor();
    await page.getByLabel('around').selectOption({ label: 'user-7, user' });
    await expect.poll(() => page.locator('.thing').count()).toBe(2);
  });
});

const large = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`user-${i}`, {}]));

describe('a large world', () => {
  test('is folded at first, found in, and unfolded in a moment', async () => {
    const page = await openScenario({ version: 1, title: 'Large', accounts: { 111122223333: { users: large } }, requests: [] });
    await item(page, /^Users 1000$/).waitFor();
    await page.getByLabel('Find in the world').fill('user-77');
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(2 + 11);
    await page.keyboard.press('Escape');
    await item(page, /^Users 1000$/).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: '702 more entries' }).waitFor();
  });
});
