// Runs every test of the project, one stage after another, and prints the totals. A stage that fails does not stop the
// stages behind it, and makes the whole fail. `make test` builds what this needs and calls it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { browser, browserRunner, nodeRunner, otherBrowser, root, run, wasmArguments, wasmEnvironment } from './stages.mjs';

const site = join(root, 'site');
const clients = join(root, 'scripts', 'clients');

/** So many of the last lines of a check that failed are told again at the end. */
const toldLines = 12;

/** A stage that only succeeds or fails; it counts as one. */
const check = (name, command, args, options) => ({
  name,
  async play() {
    const lines = [];
    const onLine = (line) => {
      console.log(line);
      lines.push(line);
    };
    const code = await run(command, args, { ...options, onLine });
    const failures = code === 0 ? [] : [`exit status ${code}`, ...lines.slice(-toldLines)];
    return { passed: Number(code === 0), failed: Number(code !== 0), skipped: 0, failures };
  },
});

/** A stage of Go tests. `setting` prepares their arguments, environment and folder, when the stage is played. */
const goTests = (name, packages, setting = () => ({})) => ({
  name,
  async play() {
    const { args = [], ...options } = setting();
    const tally = new GoTally();
    const code = await run('go', ['test', '-json', ...args, ...packages], { ...options, onLine: (line) => tally.read(line) });
    return settled(tally.totals(), code);
  },
});

/** A stage of Vitest's, which writes its numbers to a file. */
const vitest = (name, script, setting = () => ({})) => ({
  name,
  async play() {
    const folder = mkdtempSync(join(tmpdir(), 'verdict-'));
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run('npm', ['run', '--silent', script, '--', ...reporters], { cwd: site, ...setting() });
    const totals = vitestTotals(report);
    rmSync(folder, { recursive: true });
    return settled(totals, code);
  },
});

/** A stage that fails without a failed test, or that ran no test, counts as one failure. */
function settled(totals, code) {
  const unexplained = totals.failed === 0 && (code !== 0 || totals.passed === 0);
  if (!unexplained) return totals;
  return { ...totals, failed: 1, failures: [...totals.failures, `exit status ${code}, ${totals.passed} passed`] };
}

function vitestTotals(report) {
  try {
    const r = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests, failures: r.testResults.flatMap(vitestFailures) };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: ['wrote no report'] };
  }
}

/** What failed in a file of tests, and the first line of why; the file itself where it could not be run. */
function vitestFailures({ name, message, assertionResults }) {
  const file = relative(site, name);
  const why = (text) => (text ?? '').split('\n', 1)[0];
  const tests = assertionResults.filter(({ status }) => status === 'failed').map((test) => `${file}: ${test.fullName}: ${why(test.failureMessages[0])}`);
  return message && tests.length === 0 ? [`${file}: ${why(message)}`] : tests;
}

/** Counts what `go test -json` reports: tests without subtests of their own, so that nothing is counted twice. */
class GoTally {
  #outcome = new Map();
  #output = new Map();
  #parents = new Set();

  read(line) {
    if (!line.startsWith('{')) return void console.log(line);
    const event = JSON.parse(line);
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Action === 'output' || event.Action === 'build-output') this.#keep(key, event);
    if (['pass', 'fail', 'skip'].includes(event.Action)) this.#settle(key, event);
  }

  #keep(key, event) {
    if (!event.Test && /^(ok|FAIL|---|\?)\s/.test(event.Output)) process.stdout.write(event.Output);
    else if (event.Action === 'build-output') process.stdout.write(event.Output);
    else this.#output.set(key, (this.#output.get(key) ?? '') + event.Output);
  }

  #settle(key, event) {
    if (event.Action === 'fail') process.stdout.write(this.#output.get(key) ?? '');
    this.#output.delete(key);
    if (!event.Test) return;
    this.#outcome.set(key, event.Action);
    for (let at = key.lastIndexOf('/'); at > key.indexOf(' '); at = key.lastIndexOf('/', at - 1)) this.#parents.add(key.slice(0, at));
  }

  totals() {
    const of = (action) => [...this.#outcome.keys()].filter((key) => this.#outcome.get(key) === action);
    const leaves = (keys) => keys.filter((key) => !this.#parents.has(key)).length;
    const failed = of('fail');
    const causes = failed.filter((key) => !failed.some((other) => other.startsWith(`${key}/`)));
    return { passed: leaves(of('pass')), failed: causes.length, skipped: leaves(of('skip')), failures: causes };
  }
}

const wasm = (runner) => () => ({ args: ['-p=1', ...wasmArguments(runner())], env: wasmEnvironment() });
// The server that they call is built from files that Go does not count as theirs, so no result may come from a cache.
const ofClients = () => ({ args: ['-count=1'], cwd: clients });
const chromium = () => ({ env: { ...process.env, CHROME_BIN: browser() } });
const firefox = () => ({ env: { ...process.env, FIREFOX_BIN: otherBrowser() } });

const stages = [
  check('Go vet', 'go', ['vet', './...']),
  check('Go vet, WebAssembly', 'go', ['vet', './engine/...', './wasm/...'], { env: wasmEnvironment() }),
  goTests('Go, native', ['./...']),
  check('Go, coverage', 'node', ['scripts/coverage.mjs']),
  goTests('Go, WebAssembly under Node', ['./engine/...', './wasm/...'], wasm(nodeRunner)),
  goTests('Go, WebAssembly in a browser', ['./engine/...', './wasm/...'], wasm(browserRunner)),
  check('Go vet, AWS clients', 'go', ['vet', './...'], { cwd: clients }),
  goTests('AWS clients', ['./...'], ofClients),
  check('Site, types', 'npm', ['run', '--silent', 'typecheck'], { cwd: site }),
  vitest('Site, units', 'test'),
  vitest('Site, in a browser', 'e2e', chromium),
  vitest('Site, in Firefox', 'firefox', firefox),
  vitest('Site, without a network', 'offline', chromium),
  check('Site, Lighthouse', 'node', ['scripts/lighthouse/audit.mjs']),
  check('Sizes', 'node', ['scripts/size.mjs']),
];

/** Plays the stages whose names contain one of the words given, or all of them. */
async function main(words) {
  const chosen = stages.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
  const rows = [];
  for (const { name, play } of chosen) {
    console.log(`\n== ${name}`);
    const began = Date.now();
    const totals = await play();
    rows.push({ name, ...totals, seconds: (Date.now() - began) / 1000 });
  }
  return report(rows);
}

function report(rows) {
  const sum = (of) => rows.reduce((total, row) => total + row[of], 0);
  console.log(`\n${'stage'.padEnd(30)}passed  failed  skipped   seconds`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    console.log(name.padEnd(30) + [passed, failed, skipped].map((n) => String(n).padStart(6)).join('  ') + seconds.toFixed(1).padStart(12));
  }
  for (const { name, failures } of rows.filter(({ failed }) => failed > 0)) {
    console.log(`\n${name}: failed`);
    failures.forEach((failure) => console.log(`  ${failure}`));
  }
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
