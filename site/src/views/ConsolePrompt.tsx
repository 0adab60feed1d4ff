import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { callersOf } from '../console/callers';
import { commonStart, completionsAt, withItem, type Suggestions } from '../console/complete';
import type { Console } from '../console/console';
import { namesOf } from '../console/names';
import { stepsOf } from '../console/steps';
import { awsManagedPolicies } from '../store/managed';
import { ConsoleSuggestions } from './ConsoleSuggestions';

const none: Suggestions = { from: 0, items: [] };

/** The line: who calls, what is typed, and what completes it. */
export function ConsolePrompt({ console }: { console: Console }) {
  const { store } = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const offered = useSignal(none);
  const active = useSignal(-1);
  const leaving = useSignal(false);
  const recalled = useSignal(0);
  const draft = useSignal('');
  const text = console.typed.value;
  const close = () => ((offered.value = none), (active.value = -1));
  const put = (text: string, caret = text.length) => {
    console.typed.value = text;
    close();
    requestAnimationFrame(() => (field.current?.focus(), field.current?.setSelectionRange(caret, caret)));
  };
  useEffect(() => {
    if (console.suggested.value > 0 || matchMedia('(pointer: fine)').matches) field.current?.focus(); // on a phone its keyboard would cover the page
  }, [console.suggested.value]);

  const accept = (item: string) => {
    const { value, selectionStart: caret } = field.current!;
    const done = withItem(value, caret, offered.value.from, item, true);
    put(done.text, done.caret);
  };
  const complete = async () => {
    const { value: text, selectionStart: caret } = field.current!; // as it stands now; the view may be a moment behind
    const model = console.model.value;
    if (!model) return;
    const names = namesOf(store.scenario.value, console.caller.value?.account ?? '', console.files().keys(), await awsManagedPolicies(), store.suggestions.value);
    const found = completionsAt(text, caret, model, names);
    if (found.items.length === 1) return put(...placed(withItem(text, caret, found.from, found.items[0]!, true)));
    const common = commonStart(found.items);
    if (common.length > caret - found.from && common.startsWith(text.slice(found.from, caret))) put(...placed(withItem(text, caret, found.from, common, false)));
    offered.value = found;
    active.value = -1;
  };
  const run = () => {
    const text = field.current!.value;
    if (text.trim() === '') return;
    recalled.value = 0;
    put('');
    void console.run(text);
  };
  const recall = (by: 1 | -1) => {
    const lines = console.history.value;
    const to = Math.max(0, Math.min(lines.length, recalled.value + by));
    if (to === recalled.value) return;
    if (recalled.value === 0) draft.value = field.current!.value;
    recalled.value = to;
    put(to === 0 ? draft.value : lines[lines.length - to]!);
  };
  const move = (by: 1 | -1) => {
    const count = offered.value.items.length;
    active.value = (active.value + by + count + (active.value < 0 && by < 0 ? 1 : 0)) % count;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const open = offered.value.items.length > 0;
    const { selectionStart, selectionEnd, value } = field.current!;
    const act = actOf(event, { open, chosen: open && active.value >= 0, empty: value.trim() === '', leaving: leaving.value, first: !value.slice(0, selectionStart).includes('\n'), last: !value.slice(selectionEnd).includes('\n'), unfinished: stepsOf(value).unfinished });
    leaving.value = event.key === 'Escape';
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    const acts = { run, complete: () => void complete(), accept: () => accept(offered.value.items[active.value]!), next: () => move(1), previous: () => move(-1), older: () => recall(1), newer: () => recall(-1), close, clear: () => console.clear() };
    acts[act]();
  };
  return (
    <div class="console-prompt">
      <CallerMenu console={console} />
      <div class="console-field">
        <textarea
          ref={field}
          class="console-line"
          aria-label="Command"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={list}
          aria-activedescendant={active.value >= 0 ? `${list}-${active.value}` : undefined}
          aria-describedby={`${list}-keys`}
          placeholder="aws iam …"
          rows={Math.min(6, text.split('\n').length)}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          value={text}
          onInput={(event) => ((console.typed.value = event.currentTarget.value), (leaving.value = false), close())}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <span id={`${list}-keys`} class="visually-hidden">
          Tab completes, the arrow keys recall earlier lines, Escape and then Tab leaves.
        </span>
        <ConsoleSuggestions id={list} items={offered.value.items} active={active.value} choose={accept} />
      </div>
      <button type="button" class="button console-tab" onPointerDown={(event) => event.preventDefault()} onClick={() => void complete()}>
        Complete
      </button>
      <button type="button" class="button" disabled={text.trim() === ''} onClick={run}>
        Run
      </button>
    </div>
  );
}

const placed = ({ text, caret }: { text: string; caret: number }): [string, number] => [text, caret];

interface Line {
  open: boolean;
  chosen: boolean;
  empty: boolean;
  leaving: boolean;
  first: boolean;
  last: boolean;
  unfinished: boolean;
}

type Act = 'run' | 'complete' | 'accept' | 'next' | 'previous' | 'older' | 'newer' | 'close' | 'clear';

/** What a key does; nothing where the field is to take it, or Tab to leave. */
function actOf({ key, shiftKey, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent, line: Line): Act | undefined {
  if (isComposing || metaKey || altKey) return undefined;
  if (ctrlKey) return key === 'l' ? 'clear' : undefined;
  if (key === 'Tab' && !shiftKey) return line.chosen ? 'accept' : line.open ? 'next' : line.empty || line.leaving ? undefined : 'complete';
  if (key === 'Enter' && !shiftKey) return line.chosen ? 'accept' : line.unfinished ? undefined : 'run';
  if (key === 'Escape') return line.open ? 'close' : undefined;
  if (key === 'ArrowDown') return line.open ? 'next' : line.last ? 'newer' : undefined;
  if (key === 'ArrowUp') return line.open ? 'previous' : line.first ? 'older' : undefined;
  return undefined;
}

/** Whom one calls as, and everyone else that can be chosen. */
function CallerMenu({ console }: { console: Console }) {
  const { store } = useApp();
  const current = console.caller.value;
  const callers = callersOf(store.scenario.value);
  const listed = current && !callers.some(({ arn, kind }) => arn === current.arn && kind === current.kind) ? [current, ...callers] : callers;
  const at = listed.findIndex(({ arn, kind }) => arn === current?.arn && kind === current.kind);
  if (!current) return <span class="muted">No account to call in</span>;
  return (
    <select class="select console-caller" aria-label="Calling as" title={current.arn} value={String(at)} onChange={(event) => console.choose(listed[Number(event.currentTarget.value)]!)}>
      {listed.map(({ name, account, kind }, i) => (
        <option key={i} value={String(i)}>
          {name} · {account}
          {kind === 'session' ? ' (session)' : ''}
        </option>
      ))}
    </select>
  );
}
