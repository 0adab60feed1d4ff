import type { Sorting, Table } from '../questions/matrix';
import { friendlyAction, friendlyPrincipal } from '../scenario/names';
import { decisionSigns } from './signs';
import { Icon } from './Icon';

interface Props {
  table: Table;
  sorting: Sorting;
  sort: (sorting: Sorting) => void;
  show: (principal: string, action: string) => void;
}

/** The decisions, a row for each principal. A heading sorts by its column or row; a cell makes it the request. */
export function MatrixTable({ table, sorting, sort, show }: Props) {
  return (
    <div class="matrix-frame" tabIndex={0} role="region" aria-label="Table of decisions">
      <table class="matrix-table">
        <thead>
          <tr>
            <th scope="col">Principal</th>
            {table.actions.map((action) => (
              <th key={action} scope="col" aria-sort={sorting.action === action ? 'other' : undefined}>
                <ActionHead action={action} pressed={sorting.action === action} onClick={() => sort({ ...sorting, action: sorting.action === action ? null : action })} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.principals.map((principal, i) => (
            <tr key={principal}>
              <th scope="row">
                <PrincipalHead principal={principal} pressed={sorting.principal === principal} onClick={() => sort({ ...sorting, principal: sorting.principal === principal ? null : principal })} />
              </th>
              {table.actions.map((action, j) => {
                const decision = table.decisions[i]![j]!;
                const { sign, words } = decisionSigns[decision];
                return (
                  <td key={action} class={`sign-${decision}`}>
                    <button type="button" class="sign-cell" title={`${friendlyPrincipal(principal).strong}, ${action}: ${words}`} onClick={() => show(principal, action)}>
                      <span aria-hidden="true">{sign}</span>
                      <span class="visually-hidden">{words}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  pressed: boolean;
  onClick: () => void;
}

function ActionHead({ action, ...head }: HeadProps & { action: string }) {
  const { dim, strong } = friendlyAction(action);
  return (
    <button type="button" class="matrix-head" aria-pressed={head.pressed} title={`${action}: sort the principals by it`} onClick={head.onClick}>
      <span>
        <span class="dim">{dim}</span>
        {strong}
      </span>
      {head.pressed && <Icon name="down" />}
    </button>
  );
}

function PrincipalHead({ principal, ...head }: HeadProps & { principal: string }) {
  const { dim, strong } = friendlyPrincipal(principal);
  return (
    <button type="button" class="matrix-head" aria-pressed={head.pressed} title={`${principal}: sort the actions by it`} onClick={head.onClick}>
      <span>
        <span class="dim">{dim}</span>
        {strong}
      </span>
      {head.pressed && <Icon name="right" />}
    </button>
  );
}
