import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Answer, EngineClient } from '../src/engine/client';
import { formatJson } from '../src/json/format';
import { parseJson, type JsonObject } from '../src/json/json';
import { keyOf, pack, unpack } from '../src/scenario/documents';
import { formatOpen } from '../src/store/format';
import { Store } from '../src/store/store';

const folder = new URL('../../engine/format/testdata/', import.meta.url);
const key = keyOf(['accounts', '111122223333', 'users', 'ana', 'inlinePolicies', 'p']);

let store: Store;
beforeEach(() => {
  store = new Store();
  const scenario = parseJson('{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":{"Statement":[]}}}}}},"requests":[]}');
  store.open(unpack(scenario as JsonObject), { kind: 'link' }, { openKey: key });
});

/** An engine that answers whatever it is asked after `meanwhile`. */
function client(reply: unknown, meanwhile = () => {}): EngineClient {
  const ask = async (): Promise<Answer> => (meanwhile(), { kind: 'reply', text: JSON.stringify(reply) });
  return { ask } as unknown as EngineClient;
}

// Otherwise a policy that was formatted would no longer stand as an object in a link or file.
test.each(readdirSync(folder))('what the engine formats stays as it is when the page lays it out: %s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8').trimEnd();
  expect(formatJson(parseJson(text))).toBe(text);
  const scenario = parseJson(`{"accounts":{"111122223333":{"policies":{"p":${JSON.stringify(text)}}}}}`) as JsonObject;
  expect(pack(scenario)).not.toEqual(scenario);
});

describe('the format command', () => {
  test('puts the engine’s text in place, and undo takes it back', async () => {
    const before = store.textOf(key);
    await formatOpen({ store, client: client({ ok: true, value: { text: '{}' } }) });
    expect(store.textOf(key)).toBe('{}');
    store.undo();
    expect(store.textOf(key)).toBe(before);
  });

  test('names the mistake and its place where the text is not sound', async () => {
    const before = store.textOf(key);
    await formatOpen({ store, client: client({ ok: false, error: { code: 'malformed', message: 'A comma is missing.', diagnostics: [{ line: 3, column: 4 }] } }) });
    expect(store.notice.value).toBe('Not formatted: line 3:5: A comma is missing.');
    expect(store.textOf(key)).toBe(before);
  });

  test('loses nothing that is typed while the engine works', async () => {
    await formatOpen({ store, client: client({ ok: true, value: { text: '{}' } }, () => store.setText(key, '{"typed":1}')) });
    expect(store.textOf(key)).toBe('{"typed":1}');
  });

  test('says where there is nothing to format', async () => {
    store.show('aws:arn:aws:iam::aws:policy/ReadOnlyAccess');
    store.openKey.value = '';
    store.opened.value = [];
    await formatOpen({ store, client: client(null) });
    expect(store.notice.value).toMatch(/^Nothing is open/);
  });
});
