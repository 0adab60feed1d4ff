import type { App } from './app';
import { share } from './store/sharing';

/** The page's shortcuts; what the editor has used for itself is left alone. */
export function listenToKeys(app: App) {
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const run = shortcut(app, event);
    if (!run) return;
    event.preventDefault();
    run();
  });
  addEventListener(
    'keydown',
    (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
        event.preventDefault();
        event.stopPropagation();
        nextRequest(app);
      }
    },
    true,
  );
}

function shortcut({ store }: App, event: KeyboardEvent): (() => void) | null {
  const key = event.key.toLowerCase();
  if (key === 's') return () => void share(store);
  if (event.defaultPrevented || typing(event)) return null;
  if (key === 'z') return () => (event.shiftKey ? store.redo() : store.undo());
  return key === 'y' ? () => store.redo() : null;
}

/** A plain text field has an undo of its own. */
function typing(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function nextRequest({ store }: App) {
  const count = store.requests.value.length;
  if (count > 0) store.select((store.selected.value + 1) % count);
}
