import { useState } from 'preact/hooks';
import { useApp, type App } from '../app';
import { commands } from '../commands';
import { titleOf } from '../scenario/requests';
import { Dialog } from './Dialog';
import { Keys } from './Keys';

interface Entry {
  kind: string;
  title: string;
  keys?: string | undefined;
  run: (app: App) => void;
}

/** Everything that can be done or opened, found by typing a part of its name. */
export default function Palette() {
  const app = useApp();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const words = search.toLowerCase().split(/\s+/);
  const found = entriesOf(app).filter(({ kind, title }) => words.every((word) => `${kind} ${title}`.toLowerCase().includes(word))).slice(0, 50);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    app.store.dialog.value = '';
    entry.run(app);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setActive((active + by + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[active]);
    }
  };
  return (
    <Dialog name="Find a command, policy, request or scenario" class="palette">
      <input
        class="field"
        role="combobox"
        aria-label="Search"
        aria-expanded={true}
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={found[active] ? `palette-${active}` : undefined}
        placeholder="What do you look for?"
        spellcheck={false}
        value={search}
        onInput={(event) => (setSearch(event.currentTarget.value), setActive(0))}
        onKeyDown={onKeyDown}
        autofocus
      />
      <ul id="palette-list" role="listbox" aria-label="Found">
        {found.map((entry, i) => (
          <li
            key={`${entry.kind} ${entry.title} ${i}`}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === active}
            ref={(element) => void (i === active && element?.scrollIntoView({ block: 'nearest' }))}
            onClick={() => choose(entry)}
          >
            <span class="muted">{entry.kind}</span>
            <span>{entry.title}</span>
            {entry.keys && <Keys keys={entry.keys} />}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="empty">Nothing has these words.</p>}
    </Dialog>
  );
}

function entriesOf({ store, opener }: App): Entry[] {
  return [
    ...commands.filter(({ keys }) => keys !== 'Mod+K').map(({ title, keys, run }) => ({ kind: 'Command', title, keys, run })),
    ...store.requests.value.map((request, i) => ({ kind: 'Request', title: titleOf(request), run: () => store.select(i) })),
    ...[...store.places.value].map(([key, place]) => ({ kind: 'Policy', title: [owner(place.path), place.name].filter(Boolean).join(' › '), run: () => store.openDocument(key) })),
    ...opener.gallery.map(({ slug, title }) => ({ kind: 'Scenario', title, run: () => void opener.openGallery(slug).then((problem) => problem && (store.notice.value = problem)) })),
  ];
}

/** Whom a policy belongs to. */
function owner(path: readonly string[]): string {
  return path[0] === 'accounts' && path[2] !== 'policies' ? (path[3] ?? '') : '';
}
