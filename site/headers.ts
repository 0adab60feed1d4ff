/** The headers of every response: the one source for the dev server, the preview and the host's configuration. */

const page = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types app',
].join('; ');

const worker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

const powers = ['accelerometer', 'camera', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'payment', 'usb'];

const forever = 'public, max-age=31536000, immutable';

/** Rules in order; of those whose path fits, the later wins for each header. A final `*` stands for any rest. */
export const rules: { path: string; headers: Record<string, string> }[] = [
  {
    path: '/*',
    headers: {
      'Content-Security-Policy': page,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': powers.map((power) => `${power}=()`).join(', '),
      'Cache-Control': 'no-cache',
    },
  },
  { path: '/assets/*', headers: { 'Cache-Control': forever } },
  { path: '/engine.wasm', headers: { 'Cache-Control': forever } },
  { path: '/iamapi.wasm', headers: { 'Cache-Control': forever } },
  // Only the worker may compile WebAssembly, and the page's policy must not be added to its own.
  { path: '/worker/*', headers: { 'Content-Security-Policy': worker, 'Cache-Control': forever } },
];

/** The headers of one path. */
export function headersFor(path: string): Record<string, string> {
  const fits = (rule: string) => (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule);
  return Object.assign({}, ...rules.filter((rule) => fits(rule.path)).map((rule) => rule.headers));
}
