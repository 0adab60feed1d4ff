/** The engine's door: what goes in and what comes out, as JSON text. Every call is stateless. */

export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** The scenario was refused whole. */
export interface Failure {
  code: 'malformed' | 'version' | 'limit' | 'usage' | 'internal';
  message: string;
  diagnostics: Diagnostic[];
}

export interface Decided {
  title: string;
  diagnostics: Diagnostic[];
  documents: Document[];
  requests: Outcome[];
  trace: Trace | null;
}

export type Severity = 'error' | 'securityWarning' | 'warning' | 'suggestion';

/** Offsets are UTF-16, lines count from 1 and columns from 0. */
export interface Diagnostic {
  from: number;
  to: number;
  line: number;
  column: number;
  severity: Severity;
  code: string;
  message: string;
  path?: string[];
  related?: { from: number; to: number; message: string }[];
  fixes?: Fix[];
}

export interface Fix {
  title: string;
  edits: { from: number; to: number; text: string }[];
}

export type PolicyType = 'identity' | 'resource' | 'trust' | 'boundary' | 'session' | 'scp' | 'rcp' | 'vpce';
export type Effect = 'Allow' | 'Deny' | '';
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'error';

export interface Document {
  path: string[] | null;
  policyType: PolicyType;
  policy: string;
  attachedTo: string[];
  text?: string;
  diagnostics: Diagnostic[];
  statements: { from: number; to: number; sid: string; effect: Effect; sound: boolean }[];
}

export interface Matched {
  policyType: PolicyType;
  policy: string;
  attachedTo: string;
  statement?: { index: number; sid?: string };
  effect: 'Allow' | 'Deny';
  document: number;
  from: number;
  to: number;
}

export interface Outcome {
  name: string;
  principal: string;
  action: string;
  resources: string[];
  decision: Decision;
  sentence: string;
  decidedBy: Matched[];
  missing: string[];
  missingContext: string[];
  assumptions: string[];
  notEvaluated: string[];
  diagnostics: Diagnostic[];
  expect: string;
  met: boolean | null;
  failures: string[];
}

export interface Trace {
  request: number;
  message: string;
  context: { key: string; values: string[]; origin: 'derived' | 'supplied' | 'removed' | 'missing' }[];
  checks: Check[];
}

/** One action on one resource: a request asks for several where it lists resources or names an operation. */
export interface Check {
  action: string;
  resource: string;
  /** Empty for callers that belong to no account, such as services. */
  callerAccount: string;
  resourceAccount: string;
  decision: Decision;
  /** What had to allow and did not: policy types, with their node for organization policies, or a reason beyond policies. */
  missing: string[];
  rungs: Rung[];
}

/** A single edit that flips the decision on a request, confirmed by the engine. */
export interface Change {
  title: string;
  decision: Decision;
  /** Where the policy document stands in whose own text the offsets are; null for an edit of the scenario's text. */
  path: string[] | null;
  from: number;
  to: number;
  text: string;
}

export type Verdict = 'allows' | 'denies' | 'noAllow' | 'bypassed' | 'none' | 'notApplicable';

export interface Rung {
  policyType: PolicyType;
  verdict: Verdict;
  note: string;
  policies: PolicyTrace[];
}

export interface PolicyTrace {
  document: number;
  policy: string;
  attachedTo: string;
  verdict: 'allows' | 'denies' | 'noMatch';
  statements: StatementTrace[];
  /** Statements that did not match and were left out, as there were too many. */
  omitted: number;
}

export interface StatementTrace {
  index: number;
  sid: string;
  effect: Effect;
  from: number;
  to: number;
  matched: boolean;
  decides: boolean;
  nearMiss: boolean;
  reason: string;
  parts: Part[];
}

export interface Part {
  element: 'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition' | 'Statement';
  matched: boolean;
  from: number;
  to: number;
  reason: string;
  condition?: {
    operator: string;
    key: string;
    policyValues: string[];
    requestValues: string[] | null;
    result: 'true' | 'false' | 'error';
    why: string;
  };
}

export type CompletionKind = 'element' | 'service' | 'action' | 'resource' | 'operator' | 'key' | 'value' | 'variable' | 'principal';

/** What can be written at a place of a policy document. */
export interface Completions {
  /** What an item replaces: a string with its quotes, or nothing at the caret. */
  from: number;
  to: number;
  items: Completion[];
}

export interface Completion {
  label: string;
  kind: CompletionKind;
  detail?: string;
  /** The text to insert; the label in quotes where it is left out. Where `fields` is true, each `#{name}` in it is for the author to fill in. */
  insert?: string;
  fields?: boolean;
}

/** What the word at a place of a policy document is. */
export interface WordNote {
  from: number;
  to: number;
  text: string;
  /** The first of the actions that a wildcard covers, and how many they are. */
  names: string[];
  covered: number;
}
