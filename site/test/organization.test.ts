import { describe, expect, test } from 'vitest';
import { parseJson, type JsonObject } from '../src/json/json';
import { attachedTo, nodesOf } from '../src/scenario/organization';
import { addAccount, deleteAccount, setAccountId, setAccountName, withAccount } from '../src/world/accounts';
import { addUnit, attachControl, createOrganization, deleteOrganization, deleteUnit, detachControl, moveAccount, renameUnit, setManagementAccount, setNodeId } from '../src/world/organization';
import { addControl } from '../src/world/policies';
import { company, dev, done, plain, problemOf } from './company';

const root = ['organization', 'root'];
const sandbox = [...root, 'organizationalUnits', 'Sandbox'];
const alone = (): JsonObject => parseJson('{"version":1,"accounts":{"111122223333":{},"444455556666":{}},"requests":[]}') as JsonObject;

describe('an organization', () => {
  test('takes all accounts in, the first as the management account', () => {
    const { scenario, notice } = done(createOrganization(alone()));
    expect(plain(scenario, 'organization')).toEqual({ id: 'o-exampleorg1', managementAccount: dev, root: { id: 'r-ab12', accounts: { [dev]: {}, '444455556666': {} } } });
    expect([...scenario.keys()]).toEqual(['version', 'organization', 'accounts', 'requests']);
    expect(notice).toContain('SCPs and RCPs do not limit it');
    expect(problemOf(createOrganization(scenario))).toBe('There is an organization already.');
    expect(problemOf(createOrganization(parseJson('{}') as JsonObject))).toContain('Add an account first');
  });

  test('deleted leaves its accounts alone, and says what went with it', () => {
    const { scenario, notice } = deleteOrganization(company());
    expect(scenario.has('organization')).toBe(false);
    expect(notice).toBe('The organization is deleted. 1 SCP, 1 RCP and 1 organizational unit went with it. Its accounts stand alone now.');
  });

  test('has another management account only among its own', () => {
    expect(plain(done(setManagementAccount(company(), dev)).scenario, 'organization managementAccount')).toBe(dev);
    expect(problemOf(setManagementAccount(company(), '777788889999'))).toBe('777788889999 has to be in the organization first.');
  });

  test.each([
    [['organization'], 'o-short', 'Write an ID like o-a1b2c3d4e5'],
    [root, 'r-AB12', 'Write an ID like r-ab12'],
    [sandbox, 'ou-ab12-short', 'Write an ID like ou-ab12-11111111'],
    [sandbox, 'r-ab12', 'Write an ID like ou-'],
  ])('%s has no id %s', (path, id, problem) => {
    expect(problemOf(setNodeId(company(), path, id))).toContain(problem);
  });

  test('with another id is named on by the policies that have the old one', () => {
    const fenced = addControl(company(), 'rcp').scenario;
    const { notice, texts } = done(setNodeId(fenced, ['organization'], 'o-a1b2c3d4e5'));
    expect([notice, texts]).toEqual(['1 policy still names o-exampleorg1.', { from: 'o-exampleorg1', to: 'o-a1b2c3d4e5' }]);
    expect(done(setNodeId(company(), ['organization'], 'o-a1b2c3d4e5'))).not.toHaveProperty('texts');
  });

  test('has ids that AWS would give', () => {
    expect(plain(done(setNodeId(company(), sandbox, 'ou-ab12-0a1b2c3d')).scenario, [...sandbox, 'id'])).toBe('ou-ab12-0a1b2c3d');
    expect(problemOf(setNodeId(company(), ['organization'], 'o-a1b2c3d4e5'))).toBe('');
  });
});

describe('units', () => {
  test('are added with an id of the root’s, renamed, and nest five levels deep', () => {
    const added = done(addUnit(company(), sandbox)).scenario;
    expect(plain(added, [...sandbox, 'organizationalUnits', 'NewUnit', 'id'])).toBe('ou-ab12-00000001');
    expect(problemOf(renameUnit(added, sandbox, 'Play'))).toBe('');
    expect(problemOf(renameUnit(added, sandbox, ''))).toBe('An organizational unit needs a name.');
    let [scenario, path] = [company(), root];
    for (let n = 0; n < 5; n++) {
      scenario = done(addUnit(scenario, path)).scenario;
      path = [...path, 'organizationalUnits', 'NewUnit'];
    }
    expect(problemOf(addUnit(scenario, path))).toBe('Organizational units nest 5 levels deep at most.');
    expect(new Set(nodesOf(scenario).map((node) => node.id)).size).toBe(nodesOf(scenario).length);
  });

  test('deleted let what is in them move up with what is attached to it', () => {
    const { scenario, notice } = done(deleteUnit(company(), sandbox));
    expect(plain(scenario, [...root, 'accounts'])).toEqual({ '444455556666': {}, [dev]: { scps: ['FullAWSAccess'] } });
    expect(notice).toBe(`Sandbox is deleted. ${dev} moved up, out of it.`);
  });

  test('are not deleted over another of the same name', () => {
    let scenario = done(addUnit(company(), sandbox)).scenario;
    scenario = done(addUnit(scenario, root)).scenario;
    expect(problemOf(deleteUnit(scenario, sandbox))).toContain('Rename one of them first');
  });
});

describe('accounts in the organization', () => {
  test('move with what is attached to them', () => {
    const { scenario } = done(moveAccount(company(), dev, root));
    expect(plain(scenario, [...root, 'accounts', dev])).toEqual({ scps: ['FullAWSAccess'] });
    expect(plain(scenario, [...sandbox, 'accounts'])).toEqual({});
  });

  test('leave and come, but the management account stays', () => {
    const left = done(moveAccount(company(), dev, null));
    expect(left.notice).toBe(`${dev} stands alone now; no SCP or RCP applies to it.`);
    expect(plain(done(moveAccount(left.scenario, dev, sandbox)).scenario, [...sandbox, 'accounts', dev])).toEqual({});
    expect(problemOf(moveAccount(company(), '444455556666', null))).toContain('The management account cannot leave');
  });
});

describe('SCPs and RCPs', () => {
  test('are attached beside what is there, and detached; what AWS attaches by itself is left out', () => {
    const node = [...root, 'accounts', '444455556666'];
    const attached = done(attachControl(company(), node, 'scp', 'NoLeaving')).scenario;
    expect(plain(attached, node)).toEqual({ scps: ['FullAWSAccess', 'NoLeaving'] });
    const both = done(attachControl(attached, node, 'rcp', 'Perimeter')).scenario;
    expect(plain(both, [...node, 'rcps'])).toEqual(['RCPFullAWSAccess', 'Perimeter']);
    const detached = done(detachControl(both, node, 'scp', 'NoLeaving')).scenario;
    expect(plain(detached, node)).toEqual({ rcps: ['RCPFullAWSAccess', 'Perimeter'] });
    expect(attachedTo(detached, node, 'scp')).toEqual(['FullAWSAccess']);
  });

  test('FullAWSAccess is detached where another SCP stays', () => {
    expect(attachedTo(done(detachControl(company(), root, 'scp', 'FullAWSAccess')).scenario, root, 'scp')).toEqual(['NoLeaving']);
  });

  test('keep one SCP and the full RCP, and take five at most', () => {
    expect(problemOf(detachControl(company(), sandbox, 'scp', 'NoLeaving'))).toContain('One SCP has to stay');
    expect(problemOf(detachControl(company(), sandbox, 'rcp', 'RCPFullAWSAccess'))).toBe('RCPFullAWSAccess cannot be detached.');
    expect(problemOf(attachControl(company(), root, 'scp', 'NoLeaving'))).toBe('NoLeaving is attached here already.');
    expect(problemOf(attachControl(company(), root, 'scp', 'Perimeter'))).toBe('The organization has no SCP “Perimeter”.');
    const full = parseJson('{"organization":{"serviceControlPolicies":{"x":{}},"root":{"id":"r-ab12","scps":["a","b","c","d","e"]}}}') as JsonObject;
    expect(problemOf(attachControl(full, root, 'scp', 'x'))).toBe('AWS attaches at most 5 SCPs to one place.');
  });
});

describe('accounts', () => {
  test('are added under the root, with an id of AWS’s documentation', () => {
    const { scenario } = addAccount(company());
    expect(plain(scenario, 'accounts 777788889999')).toEqual({});
    expect(plain(scenario, [...root, 'accounts', '777788889999'])).toEqual({});
    expect(plain(addAccount(alone()).scenario, 'organization')).toBe(undefined);
    expect(withAccount(parseJson('{}') as JsonObject, []).account).toBe(dev);
    expect(withAccount(company(), [...sandbox, 'accounts', dev]).account).toBe(dev);
    expect(withAccount(company(), ['accounts', '444455556666', 'users', 'root-admin']).account).toBe('444455556666');
  });

  test('with another id are followed by their place, resources, references and requests', () => {
    const { scenario, notice } = done(setAccountId(company(), dev, '777788889999'));
    expect(Object.keys(plain(scenario, 'accounts') as object)).toEqual(['777788889999', '444455556666']);
    expect(plain(scenario, [...sandbox, 'accounts'])).toEqual({ '777788889999': { scps: ['FullAWSAccess'] } });
    expect(Object.keys(plain(scenario, 'accounts 777788889999 resources') as object)).toEqual(['arn:aws:s3:::payroll', 'arn:aws:sqs:eu-west-1:777788889999:jobs', 'arn:aws:ec2:eu-west-1:777788889999:vpc-endpoint/vpce-0a1b']);
    expect(plain(scenario, 'accounts 777788889999 users bob permissionsBoundary')).toBe('arn:aws:iam::777788889999:policy/team/Reader');
    expect(plain(scenario, 'requests 0 principal')).toBe('arn:aws:iam::777788889999:user/alice');
    expect(plain(scenario, 'requests 2 resource')).toBe('arn:aws:sqs:eu-west-1:777788889999:jobs');
    expect(notice).toBe(`2 policies still name account ${dev}.`);
    expect(plain(done(setAccountId(company(), '444455556666', '777788889999')).scenario, 'organization managementAccount')).toBe('777788889999');
  });

  test.each([['12345', 'An account ID has 12 digits; this has 5.'], ['12345678901x', 'An account ID has 12 digits; this has other characters.'], ['444455556666', 'There is an account 444455556666 already.']])('%s is no id for it', (id, problem) => {
    expect(problemOf(setAccountId(company(), dev, id))).toBe(problem);
  });

  test('deleted take all along, but the management account stays', () => {
    const { scenario, notice } = done(deleteAccount(company(), dev));
    expect(plain(scenario, [...sandbox, 'accounts'])).toEqual({});
    expect(notice).toBe(`Account ${dev} is deleted. 4 identities, 3 resources and 1 customer managed policy went with it. 3 requests still ask from there.`);
    expect(problemOf(deleteAccount(company(), '444455556666'))).toContain('The management account stays');
  });

  test('have a name for people', () => {
    expect(plain(setAccountName(company(), dev, 'dev').scenario, ['accounts', dev, 'name'])).toBe('dev');
    expect(plain(setAccountName(setAccountName(company(), dev, 'dev').scenario, dev, '').scenario, ['accounts', dev])).not.toHaveProperty('name');
  });
});
