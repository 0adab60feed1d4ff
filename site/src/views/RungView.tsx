import type { ComponentChildren } from 'preact';
import { useApp } from '../app';
import type { PolicyTrace, Rung } from '../engine/door';
import { gateName, isUntouched, noteOf, statementName, verdictOf, type Bearing, type Placed, type Step } from '../scenario/ladder';
import { shortArn } from '../scenario/names';
import { gateRule } from '../scenario/rules';
import { documentKey } from '../store/problems';
import { RungIcon } from './LadderParts';
import { RuleLink } from './RuleLink';
import { StatementRow, useGatePointer, usePointer } from './StatementView';
import { useFew } from './useFew';

/** One gate on the way: what it does to the request in a word, and what stands behind that. */
export function StepView({ step }: { step: Step }) {
  const { gate, bearing, reached } = step;
  const pointer = useGatePointer(gate.kind === 'policies' ? gate.rung.policies : []);
  const denials = useFew(gate.kind === 'deny' ? gate.denials : []);
  return (
    <li class={`rung rung-${bearing} ${reached ? '' : 'rung-beyond-reach'}`}>
      {gate.kind === 'policies' && gate.rung.policies.length > 0 ? (
        <details open={telling(gate.rung, bearing)}>
          <summary class={`rung-head ${pointer.lit ? 'is-pointed' : ''}`} {...pointer.handlers}>
            <Head step={step} verdict={<span class="rung-verdict">{verdictOf(gate)}</span>} />
          </summary>
          {gate.rung.policies.map((policy, i) => (
            <PolicyView key={i} policy={policy} />
          ))}
          <p class="rung-rule">
            <RuleLink rule={gateRule(gate)} />
          </p>
        </details>
      ) : (
        <div class="rung-head">
          <Head step={step} verdict={<RuleLink class="rung-verdict" rule={gateRule(gate)} words={verdictOf(gate)} />} />
        </div>
      )}
      {denials.shown.length > 0 && (
        <ul class="rung-list">
          {denials.shown.map((placed, i) => (
            <Denial key={i} placed={placed} />
          ))}
        </ul>
      )}
      {denials.more}
    </li>
  );
}

/** Whether a gate's policies are worth seeing at once. */
const telling = (rung: Rung, bearing: Bearing) => !isUntouched(rung) && (bearing !== 'quiet' || rung.verdict === 'noAllow');

function Head({ step: { gate, bearing }, verdict }: { step: Step; verdict: ComponentChildren }) {
  const note = noteOf(gate);
  return (
    <>
      <RungIcon bearing={bearing} />
      <span class="rung-name">{gateName(gate)}</span>
      {verdict}
      {note && <span class="rung-note">{note}</span>}
    </>
  );
}

function Denial({ placed: { policy, statement } }: { placed: Placed }) {
  const pointer = usePointer(policy.document, statement);
  return (
    <li class={pointer.lit ? 'is-pointed' : ''} {...pointer.handlers}>
      <button type="button" class="link" onClick={pointer.jump}>
        {statementName(statement)}
      </button>{' '}
      <span class="muted">in {shortArn(policy.policy)}</span>
    </li>
  );
}

function PolicyView({ policy }: { policy: PolicyTrace }) {
  const { store } = useApp();
  const document = store.answered.value?.decided.documents[policy.document];
  const { shown, more } = useFew(policy.statements);
  return (
    <div class="policy">
      <p class="policy-head">
        <button type="button" class="link" onClick={() => document && store.openDocument(documentKey(document))}>
          {shortArn(policy.policy)}
        </button>
        {policy.attachedTo && policy.attachedTo !== policy.policy && <span class="muted"> on {shortArn(policy.attachedTo)}</span>}
      </p>
      <ul class="statements">
        {shown.map((statement) => (
          <StatementRow key={statement.index} policy={policy} statement={statement} />
        ))}
      </ul>
      {more}
      {policy.omitted > 0 && <p class="muted">and {policy.omitted.toLocaleString('en-US')} more {policy.omitted === 1 ? 'statement that does' : 'statements that do'} not match</p>}
    </div>
  );
}
