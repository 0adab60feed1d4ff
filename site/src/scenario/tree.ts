import type { Json } from '../json/json';
import { objectAt, stringAt, type Path } from '../json/path';
import { keyOf, managedKey, type DocumentKey } from './documents';
import { attachedTo, controls, type ControlType } from './organization';
import { accountsOf, organizationPolicies, type Account, type Entity, type Listed } from './world';

/** One entry of the tree of the world. */
export interface TreeNode {
  /** Names the entry in the tree; a policy may stand in several places. */
  id: string;
  look: 'top' | 'section' | 'entity' | 'document';
  name: string;
  note: string;
  /** What it opens; a section only folds. */
  key: DocumentKey | null;
  /** Where it stands in the scenario, when it is the thing itself and not a reference to it. */
  path: Path | null;
  /** What it is found by besides its name. */
  words: string;
  children: TreeNode[];
}

/** The world as a tree: the organization, then the accounts with what they hold. */
export function treeOf(scenario: Json): TreeNode[] {
  const organization = objectAt(scenario, ['organization']);
  return [...(organization.size > 0 ? [organizationNode(scenario)] : []), ...accountsOf(scenario).map((account) => accountNode(account))];
}

function organizationNode(scenario: Json): TreeNode {
  const path = ['organization'];
  const library = organizationPolicies(scenario);
  const sections = (['SCP', 'RCP'] as const).map((kind) => section(keyOf(path), kind === 'SCP' ? 'Service control policies' : 'Resource control policies', library.filter((d) => d.kind === kind).map((d) => documentNode(keyOf(path), d, ''))));
  const root = objectAt(scenario, path).has('root') ? [unitNode(scenario, ['organization', 'root'], 'Root')] : [];
  return { id: keyOf(path), look: 'top', name: 'Organization', note: '', key: keyOf(path), path, words: stringAt(scenario, [...path, 'id']), children: [...root, ...sections.filter((s) => s.children.length > 0)] };
}

function unitNode(scenario: Json, path: Path, name: string): TreeNode {
  const units = [...objectAt(scenario, [...path, 'organizationalUnits']).keys()].map((unit) => unitNode(scenario, [...path, 'organizationalUnits', unit], unit));
  const accounts = [...objectAt(scenario, [...path, 'accounts']).keys()].map((id) => memberNode(scenario, [...path, 'accounts', id], id));
  return { id: keyOf(path), look: 'entity', name, note: name === 'Root' && path.length === 2 ? '' : 'unit', key: keyOf(path), path, words: stringAt(scenario, [...path, 'id']), children: [...attached(scenario, path), ...units, ...accounts] };
}

/** An account where it stands in the organization; it opens as the account itself. */
function memberNode(scenario: Json, path: Path, id: string): TreeNode {
  const name = stringAt(scenario, ['accounts', id, 'name']);
  const listed = objectAt(scenario, ['accounts']).has(id);
  const management = stringAt(scenario, ['organization', 'managementAccount']) === id;
  return { id: keyOf(path), look: 'entity', name: name || id, note: management ? 'management' : 'account', key: listed ? keyOf(['accounts', id]) : keyOf(path), path: null, words: id, children: attached(scenario, path) };
}

/** What is attached to a node. The full access that AWS attaches by itself is told only beside others. */
function attached(scenario: Json, path: Path): TreeNode[] {
  return (['scp', 'rcp'] as const).flatMap((type) => {
    const names = attachedTo(scenario, path, type);
    const own = names.length === 1 && names[0] === controls[type].full ? [] : names;
    return own.map((name) => documentNode(keyOf(path), { key: controlKey(type, name), name, kind: controls[type].word, path: null }));
  });
}

function controlKey(type: ControlType, name: string): DocumentKey {
  return name === controls[type].full ? managedKey(name) : keyOf(['organization', controls[type].library, name]);
}

function accountNode({ id, name, sections }: Account): TreeNode {
  const key = keyOf(['accounts', id]);
  const children = sections.map(({ title, entities }) =>
    section(key, title, title === 'Policies' ? entities.flatMap((e) => e.documents.map((d) => documentNode(key, d, ''))) : entities.map(entityNode)),
  );
  return { id: key, look: 'top', name: name || id, note: name ? id : '', key, path: ['accounts', id], words: id, children };
}

function section(parent: string, title: string, children: TreeNode[]): TreeNode {
  return { id: `${parent} ${title}`, look: 'section', name: title, note: '', key: null, path: null, words: '', children };
}

function entityNode({ name, note, arn, path, documents }: Entity): TreeNode {
  const key = keyOf(path);
  return { id: key, look: 'entity', name, note, key, path, words: arn, children: documents.map((document) => documentNode(key, document)) };
}

function documentNode(parent: string, { key, name, kind, path }: Listed, note: string = kind): TreeNode {
  return { id: `${parent} ${kind} ${key}`, look: 'document', name, note, key, path, words: kind, children: [] };
}

/** The tree as it was where nothing in it changed, so that typing in a policy does not draw it anew. */
export function unchanged(before: TreeNode[], after: TreeNode[]): TreeNode[] {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/** A row of the tree as it is seen. */
export interface Row {
  node: TreeNode;
  level: number;
  size: number;
  position: number;
  /** Whether its children are shown; null where it has none. */
  open: boolean | null;
}

/** Above so many entries, sections begin folded. */
const unfolded = 60;

/** The rows that are seen. What was folded by hand stays so; while something is sought, all that leads to it is open. */
export function rowsOf(tree: TreeNode[], folds: ReadonlyMap<string, boolean>, sought: string): Row[] {
  const isLarge = sizeOf(tree) > unfolded;
  const word = sought.trim().toLowerCase();
  const rows: Row[] = [];
  const visit = (nodes: TreeNode[], level: number, whole: boolean) => {
    const shown = whole ? nodes : nodes.filter((node) => holds(node, word));
    shown.forEach((node, i) => {
      const open = node.children.length === 0 ? null : word !== '' || (folds.get(node.id) ?? !(isLarge && node.look === 'section'));
      rows.push({ node, level, size: shown.length, position: i + 1, open });
      if (open) visit(node.children, level + 1, whole || (node.look !== 'section' && matches(node, word)));
    });
  };
  visit(tree, 1, word === '');
  return rows;
}

function matches(node: TreeNode, word: string): boolean {
  return `${node.name} ${node.note} ${node.words}`.toLowerCase().includes(word);
}

function holds(node: TreeNode, word: string): boolean {
  return (node.look !== 'section' && matches(node, word)) || node.children.some((child) => holds(child, word));
}

/** How many entries there are in all. */
export function sizeOf(tree: TreeNode[]): number {
  return tree.reduce((sum, node) => sum + 1 + sizeOf(node.children), 0);
}
