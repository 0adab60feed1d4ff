import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseJson, writeJson } from '../src/json/json';
import { findSecrets, mapStrings, withoutSecrets } from '../src/scenario/secrets';

const root = new URL('../../', import.meta.url);
const key = (tail: string) => `AKIA${tail}`;
const secret = (seed: string) => (seed + 'aB3dEf6hIj9kLmNoPqRsTuVwXyZ0/1+2cGtWvUzYb').slice(0, 40);

/** Twenty ways in which credentials stand in what people paste; each holds a secret. */
const leaks: [string, string][] = [
  ['a credentials file', `[default]\naws_access_key_id = ${key('Z7QK2XW4MNPL6RTB')}\naws_secret_access_key = ${secret('q')}`],
  ['environment variables', `export AWS_ACCESS_KEY_ID=${key('ABCDEFGHIJ234567')}`],
  ['a secret alone with its name', `AWS_SECRET_ACCESS_KEY=${secret('w')}`],
  ['JSON of STS', `{"AccessKeyId":"ASIAZ7QK2XW4MNPL6RTB","SecretAccessKey":"${secret('e')}","SessionToken":"IQoJb3JpZ2luX2VjE${'A'.repeat(60)}"}`],
  ['a session token alone', `aws_session_token=IQoJb3JpZ2lu${'x9'.repeat(40)}`],
  ['an older session token', `FwoGZXIvYXdzE${'b7'.repeat(40)}`],
  ['a policy’s condition', `{"Condition":{"StringEquals":{"aws:userid":"${key('QWERTYUIOP234567')}"}}}`],
  ['a description', `use ${key('ZZZZYYYYXXXX2345')} for now`],
  ['an ARN', `arn:aws:iam::111122223333:user/bob/${key('MMMMNNNNOOOO2345')}`],
  ['a CloudTrail event', `"accessKeyId":"ASIAQQQQWWWWEEEE2345"`],
  ['terraform', `access_key = "${key('TTTTRRRRFFFF2345')}"\nsecret_key = "${secret('r')}"`],
  ['a URL', `https://x.example/?AWSAccessKeyId=${key('UUUURRRRLLLL2345')}&Signature=x`],
  ['a signed URL', `X-Amz-Credential=${key('SSSSIIIIGGGG2345')}%2F20260101%2Fus-east-1`],
  ['YAML', `secretAccessKey: ${secret('t')}`],
  ['CSV', `User name,Access key ID,Secret access key\nbob,${key('CCCCSSSSVVVV2345')},${secret('y')}`],
  ['a header', `Authorization: AWS4-HMAC-SHA256 Credential=${key('HHHHEEEEAAAA2345')}/20260101`],
  ['Python', `boto3.client('s3', aws_secret_access_key='${secret('u')}')`],
  ['an assignment in JSON', `{"password": "${secret('i')}"}`],
  ['brackets', `(${key('BBBBRRRRKKKK2345')})`],
  ['a line of its own', `${key('LLLLIIIINNNN2345')}`],
];

describe('credentials', () => {
  test.each(leaks)('are found in %s', (_, text) => {
    const found = findSecrets(text);
    expect(found.length).toBeGreaterThan(0);
    const clean = withoutSecrets(text, found);
    for (const { text: gone } of found) expect(clean).not.toContain(gone);
    expect(findSecrets(clean)).toEqual([]);
  });

  test('that come with an access key are found with it', () => {
    expect(findSecrets(leaks[0]![1]).map(({ kind }) => kind)).toEqual(['access key id', 'secret access key']);
    expect(findSecrets(leaks[3]![1]).map(({ kind }) => kind).sort()).toEqual(['access key id', 'secret access key', 'session token']);
    expect(findSecrets(leaks[14]![1])).toHaveLength(2);
  });

  test('of AWS’s documentation, hashes and other long words are none', () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'secret: da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'XAKIAABCDEFGHIJ234567',
      'AKIAABCDEFGHIJ2345678',
      'AKIAABCDEFGHIJ23456',
      'secretsmanager:GetSecretValueForAllTheApplicationsOfTheTeam',
      'IQoJb3JpZ2lu',
    ]) expect(findSecrets(text), text).toEqual([]);
  });

  test('are found nowhere in the AWS managed policies and scenarios of this repository', () => {
    const policies = ['engine/catalog/policies.txt', 'engine/catalog/data/managed.txt'].flatMap((file) => readFileSync(new URL(file, root), 'utf8').split('\n'));
    expect(policies.length).toBeGreaterThan(1_590);
    const scenarios = readdirSync(new URL('scenarios/', root)).filter((name) => name.endsWith('.json')).map((name) => readFileSync(new URL(`scenarios/${name}`, root), 'utf8'));
    expect(scenarios.length).toBeGreaterThan(40);
    for (const text of [...policies, ...scenarios]) expect(findSecrets(text)).toEqual([]);
  });

  test('are replaced in every string and name, and nothing else is', () => {
    const [[, text]] = [leaks[1]!];
    const value = parseJson(`{"a":{"${key('ABCDEFGHIJ234567')}":1},"list":["x ${key('ABCDEFGHIJ234567')}",true,null,1.50]}`);
    const clean = mapStrings(value, (s) => withoutSecrets(s, findSecrets(text)));
    expect(writeJson(clean)).toBe('{"a":{"AKIAIOSFODNN7EXAMPLE":1},"list":["x AKIAIOSFODNN7EXAMPLE",true,null,1.50]}');
  });
});
