import { useApp } from '../app';
import type { Decision, Outcome } from '../engine/door';
import type { JsonObject } from '../json/json';
import { askWho, type Slice } from '../questions/asking';
import { askedBy, principalsOf } from '../questions/principals';
import { friendlyPrincipal, friendlyResource } from '../scenario/names';
import { asked } from '../scenario/requests';
import { clock } from '../store/decide';
import { showRequest } from '../store/edits';
import { DecisionBadge } from './DecisionStrip';
import { StatementLink, tellingFirst } from './StatementLink';
import { AskedNote, useAsked } from './useAsked';
import { useFew } from './useFew';

interface Answer {
  principal: string;
  outcome: Outcome;
  slice: Slice;
}

const order: Decision[] = ['allowed', 'explicitDeny', 'implicitDeny', 'error'];

/** The selected request in the name of every principal, grouped by what comes of it. */
export function WhoCan({ request }: { request: JsonObject }) {
  const { store, client } = useApp();
  const scenario = store.scenario.value;
  const principals = principalsOf(scenario);
  const who = useAsked((watch) => askWho(client, scenario, request, principals, clock(), watch), [scenario, request]);
  const answers = answersOf(who.value ?? []);
  const { action, resource } = asked(request);
  return (
    <section class="who" aria-label="Who can do this" aria-busy={who.stale}>
      <p class="question-words">
        <span class="muted">Who can do</span> <b class="mono">{action || 'no action'}</b> <span class="muted">on</span> <b class="mono">{friendlyResource(resource).strong}</b>
        <span class="muted">? Each principal is asked with this request’s context.</span>
      </p>
      <AskedNote asked={who} what="Principals asked" />
      <div class="who-groups">
        {order.map((decision) => (
          <Group key={decision} decision={decision} answers={answers.filter(({ outcome }) => outcome.decision === decision)} request={request} />
        ))}
      </div>
    </section>
  );
}

/** The answers of all slices; each names its principal as it was asked. */
function answersOf(slices: readonly Slice[]): Answer[] {
  return slices.flatMap((slice) => slice.decided.requests.map((outcome) => ({ principal: outcome.principal, outcome, slice })));
}

function Group({ decision, answers, request }: { decision: Decision; answers: Answer[]; request: JsonObject }) {
  const { store } = useApp();
  const { shown, more } = useFew(answers);
  if (answers.length === 0) return null;
  return (
    <div class="who-group">
      <h2>
        <DecisionBadge decision={decision} />
        <span class="muted">{answers.length}</span>
      </h2>
      <ul>
        {shown.map((answer) => (
          <li key={answer.principal}>
            <button type="button" class="who-name" title={`${answer.principal}: make it the request`} onClick={() => showRequest(store, askedBy(request, answer.principal))}>
              <Name principal={answer.principal} />
            </button>
            <Reason answer={answer} />
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}

function Name({ principal }: { principal: string }) {
  const { dim, strong } = friendlyPrincipal(principal);
  return (
    <>
      <span class="dim">{dim}</span>
      {strong}
    </>
  );
}

/** The statement that decided, or in a sentence why there is none. */
function Reason({ answer: { outcome, slice } }: { answer: Answer }) {
  const [telling, ...more] = tellingFirst(outcome.decidedBy);
  if (!telling) return <span class="who-reason">{outcome.assumptions.length > 0 && outcome.decision === 'allowed' ? outcome.assumptions[0] : outcome.sentence}</span>;
  return (
    <span class="who-reason" title={outcome.sentence}>
      <StatementLink matched={telling} slice={slice} />
      {more.length > 0 && <span class="muted"> and {more.length} more</span>}
    </span>
  );
}
