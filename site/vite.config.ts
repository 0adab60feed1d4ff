import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer, defineConfig, type Connect, type Plugin } from 'vite';
import { headersFor } from './headers.ts';

const wasm = fileURLToPath(new URL('public/engine.wasm', import.meta.url));

/** The engine's address changes with its bytes, so that it can be cached forever. */
function engineFile() {
  if (!existsSync(wasm)) return { url: '/engine.wasm', bytes: 0 };
  const bytes = readFileSync(wasm);
  return { url: `/engine.wasm?v=${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`, bytes: bytes.length };
}

/** Serves the production headers; while developing, styles may be injected and the server reached. */
function headers(): Plugin {
  const middleware = (dev: boolean): Connect.NextHandleFunction => (request, response, next) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const all = headersFor(dev && path.includes('/engine/worker.ts') ? '/worker/' : path);
    for (const [name, value] of Object.entries(all)) {
      response.setHeader(name, dev && name === 'Content-Security-Policy' ? value.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") : value);
    }
    next();
  };
  return {
    name: 'verdict-headers',
    configureServer: (server) => void server.middlewares.use(middleware(true)),
    configurePreviewServer: (server) => void server.middlewares.use(middleware(false)),
  };
}

/** Puts the page that a first visitor sees into the built index.html, with the engine's reply that it was drawn from. */
function prerendered(): Plugin {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return {
    name: 'verdict-prerender',
    apply: 'build',
    async closeBundle() {
      const index = `${root}dist/index.html`;
      if (!existsSync(wasm) || !existsSync(index)) return this.warn('the page is not prerendered: the engine is not built');
      const { html, answer } = await drawPage(root);
      const data = `<script type="application/json" id="answer">${answer.replaceAll('<', '\\u003c')}</script>`;
      const built = readFileSync(index, 'utf8').replace('<div id="page"></div>', () => `<div id="page">${html}</div>${data}`);
      writeFileSync(index, built);
    },
  };
}

async function drawPage(root: string): Promise<{ html: string; answer: string }> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    define: { __ENGINE__: JSON.stringify(engineFile()) },
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  const { prerender } = await server.ssrLoadModule('/src/prerender.tsx');
  const page = prerender((call: string) => execFileSync('node', [`${root}scripts/decide.mjs`], { input: call, encoding: 'utf8' }));
  await server.close();
  return page;
}

export default defineConfig({
  define: { __ENGINE__: JSON.stringify(engineFile()) },
  plugins: [headers(), prerendered()],
  server: { fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: 'worker/[name]-[hash].js' } } },
});
