import { useApp } from '../app';
import { titleOf } from '../scenario/requests';
import type { Drawer as DrawerName } from '../store/store';
import { Icon } from './Icon';
import { ProblemList } from './ProblemList';
import { RequestTable } from './RequestTable';

/** The strip at the foot: how the requests stand and what is wrong; opens to both. */
export function Drawer() {
  const { store } = useApp();
  const open = store.drawer.value;
  return (
    <footer class={`drawer ${open ? 'drawer-open' : ''}`}>
      <div class="drawer-strip">
        <Toggle name="requests" />
        <Toggle name="problems" />
        <FirstFailing />
        <span class="drawer-end muted">Decided in your browser. Nothing is sent anywhere.</span>
      </div>
      {open && <div class="drawer-body">{open === 'requests' ? <RequestTable /> : <ProblemList />}</div>}
    </footer>
  );
}

function Toggle({ name }: { name: Exclude<DrawerName, ''> }) {
  const { store } = useApp();
  const open = store.drawer.value === name;
  return (
    <button type="button" class="drawer-toggle" aria-expanded={open} onClick={() => (store.drawer.value = open ? '' : name)}>
      <Icon name={open ? 'down' : 'right'} />
      {name === 'requests' ? <RequestCount /> : <ProblemCount />}
    </button>
  );
}

/** How many requests came out as expected. */
export function RequestCount() {
  const { derived, store } = useApp();
  const { expected, met } = derived.counts.value;
  if (expected === 0) return <>Requests {store.requests.value.length}</>;
  return (
    <>
      Requests{' '}
      <span class={met === expected ? 'met' : 'unmet'}>
        {met}/{expected} <Icon name={met === expected ? 'check' : 'cross'} />
      </span>
      <span class="visually-hidden"> as expected</span>
    </>
  );
}

function ProblemCount() {
  const { derived } = useApp();
  const count = derived.problems.value.length;
  return (
    <>
      Problems <span class={count > 0 ? 'unmet' : 'muted'}>{count}</span>
    </>
  );
}

function FirstFailing() {
  const { derived, store } = useApp();
  const { firstFailing, expected, met } = derived.counts.value;
  if (expected === 0) return null;
  if (firstFailing < 0) return <span class="drawer-hint">All {expected} as expected.</span>;
  return (
    <span class="drawer-hint">
      {met} of {expected} as expected.{' '}
      <button type="button" class="link" onClick={() => store.select(firstFailing)}>
        {titleOf(store.requests.value[firstFailing])}
      </button>{' '}
      is not.
    </span>
  );
}
