import type { App } from './app';
import firstScenario from '../../scenarios/admin-but-not-for-payroll.json?raw';
import { download } from './engine/download';
import { EngineClient, type ClientOptions, type WorkerLike } from './engine/client';
import { Changes } from './store/changes';
import { Drafts } from './store/drafts';
import { galleryOf, readScenario } from './store/gallery';
import { Opener } from './store/open';
import { Store } from './store/store';
import { derive } from './store/verdict';

// Of the scenarios only what lists show is part of the script; the default one is, whole.
const titles = import.meta.glob<string>('../../scenarios/*.json', { import: 'title', eager: true });
const descriptions = import.meta.glob<string>('../../scenarios/*.json', { import: 'description', eager: true });
const tags = import.meta.glob<string[]>('../../scenarios/*.json', { import: 'tags', eager: true });

/** How long one decision may take before its engine is replaced. */
const deadline = 2000;

/** The download that the document's head began serves once; later ones begin anew. */
function engineDownload(): ClientOptions['download'] {
  let begun = globalThis.engineFile;
  return (onProgress, signal) => {
    const file = { ...__ENGINE__, begun };
    begun = undefined;
    return download(file, onProgress, signal);
  };
}

/** Makes the app with all its parts; nothing runs yet. */
export function createApp(spawn: () => WorkerLike): App {
  const store = new Store();
  store.engine.value = { phase: 'loading', loaded: 0, total: __ENGINE__.bytes };
  const client = new EngineClient({
    spawn,
    download: engineDownload(),
    bytes: __ENGINE__.bytes,
    deadline,
    onState: (state) => (store.engine.value = state),
    onRestart: (cause) => (store.restarted.value = cause),
  });
  const drafts = new Drafts(store);
  const opener = new Opener(store, drafts, client, galleryOf(titles, descriptions, tags), readScenario(firstScenario));
  return { store, derived: derive(store), client, drafts, opener, changes: new Changes(store, client) };
}
