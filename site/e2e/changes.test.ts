import { describe, expect, test } from 'vitest';
import { decided, open, text } from './harness';

describe('what would change it', () => {
  test('lists edits that flip the decision; one can be looked at, made and undone', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByText('What would change it').click();
    const changes = page.locator('.change-list > li');
    await expect.poll(() => changes.count()).toBeGreaterThan(1);
    expect(await changes.count()).toBeLessThanOrEqual(5);
    const first = changes.first();
    expect(await first.innerText()).toMatch(/Allowed/);
    await first.locator('summary').click();
    expect(await first.locator('.diff-added, .diff-removed').count()).toBeGreaterThan(0);
    await first.getByRole('button', { name: 'Make this edit' }).click();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Undo' }).click();
    await decided(page, 'Explicit deny');
  });

  test('follows the request, and says so where no single edit is enough', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByText('What would change it').click();
    await expect.poll(() => page.locator('.change-list > li').count()).toBeGreaterThan(0);
    await page.getByLabel('Action').fill('sts:GetCallerIdentity');
    await decided(page, 'Allowed');
    await expect.poll(() => page.locator('.changes').innerText()).toContain('No single edit flips this decision');
  });

  test('an edit of a policy shows in the open document', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Action').fill('s3:GetObject');
    await decided(page, 'Allowed');
    await page.getByText('What would change it').click();
    const deny = page.locator('.change-list > li').filter({ hasText: 'Add a statement to base that denies s3:GetObject' });
    await deny.locator('summary').click();
    expect(await deny.locator('figcaption').innerText()).toBe('base');
    expect((await deny.locator('.diff-added code').allInnerTexts()).join('\n')).toContain('"Action": "s3:GetObject"');
    expect((await deny.locator('.diff-same code').allInnerTexts()).length).toBeGreaterThan(1);
    await deny.getByRole('button', { name: 'Make this edit' }).click();
    await decided(page, 'Explicit deny');
    expect(await text(page, 'base')).toContain('"Action": "s3:GetObject"');
  });
});
