import { effect } from '@preact/signals';
import { hydrate, render } from 'preact';
import { AppContext } from './app';
import { createApp } from './create';
import { spawnWorker } from './engine/spawn';
import { listenToKeys } from './keys';
import { isShareFragment } from './share/codec';
import { decideAlways, takeAnswer } from './store/decide';
import { Page } from './views/Page';
import './styles/tokens.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/layout.css';
import './styles/request.css';
import './styles/context.css';
import './styles/world.css';
import './styles/why.css';
import './styles/drawer.css';
import './styles/phone.css';
import './styles/phone-requests.css';

const app = createApp(spawnWorker);
const { store, client, drafts, opener } = app;
const page = document.getElementById('page')!;
const view = (
  <AppContext.Provider value={app}>
    <Page />
  </AppContext.Provider>
);

void opener.begin(location.hash);
draw();
client.start();
decideAlways(store, client);
drafts.start(window);
listenToKeys(app);
keepAddressTrue();

/** Takes over the page as it was built, or draws another where something else is to be shown. */
function draw() {
  const answer = document.getElementById('answer')?.textContent;
  const first = answer && !isShareFragment(location.hash) && !store.edited.value;
  if (first) {
    takeAnswer(store, answer);
    hydrate(view, page);
  } else {
    page.replaceChildren();
    render(view, page);
  }
  delete document.documentElement.dataset['opening'];
}

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
