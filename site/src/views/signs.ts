import type { Decision } from '../engine/door';

/** Letters and signs that stand for the decisions; colour never stands alone. */
export const decisionSigns: Record<Decision, { sign: string; words: string }> = {
  allowed: { sign: '✓', words: 'allowed' },
  explicitDeny: { sign: '✕', words: 'explicit deny' },
  implicitDeny: { sign: '–', words: 'implicit deny' },
  error: { sign: '?', words: 'cannot be decided' },
};
