import { describe, expect, test } from 'vitest';
import { json, type JsonObject } from '../src/json/json';
import { setAt } from '../src/json/path';
import { comparedTexts, readVersion, tellingText } from '../src/questions/versions';
import { unpack } from '../src/scenario/documents';

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const scenario = unpack(json({ version: 1, accounts: { '111122223333': { users: { ana: { inlinePolicies: { p: policy, q: policy } } } } }, requests: [] }) as JsonObject);
const key = '/accounts/111122223333/users/ana/inlinePolicies/p';
const path = key.slice(1).split('/');
const other = setAt(scenario, path, '{"Version":"2012-10-17","Statement":[]}') as JsonObject;

const telling = (before: JsonObject, after: JsonObject) => tellingText(comparedTexts(before, after), before, after).key;

describe('what is compared', () => {
  test('is the whole or one of the policies that either version has', () => {
    const fewer = setAt(scenario, path, undefined) as JsonObject;
    expect(comparedTexts(fewer, scenario).map(({ name }) => name).sort()).toEqual(['The whole scenario', 'p of ana', 'q of ana']);
    expect(comparedTexts(fewer, scenario).find((text) => text.key === key)).toMatchObject({ before: '', after: expect.stringContaining('s3:GetObject') as string });
  });

  test('is first the one policy that changed; the whole where more did', () => {
    expect(telling(scenario, other)).toBe(key);
    expect(telling(scenario, setAt(other, ['title'], 'x') as JsonObject)).toBe('');
    expect(telling(scenario, setAt(other, [...path.slice(0, -1), 'q'], '{}') as JsonObject)).toBe('');
    expect(telling(scenario, setAt(scenario, ['title'], 'x') as JsonObject)).toBe('');
  });
});

describe('a pasted version', () => {
  test('may be a policy, which takes the place of the open one, as it was typed', () => {
    const typed = '{ "Version": "2012-10-17",\n  "Statement": [] }';
    expect(readVersion(typed, scenario, key)).toEqual({ ok: true, label: 'the pasted text of p', scenario: setAt(scenario, path, typed) });
  });

  test('may be a scenario; a mark at its start does not matter', () => {
    expect(readVersion('\ufeff{"version":1,"requests":[]}', scenario, key)).toMatchObject({ ok: true, label: 'the pasted scenario' });
  });

  test.each([
    ['{"version":1,,}', 'Line 1, column 14'],
    ['[]', 'neither a policy'],
    ['', 'Line 1, column 1'],
  ])('%j is refused in words', (text, words) => {
    expect(readVersion(text, scenario, key)).toEqual({ ok: false, problem: expect.stringContaining(words) as string });
  });

  test('that is a policy needs an open one to stand in for', () => {
    expect(readVersion(JSON.stringify(policy), scenario, 'aws:x')).toMatchObject({ ok: false, problem: expect.stringContaining('Open one of your policies') as string });
  });
});
