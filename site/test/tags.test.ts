import { describe, expect, test } from 'vitest';
import { removeTag, setTag, tagsOf } from '../src/world/tags';
import { alice, company, done, plain, problemOf } from './company';

// The limits are those of "Rules for tagging in IAM and AWS STS".
describe('a tag', () => {
  const tagged = (...texts: string[]) => texts.reduce((scenario, text) => done(setTag(scenario, alice, text)).scenario, company());

  test('is written as key=value, and the value may hold more of them', () => {
    expect(tagsOf(tagged(' team = payroll ', 'url=a=b', 'empty='), alice)).toEqual([['team', 'payroll'], ['url', 'a=b'], ['empty', '']]);
  });

  test('of a key that is there takes its place, whatever the letter case', () => {
    expect(plain(tagged('Team=a', 'team=b'), [...alice, 'tags'])).toEqual({ Team: 'b' });
  });

  test('goes, and with the last one the whole member', () => {
    const scenario = tagged('a=1', 'b=2');
    const left = done(removeTag(scenario, alice, 'a')).scenario;
    expect(plain(left, [...alice, 'tags'])).toEqual({ b: '2' });
    expect(Object.keys(plain(done(removeTag(left, alice, 'b')).scenario, alice) as object)).not.toContain('tags');
  });

  test.each([
    ['team', /key=value/],
    ['=x', /needs a key/],
    ['aws:team=x', /AWS’s own/],
    [`${'k'.repeat(129)}=x`, /129 characters; AWS takes at most 128/],
    [`k=${'v'.repeat(257)}`, /257 characters; AWS takes at most 256/],
    ['k=a*', /“\*” cannot stand/],
  ])('%s is refused', (text, words) => {
    expect(problemOf(setTag(company(), alice, text))).toMatch(words);
  });

  test('over fifty is refused, a new value for one of the fifty is not', () => {
    const full = tagged(...Array.from({ length: 50 }, (_, i) => `k${i}=v`));
    expect(problemOf(setTag(full, alice, 'more=v'))).toMatch(/50 tags/);
    expect(tagsOf(done(setTag(full, alice, 'k7=w')).scenario, alice)[7]).toEqual(['k7', 'w']);
  });
});
