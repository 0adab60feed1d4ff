import { useApp } from '../app';
import { objectAt, type Path } from '../json/path';
import { keyOf, managedKey } from '../scenario/documents';
import { attachedTo, controls, type ControlType } from '../scenario/organization';
import { attachControl, detachControl } from '../world/organization';
import { AddField, Item, Part, useMake } from './EntryParts';

/** The SCPs and RCPs that are attached to a node of the organization. */
export function Controls({ node, limited = true }: { node: Path; limited?: boolean }) {
  return (
    <>
      <Attached node={node} type="scp" hint={limited ? 'SCPs grant nothing: at every level, from the root down, one of them has to allow.' : 'This is the management account: SCPs and RCPs do not limit it.'} />
      <Attached node={node} type="rcp" hint="RCPs limit what can be done to resources of the accounts below, whoever asks." />
    </>
  );
}

function Attached({ node, type, hint }: { node: Path; type: ControlType; hint: string }) {
  const { store } = useApp();
  const edit = useMake();
  const { library, full, word } = controls[type];
  const names = attachedTo(store.scenario.value, node, type);
  const options = [full, ...objectAt(store.scenario.value, ['organization', library]).keys()].filter((name) => !names.includes(name));
  return (
    <Part title={`${word}s attached here`} hint={hint}>
      <ul class="items">
        {names.map((name) => (
          <Item
            key={name}
            name={name}
            note={name === full ? 'of AWS' : ''}
            onOpen={() => store.openDocument(name === full ? managedKey(name) : keyOf(['organization', library, name]))}
            {...((name !== full || type === 'scp') && { remove: { label: `Detach ${name}`, act: () => edit((s) => detachControl(s, node, type, name)) } })}
          />
        ))}
      </ul>
      {options.length > 0 && <AddField label={`${word} to attach`} verb="Attach" placeholder={word} options={options} edit={(s, name) => attachControl(s, node, type, name)} />}
    </Part>
  );
}
