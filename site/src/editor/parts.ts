import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, WidgetType, type DecorationSet } from '@codemirror/view';
import type { Part } from '../engine/door';
import { markSymbols, type StatementMark } from '../scenario/marks';
import { markAt, statementMarksOf } from './marks';

/** Opens what each element of a statement did, under the statement, or closes it again. */
const toggle = StateEffect.define<number>();

/** The statements that are open, by their index in the document. */
const opened = StateField.define<ReadonlySet<number>>({
  create: () => new Set(),
  update(value, { effects }) {
    for (const effect of effects) {
      if (!effect.is(toggle)) continue;
      const next = new Set(value);
      if (!next.delete(effect.value)) next.add(effect.value);
      value = next;
    }
    return value;
  },
});

const boxes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, { state, startState, docChanged }) {
    const same = !docChanged && state.field(opened) === startState.field(opened) && statementMarksOf(state) === statementMarksOf(startState);
    return same ? value : draw(state);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function draw(state: EditorState): DecorationSet {
  const open = state.field(opened);
  const marks = statementMarksOf(state).filter(({ index, to }) => open.has(index) && to <= state.doc.length);
  return Decoration.set(
    marks.map((mark) => Decoration.widget({ widget: new Box(mark), block: true, side: 1 }).range(state.doc.lineAt(mark.to).to)),
    true,
  );
}

class Box extends WidgetType {
  constructor(readonly mark: StatementMark) {
    super();
  }
  override eq({ mark }: Box) {
    return mark.kind === this.mark.kind && mark.reason === this.mark.reason && JSON.stringify(mark.parts) === JSON.stringify(this.mark.parts);
  }
  toDOM(view: EditorView) {
    const box = element('div', `cm-parts cm-parts-${this.mark.kind}`);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `What ${this.mark.sid || `statement ${this.mark.index + 1}`} did`);
    const close = element('button', 'cm-parts-close', 'Close');
    close.addEventListener('click', () => (view.dispatch({ effects: toggle.of(this.mark.index) }), view.focus()));
    box.append(close, element('p', 'cm-parts-reason', `${markSymbols[this.mark.kind]} ${this.mark.reason}`), ...this.mark.parts.map(partRow));
    const frame = element('div', 'cm-parts-frame');
    frame.append(box);
    return frame;
  }
  override ignoreEvent() {
    return true;
  }
}

function partRow({ element: name, matched, reason, condition }: Part): HTMLElement {
  const row = element('div', `cm-part cm-part-${matched ? 'matched' : 'unmatched'}`);
  const said = condition
    ? `${condition.operator} ${condition.key}: the policy says ${condition.policyValues.join(', ') || 'nothing'}, the request has ${condition.requestValues ? condition.requestValues.join(', ') || 'an empty value' : 'no such key'}. ${condition.why}`
    : reason;
  row.append(element('span', 'cm-part-symbol', matched ? '✓' : '✕'), element('b', '', name), element('span', '', `${matched ? 'matches' : 'does not match'}: ${said}`));
  return row;
}

function element(name: string, look: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  if (look) made.className = look;
  made.textContent = text;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  return made;
}

/** Opens or closes the parts of the statement at a position; false where no statement is or nothing is known of it. */
export function toggleParts(view: EditorView, position: number): boolean {
  const mark = markAt(view.state, position);
  if (!mark || mark.kind === 'idle') return false;
  view.dispatch({ effects: toggle.of(mark.index) });
  return true;
}

/** The parts of statements under their text: by a click in the gutter or on the label, or Alt+Enter. */
export function statementParts(): Extension {
  const clicks = EditorView.domEventHandlers({
    click(event, view) {
      const label = event.target instanceof Element && event.target.closest('.cm-verdict');
      return label ? toggleParts(view, view.posAtDOM(label)) : false;
    },
  });
  return [opened, boxes, clicks, keymap.of([{ key: 'Alt-Enter', run: (view) => toggleParts(view, view.state.selection.main.head) }])];
}
