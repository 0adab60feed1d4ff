import { json } from '@codemirror/lang-json';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'preact/hooks';
import { looks } from './theme';

interface Props {
  before: string;
  after: string;
  /** What people call the two texts. */
  names: { before: string; after: string };
  /** One column, in which what went stands above what came; for narrow screens. */
  unified: boolean;
}

/** Lines beside a change that stay in view; longer stretches without one are folded. */
const folded = { margin: 3, minSize: 6 };

/** A long comparison falls back to whole lines rather than hold the page up. */
const limits = { scanLimit: 2000, timeout: 200 };

/** Two texts side by side with what differs marked, in a shadow root like the editor's. */
export default function Merge({ before, after, names, unified }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const view = unified ? oneColumn(root, before, after, names) : twoColumns(root, before, after, names);
    // Firefox may miss rules that came into a sheet which another root has too, until a root takes its sheets anew.
    root.adoptedStyleSheets = [...root.adoptedStyleSheets];
    return () => view.destroy();
  }, [before, after, names.before, names.after, unified]);
  return <div class="merge-host" ref={host} />;
}

function twoColumns(root: ShadowRoot, before: string, after: string, names: Props['names']): { destroy(): void } {
  return new MergeView({
    a: { doc: before, extensions: readOnly(names.before) },
    b: { doc: after, extensions: readOnly(names.after) },
    parent: root,
    root,
    collapseUnchanged: folded,
    diffConfig: limits,
  });
}

function oneColumn(root: ShadowRoot, before: string, after: string, names: Props['names']): { destroy(): void } {
  const extensions = [readOnly(names.after), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: folded, diffConfig: limits })];
  return new EditorView({ doc: after, extensions, parent: root, root });
}

function readOnly(name: string): Extension {
  return [
    lineNumbers(),
    json(),
    looks(),
    differences,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': name, 'aria-readonly': 'true', tabindex: '0' }),
  ];
}

/** What differs, in the page's colours; a sign stands in the gutter, as colour never stands alone. */
const differences = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--deny-wash)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--allow-wash)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'none', textDecoration: 'underline 2px var(--deny)', textUnderlineOffset: '3px' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'none', textDecoration: 'underline 2px var(--allow)', textUnderlineOffset: '3px' },
  '.cm-changeGutter': { width: '14px', paddingLeft: '0', textAlign: 'center' },
  '.cm-changedLineGutter, .cm-deletedLineGutter, .cm-inlineChangedLineGutter': { background: 'none !important' },
  '&.cm-merge-a .cm-changedLineGutter::before, .cm-deletedLineGutter::before': { content: '"−"', color: 'var(--deny)', fontWeight: '700' },
  '&.cm-merge-b .cm-changedLineGutter::before, .cm-inlineChangedLineGutter::before': { content: '"+"', color: 'var(--allow)', fontWeight: '700' },
  '.cm-deletedChunk del': { textDecoration: 'none' },
  '.cm-collapsedLines': { padding: '3px 10px', background: 'var(--raised)', color: 'var(--muted)', fontFamily: 'var(--sans)', fontSize: '12px' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
});
