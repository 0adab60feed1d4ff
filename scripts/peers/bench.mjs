// Compares Verdict's WebAssembly with iam-simulate within one worker of one browser. `make bench` runs it. Both are warm,
// both have read their policies before; nothing of iam-simulate is kept, it is bundled into a folder that is removed.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browser, root } from '../stages.mjs';
import { simulation } from './ask.mjs';

const site = join(root, 'site');
const peers = join(root, 'scripts', 'peers');
const data = join(peers, 'node_modules', '@cloud-copilot', 'iam-data', 'data');
const require = createRequire(join(site, 'package.json'));

/** The scenarios of the comparison, with iam-simulate's inputs for their requests. */
function cases() {
  const names = ['one-statement', 'fifty-statements'];
  const files = names.map((name) => join(peers, 'bench', `${name}.json`));
  const lines = execFileSync('go', ['run', './scripts/peers', '-worlds=0', ...files], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  return lines.map((line, i) => {
    const sheet = JSON.parse(line);
    return { name: names[i], scenario: JSON.parse(readFileSync(files[i], 'utf8')), inputs: sheet.cases.map((question) => simulation(sheet, question)) };
  });
}

/** Every action that iam-data lists. */
function actions() {
  return readdirSync(join(data, 'actions')).flatMap((file) => {
    const service = file.replace(/\.json$/, '');
    return Object.values(JSON.parse(readFileSync(join(data, 'actions', file), 'utf8'))).map(({ name }) => `${service}:${name}`);
  });
}

/** Builds the page and serves it, with the engine and iam-data's files, until `use` is done with it. */
async function served(use) {
  const { build, preview } = await import(require.resolve('vite').replace(/index\.cjs$/, 'dist/node/index.js'));
  const out = mkdtempSync(join(tmpdir(), 'verdict-bench-'));
  try {
    const common = { configFile: false, root: join(peers, 'bench'), logLevel: 'error', define: { 'import.meta.env.IAM_DATA_ROOT': '"/"' }, build: { outDir: out, emptyOutDir: true }, worker: { format: 'es' } };
    await build(common);
    cpSync(data, join(out, 'data'), { recursive: true });
    cpSync(join(site, 'public', 'engine.wasm'), join(out, 'engine.wasm'));
    const server = await preview({ ...common, preview: { port: 4198, strictPort: true, host: '127.0.0.1' } });
    try {
      return await use(server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Runs the comparison and resolves to its figures. */
export async function compare() {
  const { chromium } = require('playwright-core');
  const questions = { cases: cases(), actions: actions() };
  return served(async (address) => {
    const program = await chromium.launch({ executablePath: browser(), chromiumSandbox: process.getuid?.() !== 0, args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
    try {
      const page = await program.newPage();
      await page.goto(address);
      await page.waitForFunction(() => 'compare' in window);
      const result = await page.evaluate((q) => window.compare(q), questions);
      if (result.error) throw new Error(result.error);
      return result;
    } finally {
      await program.close();
    }
  });
}

const whole = (n) => Math.round(n).toLocaleString('en-US');
const line = (...cells) => cells[0].padEnd(40) + cells.slice(1).map((cell) => String(cell).padStart(18)).join('');

/** The figures as a table. */
export function comparisonTable({ rows, every }) {
  return [
    line('one worker of one Chromium', 'Verdict', 'iam-simulate', 'times as fast'),
    ...rows.map(({ name, verdict, peer }) => line(`${name}, decisions a second`, whole(verdict), whole(peer), (verdict / peer).toFixed(1))),
    line(`${every.name}, ms`, whole(every.milliseconds), `about ${whole(every.peerMilliseconds)}`, (every.peerMilliseconds / every.milliseconds).toFixed(1)),
    line('the same, the first time, ms', whole(every.first)),
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) console.log(comparisonTable(await compare()));
