// Runs in a worker of the page: Verdict's WebAssembly and iam-simulate, warm, on the same questions, one after the other.
import '../../../site/src/engine/wasm_exec.js';
import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const now = '2026-09-01T12:00:00Z';
const rounds = 7;
const letters = { Allowed: 'a', ExplicitlyDenied: 'e', ImplicitlyDenied: 'i' };

/** Loads the page's engine and resolves to its one function. */
async function engine() {
  const go = new globalThis.Go();
  go.env = { GOGC: 'off', GOMEMLIMIT: '128MiB' }; // as the page has it
  const module = await WebAssembly.compileStreaming(fetch('/engine.wasm'));
  const instance = await WebAssembly.instantiate(module, go.importObject);
  await new Promise((ready) => {
    globalThis.verdictReady = ready;
    void go.run(instance);
  });
  return (call) => {
    const reply = JSON.parse(globalThis.verdict(JSON.stringify(call)));
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  };
}

/** What `work` gets done a second, in one round of a second. */
async function rate(work) {
  const began = performance.now();
  let done = 0;
  let took = 0;
  while (took < 1000) {
    done += await work();
    took = performance.now() - began;
  }
  return done / (took / 1000);
}

/** The best of several rounds of each, taken in turns, so that whatever else the machine does meets both. */
async function inTurns(ours, theirs) {
  const best = { verdict: 0, peer: 0 };
  for (let round = 0; round < rounds; round++) {
    best.verdict = Math.max(best.verdict, await rate(ours));
    best.peer = Math.max(best.peer, await rate(theirs));
  }
  return best;
}

/** iam-simulate's input with its policies read once, as its API allows. */
function prepared(input) {
  const once = (policy) => policy && createValidatedPolicy(policy, () => []);
  const all = (list) => list?.map(({ name, policy }) => ({ name, policy: once(policy) }));
  const levels = (list) => list.map(({ orgIdentifier, policies }) => ({ orgIdentifier, policies: all(policies) }));
  return {
    ...input,
    identityPolicies: all(input.identityPolicies),
    permissionBoundaryPolicies: all(input.permissionBoundaryPolicies),
    serviceControlPolicies: levels(input.serviceControlPolicies),
    resourceControlPolicies: levels(input.resourceControlPolicies),
    resourcePolicy: once(input.resourcePolicy),
  };
}

/** The requests of a scenario over and over, through Verdict's bulk door and through iam-simulate. */
async function requests(verdict, { name, scenario, inputs }) {
  const many = { ...scenario, requests: Array.from({ length: 4000 }, (_, i) => scenario.requests[i % scenario.requests.length]) };
  const call = { method: 'sweep', scenario: JSON.stringify(many), now, from: 0, count: many.requests.length };
  const simulations = inputs.map(prepared);
  const theirs = [];
  for (const one of simulations) theirs.push(letters[(await runSimulation(one, {})).overallResult]);
  const ours = verdict(call).decisions.slice(0, theirs.length);
  if (ours !== theirs.join('')) throw new Error(`${name}: Verdict says ${ours}, iam-simulate ${theirs.join('')}`);
  const again = { method: 'sweep', sweep: verdict(call).sweep, from: 0, count: many.requests.length };
  const best = await inTurns(
    () => verdict(again).decisions.length,
    async () => {
      for (const one of simulations) await runSimulation(one, {});
      return simulations.length;
    },
  );
  return { name, ...best };
}

/** One principal over every action; iam-simulate over each fortieth, as all of them would take minutes. */
async function everyAction(verdict, { scenario, inputs, actions }) {
  const text = JSON.stringify({ ...scenario, requests: [{ ...scenario.requests[0], resource: '*' }] });
  const milliseconds = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    let world = { scenario: `${text}${' '.repeat(round)}`, now }; // another text each time, so that it is read each time
    for (let from = 0; from < actions.length; from += 2000) {
      const { sweep } = verdict({ method: 'sweep', ...world, request: 0, actions: actions.slice(from, from + 2000) });
      world = { sweep };
    }
    milliseconds.push(performance.now() - began);
  }
  const input = prepared(inputs[0]);
  const sample = actions.filter((_, i) => i % 40 === 0);
  const began = performance.now();
  for (const action of sample) await runSimulation({ ...input, request: { ...input.request, action, resource: { ...input.request.resource, resource: '*' } } }, {});
  const each = (performance.now() - began) / sample.length;
  return { name: `one principal, ${actions.length} actions`, first: milliseconds[0], milliseconds: Math.min(...milliseconds), peerMilliseconds: each * actions.length };
}

self.onmessage = async ({ data: { cases, actions } }) => {
  try {
    const verdict = await engine();
    const rows = [];
    for (const one of cases) rows.push(await requests(verdict, one));
    self.postMessage({ rows, every: await everyAction(verdict, { ...cases.at(-1), actions }) });
  } catch (error) {
    self.postMessage({ error: `${error?.message ?? error}` });
  }
};
