import { describe, expect, test } from 'vitest';
import type { Document, Outcome } from '../src/engine/door';
import { json, writeJson, type JsonObject } from '../src/json/json';
import { expandActions } from '../src/questions/actions';
import { contextText, readContext } from '../src/questions/contextText';
import { coverageOf, isReached } from '../src/questions/coverage';
import { csvOf } from '../src/questions/csv';
import { takenResults, withResults } from '../src/questions/expectations';
import { failingFirst, outcomesOf, sameRows } from '../src/questions/order';
import { pairsOf } from '../src/questions/pairs';
import { askedBy, principalsOf } from '../src/questions/principals';

const object = (value: unknown) => json(value) as JsonObject;
const outcome = (decision: Outcome['decision'], met: boolean | null) => ({ decision, met }) as Outcome;

describe('the order of the table', () => {
  test('puts what failed first, and leaves the scenario’s order in both parts', () => {
    expect(failingFirst([true, false, null, undefined, false, true])).toEqual([1, 4, 0, 2, 3, 5]);
    expect(failingFirst([])).toEqual([]);
  });

  test('holds while one row is edited, and is made anew when rows come, go or move', () => {
    const [a, b, c] = [object({ name: 'a' }), object({ name: 'b' }), object({ name: 'c' })] as [JsonObject, JsonObject, JsonObject];
    expect(sameRows([a, b], [a, b])).toBe(true);
    expect(sameRows([a, b], [a, c])).toBe(true);
    expect(sameRows([a, b], [b, a])).toBe(false);
    expect(sameRows([a, b], [a])).toBe(false);
    expect(sameRows([a, b], [a, b, c])).toBe(false);
  });
});

describe('what became of the rows', () => {
  const [a, b, c] = [object({ name: 'a' }), object({ name: 'b' }), object({ name: 'c' })] as [JsonObject, JsonObject, JsonObject];
  const [one, two] = [outcome('allowed', true), outcome('implicitDeny', false)];

  test('stays with a request that moves, and is unknown of a new one', () => {
    expect(outcomesOf([c, b, a], [a, b], [one, two])).toEqual([undefined, two, one]);
  });

  test('stays in its row while that is edited', () => {
    expect(outcomesOf([a, c], [a, b], [one, two])).toEqual([one, two]);
  });
});

describe('CSV (RFC 4180)', () => {
  test('parts fields by commas and ends every record with CRLF', () => {
    expect(csvOf([['a', 'b'], ['c', '']])).toBe('a,b\r\nc,\r\n');
  });

  test('puts fields with commas, quotation marks or line breaks in quotation marks, and doubles those inside', () => {
    expect(csvOf([['a,b', 'say "hi"', 'two\nlines']])).toBe('"a,b","say ""hi""","two\nlines"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\u0000=1', '\n=1'])('does not let a spreadsheet run %j', (formula) => {
    const written = csvOf([[formula]]);
    expect(written.replace(/^"/, '')[0]).toBe("'");
    expect(written).toContain(formula);
  });

  test('leaves other text as it is', () => {
    expect(csvOf([['arn:aws:s3:::b/k=v', 'a-b', 's3:*']])).toBe('arn:aws:s3:::b/k=v,a-b,s3:*\r\n');
  });
});

describe('the principals of a scenario', () => {
  const scenario = object({
    accounts: {
      '111122223333': { users: { ana: {}, bo: { path: '/team/' } }, groups: { g: {} }, roles: { app: {} }, resources: { 'arn:aws:s3:::b': {} } },
      '444455556666': { partition: 'aws-cn' },
    },
    requests: [{ principal: 'ec2.amazonaws.com' }, { principal: 'arn:aws:iam::111122223333:user/ana' }, { principal: 'ec2.amazonaws.com' }, {}],
  });

  test('are users, roles, root users and those that requests name, each once', () => {
    expect(principalsOf(scenario)).toEqual([
      'arn:aws:iam::111122223333:user/ana',
      'arn:aws:iam::111122223333:user/team/bo',
      'arn:aws:iam::111122223333:role/app',
      'arn:aws:iam::111122223333:root',
      'arn:aws-cn:iam::444455556666:root',
      'ec2.amazonaws.com',
    ]);
  });

  const request = {
    name: 'n',
    principal: 'arn:aws:sts::111122223333:assumed-role/app/s',
    session: { tags: { t: 'v' } },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 'aws:SourceIp': '203.0.113.5', 'aws:PrincipalTag/team': 'x', 'aws:username': 'ana' },
    at: '2026-01-31T12:00:00Z',
    expect: 'allowed',
    decidedBy: [],
    why: 'w',
  };

  test('ask the same request, but for what belongs to its own principal and what is expected', () => {
    expect(writeJson(askedBy(object(request), 'arn:aws:iam::111122223333:user/ana'))).toBe(
      writeJson(json({ principal: 'arn:aws:iam::111122223333:user/ana', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: { 'aws:SourceIp': '203.0.113.5' }, at: '2026-01-31T12:00:00Z' })),
    );
  });

  test('keep session and context where it is the request’s own principal that asks', () => {
    const { name: _, expect: __, decidedBy: ___, why: ____, ...same } = request;
    expect(writeJson(askedBy(object(request), request.principal))).toBe(writeJson(json(same)));
  });
});

describe('actions as typed', () => {
  const known = ['s3:GetObject', 's3:GetObjectAcl', 's3:PutObject', 'ec2:RunInstances'];

  test('are taken as they are, known or not', () => {
    expect(expandActions('s3:GetObject, sqs:SendMessage\ns3:GetObject', known)).toEqual({ actions: ['s3:GetObject', 'sqs:SendMessage'], problems: [] });
  });

  test('stand for what they match where they are patterns; letter case is the same (IAM)', () => {
    expect(expandActions('S3:get*', known).actions).toEqual(['s3:GetObject', 's3:GetObjectAcl']);
    expect(expandActions('s3:?utObject', known).actions).toEqual(['s3:PutObject']);
    expect(expandActions('*', known).actions).toEqual(known);
    expect(expandActions('s3:*Object', known).actions).toEqual(['s3:GetObject', 's3:PutObject']);
  });

  test('say which word is wrong', () => {
    expect(expandActions('GetObject', known)).toMatchObject({ actions: [], problems: [expect.stringContaining('“GetObject”')] });
    expect(expandActions('sqs:*', known)).toMatchObject({ actions: [], problems: [expect.stringContaining('sqs:*')] });
  });

  test('with many stars do not hang', () => {
    const pattern = `s3:${'a*'.repeat(100)}b`;
    expect(expandActions(pattern, [`s3:${'a'.repeat(2000)}`]).actions).toEqual([]);
  });
});

describe('taking results as expectations', () => {
  const requests = [
    object({ action: 'a:A', expect: 'allowed', decidedBy: [{ policy: 'p' }] }),
    object({ action: 'a:B' }),
    object({ action: 'a:C', expect: 'denied' }),
    object({ action: 'a:D', expect: 'allowed' }),
    object({ action: 'a:E', expect: 'allowed' }),
  ];
  const outcomes = [outcome('explicitDeny', false), outcome('implicitDeny', null), outcome('explicitDeny', true), outcome('error', false), undefined];

  test('changes what was not met and what was not expected; not what is met, undecided or in error', () => {
    expect(takenResults(requests, outcomes)).toEqual([
      { request: 0, from: 'allowed', to: 'explicitDeny' },
      { request: 1, from: '', to: 'implicitDeny' },
    ]);
  });

  test('drops what had to decide with the former expectation, and touches no other request', () => {
    const after = withResults(requests, takenResults(requests, outcomes));
    expect(after.map(writeJson).slice(0, 2)).toEqual(['{"action":"a:A","expect":"explicitDeny"}', '{"action":"a:B","expect":"implicitDeny"}']);
    expect(after.slice(2)).toEqual(requests.slice(2));
    expect(after[2]).toBe(requests[2]);
  });
});

describe('statement coverage', () => {
  const statement = (sid: string) => ({ from: 0, to: 1, sid, effect: 'Allow' as const, sound: true });
  const document = (statements: Document['statements']) => ({ path: [], statements }) as unknown as Document;

  test('counts the requests that a statement decided and those that it only matched', () => {
    const [first, second] = coverageOf([document([statement('a'), statement('b')]), document([]), document([statement('c')])], [[0, 0, 1, 2, 0, 0], [0, 0, 0], []]);
    expect(first!.statements.map(({ sid, decided, matched }) => [sid, decided, matched])).toEqual([['a', [0], [1]], ['b', [], []]]);
    expect(second!.document).toBe(2);
    expect(second!.statements[0]).toMatchObject({ decided: [], matched: [0] });
    expect(first!.statements.map(isReached)).toEqual([true, false]);
  });
});

describe('the requests of two versions', () => {
  const a = { name: 'one', principal: 'p', action: 'a:A' };
  const b = { name: 'two', principal: 'p', action: 'a:B' };
  const pairs = (before: unknown[], after: unknown[]) => pairsOf(object({ requests: before }), object({ requests: after })).map(({ kind, before: l, after: r }) => [kind, l.get('action'), r.get('action')]);

  test('belong together where they ask the same, wherever they stand and whatever is expected of them', () => {
    expect(pairs([a, b], [{ ...b, expect: 'allowed', name: 'renamed' }, a])).toEqual([['same', 'a:B', 'a:B'], ['same', 'a:A', 'a:A']]);
  });

  test('belong together where they have one name; else they were added or removed', () => {
    expect(pairs([a, b], [{ ...a, action: 'a:C' }, { principal: 'p', action: 'a:D' }])).toEqual([['edited', 'a:A', 'a:C'], ['added', 'a:D', 'a:D'], ['removed', 'a:B', 'a:B']]);
  });

  test('are each taken once', () => {
    expect(pairs([a], [a, a])).toEqual([['same', 'a:A', 'a:A'], ['added', 'a:A', 'a:A']]);
  });
});

describe('a context in one line', () => {
  test.each([
    [[{ key: 'aws:SourceIp', values: ['203.0.113.5'], removed: false }], 'aws:SourceIp=203.0.113.5'],
    [[{ key: 'aws:TagKeys', values: ['a', 'b'], removed: false }, { key: 'aws:SourceVpce', values: [], removed: true }], 'aws:TagKeys=a, b; no aws:SourceVpce'],
    [[{ key: 'k:x', values: ['a, b', 'c;d', 'say "x"', '', ' '], removed: false }], 'k:x="a, b", "c;d", "say \\"x\\"", "", " "'],
    [[{ key: 'k:x', values: ['a=b'], removed: false }], 'k:x=a=b'],
    [[{ key: 'k:x', values: [], removed: false }], 'k:x='],
    [[], ''],
  ])('is read as it was written: %#', (entries, line) => {
    expect(contextText(entries)).toBe(line);
    expect(readContext(line)).toEqual({ ok: true, entries });
  });

  test.each([
    ['aws:SourceIp', '“aws:SourceIp”'],
    ['=x', '“=x”'],
    ['a:b=1; A:B=2', 'A:B stands here twice'],
    ['a:b=x"y', 'A value of a:b'],
  ])('says what is wrong with %j', (line, words) => {
    expect(readContext(line)).toEqual({ ok: false, problem: expect.stringContaining(words) as string });
  });
});
