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

/** The same where there is less room. */
export const shortRungNames: Record<PolicyType, string> = {
  rcp: 'RCP',
  scp: 'SCP',
  vpce: 'Endpoint',
  resource: 'Resource-based',
  trust: 'Trust',
  identity: 'Identity-based',
  boundary: 'Boundary',
  session: 'Session',
};

const verdictWords: Record<Verdict, string> = {
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

/** What a gate does to the request. */
export type Bearing = 'denies' | 'blocks' | 'allows' | 'quiet';

/** A gate on the way of a request, from the caller to the decision. */
export interface Step {
  bearing: Bearing;
  /** Whether the request gets as far as this gate; the rest is told all the same. */
  reached: boolean;
  gate: Gate;
}

export type Gate = { kind: 'deny'; denials: Placed[] } | { kind: 'policies'; rung: Rung } | { kind: 'beyond'; reason: Beyond };

/** What keeps a request out though every policy lets it through. */
export type Beyond = 'partition' | 'credentialRestriction' | 'blockPublicAccess';

const beyondWords: Record<Beyond, { name: string; note: string }> = {
  partition: { name: 'Partition', note: 'nothing crosses from one partition of AWS to another' },
  credentialRestriction: { name: 'Credentials', note: 'credentials of this kind cannot make this call' },
  blockPublicAccess: { name: 'S3 Block Public Access', note: 'it keeps out whom the policy lets in as the public' },
};

/** Every gate in AWS's order; those behind the first that stops the request are not reached. */
export function stepsOf(check: Check): Step[] {
  let reached = true;
  return gatesOf(check).map((gate) => {
    const bearing = bearingOf(gate, check);
    const step = { bearing, reached, gate };
    if (bearing === 'denies' || bearing === 'blocks') reached = false;
    return step;
  });
}

function gatesOf(check: Check): Gate[] {
  const beyond = check.missing.filter((reason): reason is Beyond => reason in beyondWords);
  return [{ kind: 'deny', denials: denialsOf(check) }, ...rungsOf(check).map((rung): Gate => ({ kind: 'policies', rung })), ...beyond.map((reason): Gate => ({ kind: 'beyond', reason }))];
}

function bearingOf(gate: Gate, { missing }: Check): Bearing {
  if (gate.kind === 'beyond') return 'blocks';
  if (gate.kind === 'deny') return gate.denials.length > 0 ? 'denies' : 'quiet';
  const { policyType, verdict } = gate.rung;
  if (verdict === 'denies') return 'denies';
  if (missing.some((what) => what === policyType || what.startsWith(`${policyType}:`))) return 'blocks';
  return verdict === 'allows' ? 'allows' : 'quiet';
}

const defaultPolicies = new Set(['FullAWSAccess', 'RCPFullAWSAccess']);

/** Whether a gate lets everything through because nobody has changed it: worth a line, not a list. */
export function isUntouched({ verdict, policies }: Rung): boolean {
  return verdict === 'allows' && policies.length > 0 && policies.every(({ policy }) => defaultPolicies.has(policy));
}

/** What people call a gate. */
export function gateName(gate: Gate): string {
  if (gate.kind === 'deny') return 'Explicit deny';
  return gate.kind === 'beyond' ? beyondWords[gate.reason].name : rungNames[gate.rung.policyType];
}

/** What a gate says, in a word or two. */
export function verdictOf(gate: Gate): string {
  if (gate.kind === 'deny') return gate.denials.length > 0 ? 'denies' : 'none';
  return gate.kind === 'beyond' ? 'keeps out' : verdictWords[gate.rung.verdict];
}

/** Why it says so, where that takes more words. */
export function noteOf(gate: Gate): string {
  if (gate.kind === 'deny') return '';
  return gate.kind === 'beyond' ? beyondWords[gate.reason].note : gate.rung.note;
}

/** One account's part in a request that crosses accounts. */
export interface Side {
  account: string;
  steps: RungStep[];
}

type RungStep = Step & { gate: { kind: 'policies' } };

const callersTypes = new Set<PolicyType>(['scp', 'identity', 'boundary', 'session']);
const ownersTypes = new Set<PolicyType>(['rcp', 'resource', 'trust']);

/** The two sides of a request that crosses accounts; null where it stays in one. */
export function sidesOf(check: Check): { caller: Side; owner: Side } | null {
  const { callerAccount, resourceAccount } = check;
  if (!callerAccount || !resourceAccount || callerAccount === resourceAccount) return null;
  const steps = stepsOf(check).filter((step): step is RungStep => step.gate.kind === 'policies');
  const of = (types: Set<PolicyType>) => steps.filter(({ gate }) => types.has(gate.rung.policyType));
  return { caller: { account: callerAccount, steps: of(callersTypes) }, owner: { account: resourceAccount, steps: of(ownersTypes) } };
}

/** A statement with the policy that it stands in. */
export interface Placed {
  policy: PolicyTrace;
  statement: StatementTrace;
}

/** The statements that deny, over all rungs. */
function denialsOf(check: Check): Placed[] {
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
