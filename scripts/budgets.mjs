// Measures in Chromium what a reader waits for, beside what it may be. Prints a table; `make bench` calls it.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { largeAccount } from './account.mjs';
import { browser, root, serveSite } from './stages.mjs';

const site = join(root, 'site');
const visits = 5;
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The fragment of a share link of a scenario of the gallery. */
function fragment(slug) {
  const dictionary = readFileSync(join(root, 'engine', 'share', 'dictionary.txt'));
  const scenario = JSON.parse(readFileSync(join(root, 'scenarios', `${slug}.json`), 'utf8'));
  return `#s1.${deflateSync(JSON.stringify(scenario), { level: 9, dictionary }).toString('base64url')}`;
}

const status = (page) => page.getByRole('status', { name: 'Decision' });

/** Milliseconds from navigation to a decision that only the engine can have made: of a link whose decision is not the built page's. */
async function firstLive(program, address, slow) {
  const context = await program.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  if (slow) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  await page.addInitScript(() => {
    const note = () => /^\s*Allowed/.test(document.querySelector('[role=status][aria-label=Decision]')?.textContent ?? '') && (window.decidedAt ??= performance.now());
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(address + fragment('read-only-s3-for-a-group'), { waitUntil: 'commit' });
  await status(page).filter({ hasText: /Allowed/ }).waitFor({ timeout: 60_000 });
  const at = await page.evaluate(() => window.decidedAt);
  await context.close();
  return at;
}

/** Milliseconds from navigation to the first paint of the plain address, whose decision stands in the page as it was built. */
async function firstPaint(program, address) {
  const context = await program.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(address);
  await status(page).filter({ hasText: /Explicit deny/ }).waitFor();
  const painted = await page.evaluate(() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true })));
  await context.close();
  return painted;
}

/** Milliseconds from a letter typed in the title to the decision made anew, over all scenarios of the gallery, once the page has what it fetches at its start. */
async function redecisions(program, address) {
  const context = await program.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const times = [];
  for (const file of readdirSync(join(root, 'scenarios')).filter((name) => name.endsWith('.json'))) {
    await page.goto('about:blank');
    await page.goto(address + fragment(file.slice(0, -5)));
    await status(page).filter({ hasText: /Allowed|deny|Error/ }).waitFor();
    await page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0);
    await page.evaluate(() => performance.clearMeasures('decision'));
    const title = page.getByLabel('Title');
    await title.press('End');
    for (let n = 0; n < 6; n++) {
      await page.waitForTimeout(60); // as fast as people type
      await title.press('x');
      await page.waitForFunction((count) => performance.getEntriesByName('decision').length > count, n);
    }
    times.push(...(await page.evaluate(() => performance.getEntriesByName('decision').map(({ duration }) => duration))).slice(1));
  }
  await context.close();
  return times;
}

/** The longest time that the page's thread was held while somebody typed in a policy of 6,144 characters, the most that a managed policy may have. */
async function longestTask(program, address) {
  const context = await program.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(address);
  const editor = page.getByRole('textbox', { name: 'base', exact: true });
  await editor.waitFor();
  await status(page).waitFor();
  const statements = Array.from({ length: 40 }, (_, i) => ({ Sid: `Statement${i}`, Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::bucket-${i}/*` }));
  let text = JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 1);
  text = text.replace('Statement0"', `Statement0${'x'.repeat(Math.max(0, 6144 - text.length))}"`).slice(0, 6144);
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
  await page.waitForTimeout(1500);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  for (let n = 0; n < 120; n++) await page.keyboard.type('x', { delay: 40 });
  const tasks = await page.evaluate(() => window.tasks);
  await context.close();
  return { over: tasks.length, longest: Math.max(0, ...tasks) };
}

/** Milliseconds to hand the catalog over, and from a letter to what is offered, while an action is typed in each of the largest services. */
async function completions(program, address) {
  const context = await program.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(address);
  const editor = page.getByRole('textbox', { name: 'base', exact: true });
  await editor.click();
  await page.locator('.cm-content[aria-autocomplete=list]').waitFor();
  await page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0);
  for (const service of ['ec2', 's3', 'iam', 'sagemaker', 'connect', 'ssm', 'lambda', 'dynamodb']) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"Statement": [{"Action": "');
    await page.keyboard.type(`${service}:Get`, { delay: 60 });
    await page.waitForTimeout(200);
  }
  const of = (name) => page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration), name);
  const [[catalog], times] = [await of('catalog'), await of('completion')];
  await context.close();
  return { catalog, times };
}

/** Milliseconds from a file of account details dropped on the blank page to the account decided, and from a click to who can do what a request asks. */
async function largeAccounts(program, address) {
  const context = await program.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}new/`);
  await page.waitForFunction(() => performance.getEntriesByName('catalog').length > 0);
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'account.json'));
    return transfer;
  }, largeAccount());
  const opened = await page.evaluate(async (data) => {
    performance.clearMeasures();
    const began = performance.now();
    for (const kind of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    const last = () => performance.getEntriesByName('decision').at(-1);
    while (!last()) await new Promise((done) => setTimeout(done, 5));
    return last().startTime + last().duration - began;
  }, data);
  await page.getByRole('button', { name: 'Add a request' }).first().click();
  for (const [part, value] of [['Principal', 'arn:aws:iam::111122223333:user/user-0'], ['Action', 's3:GetObject'], ['Resource', 'arn:aws:s3:::team-0/jan.csv']]) await page.getByRole('combobox', { name: part }).fill(value);
  await status(page).filter({ hasText: /Allowed/ }).waitFor();
  await page.waitForTimeout(5000); // the checks run when nobody types
  const asked = await page.evaluate(async () => {
    const began = performance.now();
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Who can?').click();
    while (!document.querySelector('.who[aria-busy=false] .who-group')) await new Promise((done) => setTimeout(done, 5));
    return performance.now() - began;
  });
  await context.close();
  return { opened, asked };
}

const percentile = (list, p) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * p))];

/** Measures everything; rows of what it is, the figure, and the budget. */
export async function budgets() {
  const { chromium } = createRequire(join(site, 'package.json'))('playwright-core');
  const program = await chromium.launch({ executablePath: browser(), chromiumSandbox: process.getuid?.() !== 0, args: flags });
  const server = await serveSite();
  const several = async (measure) => {
    const list = [];
    for (let n = 0; n < visits; n++) list.push(await measure());
    return list;
  };
  try {
    const painted = await several(() => firstPaint(program, server.address));
    const fast = await several(() => firstLive(program, server.address, false));
    const slow = await several(() => firstLive(program, server.address, true));
    const again = await redecisions(program, server.address);
    const typing = await longestTask(program, server.address);
    const offered = await several(() => completions(program, server.address));
    const large = await several(() => largeAccounts(program, server.address));
    const handed = offered.map(({ catalog }) => catalog);
    const waits = offered.flatMap(({ times }) => times);
    const ms = (n) => `${n.toFixed(1)} ms`;
    const most = (times, budget) => [`${ms(Math.min(...times))} (${ms(percentile(times, 0.5))})`, `${budget.toLocaleString('en')} ms`, Math.min(...times) <= budget];
    return [
      ['first paint, with a decision, fastest (median)', ...most(painted, 1000)],
      ['first live decision, fastest (median)', ...most(fast, 1000)],
      ['the same at 4x CPU, 10 Mbit/s', ...most(slow, 2500)],
      [`decided again, p95 of ${again.length} (median)`, `${ms(percentile(again, 0.95))} (${ms(percentile(again, 0.5))})`, '16 ms', percentile(again, 0.95) <= 16],
      ['catalog handed over and indexed, fastest (median)', ...most(handed, 50)],
      [`completion, p95 of ${waits.length} (median)`, `${ms(percentile(waits, 0.95))} (${ms(percentile(waits, 0.5))})`, '30 ms', percentile(waits, 0.95) <= 30],
      ['an account of 4,500 entities opened, fastest (median)', ...most(large.map(({ opened }) => opened), 1000)],
      ['who can, of its 1,551 principals, fastest (median)', ...most(large.map(({ asked }) => asked), 1000)],
      ['tasks over 50 ms while typing (longest)', `${typing.over} (${ms(typing.longest)})`, '0', typing.over === 0],
    ];
  } finally {
    server.stop();
    await program.close();
  }
}

/** The rows as a table. */
export const budgetTable = (rows) => [['in the browser', 'measured', 'budget', ''], ...rows.map(([name, measured, budget, kept]) => [name, measured, budget, kept ? '' : 'over'])].map(([name, ...cells]) => name.padEnd(52) + cells.map((cell) => cell.padStart(24)).join('')).join('\n');

if (import.meta.filename === process.argv[1]) console.log(budgetTable(await budgets()));
