import type { App } from '../app';

/** Takes files and texts that are dropped anywhere on the page, and texts that are pasted outside of every field. */
export function listenToDrops(app: App) {
  const root = document.documentElement;
  const wanted = (event: DragEvent) => carries(event, 'Files') || (carries(event, 'text/plain') && !isField(event));
  addEventListener('dragover', (event) => {
    if (!wanted(event)) return;
    event.preventDefault();
    root.dataset['dropping'] = '';
  });
  // Leaving one element for another is no leaving of the page.
  addEventListener('dragleave', (event) => void (event.relatedTarget ?? delete root.dataset['dropping']));
  addEventListener('drop', (event) => {
    delete root.dataset['dropping'];
    if (!wanted(event)) return;
    event.preventDefault();
    const files = [...event.dataTransfer!.files];
    const text = event.dataTransfer!.getData('text/plain');
    void import('./files').then(({ openFiles, takeIn }) => (files.length > 0 ? openFiles(app, files) : takeIn(app, text)));
  }, true);
  addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.trim() === '' || isField(event) || app.store.dialog.value !== '') return;
    event.preventDefault();
    void import('./files').then(({ takeIn }) => takeIn(app, text));
  });
}

function carries(event: DragEvent, type: string): boolean {
  return event.dataTransfer?.types.includes(type) ?? false;
}

function isField(event: Event): boolean {
  return event.composedPath().some((at) => at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || (at instanceof HTMLElement && at.isContentEditable));
}
