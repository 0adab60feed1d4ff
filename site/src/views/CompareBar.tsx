import { useState } from 'preact/hooks';
import { useApp, type App } from '../app';
import { isObject, parseJson, writeJson } from '../json/json';
import type { Compared } from '../questions/comparison';
import { readVersion } from '../questions/versions';
import { unpack } from '../scenario/documents';
import { findSecrets } from '../scenario/secrets';
import { linkOfBoth } from '../store/comparing';
import { fetchScenario } from '../store/gallery';
import { copy } from '../store/clipboard';
import { reachOf } from '../store/sharing';
import type { Version } from '../store/store';
import { Icon } from './Icon';

interface Props {
  base: Version;
  compared: Compared[];
  equal: boolean;
}

/** What the open scenario is compared with, and what can be done with the two. */
export function CompareBar({ base, compared, equal }: Props) {
  const { store } = useApp();
  const [pasting, setPasting] = useState(false);
  const goBack = () => store.change(() => base.scenario);
  return (
    <div class="compare-bar">
      <VersionChoice base={base} paste={() => setPasting(true)} />
      {!pasting && (
        <button type="button" class="button" onClick={() => setPasting(true)}>
          <Icon name="plus" />
          Paste or drop a version
        </button>
      )}
      <button type="button" class="button" disabled={equal} onClick={goBack}>
        <Icon name="undo" />
        Go back to that version
      </button>
      <LinkButton base={base} compared={compared} equal={equal} />
      {pasting && <Paste close={() => setPasting(false)} />}
    </div>
  );
}

function VersionChoice({ base, paste }: { base: Version; paste: () => void }) {
  const app = useApp();
  const { store, drafts, opener } = app;
  const [problem, setProblem] = useState('');
  const choose = async (value: string) => {
    setProblem('');
    if (value === 'paste') return paste();
    const version = await versionOf(app, value);
    if (typeof version === 'string') setProblem(version);
    else store.base.value = version;
  };
  return (
    <label class="version-choice">
      Compare with{' '}
      <select class="select" value="chosen" onChange={(event) => void choose(event.currentTarget.value)}>
        <option value="chosen">{base.label}</option>
        {store.base.value && <option value="start">the scenario as it was opened</option>}
        {drafts.recent.value.length > 0 && (
          <optgroup label="Your recent work">
            {drafts.recent.value.map(({ id, title, time }) => (
              <option key={id} value={`recent ${id}`}>
                {title}, {new Date(time).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' })}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Scenarios">
          {opener.gallery.map(({ slug, title }) => (
            <option key={slug} value={`gallery ${slug}`}>
              {title}
            </option>
          ))}
        </optgroup>
        <option value="paste">a pasted or dropped text…</option>
      </select>
      {problem && (
        <span class="unmet" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

/** The chosen version, null for the scenario as it was opened, or why it cannot be had. */
async function versionOf({ drafts, opener }: App, value: string): Promise<Version | null | string> {
  if (value === 'start') return null;
  const [kind, name] = value.split(' ');
  if (kind === 'recent') {
    const draft = drafts.recent.value.find(({ id }) => id === name);
    const scenario = draft && parseJson(draft.text);
    return scenario && isObject(scenario) ? { label: `your work on “${draft.title}”`, scenario: unpack(scenario) } : 'This draft is not there any more.';
  }
  try {
    const title = opener.gallery.find(({ slug }) => slug === name)?.title ?? '';
    return { label: `“${title}”`, scenario: unpack(await fetchScenario(name!)) };
  } catch (error) {
    return `It could not be fetched: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** A field for another version: a scenario, or a policy that stands in for the open one. */
function Paste({ close }: { close: () => void }) {
  const { store } = useApp();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const take = (typed: string) => {
    const read = readVersion(typed, store.scenario.value, store.current.value);
    setText(typed);
    if (!read.ok) return setProblem(read.problem);
    store.base.value = { label: read.label, scenario: read.scenario };
    close();
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const file = event.dataTransfer?.files[0];
    take(file ? await file.text() : (event.dataTransfer?.getData('text/plain') ?? ''));
  };
  const submit = (event: Event) => (event.preventDefault(), take(text));
  return (
    <form class="paste-version" onSubmit={submit} onDragOver={(event) => event.preventDefault()} onDrop={(event) => void drop(event)} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <textarea class="field mono" rows={5} aria-label="A version to compare with" aria-invalid={problem !== ''} placeholder="Paste or drop a scenario, or a policy: it is compared with the open one." spellcheck={false} value={text} ref={focusOnce} onInput={(event) => (setText(event.currentTarget.value), setProblem(''))} />
      {problem && (
        <p class="cell-problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="button button-main" disabled={text.trim() === ''}>
        Compare
      </button>
      <button type="button" class="button" onClick={close}>
        Cancel
      </button>
    </form>
  );
}

const focused = new WeakSet<HTMLElement>();

function focusOnce(field: HTMLElement | null) {
  if (!field || focused.has(field)) return;
  focused.add(field);
  field.focus();
}

/** Copies a link that holds both versions, and says how far it carries. */
function LinkButton({ base, compared, equal }: Props) {
  const app = useApp();
  const [made, setMade] = useState<{ url: string; copied: boolean } | null>(null);
  const [held, setHeld] = useState(false);
  const restsOnClock = new Set(compared.flatMap(({ pair, before, after }) => [
    ...(clockWords.test(before.outcome.assumptions.join()) ? [pair.before] : []),
    ...(clockWords.test(after.outcome.assumptions.join()) ? [pair.after] : []),
  ]));
  const make = async () => {
    const secret = findSecrets(writeJson(base.scenario) + writeJson(app.store.scenario.value)).length > 0;
    setHeld(secret);
    if (secret) return setMade(null);
    const url = linkOfBoth(app, base, location.origin, (request) => restsOnClock.has(request));
    setMade({ url, copied: await copy(url) });
  };
  return (
    <>
      <button type="button" class="button" disabled={equal} onClick={() => void make()}>
        <Icon name="link" />
        Copy a link to both
      </button>
      {held && (
        <p class="compare-link unmet" role="alert">
          A version holds credentials, so no link was made. Take them out first: Share offers to replace them.
        </p>
      )}
      {made && (
        <p class="compare-link" role="status">
          {made.copied ? 'Copied. ' : 'Copy it from here: '}
          <input class="field mono" readOnly aria-label="Link to both versions" value={made.url} onFocus={(event) => event.currentTarget.select()} />
          <span class="muted">
            {made.url.length.toLocaleString('en-US')} characters. {reachOf(made.url.length).words}
          </span>
        </p>
      )}
    </>
  );
}

const clockWords = /clock|aws:CurrentTime|aws:EpochTime/i;
