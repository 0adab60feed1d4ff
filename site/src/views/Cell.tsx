import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  value: string;
  /** What the cell shows at rest. */
  children: ComponentChildren;
  /** The id of a datalist with proposals. */
  list?: string;
  /** Takes what was typed; gives what is wrong with it, or nothing. */
  commit: (typed: string) => string;
}

/** A cell that is edited in place: Enter edits and takes, Escape gives back, Tab takes and moves on. */
export function Cell({ label, value, children, list, commit }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const back = useRef(false);
  const editing = draft !== null;
  useLayoutEffect(() => {
    if (editing) field.current?.select();
    else if (back.current) button.current?.focus();
    back.current = false;
  }, [editing]);
  const over = useRef(true); // leaving takes the field away, which is one more blur
  const begin = () => ((over.current = false), setDraft(value));
  const leave = () => ((over.current = true), setDraft(null), setProblem(''));
  const take = () => {
    if (draft === null || over.current) return;
    const wrong = draft === value ? '' : commit(draft);
    if (wrong) setProblem(wrong);
    else leave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    back.current = true;
    if (event.key === 'Enter') take();
    else leave();
  };
  if (!editing) {
    return (
      <button ref={button} type="button" class="cell" title={value} aria-label={`${label}: ${value || 'empty'}`} onKeyDown={toNeighbor} onClick={begin}>
        {children}
      </button>
    );
  }
  return (
    <>
      <input
        ref={field}
        class="cell-field"
        aria-label={label}
        aria-invalid={problem !== ''}
        list={list}
        value={draft}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={(event) => (setDraft(event.currentTarget.value), setProblem(''))}
        onKeyDown={onKeyDown}
        onBlur={take}
      />
      {problem && (
        <p class="cell-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Up and down go to the same column of the rows beside. */
function toNeighbor(event: KeyboardEvent & { currentTarget: HTMLElement }) {
  const row = event.currentTarget.closest('tr');
  const beside = event.key === 'ArrowUp' ? row?.previousElementSibling : event.key === 'ArrowDown' ? row?.nextElementSibling : null;
  const column = [...(row?.children ?? [])].findIndex((cell) => cell.contains(event.currentTarget));
  const target = beside?.children[column]?.querySelector<HTMLElement>('.cell');
  if (!target) return;
  event.preventDefault();
  target.focus();
}
