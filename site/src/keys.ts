import type { App } from './app';
import { commands, type Command } from './commands';

/** The page's shortcuts; what the editor has used for itself is left alone. */
export function listenToKeys(app: App) {
  // Before the editor, which would open a line with it.
  addEventListener('keydown', (event) => void (event.key === 'Enter' && obey(app, event)), true);
  addEventListener('keydown', (event) => void (event.key !== 'Enter' && obey(app, event)));
}

function obey(app: App, event: KeyboardEvent) {
  if (app.store.dialog.value !== '') return;
  const command = commands.find(({ keys }) => keys && pressed(keys, event));
  if (!command || !free(command, event)) return;
  event.preventDefault();
  event.stopPropagation();
  command.run(app);
}

/** A plain text field has keys of its own, and the editor has used those that it knows. */
function free({ whileTyping }: Command, event: KeyboardEvent): boolean {
  return whileTyping || !(event.defaultPrevented || typing(event));
}

function typing(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** Whether an event is what `keys` names. Control+Y redoes as well, as on Windows. */
function pressed(keys: string, event: KeyboardEvent): boolean {
  const wanted = keys.split('+');
  const key = wanted.at(-1)!;
  const mod = event.ctrlKey || event.metaKey;
  if (keys === 'Mod+Shift+Z' && mod && !event.altKey && event.key.toLowerCase() === 'y') return true;
  const shift = key === '?' || event.shiftKey === wanted.includes('Shift');
  return shift && mod === wanted.includes('Mod') && event.altKey === wanted.includes('Alt') && event.key.toLowerCase() === key.toLowerCase();
}
