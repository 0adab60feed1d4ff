import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';

/** A link that could not be opened: what is wrong with it, and what came, for copying. Nothing opens in its place. */
export function BadLink() {
  const { store, opener, drafts } = useApp();
  const title = useRef<HTMLHeadingElement>(null);
  const bad = store.badLink.value;
  useLayoutEffect(() => title.current?.focus(), [bad]);
  if (!bad) return null;
  const [last] = drafts.recent.value;
  const leave = (open: () => void) => () => {
    history.replaceState(null, '', location.pathname);
    open();
  };
  return (
    <main class="bad-link">
      <h2 tabIndex={-1} ref={title}>
        This link cannot be opened
      </h2>
      <p role="alert">{bad.problem}</p>
      <label class="stacked">
        What came with it
        <textarea class="field mono" readOnly rows={6} value={bad.payload} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <p class="actions">
        <button type="button" class="button button-main" onClick={leave(() => opener.openDefault())}>
          Start from an example
        </button>
        {last && (
          <button type="button" class="button" onClick={leave(() => opener.openRecent(last.id))}>
            Back to “{last.title}”
          </button>
        )}
      </p>
    </main>
  );
}
