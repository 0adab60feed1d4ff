import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Connect, type Plugin } from 'vite';
import { compressed, compressedFiles } from './compressed.ts';
import { headersFor } from './headers.ts';
import { prerendered } from './pages.ts';

/** A program's address changes with its bytes, so that it can be cached forever. */
function programFile(name: string) {
  const file = fileURLToPath(new URL(`public/${name}`, import.meta.url));
  if (!existsSync(file)) return { url: `/${name}`, bytes: 0 };
  const bytes = readFileSync(file);
  return { url: `/${name}?v=${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`, bytes: bytes.length };
}

/** The preview finds a page by its folder without a slash at the end too, and one page for all titles under /p/, as the host does. */
const folders: Connect.NextHandleFunction = (request, _, next) => {
  const [path = '', query] = (request.url ?? '').split('?');
  const isPage = /^\/[a-z]+$/.test(path) && existsSync(fileURLToPath(new URL(`dist${path}/index.html`, import.meta.url)));
  const rest = query === undefined ? '' : `?${query}`;
  if (isPage) request.url = `${path}/${rest}`;
  if (path.startsWith('/p/')) request.url = `/p/${rest}`;
  next();
};

const engine = programFile('engine.wasm');

/** Serves the production headers, and the built site compressed; while developing, styles may be injected and the server reached. */
function headers(): Plugin {
  const middleware = (dev: boolean): Connect.NextHandleFunction => (request, response, next) => {
    const path = new URL(`http://localhost${request.url ?? '/'}`).pathname;
    const all = headersFor(dev && path.includes('/engine/worker.ts') ? '/worker/' : path);
    for (const [name, value] of Object.entries(all)) {
      response.setHeader(name, dev && name === 'Content-Security-Policy' ? value.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") : value);
    }
    next();
  };
  return {
    name: 'verdict-headers',
    configureServer: (server) => void server.middlewares.use(middleware(true)),
    configurePreviewServer: ({ config, middlewares }) => void middlewares.use(folders).use(middleware(false)).use(compressedFiles(resolve(config.root, config.build.outDir))),
  };
}

/** Tells the first script of the playground's pages where the engine is, so that its download begins with the document. */
const engineInHead: Plugin = {
  name: 'verdict-engine-in-head',
  transformIndexHtml: (html, { filename }) => (filename.endsWith('index.html') ? html.replace('src="/start.js"', `$& data-engine="${engine.url}"`) : html),
};

/**
 * What a first visit fetches anyhow stands in two files. Left to itself the bundler cuts what parts on demand share with the page into
 * many small ones, which compress worse one by one.
 */
const together = [
  { name: 'search', test: /src\/gallery\/search/, priority: 1 }, // all that the pages of the gallery run
  { name: 'editor', test: /node_modules\/(@codemirror\/(?!merge|autocomplete)|@lezer|@marijn|style-mod|crelt|w3c-keyname)/ },
  { name: 'page', tags: ['$initial' as const], test: /src\/(?!main\.tsx|gallery\/|styles\/)|node_modules\/(preact|@preact|fflate)/ },
];

const define = { __ENGINE__: JSON.stringify(engine), __IAM_API__: JSON.stringify(programFile('iamapi.wasm')) };

export default defineConfig(({ isPreview }) => ({
  appType: isPreview ? 'mpa' : 'spa', // in the preview a file that is not there is not found, as on the host
  define,
  plugins: [headers(), engineInHead, prerendered(define, engine.bytes > 0), compressed()],
  server: { fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true, // what is fetched when, for scripts/size.mjs
    rolldownOptions: {
      input: ['index.html', 'gallery.html'],
      output: { codeSplitting: { groups: together } },
    },
  },
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: 'worker/[name]-[hash].js' } } },
}));
