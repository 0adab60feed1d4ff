// Runs the built engine once under Node: reads a call as JSON from standard input and prints the reply.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import '../src/engine/wasm_exec.js';

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(new URL('../public/engine.wasm', import.meta.url)), go.importObject);
const ready = new Promise((resolve) => (globalThis.verdictReady = resolve));
void go.run(instance);
await ready;
process.stdout.write(globalThis.verdict(await text(process.stdin)), () => process.exit(0));
