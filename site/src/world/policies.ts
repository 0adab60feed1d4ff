import type { JsonObject } from '../json/json';
import { objectAt, setAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { arnOf, rootArn } from '../scenario/world';
import { counted, listed, quietly, sentences, type Edited, type Outcome } from './edited';
import { refersTo, usesOf } from './identities';
import { freeName, nameProblem, type NamedKind } from './names';
import { deleteControl, renameControl } from './organization';
import { changePolicyReferences, renameDeciding, renameInRequests, renameKey, textsNaming } from './references';
import { identityTemplate, rcpTemplate, resourceTemplate, scpTemplate, trustTemplate } from './templates';

/** Puts a new inline policy in an identity. */
export function addInlinePolicy(scenario: JsonObject, identity: Path): Edited {
  return add(scenario, [...identity, 'inlinePolicies'], 'policy', identityTemplate(scenario, identity[1]!));
}

/** Makes a customer managed policy that is attached to nobody yet. */
export function addManagedPolicy(scenario: JsonObject, account: string): Edited {
  return add(scenario, ['accounts', account, 'policies'], 'NewPolicy', identityTemplate(scenario, account));
}

/** Makes an SCP or RCP that is attached nowhere yet. */
export function addControl(scenario: JsonObject, type: 'scp' | 'rcp'): Edited {
  return type === 'scp' ? add(scenario, ['organization', 'serviceControlPolicies'], 'NewSCP', scpTemplate()) : add(scenario, ['organization', 'resourceControlPolicies'], 'NewRCP', rcpTemplate(scenario));
}

function add(scenario: JsonObject, among: Path, wish: string, text: string): Edited {
  const path = [...among, freeName(wish, objectAt(scenario, among).keys())];
  return quietly(setAt(scenario, path, text) as JsonObject, keyOf(path));
}

/** Gives a role or a resource the policy that it lacks. */
export function addOwnPolicy(scenario: JsonObject, owner: Path): Edited {
  const root = rootArn(scenario, owner[1]!);
  const path = [...owner, owner[2] === 'roles' ? 'trustPolicy' : 'policy'];
  const text = owner[2] === 'roles' ? trustTemplate(root) : resourceTemplate(owner[3]!, root);
  return quietly(setAt(scenario, path, text) as JsonObject, keyOf(path));
}

/** Where the entry of a policy stands: of one with a path of its own, the object around the document. */
export function policyEntry(path: Path): Path {
  return path.at(-1) === 'document' ? path.slice(0, -1) : path;
}

/** What kind of name a policy has; null where it has none, as trust, resource-based and session policies. */
export function namedAs(path: Path): NamedKind | null {
  const among = policyEntry(path).at(-2);
  if (path[0] === 'organization') return among === 'serviceControlPolicies' ? 'SCP' : 'RCP';
  return among === 'inlinePolicies' ? 'inline policy' : among === 'policies' && path[0] === 'accounts' ? 'policy' : null;
}

/** Gives a policy another name; what refers to it follows. */
export function renamePolicy(scenario: JsonObject, at: Path, name: string): Outcome {
  const path = policyEntry(at);
  const kind = namedAs(path);
  const old = path.at(-1)!;
  if (!kind || name === old) return quietly(scenario);
  const siblings = objectAt(scenario, path.slice(0, -1));
  const problem = nameProblem(kind, name, [...siblings.keys()].filter((other) => other !== old));
  if (problem) return { problem };
  const to = [...path.slice(0, -1), name];
  const renamed = setAt(scenario, path.slice(0, -1), renameKey(siblings, old, name)) as JsonObject;
  const moved = { from: keyOf(path), to: keyOf(to) };
  if (kind === 'policy') return { ...renameManaged(scenario, renamed, path, to), moved };
  const out = kind === 'inline policy' ? renameDeciding(renamed, old, name, ['identity'], (on) => on === arnOf(scenario, path.slice(0, 4))) : renameControl(renamed, kind, old, name);
  return { scenario: out, moved, notice: '' };
}

function renameManaged(before: JsonObject, renamed: JsonObject, path: Path, to: Path): Edited {
  const oldArn = arnOf(before, path);
  const newArn = arnOf(renamed, to);
  const followed = changePolicyReferences(renamed, (reference, account) => {
    if (!refersTo(before, path, reference, account)) return reference;
    return reference === oldArn ? newArn : to.at(-1)!;
  }).scenario;
  const asked = renameInRequests(followed, (text) => (text === oldArn ? newArn : text));
  const out = renameDeciding(asked, path.at(-1)!, to.at(-1)!, ['identity', 'boundary', 'session'], (on) => on.split(':')[4] === path[1]);
  const texts = textsNaming(out, oldArn);
  if (texts === 0) return { scenario: out, notice: '' };
  return { scenario: out, notice: `${counted(texts, 'policy still names', 'policies still name')} ${oldArn}.`, texts: { from: oldArn, to: newArn } };
}

/** Deletes a policy and takes it off wherever it is attached. */
export function deletePolicy(scenario: JsonObject, at: Path): Edited {
  const path = policyEntry(at);
  const kind = namedAs(path);
  const without = setAt(scenario, path, undefined) as JsonObject;
  if (kind === 'SCP' || kind === 'RCP') return deleteControl(without, kind, path.at(-1)!);
  if (kind !== 'policy') return { scenario: without, notice: `${nameOf(path)} is deleted.` };
  const uses = usesOf(scenario, path);
  const { scenario: out } = changePolicyReferences(without, (reference, account) => (refersTo(scenario, path, reference, account) ? null : reference));
  return {
    scenario: out,
    notice: sentences(
      `${path.at(-1)} is deleted.`,
      uses.length > 0 && `It was taken off ${counted(uses.length, 'place', 'places')}: ${listed(uses)}.`,
    ),
  };
}

function nameOf(path: Path): string {
  if (path.at(-1) === 'trustPolicy') return `The trust policy of ${path.at(-2)}`;
  if (path.at(-1) === 'policy' && path.at(-3) === 'resources') return `The policy of ${path.at(-2)!.split(':').slice(5).join(':') || path.at(-2)}`;
  return path.at(-2) === 'inlinePolicies' ? `${path.at(-1)} of ${path.at(-3)}` : path.at(-1)!;
}
