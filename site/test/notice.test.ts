import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const licenses: Record<string, string> = { MIT: 'MIT License', 'Apache-2.0': 'Apache License 2.0', 'MPL-2.0': 'Mozilla Public License 2.0' };

test('NOTICE names the npm packages that the page is built from, each with its license', () => {
  const { packages } = JSON.parse(read('site/package-lock.json')) as { packages: Record<string, { license?: string; dev?: true }> };
  const used = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  const want = used.map(([path, { license }]) => [path.replace(/^.*node_modules\//, ''), licenses[license ?? '']]);
  const list = read('NOTICE').split('npm packages of site/package-lock.json')[1] ?? '';
  expect([...list.matchAll(/^ {2}(\S+) +(.+)$/gm)].map(([, name, license]) => [name, license])).toEqual(want);
});
