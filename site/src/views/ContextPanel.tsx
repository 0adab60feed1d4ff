import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import { contextOf, type ContextEntry } from '../scenario/requests';
import { setContext } from '../store/edits';
import { Combobox } from './Combobox';
import { Icon } from './Icon';
import { Popover } from './Popover';

/** Opens the whole request context for editing. */
export function ContextButton() {
  const { store } = useApp();
  const entries = contextOf(store.request.value);
  return (
    <Popover class="button-quiet context-button" align="right" icon="plus" label="context">
      {() => <ContextPanel entries={entries} />}
    </Popover>
  );
}

function ContextPanel({ entries }: { entries: ContextEntry[] }) {
  const { store, derived } = useApp();
  const missing = (derived.outcome.value?.missingContext ?? []).filter((key) => !entries.some((e) => e.key === key));
  const set = (at: number, entry: ContextEntry) => setContext(store, entries.with(at, entry));
  const panel = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  const add = (key: string) => {
    added.current = true;
    setContext(store, [...entries, { key, values: [''], removed: false }]);
  };
  const toNextKey = () => panel.current?.querySelector<HTMLElement>('.add-key input')?.focus();
  useLayoutEffect(() => {
    if (added.current) panel.current?.querySelector<HTMLElement>('.context-list > :last-child input')?.focus();
    added.current = false;
  }, [entries.length]);
  return (
    <div class="context-panel" ref={panel}>
      <h2>Request context</h2>
      {entries.length === 0 && <p class="muted">The request carries only the keys that follow from the scenario.</p>}
      <ul class="context-list">
        {entries.map((entry, i) => (
          <Entry key={entry.key} entry={entry} onChange={(e) => set(i, e)} onRemove={() => setContext(store, entries.toSpliced(i, 1))} onEnter={toNextKey} />
        ))}
      </ul>
      <AddKey taken={entries} missing={missing} onAdd={add} />
      <Derived entries={entries} />
    </div>
  );
}

interface EntryProps {
  entry: ContextEntry;
  onChange: (entry: ContextEntry) => void;
  onRemove: () => void;
  /** Enter in a value: it is taken already, so that the next key can be named. */
  onEnter: () => void;
}

/** One key that the request gives, with its values to edit. */
export function Entry({ entry, onChange, onRemove, onEnter }: EntryProps) {
  const put = (values: string[]) => onChange({ ...entry, values });
  return (
    <li>
      <code>{entry.key}</code>
      <span class="values">
        {entry.removed && <em>removed</em>}
        {entry.values.map((value, i) => (
          <input key={i} class="field mono" aria-label={`Value ${i + 1} of ${entry.key}`} value={value} spellcheck={false} onInput={(event) => put(entry.values.with(i, event.currentTarget.value))} onKeyDown={(event) => event.key === 'Enter' && onEnter()} />
        ))}
        {!entry.removed && (
          <button type="button" class="button icon-button" aria-label={`Add a value to ${entry.key}`} title="Add a value" onClick={() => put([...entry.values, ''])}>
            <Icon name="plus" />
          </button>
        )}
        {entry.values.length > 1 && (
          <button type="button" class="button icon-button" aria-label={`Remove the last value of ${entry.key}`} title="Remove the last value" onClick={() => put(entry.values.slice(0, -1))}>
            <Icon name="minus" />
          </button>
        )}
      </span>
      <button type="button" class="button icon-button" aria-label={`Remove ${entry.key}`} title="Remove" onClick={onRemove}>
        <Icon name="cross" />
      </button>
    </li>
  );
}

function AddKey({ taken, missing, onAdd }: { taken: ContextEntry[]; missing: string[]; onAdd: (key: string) => void }) {
  const { store } = useApp();
  const [key, setKey] = useState('');
  const free = key.trim() !== '' && !taken.some((e) => e.key === key.trim());
  const add = () => free && (onAdd(key.trim()), setKey(''));
  return (
    <form class="add-key" onSubmit={(event) => (event.preventDefault(), add())}>
      <Combobox placeholder="condition key, such as aws:SourceIp" label="Context key to add" value={key} options={[...missing, ...store.suggestions.value.contextKeys]} friendly={(v) => ({ dim: '', strong: v })} onInput={setKey} />
      <button type="submit" class="button" disabled={!free}>
        <Icon name="plus" />
        Add
      </button>
    </form>
  );
}

/** The keys that the engine derived; each can be taken away from the request. */
function Derived({ entries }: { entries: ContextEntry[] }) {
  const { store } = useApp();
  const derived = store.answered.value?.decided.trace?.context.filter((c) => c.origin === 'derived') ?? [];
  if (derived.length === 0) return null;
  return (
    <details class="derived">
      <summary>{derived.length} keys follow from the scenario</summary>
      <ul class="context-list">
        {derived.map(({ key, values }) => (
          <li key={key}>
            <code>{key}</code>
            <span class="values derived-values">{values.join(', ')}</span>
            <button type="button" class="button icon-button" aria-label={`Take ${key} away`} title="Take it away" onClick={() => setContext(store, [...entries, { key, values: [], removed: true }])}>
              <Icon name="minus" />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
