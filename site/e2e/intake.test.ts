import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, open, text, write } from './harness';

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const denial =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/Reports/ci is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll/jan.csv" with an explicit deny in a service control policy: arn:aws:organizations::444455556666:policy/o-exampleorg1/service_control_policy/p-12345678';
const scp = '{"Policy":{"PolicySummary":{"Id":"p-12345678","Name":"NoPayroll","Type":"SERVICE_CONTROL_POLICY"},"Content":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Sid\\":\\"NoPayroll\\",\\"Effect\\":\\"Deny\\",\\"Action\\":\\"s3:*\\",\\"Resource\\":\\"arn:aws:s3:::payroll/*\\"}]}"}}';
const details = '{"RoleDetailList":[{"Path":"/","RoleName":"Reports","Arn":"arn:aws:iam::111122223333:role/Reports","RolePolicyList":[{"PolicyName":"reads","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}}],"InstanceProfileList":[{"InstanceProfileName":"ReportsProfile"}]}]}';
const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::docs/*"}]}';

/** Puts a text in the clipboard and pastes it where the focus is. */
async function paste(page: Page, text: string) {
  await page.evaluate((t) => navigator.clipboard.writeText(t), text);
  await page.keyboard.press('ControlOrMeta+v');
}

/** Drops files on the page, as from another program. */
async function drop(page: Page, files: { name: string; text: string | number[] }[], on = 'body') {
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([typeof text === 'string' ? text : new Uint8Array(text)], name));
    return transfer;
  }, files);
  await page.dispatchEvent(on, 'dragover', { dataTransfer: data });
  await page.dispatchEvent(on, 'drop', { dataTransfer: data });
}

const examine = async (page: Page) => (await new AxeBuilder({ page }).options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).analyze()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);

describe('/denied', () => {
  test('explains a pasted error: the decision agrees with AWS, and the true policies take the stand-in’s place', async () => {
    const page = await open({ ...clipboard, path: 'denied' });
    await page.getByRole('heading', { name: 'Why was it denied?' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Error to explain');
    expect(await examine(page)).toEqual([]);
    await paste(page, denial);
    expect(await decided(page, 'Explicit deny')).toContain('ReplaceMe of the service control policy p-12345678');
    await page.getByText('met', { exact: true }).waitFor();
    for (const fact of ['arn:aws:sts::111122223333:assumed-role/Reports/ci', 's3:GetObject', 'service control policy']) await page.locator('.taken-facts dd', { hasText: fact }).first().waitFor();
    for (const command of ['aws iam get-account-authorization-details', 'aws s3api get-bucket-policy --bucket payroll', 'aws organizations describe-policy --policy-id p-12345678']) await page.getByText(command, { exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await examine(page)).toEqual([]);

    await page.getByRole('button', { name: 'Paste more' }).click();
    await page.getByLabel('Text to take in').fill(details);
    await page.getByRole('dialog').getByText('ReportsProfile', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('Account details were taken in.').click();
    await page.getByRole('button', { name: 'Paste more' }).click();
    await page.getByLabel('Text to take in').fill(scp);
    await page.getByRole('dialog').getByText('NoPayroll', { exact: true }).waitFor();
    expect(await examine(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add it' }).click();
    expect(await decided(page, /Statement NoPayroll/)).toContain('Explicit deny');
    await page.getByText('met', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await decided(page, /Statement ReplaceMe/);
    await page.reload();
    await decided(page, /Statement ReplaceMe/);
  });

  test('opens an error from a link, and a damaged one says so', async () => {
    const page = await open({ ...clipboard, path: 'denied' });
    await page.getByLabel('Error to explain').waitFor();
    await paste(page, denial);
    await page.getByRole('button', { name: 'Copy a link to this error' }).click();
    await page.getByText('The link to this error is copied.').waitFor();
    const { pathname, hash } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(`${pathname} ${hash.slice(0, 4)}`).toBe('/denied/ #e1.');
    const other = await open({ path: `denied/${hash}` });
    await decided(other, 'Explicit deny');
    const damaged = await open({ path: `denied${hash.slice(0, -9)}` });
    await damaged.getByRole('heading', { name: 'This link cannot be opened' }).waitFor();
  });

  test('makes no link of an error that holds credentials', async () => {
    const page = await open({ ...clipboard, path: 'denied' });
    await page.getByLabel('Error to explain').waitFor();
    await paste(page, `AWS_ACCESS_KEY_ID=${'AKIA' + 'Z7QK2XW4MNPL6RTB'}\n${denial}`);
    await page.getByRole('button', { name: 'Copy a link to this error' }).click();
    await page.getByText('The error holds credentials, so no link was made.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain('#e1.');
  });

  test('is for keys alone, too', async () => {
    const page = await open({ path: 'denied' });
    await page.getByLabel('Error to explain').waitFor();
    await page.keyboard.insertText(denial);
    await page.getByText('An access denied message').waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Open it' }).focus();
    await page.keyboard.press('Enter');
    await decided(page, 'Explicit deny');
  });
});

test('where the stand-in that is open is replaced, the policy that took its place is shown', async () => {
  const page = await open({ ...clipboard, path: 'denied/' });
  await page.getByLabel('Error to explain').focus();
  await paste(page, denial.replace(/with an explicit deny.*/, 'because no identity-based policy allows the s3:GetObject action'));
  await page.getByRole('button', { name: 'Paste more' }).click();
  await page.getByLabel('Text to take in').fill(details);
  await page.getByRole('button', { name: 'Add it' }).click();
  await editor(page, 'reads').waitFor();
});

describe('/new', () => {
  test('never shows stored work, and takes anything', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await page.getByLabel('Title').fill('Mine');
    await page.getByRole('link', { name: 'New', exact: true }).click();
    await page.getByRole('heading', { name: 'Start with what you have' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/new/');
    await page.reload();
    await page.getByRole('heading', { name: 'Start with what you have' }).waitFor();
    await expect.poll(() => page.getByText('payroll').count()).toBe(1); // the example that it offers
    expect(await examine(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.insertText('nothing of the kind');
    await page.getByText('This is nothing that can be taken in.').waitFor();
    await page.getByLabel('Anything to start from').fill('{"UserDetailList": [\n {"a" 1}]}');
    await page.getByText(/not sound JSON.*Line 2, column 3/).waitFor();
    await page.getByLabel('Anything to start from').fill('');
    await paste(page, policy);
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('list', { name: 'Recent work' }).getByRole('button', { name: /^Mine/ }).waitFor();
  });

  test('has words before any script runs', async () => {
    for (const [path, words] of [['new', 'Start with what you have'], ['denied', 'Why was it denied?']] as const) {
      const page = await open({ path, javaScriptEnabled: false });
      await page.getByRole('heading', { name: words }).waitFor();
      expect(await page.title()).toBe(`${words} – Verdict`);
    }
  });

  test('puts a policy somewhere else when the reader says so', async () => {
    const page = await open({ ...clipboard, path: 'new' });
    await page.getByLabel('Anything to start from').waitFor();
    await paste(page, policy);
    await decided(page, 'Allowed');
    await page.locator('.taken-note summary').click();
    await page.getByLabel('Attach it as').selectOption({ label: 'Permissions boundary of user alice, 111122223333' });
    await decided(page, 'Implicit deny');
  });

  test('opens an example, and a share link', async () => {
    const page = await open({ ...clipboard, path: 'new' });
    await page.getByRole('button', { name: 'Admin, but not for payroll' }).click();
    await decided(page, 'Explicit deny');
    expect(new URL(page.url()).pathname).toBe('/');
    await page.keyboard.press('ControlOrMeta+s');
    const link = await page.getByLabel('Link to this scenario').inputValue();
    const other = await open({ ...clipboard, path: 'new' });
    await other.getByLabel('Anything to start from').waitFor();
    await paste(other, link);
    await decided(other, 'Explicit deny');
  });
});

describe('files', () => {
  test('are saved under the title and opened again, by dialog', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', policy);
    await decided(page, 'Allowed');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('admin-but-not-for-payroll.json');
    const saved = readFileSync(await file.path(), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ version: 1, title: 'Admin, but not for payroll' });
    const other = await open();
    await decided(other, 'Explicit deny');
    const choosing = other.waitForEvent('filechooser');
    await other.keyboard.press('ControlOrMeta+o');
    await (await choosing).setFiles({ name: 's.json', mimeType: 'application/json', buffer: Buffer.from(saved) });
    await decided(other, 'Allowed');
    expect(await text(other, 'base')).toBe(policy);
  });

  test('that are dropped open, over the editor too; the work before is kept', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Title').fill('Mine');
    await editor(page, 'base').waitFor();
    await drop(page, [{ name: 'a.json', text: `{"version":1,"title":"Dropped","accounts":{"111122223333":{"users":{"bob":{"inlinePolicies":{"own":${policy}}}}}},"requests":[{"principal":"arn:aws:iam::111122223333:user/bob","action":"s3:GetObject","resource":"arn:aws:s3:::docs/k"}]}` }, { name: 'b.json', text: '{}' }], '.document-pane');
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Title').inputValue()).toBe('Dropped');
    await page.getByText('“a.json” was opened; the other file was left out.').waitFor();
    await page.getByRole('button', { name: 'Back to your edit' }).click();
    expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
  });

  test.each([
    ['too big', 'x'.repeat((12 << 20) + 1), /“f.json” has 12.0 MiB; files of up to 12 MiB are opened/],
    ['binary', [0, 1, 2, 255, 254], /“f.json” is no text file/],
    ['broken', '{"version":1,\n "accounts": {},, "requests": []}', /“f.json” cannot be opened. .*Line 2, column \d+/],
    ['of a wrong shape', '{"version":1,"accounts":[]}', /“f.json” cannot be opened. The scenario is refused: accounts, line 1, column \d+/],
    ['of another kind', 'Dear colleague', /“f.json” cannot be opened. This is nothing that can be taken in/],
  ])('%s are refused with the reason, and nothing is lost', async (_, content, words) => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Title').fill('Mine');
    await drop(page, [{ name: 'f.json', text: content }]);
    await page.getByRole('alert').getByText(words).waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
    await decided(page, 'Explicit deny');
    expect(await page.getByRole('button', { name: 'Undo' }).isEnabled()).toBe(true);
  });

  test('and texts of another kind come into the dialog', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await drop(page, [{ name: 'error.log', text: denial }]);
    await page.getByRole('dialog', { name: 'Paste anything' }).getByText('An access denied message').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 640, y: 24 } });
    await paste(page, policy);
    await page.getByRole('dialog', { name: 'Paste anything' }).getByText('A policy document', { exact: true }).waitFor();
  });
});

describe('before a scenario leaves the page', () => {
  const key = 'AKIA' + 'Z7QK2XW4MNPL6RTB';

  test('credentials in it are shown, and replaced by those of the documentation', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await write(page, 'base', policy.replace('"Resource"', `"Sid":"K","Condition":{"StringEquals":{"aws:userid":"${key}"}},"Resource"`));
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('This link would hold credentials').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(await examine(page)).toEqual([]);
    await page.getByRole('button', { name: 'Replace by examples' }).click();
    await page.getByText('Link copied').waitFor();
    expect(await text(page, 'base')).toContain('AKIAIOSFODNN7EXAMPLE');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await text(page, 'base')).toContain(key);
    await page.keyboard.press('ControlOrMeta+Shift+s');
    await page.getByText('This file would hold credentials').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'They are no secrets: go on' }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toContain(key);
  });

  test('account ids and names are masked after a look at each, and undo brings them back', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: /^Mask/ }).click();
    await page.getByText('Every decision stays the same.').waitFor();
    await page.getByRole('cell', { name: 'payroll', exact: true }).waitFor();
    expect(await examine(page)).toEqual([]);
    await page.getByRole('button', { name: /^Replace \d+ texts/ }).click();
    expect(await decided(page, 'Explicit deny')).toContain('NoDelete');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Link copied').waitFor();
    expect(await page.getByLabel('Resource').inputValue()).not.toContain('payroll');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByLabel('Resource').inputValue()).toContain('payroll');
  });

  test('it can go as Markdown, with the deciding policy or all', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Link copied').waitFor();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.getByText('Markdown copied.').waitFor();
    const one = await page.evaluate(() => navigator.clipboard.readText());
    expect(one).toContain('**Denied: explicit deny.**');
    expect(one).toMatch(/```json\n[^`]*"NoDelete"[^`]*```/);
    expect(one).not.toContain('AdministratorAccess`');
    await page.getByLabel('with every policy').check();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('AdministratorAccess`');
  });
});
