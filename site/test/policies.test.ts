import { describe, expect, test } from 'vitest';
import { parseJson, type JsonObject } from '../src/json/json';
import { setAt } from '../src/json/path';
import { keyOf } from '../src/scenario/documents';
import { addControl, addInlinePolicy, addManagedPolicy, addOwnPolicy, deletePolicy, renamePolicy } from '../src/world/policies';
import { addEndpoint, addResource, deleteResource, renameResource } from '../src/world/resources';
import { alice, aliceArn, company, dev, done, plain, problemOf } from './company';

const reader = ['accounts', dev, 'policies', 'Reader', 'document'];
const base = [...alice, 'inlinePolicies', 'base'];
const payroll = ['accounts', dev, 'resources', 'arn:aws:s3:::payroll'];
const jobs = ['accounts', dev, 'resources', `arn:aws:sqs:eu-west-1:${dev}:jobs`];
const endpoint = ['accounts', dev, 'resources', `arn:aws:ec2:eu-west-1:${dev}:vpc-endpoint/vpce-0a1b`];
const scp = ['organization', 'serviceControlPolicies', 'NoLeaving'];
const text = (value: unknown) => JSON.parse(String(value)) as { Statement: Record<string, unknown>[] };

describe('new policies', () => {
  test('an inline one reads a bucket of the account: the bucket is listed, its objects are read', () => {
    const { scenario, open } = addInlinePolicy(company(), alice);
    expect(open).toBe(keyOf([...alice, 'inlinePolicies', 'policy']));
    expect(text(plain(scenario, [...alice, 'inlinePolicies', 'policy'])).Statement).toMatchObject([
      { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::payroll' },
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::payroll/*' },
    ]);
  });

  test('a customer managed one, an SCP and an RCP stand in their libraries, attached nowhere', () => {
    const { scenario } = addControl(addControl(addManagedPolicy(company(), dev).scenario, 'scp').scenario, 'rcp');
    expect(text(plain(scenario, ['accounts', dev, 'policies', 'NewPolicy'])).Statement[0]).toMatchObject({ Effect: 'Allow' });
    expect(text(plain(scenario, 'organization serviceControlPolicies NewSCP')).Statement[0]).toMatchObject({ Effect: 'Deny' });
    expect(text(plain(scenario, 'organization resourceControlPolicies NewRCP')).Statement[0]).toMatchObject({ Effect: 'Deny', Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } });
  });

  test('of a queue and of an endpoint are the service’s own', () => {
    expect(text(plain(addOwnPolicy(company(), jobs).scenario, [...jobs, 'policy'])).Statement[0]).toMatchObject({ Principal: { AWS: `arn:aws:iam::${dev}:root` }, Action: 'sqs:SendMessage', Resource: jobs[3] });
    expect(text(plain(addOwnPolicy(company(), endpoint).scenario, [...endpoint, 'policy'])).Statement[0]).toMatchObject({ Principal: '*', Action: '*', Resource: '*' });
  });

  test('are JSON that the page writes back without loss', () => {
    const { scenario, open } = addInlinePolicy(company(), alice);
    expect(() => parseJson(String(plain(scenario, [...alice, 'inlinePolicies', open!.split('/').at(-1)!])))).not.toThrow();
  });
});

describe('another name', () => {
  test('of a customer managed policy is followed by attachments, boundaries, session policies and assertions', () => {
    const { scenario } = done(renamePolicy(company(), reader, 'ReadAll'));
    expect(plain(scenario, [...alice, 'attachedPolicies'])).toEqual(['ReadAll']);
    expect(plain(scenario, ['accounts', dev, 'users', 'bob', 'permissionsBoundary'])).toBe(`arn:aws:iam::${dev}:policy/team/ReadAll`);
    expect(plain(scenario, 'requests 1 session policies')).toEqual(['ReadAll']);
    expect(plain(scenario, 'requests 0 decidedBy 0 policy')).toBe('ReadAll');
  });

  test('of a customer managed policy leaves one of the same name in another account alone', () => {
    const other = setAt(setAt(company(), ['accounts', '444455556666', 'policies', 'Reader'], '{}'), ['accounts', '444455556666', 'users', 'root-admin', 'attachedPolicies'], ['Reader']) as JsonObject;
    const { scenario } = done(renamePolicy(other, reader, 'ReadAll'));
    expect(plain(scenario, ['accounts', '444455556666', 'users', 'root-admin', 'attachedPolicies'])).toEqual(['Reader']);
    expect(deletePolicy(other, reader).notice).toContain('3 places');
  });

  test('of an inline policy is followed by assertions about that identity alone', () => {
    const { scenario, moved } = done(renamePolicy(company(), base, 'NoDelete'));
    expect(plain(scenario, 'requests 1 decidedBy 0')).toEqual({ policy: 'NoDelete', attachedTo: aliceArn });
    expect(moved!.to).toBe(keyOf([...alice, 'inlinePolicies', 'NoDelete']));
  });

  test('of an SCP is followed by attachments and assertions', () => {
    const { scenario } = done(renamePolicy(company(), scp, 'Stay'));
    expect(plain(scenario, 'organization root scps')).toEqual(['FullAWSAccess', 'Stay']);
    expect(plain(scenario, 'organization root organizationalUnits Sandbox scps')).toEqual(['Stay']);
    expect(plain(scenario, 'requests 1 decidedBy 1 policy')).toBe('Stay');
  });

  test('is as AWS takes it', () => {
    expect(problemOf(renamePolicy(company(), base, 'no delete'))).toContain('A space cannot stand');
    expect(problemOf(renamePolicy(company(), base, 'p'.repeat(129)))).toContain('at most 128');
    expect(problemOf(renamePolicy(company(), scp, 'No leaving of accounts'))).toBe('');
  });
});

describe('deleting', () => {
  test('a customer managed policy takes it off everywhere and says where', () => {
    const { scenario, notice } = deletePolicy(company(), reader);
    expect(plain(scenario, alice)).not.toHaveProperty('attachedPolicies');
    expect(plain(scenario, ['accounts', dev, 'users', 'bob'])).not.toHaveProperty('permissionsBoundary');
    expect(plain(scenario, 'requests 1 session')).not.toHaveProperty('policies');
    expect(notice).toBe('Reader is deleted. It was taken off 3 places: alice, boundary of bob and session policy of request 2.');
  });

  test('an SCP detaches it; where nothing else stays, full access takes its place', () => {
    const { scenario, notice } = deletePolicy(company(), scp);
    expect(plain(scenario, 'organization root')).not.toHaveProperty('scps');
    expect(plain(scenario, 'organization root organizationalUnits Sandbox')).not.toHaveProperty('scps');
    expect(notice).toBe('NoLeaving is deleted. It was detached from Root and Sandbox. FullAWSAccess took its place on Sandbox, where nothing else was attached.');
  });

  test('an inline, a trust and a resource-based policy', () => {
    expect(plain(deletePolicy(company(), base).scenario, base)).toBe(undefined);
    expect(deletePolicy(company(), [...payroll, 'policy']).notice).toBe('The policy of payroll is deleted.');
    expect(plain(deletePolicy(company(), [...payroll, 'policy']).scenario, payroll)).toEqual({});
  });
});

describe('resources', () => {
  test('are listed with a free ARN', () => {
    const twice = addResource(addResource(company(), dev).scenario, dev).scenario;
    expect(plain(twice, ['accounts', dev, 'resources', 'arn:aws:s3:::new-bucket2'])).toEqual({});
    expect(addEndpoint(company(), dev).open).toMatch(/vpc-endpoint~1vpce-[0-9a-f]+$/);
  });

  test('with another ARN are followed by requests about them and about what is in them', () => {
    const { scenario, notice } = done(renameResource(company(), payroll, 'arn:aws:s3:::wages'));
    expect(plain(scenario, 'requests 0 resource')).toBe('arn:aws:s3:::wages/jan.csv');
    expect(plain(scenario, 'requests 1 resource')).toEqual(['arn:aws:s3:::wages', 'arn:aws:s3:::payroll-archive/x']);
    expect(notice).toBe('1 policy still names arn:aws:s3:::payroll.');
  });

  test('an endpoint with another id is followed by the requests that pass through it, and deleted they go without', () => {
    const { scenario } = done(renameResource(company(), endpoint, endpoint[3]!.replace('0a1b', '0c2d')));
    expect(plain(scenario, 'requests 0 vpcEndpoint')).toBe('vpce-0c2d');
    const gone = deleteResource(company(), endpoint);
    expect(plain(gone.scenario, 'requests 0')).not.toHaveProperty('vpcEndpoint');
    expect(gone.notice).toBe('vpc-endpoint/vpce-0a1b is deleted. 1 request no longer passes through it.');
  });

  test('deleted are named on in the policies of others', () => {
    const named = done(renamePolicy(addInlinePolicy(company(), alice).scenario, [...alice, 'inlinePolicies', 'policy'], 'own')).scenario;
    expect(deleteResource(named, payroll).notice).toBe('payroll is deleted. Its policy went with it. 1 policy still names it.');
  });

  test('deleted take their policy along', () => {
    expect(deleteResource(company(), payroll).notice).toBe('payroll is deleted. Its policy went with it.');
  });

  test.each([
    ['payroll', 'An ARN has six parts: arn:partition:service:region:account:resource.'],
    ['arn:s3:::x:y:z', '“s3” is no partition; most ARNs begin with arn:aws.'],
    ['arn:aws:S3:::x', 'The third part is the service in small letters, such as s3.'],
    ['arn:aws:sqs:eu-west-1:1234:jobs', 'The fifth part is an account ID of 12 digits, or empty.'],
    ['arn:aws:sqs:eu-west-1:444455556666:jobs', 'This ARN belongs to account 444455556666; the resource stands in 111122223333.'],
    ['arn:aws:s3:::', 'The last part, the resource, is missing.'],
    ['arn:aws:s3:::pay*', 'A resource is one thing; wildcards stand in policies only.'],
    [`arn:aws:ec2:eu-west-1:${dev}:vpc-endpoint/mine`, 'The ID of an endpoint is “vpce-” and hexadecimal digits.'],
    [`arn:aws:sqs:eu-west-1:${dev}:jobs`, 'This resource is listed already.'],
  ])('%s is refused', (arn, problem) => {
    expect(problemOf(renameResource(company(), payroll, arn))).toBe(problem);
  });
});
