import { useApp } from '../app';
import type { Part, PolicyTrace, StatementTrace } from '../engine/door';
import { statementName, type Placed } from '../scenario/ladder';
import { kindOf, labelOf, markSymbols, partName } from '../scenario/marks';
import { shortArn } from '../scenario/names';
import { conditionRule } from '../scenario/rules';
import { documentKey, shownRange } from '../store/problems';
import type { Answered, Pointed } from '../store/store';
import { RuleLink } from './RuleLink';

/** A piece of a document as the editor shows it. */
function pointedAt(answered: Answered | null, document: number, range: { from: number; to: number }): Pointed {
  const at = answered?.decided.documents[document];
  return { key: at ? documentKey(at) : '', ...(answered ? shownRange(answered, document, range) : { from: range.from, to: range.to }) };
}

const same = (a: Pointed | null, b: Pointed) => a?.key === b.key && a.from === b.from && a.to === b.to;

/** Ties a row to its text: resting on it lights the text, and resting on the text lights the row. */
export function usePointer(document: number, range: { from: number; to: number }) {
  const { store } = useApp();
  const target = pointedAt(store.answered.value, document, range);
  const enter = () => (store.pointed.value = target);
  const leave = () => (store.pointed.value = null);
  return {
    lit: same(store.pointed.value, target),
    handlers: { onMouseEnter: enter, onMouseLeave: leave, onFocusCapture: enter, onBlurCapture: leave },
    jump: () => {
      store.openDocument(target.key);
      store.jump.value = target;
    },
  };
}

/** Ties a gate to the statement that tells most about it: one that decided, in the text that is open if there is such a one. */
export function useGatePointer(policies: PolicyTrace[]) {
  const { store } = useApp();
  const answered = store.answered.value;
  const statements = () => policies.flatMap((policy) => policy.statements.map((statement) => ({ decides: statement.decides, at: pointedAt(answered, policy.document, statement) })));
  const enter = () => {
    const all = statements();
    const open = all.filter(({ at }) => at.key === store.openKey.value);
    const telling = open.find(({ decides }) => decides) ?? all.find(({ decides }) => decides) ?? open[0];
    store.pointed.value = telling?.at ?? null;
  };
  const leave = () => (store.pointed.value = null);
  const now = store.pointed.value;
  return { lit: now !== null && statements().some(({ at }) => same(now, at)), handlers: { onMouseEnter: enter, onMouseLeave: leave } };
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
