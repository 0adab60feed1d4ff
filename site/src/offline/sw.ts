/** The service worker: keeps the whole site of one build, so that it opens without a network and never mixes two builds. */
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';

declare const self: { addEventListener(type: 'message', act: (event: { data: unknown }) => void): void; skipWaiting(): Promise<void> };
/** Every file of this build, put in when the site is built. */
declare const __FILES__: PrecacheEntry[];

cleanupOutdatedCaches();
// A page is found by its folder without a slash at the end too, as with /compare and /s/NAME; all titles under /p/ have one page.
const urlManipulation = ({ url }: { url: URL }) => {
  if (url.pathname.startsWith('/p/')) return [new URL('/p/index.html', url)];
  return /^(\/[a-z0-9-]+)+$/.test(url.pathname) ? [new URL(`${url.pathname}/index.html`, url)] : [];
};
precacheAndRoute(__FILES__, { ignoreURLParametersMatching: [/./], cleanURLs: false, urlManipulation });

// A new build takes over when the reader says so; until then the open page goes on with the files that it began with.
self.addEventListener('message', ({ data }) => void (data === 'take over' && self.skipWaiting()));
