import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import '../styles/name-field.css';
import { refused, type Outcome } from '../world/edited';

interface Props {
  label: string;
  value: string;
  /** The entry or document that it names: a new one is to be named at once. */
  entry?: string;
  look?: string;
  /** What would come of it, asked at every keystroke. */
  check: (typed: string) => Outcome;
  /** Takes the name; gives what is wrong with it. */
  onSave: (typed: string) => string;
  mono?: boolean;
}

/** A name that Enter or leaving the field takes. What AWS would not take stays in the field, with the reason beside it; Escape gives the old name back. */
export function NameField({ label, value, entry, look = 'field', check, onSave, mono }: Props) {
  const { store } = useApp();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value, entry]);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const outcome = check(typed.trim());
  const problem = typed !== value && refused(outcome) ? outcome.problem : '';
  const isNew = entry !== undefined && store.naming.value === entry;
  useEffect(() => {
    if (!isNew) return;
    store.naming.value = '';
    field.current!.focus();
    field.current!.select();
  }, [isNew]);
  const save = () => void (typed.trim() !== value && !problem && onSave(typed.trim()));
  return (
    <span class="name-field">
      <input
        ref={field}
        class={`${look} ${mono ? 'mono' : ''}`}
        aria-label={label}
        aria-invalid={problem !== ''}
        aria-describedby={problem ? id : undefined}
        size={Math.max(6, Math.min(60, typed.length + 1))}
        value={typed}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          if (event.key === 'Escape' && typed !== value) (event.stopPropagation(), setTyped(value));
        }}
      />
      {problem && (
        <span id={id} class="field-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
