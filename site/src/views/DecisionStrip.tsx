import type { Decision } from '../engine/door';
import { useApp } from '../app';
import { stringAt } from '../json/path';
import { expectations, expectationWords } from '../scenario/requests';
import { setExpectation } from '../store/edits';
import { goTo, lineAndColumn, type Problem } from '../store/problems';
import type { Store } from '../store/store';
import { decisionWords, type Shown } from '../store/verdict';
import { EngineNote } from './EngineNote';
import { Icon, type IconName } from './Icon';

export const decisionIcons: Record<Decision, IconName> = { allowed: 'check', explicitDeny: 'cross', implicitDeny: 'minus', error: 'alert' };

/** The decision in words, always in the same place. */
export function DecisionStrip() {
  const { derived, store } = useApp();
  const shown = derived.shown.value;
  return (
    <div class={`decision decision-${shown.decision ?? 'waiting'} ${shown.was ? 'was' : ''}`}>
      <div class="decision-words">
        <div role="status" aria-label="Decision" class="decision-status">
          <DecisionText shown={shown} />
        </div>
        <Trouble shown={shown} />
      </div>
      <EngineNote />
      {store.request.value && <Expectation />}
    </div>
  );
}

function DecisionText({ shown }: { shown: Shown }) {
  const { store } = useApp();
  if (!shown.decision) return <span class="sentence-text muted">{undecidedWords(store, shown)}</span>;
  return (
    <>
      <DecisionBadge decision={shown.decision} />
      {shown.was && <span class="was-word">was</span>}
      <span class="sentence-text">{shown.sentence}</span>
    </>
  );
}

/** Why there is no decision yet, in the decision's place. */
function undecidedWords(store: Store, shown: Shown): string {
  if (shown.trouble) return 'No decision';
  if (store.opening.value) return 'Opening the link…';
  return store.request.value ? 'Deciding…' : 'Nothing is asked, so nothing is decided.';
}

/** The decision's word and icon. */
export function DecisionBadge({ decision }: { decision: Decision }) {
  return (
    <span class={`badge badge-${decision}`}>
      <span class="disc">
        <Icon name={decisionIcons[decision]} />
      </span>
      <strong>{decisionWords[decision]}</strong>{' '}
    </span>
  );
}

function Trouble({ shown }: { shown: Shown }) {
  if (shown.deciding && shown.was) return <Deciding />;
  if (shown.problem) return <ProblemLine problem={shown.problem} />;
  return shown.trouble ? <p class="trouble">{shown.trouble}</p> : null;
}

/** While the engine is at work on a long text; what loads it is told elsewhere. */
function Deciding() {
  if (useApp().store.engine.value.phase !== 'ready') return null;
  return (
    <p class="deciding">
      deciding… <progress aria-label="Deciding" />
    </p>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const { store } = useApp();
  const { diagnostic, place } = problem;
  return (
    <p class="trouble">
      <button type="button" class="link" onClick={() => goTo(store, problem)}>
        {place}, line {diagnostic.line}, column {diagnostic.column + 1}
      </button>
      : {diagnostic.message}
      <span class="visually-hidden"> ({lineAndColumn(diagnostic)})</span>
    </p>
  );
}

function Expectation() {
  const { store, derived } = useApp();
  const outcome = derived.outcome.value;
  const expect = stringAt(store.request.value, ['expect']);
  const met = expect && !derived.shown.value.was ? (outcome?.met ?? null) : null;
  return (
    <div class="expectation" title={outcome?.failures.join('\n')}>
      <Met met={met} />
      <label>
        <span class="muted">expected</span>{' '}
        <select class="select" value={expect} onChange={(event) => setExpectation(store, event.currentTarget.value)}>
          {expectations.map((value) => (
            <option key={value} value={value}>
              {expectationWords[value]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Whether an expectation was met, by word and icon. */
export function Met({ met }: { met: boolean | null }) {
  if (met === null) return null;
  return (
    <span class={met ? 'met' : 'unmet'}>
      <Icon name={met ? 'check' : 'cross'} />
      {met ? 'met' : 'not met'}
    </span>
  );
}
