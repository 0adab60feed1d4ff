import { useApp } from '../app';
import { objectAt, stringAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { nodesOf } from '../scenario/organization';
import { make } from '../store/world';
import { addUnit, renameUnit, setManagementAccount, setNodeId } from '../world/organization';
import { addControl } from '../world/policies';
import { Controls } from './Controls';
import { AddButton, Item, Part, useMake } from './EntryParts';
import { NameField } from './NameField';

/** The organization: its id, its management account, and the control policies that can be attached in it. */
export function OrganizationPage() {
  const { store } = useApp();
  const edit = useMake();
  const scenario = store.scenario.value;
  const management = stringAt(scenario, ['organization', 'managementAccount']);
  const accounts = nodesOf(scenario).filter((node) => node.kind === 'account');
  return (
    <>
      <Part title="ID">
        <IdField node={['organization']} />
      </Part>
      <Part title="Management account" hint="SCPs and RCPs do not limit it.">
        <select class="select" aria-label="Management account" value={management} onChange={(event) => edit((s) => setManagementAccount(s, event.currentTarget.value))}>
          {!accounts.some((node) => node.id === management) && <option value={management}>{management}</option>}
          {accounts.map((node) => (
            <option key={node.id} value={node.id}>
              {node.id}
            </option>
          ))}
        </select>
      </Part>
      <Library type="scp" member="serviceControlPolicies" title="Service control policies" verb="Add an SCP" />
      <Library type="rcp" member="resourceControlPolicies" title="Resource control policies" verb="Add an RCP" />
    </>
  );
}

function Library({ type, member, title, verb }: { type: 'scp' | 'rcp'; member: string; title: string; verb: string }) {
  const { store } = useApp();
  const edit = useMake();
  const names = [...objectAt(store.scenario.value, ['organization', member]).keys()];
  const add = () => {
    if (!edit((s) => addControl(s, type))) store.naming.value = store.openKey.value;
  };
  return (
    <Part title={title} hint="A new one limits nobody until it is attached to the root, a unit or an account.">
      {names.length > 0 && (
        <ul class="items">
          {names.map((name) => (
            <Item key={name} name={name} onOpen={() => store.openDocument(keyOf(['organization', member, name]))} />
          ))}
        </ul>
      )}
      <AddButton onAdd={add}>{verb}</AddButton>
    </Part>
  );
}

/** The root or an organizational unit: what is attached to it and what is in it. */
export function UnitPage({ path, entry }: { path: Path; entry: string }) {
  const { store } = useApp();
  const edit = useMake();
  const scenario = store.scenario.value;
  const units = [...objectAt(scenario, [...path, 'organizationalUnits']).keys()];
  const accounts = [...objectAt(scenario, [...path, 'accounts']).keys()];
  const account = (id: string) => keyOf(objectAt(scenario, ['accounts']).has(id) ? ['accounts', id] : [...path, 'accounts', id]);
  const add = () => {
    if (!edit((s) => addUnit(s, path))) store.naming.value = store.openKey.value;
  };
  return (
    <>
      {path.length > 2 && (
        <Part title="Name">
          <NameField entry={entry} label="Name" value={path.at(-1)!} check={(typed) => renameUnit(store.scenario.value, path, typed)} onSave={(typed) => make(store, (s) => renameUnit(s, path, typed))} />
        </Part>
      )}
      <Part title="ID">
        <IdField node={path} />
      </Part>
      <Controls node={path} />
      <Part title="Below it">
        {units.length + accounts.length > 0 ? (
          <ul class="items">
            {units.map((name) => (
              <Item key={name} name={name} note="unit" onOpen={() => store.openDocument(keyOf([...path, 'organizationalUnits', name]))} />
            ))}
            {accounts.map((id) => (
              <Item key={id} name={id} note="account" onOpen={() => store.openDocument(account(id))} />
            ))}
          </ul>
        ) : (
          <p class="none">No account. An account moves here from its own page.</p>
        )}
        <AddButton onAdd={add}>Add an organizational unit</AddButton>
      </Part>
    </>
  );
}

function IdField({ node }: { node: Path }) {
  const { store } = useApp();
  const id = stringAt(store.scenario.value, [...node, 'id']);
  return <NameField label="ID" entry={`${keyOf(node)} id`} mono value={id} check={(typed) => setNodeId(store.scenario.value, node, typed)} onSave={(typed) => make(store, (s) => setNodeId(s, node, typed))} />;
}
