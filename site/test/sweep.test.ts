import { describe, expect, test } from 'vitest';
import type { Answer, EngineClient } from '../src/engine/client';
import { sweep, type Question } from '../src/engine/sweep';
import { membersOf } from './calls';

interface Asked {
  method: string;
  scenario: string;
  now: string;
  request: number;
  actions: string[];
  sweep?: number;
}

const letters: Record<string, string> = { 's3:GetObject': 'a', 's3:PutObject': 'e', 's3:ListBucket': 'i', 'no action': '?' };

/** An engine that knows four actions, and remembers what it was asked. */
function engine(answer: (asked: Asked) => Answer = reply) {
  const asked: Asked[] = [];
  const client = {
    async ask(text: string): Promise<Answer> {
      asked.push(membersOf(text) as unknown as Asked);
      return answer(asked.at(-1)!);
    },
  };
  return { asked, client: client as unknown as EngineClient };
}

function reply({ actions }: Asked): Answer {
  const decisions = actions.map((action) => letters[action]).join('');
  return { kind: 'reply', text: JSON.stringify({ ok: true, value: { decisions, next: -1, sweep: 7 } }) };
}

const question: Question = { scenario: '{"version":1}', now: '2026-11-21T12:00:00Z', request: 3, actions: Object.keys(letters) };

describe('a sweep', () => {
  test('decides every action, in their order', async () => {
    const { asked, client } = engine();
    expect(await sweep(client, question)).toEqual({ kind: 'decided', decisions: ['allowed', 'explicitDeny', 'implicitDeny', 'error'] });
    expect(asked).toEqual([{ method: 'sweep', ...question }]);
  });

  test('asks slice by slice, and tells how far it is', async () => {
    const { asked, client } = engine();
    const progress: [number, number][] = [];
    const swept = await sweep(client, question, { slice: 3, onProgress: (...at) => progress.push(at) });
    expect(asked.map((call) => call.actions.length)).toEqual([3, 1]);
    expect(progress).toEqual([[3, 4], [4, 4]]);
    expect(swept).toMatchObject({ kind: 'decided', decisions: { length: 4 } });
  });

  test('sends the scenario once, and again where the engine does not know it any more', async () => {
    let forgets = true;
    const { asked, client } = engine((call) => {
      if (call.sweep === undefined || !forgets) return reply(call);
      forgets = false;
      return { kind: 'reply', text: '{"ok":false,"error":{"code":"usage","message":"","diagnostics":[]}}' };
    });
    expect(await sweep(client, question, { slice: 2 })).toMatchObject({ kind: 'decided', decisions: { length: 4 } });
    expect(asked.map(({ scenario, sweep: number }) => scenario ?? number)).toEqual([question.scenario, 7, question.scenario]);
  });

  test('stops asking once it is aborted', async () => {
    const { asked, client } = engine();
    const stop = new AbortController();
    const swept = await sweep(client, question, { slice: 1, signal: stop.signal, onProgress: (decided) => decided === 2 && stop.abort() });
    expect(swept).toEqual({ kind: 'aborted' });
    expect(asked).toHaveLength(2);
  });

  test('asks nothing where it is aborted before it begins, or there is nothing to ask', async () => {
    const { asked, client } = engine();
    expect(await sweep(client, question, { signal: AbortSignal.abort() })).toEqual({ kind: 'aborted' });
    expect(await sweep(client, { ...question, actions: [] })).toEqual({ kind: 'decided', decisions: [] });
    expect(asked).toEqual([]);
  });

  test('hands on the refusal of the scenario', async () => {
    const error = { code: 'malformed', message: 'no', diagnostics: [] };
    const { client } = engine(() => ({ kind: 'reply', text: JSON.stringify({ ok: false, error }) }));
    expect(await sweep(client, question)).toEqual({ kind: 'refused', error });
  });

  test('does not ask for ever', async () => {
    const { client } = engine(() => ({ kind: 'reply', text: '{"ok":true,"value":{"decisions":"","next":-1}}' }));
    expect(await sweep(client, question)).toEqual({ kind: 'failed', cause: 'the engine decided nothing' });
  });

  test('says so when the engine dies', async () => {
    const { client } = engine(() => ({ kind: 'crashed', cause: 'no answer within 2 seconds' }));
    expect(await sweep(client, question)).toEqual({ kind: 'failed', cause: 'no answer within 2 seconds' });
  });
});
