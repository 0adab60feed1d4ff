import { signal } from '@preact/signals';
import { scriptUrl } from '../trusted';

/** Set when another build of the site lies ready; calling it opens that build. */
export const update = signal<(() => void) | null>(null);

/** Makes the site work offline from the next visit on. Does nothing where the browser has no service workers or refuses them. */
export async function keepOffline() {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl('/sw.js') as string, { updateViaCache: 'none' });
    watch(registration);
  } catch {
    // Private windows and frames refuse; the site works online all the same.
  }
}

function watch(registration: ServiceWorkerRegistration) {
  const offer = (worker: ServiceWorker | null) => {
    if (worker && navigator.serviceWorker.controller) update.value = () => takeOver(worker);
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
  });
}

/** The page is loaded anew once the other build has it: what is being edited is saved when the page goes. */
function takeOver(worker: ServiceWorker) {
  // Another tab has let it take over already.
  if (worker.state !== 'installed') return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('take over');
}
