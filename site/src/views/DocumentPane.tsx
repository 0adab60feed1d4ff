import { useApp } from '../app';
import { openedDocument, type Opened } from '../store/opened';
import { isEntry } from '../store/tabs';
import { later } from './later';

/** What is open: a policy with its text, or an entry of the world with what belongs to it. */
export function DocumentPane() {
  const app = useApp();
  const current = app.store.current.value;
  const opened = openedDocument(app);
  return (
    <section class="document-pane" aria-label={opened || !current ? 'Policy document' : 'Entry'}>
      {app.store.tabs.value.length > 1 && <Tabs />}
      <div class="tab-panel" {...panel(app.store.tabs.value.length)}>
        {isEntry(current) && <EntryPage entry={current} />}
        {opened && <LazyBar opened={opened} />}
        {!isEntry(current) && <div class="editor-frame">{opened ? <LazyEditor text={opened.text} /> : <Nothing />}</div>}
      </div>
    </section>
  );
}

/** With more than one tab the pane below is theirs. */
function panel(tabs: number) {
  return tabs > 1 ? ({ role: 'tabpanel', 'aria-labelledby': 'open-tab' } as const) : {};
}

function Nothing() {
  return <p class="empty">Choose a policy in the world, or add one there. Choose a user to see what belongs to it.</p>;
}

/** What the open policy is called, and how it is used. */
export function Crumbs({ opened: { owner, name, type } }: { opened: Opened }) {
  return (
    <>
      <span class="crumbs">
        {owner && <span class="muted">{owner} ›</span>}
        <strong>{name}</strong>
      </span>
      {type && <span class="kind">{type}</span>}
    </>
  );
}

/** What renames and deletes comes after the page is drawn, as does the editor; until then name and text stand as they are. */
const LazyBar = later<{ opened: Opened }>(
  () => import('./DocumentBar'),
  ({ opened }) => (
    <div class="document-bar">
      <Crumbs opened={opened} />
    </div>
  ),
);
const Tabs = later(() => import('./Tabs'), () => <div class="document-tabs-space" />);
const LazyEditor = later<{ text: string }>(() => import('../editor/Editor'), ({ text }) => <pre class="editor-plain mono">{text}</pre>);
const EntryPage = later<{ entry: string }>(() => import('./EntryPage'));
