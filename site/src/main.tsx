import { effect } from '@preact/signals';
import { hydrate, render } from 'preact';
import { AppContext } from './app';
import { createApp } from './create';
import { spawnWorker } from './engine/spawn';
import { listenToDrops } from './intake/drop';
import { listenToKeys } from './keys';
import { keepOffline } from './offline/register';
import { atRequest, isComparison, isErrorFragment, isShareFragment } from './share/fragment';
import { fetchCatalog } from './store/catalog';
import { decideAlways, takeAnswer } from './store/decide';
import { lintAlways } from './store/lint';
import { fetchManagedWhenNamed } from './store/managed';
import { startOf } from './store/open';
import { Page } from './views/Page';
import './styles/page.css';

const app = createApp(() => spawnWorker('verdict'));
const { store, client, drafts, opener, changes } = app;
const page = document.getElementById('page')!;
const view = (
  <AppContext.Provider value={app}>
    <Page />
  </AppContext.Provider>
);

client.start();
await new Promise((done) => setTimeout(done)); // lets the browser begin with the worker while the page is drawn
void begin();
openErrorOf(location.hash);
draw();
decideAlways(store, client);
lintAlways(store, client);
fetchCatalog(store, client);
fetchManagedWhenNamed(store, client);
changes.start();
drafts.start(window);
if (!startOf(location.pathname)) void drafts.offerLast();
listenToKeys(app);
listenToDrops(app);
keepAddressTrue();
keepOfflineSoon();

/** At the page's start: what the address asks for. */
function begin() {
  if (!location.pathname.startsWith('/compare') && !isComparison(location.hash)) return opener.begin(location);
  store.opening.value = isShareFragment(location.hash);
  return import('./store/comparing').then(({ beginComparing }) => beginComparing(app, location.hash));
}

/** Takes over the page as it was built, or draws another where something else is to be shown. */
function draw() {
  const answer = document.getElementById('answer')?.textContent;
  const first = answer && !isShareFragment(location.hash) && !store.edited.value && !startOf(location.pathname);
  if (first) {
    takeAnswer(store, answer);
    hydrate(view, page);
  } else {
    page.replaceChildren();
    render(view, page);
  }
  delete document.documentElement.dataset['opening'];
}

/** The engine comes first: the files for working offline are fetched when it is there, or has failed. */
function keepOfflineSoon() {
  const stop = effect(() => {
    if (store.engine.value.phase === 'loading') return;
    queueMicrotask(() => stop());
    if (import.meta.env.PROD) void keepOffline();
  });
}

/** Opens the error that a link carries. */
function openErrorOf(hash: string) {
  if (isErrorFragment(hash)) void import('./intake/taken').then(({ openError }) => openError(app, hash));
}

/** Opens links that are pasted into the open page; a link in the address names what stands here, or goes. */
function keepAddressTrue() {
  addEventListener('hashchange', () => {
    if (isComparison(location.hash)) void begin();
    else if (isShareFragment(location.hash)) void opener.openLink(location.hash);
    openErrorOf(location.hash);
  });
  let named = { hash: '', scenario: store.scenario.value, request: 0 };
  effect(() => {
    const scenario = store.scenario.value;
    const request = store.selected.value;
    void store.shared.value; // read, so that a link that was just made is noticed
    const { hash, pathname, search } = location;
    if (startOf(pathname) && !store.blank.value && !store.opening.value) return void history.replaceState(null, '', `/${search}`);
    if (store.opening.value || !isShareFragment(hash)) return;
    const fresh = hash !== named.hash;
    if (!fresh && named.scenario !== scenario) history.replaceState(null, '', (pathname.startsWith('/p/') ? '/' : pathname) + search);
    else if (!fresh && named.request !== request) history.replaceState(null, '', atRequest(hash, request));
    named = { hash: location.hash, scenario, request };
  });
}
