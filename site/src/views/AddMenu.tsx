import type { ComponentChildren } from 'preact';
import { useApp } from '../app';
import type { JsonObject } from '../json/json';
import { getAt, objectAt, type Path } from '../json/path';
import { pathOf } from '../scenario/documents';
import { make } from '../store/world';
import { addAccount, withAccount } from '../world/accounts';
import type { Outcome } from '../world/edited';
import { addIdentity } from '../world/identities';
import { addUnit, createOrganization } from '../world/organization';
import { addControl, addInlinePolicy, addManagedPolicy } from '../world/policies';
import { addEndpoint, addResource } from '../world/resources';

/** Everything that can be added to the world, near to what is shown. */
export default function AddMenu({ close }: { close: () => void }) {
  const { store } = useApp();
  const scenario = store.scenario.value;
  const near = pathOf(store.current.value);
  const { account } = withAccount(scenario, near);
  const identity = ['users', 'groups', 'roles'].includes(near[2] ?? '') && getAt(scenario, near.slice(0, 4)) !== undefined ? near.slice(0, 4) : null;
  const organized = objectAt(scenario, ['organization']).has('root');

  const add = (edit: (scenario: JsonObject) => Outcome) => {
    close();
    const problem = make(store, edit);
    if (problem) store.told.value = { text: problem, scenario: store.scenario.value, undo: false };
    else store.naming.value = store.openKey.value;
  };
  const inAccount = (edit: (scenario: JsonObject, account: string) => Outcome) =>
    add((before) => {
      const { scenario: ready, account: owner } = withAccount(before, near);
      return edit(ready, owner);
    });

  return (
    <div class="add-menu" ref={focusFirst}>
      {identity && (
        <Group title={`To ${identity[3]}`}>
          <Item onChoose={() => add((s) => addInlinePolicy(s, identity))}>Inline policy</Item>
        </Group>
      )}
      <Group title={`To account ${account}`}>
        <Item onChoose={() => inAccount((s, to) => addIdentity(s, to, 'users'))}>User</Item>
        <Item onChoose={() => inAccount((s, to) => addIdentity(s, to, 'groups'))}>Group</Item>
        <Item onChoose={() => inAccount((s, to) => addIdentity(s, to, 'roles'))}>Role</Item>
        <Item onChoose={() => inAccount(addManagedPolicy)}>Customer managed policy</Item>
        <Item onChoose={() => inAccount(addResource)}>Bucket or other resource</Item>
        <Item onChoose={() => inAccount(addEndpoint)}>VPC endpoint</Item>
      </Group>
      {organized && (
        <Group title="To the organization">
          <Item onChoose={() => add((s) => addUnit(s, nodeNear(s, near)))}>Organizational unit</Item>
          <Item onChoose={() => add((s) => addControl(s, 'scp'))}>Service control policy</Item>
          <Item onChoose={() => add((s) => addControl(s, 'rcp'))}>Resource control policy</Item>
        </Group>
      )}
      <Group title="To the world">
        <Item onChoose={() => add(addAccount)}>Account</Item>
        {!scenario.has('organization') && objectAt(scenario, ['accounts']).size > 0 && <Item onChoose={() => add(createOrganization)}>Organization</Item>}
      </Group>
    </div>
  );
}

/** The unit that is shown, else the root. */
function nodeNear(scenario: JsonObject, near: Path): Path {
  const unit = near[0] === 'organization' && near[1] === 'root' && near.at(-2) !== 'accounts' && getAt(scenario, near) !== undefined;
  return unit ? near : ['organization', 'root'];
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </>
  );
}

function Item({ onChoose, children }: { onChoose: () => void; children: ComponentChildren }) {
  return (
    <li>
      <button type="button" class="menu-item" onClick={onChoose}>
        {children}
      </button>
    </li>
  );
}

function focusFirst(menu: HTMLElement | null) {
  menu?.querySelector<HTMLElement>('.menu-item')?.focus();
}
