import { beforeEach, describe, expect, test } from 'vitest';
import { writeJson, type JsonObject } from '../src/json/json';
import { keyOf } from '../src/scenario/documents';
import { removeEntry } from '../src/store/remove';
import { Store } from '../src/store/store';
import { closeTab, isEntry } from '../src/store/tabs';
import { changeInTexts, make } from '../src/store/world';
import { addAccount, deleteAccount, setAccountId, setAccountName } from '../src/world/accounts';
import type { Outcome } from '../src/world/edited';
import { addIdentity, attachPolicy, deleteIdentity, detachPolicy, joinGroup, leaveGroup, removeBoundary, renameIdentity, setBoundary } from '../src/world/identities';
import { addUnit, attachControl, deleteOrganization, deleteUnit, detachControl, moveAccount, renameUnit, setManagementAccount, setNodeId } from '../src/world/organization';
import { addControl, addInlinePolicy, addManagedPolicy, addOwnPolicy, deletePolicy, renamePolicy } from '../src/world/policies';
import { addEndpoint, addResource, deleteResource, renameResource } from '../src/world/resources';
import { alice, aliceArn, company, dev } from './company';

const account = ['accounts', dev];
const bob = [...account, 'users', 'bob'];
const reader = [...account, 'policies', 'Reader'];
const payroll = [...account, 'resources', 'arn:aws:s3:::payroll'];
const jobs = [...account, 'resources', `arn:aws:sqs:eu-west-1:${dev}:jobs`];
const root = ['organization', 'root'];
const sandbox = [...root, 'organizationalUnits', 'Sandbox'];
const base = keyOf([...alice, 'inlinePolicies', 'base']);

let store: Store;
beforeEach(() => {
  store = new Store();
  store.open(company(), { kind: 'blank' }, { openKey: base });
});

const edits: Record<string, (scenario: JsonObject) => Outcome> = {
  'add a user': (s) => addIdentity(s, dev, 'users'),
  'add a role': (s) => addIdentity(s, dev, 'roles'),
  'rename a user': (s) => renameIdentity(s, alice, 'carol'),
  'rename a group': (s) => renameIdentity(s, [...account, 'groups', 'Admins'], 'Operators'),
  'rename a role': (s) => renameIdentity(s, [...account, 'roles', 'Deploy'], 'Release'),
  'delete a user': (s) => deleteIdentity(s, alice),
  'delete a group': (s) => deleteIdentity(s, [...account, 'groups', 'Admins']),
  'leave a group': (s) => leaveGroup(s, alice, 'Admins'),
  'join a group': (s) => joinGroup(leaveGroup(s, alice, 'Admins').scenario, alice, 'Admins'),
  'attach a policy': (s) => attachPolicy(s, bob, 'Reader'),
  'detach a policy': (s) => detachPolicy(s, alice, 'Reader'),
  'set a boundary': (s) => setBoundary(s, alice, 'Reader'),
  'remove a boundary': (s) => removeBoundary(s, bob),
  'add an inline policy': (s) => addInlinePolicy(s, alice),
  'add a managed policy': (s) => addManagedPolicy(s, dev),
  'add a resource-based policy': (s) => addOwnPolicy(s, jobs),
  'add an SCP': (s) => addControl(s, 'scp'),
  'rename a managed policy': (s) => renamePolicy(s, reader, 'ReadAll'),
  'rename an inline policy': (s) => renamePolicy(s, [...alice, 'inlinePolicies', 'base'], 'first'),
  'rename an RCP': (s) => renamePolicy(s, ['organization', 'resourceControlPolicies', 'Perimeter'], 'Fence'),
  'delete a managed policy': (s) => deletePolicy(s, reader),
  'delete an SCP': (s) => deletePolicy(s, ['organization', 'serviceControlPolicies', 'NoLeaving']),
  'add a resource': (s) => addResource(s, dev),
  'add an endpoint': (s) => addEndpoint(s, dev),
  'rename a resource': (s) => renameResource(s, payroll, 'arn:aws:s3:::wages'),
  'delete an endpoint': (s) => deleteResource(s, [...account, 'resources', `arn:aws:ec2:eu-west-1:${dev}:vpc-endpoint/vpce-0a1b`]),
  'add an account': addAccount,
  'name an account': (s) => setAccountName(s, dev, 'dev'),
  'give an account another id': (s) => setAccountId(s, dev, '777788889999'),
  'delete an account': (s) => deleteAccount(s, dev),
  'move an account': (s) => moveAccount(s, dev, root),
  'take an account out': (s) => moveAccount(s, dev, null),
  'add a unit': (s) => addUnit(s, root),
  'rename a unit': (s) => renameUnit(s, sandbox, 'Play'),
  'delete a unit': (s) => deleteUnit(s, sandbox),
  'attach an RCP': (s) => attachControl(s, root, 'rcp', 'Perimeter'),
  'detach an SCP': (s) => detachControl(s, root, 'scp', 'NoLeaving'),
  'change the id of a unit': (s) => setNodeId(s, sandbox, 'ou-ab12-0a1b2c3d'),
  'change the management account': (s) => setManagementAccount(s, dev),
  'delete the organization': deleteOrganization,
};

describe('every edit of the world', () => {
  test.each(Object.entries(edits))('is taken back byte for byte, and made again: %s', (_, edit) => {
    const before = writeJson(store.scenario.value);
    expect(make(store, edit)).toBe('');
    const after = writeJson(store.scenario.value);
    expect(after).not.toBe(before);
    store.undo();
    expect(writeJson(store.scenario.value)).toBe(before);
    expect(store.current.value).toBe(base);
    store.redo();
    expect(writeJson(store.scenario.value)).toBe(after);
  });

  test('that is refused changes nothing and is no step', () => {
    expect(make(store, (s) => renameIdentity(s, alice, 'bob'))).toContain('already');
    expect(store.history.canUndo.value).toBe(false);
  });

  test('that changes nothing is no step', () => {
    make(store, (s) => renameIdentity(s, alice, 'alice'));
    make(store, (s) => setManagementAccount(s, '444455556666'));
    expect(store.history.canUndo.value).toBe(false);
  });
});

describe('what an edit says', () => {
  test('stands until the scenario changes again', () => {
    removeEntry(store, alice);
    expect(store.told.value).toMatchObject({ text: expect.stringContaining('alice is deleted.') as string, undo: true, scenario: store.scenario.value });
    make(store, addAccount);
    expect(store.told.value).toBe(null);
  });

  test('of a refused deletion has nothing to take back', () => {
    removeEntry(store, ['accounts', '444455556666']);
    expect(store.told.value).toMatchObject({ undo: false, scenario: store.scenario.value });
    removeEntry(store, root);
    expect(store.told.value!.text).toBe('The root goes with the organization alone.');
  });

  test('offers to rename in the texts of policies, as one more step', () => {
    make(store, (s) => renameIdentity(s, alice, 'carol'));
    changeInTexts(store, store.told.value!.offer!);
    expect(writeJson(store.scenario.value)).not.toContain(aliceArn);
    store.undo();
    expect(writeJson(store.scenario.value).split(aliceArn).length - 1).toBe(2);
  });
});

test('typing in a policy leaves the tree as it is, the very same; a name in it makes another', () => {
  const before = store.tree.value;
  store.setText(base, '{}');
  expect(store.tree.value).toBe(before);
  make(store, (s) => renameIdentity(s, alice, 'carol'));
  expect(store.tree.value).not.toBe(before);
});

describe('tabs', () => {
  const trust = keyOf([...account, 'roles', 'Deploy', 'trustPolicy']);

  test('open beside each other; closed, the neighbor is shown', () => {
    store.openDocument(trust);
    store.openDocument(keyOf(reader));
    expect(store.tabs.value).toEqual([base, trust, keyOf(reader)]);
    closeTab(store, trust);
    expect([store.tabs.value, store.current.value]).toEqual([[base, keyOf(reader)], keyOf(reader)]);
    closeTab(store, keyOf(reader));
    closeTab(store, base);
    expect([store.tabs.value, store.current.value]).toEqual([[], '']);
  });

  test('of entries there is one: the next takes its place', () => {
    store.openDocument(keyOf(alice));
    store.openDocument(trust);
    store.openDocument(keyOf(sandbox));
    expect(store.tabs.value).toEqual([base, keyOf(sandbox), trust]);
    expect([base, keyOf(alice), keyOf(account), keyOf(root), keyOf(sandbox), keyOf(reader), 'aws:x'].map(isEntry)).toEqual([false, true, true, true, true, false, false]);
  });

  test('of a deleted document goes, and comes back with undo', () => {
    store.openDocument(trust);
    removeEntry(store, [...account, 'roles', 'Deploy']);
    expect([store.tabs.value, store.current.value]).toEqual([[base], base]);
    store.undo();
    expect([store.tabs.value, store.current.value]).toEqual([[base, trust], trust]);
    store.redo();
    expect([store.tabs.value, store.current.value]).toEqual([[base], base]);
  });

  test('follow what is renamed, and go back with undo', () => {
    store.openDocument(trust);
    store.show(base);
    make(store, (s) => renameIdentity(s, alice, 'carol'));
    const renamed = keyOf([...account, 'users', 'carol', 'inlinePolicies', 'base']);
    expect([store.tabs.value, store.current.value]).toEqual([[renamed, trust], renamed]);
    store.undo();
    expect([store.tabs.value, store.current.value]).toEqual([[base, trust], base]);
  });

  test('end with the scenario', () => {
    store.openDocument(trust);
    store.open(company(), { kind: 'blank' }, { openKey: trust });
    expect(store.tabs.value).toEqual([trust]);
  });
});
