import type { Json } from '../json/json';
import { getAt, objectAt, stringAt, stringsAt, type Path } from '../json/path';

export type ControlType = 'scp' | 'rcp';

/** What SCPs and RCPs are called, where they stand, and which one is everywhere from the beginning. */
export const controls = {
  scp: { member: 'scps', library: 'serviceControlPolicies', full: 'FullAWSAccess', word: 'SCP' },
  rcp: { member: 'rcps', library: 'resourceControlPolicies', full: 'RCPFullAWSAccess', word: 'RCP' },
} as const;

/** A node of the organization: the root, a unit, or an account in one of them. */
export interface OrganizationNode {
  path: Path;
  kind: 'root' | 'unit' | 'account';
  name: string;
  id: string;
}

/** All nodes, each before those below it. */
export function nodesOf(scenario: Json): OrganizationNode[] {
  const root = ['organization', 'root'];
  if (!objectAt(scenario, ['organization']).has('root')) return [];
  return [{ path: root, kind: 'root', name: 'Root', id: stringAt(scenario, [...root, 'id']) }, ...below(scenario, root)];
}

function below(scenario: Json, path: Path): OrganizationNode[] {
  const units = [...objectAt(scenario, [...path, 'organizationalUnits']).keys()].flatMap((name): OrganizationNode[] => {
    const at = [...path, 'organizationalUnits', name];
    return [{ path: at, kind: 'unit', name, id: stringAt(scenario, [...at, 'id']) }, ...below(scenario, at)];
  });
  const accounts = [...objectAt(scenario, [...path, 'accounts']).keys()].map((id): OrganizationNode => ({ path: [...path, 'accounts', id], kind: 'account', name: id, id }));
  return [...units, ...accounts];
}

/** Where an account stands in the organization; undefined where it stands alone. */
export function placeOfAccount(scenario: Json, id: string): OrganizationNode | undefined {
  return nodesOf(scenario).find((node) => node.kind === 'account' && node.id === id);
}

/** The names of what is attached to a node; where nothing is written, the full access. */
export function attachedTo(scenario: Json, node: Path, type: ControlType): string[] {
  const written = getAt(scenario, [...node, controls[type].member]);
  return written === undefined ? [controls[type].full] : stringsAt(written, []);
}

/** Where an SCP or RCP is attached. */
export function nodesWith(scenario: Json, type: ControlType, name: string): OrganizationNode[] {
  return nodesOf(scenario).filter((node) => attachedTo(scenario, node.path, type).includes(name));
}
