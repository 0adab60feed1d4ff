// What the test and benchmark runs share: how to start a program, and how to run Go in WebAssembly under Node or in a browser.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Runs a program to its end. Resolves to its exit code, or null where it could not be started. */
export function run(command, args, { cwd = root, env = process.env, onLine } = {}) {
  const stdio = ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'];
  const child = spawn(command, args, { cwd, env, stdio });
  if (onLine) eachLine(child.stdout, onLine);
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(null);
    });
    child.on('close', done);
  });
}

/** What a program prints, without the line break at the end. Throws where it fails. */
export function output(command, ...args) {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    lines.forEach(onLine);
  });
  stream.on('end', () => rest && onLine(rest));
}

/** A Chromium to test with; installs Debian's where none is found and this is root's to do. */
export const browser = () => output(join(root, 'scripts', 'browser.sh'));

/** A Firefox to test with; installs Debian's where none is found and this is root's to do. */
export const otherBrowser = () => output(join(root, 'scripts', 'firefox.sh'));

/** The arguments of `go test` for a WebAssembly binary that `runner` runs, with the compiler flags of the page's own. */
export const wasmArguments = (runner) => [`-exec=${runner}`, ...(process.env.WASM_GCFLAGS ?? '').split(' ').filter(Boolean)];

/** How `go test` runs a WebAssembly binary under Node. */
export const nodeRunner = () => join(output('go', 'env', 'GOROOT'), 'lib', 'wasm', 'go_js_wasm_exec');

/**
 * How `go test` runs a WebAssembly binary in a browser. wasmbrowsertest takes no path and no flags of the browser's; it
 * looks for headless_shell on PATH first. So bin/ gets a program of that name that starts the browser of our choice.
 */
export function browserRunner() {
  const sandbox = process.getuid?.() === 0 || process.env.CI ? ' --no-sandbox' : '';
  const shim = join(root, 'bin', 'headless_shell');
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(shim, `#!/bin/sh\nexec "${browser()}"${sandbox} --disable-component-update --disable-quic "$@"\n`);
  chmodSync(shim, 0o755);
  return output('go', 'tool', '-n', 'wasmbrowsertest');
}

/**
 * The environment for Go in WebAssembly. It takes along only what Go needs: Go's runtime refuses to start there when
 * arguments and environment have more than about 12 kB together, and a CI machine's often have.
 */
export function wasmEnvironment() {
  const kept = /^(HOME|TMPDIR|CI|GO[A-Z]+|XDG_[A-Z_]+|SSL_CERT_[A-Z]+|[A-Z]+_PROXY)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
  return { ...env, PATH: `${join(root, 'bin')}:${process.env.PATH}`, GOOS: 'js', GOARCH: 'wasm' };
}

/** Serves the built site as `make run` does; resolves to its address, once it answers, and the way to end it. */
export async function serveSite(port = 4199) {
  const site = join(root, 'site');
  const vite = join(site, 'node_modules', 'vite', 'bin', 'vite.js');
  const server = spawn('node', [vite, 'preview', '--port', port, '--strictPort', '--host', '127.0.0.1'], { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(address).then((r) => r.ok, () => false)) return { address, stop: () => server.kill() };
    if (server.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  server.kill();
  throw new Error(`${address} does not answer`);
}
