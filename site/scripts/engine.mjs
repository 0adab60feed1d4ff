// Builds the engine for the browser and copies Go's loader next to the worker. `make` does the same.
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const go = (args, env = {}) => execFileSync('go', args, { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' });

go(['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid=', '-o', 'site/public/engine.wasm', './wasm/playground'], { GOOS: 'js', GOARCH: 'wasm' });
copyFileSync(`${go(['env', 'GOROOT']).trim()}/lib/wasm/wasm_exec.js`, `${root}site/src/engine/wasm_exec.js`);
