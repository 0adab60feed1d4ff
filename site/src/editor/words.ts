import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import type { WordNote } from '../engine/door';

/** Asks the engine what the word at a place of the document in the editor is. */
export type AskNote = (text: string, offset: number) => Promise<WordNote | null>;

/** Says what an action or a condition key is, and what a wildcard covers, where the pointer rests on it. */
export function wordNotes(ask: AskNote): Extension {
  return hoverTooltip(async (view, position) => {
    const note = await ask(view.state.doc.toString(), position);
    if (!note || note.to > view.state.doc.length) return null;
    return { pos: note.from, end: note.to, above: true, create: () => ({ dom: drawn(note) }) };
  });
}

function drawn({ text, names, covered }: WordNote): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-word';
  box.append(paragraph(text));
  if (names.length > 0) box.append(paragraph(names.join(', ') + (covered > names.length ? ` and ${covered - names.length} more` : ''), 'cm-word-names'));
  return box;
}

function paragraph(text: string, look = ''): HTMLElement {
  const made = document.createElement('p');
  made.className = look;
  made.textContent = text;
  return made;
}

/** How notes look. */
export const wordLooks = EditorView.theme({
  '.cm-word': { padding: '8px 12px', lineHeight: '1.5', overflowWrap: 'anywhere' },
  '.cm-word p': { margin: '0' },
  '.cm-word-names': { marginTop: '4px', color: 'var(--muted)', fontFamily: 'var(--mono)', fontSize: '12px', maxHeight: '12em', overflow: 'auto' },
});
