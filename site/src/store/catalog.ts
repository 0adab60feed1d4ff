import { effect } from '@preact/signals';
import catalogUrl from '../../../engine/catalog/data/catalog.txt?url';
import { readTold, type EngineClient } from '../engine/client';
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
    const text = await response.text();
    const began = performance.now();
    const answer = await client.tell(text);
    const reply = answer.kind === 'reply' ? readTold(answer.text) : null;
    if (!reply?.ok) return;
    store.catalogDate.value = reply.value.date;
    performance.measure('catalog', { start: began }); // for benchmarks, and whoever waits for it
  } catch {
    // Offline before the first visit was over: completion and checks go on without the services' actions and keys.
  }
}
