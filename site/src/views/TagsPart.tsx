import { useApp } from '../app';
import type { Path } from '../json/path';
import { removeTag, setTag, tagsOf } from '../world/tags';
import { AddField, Item, List, Part, useMake } from './EntryParts';

/** The tags of a user, role or resource, and the condition key that tests them. */
export function TagsPart({ path, tested }: { path: Path; tested: string }) {
  const { store } = useApp();
  const edit = useMake();
  return (
    <Part title="Tags" hint={`Conditions test them as ${tested}/KEY.`}>
      <List none="None.">
        {tagsOf(store.scenario.value, path).map(([key, value]) => (
          <Item key={key} name={key} note={`= ${value}`} remove={{ label: `Remove the tag ${key}`, act: () => edit((s) => removeTag(s, path, key)) }} />
        ))}
      </List>
      <AddField label="Tag to set" verb="Tag" placeholder="key=value" options={[]} edit={(s, text) => setTag(s, path, text)} />
    </Part>
  );
}
