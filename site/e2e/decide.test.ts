import { describe, expect, test } from 'vitest';
import { decided, editor, open, text, write } from './harness';

const narrower = (await import('../../scenarios/admin-but-not-for-payroll.json', { with: { type: 'json' } })).default.accounts['111122223333'].users.alice.inlinePolicies.base;

const harmless = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}';

describe('the main job', () => {
  test('a first visit shows why alice may not delete, with the deciding statement lit', async () => {
    const page = await open();
    expect(await decided(page, 'Explicit deny')).toContain('NoDelete');
    await expect.poll(() => page.locator('.cm-statement-denies').count()).toBeGreaterThan(4);
    expect(await page.locator('.cm-statement-denies').first().innerText()).toContain('denies this request');
    expect(await page.getByLabel('Principal').inputValue()).toBe('arn:aws:iam::111122223333:user/alice');
    expect(await page.getByLabel('Action').inputValue()).toBe('s3:DeleteObject');
    expect(await page.getByLabel('Resource').inputValue()).toBe('arn:aws:s3:::payroll/2026/jan.csv');
  });

  // The page's policy allows no WebAssembly: Firefox drops a message that holds a module, and with it the word that the engine is ready.
  test('the worker sends the page data alone, never a compiled module', async () => {
    const spy = () => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      const listen = (worker: Worker) => worker.addEventListener('message', ({ data }) => said.push(...Object.entries(data as object).map(([name, value]) => `${name}: ${Object.prototype.toString.call(value)}`)));
      globalThis.Worker = class extends Worker {
        constructor(...args: ConstructorParameters<typeof Worker>) {
          super(...args);
          listen(this);
        }
      };
    };
    const page = await open({ before: (page) => page.addInitScript(spy) });
    await decided(page, 'Explicit deny');
    await page.getByLabel('Action').fill('s3:GetObject');
    await decided(page, 'Allowed');
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said).toContain('program: [object ArrayBuffer]');
    expect(said.filter((one) => !/\[object (String|Number|ArrayBuffer)\]$/.test(one))).toEqual([]);
  });

  test('a request that cannot be decided promises no reasons', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Action').fill('no action');
    await decided(page, 'Error');
    await page.getByRole('region', { name: 'Why' }).getByText('There are no reasons: the request could not be decided.').waitFor();
  });

  test('editing the policy flips the decision, and another statement is lit', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    const policy = structuredClone(narrower);
    policy.Statement[0]!.Resource = 'arn:aws:s3:::elsewhere/*';
    await write(page, 'base', JSON.stringify(policy, null, 2));
    await decided(page, 'Allowed');
    await expect.poll(() => page.locator('.cm-statement-denies').count()).toBe(0);
    expect(await page.locator('.cm-verdict').innerText()).toMatch(/near miss: only Resource/);
    await page.getByRole('treeitem', { name: /^AdministratorAccess/ }).click();
    await expect.poll(() => page.locator('.cm-statement-allows').count()).toBeGreaterThan(2);
  });

  test('editing the request flips the decision at every keystroke', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Action').fill('s3:GetObject');
    await decided(page, 'Allowed');
    await page.getByLabel('Resource').fill('arn:aws:s3:::drafts/x');
    await page.getByLabel('Action').fill('s3:DeleteObject');
    await decided(page, 'Allowed');
    await page.getByLabel('Resource').fill('arn:aws:s3:::payroll/x');
    await decided(page, 'Explicit deny');
    await page.getByLabel('Principal').fill('arn:aws:iam::111122223333:user/nobody');
    await decided(page, /^(Implicit deny|Error)/);
  });

  test('the puzzle is solved by narrowing the resource: four of four', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByText('3 of 4 as expected').waitFor();
    const policy = structuredClone(narrower);
    policy.Statement[0]!.Resource = 'arn:aws:s3:::payroll/2026/*';
    await write(page, 'base', JSON.stringify(policy, null, 2));
    await page.getByText('All 4 as expected.').waitFor();
    expect(await page.getByRole('button', { name: /Requests 4\/4/ }).count()).toBe(1);
  });

  test('hovering a statement of the trace marks its text, and the reverse', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.locator('.statement').filter({ hasText: 'NoDelete' }).hover();
    await expect.poll(() => page.locator('.cm-pointed').count()).toBeGreaterThan(0);
    await page.locator('.cm-line').filter({ hasText: 'NoDelete' }).hover({ position: { x: 120, y: 8 } });
    await expect.poll(() => page.locator('.statement.is-pointed').count()).toBe(1);
    await page.locator('.cm-reason').waitFor();
    expect(await page.locator('.cm-reason').innerText()).toMatch(/Every part matches/);
  });
});

describe('requests', () => {
  test('are gone through, added, named, expected, deleted and undone', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Next request' }).click();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Request menu' }).click();
    await page.getByRole('button', { name: 'Add a request' }).click();
    await page.getByText('4/5').waitFor();
    await page.getByLabel('expected').selectOption('denied');
    await page.locator('.expectation').getByText('not met').waitFor();
    await page.getByRole('button', { name: 'Request menu' }).click();
    await page.getByLabel('Name of this request').fill('My question');
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('4/4').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.position').getByText('/5').waitFor();
    await page.getByRole('button', { name: /^Requests/ }).first().click();
    await page.getByRole('table').getByRole('button', { name: /^Name of request 4: My question/ }).waitFor();
  });

  test('stand in a table that shows expected and got, and selects', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: /^Requests/ }).first().click();
    const failing = page.getByRole('row', { name: /Clear a file out of the inbox/ });
    expect(await failing.locator('.request-result').innerText()).toMatch(/^Explicit deny\s+not met$/);
    expect(await failing.getByLabel('Expected of request 4').inputValue()).toBe('allowed');
    await page.getByRole('row', { name: /Read a payslip/ }).locator('.request-result').click();
    await decided(page, 'Allowed');
  });

  test('carry a context that is edited: a missing key is offered, added and decides', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('button', { name: /aws:SourceIp/ }).first().click();
    const before = await decided(page, /./);
    await page.locator('.context-button').click();
    const value = page.getByLabel('Value 1 of aws:SourceIp');
    await value.fill('198.51.100.77');
    const after = async () => (await page.getByRole('status', { name: 'Decision' }).innerText()).trim();
    await expect.poll(after).not.toBe(before);
    await page.getByRole('button', { name: 'Remove aws:SourceIp' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('The request lacks').waitFor();
    await page.getByRole('button', { name: 'Add to the context' }).first().click();
    await page.getByRole('list', { name: 'Request context' }).getByText('SourceIp').waitFor();
  });

  test('about two resources say so', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Resource').fill('arn:aws:s3:::drafts/x, arn:aws:s3:::payroll/x');
    await page.getByText('2 resources').waitFor();
    await expect.poll(() => page.locator('.check-title').count()).toBe(2);
    await page.getByLabel('Resource').fill('arn:aws:s3:::drafts/x, y');
    await decided(page, 'Allowed');
    expect(await page.getByText('2 resources').count()).toBe(0);
  });

  test('get a context key and its value by the keyboard alone, Enter after each', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.locator('.context-button').click();
    await page.getByLabel('Context key to add').focus();
    await page.keyboard.type('aws:SourceIp');
    await page.keyboard.press('Enter');
    const value = page.getByLabel('Value 1 of aws:SourceIp');
    await expect.poll(() => value.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('192.0.2.1');
    await page.keyboard.press('Enter');
    await page.keyboard.type('aws:username');
    await page.keyboard.press('Enter');
    await page.getByLabel('Value 1 of aws:username').waitFor();
    expect(await value.inputValue()).toBe('192.0.2.1');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('list', { name: 'Request context' }).getByRole('listitem').count()).toBe(2);
  });
});

describe('policies', () => {
  test('an inline policy is added to a user, renamed, deleted, and undo brings it back', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('treeitem', { name: /^alice/ }).click();
    await page.getByRole('button', { name: 'Add an inline policy' }).click();
    await editor(page, 'policy').waitFor();
    await page.getByLabel('Name of this policy').fill('extra');
    await page.keyboard.press('Enter');
    await editor(page, 'extra').waitFor();
    expect(await text(page, 'extra')).toContain('"Action": "s3:GetObject"');
    await page.getByRole('button', { name: 'Delete this policy' }).click();
    await page.getByRole('status', { name: 'What went with it' }).getByText('extra of alice is deleted.').waitFor();
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['alice › base', 'alice']);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await editor(page, 'extra').waitFor();
  });

  test('the editor has an undo of its own, and the page undoes across editors', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', harmless);
    await decided(page, 'Allowed');
    await page.keyboard.press('ControlOrMeta+z');
    await decided(page, 'Explicit deny');
    expect(await text(page, 'base')).toContain('NoDelete');
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Undo' }).click();
    await decided(page, 'Explicit deny');
  });

  test('a reload keeps what was typed', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', harmless);
    await decided(page, 'Allowed');
    await page.reload();
    await decided(page, 'Allowed');
    expect(await text(page, 'base')).toBe(harmless);
  });
});

describe('the gallery', () => {
  test('opened over an edit says where that went, and a key leads back to it', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', harmless);
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('list', { name: 'Gallery' }).getByRole('button').nth(1).click();
    await page.getByRole('status', { name: 'Kept work' }).getByText(/Your edit of “Admin, but not for payroll”.* is kept/).waitFor();
    const back = page.getByRole('button', { name: 'Back to your edit' });
    for (let n = 0; n < 8 && !(await back.evaluate((button) => button === document.activeElement)); n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await decided(page, 'Allowed');
    expect(await text(page, 'base')).toBe(harmless);
    await expect.poll(() => back.count()).toBe(0);
  });

  test('lists the scenarios and opens them; each decides', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    const gallery = page.getByRole('button', { name: 'Scenarios' });
    await gallery.click();
    const entries = page.getByRole('list', { name: 'Gallery' }).getByRole('button');
    const count = await entries.count();
    expect(count).toBeGreaterThanOrEqual(30);
    await page.keyboard.press('Escape');
    for (let i = 1; i < count; i += 7) {
      await gallery.click();
      const title = await entries.nth(i).locator('strong').innerText();
      await entries.nth(i).click();
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe(title);
      await decided(page, /^(Allowed|Explicit deny|Implicit deny)/);
      await page.getByText(/\d+ as expected/).first().waitFor();
    }
  });
});
