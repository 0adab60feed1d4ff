import { isArray, json, type Json, type JsonObject } from '../json/json';
import { objectAt, setAt, stringAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { attachedTo, controls, nodesOf, nodesWith, placeOfAccount, type ControlType } from '../scenario/organization';
import { counted, listed, quietly, sentences, type Edited, type Outcome } from './edited';
import { freeName, nameProblem, nodeIdProblem } from './names';
import { changeAt, renameDeciding, renameInRequests, renameKey, textsNaming } from './references';

/** Puts all accounts into a new organization, the first of them as its management account. */
export function createOrganization(scenario: JsonObject): Outcome {
  const [first, ...others] = objectAt(scenario, ['accounts']).keys();
  if (scenario.has('organization')) return { problem: 'There is an organization already.' };
  if (first === undefined) return { problem: 'Add an account first: an organization has a management account.' };
  const accounts = Object.fromEntries([first, ...others].map((id) => [id, {}]));
  const organization = json({ id: 'o-exampleorg1', managementAccount: first, root: { id: 'r-ab12', accounts } });
  return {
    scenario: inOrder(setAt(scenario, ['organization'], organization) as JsonObject),
    open: keyOf(['organization']),
    notice: sentences(`${first} is the management account; SCPs and RCPs do not limit it.`, others.length > 0 && `${listed(others)} ${others.length === 1 ? 'is a member' : 'are members'}.`),
  };
}

/** The organization stands before the accounts, as in all scenario files. */
function inOrder(scenario: JsonObject): JsonObject {
  const { organization, accounts, ...rest } = Object.fromEntries(scenario);
  const head = Object.entries(rest).filter(([name]) => name !== 'requests');
  return new Map([...head, ['organization', organization!], ['accounts', accounts!], ...(rest['requests'] === undefined ? [] : [['requests', rest['requests']] as [string, Json]])]);
}

/** Takes the organization away; its accounts stay and stand alone. */
export function deleteOrganization(scenario: JsonObject): Edited {
  const policies = (['scp', 'rcp'] as const).map((type) => ({ word: controls[type].word, n: objectAt(scenario, ['organization', controls[type].library]).size }));
  const units = nodesOf(scenario).filter((node) => node.kind === 'unit').length;
  const gone = [...policies.filter(({ n }) => n > 0).map(({ word, n }) => counted(n, word)), ...(units > 0 ? [counted(units, 'organizational unit')] : [])];
  return {
    scenario: setAt(scenario, ['organization'], undefined) as JsonObject,
    notice: sentences('The organization is deleted.', gone.length > 0 && `${listed(gone)} went with it.`, 'Its accounts stand alone now.'),
  };
}

/** Changes the id of the organization, of the root or of a unit; requests follow, texts of policies do not. */
export function setNodeId(scenario: JsonObject, node: Path, id: string): Outcome {
  const old = stringAt(scenario, [...node, 'id']);
  if (id === old) return quietly(scenario);
  const kind = node.length === 1 ? 'organization' : node.length === 2 ? 'root' : 'unit';
  const problem = nodeIdProblem(kind, id, nodesOf(scenario).map((other) => other.id));
  if (problem) return { problem };
  const out = renameInRequests(setAt(scenario, [...node, 'id'], id) as JsonObject, (text) => (text === old ? id : text));
  const texts = old === '' ? 0 : textsNaming(out, old);
  return { scenario: out, notice: texts > 0 ? `${counted(texts, 'policy still names', 'policies still name')} ${old}.` : '', ...(texts > 0 && { texts: { from: old, to: id } }) };
}

/** Makes another account of the organization its management account. */
export function setManagementAccount(scenario: JsonObject, id: string): Outcome {
  if (!placeOfAccount(scenario, id)) return { problem: `${id || 'An account'} has to be in the organization first.` };
  return quietly(changeAt(scenario, ['organization', 'managementAccount'], (old) => (old === id ? old : id)));
}

/** AWS nests units so deep under the root. */
const deepest = 5;

function depthOf(unit: Path): number {
  return unit.filter((step, i) => step === 'organizationalUnits' && i % 2 === 0).length;
}

export function addUnit(scenario: JsonObject, parent: Path): Outcome {
  if (depthOf(parent) >= deepest) return { problem: `Organizational units nest ${deepest} levels deep at most.` };
  const path = [...parent, 'organizationalUnits', freeName('NewUnit', objectAt(scenario, [...parent, 'organizationalUnits']).keys())];
  const prefix = stringAt(scenario, ['organization', 'root', 'id']).replace(/^r-/, '') || 'ab12';
  const taken = new Set(nodesOf(scenario).map((node) => node.id));
  let n = 1;
  while (taken.has(unitId(prefix, n))) n++;
  return quietly(setAt(scenario, path, json({ id: unitId(prefix, n) })) as JsonObject, keyOf(path));
}

function unitId(prefix: string, n: number): string {
  return `ou-${prefix}-${String(n).padStart(8, '0')}`;
}

export function renameUnit(scenario: JsonObject, path: Path, name: string): Outcome {
  const old = path.at(-1)!;
  if (name === old) return quietly(scenario);
  const siblings = objectAt(scenario, path.slice(0, -1));
  const problem = nameProblem('organizational unit', name, [...siblings.keys()].filter((other) => other !== old));
  if (problem) return { problem };
  const to = [...path.slice(0, -1), name];
  return { scenario: setAt(scenario, path.slice(0, -1), renameKey(siblings, old, name)) as JsonObject, moved: { from: keyOf(path), to: keyOf(to) }, notice: '' };
}

/** Takes a unit away; accounts and units in it move up to its parent, with what is attached to them. */
export function deleteUnit(scenario: JsonObject, path: Path): Outcome {
  const parent = path.slice(0, -2);
  const accounts = objectAt(scenario, [...path, 'accounts']);
  const units = objectAt(scenario, [...path, 'organizationalUnits']);
  const beside = objectAt(scenario, [...parent, 'organizationalUnits']);
  const clash = [...units.keys()].find((name) => name !== path.at(-1) && beside.has(name));
  if (clash) return { problem: `Its unit “${clash}” would move up to where another “${clash}” stands. Rename one of them first.` };
  let out = setAt(scenario, path, undefined) as JsonObject;
  for (const [id, account] of accounts) out = setAt(out, [...parent, 'accounts', id], account) as JsonObject;
  for (const [name, unit] of units) out = setAt(out, [...parent, 'organizationalUnits', name], unit) as JsonObject;
  const moved = [...accounts.keys(), ...units.keys()];
  return { scenario: out, notice: sentences(`${path.at(-1)} is deleted.`, moved.length > 0 && `${listed(moved)} moved up, out of it.`) };
}

/** Moves an account under the root or a unit, with what is attached to it; into the organization, if it stood alone. */
export function moveAccount(scenario: JsonObject, id: string, parent: Path | null): Outcome {
  const place = placeOfAccount(scenario, id);
  if (parent === null && stringAt(scenario, ['organization', 'managementAccount']) === id) return { problem: 'The management account cannot leave. Choose another one on the page of the organization first.' };
  if (place && parent && keyOf(place.path.slice(0, -2)) === keyOf(parent)) return quietly(scenario);
  const entry = place ? objectAt(scenario, place.path) : new Map();
  const without = place ? (setAt(scenario, place.path, undefined) as JsonObject) : scenario;
  if (parent === null) return { scenario: without, notice: place ? `${id} stands alone now; no SCP or RCP applies to it.` : '' };
  return quietly(setAt(without, [...parent, 'accounts', id], entry) as JsonObject);
}

/** AWS attaches so many policies of one type to a node. */
const mostAttached = 5;

export function attachControl(scenario: JsonObject, node: Path, type: ControlType, name: string): Outcome {
  const { full, library, word } = controls[type];
  const names = attachedTo(scenario, node, type);
  if (name !== full && !objectAt(scenario, ['organization', library]).has(name)) return { problem: name === '' ? `Choose an ${word}.` : `The organization has no ${word} “${name}”.` };
  if (names.includes(name)) return { problem: `${name} is attached here already.` };
  if (names.length >= mostAttached) return { problem: `AWS attaches at most ${mostAttached} ${word}s to one place.` };
  return quietly(setAttached(scenario, node, type, [...names, name]));
}

export function detachControl(scenario: JsonObject, node: Path, type: ControlType, name: string): Outcome {
  const { full, word } = controls[type];
  const rest = attachedTo(scenario, node, type).filter((other) => other !== name);
  if (type === 'rcp' && name === full) return { problem: `${full} cannot be detached.` };
  if (rest.length === 0) return { problem: `One ${word} has to stay: without any, nothing would be allowed below. Attach another first.` };
  return quietly(setAttached(scenario, node, type, rest));
}

/** What AWS attaches by itself is left out. */
function setAttached(scenario: JsonObject, node: Path, type: ControlType, names: string[]): JsonObject {
  const { member, full } = controls[type];
  return setAt(scenario, [...node, member], names.length === 1 && names[0] === full ? undefined : names) as JsonObject;
}

/** What follows when an SCP or RCP has another name. */
export function renameControl(scenario: JsonObject, word: string, old: string, name: string): JsonObject {
  const type = word === 'SCP' ? 'scp' : 'rcp';
  let out = scenario;
  for (const { path } of nodesWith(scenario, type, old)) out = changeAt(out, [...path, controls[type].member], (list) => (isArray(list) ? list.map((item) => (item === old ? name : item)) : name));
  return renameDeciding(out, old, name, [type], () => true);
}

/** What follows when an SCP or RCP is gone: it is detached, and full access takes its place where nothing else stays. */
export function deleteControl(scenario: JsonObject, word: string, name: string): Edited {
  const type = word === 'SCP' ? 'scp' : 'rcp';
  const nodes = nodesWith(scenario, type, name);
  let out = scenario;
  const bare: string[] = [];
  for (const node of nodes) {
    const rest = attachedTo(scenario, node.path, type).filter((other) => other !== name);
    if (rest.length === 0) bare.push(node.name);
    out = setAttached(out, node.path, type, rest.length > 0 ? rest : [controls[type].full]);
  }
  return {
    scenario: out,
    notice: sentences(
      `${name} is deleted.`,
      nodes.length > 0 && `It was detached from ${listed(nodes.map((node) => node.name))}.`,
      bare.length > 0 && `${controls[type].full} took its place on ${listed(bare)}, where nothing else was attached.`,
    ),
  };
}
