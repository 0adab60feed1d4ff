// Calls `verdict serve` with the AWS SDK for JavaScript, unmodified. node_test.go runs this, and says where and as whom to call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachRolePolicyCommand, CreateAccessKeyCommand, CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteConflictException, DeletePolicyCommand, DeleteUserCommand,
  AddUserToGroupCommand, EntityAlreadyExistsException, GetRoleCommand, GetUserCommand, IAMClient, InvalidInputException, LimitExceededException, ListAccessKeysCommand,
  MalformedPolicyDocumentException, NoSuchEntityException, SimulatePrincipalPolicyCommand, TagUserCommand, UpdateRoleCommand,
  paginateGetAccountAuthorizationDetails, paginateListUsers, waitUntilPolicyExists, waitUntilRoleExists, waitUntilUserExists,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, MalformedPolicyDocumentException as MalformedSessionPolicy, STSClient } from '@aws-sdk/client-sts';

const account = process.env.VERDICT_ACCOUNT;
const setting = { endpoint: process.env.VERDICT_ENDPOINT, region: 'us-east-1', maxAttempts: 1 };
const iam = new IAMClient(setting);
const sts = new STSClient(setting);

const document = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const trust = (principal) => document({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
const readOnly = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

test('who calls', async () => {
  const who = await sts.send(new GetCallerIdentityCommand({}));
  assert.equal(who.Arn, `arn:aws:iam::${account}:root`);
  assert.equal(who.Account, account);
});

test('a user is made, and reads as it was made', async () => {
  const before = Date.now();
  const { User: made } = await iam.send(new CreateUserCommand({ UserName: 'ana', Path: '/team/', Tags: [{ Key: 'team', Value: 'rot und grün' }] }));
  assert.equal(made.Arn, `arn:aws:iam::${account}:user/team/ana`);
  assert.ok(made.CreateDate instanceof Date && Math.abs(made.CreateDate.getTime() - before) < 10_000);
  const { User: got } = await iam.send(new GetUserCommand({ UserName: 'ana' }));
  assert.deepEqual(got, { ...made, Tags: [{ Key: 'team', Value: 'rot und grün' }] });
});

test('waiters find what is there, and give up on what is not', async () => {
  await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: trust(`arn:aws:iam::${account}:user/team/ana`) }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'deploy', PolicyDocument: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) }));
  const patience = { client: iam, minDelay: 1, maxDelay: 1, maxWaitTime: 5 };
  assert.equal((await waitUntilUserExists(patience, { UserName: 'ana' })).state, 'SUCCESS');
  assert.equal((await waitUntilRoleExists(patience, { RoleName: 'app' })).state, 'SUCCESS');
  assert.equal((await waitUntilPolicyExists(patience, { PolicyArn: Policy.Arn })).state, 'SUCCESS');
  await assert.rejects(waitUntilUserExists({ ...patience, maxWaitTime: 2 }, { UserName: 'nobody' }), { name: 'TimeoutError' });
});

test('policy documents come percent-encoded', async () => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'app' }));
  assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument), trust(`arn:aws:iam::${account}:user/team/ana`));
});

for (const pageSize of [1, 2, 99, 1000]) {
  test(`pages of ${pageSize} hold every user once`, async () => {
    const names = Array.from({ length: 120 }, (_, i) => `u${String(i).padStart(3, '0')}`);
    if (pageSize === 1) for (const UserName of names) await iam.send(new CreateUserCommand({ UserName, Path: '/many/' }));
    const pages = [];
    for await (const page of paginateListUsers({ client: iam, pageSize }, { PathPrefix: '/many/' })) pages.push(page);
    assert.equal(pages.length, Math.ceil(120 / pageSize));
    assert.deepEqual(pages.map((page) => page.IsTruncated), pages.map((_, i) => i < pages.length - 1));
    assert.deepEqual(pages.flatMap((page) => page.Users.map((user) => user.UserName)).sort(), names);
  });
}

test('the account comes in pages, too', async () => {
  const users = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 50 }, { Filter: ['User'] })) users.push(...page.UserDetailList);
  assert.equal(users.length, 121);
});

const refusals = [
  ['a user who is not there', new GetUserCommand({ UserName: 'nobody' }), NoSuchEntityException, 404],
  ['a name that is taken', new CreateUserCommand({ UserName: 'Ana' }), EntityAlreadyExistsException, 409],
  ['a policy that is no JSON', new CreatePolicyCommand({ PolicyName: 'broken', PolicyDocument: '{' }), MalformedPolicyDocumentException, 400],
  ['a reserved tag', new TagUserCommand({ UserName: 'ana', Tags: [{ Key: 'aws:x', Value: '' }] }), InvalidInputException, 400],
];
for (const [what, command, Exception, status] of refusals) {
  test(`${what} is refused by class`, async () => {
    const error = await iam.send(command).then(() => assert.fail('it was not refused'), (e) => e);
    assert.ok(error instanceof Exception, String(error));
    assert.equal(error.$metadata.httpStatusCode, status);
    assert.ok(error.message && error.$metadata.requestId);
  });
}

test('a user in a group cannot be deleted', async () => {
  await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'devs', UserName: 'ana' }));
  await assert.rejects(iam.send(new DeleteUserCommand({ UserName: 'ana' })), DeleteConflictException);
});

test('a third access key is one too many', async () => {
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  await assert.rejects(iam.send(new CreateAccessKeyCommand({ UserName: 'ana' })), LimitExceededException);
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'ana' }));
  assert.deepEqual(AccessKeyMetadata.map((key) => key.Status), ['Active', 'Active']);
});

test('what the service alone checks is a ValidationError', async () => {
  await assert.rejects(iam.send(new UpdateRoleCommand({ RoleName: 'app', MaxSessionDuration: 60 })), { name: 'ValidationError' });
});

test('AWS managed policies cannot be deleted', async () => {
  await assert.rejects(iam.send(new DeletePolicyCommand({ PolicyArn: readOnly })), { name: 'AccessDenied' });
});

test('a role is assumed, and its session may do what the role may', async () => {
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
  await iam.send(new CreateUserCommand({ UserName: 'eve' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
  const eve = new STSClient({ ...setting, credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey } });
  const RoleArn = `arn:aws:iam::${account}:role/app`;
  await assert.rejects(eve.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's1' })), { name: 'AccessDenied' });
  await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: trust(`arn:aws:iam::${account}:user/eve`) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'reader', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
  const assume = { RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: 's1' };
  await assert.rejects(eve.send(new AssumeRoleCommand({ ...assume, Policy: '{' })), MalformedSessionPolicy);
  const { Credentials: c } = await eve.send(new AssumeRoleCommand(assume));
  const session = new IAMClient({ ...setting, credentials: { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken } });
  assert.equal((await session.send(new GetUserCommand({ UserName: 'ana' }))).User.UserName, 'ana');
  await assert.rejects(session.send(new CreateUserCommand({ UserName: 'bob' })), { name: 'AccessDenied' });
});

test('the simulator decides as the policies say', async () => {
  const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: `arn:aws:iam::${account}:role/reader`, ActionNames: ['iam:GetUser', 'iam:CreateUser'] }));
  assert.deepEqual(EvaluationResults.map((r) => r.EvalDecision), ['allowed', 'implicitDeny']);
});
