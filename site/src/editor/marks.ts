import { RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, hoverTooltip, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { markSymbols, type StatementMark } from '../scenario/marks';

/** Replaces the marks of all statements. */
export const setMarks = StateEffect.define<StatementMark[]>();

/** Marks a piece of text that the pointer rests on elsewhere; null takes the mark away. */
export const setPointed = StateEffect.define<{ from: number; to: number } | null>();

const marks = StateField.define<StatementMark[]>({
  create: () => [],
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value.filter((m) => m.to <= transaction.newDoc.length);
    if (!transaction.docChanged) return value;
    return value.map((m) => ({ ...m, from: transaction.changes.mapPos(m.from, 1), to: transaction.changes.mapPos(m.to, -1) })).filter((m) => m.from < m.to);
  },
});

const pointed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setPointed)) continue;
      const range = effect.value;
      const fits = range && range.from < range.to && range.to <= transaction.newDoc.length;
      return fits ? Decoration.set(Decoration.mark({ class: 'cm-pointed' }).range(range.from, range.to)) : Decoration.none;
    }
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** How every statement of the text fared. */
export const statementMarksOf = (state: EditorState): StatementMark[] => state.field(marks);

/** The statement at a position, the innermost where they nest. */
export function markAt(state: EditorState, position: number): StatementMark | null {
  return state.field(marks).findLast((m) => m.from <= position && position <= m.to) ?? null;
}

class Label extends WidgetType {
  constructor(readonly mark: StatementMark) {
    super();
  }
  override eq(other: Label) {
    return other.mark.label === this.mark.label && other.mark.kind === this.mark.kind;
  }
  toDOM() {
    const span = document.createElement('span');
    span.className = `cm-verdict cm-verdict-${this.mark.kind}`;
    span.textContent = `${markSymbols[this.mark.kind]} ${this.mark.label}`;
    span.setAttribute('aria-hidden', 'true');
    return span;
  }
}

/** Draws the statements in view: whole lines where a statement has its lines to itself, else the text alone. */
const drawn = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = draw(view);
    }
    update(update: ViewUpdate) {
      const changed = update.transactions.some((t) => t.effects.some((e) => e.is(setMarks)));
      if (changed || update.docChanged || update.viewportChanged) this.decorations = draw(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function draw(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { from, to } = view.viewport;
  let last = -1;
  for (const mark of view.state.field(marks)) {
    if (mark.to < from || mark.from > to || mark.from < last) continue;
    last = ownsLines(view.state, mark) ? drawLines(view, mark, builder) : drawText(mark, builder);
  }
  return builder.finish();
}

function drawLines(view: EditorView, mark: StatementMark, builder: RangeSetBuilder<Decoration>): number {
  const { doc } = view.state;
  const first = doc.lineAt(mark.from);
  const end = Math.min(mark.to, view.viewport.to);
  for (let at = Math.max(first.from, doc.lineAt(view.viewport.from).from); at <= end; at = doc.lineAt(at).to + 1) {
    builder.add(at, at, Decoration.line({ class: `cm-statement cm-statement-${mark.kind}` }));
    if (at === first.from && mark.label) builder.add(first.to, first.to, Decoration.widget({ widget: new Label(mark), side: 1 }));
  }
  return mark.to;
}

function drawText(mark: StatementMark, builder: RangeSetBuilder<Decoration>): number {
  builder.add(mark.from, mark.to, Decoration.mark({ class: `cm-statement-text cm-statement-${mark.kind}` }));
  return mark.to;
}

function ownsLines(state: EditorState, mark: StatementMark): boolean {
  const first = state.doc.lineAt(mark.from);
  const last = state.doc.lineAt(mark.to);
  const before = state.doc.sliceString(Math.max(first.from, mark.from - 200), mark.from);
  const after = state.doc.sliceString(mark.to, Math.min(last.to, mark.to + 200));
  return /^\s*("Statement"\s*:\s*\[?\s*)?$/.test(before) && /^\s*,?[\s\]}]*$/.test(after);
}

class Bar extends GutterMarker {
  constructor(readonly mark: StatementMark, readonly first: boolean) {
    super();
    this.elementClass = `cm-bar cm-bar-${mark.kind}`;
  }
  override eq(other: Bar) {
    return other.first === this.first && other.mark.kind === this.mark.kind && other.mark.reason === this.mark.reason;
  }
  override toDOM() {
    const symbol = document.createElement('span');
    symbol.textContent = this.first ? markSymbols[this.mark.kind] : '\u00a0';
    symbol.title = this.mark.reason;
    return symbol;
  }
}

/** The bars beside the statements; `onClick` is told where one was clicked. */
const bars = (onClick: (view: EditorView, position: number) => boolean) => gutter({
  class: 'cm-bars',
  domEventHandlers: { mousedown: (view, line) => onClick(view, view.state.doc.lineAt(line.from).to) || onClick(view, line.from) },
  lineMarker(view, line) {
    const mark = view.state.field(marks).find((m) => m.from <= line.to && line.from <= m.to);
    return mark ? new Bar(mark, mark.from >= line.from) : null;
  },
  lineMarkerChange: (update) => update.transactions.some((t) => t.effects.some((e) => e.is(setMarks))),
});

const reasons = hoverTooltip((view, position) => {
  const mark = markAt(view.state, position);
  return mark && { pos: mark.from, end: mark.to, above: true, arrow: false, create: () => ({ dom: reasonBox(mark) }) };
});

function reasonBox(mark: StatementMark): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-reason';
  const title = document.createElement('strong');
  title.textContent = `${markSymbols[mark.kind]} ${mark.sid || `Statement ${mark.index + 1}`}${mark.label ? ` ${mark.label}` : ''}`;
  box.append(title, document.createElement('br'), mark.reason);
  return box;
}

/** Statement marks in text and gutter, with the reason on hover; `onClick` is told where the gutter was clicked. */
export function statementMarks(onClick: (view: EditorView, position: number) => boolean): Extension {
  return [marks, pointed, drawn, bars(onClick), reasons];
}
