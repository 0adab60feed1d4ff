import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, fragile, open, text, write } from './harness';

const status = (page: Page) => page.locator('.decision');

describe('broken text', () => {
  test('keeps the last decision, greyed, and says where; mended, it is live again', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    const good = await text(page, 'base');
    await write(page, 'base', good.replace('"Effect": "Deny",', '"Effect": "Deny"'));
    await expect.poll(() => status(page).getAttribute('class')).toMatch(/\bwas\b/);
    expect(await decided(page, 'Explicit deny')).toMatch(/was/);
    expect(await page.locator('.trouble').innerText()).toMatch(/^base, line 7, column \d+: ./);
    const why = page.getByRole('region', { name: 'Why' });
    await why.getByText('These reasons are about the text as it is now').waitFor();
    expect(new Set(await why.locator('.ladder .icon').evaluateAll((icons) => icons.map((icon) => getComputedStyle(icon).color))).size).toBe(1);
    await expect.poll(() => page.locator('.cm-lintRange-error, .cm-lintPoint-error').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: /^Problems/ }).click();
    await page.locator('.problem').first().getByRole('button', { name: /base 7:\d+/ }).click();
    await write(page, 'base', good.replace('Deny', 'Allow'));
    await decided(page, 'Allowed');
    expect(await status(page).getAttribute('class')).not.toMatch(/\bwas\b/);
    expect(await why.getByText('These reasons').count()).toBe(0);
    await page.getByText('No problems.').waitFor();
  });

  test.each([
    ['an unknown operator', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEqual":{"aws:username":"x"}}}]}', /line 1, column \d+: .*StringEqual/],
    ['a wrong ARN', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"payroll/*"}]}', /line 1, column \d+: ./],
    ['a member twice', '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}', /line 1, column \d+: ./],
    ['nothing', '   ', /line 1, column 1: The document is empty/],
    ['a list', '[1]', /line 1, column 1: A policy document begins with/],
  ])('%s is named with its place, and the other requests are still decided', async (_, policy, words) => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', policy);
    await expect.poll(() => page.locator('.trouble').innerText()).toMatch(words);
    await page.getByRole('button', { name: /^Requests/ }).first().click();
    await expect.poll(() => page.locator('.requests tbody tr .badge').count()).toBe(4);
  });

  test('a wrong principal is an error of that request alone', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Principal').fill('arn:aws:iam::1111:user/alice');
    await decided(page, 'Error');
    await page.getByRole('button', { name: 'Next request' }).click();
    await decided(page, 'Allowed');
    await page.getByRole('button', { name: /^Problems/ }).click();
    await page.getByRole('button', { name: /request 2/ }).first().waitFor();
  });
});

describe('huge input leaves the page usable', () => {
  test.each([
    ['1 MiB of text in one string', '{"Version":"2012-10-17","Statement":[{"Sid":"' + 'a'.repeat(1 << 20) + '"}]}'],
    ['100,000 brackets', '['.repeat(100_000)],
    ['100,000 nested members', '{"a":'.repeat(100_000)],
    ['ten stars against a long name', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::' + 'a*'.repeat(10) + 'b"}]}'],
  ])('%s', async (_, policy) => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await page.getByLabel('Resource').fill('arn:aws:s3:::' + 'a'.repeat(2000));
    await decided(page, 'Allowed');
    await write(page, 'base', policy);
    await expect.poll(() => page.getByRole('status', { name: 'Decision' }).innerText()).toMatch(/^(Allowed|Explicit deny|Implicit deny|Error)/);
    await page.getByLabel('Action').fill('s3:DeleteObject');
    expect(await page.getByLabel('Action').inputValue()).toBe('s3:DeleteObject');
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}');
    await decided(page, 'Explicit deny');
    await expect.poll(() => status(page).getAttribute('class')).not.toMatch(/\bwas\b/);
  });
});

test('of many statements that do not match the first thousand are listed, and the others are counted', async () => {
  const statements = Array.from({ length: 1_234 }, (_, i) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::b/${i}` }));
  const page = await open();
  await decided(page, 'Explicit deny');
  await write(page, 'base', JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  await page.getByText('and 234 more statements that do not match').waitFor();
});

test('10,000 statements that all match are decided, or given up in words, and the page goes on', async () => {
  const statements = Array.from({ length: 10_000 }, (_, i) => ({ Sid: `Fresh${i}`, Effect: 'Deny', Action: 's3:*', Resource: '*' }));
  const page = await open();
  await decided(page, 'Explicit deny');
  await write(page, 'base', JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const fresh = /^Explicit deny(?! was).*Fresh\d+/s;
  const givenUp = /was.*The engine gave up on this input: no answer within \d seconds/s;
  await expect.poll(() => page.locator('.decision-words').innerText(), { timeout: 45_000 }).toMatch(new RegExp(`${fresh.source}|${givenUp.source}`, 's'));
  await page.getByLabel('Action').fill('s3:GetObject');
  expect(await page.getByLabel('Action').inputValue()).toBe('s3:GetObject');
  await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}');
  await decided(page, 'Allowed');
  await expect.poll(() => status(page).getAttribute('class')).not.toMatch(/\bwas\b/);
});

describe('the engine', () => {
  test.each([
    ['crashes', 'MakeItThrow', /gave up on this input: unreachable/],
    ['hangs', 'MakeItHang', /gave up on this input: no answer within 2 seconds/],
  ])('that %s is replaced; the text stays, the last decision is greyed, and the next input is decided', async (_, word, words) => {
    const page = await open({ before: fragile });
    await decided(page, 'Explicit deny');
    const policy = await text(page, 'base');
    // The note goes by itself after some seconds, so it is awaited from before it can come.
    await Promise.all([page.getByText('Engine restarted').waitFor(), write(page, 'base', policy.replace('NoDelete', word))]);
    expect(await page.locator('.trouble').innerText()).toMatch(words);
    expect(await decided(page, 'Explicit deny')).toMatch(/was/);
    await page.getByText('These reasons are from before the last change.').waitFor();
    expect(await text(page, 'base')).toContain(word);
    await write(page, 'base', policy.replace('DeleteObject', 'PutObject'));
    await decided(page, 'Allowed');
    expect(await status(page).getAttribute('class')).not.toMatch(/\bwas\b/);
  });

  test('at work on a long text says so, and tells nothing of the text before', async () => {
    const page = await open({ before: fragile });
    await decided(page, 'Explicit deny');
    const policy = await text(page, 'base');
    await write(page, 'base', policy.replace('"Effect": "Deny",', '"Effect": "Deny"'));
    await page.locator('.trouble').waitFor();
    const working = page.getByText('deciding…').waitFor();
    await write(page, 'base', policy.replace('NoDelete', 'MakeItHang'));
    await working;
    expect(await page.locator('.decision').innerText()).not.toMatch(/line \d+/);
    await page.getByText('gave up on this input').waitFor();
    expect(await page.getByText('deciding…').count()).toBe(0);
  });

  test.each([
    ['is not found', 404, 'text/plain', 'not here', /HTTP 404/],
    ['is another file', 200, 'text/html', '<!doctype html>', /not a program that this browser can run/],
  ])('whose file %s leaves the page usable, and Retry gets it', async (_, code, contentType, body, words) => {
    let broken = true;
    const page = await open({
      expectErrors: /404/,
      before: (p) => p.route('**/engine.wasm*', (route) => (broken ? route.fulfill({ status: code, contentType, body }) : route.continue())),
    });
    await page.getByRole('alert').getByText('The engine could not be loaded').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(words);
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}');
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByLabel('Link to this scenario').waitFor();
    await page.keyboard.press('Escape');
    broken = false;
    await page.getByRole('button', { name: 'Retry' }).click();
    await decided(page, 'Allowed');
  });

  test('shows how far its download is, and the text can be edited meanwhile', async () => {
    let go = () => {};
    const wait = new Promise<void>((resolve) => (go = resolve));
    const page = await open({ before: (p) => p.route('**/engine.wasm*', async (route) => (await wait, route.continue())) });
    await page.getByRole('progressbar').waitFor();
    await write(page, 'base', '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}');
    go();
    await decided(page, 'Allowed');
    expect(await editor(page, 'base').count()).toBe(1);
  });
});
