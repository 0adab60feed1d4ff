/** Runs the engine off the page's thread: compiles it, answers one call at a time. */
import './wasm_exec.js';
import type { FromWorker, ToWorker } from './messages';

interface GoRuntime {
  env: Record<string, string>;
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** The function that the program sets; the worker has its name. */
const door = self.name;

const scope = globalThis as unknown as { Go: new () => GoRuntime } & Record<string, ((text: string) => unknown) | undefined>;

let exited: number | null = null;

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.type === 'start') void start(message.program);
  else call(message.id, message.text);
};

function post(message: FromWorker, moved: Transferable[] = []) {
  self.postMessage(message, { transfer: moved });
}

async function start(program: ArrayBuffer) {
  try {
    await run(await compile(program));
    post({ type: 'ready', program }, [program]);
  } catch (error) {
    post({ type: 'failed', cause: causeOf(error) });
  }
}

async function compile(bytes: ArrayBuffer): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new Error('This browser has WebAssembly switched off.');
  if (!WebAssembly.validate(probe)) throw new Error('This browser is too old for the engine: it takes Chrome 85, Firefox 79, Safari 16.4 or newer.');
  return WebAssembly.compile(bytes);
}

/** A program with the newest instructions that Go's compiler uses: sign extension and conversions that saturate. */
const probe = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x04, 0x01, 0x60, 0x00, 0x00, // one type: no parameters, no results
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x10, 0x01, 0x0e, 0x00, // its code, without locals:
  0x41, 0x00, 0xc0, 0x1a, // i32.const 0, i32.extend8_s, drop
  0x43, 0x00, 0x00, 0x00, 0x00, 0xfc, 0x00, 0x1a, // f32.const 0, i32.trunc_sat_f32_s, drop
  0x0b, // end
]);

/**
 * How Go collects garbage. It would do so within the calls that the page waits for, so it does only near the size that the program's
 * memory has from its start (the Makefile says it), and else when it is told to rest, as nobody calls.
 */
const collector = { GOGC: 'off', GOMEMLIMIT: '128MiB' };

/** Starts the program and waits until it has put its function in place. */
function run(module: WebAssembly.Module): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = new scope.Go();
    go.env = collector;
    go.exit = (code) => {
      exited = code;
      reject(new Error(`The engine ended by itself (exit status ${code}).`));
    };
    scope[`${door}Ready`] = () => resolve();
    WebAssembly.instantiate(module, go.importObject).then((instance) => go.run(instance)).catch(reject);
  });
}

/** How long nobody must have called before the engine tidies up, in milliseconds. */
const idle = 250;
/** A call of so many letters leaves much behind, and its reply keeps the page busy: the engine tidies up meanwhile. */
const long = 1 << 20;
let resting: ReturnType<typeof setTimeout> | undefined;

function call(id: number, text: string) {
  clearTimeout(resting);
  if (exited === null) resting = setTimeout(() => scope[`${door}Rest`]?.(''), text.length > long ? 0 : idle);
  try {
    const reply = exited === null ? scope[door]?.(text) : undefined;
    if (typeof reply !== 'string' || exited !== null) post({ type: 'crash', id, cause: 'the engine stopped' });
    else post({ type: 'reply', id, text: reply });
  } catch (error) {
    post({ type: 'crash', id, cause: causeOf(error) });
  }
}

function causeOf(error: unknown): string {
  if (typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.CompileError) return `The engine’s file is not a program that this browser can run: ${error.message}.`;
  return error instanceof Error ? error.message : String(error);
}
