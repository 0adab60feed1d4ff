import { useApp } from '../app';
import { objectAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { make } from '../store/world';
import { addOwnPolicy } from '../world/policies';
import { endpointOf, renameResource } from '../world/resources';
import { AddButton, Item, Part, useMake } from './EntryParts';
import { NameField } from './NameField';
import { TagsPart } from './TagsPart';

/** A resource or a VPC endpoint: its ARN and its own policy. */
export function ResourcePage({ path, entry }: { path: Path; entry: string }) {
  const { store } = useApp();
  const edit = useMake();
  const endpoint = endpointOf(path[3]!);
  const has = objectAt(store.scenario.value, path).has('policy');
  return (
    <>
      <Part title="ARN" hint={`Account ${path[1]} owns it, and everything under this ARN.`}>
        <NameField
          entry={entry}
          label="ARN"
          mono
          value={path[3]!}
          check={(typed) => renameResource(store.scenario.value, path, typed)}
          onSave={(typed) => make(store, (scenario) => renameResource(scenario, path, typed))}
        />
      </Part>
      <Part
        title={endpoint ? 'Endpoint policy' : 'Resource-based policy'}
        hint={endpoint ? 'It limits what passes through the endpoint. A request passes through where it names the endpoint. AWS lets everything through until a policy says otherwise.' : 'It can grant access by itself, also to principals of other accounts.'}
      >
        {has ? (
          <ul class="items">
            <Item name="Policy" onOpen={() => store.openDocument(keyOf([...path, 'policy']))} />
          </ul>
        ) : (
          <AddButton onAdd={() => edit((scenario) => addOwnPolicy(scenario, path))}>Add a policy</AddButton>
        )}
      </Part>
      <TagsPart path={path} tested="aws:ResourceTag" />
    </>
  );
}
