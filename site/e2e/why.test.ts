import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { base, decided, editor, open, text, write } from './harness';

/** Opens a scenario of the gallery by the first words of its title. */
async function openScenario(page: Page, title: string) {
  await decided(page, 'Explicit deny');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search' }).fill(`scenario ${title}`);
  await page.getByRole('listbox', { name: 'Found' }).getByRole('option').first().click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toContain(title);
}

const rungs = (page: Page) => page.locator('.ladder > .rung').evaluateAll((all) => all.map((rung) => rung.querySelector('.rung-name')!.textContent));

describe('the ladder', () => {
  test('lists every gate and ends with the decision; its words lead to the rules', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    expect(await rungs(page)).toEqual(['Explicit deny', 'Resource control policy', 'Service control policy', 'VPC endpoint policy', 'Resource-based policy', 'Identity-based policy', 'Permissions boundary', 'Session policy']);
    expect(await page.locator('.rung-end').innerText()).toContain('Explicit deny');
    expect(await page.getByRole('link', { name: 'denies' }).first().getAttribute('href')).toBe('/ref/#EV-6');
    const rules = await page.context().newPage();
    await rules.goto(`${base()}ref/#EV-6`);
    expect(await rules.locator('#EV-6').innerText()).toContain('One matching Deny outweighs every Allow');
  });

  test('lights the text of a gate under the pointer, and the gate of the text', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await editor(page, 'base').waitFor();
    const gate = page.locator('summary.rung-head').filter({ hasText: 'Identity-based policy' });
    await gate.hover();
    await expect.poll(() => page.locator('.cm-pointed').allInnerTexts().then((lines) => lines.join(''))).toContain('"NoDelete"');
    await page.locator('.cm-line').filter({ hasText: 's3:DeleteObject' }).hover();
    await expect.poll(() => gate.getAttribute('class')).toMatch(/is-pointed/);
    await page.getByLabel('Title').hover();
    await expect.poll(() => gate.getAttribute('class')).not.toMatch(/is-pointed/);
  });

  test('shows both sides where two accounts have a say', async () => {
    const page = await open();
    await openScenario(page, 'Across accounts');
    await decided(page, 'Allowed');
    const side = (name: string) => page.getByRole('region', { name });
    expect(await side('Caller’s account 111122223333').innerText()).toMatch(/Identity-based\s+allows/);
    expect(await side('Resource’s account 444455556666').innerText()).toMatch(/Resource-based\s+allows/);
    await page.keyboard.press('ControlOrMeta+Enter');
    await decided(page, 'Implicit deny');
    // The decision on another request is known at once; its reasons come with the engine's answer.
    await expect.poll(() => side('Resource’s account 444455556666').innerText()).toMatch(/Resource-based\s+none/);
  });
});

describe('under a statement', () => {
  test('a click in the gutter opens what each element did, and closes it again', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    const bar = page.locator('.cm-bar-denies').first();
    await bar.click();
    const box = page.getByRole('group', { name: 'What NoDelete did' });
    expect(await box.innerText()).toMatch(/Resource\s+matches: arn:aws:s3:::payroll\/\* covers arn:aws:s3:::payroll\/2026\/jan\.csv/);
    await bar.click();
    await expect.poll(() => box.count()).toBe(0);
  });

  test('what each element did stands within the editor, and the lines below keep their numbers beside them', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.locator('.cm-bar-denies').first().click();
    const box = (await page.getByRole('group', { name: 'What NoDelete did' }).boundingBox())!;
    const frame = (await page.locator('.editor-frame').boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
    const number = page.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^11$/ });
    const line = page.locator('.cm-line').last();
    await expect.poll(async () => Math.abs((await number.boundingBox())!.y - (await line.boundingBox())!.y)).toBeLessThanOrEqual(1);
  });

  test('the keyboard does the same, and the parts follow the text', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await editor(page, 'base').focus();
    await page.keyboard.press('ControlOrMeta+Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Alt+Enter');
    const box = page.getByRole('group', { name: 'What NoDelete did' });
    await box.waitFor();
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Sid":"NoDelete","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}');
    await decided(page, 'Allowed');
    expect(await box.innerText()).toMatch(/Action\s+does not match/);
    await box.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => box.count()).toBe(0);
  });
});

describe('context chips', () => {
  test('a key that a statement asks for is offered, given a value, and taken away again', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Sid":"NoDelete","Effect":"Deny","Action":"s3:DeleteObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}');
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'aws:SourceIp: a statement asks for it and the request lacks it' }).click();
    await page.getByRole('button', { name: 'Give it a value' }).click();
    await page.getByLabel('Value 1 of aws:SourceIp').fill('192.0.2.7');
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Remove aws:SourceIp' }).click();
    await decided(page, 'Allowed');
  });

  test('a derived key says so, and the request can go without it', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*","Condition":{"StringEquals":{"aws:username":"alice"}}}]}');
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'aws:username is alice, derived from the scenario' }).click();
    await page.getByRole('button', { name: 'Go without it' }).click();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: 'Let it follow from the scenario' }).click();
    await decided(page, 'Explicit deny');
  });
});

describe('the keyboard', () => {
  test('goes to what is not as expected, formats, and lists its keys', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Next request' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => page.locator('.position').innerText()).toContain('4/4');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await write(page, 'base', '{"Statement":{"Action":"s3:*","Effect":"Deny","Resource":"*"},"Version":"2012-10-17"}');
    await page.keyboard.press('ControlOrMeta+Shift+f');
    const formatted = ['{', '  "Version": "2012-10-17",', '  "Statement": {', '    "Effect": "Deny",', '    "Action": "s3:*",', '    "Resource": "*"', '  }', '}'];
    await expect.poll(() => text(page, 'base')).toBe(formatted.join('\n'));
    await write(page, 'base', '{\n"Version" 1}');
    await page.keyboard.press('ControlOrMeta+Shift+f');
    await page.getByText('Not formatted: line 2:1: A colon is missing').waitFor();
  });

  test('the palette opens a policy by a part of its name', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('request draft');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.position').innerText()).toContain('3/4');
  });
});
