/** Compresses the built site once, so that whoever serves it need not do so at each request. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import sirv from 'sirv';
import type { Connect, Plugin } from 'vite';

const texts = /\.(wasm|js|css|html|txt|json|svg)$/;

/** Files that are smaller take no fewer packets. */
const least = 1024;

/** A second for the engine; the best quality would make it a seventh smaller, and take twelve. */
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Puts a file in Brotli beside the files of the built site, by their names and `.br`; many servers know such files. */
export function compressed(): Plugin {
  return {
    name: 'verdict-compressed',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const { root, build } = this.environment.config;
        if (this.environment.mode === 'build') await compress(resolve(root, build.outDir));
      },
    },
  };
}

/** Compresses what stands in a folder and below it. */
export async function compress(folder: string) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => texts.test(name));
  await Promise.all(names.map((name) => compressFile(join(folder, name))));
}

async function compressFile(file: string) {
  const bytes = readFileSync(file);
  if (bytes.length >= least) writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, options));
}

/** Serves a built site with what is compressed of it. */
export const compressedFiles = (folder: string): Connect.NextHandleFunction => sirv(folder, { dev: true, brotli: true, etag: true });
