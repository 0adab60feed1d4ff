import { useSignal, type Signal } from '@preact/signals';
import { useApp } from '../app';
import { friendlyAction, friendlyPrincipal, friendlyResource } from '../scenario/names';
import { asked, resourceCount } from '../scenario/requests';
import { addRequest, setAsked } from '../store/edits';
import { Combobox } from './Combobox';
import { ContextButton } from './ContextPanel';
import { DecisionStrip } from './DecisionStrip';
import { Icon } from './Icon';
import { RequestSwitcher } from './RequestSwitcher';

/** The selected request as a sentence, and under it the decision. */
export function RequestBar() {
  const { store } = useApp();
  const editing = useSignal(false);
  return (
    <section class={`request-bar ${editing.value ? 'editing' : ''}`} aria-label="Request">
      <Summary editing={editing} />
      {store.request.value ? <Sentence /> : <NoRequest />}
      <DecisionStrip />
    </section>
  );
}

/** On a phone: the request in one line, which opens to the fields. */
function Summary({ editing }: { editing: Signal<boolean> }) {
  const { store } = useApp();
  const { principal, action, resource } = asked(store.request.value);
  if (!store.request.value) return null;
  return (
    <button type="button" class="summary" aria-expanded={editing.value} onClick={() => (editing.value = !editing.value)}>
      <span class="summary-words">
        <b>{friendlyPrincipal(principal).strong}</b> <span class="muted">does</span> <b>{action}</b> <span class="muted">on</span> <b>{friendlyResource(resource).strong}</b>
      </span>
      <span class="summary-edit">{editing.value ? 'done' : 'edit'}</span>
    </button>
  );
}

function Sentence() {
  const { store } = useApp();
  const { principals, actions, resources } = store.suggestions.value;
  const { principal, action, resource } = asked(store.request.value);
  const count = resourceCount(store.request.value);
  return (
    <div class="sentence">
      <span class="word">Can</span>
      <Combobox class="who" label="Principal" value={principal} options={principals} friendly={friendlyPrincipal} onInput={(v) => setAsked(store, 'principal', v)} />
      <span class="word">do</span>
      <Combobox class="what" label="Action" value={action} options={actions} friendly={friendlyAction} onInput={(v) => setAsked(store, 'action', v)} />
      <span class="word">on</span>
      <Combobox class="which" label="Resource" value={resource} options={resources} friendly={friendlyResource} onInput={(v) => setAsked(store, 'resource', v)} />
      {count > 1 && <span class="word resource-count">{count} resources</span>}
      <span class="word question" aria-hidden="true">
        ?
      </span>
      <ContextButton />
      <RequestSwitcher />
    </div>
  );
}

function NoRequest() {
  const { store } = useApp();
  if (store.opening.value) return null;
  return (
    <div class="sentence">
      <span class="word">Nothing is asked yet.</span>
      <button type="button" class="button" onClick={() => addRequest(store)}>
        <Icon name="plus" />
        Add a request
      </button>
    </div>
  );
}
