import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import type { Outcome } from '../engine/door';
import type { JsonObject } from '../json/json';
import { failingFirst, outcomesOf, sameRows } from '../questions/order';
import { requestsOf } from '../scenario/requests';
import { addRequest } from '../store/edits';
import { Icon } from './Icon';
import { RequestRow } from './RequestRow';
import { TakeResults } from './TakeResults';
import '../styles/requests.css';

/** All requests, those that failed first; each is edited in its row. */
export default function RequestTable() {
  const [taking, setTaking] = useState(false);
  return taking ? <TakeResults close={() => setTaking(false)} /> : <Table take={() => setTaking(true)} />;
}

const columns = ['Shown', 'Name', 'Principal', 'Action', 'Resource', 'Context', 'Expected', 'Result', 'Edit'];

function Table({ take }: { take: () => void }) {
  const { store } = useApp();
  const { rows, outcomes, hold } = useRows();
  const frame = useRef<HTMLDivElement>(null);
  const selected = store.selected.value;
  const shown = useRef(selected);
  useEffect(() => {
    if (shown.current !== selected) frame.current?.querySelector(`[data-request="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
    shown.current = selected;
  }, [selected]);
  // A field that is taken away lets the focus go for a moment.
  const letGo = () => setTimeout(() => frame.current?.contains(document.activeElement) || hold(false));
  return (
    <div class="table-frame" ref={frame} onFocusIn={() => hold(true)} onFocusOut={letGo}>
      {rows.length === 0 && <p class="empty">Nothing is asked yet. A request says who wants to do what on which resource, and may say what should come of it.</p>}
      {rows.length > 0 && (
        <table class="requests">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((index, row) => (
              <RequestRow key={index} index={index} outcome={outcomes[index]} above={beside(rows, outcomes, row, -1)} below={beside(rows, outcomes, row, 1)} />
            ))}
          </tbody>
        </table>
      )}
      <Proposals />
      <div class="table-actions">
        <button type="button" class="button" onClick={() => addRequest(store)}>
          <Icon name="plus" />
          Add a request
        </button>
        {rows.length > 0 && (
          <button type="button" class="button" onClick={take}>
            <Icon name="check" />
            Take results as expectations…
          </button>
        )}
      </div>
    </div>
  );
}

/** The request in the row beside, if that came out alike: the others stand in another part of the table. */
function beside(rows: readonly number[], outcomes: readonly (Outcome | undefined)[], row: number, step: 1 | -1): number | undefined {
  const other = rows[row + step];
  const failed = (index: number) => outcomes[index]?.met === false;
  return other !== undefined && failed(other) === failed(rows[row]!) ? other : undefined;
}

/** The rows in their order. While the focus is among them no row jumps. */
function useRows() {
  const { store } = useApp();
  const [held, hold] = useState(false);
  const kept = useRef<{ requests: JsonObject[]; rows: number[] }>({ requests: [], rows: [] });
  const requests = store.requests.value;
  const answered = store.answered.value;
  const outcomes = outcomesOf(requests, answered ? requestsOf(answered.scenario) : [], answered?.decided.requests ?? []);
  const stays = held && sameRows(kept.current.requests, requests);
  const rows = stays ? kept.current.rows : failingFirst(outcomes.map((outcome) => outcome?.met));
  kept.current = { requests, rows };
  return { rows, outcomes, hold };
}

function Proposals() {
  const { principals, actions, resources } = useApp().store.suggestions.value;
  const list = (id: string, values: string[]) => (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
  return (
    <>
      {list('principals-of-requests', principals)}
      {list('actions-of-requests', actions)}
      {list('resources-of-requests', resources)}
    </>
  );
}
