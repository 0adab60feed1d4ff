import { readFileSync } from 'node:fs';
import '../src/engine/wasm_exec.js';

interface Scope {
  Go: new () => { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> };
  verdictIAM: (text: string) => string;
  verdictIAMReady: () => void;
}

/** Starts the IAM API as the console has it, in this process: JSON in, JSON out. */
export async function startIamApi(): Promise<(text: string) => string> {
  const scope = globalThis as unknown as Scope;
  const go = new scope.Go();
  const { instance } = await WebAssembly.instantiate(readFileSync(new URL('../public/iamapi.wasm', import.meta.url)), go.importObject);
  const ready = new Promise<void>((resolve) => (scope.verdictIAMReady = resolve));
  void go.run(instance);
  await ready;
  return scope.verdictIAM;
}
