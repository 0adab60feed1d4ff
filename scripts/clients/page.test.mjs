// Runs the example of docs/sdk.md: the AWS SDK for JavaScript, unmodified, with iamapi.wasm as its request handler. node_test.go runs this.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, GetUserCommand, IAMClient, NoSuchEntityException, paginateListUsers, SimulatePrincipalPolicyCommand, TagUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import '../../site/src/engine/wasm_exec.js';

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url));
const [, example] = /^```js\n(.*?)^```/ms.exec(read('docs/sdk.md').toString());
const { ScenarioHandler, startIamApi } = await import(`data:text/javascript,${encodeURIComponent(example)}`);
const answer = await startIamApi(read('site/public/iamapi.wasm'));

globalThis.fetch = () => assert.fail('a request went to the network');

const root = { accessKeyId: 'AKIAROOT111122223333', secretAccessKey: 'any' };
const handler = new ScenarioHandler(answer, '{"version": 1, "accounts": {"111122223333": {}}}');
const setting = { region: 'us-east-1', requestHandler: handler, maxAttempts: 1 };
const iam = (credentials) => new IAMClient({ ...setting, credentials });
const sts = (credentials) => new STSClient({ ...setting, credentials });
const scenario = () => JSON.parse(handler.scenario);
const ana = 'arn:aws:iam::111122223333:user/ana';

test('what is made stands in the scenario', async () => {
  const { User } = await iam(root).send(new CreateUserCommand({ UserName: 'ana' }));
  assert.equal(User.Arn, ana);
  assert.ok(User.CreateDate instanceof Date);
  await iam(root).send(new TagUserCommand({ UserName: 'ana', Tags: [{ Key: 'team', Value: 'rot + grün' }] }));
  assert.deepEqual(scenario().accounts['111122223333'].users.ana.tags, { team: 'rot + grün' });
});

test('an error is the SDK’s own', async () => {
  await assert.rejects(iam(root).send(new GetUserCommand({ UserName: 'nobody' })), (error) => error instanceof NoSuchEntityException && error.$metadata.httpStatusCode === 404);
});

test('each call is decided for the key that signs it', async () => {
  const { AccessKey } = await iam(root).send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  const asAna = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
  assert.equal((await sts(asAna).send(new GetCallerIdentityCommand({}))).Arn, ana);
  await assert.rejects(iam(asAna).send(new CreateUserCommand({ UserName: 'bo' })), { name: 'AccessDenied', message: /because no identity-based policy allows the iam:CreateUser action$/ });
  await iam(root).send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }));
  await iam(asAna).send(new CreateUserCommand({ UserName: 'bo' }));
  assert.deepEqual(Object.keys(scenario().accounts['111122223333'].users).sort(), ['ana', 'bo']);
});

test('sessions of roles call, too', async () => {
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: ana }, Action: 'sts:AssumeRole' } });
  const { Role } = await iam(root).send(new CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument: trust }));
  const { AccessKey } = await iam(root).send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  const asAna = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
  const { Credentials: keys } = await sts(asAna).send(new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: 's1' }));
  const session = { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.SessionToken };
  assert.equal((await sts(session).send(new GetCallerIdentityCommand({}))).Arn, 'arn:aws:sts::111122223333:assumed-role/Auditor/s1');
});

test('pages and the simulator', async () => {
  const names = [];
  for await (const page of paginateListUsers({ client: iam(root), pageSize: 1 }, {})) names.push(...page.Users.map((user) => user.UserName));
  assert.deepEqual(names, ['ana', 'bo']);
  const { EvaluationResults } = await iam(root).send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: ana, ActionNames: ['iam:CreateUser', 's3:GetObject'] }));
  assert.deepEqual(EvaluationResults.map((result) => result.EvalDecision), ['allowed', 'implicitDeny']);
});
