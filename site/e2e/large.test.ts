import { expect, test } from 'vitest';
import { largeAccount } from '../../scripts/account.mjs';
import { open } from './harness';

/** Machines differ, and this is the most that the page is made for: no time is measured here, the budgets are. */
const patience = { timeout: 60_000 };

test('an account of 1,000 users, 500 roles and 3,000 policies opens from a file, and says who can', async () => {
  const page = await open({ path: 'new' });
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'account.json'));
    return transfer;
  }, largeAccount());
  await page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0, null, patience); // all that the page asks at its start
  await page.waitForFunction(() => new Date().getSeconds() < 50, null, patience); // both questions name the minute
  await page.evaluate(() => {
    performance.clearMeasures();
    const calls = (window as unknown as { calls: string[] }).calls = [] as string[];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: { text?: string }, ...rest: []) {
      calls.push(/^\{"method":"(\w+)"/.exec(message.text ?? '')?.[1] ?? '');
      post.call(this, message, ...rest);
    };
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await page.getByText('Account details were taken in.').waitFor(patience);
  const world = page.getByRole('tree');
  for (const [section, count] of [['Users', '1000'], ['Roles', '500'], ['Policies', '3000']] as const) expect(await world.getByRole('treeitem', { name: section }).first().innerText(patience)).toContain(count);
  // The engine decides while the page opens the account, and is asked the very same by it: once.
  await page.waitForFunction(() => performance.getEntriesByName('decision').length > 0, null, patience);
  expect(await page.evaluate(() => (window as unknown as { calls: string[] }).calls.filter((method) => ['import', 'decide'].includes(method)))).toEqual(['import', 'decide']);

  // Users 0 and 1000 apart share no policy; policy-0 reads s3://team-0 for the team t0, and user-0 has it.
  await page.getByRole('button', { name: 'Add a request' }).first().click();
  await page.getByRole('combobox', { name: 'Principal' }).fill('arn:aws:iam::111122223333:user/user-0');
  await page.getByRole('combobox', { name: 'Action' }).fill('s3:GetObject');
  await page.getByRole('combobox', { name: 'Resource' }).fill('arn:aws:s3:::team-0/jan.csv');
  await page.getByRole('status', { name: 'Decision' }).filter({ hasText: /Allowed/ }).waitFor(patience);
  await page.getByRole('button', { name: 'Who can?' }).click();
  const denied = page.locator('.who-group', { hasText: 'Implicit deny' });
  await denied.waitFor(patience);
  expect(await page.locator('.who-group', { hasText: 'Allowed' }).locator('li').count()).toBeGreaterThan(0);
  expect(await denied.locator('li').count()).toBe(100);
  await denied.getByRole('button', { name: /^Show 1,\d+ more$/ }).press('Enter');
  expect(await denied.locator('li').nth(100).evaluate((row) => row.contains(document.activeElement))).toBe(true);
  expect(await denied.locator('li').count()).toBeGreaterThan(1000);
});
