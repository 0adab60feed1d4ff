// The thread in which iam-simulate runs: a simulation in, its answer out.
import { parentPort } from 'node:worker_threads';
import { ask, trusting } from './ask.mjs';

const prepare = { asItIs: (input) => input, trusting };

parentPort.on('message', async ({ input, how }) => parentPort.postMessage(await ask(prepare[how](input))));
