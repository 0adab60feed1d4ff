import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { base, decided, open, write, type Options } from './harness';

const folder = fileURLToPath(new URL('screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const sizes = {
  wide: { viewport: { width: 1280, height: 800 } },
  tablet: { viewport: { width: 900, height: 1000 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
}

/** What is opened in turn; each is closed again before the next. */
const states: [string, (page: Page) => Promise<unknown>][] = [
  ['first visit', async () => {}],
  ['gallery', (page) => page.getByRole('button', { name: 'Scenarios' }).click()],
  ['shared', async (page) => (await page.keyboard.press('ControlOrMeta+s'), page.getByLabel('Link to this scenario').click())],
];

const panel = (page: Page, name: string) => page.locator('.drawer-toggle').filter({ hasText: name }).click();

const drawerStates: typeof states = [
  ['who', async (page) => (await panel(page, 'Who can?'), page.locator('.who-group').first().waitFor())],
  ['matrix', async (page) => {
    await page.getByRole('button', { name: 'What can they do' }).click();
    await page.getByLabel('Add actions').fill('ec2:RunInstances x:*');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('No action that this scenario names matches').waitFor();
  }],
  ['coverage', async (page) => (await panel(page, 'Coverage'), page.locator('.coverage-statement').first().waitFor())],
  ['console', async (page) => (await panel(page, 'Console'), page.locator('.console-program').waitFor({ state: 'detached' }))],
  ['console used', async (page) => {
    await page.getByLabel('Command').fill('aws iam list-users --output table\naws iam get-user --user-name nobody\naws iam list-roles');
    await page.getByLabel('Command').press('Enter');
    await page.getByText('Stopped at line 2.').waitFor();
  }],
  ['console completions', async (page) => {
    await page.getByLabel('Command').fill('aws iam create-');
    await page.getByLabel('Command').press('Tab');
    await page.getByRole('option', { name: 'create-access-key' }).waitFor();
    await page.getByLabel('Command').press('ArrowDown');
  }],
];

const wideStates: typeof states = [
  ...states,
  ['context', (page) => page.locator('.context-button').click()],
  ['suggestions', (page) => page.getByLabel('Resource').click()],
  ['statement open', (page) => page.locator('.statement summary').first().click()],
  ['parts under a statement', (page) => page.locator('.cm-bar-denies').first().click()],
  ['palette', (page) => page.keyboard.press('ControlOrMeta+k')],
  ['shortcuts', (page) => page.keyboard.press('?')],
  ['requests', (page) => panel(page, 'Requests')],
  ['cell', (page) => page.getByRole('button', { name: /^Resource: / }).first().click()],
  ['take results', async (page) => (await page.keyboard.press('Escape'), page.getByRole('button', { name: /^Take results/ }).click())],
  ...drawerStates,
  ['compare', async (page) => {
    await page.getByLabel('Action', { exact: true }).first().fill('s3:DeleteObjectVersion');
    await panel(page, 'Compare');
    await page.getByText('One decision changed').waitFor();
  }],
  ['compare paste', (page) => page.getByRole('button', { name: 'Paste or drop a version' }).click()],
  ['back', async (page) => {
    await page.getByRole('button', { name: 'Go back to that version' }).click();
    await panel(page, 'Compare');
    await decided(page, 'Explicit deny');
  }],
  ['kept work', async (page) => {
    await page.getByLabel('Title').fill('Mine');
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('list', { name: 'Gallery' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Back to your edit' }).waitFor();
    await decided(page, 'Explicit deny');
  }],
  ['broken', async (page) => {
    await write(page, 'base', '{"Version": "2012-10-17",\n "Statement": [{"Effect": "Deny" "Action": "*"}]}');
    await page.locator('.trouble').waitFor();
    await page.getByRole('button', { name: /^Problems/ }).click();
  }],
];

const entry = (page: Page, name: RegExp) => page.getByRole('treeitem', { name }).click();

const worldStates: typeof states = [
  ['entry', async (page) => (await entry(page, /^alice/), page.getByLabel('Policy to attach').waitFor())],
  ['entry name refused', (page) => page.getByRole('textbox', { name: 'Name', exact: true }).fill('al ice')],
  ['entry suggestions', async (page) => (await page.getByLabel('Policy to attach').click(), page.getByRole('listbox').getByRole('option').first().waitFor())],
  ['tabs', (page) => entry(page, /^AdministratorAccess/)],
  ['add menu', (page) => page.getByRole('button', { name: 'Add to the world' }).click()],
  ['graph', (page) => page.getByRole('button', { name: 'Graph' }).click()],
  ['graph as list', async (page) => (await page.getByRole('button', { name: 'Graph' }).click(), page.getByRole('button', { name: 'List', exact: true }).click())],
  ['note', async (page) => (await entry(page, /^alice/), await page.getByRole('button', { name: 'Delete this user' }).click(), page.locator('.told').waitFor())],
  ['nobody', async (page) => {
    await entry(page, /^111122223333/);
    await page.getByRole('button', { name: 'Delete this account' }).click();
    await page.getByText('Nobody is here yet.').waitFor();
  }],
  ['organization', async (page) => {
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('button', { name: /^Every level of the organization/ }).click();
    await entry(page, /^Sandbox/);
    await page.getByLabel('SCP to attach').waitFor();
  }],
];

const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name }).click();

const phoneStates: typeof states = [
  ...states,
  ['request', (page) => page.getByRole('button', { name: /edit$/ }).click()],
  ...['Policy', 'World', 'Requests'].map((name): (typeof states)[number] => [`tab ${name}`, (page) => tab(page, name)]),
  ...drawerStates,
  ['compare', async (page) => {
    await page.getByRole('button', { name: /edit$/ }).click();
    await page.getByLabel('Action', { exact: true }).first().fill('s3:DeleteObjectVersion');
    await page.getByRole('button', { name: /done$/ }).click();
    await panel(page, 'Compare');
    await page.getByText('One decision changed').waitFor();
  }],
  ['graph', async (page) => (await tab(page, 'World'), page.getByRole('button', { name: 'Graph' }).click())],
  ['add menu', (page) => page.getByRole('button', { name: 'Add to the world' }).click()],
  ['entry', async (page) => (await entry(page, /^alice/), page.getByLabel('Policy to attach').waitFor())],
  ['note', async (page) => (await page.getByRole('button', { name: 'Delete this user' }).click(), page.locator('.told').waitFor())],
];

const schemes: [string, Options][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced', { forcedColors: 'active' }],
];

describe.each(schemes)('%s', (scheme, options) => {
  test.each([
    ['wide', 'wide', wideStates],
    ['world', 'wide', worldStates],
    ['phone', 'phone', phoneStates],
  ] as const)('%s: every state is drawn and accessible', { timeout: 360_000 }, async (group, size, all) => {
    const page = await open({ ...sizes[size], ...options });
    await decided(page, 'Explicit deny');
    for (const [name, make] of all) {
      await make(page);
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${folder}${group} ${scheme} ${name}.png` });
      expect(await violations(page), name).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});

const denial = 'User: arn:aws:iam::111122223333:user/dana is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::payroll/jan.csv" because no identity-based policy allows the s3:GetObject action';
const leak = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:userid":"AKIA' + 'Z7QK2XW4MNPL6RTB"}}}]}';
const more = async (page: Page, name: RegExp) => (await page.getByRole('button', { name: 'More' }).click(), page.getByRole('button', { name }).click());

/** What takes texts in, and what lets them out. Each begins at an address of its own. */
const intakeStates: [string, string, (page: Page) => Promise<unknown>][] = [
  ['blank page', 'new', (page) => page.getByLabel('Anything to start from').waitFor()],
  ['error to explain', 'denied', (page) => page.getByLabel('Error to explain').waitFor()],
  ['error recognized', 'denied', async (page) => (await page.getByLabel('Error to explain').fill(denial), page.getByText('An access denied message').waitFor())],
  ['error taken in', 'denied', async (page) => (await page.getByLabel('Error to explain').fill(denial), await page.getByRole('button', { name: 'Open it' }).click(), await decided(page, 'Implicit deny'), page.locator('.taken-note').waitFor())],
  ['more', '', (page) => page.getByRole('button', { name: 'More' }).click()],
  ['paste', '', async (page) => (await more(page, /^Paste/), await page.getByLabel('Text to take in').fill(leak), page.getByText('A policy document').waitFor())],
  ['mask', '', async (page) => (await more(page, /^Mask/), page.getByText('Every decision stays').waitFor())],
  ['rebuild', '', async (page) => (await more(page, /^Rebuild/), page.getByRole('region', { name: 'AWS CLI' }).waitFor())],
  ['credentials', '', async (page) => {
    await more(page, /^Paste/);
    await page.getByLabel('Text to take in').fill(leak);
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText('was taken in').waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText('This link would hold credentials').waitFor();
  }],
];

describe.each(['light', 'dark'] as const)('taking in and letting out, %s', (colorScheme) => {
  test.each(['wide', 'phone'] as const)('%s: every state is drawn, accessible and within the page', async (size) => {
    for (const [name, path, make] of intakeStates) {
      const page = await open({ ...sizes[size], colorScheme, path });
      await make(page);
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${folder}${size} ${colorScheme} ${name}.png` });
      expect(await violations(page), name).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBe(0);
    }
  }, 120_000);
});

/** Notes in the page what moved by itself, and from where to where. */
function watchShifts() {
  const shifts: string[] = ((window as unknown as { shifts: string[] }).shifts = []);
  interface Shift extends PerformanceEntry {
    sources: { node: Element | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
  }
  const words = ({ node, previousRect, currentRect }: Shift['sources'][number]) => `${node?.className ?? '?'} ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`;
  new PerformanceObserver((list) => shifts.push(...(list.getEntries() as Shift[]).map((e) => e.sources.map(words).join('; ')))).observe({ type: 'layout-shift', buffered: true });
}

/** A server of the same site that stops for a moment before the page's drawer, which takes room from what stands above it, as a slow line does; gives its address. */
async function inPieces(): Promise<string> {
  const server = createServer(async (request, response) => {
    const answer = await fetch(base() + request.url!.slice(1));
    const body = Buffer.from(await answer.arrayBuffer());
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^(content-(encoding|length)|transfer-encoding|connection)$/.test(name)));
    response.writeHead(answer.status, headers);
    if (answer.headers.get('content-type')?.startsWith('text/html')) {
      response.write(body.subarray(0, body.indexOf('class="drawer')));
      await new Promise((done) => setTimeout(done, 600));
      response.end(body.subarray(body.indexOf('class="drawer')));
    } else response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

describe('the page', () => {
  test.each(Object.entries(sizes))('never scrolls as a whole, nor sideways: %s', async (_, size) => {
    const page = await open(size);
    await decided(page, 'Explicit deny');
    await page.screenshot({ path: `${folder}${_}.png` });
    const overflow = await page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return [scrollHeight - clientHeight, scrollWidth - clientWidth];
    });
    expect(overflow).toEqual([0, 0]);
  });

  test('fits 320 px and touch targets are large enough on a phone', async () => {
    const page = await open({ ...sizes.phone, viewport: { width: 320, height: 640 } });
    await decided(page, 'Explicit deny');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, summary, select')]
        .filter((e) => (e as HTMLElement).checkVisibility() && !e.classList.contains('link'))
        .map((e) => ({ name: e.getAttribute('aria-label') ?? e.textContent, height: e.getBoundingClientRect().height }))
        .filter(({ height }) => height > 0 && height < 44),
    );
    expect(small).toEqual([]);
  });

  test.each([
    ['at once', async () => base()],
    ['in two pieces', inPieces],
  ])('does not shift while it loads, where its text comes %s', async (_, site) => {
    const page = await open({ at: await site(), before: (p) => p.addInitScript(watchShifts) });
    await decided(page, 'Explicit deny');
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)).toEqual([]);
  });

  test('shows the decision and its reasons before any script runs', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await decided(page, 'Explicit deny')).toContain('NoDelete');
    expect(await page.locator('.editor-plain').innerText()).toContain('"Sid": "NoDelete"');
    expect(await page.locator('.rung').count()).toBe(8);
    expect(await page.locator('noscript').isVisible()).toBe(true);
  });

  test('keeps the chosen colours across a reload', async () => {
    const page = await open({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Colors: as the system' }).click();
    await page.getByRole('button', { name: 'Colors: light' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Colors: dark' }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
  });
});
