import { effect } from '@preact/signals';
import { render } from 'preact';
import { AppContext, type App } from './app';
import { EngineClient } from './engine/client';
import { spawnWorker } from './engine/spawn';
import { listenToKeys } from './keys';
import { decideAlways } from './store/decide';
import { Drafts } from './store/drafts';
import { galleryOf } from './store/gallery';
import { Opener } from './store/open';
import { Store } from './store/store';
import { derive } from './store/verdict';
import { isShareFragment } from './share/codec';
import { Page } from './views/Page';
import './styles/tokens.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/request.css';
import './styles/panes.css';
import './styles/phone.css';

const files = import.meta.glob<string>('../../scenarios/*.json', { query: '?raw', import: 'default', eager: true });

/** How long one decision may take before its engine is replaced. */
const deadline = 2000;

const store = new Store();
const client = new EngineClient({
  spawn: spawnWorker,
  ...__ENGINE__,
  deadline,
  onState: (state) => (store.engine.value = state),
  onRestart: (cause) => (store.restarted.value = cause),
});
const drafts = new Drafts(store);
const opener = new Opener(store, drafts, client, galleryOf(files));
const app: App = { store, derived: derive(store), client, drafts, opener };

client.start();
decideAlways(store, client);
drafts.start(window);
void opener.begin(location.hash);
listenToKeys(app);
keepAddressTrue();

render(
  <AppContext.Provider value={app}>
    <Page />
  </AppContext.Provider>,
  document.getElementById('page')!,
);

/** Opens links that are pasted into the open page, and takes a link out of the address once it is not what stands here. */
function keepAddressTrue() {
  addEventListener('hashchange', () => {
    if (isShareFragment(location.hash)) void opener.openLink(location.hash);
  });
  let linked: unknown = null;
  effect(() => {
    const scenario = store.scenario.value;
    const stale = linked !== null && linked !== scenario && store.edited.value;
    if (stale && isShareFragment(location.hash)) history.replaceState(null, '', location.pathname + location.search);
    linked = scenario;
  });
}
