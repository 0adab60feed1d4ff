/** Compresses the built site once, so that whoever serves it need not do so at each request. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import sirv from 'sirv';
import type { Connect, Plugin } from 'vite';

const dist = fileURLToPath(new URL('dist/', import.meta.url));
const texts = /\.(wasm|js|css|html|txt|json|svg)$/;

/** Files that are smaller take no fewer packets. */
const least = 1024;

/** A second for the engine; the best quality would make it a seventh smaller, and take twelve. */
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Puts a file in Brotli beside each file of the built site, by its name and `.br`; many servers know such files. */
export function compressed(): Plugin {
  return {
    name: 'verdict-compressed',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (this.environment.mode === 'build') await Promise.all(files().map(compress));
      },
    },
  };
}

function files(): string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => texts.test(name));
}

async function compress(name: string) {
  const bytes = readFileSync(dist + name);
  if (bytes.length >= least) writeFileSync(`${dist}${name}.br`, await promisify(brotliCompress)(bytes, options));
}

/** Serves the built site with what is compressed of it. */
export const compressedFiles = (): Connect.NextHandleFunction => sirv(dist, { dev: true, brotli: true, etag: true });
