import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { Icon } from './Icon';

/** A modal dialog of the page; Escape, its button or a click beside it closes it. */
export function Dialog({ name, class: look, children }: { name: string; class: string; children: ComponentChildren }) {
  const { store } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => (store.dialog.value = '');
  useLayoutEffect(() => dialog.current!.showModal(), []); // at once: the next key is for the dialog
  return (
    <dialog ref={dialog} class={`dialog ${look}`} aria-label={name} onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <div class="dialog-body">{children}</div>
      <button type="button" class="button icon-button dialog-close" aria-label="Close" onClick={close}>
        <Icon name="cross" />
      </button>
    </dialog>
  );
}
