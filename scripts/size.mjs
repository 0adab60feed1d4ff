// Prints what the page makes a visitor download, and fails where a part is over its budget.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from './stages.mjs';

const dist = join(root, 'site', 'dist');

/** Modules that a first visit fetches: the page, and the editor as soon as the page is drawn. */
const start = ['index.html', 'src/editor/Editor.tsx'];

/** What is measured, with the most bytes it may have after Brotli at its highest quality, as a host serves it. */
const parts = [
  { name: 'engine (WebAssembly)', files: () => [join(dist, 'engine.wasm')], budget: 950_000 },
  { name: 'IAM API (WebAssembly)', files: () => [join(dist, 'iamapi.wasm')], budget: 1_020_000 },
  { name: 'JavaScript at start', files: () => [...ending('.js').filter((file) => dirname(file) === join(dist, 'worker')), ...fetchedAtStart()], budget: 170_000 },
  { name: 'JavaScript in all', files: () => ending('.js'), budget: 300_000 },
  { name: 'operations of IAM and STS', files: () => ending('.json').filter((file) => /model-/.test(file)), budget: 8_000 },
  { name: 'catalog of services', files: () => ending('.txt').filter((file) => /catalog-/.test(file)), budget: 185_000 },
];

/** The built files with an ending, wherever the bundler has put them. */
const ending = (end) => readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(end)).map((name) => join(dist, name));

/** The scripts of the start modules and of all that they import, by the bundler's own list; what is imported on demand is not among them. */
function fetchedAtStart() {
  const modules = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    (modules[name].imports ?? []).forEach(visit);
  };
  start.forEach(visit);
  return [join(dist, 'start.js'), ...[...found].map((name) => join(dist, modules[name].file))];
}

function brotli(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

/** The sizes of a part: its files are downloaded one by one, so they are compressed one by one. */
function measure({ name, files, budget }) {
  const contents = files().map((file) => readFileSync(file));
  const sum = (size) => contents.reduce((total, bytes) => total + size(bytes), 0);
  return { name, budget, raw: sum((b) => b.length), gzip: sum((b) => gzipSync(b, { level: 9 }).length), brotli: sum(brotli) };
}

/** Measures every part of the built page. */
export function sizes() {
  if (!existsSync(dist)) throw new Error('site/dist is not there: run `make build` first');
  return parts.map(measure);
}

/** The sizes as a table, budgets beside them. */
export function table(rows) {
  const line = (...cells) => cells[0].padEnd(28) + cells.slice(1).map((cell) => String(cell).padStart(12)).join('');
  const number = (n) => n.toLocaleString('en-US');
  const body = rows.map((r) => line(r.name, ...[r.raw, r.gzip, r.brotli, r.budget].map(number)));
  return [line('bytes', 'raw', 'gzip', 'brotli', 'budget'), ...body].join('\n');
}

/** What is wrong with the sizes, in words. */
export const complaints = (rows) =>
  rows.flatMap((r) => {
    if (r.raw === 0) return [`${r.name}: nothing was built`];
    return r.brotli > r.budget ? [`${r.name}: ${r.brotli - r.budget} bytes over its budget of ${r.budget}`] : [];
  });

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = sizes();
  console.log(table(rows));
  const found = complaints(rows);
  found.forEach((complaint) => console.error(complaint));
  process.exitCode = found.length === 0 ? 0 : 1;
}
