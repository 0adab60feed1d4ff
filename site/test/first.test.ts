import { describe, expect, test } from 'vitest';
import { parseJson, type JsonObject } from '../src/json/json';
import { firstDocument } from '../src/scenario/first';

const account = (inside: object, principal: string) =>
  parseJson(JSON.stringify({ version: 1, accounts: { '111122223333': inside }, requests: [{ principal: 'anonymous' }, { principal }] })) as JsonObject;
const document = { Version: '2012-10-17', Statement: [] };
const ana = 'arn:aws:iam::111122223333:user/team/ana';

describe('the document that is shown first', () => {
  test.each([
    ['an inline policy of the caller', { users: { ben: { inlinePolicies: { other: document } }, ana: { inlinePolicies: { own: document } } } }, ana, '/accounts/111122223333/users/ana/inlinePolicies/own'],
    ['an inline policy of a group of the caller', { users: { ben: { inlinePolicies: { other: document } }, ana: { groups: ['staff'] } }, groups: { staff: { inlinePolicies: { shared: document } } } }, ana, '/accounts/111122223333/groups/staff/inlinePolicies/shared'],
    ['a policy that is attached to a group of the caller', { users: { ben: { inlinePolicies: { other: document } }, ana: { groups: ['staff'] } }, groups: { staff: { attachedPolicies: ['arn:aws:iam::111122223333:policy/Read'] } }, policies: { Write: document, Read: document } }, ana, '/accounts/111122223333/policies/Read'],
    ['what the role of a session holds', { roles: { ops: { trustPolicy: document, inlinePolicies: { run: document } } }, users: { ben: { inlinePolicies: { other: document } } } }, 'arn:aws:sts::111122223333:assumed-role/ops/night', '/accounts/111122223333/roles/ops/inlinePolicies/run'],
    ['what any identity has of its own, where the caller holds nothing', { resources: { 'arn:aws:s3:::b': { policy: document } }, users: { ana: {}, ben: { inlinePolicies: { other: document } } } }, ana, '/accounts/111122223333/users/ben/inlinePolicies/other'],
    ['anything else, where nobody has something of their own', { resources: { 'arn:aws:s3:::b': { policy: document } } }, 'anonymous', '/accounts/111122223333/resources/arn:aws:s3:::b/policy'],
    ['nothing, where there is none', { users: { ana: {} } }, ana, ''],
  ])('is %s', (_, inside, principal, key) => {
    expect(firstDocument(account(inside, principal), 1)).toBe(key);
  });
});
