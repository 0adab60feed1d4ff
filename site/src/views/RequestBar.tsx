import { useSignal, type Signal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app';
import { friendlyAction, friendlyPrincipal, friendlyResource } from '../scenario/names';
import { asked, furtherChecks, operationOf, resourceCount, type Operation } from '../scenario/requests';
import { addRequest, setAsked, setParameter } from '../store/edits';
import { Combobox } from './Combobox';
import { ContextChips } from './ContextChips';
import { ContextButton } from './ContextPanel';
import { DecisionStrip } from './DecisionStrip';
import { Icon } from './Icon';
import { RequestSwitcher } from './RequestSwitcher';

/** The selected request as a sentence, and under it the decision. */
export function RequestBar() {
  const { store } = useApp();
  const editing = useSignal(false);
  const chips = store.usesContext.value;
  // Whoever turns to another pane is done with the fields, which leave it little room.
  useEffect(() => void (editing.value = false), [store.tab.value]);
  return (
    <section class={`request-bar ${editing.value ? 'editing' : ''}`} aria-label="Request">
      <Summary editing={editing} />
      {store.request.value ? <Sentence /> : <NoRequest />}
      {store.request.value && chips && <ContextChips />}
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
      {editing.value ? (
        <span class="summary-words muted">What is asked</span>
      ) : (
        <span class="summary-words">
          <span class="muted">Can</span> <b>{friendlyPrincipal(principal).strong}</b> <span class="muted">do</span> <b>{action}</b> <span class="muted">on</span> <b>{friendlyResource(resource).strong}</b>
          <span class="muted">?</span>
        </span>
      )}
      <span class="summary-edit">{editing.value ? 'done' : 'edit'}</span>
    </button>
  );
}

function Sentence() {
  const { store } = useApp();
  const { principals } = store.suggestions.value;
  const { principal } = asked(store.request.value);
  const operation = operationOf(store.request.value);
  const further = furtherChecks(store.request.value);
  return (
    <div class="sentence">
      <span class="word">Can</span>
      <Combobox class="who" label="Principal" value={principal} options={principals} friendly={friendlyPrincipal} onInput={(v) => setAsked(store, 'principal', v)} />
      <span class="word">do</span>
      {operation ? <OperationFields operation={operation} /> : <ActionFields />}
      {further > 0 && <span class="word resource-count">and {further === 1 ? 'one more check' : `${further} more checks`}</span>}
      <span class="word question" aria-hidden="true">
        ?
      </span>
      <ContextButton />
      <RequestSwitcher />
    </div>
  );
}

function ActionFields() {
  const { store } = useApp();
  const { actions, resources } = store.suggestions.value;
  const { action, resource } = asked(store.request.value);
  const count = resourceCount(store.request.value);
  return (
    <>
      <Combobox class="what" label="Action" value={action} options={actions} friendly={friendlyAction} onInput={(v) => setAsked(store, 'action', v)} />
      <span class="word">on</span>
      <Combobox class="which" label="Resource" value={resource} options={resources} friendly={friendlyResource} onInput={(v) => setAsked(store, 'resource', v)} />
      {count > 1 && <span class="word resource-count">{count} resources</span>}
    </>
  );
}

/** A call that needs several permissions: what it touches, each in a field of its own. */
function OperationFields({ operation }: { operation: Operation }) {
  const { store } = useApp();
  const { resources } = store.suggestions.value;
  return (
    <>
      <b class="operation mono">{operation.name}</b>
      {operation.given.map(({ name, text }) =>
        text === undefined ? (
          <span key={name} class="word">
            with {name}
          </span>
        ) : (
          <Fragment key={name}>
            <span class="word">{name}</span>
            <Combobox class="which" label={name} value={text} options={resources} friendly={friendlyResource} onInput={(v) => setParameter(store, name, v)} />
          </Fragment>
        ),
      )}
    </>
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
