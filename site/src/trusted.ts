import workerUrl from './engine/worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

/** The only script addresses that Trusted Types let through: the engine's worker and the service worker. */
const allowed = [workerUrl, '/sw.js'];

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('app', {
  createScriptURL(url) {
    if (!allowed.includes(url)) throw new TypeError('Only the page’s own workers may be started.');
    return url;
  },
});

export { workerUrl };

/** A script address that may be started; throws on any but the page's own workers. */
export function scriptUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : url;
}
