import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Part, PolicyType } from '../src/engine/door';
import { awsPage } from '../src/reference/awsPages';
import { readRules } from '../src/reference/rules';
import { conditionRule, gateRule } from '../src/scenario/rules';

const markdown = readFileSync(new URL('../../docs/semantics.md', import.meta.url), 'utf8');
const rules = new Map(readRules(markdown).flatMap((section) => section.rules.map((rule) => [rule.id, rule])));

test('every row of docs/semantics.md is read', () => {
  const rows = markdown.match(/^\| [A-Z]+-\d+[a-z]? \|/gm)!.length;
  expect(rules.size).toBe(rows);
  expect(rules.get('EV-6')).toMatchObject({ short: 'One matching Deny outweighs every Allow', confidence: 'documented' });
});

test('every page that a rule names has an address', () => {
  const pages = new Set([...rules.values()].flatMap(({ pages }) => pages));
  expect([...pages].filter((title) => !awsPage(title)?.startsWith('https://'))).toEqual([]);
});

test.each<PolicyType>(['rcp', 'scp', 'vpce', 'resource', 'trust', 'identity', 'boundary', 'session'])('the rule behind a gate is listed: %s', (policyType) => {
  expect(rules.has(gateRule({ kind: 'policies', rung: { policyType, verdict: 'allows', note: '', policies: [] } }))).toBe(true);
});

test.each(['partition', 'credentialRestriction', 'blockPublicAccess'] as const)('and so it is for what is beyond policies: %s', (reason) => {
  expect(rules.has(gateRule({ kind: 'beyond', reason }))).toBe(true);
});

const condition = (operator: string, requestValues: string[] | null = ['x']): NonNullable<Part['condition']> => ({ operator, key: 'aws:x', policyValues: ['y'], requestValues, result: 'false', why: '' });

// What each rule says stands in docs/semantics.md, section D.
test.each([
  ['StringEquals', null, 'Absent key, positive operator: false'],
  ['StringNotLike', null, 'Absent key, negated operator: true'],
  ['NotIpAddress', null, 'Absent key, negated operator: true'],
  ['BoolIfExists', null, 'Absent key, IfExists: true'],
  ['StringNotEqualsIfExists', null, 'Absent key, IfExists: true'],
  ['ForAllValues:StringEquals', null, 'Absent key, ForAllValues: true; an empty string is a value'],
  ['ForAnyValue:StringLike', null, 'Absent key, ForAnyValue: false, with IfExists true'],
  ['Null', null, 'Null asks whether the key is absent or empty'],
  ['ForAnyValue:StringLike', ['a'], 'ForAllValues and ForAnyValue judge each value of the request'],
  ['StringLike', ['a'], 'String and ARN operators are case sensitive but for IgnoreCase, which lower-cases'],
  ['NumericLessThan', ['1'], 'Numbers are compared as exact decimals'],
  ['DateGreaterThan', ['2020'], 'Dates are ISO 8601 or epoch seconds, to the millisecond'],
  ['Bool', ['true'], 'A text is true if it spells true, else false'],
  ['NotIpAddress', ['192.0.2.1'], 'IP values are networks or addresses; families never mix'],
  ['ArnLike', ['arn:aws:iam::1:x'], 'ARN operators match field by field'],
  ['BinaryEquals', ['eA=='], 'BinaryEquals compares bytes, given in strict base64'],
])('the rule behind %s on %j: %s', (operator, values, short) => {
  expect(rules.get(conditionRule(condition(operator, values)))?.short).toBe(short);
});
