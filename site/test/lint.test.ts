import { beforeEach, describe, expect, test, vi, afterEach } from 'vitest';
import type { Answer, EngineClient } from '../src/engine/client';
import type { Decided } from '../src/engine/door';
import type { Finding } from '../src/engine/lint';
import { parseJson, writeJson, type JsonObject } from '../src/json/json';
import { keyOf, unpack } from '../src/scenario/documents';
import { engineInput } from '../src/scenario/engineText';
import { ignoreCheck, reportCheck } from '../src/store/ignore';
import { lintAlways } from '../src/store/lint';
import { applyFixOf, problemsOf, reported } from '../src/store/problems';
import { Store } from '../src/store/store';
import { membersOf } from './calls';

const path = ['accounts', '111122223333', 'users', 'ana', 'inlinePolicies', 'p'];
const key = keyOf(path);

const finding = (code: string, more: Partial<Finding> = {}): Finding => ({ from: 1, to: 4, line: 1, column: 1, severity: 'warning', code, message: code, ...more });

let store: Store;
let asked: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store();
  asked = [];
  store.open(unpack(parseJson('{"version":1,"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":"{\\"a\\":1}"}}}}},"requests":[]}') as JsonObject), { kind: 'link' }, { openKey: key });
});

afterEach(() => {
  stop?.();
  vi.useRealTimers();
});

/** The engine decides what stands on the page. */
function decide(diagnostics: Finding[] = []) {
  const scenario = store.scenario.value;
  const decided: Decided = { title: '', diagnostics: [], requests: [], trace: null, documents: [{ path, policyType: 'identity', policy: 'p', attachedTo: [], diagnostics, statements: [] }] };
  store.answered.value = { scenario, selected: store.selected.value, input: engineInput(scenario), decided };
}

function run(findings: Finding[]) {
  const client = {
    async ask(text: string): Promise<Answer> {
      asked.push(text);
      return { kind: 'reply', text: JSON.stringify({ ok: true, value: { diagnostics: [], documents: [{ diagnostics: findings }] } }) };
    },
  };
  stop = lintAlways(store, client as unknown as EngineClient);
}

const codes = () => problemsOf(store).map(({ diagnostic }) => diagnostic.code);

describe('the checks', () => {
  test('run once the decision is there and the page rests', async () => {
    run([finding('EMPTY')]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    decide();
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(membersOf(asked[0]!)).toMatchObject({ method: 'lint', scenario: engineInput(store.scenario.value).text });
    expect(codes()).toEqual(['EMPTY']);
  });

  test('run again, all of them, once those that are off by default are wanted', async () => {
    run([finding('EMPTY')]);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    store.allChecks.value = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map((text) => membersOf(text).all)).toEqual([false, true]);
  });

  test('of a large account wait longer, so that a key after a moment’s thought gets its decision at once, and then run by themselves', async () => {
    run([finding('EMPTY')]);
    store.setText(key, `{"Id":"${'x'.repeat(2_000_000)}"}`);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(codes()).toEqual(['EMPTY']);
  });

  test('run for the newest text alone while one types', async () => {
    run([]);
    for (const text of ['{"a":2}', '{"a":3}', '{"a":4}']) {
      store.setText(key, text);
      decide();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map((call) => membersOf(call)['scenario'])).toEqual([engineInput(store.scenario.value).text]);
  });

  test('do not run again where another request is selected', async () => {
    run([]);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBe(1);
  });

  test('what they found stays while one types, but is no more to be fixed; mistakes in the text come at once', async () => {
    run([finding('EMPTY', { fixes: [{ title: 'Mend', edits: [{ from: 1, to: 4, text: '"b"' }] }] })]);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    store.setText(key, '{"abc":1}');
    decide([finding('MISSING_VERSION')]);
    expect(codes()).toEqual(['EMPTY']);
    const [problem] = problemsOf(store);
    expect(applyFixOf(store, problem!, problem!.diagnostic.fixes![0]!)).toBe(false);
    expect(store.textOf(key)).toBe('{"abc":1}');
    decide([finding('JSON_SYNTAX_ERROR', { severity: 'error' })]);
    expect(codes()).toEqual(['JSON_SYNTAX_ERROR']);
  });
});

test('checks that were asked for and are not any more change nothing when they come', async () => {
  const answers: ((answer: Answer) => void)[] = [];
  const client = { ask: () => new Promise<Answer>((resolve) => answers.push(resolve)) } as unknown as EngineClient;
  const reply = (code: string): Answer => ({ kind: 'reply', text: JSON.stringify({ ok: true, value: { diagnostics: [], documents: [{ diagnostics: [finding(code)] }] } }) });
  stop = lintAlways(store, client);
  decide();
  await vi.advanceTimersByTimeAsync(1000);
  answers[0]!(reply('ALWAYS'));
  await vi.advanceTimersByTimeAsync(1000);
  store.allChecks.value = true;
  await vi.advanceTimersByTimeAsync(1000);
  store.allChecks.value = false;
  answers[1]!(reply('ON_REQUEST'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(codes()).toEqual(['ALWAYS']);
  expect(answers).toHaveLength(2);
});

describe('a fix', () => {
  beforeEach(async () => {
    run([finding('X', { fixes: [{ title: 'Mend', edits: [{ from: 1, to: 4, text: '"b"' }, { from: 6, to: 6, text: '2' }] }] })]);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
  });

  test('makes all its edits, and undo takes them back', () => {
    const [problem] = problemsOf(store);
    expect(applyFixOf(store, problem!, problem!.diagnostic.fixes![0]!)).toBe(true);
    expect(store.textOf(key)).toBe('{"b":12}');
    store.undo();
    expect(store.textOf(key)).toBe('{"a":1}');
  });

  test('is not made in a text that was typed since', () => {
    const [problem] = problemsOf(store);
    store.setText(key, '{"typed":1}');
    expect(applyFixOf(store, problem!, problem!.diagnostic.fixes![0]!)).toBe(false);
    expect(store.textOf(key)).toBe('{"typed":1}');
  });
});

describe('ignoring', () => {
  test('stands in the scenario with its reason, and leaves nothing behind when it ends', () => {
    const before = writeJson(store.scenario.value);
    ignoreCheck(store, 'X', 'It is old.');
    ignoreCheck(store, 'Y', 'Too.');
    expect(writeJson(store.scenario.value.get('ignoredChecks')!)).toBe('{"X":"It is old.","Y":"Too."}');
    reportCheck(store, 'X');
    expect(writeJson(store.scenario.value.get('ignoredChecks')!)).toBe('{"Y":"Too."}');
    reportCheck(store, 'Y');
    expect(writeJson(store.scenario.value)).toBe(before);
    store.undo();
    expect(store.scenario.value.has('ignoredChecks')).toBe(true);
  });

  test('what is ignored is no longer among the problems that are reported', async () => {
    run([finding('X', { ignored: 'It is old.' }), finding('Y')]);
    decide();
    await vi.advanceTimersByTimeAsync(1000);
    expect(codes()).toEqual(['X', 'Y']);
    expect(reported(problemsOf(store)).map(({ diagnostic }) => diagnostic.code)).toEqual(['Y']);
  });
});
