import { objectAt, type Path } from '../json/path';
import type { Json } from '../json/json';

/** How much of a quota of AWS a policy takes up. */
export interface Size {
  used: number;
  quota: number;
  /** What counts, in words. */
  counted: string;
}

/** What the inline policies of an identity may take up together. */
const inlineQuotas: Record<string, number> = { users: 2048, groups: 5120, roles: 10_240 };

const owners: Record<string, string> = { users: 'this user', groups: 'this group', roles: 'this role' };

/** IAM does not count white space; AWS Organizations, AWS STS and Amazon VPC count every character of what they get. */
const noSpace = 'characters without white space';
const allCharacters = 'characters, white space included';

/** The quota that a policy document at a place has to keep to; null where Verdict knows none, as for most resource-based policies. */
export function sizeOf(scenario: Json, path: Path, text: string): Size | null {
  if (path[4] === 'inlinePolicies') return inlineSize(scenario, path);
  if (path.at(-1) === 'trustPolicy') return { used: ink(text), quota: 2048, counted: `${noSpace}; AWS raises the quota on request` };
  if (path[2] === 'policies') return { used: ink(text), quota: 6144, counted: noSpace };
  if (path[0] === 'organization') return { used: characters(text), quota: 5120, counted: allCharacters };
  if (path[0] === 'requests') return { used: characters(text), quota: 2048, counted: allCharacters };
  return resourceSize(path[3] ?? '', text);
}

function inlineSize(scenario: Json, path: Path): Size {
  const kind = path[2]!;
  const all = [...objectAt(scenario, path.slice(0, -1)).values()].map((text) => (typeof text === 'string' ? ink(text) : 0));
  return { used: all.reduce((sum, size) => sum + size, 0), quota: inlineQuotas[kind]!, counted: `${noSpace}, in all inline policies of ${owners[kind]}` };
}

function resourceSize(arn: string, text: string): Size | null {
  const bytes = new TextEncoder().encode(text).length;
  if (arn.includes(':vpc-endpoint/')) return { used: characters(text), quota: 20_480, counted: allCharacters };
  const service = arn.split(':')[2];
  if (service === 's3') return { used: bytes, quota: 20_480, counted: 'bytes' };
  if (service === 'kms') return { used: bytes, quota: 32_768, counted: 'bytes' };
  return null;
}

function characters(text: string): number {
  return [...text].length;
}

/** The characters that are no white space. White space inside strings is counted: it is part of what is said. */
function ink(text: string): number {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (piece) => (piece.startsWith('"') ? piece : ''));
  return characters(outside);
}

/** Where a counter begins to show: from four fifths of the quota on. */
export function isNear({ used, quota }: Size): boolean {
  return used >= quota * 0.8;
}
