import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, editor, fragile, open, text, write } from './harness';

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const dictionary = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));
const fragment = (scenario: string) => '#s1.' + deflateSync(scenario, { dictionary }).toString('base64url');
const minimal = (policy: string) =>
  `{"version":1,"title":"Made elsewhere","accounts":{"111122223333":{"users":{"bob":{"inlinePolicies":{"own":${policy}}}}}},"requests":[{"principal":"arn:aws:iam::111122223333:user/bob","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"}]}`;
const allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

describe('a link', () => {
  test('opens elsewhere and shows the same, broken text included', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    const broken = '{"Version":"2012-10-17",\n "Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}], }';
    await write(page, 'base', broken);
    await page.getByText(/column/).first().waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Link copied').waitFor();
    const url = await page.evaluate(() => navigator.clipboard.readText());
    expect(page.url()).toBe(url);
    expect(await page.getByText(/[\d,]+ characters\./).innerText()).toBe(`${url.length.toLocaleString('en-US')} characters.`);
    const other = await open({ path: new URL(url).hash });
    await editor(other, 'base').waitFor();
    expect(await text(other, 'base')).toBe(broken);
    expect(await other.getByLabel('Title').inputValue()).toBe('Admin, but not for payroll');
  });

  test('may have the title before the fragment, and opens there; an edit takes the address home', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await page.getByLabel('Title').fill('Who’s “admin” – but not für payroll?');
    await page.getByRole('button', { name: 'Share' }).click();
    const plain = await page.getByLabel('Link to this scenario').inputValue();
    await page.getByRole('checkbox', { name: /Title in the address/ }).check();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('/p/whos-admin-but-not-fur-payroll#s1.');
    const url = await page.evaluate(() => navigator.clipboard.readText());
    expect(page.url()).toBe(url);
    const other = await open({ path: new URL(url).pathname.slice(1) + new URL(url).hash });
    await decided(other, 'Explicit deny');
    expect(await other.getByLabel('Title').inputValue()).toBe('Who’s “admin” – but not für payroll?');
    await other.getByLabel('Action').fill('ec2:RunInstances');
    await decided(other, 'Allowed');
    expect(new URL(other.url()).pathname).toBe('/');
    await page.getByRole('checkbox', { name: /Title in the address/ }).uncheck();
    await expect.poll(() => page.url()).toBe(plain);
  });

  test('shows the request that was shared, and its decision', async () => {
    const page = await open(clipboard);
    const sent = await decided(page, 'Explicit deny');
    await page.getByText('2/4').waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Link copied').waitFor();
    const { hash } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(hash).toMatch(/&r=2$/);
    const other = await open({ path: hash });
    await other.getByText('2/4').waitFor();
    expect(await decided(other, 'Explicit deny')).toBe(sent);
    for (const part of ['Principal', 'Action', 'Resource']) expect(await other.getByLabel(part).inputValue()).toBe(await page.getByLabel(part).inputValue());
  });

  test('in the address follows the request that is shown, and goes with another scenario', async () => {
    const page = await open(clipboard);
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('Link copied').waitFor();
    await page.keyboard.press('Escape');
    expect(page.url()).toMatch(/#s1\..*&r=2$/);
    await page.getByRole('button', { name: 'Next request' }).click();
    await page.getByRole('button', { name: 'Next request' }).click();
    await page.getByText('4/4').waitFor();
    expect(page.url()).toMatch(/#s1\..*&r=4$/);
    await page.reload();
    await page.getByText('4/4').waitFor();
    expect(page.url()).toMatch(/#s1\..*&r=4$/);
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('list', { name: 'Gallery' }).getByRole('button').nth(3).click();
    await expect.poll(() => new URL(page.url()).hash).toBe('');
  });

  test('that names a request which is not there shows the first', async () => {
    const page = await open({ path: fragment(minimal(allow)) + '&r=9' });
    await decided(page, 'Allowed');
    await page.getByText('1/1').waitFor();
  });

  test('is made by the keyboard, and without leave to use the clipboard it stands in a field', async () => {
    const page = await open({ before: (p) => p.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })") });
    await decided(page, 'Explicit deny');
    await editor(page, 'base').focus();
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText('Copy this link').waitFor();
    expect(await page.getByLabel('Link to this scenario').inputValue()).toBe(page.url());
    await page.keyboard.press('Escape');
    await page.getByText('Copy this link').waitFor({ state: 'hidden' });
  });

  test('made by another program opens, and leaves the address when it is not what stands here any more', async () => {
    const page = await open({ path: fragment(minimal(allow)) });
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Title').inputValue()).toBe('Made elsewhere');
    expect(new URL(page.url()).hash).not.toBe('');
    await page.getByLabel('Action').fill('ec2:RunInstances');
    await decided(page, 'Implicit deny');
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await decided(page, 'Implicit deny');
  });

  test('shows nothing else while it waits for the engine, and stays when that cannot be had', async () => {
    let fail = () => {};
    const wait = new Promise<void>((resolve) => (fail = resolve));
    const page = await open({ path: fragment(minimal(allow)), before: (p) => p.route('**/engine.wasm*', async (route) => (await wait, route.fulfill({ body: 'no' }))) });
    await editor(page, 'own').waitFor();
    expect(await page.getByText('payroll').count()).toBe(0);
    fail();
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).waitFor();
    expect(await text(page, 'own')).toContain('"Effect": "Allow"');
    expect(await page.getByLabel('Title').inputValue()).toBe('Made elsewhere');
  });

  test('opened over unsaved work keeps that work among the recent ones', async () => {
    const page = await open();
    await decided(page, 'Explicit deny');
    await write(page, 'base', allow);
    await decided(page, 'Allowed');
    await page.evaluate((hash) => void (location.hash = hash), fragment(minimal(allow)));
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Made elsewhere');
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('list', { name: 'Recent work' }).getByRole('button', { name: /Admin, but not/ }).click();
    await decided(page, 'Allowed');
    expect(await text(page, 'base')).toBe(allow);
  });

  test('with every kind of hostile text shows it as text', async () => {
    const title = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const hostile = minimal(allow).replace('Made elsewhere', title.replaceAll('"', '')).replaceAll('bob', '__proto__').replace('"version":1', '"version":1,"description":"**<b>x</b>** `</code><svg onload=alert(3)>`"');
    const page = await open({ path: fragment(hostile) });
    await decided(page, 'Allowed');
    expect(await page.getByLabel('Title').inputValue()).toBe(title);
    await page.getByText('<svg onload=alert(3)>').waitFor();
    expect(await page.evaluate(() => (({}) as Record<string, unknown>)['inlinePolicies'])).toBe(undefined);
    expect(await page.locator('img:not(.cm-widgetBuffer), #page script').count()).toBe(0);
  });
});

describe('a link that asks nothing', () => {
  test('says so where the decision would stand', async () => {
    const page = await open({ path: fragment('{"version":1}') });
    await page.getByText('Nothing is asked yet.').waitFor();
    expect(await decided(page, /./)).toBe('Nothing is asked, so nothing is decided.');
    await page.getByRole('button', { name: 'Add a request' }).first().click();
    await decided(page, /^(Implicit deny|Error)/);
  });

  test('says nothing of the kind while another is being opened', async () => {
    const page = await open({ path: fragment('{"version":1}'), before: fragile });
    await page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0); // the engine is there
    const opening = page.getByRole('status', { name: 'Decision' }).getByText('Opening the link…').waitFor();
    await page.evaluate((hash) => void (location.hash = hash), fragment('{"version":1,"title":"MakeItHang"}'));
    await opening;
    await page.getByRole('alert').getByText('The engine gave up').waitFor();
    expect(await page.getByText('Nothing is asked').count()).toBe(0);
  });
});

describe('a link that comes before the engine', () => {
  /** Holds the engine's file back until somebody lets it go. */
  async function held() {
    let letGo = () => {};
    const free = new Promise<void>((resolve) => (letGo = resolve));
    const before = (page: Page) => page.route('**/engine.wasm*', async (route) => (await free, route.continue()));
    return { before, letGo };
  }

  test('can be read at once, and is decided when the engine is there', async () => {
    const { before, letGo } = await held();
    const page = await open({ path: fragment(minimal(allow)), before });
    await editor(page, 'own').waitFor();
    expect(await text(page, 'own')).toContain('"Effect": "Allow"');
    expect(await page.getByRole('status', { name: 'Decision' }).innerText()).not.toMatch(/Allowed|deny/);
    letGo();
    await decided(page, 'Allowed');
  });

  test('and is refused by it says so, unless it was mended meanwhile', async () => {
    const refused = fragment('{"version":1,"title":[],"accounts":{}}');
    const first = await held();
    const page = await open({ path: refused, before: first.before });
    await page.getByText('Nothing is asked yet.').waitFor();
    first.letGo();
    await page.getByRole('heading', { name: 'This link cannot be opened' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/title, line 1, column 22/);
    const second = await held();
    const other = await open({ path: refused, before: second.before });
    await other.getByText('Nothing is asked yet.').waitFor();
    await other.getByLabel('Title').fill('Mended');
    second.letGo();
    await other.waitForFunction(() => performance.getEntriesByName('catalog').length > 0); // the engine has judged by then
    expect(await other.getByLabel('Title').inputValue()).toBe('Mended');
    expect(await other.getByRole('heading', { name: 'This link cannot be opened' }).count()).toBe(0);
  });

  test('may hold anything in any place', async () => {
    const whole = { version: 1, title: 't', tags: ['a'], organization: { id: 'o-exampleorg1', serviceControlPolicies: { s: allow }, root: { id: 'r-ab12', scps: ['s'], organizationalUnits: { u: { accounts: { '111122223333': { scps: ['s'] } } } } } }, accounts: { '111122223333': { name: 'n', policies: { m: { document: allow } }, groups: { g: { inlinePolicies: { p: allow } } }, users: { u: { groups: ['g'], attachedPolicies: ['m'], inlinePolicies: { p: allow }, permissionsBoundary: 'm', tags: { k: 'v' } } }, roles: { r: { trustPolicy: allow } }, resources: { 'arn:aws:s3:::b': { policy: allow, tags: { k: 'v' } } } } }, requests: [{ name: 'n', principal: 'arn:aws:iam::111122223333:user/u', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: { 'aws:SourceIp': ['1.2.3.4'] }, session: { policies: [allow] }, expect: 'allowed' }] };
    const { before } = await held();
    const page = await open({ path: fragment(JSON.stringify(whole)), before });
    await page.getByLabel('Title').waitFor();
    for (const odd of [5, 'x', [], {}, null, [null], { a: null }]) {
      for (const text of withEach(whole, odd)) {
        if (!Array.isArray(JSON.parse(text).requests)) continue; // no scenario in shape: that waits for the engine
        await page.evaluate((hash) => {
          const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
          location.hash = hash;
          return changed; // the page has begun to open it
        }, fragment(text));
        await page.waitForFunction(() => document.querySelector('[aria-busy=true], .opening') === null);
      }
    }
    expect(await page.locator('#page').innerText()).not.toBe('');
  });
});

/** The texts of a value in which one of the values at any depth is another. */
function withEach(value: unknown, odd: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inside]) => {
    const put = (other: unknown) => (Array.isArray(value) ? value.map((v, i) => (String(i) === name ? other : v)) : { ...value, [name]: other });
    return [JSON.stringify(put(odd)), ...withEach(inside, odd).map((text) => JSON.stringify(put(JSON.parse(text))))];
  });
}

describe('a link that cannot be read says what is wrong, keeps what came and opens nothing else', () => {
  const whole = fragment(minimal(allow));
  test.each([
    ['cut off', whole.slice(0, -20), /cut off after/],
    ['damaged', whole.slice(0, 60) + (whole[60] === 'A' ? 'B' : 'A') + whole.slice(61), /damaged|cut off/],
    ['of a newer version', '#s2.AAAA', /newer version/],
    ['that holds no scenario', fragment('[1,2]'), /not a scenario/],
    ['with a member twice', fragment(minimal('{"a":1,"a":2}')), /line 1, column \d+: The member "a" stands here twice/],
    ['with a wrong shape', fragment('{"version":1,"accounts":[]}'), /refused/],
    ['whose requests are no list', fragment('{"version":1,"requests":5}'), /refused: requests, line 1, column 25: ./],
    ['that holds another object', fragment('{"foo":1}'), /refused: .*line 1, column \d+: ./],
    ['of a newer scenario version', fragment('{"version":2,"accounts":{}}'), /version/],
    ['nested too deep', fragment('{"version":1,"title":' + '['.repeat(100_000)), /deeper than 100/],
    ['that is a bomb', fragment('{"version":1,"title":"' + 'a'.repeat(30 << 20) + '"}'), /more than 1 MiB/],
  ])('%s', async (_, path, words) => {
    const page = await open({ path });
    await page.getByRole('heading', { name: 'This link cannot be opened' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(words);
    expect((await page.getByLabel('What came with it').inputValue()).length).toBeGreaterThanOrEqual(5);
    expect(await page.getByRole('status', { name: 'Decision' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Start from an example' }).click();
    await decided(page, 'Explicit deny');
  });
});
