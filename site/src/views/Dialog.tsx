import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { Icon } from './Icon';

/** What had the focus before any dialog was open: it has it again when the last one is closed. */
let before: HTMLElement | null = null;

/** A modal dialog of the page; Escape, its button or a click beside it closes it. */
export function Dialog({ name, class: look, children }: { name: string; class: string; children: ComponentChildren }) {
  const { store } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current!.close();
  const closed = () => {
    store.dialog.value = '';
    before?.focus();
    before = null;
  };
  useLayoutEffect(() => {
    const focused = focusedElement();
    if (focused !== document.body && !focused?.closest('dialog')) before = focused;
    dialog.current!.showModal(); // at once: the next key is for the dialog
  }, []);
  return (
    <dialog ref={dialog} class={`dialog ${look}`} aria-label={name} onClose={closed} onClick={(event) => event.target === dialog.current && close()}>
      <div class="dialog-body">{children}</div>
      <button type="button" class="button icon-button dialog-close" aria-label="Close" onClick={close}>
        <Icon name="cross" />
      </button>
    </dialog>
  );
}

/** What has the focus, in the editor's shadow root too. */
function focusedElement(): HTMLElement | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement ? focused : null;
}
