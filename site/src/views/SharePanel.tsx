import { useEffect, useRef } from 'preact/hooks';
import { copy, reachOf, shared } from '../store/sharing';
import { Icon } from './Icon';

/** What came of sharing: the link, its length and how far it carries. */
export function SharePanel() {
  const result = shared.value;
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const close = () => (shared.value = null);
  useEffect(() => {
    if (!result) return;
    field.current?.select();
    const outside = (event: Event) => !event.composedPath().includes(box.current!) && close();
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [result?.url]);
  if (!result) return null;
  const { reach, words } = reachOf(result.length);
  return (
    <div class="panel panel-right share-panel" ref={box} role="group" aria-label="Link" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <p class="share-state" role="alert">
        <strong>{result.copied ? 'Link copied' : 'Copy this link'}</strong>
        <button type="button" class="button icon-button" aria-label="Close" onClick={close}>
          <Icon name="cross" />
        </button>
      </p>
      <div class="share-row">
        <input ref={field} class="field mono" aria-label="Link to this scenario" readOnly value={result.url} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="button" onClick={async () => (shared.value = { ...result, copied: await copy(result.url) })}>
          <Icon name="copy" />
          Copy
        </button>
      </div>
      <p class={`reach reach-${reach}`}>
        <span class="reach-dot" aria-hidden="true" />
        <b>{result.length.toLocaleString('en-US')} characters.</b> {words}
      </p>
      <p class="muted">The scenario is in the link itself, after the #, which browsers never send to a server.</p>
    </div>
  );
}
