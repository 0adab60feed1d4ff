import type { App } from './app';
import { EngineClient, type WorkerLike } from './engine/client';
import { Changes } from './store/changes';
import { Drafts } from './store/drafts';
import { galleryOf } from './store/gallery';
import { Opener } from './store/open';
import { Store } from './store/store';
import { derive } from './store/verdict';

const files = import.meta.glob<string>('../../scenarios/*.json', { query: '?raw', import: 'default', eager: true });

/** How long one decision may take before its engine is replaced. */
const deadline = 2000;

/** Makes the app with all its parts; nothing runs yet. */
export function createApp(spawn: () => WorkerLike): App {
  const store = new Store();
  store.engine.value = { phase: 'loading', loaded: 0, total: __ENGINE__.bytes };
  const client = new EngineClient({
    spawn,
    ...__ENGINE__,
    deadline,
    onState: (state) => (store.engine.value = state),
    onRestart: (cause) => (store.restarted.value = cause),
  });
  const drafts = new Drafts(store);
  const opener = new Opener(store, drafts, client, galleryOf(files));
  return { store, derived: derive(store), client, drafts, opener, changes: new Changes(store, client) };
}
