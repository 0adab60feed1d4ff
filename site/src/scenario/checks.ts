import type { Severity } from '../engine/door';

/** The severities in the words of IAM Access Analyzer. */
export const severityWords: Record<Severity, string> = { error: 'Error', securityWarning: 'Security warning', warning: 'Warning', suggestion: 'Suggestion' };

/** The severities, the gravest first. */
export const severities = Object.keys(severityWords) as Severity[];

/** The page that explains a code. */
export function checkPage(code: string): string {
  return `/ref/checks/${code}/`;
}

/** What several findings of a severity are called. */
export const severityPlurals: Record<Severity, string> = { error: 'Errors', securityWarning: 'Security warnings', warning: 'Warnings', suggestion: 'Suggestions' };

/** Whether a finding is more than advice. */
export function isGrave({ severity }: { severity: Severity }): boolean {
  return severity === 'error' || severity === 'securityWarning';
}
