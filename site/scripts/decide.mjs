// Runs the built engine once under Node: reads a JSON list of calls from standard input, and prints a reply a line.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import '../src/engine/wasm_exec.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(new URL('../public/engine.wasm', import.meta.url)), go.importObject);
const ready = new Promise((resolve) => (globalThis.verdictReady = resolve));
void go.run(instance);
await ready;
const calls = JSON.parse(await text(process.stdin));
process.stdout.write(calls.map((call) => globalThis.verdict(call)).join('\n'), () => process.exit(0));
