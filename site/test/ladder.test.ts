import { describe, expect, test } from 'vitest';
import type { Check, PolicyType, Rung, StatementTrace, Trace, Verdict } from '../src/engine/door';
import { chipsOf } from '../src/scenario/chips';
import { gateName, isUntouched, sidesOf, stepsOf, verdictOf } from '../src/scenario/ladder';

const statement = (effect: 'Allow' | 'Deny', matched: boolean, parts: StatementTrace['parts'] = []): StatementTrace => ({
  index: 0, sid: '', effect, from: 0, to: 1, matched, decides: false, nearMiss: false, reason: '', parts,
});
const rung = (policyType: PolicyType, verdict: Verdict, statements: StatementTrace[] = [], policy = 'p'): Rung => ({
  policyType, verdict, note: '', policies: statements.length > 0 ? [{ document: 0, policy, attachedTo: '', verdict: 'noMatch', statements, omitted: 0 }] : [],
});
const check = (rungs: Rung[], about: Partial<Check> = {}): Check => ({
  action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', callerAccount: '111122223333', resourceAccount: '111122223333', decision: 'implicitDeny', missing: [], rungs, ...about,
});
const words = (checked: Check) => stepsOf(checked).map(({ gate, bearing, reached }) => `${gateName(gate)}: ${verdictOf(gate)}, ${bearing}${reached ? '' : ', not reached'}`);

describe('the ladder', () => {
  // The order of AWS's page "How AWS enforcement code logic evaluates requests to allow or deny access".
  test('has the explicit deny first, then every policy type in AWS’s order', () => {
    const types: PolicyType[] = ['session', 'boundary', 'identity', 'resource', 'vpce', 'scp', 'rcp'];
    expect(stepsOf(check(types.map((type) => rung(type, 'notApplicable')))).map(({ gate }) => gateName(gate))).toEqual([
      'Explicit deny', 'Resource control policy', 'Service control policy', 'VPC endpoint policy', 'Resource-based policy', 'Identity-based policy', 'Permissions boundary', 'Session policy',
    ]);
  });

  test('is stopped at once by a matching Deny, and tells the rest all the same', () => {
    expect(words(check([rung('identity', 'denies', [statement('Deny', true)]), rung('boundary', 'none')], { decision: 'explicitDeny' }))).toEqual([
      'Explicit deny: denies, denies', 'Identity-based policy: denies, denies, not reached', 'Permissions boundary: none, quiet, not reached',
    ]);
  });

  test('is stopped where something had to allow and did not, not by every policy type without an allow', () => {
    const rungs = [rung('scp', 'noAllow'), rung('resource', 'noAllow'), rung('identity', 'allows', [statement('Allow', true)])];
    expect(words(check(rungs, { missing: ['scp:ou-ab12-sandbox1'] }))).toEqual([
      'Explicit deny: none, quiet', 'Service control policy: no allow, blocks', 'Resource-based policy: no allow, quiet, not reached', 'Identity-based policy: allows, allows, not reached',
    ]);
  });

  test.each([
    ['partition', 'Partition'],
    ['credentialRestriction', 'Credentials'],
    ['blockPublicAccess', 'S3 Block Public Access'],
  ])('shows what lies beyond policies: %s', (reason, name) => {
    expect(words(check([rung('identity', 'allows', [statement('Allow', true)])], { missing: [reason] })).at(-1)).toBe(`${name}: keeps out, blocks`);
  });

  test('has two sides where accounts differ, and one elsewhere', () => {
    const rungs = [rung('rcp', 'allows'), rung('scp', 'notApplicable'), rung('vpce', 'notApplicable'), rung('resource', 'allows'), rung('identity', 'none'), rung('boundary', 'none'), rung('session', 'notApplicable')];
    expect(sidesOf(check(rungs))).toBe(null);
    expect(sidesOf(check(rungs, { callerAccount: '' }))).toBe(null);
    const sides = sidesOf(check(rungs, { resourceAccount: '444455556666', missing: ['identity'] }))!;
    expect(sides.caller.account).toBe('111122223333');
    expect(sides.caller.steps.map(({ gate, bearing }) => `${gate.rung.policyType} ${bearing}`)).toEqual(['scp quiet', 'identity blocks', 'boundary quiet', 'session quiet']);
    expect(sides.owner.account).toBe('444455556666');
    expect(sides.owner.steps.map(({ gate, bearing }) => `${gate.rung.policyType} ${bearing}`)).toEqual(['rcp allows', 'resource allows']);
  });

  test('says little of organization policies that nobody has changed', () => {
    expect(isUntouched(rung('scp', 'allows', [statement('Allow', true)], 'FullAWSAccess'))).toBe(true);
    expect(isUntouched(rung('scp', 'allows', [statement('Allow', true)], 'Mine'))).toBe(false);
    expect(isUntouched(rung('scp', 'noAllow'))).toBe(false);
  });
});

describe('context chips', () => {
  const condition = (key: string) => ({ element: 'Condition' as const, matched: false, from: 0, to: 1, reason: '', condition: { operator: 'StringEquals', key, policyValues: [], requestValues: null, result: 'false' as const, why: '' } });
  const action = (matched: boolean) => ({ element: 'Action' as const, matched, from: 0, to: 1, reason: '' });
  const trace = (statements: StatementTrace[]): Trace => ({
    request: 0, message: '', checks: [check([rung('identity', 'noAllow', statements)])],
    context: [
      { key: 'aws:PrincipalAccount', values: ['111122223333'], origin: 'derived' },
      { key: 'aws:username', values: ['alice'], origin: 'derived' },
      { key: 'aws:SourceVpce', values: [], origin: 'missing' },
    ],
  });

  test('show what the request gives and what it goes without', () => {
    expect(chipsOf([{ key: 'aws:SourceIp', values: ['192.0.2.1'], removed: false }, { key: 'aws:username', values: [], removed: true }], null)).toEqual([
      { kind: 'supplied', key: 'aws:SourceIp', values: ['192.0.2.1'] },
      { kind: 'removed', key: 'aws:username' },
    ]);
  });

  test('show what conditions ask for, derived or missing, each once in whatever letter case', () => {
    const asked = [statement('Allow', false, [action(true), condition('aws:UserName'), condition('aws:SourceVpce')]), statement('Deny', false, [action(true), condition('aws:sourcevpce')])];
    expect(chipsOf([], trace(asked))).toEqual([
      { kind: 'derived', key: 'aws:UserName', values: ['alice'] },
      { kind: 'missing', key: 'aws:sourcevpce' },
    ]);
  });

  test('leave out what only statements about other actions ask for', () => {
    expect(chipsOf([], trace([statement('Allow', false, [action(false), condition('aws:SourceVpce')])]))).toEqual([]);
  });
});
