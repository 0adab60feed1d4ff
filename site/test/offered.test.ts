import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { friendlyAction, shortArn } from '../src/scenario/names';
import { offered } from '../src/scenario/offered';

const managed = readFileSync(new URL('../../engine/catalog/data/managed-names.txt', import.meta.url), 'utf8').trim().split('\n');
const byName = (arn: string) => ({ dim: '', strong: shortArn(arn) });

describe('what a field offers', () => {
  test('of 198 policies that hold ReadOnlyAccess, the one of that name comes first', () => {
    expect(managed.filter((arn) => arn.includes('ReadOnlyAccess')).length).toBeGreaterThan(60);
    expect(offered(managed, 'ReadOnlyAcc', byName)[0]).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess');
  });

  test('what begins with the typed text, in either letter case, comes before what holds it; else the order stays', () => {
    const actions = ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 'ec2:GetPasswordData', 'kms:Decrypt'];
    expect(offered(actions, 'get', friendlyAction)).toEqual(['s3:GetObject', 'ec2:GetPasswordData']);
    expect(offered(actions, 'object', friendlyAction)).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(offered(['my:s3', ...actions], 'S3', friendlyAction)).toEqual(['my:s3', 's3:ListBucket', 's3:GetObject', 's3:PutObject']);
    expect(offered(['xs3:a', 's3:b'], 's3', friendlyAction)).toEqual(['s3:b', 'xs3:a']);
  });

  test('nothing typed offers all, up to what a list can hold', () => {
    expect(offered(['b', 'a'], '', byName)).toEqual(['b', 'a']);
    expect(offered(managed, '', byName)).toEqual(managed.slice(0, 60));
  });
});
