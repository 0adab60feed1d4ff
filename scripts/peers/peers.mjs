// Runs the same scenarios through Verdict and through iam-simulate, and lists the decisions that differ by kind. Every kind
// is explained in differences.md; a difference of another kind is a failure. Prints both speeds from the same run.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { simulation } from './ask.mjs';
import { disagreements } from './compare.mjs';
import { causes, procedures, refusals } from './kinds.mjs';
import { Peer } from './peer.mjs';

const folder = import.meta.dirname;
const root = resolve(folder, '..', '..');
const peer = new Peer();

/** What was found: how often each kind, with its first example. */
class Tally {
  asked = 0;
  agreed = 0;
  inexpressible = 0;
  kinds = new Map();
  unexplained = [];
  verdict = { decisions: 0, seconds: 0 };
  peer = { decisions: 0, seconds: 0 };

  add(kind, where) {
    const found = this.kinds.get(kind) ?? { count: 0, example: where };
    this.kinds.set(kind, { ...found, count: found.count + 1 });
  }

  fail(where, why) {
    this.unexplained.push(`${where}\n    ${why}`);
  }
}

const where = (sheet, q) => `${sheet.name}, request ${q.request}: ${q.principal || q.kind} ${q.action} ${q.resource.slice(0, 100)}`;

/** Asks one question of both, and counts how the answers differ. */
async function compare(tally, sheet, question) {
  const input = simulation(sheet, question);
  if (question.decision === 'error' || !input) return void tally.inexpressible++;
  tally.asked++;
  const at = where(sheet, question);
  const theirs = await answer(tally, input, at);
  if (!theirs || theirs.decision === question.decision) return void tally.agreed++;
  const kinds = explain(sheet, question, theirs);
  const told = `Verdict ${question.decision}${question.missing ? ` (${question.missing})` : ''}, iam-simulate ${theirs.decision}`;
  for (const kind of new Set(kinds)) kind.startsWith('?') ? tally.fail(at, `${told}: ${kind.slice(1)}`) : tally.add(kind, `${at}: ${told}`);
}

/** Its answer; where it refuses a policy that AWS stores, that counts, and it is asked again without its validation. */
async function answer(tally, input, at) {
  const first = await peer.ask(input);
  if (first.decision !== 'error') {
    tally.peer.decisions++;
    tally.peer.seconds += first.milliseconds / 1000;
    return first;
  }
  for (const reason of first.reason.split('; ')) {
    const refusal = refusals.find(([, pattern]) => pattern.test(reason));
    refusal ? tally.add(refusal[0], at) : tally.fail(at, `iam-simulate gives no decision: ${reason}`);
  }
  if (!first.reason.startsWith('policy:')) return undefined;
  const second = await peer.ask(input, 'trusting');
  return second.decision === 'error' ? undefined : second;
}

/** The kinds of a difference; one that begins with a question mark is none that is known. */
function explain(sheet, question, theirs) {
  const seen = disagreements(sheet, question, theirs);
  const elements = seen.map((d) => {
    const cause = causes[d.element].find(([, test]) => test(d, question, theirs));
    return cause?.[0] ?? `?${d.element} of ${JSON.stringify(d.statement)} in a ${d.policy.type} policy of version ${d.document.Version} ${JSON.stringify(d.condition ?? '')}`;
  });
  const whole = procedures.filter(([, test]) => test(question, theirs)).map(([kind]) => kind);
  const all = [...elements, ...whole];
  return all.length > 0 ? all : ['?the same statements match'];
}

/** The scenarios as `go run` writes them, one at a time. */
async function* sheets(args) {
  const go = spawn('go', ['run', './scripts/peers', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => go.on('close', done));
  for await (const line of createInterface({ input: go.stdout })) yield JSON.parse(line);
  if ((await ended) !== 0) throw new Error('the scenarios could not be written');
}

/** The kinds that differences.md explains. */
const explained = () => [...readFileSync(join(folder, 'differences.md'), 'utf8').matchAll(/^### (\S+)$/gm)].map((match) => match[1]);

async function main(args) {
  const tally = new Tally();
  for await (const sheet of sheets(args)) {
    tally.verdict.decisions += sheet.timed;
    tally.verdict.seconds += sheet.seconds;
    for (const question of sheet.cases) await compare(tally, sheet, question);
  }
  peer.stop();
  report(tally);
  const known = explained();
  for (const kind of tally.kinds.keys()) if (!known.includes(kind)) tally.fail(kind, 'differences.md does not explain this kind');
  for (const kind of known) if (!tally.kinds.has(kind)) console.log(`differences.md explains ${kind}, which did not occur`);
  for (const one of tally.unexplained.slice(0, 20)) console.log(`\nUNEXPLAINED ${one}`);
  if (tally.unexplained.length > 0) console.log(`\n${tally.unexplained.length} differences are not explained.`);
  return tally.unexplained.length > 0 ? 1 : 0;
}

function report({ asked, agreed, inexpressible, kinds, verdict, peer: theirs }) {
  console.log(`${asked} questions asked of both, ${agreed} answered alike or refused; ${inexpressible} could not be put to iam-simulate.\n`);
  for (const [kind, { count, example }] of [...kinds].sort(([, a], [, b]) => b.count - a.count)) console.log(`${String(count).padStart(6)}  ${kind.padEnd(36)} ${example}`);
  const aSecond = ({ decisions, seconds }) => Math.round(decisions / seconds).toLocaleString('en-US');
  console.log(`\nDecisions a second, the reading of policies included, each through its own door: Verdict, native, ${aSecond(verdict)}; iam-simulate ${aSecond(theirs)}. \`make bench\` compares them within one browser.`);
}

/** What is asked where nothing else is said: every scenario file, and random worlds. */
function everything() {
  const files = ['engine/testdata/peers', 'scenarios', 'engine/scenario/testdata/observed'].flatMap((at) => readdirSync(join(root, at)).filter((file) => file.endsWith('.json')).map((file) => join(root, at, file)));
  return ['-worlds=400', '-requests=20', '-bare=29-derived-keys.json', ...files];
}

process.exit(await main(process.argv.length > 2 ? process.argv.slice(2) : everything()));
