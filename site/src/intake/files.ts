import type { App } from '../app';
import { formatJson } from '../json/format';
import { stringAt } from '../json/path';
import { pack } from '../scenario/documents';
import { cleared } from '../store/sharing';
import { accept, recognize } from './taken';

/** The most bytes of a file that are read. */
const maxBytes = 12 << 20;

/** What is wrong with a file before its text is looked at, or its text. */
async function read(file: File): Promise<{ text: string } | { problem: string }> {
  if (file.size > maxBytes) return { problem: `“${file.name}” has ${(file.size / (1 << 20)).toFixed(1)} MiB; files of up to 12 MiB are opened. Nothing was changed.` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return { text };
  } catch {
    // Not UTF-8: said below.
  }
  return { problem: `“${file.name}” is no text file. Open a scenario, a policy, a log or other JSON. Nothing was changed.` };
}

/** Opens the first of the files: a scenario at once, anything else in the dialog, or at once where the page is blank. */
export async function openFiles(app: App, files: readonly File[]) {
  const { store, opener } = app;
  const [file, ...others] = files;
  if (!file) return;
  const content = await read(file);
  if ('problem' in content) return void (store.notice.value = content.problem);
  const found = await recognize(app, content.text, '');
  const problem = 'problem' in found ? found.problem : found.result.kind === 'scenario' ? await opener.openText(content.text) : store.blank.value ? await accept(app, found) : '';
  if (problem) return void (store.notice.value = `“${file.name}” cannot be opened. ${problem} Nothing was changed.`);
  if ('result' in found && found.result.kind !== 'scenario' && !store.taken.value) takeIn(app, content.text);
  store.notice.value = others.length > 0 ? `“${file.name}” was opened; ${others.length === 1 ? 'the other file was' : `${others.length} other files were`} left out. Open them one by one.` : '';
}

/** Shows the dialog for pasting, with a text in it. */
export function takeIn({ store }: App, text: string) {
  store.pasted.value = text;
  store.dialog.value = 'intake';
}

/** Asks the reader for a file. */
export function chooseFiles(app: App) {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => void openFiles(app, [...(input.files ?? [])]));
  input.click();
}

/** A file's name made of a title. */
export function fileName(title: string): string {
  const words = title.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
  return `${words || 'scenario'}.json`;
}

/** The scenario as a file's text, laid out for people and version control. */
export function fileText({ store }: Pick<App, 'store'>): string {
  return `${formatJson(pack(store.scenario.value))}\n`;
}

/** Saves the scenario as a file, unless credentials would go along. */
export function saveFile(app: App) {
  if (cleared(app.store, 'file')) download(app);
}

/** Saves the scenario as a file, whatever it holds. */
export function download(app: App) {
  saveText(fileText(app), fileName(stringAt(app.store.scenario.value, ['title'])), 'application/json');
}

/** Saves a text as a file of the reader's. */
export function saveText(text: string, name: string, type: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
