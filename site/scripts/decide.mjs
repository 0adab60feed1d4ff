// Runs the built engine once under Node: reads calls as JSON from standard input, one a line, and prints a reply a line.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import '../src/engine/wasm_exec.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(new URL('../public/engine.wasm', import.meta.url)), go.importObject);
const ready = new Promise((resolve) => (globalThis.verdictReady = resolve));
void go.run(instance);
await ready;
const calls = (await text(process.stdin)).split('\n').filter((line) => line !== '');
process.stdout.write(calls.map((call) => globalThis.verdict(call)).join('\n'), () => process.exit(0));
