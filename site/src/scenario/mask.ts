import { isArray, isObject, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, stringsAt } from '../json/path';
import { mapStrings } from './secrets';

/** One text that is replaced wherever it stands. */
export interface Replacement {
  kind: string;
  from: string;
  to: string;
}

export interface Mask {
  replacements: Replacement[];
  /** Names that stay, as a wildcard in a policy is about a part of them. */
  kept: string[];
}

/** Account numbers of AWS's documentation, and others that are as plainly made up. */
const accountIds = ['111122223333', '444455556666', '123456789012', '777788889999', '999988887777', '555566667777', '222233334444', '888899990000', '333344445555', '666677778888'];

/** What would be replaced in a scenario so that nobody recognizes whose it is. */
export function maskOf(scenario: Json): Mask {
  const strings = allStrings(scenario);
  const text = strings.join('\n');
  const { names, kept } = namesOf(scenario, strings);
  const replacements = [
    ...numbered('account', accountsIn(scenario, text), (i) => accountIds[i] ?? String(100_000_000_000 + i), accountIds),
    ...numbered('organization', found(text, /\bo-[a-z0-9]{10,32}\b/g), (i) => `o-exampleorg${i + 1}`),
    ...numbered('root', found(text, /\br-[a-z0-9]{4,32}(?=\/|$)/gm), (i) => `r-exa${i + 1}`, ['r-exam']),
    ...numbered('organizational unit', found(text, /\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g), (i) => `ou-exa1-example${i + 1}`),
    ...numbered('e-mail address', found(text, /[A-Za-z0-9._%+-]+@(?!example\.)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g), (i) => `person${i + 1}@example.com`),
    ...numbered('access key', found(text, /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g).filter((key) => !key.endsWith('EXAMPLE')), (_, key) => `${key.slice(0, 4)}IOSFODNN7EXAMPLE`),
    ...numbered('unique ID', found(text, /\b(?:AIDA|AROA|AGPA|ANPA|AIPA|ASCA|APKA|ACCA)[A-Z0-9]{12,28}\b/g).filter((id) => !/EXAMPLE\d*$/.test(id)), (i, id) => `${id.slice(0, 4)}EXAMPLE${String(i + 1).padStart(10, '0')}`),
    ...strings.filter(isUploaded).map((from) => ({ kind: 'uploaded text', from, to: 'masked' })),
    ...Object.entries(names).flatMap(([kind, all]) => numbered(kind, all, (i, name) => made(kind, i + 1, name))),
  ];
  return { replacements, kept };
}

/** Certificates, public keys and the metadata of identity providers tell whose they are all through. */
function isUploaded(text: string): boolean {
  return /^\s*(?:-----BEGIN |ssh-rsa )/.test(text) || /^\s*<[^]*EntityDescriptor/.test(text);
}

/** A name of that kind. An id keeps what AWS begins it with, as in `vpce-` and `subnet-`. */
function made(kind: string, number: number, name: string): string {
  const id = /^([a-z]{1,8})-[0-9a-f]{8,17}$/.exec(name);
  return id ? `${id[1]}-${String(number).padStart(17, '0')}` : `${kind}-${number}`;
}

/** Numbers the texts of a kind; one that is a fine replacement itself stays, and stands for nothing else. */
function numbered(kind: string, all: string[], name: (index: number, text: string) => string, fine: string[] = []): Replacement[] {
  const staying = new Set(all.filter((text) => fine.includes(text)));
  let next = 0;
  const fresh = (text: string) => {
    let to = name(next++, text);
    while (staying.has(to)) to = name(next++, text);
    return to;
  };
  return all.filter((text) => !staying.has(text)).map((text) => ({ kind, from: text, to: fresh(text) })).filter(({ from, to }) => from !== to);
}

/** The scenario with every replacement made: in all strings and names, policy texts too. */
export function masked(scenario: JsonObject, replacements: readonly Replacement[]): JsonObject {
  const to = new Map(replacements.map((r) => [r.from, r.to]));
  // In prose a name may have a capital letter.
  const anyCase = new Map(replacements.map((r) => [r.from.toLowerCase(), r.to]));
  if (to.size === 0) return scenario;
  // AWS managed policies are the same for everybody; of texts that begin alike the longer counts.
  const all = [...to.keys()].sort((a, b) => b.length - a.length).map((from) => from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`arn:[^:\\s]*:iam::aws:policy/[^"\\s]*|(?<![A-Za-z0-9_-])(?:${all.join('|')})(?![A-Za-z0-9_-])`, 'gi');
  return mapStrings(scenario, (text) => text.replace(pattern, (hit) => to.get(hit) ?? anyCase.get(hit.toLowerCase()) ?? hit)) as JsonObject;
}

function allStrings(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value.flatMap(allStrings);
  return isObject(value) ? [...value].flatMap(([name, member]) => [name, ...allStrings(member)]) : [];
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([hit]) => hit))];
}

/** Numbers that stand where an account's does; others of twelve digits are left alone. */
function accountsIn(scenario: Json, text: string): string[] {
  const listed = [...objectAt(scenario, ['accounts']).keys()];
  const inArns = [...text.matchAll(/\barn:[^:\s"]*:[^:\s"]*:[^:\s"]*:(\d{12})(?=:)/g)].map((m) => m[1]!);
  const alone = [...text.matchAll(/(?:^|")(\d{12})(?=$|")/gm)].map((m) => m[1]!);
  return [...new Set([...listed, ...inArns, ...alone])].filter((id) => /^\d{12}$/.test(id));
}

/** Names by kind, but for those that a wildcard of a policy is about in part. */
function namesOf(scenario: Json, strings: string[]): { names: Record<string, string[]>; kept: string[] } {
  const names: Record<string, string[]> = { user: [], group: [], role: [], policy: [], bucket: [], resource: [], session: [] };
  const seen = new Set<string>();
  const kept: string[] = [];
  const prefixes = wildcardPrefixes(strings);
  const add = (kind: string, name: string) => {
    if (name.length < 3 || seen.has(name) || common.has(name.toLowerCase())) return;
    seen.add(name);
    if (prefixes.some((prefix) => prefix !== name && name.startsWith(prefix))) kept.push(name);
    else names[kind]!.push(name);
  };
  for (const account of objectAt(scenario, ['accounts']).keys()) {
    const at = (member: string) => [...objectAt(scenario, ['accounts', account, member])];
    for (const [kind, member] of [['user', 'users'], ['group', 'groups'], ['role', 'roles']] as const) {
      for (const [name, identity] of at(member)) {
        add(kind, name);
        for (const policy of objectAt(identity, ['inlinePolicies']).keys()) add('policy', policy);
      }
    }
    for (const [name] of at('policies')) add('policy', name);
    for (const [arn] of at('resources')) addResource(add, arn);
  }
  for (const member of ['serviceControlPolicies', 'resourceControlPolicies']) for (const name of objectAt(scenario, ['organization', member]).keys()) add('policy', name);
  for (const text of strings) for (const [arn] of text.matchAll(/\barn:[^\s"]+/g)) addResource(add, arn);
  const requests = getAt(scenario, ['requests']);
  if (isArray(requests)) for (const request of requests) for (const arn of [...stringsAt(request, ['resource']), ...stringsAt(request, ['principal'])]) addResource(add, arn);
  return { names, kept };
}

/** The names in an ARN: a bucket, a user or role, or the last part of another resource. */
function addResource(add: (kind: string, name: string) => void, arn: string) {
  const [, , service, , account, ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (!service || account === 'aws' || /[*?$]/.test(resource.split('/')[0]!)) return;
  if (service === 's3') return add('bucket', resource.split('/')[0]!);
  const parts = resource.split(/[/:]/);
  if (service === 'sts') {
    if (parts[0] === 'assumed-role' && parts[1]) add('role', parts[1]);
    // Who is behind a session stands in its name, often a person's.
    return void (parts.length > 1 && add('session', parts.at(-1)!));
  }
  const last = parts.at(-1)!;
  const kind = service === 'iam' && ['user', 'group', 'role', 'policy'].includes(parts[0]!) ? parts[0]! : 'resource';
  if (!/[*?$]/.test(last) && last !== 'root') add(kind, last);
}

/** What stands before a wildcard in the last part of a name, as in `acme-*`. */
function wildcardPrefixes(strings: string[]): string[] {
  const all = strings.flatMap((text) => [...text.matchAll(/([A-Za-z0-9_.-]+)[*?]/g)].map((m) => m[1]!));
  return [...new Set(all)];
}

/** Words of AWS and of scenarios that are no names. */
const common = new Set('aws iam sts ec2 root user users group groups role roles policy policies allow deny action resource principal statement version effect condition accounts requests title description tags name path context true false null any all'.split(' '));
