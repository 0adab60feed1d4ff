import { json, type Json, type JsonObject } from '../json/json';
import { objectAt, setAt, stringAt, stringsAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { arnOf, rootArn } from '../scenario/world';
import { counted, listed, quietly, sentences, type Edited, type Outcome } from './edited';
import { freeName, nameProblem } from './names';
import { changeAt, changePolicyReferences, changeStrings, renameInRequests, renameKey, requestsBy, stillNamed, textsNaming, withItem, withoutItem } from './references';
import { trustTemplate } from './templates';

export type IdentityKind = 'users' | 'groups' | 'roles';

/** What one identity is called. */
export const oneOf: Record<IdentityKind, 'user' | 'group' | 'role'> = { users: 'user', groups: 'group', roles: 'role' };

/** Makes an identity with what AWS gives a new one: a user and a group may do nothing, a role trusts its account. */
export function addIdentity(scenario: JsonObject, account: string, kind: IdentityKind): Edited {
  const name = freeName({ users: 'new-user', groups: 'new-group', roles: 'new-role' }[kind], objectAt(scenario, ['accounts', account, kind]).keys());
  const path = ['accounts', account, kind, name];
  const made = kind === 'roles' ? { trustPolicy: trustTemplate(rootArn(scenario, account)) } : {};
  return quietly(setAt(scenario, path, json(made)) as JsonObject, keyOf(path));
}

/** Gives an identity another name; requests and memberships follow, texts of policies do not. */
export function renameIdentity(scenario: JsonObject, path: Path, name: string): Outcome {
  const [, account, kind, old] = path as [string, string, IdentityKind, string];
  if (name === old) return quietly(scenario);
  const siblings = objectAt(scenario, path.slice(0, -1));
  const problem = nameProblem(oneOf[kind], name, [...siblings.keys()].filter((other) => other !== old));
  if (problem) return { problem };
  const to = [...path.slice(0, -1), name];
  const before = arnOf(scenario, path);
  let out = setAt(scenario, path.slice(0, -1), renameKey(siblings, old, name)) as JsonObject;
  const after = arnOf(out, to);
  const session = (who: string) => `${before.split(':iam:')[0]}:sts::${account}:assumed-role/${who}/`;
  out = renameInRequests(out, (text) => {
    if (text === before) return after;
    return kind === 'roles' && text.startsWith(session(old)) ? session(name) + text.slice(session(old).length) : text;
  });
  if (kind === 'groups') out = renameInGroups(out, account, old, name);
  return { ...followed(out, before, after), moved: { from: keyOf(path), to: keyOf(to) } };
}

/** Gives an identity another path; requests follow its new ARN, texts of policies do not. */
export function setIdentityPath(scenario: JsonObject, path: Path, to: string): Outcome {
  if (!/^\/([!-.0-~]+\/)*$/.test(to)) return { problem: 'A path begins and ends with a slash, such as /division/team/.' };
  if (to.length > longestPath) return { problem: `The path has ${to.length} characters; AWS takes at most ${longestPath}.` };
  const before = arnOf(scenario, path);
  const moved = changeAt(scenario, [...path, 'path'], () => (to === '/' ? undefined : to));
  const after = arnOf(moved, path);
  const out = renameInRequests(moved, (text) => (text === before ? after : text));
  return followed(out, before, after);
}

/** The most characters of a path ("IAM and AWS STS quotas"). */
const longestPath = 512;

/** The scenario after an ARN changed, with the policies that still name the old one, which the reader may change, too. */
function followed(scenario: JsonObject, before: string, after: string): Edited {
  const texts = before === after ? 0 : textsNaming(scenario, before);
  return {
    scenario,
    notice: texts > 0 ? `${counted(texts, 'policy still names', 'policies still name')} ${before}.` : '',
    ...(texts > 0 && { texts: { from: before, to: after } }),
  };
}

function renameInGroups(scenario: JsonObject, account: string, old: string, name: string | null): JsonObject {
  let out = scenario;
  for (const user of objectAt(scenario, ['accounts', account, 'users']).keys()) {
    out = changeAt(out, ['accounts', account, 'users', user, 'groups'], (groups) => changeStrings(groups, (group) => (group === old ? name : group)));
  }
  return out;
}

/** The users of a group. */
export function membersOf(scenario: Json, group: Path): string[] {
  const users = objectAt(scenario, ['accounts', group[1]!, 'users']);
  return [...users].filter(([, user]) => stringsAt(user, ['groups']).includes(group[3]!)).map(([name]) => name);
}

/** Takes an identity away with its inline policies and memberships; requests that it made go on asking. */
export function deleteIdentity(scenario: JsonObject, path: Path): Edited {
  const [, account, kind, name] = path as [string, string, IdentityKind, string];
  const inline = [...objectAt(scenario, [...path, 'inlinePolicies']).keys()];
  const members = kind === 'groups' ? membersOf(scenario, path) : [];
  const arn = arnOf(scenario, path);
  const session = `${arn.split(':iam:')[0]}:sts::${account}:assumed-role/${name}/`;
  const asking = requestsBy(scenario, ['principal'], (principal) => principal === arn || (kind === 'roles' && principal.startsWith(session)));
  const federated = requestsBy(scenario, ['session', 'federatedBy'], (user) => user === arn);
  let out = setAt(scenario, path, undefined) as JsonObject;
  if (kind === 'groups') out = renameInGroups(out, account, name, null);
  return {
    scenario: out,
    notice: sentences(
      `${name} is deleted.`,
      inline.length > 0 && `Its inline ${inline.length === 1 ? 'policy' : 'policies'} ${listed(inline)} went with it.`,
      members.length > 0 && `${listed(members)} ${members.length === 1 ? 'is' : 'are'} no longer in it.`,
      asking > 0 && `${counted(asking, 'request still asks', 'requests still ask')} as ${name}.`,
      federated > 0 && `${counted(federated, 'request still names', 'requests still name')} it as the user who federated.`,
      stillNamed(out, arn),
    ),
  };
}

/** The most groups that a user may be in. */
const mostGroups = 10;

/** Puts a user into a group of the same account. */
export function joinGroup(scenario: JsonObject, user: Path, group: string): Outcome {
  const groups = stringsAt(scenario, [...user, 'groups']);
  if (!objectAt(scenario, ['accounts', user[1]!, 'groups']).has(group)) return { problem: group === '' ? 'Choose a group.' : `This account has no group “${group}”.` };
  if (groups.includes(group)) return { problem: `${user[3]} is in ${group} already.` };
  if (groups.length >= mostGroups) return { problem: `AWS puts a user into ${mostGroups} groups at most.` };
  return quietly(changeAt(scenario, [...user, 'groups'], (list) => withItem(list, group)));
}

export function leaveGroup(scenario: JsonObject, user: Path, group: string): Edited {
  return quietly(changeAt(scenario, [...user, 'groups'], (list) => withoutItem(list, group)));
}

/** What is wrong with a reference to a managed policy, in words, or nothing. */
function referenceProblem(scenario: Json, account: string, reference: string): string {
  if (reference === '') return 'Choose a policy.';
  const arn = /^arn:[^:]*:iam::(aws|\d{12}):policy\/(?:.*\/)?([^/]+)$/.exec(reference);
  if (arn?.[1] === 'aws') return '';
  if (reference.startsWith('arn:') && !arn) return 'The ARN of a managed policy looks like arn:aws:iam::aws:policy/NAME.';
  if (arn && arn[1] !== account) return `The policy belongs to account ${arn[1]}; only policies of this account and of AWS can be used here.`;
  const name = arn?.[2] ?? reference;
  return objectAt(scenario, ['accounts', account, 'policies']).has(name) ? '' : `This account has no customer managed policy “${name}”. Use the ARN of an AWS managed policy, or add one.`;
}

/** Attaches a managed policy, by its name in the account or by ARN. */
export function attachPolicy(scenario: JsonObject, identity: Path, reference: string): Outcome {
  const problem = referenceProblem(scenario, identity[1]!, reference);
  if (problem) return { problem };
  if (stringsAt(scenario, [...identity, 'attachedPolicies']).includes(reference)) return { problem: 'This policy is attached already.' };
  return quietly(changeAt(scenario, [...identity, 'attachedPolicies'], (list) => withItem(list, reference)));
}

export function detachPolicy(scenario: JsonObject, identity: Path, reference: string): Edited {
  return quietly(changeAt(scenario, [...identity, 'attachedPolicies'], (list) => withoutItem(list, reference)));
}

/** Sets the boundary of a user or a role. */
export function setBoundary(scenario: JsonObject, identity: Path, reference: string): Outcome {
  const problem = referenceProblem(scenario, identity[1]!, reference);
  return problem ? { problem } : quietly(changeAt(scenario, [...identity, 'permissionsBoundary'], () => reference));
}

export function removeBoundary(scenario: JsonObject, identity: Path): Edited {
  return quietly(changeAt(scenario, [...identity, 'permissionsBoundary'], () => undefined));
}

/** What an identity has as its boundary, or nothing. */
export function boundaryOf(scenario: Json, identity: Path): string {
  return stringAt(scenario, [...identity, 'permissionsBoundary']);
}

/** Who uses a customer managed policy, in words. */
export function usesOf(scenario: JsonObject, policy: Path): string[] {
  const { uses } = changePolicyReferences(scenario, (reference, account) => (refersTo(scenario, policy, reference, account) ? null : reference));
  return uses.map(({ by, how }) => (how === 'boundary' ? `boundary of ${by}` : how === 'session' ? `session policy of ${by}` : by));
}

/** Whether a reference, by name or by ARN, leads to a customer managed policy. */
export function refersTo(scenario: Json, policy: Path, reference: string, account: string): boolean {
  return reference.startsWith('arn:') ? reference === arnOf(scenario, policy) : reference === policy[3] && account === policy[1];
}
