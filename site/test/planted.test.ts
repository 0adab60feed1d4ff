import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseJson, writeJson } from '../src/json/json';

const folder = new URL('../../scenarios/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => writeJson(parseJson(readFileSync(new URL(name, folder), 'utf8'))));

/** P18: what goes through a link's address comes out as it was, so that it is decided as before. */
async function p18() {
  const { decodeShare, encodeShare } = await import('../src/share/codec');
  for (const text of texts) {
    const fragment = new URL('https://example.com/play#' + encodeShare(text)).hash;
    expect(decodeShare(fragment)).toEqual({ ok: true, text });
  }
}

afterEach(() => {
  vi.doUnmock('../src/share/base64url');
  vi.doUnmock('../src/share/inflate');
  vi.resetModules();
});

describe('P18', () => {
  test('holds for every scenario of the gallery', p18);

  test('catches an alphabet that addresses do not keep', async () => {
    vi.doMock('../src/share/base64url', async (original) => {
      const real = await original<typeof import('../src/share/base64url')>();
      return { ...real, encodeBase64url: (bytes: Uint8Array) => real.encodeBase64url(bytes).replaceAll('-', '+') };
    });
    await expect(p18()).rejects.toThrow();
  });

  test('catches an inflater that loses the last bytes', async () => {
    vi.doMock('../src/share/inflate', async (original) => {
      const real = await original<typeof import('../src/share/inflate')>();
      return { ...real, inflateZlib: (...args: Parameters<typeof real.inflateZlib>) => real.inflateZlib(...args).slice(0, -1) };
    });
    await expect(p18()).rejects.toThrow();
  });
});
