import type { Check, Decided, Decision, Outcome } from '../engine/door';
import { rungNames, rungsOf, verdictOf } from './ladder';

/** What a report is made of. */
export interface Reported {
  title: string;
  outcome: Outcome;
  decided: Decided;
  /** The text of a document of the reply. */
  textOf: (document: number) => string;
  link: string;
}

const decisions: Record<Decision, string> = { allowed: 'Allowed', explicitDeny: 'Denied: explicit deny', implicitDeny: 'Denied: implicit deny', error: 'Not decided' };

/** The decision on one request in Markdown: what was asked, what was decided and by which policies, the way there in short, and a link. */
export function reportOf(reported: Reported, all: boolean): string {
  const { title, outcome, decided, link } = reported;
  const documents = all ? decided.documents.map((_, i) => i) : [...new Set(outcome.decidedBy.map(({ document }) => document))];
  const parts = [
    `### ${escaped(title || 'An IAM decision')}`,
    `Can ${code(outcome.principal)} do ${code(outcome.action)} on ${outcome.resources.map(code).join(', ')}?`,
    `**${decisions[outcome.decision]}.** ${escaped(outcome.sentence)}`,
    ...(decided.trace?.checks ?? []).map(ladder),
    ...documents.filter((i) => decided.documents[i]).map((i) => policy(reported, i)),
    `[Open in Verdict](${link})`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function ladder(check: Check): string {
  const rows = rungsOf(check)
    .filter(({ verdict }) => verdict !== 'none' && verdict !== 'notApplicable')
    .map((rung) => `| ${rungNames[rung.policyType]} | ${verdictOf({ kind: 'policies', rung })} |`);
  return ['| Policy type | Result |', '| --- | --- |', ...rows].join('\n');
}

function policy({ decided, textOf }: Reported, index: number): string {
  const document = decided.documents[index]!;
  const text = textOf(index);
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const attached = document.attachedTo.length > 0 ? `, attached to ${document.attachedTo.map(code).join(', ')}` : '';
  return `${code(document.policy)}${attached}:\n\n${fence}json\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A text as code, whatever it holds. */
function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const space = /^`|`$/.test(text) ? ' ' : '';
  return fence + space + text.replace(/\s+/g, ' ') + space + fence;
}

/** A text without what Markdown would read as marks. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#&]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ');
}
