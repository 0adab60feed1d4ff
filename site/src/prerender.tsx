import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { AppContext } from './app';
import { createApp } from './create';
import { decideCall, readDecided } from './engine/client';
import { LessonPage } from './gallery/LessonPage';
import { lessonsOf, type Ask } from './gallery/lesson';
import { ListPage } from './gallery/ListPage';
import { NotFoundPage } from './gallery/NotFoundPage';
import { CheckPage } from './reference/CheckPage';
import { ChecksPage } from './reference/ChecksPage';
import type { Check } from './reference/checks';
import { readRules } from './reference/rules';
import { RulesPage } from './reference/RulesPage';
import { checkPage } from './scenario/checks';
import { engineInput } from './scenario/engineText';
import { rulesPage } from './scenario/rules';
import { clock, takeAnswer } from './store/decide';
import { plainText, readScenario, slugOf } from './store/gallery';
import { startOf } from './store/open';
import { Page } from './views/Page';
import { startWords } from './views/StartWords';

/**
 * Draws the page that a first visitor sees, decision and all, so that it can be read before any script has run.
 * Runs when the site is built; `ask` is the engine. Gives the page and the reply that it was drawn from.
 */
export function prerender(ask: Ask): { html: string; answer: string } {
  const app = createApp(() => {
    throw new Error('No worker is started while the site is built.');
  });
  app.opener.openDefault();
  const { store } = app;
  const [answer = ''] = ask([decideCall(engineInput(store.scenario.value).text, store.selected.value, clock())]);
  if (!readDecided(answer).ok) throw new Error(`The default scenario is refused: ${answer}`);
  takeAnswer(store, answer);
  const html = renderToString(
    <AppContext.Provider value={app}>
      <Page />
    </AppContext.Provider>,
  );
  return { html, answer };
}

/** A page for reading, to be put into its template. */
export interface ReadingPage {
  /** Its folder, from the root of the site and back. */
  path: string;
  title: string;
  description: string;
  html: string;
}

/** Draws a page with nothing on it yet, for its address. */
export function prerenderStart(pathname: string): ReadingPage {
  const app = createApp(() => {
    throw new Error('No worker is started while the site is built.');
  });
  const wants = startOf(pathname)!;
  app.opener.openBlank(wants);
  const { title, lead } = startWords[wants];
  return page(pathname, `${title} – Verdict`, lead, <AppContext.Provider value={app}><Page /></AppContext.Provider>);
}

const listDescription = 'Worked examples of AWS IAM policies: what is asked, what is decided, and the statement that decided it. Each opens in a playground.';

const page = (path: string, title: string, description: string, view: VNode): ReadingPage => ({ path, title, description, html: renderToString(view) });

const rulesDescription = 'How AWS IAM decides a request, rule by rule, each with the page of the documentation that states it.';

/** Draws the page of the rules from the text of docs/semantics.md. */
export function prerenderRules(markdown: string): ReadingPage {
  return page(rulesPage, 'The rules – Verdict', rulesDescription, <RulesPage sections={readRules(markdown)} />);
}

const checksDescription = 'What Verdict finds in AWS IAM policies, by the codes of IAM Access Analyzer: why it matters, an example, and how to mend it.';

/** Draws the list of all checks and a page for each, from what `verdict checks --json` prints. */
export function prerenderChecks(json: string): ReadingPage[] {
  const checks = JSON.parse(json) as Check[];
  return [
    page('/ref/checks/', 'Policy checks – Verdict', checksDescription, <ChecksPage checks={checks} />),
    ...checks.map((check) => page(checkPage(check.code), `${check.code} – Verdict`, check.summary, <CheckPage check={check} />)),
  ];
}

/** Draws the page for addresses that lead nowhere. */
export const prerenderNotFound = () => page('/404.html', 'Not found – Verdict', 'The address leads to no page of Verdict.', <NotFoundPage />);

/** Draws the pages of the gallery from the scenario files, by name. */
export function prerenderGallery(ask: Ask, files: Record<string, string>): ReadingPage[] {
  const { gallery } = createApp(() => {
    throw new Error('No worker is started while the site is built.');
  }).opener;
  const texts = new Map(Object.entries(files).map(([name, text]) => [slugOf(name), text]));
  const lessons = lessonsOf(gallery.map(({ slug }) => ({ slug, scenario: readScenario(texts.get(slug)!) })), ask);
  return [
    page('/s/', 'Scenarios – Verdict', listDescription, <ListPage lessons={lessons} />),
    ...lessons.map((lesson, i) => page(`/s/${lesson.slug}/`, `${lesson.title} – Verdict`, plainText(lesson.description), <LessonPage lesson={lesson} next={lessons[(i + 1) % lessons.length]!} />)),
  ];
}
