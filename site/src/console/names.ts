import { objectAt, stringAt } from '../json/path';
import type { JsonObject } from '../json/json';

/** What a scenario names, for completion. */
export interface Names {
  users: string[];
  files: string[];
  /** What a parameter of an operation may name. */
  valuesOf: (member: string, api: string) => string[];
}

/** The names that a caller in an account means; `suggested` are actions and resources that the scenario speaks of. */
export function namesOf(scenario: JsonObject, account: string, files: Iterable<string>, awsPolicies: readonly string[], suggested: { actions: string[]; resources: string[] }): Names {
  const at = (id: string, kind: string) => objectAt(scenario, ['accounts', id, kind]);
  const arns = (id: string, kind: string, type: string) =>
    [...at(id, kind)].map(([name, one]) => `arn:${stringAt(scenario, ['accounts', id, 'partition']) || 'aws'}:iam::${id}:${type}${stringAt(one, ['path']) || '/'}${name}`);
  const own = (kind: string) => [...at(account, kind).keys()];
  const documents = [...files].map((name) => `file://${name}`);
  const policies = () => [...arns(account, 'policies', 'policy'), ...awsPolicies];
  const byMember: Record<string, () => string[]> = {
    UserName: () => own('users'),
    GroupName: () => own('groups'),
    RoleName: () => own('roles'),
    PolicyArn: policies,
    PermissionsBoundary: policies,
    PolicyName: () => ['users', 'groups', 'roles'].flatMap((kind) => [...at(account, kind).values()].flatMap((one) => [...objectAt(one, ['inlinePolicies']).keys()])),
    InstanceProfileName: () => own('instanceProfiles'),
    AccessKeyId: () => [...at(account, 'users').values()].flatMap((user) => [...objectAt(user, ['accessKeys']).keys()]),
    RoleArn: () => [...objectAt(scenario, ['accounts']).keys()].flatMap((id) => arns(id, 'roles', 'role')),
    PolicySourceArn: () => [...arns(account, 'users', 'user'), ...arns(account, 'groups', 'group'), ...arns(account, 'roles', 'role')],
    Arn: () => [...arns(account, 'users', 'user'), ...arns(account, 'groups', 'group'), ...arns(account, 'roles', 'role')],
    CallerArn: () => arns(account, 'users', 'user'),
    ActionNames: () => suggested.actions,
    ResourceArns: () => suggested.resources,
  };
  return {
    users: own('users'),
    files: documents,
    valuesOf: (member, api) => (/Document$|^Policy$|^ResourcePolicy$|PolicyInputList$/.test(member) ? documents : api === `Create${member.replace(/Name$/, '')}` || (api === 'CreatePolicy' && member === 'PolicyName') ? [] : (byMember[member]?.() ?? [])),
  };
}

