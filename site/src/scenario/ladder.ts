import type { Check, PolicyTrace, PolicyType, Rung, StatementTrace, Verdict } from '../engine/door';

/** The policy types in the order that they are read in: the organization first, then resource, identity, what limits it. */
const order: PolicyType[] = ['rcp', 'scp', 'vpce', 'resource', 'trust', 'identity', 'boundary', 'session'];

export const rungNames: Record<PolicyType, string> = {
  rcp: 'Resource control policy',
  scp: 'Service control policy',
  vpce: 'VPC endpoint policy',
  resource: 'Resource-based policy',
  trust: 'Trust policy',
  identity: 'Identity-based policy',
  boundary: 'Permissions boundary',
  session: 'Session policy',
};

export const verdictWords: Record<Verdict, string> = {
  allows: 'allows',
  denies: 'denies',
  noAllow: 'no allow',
  bypassed: 'not needed',
  none: 'none',
  notApplicable: 'does not apply',
};

/** The ladder's rungs in reading order. */
export function rungsOf(check: Check): Rung[] {
  return [...check.rungs].sort((a, b) => order.indexOf(a.policyType) - order.indexOf(b.policyType));
}

/** A statement with the policy that it stands in. */
export interface Placed {
  policy: PolicyTrace;
  statement: StatementTrace;
}

/** The statements that deny, over all rungs. */
export function denialsOf(check: Check): Placed[] {
  return placed(check).filter(({ statement }) => statement.matched && statement.effect === 'Deny');
}

/** The statements that one part kept from matching. */
export function nearMissesOf(check: Check): Placed[] {
  return placed(check).filter(({ statement }) => statement.nearMiss);
}

function placed(check: Check): Placed[] {
  return check.rungs.flatMap((rung) => rung.policies.flatMap((policy) => policy.statements.map((statement) => ({ policy, statement }))));
}

/** What people call a statement. */
export function statementName(statement: { sid: string; index: number }): string {
  return statement.sid || `statement ${statement.index + 1}`;
}
