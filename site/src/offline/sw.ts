/** The service worker: keeps the whole site of one build, so that it opens without a network and never mixes two builds. */
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';

declare const self: { addEventListener(type: 'message', act: (event: { data: unknown }) => void): void; skipWaiting(): Promise<void> };
/** Every file of this build, put in when the site is built. */
declare const __FILES__: PrecacheEntry[];

cleanupOutdatedCaches();
precacheAndRoute(__FILES__, { ignoreURLParametersMatching: [/./], cleanURLs: false });

// A new build takes over when the reader says so; until then the open page goes on with the files that it began with.
self.addEventListener('message', ({ data }) => void (data === 'take over' && self.skipWaiting()));
