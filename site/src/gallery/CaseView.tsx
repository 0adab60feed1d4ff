import type { Check, Matched, PolicyTrace, StatementTrace } from '../engine/door';
import { stringAt } from '../json/path';
import { gateName, noteOf, statementName, stepsOf, verdictOf, type Step } from '../scenario/ladder';
import { kindOf, labelOf, markSymbols } from '../scenario/marks';
import { friendlyPrincipal, friendlyResource, shortArn } from '../scenario/names';
import { expectationWords } from '../scenario/requests';
import { DecisionBadge } from '../views/DecisionStrip';
import { LadderEnd, RungIcon } from '../views/LadderParts';
import { Markdown } from '../views/Markdown';
import { besides, type Case } from './lesson';

/** One request with its decision, what decided it and why. */
export function CaseView({ shown }: { shown: Case }) {
  const { number, request, outcome, deciding, trace, link } = shown;
  const why = stringAt(request, ['why']);
  return (
    <li class={`case case-${outcome.decision}`} id={`request-${number}`}>
      <h3>
        <span class="case-number">{number}</span> {outcome.name}
      </h3>
      <p class="case-asked">
        <b>{friendlyPrincipal(outcome.principal).strong}</b> <span class="muted">asks for</span> <code>{outcome.action || stringAt(request, ['operation'])}</code> {outcome.resources.length > 0 && outcome.resources[0] && <OnResources arns={outcome.resources} />}
      </p>
      <Besides pieces={besides(request)} />
      <p class={`case-decision decision-${outcome.decision}`}>
        <DecisionBadge decision={outcome.decision} />
        <span>{outcome.sentence}</span>
      </p>
      {why && (
        <div class="case-why">
          <Markdown text={why} />
        </div>
      )}
      {outcome.met === false && <p class="case-puzzle">Expected is {expectationWords[outcome.expect]}. Can you mend the policy? Open it and try.</p>}
      <Deciding matched={deciding} />
      <details class="case-more">
        <summary>How each type of policy answered</summary>
        {trace.checks.map((check, i) => (
          <Ladder key={i} check={check} titled={trace.checks.length > 1} />
        ))}
      </details>
      <p>
        <a class="link" href={link}>
          Open this request in the playground<span class="visually-hidden">: {outcome.name}</span>
        </a>
      </p>
    </li>
  );
}

function OnResources({ arns }: { arns: string[] }) {
  return (
    <>
      <span class="muted">on</span> <code>{arns.map((arn) => friendlyResource(arn).strong).join(', ')}</code>
    </>
  );
}

function Besides({ pieces }: { pieces: string[] }) {
  if (pieces.length === 0) return null;
  return (
    <ul class="case-context" aria-label="With">
      {pieces.map((piece) => (
        <li key={piece}>{piece}</li>
      ))}
    </ul>
  );
}

function Deciding({ matched }: { matched: Matched[] }) {
  if (matched.length === 0) return null;
  return (
    <p class="case-deciding">
      <span class="muted">Decided by</span>{' '}
      {matched.map(({ document, statement, policy, effect }, i) => (
        <span key={i}>
          {i > 0 && ', '}
          <a class="link" href={`#p${document}-${statement!.index}`}>
            {statement!.sid || `statement ${statement!.index + 1}`}
          </a>{' '}
          <span class="muted">
            ({effect}) in {shortArn(policy)}
          </span>
        </span>
      ))}
    </p>
  );
}

function Ladder({ check, titled }: { check: Check; titled: boolean }) {
  return (
    <>
      {titled && (
        <h4 class="check-title mono">
          {check.action} on {friendlyResource(check.resource).strong}: {check.decision === 'allowed' ? 'allowed' : expectationWords[check.decision]}
        </h4>
      )}
      <ol class="ladder">
        {stepsOf(check).map((step) => (
          <StepRow key={gateName(step.gate)} step={step} />
        ))}
        <LadderEnd decision={check.decision} />
      </ol>
    </>
  );
}

function StepRow({ step: { gate, bearing, reached } }: { step: Step }) {
  const note = noteOf(gate);
  return (
    <li class={`rung rung-${bearing} ${reached ? '' : 'rung-beyond-reach'}`}>
      <div class="rung-head">
        <RungIcon bearing={bearing} />
        <span class="rung-name">{gateName(gate)}</span>
        <span class="rung-verdict">{verdictOf(gate)}</span>
        {note && <span class="rung-note">{note}</span>}
      </div>
      {gate.kind === 'policies' && gate.rung.policies.flatMap((policy) => policy.statements.map((statement) => <StatementLine key={`${policy.document} ${policy.attachedTo} ${statement.index}`} policy={policy} statement={statement} />))}
    </li>
  );
}

function StatementLine({ policy, statement }: { policy: PolicyTrace; statement: StatementTrace }) {
  const kind = kindOf(statement);
  return (
    <div class={`statement-line statement-${kind}`}>
      <span class="statement-symbol" aria-hidden="true">
        {markSymbols[kind]}
      </span>
      <span>
        <b>{statementName(statement)}</b>{' '}
        <span class="muted">
          in {shortArn(policy.policy)}: {labelOf(statement)}
        </span>
      </span>
    </div>
  );
}
