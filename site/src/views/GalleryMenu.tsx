import { useRef } from 'preact/hooks';
import { useApp } from '../app';
import { Popover } from './Popover';
import { Icon } from './Icon';

/** The scenarios that come with the page, and one's own recent work. */
export function GalleryMenu() {
  return (
    <Popover class="button-quiet" label={<>Scenarios<Icon name="down" /></>}>
      {(close) => <Entries close={close} />}
    </Popover>
  );
}

function Entries({ close }: { close: () => void }) {
  const { opener, drafts, store } = useApp();
  const list = useRef<HTMLDivElement>(null);
  const origin = store.origin.value;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...list.current!.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const choose = (open: () => void) => () => {
    open();
    close();
  };
  return (
    <div class="gallery" ref={(element) => void ((list.current = element), focusFirst(element))} onKeyDown={onKeyDown}>
      <ul aria-label="Gallery">
        {opener.gallery.map((entry) => (
          <li key={entry.slug}>
            <button type="button" class="entry" aria-current={origin.kind === 'gallery' && origin.slug === entry.slug} onClick={choose(() => opener.openGallery(entry.slug))}>
              <strong>{entry.title}</strong>
              <span>{entry.line}</span>
            </button>
          </li>
        ))}
      </ul>
      {drafts.recent.value.length > 0 && <h2>Your recent work</h2>}
      <ul aria-label="Recent work">
        {drafts.recent.value.map((draft) => (
          <li key={draft.id}>
            <button type="button" class="entry" onClick={choose(() => opener.openRecent(draft.id))}>
              <strong>{draft.title}</strong>
              <span>{new Date(draft.time).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' })}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusFirst(element: HTMLElement | null) {
  if (!element || element.contains(document.activeElement)) return;
  (element.querySelector<HTMLElement>('[aria-current="true"]') ?? element.querySelector('button'))?.focus();
}
