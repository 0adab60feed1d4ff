import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseJson, writeJson } from '../src/json/json';
import { decodeBase64url, encodeBase64url } from '../src/share/base64url';
import { adler32 } from '../src/share/inflate';
import { decodeShare, encodeComparison, encodeShare, splitComparison } from '../src/share/codec';
import { atRequest, isComparison, isShareFragment, sharedRequest } from '../src/share/fragment';

const dictionary = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));
const folder = new URL('fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((name) => writeJson(parseJson(readFileSync(new URL(name, folder), 'utf8'))));
const small = '{"version":1,"title":"Ünïcode → ✓","requests":[]}';

const opened = (fragment: string) => decodeShare(fragment);
const problem = (fragment: string) => {
  const result = opened(fragment);
  return result.ok ? `opened as ${result.text.slice(0, 80)}` : result.problem;
};
const link = (text: string, options = {}) => 's1.' + encodeBase64url(deflateSync(text, { dictionary, ...options }));

describe('a link opens as what was shared', () => {
  test.each([...fixtures, small, '{}', '{"a":"' + 'x'.repeat(100_000) + '"}'])('text %#', (text) => {
    expect(opened(encodeShare(text))).toEqual({ ok: true, text });
  });

  test('zlib of another maker reads it', () => {
    const bytes = decodeBase64url(encodeShare(small).slice(3))!;
    expect(inflateSync(bytes, { dictionary }).toString()).toBe(small);
  });

  test.each([0, 1, 9])('a link of another maker at level %d opens', (level) => {
    for (const text of [...fixtures, small]) expect(opened(link(text, { level }))).toEqual({ ok: true, text });
  });

  test.each([1, 2, 4])('a link made with strategy %d opens', (strategy) => {
    for (const text of fixtures) expect(opened(link(text, { strategy }))).toEqual({ ok: true, text });
  });
});

describe('a link survives what chat programs do to it', () => {
  const whole = encodeShare(fixtures[0]!);
  test.each([
    ['a full stop after it', whole + '.'],
    ['a bracket after it', whole + ')'],
    ['angle bracket and stop', whole + '>.'],
    ['bold', whole + '**'],
    ['an escaped underscore', whole.replaceAll('_', '%5F').replaceAll('-', '%2d')],
    ['line breaks', whole.replace(/.{40}/g, '$&\r\n')],
    ['escaped spaces', whole.replace(/.{40}/g, '$&%20')],
    ['a query', whole + '?utm_source=chat'],
    ['view state', whole + '&r=2&t=why'],
    ['escaped view state', whole + '%26r%3D2'],
    ['its hash sign', '#' + whole],
  ])('%s', (_, fragment) => {
    expect(opened(fragment)).toEqual({ ok: true, text: fixtures[0] });
  });
});

describe('a link shows the request that its sender saw', () => {
  test('which stands behind the payload, from 1 and only where it is not the first', () => {
    expect(encodeShare(small, 0)).toBe(encodeShare(small));
    expect(encodeShare(small, 1)).toBe(encodeShare(small) + '&r=2');
    expect(opened(encodeShare(small, 1))).toEqual({ ok: true, text: small });
  });

  test.each([
    ['&r=2', 1],
    ['&t=why&r=12', 11],
    ['&amp;r=2', 1],
    ['%26r%3d2', 1],
    ['&r=2).', 1],
    ['\n&r=2', 1],
    ['?utm_source=chat&r=3', 2],
    ['', 0],
    ['&r=0', 0],
    ['&r=-2', 0],
    ['&r=two', 0],
    ['&r=', 0],
    ['&for=2', 0],
  ])('“%s” means request %d, from 0', (state, request) => {
    expect(sharedRequest('#s1.AAAA' + state)).toBe(request);
  });
});

describe('a damaged link is an error and never another document', () => {
  // A flipped bit may point a copy at another place that holds the very same bytes: then, and only then, the
  // link still opens, as the same document.
  test('every single-bit change of the bytes', () => {
    for (const text of [small, fixtures[0]!]) {
      const bytes = decodeBase64url(encodeShare(text).slice(3))!;
      let same = 0;
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = bytes.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        const result = opened('s1.' + encodeBase64url(flipped));
        if (!result.ok) continue;
        expect(result.text, `bit ${bit}`).toBe(text);
        same++;
      }
      expect(same).toBeLessThan(bytes.length * 8 * 0.01);
    }
  });

  test('every changed character', () => {
    const whole = encodeShare(small);
    for (let at = 3; at < whole.length; at++) {
      for (const c of 'Aa0_-') {
        if (whole[at] === c) continue;
        const result = opened(whole.slice(0, at) + c + whole.slice(at + 1));
        expect(result.ok ? result.text : small, `character ${at}`).toBe(small);
      }
    }
  });

  test('every prefix', () => {
    for (const text of [small, fixtures[0]!]) {
      const whole = encodeShare(text);
      for (let end = 0; end < whole.length; end++) expect(opened(whole.slice(0, end)).ok, `prefix of ${end}`).toBe(false);
    }
  });

  test('anything appended', () => {
    const whole = encodeShare(small);
    for (const more of ['A', 'AA', 'AAAA', '_', whole.slice(3)]) expect(opened(whole + more).ok).toBe(false);
  });
});

describe('what is wrong is said', () => {
  test.each([
    ['cut off', () => encodeShare(fixtures[0]!).slice(0, 120), /cut off after 120 characters/],
    ['newer', () => 's2.AAAA', /newer version of Verdict \(s2\)/],
    ['no link', () => 'hello', /not a share link/],
    ['a stray character', () => 's1.AA*A', /“\*” at character 6/],
    ['too long', () => 's1.' + 'A'.repeat(65_534), /65,537 characters/],
    ['a bomb of 300 MiB', () => link('a'.repeat(300 << 17)), /more than 1 MiB/],
    ['one byte over the limit', () => link('a'.repeat((1 << 20) + 1)), /more than 1 MiB/],
    ['broken UTF-8', () => 's1.' + encodeBase64url(deflateSync(Buffer.from([0x22, 0xff, 0x22]), { dictionary })), /damaged/],
    ['no dictionary', () => 's1.' + encodeBase64url(deflateSync('{}')), /not made by Verdict/],
  ])('%s', (_, make, words) => {
    expect(problem(make())).toMatch(words);
  });

  test('the limits themselves are still read', () => {
    expect(opened(link('a'.repeat(1 << 20))).ok).toBe(true);
  });

  test('the payload is kept for copying', () => {
    expect(opened('#s1.%5FAAA')).toMatchObject({ ok: false, payload: 's1._AAA' });
  });

  test.each([['#s1.AA', true], ['#s2.AA', true], ['s.', true], ['#r=2', false], ['', false], ['#section', false]])('%s is meant as a link: %s', (fragment, is) => {
    expect(isShareFragment(fragment)).toBe(is);
  });
});

describe('links once given out open forever', () => {
  const corpus = readFileSync(new URL('../../engine/share/testdata/links.txt', import.meta.url), 'utf8').split('\n').filter((line) => line.includes(' s1.')).map((line) => line.split(' ') as [string, string]);

  test.each(corpus)('the scenario %s', (digest, link) => {
    const found = decodeShare(`#${link}`);
    expect(found.ok && createHash('sha256').update(found.text).digest('hex')).toBe(digest);
  });

  test('the dictionary is the one that they were made with', () => {
    expect(dictionary.length).toBe(2747);
    expect(adler32(dictionary)).toBe(3087314320);
  });

  test.each([
    ['the smallest scenario', 's1.ePm4BK2QQ3ZaLQAiNgSu', '{"version":1}'],
    ['a user with a policy and a request', 's1.ePm4BK2Qw-60oNTEFIX8vFSFpNLk7NQSJSITdVJ-EnZP5ZfnkV_ukZrrk_Rh5QtGSJIQ5yC_kJ4hkvSzsaXd2thaAKBgdGc', '{"version":1,"title":"Read one bucket","accounts":{"111122223333":{"users":{"bob":{"inlinePolicies":{"own":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}}}}}},"requests":[{"principal":"arn:aws:iam::111122223333:user/bob","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","expect":"allowed"}]}'],
  ])('%s', (_, fragment, text) => {
    expect(opened(fragment)).toEqual({ ok: true, text });
  });
});

test('a link moves to another request without another payload', () => {
  const link = '#' + encodeShare(small, 1);
  expect(atRequest(link, 3)).toBe(link.replace('&r=2', '&r=4'));
  expect(atRequest(link, 0)).toBe(link.replace('&r=2', ''));
});

describe('a link that holds two versions', () => {
  const [before, after] = [small, fixtures[0]!];
  const whole = encodeComparison(before, after, 2);

  test('is split into the two share fragments that it stands for', () => {
    const both = splitComparison(`#${whole}`)!;
    expect([decodeShare(both.before), decodeShare(both.after)]).toEqual([{ ok: true, text: before }, { ok: true, text: after }]);
    expect(sharedRequest(both.after)).toBe(2);
  });

  test.each([
    ['a full stop after it', `${encodeComparison(before, after)}.`],
    ['line breaks', whole.replace(/.{40}/g, '$&\r\n')],
    ['an escaped dot', whole.replaceAll('.', '%2E')],
  ])('survives %s', (_, fragment) => {
    expect(decodeShare(splitComparison(fragment)!.after)).toEqual({ ok: true, text: after });
  });

  test('is nothing else: not one version, not three, and no link of one version can be read from it', () => {
    expect(splitComparison(encodeShare(before))).toBeNull();
    expect([whole, `#${whole.replaceAll('.', '%2E')}`, encodeShare(before), `${encodeShare(before)}.).`].map(isComparison)).toEqual([true, true, false, false]);
    expect(splitComparison(`${encodeComparison(before, after)}.${encodeShare(before).slice(3)}`)).toBeNull();
    expect(decodeShare(whole).ok).toBe(false);
  });

  test('cut off anywhere, never opens as two other versions', () => {
    const short = encodeComparison('{}', '{"a":1}');
    for (let length = 0; length < short.length; length++) {
      const both = splitComparison(short.slice(0, length));
      expect(both && decodeShare(both.after).ok && decodeShare(both.before).ok, String(length)).toBeFalsy();
    }
  });
});
