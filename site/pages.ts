/** What is drawn when the site is built: the first page with its decision, and the pages for reading. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, type Connect, type Plugin } from 'vite';
import { writeServiceWorker } from './offline.ts';

type Drawing = typeof import('./src/prerender.tsx');
type ReadingPage = ReturnType<Drawing['prerenderRules']>;

const root = fileURLToPath(new URL('.', import.meta.url));
const scenarios = fileURLToPath(new URL('../scenarios/', import.meta.url));
const checks = fileURLToPath(new URL('checks.json', import.meta.url));
const semantics = fileURLToPath(new URL('../docs/semantics.md', import.meta.url));

/** Where the site will stand, such as `https://verdict.example`, for links that must be whole; may be left out. */
const origin = process.env['SITE_ORIGIN']?.replace(/\/$/, '') ?? '';

/** Puts into the built site what can be read before any script has run. */
export function prerendered(define: Record<string, string>, hasEngine: boolean): Plugin {
  return {
    name: 'verdict-prerender',
    configureServer: (server) => void server.middlewares.use(scenarioFiles),
    apply: (_, { command, isPreview }) => command === 'build' || !isPreview,
    async closeBundle() {
      if (this.environment.mode !== 'build') return;
      copyScenarios(join(root, 'dist'));
      writeLinked();
      if (!hasEngine) return this.warn('no page is prerendered: the engine is not built');
      await draw(define);
    },
  };
}

async function draw(define: Record<string, string>) {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    define,
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  const { prerender, prerenderChecks, prerenderGallery, prerenderNotFound, prerenderRules, prerenderStart } = (await server.ssrLoadModule('/src/prerender.tsx')) as Drawing;
  const ask = (calls: string[]) => execFileSync('node', [join(root, 'scripts/decide.mjs')], { input: JSON.stringify(calls), encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
  for (const path of ['/new/', '/denied/']) writeStart(prerenderStart(path));
  writeFirst(prerender(ask));
  writeReading([...prerenderGallery(ask, scenarioTexts()), prerenderRules(readFileSync(semantics, 'utf8')), ...prerenderChecks(readFileSync(checks, 'utf8')), prerenderNotFound()]);
  await server.close();
  await writeServiceWorker(join(root, 'dist'), (JSON.parse(define['__ENGINE__']!) as { url: string }).url);
}

/** The pages under /compare and /p/ show what their link holds, so that nothing is drawn before. */
function writeLinked() {
  const index = readFileSync(join(root, 'dist/index.html'), 'utf8');
  write(join(root, 'dist/p/index.html'), index.replace('<head>', '<head>\n    <meta name="robots" content="noindex" />'));
  write(join(root, 'dist/compare/index.html'), index.replace(/<title>.*?<\/title>/, '<title>Compare two versions – Verdict</title>'));
}

function writeFirst({ html, answer }: { html: string; answer: string }) {
  const index = join(root, 'dist/index.html');
  const data = `<script type="application/json" id="answer">${answer.replaceAll('<', '\\u003c')}</script>`;
  // Behind the end of what is shown: the page is drawn in one piece, before its data have come.
  writeFileSync(index, readFileSync(index, 'utf8').replace('<div id="page"></div>', () => `<div id="page">${html}</div>`).replace('</body>', () => `${data}</body>`));
}

/** A blank page has the script of the first one, and an address, a title and words of its own. */
function writeStart(page: ReadingPage) {
  const head = headOf(page);
  const index = readFileSync(join(root, 'dist/index.html'), 'utf8');
  const text = index.replace(/<title>.*<\/title>/, () => head).replace(/<meta name="description"[^>]*>\s*/, '').replace('<div id="page"></div>', () => `<div id="page">${page.html}</div>`);
  write(join(root, 'dist', page.path, 'index.html'), text);
}

function writeReading(pages: ReadingPage[]) {
  const template = join(root, 'dist/gallery.html');
  const text = readFileSync(template, 'utf8');
  rmSync(template);
  for (const page of pages) {
    const whole = text.replace('<!--head-->', () => headOf(page)).replace('<!--page-->', () => page.html);
    write(join(root, 'dist', page.path.endsWith('/') ? `${page.path}index.html` : page.path), whole);
  }
}

/** What search engines and link previews read. */
function headOf({ path, title, description }: ReadingPage): string {
  const meta = (name: string, content: string) => `<meta ${name} content="${escaped(content)}" />`;
  return [
    `<title>${escaped(title)}</title>`,
    meta('name="description"', description),
    meta('property="og:title"', title),
    meta('property="og:description"', description),
    meta('property="og:type"', path.split('/').length === 3 ? 'website' : 'article'),
    meta('property="og:site_name"', 'Verdict'),
    ...(origin ? [meta('property="og:url"', origin + path), `<link rel="canonical" href="${escaped(origin + path)}" />`] : []),
  ].join('\n    ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function scenarioTexts(): Record<string, string> {
  const names = readdirSync(scenarios).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(scenarios, name), 'utf8')]));
}

function copyScenarios(dist: string) {
  for (const [name, text] of Object.entries(scenarioTexts())) write(join(dist, 's', basename(name, '.json'), 'scenario.json'), text);
}

function write(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** While developing, the scenario files stand where the built site has them. */
const scenarioFiles: Connect.NextHandleFunction = (request, response, next) => {
  const slug = /^\/s\/([a-z0-9-]+)\/scenario\.json$/.exec(request.url ?? '')?.[1];
  const text = slug && scenarioTexts()[`${slug}.json`];
  if (!text) return next();
  response.setHeader('Content-Type', 'application/json');
  response.end(text);
};
