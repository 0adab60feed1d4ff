import { useApp } from '../app';
import { deleteDocument, renameDocument } from '../store/edits';
import { openedDocument, type Opened } from '../store/opened';
import { Icon } from './Icon';
import { later } from './later';

/** The chosen document: what it is, and its text. */
export function DocumentPane() {
  const app = useApp();
  const opened = openedDocument(app);
  const broken = opened?.marked?.diagnostics.length ?? 0;
  return (
    <section class="document-pane" aria-label="Policy document">
      {opened ? <Bar opened={opened} problems={broken} /> : null}
      <div class="editor-frame">
        {opened ? <LazyEditor text={opened.text} /> : <p class="empty">Choose a policy on the left, or add one to a user.</p>}
      </div>
    </section>
  );
}

function Bar({ opened, problems }: { opened: Opened; problems: number }) {
  const { store, derived } = useApp();
  const place = store.places.value.get(opened.key);
  const index = derived.documentIndex.value.get(opened.key);
  const type = index === undefined ? '' : store.answered.value?.decided.documents[index]?.policyType;
  const deletable = place && !place.path.includes('trustPolicy') && place.path[0] !== 'requests';
  const named = deletable && place.path.at(-3) !== 'resources';
  return (
    <div class="document-bar">
      <span class="crumbs">
        {place && owner(place.path) && <span class="muted">{owner(place.path)} ›</span>}
        {named ? <Name key={opened.key} name={opened.name} onRename={(name) => renameDocument(store, place.path, name)} /> : <strong>{opened.name}</strong>}
      </span>
      {type && <span class="kind">{typeWords[type]}</span>}
      {opened.readOnly && (
        <span class="kind">
          <Icon name="lock" /> AWS managed, read only
        </span>
      )}
      {problems > 0 && <span class="problem-count">{problems === 1 ? '1 problem' : `${problems} problems`}</span>}
      {deletable && (
        <button type="button" class="button icon-button" aria-label="Delete this policy" title="Delete this policy" onClick={() => deleteDocument(store, place.path)}>
          <Icon name="trash" />
        </button>
      )}
    </div>
  );
}

const typeWords = { identity: 'identity-based', resource: 'resource-based', trust: 'trust policy', boundary: 'boundary', session: 'session policy', scp: 'SCP', rcp: 'RCP', vpce: 'VPC endpoint policy' };

/** The name as a field: Enter or leaving renames, a taken name goes back. */
function Name({ name, onRename }: { name: string; onRename: (name: string) => boolean }) {
  const rename = (event: { currentTarget: HTMLInputElement }) => {
    const typed = event.currentTarget.value.trim();
    if (typed !== name && !onRename(typed)) event.currentTarget.value = name;
  };
  return <input class="document-title" aria-label="Name of this policy" size={Math.max(4, Math.min(40, name.length + 1))} defaultValue={name} spellcheck={false} onChange={rename} />;
}

function owner(path: readonly string[]): string {
  return ['users', 'groups', 'roles'].includes(path[2] ?? '') ? path[3]! : '';
}

/** The editor comes after the page is drawn; until then the text stands as it is. */
const LazyEditor = later<{ text: string }>(() => import('../editor/Editor'), ({ text }) => <pre class="editor-plain mono">{text}</pre>);
