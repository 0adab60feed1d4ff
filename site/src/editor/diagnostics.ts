import type { Action, Diagnostic as Underline } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import type { Diagnostic, Fix, Severity } from '../engine/door';
import { checkPage, severityWords } from '../scenario/checks';

const severities: Record<Severity, Underline['severity']> = { error: 'error', securityWarning: 'warning', warning: 'warning', suggestion: 'info' };

/** The engine's diagnostics of a text as the editor underlines them. */
export function underlines(diagnostics: Diagnostic[], text: string): Underline[] {
  return diagnostics.map((d) => {
    const from = Math.min(d.from, text.length);
    return {
      from,
      to: Math.max(from, Math.min(d.to, text.length)),
      severity: severities[d.severity],
      message: d.message,
      renderMessage: () => message(d),
      actions: (d.fixes ?? []).map((fix) => action(fix, text)),
    };
  });
}

/** The severity in words, the message, and the code as a link to its page. */
function message({ severity, message, code }: Diagnostic): Node {
  const all = document.createElement('span');
  const word = document.createElement('strong');
  word.textContent = severityWords[severity];
  const link = document.createElement('a');
  link.className = 'cm-check';
  link.href = checkPage(code);
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.textContent = code;
  all.append(word, ` ${message} `, link);
  return all;
}

/** A fix is made in the text that it is about, and in no other. */
function action(fix: Fix, text: string): Action {
  return {
    name: fix.title,
    apply(view: EditorView) {
      if (view.state.readOnly || view.state.doc.toString() !== text) return;
      view.dispatch({ changes: fix.edits.map(({ from, to, text: insert }) => ({ from, to, insert })) });
    },
  };
}
