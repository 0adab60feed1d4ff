import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useApp } from '../app';
import type { JsonObject } from '../json/json';
import { shortArn } from '../scenario/names';
import { make } from '../store/world';
import '../styles/name-field.css';
import type { Outcome } from '../world/edited';
import { Combobox } from './Combobox';
import { Icon } from './Icon';

/** Makes an edit of the world from a click; what is wrong is said where everything is said. */
export function useMake() {
  const { store } = useApp();
  return (edit: (scenario: JsonObject) => Outcome) => {
    const problem = make(store, edit);
    if (problem) store.told.value = { text: problem, scenario: store.scenario.value, undo: false };
    return problem;
  };
}

/** One thing about an entry, under its heading. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <div class="entry-part" role="group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div class="part-body">
        {children}
        {hint && <p class="hint">{hint}</p>}
      </div>
    </div>
  );
}

/** What belongs to an entry, or words where nothing does. */
export function List({ none, children }: { none: string; children: ComponentChildren }) {
  const empty = !children || (Array.isArray(children) && children.length === 0);
  return empty ? <p class="none">{none}</p> : <ul class="items">{children}</ul>;
}

/** Something that belongs to an entry: its name, which may open it, and a button that takes it off. */
export function Item({ name, note, onOpen, remove }: { name: string; note?: string; onOpen?: () => void; remove?: { label: string; act: () => void } }) {
  return (
    <li class="item">
      {onOpen ? (
        <button type="button" class="link" onClick={onOpen}>
          {name}
        </button>
      ) : (
        <span>{name}</span>
      )}
      {note && <span class="muted">{note}</span>}
      {remove && (
        <button type="button" class="button icon-button" aria-label={remove.label} title={remove.label} onClick={remove.act}>
          <Icon name="cross" />
        </button>
      )}
    </li>
  );
}

interface AddProps {
  /** What the field is for; the button beside it has the verb. */
  label: string;
  verb: string;
  placeholder: string;
  options: string[];
  edit: (scenario: JsonObject, chosen: string) => Outcome;
}

/** A field that completes, and a button that takes what stands in it. */
export function AddField({ label, verb, placeholder, options, edit }: AddProps) {
  const { store } = useApp();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = make(store, (scenario) => edit(scenario, typed.trim()));
    setProblem(wrong);
    if (!wrong) setTyped('');
  };
  return (
    <form class="add-field" onSubmit={submit} aria-describedby={problem ? id : undefined}>
      <Combobox label={label} value={typed} options={options} placeholder={placeholder} friendly={friendly} onInput={(value) => (setTyped(value), setProblem(''))} />
      <button type="submit" class="button">
        {verb}
      </button>
      {problem && (
        <span id={id} class="field-problem" role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}

function friendly(value: string) {
  return { dim: '', strong: shortArn(value) };
}

/** A button that adds something without a question. */
export function AddButton({ children, onAdd }: { children: ComponentChildren; onAdd: () => void }) {
  return (
    <button type="button" class="button button-quiet add-button" onClick={onAdd}>
      <Icon name="plus" />
      {children}
    </button>
  );
}
