import '../styles/intake.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import { accept, follow, linkIn, present, recognize, type Taken } from '../intake/taken';
import { kindWords, NextSteps, TakenFacts } from './TakenFacts';

interface Props {
  label: string;
  placeholder: string;
  start?: string;
  /** Whether a text that is pasted is opened without a look at it first. */
  eager: boolean;
  onDone?: () => void;
}

type Found = Taken | { problem: string } | null;

/** A box that takes any text, says what it is, and opens it. */
export function IntakeForm({ label, placeholder, start = '', eager, onDone }: Props) {
  const app = useApp();
  const [text, setText] = useState(start);
  const [found, setFound] = useState<Found>(null);
  const [mode, setMode] = useState<'new' | 'add'>(app.store.edited.value && !app.store.blank.value ? 'add' : 'new');
  const turn = useRef(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const open = async (done: Taken) => {
    const problem = await accept(app, done);
    if (problem) setFound({ problem });
    else onDone?.();
  };
  const look = async (text: string, how: typeof mode, target: number, openIt: boolean): Promise<void> => {
    const mine = ++turn.current;
    setText(text);
    if (text.trim() === '') return setFound(null);
    const link = linkIn(text);
    if (link) {
      const error = follow(app, link);
      return error ? look(error, how, target, openIt) : onDone?.();
    }
    const next = await recognize(app, text, how === 'add' ? present(app) : '', target);
    if (mine !== turn.current) return;
    setFound(next);
    if (openIt && 'result' in next) await open(next);
  };
  useEffect(() => {
    box.current?.focus();
    if (start) void look(start, mode, -1, false);
  }, []);
  const choose = (how: typeof mode) => {
    setMode(how);
    void look(text, how, -1, false);
  };
  return (
    <form class="intake" onSubmit={(event) => (event.preventDefault(), found && 'result' in found && void open(found))}>
      <textarea
        ref={box}
        class="field mono"
        aria-label={label}
        placeholder={placeholder}
        rows={text ? 6 : 9}
        spellcheck={false}
        value={text}
        onInput={(event) => void look(event.currentTarget.value, mode, -1, eager && (event as InputEvent).inputType === 'insertFromPaste')}
      />
      <div role="status" aria-label="What this is" class="intake-status">
        {found && <Outcome found={found} onTarget={(target) => void look(text, mode, target, false)} />}
      </div>
      {found && 'result' in found && <Accept found={found} mode={mode} onMode={choose} />}
    </form>
  );
}

function Outcome({ found, onTarget }: { found: NonNullable<Found>; onTarget: (target: number) => void }) {
  if ('problem' in found) return <p class="intake-problem">{found.problem}</p>;
  const { result } = found;
  return (
    <>
      <h3 class="intake-kind">{kindWords[result.kind]}</h3>
      <TakenFacts result={result} />
      {result.targets.length > 1 && <Targets targets={result.targets} target={result.target} onTarget={onTarget} />}
      <NextSteps steps={result.next} />
    </>
  );
}

/** Where a policy document goes. */
export function Targets({ targets, target, onTarget }: { targets: string[]; target: number; onTarget: (target: number) => void }) {
  return (
    <label class="stacked">
      Attach it as
      <select class="select" value={target} onChange={(event) => onTarget(Number(event.currentTarget.value))}>
        {targets.map((words, i) => (
          <option key={i} value={i}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Accept({ found, mode, onMode }: { found: Taken; mode: 'new' | 'add'; onMode: (mode: 'new' | 'add') => void }) {
  const { store } = useApp();
  const choice = found.result.kind !== 'scenario' && !store.blank.value;
  return (
    <div class="intake-end">
      {choice && (
        <fieldset>
          <legend class="visually-hidden">Where it goes</legend>
          {(['add', 'new'] as const).map((how) => (
            <label key={how}>
              <input type="radio" name="intake-mode" checked={mode === how} onChange={() => onMode(how)} />
              {how === 'add' ? 'into this scenario' : 'as a new scenario'}
            </label>
          ))}
        </fieldset>
      )}
      <button type="submit" class="button button-main">
        {choice && mode === 'add' ? 'Add it' : 'Open it'}
      </button>
    </div>
  );
}
