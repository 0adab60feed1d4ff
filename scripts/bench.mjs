// Measures what a reader would feel: decisions a second, what the page makes them download, and how long they wait for
// the first decision. Prints a table of each.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { browser, browserRunner, nodeRunner, root, run, wasmArguments, wasmEnvironment } from './stages.mjs';
import { compare, comparisonTable } from './peers/bench.mjs';
import { sizes, table } from './size.mjs';

const site = join(root, 'site');
const port = 4199;
const visits = 10;

/** Runs the benchmarks of the engine and resolves to nanoseconds a decision, by the benchmark's name; the best of three. */
async function decisions({ args = [], env = process.env } = {}) {
  const best = {};
  const read = (line) => {
    const [, name, ns] = /^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/.exec(line) ?? [];
    if (name) best[name] = Math.min(best[name] ?? Infinity, Number(ns));
  };
  const code = await run('go', ['test', '-run=^$', '-bench=^Benchmark(Decide|Trace|Call|Sweep)$', '-benchtime=500ms', '-count=3', ...args, './engine'], { env, onLine: read });
  if (code !== 0) throw new Error('the benchmarks failed');
  return best;
}

/** Starts the built page and resolves to its server, once it answers. */
async function serve() {
  const vite = join(site, 'node_modules', 'vite', 'bin', 'vite.js');
  const server = spawn('node', [vite, 'preview', '--port', port, '--strictPort', '--host', '127.0.0.1'], { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(address).then((r) => r.ok, () => false)) return { address, stop: () => server.kill() };
    if (server.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  server.kill();
  throw new Error(`${address} does not answer`);
}

/** Runs in the page, before its own scripts: notes when a decision first stands there. */
function watch(pattern) {
  const decision = new RegExp(pattern);
  const note = () => {
    const status = document.querySelector('[role=status][aria-label=Decision]');
    if (decision.test(status?.textContent ?? '')) window.decidedAt ??= performance.now();
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
}

/** A share link of a scenario of the gallery: the fragment behind the page's address. */
function fragment(slug) {
  const scenario = JSON.parse(readFileSync(join(root, 'scenarios', `${slug}.json`), 'utf8'));
  const dictionary = readFileSync(join(root, 'engine', 'share', 'dictionary.txt'));
  return `#s1.${deflateSync(JSON.stringify(scenario), { level: 9, dictionary }).toString('base64url')}`;
}

/**
 * The two ways to come: the plain address, whose decision stands in the page as it was built, and a share link, which
 * only the engine can decide. The link's decision is another than the built page's, so that they cannot be confused.
 */
const ways = [
  { name: 'first visit', fragment: '', decision: /^\s*(Allowed|Explicit deny|Implicit deny)/ },
  { name: 'share link', fragment: fragment('read-only-s3-for-a-group'), decision: /^\s*Allowed/ },
];

/** Visits the page with an empty cache; resolves to the milliseconds from navigation to its first paint and to the decision. */
async function visit(chromium, address, decision) {
  const context = await chromium.newContext();
  const page = await context.newPage();
  await page.addInitScript(watch, decision.source);
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('status', { name: 'Decision' }).filter({ hasText: decision }).waitFor();
  const times = await page.evaluate(`new Promise((done) => {
    const look = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      if (paint) done({ painted: paint.startTime, decided: window.decidedAt });
      else requestAnimationFrame(look); // the decision may stand in the page before it is painted
    };
    look();
  })`);
  await context.close();
  return times;
}

async function firstDecisions() {
  const { chromium } = createRequire(join(site, 'package.json'))('playwright-core');
  const isRoot = process.getuid?.() === 0;
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const program = await chromium.launch({ executablePath: browser(), chromiumSandbox: !isRoot, args });
  const server = await serve();
  try {
    const rows = [];
    for (const { name, fragment, decision } of ways) {
      const times = [];
      for (let n = 0; n < visits; n++) times.push(await visit(program, server.address + fragment, decision));
      rows.push({ name, times });
    }
    return rows;
  } finally {
    server.stop();
    await program.close();
  }
}

const line = (...cells) => cells[0].padEnd(32) + cells.slice(1).map((cell) => String(cell).padStart(22)).join('');
const aSecond = (ns) => (ns === undefined ? '-' : (1e9 / ns).toLocaleString('en-US', { maximumFractionDigits: ns > 1e8 ? 1 : 0 }));
const milliseconds = (n) => `${n.toFixed(0)} ms`;
const median = (...list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

function decisionTable(columns) {
  const names = [...new Set(columns.flatMap(([, best]) => Object.keys(best)))];
  const rows = names.map((name) => line(name, ...columns.map(([, best]) => aSecond(best[name]))));
  return [line('decisions a second', ...columns.map(([name]) => name)), ...rows].join('\n');
}

function visitTable(rows) {
  const cells = (times, of) => [Math.min, median].map((pick) => milliseconds(pick(...times.map(of))));
  const body = rows.flatMap(({ name, times }) => [
    line(`${name}: first paint`, ...cells(times, (t) => t.painted)),
    line(`${name}: decision`, ...cells(times, (t) => Math.max(t.painted, t.decided))),
  ]);
  return [line(`from navigation, ${visits} visits`, 'fastest', 'median'), ...body].join('\n');
}

console.log('Decide: the decision alone. Trace: with everything recorded. Call: a keystroke, the whole scenario in and all of the answer out. Sweep: 2,000 actions.');
const columns = [
  ['native', await decisions()],
  ['WebAssembly, Node', await decisions({ args: wasmArguments(nodeRunner()), env: wasmEnvironment() })],
  ['WebAssembly, browser', await decisions({ args: wasmArguments(browserRunner()), env: wasmEnvironment() })],
];
const compared = await compare();
const visited = await firstDecisions();
console.log(['', comparisonTable(compared), '', decisionTable(columns), '', table(sizes()), '', visitTable(visited)].join('\n'));
