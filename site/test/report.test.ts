import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { decideCall, readDecided } from '../src/engine/client';
import { reportOf } from '../src/scenario/report';

const script = fileURLToPath(new URL('../scripts/decide.mjs', import.meta.url));

/** The report on a request of a scenario, as the engine decides it. */
function report(scenario: string, request: number, all = false): string {
  const call = decideCall(scenario, request, '2026-09-01T12:00:00Z');
  const reply = readDecided(execFileSync('node', [script], { input: JSON.stringify([call]), encoding: 'utf8', maxBuffer: 1 << 28 }));
  if (!reply.ok) throw new Error(reply.error.message);
  const decided = reply.value;
  return reportOf({ title: decided.title, outcome: decided.requests[request]!, decided, textOf: (i) => decided.documents[i]!.text ?? `text of ${decided.documents[i]!.policy}`, link: 'https://verdict.example/#s1.x' }, all);
}

const first = readFileSync(new URL('../../scenarios/admin-but-not-for-payroll.json', import.meta.url), 'utf8');

test('a report says what was asked, what was decided, by which policy, how, and where to look', () => {
  const text = report(first, 1);
  expect(text.split('\n\n')[0]).toBe('### Admin, but not for payroll');
  expect(text).toContain('Can `arn:aws:iam::111122223333:user/alice` do `s3:DeleteObject` on `arn:aws:s3:::payroll/2026/jan.csv`?');
  expect(text).toMatch(/\*\*Denied: explicit deny\.\*\* .*NoDelete/);
  expect(text).toContain('| Identity-based policy | denies |');
  expect(text).toContain('`base`, attached to `arn:aws:iam::111122223333:user/alice`:\n\n```json\ntext of base\n```');
  expect(text).not.toContain('AdministratorAccess`');
  expect(text.trimEnd().split('\n').at(-1)).toBe('[Open in Verdict](https://verdict.example/#s1.x)');
});

test('with every policy it holds those that did not decide, too', () => {
  expect(report(first, 1, true)).toContain('`arn:aws:iam::aws:policy/AdministratorAccess`');
});

test('no name or title becomes more than text', () => {
  const title = '<img src=x onerror=alert(1)> [x](javascript:alert(2)) **b** | `c`';
  const hostile = JSON.stringify({
    version: 1,
    title,
    accounts: { '111122223333': { users: { bob: { inlinePolicies: { 'a``<b>`': { Version: '2012-10-17', Statement: [{ Sid: 'X', Effect: 'Allow', Action: '*', Resource: '*' }] } } } } } },
    requests: [{ principal: 'arn:aws:iam::111122223333:user/bob', action: 's3:GetObject', resource: 'arn:aws:s3:::b/`</code>`<script>' }],
  });
  const html = marked.parse(report(hostile, 0), { async: false });
  expect(html).not.toMatch(/<(img|script|b|strong>b)/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(html).toContain('<code>arn:aws:s3:::b/`&lt;/code&gt;`&lt;script&gt;</code>');
  expect(html.match(/<a href="([^"]*)"/g)).toEqual(['<a href="https://verdict.example/#s1.x"']);
});
