import { autocompletion, completionKeymap, insertCompletionText, snippet, startCompletion, type Completion as Option, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap, tooltips } from '@codemirror/view';
import type { Completion, Completions } from '../engine/door';
import { wordLooks, wordNotes, type AskNote } from './words';

/** Asks the engine what can be written at a place of the document in the editor; null where it cannot say. */
export type AskCompletions = (text: string, offset: number) => Promise<Completions | null>;

/** Completes elements, actions, resources, condition keys and principals while one types, and with Ctrl+Space; says what words mean. */
export default function completion(ask: AskCompletions, askNote: AskNote): Extension {
  return [
    tooltips({ tooltipSpace: () => ({ top: 0, left: margin, bottom: innerHeight, right: innerWidth - margin }) }),
    wordNotes(askNote),
    wordLooks,
    autocompletion({ override: [(context) => complete(context, ask)], icons: false, defaultKeymap: false, maxRenderedOptions: 80, tooltipClass: () => 'cm-completions' }),
    keymap.of(completionKeymap),
    looks,
  ];
}

/** What stays free between a popup and the window's sides, in pixels. */
const margin = 8;

async function complete(context: CompletionContext, ask: AskCompletions): Promise<CompletionResult | null> {
  if (context.state.readOnly) return null;
  const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
  if (!context.explicit && !/[\w:"*.{/$-]/.test(before)) return null;
  const found = await ask(context.state.doc.toString(), context.pos);
  if (!found || found.items.length === 0 || context.aborted) return null;
  const quoted = found.from < context.pos;
  const from = quoted ? found.from + 1 : context.pos;
  const asked = context.state.sliceDoc(from, context.pos);
  const tail = found.to - context.pos;
  return {
    from,
    options: found.items.map((item, rank) => option(item, { quoted, tail }, -rank)),
    validFor: (text) => part(text) === part(asked),
  };
}

/** What else can be written depends on this much of what is typed: another service's actions, or a policy variable, are asked for anew. */
function part(text: string): string {
  return /^[^:]*:/.exec(text)?.[0] + String(text.lastIndexOf('${'));
}

/** How the string at the caret stands around it: whether it is begun, and how much of it is behind the caret. */
interface Around {
  quoted: boolean;
  tail: number;
}

function option(item: Completion, { quoted, tail }: Around, rank: number): Option {
  const insert = item.insert ?? JSON.stringify(item.label);
  return {
    label: item.label,
    ...(item.detail && { detail: item.detail }),
    boost: Math.max(rank, -99),
    apply: (view, chosen, from, to) => {
      const [start, end] = [quoted ? from - 1 : from, to + tail];
      if (item.fields) return snippet(insert)(view, chosen, start, end);
      view.dispatch(insertCompletionText(view.state, insert, start, end));
      if (item.kind !== 'service') return;
      view.dispatch({ selection: { anchor: view.state.selection.main.head - 1 } }); // before the quote: the action follows
      startCompletion(view);
    },
  };
}

const looks = EditorView.theme({
  '.cm-tooltip.cm-completions': { maxWidth: 'min(64ch, 92vw)' },
  '.cm-tooltip.cm-completions > ul': { fontFamily: 'var(--mono)', fontSize: '13px', maxHeight: '15em' },
  '.cm-tooltip.cm-completions > ul > li': { display: 'flex', justifyContent: 'space-between', gap: '20px', padding: '4px 10px', lineHeight: '1.5' },
  '.cm-tooltip.cm-completions > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completions .cm-completionDetail': { fontFamily: 'var(--sans)', fontStyle: 'normal', color: 'var(--muted)', whiteSpace: 'nowrap' },
  '.cm-completions li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completions .cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completions .cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-snippetField': { backgroundColor: 'var(--raised)', borderRadius: '2px' },
  '@media (forced-colors: active)': { '.cm-tooltip.cm-completions > ul > li[aria-selected]': { forcedColorAdjust: 'none', backgroundColor: 'Highlight', color: 'HighlightText' } },
  '@media (pointer: coarse)': { '.cm-tooltip.cm-completions > ul > li': { minHeight: '44px', alignItems: 'center' } },
});
