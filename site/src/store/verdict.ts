import { computed, type ReadonlySignal } from '@preact/signals';
import type { Decision, Outcome } from '../engine/door';
import { writeJson } from '../json/json';
import { documentDiagnostics, documentIndex, documentKey, problemsOf, type Problem } from './problems';
import type { Answered, Store } from './store';

/** What the decision strip shows. */
export interface Shown {
  /** Null until the first reply. */
  decision: Decision | null;
  sentence: string;
  /** An earlier decision, kept while the present text has none. */
  was: boolean;
  /** The engine has been at work for a while on what stands on the page. */
  deciding: boolean;
  /** Why, in words; with its place where it has one. */
  trouble: string;
  problem: Problem | null;
}

/** Values that the views share, computed from the store. */
export interface Derived {
  shown: ReadonlySignal<Shown>;
  outcome: ReadonlySignal<Outcome | undefined>;
  problems: ReadonlySignal<Problem[]>;
  documentIndex: ReadonlySignal<Map<string, number>>;
  counts: ReadonlySignal<{ expected: number; met: number; firstFailing: number }>;
}

export function derive(store: Store): Derived {
  const lastGood = new LastGood();
  const problems = computed(() => problemsOf(store));
  const outcome = computed(() => outcomeFor(store.answered.value, store.selected.value));
  const shown = computed(() => {
    const broken = store.answered.value && firstBroken(store.answered.value);
    if (store.answered.value && !broken) lastGood.keep(store.answered.value);
    return shownDecision(store, broken ?? null, lastGood);
  });
  return {
    problems,
    outcome,
    shown,
    documentIndex: computed(() => documentIndex(store.answered.value?.decided)),
    counts: computed(() => countsOf(store.answered.value?.decided.requests ?? [])),
  };
}

function outcomeFor(answered: Answered | null, selected: number): Outcome | undefined {
  return answered?.decided.requests[selected];
}

/** Good decisions by request, for the time while a text is broken. */
class LastGood {
  private readonly outcomes = new Map<string, Outcome>();

  keep({ scenario, selected, decided }: Answered) {
    const clean = decided.documents.every((d) => d.diagnostics.every((x) => x.severity !== 'error'));
    decided.requests.forEach((outcome, i) => {
      if (clean || i === selected) this.outcomes.set(requestKey(scenario, i), outcome);
    });
  }

  of(store: Store): Outcome | undefined {
    return this.outcomes.get(requestKey(store.scenario.value, store.selected.value));
  }
}

function requestKey(scenario: Answered['scenario'], index: number): string {
  const requests = scenario.get('requests');
  const request = Array.isArray(requests) ? requests[index] : undefined;
  return writeJson([scenario.get('title') ?? '', request ?? null]);
}

/** The first error in a document that applies to the selected request. */
function firstBroken(answered: Answered): Problem | null {
  const { decided } = answered;
  const applying = new Set(decided.trace?.checks.flatMap((c) => c.rungs.flatMap((r) => r.policies.map((p) => p.document))));
  for (const [index, document] of decided.documents.entries()) {
    if (!applying.has(index)) continue;
    const errors = documentDiagnostics(answered, index).filter((d) => d.severity === 'error');
    // What is no JSON comes first: other errors may only follow from it.
    const diagnostic = errors.find((d) => d.code.startsWith('JSON')) ?? errors[0];
    if (diagnostic) return { key: documentKey(document), place: document.policy, diagnostic, check: true, settled: true };
  }
  return null;
}

function shownDecision(store: Store, broken: Problem | null, lastGood: LastGood): Shown {
  const live = outcomeFor(store.answered.value, store.selected.value);
  const deciding = store.deciding.value && isStale(store);
  const trouble = deciding ? '' : troubleOf(store);
  const kept = deciding || trouble || broken ? lastGood.of(store) : undefined;
  const outcome = kept ?? live;
  return {
    decision: outcome?.decision ?? null,
    sentence: outcome?.sentence ?? '',
    was: outcome !== undefined && (deciding || trouble !== '' || kept !== undefined),
    deciding,
    trouble,
    problem: deciding || trouble ? null : broken,
  };
}

/** Whether the reply is about something else than what stands on the page. */
export function isStale({ answered, scenario, selected }: Store): boolean {
  return answered.value?.scenario !== scenario.value || answered.value.selected !== selected.value;
}

/** Why the engine has no decision for what stands on the page. */
function troubleOf(store: Store): string {
  const engine = store.engine.value;
  const refused = store.refused.value;
  if (engine.phase === 'failed') return 'The engine is not there, so nothing new is decided.';
  if (store.crashed.value) return `The engine gave up on this input: ${store.crashed.value}. Your text is kept; change it to go on.`;
  if (refused) return refused.message;
  return '';
}

function countsOf(requests: Outcome[]) {
  const asserted = requests.filter((r) => r.met !== null);
  return { expected: asserted.length, met: asserted.filter((r) => r.met).length, firstFailing: requests.findIndex((r) => r.met === false) };
}

/** The decision in IAM's words. */
export const decisionWords: Record<Decision, string> = {
  allowed: 'Allowed',
  explicitDeny: 'Explicit deny',
  implicitDeny: 'Implicit deny',
  error: 'Error',
};
