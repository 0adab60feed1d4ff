import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, EngineClient } from '../src/engine/client';
import type { Decided, Diagnostic, Document, Outcome, Rung } from '../src/engine/door';
import { parseJson, writeJson, type JsonObject } from '../src/json/json';
import { keyOf, unpack } from '../src/scenario/documents';
import { engineInput } from '../src/scenario/engineText';
import { decideAlways } from '../src/store/decide';
import { addRequest, deleteRequest, duplicateRequest, pinClock, setAsked, setExpectation } from '../src/store/edits';
import { History } from '../src/store/history';
import { openedDocument } from '../src/store/opened';
import { Store } from '../src/store/store';
import { derive } from '../src/store/verdict';
import { make } from '../src/store/world';
import { deletePolicy } from '../src/world/policies';

const fixture = readFileSync(new URL('fixtures/admin-but-not-for-payroll.json', import.meta.url), 'utf8');
const base = keyOf(['accounts', '111122223333', 'users', 'alice', 'inlinePolicies', 'base']);
const alice = ['accounts', '111122223333', 'users', 'alice'];

let store: Store;
beforeEach(() => {
  store = new Store();
  store.open(unpack(parseJson(fixture) as JsonObject), { kind: 'gallery', slug: 'x' }, { selected: 1, openKey: base });
});

describe('undo and redo', () => {
  test('go through the states, and a new change ends what could be redone', () => {
    const history = new History<string>(() => 0);
    history.push('a', '');
    history.push('b', '');
    expect(history.undo('c')).toBe('b');
    expect(history.undo('b')).toBe('a');
    expect(history.undo('a')).toBe(null);
    expect(history.redo('a')).toBe('b');
    history.push('b', '');
    expect(history.redo('d')).toBe(null);
  });

  test('typing in one place is one step, until a pause', () => {
    let now = 0;
    const history = new History<number>(() => now);
    for (const [state, at] of [[1, 0], [2, 500], [3, 1000], [4, 5000]] as const) {
      now = at;
      history.push(state, 'text');
    }
    expect([history.undo(5), history.undo(4)]).toEqual([4, 1]);
  });

  test('bring back text, selection and a deleted policy', () => {
    store.setText(base, '{}');
    make(store, (scenario) => deletePolicy(scenario, [...alice, 'inlinePolicies', 'base']));
    expect(store.textOf(base)).toBe(undefined);
    store.undo();
    expect(store.textOf(base)).toBe('{}');
    store.undo();
    expect(store.textOf(base)).toContain('NoDelete');
    expect(store.history.canUndo.value).toBe(false);
    store.redo();
    expect(store.textOf(base)).toBe('{}');
  });
});

describe('edits', () => {
  test('what is asked is written as typed', () => {
    setAsked(store, 'action', 's3:');
    setAsked(store, 'resource', 'arn:aws:s3:::a, arn:aws:s3:::b');
    expect(writeJson(store.request.value!)).toContain('"action":"s3:","resource":["arn:aws:s3:::a","arn:aws:s3:::b"]');
  });

  test('another expectation drops what had to decide', () => {
    setExpectation(store, 'explicitDeny');
    expect(store.request.value!.has('decidedBy')).toBe(true);
    setExpectation(store, 'allowed');
    expect(store.request.value!.has('decidedBy')).toBe(false);
    setExpectation(store, '');
    expect(store.request.value!.has('expect')).toBe(false);
  });

  test('requests are added after the selected one, duplicated, deleted', () => {
    addRequest(store);
    expect([store.selected.value, store.requests.value.length]).toEqual([2, 5]);
    duplicateRequest(store);
    expect([store.selected.value, store.requests.value.length]).toEqual([3, 6]);
    for (let n = 6; n > 0; n--) deleteRequest(store);
    expect([store.selected.value, store.requests.value.length]).toEqual([0, 0]);
    addRequest(store);
    expect(store.request.value!.get('principal')).toBe('arn:aws:iam::111122223333:user/alice');
  });

  test('sharing pins the clock where a decision rests on it and none is given', () => {
    const scenario = parseJson('{"requests":[{"action":"a"},{"action":"b"},{"action":"c","at":"2020-01-01T00:00:00Z"}]}') as JsonObject;
    const pinned = pinClock(scenario, (i) => i > 0, '2026-01-01T00:00:00Z');
    expect(writeJson(pinned)).toBe('{"requests":[{"action":"a"},{"action":"b","at":"2026-01-01T00:00:00Z"},{"action":"c","at":"2020-01-01T00:00:00Z"}]}');
  });
});

const outcome = (decision: Outcome['decision']): Outcome => ({
  name: '', principal: '', action: '', resources: [], decision, sentence: `because ${decision}`, decidedBy: [], missing: [], missingContext: [],
  assumptions: [], notEvaluated: [], diagnostics: [], expect: '', met: null, failures: [],
});
const document = (diagnostics: Diagnostic[]): Document => ({
  path: [...alice, 'inlinePolicies', 'base'], policyType: 'identity', policy: 'base', attachedTo: [], diagnostics, statements: [{ from: 2, to: 4, sid: '', effect: 'Deny', sound: true }],
});
const identity: Rung = { policyType: 'identity', verdict: 'denies', note: '', policies: [{ document: 0, policy: 'base', attachedTo: '', verdict: 'denies', statements: [], omitted: 0 }] };
const error: Diagnostic = { from: 1, to: 2, line: 1, column: 1, severity: 'error', code: 'X', message: 'A comma is missing.' };

function answer(decision: Outcome['decision'], { diagnostics = [] as Diagnostic[], applies = true } = {}) {
  const decided: Decided = {
    title: '', diagnostics: [], documents: [document(diagnostics)], requests: [outcome('allowed'), outcome(decision), outcome('allowed'), outcome('allowed')],
    trace: { request: 1, message: '', context: [], checks: [{ action: 's3:GetObject', resource: '*', callerAccount: '111122223333', resourceAccount: '111122223333', decision, missing: [], rungs: applies ? [identity] : [] }] },
  };
  store.answered.value = { scenario: store.scenario.value, selected: store.selected.value, input: engineInput(store.scenario.value), decided };
}

describe('the decision that is shown', () => {
  test('is the engine’s', () => {
    const { shown } = derive(store);
    expect(shown.value.decision).toBe(null);
    answer('explicitDeny');
    expect(shown.value).toMatchObject({ decision: 'explicitDeny', was: false, problem: null });
  });

  test('stays, as what was, while the text that applies is broken', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    expect(shown.value.was).toBe(false);
    answer('allowed', { diagnostics: [error] });
    expect(shown.value).toMatchObject({ decision: 'explicitDeny', was: true, problem: { place: 'base', diagnostic: error } });
    answer('allowed');
    expect(shown.value).toMatchObject({ decision: 'allowed', was: false, problem: null });
  });

  test('is live while only a text that does not apply is broken', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    answer('allowed', { diagnostics: [error], applies: false });
    expect(shown.value).toMatchObject({ decision: 'allowed', was: false, problem: null });
  });

  test('is not the one of another request', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    void shown.value;
    setAsked(store, 'action', 's3:GetObject');
    answer('allowed', { diagnostics: [error] });
    expect(shown.value).toMatchObject({ decision: 'allowed', was: false, problem: { diagnostic: error } });
  });

  test('stays when the engine gives up, and says why', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    void shown.value;
    store.crashed.value = 'no answer within 2 seconds';
    expect(shown.value).toMatchObject({ decision: 'explicitDeny', was: true });
    expect(shown.value.trouble).toMatch(/no answer within 2 seconds/);
  });
});

describe('while the engine is at work', () => {
  const never = { askNewest: () => new Promise(() => {}) } as unknown as EngineClient;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('the earlier decision stays as what was, after 300 ms it is said, and errors of the earlier text are not shown', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    void shown.value;
    answer('allowed', { diagnostics: [error] });
    store.setText(base, '{}');
    const stop = decideAlways(store, never);
    vi.advanceTimersByTime(299);
    expect(shown.value.deciding).toBe(false);
    vi.advanceTimersByTime(1);
    expect(shown.value).toMatchObject({ decision: 'explicitDeny', was: true, deciding: true, problem: null, trouble: '' });
    stop();
  });

  test('what is decided already stays live', () => {
    const { shown } = derive(store);
    answer('explicitDeny');
    const stop = decideAlways(store, never);
    vi.advanceTimersByTime(1000);
    expect(shown.value).toMatchObject({ decision: 'explicitDeny', was: false, deciding: false });
    stop();
  });

  test('typing on does not begin the wait anew, and the last answer ends it', async () => {
    const answers: ((answer: Answer) => void)[] = [];
    const client = { askNewest: () => new Promise<Answer>((resolve) => void answers.push(resolve)) } as unknown as EngineClient;
    const { shown } = derive(store);
    const stop = decideAlways(store, client);
    vi.advanceTimersByTime(200);
    store.setText(base, '{}');
    vi.advanceTimersByTime(100);
    expect(shown.value.deciding).toBe(true);
    answers[0]!({ kind: 'superseded' });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.value.deciding).toBe(true);
    answers[1]!({ kind: 'crashed', cause: 'no answer within 2 seconds' });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.value).toMatchObject({ deciding: false, trouble: expect.stringContaining('no answer within 2 seconds') });
    stop();
  });
});

describe('the document in the editor', () => {
  const opened = () => openedDocument({ store, derived: derive(store) });

  test('is marked only by what the engine said about this very text', () => {
    expect(opened()).toMatchObject({ name: 'base', readOnly: false, marked: null });
    answer('explicitDeny');
    expect(opened()!.marked!.marks).toHaveLength(1);
    store.setText(base, store.textOf(base) + ' ');
    expect(opened()!.marked).toBe(null);
  });

  test('has its offsets moved by the white space that the engine did not get', () => {
    store.setText(base, '\n\n{}');
    answer('explicitDeny', { diagnostics: [{ ...error, from: 0, to: 1, line: 1, column: 0 }] });
    expect(opened()!.marked!.findings[0]).toMatchObject({ from: 2, to: 3, line: 3, column: 0 });
    expect(opened()!.marked!.marks[0]).toMatchObject({ from: 4, to: 6 });
  });

  test('that is no document says so', () => {
    store.setText(base, '  [1]');
    answer('explicitDeny', { diagnostics: [error] });
    expect(opened()!.marked!.findings).toMatchObject([{ code: 'NOT_A_POLICY_DOCUMENT', from: 2, line: 1, column: 2 }]);
  });
});
