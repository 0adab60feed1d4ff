import { setDiagnostics } from '@codemirror/lint';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { computed, effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, type App } from '../app';
import type { Finding } from '../engine/lint';
import type { DocumentKey } from '../scenario/documents';
import { sameMarks } from '../scenario/marks';
import { askCompletions, askNote } from '../store/completions';
import { openedDocument, type Opened } from '../store/opened';
import { underlines } from './diagnostics';
import { markAt, setMarks, setPointed, statementMarksOf } from './marks';
import { assistance, difference, editorState, fromStore } from './state';

/** The code editor, in a shadow root of its own: there its styles are adopted sheets, which a strict policy allows. */
export default function Editor() {
  const host = useRef<HTMLDivElement>(null);
  const app = useApp();
  useEffect(() => {
    const binding = new Binding(host.current!, app);
    return () => binding.destroy();
  }, [app]);
  return <div class="editor-host" ref={host} />;
}

/** Ties one view to the store: text both ways, marks and underlines one way. */
class Binding {
  private readonly view: EditorView;
  private readonly states = new Map<DocumentKey, EditorState>();
  private readonly stops: (() => void)[];
  private key: DocumentKey | null = null;
  private help: Extension | null = null;
  /** The findings underlined last, and the text that they were underlined in. */
  private underlined: { doc: Text; findings: Finding[] } | null = null;

  constructor(host: HTMLElement, private readonly app: App) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.view = new EditorView({ parent: root, root });
    const fetchHelp = () => void (this.help ?? this.fetchHelp());
    this.view.dom.addEventListener('mousemove', (event) => this.point(event));
    this.view.dom.addEventListener('mouseleave', () => (app.store.pointed.value = null));
    this.view.dom.addEventListener('focusin', fetchHelp, { once: true });
    this.view.dom.addEventListener('pointerenter', fetchHelp, { once: true });
    const opened = computed(() => openedDocument(app));
    this.stops = [
      effect(() => (void app.store.origin.value, this.states.clear())),
      effect(() => {
        this.show(opened.value);
        this.mark(opened.value);
      }),
      effect(() => this.lightUp()),
      effect(() => this.jump()),
    ];
  }

  destroy() {
    this.stops.forEach((stop) => stop());
    this.view.destroy();
  }

  /** Completion is fetched when somebody begins to write. */
  private async fetchHelp() {
    const { default: completion } = await import('./completion');
    this.help = completion((text, offset) => (this.key === null ? Promise.resolve(null) : askCompletions(this.app, this.key, { text, offset })), (text, offset) => askNote(this.app, text, offset));
    this.useHelp();
  }

  private useHelp() {
    if (this.help) this.view.dispatch({ effects: assistance.reconfigure(this.help) });
  }

  private show(opened: Opened | null) {
    if (!opened) return;
    if (opened.key !== this.key) this.switchTo(opened);
    const now = this.view.state.doc.toString();
    if (now === opened.text) return;
    this.view.dispatch({ changes: difference(now, opened.text), annotations: fromStore.of(true) });
  }

  private switchTo(opened: Opened) {
    if (this.key !== null) this.states.set(this.key, this.view.state);
    this.key = opened.key;
    const { key } = opened;
    this.view.setState(
      this.states.get(key) ?? editorState(opened.text, { name: opened.name, readOnly: opened.readOnly, onText: (text) => this.app.store.setText(key, text) }),
    );
    this.useHelp();
  }

  /** Marks are set only when they are about the text that stands here; until then the old ones move along. */
  private mark(opened: Opened | null) {
    if (!opened?.marked) return;
    const { marks, findings, settled } = opened.marked;
    // Most decisions leave the marks as they are, and an update of the editor takes longer than to see that.
    if (!sameMarks(statementMarksOf(this.view.state), marks)) this.view.dispatch({ effects: setMarks.of(marks) });
    // Until the checks have run on what was typed, what they said before moves along with the text.
    if (settled) this.underline(findings.filter((finding) => !finding.ignored), opened.text);
  }

  private underline(findings: Finding[], text: string) {
    const { doc } = this.view.state;
    const last = this.underlined;
    if (last?.doc === doc && last.findings.length === findings.length && last.findings.every((finding, i) => finding === findings[i])) return;
    this.underlined = { doc, findings };
    this.view.dispatch(setDiagnostics(this.view.state, underlines(findings, text)));
  }

  private lightUp() {
    const pointed = this.app.store.pointed.value;
    this.view.dispatch({ effects: setPointed.of(pointed && pointed.key === this.key ? pointed : null) });
  }

  private jump() {
    const jump = this.app.store.jump.value;
    if (!jump || jump.key !== this.key) return;
    const end = this.view.state.doc.length;
    this.view.dispatch({
      selection: { anchor: Math.min(jump.from, end) },
      effects: EditorView.scrollIntoView(Math.min(jump.from, end), { y: 'center' }),
    });
    this.view.focus();
    queueMicrotask(() => (this.app.store.jump.value = null));
  }

  private point(event: MouseEvent) {
    const position = this.view.posAtCoords({ x: event.clientX, y: event.clientY });
    const mark = position === null ? null : markAt(this.view.state, position);
    const { pointed } = this.app.store;
    const now = pointed.value;
    if (mark && now?.key === this.key && now.from === mark.from && now.to === mark.to) return;
    pointed.value = mark && this.key !== null ? { key: this.key, from: mark.from, to: mark.to } : null;
  }
}
