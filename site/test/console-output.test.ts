import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { answered, type ApiAnswer } from '../src/console/api';
import { carryOut, type CallCommand } from '../src/console/call';
import { commandOf } from '../src/console/command';
import type { Model } from '../src/console/model';
import { wordsOf } from '../src/console/steps';
import type { Value } from '../src/console/values';
import { startIamApi } from './iamapi';

const fixture = (name: string) => readFileSync(new URL(`awscli/${name}`, import.meta.url), 'utf8');
const model = JSON.parse(readFileSync(new URL('../src/console/model.json', import.meta.url), 'utf8')) as Model;
const scenario = fixture('scenario.json');
// What the AWS CLI itself printed; `source` in the file says how.
const { cases } = JSON.parse(fixture('seen.json')) as { cases: { command: string; json: string[]; text: string[]; table: string[] }[] };

let api: (text: string) => string;
beforeAll(async () => void (api = await startIamApi()));

async function ask({ service, operation, parameters }: CallCommand, more: { [name: string]: Value }): Promise<ApiAnswer> {
  const call = { method: 'call', scenario, service, operation, parameters: { ...parameters, ...more }, credentials: { accessKeyId: 'AKIAROOT111122223333' }, now: '2026-11-28T10:00:00Z', seed: 'x' };
  return answered({ kind: 'reply', text: api(JSON.stringify(call)) });
}

async function outputOf(line: string): Promise<string> {
  const outcome = await carryOut(model, commandOf(wordsOf(line)!, model, () => undefined) as CallCommand, ask);
  return outcome.kind === 'done' ? outcome.output : outcome.message;
}

describe.each(['json', 'text', 'table'] as const)('%s is what the AWS CLI prints', (output) => {
  test.each(cases.map((one) => [one.command, one[output]] as const))('%s', async (command, lines) => {
    expect((await outputOf(`${command} --output ${output}`)).trimEnd().split('\n')).toEqual(lines);
  });
});

test('pages of any size give the same list, in JSON as one and in text page by page', async () => {
  const whole = await outputOf('aws iam list-users');
  for (const size of [1, 2, 5, 1000]) expect(await outputOf(`aws iam list-users --page-size ${size}`), String(size)).toBe(whole);
  // The user guide: "the output is paginated before the --query filter is applied, and the AWS CLI runs the query once on each page".
  expect(await outputOf("aws iam list-users --page-size 2 --query 'Users[0].UserName' --output text")).toBe('alice\nbo\ncarla\n');
});

test('a list cut by --max-items goes on at its token', async () => {
  const first = JSON.parse(await outputOf('aws iam list-users --max-items 4')) as { Users: Value[]; NextToken: string };
  const rest = JSON.parse(await outputOf(`aws iam list-users --starting-token ${first.NextToken}`)) as { Users: Value[]; NextToken?: string };
  const whole = JSON.parse(await outputOf('aws iam list-users')) as { Users: Value[] };
  expect(first.Users).toHaveLength(4);
  expect([...first.Users, ...rest.Users]).toEqual(whole.Users);
  expect(rest.NextToken).toBeUndefined();
});

// What AWS CLI 2.9.19 said, after 20 seconds where there was no such user.
test.each([
  ['aws iam wait user-exists --user-name alice', ''],
  ['aws iam wait user-exists --user-name alice --query User --output text', ''],
  ['aws iam wait user-exists --user-name nobody', 'Waiter UserExists failed: Max attempts exceeded. Previously accepted state: Matched expected service error code: NoSuchEntity'],
  ['aws iam wait instance-profile-exists --instance-profile-name none', 'Waiter InstanceProfileExists failed: Max attempts exceeded. Previously accepted state: Matched expected HTTP status code: 404'],
])('%s', async (line, expected) => expect(await outputOf(line)).toBe(expected));
