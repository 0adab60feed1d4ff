/** Writes the service worker of a built site. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Files that a reader never asks for by their names, and the console's API, which only those who open the console fetch. */
const hidden = /^(\.vite\/|sw\.js$|iamapi\.wasm$)|\.br$/;

/** Files whose address changes with their bytes: those that the page has fetched already need no second download. */
const named = /^(assets|worker)\//;

/** Every file of the site with a revision of its own, as the service worker keeps them. `engine` is the address of the engine's file. */
function filesOf(dist: string, engine: string) {
  const names = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1).replaceAll('\\', '/'));
  return names
    .filter((name) => !hidden.test(name))
    .sort()
    .map((name) => (name === 'engine.wasm' ? { url: engine, revision: null } : { url: `/${name}`, revision: named.test(name) ? null : revisionOf(join(dist, name)) }));
}

function revisionOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}

/** Bundles the service worker with the list of the files of `dist`, which must be complete. */
export async function writeServiceWorker(dist: string, engine: string) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __FILES__: JSON.stringify(filesOf(dist, engine)), 'process.env.NODE_ENV': '"production"' },
    build: { outDir: dist, emptyOutDir: false, copyPublicDir: false, target: 'es2022', lib: { entry: join(root, 'src/offline/sw.ts'), formats: ['iife'], name: 'sw', fileName: () => 'sw.js' } },
  });
}
