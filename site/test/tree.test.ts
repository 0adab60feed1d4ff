import { describe, expect, test } from 'vitest';
import { parseJson } from '../src/json/json';
import { rowsOf, sizeOf, treeOf, type Row } from '../src/scenario/tree';
import { company, dev } from './company';

const open = new Map<string, boolean>();
const words = (rows: Row[]) => rows.map(({ node, level }) => `${'.'.repeat(level - 1)}${node.name}${node.note && ` (${node.note})`}`);

describe('the tree of the world', () => {
  test('has the organization with what is attached to each level, then the accounts with what they hold', () => {
    expect(words(rowsOf(treeOf(company()), open, ''))).toEqual([
      'Organization',
      '.Root',
      '..FullAWSAccess (SCP)',
      '..NoLeaving (SCP)',
      '..Sandbox (unit)',
      '...NoLeaving (SCP)',
      '...RCPFullAWSAccess (RCP)',
      '...Perimeter (RCP)',
      `...${dev} (account)`,
      '..444455556666 (management)',
      '.Service control policies',
      '..NoLeaving',
      '.Resource control policies',
      '..Perimeter',
      dev,
      '.Users',
      '..alice (in Admins)',
      '...base (inline)',
      '...Reader (attached)',
      '..bob (in Admins)',
      '...Reader (boundary)',
      '.Groups',
      '..Admins',
      '...AdministratorAccess (AWS)',
      '.Roles',
      '..Deploy',
      '...trust policy (trust)',
      '.Resources',
      '..payroll (s3)',
      '...resource policy (resource)',
      '..jobs (sqs)',
      '.VPC endpoints',
      '..vpce-0a1b',
      '.Policies',
      '..Reader',
      '444455556666',
      '.Users',
      '..root-admin',
    ]);
  });

  test('folds, and tells how many stand beside each other', () => {
    const rows = rowsOf(treeOf(company()), new Map([['/organization', false], [`/accounts/${dev}`, false]]), '');
    expect(words(rows)).toEqual(['Organization', dev, '444455556666', '.Users', '..root-admin']);
    expect(rows.map(({ position, size, open: o }) => [position, size, o])).toEqual([[1, 3, false], [2, 3, false], [3, 3, true], [1, 1, true], [1, 1, null]]);
  });

  test('is searched by name, kind and ARN; what is found keeps what is above and below it', () => {
    expect(words(rowsOf(treeOf(company()), open, 'ALICE'))).toEqual([dev, '.Users', '..alice (in Admins)', '...base (inline)', '...Reader (attached)']);
    expect(words(rowsOf(treeOf(company()), open, 'arn:aws:sqs'))).toEqual([dev, '.Resources', '..jobs (sqs)']);
    expect(words(rowsOf(treeOf(company()), open, 'boundary'))).toEqual([dev, '.Users', '..bob (in Admins)', '...Reader (boundary)']);
    expect(rowsOf(treeOf(company()), open, 'nobody')).toEqual([]);
  });

  test('of a large world begins with its sections folded', () => {
    const users = Array.from({ length: 1000 }, (_, i) => `"u${i}":{}`).join(',');
    const tree = treeOf(parseJson(`{"accounts":{"${dev}":{"users":{${users}}}}}`));
    expect(sizeOf(tree)).toBe(1002);
    expect(words(rowsOf(tree, open, ''))).toEqual([dev, '.Users']);
    expect(rowsOf(tree, new Map([[`/accounts/${dev} Users`, true]]), '').length).toBe(1002);
    expect(rowsOf(tree, open, 'u999').length).toBe(3);
  });

  test.each(['{"organization":7}', '{"organization":{"root":[]}}', '{"organization":{"root":{"organizationalUnits":{"a":null},"accounts":[1],"scps":{"x":1}}},"accounts":{"1":{"resources":[]}}}'])('stands any shape: %s', (text) => {
    expect(() => rowsOf(treeOf(parseJson(text)), open, '')).not.toThrow();
  });
});
