import type { WorkerLike } from './client';
import workerUrl from './worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

/** The only script address that Trusted Types let through: the engine's worker. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('app', {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('Only the engine’s worker may be started.');
    return url;
  },
});

/** Starts a worker for the engine. */
export function spawnWorker(): WorkerLike {
  const url = policy ? policy.createScriptURL(workerUrl) : workerUrl;
  return new Worker(url, { type: 'module', name: 'engine' }) as unknown as WorkerLike;
}
