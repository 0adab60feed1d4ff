import { effect } from '@preact/signals';
import catalogUrl from '../../../engine/catalog/data/catalog.txt?url';
import { catalogCall, readCatalog, type EngineClient } from '../engine/client';
import type { Store } from './store';

/** Fetches the catalog of AWS's services once the engine has decided, and hands it over. Without it everything else works. */
export function fetchCatalog(store: Store, client: EngineClient) {
  const stop = effect(() => {
    if (store.engine.value.phase !== 'ready' || !store.answered.value) return;
    queueMicrotask(() => stop());
    void handOver(store, client);
  });
}

async function handOver(store: Store, client: EngineClient) {
  try {
    const response = await fetch(catalogUrl);
    if (!response.ok) return;
    const answer = await client.tell(catalogCall(await response.text()));
    const reply = answer.kind === 'reply' ? readCatalog(answer.text) : null;
    if (!reply?.ok) return;
    store.catalogDate.value = reply.value.date;
    performance.mark('catalog'); // for benchmarks, and whoever waits for it
  } catch {
    // Offline before the first visit was over: completion and checks go on without the services' actions and keys.
  }
}
