// Measures what a reader would feel: decisions a second, what the page makes them download, how long they wait, and what
// Lighthouse says. Prints a table of each.
import { budgets, budgetTable } from './budgets.mjs';
import { browserRunner, nodeRunner, run, wasmArguments, wasmEnvironment } from './stages.mjs';
import { compare, comparisonTable } from './peers/bench.mjs';
import { sizes, table } from './size.mjs';

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

const line = (...cells) => cells[0].padEnd(32) + cells.slice(1).map((cell) => String(cell).padStart(22)).join('');
const aSecond = (ns) => (ns === undefined ? '-' : (1e9 / ns).toLocaleString('en-US', { maximumFractionDigits: ns > 1e8 ? 1 : 0 }));

function decisionTable(columns) {
  const names = [...new Set(columns.flatMap(([, best]) => Object.keys(best)))];
  const rows = names.map((name) => line(name, ...columns.map(([, best]) => aSecond(best[name]))));
  return [line('decisions a second', ...columns.map(([name]) => name)), ...rows].join('\n');
}

console.log('Decide: the decision alone. Trace: with everything recorded. Call: a keystroke, the whole scenario in and all of the answer out. Sweep: 2,000 actions.');
const columns = [
  ['native', await decisions()],
  ['WebAssembly, Node', await decisions({ args: wasmArguments(nodeRunner()), env: wasmEnvironment() })],
  ['WebAssembly, browser', await decisions({ args: wasmArguments(browserRunner()), env: wasmEnvironment() })],
];
const compared = await compare();
const waited = await budgets();
console.log(['', comparisonTable(compared), '', decisionTable(columns), '', table(sizes()), '', budgetTable(waited), ''].join('\n'));
await run('node', ['scripts/lighthouse/audit.mjs', '--all']);
