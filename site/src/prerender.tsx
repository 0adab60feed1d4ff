import { renderToString } from 'preact-render-to-string';
import { AppContext } from './app';
import { createApp } from './create';
import { decideCall, readDecided } from './engine/client';
import { engineInput } from './scenario/engineText';
import { clock, takeAnswer } from './store/decide';
import { defaultSlug } from './store/gallery';
import { Page } from './views/Page';

/**
 * Draws the page that a first visitor sees, decision and all, so that it can be read before any script has run.
 * Runs when the site is built; `ask` is the engine. Gives the page and the reply that it was drawn from.
 */
export function prerender(ask: (call: string) => string): { html: string; answer: string } {
  const app = createApp(() => {
    throw new Error('No worker is started while the site is built.');
  });
  app.opener.openGallery(defaultSlug);
  const { store } = app;
  const answer = ask(decideCall(engineInput(store.scenario.value).text, store.selected.value, clock()));
  if (!readDecided(answer).ok) throw new Error(`The default scenario is refused: ${answer}`);
  takeAnswer(store, answer);
  const html = renderToString(
    <AppContext.Provider value={app}>
      <Page />
    </AppContext.Provider>,
  );
  return { html, answer };
}
