import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app';
import { getAt, objectAt, stringAt, stringsAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { shortArn } from '../scenario/names';
import { arnOf, referred } from '../scenario/world';
import { awsManagedPolicies, referenceMeant } from '../store/managed';
import { make } from '../store/world';
import { attachPolicy, boundaryOf, detachPolicy, joinGroup, leaveGroup, membersOf, removeBoundary, renameIdentity, setBoundary, setIdentityPath, type IdentityKind } from '../world/identities';
import { addInlinePolicy, addOwnPolicy } from '../world/policies';
import { AddButton, AddField, Item, List, Part, useMake } from './EntryParts';
import { NameField } from './NameField';
import { TagsPart } from './TagsPart';

/** A user, group or role: who it is, what it belongs to, and every policy that speaks for it. */
export function IdentityPage({ path, entry }: { path: Path; entry: string }) {
  const { store } = useApp();
  const kind = path[2] as IdentityKind;
  const name = path[3]!;
  return (
    <>
      <Part title="Name" {...(kind === 'roles' && { hint: 'AWS has no way to rename a role. Here another name is a shortcut for making the role anew.' })}>
        <NameField
          entry={entry}
          label="Name"
          value={name}
          check={(typed) => renameIdentity(store.scenario.value, path, typed)}
          onSave={(typed) => make(store, (scenario) => renameIdentity(scenario, path, typed))}
        />
        <p class="arn mono">{arnOf(store.scenario.value, path)}</p>
      </Part>
      {kind === 'users' && <Groups user={path} />}
      {kind === 'groups' && <Members group={path} />}
      {kind === 'roles' && <Trust role={path} />}
      <Attached path={path} />
      <Inline path={path} />
      {kind !== 'groups' && <Boundary path={path} />}
      {kind !== 'groups' && <TagsPart path={path} tested="aws:PrincipalTag" />}
      <Part title="Path" hint="It stands in the ARN before the name, and groups identities, such as /division/team/.">
        <NameField
          entry={`${entry} path`}
          label="Path"
          mono
          value={stringAt(store.scenario.value, [...path, 'path']) || '/'}
          check={(typed) => setIdentityPath(store.scenario.value, path, typed)}
          onSave={(typed) => make(store, (scenario) => setIdentityPath(scenario, path, typed))}
        />
      </Part>
    </>
  );
}

function Groups({ user }: { user: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const scenario = store.scenario.value;
  const groups = stringsAt(scenario, [...user, 'groups']);
  const others = [...objectAt(scenario, ['accounts', user[1]!, 'groups']).keys()].filter((group) => !groups.includes(group));
  return (
    <Part title="Groups">
      <List none="In no group.">
        {groups.map((group) => (
          <Item key={group} name={group} onOpen={() => store.openDocument(keyOf(['accounts', user[1]!, 'groups', group]))} remove={{ label: `Take ${user[3]} out of ${group}`, act: () => edit((s) => leaveGroup(s, user, group)) }} />
        ))}
      </List>
      {others.length > 0 && <AddField label="Group to join" verb="Join" placeholder="Group" options={others} edit={(s, group) => joinGroup(s, user, group)} />}
    </Part>
  );
}

function Members({ group }: { group: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const scenario = store.scenario.value;
  const user = (name: string) => ['accounts', group[1]!, 'users', name];
  const members = membersOf(scenario, group);
  const others = [...objectAt(scenario, ['accounts', group[1]!, 'users']).keys()].filter((name) => !members.includes(name));
  const join = (s: typeof scenario, name: string) => (getAt(s, user(name)) === undefined ? { problem: name ? `This account has no user “${name}”.` : 'Choose a user.' } : joinGroup(s, user(name), group[3]!));
  return (
    <Part title="Users">
      <List none="Nobody is in this group.">
        {members.map((name) => (
          <Item key={name} name={name} onOpen={() => store.openDocument(keyOf(user(name)))} remove={{ label: `Take ${name} out of ${group[3]}`, act: () => edit((s) => leaveGroup(s, user(name), group[3]!)) }} />
        ))}
      </List>
      {others.length > 0 && <AddField label="User to put in" verb="Put in" placeholder="User" options={others} edit={join} />}
    </Part>
  );
}

function Trust({ role }: { role: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const has = getAt(store.scenario.value, [...role, 'trustPolicy']) !== undefined;
  return (
    <Part title="Trust policy" hint="Who may assume the role.">
      {has ? (
        <ul class="items">
          <Item name="Trust policy" onOpen={() => store.openDocument(keyOf([...role, 'trustPolicy']))} />
        </ul>
      ) : (
        <AddButton onAdd={() => edit((s) => addOwnPolicy(s, role))}>Add a trust policy</AddButton>
      )}
    </Part>
  );
}

/** References that an account's own and AWS's managed policies can be used by. */
function useManaged(account: string, except: string[]): string[] {
  const { store } = useApp();
  const aws = useSignal<string[]>([]);
  useEffect(() => void awsManagedPolicies().then((list) => (aws.value = list)), []);
  return [...objectAt(store.scenario.value, ['accounts', account, 'policies']).keys(), ...aws.value].filter((reference) => !except.includes(reference));
}

function Attached({ path }: { path: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const references = stringsAt(store.scenario.value, [...path, 'attachedPolicies']);
  const options = useManaged(path[1]!, references);
  return (
    <Part title="Managed policies">
      <List none="None attached.">
        {references.map((reference) => (
          <Item
            key={reference}
            name={shortArn(reference)}
            note={reference.includes(':iam::aws:') ? 'AWS managed' : 'customer managed'}
            onOpen={() => store.openDocument(referred(path[1]!, reference, 'attached').key)}
            remove={{ label: `Detach ${shortArn(reference)}`, act: () => edit((s) => detachPolicy(s, path, reference)) }}
          />
        ))}
      </List>
      <AddField label="Policy to attach" verb="Attach" placeholder="Name or ARN of a managed policy" options={options} edit={(s, reference) => attachPolicy(s, path, referenceMeant(reference, options))} />
    </Part>
  );
}

function Inline({ path }: { path: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const names = [...objectAt(store.scenario.value, [...path, 'inlinePolicies']).keys()];
  const add = () => {
    if (!edit((s) => addInlinePolicy(s, path))) store.naming.value = store.openKey.value;
  };
  return (
    <Part title="Inline policies">
      <List none="None. Without any Allow, everything is an implicit deny.">
        {names.map((name) => (
          <Item key={name} name={name} onOpen={() => store.openDocument(keyOf([...path, 'inlinePolicies', name]))} />
        ))}
      </List>
      <AddButton onAdd={add}>Add an inline policy</AddButton>
    </Part>
  );
}

function Boundary({ path }: { path: Path }) {
  const { store } = useApp();
  const edit = useMake();
  const boundary = boundaryOf(store.scenario.value, path);
  const options = useManaged(path[1]!, [boundary]);
  return (
    <Part title="Permissions boundary" hint="A boundary grants nothing: it is the most that identity-based policies can allow.">
      <List none="None set.">
        {boundary && <Item name={shortArn(boundary)} onOpen={() => store.openDocument(referred(path[1]!, boundary, 'boundary').key)} remove={{ label: 'Remove the boundary', act: () => edit((s) => removeBoundary(s, path)) }} />}
      </List>
      <AddField label="Boundary to set" verb={boundary ? 'Replace' : 'Set'} placeholder="Name or ARN of a managed policy" options={options} edit={(s, reference) => setBoundary(s, path, referenceMeant(reference, options))} />
    </Part>
  );
}
