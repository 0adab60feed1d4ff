import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor's looks, in the page's own colours: custom properties reach into the shadow root. */
const theme = EditorView.theme({
  '&': { containerType: 'inline-size', height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: 'var(--editor-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '30px', padding: '0 8px 0 6px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-foldGutter .cm-gutterElement': { width: '14px', cursor: 'pointer', color: 'var(--faint)' },
  '.cm-foldPlaceholder': { background: 'var(--raised)', border: '1px solid var(--line)', color: 'var(--muted)', padding: '0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--selection)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--raised)', outline: '1px solid var(--line-strong)', borderRadius: '2px' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--deny)' },
  '.cm-bars': { width: '22px' },
  '.cm-bars .cm-gutterElement': { textAlign: 'center', fontWeight: '700', borderLeft: '3px solid transparent' },
  '.cm-bar-denies': { color: 'var(--deny)', backgroundColor: 'var(--deny-wash)', borderLeftColor: 'var(--deny) !important' },
  '.cm-bar-allows': { color: 'var(--allow)', backgroundColor: 'var(--allow-wash)', borderLeftColor: 'var(--allow) !important' },
  '.cm-bar-matched': { color: 'var(--allow)', borderLeftColor: 'var(--allow-soft) !important' },
  '.cm-bar-none, .cm-bar-idle': { color: 'var(--faint)', borderLeftColor: 'var(--line-strong) !important' },
  '.cm-bar-near': { color: 'var(--implicit)', borderLeftColor: 'var(--implicit-soft) !important', borderLeftStyle: 'dashed !important' },
  '.cm-bar-broken': { color: 'var(--deny)', borderLeftColor: 'var(--line-strong) !important', borderLeftStyle: 'dotted !important' },
  '.cm-statement-denies': { backgroundColor: 'var(--deny-wash)' },
  '.cm-statement-allows': { backgroundColor: 'var(--allow-wash)' },
  '.cm-statement-near': { backgroundImage: 'repeating-linear-gradient(135deg, transparent 0 7px, var(--hatch) 7px 8px)' },
  '.cm-statement-none, .cm-statement-idle': { backgroundColor: 'var(--unmatched)' },
  '.cm-pointed': { backgroundColor: 'var(--pointed)', },
  '.cm-verdict': { fontFamily: 'var(--sans)', fontSize: '12px', marginLeft: '20px', padding: '1px 8px', borderRadius: '9px', color: 'var(--muted)', userSelect: 'none', whiteSpace: 'nowrap' },
  '.cm-verdict, .cm-bars .cm-bar': { cursor: 'pointer' },
  // The space around the box is its frame's, whose size the editor measures: margins it would not see.
  '.cm-parts-frame': { padding: '4px 16px 8px 24px' },
  '.cm-parts': { position: 'relative', boxSizing: 'border-box', padding: '8px 12px', border: '1px solid var(--line)', borderLeftWidth: '3px', borderRadius: '7px', backgroundColor: 'var(--overlay)', color: 'var(--ink)', fontFamily: 'var(--sans)', fontSize: '13px', lineHeight: '1.5', whiteSpace: 'normal', overflowWrap: 'anywhere', width: 'fit-content', maxWidth: 'min(72ch, calc(100cqw - 132px))', userSelect: 'text' },
  '.cm-parts-denies': { borderLeftColor: 'var(--deny)' },
  '.cm-parts-allows, .cm-parts-matched': { borderLeftColor: 'var(--allow)' },
  '.cm-parts-near': { borderLeftColor: 'var(--implicit)' },
  '.cm-parts-reason': { margin: '0 56px 6px 0' },
  '.cm-parts-close': { position: 'absolute', top: '6px', right: '8px', border: 'none', background: 'none', color: 'var(--accent)', font: 'inherit', cursor: 'pointer', minHeight: '26px', padding: '2px 6px' },
  '.cm-part': { display: 'grid', gridTemplateColumns: '16px max-content minmax(0, 1fr)', gap: '0 8px', padding: '1px 0' },
  '.cm-part-symbol': { fontWeight: '700' },
  '.cm-part-matched .cm-part-symbol': { color: 'var(--allow)' },
  '.cm-part-unmatched .cm-part-symbol': { color: 'var(--deny)' },
  '.cm-verdict-denies': { color: 'var(--deny)', fontWeight: '600' },
  '.cm-verdict-allows': { color: 'var(--allow)', fontWeight: '600' },
  '.cm-verdict-near': { color: 'var(--implicit)' },
  '.cm-tooltip': { backgroundColor: 'var(--overlay)', color: 'var(--ink)', border: '1px solid var(--line-strong)', borderRadius: '8px', boxShadow: 'var(--shadow)', fontFamily: 'var(--sans)', fontSize: '13px', maxWidth: '46ch', overflow: 'hidden' },
  '.cm-reason': { padding: '8px 12px', lineHeight: '1.5', overflowWrap: 'anywhere' },
  '.cm-diagnostic': { padding: '8px 12px', lineHeight: '1.5', borderLeft: '3px solid var(--line-strong)', overflowWrap: 'anywhere' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--deny)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--implicit)' },
  '.cm-check': { color: 'var(--accent)', fontFamily: 'var(--mono)', fontSize: '11.5px', textUnderlineOffset: '3px', display: 'inline-block' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)', borderRadius: '5px', padding: '3px 8px', margin: '6px 0 0 0', display: 'block', font: 'inherit', border: 'none' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--deny) 1.5px', textUnderlineOffset: '4px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--implicit) 1.5px', textUnderlineOffset: '4px' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--accent) 1.5px', textUnderlineOffset: '4px' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--deny)' },
});

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-name)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-literal)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--code-punctuation)' },
]);

/** Theme and highlighting. */
export function looks(): Extension {
  return [theme, syntaxHighlighting(highlight)];
}
