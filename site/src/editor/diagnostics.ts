import type { Action, Diagnostic as Underline } from '@codemirror/lint';
import type { Diagnostic, Fix, Severity } from '../engine/door';

const severities: Record<Severity, Underline['severity']> = { error: 'error', securityWarning: 'warning', warning: 'warning', suggestion: 'info' };

/** The engine's diagnostics as the editor underlines them. */
export function underlines(diagnostics: Diagnostic[], length: number): Underline[] {
  return diagnostics.map((d) => {
    const from = Math.min(d.from, length);
    return {
      from,
      to: Math.max(from, Math.min(d.to, length)),
      severity: severities[d.severity],
      message: d.message,
      source: d.code,
      actions: (d.fixes ?? []).map(action),
    };
  });
}

function action(fix: Fix): Action {
  return {
    name: fix.title,
    apply: (view) => view.dispatch({ changes: fix.edits.map(({ from, to, text }) => ({ from, to, insert: text })) }),
  };
}
