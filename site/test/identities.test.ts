import { describe, expect, test } from 'vitest';
import { keyOf } from '../src/scenario/documents';
import { addIdentity, attachPolicy, deleteIdentity, detachPolicy, joinGroup, leaveGroup, membersOf, removeBoundary, renameIdentity, setBoundary, setIdentityPath } from '../src/world/identities';
import { changeTexts } from '../src/world/references';
import { alice, aliceArn, company, dev, done, plain, problemOf } from './company';

const admins = ['accounts', dev, 'groups', 'Admins'];
const deploy = ['accounts', dev, 'roles', 'Deploy'];
const bob = ['accounts', dev, 'users', 'bob'];

describe('new identities', () => {
  test('a user may do nothing, and its name is free without regard to case', () => {
    const first = done(addIdentity(company(), dev, 'users'));
    const second = done(addIdentity(first.scenario, dev, 'users'));
    expect(plain(second.scenario, ['accounts', dev, 'users', 'new-user'])).toEqual({});
    expect(second.open).toBe(keyOf(['accounts', dev, 'users', 'new-user2']));
  });

  test('a role trusts its own account', () => {
    const { scenario, open } = done(addIdentity(company(), dev, 'roles'));
    expect(JSON.parse(String(plain(scenario, ['accounts', dev, 'roles', 'new-role', 'trustPolicy'])))).toMatchObject({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${dev}:root` }, Action: 'sts:AssumeRole' }],
    });
    expect(open).toBe(keyOf(['accounts', dev, 'roles', 'new-role']));
  });
});

describe('another name', () => {
  test('of a user is followed by requests, federated sessions and assertions; texts keep the old ARN and are counted', () => {
    const { scenario, notice, texts, moved } = done(renameIdentity(company(), alice, 'carol'));
    const carol = `arn:aws:iam::${dev}:user/carol`;
    expect(plain(scenario, 'requests 0 principal')).toBe(carol);
    expect(plain(scenario, 'requests 0 name')).toBe('alice reads');
    expect(plain(scenario, 'requests 0 decidedBy 0 attachedTo')).toBe(carol);
    expect(plain(scenario, 'requests 2 session federatedBy')).toBe(carol);
    expect(Object.keys(plain(scenario, ['accounts', dev, 'users']) as object)).toEqual(['carol', 'bob']);
    expect(notice).toBe(`2 policies still name ${aliceArn}.`);
    expect(moved).toEqual({ from: keyOf(alice), to: keyOf(['accounts', dev, 'users', 'carol']) });
    const followed = changeTexts(scenario, texts!);
    expect(plain(followed, [...deploy, 'trustPolicy'])).toContain(`"${carol}"`);
    expect(JSON.stringify(plain(followed, ['accounts']))).not.toContain('user/alice');
  });

  test('does not touch who is called like the beginning of it', () => {
    const { scenario } = done(renameIdentity(company(), alice, 'al'));
    const back = done(renameIdentity(scenario, ['accounts', dev, 'users', 'al'], 'alfred'));
    expect(back.notice).toBe('');
    expect(plain(back.scenario, 'requests 0 principal')).toBe(`arn:aws:iam::${dev}:user/alfred`);
  });

  test('of a group is followed by its users', () => {
    const { scenario } = done(renameIdentity(company(), admins, 'Operators'));
    expect([plain(scenario, [...alice, 'groups']), plain(scenario, [...bob, 'groups'])]).toEqual([['Operators'], ['Operators']]);
  });

  test('of a role is followed by its sessions', () => {
    const { scenario } = done(renameIdentity(company(), deploy, 'Release'));
    expect(plain(scenario, 'requests 1 principal')).toBe(`arn:aws:sts::${dev}:assumed-role/Release/s1`);
  });

  test.each([
    ['', 'A user needs a name.'],
    ['a b', 'A space cannot stand in this name. Use letters, digits and _ + = , . @ -'],
    ['a/b', '“/” cannot stand in this name. Use letters, digits and _ + = , . @ -'],
    ['x'.repeat(65), 'The name has 65 characters; AWS takes at most 64.'],
    ['BOB', 'There is a user “bob” already; AWS does not tell names apart by case.'],
    ['bob', 'There is a user “bob” already.'],
  ])('%s is refused', (name, problem) => {
    expect(problemOf(renameIdentity(company(), alice, name))).toBe(problem);
  });

  test('may change its case, have 64 characters and all the signs that AWS takes', () => {
    for (const name of ['Alice', 'x'.repeat(64), 'a+b=c,d.e@f-g_h']) expect(problemOf(renameIdentity(company(), alice, name))).toBe('');
  });

  test('of a group or role may be as long as AWS says: 128 and 64', () => {
    expect(problemOf(renameIdentity(company(), admins, 'g'.repeat(128)))).toBe('');
    expect(problemOf(renameIdentity(company(), admins, 'g'.repeat(129)))).toContain('at most 128');
    expect(problemOf(renameIdentity(company(), deploy, 'r'.repeat(65)))).toContain('at most 64');
  });
});

describe('deleting', () => {
  test('a user takes its inline policies along; requests stay and are counted', () => {
    const { scenario, notice } = deleteIdentity(company(), alice);
    expect(plain(scenario, alice)).toBe(undefined);
    expect(plain(scenario, 'requests 0 principal')).toBe(aliceArn);
    expect(notice).toBe('alice is deleted. Its inline policy base went with it. 1 request still asks as alice. 1 request still names it as the user who federated. 2 policies still name it.');
  });

  test('a group takes its users out of it, and the list that is empty then goes', () => {
    const { scenario, notice } = deleteIdentity(company(), admins);
    expect(plain(scenario, alice)).not.toHaveProperty('groups');
    expect(notice).toBe('Admins is deleted. alice and bob are no longer in it.');
  });

  test('a role names the requests of its sessions', () => {
    expect(deleteIdentity(company(), deploy).notice).toBe('Deploy is deleted. 1 request still asks as Deploy.');
  });
});

describe('groups', () => {
  test('are joined and left', () => {
    const left = leaveGroup(company(), alice, 'Admins').scenario;
    expect(plain(left, alice)).not.toHaveProperty('groups');
    expect(membersOf(left, admins)).toEqual(['bob']);
    expect(plain(done(joinGroup(left, alice, 'Admins')).scenario, [...alice, 'groups'])).toEqual(['Admins']);
  });

  test.each([['', 'Choose a group.'], ['Nobody', 'This account has no group “Nobody”.'], ['Admins', 'alice is in Admins already.']])('%s is not joined', (group, problem) => {
    expect(problemOf(joinGroup(company(), alice, group))).toBe(problem);
  });

  test('are ten at most', () => {
    let scenario = company();
    for (let n = 0; n < 10; n++) scenario = done(addIdentity(scenario, dev, 'groups')).scenario;
    for (let n = 1; n < 10; n++) scenario = done(joinGroup(scenario, alice, n === 1 ? 'new-group' : `new-group${n}`)).scenario;
    expect(problemOf(joinGroup(scenario, alice, 'new-group10'))).toBe('AWS puts a user into 10 groups at most.');
  });
});

describe('managed policies', () => {
  const aws = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

  test('are attached by name or ARN, and detached', () => {
    const both = done(attachPolicy(company(), alice, aws)).scenario;
    expect(plain(both, [...alice, 'attachedPolicies'])).toEqual(['Reader', aws]);
    const one = detachPolicy(both, alice, 'Reader').scenario;
    expect(plain(one, [...alice, 'attachedPolicies'])).toEqual([aws]);
    expect(plain(detachPolicy(one, alice, aws).scenario, alice)).not.toHaveProperty('attachedPolicies');
  });

  test.each([
    ['', 'Choose a policy.'],
    ['Reader', 'This policy is attached already.'],
    ['Writer', 'This account has no customer managed policy “Writer”. Use the ARN of an AWS managed policy, or add one.'],
    ['arn:aws:iam::444455556666:policy/P', 'The policy belongs to account 444455556666; only policies of this account and of AWS can be used here.'],
    ['arn:aws:s3:::payroll', 'The ARN of a managed policy looks like arn:aws:iam::aws:policy/NAME.'],
  ])('“%s” is not attached', (reference, problem) => {
    expect(problemOf(attachPolicy(company(), alice, reference))).toBe(problem);
  });

  test('are set as a boundary, which is one at most, and removed', () => {
    const first = done(setBoundary(company(), alice, 'Reader')).scenario;
    const second = done(setBoundary(first, alice, aws)).scenario;
    expect(plain(second, [...alice, 'permissionsBoundary'])).toBe(aws);
    expect(plain(removeBoundary(second, alice).scenario, alice)).not.toHaveProperty('permissionsBoundary');
    expect(problemOf(setBoundary(company(), alice, 'Writer'))).toContain('no customer managed policy');
  });
});

// "Friendly names and paths": a path begins and ends with a slash; "IAM and AWS STS quotas": 512 characters.
describe('a path', () => {
  test('changes the ARN; requests follow, texts keep the old one and are counted', () => {
    const { scenario, notice, texts } = done(setIdentityPath(company(), alice, '/finance/'));
    const moved = `arn:aws:iam::${dev}:user/finance/alice`;
    expect(plain(scenario, 'requests 0 principal')).toBe(moved);
    expect(notice).toBe(`2 policies still name ${aliceArn}.`);
    expect(texts).toEqual({ from: aliceArn, to: moved });
    const back = done(setIdentityPath(scenario, alice, '/')).scenario;
    expect(plain(back, 'requests 0 principal')).toBe(aliceArn);
    expect(Object.keys(plain(back, alice) as object)).not.toContain('path');
  });

  test.each(['', 'finance', '/finance', 'finance/', '/a b/', '/ä/', `/${'p'.repeat(511)}/`])('%j is refused', (path) => {
    expect(problemOf(setIdentityPath(company(), alice, path))).toMatch(/path/);
  });
});
