import { describe, expect, test } from 'vitest';
import { parseJson } from '../src/json/json';
import { isNear, sizeOf } from '../src/scenario/quota';

const account = ['accounts', '111122223333'];
const empty = parseJson('{}');

// The quotas are those of AWS's documentation: IAM and AWS STS quotas, Quotas for AWS Organizations, the guides of Amazon VPC, Amazon S3 and AWS KMS.
describe('a policy counts against the quota of its place', () => {
  test.each([
    ['customer managed policies', [...account, 'policies', 'p'], 6144],
    ['with a path of their own', [...account, 'policies', 'p', 'document'], 6144],
    ['inline policies of users', [...account, 'users', 'ana', 'inlinePolicies', 'p'], 2048],
    ['inline policies of groups', [...account, 'groups', 'g', 'inlinePolicies', 'p'], 5120],
    ['inline policies of roles', [...account, 'roles', 'r', 'inlinePolicies', 'p'], 10_240],
    ['trust policies', [...account, 'roles', 'r', 'trustPolicy'], 2048],
    ['service control policies', ['organization', 'serviceControlPolicies', 'p'], 5120],
    ['resource control policies', ['organization', 'resourceControlPolicies', 'p'], 5120],
    ['session policies', ['requests', '0', 'session', 'policies', '0'], 2048],
    ['VPC endpoint policies', [...account, 'resources', 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1', 'policy'], 20_480],
    ['bucket policies', [...account, 'resources', 'arn:aws:s3:::b', 'policy'], 20_480],
    ['key policies', [...account, 'resources', 'arn:aws:kms:eu-west-1:111122223333:key/k', 'policy'], 32_768],
    ['policies of other resources', [...account, 'resources', 'arn:aws:sqs:eu-west-1:111122223333:q', 'policy'], undefined],
  ])('%s', (_, path, quota) => {
    expect(sizeOf(empty, path, '{}')?.quota).toBe(quota);
  });
});

describe('what counts', () => {
  const text = '{\n  "Sid": "a b",\t"é😀": "\\" }"\r\n}';

  test('is for IAM all but the white space between tokens', () => {
    expect(sizeOf(empty, [...account, 'policies', 'p'], text)?.used).toBe('{"Sid":"a b","é😀":"\\" }"}'.length - 1);
  });

  test('is for AWS Organizations every character', () => {
    expect(sizeOf(empty, ['organization', 'serviceControlPolicies', 'p'], text)?.used).toBe(text.length - 1);
  });

  test('is for Amazon S3 every byte', () => {
    expect(sizeOf(empty, [...account, 'resources', 'arn:aws:s3:::b', 'policy'], 'é')?.used).toBe(2);
  });

  test('is for inline policies what the identity has in all of them', () => {
    const scenario = parseJson('{"accounts":{"111122223333":{"users":{"ana":{"inlinePolicies":{"p":"{ }","q":"[ 1 ]"}},"bob":{"inlinePolicies":{"r":"{}"}}}}}}');
    expect(sizeOf(scenario, [...account, 'users', 'ana', 'inlinePolicies', 'p'], '{ }')?.used).toBe(5);
  });

  test('a string that is not closed is counted whole and ends the counting of nothing else', () => {
    expect(sizeOf(empty, [...account, 'policies', 'p'], '{ "abc')?.used).toBe(5);
  });
});

test('a counter shows from four fifths of the quota on', () => {
  const size = (used: number) => ({ used, quota: 5120, counted: '' });
  expect([4095, 4096, 5121].map((used) => isNear(size(used)))).toEqual([false, true, true]);
});
