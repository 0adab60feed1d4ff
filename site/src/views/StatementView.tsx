import { useApp } from '../app';
import type { Part, PolicyTrace, StatementTrace } from '../engine/door';
import { statementName, type Placed } from '../scenario/ladder';
import { kindOf, labelOf, markSymbols, partName } from '../scenario/marks';
import { shortArn } from '../scenario/names';
import { conditionRule } from '../scenario/rules';
import { documentKey, shownRange } from '../store/problems';
import { RuleLink } from './RuleLink';

/** Ties a row to its text: resting on it lights the text, and resting on the text lights the row. */
export function usePointer(document: number, range: { from: number; to: number }) {
  const { store } = useApp();
  const answered = store.answered.value;
  const at = answered?.decided.documents[document];
  const key = at ? documentKey(at) : '';
  const target = { key, ...(answered ? shownRange(answered, document, range) : range) };
  const now = store.pointed.value;
  const enter = () => (store.pointed.value = target);
  const leave = () => (store.pointed.value = null);
  return {
    lit: now?.key === key && now.from === target.from && now.to === target.to,
    handlers: { onMouseEnter: enter, onMouseLeave: leave, onFocusCapture: enter, onBlurCapture: leave },
    jump: () => {
      store.openDocument(key);
      store.jump.value = target;
    },
  };
}

/** One statement: how it fared and why; opens to its parts. */
export function StatementRow({ policy, statement }: { policy: PolicyTrace; statement: StatementTrace }) {
  const kind = kindOf(statement);
  const pointer = usePointer(policy.document, statement);
  return (
    <li class={`statement statement-${kind} ${pointer.lit ? 'is-pointed' : ''}`} {...pointer.handlers}>
      <details>
        <summary>
          <span class="statement-symbol" aria-hidden="true">
            {markSymbols[kind]}
          </span>
          <span class="statement-name">{statementName(statement)}</span>
          <span class={`effect effect-${statement.effect || 'none'}`}>{statement.effect}</span>
          <span class="statement-label">{labelOf(statement)}</span>
        </summary>
        <p class="reason">{statement.reason}</p>
        <ul class="parts">
          {statement.parts.map((part, i) => (
            <PartRow key={i} document={policy.document} part={part} />
          ))}
        </ul>
        <button type="button" class="link" onClick={pointer.jump}>
          Show in the text
        </button>
      </details>
    </li>
  );
}

function PartRow({ document, part }: { document: number; part: Part }) {
  const pointer = usePointer(document, part);
  return (
    <li class={`part ${part.matched ? 'part-matched' : 'part-unmatched'} ${pointer.lit ? 'is-pointed' : ''}`} {...pointer.handlers}>
      <span class="part-symbol" aria-hidden="true">
        {part.matched ? '✓' : '✕'}
      </span>
      <div>
        <b>{part.element}</b> <span class="visually-hidden">{part.matched ? 'matches: ' : 'does not match: '}</span>
        {part.condition ? <Condition condition={part.condition} /> : <span>{part.reason}</span>}
      </div>
    </li>
  );
}

function Condition({ condition }: { condition: NonNullable<Part['condition']> }) {
  return (
    <>
      <dl class="condition">
        <dt>Key</dt>
        <dd class="mono">{condition.key}</dd>
        <dt>Operator</dt>
        <dd class="mono">{condition.operator}</dd>
        <dt>Policy says</dt>
        <dd class="mono">{condition.policyValues.join(', ') || '–'}</dd>
        <dt>Request has</dt>
        <dd class="mono">{condition.requestValues ? condition.requestValues.join(', ') || '(empty)' : <em>no such key</em>}</dd>
        <dt>Result</dt>
        <dd>
          <strong class={`result-${condition.result}`}>{condition.result}</strong> <RuleLink rule={conditionRule(condition)} />
        </dd>
      </dl>
      <span>{condition.why}</span>
    </>
  );
}

/** Statements that one part alone kept from matching. */
export function Near({ near }: { near: Placed[] }) {
  return (
    <div class="note">
      <h3>Near misses</h3>
      <ul class="near-list">
        {near.map(({ policy, statement }, i) => (
          <NearRow key={i} policy={policy} statement={statement} />
        ))}
      </ul>
    </div>
  );
}

function NearRow({ policy, statement }: Placed) {
  const pointer = usePointer(policy.document, statement);
  const failed = statement.parts.find((part) => !part.matched);
  return (
    <li class={pointer.lit ? 'is-pointed' : ''} {...pointer.handlers}>
      <button type="button" class="link" onClick={pointer.jump}>
        {statementName(statement)}
      </button>{' '}
      <span class="muted">in {shortArn(policy.policy)}</span>: only {failed ? partName(failed) : 'one part'} does not match{failed && !failed.condition && `: ${failed.reason}`}.
    </li>
  );
}
