import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { statementMarks } from './marks';
import { statementParts, toggleParts } from './parts';
import { looks } from './theme';

/** A change that came from the store and is not told to it again. */
export const fromStore = Annotation.define<boolean>();

/** What helps with writing; it is fetched when somebody begins to write. */
export const assistance = new Compartment();

/** Over this many characters the language support is left out, so that typing stays quick. */
const plainOver = 300_000;

export interface StateOptions {
  name: string;
  readOnly: boolean;
  onText: (text: string) => void;
}

/** A state of the editor for one document. */
export function editorState(text: string, options: StateOptions): EditorState {
  return EditorState.create({ doc: text, extensions: [always, text.length > plainOver ? [] : language, own(options)] });
}

const language: Extension = [json(), bracketMatching(), indentOnInput()];

/**
 * Text that is typed goes straight into the document. Left to itself the browser would keep the colours of what was
 * selected with an inline style, which the page's policy refuses.
 */
const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || event.data === null || event.isComposing || view.composing || view.state.readOnly) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

const always: Extension = [
  lineNumbers(),
  foldGutter(),
  statementMarks(toggleParts),
  statementParts(),
  typing,
  history(),
  drawSelection(),
  indentUnit.of('  '),
  assistance.of([]),
  keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
  looks(),
];

function own({ name, readOnly, onText }: StateOptions): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': name, 'aria-readonly': String(readOnly), tabindex: '0', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((t) => t.annotation(fromStore))) onText(update.state.doc.toString());
    }),
  ];
}

/** The smallest single change that turns one text into the other. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let same = 0;
  while (same < shorter - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}
