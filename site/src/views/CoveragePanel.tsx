import { useState } from 'preact/hooks';
import { useApp } from '../app';
import type { Document } from '../engine/door';
import { askCoverage } from '../questions/asking';
import { coverageOf, isReached, type DocumentCoverage, type StatementCoverage } from '../questions/coverage';
import { shortArn } from '../scenario/names';
import { titleOf } from '../scenario/requests';
import { clock } from '../store/decide';
import { documentKey, shownRange } from '../store/problems';
import type { Answered } from '../store/store';
import { AskedNote, useAsked } from './useAsked';
import '../styles/coverage.css';
import '../styles/questions.css';

/** Which statements of which policies took part in any request, and which none reaches. */
export default function CoveragePanel() {
  const { store, client } = useApp();
  const [only, setOnly] = useState(false);
  const answered = store.answered.value;
  const coverage = useAsked(
    async (watch) => {
      if (!answered) return { kind: 'failed', cause: 'there is no decision yet' };
      const { input, decided } = answered;
      const got = await askCoverage(client, input.text, decided.requests.length, clock(), watch);
      return got.kind === 'answered' ? { kind: 'answered', value: { answered, documents: coverageOf(decided.documents, got.value) } } : got;
    },
    [answered?.input.text],
  );
  const documents = coverage.value?.documents ?? [];
  return (
    <section class="question-panel coverage" aria-label="Statement coverage" aria-busy={coverage.stale}>
      {coverage.value && <Summary {...coverage.value} only={only} setOnly={setOnly} />}
      <AskedNote asked={coverage} what="Requests asked" />
      {coverage.value && documents.length === 0 && <p class="empty">This scenario has no policy with a statement yet.</p>}
      {coverage.value && (
        <ul class="coverage-list">
          {documents.map((document) => (
            <DocumentRow key={document.document} coverage={document} answered={coverage.value!.answered} only={only} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface Value {
  answered: Answered;
  documents: DocumentCoverage[];
}

/** How much of the reader's own policies is reached; AWS's own are not theirs to test. */
function Summary({ answered, documents, only, setOnly }: Value & { only: boolean; setOnly: (only: boolean) => void }) {
  const own = documents.filter(({ document }) => answered.decided.documents[document]!.path !== null).flatMap(({ statements }) => statements);
  if (own.length === 0) return null;
  const reached = own.filter(isReached).length;
  const requests = answered.decided.requests.length;
  return (
    <div class="coverage-summary">
      <p>
        <b>
          {reached} of {own.length}
        </b>{' '}
        {own.length === 1 ? 'statement' : 'statements'} of this scenario’s policies {reached === 1 ? 'is' : 'are'} reached by {requests === 1 ? 'the one request' : `the ${requests} requests`}.
      </p>
      <label>
        <input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} /> Only what no request reaches
      </label>
    </div>
  );
}

function DocumentRow({ coverage, answered, only }: { coverage: DocumentCoverage; answered: Answered; only: boolean }) {
  const document = answered.decided.documents[coverage.document]!;
  const statements = coverage.statements.filter((statement) => !only || !isReached(statement));
  if (statements.length === 0) return null;
  const reached = coverage.statements.filter(isReached).length;
  return (
    <li class="coverage-document">
      <h2>
        {nameOf(document)} <span class="muted">{ownersOf(document)}</span>{' '}
        <span class="muted">
          {reached}/{coverage.statements.length}
        </span>
      </h2>
      <ul>
        {statements.map((statement) => (
          <StatementRow key={statement.index} statement={statement} document={coverage.document} answered={answered} />
        ))}
      </ul>
    </li>
  );
}

function nameOf({ policyType, policy }: Document): string {
  return policyType === 'trust' ? `trust policy of ${shortArn(policy)}` : shortArn(policy);
}

function ownersOf({ attachedTo, policy, policyType }: Document): string {
  if (policyType === 'resource' || policyType === 'trust' || attachedTo.length === 0) return '';
  const [first, ...more] = attachedTo.filter((arn) => arn !== policy).map(shortArn);
  return first ? `on ${first}${more.length > 0 ? ` and ${more.length} more` : ''}` : '';
}

function StatementRow({ statement, document, answered }: { statement: StatementCoverage; document: number; answered: Answered }) {
  const { store } = useApp();
  const open = () => {
    const key = documentKey(answered.decided.documents[document]!);
    store.openDocument(key);
    store.jump.value = { key, ...shownRange(answered, document, statement) };
  };
  return (
    <li class={`coverage-statement ${isReached(statement) ? '' : 'unreached'}`}>
      <span class="coverage-sign" aria-hidden="true">
        {statement.decided.length > 0 ? '●' : statement.matched.length > 0 ? '◐' : '○'}
      </span>
      <button type="button" class="link" onClick={open}>
        {statement.sid || `statement ${statement.index + 1}`}
      </button>
      <span class={`effect effect-${statement.effect || 'none'}`}>{statement.effect}</span>
      {isReached(statement) ? <Counts statement={statement} answered={answered} /> : <span class="coverage-none">{statement.sound ? 'No request reaches this statement.' : 'This statement is broken, so it matches nothing.'}</span>}
    </li>
  );
}

/** How many requests it decided and matched; each can be shown. */
function Counts({ statement: { decided, matched }, answered }: { statement: StatementCoverage; answered: Answered }) {
  return (
    <span class="coverage-counts">
      {decided.length > 0 && <Requests word="decided" requests={decided} answered={answered} />}
      {matched.length > 0 && <Requests word="matched, but did not decide" requests={matched} answered={answered} />}
    </span>
  );
}

/** So many requests are listed by number. */
const most = 12;

function Requests({ word, requests, answered }: { word: string; requests: number[]; answered: Answered }) {
  const { store } = useApp();
  const all = answered.scenario.get('requests');
  return (
    <span>
      <span class="muted">
        {word} {requests.length === 1 ? 'request' : `${requests.length} requests:`}
      </span>{' '}
      {requests.slice(0, most).map((request) => (
        <button key={request} type="button" class="number" aria-label={`Show request ${request + 1}`} title={titleOf(Array.isArray(all) ? all[request] : undefined)} onClick={() => store.select(request)}>
          {request + 1}
        </button>
      ))}
      {requests.length > most && <span class="muted">…</span>}
    </span>
  );
}
