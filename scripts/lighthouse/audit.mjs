// Judges the built pages with Lighthouse: prints the four scores of each. With `--all`, every category must be perfect; else
// only those that do not depend on how busy the machine is: accessibility, best practices and search engines.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { browser, serveSite } from '../stages.mjs';

const pages = ['', 's/', 's/explicit-deny-beats-allow/', 'ref/'];
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const steady = categories.slice(1);
/** Performance is the best of so many runs, as a busy machine makes a page look slower, never faster; and so often is tried what could not be judged. */
const runs = 3;

/** What Lighthouse says of a page. A category without a score was not judged, as the browser gave no trace or no console: then it visits again. */
async function visit(chrome, address) {
  let lhr;
  for (let run = 0; run < runs; run++) {
    ({ lhr } = await lighthouse(address, { port: chrome.port, logLevel: 'error', onlyCategories: categories }, desktopConfig));
    if (categories.every((name) => lhr.categories[name].score !== null)) break;
  }
  return lhr;
}

/** The scores of a page, of 100, and what cost points or could not be judged. */
async function audit(chrome, address) {
  const lhr = await visit(chrome, address);
  const scores = Object.fromEntries(categories.map((name) => [name, Math.round(100 * lhr.categories[name].score)]));
  const costs = categories.flatMap((name) =>
    lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9).map(({ id }) => `${name}: ${lhr.audits[id].title}${lhr.audits[id].displayValue ? ` (${lhr.audits[id].displayValue})` : ''}`),
  );
  const broken = Object.values(lhr.audits).filter(({ scoreDisplayMode }) => scoreDisplayMode === 'error').map(({ title, errorMessage }) => `${title}: ${errorMessage}`);
  return { scores, costs: [...(lhr.runtimeError ? [lhr.runtimeError.message] : []), ...costs, ...broken] };
}

async function main(all) {
  const wanted = all ? categories : steady;
  const flags = ['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const server = await serveSite();
  const chrome = await launch({ chromePath: browser(), chromeFlags: flags });
  let perfect = true;
  try {
    console.log(['page'.padEnd(34), ...categories.map((name) => name.padStart(16))].join(''));
    for (const path of pages) {
      let best = await audit(chrome, server.address + path);
      for (let run = 1; all && run < runs && best.scores.performance < 100; run++) {
        const next = await audit(chrome, server.address + path);
        if (next.scores.performance > best.scores.performance) best = next;
      }
      console.log([`/${path}`.padEnd(34), ...categories.map((name) => String(best.scores[name]).padStart(16))].join(''));
      const short = wanted.filter((name) => best.scores[name] < 100);
      if (short.length > 0) best.costs.forEach((cost) => console.log(`  ${cost}`));
      perfect &&= short.length === 0;
    }
  } finally {
    chrome.kill();
    server.stop();
  }
  return perfect ? 0 : 1;
}

process.exitCode = await main(process.argv.includes('--all'));
