import { useApp } from '../app';
import { stringAt } from '../json/path';
import { addRequest, deleteRequest, duplicateRequest, setRequestName } from '../store/edits';
import { Icon } from './Icon';
import { Popover } from './Popover';

/** Goes from request to request, and holds what can be done with one. */
export function RequestSwitcher() {
  const { store } = useApp();
  const at = store.selected.value;
  const count = store.requests.value.length;
  return (
    <div class="switcher">
      <button type="button" class="button icon-button" aria-label="Previous request" disabled={at === 0} onClick={() => store.select(at - 1)}>
        <Icon name="left" />
      </button>
      <span class="position">
        <span class="visually-hidden">Request </span>
        {at + 1}/{count}
      </span>
      <button type="button" class="button icon-button" aria-label="Next request" disabled={at >= count - 1} onClick={() => store.select(at + 1)}>
        <Icon name="right" />
      </button>
      <Popover name="Request menu" icon="more" class="icon-button" align="right" label="">
        {(close) => <RequestMenu close={close} />}
      </Popover>
    </div>
  );
}

function RequestMenu({ close }: { close: () => void }) {
  const { store } = useApp();
  const item = (label: string, icon: 'plus' | 'copy' | 'trash', run: () => void) => (
    <button type="button" class="menu-item" onClick={() => (run(), close())}>
      <Icon name={icon} />
      {label}
    </button>
  );
  return (
    <div class="request-menu">
      <label class="stacked">
        Name of this request
        <input class="field" value={stringAt(store.request.value, ['name'])} placeholder="Untitled" onInput={(event) => setRequestName(store, event.currentTarget.value)} />
      </label>
      {item('Add a request', 'plus', () => addRequest(store))}
      {item('Duplicate it', 'copy', () => duplicateRequest(store))}
      {item('Delete it', 'trash', () => deleteRequest(store))}
    </div>
  );
}
