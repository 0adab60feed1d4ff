import type { Part, PolicyType } from '../engine/door';
import type { Gate } from './ladder';

/** Where the rules are told, each at an anchor of its own. */
export const rulesPage = '/ref/';

const policyTypeRules: Record<PolicyType, string> = {
  rcp: 'EV-20',
  scp: 'EV-12',
  vpce: 'EV-91',
  resource: 'EV-32',
  trust: 'EV-56',
  identity: 'EV-5',
  boundary: 'EV-40',
  session: 'EV-37',
};

const beyondRules = { partition: 'EV-47', credentialRestriction: 'EV-71', blockPublicAccess: 'EV-96' };

/** The rule behind a gate. */
export function gateRule(gate: Gate): string {
  if (gate.kind === 'deny') return 'EV-6';
  return gate.kind === 'beyond' ? beyondRules[gate.reason] : policyTypeRules[gate.rung.policyType];
}

const operatorRules: [name: RegExp, rule: string][] = [
  [/^Null$/i, 'CO-16'],
  [/^String/i, 'CO-21'],
  [/^Numeric/i, 'CO-22'],
  [/^Date/i, 'CO-23'],
  [/^Bool$/i, 'CO-27'],
  [/^BinaryEquals$/i, 'CO-31'],
  [/Ip(Address)?$/i, 'CO-29'],
  [/^Arn/i, 'CO-32'],
];

/** The rule that settled a condition: of a key that the request lacks, what that means; else of the operator. */
export function conditionRule({ operator, requestValues, result }: NonNullable<Part['condition']>): string {
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(operator)!;
  if (result === 'error') return 'CO-34';
  const absent = requestValues === null && !/^Null$/i.test(base);
  if (absent && /^ForAllValues$/i.test(set ?? '')) return 'CO-14';
  if (absent && set) return 'CO-15';
  if (absent && ifExists) return 'CO-13';
  if (absent) return /Not/i.test(base) ? 'CO-12' : 'CO-11';
  if (set) return 'CO-17';
  return operatorRules.find(([name]) => name.test(base))?.[1] ?? 'CO-4';
}
