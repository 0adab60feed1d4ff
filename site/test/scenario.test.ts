import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isObject, json, parseJson, writeJson, type JsonObject } from '../src/json/json';
import { getAt } from '../src/json/path';
import { keyOf, pack, policyPlaces, unpack } from '../src/scenario/documents';
import { engineInput } from '../src/scenario/engineText';
import { friendlyPrincipal, friendlyResource } from '../src/scenario/names';
import { asked, contextOf, furtherChecks, newRequest, operationOf, resourceValue, withContext } from '../src/scenario/requests';
import { suggestionsOf } from '../src/scenario/suggest';
import { accountsOf } from '../src/scenario/world';

const read = (text: string) => parseJson(text) as JsonObject;
const inline = (policy: string) => read(`{"version":1,"accounts":{"111122223333":{"users":{"alice":{"inlinePolicies":{"base":${policy}}}}}}}`);
const basePath = ['accounts', '111122223333', 'users', 'alice', 'inlinePolicies', 'base'];
const folder = new URL('fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

const everywhere = read(`{
  "organization": {"serviceControlPolicies": {"S": {}}, "resourceControlPolicies": {"R": {}}},
  "accounts": {"111122223333": {
    "policies": {"P": {"Statement": []}, "Q": {"path": "/x/", "document": {"Statement": []}}},
    "groups": {"g": {"inlinePolicies": {"gi": {}}}},
    "users": {"u": {"inlinePolicies": {"ui": {}}}},
    "roles": {"r": {"trustPolicy": {}, "inlinePolicies": {"ri": {}}}},
    "resources": {"arn:aws:s3:::b": {"policy": {}}, "arn:aws:s3:::c": {"tags": {}}}
  }},
  "requests": [{"session": {"policies": [{}, "Ref", "{ }"]}}]
}`);

describe('policy documents', () => {
  test('are found wherever they may stand', () => {
    expect(policyPlaces(everywhere).map((p) => keyOf(p.path))).toEqual([
      '/organization/serviceControlPolicies/S',
      '/organization/resourceControlPolicies/R',
      '/accounts/111122223333/users/u/inlinePolicies/ui',
      '/accounts/111122223333/groups/g/inlinePolicies/gi',
      '/accounts/111122223333/roles/r/trustPolicy',
      '/accounts/111122223333/roles/r/inlinePolicies/ri',
      '/accounts/111122223333/resources/arn:aws:s3:::b/policy',
      '/accounts/111122223333/policies/P',
      '/accounts/111122223333/policies/Q',
      '/requests/0/session/policies/0',
      '/requests/0/session/policies/2',
    ]);
  });

  test('are kept as text, and written back as they were', () => {
    for (const text of fixtures) {
      const scenario = read(text);
      const unpacked = unpack(scenario);
      for (const { path } of policyPlaces(unpacked)) expect(typeof getAt(unpacked, path)).toBe('string');
      expect(writeJson(pack(unpacked))).toBe(writeJson(scenario));
    }
  });

  test.each([
    ['another layout', '{"Version": "2012-10-17"}'],
    ['broken text', '{"Version": '],
    ['a member twice', '{\n  "a": 1,\n  "a": 2\n}'],
    ['space at the end', '{} '],
    ['no object', '[]'],
    ['an escape that reads back differently', '{\n  "a": "\\u0041"\n}'],
  ])('with %s stay text', (_, text) => {
    const scenario = inline(JSON.stringify(text));
    expect(getAt(pack(scenario), basePath)).toBe(text);
  });

  test('in the layout of the page become objects, whatever their numbers', () => {
    const text = '{\n  "Condition": {\n    "NumericEquals": { "x": 9007199254740993 }\n  }\n}';
    const packed = pack(inline(JSON.stringify(text)));
    expect(isObject(getAt(packed, basePath))).toBe(true);
    expect(writeJson(packed)).toContain('9007199254740993');
  });
});

describe('what the engine is sent', () => {
  const sent = (text: string) => {
    const input = engineInput(inline(JSON.stringify(text)));
    return { text: getAt(read(input.text), basePath), shift: input.shifts.get(keyOf(basePath)), no: input.notDocuments.has(keyOf(basePath)) };
  };

  test.each([
    ['text as it stands', '{"a"', { text: '{"a"', shift: undefined, no: false }],
    ['white space before it cut off and counted', '\n  {}', { text: '{}', shift: 3, no: false }],
    ['an empty document for no text', '', { text: '{}', shift: undefined, no: true }],
    ['an empty document for a path', 'policies/a.json', { text: '{}', shift: undefined, no: true }],
    ['an empty document for a list', '[{}]', { text: '{}', shift: undefined, no: true }],
  ])('%s', (_, text, want) => {
    expect(sent(text)).toEqual(want);
  });
});

describe('the list of policies', () => {
  test('shows entities by account, with references resolved', () => {
    const [account] = accountsOf(read(fixtures[0]!));
    const users = account!.sections.find((s) => s.title === 'Users')!.entities;
    expect(users[0]).toMatchObject({ name: 'alice', arn: 'arn:aws:iam::111122223333:user/alice', note: 'in Admins' });
    const groups = account!.sections.find((s) => s.title === 'Groups')!.entities;
    expect(groups[0]!.documents[0]).toMatchObject({ key: 'aws:arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess', kind: 'AWS' });
  });

  test('a reference by ARN and one by name lead to the same document', () => {
    const scenario = read(`{"accounts":{"111122223333":{"policies":{"P":{}},"users":{"u":{"attachedPolicies":["P","arn:aws:iam::111122223333:policy/x/P"],"permissionsBoundary":"P"}}}}}`);
    const user = accountsOf(scenario)[0]!.sections[0]!.entities[0]!;
    expect(user.documents.map((d) => [d.key, d.kind])).toEqual([
      ['/accounts/111122223333/policies/P', 'attached'],
      ['/accounts/111122223333/policies/P', 'attached'],
      ['/accounts/111122223333/policies/P', 'boundary'],
    ]);
  });

  test.each(['{"accounts":[]}', '{"accounts":{"1":7}}', '{"accounts":{"1":{"users":[],"policies":"x","resources":{"a":null}}}}', '{}'])('stands any shape: %s', (text) => {
    expect(() => [accountsOf(read(text)), policyPlaces(read(text)), suggestionsOf(read(text))]).not.toThrow();
  });
});

describe('requests', () => {
  test('a list of resources is shown and written as one', () => {
    const request = read('{"resource":["arn:aws:s3:::a","arn:aws:s3:::b"]}');
    expect(asked(request).resource).toBe('arn:aws:s3:::a, arn:aws:s3:::b');
    expect(resourceValue('arn:aws:s3:::a, arn:aws:s3:::b')).toEqual(['arn:aws:s3:::a', 'arn:aws:s3:::b']);
    expect(resourceValue('arn:aws:s3:::a/x, *')).toEqual(['arn:aws:s3:::a/x', '*']);
    for (const one of ['arn:aws:s3:::a,b', 'arn:aws:s3:::a/x, y', 'arn:aws:s3:::a/x,*', 'arn:aws:s3:::a, arn:aws', 'arn:aws:s3:::a, ']) expect(resourceValue(one)).toBe(one);
  });

  test('context that was not touched keeps its types', () => {
    const request = read('{"context":{"a":true,"b":5,"c":["x"],"d":null,"e":"y"}}');
    expect(writeJson(withContext(request, contextOf(request)))).toBe(writeJson(request));
  });

  test('changed context is written as text, and taken away when empty', () => {
    const request = read('{"context":{"a":true}}');
    expect(writeJson(withContext(request, [{ key: 'a', values: ['x'], removed: false }]))).toBe('{"context":{"a":"x"}}');
    expect(writeJson(withContext(request, [{ key: 'a', values: [], removed: true }]))).toBe('{"context":{"a":null}}');
    expect(writeJson(withContext(request, []))).toBe('{}');
  });
});

describe('short names', () => {
  test.each([
    ['arn:aws:iam::111122223333:user/alice', '', 'alice'],
    ['arn:aws:iam::111122223333:role/team/Orders', 'role ', 'team/Orders'],
    ['arn:aws:sts::111122223333:assumed-role/R/s', 'session ', 'R/s'],
    ['arn:aws:iam::111122223333:root', '', 'root user of 111122223333'],
    ['anonymous', '', 'anonymous'],
    ['half an arn:aws', '', 'half an arn:aws'],
  ])('of %s', (principal, dim, strong) => {
    expect(friendlyPrincipal(principal)).toEqual({ dim, strong });
  });

  test.each([
    ['arn:aws:s3:::payroll/a', 's3 ', 'payroll/a'],
    ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'dynamodb eu-west-1 ', 'table/orders'],
    ['*', '', '*'],
  ])('of %s', (resource, dim, strong) => {
    expect(friendlyResource(resource)).toEqual({ dim, strong });
  });
});

describe('a request that names an operation', () => {
  const request = json({ principal: 'p', operation: 's3:CopyObject', with: { source: 'arn:aws:s3:::a/k', destination: ['arn:aws:s3:::b/k', 'arn:aws:s3:::c/k'], tags: true }, checks: [{}] });

  test('asks for what it touches', () => {
    expect(asked(request)).toEqual({ principal: 'p', action: 's3:CopyObject', resource: 'arn:aws:s3:::a/k, arn:aws:s3:::b/k, arn:aws:s3:::c/k' });
    expect(operationOf(request)).toEqual({ name: 's3:CopyObject', given: [{ name: 'source', text: 'arn:aws:s3:::a/k' }, { name: 'destination', text: 'arn:aws:s3:::b/k, arn:aws:s3:::c/k' }, { name: 'tags' }] });
    expect(furtherChecks(request)).toBe(1);
  });

  test('offers its resources one by one, and its name to nobody', () => {
    const { actions, resources } = suggestionsOf(json({ requests: [request] }) as JsonObject);
    expect(actions).toEqual([]);
    expect(resources).toContain('arn:aws:s3:::a/k');
  });

  test('is followed by one of a plain action', () => {
    expect(operationOf(newRequest(request, []))).toBe(null);
  });
});
