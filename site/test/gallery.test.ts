import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writeJson, type JsonObject } from '../src/json/json';
import { pack, unpack } from '../src/scenario/documents';
import { requestsOf } from '../src/scenario/requests';
import { decodeShare, encodeShare } from '../src/share/codec';
import { defaultSlug, firstSentence, galleryOf, readScenario, tagsOf } from '../src/store/gallery';
import { found } from '../src/gallery/search';

const folder = new URL('../../scenarios/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** The longest address that opens everywhere, and one that the site may stand at. */
const longest = 2000;
const address = 'https://verdict.example.com/';

test.each(names)('the link to %s opens everywhere and holds the whole scenario', (name) => {
  const scenario: JsonObject = readScenario(readFileSync(new URL(name, folder), 'utf8'));
  const text = writeJson(pack(unpack(scenario)));
  const fragment = `#${encodeShare(text, requestsOf(scenario).length - 1)}`;
  expect((address + fragment).length).toBeLessThanOrEqual(longest);
  expect(decodeShare(fragment)).toEqual({ ok: true, text: writeJson(scenario) });
});

describe('the gallery', () => {
  const entries = galleryOf(
    { 'a/one.json': 'Zebra', 'a/two.json': '“Admins only”', [`a/${defaultSlug}.json`]: 'Payroll' },
    { 'a/one.json': 'Keys of KMS.', 'a/two.json': 'A **bucket**.' },
    { 'a/one.json': ['KMS', 'S3'], 'a/two.json': ['S3'] },
  );
  const slugs = (all: typeof entries) => all.map((e) => e.slug);

  test('begins with the default and goes on by title, whatever marks stand before it', () => {
    expect(slugs(entries)).toEqual([defaultSlug, 'two', 'one']);
  });

  test.each([
    ['no words find all', '', '', [defaultSlug, 'two', 'one']],
    ['in the title, in any letter case', 'ADMINS', '', ['two']],
    ['in the line', 'bucket', '', ['two']],
    ['in the tags', 'kms', '', ['one']],
    ['every word must be there', 'keys zebra', '', ['one']],
    ['one word that is nowhere', 'keys bucket', '', []],
    ['a tag alone', '', 'S3', ['two', 'one']],
    ['a tag is whole', '', 'S', []],
    ['a tag and a word', 'keys', 'S3', ['one']],
  ])('is searched: %s', (_, search, tag, want) => {
    expect(slugs(found(entries, search, tag))).toEqual(want);
  });

  test('counts its tags, the most used first', () => {
    expect(tagsOf(entries)).toEqual([{ tag: 'S3', count: 2 }, { tag: 'KMS', count: 1 }]);
  });

  test.each([
    ['Nobody may delete what stands in this bucket for ever. Or may they?', 'Nobody may delete what stands in this bucket for ever.'],
    ['A laptop is lost. The button `Revoke` adds a **Deny** for every session. More.', 'A laptop is lost. The button Revoke adds a Deny for every session.'],
    ['Without an end', 'Without an end'],
  ])('tells of a scenario what stands first: %s', (description, want) => {
    expect(firstSentence(description)).toBe(want);
  });

  test.each(['[]', '{', '"text"'])('refuses a file that is no scenario: %s', (text) => {
    expect(() => readScenario(text)).toThrow();
  });
});
