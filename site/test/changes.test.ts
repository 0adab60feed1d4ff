import { beforeEach, describe, expect, test } from 'vitest';
import { EngineClient } from '../src/engine/client';
import type { Change, Decided } from '../src/engine/door';
import { isObject, parseJson, writeJson } from '../src/json/json';
import { engineInput } from '../src/scenario/engineText';
import { unpack } from '../src/scenario/documents';
import { diffLines } from '../src/questions/lines';
import { previewOf } from '../src/questions/preview';
import { Changes } from '../src/store/changes';
import { Store } from '../src/store/store';

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const scenario = { version: 1, accounts: { '111122223333': { users: { ana: { inlinePolicies: { p: policy } } } } }, requests: [{ principal: 'x', action: 'a:B' }] };
const path = ['accounts', '111122223333', 'users', 'ana', 'inlinePolicies', 'p'];
const key = '/accounts/111122223333/users/ana/inlinePolicies/p';

let store: Store;
let changes: Changes;

beforeEach(() => {
  store = new Store();
  const read = parseJson(JSON.stringify(scenario));
  if (!isObject(read)) throw new Error('no scenario');
  store.open(unpack(read), { kind: 'blank' });
  answer();
  const client = new EngineClient({ spawn: () => ({ postMessage() {}, terminate() {}, onmessage: null, onerror: null }), download: () => new Promise(() => {}), bytes: 0, deadline: 1, onState() {}, onRestart() {} });
  changes = new Changes(store, client);
});

function answer() {
  const decided: Decided = { title: '', diagnostics: [], documents: [], requests: [], trace: null };
  store.answered.value = { scenario: store.scenario.value, selected: 0, input: engineInput(store.scenario.value), decided };
}

/** The edit that replaces the first occurrence of a text. */
function edit(text: string, old: string, put: string, at: string[] | null): Change {
  const from = text.indexOf(old);
  return { title: '', decision: 'allowed', path: at, from, to: from + old.length, text: put };
}

describe('an edit that would change the decision', () => {
  test('of a document is made in its text, opens it, and can be undone', () => {
    const text = store.textOf(key)!;
    changes.apply(edit(text, '"*"', '"s3:*"', path));
    expect(store.textOf(key)).toBe(text.replace('"*"', '"s3:*"'));
    expect(store.openKey.value).toBe(key);
    store.undo();
    expect(store.textOf(key)).toBe(text);
  });

  test('of a document with white space before it is made in the right place', () => {
    const text = store.textOf(key)!;
    store.setText(key, `\n  ${text}`);
    answer();
    changes.apply(edit(text, '"*"', '"s3:*"', path));
    expect(store.textOf(key)).toBe(`\n  ${text}`.replace('"*"', '"s3:*"'));
  });

  test('of the scenario is made there, and documents stay text', () => {
    const sent = engineInput(store.scenario.value).text;
    changes.apply(edit(sent, '"a:B"', '"a:C","context":{"k":"v"}', null));
    expect(writeJson(store.scenario.value)).toContain('"action":"a:C","context":{"k":"v"}');
    expect(store.textOf(key)).toContain('"Effect": "Deny"');
  });

  test('about what stood there before is not made', () => {
    const text = store.textOf(key)!;
    store.setText(key, text + ' ');
    changes.apply(edit(text, '"*"', '"s3:*"', path));
    expect(store.textOf(key)).toBe(text + ' ');
  });

  test('is shown by its lines before and after, with those beside', () => {
    const text = store.textOf(key)!;
    expect(previewOf(store.answered.value!, edit(text, '"*"', '"s3:*"', path)).map(({ kind, number, text }) => `${number} ${kind} ${text.trim()}`)).toEqual([
      '4 same {',
      '5 same "Effect": "Deny",',
      '6 removed "Action": "*",',
      '6 added "Action": "s3:*",',
      '7 same "Resource": "*"',
      '8 same }',
    ]);
  });

  test('of the scenario is shown in its place in the scenario, documents laid out', () => {
    const sent = engineInput(store.scenario.value).text;
    const at = sent.indexOf('"p":');
    const added = { title: '', decision: 'allowed', path: null, from: at, to: at, text: `"q":${JSON.stringify(JSON.stringify(policy))},` } as const;
    const lines = previewOf(store.answered.value!, { ...added, path: null });
    expect(lines.filter(({ kind }) => kind === 'removed')).toEqual([]);
    const put = lines.filter(({ kind }) => kind === 'added').map((line) => line.text);
    expect(put.map((line) => line.trim())).toEqual(expect.arrayContaining(['"Effect": "Deny",', '"Action": "*",']));
    expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(4);
  });
});

describe('the lines in which two texts differ', () => {
  const shown = (before: string, after: string) => diffLines(before, after, 1).map(({ kind, number, text }) => `${kind} ${number} ${text}`);

  test('stand in one piece, numbered as before where they went and as after where they came', () => {
    expect(shown('a\nb\nc\nd', 'a\nx\ny\nd')).toEqual(['same 1 a', 'removed 2 b', 'removed 3 c', 'added 2 x', 'added 3 y', 'same 4 d']);
    expect(shown('a\nb', 'a\nb\nc')).toEqual(['same 2 b', 'added 3 c']);
    expect(shown('a\na', 'a')).toEqual(['same 1 a', 'removed 2 a']);
  });

  test('are none where the texts are alike', () => {
    expect(shown('a\nb', 'a\nb')).toEqual([]);
  });
});
