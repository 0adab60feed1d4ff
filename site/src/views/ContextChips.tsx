import { useApp } from '../app';
import { chipsOf, type Chip } from '../scenario/chips';
import { contextOf, type ContextEntry } from '../scenario/requests';
import { setContext } from '../store/edits';
import { Entry } from './ContextPanel';
import { Icon } from './Icon';
import { Popover } from './Popover';

/** The context keys that matter, a chip each; a chip opens to change its key. */
export function ContextChips() {
  const { store } = useApp();
  const entries = contextOf(store.request.value);
  const trace = store.answered.value?.decided.trace ?? null;
  const chips = chipsOf(entries, trace);
  const derived = trace?.context.filter(({ origin }) => origin === 'derived').length ?? 0;
  return (
    <div class="context-row">
      <span class="word">with</span>
      <ul class="chips" aria-label="Request context">
        {chips.map((chip) => (
          <li key={chip.key}>
            <Popover class={`chip chip-${chip.kind}`} name={nameOf(chip)} label={<Words chip={chip} />}>
              {(close) => <ChipPanel chip={chip} entries={entries} close={close} />}
            </Popover>
          </li>
        ))}
      </ul>
      {chips.length === 0 && derived > 0 && <span class="muted">only what follows from the scenario: {derived} keys, and no statement here asks for one</span>}
    </div>
  );
}

const shortKey = (key: string) => key.replace(/^aws:/, '');

function Words({ chip }: { chip: Chip }) {
  if (chip.kind === 'missing') return <><Icon name="plus" />{shortKey(chip.key)} <small>missing</small></>;
  if (chip.kind === 'removed') return <><s>{shortKey(chip.key)}</s> <small>removed</small></>;
  return (
    <>
      <span class="chip-key">{shortKey(chip.key)} =</span> <b>{chip.values.join(', ') || '(empty)'}</b>
      {chip.kind === 'derived' && <small>derived</small>}
    </>
  );
}

function nameOf(chip: Chip): string {
  if (chip.kind === 'missing') return `${chip.key}: a statement asks for it and the request lacks it`;
  if (chip.kind === 'removed') return `${chip.key}: removed from the request`;
  return `${chip.key} is ${chip.values.join(', ') || 'empty'}, ${chip.kind === 'derived' ? 'derived from the scenario' : 'given by the request'}`;
}

const explanations: Record<Exclude<Chip['kind'], 'supplied'>, string> = {
  missing: 'A statement asks for this key, and the request does not have it.',
  derived: 'This follows from the scenario. The request may say otherwise, or go without it.',
  removed: 'The request goes without this key, though it would follow from the scenario.',
};

function ChipPanel({ chip, entries, close }: { chip: Chip; entries: ContextEntry[]; close: () => void }) {
  const { store } = useApp();
  const others = entries.filter(({ key }) => key !== chip.key);
  const put = (entry: ContextEntry) => setContext(store, entries.some(({ key }) => key === chip.key) ? entries.map((e) => (e.key === chip.key ? entry : e)) : [...entries, entry]);
  const give = (values: string[]) => put({ key: chip.key, values, removed: false });
  const button = (words: string, act: () => void) => (
    <button type="button" class="button" onClick={act}>
      {words}
    </button>
  );
  if (chip.kind === 'supplied') {
    return (
      <ul class="context-list chip-panel">
        <Entry entry={{ key: chip.key, values: chip.values, removed: false }} onChange={put} onRemove={() => (close(), setContext(store, others))} onEnter={close} />
      </ul>
    );
  }
  return (
    <div class="chip-panel">
      <p class="mono">{chip.key}</p>
      <p class="muted">{explanations[chip.kind]}</p>
      <div class="chip-acts">
        {chip.kind === 'missing' && button('Give it a value', () => give(['']))}
        {chip.kind === 'derived' && button('Give another value', () => give(chip.values))}
        {chip.kind === 'derived' && button('Go without it', () => put({ key: chip.key, values: [], removed: true }))}
        {chip.kind === 'removed' && button('Let it follow from the scenario', () => setContext(store, others))}
      </div>
    </div>
  );
}
