// Changes the engine's code one operator at a time with Gremlins and runs the tests of its package, which should fail. The
// mutants that no test notices must be those of docs/mutation.md, where each has its reason. Takes the packages to mutate,
// a file among them as authz/match.go; without any, the packages that the document names.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { output, root, run } from './stages.mjs';

const least = 95; // percent
const packages = ['condition', 'authz'];
const switches = ['invert-assignments', 'invert-bitwise', 'invert-bwassign', 'invert-logical', 'invert-loopctrl', 'remove-self-assignments'].map((name) => `--${name}`);

/** What each mutation makes of a token (Gremlins' own tables). */
const mutations = {
  ARITHMETIC_BASE: { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' },
  CONDITIONALS_BOUNDARY: { '>=': '>', '>': '>=', '<=': '<', '<': '<=' },
  CONDITIONALS_NEGATION: { '==': '!=', '!=': '==', '>=': '<', '<': '>=', '<=': '>', '>': '<=' },
  INCREMENT_DECREMENT: { '++': '--', '--': '++' },
  INVERT_ASSIGNMENTS: { '+=': '-=', '-=': '+=', '*=': '/=', '/=': '*=' },
  INVERT_BITWISE: { '&^': '&', '&': '|', '|': '&', '^': '&', '<<': '>>', '>>': '<<' },
  INVERT_BWASSIGN: { '&^=': '&=', '&=': '|=', '|=': '&=', '^=': '&=', '<<=': '>>=', '>>=': '<<=' },
  INVERT_LOGICAL: { '&&': '||', '||': '&&' },
  INVERT_LOOPCTRL: { break: 'continue', continue: 'break' },
  INVERT_NEGATIVES: { '-': '+' },
  REMOVE_SELF_ASSIGNMENTS: { '&^=': '=', '<<=': '=', '>>=': '=', '+=': '=', '-=': '=', '*=': '=', '/=': '=', '%=': '=', '|=': '=', '&=': '=', '^=': '=' },
};

/** How the line of a mutant reads. */
function mutated(file, { line, column, type }) {
  const text = readFileSync(join(root, file), 'utf8').split('\n')[line - 1];
  const bytes = Buffer.from(text);
  const [before, after] = [bytes.subarray(0, column - 1).toString(), bytes.subarray(column - 1).toString()];
  const token = Object.keys(mutations[type]).sort((a, b) => b.length - a.length).find((t) => after.startsWith(t));
  return (before + mutations[type][token] + after.slice(token.length)).trim();
}

/** The survivors that the document explains, as `file: line`. */
function explained() {
  const known = new Set();
  let file = '';
  for (const line of readFileSync(join(root, 'docs', 'mutation.md'), 'utf8').split('\n')) {
    file = line.match(/^## (engine\/\S+\.go)$/)?.[1] ?? file;
    const mutant = line.match(/^- `(.+?)`: \S/)?.[1];
    if (mutant) known.add(`${file}: ${mutant}`);
  }
  return known;
}

/** A folder with what the tests need, and no more: Gremlins copies all of it. */
function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-mutation-'));
  for (const name of ['go.mod', 'go.sum', 'engine', 'scenarios', 'docs']) cpSync(join(root, name), join(folder, 'module', name), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tmp'));
  const shim = join(root, 'scripts', 'gremlins', 'go.mjs');
  chmodSync(shim, 0o755);
  symlinkSync(shim, join(folder, 'bin', 'go'));
  return folder;
}

/** Runs Gremlins on a package, or one file of it; resolves to its mutants. */
async function unleash(gremlins, folder, target) {
  const [name, only] = target.split('/');
  const report = join(folder, 'report.json');
  const sources = readdirSync(join(root, 'engine', name)).filter((file) => only && file !== only && file.endsWith('.go'));
  const excluded = ['(reference|worlds|planted)/', ...sources.map((file) => file.replaceAll('.', '\\.') + '$')].map((file) => `--exclude-files=^${file}`);
  const env = {
    ...process.env,
    PATH: join(folder, 'bin') + delimiter + process.env.PATH,
    TMPDIR: join(folder, 'tmp'),
    VERDICT_GO: join(output('go', 'env', 'GOROOT'), 'bin', 'go'),
  };
  const args = ['unleash', '--workers=1', '--timeout-coefficient=12', ...switches, ...excluded, `--output=${report}`, `./engine/${name}`];
  if ((await run(gremlins, args, { cwd: join(folder, 'module'), env })) !== 0) throw new Error(`Gremlins failed on ${target}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  return files.flatMap(({ file_name, mutations }) => mutations.map((mutant) => ({ file: `engine/${name}/${basename(file_name)}`, ...mutant })));
}

/** Prints the score and what differs from the document. Says whether all is well. */
function judge(target, mutants, known) {
  const count = (status) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, lived, hung] = [count('KILLED'), count('LIVED'), count('TIMED OUT')];
  const score = (100 * (killed + hung)) / (killed + hung + lived);
  const others = mutants.length - killed - lived - hung;
  console.log(`\n${target}: ${score.toFixed(1)} % killed: ${killed + hung} of ${killed + hung + lived} mutants (${hung} of them hung); ${others} did not compile`);
  const survivors = mutants.filter(({ status }) => status === 'LIVED').map((mutant) => `${mutant.file}: ${mutated(mutant.file, mutant)}`);
  const fresh = survivors.filter((mutant) => !known.has(mutant));
  const files = new Set(mutants.map(({ file }) => file));
  const gone = [...known].filter((mutant) => files.has(mutant.split(': ')[0]) && !survivors.includes(mutant));
  fresh.forEach((mutant) => console.log(`survived, and docs/mutation.md does not say why: ${mutant}`));
  gone.forEach((mutant) => console.log(`docs/mutation.md lists it, and it did not survive: ${mutant}`));
  return score >= least && fresh.length === 0 && gone.length === 0;
}

async function main(targets) {
  const folder = workplace();
  const gremlins = join(folder, 'bin', 'gremlins');
  try {
    execFileSync('go', ['build', '-o', gremlins, 'github.com/go-gremlins/gremlins/cmd/gremlins'], { cwd: join(root, 'scripts', 'gremlins'), stdio: 'inherit' });
    const known = explained();
    let well = true;
    for (const target of targets) well = judge(target, await unleash(gremlins, folder, target), known) && well;
    return well ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.length > 2 ? process.argv.slice(2) : packages);
