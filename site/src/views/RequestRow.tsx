import { useApp } from '../app';
import type { Outcome } from '../engine/door';
import { stringAt } from '../json/path';
import { contextText, readContext } from '../questions/contextText';
import { friendlyAction, friendlyPrincipal, friendlyResource, type Friendly } from '../scenario/names';
import { asked, contextOf, expectations, expectationWords, operationOf, titleOf } from '../scenario/requests';
import { deleteRequest, duplicateRequest, moveRequest, setAsked, setContext, setExpectation, setRequestName } from '../store/edits';
import { Cell } from './Cell';
import { DecisionBadge, Met } from './DecisionStrip';
import { Icon, type IconName } from './Icon';

interface Props {
  index: number;
  outcome: Outcome | undefined;
  /** The requests in the rows beside, where this one may go. */
  above: number | undefined;
  below: number | undefined;
}

/** One request: what is asked, expected and decided; a click shows it on the page. */
export function RequestRow({ index, outcome, above, below }: Props) {
  const { store } = useApp();
  const request = store.requests.value[index];
  const selected = store.selected.value === index;
  const expect = stringAt(request, ['expect']);
  return (
    <tr data-request={index} class={`${selected ? 'selected' : ''} ${outcome?.met === false ? 'failing' : ''}`} onClick={() => store.select(index)}>
      <td class="request-number">
        <button type="button" class="cell" aria-current={selected} aria-label={`Show request ${index + 1}: ${titleOf(request)}`}>
          {index + 1}
        </button>
      </td>
      <AskedCells index={index} />
      <td class="request-expected" data-label="Expected">
        <select class="select" aria-label={`Expected of request ${index + 1}`} value={expect} onChange={(event) => setExpectation(store, event.currentTarget.value, index)}>
          {expectations.map((value) => (
            <option key={value} value={value}>
              {expectationWords[value]}
            </option>
          ))}
        </select>
      </td>
      <td class="request-result" title={outcome?.sentence}>
        {outcome && (
          <span class="result-line">
            <DecisionBadge decision={outcome.decision} />
            <Met met={outcome.met} />
          </span>
        )}
      </td>
      <td class="request-edits">
        <Edits index={index} above={above} below={below} />
      </td>
    </tr>
  );
}

function AskedCells({ index }: { index: number }) {
  const { store } = useApp();
  const request = store.requests.value[index];
  const { principal, action, resource } = asked(request);
  const operation = operationOf(request);
  const context = contextOf(request);
  const name = stringAt(request, ['name']);
  const done = (edit: void): string => (void edit, '');
  return (
    <>
      <th scope="row" class="request-name" data-label="Name">
        <Cell label={`Name of request ${index + 1}`} value={name} commit={(typed) => done(setRequestName(store, typed.trim(), index))}>
          {titleOf(request)}
        </Cell>
      </th>
      <td data-label="Principal">
        <Cell label="Principal" value={principal} list="principals-of-requests" commit={(typed) => done(setAsked(store, 'principal', typed.trim(), index))}>
          <Short {...friendlyPrincipal(principal)} />
        </Cell>
      </td>
      <td data-label="Action">
        {operation ? (
          <span class="cell-fixed">{operation.name}</span>
        ) : (
          <Cell label="Action" value={action} list="actions-of-requests" commit={(typed) => done(setAsked(store, 'action', typed.trim(), index))}>
            <Short {...friendlyAction(action)} />
          </Cell>
        )}
      </td>
      <td data-label="Resource">
        {operation ? (
          <span class="cell-fixed" title={resource}>
            {friendlyResource(resource).strong}
          </span>
        ) : (
          <Cell label="Resource" value={resource} list="resources-of-requests" commit={(typed) => done(setAsked(store, 'resource', typed.trim(), index))}>
            <Short dim="" strong={friendlyResource(resource).strong} />
          </Cell>
        )}
      </td>
      <td data-label="Context">
        <Cell label="Context" value={contextText(context)} commit={(typed) => takeContext(typed, (entries) => setContext(store, entries, index))}>
          {context.length > 0 ? contextText(context) : <span class="muted">–</span>}
        </Cell>
      </td>
    </>
  );
}

function takeContext(typed: string, set: (entries: ReturnType<typeof contextOf>) => void): string {
  const read = readContext(typed);
  if (!read.ok) return read.problem;
  set(read.entries);
  return '';
}

function Short({ dim, strong }: Friendly) {
  return (
    <>
      {dim && <span class="dim">{dim}</span>}
      {strong || <span class="muted">–</span>}
    </>
  );
}

function Edits({ index, above, below }: Pick<Props, 'index' | 'above' | 'below'>) {
  const { store } = useApp();
  const button = (icon: IconName, label: string, run: () => void, possible = true) => (
    <button
      type="button"
      class="button icon-button"
      aria-label={`${label} request ${index + 1}`}
      title={label}
      disabled={!possible}
      onClick={(event) => {
        event.stopPropagation();
        run();
        keepFocus(event.currentTarget, icon, store.selected.value);
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <>
      {button('up', 'Move up', () => moveRequest(store, index, above!), above !== undefined)}
      {button('down', 'Move down', () => moveRequest(store, index, below!), below !== undefined)}
      {button('copy', 'Duplicate', () => duplicateRequest(store, index))}
      {button('trash', 'Delete', () => deleteRequest(store, index))}
    </>
  );
}

/** The focus goes with the request that moved, so that it can be moved on. */
function keepFocus(from: HTMLElement, icon: IconName, request: number) {
  const table = from.closest('table');
  if (icon !== 'up' && icon !== 'down') return;
  requestAnimationFrame(() => {
    const [up, down] = table?.querySelectorAll<HTMLButtonElement>(`[data-request="${request}"] .request-edits button`) ?? [];
    const wanted = icon === 'up' ? up : down;
    (wanted?.disabled ? (icon === 'up' ? down : up) : wanted)?.focus();
  });
}
