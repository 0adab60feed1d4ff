import '../styles/share.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp, type App } from '../app';
import { download, saveFile } from '../intake/files';
import { getAt, stringAt } from '../json/path';
import { reportOf } from '../scenario/report';
import type { Secret } from '../scenario/secrets';
import { copy } from '../store/clipboard';
import { managedText } from '../store/problems';
import { cleared, home, linkOf, reachOf, replaceSecrets, shareLink, tell, withWords, wordsOf, type Shared, type Way } from '../store/sharing';
import { isStale } from '../store/verdict';
import { Icon } from './Icon';

/** What came of sharing: the link with its length, other ways to send the scenario, or what must be settled first. */
export default function SharePanel({ result }: { result: Shared }) {
  const box = useRef<HTMLDivElement>(null);
  const { store } = useApp();
  const close = () => (store.shared.value = null);
  useLayoutEffect(() => {
    const outside = (event: Event) => !event.composedPath().includes(box.current!) && close();
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && close(); // wherever the focus is: it comes to the panel a moment later
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', escape);
    };
  }, []);
  return (
    <div class="panel panel-right share-panel" ref={box} role="group" aria-label={result.kind === 'link' ? 'Link' : 'Credentials'}>
      {result.kind === 'link' ? <LinkPart result={result} onClose={close} /> : <SecretsPart secrets={result.secrets} what={result.what} onClose={close} />}
    </div>
  );
}

function Title({ words, onClose }: { words: string; onClose: () => void }) {
  return (
    <p class="share-state" role="alert">
      <strong>{words}</strong>
      <button type="button" class="button icon-button" aria-label="Close" onClick={onClose}>
        <Icon name="cross" />
      </button>
    </p>
  );
}

function LinkPart({ result, onClose }: { result: Extract<Shared, { kind: 'link' }>; onClose: () => void }) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [result.url]);
  const { reach, words } = reachOf(result.url.length);
  return (
    <>
      <Title words={result.copied ? 'Link copied' : 'Copy this link'} onClose={onClose} />
      <div class="share-row">
        <input ref={field} class="field mono" aria-label="Link to this scenario" readOnly value={result.url} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="button" onClick={async () => (app.store.shared.value = { ...result, copied: await copy(result.url) })}>
          <Icon name="copy" />
          Copy
        </button>
      </div>
      <p class={`reach reach-${reach}`}>
        <span class="reach-dot" aria-hidden="true" />
        <b>{result.url.length.toLocaleString('en-US')} characters.</b> {words}
      </p>
      <TitleInAddress url={result.url} />
      <p class="muted">The scenario is in the link itself, after the #, which browsers never send to a server.</p>
      <OtherWays />
      <button type="button" class="link" onClick={() => (onClose(), (app.store.dialog.value = 'mask'))}>
        Mask account ids and names first
      </button>
    </>
  );
}

/** Puts the scenario's title into the address, so that it tells what it opens; the server sees those words. */
function TitleInAddress({ url }: { url: string }) {
  const { store } = useApp();
  const words = wordsOf(stringAt(store.scenario.value, ['title']));
  if (!words) return null;
  const has = new URL(url).pathname !== '/';
  return (
    <label class="share-words">
      <input type="checkbox" checked={has} onChange={() => void tell(store, withWords(url, has ? '' : words))} />
      <span>
        Title in the address <span class="muted">– the site’s server sees it</span>
      </span>
    </label>
  );
}

/** Sharing by other means than the link. */
function OtherWays() {
  const app = useApp();
  const [all, setAll] = useState(false);
  const [state, setState] = useState('');
  const ready = app.derived.outcome.value && !isStale(app.store);
  const markdown = async () => {
    if (cleared(app.store, 'markdown')) setState((await copy(markdownOf(app, all))) ? 'Markdown copied.' : 'The browser does not let the page copy.');
  };
  return (
    <fieldset class="share-ways">
      <legend>Or</legend>
      <button type="button" class="button" disabled={!ready} onClick={() => void markdown()}>
        <Icon name="copy" />
        Copy as Markdown
      </button>
      <label>
        <input type="checkbox" checked={all} onChange={() => setAll(!all)} />
        with every policy
      </label>
      <button type="button" class="button" onClick={() => saveFile(app)}>
        <Icon name="save" />
        Save as a file
      </button>
      <span role="status" class="muted">
        {state}
      </span>
    </fieldset>
  );
}

/** The shown decision in Markdown. */
function markdownOf({ store, derived }: App, all: boolean): string {
  const { decided, scenario } = store.answered.value!;
  const textOf = (index: number) => {
    const document = decided.documents[index]!;
    return document.path ? String(getAt(scenario, document.path)) : managedText(document);
  };
  return reportOf({ title: stringAt(scenario, ['title']), outcome: derived.outcome.value!, decided, textOf, link: linkOf(store, home(location)) }, all);
}

const wayWords: Record<Way, string> = { link: 'link', markdown: 'Markdown', file: 'file' };

function SecretsPart({ secrets, what, onClose }: { secrets: Secret[]; what: Way; onClose: () => void }) {
  const app = useApp();
  const go = async () => {
    if (what === 'link') return shareLink(app.store);
    onClose();
    if (what === 'file') download(app);
    else app.store.notice.value = (await copy(markdownOf(app, false))) ? 'Markdown copied.' : 'The browser does not let the page copy.';
  };
  const replace = () => {
    replaceSecrets(app.store, secrets);
    if (what === 'markdown') return void ((app.store.notice.value = 'The credentials were replaced. Copy the Markdown again.'), onClose());
    void go();
  };
  return (
    <>
      <Title words={`This ${wayWords[what]} would hold credentials`} onClose={onClose} />
      <p>Whoever has the {wayWords[what]} could use them. If they are real, deactivate them in IAM, too.</p>
      <ul class="share-secrets">
        {secrets.map(({ kind, text }) => (
          <li key={text}>
            <span class="muted">{kind}</span> <code>{text.slice(0, 8)}…</code>
          </li>
        ))}
      </ul>
      <p class="actions">
        <button type="button" class="button button-main" onClick={replace}>
          Replace by examples
        </button>
        <button type="button" class="button" onClick={() => void go()}>
          They are no secrets: go on
        </button>
      </p>
    </>
  );
}
