import type { PolicyType, Severity } from '../engine/door';

/** A check, as `verdict checks --json` prints it. */
export interface Check {
  code: string;
  /** Those that a finding can have, gravest first. */
  severities: [Severity, ...Severity[]];
  /** It runs only where it is asked for. */
  off: boolean;
  needsCatalog: boolean;
  /** IAM Access Analyzer has a check of this code. */
  aws: boolean;
  types: PolicyType[];
  summary: string;
  example: Example | null;
}

/** A policy or scenario in which a check finds something, mended where that is possible, and one in which it finds nothing. */
export interface Example {
  doc: string;
  /** The policy type, or nothing for a scenario. */
  type: PolicyType | '';
  /** The resource that the policy is attached to, where that matters. */
  resource: string;
  fires: string;
  from: number;
  to: number;
  /** That of what is found here: a check can have several. */
  severity: Severity;
  message: string;
  fixTitle: string;
  fixed: string;
  quiet: string;
}
