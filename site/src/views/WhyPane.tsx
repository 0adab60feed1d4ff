import { useApp } from '../app';
import type { Check, Decision } from '../engine/door';
import { stringAt } from '../json/path';
import { friendlyResource } from '../scenario/names';
import { decisionWords, isStale } from '../store/verdict';
import { decisionIcons } from './DecisionStrip';
import { Icon } from './Icon';
import { Ladder } from './Ladder';
import { Markdown } from './Markdown';
import { AwsMessage, MissingContext, Notes } from './WhyNotes';
import { WhatChanges } from './WhatChanges';

const presentWords = 'The decision above is from before. These reasons are about the text as it is now.';
const staleWords = 'These reasons are from before the last change.';

/** Why it was decided so: every gate, always in one order, each open to its statements. */
export function WhyPane() {
  const { store, derived } = useApp();
  const answered = store.answered.value;
  const trace = answered?.decided.trace;
  const why = stringAt(store.request.value, ['why']);
  const outcome = derived.outcome.value;
  const was = derived.shown.value.was;
  return (
    <section class={`why ${was ? 'was' : ''}`} aria-label="Why">
      <h2 class="pane-title">Why</h2>
      {was && trace && <p class="was-note">{isStale(store) ? staleWords : presentWords}</p>}
      {trace ? <Checks checks={trace.checks} /> : <p class="empty">{noReasons(Boolean(store.request.value), outcome?.decision)}</p>}
      {trace && !was && <WhatChanges />}
      {outcome && <MissingContext keys={outcome.missingContext} />}
      {trace?.message && <AwsMessage message={trace.message} />}
      {outcome && <Notes title="Not met" lines={outcome.failures} />}
      {outcome && <Notes title="Assumed" lines={outcome.assumptions} />}
      {outcome && <Notes title="Not evaluated" lines={outcome.notEvaluated} />}
      {why && (
        <div class="note">
          <h3>What this request shows</h3>
          <Markdown text={why} />
        </div>
      )}
    </section>
  );
}

/** What stands in the place of the reasons where there are none. */
function noReasons(asked: boolean, decision: Decision | undefined): string {
  if (!asked) return 'Add a request to see how it is decided.';
  return decision === 'error' ? 'There are no reasons: the request could not be decided. Mend what the error names.' : 'The reasons come with the decision.';
}

/** One check at once; of several, those that fail stand first and open. */
function Checks({ checks }: { checks: Check[] }) {
  if (checks.length === 1) return <Ladder check={checks[0]!} />;
  const ordered = [...checks].sort((a, b) => Number(a.decision === 'allowed') - Number(b.decision === 'allowed'));
  return (
    <>
      {ordered.map((check) => (
        <details key={`${check.action} ${check.resource}`} class="check" open={check.decision !== 'allowed'}>
          <summary class="check-title">
            <Icon name="right" />
            <span class="mono">
              {check.action} <span class="muted">{friendlyResource(check.resource).strong}</span>
            </span>
            <span class={`change-after after-${check.decision}`}>
              <Icon name={decisionIcons[check.decision]} />
              {decisionWords[check.decision]}
            </span>
          </summary>
          <Ladder check={check} />
        </details>
      ))}
    </>
  );
}
