import { useApp } from '../app';
import type { PolicyTrace, Rung, Verdict } from '../engine/door';
import { rungNames, statementName, verdictWords, type Placed } from '../scenario/ladder';
import { shortArn } from '../scenario/names';
import { documentKey } from '../store/problems';
import { Icon, type IconName } from './Icon';
import { StatementRow, usePointer } from './StatementView';

const icons: Record<Verdict, IconName> = { allows: 'check', denies: 'cross', noAllow: 'minus', bypassed: 'minus', none: 'minus', notApplicable: 'minus' };

/** The first gate: a deny anywhere ends it. */
export function DenyRung({ denials }: { denials: Placed[] }) {
  return (
    <li class={`rung ${denials.length > 0 ? 'rung-denies' : 'rung-none'}`}>
      <div class="rung-head">
        <span class="rung-icon">
          <Icon name={denials.length > 0 ? 'cross' : 'minus'} />
        </span>
        <span class="rung-name">Explicit deny</span>
        <span class="rung-verdict">{denials.length > 0 ? 'denies' : 'none'}</span>
      </div>
      {denials.length > 0 && (
        <ul class="rung-list">
          {denials.map((placed, i) => (
            <Denial key={i} placed={placed} />
          ))}
        </ul>
      )}
    </li>
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

/** One policy type: its verdict in a word, and its policies. */
export function RungView({ rung }: { rung: Rung }) {
  const head = (
    <>
      <span class="rung-icon">
        <Icon name={icons[rung.verdict]} />
      </span>
      <span class="rung-name">{rungNames[rung.policyType]}</span>
      <span class="rung-verdict">{verdictWords[rung.verdict]}</span>
      {rung.note && <span class="rung-note">{rung.note}</span>}
    </>
  );
  const telling = rung.verdict === 'denies' || rung.verdict === 'allows' || rung.verdict === 'noAllow';
  return (
    <li class={`rung rung-${rung.verdict}`}>
      {rung.policies.length === 0 ? (
        <div class="rung-head">{head}</div>
      ) : (
        <details open={telling}>
          <summary class="rung-head">{head}</summary>
          {rung.policies.map((policy, i) => (
            <PolicyView key={i} policy={policy} />
          ))}
        </details>
      )}
    </li>
  );
}

function PolicyView({ policy }: { policy: PolicyTrace }) {
  const { store } = useApp();
  const document = store.answered.value?.decided.documents[policy.document];
  return (
    <div class="policy">
      <p class="policy-head">
        <button type="button" class="link" onClick={() => document && store.openDocument(documentKey(document))}>
          {shortArn(policy.policy)}
        </button>
        {policy.attachedTo && policy.attachedTo !== policy.policy && <span class="muted"> on {shortArn(policy.attachedTo)}</span>}
      </p>
      <ul class="statements">
        {policy.statements.map((statement) => (
          <StatementRow key={statement.index} policy={policy} statement={statement} />
        ))}
      </ul>
      {policy.omitted > 0 && <p class="muted">and {policy.omitted.toLocaleString('en-US')} more {policy.omitted === 1 ? 'statement that does' : 'statements that do'} not match</p>}
    </div>
  );
}
