import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { decided, open, text } from './harness';

const panel = (page: Page, name: string | RegExp) => page.locator('.drawer-toggle').filter({ hasText: name }).click();

async function openPanel(name: string) {
  const page = await open();
  await decided(page, 'Explicit deny');
  await panel(page, name);
  return page;
}

describe('who can do this', () => {
  test('groups all principals by decision, with the statement that decided; a click makes one the request', async () => {
    const page = await openPanel('Who can?');
    const group = (decision: string) => page.locator('.who-group').filter({ has: page.getByRole('heading', { name: decision }) });
    // The root user has every permission but for SCPs and resource-based denies; alice's Deny beats her administrator's Allow.
    await group('Allowed').getByText('root user of 111122223333').waitFor();
    expect(await group('Explicit deny').getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/alice\s+NoDelete of base/)]);
    await group('Allowed').getByRole('button', { name: /root user/ }).click();
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Principal', { exact: true }).first().inputValue()).toBe('arn:aws:iam::111122223333:root');
    await page.getByRole('button', { name: 'Undo' }).click();
    await decided(page, 'Explicit deny');
  });

  test('opens the statement that decided', async () => {
    const page = await openPanel('Who can?');
    await page.getByRole('treeitem', { name: /^AdministratorAccess/ }).click();
    await page.locator('.who-group').getByRole('button', { name: 'NoDelete' }).click();
    expect(await text(page, 'base')).toContain('NoDelete');
  });

  test('follows the request as it is edited', async () => {
    const page = await openPanel('Who can?');
    await page.locator('.who-group').first().waitFor();
    await page.getByLabel('Action').fill('s3:GetObject');
    await expect.poll(() => page.locator('.who-group').count()).toBe(1);
    expect(await page.locator('.who-group').innerText()).toMatch(/Allowed\s+2/);
  });
});

describe('what can they do', () => {
  const rows = (page: Page) => page.locator('.matrix-table tr').evaluateAll((all) => all.map((row) => [...row.children].map((c) => c.textContent)));

  async function openMatrix() {
    const page = await openPanel('Who can?');
    await page.getByRole('button', { name: 'What can they do' }).click();
    await page.locator('.matrix-table').waitFor();
    return page;
  }

  test('is a table of principals and actions with signs, sorted by a column and by a row', async () => {
    const page = await openMatrix();
    expect(await rows(page)).toEqual([
      ['Principal', 's3:GetObject', 's3:DeleteObject'],
      ['alice', '✓allowed', '✕explicit deny'],
      ['root user of 111122223333', '✓allowed', '✓allowed'],
    ]);
    await page.getByRole('button', { name: 's3:DeleteObject', exact: true }).click();
    expect((await rows(page)).map(([principal]) => principal)).toEqual(['Principal', 'root user of 111122223333', 'alice']);
    await page.getByLabel('Add actions').fill('ec2:RunInstances, s3:Delete*');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await rows(page))[0]).toEqual(['Principal', 'ec2:RunInstances', 's3:DeleteObject', 's3:GetObject']);
    await page.locator('.matrix-table').getByRole('button', { name: 'alice', exact: true }).click();
    expect((await rows(page))[0]).toEqual(['Principal', 'ec2:RunInstances', 's3:GetObject', 's3:DeleteObject']);
  });

  test('says what is wrong with an added action, and asks about another resource', async () => {
    const page = await openMatrix();
    await page.getByLabel('Add actions').fill('sqs:*');
    await page.keyboard.press('Enter');
    await page.getByText('No action that this scenario names matches sqs:*').waitFor();
    await page.getByLabel('Resource of the table').fill('arn:aws:s3:::drafts/x');
    await expect.poll(async () => (await rows(page))[1]).toEqual(['alice', '✓allowed', '✓allowed']);
  });

  test('is saved as CSV', async () => {
    const page = await openMatrix();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()]);
    expect(download.suggestedFilename()).toBe('verdict-matrix.csv');
    expect(readFileSync((await download.path())!, 'utf8')).toBe(
      'principal,s3:GetObject,s3:DeleteObject\r\narn:aws:iam::111122223333:user/alice,allowed,explicitDeny\r\narn:aws:iam::111122223333:root,allowed,allowed\r\n',
    );
  });

  test('a cell makes its question the request', async () => {
    const page = await openMatrix();
    await page.locator('.sign-cell[title^="root user of 111122223333, s3:GetObject"]').click();
    await decided(page, 'Allowed');
    expect(await page.locator('.request-bar').getByLabel('Principal').inputValue()).toBe('arn:aws:iam::111122223333:root');
    expect(await page.locator('.request-bar').getByLabel('Action').inputValue()).toBe('s3:GetObject');
  });

  test('shows how far it is where it takes long, and stops when told', async () => {
    const users = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`user${i}`, {}]));
    const scenario = { version: 1, accounts: { '111122223333': { users } }, requests: [{ principal: 'arn:aws:iam::111122223333:user/user0', action: 's3:GetObject' }] };
    const { encodeShare } = await import('../src/share/codec');
    const page = await open({ path: `#${encodeShare(JSON.stringify(scenario))}`, before: slowEngine });
    await decided(page, 'Implicit deny');
    await panel(page, 'Who can?');
    await page.getByRole('button', { name: 'What can they do' }).click();
    await page.getByRole('progressbar', { name: 'Principals asked' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped before the end.').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Principals asked' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('progressbar', { name: 'Principals asked' }).waitFor();
  });
});

/** Lets every sweep take a while longer, as on a slow machine. */
async function slowEngine(page: Page) {
  await page.route('**/worker/*.js', async (route) => {
    const response = await route.fetch();
    const more = `
;{ const real = self.onmessage; self.onmessage = (event) => {
  if ((event.data.text ?? '').startsWith('{"method":"sweep"')) setTimeout(() => real(event), 20);
  else real(event);
}; }`;
    await route.fulfill({ response, body: (await response.text()) + more });
  });
}

describe('statement coverage', () => {
  test('tells which requests each statement decided or matched', async () => {
    const page = await openPanel('Coverage');
    const row = (sid: string) => page.locator('.coverage-statement').filter({ hasText: sid });
    // NoDelete denies requests 2 and 4 (docs: an explicit deny overrides any allow); AdministratorAccess allows the other two.
    await row('NoDelete').waitFor();
    expect(await row('NoDelete').locator('.coverage-counts').innerText()).toMatch(/^decided 2 requests:\s*2\s*4$/);
    expect(await row('statement 1').locator('.coverage-counts').innerText()).toMatch(/^decided 2 requests:\s*1\s*3\s*matched, but did not decide 2 requests:\s*2\s*4$/);
    await row('NoDelete').getByRole('button', { name: 'Show request 4' }).click();
    expect(await page.locator('.position').innerText()).toContain('4/4');
  });

  test('marks what no request reaches, alone where wanted, and opens it', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Action').fill('ec2:RunInstances');
    await decided(page, 'Allowed');
    await panel(page, 'Requests');
    await page.getByRole('button', { name: 'Delete request 4' }).click();
    await panel(page, 'Coverage');
    const unreached = page.locator('.coverage-statement').filter({ hasText: 'No request reaches this statement.' });
    await unreached.waitFor();
    expect(await unreached.innerText()).toContain('NoDelete');
    await page.getByText('0 of 1').waitFor();
    await page.getByLabel('Only what no request reaches').check();
    expect(await page.locator('.coverage-statement').count()).toBe(1);
    await page.getByRole('treeitem', { name: /^AdministratorAccess/ }).click();
    await unreached.getByRole('button', { name: 'NoDelete' }).click();
    expect(await text(page, 'base')).toContain('NoDelete');
  });
});
