// Fails where a statement of the packages that decide is not covered by the engine's own tests, and names it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './stages.mjs';

const engine = 'github.com/verdict-iam/verdict/engine';
const covered = ['arn', 'authz', 'condition', 'glob', 'intake', 'policy'];
const tests = ['.', './arn', './audit', './authz', './authz/reference', './condition', './glob', './intake', './policy', './scenario'];

/** The blocks that no run reached, as file:line, each with its number of statements. Runs of several packages repeat blocks. */
function missed(profile) {
  const blocks = new Map();
  for (const line of profile.split('\n').slice(1)) {
    const [, place, statements, count] = line.match(/^(\S+) (\d+) (\d+)$/) ?? [];
    if (Number(statements) > 0) blocks.set(place, (blocks.get(place) ?? 0) + Number(count));
  }
  const places = [...blocks.keys()].filter((place) => blocks.get(place) === 0);
  return { total: blocks.size, places: places.map((place) => place.replace(/^.*?\/engine\//, 'engine/').replace(/\.\d+,.*/, '')).sort() };
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-coverage-'));
  const file = join(folder, 'profile');
  try {
    const packages = covered.map((name) => `${engine}/${name}`).join(',');
    const names = tests.map((name) => join(engine, name));
    const code = await run('go', ['test', '-short', `-coverpkg=${packages}`, `-coverprofile=${file}`, ...names], { onLine: () => {} });
    const { total, places } = missed(readFileSync(file, 'utf8'));
    places.forEach((place) => console.log(`${place}: no test reaches this`));
    console.log(`${total - places.length} of ${total} blocks of ${covered.join(', ')} are covered`);
    return code === 0 && total > 0 && places.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
