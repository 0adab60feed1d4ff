import { useApp } from '../app';
import { objectAt, stringAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { nodesOf, placeOfAccount } from '../scenario/organization';
import { make } from '../store/world';
import { setAccountId, setAccountName } from '../world/accounts';
import { moveAccount } from '../world/organization';
import { Controls } from './Controls';
import { Item, Part, useMake } from './EntryParts';
import { NameField } from './NameField';

const sections = [
  ['users', 'Users'],
  ['groups', 'Groups'],
  ['roles', 'Roles'],
  ['policies', 'Customer managed policies'],
  ['resources', 'Resources'],
] as const;

/** An account: its number and name, where it stands in the organization and what that attaches to it, and what it holds. */
export function AccountPage({ id, entry }: { id: string; entry: string }) {
  const { store } = useApp();
  const scenario = store.scenario.value;
  const place = placeOfAccount(scenario, id);
  return (
    <>
      <Part title="Account ID">
        <NameField entry={entry} label="Account ID" mono value={id} check={(typed) => setAccountId(store.scenario.value, id, typed)} onSave={(typed) => make(store, (s) => setAccountId(s, id, typed))} />
      </Part>
      <Part title="Name" hint="For people; no decision depends on it.">
        <NameField label="Name of the account" entry={`${entry} name`} value={stringAt(scenario, ['accounts', id, 'name'])} check={(typed) => setAccountName(store.scenario.value, id, typed)} onSave={(typed) => make(store, (s) => setAccountName(s, id, typed))} />
      </Part>
      {scenario.has('organization') && <Place id={id} parent={place ? place.path.slice(0, -2) : null} />}
      {place && <Controls node={place.path} limited={stringAt(scenario, ['organization', 'managementAccount']) !== id} />}
      {sections.map(([member, title]) => {
        const names = [...objectAt(scenario, ['accounts', id, member]).keys()];
        return names.length === 0 ? null : (
          <Part key={member} title={title}>
            <ul class="items">
              {names.slice(0, 100).map((name) => (
                <Item key={name} name={name} onOpen={() => store.openDocument(keyOf(['accounts', id, member, name]))} />
              ))}
            </ul>
            {names.length > 100 && <p class="none">and {names.length - 100} more, in the world</p>}
          </Part>
        );
      })}
    </>
  );
}

/** Under which node of the organization the account stands. */
function Place({ id, parent }: { id: string; parent: Path | null }) {
  const { store } = useApp();
  const edit = useMake();
  const nodes = nodesOf(store.scenario.value).filter((node) => node.kind !== 'account');
  const move = (select: HTMLSelectElement) => {
    const to = nodes.find((node) => keyOf(node.path) === select.value);
    const refused = edit((s) => moveAccount(s, id, to ? to.path : null));
    if (refused) select.value = parent ? keyOf(parent) : '';
  };
  return (
    <Part title="In the organization">
      <select class="select" aria-label="Place in the organization" value={parent ? keyOf(parent) : ''} onChange={(event) => move(event.currentTarget)}>
        <option value="">Not in it: the account stands alone</option>
        {nodes.map((node) => (
          <option key={keyOf(node.path)} value={keyOf(node.path)}>
            {pathWords(node.path)}
          </option>
        ))}
      </select>
    </Part>
  );
}

/** Root › Workloads › Test. */
function pathWords(path: Path): string {
  return ['Root', ...path.filter((_, i) => i > 2 && i % 2 === 1)].join(' › ');
}

/** An account of the organization of which the scenario holds nothing else. */
export function MemberPage({ path }: { path: Path }) {
  const id = path.at(-1)!;
  return (
    <>
      <Part title="Account ID" hint="The scenario knows only that this account is in the organization. Nothing that it holds is listed.">
        <p class="arn mono">{id}</p>
      </Part>
      <Place id={id} parent={path.slice(0, -2)} />
      <Controls node={path} limited />
    </>
  );
}
