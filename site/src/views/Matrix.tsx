import { useState } from 'preact/hooks';
import { useApp } from '../app';
import type { JsonObject } from '../json/json';
import { setAt } from '../json/path';
import { expandActions } from '../questions/actions';
import { askMatrix, onResource } from '../questions/asking';
import { sorted, tableCsv, type Sorting, type Table } from '../questions/matrix';
import { askedBy, principalsOf } from '../questions/principals';
import { friendlyResource } from '../scenario/names';
import { asked } from '../scenario/requests';
import { clock } from '../store/decide';
import { showRequest } from '../store/edits';
import { Combobox } from './Combobox';
import { download } from './download';
import { MatrixTable } from './MatrixTable';
import { decisionSigns } from './signs';
import '../styles/matrix.css';
import { AskedNote, useAsked } from './useAsked';

/** What every principal can do on one resource: the scenario's actions, and those that the reader adds. */
export function Matrix({ request }: { request: JsonObject }) {
  const { store, client } = useApp();
  const [resource, setResource] = useState(() => asked(request).resource);
  const [added, setAdded] = useState<string[]>([]);
  const [sorting, setSorting] = useState<Sorting>({ action: null, principal: null });
  const scenario = store.scenario.value;
  const known = store.suggestions.value.actions;
  const actions = [...new Set([...added, ...known])];
  const question = onResource(request, resource);
  const matrix = useAsked(
    async (watch) => {
      const principals = principalsOf(scenario);
      const got = await askMatrix(client, scenario, question, principals, actions, clock(), watch);
      return got.kind === 'answered' ? { kind: 'answered', value: { principals, actions, decisions: got.value } satisfies Table } : got;
    },
    [scenario, request, resource, added],
  );
  const table = matrix.value && sorted(matrix.value, sorting);
  const show = (principal: string, action: string) => showRequest(store, setAt(askedBy(question, principal), ['action'], action) as JsonObject);
  return (
    <section class="matrix" aria-label="What can they do" aria-busy={matrix.stale}>
      <div class="matrix-bar">
        <span class="word">On</span>
        <Combobox class="which" label="Resource of the table" value={resource} options={store.suggestions.value.resources} friendly={friendlyResource} onInput={setResource} />
        <AddActions known={known} onAdd={(more) => setAdded([...new Set([...more, ...added])])} />
        <button type="button" class="button" disabled={!table || matrix.stale} onClick={() => table && download('verdict-matrix.csv', tableCsv(table), 'text/csv')}>
          Save as CSV
        </button>
        <Legend />
      </div>
      <AskedNote asked={matrix} what="Principals asked" />
      {table && (actions.length > 0 ? <MatrixTable table={table} sorting={sorting} sort={setSorting} show={show} /> : <p class="empty">This scenario names no action. Add some, such as s3:GetObject.</p>)}
    </section>
  );
}

function AddActions({ known, onAdd }: { known: string[]; onAdd: (actions: string[]) => void }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const add = (event: Event) => {
    event.preventDefault();
    const { actions, problems } = expandActions(typed, known);
    if (actions.length > 0) onAdd(actions);
    setProblem(problems.join(' '));
    if (problems.length === 0) setTyped('');
  };
  return (
    <form class="add-actions" onSubmit={add}>
      <input class="field" aria-label="Add actions" aria-invalid={problem !== ''} placeholder="Add actions: s3:PutObject, s3:Get*" autocapitalize="off" spellcheck={false} value={typed} onInput={(event) => (setTyped(event.currentTarget.value), setProblem(''))} />
      <button type="submit" class="button" disabled={typed.trim() === ''}>
        Add
      </button>
      {problem && (
        <p class="cell-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

function Legend() {
  return (
    <ul class="legend" aria-label="Signs">
      {Object.entries(decisionSigns).map(([decision, { sign, words }]) => (
        <li key={decision}>
          <span class={`sign sign-${decision}`} aria-hidden="true">
            {sign}
          </span>{' '}
          {words}
        </li>
      ))}
    </ul>
  );
}
