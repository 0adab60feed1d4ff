import { useApp } from '../app';
import type { Opened } from '../store/opened';
import { isNear, sizeOf, type Size } from '../scenario/quota';
import { isGrave } from '../scenario/checks';
import '../styles/document-notes.css';
import { removeEntry } from '../store/remove';
import type { Store } from '../store/store';
import { make } from '../store/world';
import { namedAs, renamePolicy } from '../world/policies';
import { usedBy } from '../world/uses';
import { Crumbs } from './DocumentPane';
import { Icon } from './Icon';
import { keepFocus } from './keepFocus';
import { NameField } from './NameField';

/** Opens the list of problems; on a phone that is a tab. */
function listProblems(store: Store) {
  store.drawer.value = 'problems';
  store.tab.value = 'requests';
}

/** Above the text of a policy: its name to change, how it is used, and what can be done with it. */
export default function DocumentBar({ opened }: { opened: Opened }) {
  const { store } = useApp();
  const { key, name, owner, type, readOnly } = opened;
  const place = store.places.value.get(key);
  const kind = place ? namedAs(place.path) : null;
  const deletable = place && place.path[0] !== 'requests' && place.path.at(-1) !== 'trustPolicy';
  const problems = opened.marked?.findings.filter((finding) => !finding.ignored) ?? [];
  return (
    <div class="document-bar">
      {kind && place ? (
        <>
          <span class="crumbs">
            {owner && <span class="muted">{owner} ›</span>}
            <NameField label="Name of this policy" look="document-title" entry={key} value={name} check={(typed) => renamePolicy(store.scenario.value, place.path, typed)} onSave={(typed) => make(store, (s) => renamePolicy(s, place.path, typed))} />
          </span>
          {type && <span class="kind">{type}</span>}
        </>
      ) : (
        <Crumbs opened={opened} />
      )}
      {place && (kind === 'policy' || kind === 'SCP' || kind === 'RCP') && <span class="kind uses">{usedBy(store.scenario.value, place.path)}</span>}
      {readOnly && (
        <span class="kind">
          <Icon name="lock" /> AWS managed, read only
        </span>
      )}
      {problems.length > 0 && (
        <button type="button" class={`link problem-count ${problems.some(isGrave) ? 'problem-count-grave' : ''}`} onClick={() => listProblems(store)}>
          {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
        </button>
      )}
      {place && <SizeNote size={sizeOf(store.scenario.value, place.path, opened.text)} />}
      {deletable && (
        <button type="button" class="button icon-button" aria-label="Delete this policy" title="Delete this policy" onClick={() => (removeEntry(store, place.path), keepFocus())}>
          <Icon name="trash" />
        </button>
      )}
    </div>
  );
}

/** How much of its quota the policy takes up; nothing while there is room. */
function SizeNote({ size }: { size: Size | null }) {
  if (!size || !isNear(size)) return null;
  const over = size.used - size.quota;
  return (
    <span class={`size-note ${over > 0 ? 'size-over' : ''}`} title={`Counted: ${size.counted}.`}>
      {size.used.toLocaleString('en-US')} of {size.quota.toLocaleString('en-US')}
      <span class="visually-hidden"> {size.counted}</span>
      {over > 0 && `, ${over.toLocaleString('en-US')} too many for AWS`}
    </span>
  );
}
